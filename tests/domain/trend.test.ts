import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '#tests/setup/properties.ts'
import { DEFAULT_COUNTING_RULE, type CountingRule, type RuleInForce } from '#app/domain/counting-rule.ts'
import { HOUR, instantFromRfc3339, MINUTE, yearOf, type Instant } from '#app/domain/instant.ts'
import {
  MOST_DOTS,
  trendOf,
  type ReportedCount,
  type Trend,
  type TrendQuestion,
  type TrendRow,
} from '#app/domain/trend.ts'

const SEOUL = 'Asia/Seoul'

const NEW_YEAR = row('2020-001', '2020-01-01T00:00:00+09:00', '2020-01-01T02:15:00+09:00')
const NETWORK = row('2020-002', '2020-03-02T08:58:00+09:00', '2020-03-02T10:17:00+09:00')
const THIRD = row('2020-003', '2020-03-17T18:43:00+09:00', '2020-03-17T19:16:00+09:00')

const REPORTED = [reported(2017, 6), reported(2018, 5), reported(2019, 2)]

function row(
  reference: string,
  start: string | null,
  end: string | null,
  rest: Partial<TrendRow> = {},
): TrendRow {
  return {
    reference,
    kind: 'incident',
    severity: 'major',
    serviceIds: [],
    startedAt: start === null ? null : instantFromRfc3339(start),
    endedAt: end === null ? null : instantFromRfc3339(end),
    ...rest,
  }
}

function reported(year: number, count: number, rest: Partial<ReportedCount> = {}): ReportedCount {
  return { year, count, source: 'a newspaper', sourceUrl: '', ruleStated: '', ...rest }
}

function inForce(definition: CountingRule): RuleInForce {
  return { id: 'default', version: 1, nameKo: '', nameEn: '', definition, words: { ko: '', en: '' } }
}

function trend(rows: TrendRow[], question: Partial<TrendQuestion> = {}): Trend {
  const rule = inForce(DEFAULT_COUNTING_RULE)
  return trendOf(rows, {
    from: 2017,
    to: 2020,
    asOf: '2020-03-02',
    zone: SEOUL,
    rule,
    reported: [],
    ...question,
  })
}

function origin(question: Partial<TrendQuestion> = {}): Trend {
  return trend([NEW_YEAR, NETWORK, THIRD], { reported: REPORTED, ...question })
}

function figures(result: Trend) {
  return result.years.map(({ year, kind, count, days, downtimeMinutes }) => [
    year,
    kind,
    count,
    days,
    downtimeMinutes,
  ])
}

test('the origin as of 2 March 2020: 6, 5, 2 from the newspaper, 2 in 62 days on record', () => {
  expect(figures(origin())).toEqual([
    [2017, 'reported', 6, 365, null],
    [2018, 'reported', 5, 365, null],
    [2019, 'reported', 2, 365, null],
    [2020, 'recorded', 2, 62, 214],
  ])
  expect(origin().years[3]).toMatchObject({ running: true, daysInYear: 366, unknownDurations: 0 })
})

test('the same counted by UTC moves the New Year outage into 2019, so it must not be', () => {
  const counts = (zone: string) =>
    trend([NEW_YEAR, NETWORK], { zone, from: 2019 }).years.map((year) => [year.kind, year.count])
  expect(counts(SEOUL)).toEqual([
    ['unknown', null],
    ['recorded', 2],
  ])
  expect(counts('UTC')).toEqual([
    ['recorded', 1],
    ['recorded', 1],
  ])
})

test('the as-of date leaves out what came later, and takes in its own day to the end', () => {
  const running = (asOf: string) => origin({ asOf }).years.at(-1)
  expect(running('2020-03-01')).toMatchObject({ count: 1, days: 61, downtimeMinutes: 135 })
  expect(running('2020-03-18')).toMatchObject({ count: 3, days: 78, downtimeMinutes: 247 })
  expect(running('2020-12-31')).toMatchObject({ count: 3, days: 366, running: false })
  expect(origin({ asOf: '2019-06-30' }).years.map((year) => year.year)).toEqual([2017, 2018, 2019])
})

