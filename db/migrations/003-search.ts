import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Without a schema: the one of today does not apply to a step that is frozen in time. */
type MigratedDatabase = Parameters<Migration['up']>[0]

/**
 * The words of everything that is searched, and the index over their pieces. Both are made from the record, so they are
 * in no backup; what is missing is indexed when the server starts. The index is named and asked alike on both databases:
 * on SQLite it keeps no text of its own and no positions, on PostgreSQL it is a column of lexemes.
 */
export function searchMigration(dialect: 'sqlite' | 'postgres'): Migration {
  async function build(db: MigratedDatabase): Promise<void> {
    await db.schema
      .createTable('search_entry')
      .addColumn('id', 'integer', (c) =>
        dialect === 'sqlite' ? c.primaryKey().autoIncrement() : c.primaryKey().generatedByDefaultAsIdentity(),
      )
      .addColumn('entity', 'text', (c) => c.notNull())
      .addColumn('entity_id', 'text', (c) => c.notNull())
      .addColumn('incident_id', 'text', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addUniqueConstraint('search_entry_once', ['entity', 'entity_id'])
      .execute()
    if (dialect === 'sqlite') {
      await sql`create virtual table search_index using fts5 (pieces, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii')`.execute(
        db,
      )
    } else {
      await sql`create table search_index (rowid bigint primary key, pieces tsvector not null)`.execute(db)
      await sql`create index search_index_pieces on search_index using gin (pieces)`.execute(db)
    }
  }

  return { up: (db) => (db.isTransaction ? build(db) : db.transaction().execute(build)) }
}
