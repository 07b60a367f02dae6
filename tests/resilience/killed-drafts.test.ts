/** The process is killed while people write one draft: what they were told is saved is there afterwards. */
import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CLOSED } from '#app/editor/collaboration/wire.ts'
import { openDraftSocket, typeAtEnd, until, writerOf } from '#tests/editor/draft-writers.ts'
import { sendForm, signInAs, withDatabase } from '#tests/setup/people.ts'
import { makeDataFolder, startTestServer } from '#tests/setup/server.ts'

const webSocketAt = (url: string) => url.replace(/^http/, 'ws')

/** How a connection ends that is not let in: the code it is closed with; 1006 where it was refused before. */
function closedWith(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)))
}

test('a killed server loses nothing that it had called saved, and lets in only who may write, from its own pages', async () => {
  const dataFolder = makeDataFolder()
  try {
    const first = await startTestServer({ dataFolder })
    const cookie = await signInAs(first, 'responder')
    const logged = await sendForm(
      `${first.url}/incidents/new`,
      { title: 'Messages are late', severity: 'major', kind: 'incident', started: '2020-03-02 09:00' },
      { cookie },
    )
    const reference = logged.headers.get('location')!.split('/').at(-1)!
    await sendForm(
      `${first.url}/incidents/${reference}/postmortem`,
      { intent: 'start', template: 'short', language: 'en' },
      { cookie },
    )
    const { id } = await withDatabase({ dataFolder }, (q) =>
      q.selectFrom('document').select('id').executeTakeFirstOrThrow(),
    )
    const url = webSocketAt(first.url)
    const viewer = await signInAs(first, 'viewer')
    expect(await closedWith(openDraftSocket(url, id, { cookie, origin: 'http://elsewhere.example' }))).toBe(
      1006,
    )
    expect(await closedWith(openDraftSocket(url, id, { cookie: '' }))).toBe(CLOSED.signedOut)
    expect(await closedWith(openDraftSocket(url, id, { cookie: viewer }))).toBe(CLOSED.forbidden)
    expect(await closedWith(openDraftSocket(url, 'none', { cookie }))).toBe(CLOSED.gone)

    const writers = [writerOf(url, id, cookie), writerOf(url, id, cookie)]
    await until(() => writers.every(({ link }) => link.status === 'live'))
    const told: string[] = []
    for (let number = 0; number < 20; number += 1) {
      const writer = writers[number % 2]!
      typeAtEnd(writer, ` word${number}.`)
      if (number === 19) break
      await until(() => !writer.link.unsaved)
      told.push(`word${number}.`)
    }
    await first.stop('SIGKILL')
    for (const writer of writers) writer.leave()

    const second = await startTestServer({ dataFolder })
    const reader = writerOf(webSocketAt(second.url), id, cookie)
    await until(() => reader.link.status === 'live')
    const text = reader.markdown()
    expect(told.filter((word) => !text.includes(word))).toEqual([])
    reader.leave()
    expect(await second.stop()).toBe(0)
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
})
