import type { Selectable } from 'kysely'
import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import type { DocumentCommentTable } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.server.ts'
import {
  LONGEST_COMMENT,
  mayEditComment,
  mayRemoveComment,
  mayResolve,
  MOST_COMMENTS,
  type Conversation,
  type DocumentComment,
} from '#app/domain/document-comments.ts'
import { DomainError, refuse } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { mentionedIds, storeMentions, type MentionablePerson } from '#app/domain/mentions.ts'
import type { Role } from '#app/domain/roles.ts'
import { LONGEST_CONTEXT, LONGEST_QUOTE, type TextAnchor } from '#app/domain/text-anchor.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { updateIfUnchanged } from './versioned-row.server.ts'

/** Somebody who is signed in: comments are people's, not the command line's. */
export type Commenter = Actor & { id: string; role: Role }

interface CommentChange {
  incidentId: string
  actor: Commenter
  now: Instant
}

/** The conversations about a document, in the order in which they were begun; removed ones only while they have answers. */
export async function listConversations(documentId: string, q: Queryable = db): Promise<Conversation[]> {
  const rows = await q
    .selectFrom('document_comment')
    .selectAll()
    .where('document_id', '=', documentId)
    .orderBy('written_at')
    .orderBy('id')
    .execute()
  const answers = Map.groupBy(
    rows.filter(({ answers, removed_at }) => answers !== null && removed_at === null),
    ({ answers }) => answers,
  )
  return rows
    .filter(({ id, answers: to, removed_at }) => to === null && (removed_at === null || answers.has(id)))
    .map((row) => ({
      ...asComment(row),
      anchor:
        row.quote === '' ? null : { quote: row.quote, before: row.quote_before, after: row.quote_after },
      resolved:
        row.resolved_at === null || row.resolved_by === null
          ? null
          : { at: row.resolved_at, by: row.resolved_by },
      answers: (answers.get(row.id) ?? []).map(asComment),
    }))
}

/** Everybody who can be named in a comment: those who can sign in. */
export async function listMentionable(q: Queryable = db): Promise<MentionablePerson[]> {
  return q
    .selectFrom('user')
    .select(['id', 'name', 'email'])
    .where('disabledAt', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute()
}

/** Names of people by id, those who can no longer sign in included. */
export async function namesOf(ids: readonly string[], q: Queryable = db): Promise<Record<string, string>> {
  if (ids.length === 0) return {}
  const rows = await q
    .selectFrom('user')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(ids)].slice(0, MOST_COMMENTS))
    .execute()
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]))
}

/**
 * Begins a conversation about some words, or about the document as a whole, and returns its id. `@` and a name in the
 * text tells that person on their home page.
 *
 * @throws DomainError `not_found` without a document; `invalid` with the fields text, quote
 */
export async function beginConversation(
  { text, anchor, ...change }: CommentChange & { text: string; anchor: TextAnchor | null },
  q: Queryable = db,
): Promise<string> {
  if (anchor !== null && anchor.quote.length > LONGEST_QUOTE) {
    refuse({
      quote: [{ code: 'quote_too_long', params: { max: LONGEST_QUOTE, actual: anchor.quote.length } }],
    })
  }
  return inTransaction(async (tx) => addComment({ ...change, text, anchor, answers: null }, tx), q)
}

/**
 * Answers in a conversation, and opens it again where it was closed. Returns the id of the answer.
 *
 * @param to the comment that began it
 * @throws DomainError `not_found` without such a conversation; `invalid` with the field text
 */
export async function answerConversation(
  { to, text, ...change }: CommentChange & { to: string; text: string },
  q: Queryable = db,
): Promise<string> {
  return inTransaction(async (tx) => {
    const row = await findComment(to, change.incidentId, tx)
    if (row.answers !== null) throw new DomainError('not_found')
    const id = await addComment({ ...change, text, anchor: null, answers: to }, tx)
    if (row.resolved_at !== null) {
      await setResolved({ ...change, id: to, expectedVersion: row.version, resolved: false }, row, tx)
    }
    return id
  }, q)
}

interface ChangeOfOne extends CommentChange {
  id: string
  expectedVersion: number
}

/**
 * Changes the words of one's own comment. Who is named anew is told; who no longer is, is not.
 *
 * @throws DomainError `not_found`, also for a removed one; `conflict`; `invalid` with the field text; `forbidden`
 */
export async function editComment(
  { text: typed, ...change }: ChangeOfOne & { text: string },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const row = await findComment(change.id, change.incidentId, tx)
    if (!mayEditComment(change.actor, { writtenById: row.written_by_id }))
      throw new DomainError('forbidden', NOT_YOURS)
    const text = await textToStore(typed, tx)
    if (text === row.text) return
    const { id, expectedVersion, now } = change
    await updateIfUnchanged(
      { table: 'document_comment', id, expectedVersion, set: { text, edited_at: now } },
      tx,
    )
    await mention({ id, text, by: change.actor.id }, tx)
    await recordComment(change, id, 'changed', { text: row.text }, { text }, tx)
  }, q)
}