test('a reported number of a whole year is no figure for a part of it', () => {
  const year = origin({ asOf: '2019-06-30' }).years.at(-1)
  expect(year).toMatchObject({ kind: 'unknown', count: null, days: 181 })
  expect(year?.others).toEqual([{ kind: 'reported', count: 2, source: 'a newspaper' }])
})

test('6, 5, 2 is described, and a decrease is not established', () => {
  const { series, verdict } = origin()
  expect(verdict).toBe('not_established')
  expect(series).toHaveLength(1)
  expect(series[0]).toMatchObject({ kind: 'reported', years: [2017, 2018, 2019], counts: [6, 5, 2] })
  expect(series[0]?.test?.pOneSided).toBeCloseTo(0.11798, 5)
  expect(series[0]?.test?.pTwoSided).toBeCloseTo(0.23596, 5)
  expect(series[0]?.comparison?.ratio).toBeCloseTo(1 / 3, 9)
  expect(series[0]?.comparison?.pTwoSided).toBeCloseTo(0.2890625, 9)
})

test('the sentence names chance, the limit of the claim and the running year', () => {
  expect(origin().sentence.ko).toBe(
    '2017–2019년 연 6·5·2건. 이 정도 차이는 변화가 없어도 네 번에 한 번꼴로 생깁니다(p = 0.24). 감소라고 단정할 수 없습니다. ' +
      '2020년은 62일 동안 2건으로 2019년 한 해와 같습니다. 앞선 해는 날짜별 기록이 없어 같은 기간끼리 비교할 수 없습니다. ' +
      '2017–2019년 건수는 다음 출처를 따르며, 세는 기준은 밝혀져 있지 않습니다: a newspaper.',
  )
  expect(origin().sentence.en).toBe(
    '2017–2019: 6, 5 and 2 incidents a year. Differences of this size come up about one time in four when nothing ' +
      'changes (p = 0.24). A decrease is not established. 2020 has 2 incidents in 62 days, as many as in all of 2019. ' +
      'The dates in earlier years are not on record, so like periods cannot be compared. ' +
      'The count for 2017–2019 is taken from: a newspaper; how it was counted is not stated.',
  )
})

test('a third incident makes the running year more than all of the last one', () => {
  expect(origin({ asOf: '2020-03-18' }).sentence.ko).toContain(
    '2020년은 78일 동안 3건으로 이미 2019년 한 해(2건)보다 많습니다.',
  )
})

test('no sentence gives a percentage or projects a year', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }), fc.nat(40), (counts, undated) => {
      const from = 2020 - counts.length
      const rows = Array.from({ length: undated }, (_, index) => row(`u${index}`, null, null))
      const { sentence } = trend([NEW_YEAR, ...rows], {
        from,
        reported: counts.map((count, index) => reported(from + index, count)),
      })
      for (const text of Object.values(sentence)) {
        expect(text).not.toMatch(/%|percent|퍼센트|추세|annualis|연간 환산|undefined|NaN|null/)
      }
    }),
  )
})

test('a large fall is established, and why is left open', () => {
  const { sentence, verdict } = trend([], {
    reported: [40, 31, 12].map((n, index) => reported(2017 + index, n)),
  })
  expect(verdict).toBe('established')
  expect(sentence.en).toContain('a decrease is established. The numbers alone do not say why.')
  expect(sentence.ko).toContain('천 번에 한 번도 안 생깁니다(p < 0.001)')
})

test('where nothing is known the sentence says so, and no year reads 0', () => {
  const empty = trend([])
  expect(empty.verdict).toBe('nothing_known')
  expect(empty.years.map((year) => [year.kind, year.count, year.interval])).toEqual(
    Array.from({ length: 4 }, () => ['unknown', null, null]),
  )
  expect(empty.sentence.ko).toBe('2017–2020년은 기록도 이전 집계도 없어 건수를 알 수 없습니다.')
})

test('once the record has begun a year without incidents has none', () => {
  const { years } = trend([row('2018-001', '2018-05-01T10:00:00+09:00', '2018-05-01T10:10:00+09:00')])
  expect(years.map((year) => year.count)).toEqual([null, 1, 0, 0])
  expect(years[2]).toMatchObject({ kind: 'recorded', downtimeMinutes: 0 })
})

