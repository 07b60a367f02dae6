import { expect } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import { DomainError } from '#app/domain/errors.ts'
import { factsOf, type FactKey } from '#app/domain/facts.ts'
import { NO_WORDS } from '#app/domain/public-wording.ts'
import { addActionItem } from '#app/models/action-item.server.ts'
import { listIncidentChanges } from '#app/models/audit.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import {
  addDeniedCause,
  changeDeniedCause,
  changePublicWording,
  setDeniedCauseRemoved,
} from '#app/models/public-wording.server.ts'
import { ACTOR, makeIncident, makeOrganisation, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const BY = { actor: ACTOR, now: NOW }

async function textsOf(reference: string, key: FactKey, q: Queryable) {
  const facts = factsOf(await getIncidentRecord(reference, q), await getOrganisation(q))
  return facts.find((fact) => fact.key === key)?.texts
}

testOnEveryDatabase(
  'a part in public words is written in those only, and a language without is a gap',
  async (q) => {
    await makeOrganisation(q)
    const { id, reference } = await makeIncident(q, { title: 'sw-12 died' })
    expect(await textsOf(reference, 'incident.title', q)).toEqual({ ko: [], en: ['sw-12 died'], ja: [] })

    const wording = { title: { ko: '메시지 전송 장애' }, cause: { ja: '機器の故障\n経路が一つ' } }
    await changePublicWording({ incidentId: id, wording, expectedVersion: 1, ...BY }, q)
    expect(await textsOf(reference, 'incident.title', q)).toEqual({
      ko: ['메시지 전송 장애'],
      en: [],
      ja: [],
    })
    expect((await textsOf(reference, 'cause', q))?.ja).toEqual(['機器の故障', '経路が一つ'])
    const record = await getIncidentRecord(reference, q)
    expect(record.version).toBe(2)
    const [change] = await listIncidentChanges({ incidentId: id, limit: 1 }, q)
    expect(change).toMatchObject({ entity: 'incident_wording', after: { 'title.ko': '메시지 전송 장애' } })
  },
)

testOnEveryDatabase('whoever words an incident second gets the wording of the first', async (q) => {
  await makeOrganisation(q)
  const { id } = await makeIncident(q)
  const change = { incidentId: id, expectedVersion: 1, ...BY }
  await changePublicWording({ ...change, wording: { scope: { en: 'one in ten' } } }, q)
  const late = await changePublicWording({ ...change, wording: { scope: { en: 'some' } } }, q).catch(
    (error: unknown) => error,
  )
  expect(late).toBeInstanceOf(DomainError)
  expect(late).toMatchObject({
    code: 'conflict',
    current: { version: 2, wording: { scope: { ...NO_WORDS, en: 'one in ten' } } },
  })
})

testOnEveryDatabase('a denial is a fact with evidence, and without it what somebody said', async (q) => {
  await makeOrganisation(q)
  const { id, reference } = await makeIncident(q)
  const cause = {
    textKo: '트래픽 급증',
    textEn: 'a traffic surge',
    textJa: '',
    saidBy: '담당자',
    evidence: '',
  }
  const causeId = await addDeniedCause({ incidentId: id, cause, ...BY }, q)
  expect((await textsOf(reference, 'cause.denied', q))?.ko).toEqual([])
  expect(await textsOf(reference, 'cause.denied.said', q)).toEqual({
    ko: ['담당자는 트래픽 급증이 원인이 아니라고 설명했으나, 이를 뒷받침하는 측정값은 아직 없습니다.'],
    en: ['It was said that a traffic surge was not the cause; no measurement supports this yet.'],
    ja: [],
  })

  const change = { incidentId: id, id: causeId, ...BY }
  await changeDeniedCause({ ...change, cause: { ...cause, evidence: 'LB 지표' }, expectedVersion: 1 }, q)
  expect(await textsOf(reference, 'cause.denied', q)).toEqual({
    ko: ['트래픽 급증'],
    en: ['a traffic surge'],
    ja: [],
  })
  expect((await textsOf(reference, 'cause.denied.said', q))?.ko).toEqual([])

  await expect(setDeniedCauseRemoved({ ...change, expectedVersion: 1, removed: true }, q)).rejects.toThrow(
    'conflict',
  )
  await setDeniedCauseRemoved({ ...change, expectedVersion: 2, removed: true }, q)
  expect((await getIncidentRecord(reference, q)).deniedCauses).toEqual([])
  const wordless = { ...cause, textKo: ' ', textEn: '' }
  await expect(addDeniedCause({ incidentId: id, cause: wordless, ...BY }, q)).rejects.toThrow('required')
})

testOnEveryDatabase('promises are told in a language only when each of them has words in it', async (q) => {
  await makeOrganisation(q)
  const { id, reference } = await makeIncident(q)
  const item = {
    ...({ kind: 'prevent', state: 'open', owner: '', trackerUrl: '', promise: true } as const),
    ...{ doneOn: null, stateReason: '' },
  }
  const first = { ...item, title: '망 이중화 JIRA-1', dueOn: '2020-06-30' }
  const words = { ko: '통신망을 이중화하겠습니다', en: 'We will add a second network path' }
  await addActionItem({ incidentId: id, item: { ...first, promiseWords: words }, ...BY }, q)
  expect(await textsOf(reference, 'promises', q)).toEqual({
    ko: ['통신망을 이중화하겠습니다 (2020년 6월 30일까지)'],
    en: ['We will add a second network path (by June 30, 2020)'],
    ja: [],
  })
  await addActionItem(
    { incidentId: id, item: { ...item, title: '경보를 앞당깁니다', dueOn: null }, ...BY },
    q,
  )
  expect(await textsOf(reference, 'promises', q)).toEqual({
    ko: ['통신망을 이중화하겠습니다 (2020년 6월 30일까지)', '경보를 앞당깁니다'],
    en: [],
    ja: [],
  })
})
