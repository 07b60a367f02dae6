/**
 * What a trend allows to be said, in sentences to be copied into a report. They give the counts, how easily chance
 * alone makes such differences, what is not established, where the running year stands, and of which days a year that
 * was not covered throughout speaks. They give no percentage and project no year from a part of it.
 */
import { coversFromNewYear, type CoveredDays } from './coverage.ts'
import { ENGLISH_MONTHS } from './month-names.ts'
import type { SamePeriod, TrendSeries, TrendYear } from './trend.ts'

interface Told {
  asked: readonly number[]
  years: readonly TrendYear[]
  samePeriod: SamePeriod
  series: readonly TrendSeries[]
  undated: number
  /** What the filters leave, in words; empty without any. */
  filterWords: { ko: string; en: string }
  /** Whether anything is stated about when the record was kept; only then it is known which years were not. */
  coverageStated: boolean
}

/** Writes the sentences; `ko` in the formal style of a report. */
export function trendSentence(told: Told, language: 'ko' | 'en'): string {
  const write = language === 'ko' ? korean : english
  const known = told.years.filter((year) => year.count !== null)
  const [first, last] = [told.asked[0], told.asked.at(-1)]
  const running = told.years.find((year) => year.running && year.count !== null)
  const daysNotStated = known.filter((year) => year.partial && year.covered.length === 0)
  const notKnown = told.coverageStated ? told.years.filter((year) => year.count === null) : []
  const parts =
    first === undefined || last === undefined
      ? [write.noYears]
      : known.length === 0
        ? [write.nothing(span(first, last))]
        : [
            ...told.series.flatMap((series) => seriesSentences(series, write)),
            ...known.flatMap((year) =>
              year.partial && !year.running && year.covered.length > 0 ? [write.part(year)] : [],
            ),
            ...(running ? runningSentences(running, told, write) : []),
            ...(daysNotStated.length > 0 ? [write.daysNotStated(daysNotStated)] : []),
            ...runsOf(notKnown).map(([from, until]) => write.nothing(span(from, until))),
            ...sourceSentences(told.series, write),
            ...otherSentences(known, write),
          ]
  const only = told.filterWords[language]
  return [
    ...(only === '' ? [] : [write.only(only)]),
    ...parts,
    ...(told.undated > 0 ? [write.undated(told.undated)] : []),
  ].join(' ')
}

function seriesSentences(series: TrendSeries, write: typeof korean): string[] {
  const counts = write.counts(seriesSpan(series), series.counts)
  if (series.test === null) return [counts]
  if (series.counts.every((count) => count === series.counts[0])) return [counts, write.noDifference]
  const { direction, pTwoSided } = series.test
  return series.verdict === 'established'
    ? [counts, write.rare(pTwoSided), write.established[direction]]
    : [counts, write.common(pTwoSided), write.notEstablished[direction]]
}

/** The whole of last year is what people compare with; the same period is what can be compared. */
function runningSentences(running: TrendYear, { years, samePeriod }: Told, write: typeof korean): string[] {
  const before = years.find((year) => year.year === running.year - 1 && year.count !== null && !year.partial)
  const earlier = samePeriod.years.filter((year) => year.year < running.year)
  const dated = earlier.flatMap(({ year, count }) => (count === null ? [] : [{ year, count }]))
  const withDates =
    dated.length > 0 || years.some((year) => year.year < running.year && year.kind === 'recorded')
  return [
    ...(running.covered.length > 0 ? [write.running(running, before)] : []),
    ...(dated.length > 0 && isCovered(running, samePeriod)
      ? [write.samePeriod(samePeriod.through, dated.slice(-4))]
      : withDates
        ? [write.samePeriodNotCovered]
        : earlier.length > 0
          ? [write.samePeriodUnknown]
          : []),
  ]
}

function isCovered(running: TrendYear, { days }: SamePeriod): boolean {
  return coversFromNewYear(running.covered, days)
}

/** First and last year of each run of years. */
function runsOf(years: readonly TrendYear[]): [from: number, until: number][] {
  const runs: [number, number][] = []
  for (const { year } of years) {
    const last = runs.at(-1)
    if (last?.[1] === year - 1) last[1] = year
    else runs.push([year, year])
  }
  return runs
}

