import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantFromRfc3339 as at, type Instant } from '#app/domain/instant.ts'
import {
  clip,
  coveredLength,
  mergeWindows,
  minutesOf,
  splitAtNewYear,
  totalMinutes,
  weighedLength,
  type Window,
} from '#app/domain/windows.ts'

const SEOUL = 'Asia/Seoul'
const span = (from: string, until: string): Window => ({
  from: at(`${from}:00+09:00`),
  until: at(`${until}:00+09:00`),
})

const windows = fc
  .tuple(fc.integer({ min: 0, max: 3e12 }), fc.integer({ min: 0, max: 2e11 }))
  .map(([from, length]): Window => ({ from: from as Instant, until: (from + length) as Instant }))

test('the outages of the origin record last 79 and 135 minutes', () => {
  expect(minutesOf(span('2020-03-02T08:58', '2020-03-02T10:17'))).toBe(79)
  expect(minutesOf(span('2020-01-01T00:00', '2020-01-01T02:15'))).toBe(135)
})

test('two parts of a product that fail at once count once', () => {
  const web = span('2023-06-14T21:25', '2023-06-14T23:13')
  const app = span('2023-06-14T21:25', '2023-06-14T23:46')
  expect(totalMinutes([web, app])).toBe(141)
  expect(mergeWindows([web, app])).toEqual([app])
})

test('windows that touch become one, others stay apart, and the given ones are left as they were', () => {
  const first = span('2020-03-02T08:00', '2020-03-02T09:00')
  const second = span('2020-03-02T09:00', '2020-03-02T10:00')
  const third = span('2020-03-02T11:00', '2020-03-02T11:30')
  expect(mergeWindows([third, second, first])).toEqual([span('2020-03-02T08:00', '2020-03-02T10:00'), third])
  expect(first).toEqual(span('2020-03-02T08:00', '2020-03-02T09:00'))
})

test('a window across New Year is split at midnight of the zone', () => {
  expect(splitAtNewYear(span('2019-12-31T23:50', '2020-01-01T00:10'), SEOUL)).toEqual([
    { year: 2019, window: span('2019-12-31T23:50', '2020-01-01T00:00') },
    { year: 2020, window: span('2020-01-01T00:00', '2020-01-01T00:10') },
  ])
  expect(splitAtNewYear(span('2020-01-01T00:00', '2020-01-01T02:15'), SEOUL).map(({ year }) => year)).toEqual(
    [2020],
  )
})

test('a window that ends before it starts has no part and covers nothing', () => {
  const reversed = span('2020-03-02T10:17', '2020-03-02T08:58')
  expect(splitAtNewYear(reversed, SEOUL)).toEqual([])
  expect(totalMinutes([reversed])).toBe(0)
  expect(minutesOf(reversed)).toBe(-79)
})

test('a clipped window lies within the bounds, or there is none', () => {
  const bounds = span('2020-01-01T00:00', '2020-03-03T00:00')
  expect(clip(span('2019-12-31T23:00', '2020-01-01T01:00'), bounds)).toEqual(
    span('2020-01-01T00:00', '2020-01-01T01:00'),
  )
  expect(clip(span('2019-12-31T23:00', '2020-01-01T00:00'), bounds)).toBeNull()
})

test('splitting loses nothing and every part lies in its year', () => {
  const zones = fc.constantFrom(SEOUL, 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe')
  fc.assert(
    fc.property(windows, zones, (window, zone) => {
      const parts = splitAtNewYear(window, zone)
      expect(parts[0]!.window.from).toBe(window.from)
      expect(parts[parts.length - 1]!.window.until).toBe(window.until)
      for (let i = 1; i < parts.length; i += 1) {
        expect(parts[i]!.window.from).toBe(parts[i - 1]!.window.until)
        expect(parts[i]!.year).toBe(parts[i - 1]!.year + 1)
      }
    }),
  )
})

test('merged time is at most the sum, at least the longest, and merging again changes nothing', () => {
  fc.assert(
    fc.property(fc.array(windows, { minLength: 1, maxLength: 12 }), (list) => {
      const lengths = list.map(minutesOf)
      const total = totalMinutes(list)
      expect(total).toBeLessThanOrEqual(lengths.reduce((a, b) => a + b, 0) + 1e-6)
      expect(total).toBeGreaterThanOrEqual(Math.max(...lengths) - 1e-6)
      expect(mergeWindows(mergeWindows(list))).toEqual(mergeWindows(list))
      expect(mergeWindows([...list].reverse())).toEqual(mergeWindows(list))
    }),
  )
})

const small = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -3, max: 20 }))
  .map(([from, length]): Window => ({ from: from as Instant, until: (from + length) as Instant }))

test('the covered length is that of the merged windows, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(small), (list) => {
      const merged = mergeWindows(list).reduce((sum, { from, until }) => sum + until - from, 0)
      expect(coveredLength(list)).toBe(merged)
    }),
  )
})

test('each moment is weighed with the largest weight that holds at it', () => {
  const weighed = fc.record({ window: small, weight: fc.integer({ min: 0, max: 100 }) })
  fc.assert(
    fc.property(fc.array(weighed), (list) => {
      let byMoment = 0
      for (let moment = 0; moment < 60; moment += 1) {
        const holding = list.filter(({ window }) => window.from <= moment && moment < window.until)
        byMoment += Math.max(0, ...holding.map(({ weight }) => weight))
      }
      expect(weighedLength(list)).toBe(byMoment)
    }),
  )
})
