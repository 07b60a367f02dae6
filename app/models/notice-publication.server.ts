import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { toJson, type NoticeState } from '#db/schema.ts'
import { DomainError, refuse, type FieldProblems } from '#app/domain/errors.ts'
import { factsOf, freezeFacts, writeFacts, type FactFinding, type FactKey } from '#app/domain/facts.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import type { Instant } from '#app/domain/instant.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage } from '#app/domain/language.ts'
import { draftNotice, naturalStage } from '#app/domain/notice-text/index.ts'
import type { PublicFile, PublicNotice, PublicRevision } from '#app/publishing/notice-files.ts'
import { getIncidentRecord } from './incident.server.ts'
import {
  INVISIBLE,
  openForChange,
  openNotice,
  type Notice,
  type NoticeChange,
  type NoticeTexts,
  type OpenNotice,
} from './notice.server.ts'
import { getOrganisation, lockOrganisation, type Organisation } from './organisation.server.ts'
import { publishSiteIndex, storePublicFiles } from './published-file.server.ts'
import { changeVersionedRow } from './versioned-row.server.ts'

// Loaded when something is rendered: Markdown and React's own renderer weigh more than all of Sagwa, and pages that only
// list notices come here too.
const renderer = () => import('#app/publishing/notice-files.ts')

export type RevisionKind = PublicRevision['kind']

/** Something that has to be settled in a draft before it can be published. */
export type NoticeFinding =
  | (FactFinding & { language: NoticeLanguage; part: 'title' | 'body' })
  | { code: 'empty_title' | 'empty_body'; language: NoticeLanguage }

export interface NoticePreview {
  /** Exactly the files that publishing at `now` would write; with findings they show the gaps as 【…】. */
  files: PublicFile[]
  findings: NoticeFinding[]
  /** Whether the public would read anything new: false when the newest revision says the same. */
  changed: boolean
}

/** What publishing would put online, without putting it there. */
export async function previewNotice(
  {
    slug,
    kind,
    correctionText = {},
    now,
  }: {
    slug: string
    kind?: RevisionKind
    correctionText?: Partial<Record<NoticeLanguage, string>>
    now: Instant
  },
  q: Queryable = db,
): Promise<NoticePreview> {
  const { notice, record, organisation } = await openNotice(slug, q)
  const { revision, findings } = writeOut(notice, organisation, kind ?? nextKind(notice), correctionText, now)
  const last = notice.revisions.at(-1)
  const { renderNoticeFiles } = await renderer()
  return {
    files: renderNoticeFiles(organisation, publicNotice(notice, record, [...notice.revisions, revision])),
    findings,
    changed:
      !last || JSON.stringify([last.stage, last.texts]) !== JSON.stringify([revision.stage, revision.texts]),
  }
}

/**
 * The Markdown of an incident's notice: the published file if there is one, else the draft as it stands, else what a
 * draft would say. The last two have `published: null` and show gaps as 【…】.
 *
 * @throws DomainError `not_found`.
 */
