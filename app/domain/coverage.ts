/**
 * Which days the record covers. A day without an incident is a day with none only where somebody kept the record; from
 * all other days nothing is known. Days are calendar days `YYYY-MM-DD` of four-digit years, so they compare as text.
 */
import { DAY, daysInMonth, daysInYear } from './instant.ts'

/** From which day to which the record is complete, both included. */
export interface CoveredPeriod {
  from: string
  /** Null while it is still kept. */
  until: string | null
}

/** Covered days of one year, both included. */
export interface CoveredDays {
  from: string
  until: string
}

/** First and last day of the year, 1 to 366. */
type DayRange = [first: number, last: number]

/** The same days as periods that neither overlap nor touch, oldest first. Those that end before they begin are left out. */
export function mergePeriods(periods: readonly CoveredPeriod[]): CoveredPeriod[] {
  const merged: CoveredPeriod[] = []
  const sorted = periods
    .filter(({ from, until }) => until === null || until >= from)
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  for (const { from, until } of sorted) {
    const last = merged.at(-1)
    if (last === undefined || (last.until !== null && from > dayAfter(last.until))) {
      merged.push({ from, until })
    } else if (last.until !== null && (until === null || until > last.until)) {
      last.until = until
    }
  }
  return merged
}

/**
 * The covered days of a year up to its day `throughDay`. An incident (its day is among `incidentDays`) after the end of
 * a period of the same year stretches that period to its day: somebody kept the record until then. Nothing is stretched
 * over New Year, and nothing backwards.
 */
export function coveredDaysOf(
  year: number,
  throughDay: number,
  periods: readonly CoveredPeriod[],
  incidentDays: readonly number[],
): CoveredDays[] {
  const cut = mergePeriods(periods).flatMap((period) => cutToYear(period, year, throughDay))
  const ranges: DayRange[] = []
  for (const [index, [first, last]] of cut.entries()) {
    const next = cut[index + 1]?.[0] ?? throughDay + 1
    const stretched = incidentDays.reduce((end, day) => (day > end && day < next ? day : end), last)
    const before = ranges.at(-1)
    if (before !== undefined && before[1] === first - 1) before[1] = stretched
    else ranges.push([first, stretched])
  }
  return ranges.map(([first, last]) => ({ from: dayOf(year, first), until: dayOf(year, last) }))
}

/** How many days these are. */
export function countDays(covered: readonly CoveredDays[]): number {
  return covered.reduce((sum, { from, until }) => sum + dayNumberOf(until) - dayNumberOf(from) + 1, 0)
}

/** Whether each day of a year from New Year to its day `throughDay` is among them. */
export function coversFromNewYear(covered: readonly CoveredDays[], throughDay: number): boolean {
  const first = covered[0]
  return first !== undefined && dayNumberOf(first.from) === 1 && dayNumberOf(first.until) >= throughDay
}

/** Number of a day in its year, 1 to 366. */
export function dayNumberOf(day: string): number {
  return (Date.parse(day) - Date.parse(`${day.slice(0, 4)}-01-01`)) / DAY + 1
}

/** Day of a year, which has its number from 1 to 366. */
export function dayOf(year: number, dayNumber: number): string {
  // Thousands of days are written for one answer; going through Date takes ten times as long.
  let [month, day] = [1, dayNumber]
  while (month < 12 && day > daysInMonth(year, month)) {
    day -= daysInMonth(year, month)
    month += 1
  }
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

function cutToYear({ from, until }: CoveredPeriod, year: number, throughDay: number): DayRange[] {
  const [newYear, lastDay] = [dayOf(year, 1), dayOf(year, daysInYear(year))]
  if (from > lastDay || (until !== null && until < newYear)) return []
  const first = from < newYear ? 1 : dayNumberOf(from)
  const last = Math.min(throughDay, until === null || until > lastDay ? daysInYear(year) : dayNumberOf(until))
  return first > last ? [] : [[first, last]]
}

function dayAfter(day: string): string {
  return written(Date.parse(day) + DAY)
}

/** The calendar day that begins at this time in UTC, where every day has 24 hours. */
function written(midnight: number): string {
  return new Date(midnight).toISOString().slice(0, 10)
}
