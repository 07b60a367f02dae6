import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import {
  DUTY_KINDS,
  dutiesFor,
  NO_DUTY_PROFILE,
  OTHER_STOPS_WITHIN_HOURS,
  type Duty,
  type DutyProfile,
  type OtherStop,
} from '#app/domain/duties.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { HOUR, type Instant } from '#app/domain/instant.ts'
import { z } from 'zod'
import type { Actor } from './audit.server.ts'
import { changeVersionedRow } from './versioned-row.server.ts'

const stored = z.object({
  places: z.array(z.enum(['kr', 'eu', 'jp'])),
  kinds: z.array(z.enum(DUTY_KINDS)),
  free: z.boolean().nullable(),
  largeInKorea: z.boolean().nullable(),
})

/** What the organisation says it is, for duties of disclosure; nothing until somebody says. */
export async function getDutyProfile(q: Queryable = db): Promise<DutyProfile & { version: number }> {
  const row = await q
    .selectFrom('organisation')
    .select(['duty_profile', 'version'])
    .where('id', '=', 'organisation')
    .executeTakeFirstOrThrow()
  const profile = row.duty_profile === '' ? NO_DUTY_PROFILE : stored.parse(JSON.parse(row.duty_profile))
  return { ...profile, version: row.version }
}

/** @throws DomainError `conflict` when somebody else changed the organisation in between. */
export async function changeDutyProfile(
  { profile, ...change }: { profile: DutyProfile; expectedVersion: number; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  const set = { duty_profile: JSON.stringify(profile) }
  await inTransaction(
    (tx) =>
      changeVersionedRow(
        { ...change, table: 'organisation', id: 'organisation', incidentId: null, set, action: 'changed' },
        tx,
      ),
    q,
  )
}

/** The duties that may apply to an incident; null as long as the organisation has not said where it has users. */
export async function dutiesOf(
  record: IncidentRecord,
  now: Instant,
  q: Queryable = db,
): Promise<Duty[] | null> {
  const profile = await getDutyProfile(q)
  if (profile.places.length === 0) return null
  return dutiesFor(record, profile, { now, others: await otherStops(record, q) })
}

/** Other outages of the services of an incident that began within a day of it. */
async function otherStops(record: IncidentRecord, q: Queryable): Promise<OtherStop[]> {
  const started = record.markers.impact_start.chosen?.value.at ?? null
  if (started === null || record.services.length === 0) return []
  const within = OTHER_STOPS_WITHIN_HOURS * HOUR
  const ids = record.services.map(({ id }) => id)
  const rows = await q
    .selectFrom('incident')
    .innerJoin('incident_service', 'incident_service.incident_id', 'incident.id')
    .select(['incident.id', 'incident.started_at', 'incident.ended_at', 'incident_service.service_id'])
    .where('incident.id', '!=', record.id)
    .where('incident.kind', '=', 'incident')
    .where('incident.removed_at', 'is', null)
    .where('incident.started_at', '>', (started - within) as Instant)
    .where('incident.started_at', '<', (started + within) as Instant)
    .where('incident_service.service_id', 'in', ids)
    .execute()
  const stops = new Map<string, OtherStop & { serviceIds: string[] }>()
  for (const { id, started_at, ended_at, service_id } of rows) {
    if (started_at === null) continue
    const stop = stops.get(id) ?? { from: started_at, until: ended_at, serviceIds: [] }
    stop.serviceIds.push(service_id)
    stops.set(id, stop)
  }
  return [...stops.values()]
}
