import type { PerDay, Trend, YearDots } from '#app/domain/trend-shape.ts'

/** A year with more incidents than this is drawn by days: dots would lie on each other. */
const MOST_DOTS_OF_YEAR = 120
/** So many dots a page draws at most, shared among its years, each of them being a link to come by with the keyboard. */
const MOST_DOTS_OF_PAGE = 480
/** More quarters of an hour, days and weeks than this in one picture are drawn as bars of how many they are. */
const MOST_LENGTHS = 480
/** What the table of repeats shows. */
export const MOST_REPEATS = 20
export const REPEAT_REFERENCES = 6

/**
 * The trend as it can be drawn: crowded years by days in place of incidents, many lengths by how many they are. Only
 * what a picture could not show is left out; no figure changes.
 */
export function drawable<T extends Pick<Trend, 'dots' | 'lengths' | 'durations'>>(trend: T): T {
  const { dots, lengths, durations } = trend
  const all = dots.reduce((sum, { incidents }) => sum + (incidents?.length ?? 0), 0)
  const share = Math.floor(MOST_DOTS_OF_PAGE / Math.max(1, dots.length))
  const most = all > MOST_DOTS_OF_PAGE ? Math.min(MOST_DOTS_OF_YEAR, share) : MOST_DOTS_OF_YEAR
  const times = Object.values(durations)
  const manyTimes = times.reduce((sum, one) => sum + (one.dots?.length ?? 0), 0) > MOST_LENGTHS
  return {
    ...trend,
    dots: dots.map((year) => ((year.incidents?.length ?? 0) > most ? byDays(year) : year)),
    lengths: (lengths.dots?.length ?? 0) > MOST_LENGTHS ? { ...lengths, dots: null } : lengths,
    durations: manyTimes
      ? Object.fromEntries(Object.entries(durations).map(([key, one]) => [key, { ...one, dots: null }]))
      : durations,
  }
}

/**
 * The trend with what the page reads and nothing else, as it is sent a second time as data for the script. The files
 * have everything.
 */
export function pageTrend(trend: Trend): Trend {
  return {
    ...drawable(trend),
    periods: trend.query.grain === 'year' ? [] : trend.periods,
    repeats:
      trend.repeats?.slice(0, MOST_REPEATS).map((repeat) => ({
        ...repeat,
        references: repeat.references.slice(0, REPEAT_REFERENCES),
      })) ?? null,
    findings: trend.findings.map((finding) => ({ ...finding, references: [] })),
  }
}

function byDays(year: YearDots): YearDots {
  return { year: year.year, incidents: null, perDay: perDayOf(year) }
}

/** How many incidents began on each day that had any, whichever way the year is given. */
export function perDayOf({ incidents, perDay }: YearDots): PerDay {
  if (incidents === null) return perDay ?? []
  const days = new Map<number, number>()
  for (const { day } of incidents) days.set(day, (days.get(day) ?? 0) + 1)
  return [...days].sort(([a], [b]) => a - b)
}
