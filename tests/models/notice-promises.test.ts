import { expect } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import type { Instant } from '#app/domain/instant.ts'
import type { ActionItemInput } from '#app/models/action-item.server.ts'
import { addActionItem, changeActionItem } from '#app/models/action-item.server.ts'
import { readDesk } from '#app/models/notice-desk.server.ts'
import { listDriftingNotices } from '#app/models/notice-drift.server.ts'
import { publishNotice } from '#app/models/notice-publication.server.ts'
import { getNotice, saveNoticeText, startNotice } from '#app/models/notice.server.ts'
import { approveNotice, draftFingerprint, submitForReview } from '#app/models/notice-review.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { republishSite } from '#app/models/published-file.server.ts'
import { ACTOR, at, makeIncident, makeOrganisation, makeService, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const BY = { actor: ACTOR, now: NOW }
const ADMIN = { id: 'admin', role: 'admin' as const }

const PROMISE: ActionItemInput = {
  title: '이중화',
  kind: 'prevent',
  state: 'open',
  owner: '담당자',
  dueOn: '2020-04-30',
  doneOn: null,
  stateReason: '',
  trackerUrl: '',
  promise: true,
  promiseWords: { ko: '전원을 이중화합니다', en: 'We will double the power supply', ja: '' },
}

async function publishPromise(q: Queryable) {
  await makeOrganisation(q)
  const { id, reference } = await makeIncident(q, {
    started: '2020-03-02T08:58:00+09:00',
    serviceIds: [await makeService(q)],
  })
  const item = await addActionItem({ incidentId: id, item: PROMISE, ...BY }, q)
  const { slug } = await startNotice({ reference, stage: 'final_report', ...BY }, q)
  const texts = {
    ko: { title: '사과드립니다', body: '저희의 책임입니다.\n\n- {{promises}}' },
    en: { title: 'We apologize', body: 'This was our failure.\n\n- {{promises}}' },
  }
  await saveNoticeText({ slug, texts, showsPromises: true, expectedVersion: 1, ...BY }, q)
  await publishNotice({ slug, expectedVersion: 2, ...BY }, q)
  return { id, slug, item }
}

async function pageOf(slug: string, q: Queryable, path = `/notices/${slug}`): Promise<string> {
  const row = await q
    .selectFrom('published_file')
    .select('body')
    .where('path', '=', path)
    .executeTakeFirstOrThrow()
  return Buffer.from(row.body).toString('utf8')
}

testOnEveryDatabase(
  'a promise that is kept late is late, then done late, at the desk and on the page',
  async (q) => {
    const { id: incidentId, slug, item } = await publishPromise(q)
    expect(await pageOf(slug, q)).toMatch(/전원을 이중화합니다<\/td><td>진행 중/)

    // The day passes: the desk says so, and that the page does not yet.
    const late = at('2020-05-02T12:00:00+09:00')
    const desk = await readDesk({ slug, user: ADMIN, now: late }, q)
    expect(desk).toMatchObject({ promises: [{ standing: 'late' }], changed: true, step: 'publish' })
    await publishNotice(
      { slug, expectedVersion: (await getNotice(slug, q)).version, actor: ACTOR, now: late },
      q,
    )
    expect(await pageOf(slug, q)).toContain('지연')

    const done = at('2020-05-12T12:00:00+09:00')
    await changeActionItem(
      {
        id: item,
        incidentId,
        item: { ...PROMISE, state: 'done', doneOn: '2020-05-10' },
        expectedVersion: 1,
        actor: ACTOR,
        now: done,
      },
      q,
    )
    const after = await readDesk({ slug, user: ADMIN, now: done }, q)
    expect(after).toMatchObject({
      promises: [{ standing: 'kept_late' }],
      changed: true,
      drift: { drifts: [] },
    })
    await publishNotice(
      { slug, expectedVersion: (await getNotice(slug, q)).version, actor: ACTOR, now: done },
      q,
    )
    expect(await pageOf(slug, q)).toContain('기한을 넘겨 완료')
    expect(await pageOf(slug, q, `/notices/${slug}.en`)).toContain('done late')
    expect(await pageOf(slug, q, `/notices/${slug}/v/1`)).toContain('진행 중')
    expect(await readDesk({ slug, user: ADMIN, now: done }, q)).toMatchObject({
      changed: false,
      step: 'done',
    })
  },
)

testOnEveryDatabase(
  'a promise that is dropped differs from the notice, and does not vanish from the page',
  async (q) => {
    const { id: incidentId, slug, item } = await publishPromise(q)
    await changeActionItem(
      {
        id: item,
        incidentId,
        item: { ...PROMISE, state: 'dropped', stateReason: '비용' },
        expectedVersion: 1,
        ...BY,
      },
      q,
    )
    const [drifting] = await listDriftingNotices({}, q)
    expect(drifting?.undecided).toMatchObject([{ key: 'promises', kind: 'gone' }])
    const { notice } = await readDesk({ slug, user: ADMIN, now: NOW }, q)
    expect(notice.promises).toMatchObject([{ state: 'dropped', texts: { ko: '전원을 이중화합니다' } }])
  },
)

testOnEveryDatabase(
  'what was promised to nobody yet and dropped stays inside, and so do promises that are not shown',
  async (q) => {
    const { id, slug } = await publishPromise(q)
    await addActionItem(
      {
        incidentId: id,
        item: { ...PROMISE, title: '버린 안', promiseWords: {}, state: 'dropped', stateReason: '비용' },
        ...BY,
      },
      q,
    )
    expect((await readDesk({ slug, user: ADMIN, now: NOW }, q)).notice.promises).toHaveLength(1)
    const { version } = await getNotice(slug, q)
    await saveNoticeText({ slug, texts: {}, showsPromises: false, expectedVersion: version, ...BY }, q)
    await publishNotice({ slug, expectedVersion: version + 1, ...BY }, q)
    expect(await pageOf(slug, q)).not.toContain('진행 중')
  },
)

testOnEveryDatabase('a page that is rendered anew says of its promises what it said before', async (q) => {
  const { slug } = await publishPromise(q)
  const before = await pageOf(slug, q)
  expect(before).toContain('전원을 이중화합니다</td>')
  await republishSite({ organisation: (tx) => getOrganisation(tx), now: NOW }, q)
  expect(await pageOf(slug, q)).toBe(before)
})

testOnEveryDatabase(
  'an approval that only the day has made outdated is told from one that somebody has',
  async (q) => {
    const { id: incidentId, slug, item } = await publishPromise(q)
    const change = async (now: Instant) => ({
      slug,
      expectedVersion: (await getNotice(slug, q)).version,
      actor: { ...ACTOR, id: 'approver' },
      now,
    })
    const texts = {
      ko: { title: '사과드립니다', body: '저희의 책임입니다. 보상해 드립니다.\n\n- {{promises}}' },
    }
    await saveNoticeText({ ...(await change(NOW)), actor: ACTOR, texts }, q)
    await submitForReview({ ...(await change(NOW)), actor: ACTOR }, q)
    const fingerprint = await draftFingerprint({ slug, now: NOW }, q)
    await approveNotice({ ...(await change(NOW)), role: 'admin', fingerprint }, q)

    const late = at('2020-05-02T12:00:00+09:00')
    expect(await readDesk({ slug, user: ADMIN, now: late }, q)).toMatchObject({
      step: 'resubmit',
      isOutdatedByDay: true,
    })
    const dropped = { ...PROMISE, promiseWords: { ...PROMISE.promiseWords, ko: '전원을 삼중화합니다' } }
    await changeActionItem({ id: item, incidentId, item: dropped, expectedVersion: 1, ...BY }, q)
    expect(await readDesk({ slug, user: ADMIN, now: late }, q)).toMatchObject({
      step: 'resubmit',
      isOutdatedByDay: false,
    })
  },
)