/**
 * Takes a comment out. Its words stay in the history; answers to it stay where they are.
 *
 * @throws DomainError `not_found`, `conflict`; `forbidden` for somebody else's, unless by an admin
 */
export async function removeComment(change: ChangeOfOne, q: Queryable = db): Promise<void> {
  await inTransaction(async (tx) => {
    const { id, expectedVersion, now, actor } = change
    const row = await findComment(id, change.incidentId, tx)
    if (!mayRemoveComment(actor, { writtenById: row.written_by_id }))
      throw new DomainError('forbidden', NOT_YOURS)
    await updateIfUnchanged({ table: 'document_comment', id, expectedVersion, set: { removed_at: now } }, tx)
    await tx.deleteFrom('comment_mention').where('comment_id', '=', id).execute()
    await recordComment(change, id, 'removed', { quote: row.quote, text: row.text }, null, tx)
  }, q)
}

/**
 * Closes a conversation as settled, or opens it again.
 *
 * @throws DomainError `not_found`, `conflict`; `forbidden` for somebody else's, unless by somebody who writes postmortems
 */
export async function resolveConversation(
  { resolved, ...change }: ChangeOfOne & { resolved: boolean },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const row = await findComment(change.id, change.incidentId, tx, { removedToo: true })
    if (row.answers !== null) throw new DomainError('not_found')
    if (!mayResolve(change.actor, { writtenById: row.written_by_id }))
      throw new DomainError('forbidden', NOT_YOURS)
    if ((row.resolved_at !== null) === resolved) return
    await setResolved({ ...change, resolved }, row, tx)
  }, q)
}

/** Where somebody was named and has not looked yet. */
export interface UnseenMention {
  reference: string
  title: string
  commentId: string
  by: string
  at: Instant
  /** As it is stored. */
  text: string
}

/** Where somebody was named in a conversation that is still open and has not looked yet, the newest first. */
export async function listUnseenMentions(
  { userId, limit }: { userId: string; limit: number },
  q: Queryable = db,
): Promise<UnseenMention[]> {
  const rows = await q
    .selectFrom('comment_mention')
    .innerJoin('document_comment as comment', 'comment.id', 'comment_mention.comment_id')
    .leftJoin('document_comment as first', 'first.id', 'comment.answers')
    .innerJoin('document', 'document.id', 'comment.document_id')
    .innerJoin('incident', 'incident.id', 'document.incident_id')
    .select([
      'incident.reference',
      'incident.title',
      'comment.id as commentId',
      'comment.written_by as by',
      'comment.written_at as at',
      'comment.text',
    ])
    .where('comment_mention.user_id', '=', userId)
    .where('comment_mention.seen_at', 'is', null)
    .where('comment.removed_at', 'is', null)
    .where('comment.resolved_at', 'is', null)
    .where('first.resolved_at', 'is', null)
    .where('incident.removed_at', 'is', null)
    .orderBy('comment.written_at', 'desc')
    .limit(limit)
    .execute()
  return rows
}

interface Reading {
  userId: string
  documentId: string
}

