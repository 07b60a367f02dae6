/** What the page of a postmortem shows of its review: who is asked, what is open, what was said. */
import { clockNow } from '#app/clock.server.ts'
import type { CommentsData } from '#app/domain/document-comments.ts'
import { factsOf } from '#app/domain/facts.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import { piecesOf, postmortemFacts, type PostmortemFinding } from '#app/domain/postmortem-blocks.ts'
import { postmortemChecklist, type Check, type ChecklistInput } from '#app/domain/postmortem-checklist.ts'
import {
  approvesOwn,
  isOnlyAuthor,
  isReviewLate,
  whyNotApprovePostmortem,
  type PostmortemApprovalRefusal,
  type Reviewer,
} from '#app/domain/postmortem-review.ts'
import { listConversations, listMentionable } from '#app/models/document-comment.server.ts'
import { getDraft } from '#app/models/document-draft.server.ts'
import { namesOf } from '#app/models/document-names.server.ts'
import { listReviewers } from '#app/models/document-reviewer.server.ts'
import { getAuthorship, type Postmortem } from '#app/models/document.server.ts'
import { listPublishers } from '#app/models/notice-content.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { judgeStatements } from '#app/models/statement-claims.server.ts'
import type { User } from '#app/session.server.ts'
import { readComments } from './postmortem-comments.server.ts'
import { blameOf } from './postmortem-pieces.server.ts'

/** What stands between a text and its approval. */
export interface OpenPoints {
  checks: Check[]
  findings: PostmortemFinding[]
  /** When it was looked at. */
  at: Instant
}

export interface ReviewOnPage {
  checks: Check[]
  reviewers: Reviewer[]
  /** Whom one can ask: everybody who can sign in, except oneself and whoever wrote alone what is new. */
  askable: { id: string; name: string }[]
  comments: CommentsData
  isLate: boolean
  /** Id of the reader. */
  me: string
  /** Why the reader cannot approve; null if they can, or nothing is in review. */
  refused: PostmortemApprovalRefusal | null
  /** Whether the reader wrote some of what is to be approved, or alone what is new in it. */
  wrote: 'nothing' | 'some' | 'alone'
}

/**
 * The review of a postmortem as `user` sees it.
 *
 * @param findings of its text
 * @param seen whether its comments are before the reader's eyes
 */
export async function reviewOf(
  record: IncidentRecord,
  postmortem: Postmortem,
  { findings, user, seen }: { findings: readonly PostmortemFinding[]; user: User; seen: boolean },
): Promise<ReviewOnPage> {
  const now = clockNow()
  const { zone } = record
  const submittedAt = submittedOf(postmortem)
  const reviewers = await listReviewers(postmortem.id)
  const comments = await readComments(record, postmortem, user, { seen })
  const authorship = await getAuthorship(record.id)
  const others = (await listPublishers()).filter(({ id }) => id !== user.id)
  return {
    checks: await checklistOf(record, postmortem, { findings, user, now, reviewers, ...comments }),
    reviewers,
    askable: (await listMentionable())
      .filter(({ id }) => id !== user.id && !isOnlyAuthor(id, authorship))
      .map(({ id, name }) => ({ id, name })),
    comments,
    isLate:
      isReviewLate({ dueOn: postmortem.reviewDueOn, submittedAt }, { now, zone }) && submittedAt !== null,
    me: user.id,
    refused:
      postmortem.review === 'in_review' ? whyNotApprovePostmortem(user, authorship, others.length) : null,
    wrote: isOnlyAuthor(user.id, authorship)
      ? 'alone'
      : approvesOwn(user.id, authorship)
        ? 'some'
        : 'nothing',
  }
}

/** A postmortem with the text that is being written, which may be newer than its newest revision. */
export async function asWritten(
  postmortem: Postmortem,
): Promise<Postmortem & { head: number; isReadable: boolean }> {
  const draft = await getDraft(postmortem.id)
  if (draft === null || draft.markdown === postmortem.markdown) {
    return { ...postmortem, head: draft?.head ?? 0, isReadable: draft?.isReadable ?? true }
  }
  const { markdown, head, isReadable } = draft
  const names = await namesOf({ documentId: postmortem.id, markdown })
  return { ...postmortem, markdown, head, isReadable, names }
}

/**
 * What a review would ask of a text while somebody is still writing it.
 *
 * @param written with the text as it is by now
 */
export async function openPointsOf(
  record: IncidentRecord,
  written: Postmortem,
  user: User,
): Promise<OpenPoints> {
  const now = clockNow()
  const { language, names } = written
  const facts = postmortemFacts(factsOf(record, await getOrganisation()))
  const { findings } = piecesOf(written.markdown, { facts, language, names })
  const reviewers = await listReviewers(written.id)
  const conversations = await listConversations(written.id)
  return {
    checks: await checklistOf(record, written, { findings, user, now, reviewers, conversations }),
    findings,
    at: now,
  }
}

async function checklistOf(
  record: IncidentRecord,
  postmortem: Postmortem,
  {
    findings,
    user,
    now,
    reviewers,
    conversations,
  }: Pick<ChecklistInput, 'findings' | 'reviewers' | 'conversations'> & { user: User; now: Instant },
): Promise<Check[]> {
  const judged = await judgeStatements(record, record.statements, now)
  return postmortemChecklist({
    record,
    findings,
    blame: await blameOf(record, postmortem),
    verdicts: Object.values(judged).flatMap((claims) => claims.map(({ verdict }) => verdict)),
    conversations,
    // Whoever looks at it is about to answer.
    reviewers: reviewers.filter(({ id }) => id !== user.id),
    revision: postmortem.number,
    submittedAt: submittedOf(postmortem),
    today: plainDate(now, record.zone),
  })
}

function submittedOf({ review, submitted }: Postmortem): Instant | null {
  return review === 'in_review' ? (submitted?.at ?? null) : null
}
