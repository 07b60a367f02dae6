import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '#tests/setup/properties.ts'
import {
  countDays,
  coveredDaysOf,
  coversFromNewYear,
  dayOf,
  mergePeriods,
  type CoveredPeriod,
} from '#app/domain/coverage.ts'
import { daysInYear } from '#app/domain/instant.ts'

const SPRING = { from: '2020-01-01', until: '2020-03-02' }

test('periods that overlap or touch are one, and an open one takes in all that follows', () => {
  expect(
    mergePeriods([
      { from: '2021-05-01', until: '2021-06-30' },
      { from: '2020-03-03', until: '2020-04-01' },
      SPRING,
      { from: '2021-06-01', until: null },
      { from: '2022-01-01', until: '2022-12-31' },
    ]),
  ).toEqual([
    { from: '2020-01-01', until: '2020-04-01' },
    { from: '2021-05-01', until: null },
  ])
})

test('a period that ends before it begins covers nothing', () => {
  expect(mergePeriods([{ from: '2020-03-02', until: '2020-03-01' }])).toEqual([])
})

test('a year is cut at New Year and at the last day asked for', () => {
  const open = [{ from: '2019-12-01', until: null }]
  expect(coveredDaysOf(2018, 365, open, [])).toEqual([])
  expect(coveredDaysOf(2019, 365, open, [])).toEqual([{ from: '2019-12-01', until: '2019-12-31' }])
  expect(coveredDaysOf(2020, 62, open, [])).toEqual([SPRING])
})

test('an incident after the end of a period stretches it to its day, within the year', () => {
  expect(coveredDaysOf(2020, 366, [SPRING], [1, 77])).toEqual([{ from: '2020-01-01', until: '2020-03-17' }])
  expect(coveredDaysOf(2021, 365, [SPRING], [20])).toEqual([])
})

test('an incident before a period stretches nothing', () => {
  const summer = { from: '2020-06-01', until: '2020-06-30' }
  expect(coveredDaysOf(2020, 366, [summer], [3])).toEqual([summer])
  expect(coveredDaysOf(2020, 366, [SPRING, summer], [100])).toEqual([
    { from: '2020-01-01', until: dayOf(2020, 100) },
    summer,
  ])
  expect(coveredDaysOf(2020, 366, [SPRING, summer], [152])).toEqual([
    { from: '2020-01-01', until: '2020-06-30' },
  ])
})

test('the same period is covered only when each of its days is', () => {
  expect(coversFromNewYear([SPRING], 62)).toBe(true)
  expect(coversFromNewYear([SPRING], 63)).toBe(false)
  expect(coversFromNewYear([{ from: '2020-01-02', until: '2020-12-31' }], 62)).toBe(false)
  expect(coversFromNewYear([], 1)).toBe(false)
})

const FIRST = Date.UTC(2018, 0, 1) / 86_400_000
const somePeriod = fc.tuple(fc.nat(1500), fc.option(fc.nat(500))).map(([from, length]): CoveredPeriod => ({
  from: isoDay(FIRST + from),
  until: length === null ? null : isoDay(FIRST + from + length),
}))

function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}

test('the days of all years sum up to the days of the periods', () => {
  fc.assert(
    fc.property(fc.array(somePeriod, { maxLength: 6 }), fc.nat(1800), (periods, asOf) => {
      const last = isoDay(FIRST + asOf)
      const byDay = Array.from({ length: asOf + 1 }, (_, index) => isoDay(FIRST + index)).filter((day) =>
        periods.some(({ from, until }) => from <= day && (until === null || day <= until)),
      )
      const byYear = [2018, 2019, 2020, 2021, 2022].map((year) => {
        const through = dayOf(year, daysInYear(year)) <= last ? daysInYear(year) : daysThrough(year, last)
        return through < 1 ? 0 : countDays(coveredDaysOf(year, through, periods, []))
      })
      expect(byYear.reduce((sum, days) => sum + days, 0)).toBe(byDay.length)
    }),
    { numRuns: runs(60) },
  )
})

function daysThrough(year: number, last: string): number {
  return (Date.parse(last) - Date.UTC(year, 0, 1)) / 86_400_000 + 1
}

test('stretching only adds days, and the days of a year neither overlap nor touch', () => {
  fc.assert(
    fc.property(
      fc.array(somePeriod, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 365 }), { maxLength: 5 }),
      (periods, incidentDays) => {
        const plain = coveredDaysOf(2019, 365, periods, [])
        const stretched = coveredDaysOf(2019, 365, periods, incidentDays)
        expect(countDays(stretched)).toBeGreaterThanOrEqual(countDays(plain))
        expect(mergePeriods(stretched)).toEqual(stretched)
        for (const day of plain) {
          expect(stretched.some(({ from, until }) => from <= day.from && until >= day.until)).toBe(true)
        }
      },
    ),
  )
})