test('a few old incidents on record do not replace the number reported for their year', () => {
  const august = row('2019-001', '2019-08-15T10:00:00+09:00', '2019-08-15T10:30:00+09:00')
  const [year] = trend([august], { from: 2019, to: 2019, reported: REPORTED }).years
  expect(year).toMatchObject({ kind: 'reported', count: 2, downtimeMinutes: null })
  expect(year?.others).toEqual([{ kind: 'recorded', count: 1, source: null }])
})

test('the record is the figure once it holds as many, and the reported number stays in sight', () => {
  const two = ['15', '21'].map((day) => row(`2019-${day}`, `2019-08-${day}T10:00:00+09:00`, null))
  const result = trend(two, { from: 2019, to: 2019, reported: REPORTED })
  expect(result.years[0]).toMatchObject({ kind: 'recorded', count: 2, source: null })
  expect(result.years[0]?.others).toEqual([{ kind: 'reported', count: 2, source: 'a newspaper' }])
  expect(result.sentence.en).toContain('Another source counts 2 for 2019: a newspaper.')
})

test('years counted in different ways are not tested against each other', () => {
  const mixed = [
    reported(2017, 9),
    reported(2018, 8, { source: 'another' }),
    reported(2019, 2, { source: 'another' }),
  ]
  expect(trend([], { reported: mixed }).series.map((series) => series.years)).toEqual([[2017], [2018, 2019]])
  const gap = [reported(2017, 9), reported(2019, 2)]
  expect(trend([], { reported: gap }).series.map((series) => series.years)).toEqual([[2017], [2019]])
})

test('the running year stands beside the same period of the years with dates', () => {
  const rows = [
    row('2018-001', '2018-02-10T10:00:00+09:00', null),
    row('2019-001', '2019-03-02T23:59:00+09:00', null),
    row('2019-002', '2019-03-03T00:00:00+09:00', null),
    NEW_YEAR,
    NETWORK,
  ]
  const { samePeriod, sentence } = trend(rows, { reported: [reported(2017, 6)] })
  expect(samePeriod).toMatchObject({
    through: '03-02',
    days: 62,
    years: [
      { year: 2017, days: 61, count: null },
      { year: 2018, days: 61, count: 1 },
      { year: 2019, days: 61, count: 1 },
      { year: 2020, days: 62, count: 2 },
    ],
  })
  expect(sentence.ko).toContain('같은 기간(1월 1일–3월 2일)에는 2018년 1건, 2019년 1건이었습니다.')
})

test('29 February is compared with 28 February of other years', () => {
  expect(
    trend([NEW_YEAR], { asOf: '2020-02-29', from: 2019 }).samePeriod.years.map((year) => year.days),
  ).toEqual([59, 60])
})

test('unknown lengths are counted as unknown, and a year of nothing else has no downtime figure', () => {
  const open = row('2020-004', '2020-02-01T00:00:00+09:00', null)
  const backwards = row('2020-005', '2020-02-02T10:00:00+09:00', '2020-02-02T09:00:00+09:00')
  expect(trend([open, backwards]).years.at(-1)).toMatchObject({
    count: 2,
    downtimeMinutes: null,
    unknownDurations: 2,
  })
  expect(trend([open, NETWORK]).years.at(-1)).toMatchObject({
    count: 2,
    downtimeMinutes: 79,
    unknownDurations: 1,
  })
})

test('overlaps count once and a window over New Year is split between the years', () => {
  const rows = [
    row('2018-001', '2018-12-31T22:00:00+09:00', '2019-01-01T01:00:00+09:00'),
    row('2019-001', '2019-01-01T00:30:00+09:00', '2019-01-01T01:30:00+09:00'),
  ]
  expect(figures(trend(rows, { from: 2018, to: 2019 }))).toEqual([
    [2018, 'recorded', 1, 365, 120],
    [2019, 'recorded', 1, 365, 90],
  ])
})

