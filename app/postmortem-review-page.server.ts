/** What the page of a postmortem shows of its review: who is asked, what is open, what was said. */
import { clockNow } from '#app/clock.server.ts'
import { readComments, type CommentsData } from '#app/document-comments-page.server.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { plainDate } from '#app/domain/instant.ts'
import type { PostmortemFinding } from '#app/domain/postmortem-blocks.ts'
import { postmortemChecklist, type Check } from '#app/domain/postmortem-checklist.ts'
import {
  approvesOwn,
  isOnlyAuthor,
  isReviewLate,
  whyNotApprovePostmortem,
  type PostmortemApprovalRefusal,
  type Reviewer,
} from '#app/domain/postmortem-review.ts'
import { listMentionable } from '#app/models/document-comment.server.ts'
import { listReviewers } from '#app/models/document-reviewer.server.ts'
import { getAuthorship, type Postmortem } from '#app/models/document.server.ts'
import { listPublishers } from '#app/models/notice-content.server.ts'
import { judgeStatements } from '#app/models/statement-claims.server.ts'
import { blameOf } from '#app/postmortem-page.server.ts'
import type { User } from '#app/session.server.ts'

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
  const submittedAt = postmortem.review === 'in_review' ? (postmortem.submitted?.at ?? null) : null
  const reviewers = await listReviewers(postmortem.id)
  const comments = await readComments(record, postmortem, user, { seen })
  const judged = await judgeStatements(record, record.statements, now)
  const authorship = await getAuthorship(record.id)
  const others = (await listPublishers()).filter(({ id }) => id !== user.id)
  return {
    checks: postmortemChecklist({
      record,
      findings,
      blame: await blameOf(record, postmortem),
      verdicts: Object.values(judged).flatMap((claims) => claims.map(({ verdict }) => verdict)),
      conversations: comments.conversations,
      // Whoever looks at it is about to answer.
      reviewers: reviewers.filter(({ id }) => id !== user.id),
      revision: postmortem.number,
      submittedAt,
      today: plainDate(now, zone),
    }),
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
