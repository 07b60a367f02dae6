import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql, type Selectable, type SelectQueryBuilder, type SqlBool } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { db, type Queryable } from '#db/client.server.ts'
import { databaseProblem } from '#db/database-errors.ts'
import type { Schema } from '#db/schema.ts'
import { inSnapshot, inTransaction } from '#db/transaction.server.ts'
import type { RuleInForce } from '#app/domain/counting-rule.ts'
import { duration, type DurationKey } from '#app/domain/durations.ts'
import { DomainError } from '#app/domain/errors.ts'
import type { Factor } from '#app/domain/factors.ts'
import { daysInYear, plainDate, yearOf, type Instant } from '#app/domain/instant.ts'
import { chosenValue, emptyMarkers, type Marker, type MarkerKey } from '#app/domain/markers.ts'
import {
  daysOfMonthThrough,
  monthBounds,
  monthFigures,
  throughDayOf,
  yearFigures,
  yearFromMonths,
  type CountedBy,
  type PeriodFigures,
  type TrendRow,
  type TrendTime,
  type YearFigures,
} from '#app/domain/trend-figures.ts'
import {
  filterKey,
  filtersOf,
  NO_FILTERS,
  type TrendFilters,
  type TrendGrain,
} from '#app/domain/trend-query.ts'
import {
  MOST_REFERENCES,
  trendFromFigures,
  yearsAsked,
  type RuleChange,
  type Trend,
  type TrendDuration,
  type TrendMaterial,
  type TrendSymptom,
} from '#app/domain/trend.ts'
import type { Window } from '#app/domain/windows.ts'
import { countedConditions } from './counted-incidents.server.ts'
import { getRuleVersion, listRuleVersions } from './counting-rule.server.ts'
import { listCoveredPeriods } from './covered-period.server.ts'
import { getOrganisation } from './organisation.server.ts'
import { listServices } from './service.server.ts'
import {
  holdOffForgetting,
  keepFigures,
  keptMonths,
  keptYears,
  limitKeptFigures,
  type KeptPeriod,
  type KeptUnder,
} from './year-rollup.server.ts'
import { listYearlyCounts } from './yearly-count.server.ts'

export type FilterWords = (
  filters: TrendFilters,
  services: readonly { id: string; nameKo: string; nameEn: string }[],
) => { ko: string; en: string }

export interface TrendRequest {
  /** First and last year; by default the last ten up to the as-of date of which anything is known. */
  from?: number | null
  to?: number | null
  /** Calendar day `YYYY-MM-DD` in the rule's zone, counted to its end. */
  asOf: string
  /** The default rule when left out. */
  ruleId?: string | null
  /** Of the rule; the newest when left out, whatever the as-of date: years are counted alike or not compared. */
  version?: number | null
  grain?: TrendGrain
  filters?: TrendFilters
  /** Says in words what the filters leave; the trend has none when this is left out. */
  filterWords?: FilterWords
  /** When given, an as-of date after it is refused: days that have not come yet would count as days without incidents. */
  now?: Instant
}

const DEFAULT_YEARS = 10
const MOST_YEARS = 100

/** A year with more incidents than this is counted, and kept, month by month. */
const MOST_AT_ONCE = 2000

/** As often it is tried to keep what others forget at the same time by editing; then it is counted without keeping. */
const MOST_ATTEMPTS = 3

/**
 * The yearly trend, all of it as the record was at one moment. Reads the kept figures of each year and counts only what has
 * changed since.
 *
 * All years are counted under one version of the rule: the newest, also for an as-of date before it was recorded, unless
 * `version` asks for an older one. So a figure does not change with the years that stand beside it, and what was counted
 * in the past can be had again by naming its version. The as-of date cuts incidents and days, never the rule.
 *
 * @param mostAtOnce for tests: incidents of a year above which it is counted month by month
 * @throws DomainError `invalid` for dates and years that cannot be; `not_found` for an unknown rule or version.
 */
