import { db, type Queryable } from '#db/client.server.ts'
import { promiseStanding, type Standing } from '#app/domain/action-item.ts'
import { isWrong } from '#app/domain/drift.ts'
import type { ActionItem } from '#app/domain/incident-record.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import type { NoticeToCheck } from '#app/domain/notice-checks.ts'
import {
  approvalDemanded,
  nextStep,
  whyNotApprove,
  type ApprovalRefusal,
  type NextStep,
} from '#app/domain/notice-review.ts'
import { may, type Role } from '#app/domain/roles.ts'
import {
  checkDraft,
  contentOf,
  fingerprintOf,
  isBlocking,
  listKeptFindings,
  listPublishers,
  saysSomethingNew,
  toCheck,
  writeOut,
  type CheckedFinding,
  type NoticeFinding,
} from './notice-content.server.ts'
import { driftOfNotice, type NoticeDrift } from './notice-drift.server.ts'
import { openNotice, type Notice, type NoticeContent } from './notice.server.ts'

/** Everything the desk of one notice shows to one reader. */
export interface Desk {
  notice: Notice
  /** The draft with the facts of now written out. */
  content: NoticeContent
  /** `content` as the page prints it, where it is read and not edited. */
  read: Partial<Record<NoticeLanguage, { title: string; html: string }>> | null
  findings: NoticeFinding[]
  checks: CheckedFinding[]
  keptFindings: {
    fingerprint: string
    code: string
    quote: string
    reason: string
    at: Instant
    by: string
  }[]
  /** What the checks look at, for the browser; only for those who may write. */
  input: NoticeToCheck | null
  drift: NoticeDrift
  changed: boolean
  step: NextStep
  demanded: boolean
  approvedAsItStands: boolean
  /** The approval is outdated by nothing but the day: text and record are those that were approved. */
  isOutdatedByDay: boolean
  /** Of what is on the screen; goes back with an approval. */
  fingerprint: string
  whyNotApprove: ApprovalRefusal | null
  /** Who may approve it as it was submitted. */
  approvers: string[]
  /** What was promised, and how each promise stands today. */
  promises: (Pick<ActionItem, 'id' | 'title' | 'dueOn'> & { standing: Standing })[]
}

/** @throws DomainError `not_found`. */
export async function readDesk(
  { slug, user, now }: { slug: string; user: { id: string; role: Role }; now: Instant },
  q: Queryable = db,
): Promise<Desk> {
  const opened = await openNotice({ slug, now }, q)
  const { notice, organisation } = opened
  const { revision, findings } = writeOut(notice, organisation, { publishedAt: null })
  const drift = await driftOfNotice(notice, q)
  const mayDraft = may(user.role, 'draft_notice') && notice.state !== 'withdrawn'
  const checks = mayDraft ? await checkDraft(opened, { now }, q) : []
  const publishers = await listPublishers(q)
  const demanded = approvalDemanded(publishers.length)
  const parties = { submittedBy: notice.submitted, editedBy: notice.edited }
  const refused = whyNotApprove(user, parties)
  const fingerprint = fingerprintOf(revision)
  const approvedAsItStands = notice.approved?.fingerprint === fingerprint
  const changed = saysSomethingNew(notice, organisation)
  const content = contentOf(revision)
  const editing = mayDraft && notice.review === 'draft'
  return {
    notice,
    content,
    read: editing ? null : await printed(content),
    findings,
    checks,
    keptFindings: mayDraft ? await listKeptFindings(notice.id, q) : [],
    input: editing ? await toCheck(opened, { now }, q) : null,
    drift,
    changed,
    step: nextStep({
      state: notice.state,
      review: notice.review,
      changed,
      blocking: findings.length + checks.filter(isBlocking).length,
      undecidedDrifts: isAnswered(notice, drift) ? 0 : drift.undecided.length,
      demanded,
      approvedAsItStands,
      mayPublish: may(user.role, 'publish_notice'),
      mayApprove: refused === null,
    }),
    demanded,
    approvedAsItStands,
    isOutdatedByDay: !approvedAsItStands && (await wasApprovedSo(notice, q)),
    fingerprint,
    whyNotApprove: refused,
    approvers: publishers
      .filter(({ id, role }) => whyNotApprove({ id, role }, parties) === null)
      .map(({ name }) => name),
    promises: opened.record.actionItems
      .filter(({ promise }) => promise)
      .map((item) => ({
        id: item.id,
        title: item.title,
        dueOn: item.dueOn,
        standing: promiseStanding(item, plainDate(now, organisation.zone)),
      })),
  }
}

/** Whether the draft of now, with counts and promises as they stood when it was approved, is what was approved. */
async function wasApprovedSo({ slug, approved }: Notice, q: Queryable): Promise<boolean> {
  if (approved === null) return false
  const { notice, organisation } = await openNotice({ slug, now: approved.at }, q)
  return (
    fingerprintOf(writeOut(notice, organisation, { publishedAt: null }).revision) === approved.fingerprint
  )
}

/**
 * Whether the draft already says what became of the drift: a correction where something was wrong, other words or another
 * stage where something is only new.
 */
function isAnswered(notice: Notice, { undecided }: NoticeDrift): boolean {
  if (undecided.some(isWrong)) return notice.nextKind === 'correction'
  const last = notice.revisions.at(-1)
  if (!last) return true
  return (
    last.stage !== notice.stage ||
    (last.sources !== null && JSON.stringify(last.sources) !== JSON.stringify(notice.texts))
  )
}

async function printed({ texts }: NoticeContent): Promise<NonNullable<Desk['read']>> {
  const { bodyHtml } = await import('#app/publishing/markdown.ts')
  return Object.fromEntries(
    Object.entries(texts).map(([language, { title, body }]) => {
      const { opening, sections } = bodyHtml(body)
      return [language, { title, html: opening + sections }]
    }),
  )
}
