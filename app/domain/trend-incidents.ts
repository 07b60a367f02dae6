/**
 * The incidents behind a number of a trend, as a query of the list. Rule, days and filters are the same as those that
 * the number was counted with, so the list holds as many as the number says.
 */
import { FACTORS, type Factor } from './factors.ts'
import { INCIDENT_KINDS, SEVERITIES, type IncidentKind, type Severity } from './incident-record.ts'
import { SURFACES, type Surface } from './symptoms.ts'
import { NONE, type None, type TrendFilters } from './trend-query.ts'
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
  /** 0 to 23, or `NONE` for those of which the hour is not known. */
  hour: number | None | null
  length: LengthFilter | null
}

/** The names in an address, in the order in which they are written. */
const COUNTED_PARAMETERS = [
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

/** The query without `?`. */
export function countedQuery(counted: Partial<CountedIncidents>): string {
  let query = ''
  const append = (name: string, value: string | number) => {
    query += `${query === '' ? '' : '&'}${name}=${encoded(String(value))}`
  }
  for (const name of COUNTED_PARAMETERS) {
    const value = counted[name] ?? null
    if (Array.isArray(value)) for (const one of value) append(name, one)
    else if (value !== null) append(name, value)
  }
  return query
}

/** As `URLSearchParams` writes it, which takes long for the hundreds of links that an answer has. */
function encoded(value: string): string {
  return /^[\w.*-]*$/.test(value) ? value : new URLSearchParams([['', value]]).toString().slice(1)
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

const DAY_TEXT = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** What `countedQuery` wrote; null for any other query. */
export function readCountedQuery(query: URLSearchParams): CountedIncidents | null {
  const text = (name: string) => query.get(name)
  const [rule, from, until] = [text('rule'), text('from'), text('until')]
  const version = wholeNumber(text('version'), 1, 999_999)
  if (!rule || !from || !until || version === null || !DAY_TEXT.test(from) || !DAY_TEXT.test(until))
    return null
  return {
    rule,
    version,
    from,
    until,
    service: query.getAll('service').filter((id) => id !== ''),
    severity: oneOf(SEVERITIES, text('severity')),
    factor: query.getAll('factor').flatMap((value) => oneOf([...FACTORS, NONE] as const, value) ?? []),
    surface: query.getAll('surface').flatMap((value) => oneOf([...SURFACES, NONE] as const, value) ?? []),
    kind: oneOf(INCIDENT_KINDS, text('kind')),
    weekday: wholeNumber(text('weekday'), 1, 7),
    hour: text('hour') === NONE ? NONE : wholeNumber(text('hour'), 0, 23),
    length: oneOf(LENGTH_FILTERS, text('length')),
  }
}

function oneOf<const T extends readonly string[]>(values: T, text: string | null): T[number] | null {
  return values.find((value) => value === text) ?? null
}

function wholeNumber(text: string | null, least: number, most: number): number | null {
  const value = /^\d{1,6}$/.test(text ?? '') ? Number(text) : NaN
  return value >= least && value <= most ? value : null
}
