/**
 * The yearly trend: how many incidents each year had and how long they lasted, under one counting rule.
 *
 * Two steps. `yearFigures` reduces the incidents of one year to figures per day; they are small, can be kept, and do
 * not depend on the as-of date. `trendFromFigures` cuts them at that date and says what they allow. Days, years and
 * the as-of date are days in the rule's zone.
 */
import { Temporal } from 'temporal-polyfill'
import {
  countsUnder,
  knownLength,
  type Countable,
  type CountingRule,
  type RuleInForce,
} from './counting-rule.ts'
import {
  countDays,
  coveredDaysOf,
  coversFromNewYear,
  dayOf,
  mergePeriods,
  type CoveredDays,
  type CoveredPeriod,
} from './coverage.ts'
import type { Severity } from './incident-record.ts'
import { daysInYear, yearOf, type Instant } from './instant.ts'
import { compareCounts, countInterval, trendTest, type RateComparison, type TrendTest } from './statistics.ts'
import { trendSentence } from './trend-sentence.ts'
import { clip, mergeWindows, type Window } from './windows.ts'

/** One incident, as far as a trend looks at it. */
export interface TrendRow extends Countable {
  reference: string
}

/** A number for a whole year from before the tool, as its source gives it. */
export interface ReportedCount {
  year: number
  count: number
  source: string
  sourceUrl: string
  /** How the source counted, in its own words; empty when it does not say. */
  ruleStated: string
}

export interface TrendDot {
  reference: string
  /** Day of the year, 1 to 366. */
  day: number
  /** Whole minutes; null when the length is not known. */
  minutes: number | null
  severity: Severity
}

/** Pairs of day of the year and value, ascending; days without a value are left out. */
export type PerDay = [day: number, value: number][]

/** All that is kept of a year's incidents under a rule. Times are milliseconds, so that nothing is rounded twice. */
export interface YearFigures {
  /** Incidents by the day on which they began. */
  counts: PerDay
  /** Those of them whose length is not known. */
  unknown: PerDay
  /** Would count if they were known to have lasted as long as the rule asks. */
  leftOut: PerDay
  /** Downtime in milliseconds by the day on which it fell; overlaps count once. */
  downtime: PerDay
  /** Null in a year with more than `MOST_DOTS`. */
  dots: TrendDot[] | null
}

export interface TrendYear {
  year: number
  /** Where `count` comes from: the record, or a number from before the tool. Unknown: neither has anything. */
  kind: 'recorded' | 'reported' | 'unknown'
  count: number | null
  /**
   * Days that `count` speaks of: of the record the covered ones up to the end of the as-of day, of a reported count the
   * whole year. 0 where incidents are on record and nobody says when it was kept.
   */
  days: number
  daysInYear: number
  /** Whether the year is not over at the end of the as-of day. */
  running: boolean
  /** Whether a recorded `count` speaks of fewer days than the year has: it is running, or was not covered throughout. */
  partial: boolean
  /** Where these days lie; empty where none is covered. Of a reported count those of the record beside it. */
  covered: CoveredDays[]
  /** Of the recorded `count`: how many began on days that are not covered, so that it is no count for those that are. */
  outside: number
  /** Whole minutes, up to the end of the as-of day; null when no length is known, which is not the same as 0. */
  downtimeMinutes: number | null
  /** Of the counted incidents; all of a reported count. */
  unknownDurations: number
  /** Incidents that the rule's shortest length leaves out because nobody knows how long they lasted. */
  leftOut: number
  /** The 95 % interval of the count. */
  interval: { lower: number; upper: number } | null
  /** Of a reported count. */
  source: { name: string; url: string; ruleStated: string } | null
  /** What else is said about the same year and is not the figure. */
  others: { kind: 'recorded' | 'reported'; count: number; source: string | null }[]
}

export interface SamePeriod {
  /** Month and day (`MM-DD`) of the as-of date; 29 February is 28 February in a year without one. */
  through: string
  /** Days from New Year in the as-of year. */
  days: number
  /** `count` is null where the dates of a year's incidents are not known, or not every day of the period is covered. */
  years: { year: number; days: number; count: number | null }[]
}

