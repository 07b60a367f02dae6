import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql, type SqlBool } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { db, type Queryable } from '#db/client.server.ts'
import { databaseProblem } from '#db/database-errors.ts'
import { inTransaction } from '#db/transaction.server.ts'
import type { RuleInForce } from '#app/domain/counting-rule.ts'
import { duration, type DurationKey } from '#app/domain/durations.ts'
import { DomainError } from '#app/domain/errors.ts'
import { daysInYear, plainDate, yearOf, type Instant } from '#app/domain/instant.ts'
import { emptyMarkers, type Marker, type MarkerKey } from '#app/domain/markers.ts'
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
  isUnfiltered,
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
} from '#app/domain/trend.ts'
import type { Window } from '#app/domain/windows.ts'
import { factorMessages } from '#app/messages/factors.ts'
import { trendFilterMessages } from '#app/messages/trend-filters.ts'
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
  type KeptUnder,
} from './year-rollup.server.ts'
import { listYearlyCounts } from './yearly-count.server.ts'

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
  /** When given, an as-of date after it is refused: days that have not come yet would count as days without incidents. */
  now?: Instant
}

const DEFAULT_YEARS = 10
const MOST_YEARS = 100

/** A year with more incidents than this is counted, and kept, month by month. */
const MOST_AT_ONCE = 2000

/**
 * The yearly trend. Reads the kept figures of each year and counts only what has changed since.
 *
 * @param mostAtOnce for tests: incidents of a year above which it is counted month by month
 * @throws DomainError `invalid` for dates and years that cannot be; `not_found` for an unknown rule or version.
 */
