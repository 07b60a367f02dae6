import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distributionOf, quantile } from '#app/domain/trend-distribution.ts'
import { noFigures, type Spread } from '#app/domain/trend-figures.ts'

function spreadOf(values: readonly number[], rest: Partial<Spread> = {}): Spread {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return { ...noFigures().lengths, minutes: [...counts].sort(([a], [b]) => a - b), ...rest }
}

test('quantiles are those that spreadsheets call inclusive', () => {
  const spread = spreadOf([10, 20, 30, 40])
  expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile(spread, p))).toEqual([10, 17.5, 25, 32.5, 40])
  expect(quantile(spreadOf([79]), 0.5)).toBe(79)
  expect(quantile(spreadOf([]), 0.5)).toBeNull()
})

test('counted values have the quantiles of the list that they were counted from', () => {
  const values = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, p) => {
      const sorted = list.toSorted((a, b) => a - b)
      const position = (sorted.length - 1) * p
      const [below, above] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!]
      expect(quantile(spreadOf(list), p)).toBeCloseTo(below + (above - below) * (position % 1), 9)
    }),
  )
})

test('a distribution counts what has no value apart, and puts each value into one bin', () => {
  const years = [
    { year: 2019, spread: spreadOf([3, 5, 10_080], { unknown: 2 }), incidents: null },
    { year: 2020, spread: spreadOf([], { invalid: 1, notApplicable: 1, ranges: 1 }), incidents: null },
  ]
  const found = distributionOf(years, () => null)
  expect(found).toMatchObject({ n: 3, unknown: 2, invalid: 1, notApplicable: 1, ranges: 1, dots: null })
  expect(found.bins.filter(({ n }) => n > 0)).toEqual([
    { from: 0, until: 5, n: 1 },
    { from: 5, until: 15, n: 1 },
    { from: 10_080, until: null, n: 1 },
  ])
  expect(found.years).toEqual([
    { year: 2019, n: 3, median: 5 },
    { year: 2020, n: 0, median: null },
  ])
})