export type Verdict = 'nothing_known' | 'described' | 'not_established' | 'established'

/** Whole years in a row that were counted in the same way; only these are tested against each other. */
export interface TrendSeries {
  kind: 'recorded' | 'reported'
  source: string | null
  ruleStated: string | null
  years: number[]
  counts: number[]
  /** Over all years of the series, each taken as one year; null for a single year. */
  test: TrendTest | null
  /** The last year against the first. */
  comparison: RateComparison | null
  verdict: Verdict
}

export interface YearDots {
  year: number
  /** Each incident; null in a year with too many to draw, which has `perDay` instead. */
  incidents: TrendDot[] | null
  perDay: PerDay | null
}

export interface Trend {
  zone: string
  asOf: string
  rule: RuleInForce
  /** When the record was kept, as it is stated; empty when nothing is. */
  covered: CoveredPeriod[]
  years: TrendYear[]
  samePeriod: SamePeriod
  series: TrendSeries[]
  /** Of the latest series. */
  verdict: Verdict
  /** Incidents without a start: they belong to no year and are in no count. */
  undated: number
  sentence: { ko: string; en: string }
  dots: YearDots[]
}

/** What both ways to a trend need besides the incidents. */
export interface TrendQuestion {
  from: number
  to: number
  /** Calendar day `YYYY-MM-DD`; it is counted to its end. Later years and incidents are left out. */
  asOf: string
  /** Of the rule, or the organisation's where the rule has none. */
  zone: string
  rule: RuleInForce
  reported: readonly ReportedCount[]
  /**
   * When the record was kept, in days of `zone`; they may overlap. Where nothing is stated, each year from the one of
   * the first incident on counts as covered.
   */
  covered?: readonly CoveredPeriod[]
}

/** A year with more incidents than this is drawn by days. */
export const MOST_DOTS = 400

/** Two-sided p below which a difference is called established. */
const ESTABLISHED_BELOW = 0.05

/**
 * Reduces incidents to the figures of one year. `rows` may hold incidents of other years; needed are all that began in
 * the year and all whose downtime reaches into it.
 */
export function yearFigures(
  rows: readonly TrendRow[],
  year: number,
  rule: CountingRule,
  zone: string,
): YearFigures {
  const starts = dayStarts(year, zone)
  const bounds = { from: starts[0] as Instant, until: starts.at(-1) as Instant }
  const counts = new Map<number, number>()
  const unknown = new Map<number, number>()
  const leftOut = new Map<number, number>()
  const dots: TrendDot[] = []
  const windows: Window[] = []

  for (const row of rows) {
    if (row.startedAt === null) continue
    const verdict = countsUnder(rule, row)
    if (verdict === 'no') continue
    const length = knownLength(row)
    if (length !== null) {
      const inYear = clip({ from: row.startedAt, until: row.endedAt as Instant }, bounds)
      if (inYear !== null) windows.push(inYear)
    }
    if (row.startedAt < bounds.from || row.startedAt >= bounds.until) continue
    const day = dayAt(starts, row.startedAt)
    if (verdict === 'length_unknown') {
      add(leftOut, day, 1)
      continue
    }
    add(counts, day, 1)
    if (length === null) add(unknown, day, 1)
    const minutes = length === null ? null : Math.round(length / 60_000)
    dots.push({ reference: row.reference, day, minutes, severity: row.severity })
  }

  const downtime = new Map<number, number>()
  for (const window of mergeWindows(windows)) addByDay(downtime, starts, window)

  dots.sort((a, b) => a.day - b.day || (a.reference < b.reference ? -1 : 1))
  return {
    counts: perDay(counts),
    unknown: perDay(unknown),
    leftOut: perDay(leftOut),
    downtime: perDay(downtime),
    dots: dots.length > MOST_DOTS ? null : dots,
  }
}