export async function getTrend(
  request: TrendRequest,
  q: Queryable = db,
  { mostAtOnce = MOST_AT_ONCE }: { mostAtOnce?: number } = {},
): Promise<Trend> {
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
  const figures = await figuresOf(years, ruled, q)
  const undated = await undatedUnder(ruled, q)
  const touched = new Set([...figures.values()].flatMap(({ groups }) => Object.keys(groups.service)))
  return trendFromFigures({
    ...range,
    asOf,
    zone,
    grain,
    rule,
    ruleChanges: await ruleChangesOf(rule, zone, q),
    filters,
    filterWords: filterWords(filters, services),
    services: services
      .filter(({ id }) => touched.has(id) || id === filters.service)
      .map(({ id, nameKo, nameEn }) => ({ id, nameKo, nameEn })),
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
  })
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

function filterWords(filters: TrendFilters, services: readonly NamedService[]): { ko: string; en: string } {
  if (isUnfiltered(filters)) return { ko: '', en: '' }
  const service = services.find(({ id }) => id === filters.service)
  const named = (language: 'ko' | 'en') => {
    const t = trendFilterMessages[language]
    const own = language === 'ko' ? service?.nameKo || service?.nameEn : service?.nameEn || service?.nameKo
    const { severity, factor, surface, kind } = filters
    return [
      ...(kind === null ? [] : [t.kinds[kind]]),
      ...(filters.service === null
        ? []
        : [filters.service === 'none' ? t.noService : t.service(own ?? filters.service)]),
      ...(severity === null ? [] : [t.severity(t.severities[severity])]),
      ...(factor === null
        ? []
        : [factor === 'none' ? t.noFactor : t.factor(factorMessages[language].names[factor])]),
      ...(surface === null ? [] : [surface === 'none' ? t.noSurface : t.surface(t.surfaces[surface])]),
    ].join(' · ')
  }
  return { ko: named('ko'), en: named('en') }
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

/** Kept figures where there are any; the others are counted and kept. */
async function figuresOf(
  years: readonly AskedYear[],
  ruled: Ruled,
  q: Queryable,
): Promise<Map<number, YearFigures>> {
  const figures = await keptYears(ruled.kept, years, q)
  for (const asked of years.filter(({ year }) => !figures.has(year))) {
    const counted = await countAndKeep(asked, ruled, q).catch((error: unknown) => {
      // Keeping is for speed only: whoever reads is answered also where nothing can be written.
      if (q.isTransaction || databaseProblem(error) === null) throw error
      return countWhole(asked, ruled, q)
    })
    figures.set(asked.year, counted)
  }
  return figures
}

async function countAndKeep(asked: AskedYear, ruled: Ruled, q: Queryable): Promise<YearFigures> {
  const { year, throughDay } = asked
  const bounds = yearBoundsOf(asked, ruled.by.zone)
  if ((await countBegun(year, bounds, ruled, q)) > ruled.mostAtOnce) {
    return countByMonth(asked, ruled, q)
  }
  return inTransaction(async (tx) => {
    await holdOffForgetting(tx)
    const figures = await countWhole(asked, ruled, tx)
    await keepFigures(ruled.kept, { year, month: 0, throughDay }, bounds, figures, tx)
    await limitKeptFigures(tx)
    return figures
  }, q)
}

async function countWhole(asked: AskedYear, ruled: Ruled, q: Queryable): Promise<YearFigures> {
  const rows = await readRows(asked.year, yearBoundsOf(asked, ruled.by.zone), ruled, q)
  return yearFigures(rows, asked, ruled.by)
}

/**
 * Counts the months that are not kept, each in a transaction of its own, so that writers and readers get their turn in
 * between, and puts the year together from all of them.
 */
async function countByMonth(asked: AskedYear, ruled: Ruled, q: Queryable): Promise<YearFigures> {
  const { year, throughDay } = asked
  const kept = await keptMonths(ruled.kept, year, q)
  const months: PeriodFigures[] = []
  const periods: { month: number; throughDay: number }[] = []
  for (let month = 1; month <= 12; month += 1) {
    const days = daysOfMonthThrough(year, month, throughDay)
    if (days === 0) break
    periods.push({ month, throughDay: days })
    const known = kept.find((one) => one.month === month && one.throughDay === days)
    months.push(known?.figures ?? (await countMonth({ year, month, throughDay: days }, ruled, q)))
  }
  const figures = yearFromMonths(months)
  await inTransaction(async (tx) => {
    await holdOffForgetting(tx)
    // Somebody may have changed a month that was counted already; then only the next reader keeps the year.
    const still = await keptMonths(ruled.kept, year, tx, { withFigures: false })
    const complete = periods.every(({ month, throughDay }) =>
      still.some((one) => one.month === month && one.throughDay === throughDay),
    )
    if (!complete) return
    await keepFigures(
      ruled.kept,
      { year, month: 0, throughDay },
      yearBoundsOf(asked, ruled.by.zone),
      figures,
      tx,
    )
    await limitKeptFigures(tx)
  }, q)
  return figures
}

async function countMonth(
  period: { year: number; month: number; throughDay: number },
  ruled: Ruled,
  q: Queryable,
): Promise<PeriodFigures> {
  await nextTurn()
  const bounds = monthBounds(period.year, period.month, period.throughDay, ruled.by.zone)
  return inTransaction(async (tx) => {
    await holdOffForgetting(tx)
    const figures = monthFigures(await readRows(period.year, bounds, ruled, tx), period, ruled.by)
    await keepFigures(ruled.kept, period, bounds, figures, tx)
    return figures
  }, q)
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

/** All incidents that began within the bounds, and those from before whose window reaches into them, with all that counts. */
async function readRows(year: number, bounds: Window, ruled: Ruled, q: Queryable): Promise<TrendRow[]> {
  const reaching = await reachingIn(bounds, ruled, q)
  const ids = () => begun(year, bounds, ruled, q).select('incident.id')
  const columns = ['id', 'reference', 'kind', 'severity', 'started_at', 'ended_at'] as const
  const both = async <Row>(read: (which: ReturnType<typeof ids> | string[]) => Promise<Row[]>) =>
    reaching.length === 0 ? read(ids()) : [...(await read(ids())), ...(await read(reaching))]

  const incidents = [
    ...(await begun(year, bounds, ruled, q)
      .select(columns.map((column) => `incident.${column}` as const))
      .execute()),
    ...(reaching.length === 0
      ? []
      : await q.selectFrom('incident').select(columns).where('id', 'in', reaching).execute()),
  ]
  const services = byIncident(
    await both((which) =>
      q
        .selectFrom('incident_service')
        .select(['incident_id', 'service_id', 'started_at', 'ended_at'])
        .where('incident_id', 'in', which)
        .execute(),
    ),
  )
  const factors = byIncident(
    await both((which) =>
      q.selectFrom('incident_factor').selectAll().where('incident_id', 'in', which).execute(),
    ),
  )
  const symptoms = byIncident(
    await both((which) =>
      q
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
        .where('incident_id', 'in', which)
        .where('removed_at', 'is', null)
        .orderBy('position')
        .execute(),
    ),
  )
  const decided = byIncident(
    await q
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
      .where('marker.incident_id', 'in', ids())
      .where('marker.key', 'in', MARKERS_OF_TIMES)
      .execute(),
  )
  return incidents.map((incident): TrendRow => {
    const touched = services.get(incident.id) ?? []
    return {
      reference: incident.reference,
      kind: incident.kind,
      severity: incident.severity,
      startedAt: incident.started_at,
      endedAt: incident.ended_at,
      serviceIds: touched.map(({ service_id }) => service_id),
      serviceWindows: touched
        .filter(({ started_at, ended_at }) => started_at !== null || ended_at !== null)
        .map(({ service_id, started_at, ended_at }) => ({
          serviceId: service_id,
          startedAt: started_at,
          endedAt: ended_at,
        })),
      factors: (factors.get(incident.id) ?? []).map(({ factor }) => factor),
      symptoms: symptoms.get(incident.id) ?? [],
      times: timesOf(decided.get(incident.id) ?? []),
    }
  })
}

function byIncident<Row extends { incident_id: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, (row) => row.incident_id)
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

function timesOf(decided: readonly DecidedMarker[]): Record<TrendDuration, TrendTime> {
  const markers: Record<MarkerKey, Marker> = emptyMarkers()
  for (const { key, notApplicableReason, shape, at, until } of decided) {
    const value =
      shape === null || at === null
        ? null
        : shape === 'range'
          ? { shape, at, until: until ?? at }
          : { shape, at }
    markers[key] = {
      ...markers[key],
      notApplicableReason,
      chosen:
        value === null
          ? null
          : { id: '', markerKey: key, value, source: '', sourceUrl: '', recordedAt: at!, recordedBy: '' },
    }
  }
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
