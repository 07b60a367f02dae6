import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { DomainError, problemsByField } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { yearlyCountInput } from '#app/domain/record-input.ts'
import type { ReportedCount } from '#app/domain/trend.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { changeVersionedRow, deleteVersionedRow, removedRow } from './versioned-row.server.ts'

export interface YearlyCount extends ReportedCount {
  id: string
  version: number
  recordedAt: Instant
  recordedBy: string
}

export type YearlyCountInput = ReportedCount

/** All of them, oldest year first; of the same year in the order in which they were entered. */
export async function listYearlyCounts(q: Queryable = db): Promise<YearlyCount[]> {
  return q
    .selectFrom('yearly_count')
    .select([
      'id',
      'year',
      'count',
      'source',
      'source_url as sourceUrl',
      'rule_stated as ruleStated',
      'recorded_at as recordedAt',
      'recorded_by as recordedBy',
      'version',
    ])
    .orderBy('year')
    .orderBy('recorded_at')
    .orderBy('id')
    .execute()
}

/** @throws DomainError `not_found`. */
export async function getYearlyCount(id: string, q: Queryable = db): Promise<YearlyCount> {
  const count = (await listYearlyCounts(q)).find((candidate) => candidate.id === id)
  if (count === undefined) throw new DomainError('not_found')
  return count
}

/**
 * Enters a number and returns its id. Sources that disagree about a year stand side by side, but each says it once.
 *
 * @throws DomainError `invalid`; `already_exists` when the source has a number for the year.
 */
export async function addYearlyCount(
  { actor, now, ...input }: YearlyCountInput & { actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<string> {
  const entered = checked(input)
  return inTransaction(async (tx) => {
    await requireUnsaid(entered, null, tx)
    const id = newId()
    await tx
      .insertInto('yearly_count')
      .values({ id, ...toColumns(entered), recorded_at: now, recorded_by: actor.name, version: 1 })
      .execute()
    await recordChange({ ...audit(id, 'added'), actor, now, before: null, after: entered }, tx)
    return id
  }, q)
}

/** @throws DomainError `invalid`, `already_exists`, `not_found`; `conflict` with the row as it is now in `current`. */
export async function changeYearlyCount(
  {
    id,
    expectedVersion,
    actor,
    now,
    ...input
  }: YearlyCountInput & { id: string; expectedVersion: number; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  const entered = checked(input)
  await inTransaction(async (tx) => {
    await requireUnsaid(entered, id, tx)
    await changeVersionedRow(
      {
        table: 'yearly_count',
        id,
        expectedVersion,
        set: toColumns(entered),
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
 * Removes a number; the audit row keeps what it said.
 *
 * @throws DomainError `not_found`; `conflict` with the row as it is now in `current`.
 */
export async function removeYearlyCount(
  removal: { id: string; expectedVersion: number; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction((tx) => deleteVersionedRow({ ...removal, table: 'yearly_count' }, tx), q)
}

/**
 * Takes back the removal of a number: it stands again as it did, and under the same id.
 *
 * @throws DomainError `not_found` when nothing was removed under this id, or it stands again already; `already_exists`
 * when the source has been given another number for the year since.
 */
export async function restoreYearlyCount(
  { id, actor, now }: { id: string; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const row = await removedRow('yearly_count', id, tx)
    await requireUnsaid(row, null, tx)
    await tx.insertInto('yearly_count').values(row).execute()
    await recordChange({ ...audit(id, 'restored'), actor, now, before: null, after: row }, tx)
  }, q)
}

function checked(input: YearlyCountInput): YearlyCountInput {
  const parsed = yearlyCountInput.safeParse(input)
  if (!parsed.success) throw new DomainError('invalid', problemsByField(parsed.error.issues))
  return parsed.data
}

async function requireUnsaid(
  input: Pick<YearlyCountInput, 'year' | 'source'>,
  exceptId: string | null,
  tx: Queryable,
): Promise<void> {
  const same = await tx
    .selectFrom('yearly_count')
    .select('id')
    .where('year', '=', input.year)
    .where('source', '=', input.source)
    .$if(exceptId !== null, (query) => query.where('id', '!=', exceptId!))
    .executeTakeFirst()
  if (same !== undefined) throw new DomainError('already_exists', { source: [{ code: 'source_has_year' }] })
}

function audit(entityId: string, action: string) {
  return { incidentId: null, entity: 'yearly_count', entityId, action }
}

function toColumns(input: YearlyCountInput) {
  return {
    year: input.year,
    count: input.count,
    source: input.source,
    source_url: input.sourceUrl,
    rule_stated: input.ruleStated,
  }
}
