import { v7 as newId } from 'uuid'
import type { Selectable } from 'kysely'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import {
  fromJson,
  type Language,
  type NoticeRevisionTable,
  type NoticeStage,
  type NoticeState,
  type NoticeTable,
} from '#db/schema.ts'
import { DomainError, refuse, type FieldProblems } from '#app/domain/errors.ts'
import { factsOf, type Fact } from '#app/domain/facts.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import type { Instant } from '#app/domain/instant.ts'
import { draftNotice, naturalStage } from '#app/domain/notice-text/index.ts'
import type { PublicRevision } from '#app/publishing/notice-files.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { getIncidentRecord } from './incident.server.ts'
import { getOrganisation, type Organisation } from './organisation.server.ts'

export type NoticeTexts = Partial<Record<Language, { title: string; body: string }>>

/** Longest title and body of one language, in characters. */
const NOTICE_LIMITS = { title: 200, body: 50_000 }

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
  return (await openNotice(slug, q)).notice
}

/** The notice with all that is needed to render it. */
export interface OpenNotice {
  notice: Notice
  record: IncidentRecord
  organisation: Organisation
}

/** @throws DomainError `not_found`. */
export async function openNotice(slug: string, q: Queryable): Promise<OpenNotice> {
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

/** A change of a notice by somebody who saw one version of it. */
export interface NoticeChange {
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

/**
 * The notice for a change that begins with what the person had on the screen. Call it in the transaction of the change.
 *
 * @throws DomainError `not_found`; `conflict` with the notice as it stands now in `current`; `invalid` once it is
 * withdrawn.
 */
export async function openForChange(change: NoticeChange, tx: Queryable): Promise<OpenNotice> {
  const opened = await openNotice(change.slug, tx)
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
