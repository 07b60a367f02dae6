/**
 * The process is killed with SIGKILL at chosen moments: all along a publication, and between sending a message to a
 * subscriber and writing down that it was sent.
 */
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import type { Instant } from '#app/domain/instant.ts'
import { findBrokenFiles } from '#app/models/consistency.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { republishSite } from '#app/models/published-file.server.ts'
import { addWebhook, requestMail } from '#app/models/subscriber.server.ts'
import { ACTOR } from '#tests/factories.ts'
import { sendForm, signInAs, withDatabase } from '#tests/setup/people.ts'
import { startMailServer, startReceiver } from '#tests/setup/receivers.ts'
import { makeDataFolder, startTestServer, type TestServer } from '#tests/setup/server.ts'

// Public files name their addresses as the server started below does; nothing has asked for the environment yet.
process.env.PORT = '0'

const MOMENTS = 8

async function startWithNotice(dataFolder: string, env: Record<string, string> = {}) {
  const server = await startTestServer({ dataFolder, env })
  const cookie = await signInAs(server, 'publisher')
  const incident = { title: 'With a notice', severity: 'major', started: '2020-03-02 09:00' }
  const logged = await sendForm(`${server.url}/incidents/new`, incident, { cookie })
  const reference = logged.headers.get('location')!.split('/').at(-1)!
  await sendForm(
    `${server.url}/incidents/${reference}/notices`,
    { intent: 'start', stage: 'first_word' },
    { cookie },
  )
  return { server, cookie, reference }
}

function versionOf(reference: string, q: Queryable) {
  return q
    .selectFrom('notice')
    .select(['version', 'current_revision'])
    .where('slug', '=', reference)
    .executeTakeFirstOrThrow()
}

/** Saves a text that no revision before had, and returns what publishes it. */
async function prepare(server: TestServer, cookie: string, reference: string, mark: string) {
  const address = `${server.url}/incidents/${reference}/notices`
  const { version, current_revision } = await withDatabase(server, (q) => versionOf(reference, q))
  const texts = {
    title_ko: `전송 지연 ${mark}`,
    body_ko: `메시지가 늦어집니다. ${mark}`,
    title_en: `Delays ${mark}`,
    body_en: `Messages are late. ${mark}`,
  }
  const saved = await sendForm(address, { ...texts, version: String(version) }, { cookie })
  expect(saved.status).toBe(302)
  return {
    revision: current_revision + 1,
    publish: () => sendForm(address, { intent: 'publish', version: String(version + 1) }, { cookie }),
  }
}

/** Every public file by its address: what lies there, down to the bytes. */
async function listFiles(q: Queryable): Promise<Record<string, string>> {
  const rows = await q.selectFrom('published_file').select(['path', 'etag']).orderBy('path').execute()
  // Says with what the files were rendered, and is none itself.
  return Object.fromEntries(
    rows.flatMap(({ path, etag }) => (path.startsWith('/') ? [[path, etag] as const] : [])),
  )
}

class Undone extends Error {}

/** What would lie there if all that is stored were published in one go. Leaves everything as it is. */
async function renderedAnew(q: Queryable): Promise<Record<string, string>> {
  let files: Record<string, string> = {}
  const work = q.transaction().execute(async (tx) => {
    await republishSite({ organisation: getOrganisation, now: Date.now() as Instant }, tx)
    files = await listFiles(tx)
    throw new Undone()
  })
  await work.catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error
  })
  return files
}

