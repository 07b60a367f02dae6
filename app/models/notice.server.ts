import { v7 as newId } from 'uuid'
import type { Selectable } from 'kysely'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import {
  fromJson,
  toJson,
  type Language,
  type NoticeRevisionTable,
  type NoticeStage,
  type NoticeState,
  type NoticeTable,
} from '#db/schema.ts'
import { DomainError, refuse, type FieldProblems } from '#app/domain/errors.ts'
import {
  factsOf,
  freezeFacts,
  writeFacts,
  type Fact,
  type FactFinding,
  type FactKey,
} from '#app/domain/facts.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import type { Instant } from '#app/domain/instant.ts'
import { draftNotice, naturalStage } from '#app/domain/notice-text/index.ts'
import type { PublicFile, PublicNotice, PublicRevision } from '#app/publishing/notice-files.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { getIncidentRecord } from './incident.server.ts'
import { getOrganisation, lockOrganisation, type Organisation } from './organisation.server.ts'
import { publishSiteIndex, storePublicFiles } from './published-file.server.ts'
import { changeVersionedRow } from './versioned-row.server.ts'

// Loaded when something is rendered: Markdown and React's own renderer weigh more than all of Sagwa, and pages that only
// list notices come here too.
const renderer = () => import('#app/publishing/notice-files.ts')

export type RevisionKind = PublicRevision['kind']
export type NoticeTexts = Partial<Record<Language, { title: string; body: string }>>

/** Longest title and body of one language, in characters. */
const NOTICE_LIMITS = { title: 200, body: 50_000, correction: 2_000 }

export interface NoticeRevision extends PublicRevision {
  publishedAt: Instant
  publishedBy: string
}

/** A notice with its draft, the facts its placeholders stand for, and what was published so far, oldest first. */
export interface Notice {
  id: string
  slug: string
  incidentId: string
  reference: string
  stage: NoticeStage
  state: NoticeState
  version: number
  texts: NoticeTexts
  facts: Fact[]
  revisions: NoticeRevision[]
}

export interface NoticeListItem {
  slug: string
  reference: string
  incidentTitle: string
  stage: NoticeStage
  state: NoticeState
  revision: number
  publishedAt: Instant | null
}

/** All notices, the newest draft or notice first; of one incident only when its reference is given. */
export async function listNotices(
  { reference }: { reference?: string } = {},
  q: Queryable = db,
): Promise<NoticeListItem[]> {
  const rows = await q
    .selectFrom('notice')
    .innerJoin('incident', 'incident.id', 'notice.incident_id')
    .leftJoin('notice_revision', (join) =>
      join
        .onRef('notice_revision.notice_id', '=', 'notice.id')
        .onRef('notice_revision.number', '=', 'notice.current_revision'),
    )
    .select([
      'notice.slug',
      'notice.stage',
      'notice.state',
      'notice.current_revision',
      'incident.reference',
      'incident.title',
      'notice_revision.published_at',
    ])
    .$if(reference !== undefined, (query) => query.where('incident.reference', '=', reference!))
    .orderBy('notice.id', 'desc')
    .execute()
  return rows.map((row) => ({
    slug: row.slug,
    reference: row.reference,
    incidentTitle: row.title,
    stage: row.stage,
    state: row.state,
    revision: row.current_revision,
    publishedAt: row.published_at,
  }))
}

/** @throws DomainError `not_found`. */
export async function getNotice(slug: string, q: Queryable = db): Promise<Notice> {
  return (await open(slug, q)).notice
}

/** The notice with all that is needed to render it. */
interface OpenNotice {
  notice: Notice
  record: IncidentRecord
  organisation: Organisation
}

async function open(slug: string, q: Queryable): Promise<OpenNotice> {
  const row = await q
    .selectFrom('notice')
    .innerJoin('incident', 'incident.id', 'notice.incident_id')
    .selectAll('notice')
    .select('incident.reference')
    .where('notice.slug', '=', slug)
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found', { '': [{ code: 'notice_missing', params: { slug } }] })
  const organisation = await getOrganisation(q)
  const record = await getIncidentRecord(row.reference, q)
  const revisions = await q
    .selectFrom('notice_revision')
    .selectAll()
    .where('notice_id', '=', row.id)
    .orderBy('number')
    .execute()
  const notice: Notice = {
    ...fromRow(row),
    reference: row.reference,
    texts: await textsOf(row.id, organisation, q),
    facts: factsOf(record, organisation),
    revisions: revisions.map(fromRevisionRow),
  }
  return { notice, record, organisation }
}

