import { db, type Queryable } from '#db/client.server.ts'
import type { IncidentKind, Severity } from '#db/schema.ts'
import type { Factor } from '#app/domain/factors.ts'
import { duration, type Duration } from '#app/domain/durations.ts'
import type { Instant } from '#app/domain/instant.ts'
import { chosenValue, type Marker, type MarkerKey, type TimeValue } from '#app/domain/markers.ts'
import { listFactorsOf } from './incident-factor.server.ts'
import type { CountedIncidents } from '#app/domain/trend-incidents.ts'
import { conditionOf } from './counted-incidents.server.ts'
import { listImpactMarkers } from './marker.server.ts'

export interface IncidentFilters {
  state?: 'open' | 'closed'
  severity?: Severity
  kind?: IncidentKind
  serviceId?: string
  /** Year of the start in the organisation's zone. */
  year?: number
  /** Those behind a number of the trend, instead of all filters above. */
  counted?: CountedIncidents
}

export interface IncidentListItem {
  id: string
  reference: string
  title: string
  kind: IncidentKind
  severity: Severity
  /** The chosen start and end of impact. */
  started: TimeValue | null
  ended: TimeValue | null
  impact: Duration
  closedAt: Instant | null
  services: { nameKo: string; nameEn: string }[]
}

export interface IncidentPage {
  incidents: IncidentListItem[]
  /** Give it back as `cursor` for the next page; null on the last one. */
  next: string | null
}

/**
 * Incidents by their start, newest first; those whose start nobody knows yet come before all others, because they wait
 * for it. Pages are found by key, so the last page costs what the first one does.
 *
 * @param cursor as `next` gave it; anything else is read as the beginning.
 * @param limit rows a page, 1 to 100
 * @throws DomainError `not_found` for counted incidents whose rule or version is not there.
 */
export async function listIncidents(
  {
    filters = {},
    cursor = null,
    limit = 25,
  }: { filters?: IncidentFilters; cursor?: string | null; limit?: number },
  q: Queryable = db,
): Promise<IncidentPage> {
  const { rows, next } = await readPage({ filters, cursor, limit }, q)
  return { incidents: await listed(rows, q), next }
}

interface RowPage {
  rows: ListRow[]
  next: string | null
}

async function readPage(
  { filters, cursor, limit }: { filters: IncidentFilters; cursor: string | null; limit: number },
  q: Queryable,
): Promise<RowPage> {
  const position = readCursor(cursor)
  if (filters.counted !== undefined) {
    const { condition } = await conditionOf(filters.counted, q)
    return pageOf(await datedRows(matchingCounted(condition, q), position, limit), limit)
  }
  const undated =
    position === null || position.startedAt === null ? await undatedRows(filters, position, limit, q) : []
  const dated =
    undated.length > limit ? [] : await datedRows(matching(filters, q), position, limit - undated.length)

  return pageOf([...undated, ...dated], limit)
}

/** How many incidents are behind a number of the trend: that number, unless the record has changed since. */
export async function countCounted(counted: CountedIncidents, q: Queryable = db): Promise<number> {
  const { condition } = await conditionOf(counted, q)
  const { count } = await matchingCounted(condition, q)
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function pageOf(rows: readonly ListRow[], limit: number): RowPage {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: page,
    next: rows.length > limit && last ? writeCursor({ startedAt: last.started_at, id: last.id }) : null,
  }
}

/**
 * All incidents of a list, page by page and with the markers of their impact. Nothing is held between two pages, so a
 * reader who is slow locks nobody out; an incident whose start is corrected meanwhile may come twice or not at all.
 */
export async function* incidentPages(
  { filters = {} }: { filters?: IncidentFilters },
  q: Queryable = db,
): AsyncGenerator<
  (IncidentListItem & { markers: Record<MarkerKey, Marker>; factors: Factor[] })[],
  void,
  undefined
> {
  let cursor: string | null = null
  do {
    const page: RowPage = await readPage({ filters, cursor, limit: 100 }, q)
    const factors = await listFactorsOf(
      page.rows.map(({ id }) => id),
      q,
    )
    yield (await inFull(page.rows, q)).map((incident) => ({
      ...incident,
      factors: factors.get(incident.id) ?? [],
    }))
    cursor = page.next
  } while (cursor !== null)
}

/** Incidents that nobody has closed, the latest recorded first; at most `limit`. */
export async function listOpenIncidents(
  { limit }: { limit: number },
  q: Queryable = db,
): Promise<IncidentListItem[]> {
  const rows = await q
    .selectFrom('incident')
    .select(LIST_COLUMNS)
    .where('closed_at', 'is', null)
    .where('removed_at', 'is', null)
    .orderBy('recorded_at', 'desc')
    .limit(limit)
    .execute()
  return listed(rows, q)
}

