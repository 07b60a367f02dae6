import { may, type Role } from './roles.ts'

export type NoticeState = 'draft' | 'published' | 'withdrawn'
/** How far the draft is on its way to the next revision; saving it again leads back to `draft`. */
export type NoticeReview = 'draft' | 'in_review' | 'approved'

/** Somebody who took part in a notice. The id is null for the command line and for what was written before ids were kept. */
export interface Participant {
  id: string | null
  name: string
}

/**
 * Whether a second person has to approve before a notice is published. With fewer than two people who may publish there
 * is nobody to ask: a reason written each time for want of a colleague would train people to write reasons that mean
 * nothing. The revision then says that nobody approved it.
 *
 * @param publishers how many people with an active account may publish
 */
export function approvalDemanded(publishers: number): boolean {
  return publishers >= 2
}

export type ApprovalRefusal = 'role_too_low' | 'submitted_yourself' | 'edited_yourself'

/** Why this person cannot be the second pair of eyes; null if they can. */
export function whyNotApprove(
  person: { id: string; role: Role },
  { submittedBy, editedBy }: { submittedBy: Participant | null; editedBy: Participant | null },
): ApprovalRefusal | null {
  if (!may(person.role, 'publish_notice')) return 'role_too_low'
  if (submittedBy?.id === person.id) return 'submitted_yourself'
  if (editedBy?.id === person.id) return 'edited_yourself'
  return null
}

/** The one thing to do next with a notice, seen by one reader. */
export type NextStep =
  /** Withdrawn: this notice is over. */
  | 'over'
  /** The record changed: decide between a correction, an update and keeping. */
  | 'decide_drift'
  /** Gaps or findings stand in the way. */
  | 'settle'
  | 'submit'
  /** In review, and this reader may approve. */
  | 'approve'
  /** In review, and somebody else has to approve. */
  | 'wait'
  /** Approved, but the record or the text is not what was approved. */
  | 'resubmit'
  | 'publish'
  /** Ready, but this reader may not publish. */
  | 'wait_for_publisher'
  /** Published as it stands, and the record agrees. */
  | 'done'

/** Where a notice stands and what comes next; everything is told in, nothing is looked up. */
export function nextStep({
  state,
  review,
  changed,
  blocking,
  undecidedDrifts,
  demanded,
  approvedAsItStands,
  mayPublish,
  mayApprove,
}: {
  state: NoticeState
  review: NoticeReview
  /** Whether the public would read anything new. */
  changed: boolean
  /** Gaps and findings that stand in the way. */
  blocking: number
  undecidedDrifts: number
  demanded: boolean
  /** Whether what was approved is what would be published now. */
  approvedAsItStands: boolean
  mayPublish: boolean
  mayApprove: boolean
}): NextStep {
  if (state === 'withdrawn') return 'over'
  if (review === 'approved') {
    if (!approvedAsItStands) return 'resubmit'
    return mayPublish ? 'publish' : 'wait_for_publisher'
  }
  if (review === 'in_review') return mayApprove ? 'approve' : 'wait'
  if (state === 'published') {
    if (undecidedDrifts > 0) return 'decide_drift'
    if (!changed) return 'done'
  }
  if (blocking > 0) return 'settle'
  if (demanded) return 'submit'
  return mayPublish ? 'publish' : 'wait_for_publisher'
}