export async function getTrend(
  request: TrendRequest,
  q: Queryable = db,
  { mostAtOnce = MOST_AT_ONCE }: { mostAtOnce?: number } = {},
): Promise<Trend> {
  for (let attempt = 1; ; attempt += 1) {
    const { material, ruled, missing } = await inSnapshot(async (tx) => {
      const read = await readMaterial(request, mostAtOnce, tx)
      if (attempt > MOST_ATTEMPTS) {
        for (const asked of read.missing.splice(0)) {
          read.material.figures.set(asked.year, await countUnkept(asked, read.ruled, tx))
        }
      }
      return read
    }, q)
    if (missing.length === 0) {
      const touched = new Set(
        [...material.figures.values()].flatMap(({ groups }) => Object.keys(groups.service)),
      )
      const isNamed = ({ id }: { id: string }) => touched.has(id) || id === material.filters.service
      return trendFromFigures({ ...material, services: material.services.filter(isNamed) })
    }
    try {
      for (const asked of missing) await countAndKeep(asked, ruled, q)
    } catch (error) {
      // Keeping is for speed only: whoever reads is answered also where nothing can be written.
      if (q.isTransaction || databaseProblem(error) === null) throw error
      attempt = MOST_ATTEMPTS
    }
  }
}

interface Read {
  /** With all services, also those that no figure is about. */
  material: TrendMaterial & {
    figures: Map<number, YearFigures>
    filters: TrendFilters
    services: Trend['services']
  }
  ruled: Ruled
  /** Years that are not kept. */
  missing: AskedYear[]
}

/** All that a trend is made of, as far as it is kept. */
async function readMaterial(request: TrendRequest, mostAtOnce: number, q: Queryable): Promise<Read> {
  const { asOf, now, grain = 'year' } = request
  const organisation = await getOrganisation(q)
  const listed = await getRuleVersion(request.ruleId ?? undefined, request.version ?? undefined, q)
  const zone = listed.definition.zone ?? organisation.zone
  requireDay(asOf)
  if (now !== undefined && asOf > plainDate(now, zone)) {
    throw new DomainError('invalid', { asOf: [{ code: 'date_in_future' }] })
  }
  const rule = inForce(listed)
  const services = await listServices(q)
  const filters = knownFilters(request.filters ?? NO_FILTERS, services)
  const reported = await listYearlyCounts(q)
  const covered = (await listCoveredPeriods(q)).map(({ from, until }) => ({ from, until }))
  const firstRecordedYear = await findFirstRecordedYear(zone, q)
  const firstCoveredYear = covered[0] === undefined ? null : Number(covered[0].from.slice(0, 4))
  const range = yearRange(request, [firstRecordedYear, firstCoveredYear, reported[0]?.year ?? null])

  const years = yearsAsked({ ...range, asOf })
    .filter((year) => firstRecordedYear !== null && year >= firstRecordedYear)
    .map((year) => ({ year, throughDay: throughDayOf(year, asOf) }))
  const ruled: Ruled = {
    by: { rule: rule.definition, filters, zone },
    kept: { ruleId: rule.id, ruleVersion: rule.version, filters: filterKey(filters) },
    sameYears: zone === organisation.zone,
    mostAtOnce,
  }
  const figures = await keptYears(ruled.kept, years, q)
  const undated = await undatedUnder(ruled, q)
  const material = {
    ...range,
    asOf,
    zone,
    grain,
    rule,
    ruleChanges: await ruleChangesOf(rule, zone, q),
    filters,
    filterWords: request.filterWords?.(filters, services),
    services: services.map(({ id, nameKo, nameEn }) => ({ id, nameKo, nameEn })),
    reported: reported.map(({ year, count, source, sourceUrl, ruleStated }) => ({
      year,
      count,
      source,
      sourceUrl,
      ruleStated,
    })),
    covered,
    figures,
    firstRecordedYear,
    ...undated,
  }
  return { material, ruled, missing: years.filter(({ year }) => !figures.has(year)) }
}

function inForce({ id, version, nameKo, nameEn, definition, words }: RuleInForce): RuleInForce {
  return { id, version, nameKo, nameEn, definition, words }
}

