import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import { chosenValue, earliest } from '#app/domain/markers.ts'
import type { ParseTimeContext } from '#app/domain/parse-time.ts'

/**
 * How times are read in the forms of an incident: in its zone, and a time without a date on the day on which it began,
 * or today as long as nobody knows that day. The forms say so beside the field.
 */
export function timeContext(
  record: Pick<IncidentRecord, 'zone' | 'markers'>,
  now: Instant,
): ParseTimeContext {
  const start = chosenValue(record.markers.impact_start)
  return { zone: record.zone, today: plainDate(start === null ? now : earliest(start), record.zone) }
}
