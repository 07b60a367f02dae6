import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Without a schema: the one of today does not apply to a step that is frozen in time. */
type MigratedDatabase = Parameters<Migration['up']>[0]

/**
 * On SQLite the index also keeps what begins with one to four characters: without that, each part of an address goes
 * through all words that begin like it. FTS5 fixes this when an index is made, so the pieces move to a new one, by the
 * same ids, and what comes newest first stays so. PostgreSQL keeps its index.
 */
export function searchBeginningsMigration(dialect: 'sqlite' | 'postgres'): Migration {
  async function build(db: MigratedDatabase): Promise<void> {
    // Each piece begins with a letter for its kind, hence 2 to 5.
    await sql`create virtual table search_index_made using fts5 (pieces, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii', prefix = '2 3 4 5')`.execute(
      db,
    )
    await sql`create virtual table temp.search_pieces using fts5vocab (main, search_index, instance)`.execute(
      db,
    )
    await sql`insert into search_index_made (rowid, pieces)
      select doc, group_concat(term, ' ') from temp.search_pieces where doc in (select id from search_entry) group by doc`.execute(
      db,
    )
    await sql`drop table temp.search_pieces`.execute(db)
    await sql`drop table search_index`.execute(db)
    await sql`alter table search_index_made rename to search_index`.execute(db)
  }

  return {
    up: async (db) => {
      if (dialect === 'postgres') return
      if (db.isTransaction) await build(db)
      else await db.transaction().execute(build)
    },
  }
}
