import { Bar, CartesianGrid, ComposedChart, ErrorBar, Line, Tooltip, XAxis, YAxis } from 'recharts'
import type { Trend, TrendYear } from '#app/domain/trend-shape.ts'
import type { Language } from '#app/messages/define.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { incidentsBehindHref } from './incidents-behind.ts'
import { barFill, HatchPattern, MarkLink } from './marks.tsx'
import { partOfYear } from './part-of-year.ts'
import { countTicks } from './scales.ts'
import {
  AXIS_HEIGHT,
  ChartFrame,
  tickInterval,
  YearTick,
  type BarPlace,
  type TickPlace,
} from './year-axis.tsx'
import { throughText } from './year-strips.tsx'

/** What the chart is drawn from. */
export type CountsTrend = Pick<Trend, 'years' | 'samePeriod' | 'series' | 'ruleChanges'>

export interface ChartProps<T> {
  trend: T
  language: Language
  /** Unique on the page; the ids inside the picture begin with it. */
  id: string
  /** Pixels, for a picture of its own; left out, the chart takes the width of its place. */
  width?: number
  height?: number
}

interface YearBar extends TrendYear {
  label: string
  /** The part of the year up to the as-of day, where it is known; else nothing. */
  same: number
  rest: number
  samePart: Trend['samePeriod']['years'][number] | undefined
  /** Distances from the count, as the chart library wants them. */
  whisker: [number, number] | undefined
}

/**
 * Incidents per year as bars with their 95 % intervals. What happened up to the as-of day stands dark at the foot of
 * each bar, so that the running year is compared with like periods. The count stands under its bar, where no whisker
 * crosses it. Bars lead to their incidents. Complete when rendered on the server.
 */
export function YearlyChart({ trend, language, id, width, height = 320 }: ChartProps<CountsTrend>) {
  const t = trendMessages[language]
  const data = barsOf(trend)
  const ticks = countTicks(Math.max(1, ...data.map((year) => year.interval?.upper ?? 0)))
  const band = ((width ?? 720) - 40) / Math.max(1, data.length)
  const through = throughText(trend.samePeriod.through, language)
  const lines = trend.series.filter(({ kind, mayDrawTrendLine }) => kind === 'recorded' && mayDrawTrendLine)
  const rows = data.map((year) => ({
    ...year,
    ...Object.fromEntries(
      lines.map((series, index) => [
        `line${index}`,
        series.years.includes(year.year) ? year.count : undefined,
      ]),
    ),
  }))
  return (
    <ChartFrame width={width} height={height}>
      <ComposedChart
        id={id}
        data={rows}
        width={width}
        height={height}
        margin={{ top: 12, right: 8, bottom: 0, left: 0 }}
        barCategoryGap="28%"
        accessibilityLayer={false}
      >
        <defs>
          <HatchPattern id={`${id}-hatch`} />
        </defs>
        <CartesianGrid vertical={false} stroke="var(--hairline)" />
        <XAxis
          dataKey="label"
          height={AXIS_HEIGHT}
          tickLine={false}
          axisLine={{ stroke: 'var(--hairline-strong)' }}
          interval={tickInterval(band)}
          tick={(place: TickPlace) => (
            <YearTick
              x={place.x}
              y={place.y}
              payload={place.payload}
              band={band}
              words={data.map((year) => wordsOf(year, trend, through, language))}
            />
          )}
        />
        <YAxis
          width={32}
          allowDecimals={false}
          domain={[0, ticks.at(-1) ?? 1]}
          ticks={ticks}
          tickLine={false}
          axisLine={false}
          tick={{ fill: 'var(--ink-quiet)', fontSize: 12 }}
        />
        <Tooltip
          cursor={{ fill: 'var(--hover)' }}
          isAnimationActive={false}
          content={<Hint language={language} />}
        />
        <Bar
          dataKey="same"
          stackId="year"
          isAnimationActive={false}
          maxBarSize={72}
          shape={(place: BarPlace<YearBar>) => {
            const { payload } = place
            if (payload === undefined) return <g />
            const part = payload.samePart
            return (
              <BarMark
                place={place}
                href={incidentsBehindHref(
                  payload.partial ? payload.incidents : (part?.incidents ?? payload.incidents),
                )}
                name={
                  payload.partial || payload.rest === 0
                    ? t.charts.counts.yearLink(payload.year, payload.count ?? 0)
                    : t.charts.counts.samePeriodLink(payload.year, through, payload.same)
                }
                {...barFill(payload)}
                hatch={`url(#${id}-hatch)`}
              />
            )
          }}
        />
        <Bar
          dataKey="rest"
          stackId="year"
          isAnimationActive={false}
          maxBarSize={72}
          shape={(place: BarPlace<YearBar>) => {
            const { payload } = place
            if (payload === undefined) return <g />
            const reported = payload.kind === 'reported'
            return (
              <BarMark
                place={place}
                href={incidentsBehindHref(payload.incidents)}
                name={t.charts.counts.yearLink(payload.year, payload.count ?? 0)}
                {...(reported
                  ? barFill(payload)
                  : {
                      fill: 'var(--data-1)',
                      fillOpacity: payload.samePart?.count == null ? 0.55 : 0.22,
                      stroke: 'var(--data-1)',
                    })}
                hatch={`url(#${id}-hatch)`}
              />
            )
          }}
        >
          <ErrorBar dataKey="whisker" width={8} stroke="var(--ink)" strokeWidth={1.25} />
        </Bar>
        {lines.map((series, index) => (
          <Line
            key={series.years[0]}
            dataKey={`line${index}`}
            type="linear"
            dot={false}
            activeDot={false}
            stroke="var(--ink-quiet)"
            strokeWidth={1.25}
            isAnimationActive={false}
          />
        ))}
      </ComposedChart>
    </ChartFrame>
  )
}