/** Each source once, and that it does not say how it counted once for all of them. */
function sourceSentences(series: readonly TrendSeries[], write: typeof korean): string[] {
  const sources = new Map<string, Source>()
  for (const { kind, source, ruleStated, years } of series) {
    if (kind !== 'reported' || source === null) continue
    const key = JSON.stringify([source, ruleStated])
    const known = sources.get(key) ?? { name: source, ruleStated: ruleStated ?? '', years: [] }
    sources.set(key, { ...known, years: [...known.years, span(years[0]!, years.at(-1)!)] })
  }
  const all = [...sources.values()]
  const silent = all.filter(({ ruleStated }) => ruleStated === '')
  return [
    ...all.filter(({ ruleStated }) => ruleStated !== '').map((source) => write.source(source)),
    ...(silent.length === 1 ? [write.source(silent[0]!)] : []),
    ...(silent.length > 1 ? [write.silentSources(silent)] : []),
  ]
}

interface Source {
  name: string
  ruleStated: string
  /** Years and spans of years. */
  years: string[]
}

function otherSentences(years: readonly TrendYear[], write: typeof korean): string[] {
  const counts = new Map<string | null, { year: number; count: number }[]>()
  for (const { year, others } of years) {
    for (const { source, count } of others) {
      counts.set(source, [...(counts.get(source) ?? []), { year, count }])
    }
  }
  return [...counts].map(([source, list]) => write.other(source, list))
}

const korean = {
  noYears: '물어본 기간이 기준일보다 뒤여서 셀 해가 없습니다.',
  nothing: (years: string) => `${years}년은 기록도 이전 집계도 없어 건수를 알 수 없습니다.`,
  counts: (years: string, counts: readonly number[]) =>
    counts.length === 1 ? `${years}년 ${counts[0]}건.` : `${years}년 연 ${counts.join('·')}건.`,
  noDifference: '건수에 차이가 없습니다.',
  common: (p: number) => `이 정도 차이는 변화가 없어도 ${koreanFrequency(p)} 생깁니다(${pText(p)}).`,
  rare: (p: number) => `변화가 없다면 이런 차이는 ${koreanFrequency(p)} 생깁니다(${pText(p)}).`,
  notEstablished: {
    down: '감소라고 단정할 수 없습니다.',
    up: '증가라고 단정할 수 없습니다.',
    level: '늘었다고도 줄었다고도 할 수 없습니다.',
  },
  established: {
    down: '이 기준으로 센 건수는 줄었다고 볼 수 있습니다. 줄어든 까닭은 이 숫자만으로는 알 수 없습니다.',
    up: '이 기준으로 센 건수는 늘었다고 볼 수 있습니다. 늘어난 까닭은 이 숫자만으로는 알 수 없습니다.',
    level: '늘었다고도 줄었다고도 할 수 없습니다.',
  },
  only: (filters: string) => `다음 조건에 맞는 것만 센 건수입니다(${filters}).`,
  daysNotStated: (years: readonly TrendYear[]) =>
    `${years.map(({ year }) => year).join('·')}년은 기록된 장애가 ${years.map(({ count }) => count).join('·')}건이지만, 언제 빠짐없이 기록했는지는 밝혀져 있지 않습니다.`,
  part: (year: TrendYear) =>
    year.outside > 0
      ? `${year.year}년은 기록된 장애가 ${year.count}건이며, 그중 ${year.outside}건은 빠짐없이 기록한 기간(${koreanDays(year.covered)}) 밖의 일이어서 기간당 건수로 볼 수 없습니다.`
      : `${year.year}년은 ${year.days}일(${koreanDays(year.covered)}) 동안 ${year.count}건입니다.`,
  running: (now: TrendYear, before: TrendYear | undefined) => {
    const count = now.count ?? 0
    if (now.outside > 0) return korean.part(now)
    const days = fromNewYear(now) ? '' : `(${koreanDays(now.covered)})`
    const soFar = `${now.year}년은 ${now.days}일${days} 동안 ${count}건`
    if (before?.count == null) return `${soFar}입니다.`
    if (count > before.count)
      return `${soFar}으로 이미 ${before.year}년 한 해(${before.count}건)보다 많습니다.`
    if (count === before.count && count > 0) return `${soFar}으로 ${before.year}년 한 해와 같습니다.`
    return `${soFar}입니다(${before.year}년은 한 해 동안 ${before.count}건).`
  },
  samePeriod: (through: string, years: readonly { year: number; count: number }[]) =>
    `같은 기간(1월 1일–${koreanDay(through)})에는 ${years.map((y) => `${y.year}년 ${y.count}건`).join(', ')}이었습니다.`,
  samePeriodNotCovered: '같은 기간을 빠짐없이 기록하지 않아 같은 기간끼리 비교할 수 없습니다.',
  samePeriodUnknown: '앞선 해는 날짜별 기록이 없어 같은 기간끼리 비교할 수 없습니다.',
  source: ({ years, name, ruleStated }: Source) =>
    ruleStated === ''
      ? `${years.join(', ')}년 건수는 다음 출처를 따르며, 세는 기준은 밝혀져 있지 않습니다: ${name}.`
      : `${years.join(', ')}년 건수는 다음 출처를 따릅니다: ${name}(기준: ${ruleStated}).`,
  silentSources: (sources: readonly Source[]) =>
    `다음 건수는 출처를 따르며, 세는 기준은 어디에도 밝혀져 있지 않습니다: ${sources.map(({ years, name }) => `${years.join(', ')}년 ${name}`).join('; ')}.`,
  other: (source: string | null, counts: readonly { year: number; count: number }[]) =>
    source === null
      ? `날짜까지 기록된 장애는 ${koreanCounts(counts)}입니다.`
      : `${koreanCounts(counts)}으로 센 집계도 있습니다: ${source}.`,
  undated: (count: number) => `시작 시각을 모르는 장애 ${count}건은 어느 해에도 넣지 않았습니다.`,
}

