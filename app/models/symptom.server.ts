import type { Selectable } from 'kysely'
import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import type { SymptomTable } from '#db/schema.ts'
import { DomainError } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import type { Symptom } from '#app/domain/symptoms.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { changeVersionedRow } from './versioned-row.server.ts'

export interface SymptomInput extends Omit<Symptom, 'id' | 'position' | 'version' | 'textJa'> {
  /** Left out, it stays as it is. */
  textJa?: string
}

interface ChangeOfSymptom {
  id: string
  incidentId: string
  expectedVersion: number
  actor: Actor
  now: Instant
}

/** The symptoms of an incident in the order in which they were added. */
export async function listSymptoms(incidentId: string, q: Queryable = db): Promise<Symptom[]> {
  const rows = await q
    .selectFrom('symptom')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .execute()
  return rows.map(fromRow)
}

/**
 * @throws DomainError `invalid` under `endedAt` when the window ends before it starts, under `serviceId` for a service
 *   that does not exist.
 */
export async function addSymptom(
  {
    incidentId,
    symptom,
    actor,
    now,
  }: Omit<ChangeOfSymptom, 'id' | 'expectedVersion'> & { symptom: SymptomInput },
  q: Queryable = db,
): Promise<string> {
  refuseBackwardWindow(symptom)
  return inTransaction(async (tx) => {
    await refuseUnknownService(symptom, tx)
    const id = newId()
    const { last } = await tx
      .selectFrom('symptom')
      .select((eb) => eb.fn.coalesce(eb.fn.max('position'), eb.lit(0)).as('last'))
      .where('incident_id', '=', incidentId)
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('symptom')
      .values({
        id,
        incident_id: incidentId,
        ...toColumns(symptom),
        position: Number(last) + 1,
        removed_at: null,
        version: 1,
      })
      .execute()
    await recordChange(
      {
        actor,
        now,
        incidentId,
        entity: 'symptom',
        entityId: id,
        action: 'added',
        before: null,
        after: symptom,
      },
      tx,
    )
    return id
  }, q)
}

/** @throws DomainError `invalid`, `not_found`, `conflict`. */
export async function changeSymptom(
  { symptom, ...change }: ChangeOfSymptom & { symptom: SymptomInput },
  q: Queryable = db,
): Promise<void> {
  refuseBackwardWindow(symptom)
  await inTransaction(async (tx) => {
    await refuseUnknownService(symptom, tx)
    await changeVersionedRow({ ...change, table: 'symptom', set: toColumns(symptom), action: 'changed' }, tx)
  }, q)
}

/** Takes a symptom out, or puts it back. @throws DomainError `not_found`, `conflict`. */
export async function setSymptomRemoved(
  { removed, ...change }: ChangeOfSymptom & { removed: boolean },
  q: Queryable = db,
): Promise<void> {
  const set = { removed_at: removed ? change.now : null }
  await inTransaction(
    (tx) =>
      changeVersionedRow({ ...change, table: 'symptom', set, action: removed ? 'removed' : 'restored' }, tx),
    q,
  )
}

function refuseBackwardWindow({ startedAt, endedAt }: SymptomInput): void {
  if (startedAt !== null && endedAt !== null && endedAt < startedAt) {
    throw new DomainError('invalid', { endedAt: [{ code: 'window_ends_before_start' }] })
  }
}

async function refuseUnknownService({ serviceId }: SymptomInput, q: Queryable): Promise<void> {
  if (serviceId === null) return
  const known = await q.selectFrom('service').select('id').where('id', '=', serviceId).executeTakeFirst()
  if (known === undefined) throw new DomainError('invalid', { serviceId: [{ code: 'not_a_choice' }] })
}

function toColumns(symptom: SymptomInput) {
  return {
    service_id: symptom.serviceId,
    surface: symptom.surface,
    kind: symptom.kind,
    text_ko: symptom.textKo,
    text_en: symptom.textEn,
    ...(symptom.textJa !== undefined && { text_ja: symptom.textJa }),
    error_text: symptom.errorText,
    started_at: symptom.startedAt,
    ended_at: symptom.endedAt,
    share_percent: symptom.sharePercent,
    users: symptom.users,
    measured_how: symptom.measuredHow,
  }
}

function fromRow(row: Selectable<SymptomTable>): Symptom {
  return {
    id: row.id,
    serviceId: row.service_id,
    surface: row.surface,
    kind: row.kind,
    textKo: row.text_ko,
    textEn: row.text_en,
    textJa: row.text_ja,
    errorText: row.error_text,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    sharePercent: row.share_percent,
    users: row.users,
    measuredHow: row.measured_how,
    position: row.position,
    version: row.version,
  }
}
