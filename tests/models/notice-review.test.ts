import { expect } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import { DomainError } from '#app/domain/errors.ts'
import { instant, MINUTE } from '#app/domain/instant.ts'
import { listIncidentChanges } from '#app/models/audit.server.ts'
import { changeGuardedWords, getGuardedWords } from '#app/models/guarded-words.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { addReading, chooseReading } from '#app/models/marker.server.ts'
import {
  draftCorrection,
  driftOfNotice,
  keepDrift,
  listDriftingNotices,
} from '#app/models/notice-drift.server.ts'
import { publishNotice, withdrawNotice } from '#app/models/notice-publication.server.ts'
import {
  approveNotice,
  draftFingerprint,
  sendBack,
  submitForReview,
  takeBack,
} from '#app/models/notice-review.server.ts'
import { findNoticeSlug, getNotice, saveNoticeText, startNotice } from '#app/models/notice.server.ts'
import type { Person } from '#app/models/person.server.ts'
import { NOW, at, makeIncident, makeService } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'
import { addPersonTo } from '#tests/setup/people.ts'

const TEXTS = {
  ko: {
    title: '{{services}} 장애에 대해 사과드립니다',
    body: '{{impact.window}} {{impact.duration}} 동안 장애가 있었습니다. 저희의 책임입니다. 문의는 고객센터로 해 주십시오.',
  },
  en: {
    title: 'We apologize',
    body: 'On {{impact.window}} ({{impact.duration}}), people had problems. This was our failure, and we are sorry.',
  },
}

interface Team {
  writer: Person
  first: Person
  second: Person
}

/** A finished draft of an incident of 79 minutes, in a team where two people may publish. */
async function makeDraft(q: Queryable) {
  const team: Team = {
    writer: await addPersonTo(q, 'responder'),
    first: await addPersonTo(q, 'publisher'),
    second: await addPersonTo(q, 'admin'),
  }
  const { id, reference } = await makeIncident(q, {
    started: '2020-03-02T08:58:00+09:00',
    serviceIds: [await makeService(q)],
  })
  const end = { shape: 'instant', at: at('2020-03-02T10:17:00+09:00') } as const
  const by = { actor: team.writer, now: NOW }
  await addReading(
    { incidentId: id, ...by, markerKey: 'impact_end', value: end, source: '', sourceUrl: '' },
    q,
  )
  const { slug } = await startNotice({ reference, ...by }, q)
  await saveNoticeText({ slug, texts: TEXTS, expectedVersion: 1, ...by }, q)
  return { ...team, id, reference, slug }
}

/** What somebody does to the notice as it stands. */
async function act(slug: string, actor: Person, q: Queryable) {
  return { slug, actor, now: NOW, expectedVersion: (await getNotice(slug, q)).version }
}

async function approve(slug: string, actor: Person, q: Queryable) {
  const fingerprint = await draftFingerprint({ slug, now: NOW }, q)
  return approveNotice({ ...(await act(slug, actor, q)), actor, role: actor.role, fingerprint }, q)
}

async function chooseStart(
  incidentId: string,
  reference: string,
  start: string,
  actor: Person,
  q: Queryable,
) {
  const marker = { incidentId, markerKey: 'impact_start' as const, actor, now: NOW }
  const value = { shape: 'instant', at: at(start) } as const
  const readingId = await addReading({ ...marker, value, source: '', sourceUrl: '' }, q)
  const { version } = await getIncidentRecord(reference, q)
  await chooseReading({ ...marker, readingId, reason: '', expectedVersion: version }, q)
}

async function publishApproved(slug: string, { writer, first }: Team, q: Queryable) {
  await submitForReview(await act(slug, writer, q), q)
  await approve(slug, first, q)
  await publishNotice(await act(slug, first, q), q)
}

async function refusal(work: Promise<unknown>): Promise<DomainError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(DomainError)
  return error as DomainError
}

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  return (await refusal(work)).problems['']?.[0]?.code
}

testOnEveryDatabase('a notice is published after a second person approved it, and says who', async (q) => {
  const { slug, id, ...team } = await makeDraft(q)
  expect(await codeOf(publishNotice(await act(slug, team.first, q), q))).toBe('approval_missing')
  await submitForReview(await act(slug, team.writer, q), q)
  expect(await getNotice(slug, q)).toMatchObject({
    review: 'in_review',
    submitted: { name: 'responder' },
    reviewed: { kind: 'first', texts: { en: { title: 'We apologize' } } },
  })
  await approve(slug, team.first, q)
  await publishNotice(await act(slug, team.second, q), q)
  expect(await getNotice(slug, q)).toMatchObject({
    state: 'published',
    review: 'draft',
    approved: null,
    revisions: [{ approvedBy: 'publisher', publishedBy: 'admin', emergencyReason: null, sources: TEXTS }],
  })
  const actions = (await listIncidentChanges({ incidentId: id }, q)).map(({ action }) => action)
  expect(actions.slice(0, 3)).toEqual(['published', 'approved', 'submitted'])
})

