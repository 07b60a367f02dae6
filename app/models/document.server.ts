import { v7 as newId } from 'uuid'
import type { Selectable } from 'kysely'
import { db, type Queryable } from '#db/client.server.ts'
import { fromJson, toJson, type DocumentTable, type Language } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { checkBlameless, type BlamelessCode } from '#app/domain/blameless.ts'
import { DomainError, refuse } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import {
  approvesOwn,
  isOnlyAuthor,
  LONGEST_POSTMORTEM,
  whyNotApprovePostmortem,
  type Authorship,
  type DocumentReview,
  type ReviewAnswer,
} from '#app/domain/postmortem-review.ts'
import type { PostmortemNames } from '#app/domain/postmortem-names.ts'
import type { Role } from '#app/domain/roles.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { followRevision, getDraft, lockDraft, type Draft } from './document-draft.server.ts'
import { namesOf } from './document-names.server.ts'
import { beginConversation } from './document-comment.server.ts'
import { askReviewers, noteAnswer } from './document-reviewer.server.ts'
import { listPublishers } from './notice-content.server.ts'

export interface DocumentRevision {
  number: number
  markdown: string
  reason: string
  recordedAt: Instant
  recordedBy: string
  /** Names of those who wrote it together; none where only the one who recorded it is known. */
  authors?: string[]
}

/** Somebody who did something to a postmortem. The id is null for the command line. */
export interface Deed {
  id: string | null
  name: string
  at: Instant
}

/** The postmortem of an incident as it stands, with its newest revision. */
export interface Postmortem extends DocumentRevision {
  id: string
  incidentId: string
  language: Language
  review: DocumentReview
  submitted: Deed | null
  /** The last approval, whatever was written since; `text` has the blocks and facts as they were written out then. */
  approved: (Deed & { revision: number; text: string; despite: string | null; isOwn: boolean }) | null
  edited: Deed | null
  /** What the ids in the text stand for today. */
  names: PostmortemNames
  reviewComment: string | null
  /** Day by which a review was asked for last; counts while it is in review. */
  reviewDueOn: string | null
}

/** Findings of the blameless check that somebody decided to keep. */
export interface KeptBlame {
  fingerprint: string
  code: BlamelessCode
  quote: string
  reason: string
  at: Instant
  by: string
}

interface DocumentChange {
  incidentId: string
  /** The newest revision that the person had on the screen. */
  expectedRevision: number
  actor: Actor
  now: Instant
}

/** The postmortem of an incident; null before it was begun. */
export async function getPostmortem(incidentId: string, q: Queryable = db): Promise<Postmortem | null> {
  const row = await findDocument(incidentId, q)
  if (row === undefined) return null
  const [revision] = await revisionsOf(row.id, { only: row.current_revision }, q)
  if (revision === undefined) throw new Error(`document ${row.id} has no revision ${row.current_revision}`)
  return {
    ...revision,
    id: row.id,
    incidentId,
    language: row.language,
    review: row.review,
    submitted: deed(row.submitted_by_id, row.submitted_by, row.submitted_at),
    approved: approvalOf(row),
    edited: deed(row.edited_by_id, row.edited_by, row.edited_at),
    names: await namesOf({ documentId: row.id, markdown: revision.markdown }, q),
    reviewComment: row.review_comment,
    reviewDueOn: row.review_due_on,
  }
}

/** The postmortem's revisions, newest first; none before it was begun. */
export async function listDocumentRevisions(
  incidentId: string,
  q: Queryable = db,
): Promise<DocumentRevision[]> {
  const row = await findDocument(incidentId, q)
  return row === undefined ? [] : revisionsOf(row.id, {}, q)
}

/** Who kept which words of the postmortem and why, the newest first. */
export async function listKeptBlame(documentId: string, q: Queryable = db): Promise<KeptBlame[]> {
  const rows = await q
    .selectFrom('kept_blame')
    .selectAll()
    .where('document_id', '=', documentId)
    .orderBy('kept_at', 'desc')
    .execute()
  return rows.map(({ fingerprint, code, quote, reason, kept_at, kept_by }) => ({
    fingerprint,
    code,
    quote,
    reason,
    at: kept_at,
    by: kept_by,
  }))
}

