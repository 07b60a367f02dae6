import { expect } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import { changeIncident, getIncidentRecord, removeIncident } from '#app/models/incident.server.ts'
import { findSimilar, findSimilarTo } from '#app/models/similar-incidents.server.ts'
import { addSymptom } from '#app/models/symptom.server.ts'
import { ACTOR, makeIncident, makeOrganisation, makeService, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const by = { actor: ACTOR, now: NOW }

async function symptom(incidentId: string, errorText: string, q: Queryable) {
  await addSymptom(
    {
      incidentId,
      symptom: {
        serviceId: null,
        surface: 'mobile',
        kind: 'error',
        textKo: '',
        textEn: '',
        errorText,
        startedAt: null,
        endedAt: null,
        sharePercent: null,
        users: null,
        measuredHow: '',
      },
      ...by,
    },
    q,
  )
}

testOnEveryDatabase(
  'the same error text comes first, then what shares more, and of equal ones the newest',
  async (q) => {
    await makeOrganisation(q)
    const chat = await makeService(q)
    const make = (title: string, started: string, serviceIds: string[] = []) =>
      makeIncident(q, { title, started, serviceIds })
    const error = await make('Night shift', '2018-01-05T03:00:00+09:00')
    await symptom(error.id, 'ECONNRESET: socket hang up 4711', q)
    const older = await make('결제가 느림', '2018-02-05T03:00:00+09:00', [chat])
    const newer = await make('결제를 못함', '2019-02-05T03:00:00+09:00', [chat])
    await make('Unlike all others', '2019-03-05T03:00:00+09:00', [chat])
    const own = await make('결제 지연', '2020-03-02T08:58:00+09:00', [chat])
    await symptom(own.id, 'ECONNRESET: socket hang up 12', q)

    const similar = await findSimilarTo(await getIncidentRecord(own.reference, q), q)
    expect(similar.map(({ reference }) => reference)).toEqual([
      error.reference,
      newer.reference,
      older.reference,
    ])
    expect(similar[0]?.shared).toMatchObject({
      errorTexts: ['ECONNRESET: socket hang up 12'],
      surfaces: ['mobile'],
    })
    expect(similar[1]?.shared).toMatchObject({
      words: ['결제'],
      services: [{ nameKo: '대화', nameEn: 'Chat' }],
    })

    await removeIncident({ incidentId: error.id, reason: 'a drill', expectedVersion: 1, ...by }, q)
    const left = await findSimilarTo(await getIncidentRecord(own.reference, q), q)
    expect(left.map(({ reference }) => reference)).toEqual([newer.reference, older.reference])
  },
)

testOnEveryDatabase(
  'incidents with the same factor and service are found without one word in common',
  async (q) => {
    await makeOrganisation(q)
    const chat = await makeService(q)
    const { id, reference } = await makeIncident(q, {
      title: 'Blackout',
      started: '2019-03-05T03:00:00+09:00',
      serviceIds: [chat],
    })
    await changeIncident(
      {
        incidentId: id,
        expectedVersion: 1,
        title: 'Blackout',
        summary: '',
        cause: '',
        severity: 'major',
        kind: 'incident',
        serviceIds: [chat],
        factors: ['power_or_site'],
        ...by,
      },
      q,
    )
    const asked = {
      errorTexts: [],
      texts: ['정전'],
      factors: ['power_or_site' as const],
      serviceIds: [chat],
      surfaces: [],
    }
    expect((await findSimilar({ asked }, q)).map((found) => found.reference)).toEqual([reference])
    expect(await findSimilar({ asked: { ...asked, factors: [] } }, q)).toEqual([])
    expect(await findSimilar({ asked, notId: id }, q)).toEqual([])
    expect(await findSimilar({ asked: { ...asked, texts: ['"\' \u0000 % ()'], factors: [] } }, q)).toEqual([])
  },
)
