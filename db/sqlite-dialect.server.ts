/**
 * SQLite for a process that many people use at once, and for days.
 *
 * Kysely's own driver is enough for a script. A server needs three things more: it goes on answering while another
 * process holds the write lock; it never writes into a file that was deleted or replaced under it, because nobody would
 * find what was saved there; and when SQLite has rolled back by itself, the reason is what is told, not the failed
 * rollback that follows.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, Statement } from 'better-sqlite3'
import {
  CompiledQuery,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type SqliteDatabase,
  type TransactionSettings,
} from 'kysely'

/** How long a statement waits for another process that writes. */
const PATIENCE_MILLISECONDS = 5_000
const PAUSE_MILLISECONDS = 20
/** Without a locked answer for so long, the next one is another wait and not the same one going on. */
const LULL_MILLISECONDS = 1_000

/** The file of the database is not in its place any more; what is still open has no name that anybody could find. */
class DatabaseGoneError extends Error {
  readonly code = 'DATABASE_GONE'
}

/** One SQLite file, made when it is not there at the first query. */
export class SqliteFileDialect extends SqliteDialect {
  readonly #file: string

  constructor(file: string) {
    super({
      database: async () => {
        throw new Error('The driver opens the file itself.')
      },
    })
    this.#file = file
  }

  override createDriver(): Driver {
    return new SqliteFileDriver(this.#file)
  }
}

class SqliteFileDriver implements Driver {
  readonly #connection: FileConnection

  constructor(file: string) {
    this.#connection = new FileConnection(file)
  }

  async init(): Promise<void> {
    await this.#connection.open()
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection
  }

  /**
   * Takes the write lock when a transaction begins. A plain `begin` takes it at the first write and then fails at once
   * with SQLITE_BUSY_SNAPSHOT when another process has written in between, which no patience helps against. One that only
   * reads needs no lock, and sees what was there at its first statement.
   */
  async beginTransaction(connection: DatabaseConnection, { accessMode }: TransactionSettings): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(accessMode === 'read only' ? 'begin' : 'begin immediate'))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // After some errors, a full disk among them, SQLite has done it already.
    if (this.#connection.inTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#connection.close()
  }
}

class FileConnection implements DatabaseConnection {
  readonly #file: string
  #sqlite: Database | null = null
  #inner: DatabaseConnection | null = null
  #identity = ''
  /** When the present wait for the lock began, and when it was last found locked. */
  #lockedSince = 0
  #lockedLast = 0

  constructor(file: string) {
    this.#file = file
  }

  get inTransaction(): boolean {
    return this.#sqlite?.inTransaction ?? false
  }

  async open(): Promise<void> {
    const sqlite = await openSqliteFile(this.#file)
    const driver = new SqliteDriver({ database: async () => keepingStatements(sqlite) })
    await driver.init()
    this.#inner = await driver.acquireConnection()
    this.#sqlite = sqlite
    this.#identity = identityOf(this.#file) ?? ''
  }

  close(): void {
    this.#sqlite?.close()
    this.#sqlite = null
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    for (;;) {
      try {
        await this.#follow()
        return await this.#inner!.executeQuery<Row>(query)
      } catch (error) {
        if (!isLocked(error) || this.#isPatienceOver()) throw error
      }
      await sleep(PAUSE_MILLISECONDS)
    }
  }

  async *streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    await this.#follow()
    yield* this.#inner!.streamQuery<Row>(query, chunkSize)
  }

  /** Opens the file that now stands at the path, where it is another one. Within a transaction the old one stays. */
  async #follow(): Promise<void> {
    if (this.inTransaction) return
    const identity = identityOf(this.#file)
    if (identity === this.#identity && this.#sqlite !== null) return
    if (identity === null) throw new DatabaseGoneError(`${this.#file} is not in its place any more`)
    // SQLite sees that the file was moved, and leaves alone what stands beside the new one.
    this.close()
    await this.open()
  }

  /** Whoever comes while a wait has already lasted too long is told at once: one after the other, all would wait. */
  #isPatienceOver(): boolean {
    const now = performance.now()
    if (now - this.#lockedLast > LULL_MILLISECONDS) this.#lockedSince = now
    this.#lockedLast = now
    return now - this.#lockedSince > PATIENCE_MILLISECONDS
  }
}

const MOST_STATEMENTS = 200

/** Kysely has every query compiled anew, which takes as long as answering it. So compiled ones are kept, by their text. */
function keepingStatements(sqlite: Database): SqliteDatabase {
  const kept = new Map<string, Statement<unknown[]>>()
  return {
    close: () => void sqlite.close(),
    prepare(text) {
      const known = kept.get(text)
      if (known !== undefined) return known
      const statement = sqlite.prepare(text)
      if (kept.size >= MOST_STATEMENTS) kept.clear()
      kept.set(text, statement)
      return statement
    },
  }
}

function isLocked(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^SQLITE_(BUSY|LOCKED)/.test(code) && code !== 'SQLITE_BUSY_SNAPSHOT'
}

/** Which file stands at a path; null when there is none. */
function identityOf(file: string): string | null {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? null : `${found.dev}:${found.ino}`
}

/** One by one: on a disk that is read-only, the recursive form of Node says that a part of the path is missing. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(path.dirname(folder))
  try {
    // Password hashes will lie in it.
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process may have been faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

async function openSqliteFile(file: string): Promise<Database> {
  const { default: Sqlite } = await import('better-sqlite3')
  makeFolder(path.dirname(file))
  const sqlite = new Sqlite(file, { timeout: PATIENCE_MILLISECONDS })
  try {
    sqlite.pragma('journal_mode = WAL')
    // FULL: what was acknowledged to a person survives a power cut, not only a crash of the process.
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('foreign_keys = ON')
    // SQLite waits by stopping the whole process, public pages included. From here on the connection waits instead.
    sqlite.pragma('busy_timeout = 0')
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}
