import { expect, test } from 'vitest'
import { DEFAULT_COUNTING_RULE } from '#app/domain/counting-rule.ts'
import { csvCells, csvHead } from '#app/domain/csv.ts'
import { withTrendTable } from '#app/domain/trend-csv.ts'
import type { TrendGrain } from '#app/domain/trend-query.ts'
import { trendMarkdown } from '#app/domain/trend-markdown.ts'
import { trendOf, type ReportedCount, type Trend, type TrendRow } from '#app/domain/trend.ts'
import type { Language } from '#app/messages/define.ts'
import { trendDocumentMessages } from '#app/messages/documents.ts'
import { at } from '#tests/factories.ts'

const SEOUL = 'Asia/Seoul'

function row(reference: string, start: string | null, end: string | null): TrendRow {
  return {
    reference,
    kind: 'incident',
    severity: 'major',
    serviceIds: [],
    startedAt: start === null ? null : at(start),
    endedAt: end === null ? null : at(end),
  }
}

const reported = (year: number, count: number, source = 'a newspaper'): ReportedCount => ({
  year,
  count,
  source,
  sourceUrl: '',
  ruleStated: '',
})

/** The years of the origin, and one before them of which nothing is known. */
function origin({
  rows = [],
  source = 'a newspaper',
  ruleName = '기본 기준',
  grain = 'year',
}: { rows?: TrendRow[]; source?: string; ruleName?: string; grain?: TrendGrain } = {}): Trend {
  return trendOf(
    [
      row('2020-001', '2020-01-01T00:00:00+09:00', '2020-01-01T02:15:00+09:00'),
      row('2020-002', '2020-03-02T08:58:00+09:00', '2020-03-02T10:17:00+09:00'),
      ...rows,
    ],
    {
      from: 2016,
      to: 2020,
      asOf: '2020-03-02',
      zone: SEOUL,
      grain,
      rule: {
        id: 'default',
        version: 2,
        nameKo: ruleName,
        nameEn: 'Default rule',
        definition: DEFAULT_COUNTING_RULE,
        words: { ko: '모든 서비스', en: 'all services' },
      },
      reported: [reported(2017, 6, source), reported(2018, 5, source), reported(2019, 2, source)],
    },
  )
}

const written = (trend: Trend, language: Language) =>
  trendMarkdown(trend, language, trendDocumentMessages[language])

function cells(trend: Trend): Record<string, string>[] {
  return withTrendTable(trend, 'periods', (columns, rows) =>
    rows.map((one) => {
      const row = csvCells(columns, one)
      return Object.fromEntries(csvHead(columns).map((name, index) => [name, row[index]!]))
    }),
  )
}

test('the trend for a report has the sentence, the figures, the rule, the as-of day and what is not known', () => {
  const trend = origin()
  expect(written(trend, 'en')).toBe(`# Incidents per year, 2016–2020

${trend.sentence.en}

| Year | Incidents | 95% interval | 1 Jan to 2 Mar | Time lost | Length not known | Basis |
| --- | ---: | ---: | ---: | ---: | ---: | --- |
| 2016 | not known | – | not known | not known | – | not known |
| 2017 | 6 | 2.20–13.06 | not known | not known | 6 | reported: a newspaper |
| 2018 | 5 | 1.62–11.67 | not known | not known | 5 | reported: a newspaper |
| 2019 | 2 | 0.24–7.22 | not known | not known | 2 | reported: a newspaper |
| 2020 (62 of 366 days) | 2 | 0.24–7.22 | 2 | 3h 34m | 0 | recorded |

As of 2020-03-02, counted to the end of that day. Counting rule: Default rule, version 2 (all services).

## How long it took

| | n | Median | Lower quartile | Upper quartile | Shortest | Longest | Unknown | Invalid | Not applicable | As a range |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| Length | 2 | 1h 47m | 1h 33m | 2h 1m | 1h 19m | 2h 15m | 0 | 0 | 0 | 0 |

## By severity

| | Incidents | Time lost | Length not known |
| --- | ---: | ---: | ---: |
| Major | 2 | 3h 34m | 0 |

## What is not known

- 2016: neither a record nor an earlier count. It is not zero, it is not known.
- 2017–2019: only the number is known, without dates or lengths. There is no same period and no time lost.
`)
})

test('quarters and months are listed when they are asked for, the running one with its days', () => {
  const months = written(origin({ grain: 'month' }), 'en')
  expect(months).toContain('## Incidents per month')
  expect(months).toContain('| 2020-01 | 1 | 31 / 31 | 2h 15m | 0 |')
  expect(months).toContain('| 2020-03 | 1 | 2 / 31 | 1h 19m | 0 |')
  expect(months).not.toContain('2020-04')
  expect(written(origin({ grain: 'quarter' }), 'ko')).toContain('| 2020-Q1 | 2 | 62 / 91 |')
})

test('in Korean the document speaks as a report does', () => {
  const text = written(origin({ rows: [row('2020-003', null, null)] }), 'ko')
  expect(text).toContain('| 2020 (366일 중 62일) | 2 | 0.24–7.22 | 2 | 3시간 34분 | 0 | 기록 |')
  expect(text).toContain('집계 기준: 기본 기준 2판(모든 서비스).')
  expect(text).toContain('- 시작 시각이 없는 장애 1건은 어느 해에도 넣지 않았습니다.')
  expect(text).not.toMatch(/[요죠]\.$/m)
})

test('words of people cannot leave their cell', () => {
  const text = written(origin({ source: 'a | b\n| c <b>`', ruleName: '# *rule*' }), 'ko')
  expect(text).toContain('출처 집계: a \\| b \\| c \\<b>\\` |')
  expect(text).toContain('\\*rule\\*')
  // Seven lines of years, three of lengths, three of severities.
  expect(text.match(/^\|/gm)).toHaveLength(13)
})

test('each row of the table for spreadsheets says under which rule and as of which day it was counted', () => {
  const rows = cells(origin())
  expect(rows.map((one) => [one.year, one.count, one.basis, one.period, one.days_counted])).toEqual([
    ['2016', '', 'unknown', '', ''],
    ['2017', '6', 'reported', 'whole', '365'],
    ['2018', '5', 'reported', 'whole', '365'],
    ['2019', '2', 'reported', 'whole', '365'],
    ['2020', '2', 'recorded', 'running', '62'],
  ])
  for (const one of rows) expect(one).toMatchObject({ rule_version: '2', as_of: '2020-03-02', zone: SEOUL })
  expect(rows.at(-1)).toMatchObject({
    downtime_minutes: '214',
    interval_95_upper: '7.22',
    length_unknown: '0',
  })
  expect(rows[1]).toMatchObject({ downtime_minutes: '', same_period_count: '', source: 'a newspaper' })
})
