import { expect, test } from 'vitest'
import { DEFAULT_COUNTING_RULE } from '#app/domain/counting-rule.ts'
import { NO_FILTERS } from '#app/domain/trend-query.ts'
import { trendOf, type ReportedCount, type TrendQuestion, type TrendRow } from '#app/domain/trend.ts'
import { at } from '#tests/factories.ts'

const RULE = {
  ...{ id: 'default', version: 1, nameKo: '', nameEn: '', definition: DEFAULT_COUNTING_RULE },
  words: { ko: '', en: '' },
}

function began(...days: string[]): TrendRow[] {
  return days.map((day, index) => ({
    ...{ reference: `r-${index}`, kind: 'incident', severity: 'major', serviceIds: [] },
    ...{ startedAt: at(`${day}T12:00:00+09:00`), endedAt: null },
  }))
}

function reported(year: number, count: number, source: string, ruleStated = ''): ReportedCount {
  return { year, count, source, sourceUrl: '', ruleStated }
}

function sentence(rows: TrendRow[], question: Partial<TrendQuestion> = {}) {
  return trendOf(rows, {
    ...{
      from: 2017,
      to: 2020,
      asOf: '2020-12-31',
      zone: 'Asia/Seoul',
      rule: RULE,
      reported: [],
      ...question,
    },
  }).sentence
}

test('years after the as-of date leave nothing to count, in both languages', () => {
  expect(sentence([], { from: 2021, to: 2022 })).toEqual({
    ko: '물어본 기간이 기준일보다 뒤여서 셀 해가 없습니다.',
    en: 'The years asked for lie after the as-of date, so there is nothing to count.',
  })
})

test('counts that do not differ are said not to differ', () => {
  const { ko, en } = sentence(began('2019-01-05', '2020-01-05'))
  expect(ko).toContain('2019–2020년 연 1·1건. 건수에 차이가 없습니다.')
  expect(en).toContain('The counts do not differ.')
})

test('what was narrowed is said before the counts', () => {
  const { ko, en } = sentence(began('2019-01-05', '2020-01-05'), {
    filters: { ...NO_FILTERS, severity: 'major' },
    filterWords: { ko: '심각도: 중대', en: 'severity major' },
  })
  expect(ko.startsWith('다음 조건에 맞는 것만 센 건수입니다(심각도: 중대).')).toBe(true)
  expect(en).toContain('severity major')
})

test('two sources that do not say how they counted are named in one sentence, one that says it in its own', () => {
  const { ko } = sentence([], {
    reported: [
      reported(2017, 6, '신문'),
      reported(2018, 5, '방송'),
      reported(2019, 2, '공시', '한 시간 넘은 것'),
    ],
  })
  expect(ko).toContain('2019년 건수는 다음 출처를 따릅니다: 공시(기준: 한 시간 넘은 것).')
  expect(ko).toContain('세는 기준은 어디에도 밝혀져 있지 않습니다: 2017년 신문; 2018년 방송.')
})

test('a count that stands beside the figure is told with its source', () => {
  const { ko, en } = sentence(began('2019-02-01', '2019-03-01'), {
    from: 2019,
    to: 2019,
    reported: [reported(2019, 1, '신문')],
  })
  expect(ko).toContain('2019년 2건.')
  expect(ko).toMatch(/1건으로 센 집계도 있습니다: 신문\./)
  expect(en).toContain('신문')
})

test('of a year that was not covered throughout the sentence gives the days, and of one without any that they are not stated', () => {
  const covered = [{ from: '2019-07-01', until: '2019-12-31' }]
  const inside = sentence(began('2019-08-01'), { from: 2019, to: 2019, covered })
  expect(inside.ko).toMatch(/2019년은 184일\(.+\) 동안 1건입니다\./)
  const outside = sentence(began('2018-08-01', '2019-08-01'), { from: 2018, to: 2019, covered })
  expect(outside.ko).toContain('언제 빠짐없이 기록했는지는 밝혀져 있지 않습니다')
  expect(outside.en).not.toContain('undefined')
})

test('a rise that chance does not explain is established without a reason for it', () => {
  const many = Array.from({ length: 30 }, (_, index) => `2020-0${1 + (index % 9)}-${10 + (index % 18)}`)
  const { ko, en } = sentence(began('2019-01-05', ...many), { from: 2019 })
  expect(ko).toContain('늘었다고 볼 수 있습니다. 늘어난 까닭은 이 숫자만으로는 알 수 없습니다.')
  expect(en).toMatch(/increase|more/)
})

test('where no earlier day is known the running year is not compared with the same days', () => {
  const { ko } = sentence(began('2020-01-05'), { asOf: '2020-03-02', reported: [reported(2019, 2, '신문')] })
  expect(ko).toContain('앞선 해는 날짜별 기록이 없어 같은 기간끼리 비교할 수 없습니다.')
})
