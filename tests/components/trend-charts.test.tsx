import { readFileSync } from 'node:fs'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { drawChart, DRAWING_COLOURS } from '#app/components/charts/chart-drawing.server.tsx'
import { CHART_NAMES } from '#app/components/charts/chart-names.ts'
import { serviceLossBars, cutBars } from '#app/components/charts/cut-bars.tsx'
import { durationStrips, lengthStrips } from '#app/components/charts/dot-strips.tsx'
import { DowntimeChart } from '#app/components/charts/downtime-chart.tsx'
import { heatMap } from '#app/components/charts/heat-map.tsx'
import { periodRows } from '#app/components/charts/period-rows.tsx'
import { fitting, RowsFigure, type RowsChart } from '#app/components/charts/rows-chart.tsx'
import { countTicks, minuteScale } from '#app/components/charts/scales.ts'
import { TrendSentence, TrendTable } from '#app/components/charts/trend-table.tsx'
import { YearStrips } from '#app/components/charts/year-strips.tsx'
import { YearlyChart } from '#app/components/charts/yearly-chart.tsx'
import { DEFAULT_COUNTING_RULE } from '#app/domain/counting-rule.ts'
import { instantFromRfc3339 } from '#app/domain/instant.ts'
import { trendOf, type Trend, type TrendQuestion, type TrendRow } from '#app/domain/trend.ts'

function row(reference: string, start: string, end: string | null, more: Partial<TrendRow> = {}): TrendRow {
  return {
    reference,
    kind: 'incident',
    severity: 'major',
    serviceIds: [],
    startedAt: instantFromRfc3339(start),
    endedAt: end === null ? null : instantFromRfc3339(end),
    ...more,
  }
}

const ORIGIN_ROWS = [
  row('2020-001', '2020-01-01T00:00:00+09:00', '2020-01-01T02:15:00+09:00'),
  row('2020-002', '2020-03-02T08:58:00+09:00', null),
]

function trend(rows: TrendRow[], changes: Partial<TrendQuestion> = {}): Trend {
  return trendOf(rows, {
    from: 2016,
    to: 2020,
    asOf: '2020-03-02',
    zone: 'Asia/Seoul',
    rule: {
      id: 'default',
      version: 1,
      nameKo: '기본 기준',
      nameEn: 'Default rule',
      definition: DEFAULT_COUNTING_RULE,
      words: { ko: '모든 서비스', en: 'all services' },
    },
    reported: [6, 5, 2].map((count, index) => ({
      year: 2017 + index,
      count,
      source: 'a newspaper',
      sourceUrl: 'https://example.com/story',
      ruleStated: '',
    })),
    ...changes,
  })
}

const origin = (changes: Partial<TrendQuestion> = {}) => trend(ORIGIN_ROWS, changes)

function markup(chart: RowsChart): string {
  return renderToStaticMarkup(<RowsFigure chart={chart} id="chart" skip="skip" />)
}

function words(html: string): string {
  return html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
}

test('the chart is complete without a script: a bar and a whisker per known year', () => {
  const html = renderToStaticMarkup(<YearlyChart trend={origin()} language="en" id="trend" width={640} />)
  expect(html.match(/class="chart-mark chart-bar"/g)).toHaveLength(1)
  expect(html.match(/class="recharts-layer recharts-errorBar"/g)).toHaveLength(4)
  expect(html).toContain('62 of 366 days')
  expect(html).toContain('url(#trend-hatch)')
  expect(html).not.toContain('NaN')
})

test('the chart without a width is complete as well', () => {
  const html = renderToStaticMarkup(<YearlyChart trend={origin()} language="ko" id="trend" />)
  expect(html.match(/class="recharts-layer recharts-errorBar"/g)).toHaveLength(4)
  expect(html).toContain('366일 중 62일')
})

test('a bar of counted incidents leads to them, a reported one to nothing', () => {
  const html = renderToStaticMarkup(<YearlyChart trend={origin()} language="en" id="trend" width={640} />)
  expect([...html.matchAll(/<a href="([^"]+)"/g)].map((match) => match[1])).toEqual([
    '/incidents?rule=default&amp;version=1&amp;from=2020-01-01&amp;until=2020-03-02',
  ])
})

test('in a narrow chart, where not every year has room for its label, each label is that of its own bar', () => {
  const years = Array.from({ length: 20 }, (_, index) => 2001 + index)
  const rows = years.flatMap((year, index) =>
    Array.from({ length: index + 1 }, (_, n) =>
      row(`${year}-${n}`, `${year}-02-0${(n % 9) + 1}T00:00:00Z`, `${year}-02-11T00:00:00Z`),
    ),
  )
  const long = trend(rows, { from: 2001, to: 2020, asOf: '2020-12-31', reported: [] })
  const html = renderToStaticMarkup(<YearlyChart trend={long} language="en" id="trend" width={342} />)
  const labels = [...html.matchAll(/<tspan[^>]*font-weight="600"[^>]*>(\d+)<\/tspan><tspan[^>]*>’(\d\d)</g)]
  expect(labels.length).toBeGreaterThan(5)
  for (const [, count, year] of labels) expect(Number(count)).toBe(Number(year))
})