/** The comments of a document in which somebody is named and that they have not looked at. */
export async function listNewTo({ userId, documentId }: Reading, q: Queryable = db): Promise<string[]> {
  const rows = await q
    .selectFrom('comment_mention')
    .innerJoin('document_comment', 'document_comment.id', 'comment_mention.comment_id')
    .select('comment_mention.comment_id as id')
    .where('document_comment.document_id', '=', documentId)
    .where('comment_mention.user_id', '=', userId)
    .where('comment_mention.seen_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

/** Notes that somebody has looked at these comments, in which they are named. */
export async function seeMentions(
  { userId, commentIds, now }: { userId: string; commentIds: readonly string[]; now: Instant },
  q: Queryable = db,
): Promise<void> {
  if (commentIds.length === 0) return
  await q
    .updateTable('comment_mention')
    .set({ seen_at: now })
    .where('comment_id', 'in', commentIds)
    .where('user_id', '=', userId)
    .where('seen_at', 'is', null)
    .execute()
}

/** Line breaks and tabs are none. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

const NOT_YOURS = { '': [{ code: 'comment_not_yours' }] }

type CommentRow = Selectable<DocumentCommentTable>

function asComment(row: CommentRow): DocumentComment {
  return {
    id: row.id,
    version: row.version,
    text: row.removed_at === null ? row.text : null,
    writtenAt: row.written_at,
    writtenBy: row.written_by,
    writtenById: row.written_by_id,
    editedAt: row.edited_at,
  }
}

/** A comment of this incident's postmortem; an id that comes from a form may be of any. */
async function findComment(
  id: string,
  incidentId: string,
  tx: Queryable,
  { removedToo = false } = {},
): Promise<CommentRow> {
  const row = await tx
    .selectFrom('document_comment')
    .innerJoin('document', 'document.id', 'document_comment.document_id')
    .selectAll('document_comment')
    .where('document_comment.id', '=', id)
    .where('document.incident_id', '=', incidentId)
    .executeTakeFirst()
  if (row === undefined || (row.removed_at !== null && !removedToo)) throw new DomainError('not_found')
  return row
}

async function addComment(
  {
    incidentId,
    text: typed,
    anchor,
    answers,
    actor,
    now,
  }: CommentChange & { text: string; anchor: TextAnchor | null; answers: string | null },
  tx: Queryable,
): Promise<string> {
  const document = await tx
    .selectFrom('document')
    .select('id')
    .where('incident_id', '=', incidentId)
    .where('kind', '=', 'postmortem')
    .executeTakeFirst()
  if (document === undefined) throw new DomainError('not_found')
  const text = await textToStore(typed, tx)
  const { count } = await tx
    .selectFrom('document_comment')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('document_id', '=', document.id)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (Number(count) >= MOST_COMMENTS) {
    refuse({ text: [{ code: 'too_many_comments', params: { max: MOST_COMMENTS } }] })
  }
  const id = newId()
  await tx
    .insertInto('document_comment')
    .values({
      id,
      document_id: document.id,
      answers,
      quote: onOneLine(anchor?.quote),
      quote_before: onOneLine(anchor?.before).slice(-2 * LONGEST_CONTEXT),
      quote_after: onOneLine(anchor?.after).slice(0, 2 * LONGEST_CONTEXT),
      text,
      written_at: now,
      written_by: actor.name,
      written_by_id: actor.id,
      version: 1,
    })
    .execute()
  await mention({ id, text, by: actor.id }, tx)
  const after = { text, ...(anchor === null ? {} : { quote: anchor.quote }), ...(answers ? { answers } : {}) }
  await recordComment({ incidentId, actor, now }, id, answers ? 'answered' : 'added', null, after, tx)
  return id
}

/** White space of any kind is one space; what nobody sees does not tell words apart. */
function onOneLine(words = ''): string {
  return words.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
}

async function textToStore(typed: string, tx: Queryable): Promise<string> {
  const text = typed.normalize('NFC').replaceAll('\r\n', '\n').trim()
  if (CONTROL.test(text)) refuse({ text: [{ code: 'control_character' }] })
  if (text === '') refuse({ text: [{ code: 'required' }] })
  if (text.length > LONGEST_COMMENT) {
    refuse({ text: [{ code: 'too_long', params: { max: LONGEST_COMMENT, actual: text.length } }] })
  }
  return text.includes('@') ? storeMentions(text, await listMentionable(tx)) : text
}

/** Tells those whom a text names. Nobody is told of themselves, and nobody twice of the same comment. */
async function mention(
  { id, text, by }: { id: string; text: string; by: string },
  tx: Queryable,
): Promise<void> {
  const named = mentionedIds(text).slice(0, MOST_COMMENTS)
  const known = Object.keys(await namesOf(named, tx)).filter((userId) => userId !== by)
  await tx
    .deleteFrom('comment_mention')
    .where('comment_id', '=', id)
    .$if(known.length > 0, (query) => query.where('user_id', 'not in', known))
    .execute()
  for (const userId of known) {
    await tx
      .insertInto('comment_mention')
      .values({ comment_id: id, user_id: userId, seen_at: null })
      .onConflict((conflict) => conflict.columns(['comment_id', 'user_id']).doNothing())
      .execute()
  }
}

async function setResolved(
  { id, expectedVersion, resolved, ...change }: ChangeOfOne & { resolved: boolean },
  row: CommentRow,
  tx: Queryable,
): Promise<void> {
  const set = resolved
    ? { resolved_at: change.now, resolved_by: change.actor.name }
    : { resolved_at: null, resolved_by: null }
  await updateIfUnchanged({ table: 'document_comment', id, expectedVersion, set }, tx)
  const before = { resolved_at: row.resolved_at, resolved_by: row.resolved_by }
  await recordComment(change, id, resolved ? 'resolved' : 'reopened', before, set, tx)
}

function recordComment(
  { incidentId, actor, now }: CommentChange,
  entityId: string,
  action: string,
  before: object | null,
  after: object | null,
  tx: Queryable,
): Promise<void> {
  const { id, name } = actor
  return recordChange(
    { actor: { id, name }, now, incidentId, entity: 'document_comment', entityId, action, before, after },
    tx,
  )
}
