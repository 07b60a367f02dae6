/**
 * The figures of a month and of a year, reduced from incidents. They are small whatever the number of incidents, can be
 * kept, and those of a year are put together from those of its months without looking at an incident again.
 *
 * Times are milliseconds here, so that nothing is rounded twice; lengths of single incidents are whole minutes.
 */
import { Temporal } from 'temporal-polyfill'
import { countsUnder, knownLength, type Countable, type CountingRule } from './counting-rule.ts'
import type { Factor } from './factors.ts'
import type { Severity } from './incident-record.ts'
import {
  DAY,
  daysInMonth,
  daysInYear,
  HOUR,
  resolveWallClock,
  restOfHour,
  wallClock,
  type Instant,
} from './instant.ts'
import type { Surface } from './symptoms.ts'
import { NONE, type TrendFilters } from './trend-query.ts'
import {
  MOST_DOTS,
  MOST_REFERENCES,
  TREND_DURATIONS,
  type PerDay,
  type TrendDuration,
} from './trend-shape.ts'
import { clip, coveredLength, weighedLength, type Window } from './windows.ts'

/** One incident, as far as a trend looks at it. */
export interface TrendRow extends Countable {
  reference: string
  /** Windows of the services that have one of their own; a null bound stands for the incident's. */
  serviceWindows?: readonly { serviceId: string; startedAt: Instant | null; endedAt: Instant | null }[]
  factors?: readonly Factor[]
  symptoms?: readonly TrendSymptom[]
  /** The last instant at which it may have begun, where that is known only to lie between two; null for all others. */
  startedUntil?: Instant | null
  /** Whole minutes, or why there are none; one that is left out is not recorded yet. */
  times?: Partial<Record<TrendDuration, TrendTime>>
}

export interface TrendSymptom {
  serviceId: string | null
  surface: Surface
  /** Null bounds stand for the incident's. */
  startedAt: Instant | null
  endedAt: Instant | null
  sharePercent: number | null
  textKo: string
  textEn: string
  errorText: string
}

/** `range`: it is known only to lie between two values. */
export type TrendTime = number | 'unknown' | 'invalid' | 'not_applicable' | 'range'

/** What can be added up over months. */
export interface Sums {
  count: number
  /** Of the counted: without a known length. */
  unknown: number
  /** Would count if they were known to have lasted as long as the rule asks. */
  leftOut: number
  /** Overlaps counted once. */
  downtime: number
  /** Milliseconds weighed with the largest stated share. */
  share: number
  /** Of the counted: with a stated share. */
  shareKnown: number
}

/** Values as whole minutes with how many incidents have each, ascending; exact for every quantile. */
export interface Spread {
  minutes: [minutes: number, n: number][]
  unknown: number
  invalid: number
  notApplicable: number
  ranges: number
}

/** A counted incident in a year that has few enough of them. */
export interface KeptIncident {
  reference: string
  /** Day of the year. */
  day: number
  severity: Severity
  minutes: number | null
  /** In the order of `TREND_DURATIONS`; null where there is no single value. */
  times: (number | null)[]
  factors: Factor[]
  /** What users saw and what stood on their screens. */
  symptoms: string[]
  errors: string[]
}

export const CUTS = ['service', 'severity', 'factor', 'surface'] as const
export type CutName = (typeof CUTS)[number]

/** Why an incident is among the findings. */
export type FlawName =
  'unknown' | 'negative' | 'leftOut' | 'outsideWindow' | `${Exclude<TrendDuration, 'recover'>}Negative`

export interface PeriodFigures {
  sums: Sums
  /** Incidents by the day of the year on which they began. */
  days: PerDay
  leftOutDays: PerDay
  lengths: Spread
  times: Record<TrendDuration, Spread>
  groups: Record<CutName, Record<string, Sums>>
  /** Incidents by the hour of the week in which they began: 0 is Monday from 0 to 1 o'clock. */
  heat: [hourOfWeek: number, count: number][]
  /** Those of which nobody knows the hour; they are in none. */
  hourUnknown: number
  flaws: Partial<Record<FlawName, { count: number; references: string[] }>>
  /** Null where there are more than `MOST_DOTS`. */
  incidents: KeptIncident[] | null
}

