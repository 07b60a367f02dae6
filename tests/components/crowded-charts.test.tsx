import { expect, test } from 'vitest'
import { drawable, pageTrend, perDayOf } from '#app/components/charts/crowded.ts'
import { DEFAULT_COUNTING_RULE } from '#app/domain/counting-rule.ts'
import { instantFromRfc3339 } from '#app/domain/instant.ts'
import { trendOf, type Trend } from '#app/domain/trend.ts'

/** `perYear` incidents of an hour in each of the years, each on a day of its own as far as the days go. */
function trendWith(perYear: number, years: number[]): Trend {
  const rows = years.flatMap((year) =>
    Array.from({ length: perYear }, (_, index) => {
      const start = instantFromRfc3339(`${year}-01-01T00:00:00Z`) + (index % 360) * 86_400_000
      return {
        reference: `${year}-${String(index).padStart(3, '0')}`,
        kind: 'incident' as const,
        severity: 'major' as const,
        serviceIds: [],
        startedAt: start as ReturnType<typeof instantFromRfc3339>,
        endedAt: (start + 3_600_000) as ReturnType<typeof instantFromRfc3339>,
      }
    }),
  )
  return trendOf(rows, {
    from: years[0]!,
    to: years.at(-1)!,
    asOf: `${years.at(-1)!}-12-31`,
    zone: 'Asia/Seoul',
    reported: [],
    rule: {
      id: 'default',
      version: 1,
      nameKo: '기본 기준',
      nameEn: 'Default rule',
      definition: DEFAULT_COUNTING_RULE,
      words: { ko: '모든 서비스', en: 'all services' },
    },
  })
}

const sumOf = (trend: Trend) =>
  trend.dots.map((year) => perDayOf(year).reduce((sum, [, count]) => sum + count, 0))

test('a year of few incidents is drawn by dots, a crowded one by days, and both have all of them', () => {
  const few = drawable(trendWith(30, [2019, 2020]))
  expect(few.dots.map(({ incidents }) => incidents?.length)).toEqual([30, 30])
  expect(few.lengths.dots).toHaveLength(60)
  const crowded = drawable(trendWith(290, [2019, 2020]))
  expect(crowded.dots.map(({ incidents }) => incidents)).toEqual([null, null])
  expect(sumOf(crowded)).toEqual(crowded.years.map(({ count }) => count))
  expect(crowded.lengths.dots).toBeNull()
  expect(crowded.lengths.n).toBe(580)
})

test('twenty years share the dots that a page has', () => {
  const years = Array.from({ length: 20 }, (_, index) => 2001 + index)
  const shown = drawable(trendWith(60, years))
  expect(shown.dots.every(({ incidents }) => incidents === null)).toBe(true)
  expect(drawable(trendWith(20, years)).dots.every(({ incidents }) => incidents?.length === 20)).toBe(true)
})

test('what the page is sent has every figure of the trend, and no list of its incidents', () => {
  const years = Array.from({ length: 20 }, (_, index) => 2001 + index)
  const trend = trendWith(290, years)
  const sent = pageTrend(trend)
  for (const name of ['years', 'whole', 'series', 'samePeriod', 'sentence', 'cuts', 'heat'] as const) {
    expect(sent[name], name).toEqual(trend[name])
  }
  expect(JSON.stringify(sent).length).toBeLessThan(JSON.stringify(trend).length / 10)
})
