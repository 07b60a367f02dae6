/**
 * Backups that were looked at before anybody relies on them, and the way back.
 *
 * On SQLite a backup is a copy of the file, taken online. On PostgreSQL, or under a name that ends in `.jsonl.gz`, it is
 * the portable archive of `archive.server.ts`, which either database can read.
 */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import {
  ARCHIVED_TABLES,
  backupRefusal,
  countRows,
  readArchive,
  requireSameCounts,
  writeArchive,
  type OnProgress,
  type RowCounts,
} from './archive.server.ts'
import { openDatabase, type OpenDatabase } from './client.server.ts'
import { migrateToLatest } from './migrator.server.ts'
import { migrations } from './migrations/index.ts'

export type BackupFormat = 'sqlite' | 'archive'

export interface BackupReport {
  file: string
  format: BackupFormat
  bytes: number
  /** Rows by table, as they were found when the finished backup was opened again. */
  rows: RowCounts
}

export const ARCHIVE_SUFFIX = '.jsonl.gz'

/**
 * Writes a backup of a database into `file`, which appears there only after it was checked: a SQLite copy is opened and
 * goes through its integrity check; an archive is restored into a temporary database.
 *
 * @param writtenAt RFC 3339
 * @throws DomainError `invalid` when the copy is not whole.
 */
export async function backUp(
  database: OpenDatabase,
  { file, writtenAt, onProgress }: { file: string; writtenAt: string; onProgress?: OnProgress },
): Promise<BackupReport> {
  const target = path.resolve(file)
  const format: BackupFormat =
    database.file !== null && !target.endsWith(ARCHIVE_SUFFIX) ? 'sqlite' : 'archive'
  const draft = `${target}.part`
  try {
    const rows =
      format === 'sqlite'
        ? await copySqlite(database.file!, draft, onProgress)
        : await archive(database, draft, writtenAt, onProgress)
    // Password hashes are in it.
    chmodSync(draft, 0o600)
    const { size } = statSync(draft)
    renameSync(draft, target)
    return { file: target, format, bytes: size, rows }
  } finally {
    removeSqlite(draft)
  }
}

async function copySqlite(from: string, to: string, onProgress: OnProgress = () => {}): Promise<RowCounts> {
  removeSqlite(to)
  const source = await openPlain(from, { readonly: true })
  try {
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress(totalPages - remainingPages, totalPages)
        return 1000
      },
    })
  } finally {
    source.close()
  }
  return checkSqlite(to)
}

async function archive(
  database: OpenDatabase,
  file: string,
  writtenAt: string,
  onProgress?: OnProgress,
): Promise<RowCounts> {
  return inTemporaryFolder(async (folder) => {
    let source = database
    if (database.file !== null) {
      // Reading everything in one transaction would keep people from writing; a copy does not.
      const copy = path.join(folder, 'copy.db')
      await copySqlite(database.file, copy)
      source = openDatabase(`file:${encodeURIComponent(copy)}`)
    }
    try {
      const written = await writeArchive(source, file, writtenAt, onProgress)
      const rows = await restoreIntoTemporary(file, folder)
      requireSameCounts(written, rows)
      return rows
    } finally {
      if (source !== database) await source.db.destroy()
    }
  })
}

async function restoreIntoTemporary(file: string, folder: string): Promise<RowCounts> {
  const trial = path.join(folder, 'trial.db')
  const database = openDatabase(`file:${encodeURIComponent(trial)}`)
  try {
    await migrateToLatest(database)
    await readArchive(database, file)
  } finally {
    await database.db.destroy()
  }
  return checkSqlite(trial)
}

export interface RestoreReport {
  format: BackupFormat
  rows: RowCounts
  /** Where the data that was there before is kept; null when there was none. */
  keptBefore: string | null
}

/** Which kind of backup a file is, by its first bytes. @throws DomainError `invalid` (`not_a_backup`); what opening throws. */
export function backupFormat(file: string): BackupFormat {
  const start = Buffer.alloc(16)
  const handle = openSync(file, 'r')
  try {
    readSync(handle, start, 0, 16, 0)
  } finally {
    closeSync(handle)
  }
  if (start.toString('latin1') === 'SQLite format 3\0') return 'sqlite'
  if (start[0] === 0x1f && start[1] === 0x8b) return 'archive'
  throw backupRefusal('not_a_backup')
}

/** Whether anything would be lost if the database were replaced. A file that cannot be read counts as data. */
export async function holdsData(database: OpenDatabase): Promise<boolean> {
  if (database.file !== null) {
    if (!existsSync(database.file) || statSync(database.file).size === 0) return false
    return sqliteHoldsData(database.file)
  }
  const tables = await database.db.introspection.getTables()
  if (!tables.some((table) => table.name === 'organisation')) return false
  return Object.values(await countRows(database.db)).some((count) => count > 0)
}

async function sqliteHoldsData(file: string): Promise<boolean> {
  try {
    const sqlite = await openPlain(file)
    try {
      return ARCHIVED_TABLES.some(
        (table) =>
          sqlite.prepare('select 1 from sqlite_master where type = ? and name = ?').get('table', table) !==
            undefined && sqlite.prepare(`select 1 from "${table}" limit 1`).get() !== undefined,
      )
    } finally {
      sqlite.close()
    }
  } catch {
    return true
  }
}

/**
 * Puts a backup in the place of the database. What was there is copied aside first. The backup is checked before
 * anything is touched, and its content is brought to this version.
 *
 * @param keepBeforeAs path without suffix under which the present data is kept
 * @throws DomainError `invalid`; then the database is as it was.
 */