export interface YearFigures extends PeriodFigures {
  /** January first. */
  months: Sums[]
}

/** What the figures are made under. */
export interface CountedBy {
  rule: CountingRule
  filters: TrendFilters
  zone: string
}

const NO_SUMS: Sums = { count: 0, unknown: 0, leftOut: 0, downtime: 0, share: 0, shareKnown: 0 }

/** Of a period in which nothing happened. */
export function noFigures(): PeriodFigures {
  return {
    sums: { ...NO_SUMS },
    days: [],
    leftOutDays: [],
    lengths: noSpread(),
    times: eachDuration(noSpread),
    groups: eachCut(() => ({})),
    heat: [],
    hourUnknown: 0,
    flaws: {},
    incidents: [],
  }
}

/** From when a month begins to when its day `throughDay` ends, both the first instants of a day. */
export function monthBounds(year: number, month: number, throughDay: number, zone: string): Window {
  return { from: startOfDay(year, month, 1, zone), until: startOfDay(year, month, throughDay + 1, zone) }
}

/** The first instant of a day; the day after the last of a month is the first of the next. */
function startOfDay(year: number, month: number, day: number, zone: string): Instant {
  if (day > daysInMonth(year, month)) {
    return month === 12 ? startOfDay(year + 1, 1, 1, zone) : startOfDay(year, month + 1, 1, zone)
  }
  const midnight = resolveWallClock({ year, month, day }, zone)
  if (midnight.kind === 'exact') return midnight.at
  // Clocks were changed at midnight itself: rare enough for the slow way.
  return Temporal.PlainDate.from({ year, month, day }).toZonedDateTime(zone).epochMilliseconds as Instant
}

/** How many days of a month are over at the end of the day `throughDay` of its year; 0 before it begins. */
export function daysOfMonthThrough(year: number, month: number, throughDay: number): number {
  let before = 0
  for (let m = 1; m < month; m += 1) before += daysInMonth(year, m)
  return Math.max(0, Math.min(daysInMonth(year, month), throughDay - before))
}

/**
 * Reduces incidents to the figures of one month up to the end of its day `throughDay`. `rows` may hold incidents of other
 * months; needed are all that began in it and all whose window reaches into it.
 */
