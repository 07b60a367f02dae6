/**
 * The portable backup: gzip over lines of JSON, one row each, between a first line that says what it is and a last one
 * that says how many rows there are. It is written from and read into either database.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { sql } from 'kysely'
import { DomainError } from '#app/domain/errors.ts'
import type { DialectName, OpenDatabase, Queryable } from './client.server.ts'
import { migrations } from './migrations/index.ts'
import type { Schema } from './schema.ts'

/** Every table but the yearly figures and the search index, which are made again; parents before those that point at them. */
export const ARCHIVED_TABLES = [
  'organisation',
  'service',
  'incident',
  'incident_service',
  'incident_factor',
  'incident_wording',
  'denied_cause',
  'reading',
  'marker',
  'symptom',
  'timeline_event',
  'statement',
  'statement_revision',
  'action_item',
  'counting_rule',
  'counting_rule_version',
  'yearly_count',
  'covered_period',
  'document',
  'document_revision',
  'kept_blame',
  'document_draft',
  'document_draft_update',
  'document_comment',
  'comment_mention',
  'document_reviewer',
  'document_template',
  'document_picture',
  'notice',
  'notice_text',
  'notice_revision',
  'kept_finding',
  'kept_drift',
  'subscriber',
  'delivery',
  'published_file',
  'audit_event',
  'invitation',
  'user',
  'session',
  'account',
  'verification',
  'rateLimit',
] as const satisfies readonly (keyof Schema)[]

export type RowCounts = Record<string, number>
export type OnProgress = (done: number, total?: number) => void

/** What can be wrong with a backup; the sentences are in `app/messages/problems-database.ts`. */
type BackupProblem = 'not_a_backup' | 'backup_damaged' | 'backup_other_version' | 'backup_differs'

/** The refusal of a backup file. Nothing was changed. */
export function backupRefusal(code: BackupProblem, detail = ''): DomainError {
  return new DomainError('invalid', { '': [{ code, params: { detail } }] })
}

interface FirstLine {
  archive: 'sagwa'
  format: 1
  migrations: string[]
  writtenAt: string
}

const ROWS_AT_ONCE = 200

/** Writes all rows as they are at one moment, and returns how many there were in each table. */
export async function writeArchive(
  { db, dialect }: Pick<OpenDatabase, 'db' | 'dialect'>,
  file: string,
  writtenAt: string,
  onProgress: OnProgress = () => {},
): Promise<RowCounts> {
  const counts: RowCounts = {}
  await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      async function* lines() {
        const first: FirstLine = {
          archive: 'sagwa',
          format: 1,
          migrations: Object.keys(migrations(dialect)),
          writtenAt,
        }
        yield `${JSON.stringify(first)}\n`
        let done = 0
        for (const table of ARCHIVED_TABLES) {
          counts[table] = 0
          for await (const rows of readInBatches(table, dialect, tx)) {
            counts[table] += rows.length
            yield rows.map((row) => `${JSON.stringify({ table, row: encoded(row) })}\n`).join('')
            onProgress((done += rows.length))
          }
        }
        yield `${JSON.stringify({ end: true, rows: counts })}\n`
      }
      await pipeline(
        Readable.from(lines()),
        createGzip(),
        createWriteStream(file, { mode: 0o600, flush: true }),
      )
    })
  return counts
}

type Row = Record<string, unknown>

