/**
 * The draft that several people write at once. The truth are its updates, numbered in the order in which they were written;
 * `state` is all of them up to `position` in one, and `markdown` is what that says. Whoever holds a draft in memory, as the
 * server does for those who write, is a reader of this table who looks for new rows: another process may write as well.
 */
import type { Selectable } from 'kysely'
import type { Doc } from 'yjs'
import { db, type Queryable } from '#db/client.server.ts'
import { fromJson, toJson, type DocumentDraftTable } from '#db/schema.ts'
import { inSnapshot, inTransaction } from '#db/transaction.server.ts'
import { DomainError } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import type { Actor } from './audit.server.ts'

/** What a draft says at one moment. */
export interface Draft {
  documentId: string
  markdown: string
  /** The revision that it began with, or was last kept as. */
  basedOn: number
  /** Names of those who have written since. */
  authors: string[]
  /** Their accounts; null where that was not kept from the beginning. */
  authorIds: string[] | null
  /** Number of the last update in it. */
  head: number
  changedAt: Instant
  changedBy: string
  /** False where a newer version has written what this one cannot read: `markdown` is then the last that it could. */
  isReadable: boolean
}

/** A draft as its updates, to be held in memory. */
export interface StoredDraft {
  head: number
  /** In order; the first may stand for many. */
  updates: Uint8Array[]
}

/**
 * What a draft says; null where nobody has begun to write one. Put together if there are updates since the last time. Never
 * throws for one that a newer version has written, so that its page opens.
 */
export async function getDraft(documentId: string, q: Queryable = db): Promise<Draft | null> {
  const row = await findDraft(documentId, q)
  if (row === undefined) return null
  if (row.position === row.head) return draftOf(row, row)
  const found = await inSnapshot((tx) => loadDraft(documentId, tx), q)
  if (found === null) return null
  const { UnknownNodeError, markdownOfDraft } = await draftText()
  try {
    return draftOf(found.row, { markdown: markdownOfDraft(found.doc) })
  } catch (error) {
    if (!(error instanceof UnknownNodeError)) throw error
    return { ...draftOf(found.row, found.row), isReadable: false }
  }
}

/**
 * Who wrote in the draft last and when, where it may say something else than this revision; null where it does not. Costs a
 * look at one row: what the draft says is not put together for it.
 */
export async function findNewerDraft(
  documentId: string,
  revision: { markdown: string },
  q: Queryable = db,
): Promise<{ changedAt: Instant; changedBy: string } | null> {
  const row = await q
    .selectFrom('document_draft')
    .select(['changed_at', 'changed_by', 'position', 'head', 'markdown'])
    .where('document_id', '=', documentId)
    .executeTakeFirst()
  if (row === undefined || (row.position === row.head && row.markdown === revision.markdown)) return null
  return { changedAt: row.changed_at, changedBy: row.changed_by }
}

/**
 * The draft of a document. The first time it begins with the text of the newest revision, which happens here and nowhere
 * else, so that it is there once however many come at the same moment.
 *
 * @throws DomainError `not_found` when there is no such document, or its incident was removed
 */
