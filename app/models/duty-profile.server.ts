import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { DUTY_KINDS, dutiesFor, NO_DUTY_PROFILE, type Duty, type DutyProfile } from '#app/domain/duties.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import type { Instant } from '#app/domain/instant.ts'
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
  return profile.places.length === 0 ? null : dutiesFor(record, profile, { now })
}
