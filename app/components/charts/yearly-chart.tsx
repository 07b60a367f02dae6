import {
  Bar,
  BarChart,
  CartesianGrid,
  Cell,
  ErrorBar,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { Trend, TrendYear } from '#app/domain/trend.ts'
import type { Language } from '#app/messages/define.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { partOfYear } from './part-of-year.ts'

interface Props {
  trend: Trend
  language: Language
  /** Unique on the page; the ids inside the picture begin with it. */
  id: string
  /** Pixels, for a picture of its own; left out, the chart takes the width of its place. */
  width?: number
  height?: number
}

const COLOUR = 'var(--data-1)'
const ROOM_FOR_LABELS = 60

/** Pixels a bar needs for its year and what kind of number it is, and for the two digits of its year alone. */
const ROOM_FOR_YEAR = 46
const ROOM_FOR_SHORT_YEAR = 26
/** Pixels for `62 of 366 days`. */
const ROOM_FOR_PART = 72

/**
 * Incidents per year as bars with their 95 % intervals. The count stands under its bar, where no whisker crosses it.
 * Complete when rendered on the server; a script adds the tooltip and the exact width. To be loaded
 * with `React.lazy`, as the chart library is large.
 */
export function YearlyChart({ trend, language, id, width, height = 280 }: Props) {
  const t = trendMessages[language]
  const hatch = `${id}-hatch`
  const data = trend.years.map((year) => ({
    ...year,
    label: String(year.year),
    // Distances from the count, as the chart library wants them.
    whisker:
      year.count === null || year.interval === null
        ? undefined
        : [year.count - year.interval.lower, year.interval.upper - year.count],
  }))
  const ticks = countTicks(Math.max(1, ...trend.years.map((year) => year.interval?.upper ?? 0)))
  const band = ((width ?? 640) - 40) / Math.max(1, trend.years.length)
  const chart = (
    <BarChart
      id={id}
      data={data}
      width={width}
      height={height}
      margin={{ top: 12, right: 8, bottom: 0, left: 0 }}
      barCategoryGap="30%"
      accessibilityLayer={false}
    >
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" stroke={COLOUR} strokeWidth="4" />
        </pattern>
      </defs>
      <CartesianGrid vertical={false} stroke="var(--hairline)" />
      <XAxis
        dataKey="label"
        height={ROOM_FOR_LABELS}
        tickLine={false}
        axisLine={{ stroke: 'var(--hairline-strong)' }}
        interval={Math.ceil(ROOM_FOR_SHORT_YEAR / band) - 1}
        tick={(place) => (
          <YearLabel
            {...place}
            years={trend.years}
            language={language}
            short={band < ROOM_FOR_YEAR}
            tight={band < ROOM_FOR_PART}
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
      <Bar dataKey="count" isAnimationActive={false} maxBarSize={64}>
        {trend.years.map((year) => (
          <Cell
            key={year.year}
            fill={year.kind === 'reported' ? 'transparent' : year.partial ? `url(#${hatch})` : COLOUR}
            stroke={COLOUR}
            strokeWidth={1.5}
            strokeDasharray={year.kind === 'reported' ? '5 3' : undefined}
          />
        ))}
        <ErrorBar dataKey="whisker" width={8} stroke="var(--ink)" strokeWidth={1.25} />
      </Bar>
    </BarChart>
  )
  return (
    <figure className="chart yearly-chart">
      <div role="img" aria-label={`${t.chartLabel} ${trend.sentence[language]}`}>
        {width === undefined ? (
          <ResponsiveContainer
            width="100%"
            height={height}
            initialDimension={{ width: firstWidth(data.length), height }}
          >
            {chart}
          </ResponsiveContainer>
        ) : (
          chart
        )}
      </div>
      <figcaption className="chart-note">{t.bars}</figcaption>
    </figure>
  )
}

/** Wide enough for the labels, and no wider: a phone without a script has to shrink what it gets. */
function firstWidth(years: number): number {
  return Math.min(720, Math.max(360, years * 84 + 40))
}

/** Whole numbers from 0 to beyond the highest value, about five of them. */
function countTicks(highest: number): number[] {
  const power = 10 ** Math.floor(Math.log10(highest / 4))
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((times) => times * power).find((size) => size * 4 >= highest) ?? 1,
  )
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, index) => index * step)
}

interface LabelPlace {
  x?: number
  y?: number
  index?: number
  years: readonly TrendYear[]
  language: Language
  short: boolean
  /** Room for `62 days`, but not for of how many. */
  tight: boolean
}

function YearLabel({ x = 0, y = 0, index = 0, years, language, short, tight }: LabelPlace) {
  const t = trendMessages[language]
  const year = years[index]
  if (year === undefined) return <g />
  const isLast = index === years.length - 1
  const note =
    year.partial && (!short || isLast)
      ? year.days > 0 && tight && !short
        ? t.days(year.days)
        : partOfYear(year, language)
      : year.kind === 'recorded' || short
        ? ''
        : t.kinds[year.kind]
  return (
    <text x={x} y={y} textAnchor="middle" fill="var(--ink)" fontSize={13}>
      <tspan x={x} dy="14" fontWeight={650}>
        {year.count ?? '?'}
      </tspan>
      <tspan x={x} dy="17">
        {short ? `’${String(year.year).slice(2)}` : year.year}
      </tspan>
      <tspan
        x={x}
        dy="16"
        textAnchor={short && isLast ? 'end' : 'middle'}
        dx={short ? 14 : 0}
        fontSize={11}
        fill="var(--ink-quiet)"
      >
        {note}
      </tspan>
    </text>
  )
}

interface HintProps {
  active?: boolean
  payload?: { payload?: TrendYear }[]
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
