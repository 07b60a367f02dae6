import { sql } from 'kysely'
import { databaseFile, db, dialect } from '#db/client.server.ts'
import { migrateToLatest } from '#db/migrator.server.ts'
import { log } from '#app/logging.server.ts'

/** Brings the database of this process to the newest version, which makes it where there is none. */
export async function prepareDatabase(): Promise<void> {
  const { applied, copy } = await migrateToLatest({ db, dialect, file: databaseFile })
  if (applied.length > 0) log().info({ applied, copy }, 'database migrated')
}

/** Rejects when the database does not answer. */
export function checkDatabase(): Promise<unknown> {
  return sql`select 1`.execute(db)
}

/** Closes the database of this process. */
export function closeDatabase(): Promise<void> {
  return db.destroy()
}
