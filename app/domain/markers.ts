import { DAY, instantAt, plainDate, wallClock, type Instant } from './instant.ts'
import type { Problem } from './errors.ts'

/** The named points of an incident, in the order in which they usually come. */
export const MARKER_KEYS = [
  'impact_start',
  'detected',
  'declared',
  'first_public_word',
  'mitigated',
  'impact_end',
  'resolved',
] as const
export type MarkerKey = (typeof MARKER_KEYS)[number]

export type ReadingShape = 'instant' | 'about' | 'range'

/** What somebody says a point in time was. `until` belongs to a range only and is never before `at`. */
export type TimeValue =
  | { shape: 'instant'; at: Instant }
  | { shape: 'about'; at: Instant }
  | { shape: 'range'; at: Instant; until: Instant }

/** One source's value for a marker. Readings that disagree stand side by side. */
export interface Reading {
  id: string
  markerKey: MarkerKey
  value: TimeValue
  source: string
  sourceUrl: string
  recordedAt: Instant
  recordedBy: string
}

/** A marker as the record has it: all its readings, and what was decided about them. */
export interface Marker {
  key: MarkerKey
  readings: Reading[]
  chosen: Reading | null
  chosenReason: string
  /** Why this marker will never have a value; null as long as it may. */
  notApplicableReason: string | null
}
/** Something wrong or odd about one or more markers. What is refused must not be stored as the chosen value. */
export interface MarkerFinding extends Problem {
  level: 'refused' | 'warning'
  markers: MarkerKey[]
}

/** All markers without any reading. */
export function emptyMarkers(): Record<MarkerKey, Marker> {
  const empty = (key: MarkerKey): Marker => ({
    key,
    readings: [],
    chosen: null,
    chosenReason: '',
    notApplicableReason: null,
  })
  return Object.fromEntries(MARKER_KEYS.map((key) => [key, empty(key)])) as Record<MarkerKey, Marker>
}

/** The value that the record stands by, or null while there is none. */
export function chosenValue(marker: Marker): TimeValue | null {
  return marker.chosen?.value ?? null
}

/** The first instant that a value allows. How far "about" reaches is not known, so it stands for its own instant. */
export function earliest(value: TimeValue): Instant {
  return value.at
}

/** The last instant that a value allows. How far "about" reaches is not known, so it stands for its own instant. */
export function latest(value: TimeValue): Instant {
  return value.shape === 'range' ? value.until : value.at
}

/**
 * "Some time on this day", by the clocks of the zone.
 * @param day YYYY-MM-DD
 * @throws DomainError `invalid` (`time_no_such_clock`) for a day that no calendar has.
 */
export function wholeDay(day: string, zone: string): TimeValue {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const at = instantAt({ year, month, day: date }, zone)
  const next = new Date(Date.UTC(year, month - 1, date + 1))
  const dayAfter = { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() }
  return { shape: 'range', at, until: (instantAt(dayAfter, zone) - 1) as Instant }
}

/**
 * The days of a value that is known to the day only: a range from when the clocks of the zone begin a day to their last
 * minute of that day or a later one. Null where somebody knows a time of day.
 */
export function knownDays(value: TimeValue, zone: string): { first: Instant; last: Instant } | null {
  if (value.shape !== 'range') return null
  const { at, until } = value
  const { hour, minute } = wallClock(until, zone)
  if (hour !== 23 || minute !== 59) return null
  const beginsDay = plainDate((at - 1) as Instant, zone) !== plainDate(at, zone)
  return beginsDay ? { first: at, last: until } : null
}

/** Whether two readings of a marker exclude each other: no instant is allowed by both. */
export function readingsDisagree(marker: Marker): boolean {
  if (marker.readings.length < 2) return false
  const lastStart = Math.max(...marker.readings.map((reading) => earliest(reading.value)))
  const firstEnd = Math.min(...marker.readings.map((reading) => latest(reading.value)))
  return lastStart > firstEnd
}

/** What the checks need to know besides the markers. */
export interface MarkerContext {
  now: Instant
  /** Announced maintenance has its times before it happens; then nothing is too late. */
  planned?: boolean
}

const YEAR_AT_MOST = 366 * DAY

