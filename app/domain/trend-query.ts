/**
 * What a trend is asked: under which rule, as of when, of which years and in what steps, and of which incidents only.
 * Addresses, the command line and links between charts all write it in the one way of `trendQueryString`.
 */
import type { Factor } from './factors.ts'
import type { IncidentKind, Severity } from './incident-record.ts'
import type { Surface } from './symptoms.ts'

export const TREND_GRAINS = ['year', 'quarter', 'month'] as const
export type TrendGrain = (typeof TREND_GRAINS)[number]

/** Stands for incidents without any: no service, no factor or no symptom on record. */
export const NONE = 'none'
export type None = typeof NONE

/** Narrows a trend to some of the incidents that its rule counts. Null narrows nothing. */
export interface TrendFilters {
  /** Id of a service, or `NONE`. */
  service: string | null
  severity: Severity | null
  factor: Factor | None | null
  surface: Surface | None | null
  kind: IncidentKind | null
}

export interface TrendQuery extends TrendFilters {
  /** Id of a counting rule; null is the default one. */
  rule: string | null
  /** Of the rule; null is the newest, for every as-of date. */
  version: number | null
  /** Calendar day `YYYY-MM-DD` in the rule's zone, counted to its end; null is today. */
  asOf: string | null
  /** First and last year; null is the last ten of which anything is known. */
  from: number | null
  to: number | null
  grain: TrendGrain
}

export const NO_FILTERS: TrendFilters = {
  service: null,
  severity: null,
  factor: null,
  surface: null,
  kind: null,
}

export const DEFAULT_TREND_QUERY: TrendQuery = {
  rule: null,
  version: null,
  asOf: null,
  from: null,
  to: null,
  grain: 'year',
  ...NO_FILTERS,
}

/** The names in an address, in the order in which they are written. */
export const TREND_PARAMETERS = [
  'from',
  'to',
  'asOf',
  'rule',
  'version',
  'grain',
  'service',
  'severity',
  'factor',
  'surface',
  'kind',
] as const satisfies readonly (keyof TrendQuery)[]

/** The query as `?…`; what has its default is left out, and nothing but defaults is the empty text. */
function trendQueryString(query: Partial<TrendQuery>): string {
  const parameters = new URLSearchParams()
  for (const name of TREND_PARAMETERS) {
    const value = query[name] ?? null
    if (value !== null && value !== DEFAULT_TREND_QUERY[name]) parameters.set(name, String(value))
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`
}

/** The part of a query that narrows. */
export function filtersOf({ service, severity, factor, surface, kind }: TrendFilters): TrendFilters {
  return { service, severity, factor, surface, kind }
}

/** Whether every incident that the rule counts is in the trend. */
export function isUnfiltered(filters: TrendFilters): boolean {
  return Object.values(filtersOf(filters)).every((value) => value === null)
}

/** One name for each way to narrow, the empty one for none; kept figures are found by it. */
export function filterKey(filters: TrendFilters): string {
  return trendQueryString(filtersOf(filters)).slice(1)
}
