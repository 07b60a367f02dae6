import { db, type Queryable } from '#db/client.server.ts'
import type { NoticeReview, NoticeStage } from '#db/schema.ts'
import type { ActionItem } from '#app/domain/incident-record.ts'
import { listOpenActionItems } from './action-item.server.ts'
import { listDriftingNotices, type DriftingNotice } from './notice-drift.server.ts'

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
  /** Postmortems that somebody has to approve. */
  postmortems: { reference: string; title: string }[]
  actionItems: (ActionItem & { reference: string })[]
}

const AT_MOST = 20

/** What somebody has to do next, over all incidents; each list holds at most 20. */
export async function listWaiting(q: Queryable = db): Promise<Waiting> {
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
  const postmortems = await q
    .selectFrom('document')
    .innerJoin('incident', 'incident.id', 'document.incident_id')
    .select(['incident.reference', 'incident.title'])
    .where('document.review', '=', 'in_review')
    .where('incident.removed_at', 'is', null)
    .orderBy('document.submitted_at')
    .limit(AT_MOST)
    .execute()
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
    actionItems,
  }
}

function asReview<Row extends { review: NoticeReview }>({ review, ...row }: Row) {
  return review === 'draft' ? [] : [{ ...row, review }]
}
