import { expect, test } from 'vitest'
import { instantFromRfc3339, type Instant } from '#app/domain/instant.ts'
import {
  checkMarkers,
  checkReading,
  chosenValue,
  earliest,
  emptyMarkers,
  latest,
  MARKER_KEYS,
  readingsDisagree,
  type Marker,
  type MarkerKey,
  type Reading,
  type TimeValue,
} from '#app/domain/markers.ts'

const at = (text: string) => instantFromRfc3339(`${text}:00+09:00`)
const now = at('2020-03-02T12:00')
const exact = (text: string): TimeValue => ({ shape: 'instant', at: at(text) })
const about = (text: string): TimeValue => ({ shape: 'about', at: at(text) })
const range = (from: string, until: string): TimeValue => ({ shape: 'range', at: at(from), until: at(until) })

function reading(markerKey: MarkerKey, value: TimeValue): Reading {
  return { id: '', markerKey, value, source: '', sourceUrl: '', recordedAt: now, recordedBy: '' }
}

function markersWith(values: Partial<Record<MarkerKey, TimeValue>>): Record<MarkerKey, Marker> {
  const markers = emptyMarkers()
  for (const key of MARKER_KEYS) {
    const value = values[key]
    if (value === undefined) continue
    const chosen = reading(key, value)
    markers[key] = { ...markers[key], readings: [chosen], chosen }
  }
  return markers
}

const outcome = (values: Partial<Record<MarkerKey, TimeValue>>, at: Instant = now) =>
  checkMarkers(markersWith(values), { now: at }).map(({ level, code, markers }) => [level, code, ...markers])

test('the origin record has nothing to complain of', () => {
  expect(
    outcome({
      impact_start: exact('2020-03-02T08:58'),
      impact_end: exact('2020-03-02T10:17'),
      first_public_word: exact('2020-03-02T11:11'),
    }),
  ).toEqual([])
  expect(outcome({})).toEqual([])
})

test('an end before the start is refused, and nothing is swapped', () => {
  const markers = markersWith({
    impact_start: exact('2020-03-02T10:17'),
    impact_end: exact('2020-03-02T08:58'),
  })
  const before = structuredClone(markers)
  expect(checkMarkers(markers, { now })).toEqual([
    {
      level: 'refused',
      code: 'marker_end_before_start',
      markers: ['impact_start', 'impact_end'],
      params: { earlier: 'impact_start', later: 'impact_end' },
    },
  ])
  expect(markers).toEqual(before)
})

test('an end that is only approximately before the start is a warning', () => {
  expect(outcome({ impact_start: about('2020-03-02T09:00'), impact_end: exact('2020-03-02T08:58') })).toEqual(
    [['warning', 'marker_end_before_start', 'impact_start', 'impact_end']],
  )
  expect(
    outcome({
      impact_start: range('2020-03-02T08:50', '2020-03-02T09:00'),
      impact_end: exact('2020-03-02T08:58'),
    }),
  ).toEqual([['warning', 'marker_end_may_be_before_start', 'impact_start', 'impact_end']])
})

test('a future instant is refused unless it is planned; this very minute is not the future', () => {
  const markers = { impact_end: exact('2020-03-02T12:01') }
  expect(outcome(markers)).toEqual([['refused', 'marker_in_future', 'impact_end']])
  expect(outcome({ impact_end: exact('2020-03-02T12:00') })).toEqual([])
  expect(checkMarkers(markersWith(markers), { now, planned: true })).toEqual([])
  expect(outcome({ detected: range('2020-03-02T11:00', '2020-03-02T12:30') })).toEqual([
    ['refused', 'marker_in_future', 'detected'],
  ])
})

test('an impact longer than a year is refused, any other marker that far away is a warning', () => {
  expect(outcome({ impact_start: exact('2019-03-01T08:58'), impact_end: exact('2020-03-02T10:17') })).toEqual(
    [['refused', 'marker_window_over_a_year', 'impact_start', 'impact_end']],
  )
  expect(outcome({ impact_start: exact('2019-03-02T10:17'), impact_end: exact('2020-03-02T10:17') })).toEqual(
    [],
  )
  expect(
    outcome({ impact_start: exact('2019-03-01T08:58'), first_public_word: exact('2020-03-02T10:17') }),
  ).toEqual([['warning', 'marker_far_from_start', 'impact_start', 'first_public_word']])
})

test('an unusual order is a warning, because it happens', () => {
  expect(
    outcome({
      impact_start: exact('2020-03-02T08:58'),
      detected: exact('2020-03-02T08:50'),
      impact_end: exact('2020-03-02T10:00'),
      mitigated: exact('2020-03-02T10:17'),
    }),
  ).toEqual([
    ['warning', 'marker_order_unusual', 'impact_start', 'detected'],
    ['warning', 'marker_order_unusual', 'mitigated', 'impact_end'],
  ])
})

test('a new value is judged against the others without the complaints about them', () => {
  const markers = markersWith({
    impact_start: exact('2020-03-02T08:58'),
    resolved: exact('2020-03-02T08:00'),
  })
  expect(checkReading(markers, 'impact_end', exact('2020-03-02T10:17'), now).map(({ code }) => code)).toEqual(
    ['marker_order_unusual'],
  )
  expect(checkReading(markers, 'detected', exact('2020-03-02T09:00'), now)).toEqual([])
  expect(checkReading(markers, 'detected', exact('2020-03-02T13:00'), now)[0]?.level).toBe('refused')
  expect(markers.detected.chosen).toBeNull()
})

test('a value beside "does not apply" is pointed out', () => {
  const markers = markersWith({ declared: exact('2020-03-02T09:10') })
  markers.declared.notApplicableReason = 'never declared'
  expect(checkMarkers(markers, { now }).map(({ code }) => code)).toEqual(['marker_value_but_not_applicable'])
})

test('08:58 and about 09:00 disagree; 08:58 and a range around it do not', () => {
  const marker = emptyMarkers().impact_start
  const first = reading('impact_start', exact('2020-03-02T08:58'))
  expect(readingsDisagree({ ...marker, readings: [first] })).toBe(false)
  expect(
    readingsDisagree({ ...marker, readings: [first, reading('impact_start', about('2020-03-02T09:00'))] }),
  ).toBe(true)
  const around = reading('impact_start', range('2020-03-02T08:50', '2020-03-02T09:00'))
  expect(readingsDisagree({ ...marker, readings: [first, around] })).toBe(false)
})

test('a value has an earliest and a latest instant; an empty marker has no value', () => {
  const value = range('2020-03-02T08:50', '2020-03-02T09:00')
  expect([earliest(value), latest(value)]).toEqual([at('2020-03-02T08:50'), at('2020-03-02T09:00')])
  expect(chosenValue(emptyMarkers().detected)).toBeNull()
})
