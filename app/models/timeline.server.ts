import type { Selectable } from 'kysely'
import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import type { TimelineEventTable } from '#db/schema.ts'
import { DomainError } from '#app/domain/errors.ts'
import { MINUTE, type Instant } from '#app/domain/instant.ts'
import type { TimelineEvent } from '#app/domain/timeline.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { changeVersionedRow } from './versioned-row.server.ts'

export type TimelineEventInput = Pick<
  TimelineEvent,
  'occurredAt' | 'approximate' | 'kind' | 'text' | 'source' | 'sourceUrl' | 'starred'
> & {
  /** Only when it is added: evidence is never rewritten. */
  evidence?: string
}

interface ChangeOfEvent {
  id: string
  incidentId: string
  expectedVersion: number
  actor: Actor
  now: Instant
}

/** The timeline in the order in which things happened; what happened at the same time, in the order of recording. */
export async function listTimeline(incidentId: string, q: Queryable = db): Promise<TimelineEvent[]> {
  const rows = await q
    .selectFrom('timeline_event')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('removed_at', 'is', null)
    .orderBy('occurred_at')
    .orderBy('id')
    .execute()
  return rows.map(fromRow)
}

/**
 * Adds several events in one transaction: all of them or none.
 *
 * @throws DomainError as `addTimelineEvent` does.
 */
export async function addTimelineEvents(
  {
    events,
    ...by
  }: Omit<ChangeOfEvent, 'id' | 'expectedVersion'> & { events: readonly TimelineEventInput[] },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    for (const event of events) await addTimelineEvent({ ...by, event }, tx)
  }, q)
}

/** @throws DomainError `invalid` under `occurredAt` when the time lies in the future. */
export async function addTimelineEvent(
  {
    incidentId,
    event,
    actor,
    now,
  }: Omit<ChangeOfEvent, 'id' | 'expectedVersion'> & { event: TimelineEventInput },
  q: Queryable = db,
): Promise<string> {
  refuseFuture(event, now)
  return inTransaction(async (tx) => {
    const id = newId()
    await tx
      .insertInto('timeline_event')
      .values({
        id,
        incident_id: incidentId,
        ...toColumns(event),
        evidence: event.evidence ?? '',
        recorded_at: now,
        recorded_by: actor.name,
        removed_at: null,
        version: 1,
      })
      .execute()
    await recordChange(
      {
        actor,
        now,
        incidentId,
        entity: 'timeline_event',
        entityId: id,
        action: 'added',
        before: null,
        after: event,
      },
      tx,
    )
    return id
  }, q)
}

/** @throws DomainError `invalid`, `not_found`, `conflict`. */
export async function changeTimelineEvent(
  { event, ...change }: ChangeOfEvent & { event: TimelineEventInput },
  q: Queryable = db,
): Promise<void> {
  refuseFuture(event, change.now)
  await inTransaction(
    (tx) =>
      changeVersionedRow(
        { ...change, table: 'timeline_event', set: toColumns(event), action: 'changed' },
        tx,
      ),
    q,
  )
}

/** Starred events go into exports. @throws DomainError `not_found`, `conflict`. */
export async function setTimelineEventStarred(
  { starred, ...change }: ChangeOfEvent & { starred: boolean },
  q: Queryable = db,
): Promise<void> {
  const set = { starred: starred ? (1 as const) : (0 as const) }
  await inTransaction(
    (tx) =>
      changeVersionedRow(
        { ...change, table: 'timeline_event', set, action: starred ? 'starred' : 'unstarred' },
        tx,
      ),
    q,
  )
}

/** Takes an event out, or puts it back. @throws DomainError `not_found`, `conflict`. */
export async function setTimelineEventRemoved(
  { removed, ...change }: ChangeOfEvent & { removed: boolean },
  q: Queryable = db,
): Promise<void> {
  const set = { removed_at: removed ? change.now : null }
  await inTransaction(
    (tx) =>
      changeVersionedRow(
        { ...change, table: 'timeline_event', set, action: removed ? 'removed' : 'restored' },
        tx,
      ),
    q,
  )
}

function refuseFuture({ occurredAt }: TimelineEventInput, now: Instant): void {
  // A minute of grace: people type whole minutes, and clocks differ.
  if (occurredAt > now + MINUTE)
    throw new DomainError('invalid', { occurredAt: [{ code: 'time_in_future' }] })
}

function toColumns(event: TimelineEventInput) {
  return {
    occurred_at: event.occurredAt,
    approximate: event.approximate ? (1 as const) : (0 as const),
    kind: event.kind,
    text: event.text,
    source: event.source,
    source_url: event.sourceUrl,
    starred: event.starred ? (1 as const) : (0 as const),
  }
}

function fromRow(row: Selectable<TimelineEventTable>): TimelineEvent {
  return {
    id: row.id,
    occurredAt: row.occurred_at,
    approximate: row.approximate === 1,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
    kind: row.kind,
    text: row.text,
    source: row.source,
    sourceUrl: row.source_url,
    starred: row.starred === 1,
    evidence: row.evidence,
    version: row.version,
  }
}
