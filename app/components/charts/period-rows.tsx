import type { Trend, TrendPeriod } from '#app/domain/trend-shape.ts'
import type { Language } from '#app/messages/define.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { incidentsBehindHref } from './incidents-behind.ts'
import { barFill, MarkLink, TextOnGround } from './marks.tsx'
import type { ChartRow, RowsChart } from './rows-chart.tsx'
import { percent } from './scales.ts'

const HEIGHT = 56
const BASE = HEIGHT - 6
/** Above the tallest bar there is room for its number. */
const TALLEST = HEIGHT - 24

/** What the rows are drawn from. */
export type PeriodsTrend = Pick<Trend, 'years' | 'periods' | 'query'>

/** Quarters or months as bars, one row per year on one scale, so that like periods stand under each other. */
export function periodRows({ years, periods, query }: PeriodsTrend, language: Language): RowsChart {
  const t = trendMessages[language]
  const inYear = query.grain === 'quarter' ? 4 : 12
  const highest = Math.max(1, ...periods.map(({ count }) => count ?? 0))
  const slots = Array.from({ length: inYear }, (_, index) => index + 1)
  const name = (slot: number) => (inYear === 4 ? t.quarter(slot) : t.month(slot))
  return {
    label: t.charts.counts.title[query.grain],
    columns: { label: 44, value: 148, narrowLabel: 38, narrowValue: 48 },
    head: {
      height: 20,
      marks: slots.map((slot) => (
        <text
          key={slot}
          x={percent((slot - 0.5) / inYear)}
          y="14"
          fontSize={12}
          fill="var(--ink-quiet)"
          textAnchor="middle"
          className={inYear === 4 || slot % 3 === 1 ? undefined : 'chart-minor'}
        >
          {name(slot)}
        </text>
      )),
    },
    rows: years.map((year): ChartRow => {
      const ofYear = periods.filter((period) => period.year === year.year)
      return {
        key: year.key,
        label: String(year.year),
        href: incidentsBehindHref(year.incidents),
        hrefLabel: t.charts.cutLink(String(year.year), year.count ?? 0),
        height: HEIGHT,
        value: year.count === null ? '?' : String(year.count),
        marksLabel: t.stripLabel(year.year, year.count === null ? t.notKnown : t.incidents(year.count)),
        marks:
          year.kind === 'recorded' ? (
            <>
              <line
                x1="0"
                x2={percent(ofYear.length / inYear)}
                y1={BASE}
                y2={BASE}
                stroke="var(--hairline-strong)"
              />
              {ofYear.map((period) => (
                <PeriodBar
                  key={period.key}
                  period={period}
                  slot={period.quarter ?? period.month ?? 1}
                  inYear={inYear}
                  name={`${year.year} ${name(period.quarter ?? period.month ?? 1)}`}
                  highest={highest}
                  language={language}
                />
              ))}
            </>
          ) : (
            <>
              <line x1="0" x2="100%" y1={BASE} y2={BASE} stroke="var(--ink-faint)" strokeDasharray="5 5" />
              <TextOnGround x="50%" y={BASE - 14}>
                {year.count === null ? t.notKnown : `${t.incidents(year.count)} · ${t.noDates}`}
              </TextOnGround>
            </>
          ),
      }
    }),
    note: t.charts.counts.periodsNote,
  }
}

function PeriodBar({
  period,
  slot,
  inYear,
  name,
  highest,
  language,
}: {
  period: TrendPeriod
  slot: number
  inYear: number
  name: string
  highest: number
  language: Language
}) {
  const t = trendMessages[language]
  const middle = percent((slot - 0.5) / inYear)
  if (period.count === null) {
    return (
      <text x={middle} y={BASE - 5} fontSize={12} fill="var(--ink-quiet)" textAnchor="middle">
        ?
      </text>
    )
  }
  const height = (period.count / highest) * TALLEST
  return (
    <>
      <MarkLink
        href={incidentsBehindHref(period.incidents)}
        name={t.charts.counts.periodLink(name, period.count)}
        className="chart-bar"
      >
        {/* The whole place of the bar can be hit, since a bar of one incident is a few pixels high. */}
        <rect
          x={percent((slot - 0.95) / inYear)}
          width={percent(0.9 / inYear)}
          y="0"
          height={HEIGHT}
          fill="transparent"
          className="chart-target"
        />
        {period.count > 0 ? (
          <rect
            x={percent((slot - 0.8) / inYear)}
            width={percent(0.6 / inYear)}
            y={BASE - height}
            height={height}
            {...barFill(period)}
          />
        ) : null}
      </MarkLink>
      {/* Beside the link, whose name says the number already. */}
      <text
        aria-hidden="true"
        pointerEvents="none"
        x={middle}
        y={BASE - height - 5}
        fontSize={12}
        textAnchor="middle"
        fill={period.count === 0 ? 'var(--ink-faint)' : 'var(--ink)'}
      >
        {period.count}
      </text>
    </>
  )
}