async function* readInBatches(
  table: (typeof ARCHIVED_TABLES)[number],
  dialect: DialectName,
  tx: Queryable,
): AsyncGenerator<Row[]> {
  if (dialect === 'postgres') {
    await sql`declare sagwa_backup no scroll cursor for select * from ${sql.table(table)}`.execute(tx)
    for (;;) {
      const { rows } = await sql<Row>`fetch ${sql.lit(ROWS_AT_ONCE)} from sagwa_backup`.execute(tx)
      if (rows.length === 0) break
      yield rows
    }
    await sql`close sagwa_backup`.execute(tx)
    return
  }
  let batch: Row[] = []
  for await (const row of tx
    .selectFrom(table as 'service')
    .selectAll()
    .stream()) {
    batch.push({ ...row })
    if (batch.length === ROWS_AT_ONCE) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

/**
 * Reads an archive into a migrated database, in one transaction that first deletes what is there.
 *
 * @throws DomainError `invalid` when the file is none, is cut off, or was written by another version.
 */
export async function readArchive(
  { db, dialect }: Pick<OpenDatabase, 'db' | 'dialect'>,
  file: string,
  onProgress: OnProgress = () => {},
): Promise<RowCounts> {
  return db.transaction().execute(async (tx) => {
    await tx.deleteFrom('year_rollup').execute()
    await tx.deleteFrom('search_entry').execute()
    await sql`delete from search_index`.execute(tx)
    for (const table of ARCHIVED_TABLES.toReversed()) await tx.deleteFrom(table).execute()
    const counts: RowCounts = Object.fromEntries(ARCHIVED_TABLES.map((table) => [table, 0]))
    let done = 0
    let batch: { table: string; rows: Row[] } = { table: '', rows: [] }
    const insert = async () => {
      if (batch.rows.length === 0) return
      await tx
        .insertInto(batch.table as 'service')
        .values(batch.rows as never)
        .execute()
      counts[batch.table] = (counts[batch.table] ?? 0) + batch.rows.length
      onProgress((done += batch.rows.length))
    }
    let promised: RowCounts | null = null
    for await (const entry of entries(file, dialect)) {
      if ('end' in entry) {
        promised = entry.rows
        break
      }
      if (entry.table !== batch.table || batch.rows.length === ROWS_AT_ONCE) {
        await insert()
        batch = { table: entry.table, rows: [] }
      }
      batch.rows.push(decoded(entry.row, dialect))
    }
    await insert()
    if (promised === null) throw backupRefusal('backup_damaged', 'it ends too early')
    requireSameCounts(promised, counts)
    return counts
  })
}

/** @throws DomainError `invalid` (`backup_differs`) that names the first table with another number of rows. */
export function requireSameCounts(expected: RowCounts, found: RowCounts): void {
  for (const [table, count] of Object.entries(expected)) {
    if (found[table] !== count) {
      throw backupRefusal('backup_differs', `${table}: ${count} ≠ ${found[table] ?? 0}`)
    }
  }
}

type Entry = { table: string; row: Row } | { end: true; rows: RowCounts }

async function* entries(file: string, dialect: DialectName): AsyncGenerator<Entry> {
  const bytes = createReadStream(file)
  const unpacked = createGunzip()
  // An error of the file or the decompression has to reach the loop below, not the process.
  bytes.on('error', (error) => unpacked.destroy(error))
  const lines = createInterface({ input: bytes.pipe(unpacked), crlfDelay: Infinity })
  unpacked.on('error', () => lines.close())
  let isFirst = true
  try {
    for await (const line of lines) {
      const value = parsed(line)
      if (isFirst) {
        requireOurs(value, dialect)
        isFirst = false
      } else {
        yield requireEntry(value)
      }
    }
  } catch (error) {
    // What zlib says about a file that is cut off or changed.
    if (/^Z_/.test(String((error as NodeJS.ErrnoException).code)))
      throw backupRefusal('backup_damaged', (error as Error).message)
    throw error
  } finally {
    bytes.destroy()
    unpacked.destroy()
  }
  if (isFirst) throw backupRefusal('not_a_backup')
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw backupRefusal('backup_damaged', 'a line is not JSON')
  }
}

function requireOurs(value: unknown, dialect: DialectName): void {
  const first = value as Partial<FirstLine> | null
  if (first?.archive !== 'sagwa') throw backupRefusal('not_a_backup')
  const ours = Object.keys(migrations(dialect)).join()
  if (first.format !== 1 || first.migrations?.join() !== ours) throw backupRefusal('backup_other_version')
}

function requireEntry(value: unknown): Entry {
  const entry = value as Partial<{ table: string; row: Row; end: true; rows: RowCounts }> | null
  if (entry?.end === true && entry.rows) return { end: true, rows: entry.rows }
  const isKnown = (ARCHIVED_TABLES as readonly unknown[]).includes(entry?.table)
  if (!isKnown || typeof entry?.row !== 'object') throw backupRefusal('backup_damaged', 'an unknown line')
  return { table: entry.table!, row: entry.row }
}

/** Bytes become base64; dates become ISO text by themselves. */
function encoded(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
    ]),
  )
}

function decoded(row: Row, dialect: DialectName): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (typeof value === 'object' && value !== null && 'base64' in value) {
        return [name, Buffer.from(String(value.base64), 'base64')]
      }
      // The one column that is a boolean on PostgreSQL and a number on SQLite.
      if (name === 'emailVerified') return [name, dialect === 'postgres' ? Boolean(value) : Number(value)]
      return [name, value]
    }),
  )
}

/** How many rows each archived table has. */
export async function countRows(db: Queryable): Promise<RowCounts> {
  const counts: RowCounts = {}
  for (const table of ARCHIVED_TABLES) {
    const { rows } = await db
      .selectFrom(table as 'service')
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow()
    counts[table] = Number(rows)
  }
  return counts
}