/**
 * Writes the next revision of the postmortem and returns its number. A text that is the newest one to the letter makes
 * no revision. A change leads back to a draft, whatever the review had come to; what was approved stays marked.
 *
 * A draft that people are writing follows the revision. What they have written and nobody has kept yet becomes a revision
 * of its own before, unless `seenDraft` says that it was on the screen.
 *
 * @param expectedRevision 0 to begin the document, in `language`
 * @param isTemplate the text is a template's as it is, so that nobody is its author
 * @param seenDraft number of the last update of the draft that was on the screen; 0 where there was none
 * @throws DomainError `conflict` with the newest revision, or the draft, in `current` when somebody else has written in
 * between; `invalid` for a text that is too long
 */
export async function saveDocumentRevision(
  {
    language,
    markdown,
    reason,
    seenDraft,
    isTemplate = false,
    ...change
  }: DocumentChange & {
    markdown: string
    reason: string
    language?: Language
    seenDraft?: number
    isTemplate?: boolean
  },
  q: Queryable = db,
): Promise<number> {
  refuseTooLong(markdown)
  return inTransaction(async (tx) => {
    const row = await findDocument(change.incidentId, tx)
    const draft = row === undefined ? null : await lockDraft(row.id, tx)
    const alone = { authors: null, authorIds: isTemplate ? [] : idsOf(change.actor) }
    if (row === undefined || draft === null) {
      return writeRevision({ ...change, language, markdown, reason, ...alone }, tx)
    }
    const [newest] = await revisionsOf(row.id, { only: row.current_revision }, tx)
    let { expectedRevision } = change
    let authors: Authors = alone
    if (draft.markdown !== newest?.markdown && draft.markdown !== markdown) {
      if (seenDraft === undefined && row.current_revision === expectedRevision) {
        const { markdown: written, authors, authorIds } = draft
        const kept = { ...change, markdown: written, reason: '', authors, authorIds }
        expectedRevision = await writeRevision(kept, tx)
      } else if (seenDraft !== undefined && draft.head !== seenDraft) {
        const theirs = {
          number: row.current_revision,
          markdown: draft.markdown,
          reason: '',
          recordedAt: draft.changedAt,
          recordedBy: draft.changedBy,
          draft: draft.head,
        }
        throw new DomainError('conflict', { '': [{ code: 'changed_by_another' }] }, theirs)
      } else authors = withAuthor(draft, change.actor)
    }
    const { actor, now } = change
    const number = await writeRevision(
      { ...change, expectedRevision, language, markdown, reason, ...authors },
      tx,
    )
    await followRevision({ documentId: row.id, markdown, number, actor, now }, tx)
    return number
  }, q)
}

/**
 * Makes a revision of what the draft says at this moment, with the names of those who wrote it, and returns its number;
 * the number of the newest one where the draft says the same.
 *
 * @throws DomainError `not_found` without a postmortem; `invalid` for a text that is too long
 */
export async function keepDraft(
  { incidentId, reason, actor, now }: Omit<DocumentChange, 'expectedRevision'> & { reason: string },
  q: Queryable = db,
): Promise<number> {
  return inTransaction(async (tx) => {
    const row = await findDocument(incidentId, tx)
    if (row === undefined) throw new DomainError('not_found')
    const draft = await lockDraft(row.id, tx)
    if (draft === null) return row.current_revision
    const { markdown, authors, authorIds } = draft
    refuseTooLong(markdown)
    const change = { incidentId, expectedRevision: row.current_revision, actor, now }
    const number = await writeRevision({ ...change, markdown, reason, authors, authorIds }, tx)
    await followRevision({ documentId: row.id, markdown, number, actor, now }, tx)
    return number
  }, q)
}

function refuseTooLong(markdown: string): void {
  if (markdown.length <= LONGEST_POSTMORTEM) return
  const params = { max: LONGEST_POSTMORTEM, actual: markdown.length }
  refuse({ markdown: [{ code: 'too_long', params }] })
}

interface Authors {
  /** Names, where several may have written. */
  authors: readonly string[] | null
  /** Accounts; null where that is not known. */
  authorIds: readonly string[] | null
}

function idsOf({ id }: Actor): string[] {
  return id === null ? [] : [id]
}

/** Those who wrote a draft, and somebody who goes on from it. */
function withAuthor({ authors, authorIds }: Draft, actor: Actor): Authors {
  return {
    authors: [...new Set([...authors, actor.name])],
    authorIds: authorIds && [...new Set([...authorIds, ...idsOf(actor)])],
  }
}