/**
 * The trend straight from incidents. Every incident that is not removed must be among `rows`, those without a start
 * too; removed ones must not.
 */
export function trendOf(rows: readonly TrendRow[], question: TrendQuestion): Trend {
  const { rule, zone } = question
  const dated = rows.flatMap((row) => (row.startedAt === null ? [] : [yearOf(row.startedAt, zone)]))
  return trendFromFigures({
    ...question,
    figures: new Map(
      yearsAsked(question).map((year) => [year, yearFigures(rows, year, rule.definition, zone)] as const),
    ),
    firstRecordedYear: dated.length === 0 ? null : dated.reduce((first, year) => Math.min(first, year)),
    undated: undatedUnder(rule.definition, rows),
  })
}

/** How many incidents would count in some year if it were known when they began; lengths are not asked for. */
function undatedUnder(rule: CountingRule, rows: readonly TrendRow[]): number {
  const ofAnyLength = { ...rule, minimumMinutes: 0 }
  return rows.filter((row) => row.startedAt === null && countsUnder(ofAnyLength, row) === 'yes').length
}

/** The years a question is about: none after that of the as-of date. */
export function yearsAsked(question: Pick<TrendQuestion, 'from' | 'to' | 'asOf'>): number[] {
  const last = Math.min(question.to, Number(question.asOf.slice(0, 4)))
  return Array.from({ length: Math.max(0, last - question.from + 1) }, (_, index) => question.from + index)
}

export interface TrendMaterial extends TrendQuestion {
  figures: ReadonlyMap<number, YearFigures>
  /**
   * Year in which the first incident of the record began, whatever the rule. Where no covered period is stated, a year
   * without incidents has 0 of them from then on; before, nobody was keeping the record and nothing is known.
   */
  firstRecordedYear: number | null
  undated: number
}

/**
 * Cuts kept figures at the as-of date and says what they allow.
 *
 * Where a year has both a reported count and incidents on record, one is the figure and the other stands beside it in
 * `others`. For a whole year the record is the figure once it holds at least as many incidents as were reported: a few
 * old incidents entered later do not make a year of six a year of one. Where it holds just as many and was not kept all
 * year, the reported count stays the figure, as it speaks of the whole year. For the running year the record always is,
 * since a count of the whole year cannot be cut at a day. Of several reported counts the last one entered is the figure.
 */
export function trendFromFigures(material: TrendMaterial): Trend {
  const { asOf, zone, rule, undated } = material
  const asked = yearsAsked(material)
  const covered = mergePeriods(material.covered ?? [])
  const years = asked.map((year) => trendYear(year, covered, material))
  const samePeriod = samePeriodOf(years, covered, material)
  const series = seriesOf(years)
  const verdict =
    series.at(-1)?.verdict ?? (years.some((year) => year.count !== null) ? 'described' : 'nothing_known')
  const told = { asked, years, samePeriod, series, undated, coverageStated: covered.length > 0 }
  return {
    zone,
    asOf,
    rule,
    covered,
    years,
    samePeriod,
    series,
    verdict,
    undated,
    sentence: { ko: trendSentence(told, 'ko'), en: trendSentence(told, 'en') },
    dots: asked.map((year) => yearDots(year, daysThrough(year, asOf), material.figures.get(year))),
  }
}

/** How many of the counted incidents began on days on which the record was not kept throughout. */
function outsideOf(year: number, counts: PerDay, through: number, covered: readonly CoveredDays[]): number {
  const isCovered = (day: string) => covered.some(({ from, until }) => from <= day && day <= until)
  return counts
    .filter(([day]) => day <= through && !isCovered(dayOf(year, day)))
    .reduce((sum, [, count]) => sum + count, 0)
}

const NO_FIGURES: YearFigures = { counts: [], unknown: [], leftOut: [], downtime: [], dots: [] }

