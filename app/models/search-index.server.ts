import { PostgresAdapter, sql } from 'kysely'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import type { SearchedEntity } from '#db/schema.ts'
import { piecesOf } from '#app/domain/search-text.ts'

/** The words of one thing, or null where it is gone and should not be found. */
interface Words {
  incidentId: string
  text: string
}

const WORDS_OF: Record<SearchedEntity, (id: string, q: Queryable) => Promise<Words | undefined>> = {
  incident: incidentWords,
  symptom: async (id, q) => {
    const row = await q
      .selectFrom('symptom')
      .selectAll()
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirst()
    return row && words(row.incident_id, row.text_ko, row.text_en, row.text_ja, row.error_text)
  },
  timeline_event: async (id, q) => {
    const row = await q
      .selectFrom('timeline_event')
      .selectAll()
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirst()
    return row && words(row.incident_id, row.text, row.source)
  },
  statement: async (id, q) => {
    const row = await q
      .selectFrom('statement')
      .innerJoin('statement_revision', (join) =>
        join
          .onRef('statement_revision.statement_id', '=', 'statement.id')
          .onRef('statement_revision.number', '=', 'statement.current_revision'),
      )
      .select([
        'statement.incident_id',
        'statement_revision.speaker',
        'statement_revision.channel',
        'statement_revision.text',
      ])
      .where('statement.id', '=', id)
      .where('statement.removed_at', 'is', null)
      .executeTakeFirst()
    return row && words(row.incident_id, row.text, row.speaker, row.channel)
  },
  action_item: async (id, q) => {
    const row = await q
      .selectFrom('action_item')
      .selectAll()
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirst()
    return row && words(row.incident_id, row.title, row.promise_ko, row.promise_en, row.promise_ja, row.owner)
  },
  document: async (id, q) => {
    const row = await q
      .selectFrom('document')
      .innerJoin('document_revision', (join) =>
        join
          .onRef('document_revision.document_id', '=', 'document.id')
          .onRef('document_revision.number', '=', 'document.current_revision'),
      )
      .select(['document.incident_id', 'document_revision.markdown'])
      .where('document.id', '=', id)
      .executeTakeFirst()
    return row && words(row.incident_id, row.markdown)
  },
  notice: async (id, q) => {
    const rows = await q
      .selectFrom('notice')
      .innerJoin('notice_text', 'notice_text.notice_id', 'notice.id')
      .select(['notice.incident_id', 'notice_text.title', 'notice_text.body'])
      .where('notice.id', '=', id)
      .orderBy('notice_text.language')
      .execute()
    const incidentId = rows[0]?.incident_id
    return incidentId === undefined
      ? undefined
      : words(incidentId, ...rows.flatMap((row) => [row.title, row.body]))
  },
}

/** The incident itself, and how it is put in public. */
async function incidentWords(id: string, q: Queryable): Promise<Words | undefined> {
  const row = await q
    .selectFrom('incident')
    .select(['reference', 'title', 'summary', 'cause'])
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const wordings = await q
    .selectFrom('incident_wording')
    .select('text')
    .where('incident_id', '=', id)
    .orderBy('part')
    .orderBy('language')
    .execute()
  const denied = await q
    .selectFrom('denied_cause')
    .select(['text_ko', 'text_en', 'text_ja'])
    .where('incident_id', '=', id)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .execute()
  return words(
    id,
    row.reference,
    row.title,
    row.summary,
    row.cause,
    ...wordings.map(({ text }) => text),
    ...denied.flatMap((cause) => [cause.text_ko, cause.text_en, cause.text_ja]),
  )
}

function words(incidentId: string, ...texts: string[]): Words {
  return { incidentId, text: texts.filter((text) => text.trim() !== '').join('\n') }
}

/** Entities whose change changes the words of another one. */
const PARTS_OF_INCIDENT = new Set(['incident_wording', 'denied_cause'])

