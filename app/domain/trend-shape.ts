/**
 * What a trend says. All forms of it (page, charts, CSV, JSON, Markdown, command line) are written from this and compute
 * nothing. Days, years and hours are those of the rule's zone.
 */
import type { RuleInForce, CountingRule } from './counting-rule.ts'
import type { CoveredDays, CoveredPeriod } from './coverage.ts'
import type { Factor } from './factors.ts'
import type { Severity } from './incident-record.ts'
import type { Instant } from './instant.ts'
import type { RateComparison, TrendTest } from './statistics.ts'
import type { None, TrendFilters, TrendQuery } from './trend-query.ts'
import type { Surface } from './symptoms.ts'

/** A number for a whole year from before the tool, as its source gives it. */
export interface ReportedCount {
  year: number
  count: number
  source: string
  sourceUrl: string
  /** How the source counted, in its own words; empty when it does not say. */
  ruleStated: string
}

/**
 * The query of `/incidents` that lists just the incidents behind a number, without `?`; null where the number has none
 * behind it: it is 0, not known, or from before the tool.
 */
export type IncidentsBehind = string | null

export interface TimeLost {
  /** Whole minutes up to the end of the as-of day, overlaps counted once; null when no length is known, which is not 0. */
  downtimeMinutes: number | null
  /** How many of the counted incidents have no known length and so add nothing to it. */
  unknownDurations: number
  /**
   * Minutes weighed with the share of users who were hit, for incidents that state one: 60 minutes for a quarter of the
   * users are 15. Where several shares hold at once the largest counts. Null where no incident states one.
   */
  shareMinutes: number | null
  /** How many of the counted incidents state a share; `shareMinutes` speaks of these alone. */
  shareKnown: number
}

/** A year, a quarter or a month. */
export interface TrendPeriod extends TimeLost {
  /** `2020`, `2020-Q1` or `2020-03`. */
  key: string
  year: number
  /** 1 to 4; null for a year. */
  quarter: number | null
  /** 1 to 12; null for a year and a quarter. */
  month: number | null
  /** First and last calendar day, the last one being that of the whole period even while it is running. */
  from: string
  until: string
  /**
   * Where `count` comes from: the record, or a number from before the tool, which there is for years only. Unknown:
   * neither has anything.
   */
  kind: 'recorded' | 'reported' | 'unknown'
  count: number | null
  /**
   * Days that `count` speaks of: of the record the covered ones up to the end of the as-of day, of a reported count the
   * whole year. 0 where incidents are on record and nobody says when it was kept.
   */
  days: number
  daysInPeriod: number
  /** Whether the period is not over at the end of the as-of day. */
  running: boolean
  /** Whether a recorded `count` speaks of fewer days than the period has: it is running, or was not covered throughout. */
  partial: boolean
  /** Of the recorded `count`: how many began on days that are not covered, so that it is no count for those that are. */
  outside: number
  /** Incidents that the rule's shortest length leaves out because nobody knows how long they lasted. */
  leftOut: number
  /** The 95 % interval of the count. */
  interval: { lower: number; upper: number } | null
  incidents: IncidentsBehind
}

export interface TrendYear extends TrendPeriod {
  daysInYear: number
  /** Where the covered days lie; empty where none is covered. Of a reported count those of the record beside it. */
  covered: CoveredDays[]
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
  years: { year: number; days: number; count: number | null; incidents: IncidentsBehind }[]
}

export type Verdict = 'nothing_known' | 'described' | 'not_established' | 'established'

/** Whole years in a row that were counted in the same way; only these are tested, and only these may share a line. */
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
  /** Of the last year against the first; null unless both have 10 incidents or more. */
  percentChange: number | null
  /** Whether it has the four points below which a line shows a shape that is not there. */
  mayDrawTrendLine: boolean
  verdict: Verdict
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

export interface YearDots {
  year: number
  /** Each incident; null in a year with too many to draw, which has `perDay` instead. */
  incidents: TrendDot[] | null
  perDay: PerDay | null
}

/** A version of the rule, as a mark on the axis: all figures are made under one version, whatever was in force then. */
export interface RuleChange {
  version: number
  /** Day on which it was recorded. */
  day: string
  recordedAt: Instant
  recordedBy: string
  reason: string
  words: { ko: string; en: string }
  /** What differs from the version before; empty for the first, and where only the name changed. */
  changed: (keyof CountingRule)[]
  /** Whether the figures are made under it. */
  inUse: boolean
}

/**
 * Times of an incident, each counted from the start of the impact. `recover` runs to the end of the impact, when users
 * had the service back; `resolved`, the end of the work, is another thing and often days later.
 */
export const TREND_DURATIONS = ['detect', 'first_public_word', 'mitigate', 'recover'] as const
export type TrendDuration = (typeof TREND_DURATIONS)[number]

export interface DistributionDot {
  reference: string
  /** On which it began. */
  day: string
  year: number
  minutes: number
  severity: Severity
}

