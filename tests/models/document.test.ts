import { expect } from 'vitest'
import { checkBlameless } from '#app/domain/blameless.ts'
import { LONGEST_POSTMORTEM } from '#app/domain/postmortem-review.ts'
import {
  approvePostmortem,
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
import type { Queryable } from '#db/client.server.ts'
import { makeIncident, makeOrganisation, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const WRITER = { id: 'writer', name: 'Writer' }
const REVIEWER = { id: 'reviewer', name: 'Reviewer' }

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
