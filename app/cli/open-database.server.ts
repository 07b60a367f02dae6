import { sql } from 'kysely'
import { databaseProblem } from '#db/database-errors.ts'
import { databaseFile, db, dialect } from '#db/client.server.ts'
import { databaseUrl } from '#db/database-url.ts'
import { migrateToLatest } from '#db/migrator.server.ts'
import { log } from '#app/logging.server.ts'
import { problemText } from '#app/messages/problems.ts'
import { Refusal } from './failure.ts'
import { terminalLanguage } from './output.ts'

/**
 * Brings the database of this process to the newest version, which makes it where there is none.
 *
 * @throws Refusal when it cannot be opened or written: which database, why, and what to do.
 */
export async function prepareDatabase(): Promise<void> {
  try {
    const { applied, copy } = await migrateToLatest({ db, dialect, file: databaseFile })
    if (applied.length > 0) log().info({ applied, copy }, 'database migrated')
  } catch (error) {
    const problem = databaseProblem(error)
    if (problem === null) throw error
    throw new Refusal(`${databaseName()}: ${problemText(problem, terminalLanguage(undefined))}`, {
      cause: error,
    })
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

/** The file, or host and name without user and password. */
function databaseName(): string {
  if (databaseFile !== null) return databaseFile
  const { host, pathname } = new URL(databaseUrl())
  return `${host}${pathname}`
}
