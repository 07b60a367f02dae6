import type { Updateable } from 'kysely'
import type { Queryable } from '#db/client.server.ts'
import { fromJson, type Schema } from '#db/schema.ts'
import { DomainError } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { recordChange, type Actor } from './audit.server.ts'

/** Tables whose rows carry an id and a version that every change raises. */
export type VersionedTable =
  | 'organisation'
  | 'service'
  | 'incident'
  | 'symptom'
  | 'timeline_event'
  | 'statement'
  | 'action_item'
  | 'denied_cause'
  | 'document_comment'
  | 'yearly_count'
  | 'covered_period'
  | 'notice'
  | 'document_template'

interface VersionedUpdate<Table extends VersionedTable> {
  table: Table
  id: string
  /** The version that the person had on the screen. */
  expectedVersion: number
  set: Updateable<Schema[Table]>
  /** The incident that the row has to belong to; null for tables whose rows belong to none. */
  incidentId?: string | null
}

export interface VersionedChange<Table extends VersionedTable> extends VersionedUpdate<Table> {
  action: string
  incidentId: string | null
  actor: Actor
  now: Instant
}

/**
 * Changes one row if it still has the version that its author saw, raises the version and writes the audit row with
 * the columns that changed. Call it in a transaction.
 *
 * @throws DomainError `not_found`, also for a row of another incident; `conflict` with the row as it stands now in `current`.
 */
export async function changeVersionedRow<Table extends VersionedTable>(
  change: VersionedChange<Table>,
  q: Queryable,
): Promise<void> {
  const before = await updateIfUnchanged(change, q)
  const changed = changedColumns(before, change.set)
  await recordChange(
    {
      actor: change.actor,
      now: change.now,
      incidentId: change.incidentId,
      entity: change.table,
      entityId: change.id,
      action: change.action,
      before: changed.before,
      after: changed.after,
    },
    q,
  )
}

/**
 * Like `changeVersionedRow`, for a change whose audit row the caller writes itself. Returns the row as it was.
 *
 * @throws DomainError `not_found`, `conflict`.
 */
export async function updateIfUnchanged<Table extends VersionedTable>(
  update: VersionedUpdate<Table>,
  q: Queryable,
): Promise<Record<string, unknown>> {
  // One table stands for all: they share `id` and `version`, and Kysely cannot type a union of tables.
  const table = update.table as 'symptom'
  const before = await q.selectFrom(table).selectAll().where('id', '=', update.id).executeTakeFirst()
  if (before === undefined || !belongsTo({ ...before }, update.incidentId)) throw new DomainError('not_found')

  const result = await q
    .updateTable(table)
    .set({ ...update.set, version: update.expectedVersion + 1 })
    .where('id', '=', update.id)
    .where('version', '=', update.expectedVersion)
    .executeTakeFirst()
  if (result.numUpdatedRows === 0n) {
    throw new DomainError('conflict', { '': [{ code: 'changed_by_another' }] }, before)
  }
  return { ...before }
}

/** Tables whose rows are deleted: no other row names them, and the history keeps what they said. */
type RemovableTable = 'yearly_count' | 'covered_period'

/**
 * Deletes one row if it still has the version that its author saw. The audit row keeps it whole, for `removedRow`. Call
 * it in a transaction.
 *
 * @throws DomainError `not_found`; `conflict` with the row as it stands now in `current`.
 */
export async function deleteVersionedRow(
  {
    table,
    id,
    expectedVersion,
    actor,
    now,
  }: { table: RemovableTable; id: string; expectedVersion: number; actor: Actor; now: Instant },
  q: Queryable,
): Promise<void> {
  const before = await q.selectFrom(table).selectAll().where('id', '=', id).executeTakeFirst()
  if (before === undefined) throw new DomainError('not_found')
  const result = await q
    .deleteFrom(table)
    .where('id', '=', id)
    .where('version', '=', expectedVersion)
    .executeTakeFirst()
  if (result.numDeletedRows === 0n) {
    throw new DomainError('conflict', { '': [{ code: 'changed_by_another' }] }, before)
  }
  await recordChange(
    { actor, now, incidentId: null, entity: table, entityId: id, action: 'removed', before, after: null },
    q,
  )
}

/**
 * A row that `deleteVersionedRow` took out, as it is to be inserted again: under the same id, with the next version.
 *
 * @throws DomainError `not_found` when nothing was removed under this id, or it stands again already.
 */
export async function removedRow<Table extends RemovableTable>(
  table: Table,
  id: string,
  q: Queryable,
): Promise<Schema[Table]> {
  const standing = await q
    .selectFrom<RemovableTable>(table)
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()
  const removal = await q
    .selectFrom('audit_event')
    .select('before')
    .where('entity', '=', table)
    .where('entity_id', '=', id)
    .where('action', '=', 'removed')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  if (standing !== undefined || removal?.before == null) throw new DomainError('not_found')
  const row = fromJson(removal.before) as Schema[Table]
  return { ...row, version: row.version + 1 }
}

/** An id that comes from a form may be of any incident; its change would stand in the history of the wrong one. */
function belongsTo(row: Record<string, unknown>, incidentId: string | null | undefined): boolean {
  return incidentId === undefined || !('incident_id' in row) || row.incident_id === incidentId
}

function changedColumns(before: Record<string, unknown>, set: Record<string, unknown>) {
  const names = Object.keys(set).filter((name) => set[name] !== before[name])
  const pick = (row: Record<string, unknown>) => Object.fromEntries(names.map((name) => [name, row[name]]))
  return { before: pick(before), after: pick(set) }
}
