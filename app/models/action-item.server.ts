import type { Selectable } from 'kysely'
import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import type { ActionItemTable } from '#db/schema.ts'
import { refuse, type FieldProblems } from '#app/domain/errors.ts'
import type { ActionItem } from '#app/domain/incident-record.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { getOrganisation } from './organisation.server.ts'
import { changeVersionedRow } from './versioned-row.server.ts'

/** What a person states about an item; the day of recording is not theirs to state. */
export interface ActionItemInput extends Omit<ActionItem, 'id' | 'version' | 'recordedAt' | 'promiseWords'> {
  /** A language that is left out stays as it is. */
  promiseWords?: Partial<ActionItem['promiseWords']>
}

interface ChangeOfActionItem {
  id: string
  incidentId: string
  expectedVersion: number
  actor: Actor
  now: Instant
}

/** The action items of an incident in the order in which they were added. */
export async function listActionItems(incidentId: string, q: Queryable = db): Promise<ActionItem[]> {
  const rows = await q
    .selectFrom('action_item')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(actionItemFromRow)
}

/** Open action items of all incidents, the earliest due first and those without a day last; at most `limit`. */
export async function listOpenActionItems(
  { limit }: { limit: number },
  q: Queryable = db,
): Promise<(ActionItem & { reference: string })[]> {
  const open = q
    .selectFrom('action_item')
    .innerJoin('incident', 'incident.id', 'action_item.incident_id')
    .selectAll('action_item')
    .select('incident.reference')
    .where('action_item.state', '=', 'open')
    .where('action_item.removed_at', 'is', null)
    .where('incident.removed_at', 'is', null)
    .limit(limit)
  const due = await open.where('due_on', 'is not', null).orderBy('due_on').orderBy('action_item.id').execute()
  const someDay =
    due.length < limit ? await open.where('due_on', 'is', null).orderBy('action_item.id').execute() : []
  return [...due, ...someDay]
    .slice(0, limit)
    .map((row) => ({ ...actionItemFromRow(row), reference: row.reference }))
}

/** Adds an action item and returns its id. @throws DomainError `invalid` as `changeActionItem`. */
export async function addActionItem(
  {
    incidentId,
    item,
    actor,
    now,
  }: Omit<ChangeOfActionItem, 'id' | 'expectedVersion'> & { item: ActionItemInput },
  q: Queryable = db,
): Promise<string> {
  return inTransaction(async (tx) => {
    await refuseContradiction(item, now, tx)
    const id = newId()
    await tx
      .insertInto('action_item')
      .values({
        id,
        incident_id: incidentId,
        ...toColumns(item),
        recorded_at: now,
        removed_at: null,
        version: 1,
      })
      .execute()
    await recordChange(
      {
        actor,
        now,
        incidentId,
        entity: 'action_item',
        entityId: id,
        action: 'added',
        before: null,
        after: item,
      },
      tx,
    )
    return id
  }, q)
}

/**
 * @throws DomainError `not_found`, `conflict`; `invalid` when a day of doing it stands beside another state or has not come
 *   yet, or when it is dropped without a reason.
 */
export async function changeActionItem(
  { item, ...change }: ChangeOfActionItem & { item: ActionItemInput },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    await refuseContradiction(item, change.now, tx)
    await changeVersionedRow({ ...change, table: 'action_item', set: toColumns(item), action: 'changed' }, tx)
  }, q)
}

/** A day on which something was done is never made up: where nobody states it, it stays unknown. */
async function refuseContradiction(item: ActionItemInput, now: Instant, q: Queryable): Promise<void> {
  const { zone } = await getOrganisation(q)
  const problems: FieldProblems = {}
  if (item.doneOn !== null && item.state !== 'done') problems.doneOn = [{ code: 'done_day_but_not_done' }]
  else if (item.doneOn !== null && item.doneOn > plainDate(now, zone))
    problems.doneOn = [{ code: 'done_day_in_future' }]
  if (item.state === 'dropped' && item.stateReason === '')
    problems.stateReason = [{ code: 'dropped_without_reason' }]
  refuse(problems)
}

/** Takes an action item out, or puts it back. @throws DomainError `not_found`, `conflict`. */
export async function setActionItemRemoved(
  { removed, ...change }: ChangeOfActionItem & { removed: boolean },
  q: Queryable = db,
): Promise<void> {
  const set = { removed_at: removed ? change.now : null }
  await inTransaction(
    (tx) =>
      changeVersionedRow(
        { ...change, table: 'action_item', set, action: removed ? 'removed' : 'restored' },
        tx,
      ),
    q,
  )
}

function toColumns(item: ActionItemInput) {
  const { ko, en, ja } = item.promiseWords ?? {}
  return {
    title: item.title,
    kind: item.kind,
    state: item.state,
    owner: item.owner,
    due_on: item.dueOn,
    tracker_url: item.trackerUrl,
    promise: item.promise ? (1 as const) : (0 as const),
    done_on: item.doneOn,
    state_reason: item.stateReason,
    ...(ko !== undefined && { promise_ko: ko }),
    ...(en !== undefined && { promise_en: en }),
    ...(ja !== undefined && { promise_ja: ja }),
  }
}

/** An action item as the record holds it, from its row. */
export function actionItemFromRow(row: Selectable<ActionItemTable>): ActionItem {
  return {
    id: row.id,
    version: row.version,
    title: row.title,
    kind: row.kind,
    state: row.state,
    owner: row.owner,
    dueOn: row.due_on,
    trackerUrl: row.tracker_url,
    promise: row.promise === 1,
    doneOn: row.done_on,
    stateReason: row.state_reason,
    promiseWords: { ko: row.promise_ko, en: row.promise_en, ja: row.promise_ja },
    recordedAt: row.recorded_at,
  }
}
