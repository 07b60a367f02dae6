import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import type { CoveredPeriod } from '#app/domain/coverage.ts'
import { DomainError, problemsByField, refuse, type FieldProblems } from '#app/domain/errors.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import { coveredPeriodInput } from '#app/domain/record-input.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { getOrganisation } from './organisation.server.ts'
import { changeVersionedRow, deleteVersionedRow, removedRow } from './versioned-row.server.ts'

/** A period as it was stated. Periods may overlap; `mergePeriods` makes one of those that do. */
export interface StatedPeriod extends CoveredPeriod {
  id: string
  note: string
  version: number
  recordedAt: Instant
  recordedBy: string
}

export interface CoveredPeriodInput extends CoveredPeriod {
  /** Who kept the record, or how it is known; may be empty. */
  note: string
}

/** All of them, that which begins first at the head. */
export async function listCoveredPeriods(q: Queryable = db): Promise<StatedPeriod[]> {
  return q
    .selectFrom('covered_period')
    .select([
      'id',
      'from_day as from',
      'until_day as until',
      'note',
      'recorded_at as recordedAt',
      'recorded_by as recordedBy',
      'version',
    ])
    .orderBy('from_day')
    .orderBy('id')
    .execute()
}

/** @throws DomainError `not_found`. */
export async function getCoveredPeriod(id: string, q: Queryable = db): Promise<StatedPeriod> {
  const period = (await listCoveredPeriods(q)).find((candidate) => candidate.id === id)
  if (period === undefined) throw new DomainError('not_found')
  return period
}

/**
 * States a period and returns its id. It may overlap others.
 *
 * @throws DomainError `invalid` for what are no days, a last day before the first, or a day that has not come yet.
 */
export async function addCoveredPeriod(
  { actor, now, ...input }: CoveredPeriodInput & { actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<string> {
  return inTransaction(async (tx) => {
    const stated = await checked(input, now, tx)
    const id = newId()
    await tx
      .insertInto('covered_period')
      .values({ id, ...toColumns(stated), recorded_at: now, recorded_by: actor.name, version: 1 })
      .execute()
    await recordChange({ ...audit(id, 'added'), actor, now, before: null, after: stated }, tx)
    return id
  }, q)
}

/** @throws DomainError `invalid`, `not_found`; `conflict` with the row as it is now in `current`. */
export async function changeCoveredPeriod(
  {
    id,
    expectedVersion,
    actor,
    now,
    ...input
  }: CoveredPeriodInput & { id: string; expectedVersion: number; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    await changeVersionedRow(
      {
        table: 'covered_period',
        id,
        expectedVersion,
        set: toColumns(await checked(input, now, tx)),
        action: 'changed',
        incidentId: null,
        actor,
        now,
      },
      tx,
    )
  }, q)
}

/**
 * Removes a period; the audit row keeps what it said.
 *
 * @throws DomainError `not_found`; `conflict` with the row as it is now in `current`.
 */
export async function removeCoveredPeriod(
  removal: { id: string; expectedVersion: number; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction((tx) => deleteVersionedRow({ ...removal, table: 'covered_period' }, tx), q)
}

/**
 * Takes back the removal of a period: it stands again as it did, and under the same id.
 *
 * @throws DomainError `not_found` when nothing was removed under this id, or it stands again already.
 */
export async function restoreCoveredPeriod(
  { id, actor, now }: { id: string; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const row = await removedRow('covered_period', id, tx)
    await tx.insertInto('covered_period').values(row).execute()
    await recordChange({ ...audit(id, 'restored'), actor, now, before: null, after: row }, tx)
  }, q)
}

async function checked(input: CoveredPeriodInput, now: Instant, tx: Queryable): Promise<CoveredPeriodInput> {
  const parsed = coveredPeriodInput.safeParse(input)
  if (!parsed.success) throw new DomainError('invalid', problemsByField(parsed.error.issues))
  const { from, until } = parsed.data
  const today = plainDate(now, (await getOrganisation(tx)).zone)
  const problems: FieldProblems = {}
  if (from > today) problems.from = [{ code: 'day_in_future' }]
  if (until !== null && until > today) problems.until = [{ code: 'day_in_future' }]
  refuse(problems)
  return parsed.data
}

function audit(entityId: string, action: string) {
  return { incidentId: null, entity: 'covered_period', entityId, action }
}

function toColumns({ from, until, note }: CoveredPeriodInput) {
  return { from_day: from, until_day: until, note }
}