/**
 * Brings the index up to date with one changed thing. Every change passes here in its own transaction, because
 * `recordChange` calls it; what is not searched is let pass.
 */
export async function indexChanged(
  { entity, entityId, incidentId }: { entity: string; entityId: string; incidentId: string | null },
  tx: Queryable,
): Promise<void> {
  if (entity in WORDS_OF) await indexOne(entity as SearchedEntity, entityId, tx)
  else if (PARTS_OF_INCIDENT.has(entity) && incidentId !== null) await indexOne('incident', incidentId, tx)
}

async function indexOne(entity: SearchedEntity, entityId: string, tx: Queryable): Promise<void> {
  const found = await WORDS_OF[entity](entityId, tx)
  const known = await tx
    .selectFrom('search_entry')
    .select(['id', 'text'])
    .where('entity', '=', entity)
    .where('entity_id', '=', entityId)
    .executeTakeFirst()
  if (found === undefined || found.text === '') {
    if (known === undefined) return
    await tx.deleteFrom('search_entry').where('id', '=', known.id).execute()
    await sql`delete from search_index where rowid = ${known.id}`.execute(tx)
    return
  }
  if (known?.text === found.text) return
  const pieces = piecesOf(found.text)
  if (known === undefined) {
    const { id } = await tx
      .insertInto('search_entry')
      .values({ entity, entity_id: entityId, incident_id: found.incidentId, text: found.text })
      .returning('id')
      .executeTakeFirstOrThrow()
    await sql`insert into search_index (rowid, pieces) values (${id}, ${indexed(pieces, tx)})`.execute(tx)
  } else {
    await tx.updateTable('search_entry').set({ text: found.text }).where('id', '=', known.id).execute()
    await sql`update search_index set pieces = ${indexed(pieces, tx)} where rowid = ${known.id}`.execute(tx)
  }
}

function indexed(pieces: string[], tx: Queryable) {
  return isPostgres(tx) ? sql`array_to_tsvector(${pieces}::text[])` : sql`${pieces.join(' ')}`
}

/** Which of the two databases a query goes to. */
export function isPostgres(q: Queryable): boolean {
  return q.getExecutor().adapter instanceof PostgresAdapter
}

const ENTITIES_AT_ONCE = 500

/**
 * Indexes what has no entry yet: everything after a restore or an import of a whole database, usually nothing. Works in
 * steps of their own, so that writers wait for one step at most.
 *
 * @returns how many entries were added
 */
export async function indexMissing(q: Queryable = db): Promise<number> {
  let added = 0
  for (const entity of Object.keys(WORDS_OF) as SearchedEntity[]) {
    let after = ''
    for (;;) {
      const ids = await unindexed(entity, after, q)
      if (ids.length === 0) break
      added += await inTransaction(async (tx) => {
        for (const id of ids) await indexOne(entity, id, tx)
        return ids.length
      }, q)
      after = ids.at(-1)!
    }
  }
  return added
}

async function unindexed(entity: SearchedEntity, after: string, q: Queryable): Promise<string[]> {
  // One table stands for all: they share `id`, and Kysely cannot type a union of tables.
  const table = entity as 'symptom'
  const rows = await q
    .selectFrom(table)
    .leftJoin('search_entry', (join) =>
      join.onRef('search_entry.entity_id', '=', `${table}.id`).on('search_entry.entity', '=', entity),
    )
    .select(`${table}.id`)
    .where('search_entry.id', 'is', null)
    .where(`${table}.id`, '>', after)
    .$if(entity !== 'document' && entity !== 'notice', (query) =>
      query.where(`${table}.removed_at`, 'is', null),
    )
    .orderBy(`${table}.id`)
    .limit(ENTITIES_AT_ONCE)
    .execute()
  return rows.map(({ id }) => id)
}

/** Empties the index. Called where the record is replaced as a whole. */
export async function clearSearchIndex(tx: Queryable): Promise<void> {
  await tx.deleteFrom('search_entry').execute()
  await sql`delete from search_index`.execute(tx)
}
