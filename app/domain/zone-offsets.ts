import { DAY, wallClock, type Instant } from './instant.ts'

const SECOND = 1000

/**
 * How far the clocks of a zone are ahead of UTC between two instants, in milliseconds: the first entry holds at `from`,
 * each later one from its own instant on. For queries, which know no zones.
 */
export function offsetChanges(
  zone: string,
  from: Instant,
  until: Instant,
): { from: Instant; offset: number }[] {
  const changes = [{ from, offset: offsetAt(from, zone) }]
  for (let at: number = from; at < until; at += DAY) {
    const next = Math.min(at + DAY, until) as Instant
    const before = changes.at(-1)!.offset
    const after = offsetAt(next, zone)
    if (after === before) continue
    changes.push({ from: firstWithout(before, at as Instant, next, zone), offset: after })
  }
  return changes
}

function offsetAt(at: Instant, zone: string): number {
  const { year, month, day, hour, minute, second } = wallClock(at, zone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / SECOND) * SECOND
}

/** The first whole second at which the offset is not `before` any more. */
function firstWithout(before: number, from: Instant, until: Instant, zone: string): Instant {
  let low = Math.floor(from / SECOND)
  let high = Math.ceil(until / SECOND)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt((middle * SECOND) as Instant, zone) === before) low = middle
    else high = middle
  }
  return (high * SECOND) as Instant
}
