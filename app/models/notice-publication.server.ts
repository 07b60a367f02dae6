import { NIL, v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { toJson, type NoticeState } from '#db/schema.ts'
import { driftOf } from '#app/domain/drift.ts'
import { DomainError, refuse, type FieldProblems } from '#app/domain/errors.ts'
import { factsOf } from '#app/domain/facts.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import type { Instant } from '#app/domain/instant.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { draftNotice, naturalStage } from '#app/domain/notice-text/index.ts'
import { shortTexts, type ShortTexts } from '#app/domain/notice-text/short.ts'
import type { PublicFile, PublicNotice, PublicRevision } from '#app/publishing/notice-files.ts'
import type { FeedForm } from '#app/publishing/site.ts'
import { recordChange } from './audit.server.ts'
import { queueDeliveries } from './delivery.server.ts'
import { getIncidentRecord } from './incident.server.ts'
import {
  fingerprintOf,
  isApprovalDemanded,
  refuseUnsettled,
  saysSomethingNew,
  writeOut,
  type NoticeFinding,
  type RevisionKind,
} from './notice-content.server.ts'
import {
  findNoticeSlug,
  INVISIBLE,
  LONGEST_WORDS,
  NOT_REVIEWED,
  openForChange,
  openNotice,
  raiseVersion,
  type Notice,
  type NoticeChange,
  type OpenNotice,
  type PublicWords,
} from './notice.server.ts'
import { getOrganisation, lockOrganisation, type Organisation } from './organisation.server.ts'
import {
  preparePublication,
  publicSite,
  publishNoticeFiles,
  publishSiteIndex,
  type PreparedFiles,
} from './published-file.server.ts'
import { trendCountsAt } from './yearly-figures.server.ts'

// Loaded when something is rendered: Markdown and React's own renderer weigh more than all of Sagwa, and pages that only
// list notices come here too.
const renderer = () => import('#app/publishing/notice-files.ts')

export interface NoticePreview {
  /** Exactly the files that publishing at `now` would write; with findings they show the gaps as 【…】. */
  files: PublicFile[]
  /**
   * What the feeds will say, per language and form. Only the id, which a revision gets when it is published, is still one of
   * noughts.
   */
  feedEntries: { language: NoticeLanguage; form: FeedForm; entry: string }[]
  findings: NoticeFinding[]
  /** Whether the public would read anything new: false when the newest revision says the same. */
  changed: boolean
}

/** What publishing would put online, without putting it there. */
export async function previewNotice(
  {
    slug,
    kind,
    correctionText,
    now,
  }: { slug: string; kind?: RevisionKind; correctionText?: PublicWords; now: Instant },
  q: Queryable = db,
): Promise<NoticePreview> {
  const { notice, record, organisation } = await openNotice({ slug, now }, q)
  const { revision, findings } = writeOut(notice, organisation, {
    kind,
    correction: correctionText,
    publishedAt: now,
  })
  const { renderNoticeFiles } = await renderer()
  const { newestFeedEntries } = await import('#app/publishing/feeds.ts')
  const shown = publicNotice(notice, record, [...notice.revisions, revision])
  const numbered = shown.revisions.map((one) => ({ ...one, id: `${one.number}` }))
  numbered.at(-1)!.id = NIL
  return {
    files: renderNoticeFiles(publicSite(), organisation, shown),
    feedEntries: newestFeedEntries(publicSite(), organisation, {
      ...shown,
      id: notice.id,
      revisions: numbered,
    }),
    findings,
    changed: saysSomethingNew(notice, organisation),
  }
}

/**
 * What the notice says, in the lengths that other channels allow, per language: with its address once it is published, and
 * what was wrong or why it is gone where the newest revision corrects or withdraws it.
 */
export async function noticeShortForms(
  { slug, now }: { slug: string; now: Instant },
  q: Queryable = db,
): Promise<Partial<Record<NoticeLanguage, ShortTexts>>> {
  const { notice, record, organisation } = await openNotice({ slug, now }, q)
  const last = notice.revisions.at(-1)
  const { pathIn } = await renderer()
  const { origin } = publicSite()
  const short = (language: NoticeLanguage) =>
    shortTexts(
      {
        record,
        speaker: organisation,
        stage: notice.stage,
        url: last ? origin + pathIn(`/notices/${slug}`, language, organisation) : null,
        news:
          last?.kind === 'correction' || last?.kind === 'withdrawal'
            ? { kind: last.kind, words: last.correction[language] ?? '' }
            : null,
      },
      language,
    )
  return Object.fromEntries(organisation.languages.map((language) => [language, short(language)]))
}

/**
 * The Markdown of an incident's notice: the published file if there is one, else the draft as it stands, else what a
 * draft would say. The last two have `published: null` and show gaps as 【…】.
 *
 * @throws DomainError `not_found`.
 */
export async function noticeMarkdown(
  {
    reference,
    language,
    draft = false,
    now,
  }: { reference: string; language: NoticeLanguage; draft?: boolean; now: Instant },
  q: Queryable = db,
): Promise<{ markdown: string; findings: NoticeFinding[]; state: NoticeState | 'none' }> {
  const slug = await findNoticeSlug(reference, q)
  const { languages } = await getOrganisation(q)
  if (slug !== null && languages.includes(language)) {
    const { notice, record, organisation } = await openNotice({ slug, now }, q)
    if (notice.revisions.length > 0 && !draft) {
      const { renderNoticeMarkdown } = await renderer()
      const markdown = renderNoticeMarkdown(
        organisation,
        publicNotice(notice, record, notice.revisions),
        language,
      )
      return { markdown, findings: [], state: notice.state }
    }
    return { ...(await draftMarkdown(notice, record, organisation, language)), state: notice.state }
  }
  const record = await getIncidentRecord(reference, q)
  // A draft can be looked at in any language, whether the organisation publishes in it or not.
  const organisation = { ...(await getOrganisation(q)), languages: [language] }
  const stage = naturalStage(record)
  const facts = factsOf(record, organisation, { trend: await trendCountsAt(now, q) })
  const notice: Notice = {
    id: '',
    slug: reference,
    incidentId: record.id,
    reference,
    stage,
    state: 'draft',
    version: 0,
    texts: { [language]: draftNotice(record, stage, language) },
    facts,
    factsSince: facts,
    promises: [],
    revisions: [],
    nextKind: 'first',
    correction: {},
    showsPromises: false,
    review: 'draft',
    submitted: null,
    approved: null,
    edited: null,
    reviewComment: null,
    reviewed: null,
  }
  return { ...(await draftMarkdown(notice, record, organisation, language)), state: 'none' }
}

async function draftMarkdown(
  notice: Notice,
  record: IncidentRecord,
  organisation: Organisation,
  language: NoticeLanguage,
) {
  const { revision, findings } = writeOut(notice, organisation, { publishedAt: null })
  const shown = publicNotice(notice, record, [
    ...notice.revisions,
    { ...revision, number: notice.revisions.length },
  ])
  const { renderNoticeMarkdown } = await renderer()
  return {
    markdown: renderNoticeMarkdown(organisation, shown, language),
    findings: findings.filter((finding) => finding.language === language),
  }
}

function publicNotice(notice: Notice, record: IncidentRecord, revisions: PublicRevision[]): PublicNotice {
  return {
    slug: notice.slug,
    reference: notice.reference,
    maintenance: record.kind === 'maintenance',
    revisions,
  }
}

/**
 * Publishes the draft: one transaction that checks version, state and approval again, freezes the revision, replaces the
 * public files and the list, queues what subscribers get, and writes the audit row. The copy of every earlier revision
 * stays.
 *
 * Where two people may publish, one of them has to have approved exactly this: the same words, the same facts. In an
 * emergency one person can publish alone with a reason, which the revision and the history keep.
 *
 * @param kind, correctionText in place of what the draft holds
 * @throws DomainError `conflict` when somebody saved in between, or the text or the record is not what was approved
 * (`approval_outdated`); `invalid` while it is not approved, with `findings` or `checks` in `current` while anything in
 * the texts has to be settled, or when a correction does not say what was wrong.
 */
export async function publishNotice(
  {
    kind,
    correctionText,
    emergencyReason = '',
    ...change
  }: NoticeChange & { kind?: RevisionKind; correctionText?: PublicWords; emergencyReason?: string },
  q: Queryable = db,
): Promise<{ slug: string; revision: number }> {
  const ahead = await prepareAhead(
    change,
    ({ notice, organisation }) =>
      writeOut(notice, organisation, {
        kind: kind ?? notice.nextKind,
        correction: correctionText ?? notice.correction,
        publishedAt: change.now,
      }).revision,
    q,
  )
  return inTransaction(async (tx) => {
    await lockOrganisation(tx)
    const opened = await openForChange(change, tx)
    const { notice, organisation } = opened
    const wanted = kind ?? notice.nextKind
    const correction = correctionText ?? notice.correction
    refuse(wrongKind(notice, wanted))
    if (wanted === 'correction') refuse(missingWords(correction, organisation, 'correction_missing'))
    const { revision, findings } = writeOut(notice, organisation, {
      kind: wanted,
      correction,
      publishedAt: change.now,
    })
    await refuseUnsettled(opened, { findings, kind: wanted, now: change.now }, tx)
    if (wanted === 'typo' && changesFacts(notice, revision)) {
      throw new DomainError('invalid', { kind: [{ code: 'typo_changes_facts' }] })
    }
    const emergency = emergencyReason.trim()
    const approvedAsItStands = notice.approved?.fingerprint === fingerprintOf(revision)
    if (!approvedAsItStands && emergency === '' && (await isApprovalDemanded(tx))) {
      if (notice.review === 'approved') {
        throw new DomainError('conflict', { '': [{ code: 'approval_outdated' }] }, notice)
      }
      throw new DomainError('invalid', { '': [{ code: 'approval_missing' }] })
    }
    await storeRevision(
      {
        ...opened,
        revision,
        state: 'published',
        approved: approvedAsItStands ? notice.approved : null,
        emergencyReason: approvedAsItStands || emergency === '' ? null : emergency.slice(0, LONGEST_WORDS),
        ...ahead,
        ...change,
      },
      tx,
    )
    return { slug: notice.slug, revision: revision.number }
  }, q)
}

/** Whether a fact that both revisions state is another one now: then it is no matter of typing. */
function changesFacts({ revisions, facts }: Notice, { facts: frozen, texts }: PublicRevision): boolean {
  const published = revisions.at(-1)?.facts ?? {}
  const stated = Object.fromEntries(Object.entries(published).filter(([key]) => key in frozen))
  return driftOf(stated, facts, Object.keys(texts) as NoticeLanguage[]).length > 0
}

/**
 * Takes a published notice back. Its addresses show a page that says so and why; earlier revisions stay readable at
 * their own addresses. `reason` is public.
 *
 * @throws DomainError `conflict`; `invalid` when it was never published, is withdrawn already, or no reason is given.
 */
export async function withdrawNotice(
  { reason, ...change }: NoticeChange & { reason: PublicWords },
  q: Queryable = db,
): Promise<void> {
  const ahead = await prepareAhead(change, (opened) => tombstone(opened, reason, change.now), q)
  await inTransaction(async (tx) => {
    await lockOrganisation(tx)
    const { notice, record, organisation } = await openForChange(change, tx)
    if (notice.revisions.length === 0)
      throw new DomainError('invalid', { '': [{ code: 'notice_not_published' }] })
    refuse(missingWords(reason, organisation, 'reason_missing'))
    await storeRevision(
      {
        notice,
        record,
        organisation,
        revision: tombstone({ notice, organisation }, reason, change.now),
        state: 'withdrawn',
        approved: null,
        emergencyReason: null,
        ...ahead,
        ...change,
      },
      tx,
    )
  }, q)
}

/** The revision that says that a notice was withdrawn. Of its facts only the day stays, for its place in the list. */
function tombstone(
  { notice, organisation }: Pick<OpenNotice, 'notice' | 'organisation'>,
  reason: PublicWords,
  now: Instant,
): PublicRevision {
  const last = notice.revisions.at(-1)
  const words = trimmed(reason)
  const texts = Object.fromEntries(
    organisation.languages.map((language) => {
      const title = last?.texts[language]?.title ?? ''
      return [language, { title, body: words[language] ?? '' }]
    }),
  )
  const start = last?.facts['impact.start']
  return {
    number: notice.revisions.length + 1,
    stage: last?.stage ?? notice.stage,
    kind: 'withdrawal',
    texts,
    facts: start ? { 'impact.start': start } : {},
    correction: words,
    publishedAt: now,
  }
}

/** What is made of a revision before the transaction that publishes it. */
interface Ahead {
  revisionId: string
  prepared?: PreparedFiles
}

/**
 * Renders, draws and compresses what the publication is going to write, while nobody waits for its lock. Nothing is
 * decided here: whoever may not publish, or publishes something else than stands there now, learns it in the transaction.
 */
async function prepareAhead(
  { slug, expectedVersion, now }: NoticeChange,
  write: (opened: OpenNotice) => PublicRevision,
  q: Queryable,
): Promise<Ahead> {
  const revisionId = newId()
  // A transaction that is open already holds the lock anyway.
  if (q.isTransaction) return { revisionId }
  const opened = await openNotice({ slug, now }, q)
  const { notice, record, organisation } = opened
  if (notice.version !== expectedVersion || notice.state === 'withdrawn') return { revisionId }
  const revision = write(opened)
  const prepared = await preparePublication(
    {
      noticeId: notice.id,
      organisation,
      notice: publicNotice(notice, record, [...notice.revisions, revision]),
      added: { ...revision, id: revisionId, publishedAt: now },
    },
    q,
  )
  return { revisionId, prepared }
}

interface RevisionToStore extends OpenNotice, NoticeChange, Ahead {
  revision: PublicRevision
  state: NoticeState
  approved: Notice['approved']
  emergencyReason: string | null
}

async function storeRevision(
  {
    notice,
    record,
    organisation,
    revision,
    state,
    approved,
    emergencyReason,
    expectedVersion,
    revisionId: id,
    prepared,
    actor,
    now,
  }: RevisionToStore,
  tx: Queryable,
): Promise<void> {
  await raiseVersion(
    notice,
    { state, current_revision: revision.number, next_kind: null, correction: null, ...NOT_REVIEWED },
    expectedVersion,
    tx,
  )
  const alone = emergencyReason === null ? {} : { emergency_reason: emergencyReason }
  const seen = approved === null ? {} : { approved_by: approved.name, approved_at: approved.at }
  await recordChange(
    {
      actor,
      now,
      incidentId: notice.incidentId,
      entity: 'notice',
      entityId: notice.id,
      action: revision.kind === 'withdrawal' ? 'withdrawn' : 'published',
      before: { state: notice.state, current_revision: notice.revisions.length },
      after: { state, current_revision: revision.number, kind: revision.kind, ...seen, ...alone },
    },
    tx,
  )
  await tx
    .insertInto('notice_revision')
    .values({
      id,
      notice_id: notice.id,
      number: revision.number,
      stage: revision.stage,
      kind: revision.kind,
      texts: toJson(revision.texts),
      facts: toJson(revision.facts),
      correction: toJson(revision.correction),
      published_at: now,
      published_by: actor.name,
      approved_by: approved?.name ?? null,
      approved_at: approved?.at ?? null,
      emergency_reason: emergencyReason,
      sources: revision.kind === 'withdrawal' ? null : toJson(notice.texts),
      promises: revision.promises === undefined ? null : toJson(revision.promises),
    })
    .execute()
  await publishNoticeFiles(
    {
      noticeId: notice.id,
      organisation,
      notice: publicNotice(notice, record, [...notice.revisions, revision]),
      now,
      prepared,
    },
    tx,
  )
  await publishSiteIndex({ organisation, now, prepared }, tx)
  await queueDeliveries({ revision: { id, kind: revision.kind }, now }, tx)
}

function wrongKind(notice: Notice, kind: RevisionKind): FieldProblems {
  const first = notice.revisions.length === 0
  if (kind !== 'withdrawal' && first === (kind === 'first')) return {}
  return { kind: [{ code: first ? 'notice_not_published' : 'notice_published_before' }] }
}

function missingWords(words: PublicWords, { languages }: Organisation, code: string): FieldProblems {
  const problems: FieldProblems = {}
  for (const language of languages) {
    const length = words[language]?.trim().length ?? 0
    if (length === 0) problems[language] = [{ code }]
    if (INVISIBLE.test(words[language] ?? '')) problems[language] = [{ code: 'control_character' }]
    if (length > LONGEST_WORDS) {
      problems[language] = [{ code: 'notice_too_long', params: { max: LONGEST_WORDS, actual: length } }]
    }
  }
  return problems
}

function trimmed(words: PublicWords): PublicWords {
  return Object.fromEntries(Object.entries(words).map(([language, text]) => [language, text.trim()]))
}
