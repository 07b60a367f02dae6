import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allDurations, duration, DURATION_KEYS } from '#app/domain/durations.ts'
import { instantFromRfc3339, type Instant } from '#app/domain/instant.ts'
import { emptyMarkers, type MarkerKey, type Reading, type TimeValue } from '#app/domain/markers.ts'

const at = (text: string) => instantFromRfc3339(`2020-03-02T${text}+09:00`)
const exact = (text: string): TimeValue => ({ shape: 'instant', at: at(text) })

function markersWith(values: Partial<Record<MarkerKey, TimeValue>>) {
  const markers = emptyMarkers()
  for (const [key, value] of Object.entries(values) as [MarkerKey, TimeValue][]) {
    const chosen: Reading = {
      id: '',
      markerKey: key,
      value,
      source: '',
      sourceUrl: '',
      recordedAt: 0 as Instant,
      recordedBy: '',
    }
    markers[key] = { ...markers[key], readings: [chosen], chosen }
  }
  return markers
}

test('the origin outage lasted 79 minutes and the word came 54 minutes after recovery', () => {
  const markers = markersWith({
    impact_start: exact('08:58:00'),
    impact_end: exact('10:17:00'),
    first_public_word: exact('11:11:00'),
  })
  expect(duration('impact', markers)).toEqual({
    key: 'impact',
    outcome: 'recorded',
    minutes: 79,
    approximate: false,
  })
  expect(duration('recovery_to_word', markers)).toMatchObject({ outcome: 'recorded', minutes: 54 })
  expect(duration('first_public_word', markers)).toMatchObject({ minutes: 133 })
  expect(duration('detect', markers)).toEqual({
    key: 'detect',
    outcome: 'pending',
    because: { code: 'duration_marker_missing', params: { marker: 'detected' } },
  })
  expect(allDurations(markers).map(({ key }) => key)).toEqual([...DURATION_KEYS])
})

test('seconds give fractions of a minute', () => {
  const markers = markersWith({ impact_start: exact('08:58:30'), impact_end: exact('10:17:00') })
  expect(duration('impact', markers)).toMatchObject({ minutes: 78.5 })
})

test('nothing recorded is pending everywhere, never zero', () => {
  for (const entry of allDurations(emptyMarkers())) expect(entry.outcome).toBe('pending')
})

test('a marker that does not apply makes its durations not applicable, even beside a missing one', () => {
  const markers = emptyMarkers()
  markers.declared.notApplicableReason = 'nobody declared it'
  expect(duration('declare', markers)).toEqual({
    key: 'declare',
    outcome: 'not_applicable',
    because: {
      code: 'duration_marker_not_applicable',
      params: { marker: 'declared', reason: 'nobody declared it' },
    },
  })
})

test('readings without a choice are undecided', () => {
  const markers = markersWith({ impact_start: exact('08:58:00'), impact_end: exact('10:17:00') })
  markers.impact_start.chosen = null
  expect(duration('impact', markers)).toMatchObject({ because: { code: 'duration_marker_undecided' } })
})

test('an end before the start is invalid, but a word before recovery is a signed answer', () => {
  const markers = markersWith({
    impact_start: exact('10:17:00'),
    impact_end: exact('08:58:00'),
    first_public_word: exact('08:00:00'),
  })
  expect(duration('impact', markers)).toEqual({
    key: 'impact',
    outcome: 'invalid',
    because: { code: 'duration_negative', params: { from: 'impact_start', to: 'impact_end', minutes: -79 } },
  })
  expect(duration('recovery_to_word', markers)).toMatchObject({ outcome: 'recorded', minutes: -58 })
})

test('an approximate marker makes the duration approximate', () => {
  const markers = markersWith({
    impact_start: { shape: 'about', at: at('09:00:00') },
    impact_end: exact('10:17:00'),
  })
  expect(duration('impact', markers)).toMatchObject({ minutes: 77, approximate: true })
})

test('ranges give the shortest and the longest length', () => {
  const start: TimeValue = { shape: 'range', at: at('08:58:00'), until: at('09:00:00') }
  expect(
    duration('impact', markersWith({ impact_start: start, impact_end: exact('10:17:00') })),
  ).toMatchObject({
    range: { min: 77, max: 79 },
  })
  expect(duration('impact', markersWith({ impact_start: start, impact_end: exact('08:59:00') }))).toEqual({
    key: 'impact',
    outcome: 'recorded',
    range: { min: 0, max: 1 },
    approximate: false,
    because: {
      code: 'duration_partly_negative',
      params: { from: 'impact_start', to: 'impact_end', minutes: -1 },
    },
  })
})

test('whatever the ranges, any pair of instants in them lies within the range of the duration', () => {
  const part = fc.record({
    at: fc.nat(1e6),
    length: fc.nat(1e6),
    inside: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(part, part, (start, end) => {
      const value = (p: typeof start): TimeValue => ({
        shape: 'range',
        at: p.at as Instant,
        until: (p.at + p.length) as Instant,
      })
      const result = duration(
        'recovery_to_word',
        markersWith({ impact_end: value(start), first_public_word: value(end) }),
      )
      if (result.outcome !== 'recorded' || result.range === undefined) throw new Error('expected a range')
      const minutes = (end.at + end.length * end.inside - (start.at + start.length * start.inside)) / 60_000
      expect(minutes).toBeGreaterThanOrEqual(result.range.min - 1e-9)
      expect(minutes).toBeLessThanOrEqual(result.range.max + 1e-9)
    }),
  )
})