export function monthFigures(
  rows: readonly TrendRow[],
  { year, month, throughDay }: { year: number; month: number; throughDay: number },
  by: CountedBy,
): PeriodFigures {
  const { zone } = by
  const starts = Array.from({ length: throughDay + 1 }, (_, day) => startOfDay(year, month, day + 1, zone))
  const bounds = { from: starts[0]!, until: starts.at(-1)! }
  const dayOffset = daysBefore(year, month)
  const figures = noFigures()
  const days = new Map<number, number>()
  const leftOutDays = new Map<number, number>()
  const heat = new Map<number, number>()
  const whole = new Collector()
  const groups = eachCut(() => new Map<string, Collector>())
  const kept: KeptIncident[] = []
  const spreads = { length: new SpreadCollector(), times: eachDuration(() => new SpreadCollector()) }
  const hourOfWeek = hoursOfWeek({ year, month }, starts, zone)

  for (const row of rows.toSorted(byStart)) {
    const { startedAt } = row
    if (startedAt === null || startedAt >= bounds.until || !passes(by.filters, row)) continue
    const verdict = countsUnder(by.rule, row)
    if (verdict === 'no') continue
    const began = startedAt >= bounds.from
    const day = began ? dayAt(starts, startedAt) + dayOffset : 0
    if (verdict === 'length_unknown') {
      if (!began) continue
      figures.sums.leftOut += 1
      add(leftOutDays, day, 1)
      flaw(figures, 'leftOut', row.reference)
      for (const [cut, keys] of keysOf(row)) {
        for (const key of keys) collectorOf(groups[cut], key).leftOut += 1
      }
      continue
    }

    const windows = windowsOf(row, by)
    const shares = sharesOf(row, by, windows)
    const inside = insideOf(windows, bounds)
    const length = knownLength(row)
    whole.take(began, windows === null, inside, shares, bounds)
    for (const [cut, keys] of keysOf(row)) {
      for (const key of keys) {
        const collector = collectorOf(groups[cut], key)
        if (cut === 'service' && key !== NONE) {
          const own = listed(serviceWindow(row, key))
          collector.take(began, own === null, insideOf(own, bounds), sharesOf(row, by, own, key), bounds)
        } else collector.take(began, windows === null, inside, shares, bounds)
      }
    }
    if (!began) continue

    add(days, day, 1)
    if (isHourKnown(row, startedAt, zone)) add(heat, hourOfWeek(day - dayOffset, startedAt), 1)
    else figures.hourUnknown += 1
    const negative = row.endedAt !== null && row.endedAt < startedAt
    const isRange = length !== null && row.times?.recover === 'range'
    const minutes = length === null || isRange ? null : Math.round(length / 60_000)
    spreads.length.take(minutes ?? (isRange ? 'range' : negative ? 'invalid' : 'unknown'))
    for (const key of TREND_DURATIONS) {
      const time = row.times?.[key] ?? 'unknown'
      spreads.times[key].take(time)
      // A negative time to recover is a negative length, which is named below.
      if (time === 'invalid' && key !== 'recover') flaw(figures, `${key}Negative`, row.reference)
    }
    if (negative) flaw(figures, 'negative', row.reference)
    else if (length === null) flaw(figures, 'unknown', row.reference)
    if (hasOutsideWindow(row)) flaw(figures, 'outsideWindow', row.reference)
    if (kept.length <= MOST_DOTS) kept.push(keptIncident(row, day, minutes))
  }

  const leftOut = figures.sums.leftOut
  figures.sums = { ...whole.sums(), leftOut }
  figures.days = sortedPairs(days)
  figures.leftOutDays = sortedPairs(leftOutDays)
  figures.heat = sortedPairs(heat)
  figures.lengths = spreads.length.spread()
  figures.times = eachDuration((key) => spreads.times[key].spread())
  figures.groups = eachCut((cut) =>
    Object.fromEntries([...groups[cut]].map(([key, collector]) => [key, collector.sums()])),
  )
  figures.incidents = kept.length > MOST_DOTS ? null : kept
  return figures
}

/**
 * Puts months together that follow each other; what reaches over their border was cut there already.
 *
 * @param months January first; those that have not come yet may be missing
 */
export function yearFromMonths(months: readonly PeriodFigures[]): YearFigures {
  return {
    ...mergeFigures(months),
    months: Array.from({ length: 12 }, (_, index) => months[index]?.sums ?? { ...NO_SUMS }),
  }
}

/** Sums over periods that do not overlap, oldest first. */
function mergeFigures(periods: readonly PeriodFigures[]): PeriodFigures {
  const merged = noFigures()
  const heat = new Map<number, number>()
  let incidents: KeptIncident[] | null = []
  for (const period of periods) {
    merged.sums = addSums(merged.sums, period.sums)
    merged.days.push(...period.days)
    merged.leftOutDays.push(...period.leftOutDays)
    for (const [hour, count] of period.heat) add(heat, hour, count)
    merged.hourUnknown += period.hourUnknown
    for (const cut of CUTS) {
      for (const [key, sums] of Object.entries(period.groups[cut])) {
        merged.groups[cut][key] = addSums(merged.groups[cut][key] ?? NO_SUMS, sums)
      }
    }
    for (const [name, { count, references }] of Object.entries(period.flaws) as [
      FlawName,
      { count: number; references: string[] },
    ][]) {
      const before = merged.flaws[name] ?? { count: 0, references: [] }
      merged.flaws[name] = {
        count: before.count + count,
        references: [...before.references, ...references].slice(0, MOST_REFERENCES),
      }
    }
    const { incidents: more }: PeriodFigures = period
    incidents =
      incidents === null || more === null || incidents.length + more.length > MOST_DOTS
        ? null
        : [...incidents, ...more]
  }
  merged.heat = sortedPairs(heat)
  merged.lengths = mergeSpreads(periods.map((period) => period.lengths))
  merged.times = eachDuration((key) => mergeSpreads(periods.map((period) => period.times[key])))
  merged.incidents = incidents
  return merged
}