async function writeRevision(
  {
    language,
    markdown,
    reason,
    authors,
    authorIds,
    ...change
  }: DocumentChange &
    Authors & {
      markdown: string
      reason: string
      language?: Language | undefined
    },
  q: Queryable,
): Promise<number> {
  const { incidentId, expectedRevision, actor, now } = change
  return inTransaction(async (tx) => {
    const row = await findDocument(incidentId, tx)
    if (row !== undefined && row.current_revision === expectedRevision) {
      const [newest] = await revisionsOf(row.id, { only: expectedRevision }, tx)
      if (newest?.markdown === markdown) return expectedRevision
    }
    const edited = { edited_by: actor.name, edited_by_id: actor.id, edited_at: now }
    const number = expectedRevision + 1
    let documentId = row?.id
    if (row === undefined && expectedRevision === 0) {
      documentId = newId()
      await tx
        .insertInto('document')
        .values({
          id: documentId,
          incident_id: incidentId,
          kind: 'postmortem',
          current_revision: number,
          ...(language === undefined ? {} : { language }),
          ...edited,
          version: 1,
        })
        .execute()
    } else {
      documentId = await changeDocument(
        change,
        { current_revision: number, ...edited, ...NOT_REVIEWED },
        row,
        tx,
      )
    }
    await tx
      .insertInto('document_revision')
      .values({
        document_id: documentId,
        number,
        markdown,
        reason,
        recorded_at: now,
        recorded_by: actor.name,
        authors: authors === null ? null : toJson([...authors]),
        author_ids: authorIds === null ? null : toJson([...authorIds]),
      })
      .execute()
    await recordDocumentChange(
      change,
      documentId,
      'revised',
      { revision: number, reason },
      { revision: expectedRevision },
      tx,
    )
    return number
  }, q)
}

/**
 * Writes an older revision once more, as the newest one.
 *
 * @throws DomainError `not_found`, `conflict`
 */
export async function restoreDocumentRevision(
  { number, reason, ...change }: DocumentChange & { number: number; reason: string },
  q: Queryable = db,
): Promise<number> {
  return inTransaction(async (tx) => {
    const row = await findDocument(change.incidentId, tx)
    const [older] = row === undefined ? [] : await revisionsOf(row.id, { only: number }, tx)
    if (older === undefined) throw new DomainError('not_found')
    return saveDocumentRevision({ ...change, markdown: older.markdown, reason }, tx)
  }, q)
}

interface ReviewRequest {
  /** Ids of the people who are asked by name; whoever may publish can answer as well. */
  reviewers?: readonly string[]
  /** ISO date in the organisation's zone. */
  dueOn?: string | null
}

/**
 * Asks for a review. What people have written in the draft since the newest revision becomes one of its own before, so that
 * nobody reviews an old text.
 *
 * @param keptAs reason of that revision
 * @throws DomainError `conflict`; `invalid` when it is in review already, or for somebody who cannot be asked
 */
export async function submitPostmortem(
  {
    reviewers = [],
    dueOn = null,
    keptAs = '',
    ...asked
  }: DocumentChange & ReviewRequest & { keptAs?: string },
  q: Queryable = db,
): Promise<void> {
  const { incidentId, actor, now } = asked
  await inTransaction(async (tx) => {
    const seen = await findDocument(incidentId, tx)
    if (seen?.review === 'in_review')
      throw new DomainError('invalid', { '': [{ code: 'postmortem_in_review' }] })
    let change: DocumentChange = asked
    let row = seen
    // Whoever has an older revision on the screen is shown the newer one; nothing is kept for them.
    if (seen?.current_revision === asked.expectedRevision) {
      change = {
        ...asked,
        expectedRevision: await keepDraft({ incidentId, reason: keptAs, actor, now }, tx),
      }
      row = await findDocument(incidentId, tx)
    }
    const set = {
      review: 'in_review' as const,
      submitted_by: actor.name,
      submitted_by_id: actor.id,
      submitted_at: now,
      review_comment: null,
      review_due_on: dueOn,
    }
    const id = await changeDocument(change, set, row, tx)
    await askReviewers({ documentId: id, incidentId, people: reviewers, since: now, actor, now }, tx)
    const after = { revision: change.expectedRevision, ...(dueOn === null ? {} : { due_on: dueOn }) }
    await recordDocumentChange(change, id, 'submitted', after, null, tx)
  }, q)
}

