import { sql } from 'kysely'
import { databaseFile, databaseUrl, db, dialect } from '#db/client.server.ts'
import { migrateToLatest } from '#db/migrator.server.ts'
import { log } from '#app/logging.server.ts'

/** A database that cannot be used. The message is for the person at the terminal. */
export class DatabaseUnusableError extends Error {}

/**
 * Brings the database of this process to the newest version, which makes it where there is none.
 *
 * @throws DatabaseUnusableError when it cannot be opened or written, with the reason and what to do.
 */
export async function prepareDatabase(): Promise<void> {
  try {
    const { applied, copy } = await migrateToLatest({ db, dialect, file: databaseFile })
    if (applied.length > 0) log().info({ applied, copy }, 'database migrated')
  } catch (error) {
    const reason = whyUnusable(error)
    throw reason === undefined
      ? error
      : new DatabaseUnusableError(`${databaseName()} ${reason}`, { cause: error })
  }
}

/** Rejects when the database does not answer. */
export function checkDatabase(): Promise<unknown> {
  return sql`select 1`.execute(db)
}

/** Closes the database of this process. */
export function closeDatabase(): Promise<void> {
  return db.destroy()
}

/** Without user and password. */
function databaseName(): string {
  if (databaseFile !== null) return `The database file ${databaseFile}`
  const { host, pathname } = new URL(databaseUrl())
  return `The PostgreSQL database ${host}${pathname}`
}

function whyUnusable(error: unknown): string | undefined {
  const { code = '', message } = error as { code?: string; message: string }
  // SQLite's codes may carry a second word, such as SQLITE_READONLY_DIRECTORY.
  switch (code.split('_').slice(0, 2).join('_')) {
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return 'is damaged or no database. Restore a backup, or set DATABASE_URL or SAGWA_DATA to the right place.'
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return 'cannot be written. Sagwa needs to write the file and its folder; check their owner, or set SAGWA_DATA.'
    case 'SQLITE_BUSY':
      return 'is locked by another program. Stop it, or wait until it is done.'
    case 'SQLITE_FULL':
    case 'ENOSPC':
      return 'cannot grow: the disk is full. Nothing was changed; make room and start again.'
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
      return 'does not answer. Check that it runs, and the host and port in DATABASE_URL.'
    case '28P01':
    case '28000':
      return 'refuses the user or the password in DATABASE_URL.'
    case '3D000':
      return 'does not exist. Create it, or correct the name at the end of DATABASE_URL.'
    case '42501':
      return 'does not let this user make tables. Give it the rights of the owner.'
    case '57P03':
    case '53300':
      return `is not ready: ${message}.`
    default:
      return /timeout/i.test(message)
        ? 'does not answer. Check the host and port in DATABASE_URL.'
        : undefined
  }
}
