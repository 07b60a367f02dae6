import { db, type Queryable } from '#db/client.server.ts'
import { fromJson, toJson } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { correctionText } from '#app/domain/correction-text.ts'
import { driftOf, isWrong, undecided, type Drift, type KeptDrift } from '#app/domain/drift.ts'
import { DomainError, refuse } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import type { Actor } from './audit.server.ts'
import { recordDecision, reasonProblems } from './notice-review.server.ts'
import {
  openForChange,
  openNotice,
  replaceDraft,
  type Notice,
  type NoticeChange,
  type PublicWords,
} from './notice.server.ts'

/** What the newest revision of a notice says that the record no longer supports, and what was decided about it. */
export interface NoticeDrift {
  /** Number of the revision that is compared; 0 where nothing is published. */
  revision: number
  drifts: Drift[]
  /** Those that wait for a decision. */
  undecided: Drift[]
  kept: KeptDrift[]
}

const NO_DRIFT: NoticeDrift = { revision: 0, drifts: [], undecided: [], kept: [] }

/** The drift of a notice that is at hand. A withdrawn notice states nothing, so nothing in it can be wrong. */
export async function driftOfNotice(notice: Notice, q: Queryable = db): Promise<NoticeDrift> {
  const last = notice.revisions.at(-1)
  if (!last || notice.state === 'withdrawn') return NO_DRIFT
  const kept = await listKept(notice.id, q)
  const drifts = driftOf(last.facts, notice.factsSince, Object.keys(last.texts) as NoticeLanguage[])
  return {
    revision: last.number,
    drifts,
    undecided: undecided(drifts, kept, last.number),
    kept: kept.filter(({ revision }) => revision === last.number),
  }
}

async function listKept(noticeId: string, q: Queryable): Promise<KeptDrift[]> {
  const rows = await q.selectFrom('kept_drift').selectAll().where('notice_id', '=', noticeId).execute()
  return rows.map((row) => ({
    revision: row.revision,
    factKey: row.fact_key,
    known: fromJson(row.known) as PublicWords,
    reason: row.reason,
    keptAt: row.kept_at,
    keptBy: row.kept_by,
  }))
}

export interface DriftingNotice {
  slug: string
  reference: string
  incidentTitle: string
  undecided: Drift[]
}

/** So many notices that state a yearly count are held against it, the newest ones: every incident may change it. */
const WITH_YEARLY_COUNTS = 50
/** So many notices are compared for one list; the others come with the next. */
const COMPARED_AT_ONCE = 200

/** What a comparison found, with all that it depended on. */
interface Compared {
  stamp: string
  undecided: Drift[]
}

const comparedIn = new WeakMap<Queryable, Map<string, Compared>>()

/**
 * Published notices whose record has moved on and that nobody has decided about, the newest first. Only those are
 * compared whose incident was changed since they were published, each once until something in it changes again, and the
 * newest 50 that state a yearly count. However many there are, all of them are found; but a process that has just started
 * with more than 200 of them finds the older ones at the second and later looks.
 */