export async function noticeMarkdown(
  { reference, language, draft = false }: { reference: string; language: NoticeLanguage; draft?: boolean },
  q: Queryable = db,
): Promise<{ markdown: string; findings: NoticeFinding[]; state: NoticeState | 'none' }> {
  const row = await q.selectFrom('notice').select(['slug']).where('slug', '=', reference).executeTakeFirst()
  const { languages } = await getOrganisation(q)
  if (row && languages.includes(language)) {
    const { notice, record, organisation } = await openNotice(row.slug, q)
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
  const notice: Notice = {
    id: '',
    slug: reference,
    incidentId: record.id,
    reference,
    stage,
    state: 'draft',
    version: 0,
    texts: { [language]: draftNotice(record, stage, language) },
    facts: factsOf(record, organisation),
    revisions: [],
  }
  return { ...(await draftMarkdown(notice, record, organisation, language)), state: 'none' }
}

async function draftMarkdown(
  notice: Notice,
  record: IncidentRecord,
  organisation: Organisation,
  language: NoticeLanguage,
) {
  const { revision, findings } = writeOut(notice, organisation, nextKind(notice), {}, null)
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

function nextKind(notice: Notice): RevisionKind {
  return notice.revisions.length === 0 ? 'first' : 'update'
}

/** Facts that the page shows in its table and its list whether the text names them or not. */
const SHOWN_FACTS: FactKey[] = ['impact.start', 'impact.end', 'impact.window', 'impact.duration', 'services']

/** The draft with its facts written out, as the revision that it would become. */
function writeOut(
  notice: Notice,
  organisation: Organisation,
  kind: RevisionKind,
  correction: Partial<Record<NoticeLanguage, string>>,
  publishedAt: Instant | null,
): { revision: PublicRevision; findings: NoticeFinding[] } {
  const findings: NoticeFinding[] = []
  const used = new Set<FactKey>(SHOWN_FACTS)
  const exact = notice.facts.find((fact) => fact.key === 'impact.duration')
  if (exact?.texts[organisation.defaultLanguage].length === 0) used.add('impact.duration.rounded')

  const texts: NoticeTexts = {}
  for (const language of organisation.languages) {
    const draft = notice.texts[language]
    if (!draft) continue
    const title = writeFacts(draft.title.trim(), notice.facts, language, { markdown: false })
    const body = writeFacts(draft.body, notice.facts, language)
    if (title.text.trim() === '') findings.push({ code: 'empty_title', language })
    if (body.text.trim() === '') findings.push({ code: 'empty_body', language })
    findings.push(...title.findings.map((finding) => ({ ...finding, language, part: 'title' as const })))
    findings.push(...body.findings.map((finding) => ({ ...finding, language, part: 'body' as const })))
    for (const key of [...title.used, ...body.used]) used.add(key)
    texts[language] = { title: title.text, body: body.text }
  }
  const facts = freezeFacts(notice.facts, used)
  const number = notice.revisions.length + 1
  return { revision: { number, stage: notice.stage, kind, texts, facts, correction, publishedAt }, findings }
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
 * Publishes the draft: one transaction that checks version and state again, freezes the revision, replaces the public
 * files and the list, and writes the audit row. The copy of every earlier revision stays.
 *
 * @throws DomainError `conflict` when somebody saved in between; `invalid` with `findings` in `current` while gaps,
 * unknown facts or empty texts are left, or a correction does not say what was wrong.
 */
export async function publishNotice(
  {
    kind,
    correctionText = {},
    ...change
  }: NoticeChange & { kind?: RevisionKind; correctionText?: Partial<Record<NoticeLanguage, string>> },
  q: Queryable = db,
): Promise<{ slug: string; revision: number }> {
  return inTransaction(async (tx) => {
    await lockOrganisation(tx)
    const { notice, record, organisation } = await openForChange(change, tx)
    const wanted = kind ?? nextKind(notice)
    refuse(wrongKind(notice, wanted))
    if (wanted === 'correction') refuse(missingWords(correctionText, organisation, 'correction_missing'))
    const correction = wanted === 'correction' ? trimmed(correctionText) : {}
    const { revision, findings } = writeOut(notice, organisation, wanted, correction, change.now)
    if (findings.length > 0) {
      throw new DomainError(
        'invalid',
        { '': [{ code: 'notice_has_gaps', params: { count: findings.length } }] },
        { findings },
      )
    }
    if (wanted === 'typo' && sayOtherFacts(notice.revisions.at(-1), revision)) {
      throw new DomainError('invalid', { kind: [{ code: 'typo_changes_facts' }] })
    }
    await storeRevision({ notice, record, organisation, revision, state: 'published', ...change }, tx)
    return { slug: notice.slug, revision: revision.number }
  }, q)
}

/** Whether a fact that both revisions state reads differently: then it is no matter of typing. */
function sayOtherFacts(before: PublicRevision | undefined, after: PublicRevision): boolean {
  return Object.entries(after.facts).some(([key, fact]) => {
    const published = before?.facts[key]
    if (published === undefined) return false
    return NOTICE_LANGUAGES.some((language) => (published[language] ?? fact[language]) !== fact[language])
  })
}

/**
 * Takes a published notice back. Its addresses show a page that says so and why; earlier revisions stay readable at
 * their own addresses. `reason` is public.
 *
 * @throws DomainError `conflict`; `invalid` when it was never published, is withdrawn already, or no reason is given.
 */
export async function withdrawNotice(
  { reason, ...change }: NoticeChange & { reason: Partial<Record<NoticeLanguage, string>> },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    await lockOrganisation(tx)
    const { notice, record, organisation } = await openForChange(change, tx)
    const last = notice.revisions.at(-1)
    if (!last) throw new DomainError('invalid', { '': [{ code: 'notice_not_published' }] })
    refuse(missingWords(reason, organisation, 'reason_missing'))
    const words = trimmed(reason)
    const texts = Object.fromEntries(
      organisation.languages.map((language) => {
        const title = last.texts[language]?.title ?? ''
        return [language, { title, body: words[language] ?? '' }]
      }),
    )
    const start = last.facts['impact.start']
    const revision: PublicRevision = {
      number: last.number + 1,
      stage: last.stage,
      kind: 'withdrawal',
      texts,
      facts: start ? { 'impact.start': start } : {},
      correction: words,
      publishedAt: change.now,
    }
    await storeRevision({ notice, record, organisation, revision, state: 'withdrawn', ...change }, tx)
  }, q)
}

interface RevisionToStore extends OpenNotice, NoticeChange {
  revision: PublicRevision
  state: NoticeState
}

async function storeRevision(
  { notice, record, organisation, revision, state, expectedVersion, actor, now }: RevisionToStore,
  tx: Queryable,
): Promise<void> {
  await changeVersionedRow(
    {
      table: 'notice',
      id: notice.id,
      expectedVersion,
      set: { state, current_revision: revision.number },
      action: revision.kind === 'withdrawal' ? 'withdrawn' : 'published',
      incidentId: notice.incidentId,
      actor,
      now,
    },
    tx,
  )
  await tx
    .insertInto('notice_revision')
    .values({
      id: newId(),
      notice_id: notice.id,
      number: revision.number,
      stage: revision.stage,
      kind: revision.kind,
      texts: toJson(revision.texts),
      facts: toJson(revision.facts),
      correction: toJson(revision.correction),
      published_at: now,
      published_by: actor.name,
    })
    .execute()
  const { renderNoticeFiles } = await renderer()
  const files = renderNoticeFiles(organisation, publicNotice(notice, record, [...notice.revisions, revision]))
  await storePublicFiles(files, { noticeId: notice.id, now }, tx)
  await publishSiteIndex({ organisation, now }, tx)
}

function wrongKind(notice: Notice, kind: RevisionKind): FieldProblems {
  const first = notice.revisions.length === 0
  if (kind !== 'withdrawal' && first === (kind === 'first')) return {}
  return { kind: [{ code: first ? 'notice_not_published' : 'notice_published_before' }] }
}

/** Characters: longest correction or reason in one language. */
const LONGEST_WORDS = 2_000

function missingWords(
  words: Partial<Record<NoticeLanguage, string>>,
  { languages }: Organisation,
  code: string,
): FieldProblems {
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

function trimmed(words: Partial<Record<NoticeLanguage, string>>): Partial<Record<NoticeLanguage, string>> {
  return Object.fromEntries(Object.entries(words).map(([language, text]) => [language, text.trim()]))
}
