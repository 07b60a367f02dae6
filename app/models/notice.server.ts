import { v7 as newId } from 'uuid'
import type { Selectable, Updateable } from 'kysely'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import {
  fromJson,
  toJson,
  type NoticeReview,
  type NoticeRevisionTable,
  type NoticeStage,
  type NoticeState,
  type NoticeTable,
} from '#db/schema.ts'
import { DomainError, refuse, type FieldProblems } from '#app/domain/errors.ts'
import { factsOf, TREND_FACTS, type Fact } from '#app/domain/facts.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { MINUTE, plainDate, type Instant } from '#app/domain/instant.ts'
import type { Participant } from '#app/domain/notice-review.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage } from '#app/domain/language.ts'
import { draftNotice, naturalStage } from '#app/domain/notice-text/index.ts'
import { publicPromises, type PublicPromise } from '#app/domain/promises.ts'
import type { PublicRevision } from '#app/publishing/notice-files.ts'
import { recordChange, type Actor, type Change } from './audit.server.ts'
import { getIncidentRecord } from './incident.server.ts'
import { getOrganisation, lockOrganisation, type Organisation } from './organisation.server.ts'
import { trendCountsAt } from './yearly-figures.server.ts'

export type NoticeTexts = Partial<Record<NoticeLanguage, { title: string; body: string }>>

/** Longest title and body of one language, in characters. */
const NOTICE_LIMITS = { title: 200, body: 50_000 }

export interface NoticeRevision extends PublicRevision {
  publishedAt: Instant
  publishedBy: string
  approvedBy: string | null
  /** Why one person published it alone. */
  emergencyReason: string | null
  /** The texts with their placeholders; null where they were not kept yet. */
  sources: NoticeTexts | null
}

/** Who did something to a notice, and when. */
export interface Deed extends Participant {
  at: Instant
}

/** All that a reviewer reads: the texts with their facts written out, and as what they go out. */
export interface NoticeContent {
  kind: PublicRevision['kind']
  stage: NoticeStage
  texts: NoticeTexts
  correction: PublicWords
}

/** Public words beside the text, per language: what was wrong, or why a notice is withdrawn. */
export type PublicWords = Partial<Record<NoticeLanguage, string>>

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
  /** `facts`, but with the yearly counts up to the day on which the newest revision was published, to hold it against. */
  factsSince: Fact[]
  /** What the public may read of the promises, and how each stands today; without a day there are none. */
  promises: PublicPromise[]
  revisions: NoticeRevision[]
  /** As what the draft goes out. */
  nextKind: Exclude<PublicRevision['kind'], 'withdrawal'>
  correction: PublicWords
  showsPromises: boolean
  review: NoticeReview
  submitted: Deed | null
  approved: (Deed & { fingerprint: string }) | null
  edited: Deed | null
  /** Why it was sent back. */
  reviewComment: string | null
  /** What was last submitted or approved. */
  reviewed: NoticeContent | null
}

export interface NoticeListItem {
  slug: string
  reference: string
  incidentTitle: string
  stage: NoticeStage
  state: NoticeState
  review: NoticeReview
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
      'notice.review',
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
    review: row.review,
    revision: row.current_revision,
    publishedAt: row.published_at,
  }))
}

/**
 * Under which name the notice of an incident stands: the newest one, since a new one may follow one that was withdrawn.
 * Null before there is any.
 */
export async function findNoticeSlug(reference: string, q: Queryable = db): Promise<string | null> {
  const row = await q
    .selectFrom('notice')
    .innerJoin('incident', 'incident.id', 'notice.incident_id')
    .select('notice.slug')
    .where('incident.reference', '=', reference)
    .orderBy('notice.id', 'desc')
    .executeTakeFirst()
  return row?.slug ?? null
}

/**
 * Without the yearly counts among its facts and without promises, which depend on the day.
 *
 * @throws DomainError `not_found`.
 */
export async function getNotice(slug: string, q: Queryable = db): Promise<Notice> {
  return (await openNotice({ slug }, q)).notice
}

/** The notice with all that is needed to render it. */
export interface OpenNotice {
  notice: Notice
  record: IncidentRecord
  organisation: Organisation
}

/**
 * @param now the day up to which yearly counts are facts, and at whose end promises stand; without it both stay unknown
 * @throws DomainError `not_found`.
 */