/** How many incidents nobody has closed, counted up to 100. */
export async function countOpenIncidents(q: Queryable = db): Promise<number> {
  const rows = await q
    .selectFrom('incident')
    .select('id')
    .where('closed_at', 'is', null)
    .where('removed_at', 'is', null)
    .limit(100)
    .execute()
  return rows.length
}

const LIST_COLUMNS = [
  'incident.id',
  'incident.reference',
  'incident.title',
  'incident.kind',
  'incident.severity',
  'incident.started_at',
  'incident.closed_at',
] as const

interface Position {
  startedAt: Instant | null
  id: string
}

function matching(filters: IncidentFilters, q: Queryable) {
  return q
    .selectFrom('incident')
    .select(LIST_COLUMNS)
    .where('removed_at', 'is', null)
    .$if(filters.state === 'open', (query) => query.where('closed_at', 'is', null))
    .$if(filters.state === 'closed', (query) => query.where('closed_at', 'is not', null))
    .$if(filters.severity !== undefined, (query) => query.where('severity', '=', filters.severity!))
    .$if(filters.kind !== undefined, (query) => query.where('kind', '=', filters.kind!))
    .$if(filters.year !== undefined, (query) => query.where('year', '=', filters.year!))
    .$if(filters.serviceId !== undefined, (query) =>
      query.where((eb) =>
        eb.exists(
          eb
            .selectFrom('incident_service')
            .select('incident_service.incident_id')
            .whereRef('incident_service.incident_id', '=', 'incident.id')
            .where('incident_service.service_id', '=', filters.serviceId!),
        ),
      ),
    )
}

type Matching = ReturnType<typeof matching>

function matchingCounted(
  condition: Awaited<ReturnType<typeof conditionOf>>['condition'],
  q: Queryable,
): Matching {
  return q.selectFrom('incident').select(LIST_COLUMNS).where(condition)
}

type ListRow = Awaited<ReturnType<ReturnType<typeof matching>['execute']>>[number]

/** One row more than wanted tells whether there is a next page. */
async function undatedRows(
  filters: IncidentFilters,
  position: Position | null,
  limit: number,
  q: Queryable,
): Promise<ListRow[]> {
  return matching(filters, q)
    .where('started_at', 'is', null)
    .$if(position !== null, (query) => query.where('id', '<', position!.id))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

async function datedRows(query: Matching, position: Position | null, limit: number): Promise<ListRow[]> {
  return query
    .where('started_at', 'is not', null)
    .$if(position !== null && position.startedAt !== null, (query) =>
      query.where((eb) =>
        // A row comparison, because it is what both databases answer from the index alone.
        eb(eb.refTuple('started_at', 'id'), '<', eb.tuple(position!.startedAt!, position!.id)),
      ),
    )
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

async function listed(rows: readonly ListRow[], q: Queryable): Promise<IncidentListItem[]> {
  return (await inFull(rows, q)).map(({ markers: _, ...incident }) => incident)
}

async function inFull(
  rows: readonly ListRow[],
  q: Queryable,
): Promise<(IncidentListItem & { markers: Record<MarkerKey, Marker> })[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const markersOf = await listImpactMarkers(ids, q)
  const touched = await q
    .selectFrom('incident_service')
    .innerJoin('service', 'service.id', 'incident_service.service_id')
    .select(['incident_service.incident_id', 'service.name_ko', 'service.name_en'])
    .where('incident_service.incident_id', 'in', ids)
    .orderBy('service.position')
    .execute()
  return rows.map((row) => {
    const markers = markersOf.get(row.id)!
    return {
      id: row.id,
      reference: row.reference,
      title: row.title,
      kind: row.kind,
      severity: row.severity,
      started: chosenValue(markers.impact_start),
      ended: chosenValue(markers.impact_end),
      impact: duration('impact', markers),
      closedAt: row.closed_at,
      services: touched
        .filter((service) => service.incident_id === row.id)
        .map((service) => ({ nameKo: service.name_ko, nameEn: service.name_en })),
      markers,
    }
  })
}

function writeCursor({ startedAt, id }: Position): string {
  return `${startedAt ?? 'undated'}_${id}`
}

/** Whether this is what `next` of a page looks like. */
export function isIncidentCursor(text: string): boolean {
  return readCursor(text) !== null
}

function readCursor(cursor: string | null): Position | null {
  const parts = /^(undated|-?\d{1,16})_([0-9a-f-]{36})$/.exec(cursor ?? '')
  if (parts === null) return null
  return { startedAt: parts[1] === 'undated' ? null : (Number(parts[1]) as Instant), id: parts[2]! }
}
