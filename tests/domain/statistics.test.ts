import binomialPmf from '@stdlib/stats-base-dists-binomial-pmf'
import poissonCdf from '@stdlib/stats-base-dists-poisson-cdf'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareCounts, countInterval, trendTest } from '#app/domain/statistics.ts'

function years(...counts: number[]) {
  return counts.map((count) => ({ count, exposure: 1 }))
}

test.each([
  [2, 0.2422, 7.2247],
  [5, 1.6235, 11.6683],
  [6, 2.2019, 13.0595],
  [13, 6.922, 22.2304],
])('the interval of %i incidents is %f to %f', (count, lower, upper) => {
  const interval = countInterval(count)
  expect(interval.lower).toBeCloseTo(lower, 4)
  expect(interval.upper).toBeCloseTo(upper, 4)
})

test('no incident leaves room for up to 3.7', () => {
  expect(countInterval(0)).toEqual({ lower: 0, upper: near(3.6889, 4) })
})

test('each limit of an interval leaves 2.5 % of the Poisson distribution outside', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (count) => {
      const { lower, upper } = countInterval(count)
      expect(1 - poissonCdf(count - 1, lower)).toBeCloseTo(0.025, 8)
      expect(poissonCdf(count, upper)).toBeCloseTo(0.025, 8)
    }),
  )
})

test('2 after 6 is a third, but anything from a thirtieth to nearly twice', () => {
  const comparison = compareCounts({ count: 6, exposure: 1 }, { count: 2, exposure: 1 })
  expect(comparison.ratio).toBeCloseTo(1 / 3, 10)
  expect(comparison.interval.lower).toBeCloseTo(0.0329, 4)
  expect(comparison.interval.upper).toBeCloseTo(1.8641, 4)
  expect(comparison.pOneSided).toBeCloseTo(0.144531, 6)
  expect(comparison.pTwoSided).toBeCloseTo(0.2890625, 9)
})

test('5 after 6 can hardly be told apart', () => {
  const comparison = compareCounts({ count: 6, exposure: 1 }, { count: 5, exposure: 1 })
  expect(comparison.interval).toEqual({ lower: near(0.2012, 4), upper: near(3.2773, 4) })
  expect([comparison.pOneSided, comparison.pTwoSided]).toEqual([near(0.5, 10), near(1, 10)])
})

test('unequal exposures are taken into account', () => {
  const overTwoYears = compareCounts({ count: 11, exposure: 2 }, { count: 2, exposure: 1 })
  expect(overTwoYears.ratio).toBeCloseTo(0.3636, 4)
  expect(overTwoYears.pTwoSided).toBeCloseTo(0.242271, 6)

  const partYear = compareCounts({ count: 2, exposure: 365 }, { count: 2, exposure: 62 })
  expect(partYear.ratio).toBeCloseTo(5.8871, 4)
  expect(partYear.interval).toEqual({ lower: near(0.4267, 4), upper: near(81.2182, 3) })
  expect(partYear.pOneSided).toBeCloseTo(0.10334, 5)
})

test('a ratio to nothing has no value and no upper limit', () => {
  const comparison = compareCounts({ count: 0, exposure: 1 }, { count: 4, exposure: 1 })
  expect(comparison.ratio).toBeNull()
  expect(comparison.interval.upper).toBeNull()
  expect(comparison.interval.lower).toBeGreaterThan(0)
  expect(comparison.pTwoSided).toBeCloseTo(0.125, 10)
})

test('swapping two counts turns the ratio over and keeps the two-sided p', () => {
  const count = fc.integer({ min: 0, max: 60 })
  fc.assert(
    fc.property(count, count, (a, b) => {
      const forth = compareCounts({ count: a, exposure: 1 }, { count: b, exposure: 1 })
      const back = compareCounts({ count: b, exposure: 1 }, { count: a, exposure: 1 })
      expect(forth.pTwoSided).toBeCloseTo(back.pTwoSided, 9)
      if (back.interval.upper !== null && back.interval.lower > 0) {
        expect(forth.interval.lower).toBeCloseTo(1 / back.interval.upper, 6)
      }
    }),
  )
})

test('6, 5, 2 fall by chance one time in eight, counted both ways one time in four', () => {
  expect(trendTest(years(6, 5, 2))).toEqual({
    statistic: 9,
    expected: near(13, 10),
    direction: 'down',
    pOneSided: near(0.11798, 5),
    pTwoSided: near(0.23596, 5),
    method: 'exact',
  })
})

test('over two years the trend test is the comparison of two counts', () => {
  expect(trendTest(years(6, 2))?.pTwoSided).toBeCloseTo(0.2890625, 9)
})

test('one year has no trend; years without incidents show none', () => {
  expect(trendTest(years(6))).toBeNull()
  expect(trendTest(years(0, 0, 0))).toMatchObject({ direction: 'level', pOneSided: 1, pTwoSided: 1 })
})

