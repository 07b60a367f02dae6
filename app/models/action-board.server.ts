/** The action items of all incidents on one board, and the two presses that the board has: done, and not done after all. */
import type { ExpressionBuilder } from 'kysely'
import { db, type Queryable } from '#db/client.server.ts'
import type { ActionKind, Schema } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.server.ts'
import type { ListedActionItem } from '#app/domain/action-board.ts'
import { actionAgeing, type ActionAgeing } from '#app/domain/action-item.ts'
import { DomainError } from '#app/domain/errors.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import { actionItemFromRow } from './action-item.server.ts'
import type { Actor } from './audit.server.ts'
import { getOrganisation } from './organisation.server.ts'
import { changeVersionedRow } from './versioned-row.server.ts'

/** What the board can show: those outstanding, of them those whose day is over, those done, those dropped. */
export type BoardState = 'open' | 'late' | 'done' | 'dropped'

export interface BoardFilters {
  /** Outstanding ones where it is left out. */
  state?: BoardState
  /** As it is written in the item; the empty text for items without an owner. */
  owner?: string
  kind?: ActionKind
  serviceId?: string
  /** Only what was promised in public. */
  promise?: true
  /** Year in which the incident began, in the organisation's zone. */
  year?: number
}

export type BoardItem = ListedActionItem

export interface BoardPage {
  items: BoardItem[]
  /** Give it back as `cursor` for the next page; null on the last one. */
  next: string | null
}

/**
 * A page of the board. Outstanding items come by their day, so that what is late stands first, and those without a day
 * last; done and dropped ones come the latest written down first. Pages are found by key.
 *
 * @param today day `YYYY-MM-DD` in the organisation's zone, after which a due day is over
 * @param cursor as `next` gave it; anything else is read as the beginning
 * @param limit rows a page, 1 to 100
 */
export async function listActionBoard(
  {
    filters = {},
    today,
    cursor = null,
    limit = 50,
  }: { filters?: BoardFilters; today: string; cursor?: string | null; limit?: number },
  q: Queryable = db,
): Promise<BoardPage> {
  const position = readCursor(cursor)
  const { state = 'open' } = filters
  const rows =
    state === 'done' || state === 'dropped'
      ? await matching(filters, today, q)
          .$if(position !== null, (query) => query.where('action_item.id', '<', position!.id))
          .orderBy('action_item.id', 'desc')
          .limit(limit + 1)
          .execute()
      : await outstandingRows(filters, today, position, limit, q)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map((row) => ({
      ...actionItemFromRow(row),
      reference: row.reference,
      incidentTitle: row.incident_title,
    })),
    next: rows.length > limit && last ? `${last.due_on ?? 'none'}_${last.id}` : null,
  }
}

/** All items that the filters leave, page by page; nothing is held between two pages. */
export async function* actionBoardPages(
  { filters, today }: { filters: BoardFilters; today: string },
  q: Queryable = db,
): AsyncGenerator<BoardItem[], void, undefined> {
  let cursor: string | null = null
  do {
    const page: BoardPage = await listActionBoard({ filters, today, cursor, limit: 100 }, q)
    yield page.items
    cursor = page.next
  } while (cursor !== null)
}

const MOST_MEASURED = 1000

/**
 * How old the outstanding items that the filters leave are, whatever state the board shows. Of more than 1,000 the ones
 * due first are measured; `more` says so.
 */
export async function outstandingAgeing(
  { filters = {}, today, zone }: { filters?: BoardFilters; today: string; zone: string },
  q: Queryable = db,
): Promise<{ ageing: ActionAgeing; more: boolean }> {
  const rows = await outstandingRows({ ...filters, state: 'open' }, today, null, MOST_MEASURED, q)
  const items = rows.slice(0, MOST_MEASURED).map((row) => ({
    state: row.state,
    dueOn: row.due_on,
    doneOn: row.done_on,
    recordedAt: row.recorded_at,
  }))
  return { ageing: actionAgeing(items, today, zone), more: rows.length > MOST_MEASURED }
}

/** Who owns outstanding items, in the order of their letters; at most 100. */
export async function listOwners(q: Queryable = db): Promise<string[]> {
  const rows = await q
    .selectFrom('action_item')
    .select('owner')
    .distinct()
    .where('state', '=', 'open')
    .where('removed_at', 'is', null)
    .where('owner', '!=', '')
    .orderBy('owner')
    .limit(100)
    .execute()
  return rows.map(({ owner }) => owner)
}

interface PressOnItem {
  id: string
  expectedVersion: number
  actor: Actor
  now: Instant
}

/**
 * Marks an outstanding item as done.
 *
 * @param doneOn day `YYYY-MM-DD` in the organisation's zone; null where nobody knows it
 * @throws DomainError `not_found`, `conflict`; `invalid` under `doneOn` for a day that has not come yet
 */