function trendYear(year: number, periods: readonly CoveredPeriod[], material: TrendMaterial): TrendYear {
  const length = daysInYear(year)
  const through = daysThrough(year, material.asOf)
  const running = through < length
  const figures = material.figures.get(year) ?? NO_FIGURES
  const onRecord = total(figures.counts, through)
  const { covered, kept } = coverageOf(year, through, periods, material)
  const recorded = kept || onRecord > 0 ? onRecord : null
  const coveredDays = countDays(covered)

  const reportedAll = material.reported.filter((reported) => reported.year === year)
  const reported = running ? undefined : reportedAll.at(-1)
  const enough = reported !== undefined && coveredDays < length ? reported.count + 1 : (reported?.count ?? 0)
  const isReported = reported !== undefined && (recorded ?? -1) < enough
  const count = isReported ? reported.count : recorded
  const kind = count === null ? 'unknown' : isReported ? 'reported' : 'recorded'
  const nothingStated = periods.length === 0
  return {
    year,
    kind,
    count,
    days: isReported || (kind === 'unknown' && nothingStated) ? through : coveredDays,
    daysInYear: length,
    running,
    partial: kind === 'recorded' && coveredDays < length,
    covered,
    outside: isReported || nothingStated ? 0 : outsideOf(year, figures.counts, through, covered),
    downtimeMinutes: isReported ? null : downtimeOf(figures, through, recorded !== null),
    unknownDurations: isReported ? reported.count : total(figures.unknown, through),
    leftOut: total(figures.leftOut, through),
    interval: count === null ? null : countInterval(count),
    source: isReported
      ? { name: reported.source, url: reported.sourceUrl, ruleStated: reported.ruleStated }
      : null,
    others: [
      ...(isReported && recorded !== null && recorded > 0
        ? [{ kind: 'recorded' as const, count: recorded, source: null }]
        : []),
      ...reportedAll
        .filter((other) => !isReported || other !== reported)
        .map((other) => ({ kind: 'reported' as const, count: other.count, source: other.source })),
    ],
  }
}

/** The covered days of a year up to its day `through`, and whether a lack of incidents on them means that there were none. */
function coverageOf(
  year: number,
  through: number,
  periods: readonly CoveredPeriod[],
  { figures, firstRecordedYear }: TrendMaterial,
): { covered: CoveredDays[]; kept: boolean } {
  if (periods.length === 0) {
    const kept = figures.has(year) && firstRecordedYear !== null && year >= firstRecordedYear
    return { covered: kept ? [{ from: dayOf(year, 1), until: dayOf(year, through) }] : [], kept }
  }
  const { counts, leftOut } = figures.get(year) ?? NO_FIGURES
  const days = [...counts, ...leftOut].flatMap(([day]) => (day <= through ? [day] : []))
  const covered = coveredDaysOf(year, through, periods, days)
  return { covered, kept: covered.length > 0 }
}

/**
 * Null when incidents were counted and the length of none of them is known; 0 would read as "no time lost". In a year of
 * which nothing is known, only time lost from an incident before New Year is a figure.
 */
function downtimeOf(figures: YearFigures, days: number, isKnown: boolean): number | null {
  const milliseconds = total(figures.downtime, days)
  const counted = total(figures.counts, days)
  if (milliseconds === 0 && (!isKnown || (counted > 0 && total(figures.unknown, days) === counted)))
    return null
  return Math.round(milliseconds / 60_000)
}

function samePeriodOf(
  years: readonly TrendYear[],
  periods: readonly CoveredPeriod[],
  { asOf, figures }: TrendMaterial,
): SamePeriod {
  const asOfYear = Number(asOf.slice(0, 4))
  const through = asOf.slice(5)
  return {
    through,
    days: dayNumber(asOfYear, through),
    years: years.map((year) => {
      const days = dayNumber(year.year, through)
      if (days === year.daysInYear) return { year: year.year, days, count: year.partial ? null : year.count }
      const ofYear = figures.get(year.year)
      const known =
        periods.length > 0
          ? coversFromNewYear(year.covered, days)
          : year.kind === 'recorded' && ofYear !== undefined
      return { year: year.year, days, count: known ? total((ofYear ?? NO_FIGURES).counts, days) : null }
    }),
  }
}

