import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { TrendSentence, TrendTable } from '#app/components/charts/trend-table.tsx'
import { YearStrips } from '#app/components/charts/year-strips.tsx'
import { YearlyChart } from '#app/components/charts/yearly-chart.tsx'
import { DEFAULT_COUNTING_RULE } from '#app/domain/counting-rule.ts'
import { instantFromRfc3339 } from '#app/domain/instant.ts'
import { trendOf, type Trend, type TrendQuestion } from '#app/domain/trend.ts'

function origin(changes: Partial<TrendQuestion> = {}): Trend {
  const row = (reference: string, start: string, end: string | null) => ({
    reference,
    kind: 'incident' as const,
    severity: 'major' as const,
    serviceIds: [],
    startedAt: instantFromRfc3339(start),
    endedAt: end === null ? null : instantFromRfc3339(end),
  })
  return trendOf(
    [
      row('2020-001', '2020-01-01T00:00:00+09:00', '2020-01-01T02:15:00+09:00'),
      row('2020-002', '2020-03-02T08:58:00+09:00', null),
    ],
    {
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
    },
  )
}

test('the chart is complete without a script: a bar and a whisker per known year', () => {
  const html = renderToStaticMarkup(<YearlyChart trend={origin()} language="en" id="trend" width={640} />)
  expect(html.match(/class="recharts-layer recharts-bar-rectangle"/g)).toHaveLength(5)
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

test('each incident of the strips leads to its page and says what it is', () => {
  const html = renderToStaticMarkup(<YearStrips trend={origin()} language="ko" />)
  expect(html).toContain('href="/incidents/2020-001"')
  expect(html).toContain('aria-label="2020-001 · 1월 1일 · 2시간 15분 · 중대"')
  expect(html).toContain('aria-label="2020-002 · 3월 2일 · 지속 시간 모름 · 중대"')
  expect(html).toContain('6건<span class="year-strips-note"> · 건수만 알려져 있어요')
  expect(html).toContain('기록 없음')
  expect(html).toContain('3월 2일 기준')
})

test('the second of March stands in the same place in every year', () => {
  const trend = origin()
  trend.dots[3] = {
    year: 2019,
    incidents: [{ reference: 'x', day: 61, minutes: 5, severity: 'minor' }],
    perDay: null,
  }
  const html = renderToStaticMarkup(<YearStrips trend={trend} language="en" />)
  const places = [...html.matchAll(/<circle cx="([\d.]+%)"[^>]*class="year-strips-target"/g)].map(
    (match) => match[1],
  )
  expect(places.slice(0, 1)).toEqual(places.slice(2, 3))
})

test('days that nobody kept are marked as such in every picture, and a year of them has no number', () => {
  const covered = [{ from: '2020-01-01', until: '2020-03-02' }]
  const trend = origin({ to: 2021, asOf: '2021-12-31', covered })
  const strips = renderToStaticMarkup(<YearStrips trend={trend} language="en" />)
  expect(strips.match(/year-strips-not-kept/g)).toHaveLength(1)
  expect(strips).toContain('<span>not kept</span>')
  expect(strips).toContain('aria-label="2021: not known"')
  expect(strips).toContain('62 of 366 days')
  const chart = renderToStaticMarkup(<YearlyChart trend={trend} language="en" id="trend" width={640} />)
  expect(chart).toContain('url(#trend-hatch)')
  const table = renderToStaticMarkup(<TrendTable trend={trend} language="en" />)
  const text = table.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
  expect(text).toContain('2020 62 of 366 days 2 0.24–7.22 not known 2h 15m 1 recorded')
  expect(text).toContain('2021 not known – not known not known – not known')
})

test('the table has the numbers of the pictures, and unknown is not 0', () => {
  const html = renderToStaticMarkup(<TrendTable trend={origin()} language="en" />)
  const text = html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
  expect(text).toContain('2019 2 0.24–7.22 not known not known 2 reported: a newspaper')
  expect(text).toContain('2020 62 of 366 days 2 0.24–7.22 2 2h 15m 1 recorded')
})

test('the verdict stands before the sentence', () => {
  const html = renderToStaticMarkup(<TrendSentence trend={origin()} language="ko" />)
  expect(html).toContain('단정할 수 없음')
  expect(html).toContain('2017–2019년 연 6·5·2건.')
})