function requireDay(asOf: string): void {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(asOf) && Temporal.PlainDate.from(asOf)) return
  } catch {
    // Refused below, like everything else that is no day.
  }
  throw new DomainError('invalid', { asOf: [{ code: 'not_a_day' }] })
}

function yearRange(request: TrendRequest, known: (number | null)[]): { from: number; to: number } {
  const to = request.to ?? Number(request.asOf.slice(0, 4))
  const earliest = known.filter((year) => year !== null).reduce((first, year) => Math.min(first, year), to)
  const from = request.from ?? Math.max(earliest, to - DEFAULT_YEARS + 1)
  if (from > to) throw new DomainError('invalid', { to: [{ code: 'years_reversed' }] })
  if (to - from >= MOST_YEARS) {
    throw new DomainError('invalid', { from: [{ code: 'too_many_years', params: { most: MOST_YEARS } }] })
  }
  return { from, to }
}

type NamedService = Awaited<ReturnType<typeof listServices>>[number]

function knownFilters(filters: TrendFilters, services: readonly NamedService[]): TrendFilters {
  const { service } = filters
  if (service !== null && service !== 'none' && !services.some(({ id }) => id === service)) {
    throw new DomainError('invalid', { service: [{ code: 'not_a_choice' }] })
  }
  return filtersOf(filters)
}

/** The versions of a rule; none before it was revised for the first time. */
async function ruleChangesOf(rule: RuleInForce, zone: string, q: Queryable): Promise<RuleChange[]> {
  const versions = (await listRuleVersions(rule.id, q)).reverse()
  return versions.map((version, index): RuleChange => {
    const before = versions[index - 1]?.definition
    const keys = Object.keys(version.definition) as (keyof typeof version.definition)[]
    return {
      version: version.number,
      day: plainDate(version.recordedAt, zone),
      recordedAt: version.recordedAt,
      recordedBy: version.recordedBy,
      reason: version.reason,
      words: version.words,
      changed:
        before === undefined
          ? []
          : keys.filter((key) => JSON.stringify(version.definition[key]) !== JSON.stringify(before[key])),
      inUse: version.number === rule.version,
    }
  })
}

interface Ruled {
  by: CountedBy
  kept: KeptUnder
  /** Whether the rule's years are the organisation's, which the column `year` holds. */
  sameYears: boolean
  mostAtOnce: number
}

interface AskedYear {
  year: number
  throughDay: number
}

async function countAndKeep(asked: AskedYear, ruled: Ruled, q: Queryable): Promise<void> {
  const { year, throughDay } = asked
  const bounds = yearBoundsOf(asked, ruled.by.zone)
  if ((await countBegun(year, bounds, ruled, q)) > ruled.mostAtOnce) return countByMonth(asked, ruled, q)
  await inTransaction(async (tx) => {
    await holdOffForgetting(tx)
    const rows = await readRows(year, bounds, ruled, tx)
    await keepFigures(
      ruled.kept,
      { year, month: 0, throughDay },
      bounds,
      yearFigures(rows, asked, ruled.by),
      tx,
    )
    await limitKeptFigures(tx)
  }, q)
}

/** A year from its kept months and from the record, a month at a time; keeps nothing. */
async function countUnkept(asked: AskedYear, ruled: Ruled, tx: Queryable): Promise<YearFigures> {
  const bounds = yearBoundsOf(asked, ruled.by.zone)
  if ((await countBegun(asked.year, bounds, ruled, tx)) <= ruled.mostAtOnce) {
    return yearFigures(await readRows(asked.year, bounds, ruled, tx), asked, ruled.by)
  }
  const kept = await keptMonths(ruled.kept, asked.year, tx)
  const months: PeriodFigures[] = []
  for (const period of monthsOf(asked)) {
    const known = kept.find((one) => isSamePeriod(one, period))
    months.push(known?.figures ?? (await countRows(period, ruled, tx)))
  }
  return yearFromMonths(months)
}

