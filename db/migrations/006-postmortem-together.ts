import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Without a schema: the one of today does not apply to a step that is frozen in time. */
type MigratedDatabase = Parameters<Migration['up']>[0]

/**
 * Writing a postmortem with others: the draft that several people edit at once, their comments, whom they ask for a
 * review, the pictures in it, and the templates that a team makes for itself.
 */
export function postmortemTogetherMigration(dialect: 'sqlite' | 'postgres'): Migration {
  const bytes = dialect === 'sqlite' ? sql`blob` : sql`bytea`

  async function build(db: MigratedDatabase): Promise<void> {
    for (const column of ['review_due_on', 'approved_despite']) {
      await db.schema.alterTable('document').addColumn(column, 'text').execute()
    }

    await db.schema.alterTable('document_revision').addColumn('authors', 'text').execute()

    await db.schema
      .createTable('document_draft')
      .addColumn('document_id', 'text', (c) => c.notNull().primaryKey().references('document.id'))
      .addColumn('state', bytes, (c) => c.notNull())
      .addColumn('markdown', 'text', (c) => c.notNull())
      .addColumn('based_on', 'integer', (c) => c.notNull())
      .addColumn('authors', 'text', (c) => c.notNull())
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('head', 'integer', (c) => c.notNull())
      .addColumn('changed_at', 'bigint', (c) => c.notNull())
      .addColumn('changed_by', 'text', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('document_draft_update')
      .addColumn('document_id', 'text', (c) => c.notNull().references('document.id'))
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('state', bytes, (c) => c.notNull())
      .addPrimaryKeyConstraint('document_draft_update_key', ['document_id', 'position'])
      .execute()

    await db.schema
      .createTable('document_comment')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('document_id', 'text', (c) => c.notNull().references('document.id'))
      .addColumn('answers', 'text', (c) => c.references('document_comment.id'))
      .addColumn('quote', 'text', (c) => c.notNull())
      .addColumn('quote_before', 'text', (c) => c.notNull())
      .addColumn('quote_after', 'text', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('written_at', 'bigint', (c) => c.notNull())
      .addColumn('written_by', 'text', (c) => c.notNull())
      .addColumn('written_by_id', 'text')
      .addColumn('edited_at', 'bigint')
      .addColumn('resolved_at', 'bigint')
      .addColumn('resolved_by', 'text')
      .addColumn('removed_at', 'bigint')
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('document_comment_by_document')
      .on('document_comment')
      .columns(['document_id', 'written_at'])
      .execute()

    await db.schema
      .createTable('comment_mention')
      .addColumn('comment_id', 'text', (c) => c.notNull().references('document_comment.id'))
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('seen_at', 'bigint')
      .addPrimaryKeyConstraint('comment_mention_key', ['comment_id', 'user_id'])
      .execute()
    await db.schema
      .createIndex('comment_mention_by_user')
      .on('comment_mention')
      .columns(['user_id', 'seen_at'])
      .execute()

    await db.schema
      .createTable('document_reviewer')
      .addColumn('document_id', 'text', (c) => c.notNull().references('document.id'))
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('asked_at', 'bigint', (c) => c.notNull())
      .addColumn('asked_by', 'text', (c) => c.notNull())
      .addColumn('answer', 'text')
      .addColumn('answered_at', 'bigint')
      .addColumn('answered_revision', 'integer')
      .addPrimaryKeyConstraint('document_reviewer_key', ['document_id', 'user_id'])
      .execute()

    await db.schema
      .createTable('document_template')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('markdown', 'text', (c) => c.notNull())
      .addColumn('retired_at', 'bigint')
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('document_picture')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('document_id', 'text', (c) => c.notNull().references('document.id'))
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('media_type', 'text', (c) => c.notNull())
      .addColumn('width', 'integer', (c) => c.notNull())
      .addColumn('height', 'integer', (c) => c.notNull())
      .addColumn('digest', 'text', (c) => c.notNull())
      .addColumn('body', bytes, (c) => c.notNull())
      .addColumn('recorded_at', 'bigint', (c) => c.notNull())
      .addColumn('recorded_by', 'text', (c) => c.notNull())
      .addUniqueConstraint('document_picture_key', ['document_id', 'digest'])
      .execute()
  }

  return { up: (db) => (db.isTransaction ? build(db) : db.transaction().execute(build)) }
}