testOnEveryDatabase(
  'nobody approves what they submitted or wrote last, nor without the right to',
  async (q) => {
    const { slug, writer, first, second } = await makeDraft(q)
    expect(await codeOf(approve(slug, first, q))).toBe('not_in_review')
    await submitForReview(await act(slug, first, q), q)
    expect(await codeOf(approve(slug, first, q))).toBe('submitted_yourself')
    expect(await codeOf(approve(slug, writer, q))).toBe('role_too_low')
    const texts = { en: { title: 'Changed', body: TEXTS.en.body } }
    await saveNoticeText({ ...(await act(slug, second, q)), texts }, q)
    await submitForReview(await act(slug, writer, q), q)
    expect(await codeOf(approve(slug, second, q))).toBe('edited_yourself')
    await approve(slug, first, q)
  },
)

testOnEveryDatabase('whatever changes after the approval needs another one', async (q) => {
  const { slug, id, reference, ...team } = await makeDraft(q)
  const approved = async () => {
    await submitForReview(await act(slug, team.writer, q), q)
    await approve(slug, team.first, q)
  }
  await approved()
  // Saving what stands already changes nothing.
  await saveNoticeText({ ...(await act(slug, team.second, q)), texts: TEXTS }, q)
  expect((await getNotice(slug, q)).review).toBe('approved')
  const texts = { ko: { title: '다른 제목', body: TEXTS.ko.body } }
  await saveNoticeText({ ...(await act(slug, team.second, q)), texts }, q)
  expect((await getNotice(slug, q)).review).toBe('draft')
  expect(await codeOf(publishNotice(await act(slug, team.first, q), q))).toBe('approval_missing')

  await approved()
  await chooseStart(id, reference, '2020-03-02T09:00:00+09:00', team.writer, q)
  const outdated = await refusal(publishNotice(await act(slug, team.first, q), q))
  expect(outdated.code).toBe('conflict')
  expect(outdated.problems['']).toEqual([{ code: 'approval_outdated' }])
  // Both are at hand: what was approved, and what stands now.
  const both = outdated.current as Awaited<ReturnType<typeof getNotice>>
  expect(both.reviewed?.texts.ko?.body).toContain('오전 8시 58분부터')
  expect(both.facts.find(({ key }) => key === 'impact.window')?.texts.ko[0]).toContain('오전 9시부터')
  expect(both.revisions).toEqual([])
})

testOnEveryDatabase('an approval is of what the reviewer read', async (q) => {
  const { slug, id, reference, writer, first } = await makeDraft(q)
  await submitForReview(await act(slug, writer, q), q)
  const seen = {
    ...(await act(slug, first, q)),
    role: first.role,
    fingerprint: await draftFingerprint({ slug, now: NOW }, q),
  }
  await chooseStart(id, reference, '2020-03-02T09:00:00+09:00', writer, q)
  expect(await codeOf(approveNotice({ ...seen, actor: first }, q))).toBe('approval_outdated')
  const texts = { en: { title: 'Changed', body: TEXTS.en.body } }
  await saveNoticeText({ ...(await act(slug, writer, q)), texts }, q)
  const late = await refusal(approveNotice({ ...seen, actor: first }, q))
  expect([late.code, late.problems['']?.[0]?.code]).toEqual(['conflict', 'changed_by_another'])
})

testOnEveryDatabase('of two people who approve, or approve and save, one is told of the other', async (q) => {
  const { slug, writer, first, second } = await makeDraft(q)
  await submitForReview(await act(slug, writer, q), q)
  const fingerprint = await draftFingerprint({ slug, now: NOW }, q)
  const seen = await act(slug, first, q)
  const both = await Promise.allSettled(
    [first, second].map((actor) => approveNotice({ ...seen, actor, role: actor.role, fingerprint }, q)),
  )
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await takeBack(await act(slug, writer, q), q)
  await submitForReview(await act(slug, writer, q), q)
  const now = await act(slug, first, q)
  const texts = { en: { title: 'Changed', body: TEXTS.en.body } }
  const race = await Promise.allSettled([
    approveNotice({ ...now, actor: first, role: first.role, fingerprint }, q),
    saveNoticeText({ ...now, actor: second, texts }, q),
  ])
  expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const { review, texts: stand } = await getNotice(slug, q)
  expect([review, stand.en?.title]).toEqual(
    race[0]?.status === 'fulfilled' ? ['approved', TEXTS.en.title] : ['draft', 'Changed'],
  )
})