/**
 * Counts the months that are not kept, each in a transaction of its own, so that writers and readers get their turn in
 * between, and keeps the year that they make.
 */
async function countByMonth(asked: AskedYear, ruled: Ruled, q: Queryable): Promise<void> {
  const { year, throughDay } = asked
  const periods = monthsOf(asked)
  const kept = await keptMonths(ruled.kept, year, q, { withFigures: false })
  for (const period of periods) {
    if (!kept.some((one) => isSamePeriod(one, period))) await countMonth(period, ruled, q)
  }
  await inTransaction(async (tx) => {
    await holdOffForgetting(tx)
    const months = await keptMonths(ruled.kept, year, tx)
    const figures = periods.flatMap(
      (period) => months.find((one) => isSamePeriod(one, period))?.figures ?? [],
    )
    // Somebody may have changed a month that was counted already.
    if (figures.length < periods.length) return
    await keepFigures(
      ruled.kept,
      { year, month: 0, throughDay },
      yearBoundsOf(asked, ruled.by.zone),
      yearFromMonths(figures),
      tx,
    )
    await limitKeptFigures(tx)
  }, q)
}

/** The months that have begun by the last counted day, each up to that day. */
function monthsOf({ year, throughDay }: AskedYear): KeptPeriod[] {
  return Array.from({ length: 12 }, (_, index) => ({
    year,
    month: index + 1,
    throughDay: daysOfMonthThrough(year, index + 1, throughDay),
  })).filter((period) => period.throughDay > 0)
}

function isSamePeriod(a: KeptPeriod, b: KeptPeriod): boolean {
  return a.month === b.month && a.throughDay === b.throughDay
}

async function countMonth(period: KeptPeriod, ruled: Ruled, q: Queryable): Promise<void> {
  await nextTurn()
  await inTransaction(async (tx) => {
    await holdOffForgetting(tx)
    const figures = await countRows(period, ruled, tx)
    await keepFigures(ruled.kept, period, boundsOf(period, ruled), figures, tx)
  }, q)
}

async function countRows(period: KeptPeriod, ruled: Ruled, q: Queryable): Promise<PeriodFigures> {
  return monthFigures(await readRows(period.year, boundsOf(period, ruled), ruled, q), period, ruled.by)
}

function boundsOf({ year, month, throughDay }: KeptPeriod, { by }: Ruled): Window {
  return monthBounds(year, month, throughDay, by.zone)
}

/** From New Year to the end of the counted days. */
function yearBoundsOf({ year, throughDay }: AskedYear, zone: string): Window {
  const { from } = monthBounds(year, 1, 0, zone)
  const lastMonth = throughDay === daysInYear(year) ? 12 : monthOf(year, throughDay)
  return {
    from,
    until: monthBounds(year, lastMonth, daysOfMonthThrough(year, lastMonth, throughDay), zone).until,
  }
}

function monthOf(year: number, dayOfYear: number): number {
  return Temporal.PlainDate.from({ year, month: 1, day: 1 }).add({ days: dayOfYear - 1 }).month
}

/** 31 days in milliseconds. Longer incidents have an index of their own. */
const LONG = 2_678_400_000

/** The incidents that began within the bounds, with the year beside it so that one index answers. */
function begun(year: number, { from, until }: Window, { by, sameYears }: Ruled, q: Queryable) {
  return q
    .selectFrom('incident')
    .where(countedConditions(by.rule, asConditions(by.filters)))
    .where('incident.year', 'in', sameYears ? [year] : [year - 1, year, year + 1])
    .where('incident.started_at', '>=', from)
    .where('incident.started_at', '<', until)
}

/** Those from before, whose window reaches into the bounds. */
async function reachingIn({ from }: Window, { by }: Ruled, q: Queryable): Promise<string[]> {
  const before = () =>
    q
      .selectFrom('incident')
      .select('incident.id')
      .where(countedConditions(by.rule, asConditions(by.filters)))
      .where('incident.started_at', '<', from)
      .where('incident.ended_at', '>', from)
  const short = before().where('incident.ended_at', '<=', (from + LONG) as Instant)
  // Word for word as the index has it.
  const long = before().where(sql<SqlBool>`ended_at - started_at > 2678400000`)
  const rows = await short.union(long).execute()
  return rows.map(({ id }) => id)
}

