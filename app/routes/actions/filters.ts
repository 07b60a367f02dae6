import { ACTION_KINDS } from '#app/domain/incident-record.ts'
import type { BoardFilters, BoardState } from '#app/models/action-board.server.ts'

const STATES = ['open', 'late', 'done', 'dropped'] as const satisfies readonly BoardState[]

/** What the filter of owners sends for items that nobody owns; no name is one dash. */
export const NOBODY = '-'

/** The filters in the address of the board. What is not understood filters nothing. */
export function queryToFilters(query: URLSearchParams): BoardFilters {
  const year = query.get('year') ?? ''
  const owner = query.get('owner')?.slice(0, 200)
  return {
    state: STATES.find((state) => state === query.get('state')),
    owner: owner === NOBODY ? '' : owner || undefined,
    kind: ACTION_KINDS.find((kind) => kind === query.get('kind')),
    serviceId: query.get('service') || undefined,
    promise: query.has('promise') ? true : undefined,
    year: /^\d{4}$/.test(year) ? Number(year) : undefined,
  }
}

/** The other way round, with what else stands in the address; `?…`, or nothing. */
export function filtersToQuery(filters: BoardFilters, also: Record<string, string | null> = {}): string {
  const query = new URLSearchParams()
  if (filters.state) query.set('state', filters.state)
  if (filters.owner !== undefined) query.set('owner', filters.owner || NOBODY)
  if (filters.kind) query.set('kind', filters.kind)
  if (filters.serviceId) query.set('service', filters.serviceId)
  if (filters.promise) query.set('promise', 'on')
  if (filters.year !== undefined) query.set('year', String(filters.year))
  for (const [name, value] of Object.entries(also)) if (value !== null) query.set(name, value)
  return query.size === 0 ? '' : `?${query.toString()}`
}