test('downtime is cut at the end of the as-of day', () => {
  const night = row('2020-002', '2020-03-02T23:30:00+09:00', '2020-03-03T02:00:00+09:00')
  expect(trend([night]).years.at(-1)).toMatchObject({ count: 1, downtimeMinutes: 30, unknownDurations: 0 })
})

test('an incident without a start is in no year and is named', () => {
  const result = trend([NEW_YEAR, row('x', null, null), row('y', null, null, { kind: 'maintenance' })])
  expect(result.undated).toBe(1)
  expect(result.sentence.ko).toContain('시작 시각을 모르는 장애 1건은 어느 해에도 넣지 않았습니다.')
})

test('what a shortest length leaves out for want of an end is named', () => {
  const rule = inForce({ ...DEFAULT_COUNTING_RULE, minimumMinutes: 60 })
  const open = row('2020-004', '2020-02-01T00:00:00+09:00', null)
  expect(trend([NETWORK, open, THIRD], { rule, asOf: '2020-03-31' }).years.at(-1)).toMatchObject({
    count: 1,
    leftOut: 1,
    unknownDurations: 0,
    downtimeMinutes: 79,
  })
})

test('each incident is a dot on its day, until there are too many', () => {
  expect(origin().dots.at(-1)?.incidents).toEqual([
    { reference: '2020-001', day: 1, minutes: 135, severity: 'major' },
    { reference: '2020-002', day: 62, minutes: 79, severity: 'major' },
  ])
  const many = Array.from({ length: MOST_DOTS + 1 }, (_, index) =>
    row(`2020-${index}`, `2020-01-0${(index % 9) + 1}T00:00:00+09:00`, null),
  )
  const crowded = trend(many).dots.at(-1)
  expect(crowded?.incidents).toBeNull()
  expect(crowded?.perDay?.reduce((sum, [, count]) => sum + count, 0)).toBe(MOST_DOTS + 1)
})

const PRESS = { from: '2020-01-01', until: '2020-03-02' }

/** As the demo stands in July 2026: incidents of early 2020 on record, loaded on the 14th. */
function loaded(question: Partial<TrendQuestion> = {}): Trend {
  return trend([NEW_YEAR, NETWORK], {
    reported: REPORTED,
    covered: [PRESS, { from: '2026-07-14', until: null }],
    to: 2026,
    asOf: '2026-07-18',
    ...question,
  })
}

test('a year in which nobody kept the record is not known, and not 0', () => {
  const { years, verdict, series } = loaded()
  expect(years.map(({ year, kind, count, days, partial }) => [year, kind, count, days, partial])).toEqual([
    [2017, 'reported', 6, 365, false],
    [2018, 'reported', 5, 365, false],
    [2019, 'reported', 2, 365, false],
    [2020, 'recorded', 2, 62, true],
    ...[2021, 2022, 2023, 2024, 2025].map((year) => [year, 'unknown', null, 0, false]),
    [2026, 'recorded', 0, 5, true],
  ])
  expect(years[3]).toMatchObject({ running: false, covered: [PRESS], downtimeMinutes: 214 })
  expect(years[4]).toMatchObject({ downtimeMinutes: null, interval: null, covered: [] })
  expect(series.map(({ years }) => years)).toEqual([[2017, 2018, 2019]])
  expect(verdict).toBe('not_established')
})

test('an incident from before the record was kept is counted, and not taken for one of the kept days', () => {
  const earlier = row('2026-001', '2026-03-01T09:00:00+09:00', '2026-03-01T10:00:00+09:00')
  const { years, sentence } = trend([earlier], {
    covered: [{ from: '2026-11-22', until: null }],
    from: 2026,
    to: 2026,
    asOf: '2026-11-22',
  })
  expect(years[0]).toMatchObject({ count: 1, outside: 1, days: 1, partial: true })
  expect(sentence.en).toContain('2026 has 1 incident on record, 1 of them outside the days')
  expect(sentence.en).not.toContain('1 incident in 1 day')
  expect(sentence.ko).toContain('2026년은 기록된 장애가 1건이며, 그중 1건은 빠짐없이 기록한 기간')
})

