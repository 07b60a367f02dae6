import type { IncidentsBehind } from '#app/domain/trend-shape.ts'
import { paths } from '#app/paths.ts'

/** Where the incidents behind a number are listed; null for a number that has none behind it. */
export function incidentsBehindHref(query: IncidentsBehind): string | null {
  return query === null ? null : `${paths.incidents()}?${query}`
}
