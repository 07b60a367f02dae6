import type { Migration } from 'kysely/migration'

/** Without a schema: the one of today does not apply to a step that is frozen in time. */
type MigratedDatabase = Parameters<Migration['up']>[0]

/**
 * Who wrote a postmortem, by the ids of their accounts: two people may have one name, and one person another name later.
 * For what was written before nobody knows; null says so.
 */
export function postmortemAuthorsMigration(): Migration {
  async function build(db: MigratedDatabase): Promise<void> {
    for (const table of ['document_revision', 'document_draft']) {
      await db.schema.alterTable(table).addColumn('author_ids', 'text').execute()
    }
    await db.schema.alterTable('document').addColumn('approved_own', 'integer').execute()
  }

  return { up: (db) => (db.isTransaction ? build(db) : db.transaction().execute(build)) }
}
