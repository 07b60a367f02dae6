import { expect } from 'vitest'
import { checkBlameless } from '#app/domain/blameless.ts'
import { LONGEST_POSTMORTEM } from '#app/domain/postmortem-review.ts'
import {
  answerReview,
  approvePostmortem,
  changeReviewRequest,
  getPostmortem,
  keepBlame,
  listDocumentRevisions,
  listKeptBlame,
  reopenBlame,
  restoreDocumentRevision,
  saveDocumentRevision,
  sendPostmortemBack,
  submitPostmortem,
} from '#app/models/document.server.ts'
import type { Instant } from '#app/domain/instant.ts'
import { listIncidentChanges } from '#app/models/audit.server.ts'
import { listConversations } from '#app/models/document-comment.server.ts'
import { listReviewers } from '#app/models/document-reviewer.server.ts'
import { insertPerson } from '#app/models/person.server.ts'
import type { Queryable } from '#db/client.server.ts'
import { makeIncident, makeOrganisation, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const WRITER = { id: 'writer', name: 'Writer' }
const REVIEWER = { id: 'reviewer', name: 'Reviewer' }

function insertPublisher(name: string, q: Queryable) {
  const email = `${name}@example.com`
  return insertPerson(
    { name, email, role: 'publisher', language: null, hash: '', actor: WRITER, now: NOW },
    q,
  )
}

async function begin(q: Queryable) {
  await makeOrganisation(q)
  const { id: incidentId } = await makeIncident(q)
  const save = (expectedRevision: number, markdown: string, actor = WRITER) =>
    saveDocumentRevision(
      { incidentId, expectedRevision, language: 'ko', markdown, reason: '', actor, now: NOW },
      q,
    )
  const change = (expectedRevision: number, actor = WRITER) => ({
    incidentId,
    expectedRevision,
    actor,
    now: NOW,
  })
  const approve = (
    expectedRevision: number,
    actor = REVIEWER,
    role: 'publisher' | 'responder' = 'publisher',
  ) => approvePostmortem({ ...change(expectedRevision, actor), actor, role, text: 'written out' }, q)
  return { incidentId, save, change, approve }
}

testOnEveryDatabase('a postmortem keeps every revision, the newest first', async (q) => {
  const { incidentId, save } = await begin(q)
  expect(await save(0, 'first')).toBe(1)
  expect(await save(1, 'second')).toBe(2)
  const revisions = await listDocumentRevisions(incidentId, q)
  expect(revisions.map((revision) => revision.markdown)).toEqual(['second', 'first'])
})

testOnEveryDatabase('saving the same text again makes no revision', async (q) => {
  const { incidentId, save } = await begin(q)
  await save(0, 'first')
  expect(await save(1, 'first')).toBe(1)
  expect(await listDocumentRevisions(incidentId, q)).toHaveLength(1)
})

testOnEveryDatabase(
  'of two who write on the same revision the second is shown what the first wrote',
  async (q) => {
    const { incidentId, save } = await begin(q)
    await save(0, 'theirs')
    await expect(save(0, 'mine')).rejects.toMatchObject({
      code: 'conflict',
      current: { number: 1, markdown: 'theirs' },
    })
    expect(await listDocumentRevisions(incidentId, q)).toHaveLength(1)
  },
)

testOnEveryDatabase('a text that is too long is refused with its length', async (q) => {
  const { save } = await begin(q)
  await expect(save(0, 'x'.repeat(LONGEST_POSTMORTEM + 1))).rejects.toMatchObject({
    problems: { markdown: [{ code: 'too_long', params: { max: LONGEST_POSTMORTEM } }] },
  })
})

testOnEveryDatabase('an older revision comes back as a new one', async (q) => {
  const { incidentId, save, change } = await begin(q)
  await save(0, 'first')
  await save(1, 'second')
  expect(await restoreDocumentRevision({ ...change(2), number: 1, reason: 'back' }, q)).toBe(3)
  const revisions = await listDocumentRevisions(incidentId, q)
  expect(revisions.map(({ markdown, reason }) => [markdown, reason])).toEqual([
    ['first', 'back'],
    ['second', ''],
    ['first', ''],
  ])
})

testOnEveryDatabase('somebody else approves, and a later change is a draft again', async (q) => {
  const { incidentId, save, change, approve } = await begin(q)
  await insertPublisher('Jun', q)
  await save(0, 'first')
  await expect(approve(1)).rejects.toMatchObject({ problems: { '': [{ code: 'postmortem_not_in_review' }] } })
  await submitPostmortem(change(1), q)
  await expect(approve(1, WRITER)).rejects.toMatchObject({
    problems: { '': [{ code: 'postmortem_edited_yourself' }] },
  })
  await expect(approve(1, REVIEWER, 'responder')).rejects.toMatchObject({
    problems: { '': [{ code: 'postmortem_role_too_low' }] },
  })
  await approve(1)
  expect(await getPostmortem(incidentId, q)).toMatchObject({
    review: 'approved',
    approved: { name: 'Reviewer', revision: 1, text: 'written out' },
  })
  await save(1, 'second')
  expect(await getPostmortem(incidentId, q)).toMatchObject({ review: 'draft', approved: { revision: 1 } })
})

testOnEveryDatabase('where nobody else may publish, the author approves and says why', async (q) => {
  const { incidentId, save, change } = await begin(q)
  const jun = await insertPublisher('Jun', q)
  await save(0, 'first', jun)
  await submitPostmortem(change(1), q)
  const approval = { ...change(1, jun), actor: jun, role: jun.role, text: '' }
  await expect(approvePostmortem(approval, q)).rejects.toMatchObject({
    problems: { despite: [{ code: 'postmortem_own_reason_missing' }] },
  })
  await approvePostmortem({ ...approval, despite: 'Nobody else is here.' }, q)
  expect(await getPostmortem(incidentId, q)).toMatchObject({
    approved: { name: 'Jun', isOwn: true, despite: 'Nobody else is here.' },
  })
})

testOnEveryDatabase('who began with a template and wrote nothing is no author', async (q) => {
  const { incidentId, save, change } = await begin(q)
  const jun = await insertPublisher('Jun', q)
  await saveDocumentRevision(
    { ...change(0, jun), language: 'ko', markdown: 'template', reason: '', isTemplate: true },
    q,
  )
  await save(1, 'written')
  await submitPostmortem(change(2), q)
  await approvePostmortem({ ...change(2, jun), actor: jun, role: jun.role, text: '' }, q)
  expect(await getPostmortem(incidentId, q)).toMatchObject({ approved: { isOwn: false, despite: null } })
})

testOnEveryDatabase('what changed after the reviewer opened it is not approved', async (q) => {
  const { save, change, approve } = await begin(q)
  await save(0, 'first')
  await save(1, 'second')
  await submitPostmortem(change(2), q)
  await expect(approve(1)).rejects.toMatchObject({ code: 'conflict', current: { markdown: 'second' } })
})

testOnEveryDatabase(
  'a reviewer sends it back with a comment that stays until the next request',
  async (q) => {
    const { incidentId, save, change } = await begin(q)
    await save(0, 'first')
    await submitPostmortem(change(1), q)
    await expect(sendPostmortemBack({ ...change(1, REVIEWER), comment: ' ' }, q)).rejects.toMatchObject({
      problems: { comment: [{ code: 'comment_missing' }] },
    })
    await sendPostmortemBack({ ...change(1, REVIEWER), comment: 'Say why' }, q)
    expect(await getPostmortem(incidentId, q)).toMatchObject({ review: 'draft', reviewComment: 'Say why' })
    await submitPostmortem(change(1), q)
    expect(await getPostmortem(incidentId, q)).toMatchObject({ review: 'in_review', reviewComment: null })
  },
)

testOnEveryDatabase(
  'words that blame are kept with a reason, and the decision can be taken back',
  async (q) => {
    const { incidentId, save } = await begin(q)
    const text = '담당자 실수로 멈췄다.'
    await save(0, text)
    const { fingerprint } = checkBlameless(text)[0]!
    const by = { incidentId, fingerprint, actor: WRITER, now: NOW }
    await expect(keepBlame({ ...by, reason: '', people: [] }, q)).rejects.toMatchObject({
      problems: { reason: [{ code: 'keep_reason_missing' }] },
    })
    await keepBlame({ ...by, reason: '인용', people: [] }, q)
    const { id } = (await getPostmortem(incidentId, q))!
    expect(await listKeptBlame(id, q)).toMatchObject([{ fingerprint, reason: '인용', by: 'Writer' }])
    await reopenBlame(by, q)
    expect(await listKeptBlame(id, q)).toEqual([])
    await expect(keepBlame({ ...by, fingerprint: 'none', reason: 'x', people: [] }, q)).rejects.toMatchObject(
      {
        problems: { '': [{ code: 'blame_gone' }] },
      },
    )
  },
)

testOnEveryDatabase(
  'those who are asked answer on a revision, and a newer one waits for them anew',
  async (q) => {
    const { incidentId, save, change } = await begin(q)
    const person = (name: string, role: 'viewer' | 'publisher') =>
      insertPerson(
        { name, email: `${name}@example.com`, role, language: null, hash: '', actor: WRITER, now: NOW },
        q,
      )
    const sora = await person('Sora', 'viewer')
    const jun = await person('Jun', 'publisher')
    const mina = await person('Mina', 'viewer')
    await save(0, 'first')
    const reviewers = [sora.id, jun.id]
    await expect(submitPostmortem({ ...change(1), reviewers: ['nobody'] }, q)).rejects.toMatchObject({
      problems: { reviewers: [{ code: 'not_a_choice' }] },
    })
    await submitPostmortem({ ...change(1), reviewers, dueOn: '2020-04-09' }, q)
    const { id } = (await getPostmortem(incidentId, q))!
    const answers = async () =>
      (await listReviewers(id, q)).map(({ name, answer }) => [name, answer?.says, answer?.revision])
    const answer = (person: typeof sora, says: 'approved' | 'changes', comment: string, revision = 1) =>
      answerReview({ ...change(revision, person), actor: person, role: person.role, says, comment }, q)
    expect(await answers()).toEqual([
      ['Jun', undefined, undefined],
      ['Sora', undefined, undefined],
    ])
    await expect(answer(mina, 'approved', '')).rejects.toMatchObject({
      problems: { '': [{ code: 'postmortem_not_asked' }] },
    })
    await expect(answer(sora, 'changes', ' ')).rejects.toMatchObject({
      problems: { comment: [{ code: 'comment_missing' }] },
    })
    await answer(sora, 'changes', 'Who noticed it?')
    expect(await listConversations(id, q)).toMatchObject([{ text: 'Who noticed it?', writtenBy: 'Sora' }])
    // Somebody else instead of Jun; what Sora said stays.
    await changeReviewRequest({ ...change(1), reviewers: [mina.id], dueOn: null }, q)
    expect(await answers()).toEqual([
      ['Mina', undefined, undefined],
      ['Sora', 'changes', 1],
    ])
    await save(1, 'second')
    const later = (NOW + 60_000) as Instant
    await submitPostmortem({ ...change(2), reviewers: [sora.id], now: later }, q)
    const [asked] = await listReviewers(id, q)
    expect(asked).toMatchObject({ name: 'Sora', askedAt: later, answer: { says: 'changes', revision: 1 } })
    await answer(sora, 'approved', '', 2)
    await approvePostmortem({ ...change(2, jun), actor: jun, role: jun.role, text: '' }, q)
    expect(await answers()).toEqual([
      ['Jun', 'approved', 2],
      ['Sora', 'approved', 2],
    ])
  },
)

testOnEveryDatabase('an approval with open points takes a sentence, which is kept', async (q) => {
  const { incidentId, save, change } = await begin(q)
  await save(0, 'first')
  await submitPostmortem(change(1), q)
  const approval = { ...change(1, REVIEWER), actor: REVIEWER, role: 'publisher' as const, text: '' }
  const open = ['factors', 'actions']
  await expect(approvePostmortem({ ...approval, open, despite: ' ' }, q)).rejects.toMatchObject({
    problems: { despite: [{ code: 'postmortem_reason_missing', params: { count: 2 } }] },
  })
  await approvePostmortem({ ...approval, open, despite: 'Nothing else is known.' }, q)
  const postmortem = await getPostmortem(incidentId, q)
  expect(postmortem?.approved).toMatchObject({ despite: 'Nothing else is known.' })
  const [approved] = await listIncidentChanges({ incidentId }, q)
  expect(approved?.after).toMatchObject({ despite: 'Nothing else is known.', open: 'factors, actions' })
})
