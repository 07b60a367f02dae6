import { mergeSpreads, type KeptIncident, type Spread } from './trend-figures.ts'
import type { Distribution, DistributionDot } from './trend-shape.ts'
import { dayOf } from './coverage.ts'

/** Bounds in minutes, about as people speak of outages: up to five minutes, a quarter of an hour, …, a week. */
const BIN_BOUNDS = [0, 5, 15, 30, 60, 120, 240, 480, 1440, 4320, 10_080]

/** One year of a distribution; `incidents` is null where there are too many to list. */
export interface YearSpread {
  year: number
  spread: Spread
  incidents: readonly KeptIncident[] | null
}

/** @param minutesOf the value of an incident, or null where it has no single one */
export function distributionOf(
  years: readonly YearSpread[],
  minutesOf: (incident: KeptIncident) => number | null,
): Distribution {
  const whole = mergeSpreads(years.map(({ spread }) => spread))
  const { minutes, ...others } = whole
  const n = sizeOf(whole)
  return {
    n,
    min: minutes[0]?.[0] ?? null,
    lowerQuartile: quantile(whole, 0.25),
    median: quantile(whole, 0.5),
    upperQuartile: quantile(whole, 0.75),
    max: minutes.at(-1)?.[0] ?? null,
    ...others,
    dots: dotsOf(years, minutesOf),
    bins: n === 0 ? [] : binsOf(whole),
    years: years.map(({ year, spread }) => ({ year, n: sizeOf(spread), median: quantile(spread, 0.5) })),
  }
}

/**
 * The value below which the share `p` of all lies, between two values by the straight line between them (Hyndman and Fan
 * 1996, number 7, which spreadsheets call inclusive). Null of nothing.
 */
export function quantile(spread: Spread, p: number): number | null {
  const n = sizeOf(spread)
  if (n === 0) return null
  const position = (n - 1) * p
  const below = valueAt(spread, Math.floor(position))
  const above = valueAt(spread, Math.ceil(position))
  return below + (above - below) * (position - Math.floor(position))
}

function valueAt({ minutes }: Spread, index: number): number {
  let passed = 0
  for (const [value, n] of minutes) {
    passed += n
    if (index < passed) return value
  }
  throw new RangeError(`there is no value number ${index}`)
}

function sizeOf({ minutes }: Spread): number {
  return minutes.reduce((sum, [, n]) => sum + n, 0)
}

function dotsOf(
  years: readonly YearSpread[],
  minutesOf: (incident: KeptIncident) => number | null,
): DistributionDot[] | null {
  const dots: DistributionDot[] = []
  for (const { year, incidents } of years) {
    if (incidents === null) return null
    for (const incident of incidents) {
      const minutes = minutesOf(incident)
      if (minutes === null) continue
      const { reference, day, severity } = incident
      dots.push({ reference, day: dayOf(year, day), year, minutes, severity })
    }
  }
  return dots
}

function binsOf({ minutes }: Spread): Distribution['bins'] {
  return BIN_BOUNDS.map((from, index) => {
    const until = BIN_BOUNDS[index + 1] ?? null
    const n = minutes
      .filter(([value]) => value >= from && (until === null || value < until))
      .reduce((sum, [, count]) => sum + count, 0)
    return { from, until, n }
  })
}
