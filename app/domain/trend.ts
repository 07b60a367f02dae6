/**
 * The yearly trend: how many incidents each year had and how long they lasted, under one counting rule.
 *
 * Two steps. `trend-figures.ts` reduces the incidents of a year up to the as-of date to figures that are small and can be
 * kept. `trendFromFigures` says what they allow. Days, years and the as-of date are days in the rule's zone.
 */
import { Temporal } from 'temporal-polyfill'
import { countsUnder, type CountingRule, type RuleInForce } from './counting-rule.ts'
import {
  countDays,
  coveredDaysOf,
  coversFromNewYear,
  dayOf,
  mergePeriods,
  type CoveredDays,
  type CoveredPeriod,
} from './coverage.ts'
import { daysInMonth, daysInYear, yearOf } from './instant.ts'
import { compareCounts, countInterval, mayDrawTrendLine, percentChange, trendTest } from './statistics.ts'
import { distributionOf } from './trend-distribution.ts'
import {
  addSums,
  daysBefore,
  noFigures,
  passes,
  throughDayOf,
  yearFigures,
  yearFromMonths,
  type CutName,
  type FlawName,
  type Sums,
  type TrendRow,
  type YearFigures,
} from './trend-figures.ts'
import { incidentsBehind, type TrendPart } from './trend-incidents.ts'
import { isUnfiltered, NO_FILTERS, NONE, type TrendFilters, type TrendGrain } from './trend-query.ts'
import { repeatsOf } from './trend-repeats.ts'
import { trendSentence } from './trend-sentence.ts'
import {
  MOST_REFERENCES,
  TREND_DURATIONS,
  type HeatCell,
  type PerDay,
  type ReportedCount,
  type RuleChange,
  type SamePeriod,
  type TimeLost,
  type Trend,
  type TrendCut,
  type TrendDuration,
  type TrendFinding,
  type TrendFindingKind,
  type TrendGroup,
  type TrendPeriod,
  type TrendSeries,
  type TrendYear,
  type YearDots,
} from './trend-shape.ts'

export type { TrendRow, TrendSymptom, YearFigures } from './trend-figures.ts'
export * from './trend-shape.ts'

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
  filters?: TrendFilters
  /** What the filters leave, in words; empty without any. */
  filterWords?: { ko: string; en: string }
  grain?: TrendGrain
  ruleChanges?: RuleChange[]
  services?: Trend['services']
}

/** Two-sided p below which a difference is called established. */
const ESTABLISHED_BELOW = 0.05

/**
 * The trend straight from incidents. Every incident that is not removed must be among `rows`, those without a start
 * too; removed ones must not.
 */
export function trendOf(rows: readonly TrendRow[], question: TrendQuestion): Trend {
  const { rule, zone, asOf, filters = NO_FILTERS } = question
  const by = { rule: rule.definition, filters, zone }
  const dated = rows.flatMap((row) => (row.startedAt === null ? [] : [yearOf(row.startedAt, zone)]))
  const undated = undatedUnder(rule.definition, filters, rows)
  return trendFromFigures({
    ...question,
    figures: new Map(
      yearsAsked(question).map((year) => {
        return [year, yearFigures(rows, { year, throughDay: throughDayOf(year, asOf) }, by)] as const
      }),
    ),
    firstRecordedYear: dated.length === 0 ? null : dated.reduce((first, year) => Math.min(first, year)),
    undated: undated.length,
    undatedReferences: undated.slice(0, MOST_REFERENCES),
  })
}

/** Which incidents would count in some year if it were known when they began; lengths are not asked for. */
function undatedUnder(rule: CountingRule, filters: TrendFilters, rows: readonly TrendRow[]): string[] {
  const ofAnyLength = { ...rule, minimumMinutes: 0 }
  return rows
    .filter(
      (row) => row.startedAt === null && countsUnder(ofAnyLength, row) === 'yes' && passes(filters, row),
    )
    .map(({ reference }) => reference)
    .sort()
}

