import { position, type Axis, type BarSpan } from './layout.ts'

/** A share of the width, 0 to 1 and nothing beyond, as SVG writes it. */
export function percent(share: number): string {
  return `${(Math.min(1, Math.max(0, share)) * 100).toFixed(3)}%`
}

/** A bar in percent of its picture. Fades where it has no recorded edge. */
export function Bar({
  span,
  axis,
  id,
  ...rest
}: {
  span: BarSpan
  axis: Axis
  id: string
  y: number
  height: number
  className: string
}) {
  const from = position(axis, span.from)
  const until = Math.min(1, position(axis, span.until))
  const fade = `${span.startUnknown ? 'in' : ''}${span.end === 'known' ? '' : span.end}`
  // An instant-long symptom is still something to see.
  const width = Math.max(until - from, 0.004)
  const certain = { from: position(axis, span.certainFrom), until: position(axis, span.certainUntil) }
  if (fade) {
    // Until it has begun for certain it is pale, as a stretch between two known edges is.
    const firm = span.startUnknown ? from : Math.min(Math.max(from, certain.from), from + width)
    return (
      <>
        {firm > from ? <rect {...rest} x={percent(from)} width={percent(firm - from)} opacity="0.4" /> : null}
        {firm < from + width ? (
          <rect
            {...rest}
            x={percent(firm)}
            width={percent(from + width - firm)}
            fill={`url(#${id}-fade-${fade})`}
          />
        ) : null}
      </>
    )
  }
  if (certain.from <= from && certain.until >= until) {
    return <rect {...rest} x={percent(from)} width={percent(width)} />
  }
  return (
    <>
      <rect {...rest} x={percent(from)} width={percent(width)} opacity="0.4" />
      {certain.until > certain.from ? (
        <rect {...rest} x={percent(certain.from)} width={percent(certain.until - certain.from)} />
      ) : null}
    </>
  )
}

/** The gradients that `Bar` refers to under the same `id`; nothing where all edges are recorded. */
export function Fades({ id, spans }: { id: string; spans: readonly (BarSpan | null)[] }) {
  if (spans.every((span) => span === null || (span.end === 'known' && !span.startUnknown))) return null
  // Running: firm until shortly before the present. Unknown: it thins out from early on and ends in nothing.
  const stops: Record<string, [number, number][]> = {
    in: [
      [0, 0],
      [0.3, 1],
      [1, 1],
    ],
    now: [
      [0, 1],
      [0.75, 1],
      [1, 0.3],
    ],
    unknown: [
      [0, 1],
      [0.2, 1],
      [1, 0],
    ],
    innow: [
      [0, 0],
      [0.3, 1],
      [0.75, 1],
      [1, 0.3],
    ],
    inunknown: [
      [0, 0],
      [0.3, 1],
      [1, 0],
    ],
  }
  return (
    <defs>
      {Object.entries(stops).map(([name, list]) => (
        <linearGradient key={name} id={`${id}-fade-${name}`}>
          {list.map(([offset, opacity]) => (
            <stop key={offset} offset={offset} stopColor="currentColor" stopOpacity={opacity} />
          ))}
        </linearGradient>
      ))}
    </defs>
  )
}