/** Asks others, or until another day, while the review goes on. @throws DomainError as `submitPostmortem` */
export async function changeReviewRequest(
  { reviewers = [], dueOn = null, ...change }: DocumentChange & ReviewRequest,
  q: Queryable = db,
): Promise<void> {
  const { incidentId, actor, now } = change
  await inTransaction(async (tx) => {
    const row = await findDocument(incidentId, tx)
    refuseUnlessInReview(row, change)
    const id = await changeDocument(change, { review_due_on: dueOn }, row, tx)
    const since = row?.submitted_at ?? now
    await askReviewers({ documentId: id, incidentId, people: reviewers, since, actor, now }, tx)
    if (row?.review_due_on !== dueOn) {
      const before = { due_on: row?.review_due_on ?? null }
      await recordDocumentChange(change, id, 'changed', { due_on: dueOn }, before, tx)
    }
  }, q)
}

/**
 * Says what somebody who was asked thinks of the newest revision, without deciding: that is for those who may publish.
 * The comment becomes one on the document as a whole.
 *
 * @throws DomainError `conflict`; `invalid` when it is not in review, nobody asked, nothing is said of what should change,
 * or who wrote what is new alone approves it
 */
export async function answerReview(
  {
    says,
    comment,
    role,
    ...change
  }: DocumentChange & { actor: Actor & { id: string }; role: Role; says: ReviewAnswer; comment: string },
  q: Queryable = db,
): Promise<void> {
  const { incidentId, actor, now, expectedRevision: revision } = change
  if (says === 'changes' && comment.trim() === '') refuse({ comment: [{ code: 'comment_missing' }] })
  await inTransaction(async (tx) => {
    const row = await findDocument(incidentId, tx)
    refuseUnlessInReview(row, change)
    if (says === 'approved' && row !== undefined && isOnlyAuthor(actor.id, await authorshipOf(row, tx)))
      throw new DomainError('invalid', { '': [{ code: 'postmortem_edited_yourself' }] })
    // Nothing of the row changes, but what is answered has to be what stands.
    const documentId = await changeDocument(change, {}, row, tx)
    const { id: userId, name } = actor
    await noteAnswer({ documentId, userId, name, says, revision, uninvited: false, now }, tx)
    if (comment.trim() !== '') {
      await beginConversation({ incidentId, actor: { ...actor, role }, now, text: comment, anchor: null }, tx)
    }
    await recordDocumentChange(change, documentId, 'answered', { answer: says, revision }, null, tx)
  }, q)
}

/**
 * Approves the newest revision, as somebody who may publish and did not write alone what is new in it.
 *
 * @param text the revision with its blocks and facts written out, to be held against the record later
 * @param open points of the checklist that somebody should look at; then it takes `despite`, a sentence why it is approved
 * all the same, and so it does from one of those who wrote it since the last approval
 * @throws DomainError `conflict`; `invalid` for the wrong person, when it is not in review, or without that sentence
 */
export async function approvePostmortem(
  {
    role,
    text,
    open = [],
    despite = '',
    ...change
  }: DocumentChange & {
    actor: Actor & { id: string }
    role: Role
    text: string
    open?: readonly string[]
    despite?: string
  },
  q: Queryable = db,
): Promise<void> {
  const { actor, now, expectedRevision } = change
  await inTransaction(async (tx) => {
    const row = await findDocument(change.incidentId, tx)
    refuseUnlessInReview(row, change)
    const authorship = row === undefined ? NOBODY : await authorshipOf(row, tx)
    const others = (await listPublishers(tx)).filter(({ id }) => id !== actor.id)
    const refused = whyNotApprovePostmortem({ id: actor.id, role }, authorship, others.length)
    if (refused) throw new DomainError('invalid', { '': [{ code: refused }] })
    const isOwn = approvesOwn(actor.id, authorship)
    if (isOwn && despite.trim() === '') refuse({ despite: [{ code: 'postmortem_own_reason_missing' }] })
    if (open.length > 0 && despite.trim() === '')
      refuse({ despite: [{ code: 'postmortem_reason_missing', params: { count: open.length } }] })
    const reason = open.length === 0 && !isOwn ? null : despite.trim()
    const set = {
      review: 'approved' as const,
      approved_by: actor.name,
      approved_by_id: actor.id,
      approved_at: now,
      approved_revision: expectedRevision,
      approved_text: text,
      approved_despite: reason,
      approved_own: isOwn ? (1 as const) : (0 as const),
    }
    const documentId = await changeDocument(change, set, row, tx)
    const { id: userId, name } = actor
    const answer = { userId, name, says: 'approved' as const, revision: expectedRevision }
    await noteAnswer({ documentId, ...answer, uninvited: true, now }, tx)
    const after = {
      revision: expectedRevision,
      ...(reason === null ? {} : { despite: reason }),
      ...(open.length === 0 ? {} : { open: open.join(', ') }),
      ...(isOwn ? { own_text: true } : {}),
    }
    await recordDocumentChange(change, documentId, 'approved', after, null, tx)
  }, q)
}