export async function completeActionItem(
  { doneOn, ...press }: PressOnItem & { doneOn: string | null },
  q: Queryable = db,
): Promise<void> {
  const { zone } = await getOrganisation(q)
  if (doneOn !== null && doneOn > plainDate(press.now, zone)) {
    throw new DomainError('invalid', { doneOn: [{ code: 'done_day_in_future' }] })
  }
  await setState({ ...press, from: 'open', set: { state: 'done', done_on: doneOn } }, q)
}

/** Opens an item again that was marked as done. @throws DomainError `not_found`, `conflict`. */
export async function reopenActionItem(press: PressOnItem, q: Queryable = db): Promise<void> {
  await setState({ ...press, from: 'done', set: { state: 'open', done_on: null } }, q)
}

/** A press on an item that stands otherwise meanwhile changes nothing, even where the version was guessed right. */
async function setState(
  {
    from,
    set,
    ...press
  }: PressOnItem & {
    from: 'open' | 'done'
    set: { state: 'open' | 'done'; done_on: string | null }
  },
  q: Queryable,
): Promise<void> {
  await inTransaction(async (tx) => {
    const item = await tx
      .selectFrom('action_item')
      .innerJoin('incident', 'incident.id', 'action_item.incident_id')
      .select(['action_item.incident_id', 'action_item.state'])
      .where('action_item.id', '=', press.id)
      .where('action_item.removed_at', 'is', null)
      .where('incident.removed_at', 'is', null)
      .executeTakeFirst()
    if (item === undefined) throw new DomainError('not_found')
    if (item.state !== from) throw new DomainError('conflict', { '': [{ code: 'changed_by_another' }] })
    await changeVersionedRow(
      { ...press, incidentId: item.incident_id, table: 'action_item', set, action: 'changed' },
      tx,
    )
  }, q)
}

function matching(filters: BoardFilters, today: string, q: Queryable) {
  const { state = 'open', owner, kind, serviceId, promise, year } = filters
  return q
    .selectFrom('action_item')
    .innerJoin('incident', 'incident.id', 'action_item.incident_id')
    .selectAll('action_item')
    .select(['incident.reference', 'incident.title as incident_title'])
    .where('action_item.removed_at', 'is', null)
    .where('incident.removed_at', 'is', null)
    .where('action_item.state', '=', state === 'late' ? 'open' : state)
    .$if(state === 'late', (query) => query.where('due_on', '<', today))
    .$if(owner !== undefined, (query) => query.where('owner', '=', owner!))
    .$if(kind !== undefined, (query) => query.where('action_item.kind', '=', kind!))
    .$if(promise === true, (query) => query.where('promise', '=', 1))
    .$if(year !== undefined, (query) => query.where('incident.year', '=', year!))
    .$if(serviceId !== undefined, (query) => query.where((eb) => touches(eb, serviceId!)))
}

function touches(eb: ExpressionBuilder<Schema, 'action_item'>, serviceId: string) {
  return eb.exists(
    eb
      .selectFrom('incident_service')
      .select('incident_service.incident_id')
      .whereRef('incident_service.incident_id', '=', 'action_item.incident_id')
      .where('incident_service.service_id', '=', serviceId),
  )
}

/** One row more than wanted tells whether there is a next page. */
async function outstandingRows(
  filters: BoardFilters,
  today: string,
  position: Position | null,
  limit: number,
  q: Queryable,
) {
  const query = matching(filters, today, q)
  const due =
    position !== null && position.dueOn === null
      ? []
      : await query
          .where('due_on', 'is not', null)
          .$if(position !== null, (some) =>
            some.where((eb) =>
              eb(
                eb.refTuple('action_item.due_on', 'action_item.id'),
                '>',
                eb.tuple(position!.dueOn!, position!.id),
              ),
            ),
          )
          .orderBy('due_on')
          .orderBy('action_item.id')
          .limit(limit + 1)
          .execute()
  if (due.length > limit || filters.state === 'late') return due
  const someDay = await query
    .where('due_on', 'is', null)
    .$if(position?.dueOn === null, (some) => some.where('action_item.id', '>', position!.id))
    .orderBy('action_item.id')
    .limit(limit + 1 - due.length)
    .execute()
  return [...due, ...someDay]
}

interface Position {
  dueOn: string | null
  id: string
}

function readCursor(cursor: string | null): Position | null {
  const parts = /^(none|\d{4}-\d{2}-\d{2})_([0-9a-f-]{36})$/.exec(cursor ?? '')
  if (parts === null) return null
  return { dueOn: parts[1] === 'none' ? null : parts[1]!, id: parts[2]! }
}
