import type { CsvColumns } from './csv.ts'
import {
  TREND_DURATIONS,
  type Distribution,
  type Trend,
  type TrendGroup,
  type TrendPeriod,
  type TrendYear,
} from './trend-shape.ts'

/**
 * The tables that a trend has for spreadsheets, each a file of its own: sorting, filters and pivots of a spreadsheet expect
 * one head line and rows of one kind.
 */
export const TREND_TABLES = ['periods', 'cuts', 'times', 'hours'] as const
export type TrendTable = (typeof TREND_TABLES)[number]

/** Hands the columns and the rows of a table over; `write` does not depend on what a row is. */
export function withTrendTable<T>(
  trend: Trend,
  table: TrendTable,
  write: <Row>(columns: CsvColumns<Row>, rows: readonly Row[]) => T,
): T {
  switch (table) {
    case 'periods':
      return write(trendCsvColumns(trend), trendCsvRows(trend))
    case 'cuts':
      return write(cutColumns(trend), cutRows(trend))
    case 'times':
      return write(timeColumns(trend), timeRows(trend))
    case 'hours':
      return write<{ weekday: number | null; hour: number | null; count: number }>(
        {
          weekday: ({ weekday }) => weekday,
          hour: ({ hour }) => hour,
          count: ({ count }) => count,
          ...madeUnder(trend),
        },
        // Without a time of day stand those of which nobody knows it.
        [
          ...trend.heat,
          ...(trend.hourUnknown.count > 0
            ? [{ weekday: null, hour: null, count: trend.hourUnknown.count }]
            : []),
        ],
      )
  }
}

/** The rows of the table of periods: years, or the quarters or months that were asked for. */
function trendCsvRows({ query, years, periods }: Trend): TrendPeriod[] {
  return query.grain === 'year' ? years : periods
}

/**
 * The trend as a table for spreadsheets: one row a year, a quarter or a month, each with the rule it was counted under and the as-of day, so
 * that a row cut out of the table still says what its figure is. Names of columns and values are the same in every
 * language. What is not known is empty: the count of a year without a record, the days of one for which nobody states
 * when it was kept.
 */
function trendCsvColumns(trend: Trend): CsvColumns<TrendPeriod> {
  const { samePeriod } = trend
  const ofYear = ({ key }: TrendPeriod): TrendYear | undefined => trend.years.find((year) => year.key === key)
  const inSamePeriod = new Map(samePeriod.years.map(({ year, count }) => [year, count]))
  return {
    year: ({ year }) => year,
    quarter: ({ quarter }) => quarter,
    month: ({ month }) => month,
    count: ({ count }) => count,
    basis: ({ kind }) => kind,
    period: ({ kind, partial, running }) =>
      kind === 'unknown' ? null : running && partial ? 'running' : partial ? 'part' : 'whole',
    days_counted: ({ kind, days }) => (kind === 'unknown' || days === 0 ? null : days),
    days_in_period: ({ daysInPeriod }) => daysInPeriod,
    interval_95_lower: ({ interval }) => interval && hundredths(interval.lower),
    interval_95_upper: ({ interval }) => interval && hundredths(interval.upper),
    same_period_through: () => samePeriod.through,
    same_period_count: (period) => (ofYear(period) ? (inSamePeriod.get(period.year) ?? null) : null),
    downtime_minutes: ({ downtimeMinutes }) => downtimeMinutes,
    length_unknown: ({ kind, unknownDurations }) => (kind === 'unknown' ? null : unknownDurations),
    share_weighted_minutes: ({ shareMinutes }) => shareMinutes,
    share_known: ({ shareMinutes, shareKnown }) => (shareMinutes === null ? null : shareKnown),
    left_out: ({ kind, leftOut }) => (kind === 'unknown' ? null : leftOut),
    source: (period) => ofYear(period)?.source?.name ?? null,
    source_url: (period) => ofYear(period)?.source?.url ?? null,
    source_rule: (period) => ofYear(period)?.source?.ruleStated ?? null,
    ...madeUnder(trend),
  }
}