/** The same of several sets of incidents. */
export function mergeSpreads(spreads: readonly Spread[]): Spread {
  const merged = noSpread()
  const minutes = new Map<number, number>()
  for (const spread of spreads) {
    for (const [value, n] of spread.minutes) add(minutes, value, n)
    merged.unknown += spread.unknown
    merged.invalid += spread.invalid
    merged.notApplicable += spread.notApplicable
    merged.ranges += spread.ranges
  }
  merged.minutes = sortedPairs(minutes)
  return merged
}

export function addSums(a: Sums, b: Sums): Sums {
  return {
    count: a.count + b.count,
    unknown: a.unknown + b.unknown,
    leftOut: a.leftOut + b.leftOut,
    downtime: a.downtime + b.downtime,
    share: a.share + b.share,
    shareKnown: a.shareKnown + b.shareKnown,
  }
}

/** The figures of a year up to the end of its day `throughDay`, straight from incidents. */
export function yearFigures(
  rows: readonly TrendRow[],
  { year, throughDay }: { year: number; throughDay: number },
  by: CountedBy,
): YearFigures {
  const months: PeriodFigures[] = []
  for (let month = 1; month <= 12; month += 1) {
    const days = daysOfMonthThrough(year, month, throughDay)
    if (days > 0) months.push(monthFigures(rows, { year, month, throughDay: days }, by))
  }
  return yearFromMonths(months)
}

/** Whether an incident is among those that the filters leave, lengths aside. */
export function passes(filters: TrendFilters, row: TrendRow): boolean {
  const { service, severity, factor, surface, kind } = filters
  if (severity !== null && row.severity !== severity) return false
  if (kind !== null && row.kind !== kind) return false
  if (service === null && factor === null && surface === null) return true
  const keys = Object.fromEntries(keysOf(row)) as Record<CutName, readonly string[]>
  return (
    (service === null || keys.service.includes(service)) &&
    (factor === null || keys.factor.includes(factor)) &&
    (surface === null || keys.surface.includes(surface))
  )
}

/** The groups that an incident is in, by cut. */
function keysOf(row: TrendRow): [CutName, readonly string[]][] {
  const symptoms = row.symptoms ?? []
  const surfaces =
    symptoms.length < 2
      ? symptoms.map(({ surface }) => surface)
      : [...new Set(symptoms.map(({ surface }) => surface))]
  const orNone = (keys: readonly string[]) => (keys.length === 0 ? [NONE] : keys)
  return [
    ['service', orNone(row.serviceIds)],
    ['severity', [row.severity]],
    ['factor', orNone(row.factors ?? [])],
    ['surface', orNone(surfaces)],
  ]
}

/**
 * When the counted services of an incident were down; null when that is not known. Where rule or filters ask for some
 * services only, these are the windows of those that it touched.
 */
function windowsOf(row: TrendRow, { rule, filters }: CountedBy): Window[] | null {
  const { service } = filters
  const asked =
    service !== null && service !== NONE ? [service] : rule.services === 'all' ? null : rule.services
  if (asked === null) return listed(ownWindow(row))
  const windows = row.serviceIds.filter((id) => asked.includes(id)).map((id) => serviceWindow(row, id))
  return windows.every((window) => window === null) ? null : windows.filter((window) => window !== null)
}

function listed(window: Window | null): Window[] | null {
  return window === null ? null : [window]
}

function ownWindow(row: TrendRow): Window | null {
  if (knownLength(row) === null) return null
  return { from: row.startedAt!, until: row.endedAt! }
}

