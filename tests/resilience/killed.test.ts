/**
 * The process is killed with SIGKILL while people write, again and again on the same data. What was acknowledged to
 * somebody has to be there afterwards, whole; what was not may be there, but then whole as well.
 */
import path from 'node:path'
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { integrityFindings, openPlain } from '#db/backup.server.ts'
import type { Queryable } from '#db/client.server.ts'
import { fromJson } from '#db/schema.ts'
import { findBrokenFiles, findWrongColumns } from '#app/models/consistency.server.ts'
import { sendForm, signInAs, withDatabase } from '#tests/setup/people.ts'
import { makeDataFolder, startTestServer } from '#tests/setup/server.ts'

const ROUNDS = 20
const LONGEST_MILLISECONDS = 1_000

/** What the server has said yes to. */
interface Acknowledged {
  incidents: Map<string, string>
  /** By their source, which is unique: the reference they belong to. */
  readings: Map<string, string>
  statements: Map<string, string>
  /** Text of the notice by its number of revision, as far as publishing was acknowledged. */
  published: { body: string }[]
}

function countWrites(done: Acknowledged): number {
  return done.incidents.size + done.readings.size + done.statements.size + done.published.length
}

/** Sends until the server is gone. Anything but a redirect is a defect; a broken connection is the kill. */
async function stream(writeOnce: (number: number) => Promise<void>): Promise<void> {
  for (let number = 0; ; number += 1) {
    try {
      await writeOnce(number)
    } catch (error) {
      if (error instanceof TypeError) return
      throw error
    }
  }
}

async function accepted(answer: Promise<Response>): Promise<string> {
  const { status, headers } = await answer
  if (status !== 302) throw new Error(`A form was answered ${status}`)
  return headers.get('location')!
}

function writeRecords(url: string, cookie: string, round: number, done: Acknowledged): Promise<void> {
  return stream(async (number) => {
    const mark = `${round}.${number}`
    const title = `Round ${mark}: messages are late`
    const location = await accepted(
      sendForm(
        `${url}/incidents/new`,
        { title, severity: 'major', kind: 'incident', started: '2020-03-02 09:00' },
        { cookie },
      ),
    )
    const reference = location.split('/').at(-1)!
    done.incidents.set(reference, title)
    const source = `monitoring ${mark}`
    await accepted(
      sendForm(
        `${url}/incidents/${reference}/times`,
        { markerKey: 'detected', time: '2020-03-02 09:05', source },
        { cookie },
      ),
    )
    done.readings.set(source, reference)
    const text = `We are looking into it (${mark}).`
    await accepted(
      sendForm(
        `${url}/incidents/${reference}/statements`,
        { speaker: 'Support', side: 'us', text, language: 'en' },
        { cookie },
      ),
    )
    done.statements.set(text, reference)
  })
}

function publishAgainAndAgain(
  url: string,
  cookie: string,
  { reference, version, round }: { reference: string; version: number; round: number },
  done: Acknowledged,
): Promise<void> {
  const address = `${url}/incidents/${reference}/notices`
  let next = version
  return stream(async (number) => {
    const body = `Messages are late again, round ${round}, number ${number}.`
    const texts = { title_ko: '전송 지연', body_ko: body, title_en: 'Delays', body_en: body }
    await accepted(sendForm(address, { ...texts, version: String(next) }, { cookie }))
    next += 1
    await accepted(
      sendForm(address, { intent: 'publish', kind: 'update', version: String(next) }, { cookie }),
    )
    next += 1
    done.published.push({ body })
  })
}

/** Everything that stands in the database and is not whole. */
async function findHalfWritten(q: Queryable): Promise<string[]> {
  const half: string[] = []
  const audits = await q
    .selectFrom('audit_event')
    .select(['entity', 'entity_id', 'action', 'after'])
    .execute()
  const has = (entity: string, id: string, action: string) =>
    audits.some((row) => row.entity === entity && row.entity_id === id && row.action === action)
  const readingsTold = new Set(
    audits.flatMap((row) =>
      row.action === 'reading_added' ? [(fromJson(row.after!) as { readingId: string }).readingId] : [],
    ),
  )

  const readings = await q.selectFrom('reading').select(['id', 'incident_id', 'marker_key']).execute()
  for (const incident of await q.selectFrom('incident').select(['id', 'reference']).execute()) {
    if (!has('incident', incident.id, 'logged')) half.push(`${incident.reference} has no history`)
    if (!readings.some((row) => row.incident_id === incident.id && row.marker_key === 'impact_start'))
      half.push(`${incident.reference} has no start`)
  }
  for (const { id } of readings) if (!readingsTold.has(id)) half.push(`reading ${id} has no history`)
  for (const { id } of await q.selectFrom('statement').select('id').execute()) {
    const revision = await q
      .selectFrom('statement_revision')
      .select('number')
      .where('statement_id', '=', id)
      .executeTakeFirst()
    if (!revision) half.push(`statement ${id} has no text`)
    if (!audits.some((row) => row.entity === 'statement' && row.entity_id === id))
      half.push(`statement ${id} has no history`)
  }

  const files = new Set(
    (await q.selectFrom('published_file').select('path').execute()).map((row) => row.path),
  )
  for (const notice of await q.selectFrom('notice').selectAll().execute()) {
    const revisions = await q
      .selectFrom('notice_revision')
      .select('number')
      .where('notice_id', '=', notice.id)
      .execute()
    if (revisions.length !== notice.current_revision) half.push(`${notice.slug} counts its revisions wrongly`)
    for (const { number } of revisions) {
      for (const suffix of ['', '.ko', '.en', '.md'])
        if (!files.has(`/notices/${notice.slug}/v/${number}${suffix}`))
          half.push(`revision ${number}${suffix} of ${notice.slug} has no file`)
    }
    const publications = audits.filter(
      (row) => row.entity === 'notice' && row.entity_id === notice.id && row.action === 'published',
    )
    if (publications.length !== revisions.length) half.push(`${notice.slug} has revisions without history`)
  }
  half.push(...(await findBrokenFiles({ limit: 5 }, q)), ...(await findWrongColumns({ limit: 5 }, q)))
  return half
}