test('the trend test agrees with going through every split', () => {
  const three = fc.tuple(fc.nat(6), fc.nat(6), fc.nat(6), fc.integer({ min: 1, max: 5 }))
  fc.assert(
    fc.property(three, ([a, b, c, longLast]) => {
      const periods = [
        { count: a, exposure: 1 },
        { count: b, exposure: 1 },
        { count: c, exposure: longLast },
      ]
      const total = a + b + c
      const shares = periods.map((period) => period.exposure / (2 + longLast))
      let atMost = 0
      let atLeast = 0
      for (let x = 0; x <= total; x++) {
        for (let y = 0; x + y <= total; y++) {
          const z = total - x - y
          const ways = choose(total, x) * choose(total - x, y)
          const p = ways * (shares[0] ?? 0) ** x * (shares[1] ?? 0) ** y * (shares[2] ?? 0) ** z
          if (y + 2 * z <= b + 2 * c) atMost += p
          if (y + 2 * z >= b + 2 * c) atLeast += p
        }
      }
      expect(trendTest(periods)?.pTwoSided).toBeCloseTo(Math.min(1, 2 * Math.min(atMost, atLeast)), 9)
    }),
  )
})

test('a trend read backwards points the other way with the same p', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { minLength: 2, maxLength: 8 }), (counts) => {
      const forth = trendTest(years(...counts))
      const back = trendTest(years(...counts.toReversed()))
      expect(forth?.pTwoSided).toBeCloseTo(back?.pTwoSided ?? NaN, 8)
    }),
  )
})

test('some hundred incidents over twenty years are still counted exactly', () => {
  const counts = Array.from({ length: 20 }, (_, index) => 25 - index)
  const test = trendTest(years(...counts))
  expect(test?.method).toBe('exact')
  expect(test?.pTwoSided).toBeLessThan(1e-5)
})

test('thousands of incidents get the normal approximation, which joins on smoothly', () => {
  const exact = trendTest(years(1020, 990, 970))
  const approximate = trendTest(years(1070, 1040, 1020))
  expect(exact?.method).toBe('exact')
  expect(approximate?.method).toBe('normal')
  // z is −1.111 and −1.084 by hand, with the continuity correction.
  expect(exact?.pTwoSided).toBeCloseTo(0.267, 2)
  expect(approximate?.pTwoSided).toBeCloseTo(0.279, 2)
})

test('counts in the tens of thousands are compared as well', () => {
  const comparison = compareCounts({ count: 10_000, exposure: 1 }, { count: 10_200, exposure: 1 })
  expect(comparison.ratio).toBeCloseTo(1.02, 10)
  // z is 1.400 with the continuity correction.
  expect(comparison.pTwoSided).toBeCloseTo(0.1615, 3)
})

test('what is no count is refused', () => {
  expect(() => countInterval(-1)).toThrow(RangeError)
  expect(() => countInterval(1.5)).toThrow(RangeError)
  expect(() => compareCounts({ count: 1, exposure: 0 }, { count: 1, exposure: 1 })).toThrow(RangeError)
  expect(() => trendTest([{ count: 1, exposure: Number.NaN }])).toThrow(RangeError)
})

/** `expect.closeTo` without its `any`. */
function near(value: number, digits: number): unknown {
  return expect.closeTo(value, digits)
}

function choose(n: number, k: number): number {
  return k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k
}

test('two counts of any size compare as they do when every split is gone through', () => {
  const counts = fc.tuple(fc.nat(250), fc.nat(250), fc.constantFrom(1, 62 / 365, 3))
  fc.assert(
    fc.property(counts, ([a, b, exposure]) => {
      const total = a + b
      const share = exposure / (1 + exposure)
      const all = Array.from({ length: total + 1 }, (_, k) => binomialPmf(k, total, share))
      const { pOneSided, pTwoSided } = compareCounts({ count: a, exposure: 1 }, { count: b, exposure })
      const tail = b <= total * share ? all.slice(0, b + 1) : all.slice(b)
      const unlikely = all.filter((p) => p <= all[b]! * (1 + 1e-7))
      expect(relative(pOneSided, sumOf(tail))).toBeLessThan(1e-8)
      expect(relative(pTwoSided, sumOf(unlikely))).toBeLessThan(1e-8)
    }),
  )
})

test('nothing after three hundred is as unlikely as three hundred coins that fall alike', () => {
  const { pTwoSided } = compareCounts({ count: 300, exposure: 1 }, { count: 0, exposure: 1 })
  expect(relative(pTwoSided, 2 ** -299)).toBeLessThan(1e-8)
})

function relative(value: number, expected: number): number {
  return Math.abs(value - Math.min(1, expected)) / Math.min(1, expected)
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