/** The years a question is about: none after that of the as-of date. */
export function yearsAsked(question: Pick<TrendQuestion, 'from' | 'to' | 'asOf'>): number[] {
  const last = Math.min(question.to, Number(question.asOf.slice(0, 4)))
  return Array.from({ length: Math.max(0, last - question.from + 1) }, (_, index) => question.from + index)
}

export interface TrendMaterial extends TrendQuestion {
  /** Of each year up to the end of the as-of day. */
  figures: ReadonlyMap<number, YearFigures>
  /**
   * Year in which the first incident of the record began, whatever the rule. Where no covered period is stated, a year
   * without incidents has 0 of them from then on; before, nobody was keeping the record and nothing is known.
   */
  firstRecordedYear: number | null
  undated: number
  /** By reference, at most `MOST_REFERENCES`. */
  undatedReferences: string[]
}

/**
 * Says what kept figures allow.
 *
 * Where a year has both a reported count and incidents on record, one is the figure and the other stands beside it in
 * `others`. For a whole year the record is the figure once it holds at least as many incidents as were reported: a few
 * old incidents entered later do not make a year of six a year of one. Where it holds just as many and was not kept all
 * year, the reported count stays the figure, as it speaks of the whole year. For the running year the record always is,
 * since a count of the whole year cannot be cut at a day. Of several reported counts the last one entered is the figure.
 *
 * All years are counted under the one version of the rule that is named, also those from before it was recorded:
 * `ruleChanges` tells when that was. Reported counts are made under a rule of their own and are never joined to others.
 */
export function trendFromFigures(given: TrendMaterial): Trend {
  const filters = given.filters ?? NO_FILTERS
  // A reported count says nothing about one service or one factor.
  const material = { ...given, filters, reported: isUnfiltered(filters) ? given.reported : [] }
  const { asOf, zone, rule, undated, grain = 'year', filterWords = { ko: '', en: '' } } = material
  const asked = yearsAsked(material)
  const covered = mergePeriods(material.covered ?? [])
  const link: Link = (part) => incidentsBehind({ rule, filters, asOf }, part)
  const years = asked.map((year) => trendYear(year, covered, material, link))
  const samePeriod = samePeriodOf(years, covered, material, link)
  const series = seriesOf(years)
  const verdict =
    series.at(-1)?.verdict ?? (years.some((year) => year.count !== null) ? 'described' : 'nothing_known')
  const told = { asked, years, samePeriod, series, undated, coverageStated: covered.length > 0, filterWords }
  const figures = asked.map((year) => ({ year, ...(material.figures.get(year) ?? noYear()) }))
  const range = { from: dayOf(asked[0] ?? material.from, 1), until: asOf }
  if (asked.length > 0) range.until = dayOf(asked.at(-1)!, daysInYear(asked.at(-1)!))
  const cut = <Key extends string>(name: CutName, overlapping: boolean) =>
    cutOf<Key>(name, overlapping, figures, years, (part) => link({ ...range, ...part }))
  const sums = figures.reduce((whole, { sums }) => addSums(whole, sums), noFigures().sums)
  const hourUnknown = figures.reduce((sum, year) => sum + year.hourUnknown, 0)
  return {
    query: {
      rule: rule.id,
      version: rule.version,
      asOf,
      from: material.from,
      to: material.to,
      grain,
      ...filters,
    },
    zone,
    asOf,
    rule,
    ruleChanges: material.ruleChanges ?? [],
    filters,
    filterWords,
    services: material.services ?? [],
    covered,
    years,
    periods: periodsOf(grain, years, material, link),
    whole: {
      count: sums.count,
      leftOut: sums.leftOut,
      ...timeLost(sums, true),
      incidents: sums.count === 0 ? null : link(range),
    },
    samePeriod,
    series,
    verdict,
    undated,
    sentence: { ko: trendSentence(told, 'ko'), en: trendSentence(told, 'en') },
    dots: figures.map(yearDots),
    lengths: distributionOf(
      figures.map(({ year, lengths, incidents }) => ({ year, spread: lengths, incidents })),
      ({ minutes }) => minutes,
    ),
    durations: Object.fromEntries(
      TREND_DURATIONS.map((key, index) => [
        key,
        distributionOf(
          figures.map(({ year, times, incidents }) => ({ year, spread: times[key], incidents })),
          ({ times }) => times[index] ?? null,
        ),
      ]),
    ) as Trend['durations'],
    cuts: {
      service: cut('service', true),
      severity: cut('severity', false),
      factor: cut('factor', true),
      surface: cut('surface', true),
    },
    heat: heatOf(figures, (part) => link({ ...range, ...part })),
    hourUnknown: { count: hourUnknown, incidents: hourUnknown === 0 ? null : link({ ...range, hour: NONE }) },
    repeats: repeatsOf(figures),
    findings: findingsOf(figures, material, link),
  }
}

