import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { runs } from '#tests/setup/properties.ts'
import { DomainError } from '#app/domain/errors.ts'
import {
  DAY,
  dayOfYear,
  daysInYear,
  instant,
  instantAt,
  instantFromRfc3339,
  isZone,
  plainDate,
  resolveWallClock,
  toRfc3339,
  wallClock,
  yearBounds,
  yearOf,
  zoneName,
  type Instant,
} from '#app/domain/instant.ts'

const SEOUL = 'Asia/Seoul'
const at = instantFromRfc3339

const zones = fc.constantFrom(
  'Asia/Seoul',
  'UTC',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Sao_Paulo',
)
const instants = fc
  .integer({ min: Date.UTC(1972, 0, 1), max: Date.UTC(2060, 0, 1) })
  .map((ms) => ms as Instant)

function zoned(ms: number, zone: string) {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
}

test('the New Year outage belongs to 2020 in Seoul and to 2019 in UTC', () => {
  const start = at('2020-01-01T00:00:00+09:00')
  expect(start).toBe(Date.parse('2019-12-31T15:00:00Z'))
  expect(yearOf(start, SEOUL)).toBe(2020)
  expect(yearOf(start, 'UTC')).toBe(2019)
  expect(plainDate(start, SEOUL)).toBe('2020-01-01')
})

test('RFC 3339 is written with the offset of the zone, and milliseconds only if there are any', () => {
  const start = at('2020-03-01T23:58:00Z')
  expect(toRfc3339(start, SEOUL)).toBe('2020-03-02T08:58:00+09:00')
  expect(toRfc3339(instant(start + 5), SEOUL)).toBe('2020-03-02T08:58:00.005+09:00')
  expect(toRfc3339(start, 'UTC')).toBe('2020-03-01T23:58:00Z')
  expect(toRfc3339(start, 'Europe/London')).toBe('2020-03-01T23:58:00+00:00')
  expect(toRfc3339(start, 'America/St_Johns')).toBe('2020-03-01T20:28:00-03:30')
})

test.each([
  '2020-03-02',
  '2020-03-02T08:58:00',
  '2020-02-30T00:00:00Z',
  '2020-13-02T08:58:00Z',
  '2020-03-02T24:00:00Z',
  '2020-03-02T08:58:60Z',
  'now',
  '',
])('%j is not read as RFC 3339', (text) => {
  expect(() => at(text)).toThrow(DomainError)
})

test('an instant is a whole number within four-digit years', () => {
  for (const ms of [NaN, Infinity, 0.5, 1e15, -1e15]) expect(() => instant(ms)).toThrow(DomainError)
  expect(instant(0)).toBe(0)
})

test('a skipped and a repeated hour are told apart', () => {
  expect(
    resolveWallClock({ year: 2021, month: 3, day: 14, hour: 2, minute: 30 }, 'America/New_York'),
  ).toEqual({
    kind: 'gap',
    earlier: at('2021-03-14T01:30:00-05:00'),
    later: at('2021-03-14T03:30:00-04:00'),
  })
  expect(
    resolveWallClock({ year: 2021, month: 11, day: 7, hour: 1, minute: 30 }, 'America/New_York'),
  ).toEqual({
    kind: 'ambiguous',
    earlier: at('2021-11-07T01:30:00-04:00'),
    later: at('2021-11-07T01:30:00-05:00'),
  })
  expect(resolveWallClock({ year: 2011, month: 12, day: 30, hour: 12 }, 'Pacific/Apia').kind).toBe('gap')
})

test('a day that no calendar has is refused', () => {
  expect(() => instantAt({ year: 2019, month: 2, day: 29 }, SEOUL)).toThrow(DomainError)
  expect(() => instantAt({ year: 2020, month: 13, day: 1 }, SEOUL)).toThrow(DomainError)
  expect(() => instantAt({ year: 2020, month: 1, day: 1, hour: 24 }, SEOUL)).toThrow(DomainError)
})

test('the days of a year are counted in the zone', () => {
  expect(dayOfYear(at('2020-03-02T08:58:00+09:00'), SEOUL)).toBe(62)
  expect(dayOfYear(at('2020-12-31T23:59:59+09:00'), SEOUL)).toBe(366)
  expect([1900, 2000, 2019, 2020].map(daysInYear)).toEqual([365, 366, 365, 366])
})

test('zones are known by their names only', () => {
  expect(['Asia/Seoul', 'UTC', 'America/Argentina/Ushuaia'].every(isZone)).toBe(true)
  expect(['', '+09:00', 'Asia/Atlantis', 'Seoul', 'Asia/Seoul\0', '<b>'].some(isZone)).toBe(false)
  expect(() => yearOf(0 as Instant, 'Asia/Atlantis')).toThrow(DomainError)
})