interface CutRow extends Omit<TrendGroup<string>, 'incidents'> {
  cut: keyof Trend['cuts']
  overlapping: boolean
}

function cutRows({ cuts }: Trend): CutRow[] {
  return (Object.keys(cuts) as (keyof Trend['cuts'])[]).flatMap((cut) =>
    cuts[cut].groups.map((group) => ({ cut, overlapping: cuts[cut].overlapping, ...group })),
  )
}

/** One row a group, with a column a year; groups of a cut that overlaps do not add up to the whole. */
function cutColumns(trend: Trend): CsvColumns<CutRow> {
  const nameOf = ({ cut, key }: CutRow, name: 'nameKo' | 'nameEn') =>
    cut === 'service' ? (trend.services.find(({ id }) => id === key)?.[name] ?? null) : null
  return {
    cut: ({ cut }) => cut,
    group: ({ key }) => key,
    service_ko: (row) => nameOf(row, 'nameKo'),
    service_en: (row) => nameOf(row, 'nameEn'),
    overlapping: ({ overlapping }) => (overlapping ? 'yes' : 'no'),
    count: ({ count }) => count,
    downtime_minutes: ({ downtimeMinutes }) => downtimeMinutes,
    length_unknown: ({ unknownDurations }) => unknownDurations,
    share_weighted_minutes: ({ shareMinutes }) => shareMinutes,
    share_known: ({ shareMinutes, shareKnown }) => (shareMinutes === null ? null : shareKnown),
    ...Object.fromEntries(
      trend.years.map(({ year }, index) => [`count_${year}`, ({ years }: CutRow) => years[index] ?? null]),
    ),
    ...madeUnder(trend),
  }
}

interface TimeRow extends Distribution {
  time: string
}

function timeRows({ lengths, durations }: Trend): TimeRow[] {
  return [{ time: 'length', ...lengths }, ...TREND_DURATIONS.map((key) => ({ time: key, ...durations[key] }))]
}

/** One row a time, in minutes, with the median and the number of each year and how many fall into each range. */
function timeColumns(trend: Trend): CsvColumns<TimeRow> {
  const bins = timeRows(trend).find((row) => row.bins.length > 0)?.bins ?? []
  return {
    time: ({ time }) => time,
    n: ({ n }) => n,
    min: ({ min }) => min,
    lower_quartile: ({ lowerQuartile }) => lowerQuartile,
    median: ({ median }) => median,
    upper_quartile: ({ upperQuartile }) => upperQuartile,
    max: ({ max }) => max,
    not_recorded: ({ unknown }) => unknown,
    negative: ({ invalid }) => invalid,
    not_applicable: ({ notApplicable }) => notApplicable,
    only_a_range: ({ ranges }) => ranges,
    ...Object.fromEntries(
      trend.years.flatMap(({ year }, index) => [
        [`n_${year}`, ({ years }: TimeRow) => years[index]?.n ?? null],
        [`median_${year}`, ({ years }: TimeRow) => years[index]?.median ?? null],
      ]),
    ),
    ...Object.fromEntries(
      bins.map(({ from, until }, index) => [
        until === null ? `n_from_${from}` : `n_from_${from}_below_${until}`,
        ({ bins: own }: TimeRow) => own[index]?.n ?? 0,
      ]),
    ),
    ...madeUnder(trend),
  }
}

/** What every row says of itself, so that one that is cut out of its table still tells what its figures are. */
function madeUnder({ rule, asOf, zone, filterWords }: Trend): CsvColumns<unknown> {
  return {
    rule_id: () => rule.id,
    rule_version: () => rule.version,
    rule_ko: () => rule.nameKo,
    rule_en: () => rule.nameEn,
    rule_words_ko: () => rule.words.ko,
    rule_words_en: () => rule.words.en,
    filters_ko: () => filterWords.ko,
    filters_en: () => filterWords.en,
    as_of: () => asOf,
    zone: () => zone,
  }
}

/** As the table on the page has them; more digits would claim more than an interval can. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}
