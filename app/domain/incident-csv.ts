import type { CsvColumns } from './csv.ts'
import { duration, type Duration } from './durations.ts'
import type { Factor } from './factors.ts'
import { endTime, precision, startTime, type ListedIncident } from './incident-json.ts'
import { toRfc3339, type Instant } from './instant.ts'
import { chosenValue, type Marker, type MarkerKey } from './markers.ts'

/** An incident of a list with its markers, of which the start and the end of impact are read, and its contributing factors. */
export interface IncidentCsvRow extends Omit<ListedIncident, 'started' | 'ended'> {
  markers: Record<MarkerKey, Marker>
  factors: readonly Factor[]
}

/**
 * The list of incidents as a table for spreadsheets. Names of columns and values are the same in every language. Times
 * are RFC 3339 with the offset of `zone`; a `…_precision` says whether one is known exactly (`instant`), roughly
 * (`about`), as a `range`, of which the start has the first and the end the last instant, or to the `day`, without a time. Minutes as in the JSON:
 * either the one figure, or both ends of a range, or nothing.
 */
export function incidentCsvColumns(zone: string): CsvColumns<IncidentCsvRow> {
  const time = (at: Instant | null) => (at === null ? null : toRfc3339(at, zone))
  const impact = ({ markers }: IncidentCsvRow): Partial<Extract<Duration, { outcome: 'recorded' }>> => {
    const length = duration('impact', markers)
    return length.outcome === 'recorded' ? length : {}
  }
  const names = (row: IncidentCsvRow, of: 'nameKo' | 'nameEn') =>
    row.services
      .map((service) => service[of])
      .filter(Boolean)
      .join('; ')
  const start = ({ markers }: IncidentCsvRow) => chosenValue(markers.impact_start)
  const end = ({ markers }: IncidentCsvRow) => chosenValue(markers.impact_end)
  return {
    reference: (row) => row.reference,
    title: (row) => row.title,
    kind: (row) => row.kind,
    severity: (row) => row.severity,
    state: (row) => (row.closedAt === null ? 'open' : 'closed'),
    services_ko: (row) => names(row, 'nameKo'),
    services_en: (row) => names(row, 'nameEn'),
    factors: (row) => row.factors.join('; '),
    started_at: (row) => startTime(start(row), zone),
    started_at_precision: (row) => precision(start(row), zone),
    ended_at: (row) => endTime(end(row), zone),
    ended_at_precision: (row) => precision(end(row), zone),
    duration_minutes: (row) => impact(row).minutes ?? null,
    duration_minutes_min: (row) => impact(row).range?.min ?? null,
    duration_minutes_max: (row) => impact(row).range?.max ?? null,
    closed_at: (row) => time(row.closedAt),
  }
}
