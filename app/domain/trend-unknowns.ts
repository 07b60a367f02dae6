import { dayNumberOf } from './coverage.ts'
import type { Trend, TrendYear } from './trend.ts'

/** Something that a trend does not know, by the name of its sentence. Years in a row are one: `2017–2019`. */
export type TrendUnknown =
  | { kind: 'unknownYears' | 'onlyCounts'; years: string }
  | {
      kind: 'daysNotStated' | 'partOfYear' | 'partOfYearSoFar' | 'withoutLength' | 'leftOut'
      year: TrendYear
    }
  | { kind: 'undated'; count: number }

/** The sentences, each with what it tells of. */
export interface TrendUnknownWords {
  unknownYears: (years: string) => string
  onlyCounts: (years: string) => string
  daysNotStated: (year: number, count: number) => string
  partOfYear: (year: number, days: number, daysInYear: number) => string
  partOfYearSoFar: (year: number, days: number) => string
  withoutLength: (year: number, count: number) => string
  leftOut: (year: number, count: number) => string
  undated: (count: number) => string
}

/** Everything that a trend does not know, in the order in which it is told. */
export function trendUnknowns({ years, asOf, undated }: Trend): TrendUnknown[] {
  const gaps = years.filter((year) => year.partial && year.days < daysSoFar(year, asOf))
  return [
    ...spans(years.filter((year) => year.kind === 'unknown')).map(
      (span) => ({ kind: 'unknownYears', years: span }) as const,
    ),
    ...gaps.map((year) => {
      const kind = year.days === 0 ? 'daysNotStated' : year.running ? 'partOfYearSoFar' : 'partOfYear'
      return { kind, year } as const
    }),
    ...spans(years.filter((year) => year.kind === 'reported')).map(
      (span) => ({ kind: 'onlyCounts', years: span }) as const,
    ),
    ...years
      .filter((year) => year.kind === 'recorded' && year.unknownDurations > 0)
      .map((year) => ({ kind: 'withoutLength', year }) as const),
    ...years.filter((year) => year.leftOut > 0).map((year) => ({ kind: 'leftOut', year }) as const),
    ...(undated > 0 ? [{ kind: 'undated', count: undated } as const] : []),
  ]
}

/** The sentence about it. */
export function trendUnknownText(unknown: TrendUnknown, words: TrendUnknownWords): string {
  switch (unknown.kind) {
    case 'unknownYears':
    case 'onlyCounts':
      return words[unknown.kind](unknown.years)
    case 'undated':
      return words.undated(unknown.count)
    case 'daysNotStated':
      return words.daysNotStated(unknown.year.year, unknown.year.count ?? 0)
    case 'partOfYear':
      return words.partOfYear(unknown.year.year, unknown.year.days, unknown.year.daysInYear)
    case 'partOfYearSoFar':
      return words.partOfYearSoFar(unknown.year.year, unknown.year.days)
    case 'withoutLength':
      return words.withoutLength(unknown.year.year, unknown.year.unknownDurations)
    case 'leftOut':
      return words.leftOut(unknown.year.year, unknown.year.leftOut)
  }
}

/** How many days of a year are over at the end of the as-of day. */
function daysSoFar({ year, running, daysInYear }: TrendYear, asOf: string): number {
  return running && asOf.startsWith(String(year)) ? dayNumberOf(asOf) : daysInYear
}

function spans(years: readonly TrendYear[]): string[] {
  const runs: number[][] = []
  for (const { year } of years) {
    if (runs.at(-1)?.at(-1) === year - 1) runs.at(-1)!.push(year)
    else runs.push([year])
  }
  return runs.map((run) => (run.length === 1 ? String(run[0]) : `${run[0]}–${run.at(-1)}`))
}
