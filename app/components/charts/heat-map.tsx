import { Fragment } from 'react'
import type { Trend } from '#app/domain/trend-shape.ts'
import type { Language } from '#app/messages/define.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { incidentsBehindHref } from './incidents-behind.ts'
import { MarkLink } from './marks.tsx'
import type { ChartRow, RowsChart } from './rows-chart.tsx'
import { percent } from './scales.ts'

const HEIGHT = 28
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]
/** Shades that are told apart on grey paper; from the third on the number in it is light. */
const SHADES = [0.16, 0.36, 0.62, 0.82, 1]

/** What the map is drawn from. */
export type HeatTrend = Pick<Trend, 'heat' | 'zone'>

/** Hours of the week in which incidents began: a row per weekday, a cell per hour with its number. */
export function heatMap({ heat, zone }: HeatTrend, language: Language): RowsChart {
  const t = trendMessages[language]
  const most = heat.reduce((highest, { count }) => Math.max(highest, count), 1)
  const inRow = (weekday: number) => heat.filter((cell) => cell.weekday === weekday)
  const inHour = (hour: number) =>
    heat.reduce((sum, cell) => (cell.hour === hour ? sum + cell.count : sum), 0)
  return {
    label: t.charts.heat.title,
    columns: { label: 44, value: 56, narrowLabel: 30, narrowValue: 26 },
    head: {
      height: 20,
      marks: HOURS.map((hour) => (
        <text
          key={hour}
          x={percent((hour + 0.5) / 24)}
          y="14"
          fontSize={12}
          fill="var(--ink-quiet)"
          textAnchor="middle"
          className={hour % 6 === 0 ? undefined : 'chart-minor'}
        >
          {t.hour(hour)}
        </text>
      )),
    },
    rows: WEEKDAYS.map((weekday): ChartRow => {
      const cells = inRow(weekday)
      return {
        key: String(weekday),
        label: t.weekday(weekday),
        height: HEIGHT,
        marksLabel: t.weekday(weekday),
        value: String(cells.reduce((sum, { count }) => sum + count, 0)),
        marks: (
          <>
            <rect x="0" width="100%" y="1" height={HEIGHT - 2} fill="var(--sunken)" />
            <g fontSize={12} textAnchor="middle">
              {cells.map((cell) => {
                const shade = Math.min(
                  SHADES.length - 1,
                  Math.floor(((cell.count - 1) / most) * SHADES.length),
                )
                return (
                  <Fragment key={cell.hour}>
                    <MarkLink
                      href={incidentsBehindHref(cell.incidents)}
                      name={t.charts.heat.link(t.hourSpan(t.weekday(weekday), cell.hour), cell.count)}
                      className="chart-cell"
                    >
                      <rect
                        x={percent((cell.hour + 0.03) / 24)}
                        width={percent(0.94 / 24)}
                        y="1"
                        height={HEIGHT - 2}
                        fill="var(--data-1)"
                        fillOpacity={most < SHADES.length ? SHADES[cell.count - 1] : SHADES[shade]}
                      />
                    </MarkLink>
                    {/* Beside the link, whose name says the number already. */}
                    <text
                      aria-hidden="true"
                      pointerEvents="none"
                      x={percent((cell.hour + 0.5) / 24)}
                      y={HEIGHT / 2 + 4}
                      fill={
                        (most < SHADES.length ? cell.count - 1 : shade) >= 2 ? 'var(--paper)' : 'var(--ink)'
                      }
                      className={cell.count > 9 ? 'chart-minor' : undefined}
                    >
                      {cell.count}
                    </text>
                  </Fragment>
                )
              })}
            </g>
          </>
        ),
      }
    }),
    foot: {
      height: 20,
      marks: HOURS.map((hour) => (
        <text
          key={hour}
          x={percent((hour + 0.5) / 24)}
          y="15"
          fontSize={11}
          fill="var(--ink-quiet)"
          textAnchor="middle"
          className="chart-minor"
        >
          {inHour(hour) || ''}
        </text>
      )),
    },
    note: t.charts.heat.note(zone),
  }
}
