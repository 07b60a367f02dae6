import { sql, type RawBuilder } from 'kysely'
import { db, type Queryable } from '#db/client.server.ts'
import type { SearchedEntity, Severity } from '#db/schema.ts'
import type { TimeValue } from '#app/domain/markers.ts'
import {
  candidatesFor,
  matches,
  readQuery,
  snippetOf,
  type SearchPiece,
  type SnippetPart,
  withoutMarkup,
} from '#app/domain/search-text.ts'
import { listStarts } from './marker.server.ts'
import { isPostgres } from './search-index.server.ts'

export interface SearchFilters {
  entity?: SearchedEntity
  /** Year of the incident's start in the organisation's zone. */
  year?: number
  serviceId?: string
}

export interface SearchHit {
  entity: SearchedEntity
  entityId: string
  snippet: SnippetPart[]
}

/** An incident with the places where the words were found in it. */
export interface FoundIncident {
  reference: string
  title: string
  severity: Severity
  started: TimeValue | null
  hits: SearchHit[]
}

export interface SearchResult {
  incidents: FoundIncident[]
  /** Give it back as `before` for what was recorded earlier; null when that is all. */
  next: number | null
}

/** Candidates read in one step, and over all; beyond that the reader is asked to go on. */
const CANDIDATES_AT_ONCE = 200
const MOST_CANDIDATES = 10_000

/**
 * Finds words in incidents, symptoms, timelines, statements, action items, postmortems and notices: newest first by when
 * they were first recorded. All terms have to be in the same place. Removed ones are not found.
 *
 * @param typed as somebody typed it; what `readQuery` makes of it is searched
 * @param limit places, 1 to 100
 * @param among looks only at so many places that have the words as they stand, the newest; null for all. What is rare is
 * found all the same, and what is everywhere costs no more than this.
 */
export async function search(
  {
    typed,
    filters = {},
    before = null,
    limit = 50,
    among = null,
  }: {
    typed: string
    filters?: SearchFilters
    before?: number | null
    limit?: number
    among?: number | null
  },
  q: Queryable = db,
): Promise<SearchResult> {
  const terms = readQuery(typed)
  if (terms.length === 0) return { incidents: [], next: null }
  const lists = candidatesFor(terms)
  const condition = indexCondition(among === null ? lists : lists.map(asTheyStand), q)
  const found = new Map<string, Omit<FoundIncident, 'started'>>()
  let places = 0
  let last = before
  for (let read = 0; read < MOST_CANDIDATES; read += CANDIDATES_AT_ONCE) {
    const { rows } = await candidates({ condition, filters, before: last, among }, q)
    for (const row of rows) {
      last = row.id
      if (!matches(terms, row.text)) continue
      const incident = found.get(row.incident_id) ?? {
        reference: row.reference,
        title: row.title,
        severity: row.severity,
        hits: [],
      }
      incident.hits.push({
        entity: row.entity,
        entityId: row.entity_id,
        snippet: snippetOf(terms, readable(row.entity, row.text, terms)),
      })
      found.set(row.incident_id, incident)
      if (++places === limit) return { incidents: await withStarts(found, q), next: last }
    }
    if (rows.length < CANDIDATES_AT_ONCE) return { incidents: await withStarts(found, q), next: null }
  }
  return { incidents: await withStarts(found, q), next: last }
}

async function withStarts(
  found: ReadonlyMap<string, Omit<FoundIncident, 'started'>>,
  q: Queryable,
): Promise<FoundIncident[]> {
  const starts = await listStarts([...found.keys()], q)
  return [...found].map(([id, incident]) => ({ ...incident, started: starts.get(id) ?? null }))
}

/** A document without its signs, unless it is they that were looked for. */
function readable(entity: SearchedEntity, text: string, terms: ReturnType<typeof readQuery>): string {
  if (entity !== 'document') return text
  const words = withoutMarkup(text)
  return matches(terms, words) ? words : text
}

/** Words from their beginning mean that the index goes through all that begin so. */
function asTheyStand(list: SearchPiece[]): SearchPiece[] {
  return list.map((piece) => (piece.token.length > 2 ? { ...piece, prefix: false } : piece))
}

function candidates(
  {
    condition,
    filters,
    before,
    among,
  }: {
    condition: RawBuilder<unknown> | null
    filters: SearchFilters
    before: number | null
    among: number | null
  },
  q: Queryable,
) {
  const newest =
    condition === null || among === null
      ? sql`search_index`
      : sql`(select rowid from search_index where ${condition} order by rowid desc limit ${sql.lit(among)}) as search_index`
  const narrowed =
    condition === null
      ? sql`search_entry`
      : // The index comes first and gives its rows newest first, so that common words cost no more than rare ones.
        sql`${newest} cross join search_entry`
  const where = [
    sql`incident.removed_at is null`,
    ...(condition === null ? [] : [sql`search_entry.id = search_index.rowid`]),
    ...(condition === null || among !== null ? [] : [condition]),
    ...(before === null ? [] : [sql`${position(condition)} < ${before}`]),
    ...(filters.entity === undefined ? [] : [sql`search_entry.entity = ${filters.entity}`]),
    ...(filters.year === undefined ? [] : [sql`incident.year = ${filters.year}`]),
    ...(filters.serviceId === undefined
      ? []
      : [
          sql`exists (select 1 from incident_service where incident_service.incident_id = search_entry.incident_id and incident_service.service_id = ${filters.serviceId})`,
        ]),
  ]
  return sql<Candidate>`
    select search_entry.id, search_entry.entity, search_entry.entity_id, search_entry.incident_id, search_entry.text,
      incident.reference, incident.title, incident.severity
    from ${narrowed} cross join incident
    where incident.id = search_entry.incident_id and ${sql.join(where, sql` and `)}
    order by ${position(condition)} desc limit ${sql.lit(CANDIDATES_AT_ONCE)}`.execute(q)
}

interface Candidate {
  id: number
  entity: SearchedEntity
  entity_id: string
  incident_id: string
  text: string
  reference: string
  title: string
  severity: Severity
}

function position(condition: RawBuilder<unknown> | null): RawBuilder<number> {
  return condition === null ? sql`search_entry.id` : sql`search_index.rowid`
}

/** Tokens are ASCII letters and digits by construction, so that nothing in them means anything to the database. */
function indexCondition(lists: SearchPiece[][], q: Queryable): RawBuilder<unknown> | null {
  if (lists.length === 0) return null
  if (isPostgres(q)) {
    const written = ({ token, prefix }: SearchPiece) => (prefix ? `'${token}':*` : `'${token}'`)
    const query = lists.map((list) => `(${list.map(written).join(' | ')})`).join(' & ')
    return sql`pieces @@ ${query}::tsquery`
  }
  const written = ({ token, prefix }: SearchPiece) => (prefix ? `"${token}" *` : `"${token}"`)
  const query = lists.map((list) => `(${list.map(written).join(' OR ')})`).join(' AND ')
  return sql`search_index match ${query}`
}