/** A service's window counts as far as it lies within the incident's, so that parts are never more than the whole. */
function serviceWindow(row: TrendRow, serviceId: string): Window | null {
  const whole = ownWindow(row)
  if (whole === null) return null
  const own = row.serviceWindows?.find((window) => window.serviceId === serviceId)
  if (own === undefined) return whole
  const stated = { from: own.startedAt ?? whole.from, until: own.endedAt ?? whole.until }
  return clip(stated, whole)
}

/** Whether a service was said to be down when the incident was not. */
function hasOutsideWindow(row: TrendRow): boolean {
  const { startedAt, endedAt } = row
  return (row.serviceWindows ?? []).some(
    (own) =>
      (own.startedAt !== null && startedAt !== null && own.startedAt < startedAt) ||
      (own.endedAt !== null && endedAt !== null && own.endedAt > endedAt) ||
      (own.endedAt !== null && startedAt !== null && own.endedAt < (own.startedAt ?? startedAt)),
  )
}

interface Share {
  window: Window
  percent: number
}

/** The shares of users that an incident states, each within the windows in which it counts. */
function sharesOf(
  row: TrendRow,
  { filters }: CountedBy,
  windows: readonly Window[] | null,
  serviceId: string | null = filters.service === NONE ? null : filters.service,
): Share[] {
  const shares: Share[] = []
  if (windows === null) return shares
  for (const symptom of row.symptoms ?? []) {
    const percent = symptom.sharePercent
    if (percent === null) continue
    if (serviceId !== null && symptom.serviceId !== null && symptom.serviceId !== serviceId) continue
    const stated = {
      from: symptom.startedAt ?? row.startedAt!,
      until: symptom.endedAt ?? row.endedAt!,
    }
    for (const window of windows) {
      const part = clip(stated, window)
      if (part !== null) shares.push({ window: part, percent })
    }
  }
  return shares
}

const NOWHERE: readonly Window[] = []

/** Whether an incident can only have begun within one hour of the clocks. */
function isHourKnown({ startedUntil }: TrendRow, startedAt: Instant, zone: string): boolean {
  return (startedUntil ?? startedAt) < startedAt + restOfHour(startedAt, zone)
}

/** The parts of windows that lie within the bounds. */
function insideOf(windows: readonly Window[] | null, bounds: Window): readonly Window[] {
  if (windows === null) return NOWHERE
  const inside: Window[] = []
  for (const window of windows) {
    const part = clip(window, bounds)
    if (part !== null) inside.push(part)
  }
  return inside
}

/** Gathers what is summed of a set of incidents. */
class Collector {
  count = 0
  unknown = 0
  leftOut = 0
  shareKnown = 0
  readonly windows: Window[] = []
  readonly shares: Share[] = []

  take(
    began: boolean,
    unknown: boolean,
    windows: readonly Window[],
    shares: readonly Share[],
    bounds: Window,
  ): void {
    for (const window of windows) this.windows.push(window)
    for (const { window, percent } of shares) {
      const part = clip(window, bounds)
      if (part !== null) this.shares.push({ window: part, percent })
    }
    if (!began) return
    this.count += 1
    if (unknown) this.unknown += 1
    if (shares.length > 0) this.shareKnown += 1
  }

  sums(): Sums {
    return {
      count: this.count,
      unknown: this.unknown,
      leftOut: this.leftOut,
      downtime: coveredLength(this.windows),
      share: weighedLength(this.shares.map(({ window, percent }) => ({ window, weight: percent }))) / 100,
      shareKnown: this.shareKnown,
    }
  }
}

class SpreadCollector {
  private readonly minutes = new Map<number, number>()
  private readonly others = { unknown: 0, invalid: 0, not_applicable: 0, range: 0 }

  take(time: TrendTime): void {
    if (typeof time === 'number') add(this.minutes, time, 1)
    else this.others[time] += 1
  }

  spread(): Spread {
    const { unknown, invalid, not_applicable, range } = this.others
    return {
      minutes: sortedPairs(this.minutes),
      unknown,
      invalid,
      notApplicable: not_applicable,
      ranges: range,
    }
  }
}