test('the sentence says of which days a year speaks, and which years are not known', () => {
  const { sentence } = loaded()
  expect(sentence.en).toContain('2020: 2 incidents in 62 days (1 January to 2 March).')
  expect(sentence.en).toContain('2026 has 0 incidents in 5 days (14 July to 18 July).')
  expect(sentence.en).toContain('The record does not cover like periods throughout')
  expect(sentence.en).toContain('For 2021–2025 there is neither a record nor an earlier count')
  expect(sentence.ko).toContain('2020년은 62일(1월 1일–3월 2일) 동안 2건입니다.')
  expect(sentence.ko).toContain('2026년은 5일(7월 14일–7월 18일) 동안 0건입니다.')
  expect(sentence.ko).toContain('2021–2025년은 기록도 이전 집계도 없어 건수를 알 수 없습니다.')
})

test('where the running year is covered throughout, its figures are as they were without a word about it', () => {
  const { covered, ...stated } = loaded({ to: 2020, asOf: '2020-03-02' })
  const { covered: nothing, ...unstated } = origin()
  expect(covered).toEqual([PRESS, { from: '2026-07-14', until: null }])
  expect(nothing).toEqual([])
  expect(stated).toEqual(unstated)
})

test('as of 18 March the record reaches as far as it was kept: 3 in 77 days', () => {
  const question = { covered: [{ from: '2020-01-01', until: '2020-03-17' }], to: 2020, asOf: '2020-03-18' }
  const { years, sentence, samePeriod } = trend([NEW_YEAR, NETWORK, THIRD], {
    reported: REPORTED,
    ...question,
  })
  expect(years.at(-1)).toMatchObject({ count: 3, days: 77, partial: true, downtimeMinutes: 247 })
  expect(sentence.en).toContain('2020 has 3 incidents in 77 days, already more than in all of 2019 (2).')
  expect(samePeriod.years.at(-1)).toMatchObject({ year: 2020, days: 78, count: null })
})

test('an incident after the end of a period shows that somebody kept the record until then', () => {
  const [year] = loaded({ from: 2020, to: 2020 }).years
  const stretched = trend([NEW_YEAR, NETWORK, THIRD], { covered: [PRESS], from: 2020, asOf: '2020-12-31' })
  expect(year?.days).toBe(62)
  expect(stretched.years[0]).toMatchObject({ count: 3, days: 77 })
})

test('an incident of a year that nobody kept is shown and counted, and the year is partial', () => {
  const old = row('2019-001', '2019-08-15T10:00:00+09:00', '2019-08-15T10:30:00+09:00')
  const result = trend([old], { from: 2018, covered: [PRESS] })
  expect(result.years[1]).toMatchObject({
    kind: 'recorded',
    count: 1,
    days: 0,
    partial: true,
    covered: [],
    downtimeMinutes: 30,
  })
  expect(result.dots[1]?.incidents).toHaveLength(1)
  expect(result.samePeriod.years[1]?.count).toBeNull()
  expect(result.sentence.en).toContain('2019 has 1 incident on record, but when the record was kept is not')
})

test('where the record was not kept all year, as many as were reported do not replace the number of the whole year', () => {
  const two = ['15', '21'].map((day) => row(`2019-${day}`, `2019-08-${day}T10:00:00+09:00`, null))
  const of = (covered: TrendQuestion['covered']) =>
    trend(two, { from: 2019, to: 2019, reported: REPORTED, covered }).years[0]
  expect(of([PRESS])).toMatchObject({ kind: 'reported', count: 2, days: 365, partial: false })
  expect(of([{ from: '2019-01-01', until: null }])).toMatchObject({ kind: 'recorded', count: 2 })
  expect(of([])).toMatchObject({ kind: 'recorded', count: 2 })
})

test('only years that were covered from end to end are tested against each other', () => {
  const rows = [2017, 2018, 2019].map((year) => row(`${year}-1`, `${year}-05-01T10:00:00+09:00`, null))
  const { series } = trend(rows, { covered: [{ from: '2017-02-01', until: null }] })
  expect(series.map(({ years }) => years)).toEqual([[2018, 2019]])
})

