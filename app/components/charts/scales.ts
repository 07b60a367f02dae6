/** A share of the width, 0 to 1, as drawings take it. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))}%`
}

/** Whole numbers from 0 to beyond the highest value, about five of them. */
export function countTicks(highest: number): number[] {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, highest) / 4))
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((times) => times * power).find((size) => size * 4 >= highest) ?? 1,
  )
  return Array.from({ length: Math.ceil(Math.max(1, highest) / step) + 1 }, (_, index) => index * step)
}

/** Lengths in minutes that people have words for. */
const ROUND_MINUTES = [1, 5, 15, 60, 240, 1440, 7 * 1440, 28 * 1440, 365 * 1440]

export interface MinuteScale {
  /** 0 to 1; what is shorter than the first tick stands at it. */
  place: (minutes: number) => number
  ticks: number[]
}

/**
 * A scale on which each step to the right is so many times as long: outages of five minutes and of five days are both
 * seen, which no even scale can show.
 */
export function minuteScale(lengths: readonly number[]): MinuteScale {
  const longest = lengths.reduce((most, length) => Math.max(most, length), 60)
  const shortest = lengths.reduce((least, length) => Math.min(least, Math.max(1, length)), 60)
  const from = ROUND_MINUTES.findLast((tick) => tick <= shortest) ?? 1
  const until = ROUND_MINUTES.find((tick) => tick >= longest) ?? longest
  const [low, high] = [Math.log(from), Math.log(Math.max(until, from * 4))]
  return {
    place: (minutes) => Math.min(1, (Math.log(Math.max(from, minutes)) - low) / (high - low)),
    ticks: ROUND_MINUTES.filter((tick) => tick >= from && tick <= until),
  }
}

/** Whole minutes upwards in even steps that are round in hours or days, for bars. */
export function minuteTicks(highest: number): number[] {
  const steps = [1, 5, 15, 30, 60, 120, 360, 720, 1440, 2880, 7200, 14400]
  const step = steps.find((size) => size * 5 >= highest) ?? Math.ceil(highest / 5 / 14400) * 14400
  return Array.from({ length: Math.ceil(Math.max(1, highest) / step) + 1 }, (_, index) => index * step)
}