testOnEveryDatabase(
  'a reviewer sends it back with a comment, which stays until it is submitted again',
  async (q) => {
    const { slug, writer, first } = await makeDraft(q)
    await submitForReview(await act(slug, writer, q), q)
    expect((await refusal(sendBack({ ...(await act(slug, first, q)), comment: ' ' }, q))).problems).toEqual({
      comment: [{ code: 'comment_missing' }],
    })
    await sendBack({ ...(await act(slug, first, q)), comment: '원인을 더 적어 주세요.' }, q)
    expect(await getNotice(slug, q)).toMatchObject({
      review: 'draft',
      reviewComment: '원인을 더 적어 주세요.',
    })
    await submitForReview(await act(slug, writer, q), q)
    expect(await getNotice(slug, q)).toMatchObject({ review: 'in_review', reviewComment: null })
  },
)

testOnEveryDatabase('in an emergency one person publishes alone, and the reason stays', async (q) => {
  const { slug, id, first } = await makeDraft(q)
  await publishNotice({ ...(await act(slug, first, q)), emergencyReason: '밤이라 아무도 없어요' }, q)
  expect((await getNotice(slug, q)).revisions).toMatchObject([
    { approvedBy: null, emergencyReason: '밤이라 아무도 없어요' },
  ])
  const [published] = await listIncidentChanges({ incidentId: id }, q)
  expect(published?.after).toMatchObject({ emergency_reason: '밤이라 아무도 없어요' })
  const files = await q.selectFrom('published_file').select('body').execute()
  for (const { body } of files) expect(Buffer.from(body).toString('utf8')).not.toContain('아무도 없어요')
})

testOnEveryDatabase('what the team says to itself about a notice stays inside', async (q) => {
  const { slug, id, reference, ...team } = await makeDraft(q)
  await submitForReview(await act(slug, team.writer, q), q)
  await sendBack({ ...(await act(slug, team.first, q)), comment: 'LEAK comment' }, q)
  await publishApproved(slug, team, q)
  await chooseStart(id, reference, '2020-03-02T09:00:00+09:00', team.writer, q)
  const keep = { slug, actor: team.first, now: NOW, reason: 'LEAK kept' }
  await keepDrift({ ...keep, key: 'impact.duration' }, q)
  await draftCorrection(await act(slug, team.writer, q), q)
  await publishApproved(slug, team, q)
  const files = await q.selectFrom('published_file').select(['path', 'body']).execute()
  expect(files.length).toBeGreaterThan(20)
  const people = [team.writer, team.first, team.second].map(({ email }) => email)
  for (const { path, body } of files) {
    const text = Buffer.from(body).toString('utf8')
    for (const inside of ['LEAK', ...people]) expect(text.includes(inside), `${path} ${inside}`).toBe(false)
  }
})

testOnEveryDatabase('what one person saves in one sitting is one line of the history', async (q) => {
  const { slug, id, writer, first } = await makeDraft(q)
  const count = async () =>
    (await listIncidentChanges({ incidentId: id }, q)).filter(({ action }) => action === 'text_saved').length
  const before = await count()
  const save = async (actor: Person, title: string, minutes: number) =>
    saveNoticeText(
      {
        ...(await act(slug, actor, q)),
        now: instant(NOW + minutes * MINUTE),
        texts: { en: { title, body: TEXTS.en.body } },
      },
      q,
    )
  await save(first, 'a', 1)
  await save(first, 'ab', 2)
  await save(first, 'abc', 3)
  expect(await count()).toBe(before + 1)
  const [last] = await listIncidentChanges({ incidentId: id }, q)
  expect(last?.before).toMatchObject({ texts: { en: { title: TEXTS.en.title } } })
  expect(last?.after).toMatchObject({ texts: { en: { title: 'abc' } } })
  await save(writer, 'abcd', 4)
  await save(first, 'abcde', 30)
  expect(await count()).toBe(before + 3)
})

testOnEveryDatabase('a corrected start is drift, and becomes a correction with both times', async (q) => {
  const { slug, id, reference, ...team } = await makeDraft(q)
  await publishApproved(slug, team, q)
  expect(await listDriftingNotices({}, q)).toEqual([])
  await chooseStart(id, reference, '2020-03-02T09:00:00+09:00', team.writer, q)
  const [drifting] = await listDriftingNotices({}, q)
  expect(drifting).toMatchObject({ slug, undecided: [{ key: 'impact.start' }, { key: 'impact.duration' }] })

  await draftCorrection(await act(slug, team.writer, q), q)
  const draft = await getNotice(slug, q)
  expect(draft).toMatchObject({ nextKind: 'correction', review: 'draft', texts: TEXTS })
  expect(draft.correction.ko).toContain('오전 9시’가 맞습니다')
  expect(draft.correction.en).toContain('08:58 KST')
  await publishApproved(slug, team, q)
  const { revisions, nextKind } = await getNotice(slug, q)
  expect(revisions[1]).toMatchObject({ kind: 'correction', correction: draft.correction })
  expect(revisions[1]?.texts.ko?.body).toContain('오전 9시부터')
  expect(nextKind).toBe('update')
  expect(await listDriftingNotices({}, q)).toEqual([])
  expect(await codeOf(draftCorrection(await act(slug, team.writer, q), q))).toBe('nothing_to_correct')
})