/** Sends it back with what should change. @throws DomainError `conflict`; `invalid` when not in review or nothing is said. */
export async function sendPostmortemBack(
  { comment, ...change }: DocumentChange & { comment: string },
  q: Queryable = db,
): Promise<void> {
  if (comment.trim() === '') refuse({ comment: [{ code: 'comment_missing' }] })
  await inTransaction(async (tx) => {
    const row = await findDocument(change.incidentId, tx)
    refuseUnlessInReview(row, change)
    const set = { ...NOT_REVIEWED, review_comment: comment.trim() }
    const id = await changeDocument(change, set, row, tx)
    const { actor, now, expectedRevision: revision } = change
    if (actor.id !== null) {
      const answer = { userId: actor.id, name: actor.name, says: 'changes' as const, revision }
      await noteAnswer({ documentId: id, ...answer, uninvited: true, now }, tx)
    }
    await recordDocumentChange(change, id, 'sent_back', { comment: comment.trim() }, null, tx)
  }, q)
}

/** Takes the request for a review back. @throws DomainError `conflict`; `invalid` when it is not in review. */
export async function takePostmortemBack(change: DocumentChange, q: Queryable = db): Promise<void> {
  await inTransaction(async (tx) => {
    const row = await findDocument(change.incidentId, tx)
    refuseUnlessInReview(row, change)
    const id = await changeDocument(change, NOT_REVIEWED, row, tx)
    await recordDocumentChange(change, id, 'taken_back', {}, null, tx)
  }, q)
}

interface BlameDecision {
  incidentId: string
  fingerprint: string
  actor: Actor
  now: Instant
}

/**
 * Keeps words that the blameless check found in the newest revision, with a reason.
 *
 * @param people names that the check looks for
 * @throws DomainError `not_found` without a document; `invalid` without a reason, or when nothing of the kind is found
 */
export async function keepBlame(
  {
    incidentId,
    fingerprint,
    reason,
    people,
    actor,
    now,
  }: BlameDecision & {
    reason: string
    people: readonly string[]
  },
  q: Queryable = db,
): Promise<void> {
  if (reason.trim() === '') refuse({ reason: [{ code: 'keep_reason_missing' }] })
  await inTransaction(async (tx) => {
    const document = await getPostmortem(incidentId, tx)
    if (document === null) throw new DomainError('not_found')
    // Whoever writes decides about what they have just written as well.
    const draft = await getDraft(document.id, tx)
    const finding = [document.markdown, ...(draft ? [draft.markdown] : [])]
      .flatMap((text) => checkBlameless(text, { people }))
      .find((one) => one.fingerprint === fingerprint)
    if (!finding) throw new DomainError('invalid', { '': [{ code: 'blame_gone' }] })
    const row = {
      code: finding.code,
      quote: finding.quote,
      reason: reason.trim(),
      kept_at: now,
      kept_by: actor.name,
    }
    await tx
      .insertInto('kept_blame')
      .values({ document_id: document.id, fingerprint, ...row })
      .onConflict((conflict) => conflict.columns(['document_id', 'fingerprint']).doUpdateSet(row))
      .execute()
    const change = { incidentId, actor, now }
    await recordDocumentChange(
      change,
      document.id,
      'finding_kept',
      { quote: row.quote, reason: row.reason },
      null,
      tx,
    )
  }, q)
}

/** Takes the decision to keep words back. @throws DomainError `not_found`; `invalid` when there is none. */
export async function reopenBlame(
  { incidentId, fingerprint, actor, now }: BlameDecision,
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const row = await findDocument(incidentId, tx)
    if (row === undefined) throw new DomainError('not_found')
    const kept = await tx
      .deleteFrom('kept_blame')
      .where('document_id', '=', row.id)
      .where('fingerprint', '=', fingerprint)
      .returning(['quote', 'reason'])
      .executeTakeFirst()
    if (!kept) throw new DomainError('invalid', { '': [{ code: 'blame_gone' }] })
    await recordDocumentChange({ incidentId, actor, now }, row.id, 'finding_reopened', kept, null, tx)
  }, q)
}

