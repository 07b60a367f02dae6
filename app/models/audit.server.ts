import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { fromJson, toJson } from '#db/schema.ts'
import type { Instant } from '#app/domain/instant.ts'
import { indexChanged } from './search-index.server.ts'
import { forgetFiguresOfIncident } from './year-rollup.server.ts'

/** Who does something. The name is kept with every change, so that history reads the same after an account is gone. */
export interface Actor {
  /** Null for the command line. */
  id: string | null
  name: string
}

export interface Change {
  actor: Actor
  now: Instant
  incidentId: string | null
  entity: string
  entityId: string
  action: string
  before: unknown
  after: unknown
}

/** What belongs to an incident and is in no figure; of whatever is not named here it is taken to be. */
const IN_NO_FIGURE: readonly string[] = [
  'action_item',
  'denied_cause',
  'document',
  'document_comment',
  'document_reviewer',
  'incident_wording',
  'notice',
  'statement',
  'timeline_event',
]

/**
 * Writes the audit row of a change, makes what changed findable, and forgets the kept figures that the incident is in: no
 * change gets past its audit row. Call it in the transaction of the change itself, after the change.
 */
export async function recordChange(change: Change, q: Queryable): Promise<void> {
  await q
    .insertInto('audit_event')
    .values({
      id: newId(),
      at: change.now,
      actor_id: change.actor.id,
      actor_name: change.actor.name,
      incident_id: change.incidentId,
      entity: change.entity,
      entity_id: change.entityId,
      action: change.action,
      before: change.before === null ? null : toJson(change.before),
      after: change.after === null ? null : toJson(change.after),
    })
    .execute()
  await indexChanged(change, q)
  if (change.incidentId !== null && !IN_NO_FIGURE.includes(change.entity)) {
    await forgetFiguresOfIncident(change.incidentId, q)
  }
}

export interface AuditEvent {
  id: string
  at: Instant
  actorName: string
  entity: string
  entityId: string
  action: string
  before: unknown
  after: unknown
}

/** The changes of one incident, newest first; at most `limit` of them, beginning before the event `beforeId`. */
export async function listIncidentChanges(
  { incidentId, limit = 100, beforeId }: { incidentId: string; limit?: number; beforeId?: string },
  q: Queryable = db,
): Promise<AuditEvent[]> {
  const rows = await q
    .selectFrom('audit_event')
    .select(['id', 'at', 'actor_name', 'entity', 'entity_id', 'action', 'before', 'after'])
    .where('incident_id', '=', incidentId)
    // Ids are UUIDv7: their order is the order of writing.
    .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    actorName: row.actor_name,
    entity: row.entity,
    entityId: row.entity_id,
    action: row.action,
    before: row.before === null ? null : fromJson(row.before),
    after: row.after === null ? null : fromJson(row.after),
  }))
}