testOnEveryDatabase('drift that is kept stays quiet until the record changes once more', async (q) => {
  const { slug, id, reference, ...team } = await makeDraft(q)
  await publishApproved(slug, team, q)
  await chooseStart(id, reference, '2020-03-02T09:00:00+09:00', team.writer, q)
  const keep = { slug, actor: team.first, now: NOW }
  expect((await refusal(keepDrift({ ...keep, key: 'impact.start', reason: '' }, q))).problems).toHaveProperty(
    'reason',
  )
  for (const key of ['impact.start', 'impact.duration']) {
    await keepDrift({ ...keep, key, reason: '두 시각 모두 보도되었음' }, q)
  }
  expect(await listDriftingNotices({ reference }, q)).toEqual([])
  const { kept, drifts } = await driftOfNotice(await getNotice(slug, q), q)
  expect([kept.length, drifts.length]).toEqual([2, 2])
  await chooseStart(id, reference, '2020-03-02T09:05:00+09:00', team.writer, q)
  expect(await listDriftingNotices({ reference }, q)).toHaveLength(1)
})

testOnEveryDatabase('after a withdrawal a new notice stands under a name of its own', async (q) => {
  const { slug, reference, ...team } = await makeDraft(q)
  await publishApproved(slug, team, q)
  const reason = { ko: '다른 회사의 장애였습니다.', en: 'It was not ours.' }
  await withdrawNotice({ ...(await act(slug, team.first, q)), reason }, q)
  const by = { reference, actor: team.writer, now: NOW }
  expect(await startNotice(by, q)).toEqual({ slug: `${reference}-2` })
  expect(await findNoticeSlug(reference, q)).toBe(`${reference}-2`)
  expect((await refusal(startNotice(by, q))).current).toEqual({ slug: `${reference}-2` })
  expect((await getNotice(slug, q)).state).toBe('withdrawn')
  await saveNoticeText({ ...(await act(`${reference}-2`, team.writer, q)), texts: TEXTS }, q)
  await publishApproved(`${reference}-2`, team, q)
  const paths = (await q.selectFrom('published_file').select('path').execute()).map(({ path }) => path)
  expect(paths).toContain(`/notices/${reference}`)
  expect(paths).toContain(`/notices/${reference}-2`)
})

testOnEveryDatabase('of two people who start a notice at once one finds the other’s', async (q) => {
  const { reference } = await makeIncident(q, await withOrganisation(q))
  const start = () => startNotice({ reference, actor: { id: null, name: 'x' }, now: NOW }, q)
  const both = await Promise.allSettled([start(), start()])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

testOnEveryDatabase(
  'a publication and a change of the record at once agree, or the drift is seen',
  async (q) => {
    const { slug, id, reference, ...team } = await makeDraft(q)
    await submitForReview(await act(slug, team.writer, q), q)
    await approve(slug, team.first, q)
    const publish = await act(slug, team.first, q)
    await Promise.allSettled([
      publishNotice(publish, q),
      chooseStart(id, reference, '2020-03-02T09:00:00+09:00', team.writer, q),
    ])
    const notice = await getNotice(slug, q)
    if (notice.revisions.length === 0) {
      expect(notice.review).toBe('approved')
      expect(await codeOf(publishNotice(publish, q))).toBe('approval_outdated')
    } else {
      expect(await listDriftingNotices({}, q)).toHaveLength(1)
    }
  },
)

async function withOrganisation(q: Queryable) {
  await addPersonTo(q, 'publisher')
  return { started: '2020-03-02T08:58:00+09:00' }
}

testOnEveryDatabase(
  'a guarded word keeps a draft from going to review, and its list has a history',
  async (q) => {
    const { writer, slug } = await makeDraft(q)
    const { version } = await getGuardedWords(q)
    const change = { expectedVersion: version, actor: writer, now: NOW }
    await changeGuardedWords({ ...change, words: '고객센터\n고객센터 ' }, q)
    expect(await getGuardedWords(q)).toEqual({ words: ['고객센터'], version: version + 1 })
    const submission = { slug, expectedVersion: 2, actor: writer, now: NOW }
    await expect(submitForReview(submission, q)).rejects.toThrow(DomainError)
    const audited = await q
      .selectFrom('audit_event')
      .select(['actor_name', 'after'])
      .where('action', '=', 'guarded_words_changed')
      .executeTakeFirstOrThrow()
    expect(audited).toEqual({ actor_name: writer.name, after: '{"guarded_words":"고객센터"}' })
  },
)