const NOT_REVIEWED = {
  review: 'draft' as const,
  submitted_by: null,
  submitted_by_id: null,
  submitted_at: null,
  review_comment: null,
}

type DocumentRow = Selectable<DocumentTable>

function findDocument(incidentId: string, q: Queryable): Promise<DocumentRow | undefined> {
  return q
    .selectFrom('document')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('kind', '=', 'postmortem')
    .executeTakeFirst()
}

async function revisionsOf(
  documentId: string,
  { only }: { only?: number },
  q: Queryable,
): Promise<DocumentRevision[]> {
  const rows = await q
    .selectFrom('document_revision')
    .selectAll()
    .where('document_id', '=', documentId)
    .$if(only !== undefined, (query) => query.where('number', '=', only!))
    .orderBy('number', 'desc')
    .execute()
  return rows.map((row) => ({
    number: row.number,
    markdown: row.markdown,
    reason: row.reason,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
    ...(row.authors === null ? {} : { authors: fromJson(row.authors) }),
  }))
}

function deed(id: string | null, name: string | null, at: Instant | null): Deed | null {
  return name === null || at === null ? null : { id, name, at }
}

function approvalOf(row: DocumentRow): Postmortem['approved'] {
  const by = deed(row.approved_by_id, row.approved_by, row.approved_at)
  if (by === null || row.approved_revision === null) return null
  const { approved_revision: revision, approved_text: text, approved_despite: despite } = row
  return { ...by, revision, text: text ?? '', despite, isOwn: row.approved_own === 1 }
}

const NOBODY: Authorship = { newest: [], since: [] }

/** Who wrote what would be approved; nobody before the postmortem was begun. */
export async function getAuthorship(incidentId: string, q: Queryable = db): Promise<Authorship> {
  const row = await findDocument(incidentId, q)
  return row === undefined ? NOBODY : authorshipOf(row, q)
}

async function authorshipOf(row: DocumentRow, q: Queryable): Promise<Authorship> {
  const revisions = await q
    .selectFrom('document_revision')
    .select(['number', 'author_ids'])
    .where('document_id', '=', row.id)
    .where('number', '>', row.approved_revision ?? 0)
    .execute()
  const editor = row.edited_by_id === null ? [] : [row.edited_by_id]
  const isNewest = ({ number }: { number: number }) => number === row.current_revision
  const known = revisions.map((revision) => ({
    isNewest: isNewest(revision),
    ids: revision.author_ids ? fromJson(revision.author_ids) : isNewest(revision) ? editor : [],
  }))
  const since = [...new Set(known.flatMap(({ ids }) => ids))]
  // Of a template as it is nobody is the author; then it is whoever put it there.
  if (since.length === 0) return { newest: editor, since: editor }
  return { newest: known.find((one) => one.isNewest)?.ids ?? [], since }
}

function refuseUnlessInReview(row: DocumentRow | undefined, { expectedRevision }: DocumentChange): void {
  // Of a text that somebody has changed in between the conflict says more.
  if (row === undefined || row.current_revision !== expectedRevision) return
  if (row.review !== 'in_review')
    throw new DomainError('invalid', { '': [{ code: 'postmortem_not_in_review' }] })
}

/** Changes the row if its newest revision is still the expected one, and returns its id. */
async function changeDocument(
  { incidentId, expectedRevision }: DocumentChange,
  set: Partial<Omit<DocumentRow, 'id' | 'incident_id' | 'kind' | 'version'>>,
  row: DocumentRow | undefined,
  tx: Queryable,
): Promise<string> {
  const result = await tx
    .updateTable('document')
    .set((eb) => ({ ...set, version: eb('version', '+', 1) }))
    .where('id', '=', row?.id ?? '')
    .where('current_revision', '=', expectedRevision)
    .where('version', '=', row?.version ?? 0)
    .executeTakeFirst()
  if (row === undefined || result.numUpdatedRows === 0n) {
    const [newest = null] = await listDocumentRevisions(incidentId, tx)
    throw new DomainError('conflict', { '': [{ code: 'changed_by_another' }] }, newest)
  }
  return row.id
}

function recordDocumentChange(
  { incidentId, actor, now }: Pick<DocumentChange, 'incidentId' | 'actor' | 'now'>,
  entityId: string,
  action: string,
  after: object,
  before: object | null,
  tx: Queryable,
): Promise<void> {
  return recordChange({ actor, now, incidentId, entity: 'document', entityId, action, before, after }, tx)
}