/** Texts in the organisation's languages; a language that was added later has an empty one. */
async function textsOf(noticeId: string, { languages }: Organisation, q: Queryable): Promise<NoticeTexts> {
  const rows = await q.selectFrom('notice_text').selectAll().where('notice_id', '=', noticeId).execute()
  return Object.fromEntries(
    languages.map((language) => {
      const row = rows.find((text) => text.language === language)
      return [language, { title: row?.title ?? '', body: row?.body ?? '' }]
    }),
  )
}

function fromRow(row: Selectable<NoticeTable>) {
  return {
    id: row.id,
    slug: row.slug,
    incidentId: row.incident_id,
    stage: row.stage,
    state: row.state,
    version: row.version,
  }
}

function fromRevisionRow(row: Selectable<NoticeRevisionTable>): NoticeRevision {
  return {
    number: row.number,
    stage: row.stage,
    kind: row.kind,
    texts: fromJson(row.texts),
    facts: fromJson(row.facts),
    correction: fromJson(row.correction),
    publishedAt: row.published_at,
    publishedBy: row.published_by,
  }
}

/**
 * Starts the notice of an incident: a draft from the record in each language of the organisation, under the incident's
 * reference. One incident has one notice, which moves on through its stages at one address.
 *
 * @throws DomainError `already_exists` with the slug in `current`; `not_found`.
 */
export async function startNotice(
  { reference, stage, actor, now }: { reference: string; stage?: NoticeStage; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<{ slug: string }> {
  return inTransaction(async (tx) => {
    const record = await getIncidentRecord(reference, tx)
    const organisation = await getOrganisation(tx)
    const slug = reference
    const known = await tx.selectFrom('notice').select('slug').where('slug', '=', slug).executeTakeFirst()
    if (known)
      throw new DomainError('already_exists', { '': [{ code: 'notice_exists', params: { slug } }] }, { slug })
    const chosenStage = stage ?? naturalStage(record)
    const id = newId()
    const row = {
      id,
      incident_id: record.id,
      slug,
      stage: chosenStage,
      state: 'draft' as const,
      current_revision: 0,
    }
    await tx
      .insertInto('notice')
      .values({ ...row, created_at: now, created_by: actor.name, version: 1 })
      .execute()
    await writeTexts(id, draftTexts(record, organisation, chosenStage), tx)
    await recordChange(
      {
        actor,
        now,
        incidentId: record.id,
        entity: 'notice',
        entityId: id,
        action: 'drafted',
        before: null,
        after: { slug, stage: chosenStage },
      },
      tx,
    )
    return { slug }
  }, q)
}

function draftTexts(record: IncidentRecord, { languages }: Organisation, stage: NoticeStage): NoticeTexts {
  return Object.fromEntries(languages.map((language) => [language, draftNotice(record, stage, language)]))
}

async function writeTexts(noticeId: string, texts: NoticeTexts, q: Queryable): Promise<void> {
  for (const [language, text] of Object.entries(texts) as [Language, { title: string; body: string }][]) {
    await q
      .insertInto('notice_text')
      .values({ notice_id: noticeId, language, title: text.title, body: text.body })
      .onConflict((conflict) =>
        conflict.columns(['notice_id', 'language']).doUpdateSet({ title: text.title, body: text.body }),
      )
      .execute()
  }
}

interface NoticeChange {
  slug: string
  /** The version that the person had on the screen. */
  expectedVersion: number
  actor: Actor
  now: Instant
}

/**
 * Saves the draft, in some or all languages. What is published stays as it is.
 *
 * @throws DomainError `conflict` with the notice as it stands now in `current`; `invalid` for texts that are too long
 * or hold invisible characters.
 */
export async function saveNoticeText(
  { texts, ...change }: NoticeChange & { texts: NoticeTexts },
  q: Queryable = db,
): Promise<void> {
  refuse(unusable(texts))
  await inTransaction(async (tx) => {
    const { notice } = await openForChange(change, tx)
    await changeTexts(notice, texts, notice.stage, 'text_saved', change, tx)
  }, q)
}

/**
 * Fills the draft again from the record, for the same stage or another one. The texts that were there stay readable in
 * the history.
 *
 * @throws DomainError `conflict` with the notice as it stands now in `current`.
 */
export async function redraftNotice(
  { stage, ...change }: NoticeChange & { stage?: NoticeStage },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const { notice, record, organisation } = await openForChange(change, tx)
    const wanted = stage ?? notice.stage
    await changeTexts(notice, draftTexts(record, organisation, wanted), wanted, 'redrafted', change, tx)
  }, q)
}

async function openForChange(change: NoticeChange, tx: Queryable): Promise<OpenNotice> {
  const opened = await open(change.slug, tx)
  if (opened.notice.version !== change.expectedVersion) throw changedByAnother(opened.notice)
  if (opened.notice.state === 'withdrawn') {
    throw new DomainError('invalid', { '': [{ code: 'notice_withdrawn', params: { slug: change.slug } }] })
  }
  return opened
}