export async function listDriftingNotices(
  { reference }: { reference?: string } = {},
  q: Queryable = db,
): Promise<DriftingNotice[]> {
  const rows = await q
    .selectFrom('notice')
    .innerJoin('incident', 'incident.id', 'notice.incident_id')
    .innerJoin('notice_revision', (join) =>
      join
        .onRef('notice_revision.notice_id', '=', 'notice.id')
        .onRef('notice_revision.number', '=', 'notice.current_revision'),
    )
    .select(['notice.slug', 'notice.version', 'incident.title', 'incident.reference'])
    .select((eb) => [
      eb
        .selectFrom('audit_event')
        .select((inner) => inner.fn.countAll().as('changes'))
        .whereRef('audit_event.incident_id', '=', 'notice.incident_id')
        .as('changes'),
      eb(eb.ref('notice_revision.facts').$castTo<string>(), 'like', '%"trend.%').as('counts'),
    ])
    .where('notice.state', '=', 'published')
    .where('incident.removed_at', 'is', null)
    .$if(reference !== undefined, (query) => query.where('incident.reference', '=', reference!))
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('audit_event')
            .select('audit_event.id')
            .whereRef('audit_event.incident_id', '=', 'notice.incident_id')
            .whereRef('audit_event.at', '>=', 'notice_revision.published_at')
            .where('audit_event.entity', 'not in', ['notice', 'document', 'document_comment']),
        ),
        eb.and([
          eb('notice.id', 'in', newestPublished(q)),
          eb(eb.ref('notice_revision.facts').$castTo<string>(), 'like', '%"trend.%'),
        ]),
      ]),
    )
    .orderBy('notice.id', 'desc')
    .execute()
  // Names of services and the like, which are changed for all incidents at once.
  const settings = await q
    .selectFrom('audit_event')
    .select((eb) => eb.fn.countAll().as('changes'))
    .where('incident_id', 'is', null)
    .executeTakeFirstOrThrow()
  const known = comparedIn.get(q) ?? new Map<string, Compared>()
  comparedIn.set(q, known)
  const drifting: DriftingNotice[] = []
  let left = COMPARED_AT_ONCE
  for (const { slug, title, version, changes, counts, ...row } of rows) {
    // Audit rows are only ever added, so their number tells whether anything happened.
    const stamp = [version, changes, settings.changes].join(' ')
    let compared = known.get(slug)
    if (compared?.stamp !== stamp || Boolean(counts)) {
      if (left === 0) continue
      left -= 1
      const { notice } = await openNotice({ slug }, q)
      compared = { stamp, undecided: (await driftOfNotice(notice, q)).undecided }
      known.set(slug, compared)
    }
    const { undecided } = compared
    if (undecided.length > 0) {
      drifting.push({ slug, reference: row.reference, incidentTitle: title, undecided })
    }
  }
  return drifting
}

function newestPublished(q: Queryable) {
  return q
    .selectFrom('notice')
    .select('notice.id')
    .where('notice.state', '=', 'published')
    .orderBy('notice.id', 'desc')
    .limit(WITH_YEARLY_COUNTS)
}

/**
 * Leaves a published fact as it is although the record says otherwise. The next change of that fact asks again.
 *
 * @throws DomainError `invalid` without a reason, or when there is no such drift any more.
 */
export async function keepDrift(
  {
    slug,
    key,
    reason,
    actor,
    now,
  }: { slug: string; key: string; reason: string; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  refuse(reasonProblems('reason', reason, 'keep_reason_missing'))
  await inTransaction(async (tx) => {
    const { notice } = await openNotice({ slug, now }, tx)
    const { drifts, revision } = await driftOfNotice(notice, tx)
    const drift = drifts.find((one) => one.key === key)
    if (!drift) throw new DomainError('invalid', { '': [{ code: 'drift_gone' }] })
    const row = {
      known: toJson<unknown>(drift.known),
      reason: reason.trim(),
      kept_at: now,
      kept_by: actor.name,
    }
    await tx
      .insertInto('kept_drift')
      .values({ notice_id: notice.id, revision, fact_key: key, ...row })
      .onConflict((conflict) => conflict.columns(['notice_id', 'revision', 'fact_key']).doUpdateSet(row))
      .execute()
    const after = { fact: key, said: drift.said, known: drift.known, reason: row.reason }
    await recordDecision(notice, { actor, now }, 'drift_kept', after, tx)
  }, q)
}

/**
 * Drafts the correction of a notice: the words of the newest revision with the facts of today in them, and beside them
 * what was wrong and what is right, in every language it was published in. It then goes the way of every draft. Texts
 * that stood in the draft stay readable in the history.
 *
 * @throws DomainError `conflict`; `invalid` when nothing published is wrong.
 */
export async function draftCorrection(change: NoticeChange, q: Queryable = db): Promise<void> {
  await inTransaction(async (tx) => {
    const { notice, organisation } = await openForChange(change, tx)
    const wrong = (await driftOfNotice(notice, tx)).drifts.filter(isWrong)
    const last = notice.revisions.at(-1)
    if (!last || wrong.length === 0) {
      throw new DomainError('invalid', { '': [{ code: 'nothing_to_correct' }] })
    }
    const correction: PublicWords = Object.fromEntries(
      organisation.languages.map((language) => [language, correctionText(wrong, language)]),
    )
    await replaceDraft(
      {
        ...change,
        notice,
        texts: { ...notice.texts, ...(last.sources ?? last.texts) },
        stage: last.stage,
        extras: { kind: 'correction', correction },
        action: 'correction_drafted',
      },
      tx,
    )
  }, q)
}
