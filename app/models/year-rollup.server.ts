/**
 * Yearly figures are kept per rule version and year, so that the trend costs the same with ten incidents and with a
 * million. Only this file and `trend.server.ts` know the table; whoever changes an incident calls `invalidateYears` in
 * the same transaction.
 */
import { db, type Queryable } from '#db/client.server.ts'
import { yearOf, type Instant } from '#app/domain/instant.ts'

/** Zones lie at most 26 hours apart, so a rule with its own zone can see an instant this far away from ours. */
const WIDEST_ZONE_GAP = 26 * 60 * 60 * 1000

/**
 * The years whose figures an incident with this window has a part in, in any zone that a counting rule may name:
 * those it was counted in, and those its downtime reaches into. None when the start is not known.
 */
export function yearsTouched(startedAt: Instant | null, endedAt: Instant | null, zone: string): number[] {
  if (startedAt === null) return []
  const last = endedAt === null || endedAt < startedAt ? startedAt : endedAt
  const from = yearOf((startedAt - WIDEST_ZONE_GAP) as Instant, zone)
  const to = yearOf((last + WIDEST_ZONE_GAP) as Instant, zone)
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

/**
 * Forgets the kept figures of these years under every rule; they are counted again when somebody reads them. To be
 * called inside the transaction of the change, with the years before and after it (`yearsTouched` of both windows).
 */
export async function invalidateYears(years: Iterable<number | null>, q: Queryable = db): Promise<void> {
  const touched = [...new Set(years)].filter((year) => year !== null)
  if (touched.length === 0) return
  await q.deleteFrom('year_rollup').where('year', 'in', touched).execute()
}

/** Forgets all kept figures: for a change of the organisation's zone, and after a restore or an import in bulk. */
export async function invalidateAllYears(q: Queryable = db): Promise<void> {
  await q.deleteFrom('year_rollup').execute()
}