function asConditions({ service, severity, factor, surface, kind }: TrendFilters) {
  return {
    service: service === null ? [] : [service],
    severity,
    factor: factor === null ? [] : [factor],
    surface: surface === null ? [] : [surface],
    kind,
  }
}

async function countBegun(year: number, bounds: Window, ruled: Ruled, q: Queryable): Promise<number> {
  const rows = await begun(year, bounds, ruled, q)
    .select('incident.id')
    .limit(ruled.mostAtOnce + 1)
    .execute()
  return rows.length
}

interface ReadRow extends TrendRow {
  serviceIds: string[]
  serviceWindows: { serviceId: string; startedAt: Instant | null; endedAt: Instant | null }[]
  factors: Factor[]
  symptoms: TrendSymptom[]
}

/** All incidents that began within the bounds, and those from before whose window reaches into them, with all that counts. */
async function readRows(year: number, bounds: Window, ruled: Ruled, q: Queryable): Promise<TrendRow[]> {
  const rows = new Map<string, ReadRow>()
  const inside = begun(year, bounds, ruled, q)
  addRows(rows, await inside.select(ROW_COLUMNS).execute())
  const ids = inside.select('incident.id')
  await addParts(rows, ids, q)
  await addTimes(rows, ids, q)
  const reaching = await reachingIn(bounds, ruled, q)
  if (reaching.length > 0) {
    const before = q.selectFrom('incident').select(ROW_COLUMNS).where('id', 'in', reaching)
    addRows(rows, await before.execute())
    await addParts(rows, reaching, q)
  }
  return [...rows.values()]
}

const ROW_COLUMNS = [
  'incident.id',
  'incident.reference',
  'incident.kind',
  'incident.severity',
  'incident.started_at',
  'incident.ended_at',
] as const

type RowColumn = (typeof ROW_COLUMNS)[number] extends `incident.${infer Name}` ? Name : never

function addRows(
  rows: Map<string, ReadRow>,
  incidents: readonly Pick<Selectable<Schema['incident']>, RowColumn>[],
): void {
  for (const incident of incidents) {
    rows.set(incident.id, {
      reference: incident.reference,
      kind: incident.kind,
      severity: incident.severity,
      startedAt: incident.started_at,
      endedAt: incident.ended_at,
      serviceIds: [],
      serviceWindows: [],
      factors: [],
      symptoms: [],
      times: NO_TIMES,
    })
  }
}

type Ids = string[] | SelectQueryBuilder<Schema, 'incident', { id: string }>

/** Services, factors and symptoms. */
async function addParts(rows: ReadonlyMap<string, ReadRow>, ids: Ids, q: Queryable): Promise<void> {
  const services = await q
    .selectFrom('incident_service')
    .select(['incident_id', 'service_id', 'started_at', 'ended_at'])
    .where('incident_id', 'in', ids)
    .execute()
  for (const { incident_id, service_id, started_at, ended_at } of services) {
    const row = rows.get(incident_id)!
    row.serviceIds.push(service_id)
    if (started_at === null && ended_at === null) continue
    row.serviceWindows.push({ serviceId: service_id, startedAt: started_at, endedAt: ended_at })
  }
  const factors = await q.selectFrom('incident_factor').selectAll().where('incident_id', 'in', ids).execute()
  for (const { incident_id, factor } of factors) rows.get(incident_id)!.factors.push(factor)
  const symptoms = await q
    .selectFrom('symptom')
    .select([
      'incident_id',
      'service_id as serviceId',
      'surface',
      'started_at as startedAt',
      'ended_at as endedAt',
      'share_percent as sharePercent',
      'text_ko as textKo',
      'text_en as textEn',
      'error_text as errorText',
    ])
    .where('incident_id', 'in', ids)
    .where('removed_at', 'is', null)
    .orderBy('incident_id')
    .orderBy('position')
    .execute()
  for (const symptom of symptoms) rows.get(symptom.incident_id)!.symptoms.push(symptom)
}

