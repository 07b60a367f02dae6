import { exactImpactMinutes } from '../facts.ts'
import { duration } from '../durations.ts'
import type { IncidentRecord } from '../incident-record.ts'

/** How strongly to apologize: 0 is a plain "sorry", 5 the form kept for the outages people remember for years. */
export type ApologyStrength = 0 | 1 | 2 | 3 | 4 | 5

/**
 * Strength by length (up to 30 minutes, 4 hours, a day, longer) plus harm (minor, major, critical). Planned maintenance,
 * which hurts nobody by surprise, stays at the second step at most. A length that is not known counts as short: it can
 * only grow.
 *
 * The steps are those seen in published notices: 죄송합니다 < 사과드립니다 < 진심으로 < 깊이 < 고개 숙여 < 깊은 사죄의 말씀,
 * the last one in a notice about an outage of 127 hours only. Japanese guides to such letters advise against an apology
 * that is bigger than the harm as much as against a smaller one.
 */
export function apologyStrength(record: IncidentRecord): ApologyStrength {
  const minutes = impactMinutes(record)
  const length = minutes === null || minutes < 30 ? 0 : minutes < 240 ? 1 : minutes < 1440 ? 2 : 3
  const harm = record.severity === 'minor' ? 0 : record.severity === 'major' ? 1 : 2
  const strength = length + harm
  return (record.kind === 'maintenance' ? Math.min(strength, 1) : strength) as ApologyStrength
}

function impactMinutes(record: IncidentRecord): number | null {
  const exact = exactImpactMinutes(record)
  if (exact !== null) return exact
  const impact = duration('impact', record.markers)
  if (impact.outcome !== 'recorded') return null
  return impact.range ? impact.range.max : impact.minutes
}