test('an earlier year has a same period only where it was covered from New Year on', () => {
  const rows = [2018, 2019].map((year) => row(`${year}-1`, `${year}-02-01T10:00:00+09:00`, null))
  const { samePeriod } = trend([...rows, NEW_YEAR], {
    covered: [
      { from: '2018-01-02', until: '2018-12-31' },
      { from: '2019-01-01', until: null },
    ],
  })
  expect(samePeriod.years.map(({ count }) => count)).toEqual([null, null, 1, 1])
})

test('before anything happened a kept record has 0, in the days since it is kept', () => {
  const { years, sentence } = trend([], { from: 2020, covered: [{ from: '2020-02-25', until: null }] })
  expect(years).toMatchObject([{ kind: 'recorded', count: 0, days: 7, partial: true, downtimeMinutes: 0 }])
  expect(sentence.ko).toBe('2020년은 7일(2월 25일–3월 2일) 동안 0건입니다.')
})

const zone = fc.constantFrom(
  'Asia/Seoul',
  'UTC',
  'America/New_York',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Europe/London',
)

const someRow = fc.record({
  at: fc.integer({ min: Date.UTC(2009, 11, 1), max: Date.UTC(2013, 0, 31) }),
  length: fc.option(fc.integer({ min: -HOUR, max: 60 * 24 * HOUR })),
})

function rowsOf(some: { at: number; length: number | null }[]): TrendRow[] {
  return some.map(({ at, length }, index) => ({
    ...row(String(index), null, null),
    startedAt: at as Instant,
    endedAt: length === null ? null : ((at + length) as Instant),
  }))
}

test('in any zone each incident is in the year of its wall clock, and every one is in some year', () => {
  fc.assert(
    fc.property(fc.array(someRow, { maxLength: 12 }), zone, (some, zone) => {
      const rows = rowsOf(some)
      const result = trend(rows, { from: 2009, to: 2013, asOf: '2013-12-31', zone })
      for (const year of result.years) {
        expect(year.count ?? 0).toBe(
          rows.filter((r) => yearOf(r.startedAt as Instant, zone) === year.year).length,
        )
      }
      expect(result.dots.flatMap((dots) => dots.incidents ?? [])).toHaveLength(rows.length)
    }),
  )
})

test('a day that a zone skips swallows no downtime', () => {
  const crossing = row('2011-001', '2011-12-29T12:00:00-10:00', '2011-12-31T12:00:00+14:00')
  const question = { from: 2011, to: 2011, asOf: '2011-12-31', zone: 'Pacific/Apia' }
  expect(trend([crossing], question).years[0]?.downtimeMinutes).toBe(24 * 60)
})

test('merged downtime over all years is the length of the union, whatever the zone', () => {
  fc.assert(
    fc.property(fc.array(someRow, { maxLength: 12 }), zone, (some, zone) => {
      const result = trend(rowsOf(some), { from: 2009, to: 2013, asOf: '2013-12-31', zone })
      const byYear = result.years.reduce((sum, year) => sum + (year.downtimeMinutes ?? 0), 0)
      expect(Math.abs(byYear - unionMinutes(some))).toBeLessThanOrEqual(result.years.length / 2)
    }),
  )
})

test('counting through a day never counts more than through the next', () => {
  fc.assert(
    fc.property(
      fc.array(someRow, { maxLength: 8 }),
      fc.integer({ min: 1, max: 364 }),
      zone,
      (some, day, zone) => {
        const through = (days: number) => {
          const asOf = new Date(Date.UTC(2011, 0, days)).toISOString().slice(0, 10)
          return trend(rowsOf(some), { from: 2011, to: 2011, asOf, zone }).years[0]
        }
        const [now, next] = [through(day), through(day + 1)]
        expect(now?.days).toBe(day)
        expect(now?.count ?? 0).toBeLessThanOrEqual(next?.count ?? 0)
        if (now?.downtimeMinutes != null)
          expect(now.downtimeMinutes).toBeLessThanOrEqual(next?.downtimeMinutes ?? 0)
      },
    ),
    { numRuns: runs(40) },
  )
})

const somePeriod = fc.tuple(fc.nat(1400), fc.option(fc.nat(600))).map(([from, length]) => ({
  from: isoDay(from),
  until: length === null ? null : isoDay(from + length),
}))

