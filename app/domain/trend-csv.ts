import type { CsvColumns } from './csv.ts'
import type { Trend, TrendYear } from './trend.ts'

/**
 * The trend as a table for spreadsheets: one row a year, each with the rule it was counted under and the as-of day, so
 * that a row cut out of the table still says what its figure is. Names of columns and values are the same in every
 * language. What is not known is empty: the count of a year without a record, the days of one for which nobody states
 * when it was kept.
 */
export function trendCsvColumns(trend: Trend): CsvColumns<TrendYear> {
  const { rule, samePeriod, asOf, zone } = trend
  const inSamePeriod = new Map(samePeriod.years.map(({ year, count }) => [year, count]))
  return {
    year: ({ year }) => year,
    count: ({ count }) => count,
    basis: ({ kind }) => kind,
    period: ({ kind, partial, running }) =>
      kind === 'unknown' ? null : running && partial ? 'running' : partial ? 'part' : 'whole',
    days_counted: ({ kind, days }) => (kind === 'unknown' || days === 0 ? null : days),
    days_in_year: ({ daysInYear }) => daysInYear,
    interval_95_lower: ({ interval }) => interval && hundredths(interval.lower),
    interval_95_upper: ({ interval }) => interval && hundredths(interval.upper),
    same_period_through: () => samePeriod.through,
    same_period_count: ({ year }) => inSamePeriod.get(year) ?? null,
    downtime_minutes: ({ downtimeMinutes }) => downtimeMinutes,
    length_unknown: ({ kind, unknownDurations }) => (kind === 'unknown' ? null : unknownDurations),
    left_out: ({ kind, leftOut }) => (kind === 'unknown' ? null : leftOut),
    source: ({ source }) => source?.name ?? null,
    source_url: ({ source }) => source?.url ?? null,
    source_rule: ({ source }) => source?.ruleStated ?? null,
    rule_id: () => rule.id,
    rule_version: () => rule.version,
    rule_ko: () => rule.nameKo,
    rule_en: () => rule.nameEn,
    rule_words_ko: () => rule.words.ko,
    rule_words_en: () => rule.words.en,
    as_of: () => asOf,
    zone: () => zone,
  }
}

/** As the table on the page has them; more digits would claim more than an interval can. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}
