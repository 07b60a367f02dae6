import type { Migration } from 'kysely/migration'

/** Without a schema: the one of today does not apply to a step that is frozen in time. */
type MigratedDatabase = Parameters<Migration['up']>[0]

/** The original words of a timeline event that was read from something pasted. */
export function pastedTimelineMigration(): Migration {
  async function build(db: MigratedDatabase): Promise<void> {
    await db.schema
      .alterTable('timeline_event')
      .addColumn('evidence', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
  }

  return { up: (db) => (db.isTransaction ? build(db) : db.transaction().execute(build)) }
}