export async function openNotice(
  { slug, now = null }: { slug: string; now?: Instant | null },
  q: Queryable,
): Promise<OpenNotice> {
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
  const facts = factsOf(record, organisation, { trend: now === null ? null : await trendCountsAt(now, q) })
  const published = revisions.map(fromRevisionRow)
  const notice: Notice = {
    ...fromRow(row),
    reference: row.reference,
    texts: await textsOf(row.id, organisation, q),
    facts,
    factsSince: await factsSince(published.at(-1), { facts, record, organisation }, q),
    promises: now === null ? [] : publicPromises(record, plainDate(now, organisation.zone), published),
    revisions: published,
  }
  return { notice, record, organisation }
}

/** A notice that stated a yearly count is held against the same count now, not against one that ends today. */
async function factsSince(
  last: NoticeRevision | undefined,
  { facts, record, organisation }: { facts: Fact[]; record: IncidentRecord; organisation: Organisation },
  q: Queryable,
): Promise<Fact[]> {
  if (!last || !TREND_FACTS.some((key) => key in last.facts)) return facts
  return factsOf(record, organisation, { trend: await trendCountsAt(last.publishedAt, q) })
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
    nextKind: row.next_kind ?? (row.current_revision === 0 ? ('first' as const) : ('update' as const)),
    correction: row.correction === null ? {} : fromJson(row.correction),
    showsPromises: row.shows_promises === 1,
    review: row.review,
    submitted: deed(row.submitted_by_id, row.submitted_by, row.submitted_at),
    approved: approvalOf(row),
    edited: deed(row.edited_by_id, row.edited_by, row.edited_at),
    reviewComment: row.review_comment,
    reviewed: row.reviewed === null ? null : (fromJson(row.reviewed) as NoticeContent),
  }
}

function deed(id: string | null, name: string | null, at: Instant | null): Deed | null {
  return name === null || at === null ? null : { id, name, at }
}

function approvalOf(row: Selectable<NoticeTable>): Notice['approved'] {
  const approved = deed(row.approved_by_id, row.approved_by, row.approved_at)
  if (!approved || row.approved_fingerprint === null) return null
  return { ...approved, fingerprint: row.approved_fingerprint }
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
    approvedBy: row.approved_by,
    emergencyReason: row.emergency_reason,
    sources: row.sources === null ? null : fromJson(row.sources),
    ...(row.promises === null ? {} : { promises: fromJson(row.promises) }),
  }
}

/**
 * Starts the notice of an incident: a draft from the record in each language of the organisation, under the incident's
 * reference. One incident has one notice, which moves on through its stages at one address. After a withdrawal a new one
 * may be started, under the next free name (`2020-001-2`): the old address goes on saying that it was withdrawn.
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
    // Two who start at once would find the same free name.
    await lockOrganisation(tx)
    const known = await tx
      .selectFrom('notice')
      .select('slug')
      .where('incident_id', '=', record.id)
      .where('state', '!=', 'withdrawn')
      .executeTakeFirst()
    if (known) {
      const { slug } = known
      throw new DomainError('already_exists', { '': [{ code: 'notice_exists', params: { slug } }] }, { slug })
    }
    const slug = await freeSlug(reference, tx)
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
      .values({ ...row, ...editedBy(actor, now), created_at: now, created_by: actor.name, version: 1 })
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

async function freeSlug(reference: string, q: Queryable): Promise<string> {
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? reference : `${reference}-${number}`
    const taken = await q.selectFrom('notice').select('id').where('slug', '=', slug).executeTakeFirst()
    if (!taken) return slug
  }
}

function draftTexts(record: IncidentRecord, { languages }: Organisation, stage: NoticeStage): NoticeTexts {
  return Object.fromEntries(
    languages.map((language) => {
      const { title, body } = draftNotice(record, stage, language)
      // As a form would send it back, so that saving it unchanged changes nothing.
      return [language, { title: title.trim(), body: body.trim() }]
    }),
  )
}

async function writeTexts(noticeId: string, texts: NoticeTexts, q: Queryable): Promise<void> {
  for (const [language, text] of Object.entries(texts) as [
    NoticeLanguage,
    { title: string; body: string },
  ][]) {
    await q
      .insertInto('notice_text')
      .values({ notice_id: noticeId, language, title: text.title, body: text.body })
      .onConflict((conflict) =>
        conflict.columns(['notice_id', 'language']).doUpdateSet({ title: text.title, body: text.body }),
      )
      .execute()
  }
}

/** A change of a notice by somebody who saw one version of it. */
export interface NoticeChange {
  slug: string
  /** The version that the person had on the screen. */
  expectedVersion: number
  actor: Actor
  now: Instant
}

