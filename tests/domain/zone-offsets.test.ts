import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '#tests/setup/properties.ts'
import { DEFAULT_COUNTING_RULE } from '#app/domain/counting-rule.ts'
import { DAY, HOUR, wallClock, yearBounds, type Instant } from '#app/domain/instant.ts'
import { NO_FILTERS } from '#app/domain/trend-query.ts'
import { yearFigures, type TrendRow } from '#app/domain/trend-figures.ts'
import { offsetChanges } from '#app/domain/zone-offsets.ts'
import { at } from '#tests/factories.ts'

/** Half an hour on Lord Howe, at midnight in Havana, at 24 o'clock in Beirut; Apia skips a day in 2011. */
const zone = fc.constantFrom(
  'Asia/Seoul',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Havana',
  'Asia/Beirut',
  'Pacific/Apia',
  'America/St_Johns',
)
const moment = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2026, 0) }).map((ms) => ms as Instant)
/** Near the days on which clocks are usually changed, as well as anywhere. */
const nearChange = fc
  .record({
    year: fc.integer({ min: 2005, max: 2025 }),
    month: fc.constantFrom(2, 3, 9, 10),
    day: fc.integer({ min: 1, max: 31 }),
    minutes: fc.integer({ min: -60, max: 300 }),
    offset: fc.integer({ min: -13, max: 14 }),
  })
  .map(
    ({ year, month, day, minutes, offset }) =>
      (Date.UTC(year, month, day) + minutes * 60_000 - offset * HOUR) as Instant,
  )

test('the offsets between two instants give the clock at each instant between them', () => {
  fc.assert(
    fc.property(
      zone,
      moment,
      fc.integer({ min: 1, max: 400 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (name, from, days, share) => {
        const until = (from + days * DAY) as Instant
        const one = Math.floor(from + share * (until - from - 1)) as Instant
        const changes = offsetChanges(name, from, until)
        const { offset } = changes.findLast((change) => change.from <= one)!
        const local = new Date(one + offset)
        const { weekday, hour, minute } = wallClock(one, name)
        expect([local.getUTCDay() || 7, local.getUTCHours(), local.getUTCMinutes()]).toEqual([
          weekday,
          hour,
          minute,
        ])
      },
    ),
  )
})

test('the clocks of New York change twice a year, those of Seoul never', () => {
  const { from, until } = yearBounds(2020, 'America/New_York')
  expect(offsetChanges('America/New_York', from, until)).toEqual([
    { from, offset: -5 * HOUR },
    { from: at('2020-03-08T02:00:00-05:00'), offset: -4 * HOUR },
    { from: at('2020-11-01T02:00:00-04:00'), offset: -5 * HOUR },
  ])
  expect(offsetChanges('Asia/Seoul', from, until)).toHaveLength(1)
})

test('in any zone an incident stands in the hour and weekday that the clocks showed, also when they are changed', () => {
  fc.assert(
    fc.property(zone, fc.oneof(nearChange, moment), (name, startedAt) => {
      const { year, weekday, hour } = wallClock(startedAt, name)
      const row: TrendRow = {
        ...{ reference: '1', kind: 'incident', severity: 'major', serviceIds: [] },
        ...{ startedAt, endedAt: null },
      }
      const by = { rule: DEFAULT_COUNTING_RULE, filters: NO_FILTERS, zone: name }
      expect(yearFigures([row], { year, throughDay: 366 }, by).heat).toEqual([[(weekday - 1) * 24 + hour, 1]])
    }),
    { numRuns: runs(300) },
  )
})

test('the hour that comes twice when clocks go back holds the incidents of both', () => {
  const row = (reference: string, startedAt: Instant): TrendRow => ({
    ...{ reference, kind: 'incident', severity: 'major', serviceIds: [], startedAt, endedAt: null },
  })
  const rows = [row('1', at('2020-11-01T01:30:00-04:00')), row('2', at('2020-11-01T01:30:00-05:00'))]
  const by = { rule: DEFAULT_COUNTING_RULE, filters: NO_FILTERS, zone: 'America/New_York' }
  expect(yearFigures(rows, { year: 2020, throughDay: 366 }, by).heat).toEqual([[6 * 24 + 1, 2]])
})
