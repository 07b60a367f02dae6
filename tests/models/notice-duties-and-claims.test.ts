import { expect } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import { loadOriginRecord } from '#db/seed/origin-record.ts'
import { DomainError } from '#app/domain/errors.ts'
import type { DutyProfile } from '#app/domain/duties.ts'
import { checkIncident } from '#app/models/check.server.ts'
import { changeDutyProfile, dutiesOf, getDutyProfile } from '#app/models/duty-profile.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { addReading } from '#app/models/marker.server.ts'
import { findNoticeSlug, getNotice, saveNoticeText } from '#app/models/notice.server.ts'
import { judgeStatements } from '#app/models/statement-claims.server.ts'
import { ACTOR, at, makeIncident, makeOrganisation, makeService, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const BY = { actor: ACTOR, now: NOW }
const CLOUD: DutyProfile = { places: ['kr'], kinds: ['cloud'], free: null, largeInKorea: null }

async function makeStop(q: Queryable, started: string, ended: string | null, serviceIds: string[]) {
  const { id, reference } = await makeIncident(q, { started, serviceIds })
  if (ended !== null) {
    const value = { shape: 'instant', at: at(ended) } as const
    await addReading({ incidentId: id, markerKey: 'impact_end', value, source: '', sourceUrl: '', ...BY }, q)
  }
  return async () => (await dutiesOf(await getIncidentRecord(reference, q), NOW, q)) ?? []
}

testOnEveryDatabase(
  'what the organisation is decides which duties are shown, and only one of two may change it',
  async (q) => {
    await makeOrganisation(q)
    const { reference } = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
    const record = await getIncidentRecord(reference, q)
    expect(await dutiesOf(record, NOW, q)).toBeNull()
    const { version, ...nothing } = await getDutyProfile(q)
    expect(nothing).toEqual({ places: [], kinds: [], free: null, largeInKorea: null })
    await changeDutyProfile({ profile: CLOUD, expectedVersion: version, ...BY }, q)
    expect(await getDutyProfile(q)).toMatchObject(CLOUD)
    expect((await dutiesOf(record, NOW, q))?.map(({ code }) => code)).toEqual(['kr_cloud_users'])
    const late = await changeDutyProfile({ profile: CLOUD, expectedVersion: version, ...BY }, q).catch(
      (error: unknown) => error,
    )
    expect(late).toBeInstanceOf(DomainError)
    expect(late).toMatchObject({ code: 'conflict' })
  },
)

testOnEveryDatabase('two short stops of one service within a day are looked at together', async (q) => {
  await makeOrganisation(q)
  const { version } = await getDutyProfile(q)
  await changeDutyProfile({ profile: CLOUD, expectedVersion: version, ...BY }, q)
  const [chat, mail] = [await makeService(q), await makeService(q, 'Mail', '메일')]
  const first = await makeStop(q, '2020-03-02T08:00:00+09:00', '2020-03-02T08:08:00+09:00', [chat])
  expect(await first()).toEqual([])
  await makeStop(q, '2020-03-02T12:00:00+09:00', '2020-03-02T12:08:00+09:00', [mail])
  await makeStop(q, '2020-03-03T09:00:00+09:00', '2020-03-03T09:08:00+09:00', [chat])
  expect(await first()).toEqual([])
  const second = await makeStop(q, '2020-03-02T20:00:00+09:00', '2020-03-02T20:08:00+09:00', [chat])
  expect(await first()).toMatchObject([{ code: 'kr_cloud_users', together: { stops: 2, minutes: 16 } }])
  expect(await second()).toMatchObject([{ together: { stops: 2, minutes: 16 } }])
})

testOnEveryDatabase('a stop within a day whose length nobody knows is named', async (q) => {
  await makeOrganisation(q)
  const { version } = await getDutyProfile(q)
  await changeDutyProfile({ profile: CLOUD, expectedVersion: version, ...BY }, q)
  const chat = await makeService(q)
  const first = await makeStop(q, '2020-03-02T08:00:00+09:00', '2020-03-02T08:08:00+09:00', [chat])
  await makeStop(q, '2020-03-02T20:00:00+09:00', null, [chat])
  expect(await first()).toMatchObject([{ code: 'kr_cloud_users', unknown: ['other_length'] }])
})

testOnEveryDatabase('the claims of the origin statements come out as they are', async (q) => {
  await loadOriginRecord({ password: 'a password for the demo', withLater: false, actor: ACTOR, now: NOW }, q)
  const record = await getIncidentRecord('2020-002', q)
  const judged = Object.values(await judgeStatements(record, record.statements, NOW, q)).flat()
  const verdicts = judged.map(({ quote, verdict }) => [quote, verdict])
  expect(verdicts).toMatchInlineSnapshot(`
    [
      [
        "내부 네트워크의 일시적인 오류 발생으로",
        "supported",
      ],
      [
        "오전 8시 58분부터 10시 17분까지",
        "supported",
      ],
      [
        "약 1시간 20분",
        "supported",
      ],
      [
        "일부 이용자들",
        "not_checkable",
      ],
      [
        "향후 장애가 반복되지 않도록 최선을 다하겠다",
        "asserted",
      ],
      [
        "트래픽 급증으로 인한 오류'는 사실이 아니다",
        "asserted",
      ],
      [
        "2017년 6회",
        "asserted",
      ],
      [
        "2018년 5회",
        "asserted",
      ],
      [
        "지난해 2회",
        "asserted",
      ],
      [
        "감소 추세",
        "outdated",
      ],
    ]
  `)

  const checked = await checkIncident({ reference: '2020-002', text: null, now: NOW }, q)
  expect(checked.statements.flatMap(({ claims }) => claims)).toEqual(judged)
  expect(checked.checkedText).toBe(true)
})

testOnEveryDatabase('a draft is checked without what is kept, and a text of its own beside it', async (q) => {
  await loadOriginRecord({ password: 'a password for the demo', withLater: false, actor: ACTOR, now: NOW }, q)
  const slug = (await findNoticeSlug('2020-002', q))!
  const { version, texts } = await getNotice(slug, q)
  const ko = { title: texts.ko!.title, body: `${texts.ko!.body}\n\n장애는 오전 7시 30분에 시작됐습니다.` }
  await saveNoticeText({ slug, texts: { ko }, expectedVersion: version, ...BY }, q)
  const whole = await checkIncident({ reference: '2020-002', text: null, now: NOW }, q)
  const wrong = whole.findings.filter(({ quote }) => quote.includes('7시 30분'))
  expect(wrong).not.toEqual([])
  expect(wrong[0]).toMatchObject({ language: 'ko', part: 'body', line: ko.body.split('\n').length })

  const alone = { body: '장애는 오전 7시 30분에 시작됐습니다.', language: null }
  const text = await checkIncident({ reference: '2020-002', text: alone, now: NOW }, q)
  expect(text).toMatchObject({ checkedText: true, statements: [] })
  expect(text.findings).toContainEqual(expect.objectContaining({ language: 'ko', line: 1 }))
  expect(text.toSettle).toBeGreaterThan(0)
  await expect(checkIncident({ reference: '2031-001', text: null, now: NOW }, q)).rejects.toMatchObject({
    code: 'not_found',
  })
})
