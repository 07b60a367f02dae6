import type { SearchedEntity } from '#db/schema.ts'
import type { SearchFilters } from '#app/models/search.server.ts'

/** What can be searched, in the order of the filter. */
export const SEARCHED_ENTITIES = [
  'incident',
  'symptom',
  'timeline_event',
  'statement',
  'document',
  'notice',
  'action_item',
] as const satisfies readonly SearchedEntity[]

/** What is asked in the address of a search. What is not understood filters nothing. */
export function askedSearch(query: URLSearchParams): {
  typed: string
  filters: SearchFilters
  before: number | null
} {
  const year = query.get('year') ?? ''
  const before = query.get('before') ?? ''
  const entity = SEARCHED_ENTITIES.find((value) => value === query.get('where'))
  const serviceId = query.get('service')
  return {
    typed: (query.get('q') ?? '').trim(),
    filters: {
      ...(entity === undefined ? {} : { entity }),
      ...(serviceId ? { serviceId } : {}),
      ...(/^\d{4}$/.test(year) ? { year: Number(year) } : {}),
    },
    before: /^\d{1,15}$/.test(before) ? Number(before) : null,
  }
}

/** The other way round: `?…`. */
export function searchQuery(typed: string, filters: SearchFilters, before: number | null): string {
  const query = new URLSearchParams({ q: typed })
  if (filters.entity) query.set('where', filters.entity)
  if (filters.serviceId) query.set('service', filters.serviceId)
  if (filters.year !== undefined) query.set('year', String(filters.year))
  if (before !== null) query.set('before', String(before))
  return `?${query.toString()}`
}
