import type { ReactNode } from 'react'

/** Fill of what is not complete, in every picture; `HatchPattern` must stand in the same document. */
export const HATCH = 'url(#chart-hatch)'

/** The hatch, to be put once into a page or a drawing. */
export function HatchPattern({ id = 'chart-hatch' }: { id?: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line x1="0" y1="0" x2="0" y2="6" stroke="var(--data-1)" strokeWidth="4" />
    </pattern>
  )
}

/** Holds the hatch for all pictures of a page. */
export function PageHatch() {
  return (
    <svg width="0" height="0" className="chart-defs" aria-hidden="true">
      <defs>
        <HatchPattern />
      </defs>
    </svg>
  )
}

/** A mark that leads to incidents; without an address it is the mark alone. `name` is read out and shown on hover. */
export function MarkLink({
  href,
  name,
  className = '',
  children,
}: {
  href: string | null | undefined
  name: string
  className?: string
  children: ReactNode
}) {
  if (!href) {
    return (
      <g>
        <title>{name}</title>
        {children}
      </g>
    )
  }
  return (
    <a href={href} aria-label={name} className={`chart-mark ${className}`}>
      <title>{name}</title>
      {children}
    </a>
  )
}

/** How a bar is filled: hatch for what is not complete, dashes for what somebody reported. */
export function barFill({ kind, partial }: { kind: string; partial: boolean }): {
  fill: string
  stroke: string
  strokeDasharray?: string
} {
  if (kind === 'reported') return { fill: 'transparent', stroke: 'var(--data-1)', strokeDasharray: '5 3' }
  return { fill: partial ? HATCH : 'var(--data-1)', stroke: 'var(--data-1)' }
}

/** Text over lines and marks, with the ground of the page around its letters. */
export function TextOnGround({
  x,
  y,
  anchor = 'middle',
  children,
}: {
  x: string | number
  y: number
  anchor?: 'start' | 'middle' | 'end'
  children: ReactNode
}) {
  return (
    <text
      x={x}
      y={y}
      textAnchor={anchor}
      fontSize={12}
      fill="var(--ink-quiet)"
      stroke="var(--paper)"
      strokeWidth={5}
      strokeLinejoin="round"
      paintOrder="stroke"
    >
      {children}
    </text>
  )
}
