import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { DomainError } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { changeVersionedRow } from './versioned-row.server.ts'

export interface Service {
  id: string
  nameKo: string
  nameEn: string
  nameJa: string
  zone: string | null
  retiredAt: Instant | null
  version: number
}

export interface ServiceInput {
  nameKo: string
  nameEn: string
  /** Left out, it stays as it is. */
  nameJa?: string
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
      nameJa: row.name_ja,
      zone: row.zone,
      retiredAt: row.retired_at,
      version: row.version,
    }))
    .sort((a, b) => Number(a.retiredAt !== null) - Number(b.retiredAt !== null))
}

/** @throws DomainError `not_found`. */
export async function getService(id: string, q: Queryable = db): Promise<Service> {
  const service = (await listServices(q)).find((candidate) => candidate.id === id)
  if (service === undefined) throw new DomainError('not_found')
  return service
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
      {
        actor,
        now,
        incidentId: null,
        entity: 'service',
        entityId: id,
        action: 'added',
        before: null,
        after: input,
      },
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
 * Puts a service in the place of its neighbour among those in use. The first one stays where it is when it goes up, and
 * so does the last one when it goes down. Raises no version: an order of names is nothing that two people can lose.
 *
 * @throws DomainError `not_found`.
 */
export async function moveService(
  { id, direction, actor, now }: { id: string; direction: 'up' | 'down'; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const service = await getService(id, tx)
    if (service.retiredAt !== null) return
    const services = await listServices(tx)
    const order = services.map((one) => one.id)
    const from = order.indexOf(id)
    const to = direction === 'up' ? from - 1 : from + 1
    const neighbour = services[to]
    if (neighbour === undefined || neighbour.retiredAt !== null) return
    const after = order.with(from, neighbour.id).with(to, id)
    // All are numbered anew, so that places given twice do no harm.
    for (const [index, serviceId] of after.entries()) {
      await tx
        .updateTable('service')
        .set({ position: index + 1 })
        .where('id', '=', serviceId)
        .execute()
    }
    await recordChange(
      {
        actor,
        now,
        incidentId: null,
        entity: 'service',
        entityId: id,
        action: 'moved',
        before: { position: from + 1 },
        after: { position: to + 1 },
      },
      tx,
    )
  }, q)
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
  const { nameKo, nameEn, nameJa, zone } = input
  return { name_ko: nameKo, name_en: nameEn, ...(nameJa !== undefined && { name_ja: nameJa }), zone }
}