/** How the chart is to be read. */
export function countsNote({ series, samePeriod }: CountsTrend, language: Language): string {
  const t = trendMessages[language].charts.counts
  const hasLine = series.some(({ kind, mayDrawTrendLine }) => kind === 'recorded' && mayDrawTrendLine)
  return [samePeriod.through === '12-31' ? t.wholeNote : t.note, ...(hasLine ? [t.line] : [])].join(' ')
}

function barsOf({ years, samePeriod }: CountsTrend): YearBar[] {
  return years.map((year) => {
    const samePart = samePeriod.years.find((one) => one.year === year.year)
    const count = year.count ?? 0
    const whole = year.partial || samePeriod.through === '12-31'
    const same = year.kind !== 'recorded' ? 0 : whole ? count : Math.min(count, samePart?.count ?? 0)
    return {
      ...year,
      label: String(year.year),
      same,
      rest: count - same,
      samePart,
      whisker:
        year.count === null || year.interval === null
          ? undefined
          : [year.count - year.interval.lower, year.interval.upper - year.count],
    }
  })
}

function wordsOf(
  year: YearBar,
  { ruleChanges, samePeriod }: CountsTrend,
  through: string,
  language: Language,
) {
  const t = trendMessages[language]
  const changed = ruleChanges.filter(
    ({ version, day }) => version > 1 && Number(day.slice(0, 4)) === year.year,
  )
  const part = year.partial
    ? [partOfYear(year, language)]
    : year.kind !== 'recorded'
      ? [t.kinds[year.kind]]
      : samePeriod.through === '12-31'
        ? []
        : [
            year.samePart?.count == null
              ? t.charts.counts.samePeriodUnknown(through)
              : t.charts.counts.samePeriod(through, year.samePart.count),
          ]
  return {
    year: year.year,
    number: year.count === null ? '?' : String(year.count),
    notes: [...part, ...changed.map(({ version }) => t.charts.counts.ruleChange(version))],
    shortNote: year.partial ? (year.days > 0 ? t.days(year.days) : partOfYear(year, language)) : '',
  }
}

interface BarMarkProps {
  place: BarPlace<unknown>
  href: string | null
  name: string
  fill: string
  fillOpacity?: number
  stroke: string
  strokeDasharray?: string
  /** The hatch of this chart. */
  hatch: string
}

/** A bar that leads to its incidents. */
export function BarMark({ place, href, name, fill, hatch, ...line }: BarMarkProps) {
  const { x = 0, y = 0, width = 0, height = 0 } = place
  if (height <= 0 || width <= 0) return <g />
  return (
    <MarkLink href={href} name={name} className="chart-bar">
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        fill={fill.startsWith('url') ? hatch : fill}
        strokeWidth={1.5}
        {...line}
      />
    </MarkLink>
  )
}

interface HintProps {
  active?: boolean
  payload?: { payload?: YearBar }[]
  language: Language
}

function Hint({ active, payload, language }: HintProps) {
  const t = trendMessages[language]
  const year = payload?.[0]?.payload
  if (!active || year === undefined || year.count === null || year.interval === null) return null
  return (
    <div className="chart-hint">
      <b>{year.year}</b> {t.incidents(year.count)}
      <br />
      {t.intervalTitle} {t.interval(year.interval.lower.toFixed(1), year.interval.upper.toFixed(1))}
      {year.partial ? (
        <>
          <br />
          {partOfYear(year, language)}
        </>
      ) : null}
    </div>
  )
}
