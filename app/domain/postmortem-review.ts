import { DAY, plainDate, type Instant } from './instant.ts'
import { may, type Role } from './roles.ts'

/** How far a postmortem is; a change of its text leads back to `draft`. */
export type DocumentReview = 'draft' | 'in_review' | 'approved'

/** Longest postmortem, in UTF-16 units. */
export const LONGEST_POSTMORTEM = 200_000

export type PostmortemApprovalRefusal = 'postmortem_role_too_low' | 'postmortem_edited_yourself'

/** Who wrote what is to be approved, by the ids of their accounts. */
export interface Authorship {
  /** What is new in the newest revision. */
  newest: readonly string[]
  /** Everything since the last approval. */
  since: readonly string[]
}

/** Whether nobody but this person has written what is new, so that nobody else has had it in hand. */
export function isOnlyAuthor(personId: string, { newest, since }: Authorship): boolean {
  const isAlone = (authors: readonly string[]) => authors.length > 0 && authors.every((id) => id === personId)
  return isAlone(newest) || isAlone(since)
}

/**
 * Why this person cannot approve; null if they can. It takes somebody who may publish, and a second pair of eyes: not
 * whoever wrote alone what is new, unless nobody else may publish, since a rule that nobody can keep is only got round.
 *
 * @param otherPublishers how many other people with an active account may publish
 */
export function whyNotApprovePostmortem(
  person: { id: string; role: Role },
  authorship: Authorship,
  otherPublishers: number,
): PostmortemApprovalRefusal | null {
  if (!may(person.role, 'publish_notice')) return 'postmortem_role_too_low'
  return isOnlyAuthor(person.id, authorship) && otherPublishers > 0 ? 'postmortem_edited_yourself' : null
}

/**
 * Whether this person would approve words of their own. Where two write together there may be nobody else, so they can, but
 * say why; it stands beside the approval.
 */
export function approvesOwn(personId: string, { newest, since }: Authorship): boolean {
  return since.includes(personId) || newest.includes(personId)
}

/** What a reviewer says about a revision. */
export type ReviewAnswer = 'approved' | 'changes'

/** Somebody who was asked for a review, and what they said last, on which revision. */
export interface Reviewer {
  id: string
  name: string
  askedAt: Instant
  answer: { says: ReviewAnswer; at: Instant; revision: number } | null
}

/** Whether somebody was asked for the review that goes on since `submittedAt`; an earlier one is history. */
export function isAsked(reviewer: Pick<Reviewer, 'askedAt'>, submittedAt: Instant | null): boolean {
  return submittedAt !== null && reviewer.askedAt >= submittedAt
}

/** Whether somebody was asked and has not said anything about this revision yet. */
export function owesAnswer(
  reviewer: Reviewer,
  { submittedAt, revision }: { submittedAt: Instant | null; revision: number },
): boolean {
  return isAsked(reviewer, submittedAt) && reviewer.answer?.revision !== revision
}

/** Days after which a review is late that nobody set a day for: longer, and those who were there forget. */
export const REVIEW_DAYS = 7

/** Whether a review that was asked for is late at `now`: its day is over in `zone`, or it has waited for too long. */
export function isReviewLate(
  { dueOn, submittedAt }: { dueOn: string | null; submittedAt: Instant | null },
  { now, zone }: { now: Instant; zone: string },
): boolean {
  if (dueOn !== null) return plainDate(now, zone) > dueOn
  return submittedAt !== null && now - submittedAt > REVIEW_DAYS * DAY
}
