import { copyFileSync, existsSync } from 'node:fs'
import { CompiledQuery, sql } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { DomainError } from '#app/domain/errors.ts'
import type { OpenDatabase } from './client.server.ts'
import { migrations } from './migrations/index.ts'

export interface MigrationOutcome {
  applied: string[]
  /** Copy of the SQLite file as it was before; null where nothing had to be copied. */
  copy: string | null
}

/**
 * Brings the database to the newest version. On SQLite the file is copied first when it already holds data, because a
 * migration there is only as atomic as its author made it.
 *
 * @throws DomainError `invalid` (`database_newer`) when a newer version was used on it; the migration's own error, after it
 * was rolled back.
 */
export async function migrateToLatest(
  database: OpenDatabase,
  suffix = 'before-migration',
): Promise<MigrationOutcome> {
  const migrator = new Migrator({
    db: database.db,
    provider: { getMigrations: async (): Promise<Record<string, Migration>> => migrations(database.dialect) },
  })
  const all = await migrator.getMigrations()
  if (all.some((migration) => migration.executedAt)) await refuseNewer(database)
  const pending = all.filter((migration) => !migration.executedAt)
  if (pending.length === 0) return { applied: [], copy: null }

  const copy = await copyBefore(database, pending.length, suffix)
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw error instanceof Error ? error : new Error('The migration failed.', { cause: error })
  return { applied: (results ?? []).map((result) => result.migrationName), copy }
}

/** Names of the migrations that have not run yet. */
export async function pendingMigrations(database: OpenDatabase): Promise<string[]> {
  const migrator = new Migrator({
    db: database.db,
    provider: { getMigrations: async (): Promise<Record<string, Migration>> => migrations(database.dialect) },
  })
  return (await migrator.getMigrations())
    .filter((migration) => !migration.executedAt)
    .map((migration) => migration.name)
}

/** Names of migrations that ran here and that this version does not know: a newer version was used on the database. */
export async function unknownMigrations({ db, dialect }: OpenDatabase): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  return tables.some((table) => table.name === 'kysely_migration') ? unknownIn({ db, dialect }) : []
}

async function unknownIn({ db, dialect }: Pick<OpenDatabase, 'db' | 'dialect'>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  const known = Object.keys(migrations(dialect))
  return rows.map((row) => row.name).filter((name) => !known.includes(name))
}

/** Writing with an older version would damage what the newer one keeps. */
async function refuseNewer(database: OpenDatabase): Promise<void> {
  const names = await unknownIn(database)
  if (names.length === 0) return
  throw new DomainError('invalid', { '': [{ code: 'database_newer', params: { names: names.join(', ') } }] })
}

async function copyBefore(
  database: OpenDatabase,
  pendingCount: number,
  suffix: string,
): Promise<string | null> {
  const total = Object.keys(migrations(database.dialect)).length
  if (database.file === null || !existsSync(database.file) || pendingCount === total) return null
  // What is still in the write-ahead log must be in the file before it is copied.
  await database.db.executeQuery(CompiledQuery.raw('pragma wal_checkpoint(truncate)'))
  const copy = `${database.file}.${suffix}`
  copyFileSync(database.file, copy)
  return copy
}
