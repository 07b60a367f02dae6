import type { Problem } from './errors.ts'
import { MINUTE } from './instant.ts'
import { chosenValue, earliest, latest, type Marker, type MarkerKey } from './markers.ts'

export const DURATION_KEYS = [
  'impact',
  'detect',
  'declare',
  'first_public_word',
  'mitigate',
  'resolve',
  'recovery_to_word',
] as const
export type DurationKey = (typeof DURATION_KEYS)[number]

/** Which two markers a duration lies between. */
const DURATIONS: Record<DurationKey, { from: MarkerKey; to: MarkerKey }> = {
  impact: { from: 'impact_start', to: 'impact_end' },
  detect: { from: 'impact_start', to: 'detected' },
  declare: { from: 'detected', to: 'declared' },
  first_public_word: { from: 'impact_start', to: 'first_public_word' },
  mitigate: { from: 'impact_start', to: 'mitigated' },
  resolve: { from: 'impact_start', to: 'resolved' },
  recovery_to_word: { from: 'impact_end', to: 'first_public_word' },
}

// The first public word may come during the outage as well as after it: both are answers.
const SIGNED: readonly DurationKey[] = ['recovery_to_word']

/**
 * A duration in minutes, never rounded (seconds give fractions), or why there is none. A recorded one has either
 * `minutes` or, where a marker is a range, `range`. `approximate` tells that a marker is an "about". `because` beside a
 * recorded range explains that part of what the markers allow was left out.
 * `pending`: a marker has no decided value yet. `not_applicable`: a marker is declared never to have one.
 */
export type Duration =
  | {
      key: DurationKey
      outcome: 'recorded'
      minutes: number
      range?: undefined
      approximate: boolean
      because?: undefined
    }
  | {
      key: DurationKey
      outcome: 'recorded'
      minutes?: undefined
      range: { min: number; max: number }
      approximate: boolean
      because?: Problem
    }
  | { key: DurationKey; outcome: 'pending' | 'not_applicable' | 'invalid'; because: Problem }

/**
 * One duration from the chosen values of the markers. With ranges, `min` runs from the latest start to the earliest end
 * and `max` from the earliest start to the latest end. A duration that can only be negative is `invalid`; where only a part
 * of the range would be, the rest stands, beginning at 0, with `duration_partly_negative`. `recovery_to_word` is signed:
 * negative means that the first public word came before the impact ended.
 */
export function duration(key: DurationKey, markers: Record<MarkerKey, Marker>): Duration {
  const { from, to } = DURATIONS[key]
  for (const marker of [markers[from], markers[to]]) {
    if (marker.notApplicableReason !== null) {
      const params = { marker: marker.key, reason: marker.notApplicableReason }
      return { key, outcome: 'not_applicable', because: { code: 'duration_marker_not_applicable', params } }
    }
  }
  for (const marker of [markers[from], markers[to]]) {
    if (marker.chosen === null) {
      const code = marker.readings.length > 0 ? 'duration_marker_undecided' : 'duration_marker_missing'
      return { key, outcome: 'pending', because: { code, params: { marker: marker.key } } }
    }
  }

  const start = chosenValue(markers[from])!
  const end = chosenValue(markers[to])!
  const approximate = start.shape === 'about' || end.shape === 'about'
  const min = (earliest(end) - latest(start)) / MINUTE
  const max = (latest(end) - earliest(start)) / MINUTE
  const signed = SIGNED.includes(key)
  if (max < 0 && !signed) {
    const because = { code: 'duration_negative', params: { from, to, minutes: max } }
    return { key, outcome: 'invalid', because }
  }
  if (start.shape !== 'range' && end.shape !== 'range') {
    return { key, outcome: 'recorded', minutes: min, approximate }
  }
  if (min < 0 && !signed) {
    const because = { code: 'duration_partly_negative', params: { from, to, minutes: min } }
    return { key, outcome: 'recorded', range: { min: 0, max }, approximate, because }
  }
  return { key, outcome: 'recorded', range: { min, max }, approximate }
}

/** Every duration of an incident, in the order of `DURATION_KEYS`. */
export function allDurations(markers: Record<MarkerKey, Marker>): Duration[] {
  return DURATION_KEYS.map((key) => duration(key, markers))
}
