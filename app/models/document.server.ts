import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { fromJson, toJson } from '#db/schema.ts'
import { DomainError } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { recordChange, type Actor } from './audit.server.ts'

export interface DocumentRevision {
  number: number
  body: unknown
  markdown: string
  reason: string
  recordedAt: Instant
  recordedBy: string
}

/** The postmortem's revisions, newest first; none before it was begun. */
export async function listDocumentRevisions(
  incidentId: string,
  q: Queryable = db,
): Promise<DocumentRevision[]> {
  const rows = await q
    .selectFrom('document_revision')
    .innerJoin('document', 'document.id', 'document_revision.document_id')
    .selectAll('document_revision')
    .where('document.incident_id', '=', incidentId)
    .where('document.kind', '=', 'postmortem')
    .orderBy('document_revision.number', 'desc')
    .execute()
  return rows.map((row) => ({
    number: row.number,
    body: fromJson(row.body),
    markdown: row.markdown,
    reason: row.reason,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
  }))
}

/**
 * Writes the next revision of the postmortem and returns its number.
 *
 * @param expectedRevision the newest revision that the author had on the screen; 0 to begin the document
 * @throws DomainError `conflict` with that newest revision in `current` when somebody else has written in between
 */
export async function saveDocumentRevision(
  revision: {
    incidentId: string
    expectedRevision: number
    body: unknown
    markdown: string
    reason: string
    actor: Actor
    now: Instant
  },
  q: Queryable = db,
): Promise<number> {
  const { incidentId, expectedRevision, actor, now } = revision
  return inTransaction(async (tx) => {
    const number = expectedRevision + 1
    const documentId = await claimDocument(incidentId, expectedRevision, tx)
    await tx
      .insertInto('document_revision')
      .values({
        document_id: documentId,
        number,
        body: toJson(revision.body),
        markdown: revision.markdown,
        reason: revision.reason,
        recorded_at: now,
        recorded_by: actor.name,
      })
      .execute()
    await recordChange(
      {
        actor,
        now,
        incidentId,
        entity: 'document',
        entityId: documentId,
        action: 'revised',
        before: { revision: expectedRevision },
        after: { revision: number, reason: revision.reason },
      },
      tx,
    )
    return number
  }, q)
}

async function claimDocument(incidentId: string, expectedRevision: number, q: Queryable): Promise<string> {
  const document = await q
    .selectFrom('document')
    .select(['id', 'current_revision'])
    .where('incident_id', '=', incidentId)
    .where('kind', '=', 'postmortem')
    .executeTakeFirst()
  if (document === undefined && expectedRevision === 0) {
    const id = newId()
    await q
      .insertInto('document')
      .values({ id, incident_id: incidentId, kind: 'postmortem', current_revision: 1, version: 1 })
      .execute()
    return id
  }
  const result = await q
    .updateTable('document')
    .set((eb) => ({ current_revision: expectedRevision + 1, version: eb('version', '+', 1) }))
    .where('id', '=', document?.id ?? '')
    .where('current_revision', '=', expectedRevision)
    .executeTakeFirst()
  if (document === undefined || result.numUpdatedRows === 0n) {
    const [newest = null] = await listDocumentRevisions(incidentId, q)
    throw new DomainError('conflict', { '': [{ code: 'changed_by_another' }] }, newest)
  }
  return document.id
}
