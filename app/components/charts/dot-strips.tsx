import type { ReactNode } from 'react'
import { compactMinutes } from '#app/domain/time-text.ts'
import {
  TREND_DURATIONS,
  type Distribution,
  type DistributionDot,
  type Trend,
} from '#app/domain/trend-shape.ts'
import type { Language } from '#app/messages/define.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { paths } from '#app/paths.ts'
import { MarkLink } from './marks.tsx'
import type { ChartRow, Marks, RowsChart } from './rows-chart.tsx'
import { minuteScale, percent, type MinuteScale } from './scales.ts'
import { DotMark } from './year-strips.tsx'

const HEIGHT = 56
const MIDDLE = HEIGHT / 2
const DOT = 4
/** Places across; dots in the same place stand above and below each other. */
const PLACES = 90

/** What the strips of lengths are drawn from. */
export type LengthsTrend = Pick<Trend, 'lengths' | 'years'>

/** How long incidents lasted, a row per year and a dot per incident; one row of strokes where there are too many. */
export function lengthStrips({ lengths, years }: LengthsTrend, language: Language): RowsChart {
  const t = trendMessages[language].charts
  const scale = scaleOf([lengths])
  const { dots } = lengths
  const all = distributionRow({
    key: 'all',
    label: t.lengths.all,
    distribution: lengths,
    scale,
    language,
    apart: dots !== null,
    marks: dots === null ? undefined : null,
  })
  const rows =
    dots === null
      ? [all]
      : [
          ...years
            .filter(({ kind }) => kind === 'recorded')
            .map((year): ChartRow => {
              const own = lengths.years.find((one) => one.year === year.year)
              const ofYear = dots.filter((dot) => dot.year === year.year)
              return {
                key: year.key,
                label: String(year.year),
                height: HEIGHT,
                marksLabel: String(year.year),
                marks: (
                  <>
                    <Grid scale={scale} />
                    <Dots dots={ofYear} scale={scale} language={language} />
                    <Median minutes={own?.median ?? null} scale={scale} />
                  </>
                ),
                ...medianText(own?.median ?? null, own?.n ?? 0, language),
                valueNotes: [
                  t.n(own?.n ?? 0),
                  ...(year.unknownDurations > 0 ? [t.unknown(year.unknownDurations)] : []),
                ],
              }
            }),
          all,
        ]
  return {
    label: t.lengths.title,
    columns: { label: 44, value: 148, narrowLabel: 38, narrowValue: 92 },
    head: scaleHead(scale, language),
    valueHead: t.distribution.median,
    rows,
    note: dots === null ? t.lengths.crowded : t.lengths.note,
  }
}

/** What the strips of the four times are drawn from. */
export type DurationsTrend = Pick<Trend, 'durations'>

/** Times until noticed, first said in public, mitigated and over: a row each, a dot per incident. */
export function durationStrips({ durations }: DurationsTrend, language: Language): RowsChart {
  const t = trendMessages[language].charts
  const scale = scaleOf(TREND_DURATIONS.map((name) => durations[name]))
  return {
    label: t.durations.title,
    columns: { label: 148, value: 176, narrowLabel: 84, narrowValue: 100 },
    head: scaleHead(scale, language),
    valueHead: t.distribution.median,
    rows: TREND_DURATIONS.map((name) =>
      distributionRow({
        key: name,
        label: t.durations[name],
        distribution: durations[name],
        scale,
        language,
      }),
    ),
    note: TREND_DURATIONS.some((name) => durations[name].dots === null)
      ? t.durations.crowded
      : t.durations.note,
  }
}

/** How many links the dots hold. */
export function dotLinks(distributions: readonly Distribution[]): number {
  return distributions.reduce((sum, { dots }) => sum + (dots?.length ?? 0), 0)
}

function distributionRow({
  key,
  label,
  distribution,
  scale,
  language,
  apart,
  marks,
}: {
  key: string
  label: string
  distribution: Distribution
  scale: MinuteScale
  language: Language
  apart?: boolean
  /** In place of the dots. */
  marks?: ReactNode
}): ChartRow {
  const t = trendMessages[language].charts
  const { dots, median, n, lowerQuartile, upperQuartile } = distribution
  return {
    key,
    label,
    apart,
    height: HEIGHT,
    marksLabel: label,
    marks: (
      <>
        <Grid scale={scale} />
        {lowerQuartile !== null && upperQuartile !== null && n >= 8 ? (
          <rect
            x={percent(scale.place(lowerQuartile))}
            width={percent(scale.place(upperQuartile) - scale.place(lowerQuartile))}
            y={MIDDLE - 14}
            height="28"
            fill="var(--data-1)"
            fillOpacity="0.12"
          />
        ) : null}
        {marks !== undefined ? (
          marks
        ) : dots === null ? (
          <Bins bins={distribution.bins} scale={scale} language={language} />
        ) : (
          <Dots dots={dots} scale={scale} language={language} />
        )}
        <Median minutes={median} scale={scale} />
      </>
    ),
    ...medianText(median, n, language),
    valueNotes: [
      t.n(n),
      ...(distribution.unknown > 0 ? [t.unknown(distribution.unknown)] : []),
      ...(distribution.invalid > 0 ? [t.invalid(distribution.invalid)] : []),
      ...(distribution.notApplicable > 0 ? [t.notApplicable(distribution.notApplicable)] : []),
      ...(distribution.ranges > 0 ? [t.ranges(distribution.ranges)] : []),
    ],
  }
}

