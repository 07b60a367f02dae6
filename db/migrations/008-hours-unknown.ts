import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Forgets the kept figures of months and years: those of before counted an incident of which only the day is known at
 * midnight. They are made again when somebody asks for them.
 */
export function hoursUnknownMigration(): Migration {
  return {
    up: async (db) => {
      await sql`delete from year_rollup`.execute(db)
    },
  }
}
