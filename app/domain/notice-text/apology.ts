import { exactImpactMinutes } from '../facts.ts'
import { duration } from '../durations.ts'
import type { IncidentRecord } from '../incident-record.ts'

/** How strongly to apologize: 0 is a plain "sorry", 5 the form kept for the outages people remember for years. */
export type ApologyStrength = 0 | 1 | 2 | 3 | 4 | 5

/**
 * Strength by length (under 30 minutes, 4 hours, a day, longer) and by harm (the severity). An apology that is bigger
 * than the harm is advised against as much as one that is smaller. A length that is not known counts as short: it can
 * only grow.
 */
export function apologyStrength(record: IncidentRecord): ApologyStrength {
  const minutes = impactMinutes(record)
  const length = minutes === null || minutes < 30 ? 0 : minutes < 240 ? 1 : minutes < 1440 ? 2 : 3
  const harm = record.severity === 'minor' ? 0 : record.severity === 'major' ? 1 : 2
  return (length + harm) as ApologyStrength
}

function impactMinutes(record: IncidentRecord): number | null {
  const exact = exactImpactMinutes(record)
  if (exact !== null) return exact
  const impact = duration('impact', record.markers)
  if (impact.outcome !== 'recorded') return null
  return impact.range ? impact.range.max : impact.minutes
}