/** What goes into a draft beside its texts. */
export interface DraftExtras {
  /** As what it goes out; only once something was published. */
  kind?: 'update' | 'correction' | 'typo'
  correction?: PublicWords
  showsPromises?: boolean
}

/**
 * Saves the draft, in some or all languages. What is published stays as it is; a review that was under way begins anew.
 * Saving what stands already changes nothing, so that an approval survives it.
 *
 * @returns the version that stands now
 * @throws DomainError `conflict` with the notice as it stands now in `current`; `invalid` for texts that are too long
 * or hold invisible characters.
 */
export async function saveNoticeText(
  { texts, kind, correction, showsPromises, ...change }: NoticeChange & DraftExtras & { texts: NoticeTexts },
  q: Queryable = db,
): Promise<{ version: number }> {
  refuse({ ...unusable(texts), ...unusableWords(correction ?? {}) })
  return inTransaction(async (tx) => {
    const { notice } = await openForChange(change, tx)
    const extras: DraftExtras = {
      ...(notice.nextKind === 'first' ? {} : { kind: kind ?? notice.nextKind }),
      correction: withoutEmpty(correction ?? notice.correction),
      showsPromises: showsPromises ?? notice.showsPromises,
    }
    const { nextKind, correction: words, showsPromises: shows } = notice
    const stands = {
      ...(nextKind === 'first' ? {} : { kind: nextKind }),
      correction: withoutEmpty(words),
      showsPromises: shows,
    }
    const unchanged = same({ ...notice.texts, ...texts }, notice.texts) && same(extras, stands)
    if (unchanged) return { version: notice.version }
    await changeTexts({ notice, texts, stage: notice.stage, action: 'text_saved', extras, ...change }, tx)
    return { version: notice.version + 1 }
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
    const texts = draftTexts(record, organisation, wanted)
    await changeTexts({ notice, texts, stage: wanted, action: 'redrafted', extras: {}, ...change }, tx)
  }, q)
}

/**
 * Drafts one language from the record, such as one that was switched on when the draft already stood. The other languages
 * stay as they are.
 *
 * @throws DomainError `conflict` with the notice as it stands now in `current`; `invalid` for a language that the
 * organisation does not publish in.
 */
export async function draftLanguage(
  { language, ...change }: NoticeChange & { language: NoticeLanguage },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const { notice, record, organisation } = await openForChange(change, tx)
    if (!organisation.languages.includes(language)) refuse({ language: [{ code: 'not_a_choice' }] })
    const texts = draftTexts(record, { ...organisation, languages: [language] }, notice.stage)
    await changeTexts(
      { notice, texts, stage: notice.stage, action: 'language_drafted', extras: {}, ...change },
      tx,
    )
  }, q)
}

/**
 * Puts texts into the draft that come from somewhere else than a person's typing, such as those of an earlier revision.
 * In the transaction of the change; `notice` is what `openForChange` returned.
 */
export async function replaceDraft(
  change: NoticeChange & {
    notice: Notice
    texts: NoticeTexts
    stage: NoticeStage
    extras: DraftExtras
    action: string
  },
  tx: Queryable,
): Promise<void> {
  await changeTexts(change, tx)
}

/**
 * The notice for a change that begins with what the person had on the screen. Call it in the transaction of the change.
 *
 * @throws DomainError `not_found`; `conflict` with the notice as it stands now in `current`; `invalid` once it is
 * withdrawn.
 */
export async function openForChange(change: NoticeChange, tx: Queryable): Promise<OpenNotice> {
  const opened = await openNotice(change, tx)
  if (opened.notice.version !== change.expectedVersion) throw changedByAnother(opened.notice)
  if (opened.notice.state === 'withdrawn') {
    throw new DomainError('invalid', { '': [{ code: 'notice_withdrawn', params: { slug: change.slug } }] })
  }
  return opened
}

function changedByAnother(current: Notice): DomainError {
  return new DomainError('conflict', { '': [{ code: 'changed_by_another' }] }, current)
}

interface DraftChange extends NoticeChange {
  notice: Notice
  texts: NoticeTexts
  stage: NoticeStage
  action: string
  extras: DraftExtras
}