/** Leap years count as one year like the others: a day in 365 would move nothing but the ties of an exact test. */
const WHOLE_YEAR = 1

function seriesOf(years: readonly TrendYear[]): TrendSeries[] {
  const runs: TrendYear[][] = []
  for (const year of years) {
    if (year.running || year.partial || year.count === null) continue
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (run && before && before.year === year.year - 1 && sameBasis(before, year)) run.push(year)
    else runs.push([year])
  }
  return runs.map((run) => {
    const counts = run.map((year) => year.count ?? 0)
    const exposed = counts.map((count) => ({ count, exposure: WHOLE_YEAR }))
    const [first, last] = [exposed[0], exposed.at(-1)]
    const test = trendTest(exposed)
    return {
      kind: run[0]?.kind === 'reported' ? 'reported' : 'recorded',
      source: run[0]?.source?.name ?? null,
      ruleStated: run[0]?.source?.ruleStated ?? null,
      years: run.map((year) => year.year),
      counts,
      test,
      comparison: test && first && last ? compareCounts(first, last) : null,
      verdict:
        test === null ? 'described' : test.pTwoSided < ESTABLISHED_BELOW ? 'established' : 'not_established',
    }
  })
}

function sameBasis(a: TrendYear, b: TrendYear): boolean {
  return (
    a.kind === b.kind && a.source?.name === b.source?.name && a.source?.ruleStated === b.source?.ruleStated
  )
}

function yearDots(year: number, through: number, figures: YearFigures | undefined): YearDots {
  if (figures === undefined) return { year, incidents: [], perDay: null }
  if (figures.dots === null) {
    return { year, incidents: null, perDay: figures.counts.filter(([day]) => day <= through) }
  }
  return { year, incidents: figures.dots.filter((dot) => dot.day <= through), perDay: null }
}

/** How many days of a year are over at the end of the as-of day. */
function daysThrough(year: number, asOf: string): number {
  const asOfYear = Number(asOf.slice(0, 4))
  if (year < asOfYear) return daysInYear(year)
  return year > asOfYear ? 0 : dayNumber(year, asOf.slice(5))
}

/** Number of the day `MM-DD` in a year, 1 to 366; a 29 February that the year lacks is its 28 February. */
function dayNumber(year: number, monthAndDay: string): number {
  const [month = 1, day = 1] = monthAndDay.split('-').map(Number)
  return Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' }).dayOfYear
}

/** The instants at which the days of a year begin, and at the end the one at which the next year does. */
function dayStarts(year: number, zone: string): Instant[] {
  const newYear = Temporal.PlainDate.from({ year, month: 1, day: 1 })
  return Array.from(
    { length: daysInYear(year) + 1 },
    (_, index) => newYear.add({ days: index }).toZonedDateTime(zone).epochMilliseconds as Instant,
  )
}

/** Number of the day on which an instant falls, by bisection; it must lie within the year. */
function dayAt(starts: readonly Instant[], at: Instant): number {
  let low = 0
  let high = starts.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] as Instant) <= at) low = middle
    else high = middle
  }
  return low + 1
}

function addByDay(sums: Map<number, number>, starts: readonly Instant[], window: Window): void {
  // A zone that moves over the date line skips a day: its two bounds are the same and nothing falls on it.
  for (let day = dayAt(starts, window.from); day < starts.length; day++) {
    const bounds = { from: starts[day - 1] as Instant, until: starts[day] as Instant }
    if (bounds.from >= window.until) return
    const piece = clip(window, bounds)
    if (piece !== null) add(sums, day, piece.until - piece.from)
  }
}

function add(sums: Map<number, number>, day: number, value: number): void {
  sums.set(day, (sums.get(day) ?? 0) + value)
}

function perDay(sums: ReadonlyMap<number, number>): PerDay {
  return [...sums].sort(([a], [b]) => a - b)
}

function total(values: PerDay, throughDay: number): number {
  return values.reduce((sum, [day, value]) => (day <= throughDay ? sum + value : sum), 0)
}
