/**
 * Exact statistics for small yearly counts, a thin layer over the distributions of @stdlib.
 *
 * All of it takes the counts as Poisson: incidents come independently at a rate that stays the same within a period.
 * Incidents that pull each other along make the true intervals wider, never narrower.
 */
import betaQuantile from '@stdlib/stats-base-dists-beta-quantile'
import binomialPmf from '@stdlib/stats-base-dists-binomial-pmf'
import chisquareQuantile from '@stdlib/stats-base-dists-chisquare-quantile'

/** How many incidents in how much time. `exposure` is in any unit that all compared periods share (years, days). */
export interface ExposedCount {
  count: number
  exposure: number
}

/** Two-sided limits; `upper` is null where the data sets none. */
export interface Interval {
  lower: number
  upper: number | null
}

export interface RateComparison {
  /** Rate of the second over rate of the first; null when the first has no incident. */
  ratio: number | null
  interval: Interval
  /** In the direction that was observed. */
  pOneSided: number
  /** Sum over all splits that are no more likely than the observed one ("minlike"). */
  pTwoSided: number
}

export interface TrendTest {
  /** Sum of index × count, the index starting at 0. */
  statistic: number
  /** Its mean if every period had the same rate. */
  expected: number
  direction: 'down' | 'up' | 'level'
  /** In the direction that was observed. */
  pOneSided: number
  /** Twice the smaller tail, at most 1. */
  pTwoSided: number
  method: 'exact' | 'normal'
}

const ALPHA = 0.05

/** Below this count one incident more or less moves a percentage by more than it can say. */
const SMALLEST_COUNT_FOR_PERCENT = 10

/** With fewer points any line seems to show a trend. */
const FEWEST_POINTS_FOR_LINE = 4

/** By how many percent the second count differs from the first; null unless both are 10 or more. */
export function percentChange(first: number, second: number): number | null {
  if (Math.min(first, second) < SMALLEST_COUNT_FOR_PERCENT) return null
  return ((second - first) / first) * 100
}

/** Whether a trend line may be drawn through as many points. */
export function mayDrawTrendLine(points: readonly unknown[]): boolean {
  return points.length >= FEWEST_POINTS_FOR_LINE
}

/** Probabilities equal but for rounding count as equal; the tolerance that R and SciPy use. */
const ROUNDING = 1e-7

/**
 * The 95 % interval for the mean of a Poisson count (Garwood 1936), through chi-square quantiles.
 *
 * @param count a whole number, 0 or more
 * @throws RangeError for anything else
 */
export function countInterval(count: number): { lower: number; upper: number } {
  requireCount(count)
  const known = intervals.get(count)
  if (known !== undefined) return known
  const interval = {
    lower: count === 0 ? 0 : chisquareQuantile(ALPHA / 2, 2 * count) / 2,
    upper: chisquareQuantile(1 - ALPHA / 2, 2 * count + 2) / 2,
  }
  if (intervals.size >= MOST_INTERVALS) intervals.clear()
  intervals.set(count, interval)
  return interval
}

// A page has more than a hundred of them, mostly of the same few counts, and each takes ten microseconds to find.
const intervals = new Map<number, Readonly<{ lower: number; upper: number }>>()
const MOST_INTERVALS = 1000

/**
 * Compares two rates exactly (Przyborowski and Wilenski 1940): given the sum of both counts, the second is binomial
 * with the share of its exposure. The interval of the ratio turns Clopper-Pearson limits into odds.
 *
 * @throws RangeError for counts that are not whole numbers and exposures that are not positive
 */
export function compareCounts(first: ExposedCount, second: ExposedCount): RateComparison {
  requireExposed(first)
  requireExposed(second)
  const total = first.count + second.count
  const share = second.exposure / (first.exposure + second.exposure)
  const perOdds = first.exposure / second.exposure
  const toRatio = (q: number) => (q / (1 - q)) * perOdds
  return {
    ratio: first.count === 0 ? null : (second.count / first.count) * perOdds,
    interval: {
      lower: second.count === 0 ? 0 : toRatio(betaQuantile(ALPHA / 2, second.count, first.count + 1)),
      upper: first.count === 0 ? null : toRatio(betaQuantile(1 - ALPHA / 2, second.count + 1, first.count)),
    },
    ...binomialTest(second.count, total, share),
  }
}

function binomialTest(observed: number, total: number, share: number) {
  const { first, probabilities } = binomialDistribution(observed, total, share)
  const limit = (probabilities[observed - first] ?? 0) * (1 + ROUNDING)
  const isBelow = observed <= total * share
  let [tail, noMoreLikely] = [0, 0]
  for (let k = first; k < first + probabilities.length; k += 1) {
    const p = probabilities[k - first]!
    if (isBelow ? k <= observed : k >= observed) tail += p
    if (p <= limit) noMoreLikely += p
  }
  return { pOneSided: atMostOne(tail), pTwoSided: atMostOne(noMoreLikely) }
}

/** Below this share of a sum a term no longer changes it: a number holds 16 digits, and there are some thousand terms. */
const TOO_SMALL_TO_ADD = 1e-20

/**
 * The probabilities that change the sums, each from its neighbour: one call to the library, not thousands. They reach
 * from the likeliest outward to the observed count, and on both sides to where they vanish beside that of the observed
 * one, which both sums contain. `first` is the count that the first of them belongs to.
 */