test('only four or more whole years counted alike are joined by a line, and never reported ones', () => {
  const lines = (shown: Trend) =>
    renderToStaticMarkup(<YearlyChart trend={shown} language="en" id="trend" width={640} />).split(
      'recharts-line-curve',
    ).length - 1
  const rows = (from: number) =>
    [2016, 2017, 2018, 2019]
      .filter((year) => year >= from)
      .map((year) => row(`${year}-001`, `${year}-05-01T00:00:00Z`, null))
  const asOf = { asOf: '2019-12-31', to: 2019, reported: [] }
  expect(lines(trend(rows(2016), { ...asOf, from: 2016 }))).toBe(1)
  expect(lines(trend(rows(2017), { ...asOf, from: 2017 }))).toBe(0)
  const reported = [2016, 2017, 2018, 2019].map((year) => ({
    year,
    count: 5,
    source: 'a newspaper',
    sourceUrl: '',
    ruleStated: '',
  }))
  expect(lines(trend([], { ...asOf, from: 2016, reported }))).toBe(0)
})

test('each incident of the strips leads to its page and says what it is', () => {
  const html = renderToStaticMarkup(<YearStrips trend={origin()} language="ko" />)
  expect(html).toContain('href="/incidents/2020-001"')
  expect(html).toContain('aria-label="2020-001 · 1월 1일 · 2시간 15분 · 중대"')
  expect(html).toContain('aria-label="2020-002 · 3월 2일 · 지속 시간 모름 · 중대"')
  expect(html.match(/class="chart-hollow"/g)).toHaveLength(1)
  expect(html).toContain('6건 · 건수만 알려져 있어요')
  expect(html).toContain('기록 없음')
  expect(html).toContain('3월 2일 기준')
  expect(words(html)).toContain('2 0.2–7.2 366일 중 62일')
})

test('the second of March stands in the same place in every year', () => {
  const shown = origin()
  shown.dots[3] = {
    year: 2019,
    incidents: [{ reference: 'x', day: 61, minutes: 5, severity: 'minor' }],
    perDay: null,
  }
  const html = renderToStaticMarkup(<YearStrips trend={shown} language="en" />)
  const places = [...html.matchAll(/<circle cx="([\d.]+%)"[^>]*class="chart-target"/g)].map(
    (match) => match[1],
  )
  expect(places.slice(0, 1)).toEqual(places.slice(2, 3))
})

test('a change of the rule is marked on the day on which it was recorded', () => {
  const change = (version: number, day: string) => ({
    version,
    day,
    recordedAt: instantFromRfc3339(`${day}T00:00:00Z`),
    recordedBy: 'somebody',
    reason: '',
    words: { ko: '', en: '' },
    changed: [],
    inUse: version === 2,
  })
  const shown = origin({ ruleChanges: [change(1, '2019-01-01'), change(2, '2020-02-01')] })
  const html = renderToStaticMarkup(<YearStrips trend={shown} language="en" />)
  expect(html.match(/class="year-strips-rule"/g)).toHaveLength(1)
  expect(html).toContain('Rule version 2 recorded on 1 Feb')
  const chart = renderToStaticMarkup(<YearlyChart trend={shown} language="en" id="trend" width={900} />)
  expect(chart).toContain('△ rule v2')
})

test('days that nobody kept are marked as such in every picture, and a year of them has no number', () => {
  const covered = [{ from: '2020-01-01', until: '2020-03-02' }]
  const shown = origin({ to: 2021, asOf: '2021-12-31', covered })
  const strips = renderToStaticMarkup(<YearStrips trend={shown} language="en" />)
  expect(strips.match(/year-strips-not-kept/g)).toHaveLength(1)
  expect(strips).toContain('>not kept</text>')
  expect(strips).toContain('aria-label="2021: not known"')
  expect(strips).toContain('62 of 366 days')
  const chart = renderToStaticMarkup(<YearlyChart trend={shown} language="en" id="trend" width={640} />)
  expect(chart).toContain('url(#trend-hatch)')
  const text = words(renderToStaticMarkup(<TrendTable trend={shown} language="en" />))
  expect(text).toContain('2020 62 of 366 days 2 0.24–7.22 not known 2h 15m 1 recorded')
  expect(text).toContain('2021 not known – not known not known – not known')
})

test('the table has the numbers of the pictures, and unknown is not 0', () => {
  const text = words(renderToStaticMarkup(<TrendTable trend={origin()} language="en" />))
  expect(text).toContain('2019 2 0.24–7.22 not known not known 2 reported: a newspaper')
  expect(text).toContain('2020 62 of 366 days 2 0.24–7.22 2 2h 15m 1 recorded')
})

test('a year whose lengths are all unknown has no bar of time lost, but how many they are', () => {
  const unknown = trend([row('2020-001', '2020-01-05T00:00:00Z', null)], { from: 2020, reported: [] })
  const html = renderToStaticMarkup(<DowntimeChart trend={unknown} language="en" id="lost" width={640} />)
  expect(html).not.toContain('chart-bar')
  expect(html).toContain('1 incident of unknown length')
  expect(words(html)).toContain('not known 2020')
})

