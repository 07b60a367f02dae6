import type { Trend, TrendYear } from '#app/domain/trend.ts'
import { paths } from '#app/paths.ts'

/**
 * Where the incidents behind a year's count are listed; null for a number that has none behind it. The list can be
 * narrowed to one severity and one service, so under a rule with several of many it shows more than were counted.
 */
export function countedIncidents(
  { year, kind, count }: TrendYear,
  { definition }: Trend['rule'],
): string | null {
  if (kind !== 'recorded' || !count) return null
  const { maintenance, severities, services } = definition
  const query = new URLSearchParams({ year: String(year) })
  if (!maintenance) query.set('kind', 'incident')
  if (severities.length === 1) query.set('severity', severities[0]!)
  if (services !== 'all' && services.length === 1) query.set('service', services[0]!)
  return `${paths.incidents()}?${query.toString()}`
}