export async function openDraft(
  { documentId, now }: { documentId: string; now: Instant },
  q: Queryable = db,
): Promise<StoredDraft> {
  const { draftFromMarkdown } = await draftText()
  await inTransaction(async (tx) => {
    const newest = await findWritable(documentId, tx)
    if (newest === undefined) throw new DomainError('not_found')
    if ((await findDraft(documentId, tx)) !== undefined) return
    await tx
      .insertInto('document_draft')
      .values({
        document_id: documentId,
        state: bytes(draftFromMarkdown(newest.markdown)),
        markdown: newest.markdown,
        based_on: newest.number,
        authors: toJson([]),
        author_ids: toJson([]),
        position: 0,
        head: 0,
        changed_at: now,
        changed_by: newest.recorded_by,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }, q)
  const stored = await draftSince({ documentId, after: -1 }, q)
  if (stored === null) throw new DomainError('not_found')
  return stored
}

/**
 * Writes updates at the end and returns the number of the last. When this resolves they are on disk; two who write at the
 * same moment get different numbers, and the lower ones are there before the higher ones.
 *
 * @throws DomainError `not_found` when the draft or its document is gone
 */
export async function appendToDraft(
  {
    documentId,
    updates,
    actor,
    now,
  }: { documentId: string; updates: readonly Uint8Array[]; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<number> {
  return inTransaction(async (tx) => {
    // The row is locked by this until the transaction ends, which is what orders the numbers.
    const row = await tx
      .updateTable('document_draft')
      .set((eb) => ({ head: eb('head', '+', updates.length), changed_at: now, changed_by: actor.name }))
      .where('document_id', '=', documentId)
      .returning(['head', 'authors', 'author_ids'])
      .executeTakeFirst()
    if (row === undefined) throw new DomainError('not_found')
    const authors = withOne(fromJson(row.authors), actor.name)
    const ids = row.author_ids && withOne(fromJson(row.author_ids), actor.id)
    if (authors || ids) {
      await tx
        .updateTable('document_draft')
        .set({
          ...(authors ? { authors: toJson(authors) } : {}),
          ...(ids ? { author_ids: toJson(ids) } : {}),
        })
        .where('document_id', '=', documentId)
        .execute()
    }
    const first = row.head - updates.length + 1
    await tx
      .insertInto('document_draft_update')
      .values(
        updates.map((state, index) => ({
          document_id: documentId,
          position: first + index,
          state: bytes(state),
        })),
      )
      .execute()
    return row.head
  }, q)
}

/** What was written after an update; null when the draft is gone. */
export function draftSince(
  { documentId, after }: { documentId: string; after: number },
  q: Queryable = db,
): Promise<StoredDraft | null> {
  return inSnapshot(async (tx) => {
    const row = await findDraft(documentId, tx)
    if (row === undefined) return null
    const later = await updatesAfter(documentId, Math.max(after, row.position), tx)
    // What was put together meanwhile has no rows of its own any more.
    return { head: row.head, updates: row.position > after ? [row.state, ...later] : later }
  }, q)
}

/** Numbers of the last updates of some drafts, for those who hold them in memory. */
export async function draftHeads(
  documentIds: readonly string[],
  q: Queryable = db,
): Promise<Map<string, number>> {
  if (documentIds.length === 0) return new Map()
  const rows = await q
    .selectFrom('document_draft')
    .innerJoin('document', 'document.id', 'document_draft.document_id')
    .innerJoin('incident', 'incident.id', 'document.incident_id')
    .select(['document_draft.document_id', 'document_draft.head'])
    .where('document_draft.document_id', 'in', documentIds)
    .where('incident.removed_at', 'is', null)
    .execute()
  return new Map(rows.map(({ document_id, head }) => [document_id, head]))
}

/**
 * Puts the updates of a draft together into its state and its Markdown, as far as they have come, and returns the number of
 * the last with what `digestOf` has for all of them; null without a draft. Whoever writes meanwhile goes on; what they write
 * stays for the next time.
 *
 * @throws DomainError `invalid` when a newer version has written it; the updates stay as they are
 */
export async function foldDraft(
  documentId: string,
  q: Queryable = db,
): Promise<{ head: number; digest: number } | null> {
  const { digestOf, stateOfDraft } = await draftText()
  const found = await inSnapshot((tx) => loadDraft(documentId, tx), q)
  if (found === null) return null
  const { doc, row } = found
  const last = { head: row.head, digest: digestOf(doc) }
  if (row.position === row.head) return last
  const folded = {
    state: bytes(stateOfDraft(doc)),
    markdown: await known(({ markdownOfDraft }) => markdownOfDraft(doc)),
    position: row.head,
  }
  await inTransaction(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('document_draft')
      .set(folded)
      .where('document_id', '=', documentId)
      .where('position', '=', row.position)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    await tx
      .deleteFrom('document_draft_update')
      .where('document_id', '=', documentId)
      .where('position', '<=', row.head)
      .execute()
  }, q)
  return last
}

/**
 * The draft for a change of it: nobody else writes in it until the transaction has ended. Null where there is none.
 *
 * @throws DomainError `invalid` when a newer version has written it
 */
export async function lockDraft(documentId: string, tx: Queryable): Promise<Draft | null> {
  const row = await tx
    .updateTable('document_draft')
    .set((eb) => ({ head: eb.ref('head') }))
    .where('document_id', '=', documentId)
    .returning('document_id')
    .executeTakeFirst()
  return row === undefined ? null : readDraft(documentId, tx)
}

/**
 * Lets a draft, which has to be locked, say what a revision says. People who are writing see it as an edit by somebody else.
 *
 * @throws DomainError `invalid` when a newer version has written it
 */
export async function followRevision(
  {
    documentId,
    markdown,
    number,
    actor,
    now,
  }: { documentId: string; markdown: string; number: number; actor: Actor; now: Instant },
  tx: Queryable,
): Promise<void> {
  const found = await loadDraft(documentId, tx)
  if (found === null) return
  const { stateOfDraft } = await draftText()
  const { doc, row } = found
  const says =
    row.position === row.head ? row.markdown : await known(({ markdownOfDraft }) => markdownOfDraft(doc))
  const changed = says !== markdown
  if (changed) await known(({ rewriteDraft }) => rewriteDraft(doc, markdown))
  const position = changed ? row.head + 1 : row.head
  await tx
    .updateTable('document_draft')
    .set({
      markdown,
      based_on: number,
      authors: toJson([]),
      author_ids: toJson([]),
      state: bytes(stateOfDraft(doc)),
      position,
      head: position,
      ...(changed ? { changed_at: now, changed_by: actor.name } : {}),
    })
    .where('document_id', '=', documentId)
    .execute()
  await tx.deleteFrom('document_draft_update').where('document_id', '=', documentId).execute()
}

type DraftRow = Selectable<DocumentDraftTable>

/** Lexical is loaded for this and nothing else on the server. */
function draftText() {
  return import('#app/editor/collaboration/draft-text.ts')
}

/** Does something with a draft that it can only do with one that this version can read. */
async function known<T>(work: (text: Awaited<ReturnType<typeof draftText>>) => T): Promise<T> {
  const text = await draftText()
  try {
    return work(text)
  } catch (error) {
    if (!(error instanceof text.UnknownNodeError)) throw error
    throw new DomainError('invalid', { '': [{ code: 'draft_of_newer_version' }] })
  }
}

function findDraft(documentId: string, q: Queryable): Promise<DraftRow | undefined> {
  return q.selectFrom('document_draft').selectAll().where('document_id', '=', documentId).executeTakeFirst()
}

/** The newest revision of a document that may be written in. */
function findWritable(documentId: string, q: Queryable) {
  return q
    .selectFrom('document')
    .innerJoin('incident', 'incident.id', 'document.incident_id')
    .innerJoin('document_revision', (join) =>
      join
        .onRef('document_revision.document_id', '=', 'document.id')
        .onRef('document_revision.number', '=', 'document.current_revision'),
    )
    .select(['document_revision.markdown', 'document_revision.number', 'document_revision.recorded_by'])
    .where('document.id', '=', documentId)
    .where('incident.removed_at', 'is', null)
    .executeTakeFirst()
}

async function updatesAfter(documentId: string, position: number, q: Queryable): Promise<Uint8Array[]> {
  const rows = await q
    .selectFrom('document_draft_update')
    .select('state')
    .where('document_id', '=', documentId)
    .where('position', '>', position)
    .orderBy('position')
    .execute()
  return rows.map(({ state }) => state)
}

/** The row of a draft and all that was written in it, as of one moment: in a snapshot, or with the row locked. */
async function loadDraft(documentId: string, tx: Queryable): Promise<{ doc: Doc; row: DraftRow } | null> {
  const { draftFrom } = await draftText()
  const row = await findDraft(documentId, tx)
  if (row === undefined) return null
  return { doc: draftFrom(row.state, await updatesAfter(documentId, row.position, tx)), row }
}

async function readDraft(documentId: string, tx: Queryable): Promise<Draft | null> {
  const found = await loadDraft(documentId, tx)
  if (found === null) return null
  const { row, doc } = found
  if (row.position === row.head) return draftOf(row, row)
  return draftOf(row, { markdown: await known(({ markdownOfDraft }) => markdownOfDraft(doc)) })
}

function draftOf(row: DraftRow, { markdown }: { markdown: string }): Draft {
  return {
    documentId: row.document_id,
    markdown,
    basedOn: row.based_on,
    authors: fromJson(row.authors),
    authorIds: row.author_ids && fromJson(row.author_ids),
    head: row.head,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    isReadable: true,
  }
}

/** The list with one more in it; null where it is in it already, or is nobody. */
function withOne(list: readonly string[], one: string | null): string[] | null {
  return one === null || list.includes(one) ? null : [...list, one]
}

/** Drivers take a Buffer for bytes; one over the same memory. */
function bytes(array: Uint8Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}
