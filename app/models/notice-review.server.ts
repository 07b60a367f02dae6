import { db, type Queryable } from '#db/client.server.ts'
import { toJson } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { DomainError, refuse } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { whyNotApprove } from '#app/domain/notice-review.ts'
import type { Role } from '#app/domain/roles.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { checkDraft, contentOf, fingerprintOf, refuseUnsettled, writeOut } from './notice-content.server.ts'
import {
  INVISIBLE,
  LONGEST_WORDS,
  NOT_REVIEWED,
  openForChange,
  openNotice,
  raiseVersion,
  type Notice,
  type NoticeChange,
} from './notice.server.ts'
import { getOrganisation } from './organisation.server.ts'

/**
 * Asks for a second pair of eyes. What is submitted is kept, so that the reviewer can be shown what has changed since.
 *
 * @throws DomainError `conflict`; `invalid` with `findings` or `checks` in `current` while anything has to be settled.
 */
export async function submitForReview(change: NoticeChange, q: Queryable = db): Promise<void> {
  await inTransaction(async (tx) => {
    const opened = await openForChange(change, tx)
    const { notice, organisation } = opened
    const { revision, findings } = writeOut(notice, organisation, { publishedAt: null })
    await refuseUnsettled(opened, { findings, kind: revision.kind, now: change.now }, tx)
    const { actor, now } = change
    await changeReview(
      opened.notice,
      change,
      {
        ...NOT_REVIEWED,
        review: 'in_review',
        submitted_by: actor.name,
        submitted_by_id: actor.id,
        submitted_at: now,
        reviewed: toJson(contentOf(revision)),
      },
      { action: 'submitted', after: { kind: revision.kind, stage: revision.stage } },
      tx,
    )
  }, q)
}

/** What identifies the draft as it would go out now; the page of a review carries it, and an approval is of exactly this. */
export async function draftFingerprint(
  { slug, now }: { slug: string; now: Instant },
  q: Queryable = db,
): Promise<string> {
  const { notice, organisation } = await openNotice({ slug, now }, q)
  return fingerprintOf(writeOut(notice, organisation, { publishedAt: null }).revision)
}

/**
 * Approves the draft as the reviewer has it on the screen, to the letter and with the facts as they were written out
 * there. Not by the person who submitted it or changed it last.
 *
 * @param fingerprint of what the reviewer saw (`draftFingerprint`)
 * @throws DomainError `conflict` with the notice as it stands now in `current` when text or record have changed since;
 * `invalid` for the wrong person, or when it is not in review.
 */
export async function approveNotice(
  {
    role,
    fingerprint,
    ...change
  }: NoticeChange & { actor: Actor & { id: string }; role: Role; fingerprint: string },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const opened = await openForChange(change, tx)
    const { notice, organisation } = opened
    if (notice.review !== 'in_review') throw new DomainError('invalid', { '': [{ code: 'not_in_review' }] })
    const refused = whyNotApprove(
      { id: change.actor.id, role },
      { submittedBy: notice.submitted, editedBy: notice.edited },
    )
    if (refused) throw new DomainError('invalid', { '': [{ code: refused }] })
    const { revision, findings } = writeOut(notice, organisation, { publishedAt: null })
    const stands = fingerprintOf(revision)
    if (stands !== fingerprint) {
      throw new DomainError('conflict', { '': [{ code: 'approval_outdated' }] }, notice)
    }
    await refuseUnsettled(opened, { findings, kind: revision.kind, now: change.now }, tx)
    await changeReview(
      notice,
      change,
      {
        review: 'approved',
        approved_by: change.actor.name,
        approved_by_id: change.actor.id,
        approved_at: change.now,
        approved_fingerprint: stands,
        reviewed: toJson(contentOf(revision)),
      },
      { action: 'approved', after: { fingerprint: stands } },
      tx,
    )
  }, q)
}

/**
 * Sends the draft back to whoever wrote it, with what should change.
 *
 * @throws DomainError `conflict`; `invalid` when it is not in review or approved, or nothing is said.
 */
export async function sendBack(
  { comment, ...change }: NoticeChange & { comment: string },
  q: Queryable = db,
): Promise<void> {
  refuse(reasonProblems('comment', comment, 'comment_missing'))
  await inTransaction(async (tx) => {
    const { notice } = await openForChange(change, tx)
    if (notice.review === 'draft') throw new DomainError('invalid', { '': [{ code: 'not_in_review' }] })
    await changeReview(
      notice,
      change,
      { ...NOT_REVIEWED, review_comment: comment.trim() },
      { action: 'sent_back', after: { comment: comment.trim() } },
      tx,
    )
  }, q)
}