function isoDay(after2009: number): string {
  return new Date(Date.UTC(2009, 0, 1 + after2009)).toISOString().slice(0, 10)
}

test('stating more covered days changes no count and hides no incident', () => {
  fc.assert(
    fc.property(
      fc.array(someRow, { maxLength: 8 }),
      fc.array(somePeriod, { minLength: 1, maxLength: 4 }),
      somePeriod,
      fc.nat(1500),
      (some, periods, more, asOfDay) => {
        const of = (covered: typeof periods) =>
          trend(rowsOf(some), {
            from: 2009,
            to: 2013,
            asOf: isoDay(asOfDay),
            covered,
            reported: [reported(2010, 2)],
          })
        const [before, after] = [of(periods), of([...periods, more])]
        expect(after.dots).toEqual(before.dots)
        for (const [index, year] of before.years.entries()) {
          const next = after.years[index]!
          // Only "not known" becomes a number, and only where days are covered now.
          if (year.count === null) expect(next.count === null || next.days > 0).toBe(true)
          else expect(next.count).toBe(year.count)
        }
      },
    ),
    { numRuns: runs(60) },
  )
})

/** The union of all windows of known length by going over their ends, in minutes. */
function unionMinutes(some: { at: number; length: number | null }[]): number {
  let reached = -Infinity
  let sum = 0
  for (const { at, length } of some.toSorted((a, b) => a.at - b.at)) {
    if (length === null || length < 0) continue
    sum += Math.max(0, at + length - Math.max(at, reached))
    reached = Math.max(reached, at + length)
  }
  return sum / MINUTE
}

test('in any zone months add up to quarters and years, parts to the whole, and no part is longer than the whole', () => {
  const HOURS = 3 * 366 * 24
  const begun = fc.record({
    at: fc.nat(HOURS),
    lasts: fc.option(fc.nat(24 * 70)),
    severity: fc.constantFrom('critical' as const, 'major' as const),
  })
  const zones = fc.constantFrom(
    'Asia/Seoul',
    'America/Sao_Paulo',
    'Europe/London',
    'Pacific/Apia',
    'Australia/Lord_Howe',
  )
  fc.assert(
    fc.property(fc.array(begun, { maxLength: 15 }), zones, (list, zone) => {
      const rows = list.map(({ at, lasts, severity }, index) => {
        const startedAt = (Date.UTC(2010, 11, 1) + at * HOUR) as Instant
        const endedAt = lasts === null ? null : ((startedAt + lasts * HOUR) as Instant)
        return { ...row(`r-${index}`, null, null), startedAt, endedAt, severity }
      })
      const asked = { from: 2010, to: 2014, asOf: '2014-12-31', zone }
      const of = (grain: 'year' | 'quarter' | 'month') => trend(rows, { ...asked, grain })
      const sum = (values: (number | null)[]) => values.reduce<number>((all, value) => all + (value ?? 0), 0)
      const [years, quarters, months] = [of('year'), of('quarter'), of('month')]
      for (const { year, count } of years.years) {
        for (const { periods } of [quarters, months]) {
          expect(sum(periods.filter((one) => one.year === year).map((one) => one.count))).toBe(count ?? 0)
        }
      }
      const { whole, cuts, heat, hourUnknown, lengths } = years
      expect(whole.count).toBe(rows.length)
      expect(sum(cuts.severity.groups.map(({ count }) => count))).toBe(whole.count)
      expect(sum(heat.map(({ count }) => count)) + hourUnknown.count).toBe(whole.count)
      expect(lengths.n + lengths.unknown).toBe(whole.count)
      const summed = sum(list.map(({ lasts }) => (lasts ?? 0) * 60))
      expect(whole.downtimeMinutes ?? 0).toBeLessThanOrEqual(summed)
      expect(sum(months.periods.map((one) => one.downtimeMinutes))).toBe(whole.downtimeMinutes ?? 0)
      for (const { downtimeMinutes } of cuts.severity.groups) {
        expect(downtimeMinutes ?? 0).toBeLessThanOrEqual(whole.downtimeMinutes ?? 0)
      }
    }),
    { numRuns: runs(40) },
  )
})
