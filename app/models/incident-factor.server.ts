import { db, type Queryable } from '#db/client.server.ts'
import { DomainError } from '#app/domain/errors.ts'
import { FACTORS, type Factor } from '#app/domain/factors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { recordChange, type Actor } from './audit.server.ts'

/** The contributing factors of an incident, in the order of `FACTORS`. */
export async function listFactors(incidentId: string, q: Queryable = db): Promise<Factor[]> {
  return (await listFactorsOf([incidentId], q)).get(incidentId) ?? []
}

/** The same of several incidents, by their ids; those without any are left out. */
export async function listFactorsOf(
  incidentIds: readonly string[],
  q: Queryable = db,
): Promise<Map<string, Factor[]>> {
  if (incidentIds.length === 0) return new Map()
  const rows = await q
    .selectFrom('incident_factor')
    .selectAll()
    .where('incident_id', 'in', incidentIds)
    .execute()
  const stated = Map.groupBy(rows, (row) => row.incident_id)
  return new Map(
    [...stated].map(([id, own]) => [
      id,
      FACTORS.filter((factor) => own.some((row) => row.factor === factor)),
    ]),
  )
}

/**
 * States the factors of an incident anew and writes what changed into its history. Call it in the transaction of the
 * incident's own change, which forgets the kept figures of its years.
 *
 * @throws DomainError `invalid` under `factors` when "not known" stands beside others.
 */
export async function changeFactors(
  {
    incidentId,
    factors,
    actor,
    now,
  }: { incidentId: string; factors: readonly Factor[]; actor: Actor; now: Instant },
  q: Queryable,
): Promise<void> {
  const before = await listFactors(incidentId, q)
  const after = FACTORS.filter((factor) => factors.includes(factor))
  if (after.includes('not_known') && after.length > 1) {
    throw new DomainError('invalid', { factors: [{ code: 'factor_known_and_not' }] })
  }
  if (before.join() === after.join()) return
  await q.deleteFrom('incident_factor').where('incident_id', '=', incidentId).execute()
  if (after.length > 0) {
    await q
      .insertInto('incident_factor')
      .values(after.map((factor) => ({ incident_id: incidentId, factor })))
      .execute()
  }
  await recordChange(
    {
      actor,
      now,
      incidentId,
      entity: 'incident',
      entityId: incidentId,
      action: 'factors_changed',
      before: { factors: before },
      after: { factors: after },
    },
    q,
  )
}