export async function restore(
  database: OpenDatabase,
  {
    file,
    keepBeforeAs,
    writtenAt,
    onProgress,
  }: {
    file: string
    keepBeforeAs: string
    writtenAt: string
    onProgress?: OnProgress
  },
): Promise<RestoreReport> {
  const format = backupFormat(file)
  if (format === 'sqlite' && database.file === null) throw backupRefusal('backup_other_version', 'SQLite')
  return inTemporaryFolder(async (folder) => {
    // Tried out first: whatever is wrong with the backup shows before the database is touched.
    const trial = path.join(folder, 'trial.db')
    if (format === 'sqlite') await bringUpCopy(file, trial)
    else await restoreIntoTemporary(file, folder)

    const keptBefore = (await holdsData(database))
      ? await keepBefore(database, keepBeforeAs, writtenAt)
      : null
    if (database.file !== null) {
      const rows = await putInPlace(trial, database.file, onProgress)
      return { format, rows, keptBefore }
    }
    await migrateToLatest(database)
    const written = await readArchive(database, file, onProgress)
    const rows = await countRows(database.db)
    requireSameCounts(written, rows)
    return { format, rows, keptBefore }
  })
}

async function bringUpCopy(file: string, copy: string): Promise<void> {
  copyFileSync(file, copy)
  // A file that was copied by hand may have its newest changes in the log beside it.
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
  await checkSqlite(copy)
  const sqlite = await openPlain(copy, { readonly: true })
  const known = Object.keys(migrations('sqlite'))
  const applied = sqlite
    .prepare<[], { name: string }>('select name from kysely_migration order by name')
    .all()
    .map((row) => row.name)
  sqlite.close()
  if (applied.some((name) => !known.includes(name))) throw backupRefusal('backup_other_version')
  const database = openDatabase(`file:${encodeURIComponent(copy)}`)
  try {
    await migrateToLatest(database)
    await database.db.deleteFrom('year_rollup').execute()
  } finally {
    await database.db.destroy()
  }
  await checkSqlite(copy)
}

async function keepBefore(database: OpenDatabase, keepAs: string, writtenAt: string): Promise<string> {
  if (database.file === null) {
    const { file } = await backUp(database, { file: `${keepAs}${ARCHIVE_SUFFIX}`, writtenAt })
    return file
  }
  const kept = `${keepAs}.db`
  try {
    return (await backUp(database, { file: kept, writtenAt })).file
  } catch {
    // A damaged file has to be replaced as well; it is kept byte by byte.
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(database.file + suffix)) copyFileSync(database.file + suffix, kept + suffix)
    }
    return kept
  }
}

/**
 * Copies a database over another one by SQLite itself, in a way that processes which have it open see either the one or
 * the other.
 */
async function putInPlace(from: string, to: string, onProgress: OnProgress = () => {}): Promise<RowCounts> {
  const expected = await checkSqlite(from)
  if (existsSync(to) && !(await isWhole(to))) removeSqlite(to)
  const source = await openPlain(from, { readonly: true })
  try {
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress(totalPages - remainingPages, totalPages)
        return 1000
      },
    })
  } finally {
    source.close()
  }
  const sqlite = await openPlain(to)
  try {
    requireWhole(sqlite)
    const rows = countPlain(sqlite)
    requireSameCounts(expected, rows)
    return rows
  } finally {
    sqlite.close()
  }
}

async function isWhole(file: string): Promise<boolean> {
  try {
    const sqlite = await openPlain(file)
    try {
      requireWhole(sqlite)
      return true
    } finally {
      sqlite.close()
    }
  } catch {
    return false
  }
}

/** Checks a file that nobody else has open, and leaves it as one file without a log beside it. */
async function checkSqlite(file: string): Promise<RowCounts> {
  const sqlite = await openPlain(file)
  try {
    requireWhole(sqlite)
    sqlite.pragma('journal_mode = DELETE')
    return countPlain(sqlite)
  } finally {
    sqlite.close()
  }
}

function requireWhole(sqlite: Database): void {
  let findings: string[]
  try {
    findings = integrityFindings(sqlite)
  } catch (error) {
    throw backupRefusal('backup_damaged', (error as Error).message)
  }
  if (findings.length > 0) throw backupRefusal('backup_damaged', findings[0])
}

/** What SQLite finds wrong with a file: its own structure, and rows that point nowhere. Empty when all is well. */
export function integrityFindings(sqlite: Database): string[] {
  const structure = sqlite.pragma('integrity_check') as { integrity_check: string }[]
  const lost = sqlite.pragma('foreign_key_check') as { table: string; parent: string }[]
  return [
    ...structure.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
    ...lost.map(({ table, parent }) => `a row of ${table} points at a row of ${parent} that is not there`),
  ]
}

function countPlain(sqlite: Database): RowCounts {
  const counts: RowCounts = {}
  for (const table of ARCHIVED_TABLES) {
    try {
      const row = sqlite.prepare<[], { rows: number }>(`select count(*) as rows from "${table}"`).get()
      counts[table] = row?.rows ?? 0
    } catch {
      throw backupRefusal('not_a_backup', table)
    }
  }
  return counts
}

/** A connection outside of Kysely, for what only SQLite itself can do. The file has to exist. */
export async function openPlain(file: string, { readonly = false } = {}): Promise<Database> {
  const { default: Sqlite } = await import('better-sqlite3')
  const sqlite = new Sqlite(file, { readonly, fileMustExist: true })
  sqlite.pragma('busy_timeout = 5000')
  return sqlite
}

function removeSqlite(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true })
}

async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagwa-backup-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
