import { expect } from 'vitest'
import { LONGEST_COMMENT, MOST_COMMENTS } from '#app/domain/document-comments.ts'
import type { Instant } from '#app/domain/instant.ts'
import { anchorOf, LONGEST_QUOTE } from '#app/domain/text-anchor.ts'
import { listIncidentChanges } from '#app/models/audit.server.ts'
import {
  answerConversation,
  beginConversation,
  editComment,
  listConversations,
  listNewTo,
  listUnseenMentions,
  removeComment,
  resolveConversation,
  seeMentions,
} from '#app/models/document-comment.server.ts'
import { getPostmortem, saveDocumentRevision } from '#app/models/document.server.ts'
import { insertPerson } from '#app/models/person.server.ts'
import type { Role } from '#app/domain/roles.ts'
import type { Queryable } from '#db/client.server.ts'
import { ACTOR, makeIncident, makeOrganisation, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const TEXT = '오전 8시 58분에 결제가 멈췄다. 알림은 11분 뒤에 왔다.'
const LATER = (NOW + 60_000) as Instant

async function begin(q: Queryable) {
  const person = (role: Role) =>
    insertPerson(
      { name: role, email: `${role}@example.com`, role, language: null, hash: '', actor: ACTOR, now: NOW },
      q,
    )
  await makeOrganisation(q)
  const viewer = await person('viewer')
  const responder = await person('responder')
  const admin = await person('admin')
  const { id: incidentId, reference } = await makeIncident(q)
  await saveDocumentRevision(
    { incidentId, expectedRevision: 0, markdown: TEXT, reason: '', actor: ACTOR, now: NOW },
    q,
  )
  const { id: documentId } = (await getPostmortem(incidentId, q))!
  const by = (actor: typeof viewer, now = NOW) => ({ incidentId, actor, now })
  const list = () => listConversations(documentId, q)
  return { viewer, responder, admin, incidentId, reference, documentId, by, list }
}

testOnEveryDatabase('a comment keeps the words that it is about, and is answered and settled', async (q) => {
  const { viewer, responder, by, list } = await begin(q)
  const anchor = anchorOf(TEXT, 0, 9)!
  const id = await beginConversation({ ...by(viewer), text: ' Which clock? ', anchor }, q)
  await answerConversation({ ...by(responder, LATER), to: id, text: 'Of the monitoring.' }, q)
  const [conversation] = await list()
  expect(conversation).toMatchObject({
    id,
    text: 'Which clock?',
    writtenBy: 'viewer',
    anchor,
    resolved: null,
    answers: [{ text: 'Of the monitoring.', writtenBy: 'responder', writtenAt: LATER }],
  })
  await resolveConversation({ ...by(viewer), id, expectedVersion: 1, resolved: true }, q)
  expect((await list())[0]).toMatchObject({ resolved: { by: 'viewer' }, version: 2 })
  // Whoever has more to say opens it again by saying it.
  await answerConversation({ ...by(responder), to: id, text: 'And another one.' }, q)
  expect((await list())[0]).toMatchObject({ resolved: null })
})

testOnEveryDatabase('only its author changes a comment; only they and an admin take it out', async (q) => {
  const { viewer, responder, admin, by, list, incidentId } = await begin(q)
  const id = await beginConversation({ ...by(responder), text: 'first', anchor: null }, q)
  const one = { id, expectedVersion: 1 }
  await expect(editComment({ ...by(admin), ...one, text: 'other words' }, q)).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(removeComment({ ...by(viewer), ...one }, q)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(resolveConversation({ ...by(viewer), ...one, resolved: true }, q)).rejects.toMatchObject({
    code: 'forbidden',
  })
  await editComment({ ...by(responder, LATER), ...one, text: 'second' }, q)
  expect((await list())[0]).toMatchObject({ text: 'second', editedAt: LATER, version: 2 })
  await expect(editComment({ ...by(responder), ...one, text: 'late' }, q)).rejects.toMatchObject({
    code: 'conflict',
    current: { text: 'second' },
  })
  await removeComment({ ...by(admin), id, expectedVersion: 2 }, q)
  expect(await list()).toEqual([])
  const changes = await listIncidentChanges({ incidentId }, q)
  expect(changes.filter(({ entity }) => entity === 'document_comment').map(({ action }) => action)).toEqual([
    'removed',
    'changed',
    'added',
  ])
  expect(changes[0]?.before).toMatchObject({ text: 'second' })
})

testOnEveryDatabase('what was answered stays when the comment itself is taken out', async (q) => {
  const { viewer, responder, by, list } = await begin(q)
  const id = await beginConversation({ ...by(viewer), text: 'hasty words', anchor: null }, q)
  await answerConversation({ ...by(responder), to: id, text: 'It was the queue.' }, q)
  await removeComment({ ...by(viewer), id, expectedVersion: 1 }, q)
  expect(await list()).toMatchObject([{ text: null, answers: [{ text: 'It was the queue.' }] }])
  await expect(answerConversation({ ...by(viewer), to: id, text: 'more' }, q)).rejects.toMatchObject({
    code: 'not_found',
  })
})

testOnEveryDatabase('whoever is named is told until they have looked', async (q) => {
  const { viewer, responder, by, documentId, reference } = await begin(q)
  const unseen = (userId: string) => listUnseenMentions({ userId, limit: 20 }, q)
  const id = await beginConversation(
    { ...by(viewer), text: '@responder 봐 주세요, @viewer', anchor: null },
    q,
  )
  expect(await unseen(responder.id)).toMatchObject([
    {
      reference,
      commentId: id,
      by: 'viewer',
      text: `{{person:${responder.id}}} 봐 주세요, {{person:${viewer.id}}}`,
    },
  ])
  expect(await unseen(viewer.id)).toEqual([])
  const newToThem = () => listNewTo({ userId: responder.id, documentId }, q)
  expect(await newToThem()).toEqual([id])
  await seeMentions({ userId: responder.id, commentIds: [id], now: LATER }, q)
  expect(await newToThem()).toEqual([])
  expect(await unseen(responder.id)).toEqual([])
  // A change of the words does not tell the same person once more.
  await editComment({ ...by(viewer), id, expectedVersion: 1, text: '@responder 꼭 봐 주세요' }, q)
  expect(await unseen(responder.id)).toEqual([])
  const answer = await answerConversation({ ...by(viewer), to: id, text: '@responder?' }, q)
  expect(await unseen(responder.id)).toMatchObject([{ commentId: answer }])
  await resolveConversation({ ...by(responder), id, expectedVersion: 2, resolved: true }, q)
  expect(await unseen(responder.id)).toEqual([])
})

testOnEveryDatabase('empty, endless and too many comments are refused', async (q) => {
  const { viewer, by, documentId, incidentId } = await begin(q)
  const say = (text: string, quote = '') =>
    beginConversation(
      { ...by(viewer), text, anchor: quote === '' ? null : { quote, before: '', after: '' } },
      q,
    )
  await expect(say(' \n ')).rejects.toMatchObject({ problems: { text: [{ code: 'required' }] } })
  await expect(say('x'.repeat(LONGEST_COMMENT + 1))).rejects.toMatchObject({
    problems: { text: [{ code: 'too_long', params: { max: LONGEST_COMMENT } }] },
  })
  await expect(say('x', 'x'.repeat(LONGEST_QUOTE + 1))).rejects.toMatchObject({
    problems: { quote: [{ code: 'quote_too_long' }] },
  })
  const rows = Array.from({ length: MOST_COMMENTS }, (_, index) => ({
    id: `c${index}`,
    document_id: documentId,
    answers: null,
    quote: '',
    quote_before: '',
    quote_after: '',
    text: 'x',
    written_at: NOW,
    written_by: 'x',
    version: 1,
  }))
  await q.insertInto('document_comment').values(rows).execute()
  await expect(say('one more')).rejects.toMatchObject({
    problems: { text: [{ code: 'too_many_comments', params: { max: MOST_COMMENTS } }] },
  })
  // An id from a form may be of any incident.
  const other = await makeIncident(q)
  await expect(
    resolveConversation(
      { ...by(viewer), incidentId: other.id, id: 'c1', expectedVersion: 1, resolved: true },
      q,
    ),
  ).rejects.toMatchObject({ code: 'not_found' })
  expect(other.id).not.toBe(incidentId)
})
