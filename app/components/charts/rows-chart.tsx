import type { ReactNode } from 'react'

/**
 * A picture made of rows on one common scale: words at the left, marks in the middle, the number at the right. Strips,
 * dots, bars and the heat map are all made of it. What is drawn in a row gives its places across in percent and its
 * heights in pixels, so the same marks fit a page of any width without a script and a picture of a fixed one.
 */
export interface RowsChart {
  /** What the picture shows, for those who hear it. */
  label: string
  rows: ChartRow[]
  /** Above the rows: the scale. */
  head?: Marks
  /** Over the numbers: what they are. */
  valueHead?: string
  /** Under the rows. */
  foot?: Marks
  /** Columns in pixels, where there is room and on a phone. */
  columns: { label: number; value: number; narrowLabel: number; narrowValue: number }
  /** How the marks are to be read, under the picture. */
  note: string
}

export interface Marks {
  height: number
  marks: ReactNode
}

export interface ChartRow extends Marks {
  key: string
  label: string
  /** Under the label, in small. */
  labelNote?: string
  /** The incidents behind the row. */
  href?: string | null
  /** What the link does, beginning with what is seen. */
  hrefLabel?: string
  value: string
  /** Beside or under the number, in small. */
  valueNotes?: string[]
  /** What the marks of the row say, where they hold links or say more than the number. */
  marksLabel?: string
  /** Set apart from the row above. */
  apart?: boolean
}

/** More links than this in one picture are many keys to press; then there is a way past them. */
const MANY_LINKS = 24

/** The picture on a page. `links` is how many links its marks hold. */
export function RowsFigure({
  chart,
  links = 0,
  id,
  skip,
  onPaper,
  className = '',
}: {
  chart: RowsChart
  links?: number
  id: string
  /** Words of the way past the picture. */
  skip: string
  /** How many rows, the last ones, fit on a printed page; all when left out. */
  onPaper?: number
  className?: string
}) {
  const { rows, head, foot, columns, label, note, valueHead } = chart
  const style = {
    '--label': `${columns.label}px`,
    '--value': `${columns.value}px`,
    '--narrow-label': `${columns.narrowLabel}px`,
    '--narrow-value': `${columns.narrowValue}px`,
  } as Record<string, string>
  return (
    <figure className={`rows-chart ${className}`} aria-label={label} style={style}>
      {links > MANY_LINKS ? (
        <a href={`#${id}-end`} className="rows-chart-skip">
          {skip}
        </a>
      ) : null}
      {head ? <Scale {...head} words={valueHead} /> : null}
      <ol className="rows-chart-rows">
        {rows.map((row, index) => (
          <li
            key={row.key}
            className={[
              'rows-chart-row',
              ...(row.apart ? ['rows-chart-apart'] : []),
              ...(onPaper !== undefined && index < rows.length - onPaper ? ['no-print'] : []),
            ].join(' ')}
          >
            <span className="rows-chart-label">
              {row.href ? (
                <a href={row.href} aria-label={row.hrefLabel} className="rows-chart-link">
                  {row.label}
                </a>
              ) : (
                row.label
              )}
              {row.labelNote ? <small>{row.labelNote}</small> : null}
            </span>
            <svg
              width="100%"
              height={row.height}
              {...(row.marksLabel === undefined
                ? { 'aria-hidden': true }
                : { role: 'group', 'aria-label': row.marksLabel })}
            >
              {row.marks}
            </svg>
            <span className="rows-chart-value">
              <b>{row.value}</b>
              {row.valueNotes?.map((line) => (
                <small key={line}>{line}</small>
              ))}
            </span>
          </li>
        ))}
      </ol>
      {foot ? <Scale {...foot} /> : null}
      <figcaption className="chart-note" id={`${id}-end`} tabIndex={-1}>
        {note}
      </figcaption>
    </figure>
  )
}

function Scale({ height, marks, words }: Marks & { words?: string }) {
  return (
    <div className="rows-chart-row rows-chart-scale" aria-hidden="true">
      <span />
      <svg width="100%" height={height}>
        {marks}
      </svg>
      <span className="rows-chart-value-head">{words}</span>
    </div>
  )
}

const GAP = 16

/** The same rows as one drawing of a fixed width; `height` is what it came to. */
export function rowsDrawing(chart: RowsChart, width: number): { height: number; drawing: ReactNode } {
  const { rows, head, foot, columns, valueHead } = chart
  const x = columns.label + GAP
  const across = width - x - columns.value - GAP
  let y = 0
  const place = (height: number) => {
    const at = y
    y += height
    return at
  }
  const middle = (marks: Marks, at: number) => (
    <svg x={x} y={at} width={across} height={marks.height} overflow="visible">
      {marks.marks}
    </svg>
  )
  const drawing = (
    <>
      {head ? middle(head, place(head.height)) : null}
      {head && valueHead ? (
        <text x={width} y={14} fontSize={12} textAnchor="end" fill="var(--ink-quiet)">
          {valueHead}
        </text>
      ) : null}
      {rows.map((row) => {
        if (row.apart) place(8)
        const at = place(row.height)
        const centre = at + row.height / 2
        const notes = row.valueNotes ?? []
        return (
          <g key={row.key}>
            <text
              x={0}
              y={centre + (row.labelNote ? -2 : 4.5)}
              fontSize={13}
              fill="var(--ink)"
              fontWeight={row.apart ? 600 : 400}
            >
              {fitting(row.label, columns.label, 13)}
            </text>
            {row.labelNote ? (
              <text x={0} y={centre + 13} fontSize={11} fill="var(--ink-quiet)">
                {fitting(row.labelNote, columns.label, 11)}
              </text>
            ) : null}
            {middle(row, at)}
            <text
              x={width}
              y={centre + (notes.length > 0 ? -1.5 : 4.5)}
              fontSize={14}
              fontWeight={600}
              textAnchor="end"
              fill="var(--ink)"
            >
              {row.value}
            </text>
            {notes.length > 0 ? (
              <text x={width} y={centre + 13} fontSize={11} textAnchor="end" fill="var(--ink-quiet)">
                {notes.join(' · ')}
              </text>
            ) : null}
          </g>
        )
      })}
      {foot ? middle(foot, place(foot.height)) : null}
    </>
  )
  return { height: y, drawing }
}

/** A text cut to a width, as a drawing cannot do it by itself; a Korean letter is about as wide as it is high. */
export function fitting(text: string, width: number, size: number): string {
  let used = 0
  let kept = ''
  for (const letter of text) {
    used += (/[\u1100-\uffdc]/.test(letter) ? 0.92 : 0.56) * size
    if (used > width) return `${kept.slice(0, -1)}…`
    kept += letter
  }
  return kept
}