function keptIncident(row: TrendRow, day: number, minutes: number | null): KeptIncident {
  const texts = (read: (symptom: TrendSymptom) => string[]) => [
    ...new Set((row.symptoms ?? []).flatMap(read).filter((text) => text.trim() !== '')),
  ]
  return {
    reference: row.reference,
    day,
    severity: row.severity,
    minutes,
    times: TREND_DURATIONS.map((key) => {
      const time = row.times?.[key]
      return typeof time === 'number' ? time : null
    }),
    factors: [...(row.factors ?? [])].sort(),
    symptoms: texts(({ textKo, textEn }) => [shortened(textKo), shortened(textEn)]),
    errors: texts(({ errorText }) => [shortened(errorText)]),
  }
}

/** Two texts that agree so far are taken for the same. */
const LONGEST_TEXT = 200

function shortened(text: string): string {
  return text.slice(0, LONGEST_TEXT)
}

function byStart(a: TrendRow, b: TrendRow): number {
  return (a.startedAt ?? 0) - (b.startedAt ?? 0) || (a.reference < b.reference ? -1 : 1)
}

function flaw(figures: PeriodFigures, name: FlawName, reference: string): void {
  const found = (figures.flaws[name] ??= { count: 0, references: [] })
  found.count += 1
  if (found.references.length < MOST_REFERENCES) found.references.push(reference)
}

function collectorOf(collectors: Map<string, Collector>, key: string): Collector {
  let collector = collectors.get(key)
  if (collector === undefined) collectors.set(key, (collector = new Collector()))
  return collector
}

function eachCut<T>(make: (cut: CutName) => T): Record<CutName, T> {
  return Object.fromEntries(CUTS.map((cut) => [cut, make(cut)])) as Record<CutName, T>
}

function eachDuration<T>(make: (key: TrendDuration) => T): Record<TrendDuration, T> {
  return Object.fromEntries(TREND_DURATIONS.map((key) => [key, make(key)])) as Record<TrendDuration, T>
}

function noSpread(): Spread {
  return { minutes: [], unknown: 0, invalid: 0, notApplicable: 0, ranges: 0 }
}

/** Days of the year before the first of a month. */
export function daysBefore(year: number, month: number): number {
  let days = 0
  for (let m = 1; m < month; m += 1) days += daysInMonth(year, m)
  return days
}

/** Number of the day in its month on which an instant falls, by bisection; it must lie within the month. */
function dayAt(starts: readonly Instant[], at: Instant): number {
  let low = 0
  let high = starts.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= at) low = middle
    else high = middle
  }
  return low + 1
}

/**
 * Reads the hour of the week off the clocks of a zone, 0 being Monday from 0 to 1 o'clock. Days of 24 hours are those on
 * which the clocks are not changed, so the time since midnight tells.
 */
function hoursOfWeek(
  { year, month }: { year: number; month: number },
  starts: readonly Instant[],
  zone: string,
): (day: number, at: Instant) => number {
  const firstWeekday = new Date(Date.UTC(year, month - 1, 1)).getUTCDay() || 7
  return (day, at) => {
    const start = starts[day - 1]!
    if (starts[day]! - start === DAY) {
      return ((firstWeekday + day - 2) % 7) * 24 + Math.floor((at - start) / HOUR)
    }
    const { weekday, hour } = wallClock(at, zone)
    return (weekday - 1) * 24 + hour
  }
}

function add(sums: Map<number, number>, key: number, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value)
}

function sortedPairs(sums: ReadonlyMap<number, number>): [number, number][] {
  return [...sums].sort(([a], [b]) => a - b)
}

/** The whole of a year, for those who keep figures of it. */
export function throughDayOf(year: number, asOf: string): number {
  const asOfYear = Number(asOf.slice(0, 4))
  if (year < asOfYear) return daysInYear(year)
  return year > asOfYear ? 0 : Temporal.PlainDate.from(asOf).dayOfYear
}
