import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { DomainError } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { draftFrom, rewriteDraft } from '#app/editor/collaboration/draft-text.ts'
import { appendToDraft, getDraft, openDraft } from '#app/models/document-draft.server.ts'
import { addService, listServices } from '#app/models/service.server.ts'
import { ARCHIVED_TABLES, countRows } from '#db/archive.server.ts'
import { backUp, holdsData, restore } from '#db/backup.server.ts'
import type { OpenDatabase } from '#db/client.server.ts'
import { loadOriginRecord } from '#db/seed/origin-record.ts'
import { onPostgres, onSqlite, testOnEveryDatabase } from '#tests/setup/database.ts'

const NOW = Date.UTC(2026, 0, 15, 3) as Instant
const writtenAt = '2026-01-15T03:00:00Z'
const actor = { id: null, name: 'test' }

function load(database: OpenDatabase) {
  return loadOriginRecord({ password: 'a password for the demo', actor, now: NOW }, database.db)
}

/** A draft that somebody is writing: its beginning, and one update that has not been put together with it. */
async function writeDraft({ db: q }: OpenDatabase): Promise<string> {
  const { id } = await q.selectFrom('document').select('id').executeTakeFirstOrThrow()
  const { updates } = await openDraft({ documentId: id, now: NOW }, q)
  const update = rewriteDraft(draftFrom(updates[0]!, []), '## 요약\n\n아직 쓰는 중\n')
  await appendToDraft({ documentId: id, updates: [update], actor, now: NOW }, q)
  return id
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagwa-test-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function allRows(database: OpenDatabase): Promise<unknown> {
  const rows: Record<string, unknown> = {}
  for (const table of ARCHIVED_TABLES) {
    const found = await database.db
      .selectFrom(table as 'service')
      .selectAll()
      .execute()
    rows[table] = found.map((row) => JSON.stringify(comparable(row))).sort()
  }
  return rows
}

/** Dates and booleans of better-auth's tables differ in type between the databases, and in nothing else. */
function comparable(row: object): unknown {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Date
        ? value.toISOString()
        : value instanceof Uint8Array
          ? Buffer.from(value).toString('base64')
          : typeof value === 'boolean'
            ? Number(value)
            : value,
    ]),
  )
}

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.catch((thrown: unknown) => thrown)
  return error instanceof DomainError ? error.problems['']?.[0]?.code : String(error)
}

testOnEveryDatabase(
  'every table of the schema is in an archive, except what is made again from the others',
  async (q) => {
    const tables = (await q.introspection.getTables()).map((table) => table.name)
    expect([...ARCHIVED_TABLES, 'search_entry', 'year_rollup'].sort()).toEqual(
      tables.filter((table) => !table.startsWith('search_index')).sort(),
    )
  },
)

test('an archive carries all rows from SQLite to PostgreSQL and back', () =>
  inFolder((folder) =>
    onSqlite(async (_q, sqlite) => {
      await load(sqlite)
      const documentId = await writeDraft(sqlite)
      const before = await allRows(sqlite)
      const there = path.join(folder, 'there.jsonl.gz')
      const back = path.join(folder, 'back.jsonl.gz')
      await backUp(sqlite, { file: there, writtenAt })
      await onPostgres(async (_p, postgres) => {
        await restore(postgres, { file: there, keepBeforeAs: path.join(folder, 'kept'), writtenAt })
        expect(await allRows(postgres)).toEqual(before)
        expect(await getDraft(documentId, postgres.db)).toMatchObject({
          markdown: '## 요약\n\n아직 쓰는 중\n',
          authors: ['test'],
        })
        await backUp(postgres, { file: back, writtenAt })
      })
      await onSqlite(async (_s, other) => {
        await restore(other, { file: back, keepBeforeAs: path.join(folder, 'kept'), writtenAt })
        expect(await allRows(other)).toEqual(before)
      })
    }),
  ))

test('a copy of a SQLite file holds what was acknowledged and nothing later', () =>
  inFolder((folder) =>
    onSqlite(async (q, database) => {
      await load(database)
      const before = await countRows(q)
      const file = path.join(folder, 'copy.db')
      const report = await backUp(database, { file, writtenAt })
      expect(report).toMatchObject({ format: 'sqlite', rows: before })
      expect(statSync(file).mode & 0o777).toBe(0o600)
      await addService({ nameKo: '나중', nameEn: 'Later', zone: null, actor, now: NOW }, q)
      const { keptBefore } = await restore(database, {
        file,
        keepBeforeAs: path.join(folder, 'kept'),
        writtenAt,
      })
      expect((await listServices(q)).map((service) => service.nameEn)).toEqual(['KakaoTalk'])
      await onSqlite(async (other, kept) => {
        await restore(kept, { file: keptBefore!, keepBeforeAs: path.join(folder, 'again'), writtenAt })
        expect((await listServices(other)).map((service) => service.nameEn)).toEqual(['KakaoTalk', 'Later'])
      })
    }),
  ))

testOnEveryDatabase('a damaged or foreign backup leaves the database as it was', (_q, database) =>
  inFolder(async (folder) => {
    await load(database)
    const before = await allRows(database)
    const file = path.join(folder, 'a.jsonl.gz')
    await backUp(database, { file, writtenAt })
    const keepBeforeAs = path.join(folder, 'kept')

    truncateSync(file, Math.floor(statSync(file).size / 2))
    expect(await codeOf(restore(database, { file, keepBeforeAs, writtenAt }))).toBe('backup_damaged')
    writeFileSync(file, 'no backup')
    expect(await codeOf(restore(database, { file, keepBeforeAs, writtenAt }))).toBe('not_a_backup')
    writeFileSync(file, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5000, 7)]))
    expect(await codeOf(restore(database, { file, keepBeforeAs, writtenAt }))).toBe(
      database.dialect === 'sqlite' ? 'backup_damaged' : 'backup_other_version',
    )
    expect(await allRows(database)).toEqual(before)
  }),
)

testOnEveryDatabase('an empty database holds no data, a loaded one does', async (_q, database) => {
  expect(await holdsData(database)).toBe(false)
  await load(database)
  expect(await holdsData(database)).toBe(true)
})
