/**
 * One year for those who answer for it: how many incidents, the worst of them, the time lost, what was promised and what
 * became of it, and what changed in how the figures are made. All figures are those of the trend.
 */
import type { ActionAgeing, Standing } from './action-item.ts'
import { FACTORS, type Factor } from './factors.ts'
import type { Severity } from './incident-record.ts'
import type { Instant } from './instant.ts'
import { NONE, type None } from './trend-query.ts'
import type { TimeValue } from './markers.ts'
import type { RuleChange, Trend, TrendYear } from './trend-shape.ts'

/** An incident of the year with a known length. */
export interface WorstIncident {
  reference: string
  title: string
  severity: Severity
  started: TimeValue
  /** Whole minutes; where start or end are known as a range, the most that it can have been. */
  minutes: number
  /** The least that it can have been; the same where both are known. */
  minutesAtLeast: number
  factors: Factor[]
}

export interface ReportedPromise {
  reference: string
  title: string
  dueOn: string | null
  doneOn: string | null
  standing: Standing
}

/** What a notice that was out had to say anew, or was taken back. */
export interface ReportedCorrection {
  slug: string
  reference: string
  revision: number
  kind: 'correction' | 'withdrawal'
  publishedAt: Instant
  words: { ko?: string; en?: string; ja?: string }
}

export interface FactorOfYear {
  factor: Factor | None
  count: number
  /** In the year before, over the same days; null where that is not known. */
  before: number | null
}

export interface YearlyReport {
  year: number
  /** Of the rule; days and years are those of this zone. */
  zone: string
  /** Last counted day: the as-of day, or the last one of a year that is over. */
  through: string
  /** Day at whose end promises and action items stand as they are shown. */
  asOf: string
  running: boolean
  /** Of the year and a few before it. */
  trend: Trend
  figures: TrendYear
  /** Most severe first, within a severity the longest. */
  worst: WorstIncident[]
  /** Counted incidents without a known length: they cannot be put in an order. */
  unranked: number
  factors: FactorOfYear[]
  /** Public promises of incidents that began in the year; at most `MOST_PROMISES`, those that wait first. */
  promises: ReportedPromise[]
  promiseStandings: Record<Standing, number>
  /** Promises of earlier years that are not kept yet, and how many of them are late. */
  carried: { open: number; late: number }
  /** All action items of incidents that began in the year, promises among them. */
  actions: ActionAgeing
  ruleChanges: RuleChange[]
  corrections: ReportedCorrection[]
  /** Whether nothing is known of the year and nothing happened to what is. */
  isEmpty: boolean
}

/** So many incidents are called the worst. */
export const MOST_WORST = 5
/** So many promises are listed; the counts are of all. */
export const MOST_PROMISES = 50
/** So many corrections are listed. */
export const MOST_CORRECTIONS = 50
/** The year itself and those before it that stand beside it. */
export const YEARS_SHOWN = 5

/**
 * Factors of the year beside those of the year before.
 *
 * @param before the trend of the year before up to the same day; null where its record is not known
 */
export function factorsOfYear(trend: Trend, before: Trend | null): FactorOfYear[] {
  const earlier = new Map(before?.cuts.factor.groups.map(({ key, count }) => [key, count]) ?? [])
  const ofYear = new Map(trend.cuts.factor.groups.map(({ key, years }) => [key, years.at(-1) ?? 0] as const))
  const all: (Factor | None)[] = [...FACTORS, NONE]
  return all
    .map((factor) => ({
      factor,
      count: ofYear.get(factor) ?? 0,
      before: before === null ? null : (earlier.get(factor) ?? 0),
    }))
    .filter(({ count, before: then }) => count > 0 || (then ?? 0) > 0)
    .sort((a, b) => Number(a.factor === NONE) - Number(b.factor === NONE) || b.count - a.count)
}