/** Minutes of a number of incidents. There is no mean, as a single long one would move it anywhere. */
export interface Distribution {
  /** How many have one length; these are the dots. */
  n: number
  min: number | null
  lowerQuartile: number | null
  median: number | null
  upperQuartile: number | null
  max: number | null
  /** Not recorded yet. */
  unknown: number
  /** Would be negative. */
  invalid: number
  /** Declared never to have one, such as a first public word where nobody outside noticed. */
  notApplicable: number
  /** Known only to lie within a range; in no figure above. */
  ranges: number
  /** Each incident by its day; null where there are more than can be drawn. */
  dots: DistributionDot[] | null
  /** How many lie from `from` minutes to below `until`; null for the last, open one. */
  bins: { from: number; until: number | null; n: number }[]
  years: { year: number; n: number; median: number | null }[]
}

/** The incidents that have one thing in common. An incident may be in several groups of a cut. */
export interface TrendGroup<Key extends string> extends TimeLost {
  key: Key
  count: number
  /** Counts by year, in the order of `Trend.years`; null where the record knows nothing of the year. */
  years: (number | null)[]
  incidents: IncidentsBehind
}

export interface TrendCut<Key extends string> {
  /** Largest first, those without any last. */
  groups: TrendGroup<Key | None>[]
  /** Whether an incident can be in several groups, so that their sum may exceed the whole. */
  overlapping: boolean
}

export interface HeatCell {
  /** 1 for Monday to 7 for Sunday. */
  weekday: number
  /** 0 to 23. */
  hour: number
  count: number
  incidents: IncidentsBehind
}

/** Incidents that look alike. */
export interface Repeat {
  /** The same words of users, the same words on their screens, or the same set of factors. */
  kind: 'symptom' | 'error' | 'factors'
  /** As the latest incident has it; empty for factors. */
  text: string
  factors: Factor[]
  count: number
  /** Oldest first, at most `MOST_REFERENCES`. */
  references: string[]
  firstDay: string
  lastDay: string
}

/**
 * `service_window_outside`: a service is said to have been down when the incident was not, and that part is not counted.
 */
export type TrendFindingKind =
  | 'undated'
  | 'length_unknown'
  | 'length_negative'
  | 'left_out'
  | 'duration_negative'
  | 'service_window_outside'

/** What stands in the way of a figure, with the incidents to mend. Nothing of it is summed. */
export interface TrendFinding {
  kind: TrendFindingKind
  /** Of `duration_negative`. */
  duration: TrendDuration | null
  /** Null for incidents without a start. */
  year: number | null
  count: number
  /** Oldest first, at most `MOST_REFERENCES`. */
  references: string[]
  /** Null where the list cannot be asked for just these; `references` names them. */
  incidents: IncidentsBehind
}

/** All that the record holds of the years asked for, reported counts left out: the whole to which cuts are parts. */
export interface TrendWhole extends TimeLost {
  count: number
  leftOut: number
  incidents: IncidentsBehind
}

export interface Trend {
  /** With every default filled in, so that it asks for the same again. */
  query: TrendQuery
  zone: string
  asOf: string
  rule: RuleInForce
  /** Newest last. */
  ruleChanges: RuleChange[]
  filters: TrendFilters
  /** What the filters leave, in words; empty without any. Reported counts are left out under filters. */
  filterWords: { ko: string; en: string }
  /** Names of the services that occur in it. */
  services: { id: string; nameKo: string; nameEn: string }[]
  /** When the record was kept, as it is stated; empty when nothing is. */
  covered: CoveredPeriod[]
  years: TrendYear[]
  /** The same years in the steps of `query.grain`; those that begin after the as-of date are left out. */
  periods: TrendPeriod[]
  whole: TrendWhole
  samePeriod: SamePeriod
  series: TrendSeries[]
  /** Of the latest series. */
  verdict: Verdict
  /** Incidents without a start: they belong to no year and are in no count. */
  undated: number
  sentence: { ko: string; en: string }
  dots: YearDots[]
  /** How long the counted incidents lasted. */
  lengths: Distribution
  durations: Record<TrendDuration, Distribution>
  cuts: {
    service: TrendCut<string>
    severity: TrendCut<Severity>
    factor: TrendCut<Factor>
    surface: TrendCut<Surface>
  }
  /** Hours of the week in which incidents began; those without any are left out. */
  heat: HeatCell[]
  /** Those of which the hour is not known, and which are in no cell of it. */
  hourUnknown: { count: number; incidents: IncidentsBehind }
  /** Most frequent first; null where there are too many incidents to look through them. */
  repeats: Repeat[] | null
  findings: TrendFinding[]
}

/** A year with more incidents than this is drawn by days, and its incidents are not listed one by one. */
export const MOST_DOTS = 400

/** So many references are named of a finding or a repeat; `count` tells of all. */
export const MOST_REFERENCES = 100