/**
 * Takes the submission back, by whoever may write: to go on writing without a comment of the reviewer.
 *
 * @throws DomainError `conflict`; `invalid` when it is not in review or approved.
 */
export async function takeBack(change: NoticeChange, q: Queryable = db): Promise<void> {
  await inTransaction(async (tx) => {
    const { notice } = await openForChange(change, tx)
    if (notice.review === 'draft') throw new DomainError('invalid', { '': [{ code: 'not_in_review' }] })
    await changeReview(notice, change, NOT_REVIEWED, { action: 'taken_back', after: {} }, tx)
  }, q)
}

async function changeReview(
  notice: Notice,
  { expectedVersion, actor, now }: NoticeChange,
  set: Parameters<typeof raiseVersion>[1],
  { action, after }: { action: string; after: object },
  tx: Queryable,
): Promise<void> {
  await raiseVersion(notice, set, expectedVersion, tx)
  await recordChange(
    {
      actor,
      now,
      incidentId: notice.incidentId,
      entity: 'notice',
      entityId: notice.id,
      action,
      before: null,
      after,
    },
    tx,
  )
}

interface Decision {
  slug: string
  fingerprint: string
  actor: Actor
  now: Instant
}

/**
 * Keeps a finding of the saved draft, with a reason that stays with the notice. It comes back when the words around it
 * change.
 *
 * @throws DomainError `invalid` without a reason, or when the saved draft has no such finding.
 */
export async function keepFinding(
  { slug, fingerprint, reason, actor, now }: Decision & { reason: string },
  q: Queryable = db,
): Promise<void> {
  refuse(reasonProblems('reason', reason, 'keep_reason_missing'))
  await inTransaction(async (tx) => {
    const opened = await openNotice({ slug, now }, tx)
    const finding = (await checkDraft(opened, { now }, tx)).find((one) => one.fingerprint === fingerprint)
    if (!finding) throw new DomainError('invalid', { '': [{ code: 'finding_gone' }] })
    const { defaultLanguage } = await getOrganisation(tx)
    const row = {
      code: finding.code,
      language: finding.language ?? defaultLanguage,
      quote: finding.quote,
      reason: reason.trim(),
      kept_at: now,
      kept_by: actor.name,
    }
    await tx
      .insertInto('kept_finding')
      .values({ notice_id: opened.notice.id, fingerprint, ...row })
      .onConflict((conflict) => conflict.columns(['notice_id', 'fingerprint']).doUpdateSet(row))
      .execute()
    await recordDecision(opened.notice, { actor, now }, 'finding_kept', row, tx)
  }, q)
}

/** Takes the decision to keep a finding back. @throws DomainError `invalid` when there is none. */
export async function reopenFinding(
  { slug, fingerprint, actor, now }: Decision,
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const { notice } = await openNotice({ slug }, tx)
    const kept = await tx
      .deleteFrom('kept_finding')
      .where('notice_id', '=', notice.id)
      .where('fingerprint', '=', fingerprint)
      .returning(['code', 'quote', 'reason'])
      .executeTakeFirst()
    if (!kept) throw new DomainError('invalid', { '': [{ code: 'finding_gone' }] })
    await recordDecision(notice, { actor, now }, 'finding_reopened', kept, tx)
  }, q)
}

/** The audit row of a decision that leaves the notice itself as it is. */
export async function recordDecision(
  notice: Pick<Notice, 'id' | 'incidentId'>,
  { actor, now }: { actor: Actor; now: Instant },
  action: string,
  after: object,
  tx: Queryable,
): Promise<void> {
  await recordChange(
    {
      actor,
      now,
      incidentId: notice.incidentId,
      entity: 'notice',
      entityId: notice.id,
      action,
      before: null,
      after,
    },
    tx,
  )
}

/** Problems of a reason that only the team reads. */
export function reasonProblems(field: string, text: string, missing: string) {
  if (text.trim() === '') return { [field]: [{ code: missing }] }
  if (INVISIBLE.test(text)) return { [field]: [{ code: 'control_character' }] }
  if (text.length <= LONGEST_WORDS) return {}
  return { [field]: [{ code: 'notice_too_long', params: { max: LONGEST_WORDS, actual: text.length } }] }
}