async function changeTexts(
  { notice, texts, stage, action, extras, expectedVersion, actor, now }: DraftChange,
  tx: Queryable,
): Promise<void> {
  const { kind, correction, showsPromises } = extras
  await raiseVersion(
    notice,
    {
      stage,
      ...editedBy(actor, now),
      ...NOT_REVIEWED,
      ...(kind === undefined ? {} : { next_kind: kind }),
      ...(correction === undefined ? {} : { correction: toJson(correction) }),
      ...(showsPromises === undefined ? {} : { shows_promises: showsPromises ? 1 : 0 }),
    },
    expectedVersion,
    tx,
  )
  await writeTexts(notice.id, texts, tx)
  const changed = (Object.keys(texts) as NoticeLanguage[]).filter((language) => {
    const [before, after] = [notice.texts[language], texts[language]]
    return before?.title !== after?.title || before?.body !== after?.body
  })
  const only = (all: NoticeTexts) => Object.fromEntries(changed.map((language) => [language, all[language]]))
  const beside = kind !== undefined && (kind !== notice.nextKind || notice.nextKind === 'correction')
  await recordSaving(
    {
      actor,
      now,
      incidentId: notice.incidentId,
      entity: 'notice',
      entityId: notice.id,
      action,
      before: {
        stage: notice.stage,
        texts: only(notice.texts),
        ...(beside ? { kind: notice.nextKind, correction: notice.correction } : {}),
      },
      after: { stage, texts: only(texts), ...(beside ? { kind, correction } : {}) },
    },
    tx,
  )
}

/** Milliseconds within which what one person saves one after the other is one change. */
const ONE_SITTING = 10 * MINUTE

/**
 * Writes the audit row of a saved draft. A page that saves by itself saves every few seconds: as long as the same person
 * goes on writing, the newest row is extended, with the texts as they were before the first of these savings.
 */
async function recordSaving(change: Change, tx: Queryable): Promise<void> {
  const last = await tx
    .selectFrom('audit_event')
    .select(['id', 'at', 'actor_id', 'actor_name', 'action', 'before', 'after'])
    .where('incident_id', '=', change.incidentId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const goesOn =
    change.action === 'text_saved' &&
    last?.action === 'text_saved' &&
    last.actor_id === change.actor.id &&
    last.actor_name === change.actor.name &&
    change.now - last.at < ONE_SITTING
  if (!goesOn || last.before === null || last.after === null) return recordChange(change, tx)
  await tx
    .updateTable('audit_event')
    .set({
      before: toJson(merged(change.before, fromJson(last.before))),
      after: toJson(merged(fromJson(last.after), change.after)),
    })
    .where('id', '=', last.id)
    .execute()
}

/** The second over the first, language by language. */
function merged(first: unknown, second: unknown): unknown {
  const [a, b] = [first as { texts?: object }, second as { texts?: object }]
  return { ...a, ...b, texts: { ...a.texts, ...b.texts } }
}

function editedBy(actor: Actor, now: Instant) {
  return { edited_by: actor.name, edited_by_id: actor.id, edited_at: now }
}

/** The columns of a notice whose next revision nobody has submitted. */
export const NOT_REVIEWED = {
  review: 'draft',
  submitted_by: null,
  submitted_by_id: null,
  submitted_at: null,
  approved_by: null,
  approved_by_id: null,
  approved_at: null,
  approved_fingerprint: null,
  reviewed: null,
  review_comment: null,
} as const

function same(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Trimmed, in the fixed order of languages, without those that say nothing. */
export function withoutEmpty(words: PublicWords): PublicWords {
  const said = NOTICE_LANGUAGES.map((language) => [language, words[language]?.trim() ?? ''] as const)
  return Object.fromEntries(said.filter(([, text]) => text !== ''))
}

/**
 * Changes the row of a notice if it still has the version that its author saw, and raises the version: of two people at
 * once only one finds the version that both read.
 *
 * @throws DomainError `conflict` with the notice as it stands now in `current`.
 */
export async function raiseVersion(
  notice: Notice,
  set: Updateable<NoticeTable>,
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

/** Invisible characters that no text needs: control characters, and those that turn the direction of what follows. */
export const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/

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

/** Characters: longest correction or reason in one language. */
export const LONGEST_WORDS = 2_000

function unusableWords(words: PublicWords): FieldProblems {
  const problems: FieldProblems = {}
  for (const [language, text] of Object.entries(words)) {
    const { length } = text
    if (INVISIBLE.test(text)) problems[language] = [{ code: 'control_character' }]
    if (length > LONGEST_WORDS) {
      problems[language] = [{ code: 'notice_too_long', params: { max: LONGEST_WORDS, actual: length } }]
    }
  }
  return problems
}
