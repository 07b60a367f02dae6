import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeDataFolder, runSagwa, startTestServer } from '#tests/setup/server.ts'

const server = await startTestServer()
afterAll(() => server.stop())

/** Sends a request line as it stands; `fetch` would tidy the address first. */
async function statusOf(
  target: string,
  method = 'GET',
  headers: Record<string, string> = {},
): Promise<number> {
  const { hostname, port } = new URL(server.url)
  const sent = httpRequest({ hostname, port, path: target, method, headers, agent: false }).end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode!
}

test('the probe says that the database answers', async () => {
  const answer = await fetch(`${server.url}/healthz`)
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ status: 'ok' })
})

test('an unknown address is a page in the reader’s language', async () => {
  const korean = await fetch(`${server.url}/nothing`, { headers: { 'accept-language': 'ko' } })
  expect(korean.status).toBe(404)
  expect(await korean.text()).toContain('<html lang="ko"')
  const english = await fetch(`${server.url}/nothing`, { headers: { 'accept-language': 'en' } })
  expect(await english.text()).toContain('There is nothing at this address')
})

test('a page may run only the scripts that the server wrote into it', async () => {
  const answer = await fetch(`${server.url}/nothing`)
  const policy = answer.headers.get('content-security-policy') ?? ''
  const scriptPolicy = policy.split('; ').find((part) => part.startsWith('script-src '))!
  expect(scriptPolicy).not.toContain('unsafe')
  const nonce = /'nonce-([^']+)'/.exec(scriptPolicy)![1]!
  const scripts = [...(await answer.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)
  expect(scripts.length).toBeGreaterThan(0)
  for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("default-src 'none'")
})

test('no two pages share a nonce', async () => {
  const [a, b] = await Promise.all([fetch(`${server.url}/nothing`), fetch(`${server.url}/nothing`)])
  expect(a.headers.get('content-security-policy')).not.toBe(b.headers.get('content-security-policy'))
})

test('files of the build are kept by the browser for good, and sent compressed', async () => {
  const page = await (await fetch(`${server.url}/nothing`)).text()
  const script = /\/assets\/framework-[\w-]+\.js/.exec(page)![0]
  const answer = await fetch(server.url + script, { headers: { 'accept-encoding': 'br' } })
  expect(answer.headers.get('cache-control')).toContain('immutable')
  expect(answer.headers.get('content-encoding')).toBe('br')
})

test('a file of an earlier build is missing, not a page', async () => {
  const answer = await fetch(`${server.url}/assets/root-00000000.js`)
  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toContain('text/plain')
})

test.each([['/%E0%A4%A'], ['/a%00b'], ['/%'], ['*'], ['http://elsewhere/']])(
  '%s is no address',
  async (target) => {
    expect(await statusOf(target)).toBe(400)
  },
)

test('a path that climbs out of the build is not followed', async () => {
  expect(await statusOf('/assets/../../../package.json')).toBe(404)
  expect(await statusOf('/..%2f..%2fpackage.json')).toBe(404)
  expect(await statusOf('/.vite/manifest.json')).toBe(404)
})

test('methods that nothing uses are refused', async () => {
  expect(await statusOf('/', 'TRACE')).toBe(405)
  expect(await statusOf('/', 'OPTIONS')).toBe(405)
})

test('a form that another site sends changes nothing', async () => {
  const { host } = new URL(server.url)
  const body = { 'content-type': 'application/x-www-form-urlencoded' }
  expect(await statusOf('/language', 'POST', { ...body, 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect(await statusOf('/language', 'POST', { ...body, 'sec-fetch-site': 'same-site' })).toBe(403)
  expect(await statusOf('/language', 'POST', { ...body, origin: 'https://evil.example' })).toBe(403)
  expect(await statusOf('/language', 'POST', { ...body, origin: 'null' })).toBe(403)
  expect(await statusOf('/language', 'POST', { ...body, origin: `http://${host}` })).toBe(400)
})

test('the choice of language is remembered and leads back', async () => {
  const answer = await fetch(`${server.url}/language`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ language: 'ko', next: '/trends' }),
  })
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe('/trends')
  expect(answer.headers.get('set-cookie')).toContain('sagwa_language=ko')
})

test('what is too large is refused with the limit, announced or not', async () => {
  const large = new Uint8Array(1024 * 1024 + 1)
  const announced = await fetch(`${server.url}/language`, { method: 'POST', body: large })
  expect(announced.status).toBe(413)
  expect(await announced.text()).toContain('1024 KiB')
  const headers = { accept: 'text/html,*/*', 'accept-language': 'ko' }
  const page = await fetch(`${server.url}/language`, { method: 'POST', body: large, headers })
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await page.text()).toMatch(/<html lang="ko">.*1024 KiB보다 커서.*뒤로 단추/s)
  const { hostname, port } = new URL(server.url)
  const sent = httpRequest({ hostname, port, path: '/language', method: 'POST', agent: false })
  sent.on('error', () => {})
  sent.write(large)
  sent.end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  expect(answer.statusCode).toBe(413)
  answer.resume()
})

test('bytes that are no HTTP get a short answer and no trace in the log', async () => {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.write('\x16\x03\x01\x00\x00nonsense\r\n\r\n')
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toContain('400 Bad Request')
  socket.destroy()
})

