import type { Updateable } from 'kysely'
import type { Queryable } from '#db/client.server.ts'
import type { Schema } from '#db/schema.ts'
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
  | 'yearly_count'
  | 'covered_period'
  | 'notice'

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

/** An id that comes from a form may be of any incident; its change would stand in the history of the wrong one. */
function belongsTo(row: Record<string, unknown>, incidentId: string | null | undefined): boolean {
  return incidentId === undefined || !('incident_id' in row) || row.incident_id === incidentId
}

function changedColumns(before: Record<string, unknown>, set: Record<string, unknown>) {
  const names = Object.keys(set).filter((name) => set[name] !== before[name])
  const pick = (row: Record<string, unknown>) => Object.fromEntries(names.map((name) => [name, row[name]]))
  return { before: pick(before), after: pick(set) }
}