test('killed all along a publication, all files of a revision are there or none', async () => {
  const dataFolder = makeDataFolder()
  try {
    const { server: first, cookie, reference } = await startWithNotice(dataFolder)
    for (const mark of ['first', 'second']) {
      const { publish } = await prepare(first, cookie, reference, mark)
      expect((await publish()).status).toBe(302)
    }
    await first.stop()

    let took = 0
    const ends = { before: 0, after: 0 }
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      const server = await startTestServer({ dataFolder })
      const { revision, publish } = await prepare(server, cookie, reference, `moment ${moment}`)
      const begin = performance.now()
      const answer = publish().then(
        ({ status }) => status,
        () => null,
      )
      if (moment === 0) {
        // Learns how long it takes in a process of its own; this one is killed with the acknowledgement.
        await answer
        took = performance.now() - begin
      } else {
        // From the first moment to a little after the last.
        await Promise.race([sleep((took * (moment - 1)) / (MOMENTS - 3)), answer])
      }
      await server.stop('SIGKILL')
      const status = await answer
      await withDatabase({ dataFolder }, async (q) => {
        const { current_revision } = await versionOf(reference, q)
        expect([revision - 1, revision]).toContain(current_revision)
        if (status !== null) expect([status, current_revision]).toEqual([302, revision])
        ends[current_revision === revision ? 'after' : 'before'] += 1
        const files = await listFiles(q)
        expect(files[`/notices/${reference}/v/${revision}`] !== undefined).toBe(current_revision === revision)
        expect(files, `killed at moment ${moment}`).toEqual(await renderedAnew(q))
        expect(await findBrokenFiles({ limit: 5 }, q)).toEqual([])
      })
    }
    console.log(`${MOMENTS} kills while publishing: ${ends.before} ended before, ${ends.after} after`)
    expect(Math.min(ends.before, ends.after)).toBeGreaterThan(0)
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
}, 90_000)

test('killed after a message was sent and before that was written down, it is sent again under the same id', async () => {
  const dataFolder = makeDataFolder()
  let killed = false
  // Both keep their answer to themselves until the sender is gone.
  let release = () => {}
  const gone = new Promise<void>((resolve) => (release = resolve))
  const hold = () => (killed ? Promise.resolve() : gone)
  const mails = await startMailServer({ taken: hold })
  const hook = await startReceiver(() => hold().then(() => 204))
  const env = { WEBHOOKS_INSIDE: '1', SMTP_URL: mails.smtpUrl, MAIL_FROM: 'notices@example.org' }
  let server: TestServer | null = null
  try {
    const started = await startWithNotice(dataFolder, env)
    server = started.server
    const now = Date.now() as Instant
    await withDatabase(server, async (q) => {
      const webhook = { url: hook.url, language: 'ko', insideAllowed: true } as const
      await addWebhook({ ...webhook, actor: ACTOR, now }, q)
      await requestMail({ address: 'reader@example.com', language: 'en', now }, q)
      await q.updateTable('subscriber').set({ confirmed_at: now, confirm_hash: null }).execute()
      await q.deleteFrom('delivery').execute()
    })
    const { publish } = await prepare(server, started.cookie, started.reference, 'told')
    expect((await publish()).status).toBe(302)
    await expect.poll(() => [mails.mails.length, hook.calls.length], { timeout: 15_000 }).toEqual([1, 1])
    await server.stop('SIGKILL')
    killed = true
    release()

    await withDatabase({ dataFolder }, async (q) => {
      const left = await q.selectFrom('delivery').select(['delivered_at', 'claimed_until']).execute()
      expect(left.map(({ delivered_at }) => delivered_at)).toEqual([null, null])
      // As if the two minutes had gone by for which whoever takes a message has it alone.
      await q
        .updateTable('delivery')
        .set({ claimed_until: (Date.now() - 1) as Instant })
        .execute()
    })
    server = await startTestServer({ dataFolder, env })
    const stillDue = () =>
      withDatabase({ dataFolder }, (q) =>
        q.selectFrom('delivery').select('id').where('delivered_at', 'is', null).execute(),
      )
    await expect.poll(stillDue, { timeout: 15_000 }).toEqual([])
    expect([mails.mails.length, hook.calls.length]).toEqual([2, 2])
    const messageIds = mails.mails.map(({ source }) => /^Message-ID: .+$/im.exec(source)?.[0])
    expect(messageIds[0]).toMatch(/<[0-9a-f-]{36}@example\.org>/)
    expect(messageIds[1]).toBe(messageIds[0])
    const [one, two] = hook.calls.map(({ headers }) => headers['webhook-id'])
    expect(one).toMatch(/^[0-9a-f-]{36}$/)
    expect(two).toBe(one)
    expect(hook.calls[1]!.body).toBe(hook.calls[0]!.body)
  } finally {
    release()
    await server?.stop()
    await Promise.all([mails.stop(), hook.stop()])
    rmSync(dataFolder, { recursive: true, force: true })
  }
}, 60_000)