const english: typeof korean = {
  noYears: 'The years asked for lie after the as-of date, so there is nothing to count.',
  nothing: (years) =>
    `For ${years} there is neither a record nor an earlier count, so the number is not known.`,
  counts: (years, counts) =>
    counts.length === 1
      ? `${years}: ${incidents(counts[0] ?? 0)}.`
      : `${years}: ${list(counts)} incidents a year.`,
  noDifference: 'The counts do not differ.',
  common: (p) => `Differences of this size ${englishFrequency(p)} when nothing changes (${pText(p)}).`,
  rare: (p) => `If nothing had changed, such differences would ${englishFrequency(p)} (${pText(p)}).`,
  notEstablished: {
    down: 'A decrease is not established.',
    up: 'An increase is not established.',
    level: 'Neither an increase nor a decrease is established.',
  },
  established: {
    down: 'Counted under this rule, a decrease is established. The numbers alone do not say why.',
    up: 'Counted under this rule, an increase is established. The numbers alone do not say why.',
    level: 'Neither an increase nor a decrease is established.',
  },
  only: (filters) => `Counted here only: ${filters}.`,
  daysNotStated: (years) =>
    `${list(years.map(({ year }) => year))} ${years.length === 1 ? 'has' : 'have'} ${years.length === 1 ? incidents(years[0]?.count ?? 0) : `${list(years.map(({ count }) => count ?? 0))} incidents`} on record, but when the record was kept is not stated.`,
  part: (year) =>
    year.outside > 0
      ? `${year.year} has ${incidents(year.count ?? 0)} on record, ${year.outside} of them outside the days that were kept throughout (${englishDays(year.covered)}), so this is no count for those days.`
      : `${year.year}: ${incidents(year.count ?? 0)} in ${days(year.days)} (${englishDays(year.covered)}).`,
  running: (now, before) => {
    const count = now.count ?? 0
    if (now.outside > 0) return english.part(now)
    const when = fromNewYear(now) ? '' : ` (${englishDays(now.covered)})`
    const soFar = `${now.year} has ${incidents(count)} in ${days(now.days)}${when}`
    if (before?.count == null) return `${soFar}.`
    if (count > before.count) return `${soFar}, already more than in all of ${before.year} (${before.count}).`
    if (count === before.count && count > 0) return `${soFar}, as many as in all of ${before.year}.`
    return `${soFar}; all of ${before.year} had ${before.count}.`
  },
  samePeriod: (through, years) =>
    `In the same period (1 January to ${englishDay(through)}) there were ${list(years.map((y) => `${y.count} in ${y.year}`))}.`,
  samePeriodNotCovered: 'The record does not cover like periods throughout, so they cannot be compared.',
  samePeriodUnknown: 'The dates in earlier years are not on record, so like periods cannot be compared.',
  source: ({ years, name, ruleStated }) =>
    ruleStated === ''
      ? `The count for ${list(years)} is taken from: ${name}; how it was counted is not stated.`
      : `The count for ${list(years)} is taken from: ${name} (counted as: ${ruleStated}).`,
  silentSources: (sources) =>
    `These counts are taken from their sources, none of which states how it counted: ${sources.map(({ years, name }) => `${list(years)} from ${name}`).join('; ')}.`,
  other: (source, counts) =>
    source === null
      ? `With a date the record holds ${list(counts.map(({ year, count }) => `${incidents(count)} for ${year}`))}.`
      : `Another source counts ${list(counts.map(({ year, count }) => `${count} for ${year}`))}: ${source}.`,
  undated: (count) =>
    count === 1
      ? '1 incident whose start is not known is in no year.'
      : `${count} incidents whose start is not known are in no year.`,
}