function changedByAnother(current: Notice): DomainError {
  return new DomainError('conflict', { '': [{ code: 'changed_by_another' }] }, current)
}

async function changeTexts(
  notice: Notice,
  texts: NoticeTexts,
  stage: NoticeStage,
  action: string,
  { expectedVersion, actor, now }: NoticeChange,
  tx: Queryable,
): Promise<void> {
  await raiseVersion(notice, { stage }, expectedVersion, tx)
  await writeTexts(notice.id, texts, tx)
  const before = Object.fromEntries(
    Object.keys(texts).map((language) => [language, notice.texts[language as Language]]),
  )
  await recordChange(
    {
      actor,
      now,
      incidentId: notice.incidentId,
      entity: 'notice',
      entityId: notice.id,
      action,
      before: { stage: notice.stage, texts: before },
      after: { stage, texts },
    },
    tx,
  )
}

/** The guard against two people at once: only one of them finds the version that both read. */
async function raiseVersion(
  notice: Notice,
  set: { stage?: NoticeStage; state?: NoticeState; current_revision?: number },
  expectedVersion: number,
  tx: Queryable,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('notice')
    .set({ ...set, version: expectedVersion + 1 })
    .where('id', '=', notice.id)
    .where('version', '=', expectedVersion)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw changedByAnother(await getNotice(notice.slug, tx))
}

/** Something that has to be settled in a draft before it can be published. */
export type NoticeFinding =
  | (FactFinding & { language: Language; part: 'title' | 'body' })
  | { code: 'empty_title' | 'empty_body'; language: Language }

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
  }: { slug: string; kind?: RevisionKind; correctionText?: Partial<Record<Language, string>>; now: Instant },
  q: Queryable = db,
): Promise<NoticePreview> {
  const { notice, record, organisation } = await open(slug, q)
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
  { reference, language, draft = false }: { reference: string; language: Language; draft?: boolean },
  q: Queryable = db,
): Promise<{ markdown: string; findings: NoticeFinding[]; state: NoticeState | 'none' }> {
  const row = await q.selectFrom('notice').select(['slug']).where('slug', '=', reference).executeTakeFirst()
  if (row) {
    const { notice, record, organisation } = await open(row.slug, q)
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
  const organisation = await getOrganisation(q)
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
  language: Language,
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
  correction: Partial<Record<Language, string>>,
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
  }: NoticeChange & { kind?: RevisionKind; correctionText?: Partial<Record<Language, string>> },
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
    await storeRevision({ notice, record, organisation, revision, state: 'published', ...change }, tx)
    return { slug: notice.slug, revision: revision.number }
  }, q)
}

/**
 * Takes a published notice back. Its addresses show a page that says so and why; earlier revisions stay readable at
 * their own addresses. `reason` is public.
 *
 * @throws DomainError `conflict`; `invalid` when it was never published, is withdrawn already, or no reason is given.
 */
export async function withdrawNotice(
  { reason, ...change }: NoticeChange & { reason: Partial<Record<Language, string>> },
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

function missingWords(
  words: Partial<Record<Language, string>>,
  { languages }: Organisation,
  code: string,
): FieldProblems {
  const problems: FieldProblems = {}
  for (const language of languages) {
    const length = words[language]?.trim().length ?? 0
    if (length === 0) problems[language] = [{ code }]
    if (INVISIBLE.test(words[language] ?? '')) problems[language] = [{ code: 'control_character' }]
    if (length > NOTICE_LIMITS.correction) {
      problems[language] = [
        { code: 'notice_too_long', params: { max: NOTICE_LIMITS.correction, actual: length } },
      ]
    }
  }
  return problems
}

/** Invisible characters that no text needs: control characters, and those that turn the direction of what follows. */
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/

function unusable(texts: NoticeTexts): FieldProblems {
  const problems: FieldProblems = {}
  for (const [language, text] of Object.entries(texts)) {
    for (const part of ['title', 'body'] as const) {
      const { length } = text[part]
      const limit = NOTICE_LIMITS[part]
      if (INVISIBLE.test(text[part])) problems[`${language}.${part}`] = [{ code: 'control_character' }]
      if (length > limit)
        problems[`${language}.${part}`] = [
          { code: 'notice_too_long', params: { max: limit, actual: length } },
        ]
    }
  }
  return problems
}

function trimmed(words: Partial<Record<Language, string>>): Partial<Record<Language, string>> {
  return Object.fromEntries(Object.entries(words).map(([language, text]) => [language, text.trim()]))
}
