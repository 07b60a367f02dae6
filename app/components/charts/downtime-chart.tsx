import { Bar, CartesianGrid, ComposedChart, Tooltip, XAxis, YAxis } from 'recharts'
import { compactMinutes } from '#app/domain/time-text.ts'
import type { Trend, TrendYear } from '#app/domain/trend-shape.ts'
import type { Language } from '#app/messages/define.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { lossText } from './cut-bars.tsx'
import { incidentsBehindHref } from './incidents-behind.ts'
import { barFill, HatchPattern } from './marks.tsx'
import { partOfYear } from './part-of-year.ts'
import { minuteTicks } from './scales.ts'
import {
  AXIS_HEIGHT,
  ChartFrame,
  tickInterval,
  YearTick,
  type BarPlace,
  type TickPlace,
} from './year-axis.tsx'
import { BarMark, type ChartProps } from './yearly-chart.tsx'

/** What the chart is drawn from. */
export type DowntimeTrend = Pick<Trend, 'years'>

/** Pixels from bar to bar that a length needs, one in hours alone, and the mark of unknown lengths. */
const ROOM_FOR_LENGTH = 72
const ROOM_FOR_HOURS = 44
const ROOM_FOR_MARK = 26
const ROOM_FOR_UPRIGHT = 11

/** The place of the hollow circle is a bar of its own on top, one pixel high. */
interface LossBar extends TrendYear {
  label: string
  minutes: number
  top: number
}

/**
 * Time lost per year as bars. A year whose lengths are not known has no bar but a hollow circle with how many they are:
 * it does not read as a year without loss.
 */
export function DowntimeChart({ trend, language, id, width, height = 300 }: ChartProps<DowntimeTrend>) {
  const t = trendMessages[language]
  const ticks = minuteTicks(Math.max(1, ...trend.years.map((year) => year.downtimeMinutes ?? 0)))
  const highest = ticks.at(-1) ?? 1
  const data = trend.years.map((year): LossBar => ({
    ...year,
    label: String(year.year),
    minutes: year.downtimeMinutes ?? 0,
    top: year.kind === 'recorded' && year.unknownDurations > 0 ? highest * 1e-6 : 0,
  }))
  const band = ((width ?? 720) - 56) / Math.max(1, data.length)
  const upright = band < ROOM_FOR_HOURS
  return (
    <ChartFrame width={width} height={height}>
      <ComposedChart
        id={id}
        data={data}
        width={width}
        height={height}
        margin={{ top: upright ? 48 : 24, right: 8, bottom: 0, left: 0 }}
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
              words={data.map((year) => ({
                year: year.year,
                number: numberOf(year, band, language),
                notes: [
                  ...(year.kind === 'reported' ? [t.kinds.reported] : []),
                  ...(year.partial ? [partOfYear(year, language)] : []),
                ],
                shortNote: year.partial && year.days > 0 ? t.days(year.days) : '',
              }))}
            />
          )}
        />
        <YAxis
          width={52}
          domain={[0, highest]}
          ticks={ticks}
          tickLine={false}
          axisLine={false}
          tickFormatter={(minutes: number) => (minutes === 0 ? '0' : compactMinutes(minutes, language))}
          tick={{ fill: 'var(--ink-quiet)', fontSize: 12 }}
        />
        <Tooltip
          cursor={{ fill: 'var(--hover)' }}
          isAnimationActive={false}
          content={<Hint language={language} />}
        />
        <Bar
          dataKey="minutes"
          stackId="year"
          isAnimationActive={false}
          maxBarSize={72}
          shape={(place: BarPlace<LossBar>) => {
            const { payload } = place
            if (payload === undefined) return <g />
            return (
              <>
                <BarMark
                  place={place}
                  href={incidentsBehindHref(payload.incidents)}
                  name={t.charts.downtime.link(payload.year, lossText(payload, language))}
                  {...barFill(payload)}
                  hatch={`url(#${id}-hatch)`}
                />
                {upright && band >= ROOM_FOR_UPRIGHT ? (
                  <UprightNumber place={place} text={roundedLoss(payload, language)} />
                ) : null}
              </>
            )
          }}
        />
        <Bar
          dataKey="top"
          stackId="year"
          isAnimationActive={false}
          maxBarSize={72}
          shape={({ x = 0, y = 0, width: across = 0, payload }: BarPlace<LossBar>) => {
            if (payload === undefined || payload.top === 0 || band < ROOM_FOR_MARK) return <g />
            const count = String(payload.unknownDurations)
            const middle = x + across / 2 - (8 + count.length * 3)
            return (
              <g>
                <title>{t.charts.downtime.onlyUnknown(payload.unknownDurations)}</title>
                <circle
                  cx={middle + 5}
                  cy={y - 11}
                  r={5}
                  fill="var(--paper)"
                  stroke="var(--data-1)"
                  strokeWidth={1.75}
                />
                <text x={middle + 14} y={y - 7} fontSize={12} fill="var(--ink-quiet)">
                  {count}
                </text>
              </g>
            )
          }}
        />
      </ComposedChart>
    </ChartFrame>
  )
}

/** The number of a bar that stands too close to the next for one under it: along the bar, above its top. */
function UprightNumber({ place, text }: { place: BarPlace<LossBar>; text: string }) {
  const { x = 0, y = 0, width = 0 } = place
  return (
    <text
      transform={`translate(${(x + width / 2 + 4).toFixed(1)} ${(y - 4).toFixed(1)}) rotate(-90)`}
      fontSize={11}
      fill="var(--ink)"
    >
      {text}
    </text>
  )
}

/** In hours alone from one hour on; nothing for what is not known, which stands under its place as a question mark. */
function roundedLoss(year: TrendYear, language: Language): string {
  const minutes = year.downtimeMinutes
  if (minutes === null) return ''
  if (minutes === 0) return '0'
  return compactMinutes(minutes < 60 ? minutes : Math.round(minutes / 60) * 60, language)
}

/** What stands under a bar: in hours alone where bars stand close; where even that would run into the next, see above. */
function numberOf(year: TrendYear, band: number, language: Language): string {
  if (band >= ROOM_FOR_LENGTH) return lossText(year, language)
  if (year.downtimeMinutes === null) return '?'
  if (band < ROOM_FOR_HOURS) return ''
  return year.downtimeMinutes < 60 ? lossText(year, language) : roundedLoss(year, language)
}

interface HintProps {
  active?: boolean
  payload?: { payload?: LossBar }[]
  language: Language
}

function Hint({ active, payload, language }: HintProps) {
  const t = trendMessages[language]
  const year = payload?.[0]?.payload
  if (!active || year === undefined) return null
  return (
    <div className="chart-hint">
      <b>{year.year}</b> {lossText(year, language)}
      {year.kind === 'recorded' && year.unknownDurations > 0 ? (
        <>
          <br />
          {t.charts.downtime.unknown(year.unknownDurations)}
        </>
      ) : null}
    </div>
  )
}
