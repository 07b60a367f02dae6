import type { Participant } from './notice-review.ts'
import { may, type Role } from './roles.ts'

/** How far a postmortem is; a change of its text leads back to `draft`. */
export type DocumentReview = 'draft' | 'in_review' | 'approved'

/** Longest postmortem, in UTF-16 units. */
export const LONGEST_POSTMORTEM = 200_000

export type PostmortemApprovalRefusal = 'postmortem_role_too_low' | 'postmortem_edited_yourself'

/**
 * Why this person cannot approve; null if they can. It takes somebody who may publish and did not write the last change:
 * whoever asked for the review may well be the one who approves what a colleague finished.
 */
export function whyNotApprovePostmortem(
  person: { id: string; role: Role },
  edited: Participant | null,
): PostmortemApprovalRefusal | null {
  if (!may(person.role, 'publish_notice')) return 'postmortem_role_too_low'
  return edited?.id === person.id ? 'postmortem_edited_yourself' : null
}
