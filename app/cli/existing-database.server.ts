import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { databaseFile, db, dialect, type OpenDatabase } from '#db/client.server.ts'
import { migrateToLatest, pendingMigrations, unknownMigrations } from '#db/migrator.server.ts'
import { migrations } from '#db/migrations/index.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import type { Language } from '#app/messages/define.ts'
import { problemText } from '#app/messages/problems.ts'
import type { Actor } from '#app/models/audit.server.ts'
import { Refusal } from './failure.ts'

/** The database of this process, whatever is in it. */
export const database: OpenDatabase = { db, dialect, file: databaseFile }

/**
 * Runs `work` on a database that is there and of this version, and closes it. A command that only asks must not leave
 * an empty database behind because it was started in the wrong folder.
 *
 * @throws Refusal when there is none, or it has to be migrated first.
 */
export async function onExistingDatabase<T>(language: Language, work: () => Promise<T>): Promise<T> {
  const t = commandLineMessages[language]
  return closing(async () => {
    if (databaseFile !== null && !existsSync(databaseFile)) throw new Refusal(t.noDatabase(databaseFile))
    const newer = await unknownMigrations(database)
    if (newer.length > 0)
      throw new Refusal(
        problemText({ code: 'database_newer', params: { names: newer.join(', ') } }, language),
      )
    const pending = await pendingMigrations(database)
    if (pending.length === Object.keys(migrations(dialect)).length) throw new Refusal(t.emptyDatabase)
    if (pending.length > 0) throw new Refusal(t.notMigrated(pending.join(', ')))
    return work()
  })
}

/** Runs `work` on the database, made or migrated first where that is needed, and closes it. */
export async function onPreparedDatabase<T>(work: () => Promise<T>): Promise<T> {
  return closing(async () => {
    await migrateToLatest(database)
    return work()
  })
}

/** Runs `work` and closes the database, whatever comes of it. */
export async function closing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await db.destroy().catch(() => {})
  }
}

/** Who the history names for what is done here: the command line, with the account of the machine. */
export function terminalActor(): Actor {
  try {
    return { id: null, name: `sagwa (${userInfo().username})` }
  } catch {
    // Containers often run under a number without a name.
    return { id: null, name: 'sagwa' }
  }
}