test('the log has one line per request and no values from the query', async () => {
  await fetch(`${server.url}/nothing?token=hunter2`)
  await expect
    .poll(() => server.logs().filter((line) => line.path === '/nothing' && line.status === 404).length)
    .toBeGreaterThan(0)
  expect(JSON.stringify(server.logs())).not.toContain('hunter2')
  const line = server.logs().find((entry) => entry.path === '/nothing')
  expect(line).toMatchObject({ level: 'info', method: 'GET', status: 404 })
  expect(line!.requestId).toMatch(/^[0-9a-f-]{36}$/)
})

test('stopping lets a running request finish and ends with 0', async () => {
  const own = await startTestServer()
  const { hostname, port } = new URL(own.url)
  const slow = httpRequest({ hostname, port, path: '/language', method: 'POST' })
  slow.setHeader('content-type', 'application/x-www-form-urlencoded')
  slow.setHeader('content-length', 11)
  slow.write('language')
  // An idle connection beside it must not hold the process up.
  await fetch(`${own.url}/healthz`)
  const stopped = own.stop()
  await expect.poll(() => own.logs().some((line) => line.signal === 'SIGTERM')).toBe(true)
  slow.end('=ko')
  const [answer] = (await once(slow, 'response')) as [IncomingMessage]
  expect(answer.statusCode).toBe(302)
  answer.resume()
  expect(await stopped).toBe(0)
})

test('a port in use is one clear line and exit code 1', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const dataFolder = makeDataFolder()
  const outcome = await runSagwa(['serve'], { dataFolder, env: { PORT: String(port), LOG_LEVEL: 'silent' } })
  expect(outcome).toMatchObject({ code: 1, stdout: '' })
  expect(outcome.stderr).toBe(
    `Port ${port} on 127.0.0.1 is in use. Stop the other program, or choose another port: PORT=${port + 1}\n`,
  )
  other.close()
  rmSync(dataFolder, { recursive: true })
})

test('a wrong environment is one clear line and exit code 2', async () => {
  const dataFolder = makeDataFolder()
  const outcome = await runSagwa(['serve'], { dataFolder, env: { PORT: 'abc' } })
  expect(outcome).toEqual({
    code: 2,
    stdout: '',
    stderr: 'PORT is "abc". It should be a whole number from 0 to 65535, such as 3000.\n',
  })
  rmSync(dataFolder, { recursive: true })
})

test('an unknown command is wrong use', async () => {
  const dataFolder = makeDataFolder()
  const outcome = await runSagwa(['srve'], { dataFolder })
  expect(outcome.code).toBe(2)
  expect(outcome.stderr).toContain('Did you mean serve?')
  rmSync(dataFolder, { recursive: true })
})

test('a database file that is none is one clear line, and stays as it was', async () => {
  const dataFolder = makeDataFolder()
  const file = path.join(dataFolder, 'sagwa.db')
  const letter = 'this is a letter and no database '.repeat(40)
  writeFileSync(file, letter)
  const outcome = await runSagwa(['serve'], { dataFolder, env: { PORT: '0' } })
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toMatch(/^\/.*\/sagwa\.db: .+\n$/)
  expect(readFileSync(file, 'utf8')).toBe(letter)
  rmSync(dataFolder, { recursive: true })
})

test.each([
  ['postgres://sagwa:hunter2@127.0.0.1:1/sagwa', /^127\.0\.0\.1:1\/sagwa: .+\n$/, 1],
  ['mysql://sagwa:hunter2@127.0.0.1/sagwa', /^DATABASE_URL is not usable\. It should be file:.*\n$/, 2],
])('the wrong DATABASE_URL %s is one clear line without the password', async (url, expected, code) => {
  const dataFolder = makeDataFolder()
  const outcome = await runSagwa(['serve'], { dataFolder, env: { PORT: '0', DATABASE_URL: url } })
  expect(outcome.stderr).toMatch(expected)
  expect(outcome.stderr).not.toContain('hunter2')
  expect(outcome.code).toBe(code)
  rmSync(dataFolder, { recursive: true })
})

test('/metrics tells its figures to whoever has the token, and no address of the record', async () => {
  const own = await startTestServer({ env: { METRICS_TOKEN: 'token-of-this-test' } })
  try {
    const read = (authorization?: string) =>
      fetch(`${own.url}/metrics`, authorization === undefined ? {} : { headers: { authorization } })
    await fetch(`${own.url}/notices`)
    await fetch(`${own.url}/incidents/2020-002`)
    expect((await read()).status).toBe(401)
    expect((await read('Bearer another-token-here')).status).toBe(401)
    const answer = await read('Bearer token-of-this-test')
    const figures = await answer.text()
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    expect(figures).toContain('sagwa_http_request_duration_seconds_count{answered_by="published",status="')
    expect(figures).toContain('sagwa_http_request_duration_seconds_count{answered_by="application",status="')
    expect(figures).toContain('sagwa_deliveries_waiting 0')
    expect(figures).not.toContain('2020-002')
  } finally {
    await own.stop()
  }
})

test('without a token nobody reads /metrics', async () => {
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404)
})
