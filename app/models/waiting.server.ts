import { db, type Queryable } from '#db/client.server.ts'
import type { NoticeReview, NoticeStage } from '#db/schema.ts'
import type { ActionItem } from '#app/domain/incident-record.ts'
import type { Instant } from '#app/domain/instant.ts'
import { isAsked, isReviewLate } from '#app/domain/postmortem-review.ts'
import { listUnseenMentions, type UnseenMention } from './document-comment.server.ts'
import { listOpenActionItems } from './action-item.server.ts'
import { listDriftingNotices, type DriftingNotice } from './notice-drift.server.ts'

/** A postmortem that waits for a review. */
export interface WaitingReview {
  reference: string
  title: string
  askedBy: string | null
  askedAt: Instant | null
  /** ISO date; null where none was named. */
  dueOn: string | null
  isLate: boolean
  /** Whether the reader was asked by name and has not answered on the newest revision. */
  isYours: boolean
}

export interface Waiting {
  /** Incidents whose start nobody has recorded, counted up to 100. */
  withoutStart: number
  /** Closed incidents whose end is neither recorded nor said not to apply. */
  withoutEnd: { reference: string; title: string }[]
  /** Published notices that say what the record no longer supports. */
  drifts: DriftingNotice[]
  /** Notices that somebody has to approve, or has approved and nobody published. */
  reviews: { reference: string; slug: string; review: 'in_review' | 'approved' }[]
  drafts: { reference: string; slug: string; stage: NoticeStage }[]
  /** Closed incidents of weight that nobody has written a postmortem of. */
  withoutPostmortem: { reference: string; title: string }[]
  /** Postmortems that wait for a review: those that wait for the reader first, then the late ones. */
  postmortems: WaitingReview[]
  /** Where the reader was named in a comment and has not looked yet. */
  mentions: UnseenMention[]
  actionItems: (ActionItem & { reference: string })[]
}

const AT_MOST = 20
/** Read before those that come first are picked; more wait nowhere. */
const REVIEWS_AT_MOST = 200

/**
 * What somebody has to do next, over all incidents; each list holds at most 20.
 *
 * @param userId whose page it is
 * @param zone the organisation's, in which a day is over
 */
export async function listWaiting(
  { userId, now, zone }: { userId: string; now: Instant; zone: string },
  q: Queryable = db,
): Promise<Waiting> {
  const undated = await q
    .selectFrom('incident')
    .select('id')
    .where('started_at', 'is', null)
    .where('removed_at', 'is', null)
    .limit(100)
    .execute()
  const withoutEnd = await q
    .selectFrom('incident')
    .leftJoin('marker', (join) =>
      join.onRef('marker.incident_id', '=', 'incident.id').on('marker.key', '=', 'impact_end'),
    )
    .select(['incident.reference', 'incident.title'])
    .where('incident.ended_at', 'is', null)
    .where('incident.closed_at', 'is not', null)
    .where('incident.removed_at', 'is', null)
    .where('marker.not_applicable_reason', 'is', null)
    .orderBy('incident.recorded_at', 'desc')
    .limit(AT_MOST)
    .execute()
  const drafts = await q
    .selectFrom('notice')
    .innerJoin('incident', 'incident.id', 'notice.incident_id')
    .select(['incident.reference', 'notice.slug', 'notice.stage'])
    .where('notice.state', '=', 'draft')
    .where('notice.review', '=', 'draft')
    .where('incident.removed_at', 'is', null)
    .orderBy('notice.created_at', 'desc')
    .limit(AT_MOST)
    .execute()
  const reviews = await q
    .selectFrom('notice')
    .innerJoin('incident', 'incident.id', 'notice.incident_id')
    .select(['incident.reference', 'notice.slug', 'notice.review'])
    .where('notice.review', '!=', 'draft')
    .where('incident.removed_at', 'is', null)
    .orderBy('notice.submitted_at')
    .limit(AT_MOST)
    .execute()
  const withoutPostmortem = await q
    .selectFrom('incident')
    .leftJoin('document', (join) =>
      join.onRef('document.incident_id', '=', 'incident.id').on('document.kind', '=', 'postmortem'),
    )
    .select(['incident.reference', 'incident.title'])
    .where('incident.kind', '=', 'incident')
    .where('incident.severity', 'in', ['critical', 'major'])
    .where('incident.closed_at', 'is not', null)
    .where('incident.removed_at', 'is', null)
    .where('document.id', 'is', null)
    .orderBy('incident.closed_at', 'desc')
    .limit(AT_MOST)
    .execute()
  const postmortems = await listWaitingReviews({ userId, now, zone }, q)
  const mentions = await listUnseenMentions({ userId, limit: AT_MOST }, q)
  const drifts = await listDriftingNotices({}, q)
  const actionItems = await listOpenActionItems({ limit: AT_MOST }, q)
  return {
    withoutStart: undated.length,
    withoutEnd,
    drifts,
    reviews: reviews.flatMap(asReview),
    drafts,
    withoutPostmortem,
    postmortems,
    mentions,
    actionItems,
  }
}

async function listWaitingReviews(
  { userId, now, zone }: { userId: string; now: Instant; zone: string },
  q: Queryable,
): Promise<WaitingReview[]> {
  const rows = await q
    .selectFrom('document')
    .innerJoin('incident', 'incident.id', 'document.incident_id')
    .leftJoin('document_reviewer as asked', (join) =>
      join.onRef('asked.document_id', '=', 'document.id').on('asked.user_id', '=', userId),
    )
    .select([
      'incident.reference',
      'incident.title',
      'document.submitted_by',
      'document.submitted_at',
      'document.review_due_on',
      'document.current_revision',
      'asked.asked_at',
      'asked.answered_revision',
    ])
    .where('document.review', '=', 'in_review')
    .where('incident.removed_at', 'is', null)
    .orderBy('document.submitted_at')
    .limit(REVIEWS_AT_MOST)
    .execute()
  const reviews = rows.map((row): WaitingReview => {
    const { submitted_at: askedAt, review_due_on: dueOn } = row
    const isAskedNow = row.asked_at !== null && isAsked({ askedAt: row.asked_at }, askedAt)
    return {
      reference: row.reference,
      title: row.title,
      askedBy: row.submitted_by,
      askedAt,
      dueOn,
      isLate: isReviewLate({ dueOn, submittedAt: askedAt }, { now, zone }),
      isYours: isAskedNow && row.answered_revision !== row.current_revision,
    }
  })
  const rank = ({ isYours, isLate }: WaitingReview) => (isYours ? 0 : 2) + (isLate ? 0 : 1)
  return reviews.sort((a, b) => rank(a) - rank(b)).slice(0, AT_MOST)
}

function asReview<Row extends { review: NoticeReview }>({ review, ...row }: Row) {
  return review === 'draft' ? [] : [{ ...row, review }]
}