test('a zone is named as its readers name it', () => {
  const winter = at('2020-01-15T00:00:00Z')
  const summer = at('2020-07-15T00:00:00Z')
  expect(zoneName(SEOUL, winter, 'en')).toBe('KST')
  expect(zoneName(SEOUL, winter, 'ko')).toBe('한국시간')
  expect(zoneName('Asia/Tokyo', winter, 'ko')).toBe('JST')
  expect(zoneName('UTC', winter, 'ko')).toBe('UTC')
  expect(zoneName('Europe/London', winter, 'en')).toBe('GMT')
  expect(zoneName('Europe/London', summer, 'en')).toBe('BST')
  expect(zoneName('Asia/Kolkata', winter, 'en')).toBe('UTC+5:30')
  expect(zoneName('America/Sao_Paulo', winter, 'en')).toBe('UTC-3')
  expect(zoneName('Asia/Seoul', at('1988-07-01T00:00:00Z'), 'ko')).toBe('UTC+10')
})

test('wall clocks, years, days and dates equal those of Temporal in zones with changing clocks', () => {
  fc.assert(
    fc.property(instants, zones, (ms, zone) => {
      const expected = zoned(ms, zone)
      expect(wallClock(ms, zone)).toEqual({
        year: expected.year,
        month: expected.month,
        day: expected.day,
        weekday: expected.dayOfWeek,
        hour: expected.hour,
        minute: expected.minute,
        second: expected.second,
      })
      expect(yearOf(ms, zone)).toBe(expected.year)
      expect(dayOfYear(ms, zone)).toBe(expected.dayOfYear)
      expect(plainDate(ms, zone)).toBe(expected.toPlainDate().toString())
    }),
    { numRuns: runs(1500) },
  )
})

test('around every change of the clocks the answers equal those of Temporal', () => {
  for (const zone of [
    'America/New_York',
    'Europe/London',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Africa/Casablanca',
  ]) {
    let change = zoned(Date.UTC(2008, 0, 1), zone).getTimeZoneTransition('next')
    while (change !== null && change.year < 2026) {
      for (const shift of [-1, 0, 1]) {
        const ms = (change.epochMilliseconds + shift) as Instant
        expect(wallClock(ms, zone).hour).toBe(zoned(ms, zone).hour)
        expect(plainDate(ms, zone)).toBe(zoned(ms, zone).toPlainDate().toString())
      }
      for (const minutes of [-90, -60, -30, -1, 0, 1, 29, 30, 59, 60, 90]) {
        const wall = change.toPlainDateTime().add({ minutes })
        const clock = {
          year: wall.year,
          month: wall.month,
          day: wall.day,
          hour: wall.hour,
          minute: wall.minute,
        }
        const first = wall.toZonedDateTime(zone, { disambiguation: 'earlier' }).epochMilliseconds
        const last = wall.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds
        const compatible = wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
        const resolved = resolveWallClock(clock, zone)
        expect(
          resolved.kind === 'exact' ? [resolved.at, resolved.at] : [resolved.earlier, resolved.later],
        ).toEqual([first, last])
        expect(instantAt(clock, zone)).toBe(compatible)
      }
      change = change.getTimeZoneTransition('next')
    }
  }
})

test('what the clocks show leads back to the instant', () => {
  fc.assert(
    fc.property(instants, zones, (ms, zone) => {
      const whole = (ms - (((ms % 1000) + 1000) % 1000)) as Instant
      const resolved = resolveWallClock(wallClock(whole, zone), zone)
      expect(resolved.kind).not.toBe('gap')
      expect(Object.values(resolved)).toContain(whole)
    }),
    { numRuns: runs(1000) },
  )
})

test('RFC 3339 leads back to the instant in every zone', () => {
  fc.assert(
    fc.property(instants, zones, (ms, zone) => {
      expect(at(toRfc3339(ms, zone))).toBe(ms)
    }),
  )
})

test('years follow each other without a gap, and their bounds agree with Temporal', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1972, max: 2090 }), zones, (year, zone) => {
      const { from, until } = yearBounds(year, zone)
      const start = Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(zone)
      expect(from).toBe(start.epochMilliseconds)
      expect(until).toBe(yearBounds(year + 1, zone).from)
      expect(yearOf(from, zone)).toBe(year)
      expect(yearOf((until - 1) as Instant, zone)).toBe(year)
    }),
  )
})

test('the day that Samoa skipped does not exist there', () => {
  const before = at('2011-12-29T23:59:59-10:00')
  expect(plainDate(before, 'Pacific/Apia')).toBe('2011-12-29')
  expect(plainDate((before + 1000) as Instant, 'Pacific/Apia')).toBe('2011-12-31')
  const { from, until } = yearBounds(2011, 'Pacific/Apia')
  expect((until - from) / DAY).toBe(364)
})