function binomialDistribution(
  observed: number,
  total: number,
  share: number,
): { first: number; probabilities: Float64Array } {
  const mode = Math.min(total, Math.floor((total + 1) * share))
  const odds = share / (1 - share)
  const up = (p: number, k: number) => p * ((total - k) / (k + 1)) * odds
  const down = (p: number, k: number) => (p * (k / (total - k + 1))) / odds
  const likeliest = binomialPmf(mode, total, share)

  let pObserved = likeliest
  for (let k = mode; k < observed && pObserved > 0; k += 1) pObserved = up(pObserved, k)
  for (let k = mode; k > observed && pObserved > 0; k -= 1) pObserved = down(pObserved, k)
  const enough = pObserved * TOO_SMALL_TO_ADD
  let [first, last] = [mode, mode]
  for (let p = likeliest; last < total; last += 1) if ((p = up(p, last)) <= enough) break
  for (let p = likeliest; first > 0; first -= 1) if ((p = down(p, first)) <= enough) break

  const probabilities = new Float64Array(last - first + 1)
  probabilities[mode - first] = likeliest
  for (let k = mode; k < last; k += 1) probabilities[k + 1 - first] = up(probabilities[k - first]!, k)
  for (let k = mode; k > first; k -= 1) probabilities[k - 1 - first] = down(probabilities[k - first]!, k)
  return { first, probabilities }
}

/**
 * The exact test works with polynomials of degree total × (periods − 1). Up to this degree it takes about ten
 * milliseconds; beyond it the normal approximation differs by less than what is printed.
 */
const LARGEST_EXACT_DEGREE = 6_000

/**
 * Tests for a trend over periods in their order: given the total, the counts are multinomial with the shares of the
 * exposures, and T = Σ index × count is compared with its distribution. That distribution is the total-th power of
 * the one of a single incident, so it is exact without going through the splits one by one: up to some thousand
 * incidents over three years, or some hundred over twenty. Larger ones get the score test (normal approximation with
 * continuity correction) and say so in `method`.
 *
 * Two-sided means twice the smaller tail. With equal exposures that is the same as all splits at least as far from the
 * mean; with unequal ones it does not jump when an exposure changes by a day.
 *
 * @returns null for fewer than two periods
 * @throws RangeError for counts that are not whole numbers and exposures that are not positive
 */
export function trendTest(periods: readonly ExposedCount[]): TrendTest | null {
  periods.forEach(requireExposed)
  if (periods.length < 2) return null
  const total = sum(periods.map((period) => period.count))
  const wholeExposure = sum(periods.map((period) => period.exposure))
  const shares = periods.map((period) => period.exposure / wholeExposure)
  const statistic = sum(periods.map((period, index) => index * period.count))
  const meanIndex = sum(shares.map((share, index) => index * share))
  const expected = total * meanIndex
  const exact = total * (periods.length - 1) <= LARGEST_EXACT_DEGREE
  const { atMost, atLeast } = exact
    ? exactTails(shares, total, statistic)
    : normalTails(statistic, expected, total * sum(shares.map((s, index) => s * (index - meanIndex) ** 2)))
  const distance = statistic - expected
  const direction = Math.abs(distance) < ROUNDING * (1 + expected) ? 'level' : distance < 0 ? 'down' : 'up'
  return {
    statistic,
    expected,
    direction,
    pOneSided: atMostOne(direction === 'up' ? atLeast : atMost),
    pTwoSided: atMostOne(2 * Math.min(atMost, atLeast)),
    method: exact ? 'exact' : 'normal',
  }
}

function exactTails(shares: number[], total: number, statistic: number) {
  const distribution = power(Float64Array.from(shares), total)
  return {
    atMost: sum(distribution.subarray(0, statistic + 1)),
    atLeast: sum(distribution.subarray(statistic)),
  }
}

function power(base: Float64Array, exponent: number): Float64Array {
  let result: Float64Array = Float64Array.of(1)
  let square: Float64Array = base
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = convolve(result, square)
    if (rest > 1) square = convolve(square, square)
  }
  return result
}

/** All terms are positive, so nothing cancels and the sums keep their precision. */
function convolve(a: Float64Array, b: Float64Array): Float64Array {
  const product = new Float64Array(a.length + b.length - 1)
  for (let i = 0; i < a.length; i++) {
    const left = a[i]!
    if (left === 0) continue
    for (let j = 0; j < b.length; j++) product[i + j]! += left * b[j]!
  }
  return product
}

function normalTails(statistic: number, expected: number, variance: number) {
  const deviation = Math.sqrt(variance)
  return {
    atMost: normalCdf((statistic + 0.5 - expected) / deviation),
    atLeast: normalCdf((expected - statistic + 0.5) / deviation),
  }
}

/** Abramowitz and Stegun 26.2.17, wrong by less than 7.5e-8. */
function normalCdf(z: number): number {
  if (z < 0) return 1 - normalCdf(-z)
  const t = 1 / (1 + 0.2316419 * z)
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return 1 - (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail
}

function requireExposed({ count, exposure }: ExposedCount): void {
  requireCount(count)
  if (!(exposure > 0) || !Number.isFinite(exposure))
    throw new RangeError(`exposure must be positive, not ${exposure}`)
}

function requireCount(count: number): void {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`a count is a whole number from 0, not ${count}`)
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}

function atMostOne(p: number): number {
  return Math.min(1, p)
}
