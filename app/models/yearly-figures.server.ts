import { db, type Queryable } from '#db/client.server.ts'
import { DomainError } from '#app/domain/errors.ts'
import type { TrendCounts } from '#app/domain/facts.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import type { Trend } from '#app/domain/trend.ts'
import { getRuleVersion } from './counting-rule.server.ts'
import { getOrganisation } from './organisation.server.ts'
import { getTrend } from './trend.server.ts'

/**
 * The yearly trend under the default counting rule, for texts that speak of years; null where the record allows none.
 *
 * @param asOf calendar day `YYYY-MM-DD` in the rule's zone, counted to its end
 */
export async function trendAsOf(asOf: string, q: Queryable = db): Promise<Trend | null> {
  return getTrend({ asOf }, q).catch(noneIfImpossible)
}

/**
 * The counts that a notice may state as facts: of the year in which `at` lies, from New Year to that day, and of the same
 * days of the year before, under the default counting rule and in its zone. Null where the record allows none.
 */
export async function trendCountsAt(at: Instant, q: Queryable = db): Promise<TrendCounts | null> {
  const { definition } = await getRuleVersion(undefined, undefined, q)
  const asOf = plainDate(at, definition.zone ?? (await getOrganisation(q)).zone)
  const year = Number(asOf.slice(0, 4))
  const trend = await getTrend({ asOf, from: year - 1, to: year }, q).catch(noneIfImpossible)
  if (trend === null) return null
  const countOf = (wanted: number) => trend.samePeriod.years.find((one) => one.year === wanted)?.count ?? null
  return { year, asOf, count: countOf(year), samePeriod: countOf(year - 1) }
}

function noneIfImpossible(error: unknown): null {
  if (error instanceof DomainError) return null
  throw error
}