function koreanCounts(counts: readonly { year: number; count: number }[]): string {
  return counts.map(({ year, count }) => `${year}년 ${count}건`).join(', ')
}

const KOREAN_TIMES = ['', '한', '두', '세', '네', '다섯', '여섯', '일곱', '여덟', '아홉', '열']

/** "네 번에 한 번꼴로": p as a frequency, since few readers can feel 0.24. */
function koreanFrequency(p: number): string {
  if (p < 0.001) return '천 번에 한 번도 안'
  const times = Math.round(1 / p)
  if (times <= 1) return '흔히'
  return times <= 10 ? `${KOREAN_TIMES[times]} 번에 한 번꼴로` : `${times}번에 한 번꼴로`
}

function englishFrequency(p: number): string {
  if (p < 0.001) return 'come up less than once in a thousand times'
  const times = Math.round(1 / p)
  if (times <= 1) return 'are common'
  return times <= 10
    ? `come up about one time in ${ENGLISH_TIMES[times]}`
    : `come up about once in ${times} times`
}

const ENGLISH_TIMES = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** Two digits that mean something: `p = 0.24`, `p = 0.012`, `p < 0.001`. */
function pText(p: number): string {
  if (p < 0.001) return 'p < 0.001'
  return `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`
}

/** Whether the covered days begin with New Year and have no gap; their number then says which they are. */
function fromNewYear({ covered, days }: TrendYear): boolean {
  return coversFromNewYear(covered, days)
}

function koreanDays(covered: readonly CoveredDays[]): string {
  return covered
    .map(({ from, until }) =>
      from === until ? koreanDay(from.slice(5)) : `${koreanDay(from.slice(5))}–${koreanDay(until.slice(5))}`,
    )
    .join(', ')
}

function englishDays(covered: readonly CoveredDays[]): string {
  return covered
    .map(({ from, until }) =>
      from === until
        ? englishDay(from.slice(5))
        : `${englishDay(from.slice(5))} to ${englishDay(until.slice(5))}`,
    )
    .join(', ')
}

/** `MM-DD` in words. */
function koreanDay(monthAndDay: string): string {
  const [month, day] = monthAndDay.split('-').map(Number)
  return `${month}월 ${day}일`
}

function englishDay(monthAndDay: string): string {
  const [month = 1, day] = monthAndDay.split('-').map(Number)
  return `${day} ${ENGLISH_MONTHS[month - 1]}`
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`
}

function span(first: number, last: number): string {
  return first === last ? String(first) : `${first}–${last}`
}

function seriesSpan(series: TrendSeries): string {
  return span(series.years[0] ?? 0, series.years.at(-1) ?? 0)
}

function incidents(count: number): string {
  return count === 1 ? '1 incident' : `${count} incidents`
}

function list(items: readonly (string | number)[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}
