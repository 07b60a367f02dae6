/** The process is told to stop, or cannot begin. */
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { addPerson, signInAs, withDatabase } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer } from '#tests/setup/server.ts'

test('what is being sent when the process is told to stop is saved and acknowledged; nothing new is taken; telling it twice changes nothing', async () => {
  const dataFolder = makeDataFolder()
  const server = await startTestServer({ dataFolder })
  const cookie = await signInAs(server, 'responder')
  const { hostname, port } = new URL(server.url)
  const body = new URLSearchParams({ title: 'Sent while stopping', severity: 'major' }).toString()
  const slow = Array.from({ length: 5 }, () => {
    const request = httpRequest({ hostname, port, path: '/incidents/new', method: 'POST' })
    request.setHeader('content-type', 'application/x-www-form-urlencoded')
    request.setHeader('content-length', body.length)
    request.setHeader('cookie', cookie)
    request.write(body.slice(0, 10))
    return request
  })
  // The connections have to be taken before the signal comes.
  await (await fetch(`${server.url}/healthz`)).text()

  const stopped = server.stop()
  const signals = () => server.logs().filter((line) => line.signal === 'SIGTERM')
  await expect.poll(() => signals().length).toBe(1)
  process.kill(server.pid, 'SIGTERM')
  process.kill(server.pid, 'SIGINT')
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow(TypeError)
  for (const request of slow) request.end(body.slice(10))
  for (const request of slow) {
    const [answer] = (await once(request, 'response')) as [IncomingMessage]
    expect(answer.statusCode).toBe(302)
    answer.resume()
  }
  expect(await stopped).toBe(0)
  expect(signals()).toHaveLength(1)
  const saved = await withDatabase({ dataFolder }, (q) => q.selectFrom('incident').select('title').execute())
  expect(saved.map((row) => row.title)).toEqual(Array(5).fill('Sent while stopping'))
  rmSync(dataFolder, { recursive: true })
})

test('a host that is not of this machine is one clear line and exit code 1', async () => {
  const dataFolder = makeDataFolder()
  for (const [host, line] of [
    ['203.0.113.1', '203.0.113.1 is not an address of this machine.'],
    ['no-such-host.invalid', 'no-such-host.invalid is not an address of this machine.'],
  ]) {
    const outcome = await runSagwa(['serve'], { dataFolder, env: { HOST: host!, PORT: '0' } })
    expect(
      outcome.stderr
        .trim()
        .split('\n')
        .filter((text) => !text.startsWith('{')),
    ).toEqual([`${line} HOST=127.0.0.1 serves this machine only, HOST=0.0.0.0 all.`])
    expect([outcome.code, outcome.stdout]).toEqual([1, ''])
  }
  rmSync(dataFolder, { recursive: true })
})

test('two servers on one file write side by side', async () => {
  const dataFolder = makeDataFolder()
  const first = await startTestServer({ dataFolder })
  const second = await startTestServer({ dataFolder })
  await addPerson(first, 'responder')
  const cookie = await signInAs(first, 'responder')
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, number) =>
      fetch(`${(number % 2 === 0 ? first : second).url}/incidents/new`, {
        method: 'POST',
        body: new URLSearchParams({ title: `Side ${number}`, severity: 'minor' }),
        headers: { cookie },
        redirect: 'manual',
      }),
    ),
  )
  expect(answers.map((answer) => answer.status)).toEqual(Array(30).fill(302))
  expect(new Set(answers.map((answer) => answer.headers.get('location'))).size).toBe(30)
  await first.stop()
  await second.stop()
  rmSync(dataFolder, { recursive: true })
})