/** The median of one incident is that incident, so it is called by its length alone. */
function medianText(median: number | null, n: number, language: Language): { value: string } {
  const t = trendMessages[language]
  if (median === null) return { value: n === 0 ? '–' : t.notKnown }
  return { value: compactMinutes(Math.round(median), language) }
}

function scaleOf(distributions: readonly Distribution[]): MinuteScale {
  return minuteScale(
    distributions.flatMap(({ min, max }) => [min ?? [], max ?? []].flat()).filter((value) => value >= 0),
  )
}

function scaleHead(scale: MinuteScale, language: Language): Marks {
  const t = trendMessages[language]
  return {
    height: 20,
    marks: scale.ticks.map((tick, index) => {
      const place = scale.place(tick)
      return (
        <text
          key={tick}
          x={percent(place)}
          y="14"
          fontSize={12}
          fill="var(--ink-quiet)"
          textAnchor={place < 0.02 ? 'start' : place > 0.98 ? 'end' : 'middle'}
          className={index % 2 === 1 && scale.ticks.length > 5 ? 'chart-minor' : undefined}
        >
          {t.lengthTick(tick)}
        </text>
      )
    }),
  }
}

function Grid({ scale }: { scale: MinuteScale }) {
  return (
    <>
      {scale.ticks.map((tick) => {
        const x = percent(scale.place(tick))
        return <line key={tick} x1={x} x2={x} y1="0" y2={HEIGHT} stroke="var(--hairline)" />
      })}
    </>
  )
}

function Median({ minutes, scale }: { minutes: number | null; scale: MinuteScale }) {
  if (minutes === null) return null
  const x = percent(scale.place(minutes))
  return (
    <line
      x1={x}
      x2={x}
      y1={MIDDLE - 20}
      y2={MIDDLE + 20}
      stroke="var(--ink)"
      strokeWidth="2.5"
      className="chart-median"
    />
  )
}

function Dots({
  dots,
  scale,
  language,
}: {
  dots: readonly DistributionDot[]
  scale: MinuteScale
  language: Language
}) {
  const t = trendMessages[language]
  const heaps = new Map<number, DistributionDot[]>()
  for (const dot of dots) {
    const place = Math.round(scale.place(dot.minutes) * PLACES)
    heaps.set(place, [...(heaps.get(place) ?? []), dot])
  }
  const tallest = [...heaps.values()].reduce((most, heap) => Math.max(most, heap.length), 1)
  const step = Math.min(DOT * 2 + 1, (HEIGHT - DOT * 2) / tallest)
  return (
    <>
      {[...heaps].flatMap(([place, heap]) =>
        heap.map((dot, index) => {
          const x = percent(heap.length === 1 ? scale.place(dot.minutes) : place / PLACES)
          // In turns above and below the middle.
          const offset = Math.ceil(index / 2) * (index % 2 === 1 ? -1 : 1)
          const y = MIDDLE + offset * step
          const name = [
            dot.reference,
            dot.day,
            compactMinutes(Math.round(dot.minutes), language),
            t.severity[dot.severity],
          ].join(' · ')
          return (
            <MarkLink
              key={dot.reference}
              href={paths.incident(dot.reference)}
              name={name}
              className="chart-dot"
            >
              <circle cx={x} cy={y} r={Math.min(12, step + 3)} fill="transparent" className="chart-target" />
              <DotMark x={x} y={y} r={DOT} hollow={false} severity={dot.severity} />
            </MarkLink>
          )
        }),
      )}
    </>
  )
}

/** Where incidents are too many for dots: bars as high as there are incidents between two lengths. */
function Bins({
  bins,
  scale,
  language,
}: {
  bins: Distribution['bins']
  scale: MinuteScale
  language: Language
}) {
  const t = trendMessages[language]
  const most = bins.reduce((highest, { n }) => Math.max(highest, n), 1)
  return (
    <>
      {bins.map(({ from, until, n }) => {
        const left = scale.place(from)
        const right = until === null ? 1 : scale.place(until)
        if (n === 0 || right <= left) return null
        const height = Math.max(1, (n / most) * (HEIGHT - 16))
        return (
          <g key={from}>
            <title>{`${t.lengthTick(from)}–${until === null ? '' : t.lengthTick(until)}: ${n}`}</title>
            <rect
              x={percent(left)}
              width={percent((right - left) * 0.97)}
              y={HEIGHT - height}
              height={height}
              fill="var(--data-1)"
              fillOpacity="0.6"
            />
            <text
              x={percent((left + right) / 2)}
              y={HEIGHT - height - 3}
              fontSize={11}
              fill="var(--ink-quiet)"
              textAnchor="middle"
            >
              {n}
            </text>
          </g>
        )
      })}
    </>
  )
}
