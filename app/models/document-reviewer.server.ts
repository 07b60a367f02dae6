import { db, type Queryable } from '#db/client.server.ts'
import { DomainError, refuse } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import type { ReviewAnswer, Reviewer } from '#app/domain/postmortem-review.ts'
import { recordChange, type Actor } from './audit.server.ts'

/** Everybody who was asked for a review of a document or answered one, in the order of their names. */
export async function listReviewers(documentId: string, q: Queryable = db): Promise<Reviewer[]> {
  const rows = await q
    .selectFrom('document_reviewer')
    .innerJoin('user', 'user.id', 'document_reviewer.user_id')
    .select([
      'user.id',
      'user.name',
      'document_reviewer.asked_at',
      'document_reviewer.answer',
      'document_reviewer.answered_at',
      'document_reviewer.answered_revision',
    ])
    .where('document_id', '=', documentId)
    .orderBy('user.name')
    .orderBy('user.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    askedAt: row.asked_at,
    answer:
      row.answer === null || row.answered_at === null || row.answered_revision === null
        ? null
        : { says: row.answer, at: row.answered_at, revision: row.answered_revision },
  }))
}

/**
 * Asks these people for the review that goes on since `since`, and no others. Who has answered stays in the list with
 * what they said, on which revision. Call it in the transaction of the request.
 *
 * @throws DomainError `invalid` with the field reviewers for somebody who cannot sign in
 */
export async function askReviewers(
  {
    documentId,
    incidentId,
    people,
    since,
    actor,
    now,
  }: {
    documentId: string
    incidentId: string
    people: readonly string[]
    since: Instant
    actor: Actor
    now: Instant
  },
  tx: Queryable,
): Promise<void> {
  const wanted = [...new Set(people)]
  const known = await tx
    .selectFrom('user')
    .select(['id', 'name'])
    .where('id', 'in', wanted.length === 0 ? [''] : wanted.slice(0, 100))
    .where('disabledAt', 'is', null)
    .orderBy('name')
    .execute()
  if (known.length !== wanted.length) refuse({ reviewers: [{ code: 'not_a_choice' }] })
  const rows = await tx
    .selectFrom('document_reviewer')
    .select(['user_id', 'asked_at'])
    .where('document_id', '=', documentId)
    .execute()
  const asked = new Map(rows.map((row) => [row.user_id, row.asked_at]))
  await tx
    .deleteFrom('document_reviewer')
    .where('document_id', '=', documentId)
    .where('answer', 'is', null)
    .$if(wanted.length > 0, (query) => query.where('user_id', 'not in', wanted))
    .execute()
  const added = known.filter(({ id }) => (asked.get(id) ?? -1) < since)
  for (const { id } of added) {
    const row = { asked_at: now, asked_by: actor.name }
    await tx
      .insertInto('document_reviewer')
      .values({ document_id: documentId, user_id: id, ...row })
      .onConflict((conflict) => conflict.columns(['document_id', 'user_id']).doUpdateSet(row))
      .execute()
  }
  if (added.length === 0) return
  await recordChange(
    {
      actor,
      now,
      incidentId,
      entity: 'document_reviewer',
      entityId: documentId,
      action: 'asked',
      before: null,
      after: { people: added.map(({ name }) => name).join(', ') },
    },
    tx,
  )
}

/**
 * Notes what somebody says about a revision, in place of what they said of an earlier one. Call it in the transaction of
 * the answer.
 *
 * @param uninvited whether it counts from somebody who was not asked
 * @throws DomainError `invalid` from somebody who was not asked
 */
export async function noteAnswer(
  {
    documentId,
    userId,
    says,
    revision,
    uninvited,
    now,
    name,
  }: {
    documentId: string
    userId: string
    says: ReviewAnswer
    revision: number
    uninvited: boolean
    now: Instant
    name: string
  },
  tx: Queryable,
): Promise<void> {
  const set = { answer: says, answered_at: now, answered_revision: revision }
  const updated = await tx
    .updateTable('document_reviewer')
    .set(set)
    .where('document_id', '=', documentId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (updated.numUpdatedRows > 0n) return
  if (!uninvited) throw new DomainError('invalid', { '': [{ code: 'postmortem_not_asked' }] })
  await tx
    .insertInto('document_reviewer')
    .values({ document_id: documentId, user_id: userId, asked_at: now, asked_by: name, ...set })
    .execute()
}
