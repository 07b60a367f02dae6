import { expect, test } from 'vitest'
import { DEFAULT_COUNTING_RULE } from '#app/domain/counting-rule.ts'
import { csvCells, csvHead } from '#app/domain/csv.ts'
import { TREND_TABLES, withTrendTable, type TrendTable } from '#app/domain/trend-csv.ts'
import { trendOf, type TrendRow } from '#app/domain/trend.ts'
import { at } from '#tests/factories.ts'

const RULE = {
  ...{ id: 'default', version: 3, nameKo: '', nameEn: 'All', definition: DEFAULT_COUNTING_RULE },
  words: { ko: '', en: '' },
}

function row(reference: string, day: string, minutes: number | null, rest: Partial<TrendRow>): TrendRow {
  const startedAt = at(`${day}T09:30:00+09:00`)
  const endedAt = minutes === null ? null : ((startedAt + minutes * 60_000) as typeof startedAt)
  return {
    ...{ reference, kind: 'incident', severity: 'major', serviceIds: [], startedAt, endedAt },
    ...rest,
  }
}

const ROWS = [
  row('1', '2019-03-04', 10, { serviceIds: ['chat', 'pay'], times: { detect: 4 } }),
  row('2', '2020-03-02', 79, { serviceIds: ['chat'], severity: 'critical', factors: ['network'] }),
  row('3', '2020-06-01', null, { times: { detect: 'not_applicable' } }),
]

const TREND = trendOf(ROWS, {
  ...{ from: 2019, to: 2020, asOf: '2020-12-31', zone: 'Asia/Seoul', rule: RULE, reported: [] },
  services: [
    { id: 'chat', nameKo: '=채팅', nameEn: 'Chat' },
    { id: 'pay', nameKo: '결제', nameEn: 'Pay' },
  ],
})

function table(name: TrendTable): Record<string, string>[] {
  return withTrendTable(TREND, name, (columns, rows) => {
    const head = csvHead(columns)
    return rows.map((one) =>
      Object.fromEntries(csvCells(columns, one).map((cell, index) => [head[index]!, cell])),
    )
  })
}

test('the table of cuts has a row a group and a column a year', () => {
  const rows = table('cuts')
  const ofServices = rows.filter(({ cut }) => cut === 'service')
  expect(
    ofServices.map((one) => [one.group, one.service_ko, one.count, one.count_2019, one.count_2020]),
  ).toEqual([
    ['chat', "'=채팅", '2', '1', '1'],
    ['pay', '결제', '1', '1', '0'],
    ['none', '', '1', '0', '1'],
  ])
  expect(ofServices[0]).toMatchObject({ overlapping: 'yes', downtime_minutes: '89', length_unknown: '0' })
  // A group of unknown lengths lost an unknown time, not none.
  expect(ofServices[2]).toMatchObject({ downtime_minutes: '', length_unknown: '1' })
  const severities = rows.filter(({ cut }) => cut === 'severity')
  expect(severities.reduce((sum, { count }) => sum + Number(count), 0)).toBe(TREND.whole.count)
})

test('the table of times has the quartiles, what has no time, and years side by side', () => {
  const [length, detect] = table('times')
  expect(length).toMatchObject({
    ...{ time: 'length', n: '2', min: '10', median: '44.5', max: '79', not_recorded: '1' },
    ...{ n_2019: '1', median_2019: '10', n_2020: '1', median_2020: '79' },
    ...{ n_from_5_below_15: '1', n_from_60_below_120: '1', n_from_10080: '0' },
  })
  expect(detect).toMatchObject({ time: 'detect', n: '1', not_recorded: '1', not_applicable: '1' })
})

test('the table of hours counts every incident by weekday and hour', () => {
  expect(table('hours').map(({ weekday, hour, count }) => [weekday, hour, count])).toEqual([['1', '9', '3']])
})

test('each row of each table says under which rule and as of when it was counted', () => {
  for (const name of TREND_TABLES) {
    expect(table(name).length, name).toBeGreaterThan(0)
    for (const one of table(name)) {
      expect(one, name).toMatchObject({ rule_id: 'default', rule_version: '3', as_of: '2020-12-31' })
    }
  }
})
