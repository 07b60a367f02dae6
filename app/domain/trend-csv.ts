import type { CsvColumns } from './csv.ts'
import type { Trend, TrendPeriod, TrendYear } from './trend-shape.ts'

/** The rows of the table: years, or the quarters or months that were asked for. */
export function trendCsvRows({ query, years, periods }: Trend): TrendPeriod[] {
  return query.grain === 'year' ? years : periods
}

/**
 * The trend as a table for spreadsheets: one row a year, a quarter or a month, each with the rule it was counted under and the as-of day, so
 * that a row cut out of the table still says what its figure is. Names of columns and values are the same in every
 * language. What is not known is empty: the count of a year without a record, the days of one for which nobody states
 * when it was kept.
 */
export function trendCsvColumns(trend: Trend): CsvColumns<TrendPeriod> {
  const { rule, samePeriod, asOf, zone, filterWords } = trend
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