async function addTimes(rows: ReadonlyMap<string, ReadRow>, ids: Ids, q: Queryable): Promise<void> {
  const decided = await q
    .selectFrom('marker')
    .leftJoin('reading', 'reading.id', 'marker.chosen_reading_id')
    .select([
      'marker.incident_id',
      'marker.key',
      'marker.not_applicable_reason as notApplicableReason',
      'reading.shape',
      'reading.at',
      'reading.until',
    ])
    .where('marker.incident_id', 'in', ids)
    .where('marker.key', 'in', MARKERS_OF_TIMES)
    .execute()
  const markers = new Map<string, Record<MarkerKey, Marker>>()
  for (const row of decided) {
    let own = markers.get(row.incident_id)
    if (own === undefined) markers.set(row.incident_id, (own = { ...NO_MARKERS }))
    own[row.key] = markerOf(row)
  }
  for (const [id, own] of markers) {
    const row = rows.get(id)!
    row.times = timesOf(own)
    const start = chosenValue(own.impact_start)
    row.startedUntil = start?.shape === 'range' ? start.until : null
  }
}

const MARKERS_OF_TIMES: MarkerKey[] = [
  'impact_start',
  'detected',
  'first_public_word',
  'mitigated',
  'impact_end',
]

/** Of which duration each time of a trend is. */
const DURATION_OF: Record<TrendDuration, DurationKey> = {
  detect: 'detect',
  first_public_word: 'first_public_word',
  mitigate: 'mitigate',
  recover: 'impact',
}

interface DecidedMarker {
  key: MarkerKey
  notApplicableReason: string | null
  shape: 'instant' | 'about' | 'range' | null
  at: Instant | null
  until: Instant | null
}

const NO_MARKERS = emptyMarkers()

function markerOf({ key, notApplicableReason, shape, at, until }: DecidedMarker): Marker {
  const marker = { ...NO_MARKERS[key], notApplicableReason }
  if (shape === null || at === null) return marker
  const value = shape === 'range' ? { shape, at, until: until ?? at } : { shape, at }
  marker.chosen = { id: '', markerKey: key, value, source: '', sourceUrl: '', recordedAt: at, recordedBy: '' }
  return marker
}

function timesOf(markers: Record<MarkerKey, Marker>): Record<TrendDuration, TrendTime> {
  const time = (key: TrendDuration): TrendTime => {
    const found = duration(DURATION_OF[key], markers)
    if (found.outcome === 'pending') return 'unknown'
    if (found.outcome !== 'recorded') return found.outcome
    return found.minutes === undefined ? 'range' : Math.round(found.minutes)
  }
  return {
    detect: time('detect'),
    first_public_word: time('first_public_word'),
    mitigate: time('mitigate'),
    recover: time('recover'),
  }
}

const NO_TIMES = timesOf(NO_MARKERS)

async function undatedUnder(
  { by }: Ruled,
  q: Queryable,
): Promise<{ undated: number; undatedReferences: string[] }> {
  const rows = await q
    .selectFrom('incident')
    .select('reference')
    .where(countedConditions(by.rule, asConditions(by.filters)))
    .where('incident.started_at', 'is', null)
    .orderBy('reference')
    .execute()
  return {
    undated: rows.length,
    undatedReferences: rows.slice(0, MOST_REFERENCES).map(({ reference }) => reference),
  }
}

async function findFirstRecordedYear(zone: string, q: Queryable): Promise<number | null> {
  const first = await q
    .selectFrom('incident')
    .select('started_at')
    .where('removed_at', 'is', null)
    .where('started_at', 'is not', null)
    .orderBy('started_at')
    .limit(1)
    .executeTakeFirst()
  return first?.started_at == null ? null : yearOf(first.started_at, zone)
}
