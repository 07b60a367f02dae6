import { INCIDENT_KINDS, SEVERITIES } from '#app/domain/incident-record.ts'
import { countedQuery, readCountedQuery } from '#app/domain/trend-incidents.ts'
import type { IncidentFilters } from '#app/models/incident-list.server.ts'

/**
 * The filters in the address of the list. What is not understood filters nothing. Where a rule is named with its days, the
 * address was made from a number of the trend, and all filters are those of that number.
 */
export function queryToFilters(query: URLSearchParams): IncidentFilters {
  const counted = readCountedQuery(query)
  if (counted !== null) return { counted }
  const year = query.get('year') ?? ''
  return {
    state: oneOf(['open', 'closed'] as const, query.get('state')),
    severity: oneOf(SEVERITIES, query.get('severity')),
    kind: oneOf(INCIDENT_KINDS, query.get('kind')),
    serviceId: query.get('service') || undefined,
    year: /^\d{4}$/.test(year) ? Number(year) : undefined,
  }
}

/** The other way round, with the place to go on from; `?…`, or nothing. */
export function filtersToQuery(filters: IncidentFilters, after: string | null): string {
  const query = new URLSearchParams(filters.counted && countedQuery(filters.counted))
  if (filters.state) query.set('state', filters.state)
  if (filters.severity) query.set('severity', filters.severity)
  if (filters.kind) query.set('kind', filters.kind)
  if (filters.serviceId) query.set('service', filters.serviceId)
  if (filters.year !== undefined) query.set('year', String(filters.year))
  if (after !== null) query.set('after', after)
  return query.size === 0 ? '' : `?${query.toString()}`
}

function oneOf<const T extends readonly string[]>(values: T, text: string | null): T[number] | undefined {
  return values.find((value) => value === text)
}
