import type { Migration } from 'kysely/migration'

/** Without a schema: the one of today does not apply to a step that is frozen in time. */
type MigratedDatabase = Parameters<Migration['up']>[0]

/**
 * The postmortem becomes Markdown with placeholders, as notices are; no release wrote the editor's state that was kept
 * before. With it come its language, its review, and findings that somebody decided to keep.
 */
export function postmortemMigration(): Migration {
  async function build(db: MigratedDatabase): Promise<void> {
    await db.schema.alterTable('document_revision').dropColumn('body').execute()

    const documents = () => db.schema.alterTable('document')
    await documents()
      .addColumn('language', 'text', (c) => c.notNull().defaultTo('ko'))
      .execute()
    await documents()
      .addColumn('review', 'text', (c) => c.notNull().defaultTo('draft'))
      .execute()
    for (const deed of ['submitted', 'approved', 'edited']) {
      await documents().addColumn(`${deed}_by`, 'text').execute()
      await documents().addColumn(`${deed}_by_id`, 'text').execute()
      await documents().addColumn(`${deed}_at`, 'bigint').execute()
    }
    await documents().addColumn('approved_revision', 'integer').execute()
    await documents().addColumn('approved_text', 'text').execute()
    await documents().addColumn('review_comment', 'text').execute()

    await db.schema
      .createTable('kept_blame')
      .addColumn('document_id', 'text', (c) => c.notNull().references('document.id'))
      .addColumn('fingerprint', 'text', (c) => c.notNull())
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('quote', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('kept_at', 'bigint', (c) => c.notNull())
      .addColumn('kept_by', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('kept_blame_key', ['document_id', 'fingerprint'])
      .execute()
  }

  return { up: (db) => (db.isTransaction ? build(db) : db.transaction().execute(build)) }
}