async function findLost(q: Queryable, done: Acknowledged): Promise<string[]> {
  const lost: string[] = []
  const incidents = new Map(
    (await q.selectFrom('incident').select(['reference', 'title']).execute()).map((row) => [
      row.reference,
      row.title,
    ]),
  )
  for (const [reference, title] of done.incidents) if (incidents.get(reference) !== title) lost.push(title)
  const readings = new Map(
    (
      await q
        .selectFrom('reading')
        .innerJoin('incident', 'incident.id', 'reading.incident_id')
        .select(['source', 'reference'])
        .execute()
    ).map((row) => [row.source, row.reference]),
  )
  for (const [source, reference] of done.readings) if (readings.get(source) !== reference) lost.push(source)
  const statements = new Map(
    (
      await q
        .selectFrom('statement_revision')
        .innerJoin('statement', 'statement.id', 'statement_revision.statement_id')
        .innerJoin('incident', 'incident.id', 'statement.incident_id')
        .select(['statement_revision.text', 'incident.reference'])
        .execute()
    ).map((row) => [row.text, row.reference]),
  )
  for (const [text, reference] of done.statements) if (statements.get(text) !== reference) lost.push(text)
  const revisions = new Set(
    (await q.selectFrom('notice_revision').select('texts').execute()).map(
      (row) => fromJson(row.texts).en?.body,
    ),
  )
  for (const { body } of done.published) if (!revisions.has(body)) lost.push(body)
  return lost
}

async function structureFindings(dataFolder: string): Promise<string[]> {
  const sqlite = await openPlain(path.join(dataFolder, 'sagwa.db'), { readonly: true })
  try {
    return integrityFindings(sqlite)
  } finally {
    sqlite.close()
  }
}

test('killed in the middle of writing twenty times, nothing acknowledged is lost and nothing is half written', async () => {
  const dataFolder = makeDataFolder()
  const done: Acknowledged = {
    incidents: new Map(),
    readings: new Map(),
    statements: new Map(),
    published: [],
  }
  try {
    const first = await startTestServer({ dataFolder })
    const cookie = await signInAs(first, 'publisher')
    const location = await accepted(
      sendForm(
        `${first.url}/incidents/new`,
        { title: 'The one with a notice', severity: 'major', started: '2020-03-02 09:00' },
        { cookie },
      ),
    )
    const reference = location.split('/').at(-1)!
    await accepted(
      sendForm(
        `${first.url}/incidents/${reference}/notices`,
        { intent: 'start', stage: 'first_word' },
        { cookie },
      ),
    )
    const begin = {
      title_ko: '전송 지연',
      body_ko: '늦어집니다.',
      title_en: 'Delays',
      body_en: 'It is late.',
    }
    await accepted(
      sendForm(`${first.url}/incidents/${reference}/notices`, { ...begin, version: '1' }, { cookie }),
    )
    await accepted(
      sendForm(
        `${first.url}/incidents/${reference}/notices`,
        { intent: 'publish', kind: 'first', version: '2' },
        { cookie },
      ),
    )
    await first.stop()

    for (let round = 1; round <= ROUNDS; round += 1) {
      const server = await startTestServer({ dataFolder })
      const { version } = await withDatabase(server, (q) =>
        q.selectFrom('notice').select('version').where('slug', '=', reference).executeTakeFirstOrThrow(),
      )
      const writing = [
        writeRecords(server.url, cookie, round, done),
        writeRecords(server.url, cookie, round + 1000, done),
        publishAgainAndAgain(server.url, cookie, { reference, version, round }, done),
      ]
      // The first request of a process waits for the application to be loaded; the kill is for the writing after it.
      const before = countWrites(done)
      await expect.poll(() => countWrites(done), { timeout: 15_000, interval: 10 }).toBeGreaterThan(before)
      await sleep(Math.random() * LONGEST_MILLISECONDS)
      await server.stop('SIGKILL')
      await Promise.all(writing)
      // Not even a restart in between: the next one to open the file finds all of it.
      const findings = await withDatabase({ dataFolder }, async (q) => [
        ...(await findLost(q, done)),
        ...(await findHalfWritten(q)),
      ])
      expect(findings, `after round ${round}`).toEqual([])
      expect(await structureFindings(dataFolder), `after round ${round}`).toEqual([])
    }

    const last = await startTestServer({ dataFolder })
    for (const [reference, title] of [...done.incidents].slice(-3)) {
      const page = await fetch(`${last.url}/incidents/${reference}`, { headers: { cookie } })
      expect(await page.text()).toContain(title)
    }
    const notice = await (await fetch(`${last.url}/notices/${reference}.en`)).text()
    const shown = done.published.findLastIndex(({ body }) => notice.includes(body))
    // One more may have been written without anybody hearing of it.
    if (shown === -1) expect(notice).toContain('Messages are late again')
    else expect(shown).toBe(done.published.length - 1)
    expect(await last.stop()).toBe(0)

    const writes = countWrites(done)
    console.log(
      `${ROUNDS} kills, ${writes} acknowledged writes (${done.published.length} publications), 0 lost`,
    )
    expect(writes).toBeGreaterThan(ROUNDS)
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
}, 180_000)
