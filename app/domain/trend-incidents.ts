/**
 * The incidents behind a number of a trend, as a query of the list. Rule, days and filters are the same as those that
 * the number was counted with, so the list holds as many as the number says.
 */
import type { CountingRule } from './counting-rule.ts'
import type { Factor } from './factors.ts'
import type { IncidentKind, Severity } from './incident-record.ts'
import type { Surface } from './symptoms.ts'
import type { None, TrendFilters } from './trend-query.ts'
import type { Trend } from './trend-shape.ts'

export const LENGTH_FILTERS = ['known', 'unknown', 'negative', 'left_out'] as const
/** `left_out`: those that the rule's shortest length leaves out because nobody knows how long they lasted. */
export type LengthFilter = (typeof LENGTH_FILTERS)[number]

/** Incidents counted under a version of a rule. Days are those of the rule's zone, both included. */
export interface CountedIncidents {
  rule: string
  version: number
  from: string
  until: string
  /** Ids, `NONE` among them; an incident has all of them, as do those below. */
  service: string[]
  severity: Severity | null
  factor: (Factor | None)[]
  surface: (Surface | None)[]
  kind: IncidentKind | null
  /** 1 for Monday to 7 for Sunday. */
  weekday: number | null
  /** 0 to 23. */
  hour: number | null
  length: LengthFilter | null
}

/** The names in an address, in the order in which they are written. */
export const COUNTED_PARAMETERS = [
  'rule',
  'version',
  'from',
  'until',
  'service',
  'severity',
  'factor',
  'surface',
  'kind',
  'weekday',
  'hour',
  'length',
] as const satisfies readonly (keyof CountedIncidents)[]

/** Counted incidents with what the list has to know to apply the rule. */
export interface CountedUnder extends CountedIncidents {
  definition: CountingRule
  zone: string
}

/** The query without `?`. */
export function countedQuery(counted: Partial<CountedIncidents>): string {
  const query = new URLSearchParams()
  for (const name of COUNTED_PARAMETERS) {
    for (const value of [counted[name] ?? []].flat()) query.append(name, String(value))
  }
  return query.toString()
}

/** What a part of a trend adds to the trend's own filters, such as one month of one service. */
export type TrendPart = Partial<TrendFilters> &
  Partial<Pick<CountedIncidents, 'weekday' | 'hour' | 'length'>> & { from: string; until: string }

/** The query for a part of a trend. Days after the as-of date are cut off. */
export function incidentsBehind(trend: Pick<Trend, 'rule' | 'filters' | 'asOf'>, part: TrendPart): string {
  const { filters } = trend
  const both = <T extends string>(a: T | null, b: T | null | undefined) => [
    ...new Set([a, b ?? null].filter((value) => value !== null)),
  ]
  return countedQuery({
    rule: trend.rule.id,
    version: trend.rule.version,
    from: part.from,
    until: part.until < trend.asOf ? part.until : trend.asOf,
    service: both(filters.service, part.service),
    severity: filters.severity ?? part.severity ?? null,
    factor: both(filters.factor, part.factor),
    surface: both(filters.surface, part.surface),
    kind: filters.kind ?? part.kind ?? null,
    weekday: part.weekday ?? null,
    hour: part.hour ?? null,
    length: part.length ?? null,
  })
}