// Nothing can have ended before it began. Every other order is usual only: alerts come before users notice, work on a
// mitigation goes on after the impact, a first word may warn of what is about to happen.
const ENDS: readonly MarkerKey[] = ['mitigated', 'impact_end', 'resolved']
const USUAL_ORDER: readonly (readonly [MarkerKey, MarkerKey])[] = [
  ['impact_start', 'detected'],
  ['detected', 'declared'],
  ['impact_start', 'declared'],
  ['impact_start', 'first_public_word'],
  ['mitigated', 'impact_end'],
  ['mitigated', 'resolved'],
  ['impact_end', 'resolved'],
]

/**
 * What is wrong with the chosen values of an incident's markers, the refusals first. Nothing is changed or swapped.
 * Refused: a reversed range, an instant after `now`, an end that certainly lies before the start, an impact longer than a
 * year (366 days). Warned of: the same where a value is only approximate or ranges overlap, an unusual order, other
 * markers more than a year from the start, a value beside "does not apply".
 */
export function checkMarkers(
  markers: Record<MarkerKey, Marker>,
  { now, planned = false }: MarkerContext,
): MarkerFinding[] {
  const findings: MarkerFinding[] = []
  const add = (level: MarkerFinding['level'], code: string, keys: MarkerKey[], params: Problem['params']) =>
    findings.push({ level, code, markers: keys, params })

  for (const key of MARKER_KEYS) {
    const marker = markers[key]
    const value = chosenValue(marker)
    if (value === null) continue
    if (latest(value) < earliest(value)) add('refused', 'marker_range_reversed', [key], { marker: key })
    if (!planned && latest(value) > now) add('refused', 'marker_in_future', [key], { marker: key })
    if (marker.notApplicableReason !== null) {
      add('warning', 'marker_value_but_not_applicable', [key], { marker: key })
    }
  }

  const start = chosenValue(markers.impact_start)
  for (const key of MARKER_KEYS) {
    const value = chosenValue(markers[key])
    if (start === null || value === null || key === 'impact_start') continue
    const isEnd = ENDS.includes(key)
    const params = { earlier: 'impact_start', later: key }
    if (isEnd && latest(value) < earliest(start)) {
      const certain = start.shape !== 'about' && value.shape !== 'about'
      add(certain ? 'refused' : 'warning', 'marker_end_before_start', ['impact_start', key], params)
    } else if (isEnd && earliest(value) < latest(start)) {
      add('warning', 'marker_end_may_be_before_start', ['impact_start', key], params)
    }
    const distance = Math.max(
      Math.abs(latest(value) - earliest(start)),
      Math.abs(latest(start) - earliest(value)),
    )
    if (distance > YEAR_AT_MOST) {
      const refused = key === 'impact_end' && latest(value) > earliest(start)
      const code = refused ? 'marker_window_over_a_year' : 'marker_far_from_start'
      add(refused ? 'refused' : 'warning', code, ['impact_start', key], {
        ...params,
        days: Math.floor(distance / DAY),
      })
    }
  }

  for (const [first, second] of USUAL_ORDER) {
    const earlier = chosenValue(markers[first])
    const later = chosenValue(markers[second])
    if (earlier !== null && later !== null && latest(later) < earliest(earlier)) {
      add('warning', 'marker_order_unusual', [first, second], { earlier: first, later: second })
    }
  }
  return findings.sort((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'))
}

/**
 * What `checkMarkers` would say about one marker if it had this value, for a form that asks for it. Findings about other
 * markers alone are left out.
 */
export function checkReading(
  markers: Record<MarkerKey, Marker>,
  key: MarkerKey,
  value: TimeValue,
  now: Instant,
  options: Omit<MarkerContext, 'now'> = {},
): MarkerFinding[] {
  const reading: Reading = {
    id: '',
    markerKey: key,
    value,
    source: '',
    sourceUrl: '',
    recordedAt: now,
    recordedBy: '',
  }
  const tried = { ...markers, [key]: { ...markers[key], chosen: reading, notApplicableReason: null } }
  return checkMarkers(tried, { now, ...options }).filter((finding) => finding.markers.includes(key))
}