type Link = (part: TrendPart) => string
type DatedFigures = YearFigures & { year: number }

function noYear(): YearFigures {
  return yearFromMonths([])
}

/** How many of the counted incidents began on days on which the record was not kept throughout. */
function outsideOf(year: number, counts: PerDay, covered: readonly CoveredDays[]): number {
  const isCovered = (day: string) => covered.some(({ from, until }) => from <= day && day <= until)
  return counts.filter(([day]) => !isCovered(dayOf(year, day))).reduce((sum, [, count]) => sum + count, 0)
}

function trendYear(
  year: number,
  periods: readonly CoveredPeriod[],
  material: TrendMaterial,
  link: Link,
): TrendYear {
  const length = daysInYear(year)
  const through = throughDayOf(year, material.asOf)
  const running = through < length
  const figures = material.figures.get(year) ?? noYear()
  const onRecord = figures.sums.count
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
  const [from, until] = [dayOf(year, 1), dayOf(year, length)]
  return {
    key: String(year),
    year,
    quarter: null,
    month: null,
    from,
    until,
    kind,
    count,
    days: isReported || (kind === 'unknown' && nothingStated) ? through : coveredDays,
    daysInPeriod: length,
    daysInYear: length,
    running,
    partial: kind === 'recorded' && coveredDays < length,
    covered,
    outside: isReported || nothingStated ? 0 : outsideOf(year, figures.days, covered),
    ...(isReported
      ? { downtimeMinutes: null, unknownDurations: reported.count, shareMinutes: null, shareKnown: 0 }
      : timeLost(figures.sums, recorded !== null)),
    leftOut: figures.sums.leftOut,
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
    incidents: kind === 'recorded' && onRecord > 0 ? link({ from, until }) : null,
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
  const { days, leftOutDays } = figures.get(year) ?? noYear()
  const covered = coveredDaysOf(
    year,
    through,
    periods,
    [...days, ...leftOutDays].map(([day]) => day),
  )
  return { covered, kept: covered.length > 0 }
}

/**
 * The time is null when incidents were counted and the length of none of them is known; 0 would read as "no time lost".
 * In a period of which nothing is known, only time lost from an incident before it is a figure.
 */
function timeLost(sums: Sums, isKnown: boolean): TimeLost {
  const unknown = sums.downtime === 0 && (!isKnown || (sums.count > 0 && sums.unknown === sums.count))
  return {
    downtimeMinutes: unknown ? null : Math.round(sums.downtime / 60_000),
    unknownDurations: sums.unknown,
    shareMinutes: sums.shareKnown === 0 && sums.share === 0 ? null : Math.round(sums.share / 60_000),
    shareKnown: sums.shareKnown,
  }
}

const MONTHS_OF: Record<Exclude<TrendGrain, 'year'>, number> = { quarter: 3, month: 1 }

function periodsOf(
  grain: TrendGrain,
  years: readonly TrendYear[],
  { asOf, figures }: TrendMaterial,
  link: Link,
): TrendPeriod[] {
  if (grain === 'year') return years.map(yearAsPeriod)
  const length = MONTHS_OF[grain]
  return years.flatMap((year) => {
    const periods: TrendPeriod[] = []
    for (let first = 1; first <= 12; first += length) {
      const period = partOfYear(year, first, length, asOf, figures.get(year.year) ?? noYear(), link)
      if (period.from <= asOf) periods.push(period)
    }
    return periods
  })
}

function yearAsPeriod({ covered, source, others, daysInYear, ...period }: TrendYear): TrendPeriod {
  void [covered, source, others, daysInYear]
  return period
}

/** Some months of a year. Where the year is a reported count nothing is known of its parts. */
function partOfYear(
  year: TrendYear,
  firstMonth: number,
  length: number,
  asOf: string,
  figures: YearFigures,
  link: Link,
): TrendPeriod {
  const lastMonth = firstMonth + length - 1
  const firstDay = daysBefore(year.year, firstMonth) + 1
  const lastDay = daysBefore(year.year, lastMonth) + daysInMonth(year.year, lastMonth)
  const [from, until] = [dayOf(year.year, firstDay), dayOf(year.year, lastDay)]
  const sums = figures.months.slice(firstMonth - 1, lastMonth).reduce(addSums)
  const covered = year.covered.flatMap((days) => {
    const part = { from: days.from > from ? days.from : from, until: days.until < until ? days.until : until }
    return part.from <= part.until ? [part] : []
  })
  const days = countDays(covered)
  const known = year.kind === 'recorded' && (days > 0 || sums.count > 0)
  const inPart = figures.days.filter(([day]) => day >= firstDay && day <= lastDay)
  const count = known ? sums.count : null
  return {
    key: length === 3 ? `${year.year}-Q${(firstMonth + 2) / 3}` : from.slice(0, 7),
    year: year.year,
    quarter: length === 3 ? (firstMonth + 2) / 3 : null,
    month: length === 1 ? firstMonth : null,
    from,
    until,
    kind: known ? 'recorded' : 'unknown',
    count,
    days: known ? days : 0,
    daysInPeriod: lastDay - firstDay + 1,
    running: until > asOf,
    partial: known && days < lastDay - firstDay + 1,
    outside: known && year.outside > 0 ? outsideOf(year.year, inPart, covered) : 0,
    ...(year.kind === 'reported'
      ? { downtimeMinutes: null, unknownDurations: 0, shareMinutes: null, shareKnown: 0 }
      : timeLost(sums, known)),
    leftOut: sums.leftOut,
    interval: count === null ? null : countInterval(count),
    incidents: count === null || count === 0 ? null : link({ from, until }),
  }
}

function samePeriodOf(
  years: readonly TrendYear[],
  periods: readonly CoveredPeriod[],
  { asOf, figures }: TrendMaterial,
  link: Link,
): SamePeriod {
  const asOfYear = Number(asOf.slice(0, 4))
  const through = asOf.slice(5)
  return {
    through,
    days: dayNumber(asOfYear, through),
    years: years.map((year) => {
      const days = dayNumber(year.year, through)
      const ofYear = figures.get(year.year)
      const known =
        periods.length > 0
          ? coversFromNewYear(year.covered, days)
          : year.kind === 'recorded' && ofYear !== undefined
      const whole = days === year.daysInYear
      const count = whole
        ? year.partial
          ? null
          : year.count
        : known
          ? total((ofYear ?? noYear()).days, days)
          : null
      const isListed = (count ?? 0) > 0 && !(whole && year.kind !== 'recorded')
      return {
        year: year.year,
        days,
        count,
        incidents: isListed ? link({ from: year.from, until: dayOf(year.year, days) }) : null,
      }
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
      percentChange: test && first && last ? percentChange(first.count, last.count) : null,
      mayDrawTrendLine: mayDrawTrendLine(counts),
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

function yearDots({ year, incidents, days }: DatedFigures): YearDots {
  if (incidents === null) return { year, incidents: null, perDay: days }
  return {
    year,
    incidents: incidents.map(({ reference, day, minutes, severity }) => ({
      reference,
      day,
      minutes,
      severity,
    })),
    perDay: null,
  }
}

function cutOf<Key extends string>(
  name: CutName,
  overlapping: boolean,
  figures: readonly DatedFigures[],
  years: readonly TrendYear[],
  link: (part: Partial<TrendFilters>) => string,
): TrendCut<Key> {
  const sums = new Map<string, Sums>()
  for (const { groups } of figures) {
    for (const [key, ofYear] of Object.entries(groups[name])) {
      sums.set(key, addSums(sums.get(key) ?? noFigures().sums, ofYear))
    }
  }
  const groups = [...sums].map(([key, all]): TrendGroup<Key | typeof NONE> => ({
    key: key as Key,
    count: all.count,
    ...timeLost(all, true),
    years: figures.map(({ groups }, index) =>
      years[index]?.kind === 'recorded' || groups[name][key] ? (groups[name][key]?.count ?? 0) : null,
    ),
    incidents: all.count === 0 ? null : link({ [name]: key }),
  }))
  const last = ({ key }: { key: string }) => Number(key === NONE)
  return {
    groups: groups
      .filter(({ count, downtimeMinutes }) => count > 0 || (downtimeMinutes ?? 0) > 0)
      .sort((a, b) => last(a) - last(b) || b.count - a.count || (a.key < b.key ? -1 : 1)),
    overlapping,
  }
}

function heatOf(figures: readonly DatedFigures[], link: (part: Partial<TrendPart>) => string): HeatCell[] {
  const hours = new Map<number, number>()
  for (const { heat } of figures) {
    for (const [hour, count] of heat) hours.set(hour, (hours.get(hour) ?? 0) + count)
  }
  return [...hours]
    .sort(([a], [b]) => a - b)
    .map(([hourOfWeek, count]) => {
      const [weekday, hour] = [Math.floor(hourOfWeek / 24) + 1, hourOfWeek % 24]
      return { weekday, hour, count, incidents: link({ weekday, hour }) }
    })
}

const FINDING_OF: Record<FlawName, { kind: TrendFindingKind; duration: TrendDuration | null }> = {
  negative: { kind: 'length_negative', duration: null },
  unknown: { kind: 'length_unknown', duration: null },
  leftOut: { kind: 'left_out', duration: null },
  outsideWindow: { kind: 'service_window_outside', duration: null },
  detectNegative: { kind: 'duration_negative', duration: 'detect' },
  first_public_wordNegative: { kind: 'duration_negative', duration: 'first_public_word' },
  mitigateNegative: { kind: 'duration_negative', duration: 'mitigate' },
}

const LENGTH_OF_FLAW: Partial<Record<FlawName, TrendPart['length']>> = {
  negative: 'negative',
  unknown: 'unknown',
  leftOut: 'left_out',
}

function findingsOf(
  figures: readonly DatedFigures[],
  { undated, undatedReferences }: TrendMaterial,
  link: Link,
): TrendFinding[] {
  const findings = (Object.keys(FINDING_OF) as FlawName[]).flatMap((name) =>
    figures.flatMap(({ year, flaws }): TrendFinding[] => {
      const found = flaws[name]
      if (found === undefined) return []
      const length = LENGTH_OF_FLAW[name]
      const days = { from: dayOf(year, 1), until: dayOf(year, daysInYear(year)) }
      return [
        {
          ...FINDING_OF[name],
          year,
          ...found,
          incidents: length === undefined ? null : link({ ...days, length }),
        },
      ]
    }),
  )
  const withoutStart: TrendFinding = {
    kind: 'undated',
    duration: null,
    year: null,
    count: undated,
    references: undatedReferences,
    incidents: null,
  }
  return undated === 0 ? findings : [withoutStart, ...findings]
}

/** Number of the day `MM-DD` in a year, 1 to 366; a 29 February that the year lacks is its 28 February. */
function dayNumber(year: number, monthAndDay: string): number {
  const [month = 1, day = 1] = monthAndDay.split('-').map(Number)
  return Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' }).dayOfYear
}

function total(values: PerDay, throughDay: number): number {
  return values.reduce((sum, [day, value]) => (day <= throughDay ? sum + value : sum), 0)
}
