import { MINUTE, yearBounds, yearOf, type Instant } from './instant.ts'

/** A half-open stretch of time: `from` belongs to it, `until` does not. */
export interface Window {
  from: Instant
  until: Instant
}

/**
 * The stretches covered by any of the windows, in order, without overlap; windows that touch become one. A window that
 * does not end after it starts covers nothing and is left out: whether it may be recorded is `checkMarkers`' question.
 */
export function mergeWindows(windows: readonly Window[]): Window[] {
  const sorted = windows.filter((window) => window.until > window.from).sort((a, b) => a.from - b.from)
  const merged: Window[] = []
  for (const window of sorted) {
    const last = merged[merged.length - 1]
    if (last !== undefined && window.from <= last.until) {
      if (window.until > last.until) last.until = window.until
    } else {
      merged.push({ from: window.from, until: window.until })
    }
  }
  return merged
}

/**
 * The parts of a window by calendar year in the zone, in order and without loss. A window without length belongs to the
 * year of its start; one that ends before it starts has no parts.
 */
export function splitAtNewYear(window: Window, zone: string): { year: number; window: Window }[] {
  if (window.until < window.from) return []
  const parts: { year: number; window: Window }[] = []
  let { from } = window
  for (let year = yearOf(from, zone); ; year += 1) {
    const end = yearBounds(year, zone).until
    if (end >= window.until) {
      parts.push({ year, window: { from, until: window.until } })
      return parts
    }
    parts.push({ year, window: { from, until: end } })
    from = end
  }
}

/** The length of a window in minutes, unrounded; negative if it ends before it starts. */
export function minutesOf(window: Window): number {
  return (window.until - window.from) / MINUTE
}

/** Minutes covered by any of the windows, unrounded; what overlaps counts once. */
export function totalMinutes(windows: readonly Window[]): number {
  return mergeWindows(windows).reduce((sum, window) => sum + minutesOf(window), 0)
}

/** The part of a window that lies within the bounds, or null where they have no stretch in common. */
export function clip(window: Window, bounds: Window): Window | null {
  const from = window.from > bounds.from ? window.from : bounds.from
  const until = window.until < bounds.until ? window.until : bounds.until
  return from < until ? { from, until } : null
}

/** How long any of the windows covers, in milliseconds; what overlaps counts once. */
export function coveredLength(windows: readonly Window[]): number {
  let inOrder = windows
  for (let i = 1; i < windows.length; i += 1) {
    if (windows[i]!.from < windows[i - 1]!.from) {
      inOrder = windows.toSorted((a, b) => a.from - b.from)
      break
    }
  }
  let length = 0
  let end = -Infinity
  for (const { from, until } of inOrder) {
    const fresh = until - Math.max(from, end)
    if (until <= from || fresh <= 0) continue
    length += fresh
    end = until
  }
  return length
}

/**
 * The time covered by windows, each moment weighed with the largest weight that holds at it; milliseconds times weight.
 * Windows that overlap do not add up: the users of one may be those of the other.
 */
export function weighedLength(windows: readonly { window: Window; weight: number }[]): number {
  const weights = [...new Set(windows.map(({ weight }) => weight))].sort((a, b) => b - a)
  // In layers: what is covered by at least this weight counts once for each step down to the next.
  return weights.reduce((sum, weight, index) => {
    const covered = windows.filter((one) => one.weight >= weight).map(({ window }) => window)
    return sum + coveredLength(covered) * (weight - (weights[index + 1] ?? 0))
  }, 0)
}
