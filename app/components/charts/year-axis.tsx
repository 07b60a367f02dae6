import type { ReactElement } from 'react'
import { ResponsiveContainer } from 'recharts'
import { fitting } from './rows-chart.tsx'

/** Pixels a bar needs for its year, for the two digits of its year alone, and for `62 of 366 days`. */
const ROOM_FOR_YEAR = 46
const ROOM_FOR_SHORT_YEAR = 24
const ROOM_FOR_PART = 78

/** Room under the bars for the number, the year and two lines of notes. */
export const AXIS_HEIGHT = 74

export interface YearWords {
  year: number
  /** The number of the bar. */
  number: string
  /** By preference: the longer ones where there is room. Told in full in the table. */
  notes: string[]
  /** On phones only the last year keeps a note, as they would run into each other. */
  shortNote: string
}

/** Where a label stands and whose it is, as the chart library tells. Its index counts only the labels that are shown. */
export interface TickPlace {
  x?: number
  y?: number
  payload?: { value?: string }
}

interface Place extends TickPlace {
  words: readonly YearWords[]
  /** Pixels from bar to bar. */
  band: number
}

/** Under each bar its number, its year, and what has to be known to read it. */
export function YearTick({ x = 0, y = 0, payload, words, band }: Place) {
  const own = words.find(({ year }) => String(year) === payload?.value)
  if (own === undefined) return <g />
  const short = band < ROOM_FOR_YEAR
  const isLast = own === words.at(-1)
  const fits = isLast || (!short && fitting(own.shortNote, band, 11) === own.shortNote)
  const notes = band >= ROOM_FOR_PART ? own.notes : own.shortNote !== '' && fits ? [own.shortNote] : []
  return (
    <text x={x} y={y} textAnchor="middle" fill="var(--ink)" fontSize={13}>
      <tspan x={x} dy="16" fontWeight={600} fontSize={own.number.length * 8 > band ? 11 : 14}>
        {own.number}
      </tspan>
      <tspan x={x} dy="18">
        {short ? `’${String(own.year).slice(2)}` : own.year}
      </tspan>
      {notes.map((note, line) => (
        <tspan
          key={note}
          x={x}
          dy={line === 0 ? 16 : 14}
          textAnchor={short && isLast ? 'end' : 'middle'}
          dx={short && isLast ? 12 : 0}
          fontSize={11}
          fill="var(--ink-quiet)"
        >
          {note}
        </tspan>
      ))}
    </text>
  )
}

/** Every label, or every second or third, so that they do not run into each other. */
export function tickInterval(band: number): number {
  return Math.max(0, Math.ceil(ROOM_FOR_SHORT_YEAR / band) - 1)
}

/** A chart of a given width, or one that takes the width of its place once a script has measured it. */
export function ChartFrame({
  width,
  height,
  children,
}: {
  width: number | undefined
  height: number
  children: ReactElement
}) {
  if (width !== undefined) return children
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 720, height }}>
      {children}
    </ResponsiveContainer>
  )
}

/** Corners of a bar, as the chart library hands them to a shape. */
export interface BarPlace<Payload> {
  x?: number
  y?: number
  width?: number
  height?: number
  payload?: Payload
}