test('months stand under each other, each bar leading to its incidents and the running one hatched', () => {
  const html = markup(periodRows(origin({ grain: 'month' }), 'en'))
  expect(html).toContain(
    'href="/incidents?rule=default&amp;version=1&amp;from=2020-01-01&amp;until=2020-01-31"',
  )
  expect(html).toContain('aria-label="2020 Mar: 1 incident, show"')
  expect(html.match(/fill="url\(#chart-hatch\)"/g)).toHaveLength(1)
  expect(html).toContain('6 incidents · only the number is known')
})

test('rows of a cut lead to their incidents and begin with the words that are seen', () => {
  const services = [{ id: 's', nameKo: '메신저', nameEn: 'Messenger' }]
  const shown = trend(
    [row('2020-001', '2020-01-05T00:00:00Z', '2020-01-05T01:00:00Z', { serviceIds: ['s'] }), ORIGIN_ROWS[1]!],
    { services },
  )
  const html = markup(cutBars(shown, 'service', 'ko'))
  expect(html).toContain('aria-label="메신저 1건 보기"')
  expect(html).toContain('service=s"')
  expect(words(html)).toContain('메신저 1 서비스가 적혀 있지 않음 1')
  expect(words(markup(serviceLossBars(shown, 'ko')))).toContain('메신저 1시간')
})

test('lengths and times tell how many are known, unknown and invalid, and no mean', () => {
  const shown = trend([
    row('2020-001', '2020-01-05T00:00:00Z', '2020-01-05T01:00:00Z', {
      times: { detect: 5, first_public_word: 'invalid', recover: 60 },
    }),
    row('2020-002', '2020-02-05T00:00:00Z', null, {
      times: { detect: 'unknown', first_public_word: 'not_applicable' },
    }),
  ])
  const times = markup(durationStrips(shown, 'en'))
  expect(words(times)).toContain('5m n = 1 1 unknown')
  expect(words(times)).toContain('– n = 0 1 invalid 1 not applicable')
  expect(times).toContain('href="/incidents/2020-001"')
  const lengths = markup(lengthStrips(shown, 'en'))
  expect(words(lengths)).toContain('Major 1h n = 1 1 unknown All 1h n = 1 1 unknown')
  expect(words(times + lengths).replaceAll('There is no mean', '')).not.toMatch(/\bmean\b|average/)
})

test('every hour of the week with incidents is a cell that leads to them', () => {
  const html = markup(heatMap(origin(), 'en'))
  expect(html).toContain('aria-label="Mon, 8:00 to 9:00: 1, show"')
  expect(html).toContain('weekday=1&amp;hour=8')
  expect(html.match(/class="chart-mark chart-cell"/g)).toHaveLength(2)
})

test.each(CHART_NAMES)('the drawing of %s stands by itself', async (name) => {
  for (const grain of name === 'counts' ? (['year', 'month'] as const) : (['year'] as const)) {
    const svg = await drawChart(name, origin({ grain }), 'ko')
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    expect(svg).toContain('기본 기준 1판: 모든 서비스')
    expect(svg).toContain('2020-03-02 기준')
    expect(svg).toMatch(/font-family="Pretendard,/)
    expect(svg).not.toMatch(/var\(|<a |href=|class=|NaN|undefined|<script|<image/)
  }
})

test('drawings have the light colours of the page', () => {
  const tokens = readFileSync('app/styles/tokens.css', 'utf8')
  for (const [name, colour] of Object.entries(DRAWING_COLOURS)) {
    if (name === 'paper') continue
    expect(tokens, name).toContain(`--${name}: light-dark(${colour},`)
  }
})

test('names of others stay words in a drawing', async () => {
  const services = [{ id: 's', nameKo: '<script>"&', nameEn: '' }]
  const shown = trend([row('2020-001', '2020-01-05T00:00:00Z', null, { serviceIds: ['s'] })], { services })
  expect(await drawChart('service', shown, 'ko')).toContain('&lt;script&gt;&quot;&amp;')
})

test('scales end beyond the highest value and keep short and long outages apart', () => {
  expect(countTicks(13.06).at(-1)).toBeGreaterThanOrEqual(13.06)
  expect(countTicks(0)).toEqual([0, 1])
  const scale = minuteScale([3, 79, 29 * 60 + 34])
  expect(scale.place(3)).toBeLessThan(scale.place(79))
  expect(scale.place(79)).toBeLessThan(scale.place(1774))
  expect(scale.place(1774)).toBeLessThanOrEqual(1)
  expect(scale.place(0)).toBe(0)
})

test('a name too long for its column is cut where it can be seen', () => {
  expect(fitting('광고 집행 관리자 운영 도구', 80, 13)).toMatch(/^광고 집행.*…$/)
  expect(fitting('API', 80, 13)).toBe('API')
})

test('the verdict stands before the sentence', () => {
  const html = renderToStaticMarkup(<TrendSentence trend={origin()} language="ko" />)
  expect(html).toContain('단정할 수 없음')
  expect(html).toContain('2017–2019년 연 6·5·2건.')
})
