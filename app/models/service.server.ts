import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import type { Instant } from '#app/domain/instant.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { changeVersionedRow } from './versioned-row.server.ts'

export interface Service {
  id: string
  nameKo: string
  nameEn: string
  zone: string | null
  retiredAt: Instant | null
  version: number
}

export interface ServiceInput {
  nameKo: string
  nameEn: string
  /** IANA zone where it differs from the organisation's. */
  zone: string | null
}

/** The catalogue in the order in which people put it, retired services last. */
export async function listServices(q: Queryable = db): Promise<Service[]> {
  const rows = await q.selectFrom('service').selectAll().orderBy('position').orderBy('id').execute()
  return rows
    .map((row) => ({
      id: row.id,
      nameKo: row.name_ko,
      nameEn: row.name_en,
      zone: row.zone,
      retiredAt: row.retired_at,
      version: row.version,
    }))
    .sort((a, b) => Number(a.retiredAt !== null) - Number(b.retiredAt !== null))
}

/** Adds a service at the end of the catalogue and returns its id. */
export async function addService(
  { actor, now, ...input }: ServiceInput & { actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<string> {
  return inTransaction(async (tx) => {
    const id = newId()
    const { last } = await tx
      .selectFrom('service')
      .select((eb) => eb.fn.coalesce(eb.fn.max('position'), eb.lit(0)).as('last'))
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('service')
      .values({ id, ...toColumns(input), position: Number(last) + 1, retired_at: null, version: 1 })
      .execute()
    await recordChange(
      { actor, now, incidentId: null, entity: 'service', entityId: id, action: 'added', before: null, after: input },
      tx,
    )
    return id
  }, q)
}

/** @throws DomainError `not_found`, `conflict`. */
export async function changeService(
  {
    id,
    expectedVersion,
    actor,
    now,
    ...input
  }: ServiceInput & { id: string; expectedVersion: number; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(
    (tx) =>
      changeVersionedRow(
        {
          table: 'service',
          id,
          expectedVersion,
          set: toColumns(input),
          action: 'changed',
          incidentId: null,
          actor,
          now,
        },
        tx,
      ),
    q,
  )
}

/**
 * Takes a service out of the forms, or puts it back. Its incidents keep it.
 *
 * @throws DomainError `not_found`, `conflict`.
 */
export async function setServiceRetired(
  {
    id,
    retired,
    expectedVersion,
    actor,
    now,
  }: { id: string; retired: boolean; expectedVersion: number; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(
    (tx) =>
      changeVersionedRow(
        {
          table: 'service',
          id,
          expectedVersion,
          set: { retired_at: retired ? now : null },
          action: retired ? 'retired' : 'restored',
          incidentId: null,
          actor,
          now,
        },
        tx,
      ),
    q,
  )
}

function toColumns(input: ServiceInput) {
  return { name_ko: input.nameKo, name_en: input.nameEn, zone: input.zone }
}
