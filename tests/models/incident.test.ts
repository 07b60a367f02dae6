import { expect } from 'vitest'
import { earliest } from '#app/domain/markers.ts'
import { listIncidentChanges } from '#app/models/audit.server.ts'
import {
  changeIncident,
  closeIncident,
  getIncidentRecord,
  logIncident,
  removeIncident,
  restoreIncident,
} from '#app/models/incident.server.ts'
import { listIncidents, listOpenIncidents } from '#app/models/incident-list.server.ts'
import {
  addReading,
  chooseReading,
  restoreReading,
  retractReading,
  setNotApplicable,
} from '#app/models/marker.server.ts'
import { changeOrganisation, getOrganisation } from '#app/models/organisation.server.ts'
import { addTimelineEvent, setTimelineEventRemoved } from '#app/models/timeline.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { ACTOR, at, makeIncident, makeOrganisation, makeService, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

testOnEveryDatabase(
  'an incident at midnight of New Year in Seoul is the first of the new year',
  async (q) => {
    await makeOrganisation(q)
    const { reference } = await makeIncident(q, { started: '2020-01-01T00:00:00+09:00' })
    expect(reference).toBe('2020-001')
    const { incidents } = await listIncidents({ filters: { year: 2020 } }, q)
    expect(incidents.map((incident) => incident.reference)).toEqual(['2020-001'])
  },
)

testOnEveryDatabase(
  'references count up within their year, and a removed incident keeps its own',
  async (q) => {
    await makeOrganisation(q)
    const first = await makeIncident(q, { started: '2020-01-01T00:00:00+09:00' })
    await makeIncident(q, { started: '2019-12-31T23:59:00+09:00' })
    await removeIncident(
      { incidentId: first.id, expectedVersion: 1, reason: 'logged twice', actor: ACTOR, now: NOW },
      q,
    )
    const third = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
    expect(third.reference).toBe('2020-002')
    expect((await listIncidents({}, q)).incidents.map((incident) => incident.reference)).toEqual([
      '2020-002',
      '2019-001',
    ])
    expect((await getIncidentRecord('2020-001', q)).removedReason).toBe('logged twice')

    await restoreIncident({ incidentId: first.id, expectedVersion: 2, actor: ACTOR, now: NOW }, q)
    expect((await listIncidents({}, q)).incidents).toHaveLength(3)
  },
)

testOnEveryDatabase('twenty people who log at once get twenty references', async (q) => {
  await makeOrganisation(q)
  const logged = await Promise.all(
    Array.from({ length: 20 }, () => makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })),
  )
  expect(new Set(logged.map((incident) => incident.reference)).size).toBe(20)
})

testOnEveryDatabase('an incident without a start has no year and stands first in the list', async (q) => {
  await makeOrganisation(q)
  await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
  const { reference } = await makeIncident(q)
  const record = await getIncidentRecord(reference, q)
  expect(record.markers.impact_start.chosen).toBeNull()
  const { incidents } = await listIncidents({}, q)
  expect(incidents[0]).toMatchObject({ reference, started: null })
  expect((await listIncidents({ filters: { year: 2020 } }, q)).incidents).toHaveLength(1)
})

testOnEveryDatabase('readings that disagree stand side by side until one is chosen', async (q) => {
  await makeOrganisation(q)
  const { id, reference } = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
  const by = { incidentId: id, markerKey: 'impact_start' as const, actor: ACTOR, now: NOW }
  const second = await addReading(
    {
      ...by,
      value: { shape: 'about', at: at('2020-03-02T09:00:00+09:00') },
      source: 'another outlet',
      sourceUrl: '',
    },
    q,
  )

  const before = (await getIncidentRecord(reference, q)).markers.impact_start
  expect(before.readings).toHaveLength(2)
  expect(before.chosen && earliest(before.chosen.value)).toBe(at('2020-03-02T08:58:00+09:00'))

  await chooseReading({ ...by, readingId: second, reason: 'company statement', expectedVersion: 1 }, q)
  const record = await getIncidentRecord(reference, q)
  expect(record.markers.impact_start.chosen?.id).toBe(second)
  expect(record.markers.impact_start.chosenReason).toBe('company statement')
  expect((await listIncidents({}, q)).incidents[0]?.started?.at).toBe(at('2020-03-02T09:00:00+09:00'))
})

testOnEveryDatabase('an end before the start is refused where it would be chosen', async (q) => {
  await makeOrganisation(q)
  const { id } = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
  const end = {
    incidentId: id,
    markerKey: 'impact_end' as const,
    value: { shape: 'instant' as const, at: at('2020-03-02T08:00:00+09:00') },
    source: '',
    sourceUrl: '',
    actor: ACTOR,
    now: NOW,
  }
  await expect(addReading(end, q)).rejects.toMatchObject({ code: 'invalid' })
  const { markers } = await getIncidentRecord('2020-001', q)
  expect(markers.impact_end.readings).toEqual([])
})

testOnEveryDatabase('a time in the future is refused', async (q) => {
  await makeOrganisation(q)
  await expect(makeIncident(q, { started: '2020-04-02T13:00:00+09:00' })).rejects.toMatchObject({
    code: 'invalid',
  })
  expect((await listIncidents({}, q)).incidents).toEqual([])
})

testOnEveryDatabase('a retracted reading leaves the marker empty; no other steps in', async (q) => {
  await makeOrganisation(q)
  const { id, reference } = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
  const by = { incidentId: id, markerKey: 'impact_start' as const, actor: ACTOR, now: NOW }
  await addReading(
    { ...by, value: { shape: 'instant', at: at('2020-03-02T09:00:00+09:00') }, source: '', sourceUrl: '' },
    q,
  )
  const chosen = (await getIncidentRecord(reference, q)).markers.impact_start.chosen!
  await retractReading({ ...by, readingId: chosen.id, expectedVersion: 1 }, q)

  const record = await getIncidentRecord(reference, q)
  expect(record.markers.impact_start.readings).toHaveLength(1)
  expect(record.markers.impact_start.chosen).toBeNull()
  expect((await listIncidents({}, q)).incidents[0]?.started).toBeNull()
})

testOnEveryDatabase(
  'undoing a retraction brings the reading back as the chosen one, with its reason',
  async (q) => {
    await makeOrganisation(q)
    const { id, reference } = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
    const by = { incidentId: id, markerKey: 'impact_start' as const, actor: ACTOR, now: NOW }
    const { chosen } = (await getIncidentRecord(reference, q)).markers.impact_start
    const readingId = chosen!.id
    await chooseReading({ ...by, readingId, reason: 'company statement', expectedVersion: 1 }, q)
    await retractReading({ ...by, readingId, expectedVersion: 2 }, q)
    await restoreReading({ ...by, readingId }, q)

    const { impact_start } = (await getIncidentRecord(reference, q)).markers
    expect(impact_start.chosen?.id).toBe(readingId)
    expect(impact_start.chosenReason).toBe('company statement')
    expect((await listIncidents({}, q)).incidents[0]?.started?.at).toBe(at('2020-03-02T08:58:00+09:00'))
  },
)

testOnEveryDatabase('a start and an end that are recorded at the same moment both count', async (q) => {
  await makeOrganisation(q)
  for (let round = 0; round < 5; round += 1) {
    const { id, reference } = await makeIncident(q)
    const by = { incidentId: id, source: '', sourceUrl: '', actor: ACTOR, now: NOW }
    const value = (text: string) => ({ shape: 'instant' as const, at: at(text) })
    await Promise.all([
      addReading({ ...by, markerKey: 'impact_start', value: value('2020-03-02T08:58:00+09:00') }, q),
      addReading({ ...by, markerKey: 'impact_end', value: value('2020-03-02T10:17:00+09:00') }, q),
    ])
    const { incidents } = await listIncidents({}, q)
    expect(incidents.find((incident) => incident.reference === reference)).toMatchObject({
      started: { at: at('2020-03-02T08:58:00+09:00') },
      ended: { at: at('2020-03-02T10:17:00+09:00') },
    })
  }
})

testOnEveryDatabase('a marker with a value cannot be said not to apply', async (q) => {
  await makeOrganisation(q)
  const { id } = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
  const change = { incidentId: id, expectedVersion: 1, reason: 'nobody', actor: ACTOR, now: NOW }
  await expect(setNotApplicable({ ...change, markerKey: 'impact_start' }, q)).rejects.toMatchObject({
    code: 'invalid',
  })
  await setNotApplicable({ ...change, markerKey: 'first_public_word' }, q)
  const { markers } = await getIncidentRecord('2020-001', q)
  expect(markers.first_public_word.notApplicableReason).toBe('nobody')
})

testOnEveryDatabase('of two people who save at once the second learns what the first wrote', async (q) => {
  await makeOrganisation(q)
  const service = await makeService(q)
  const { id, reference } = await makeIncident(q)
  const details = {
    incidentId: id,
    expectedVersion: 1,
    kind: 'incident' as const,
    severity: 'minor' as const,
    summary: '',
    cause: '',
    factors: [],
    serviceIds: [service],
    actor: ACTOR,
    now: NOW,
  }
  await changeIncident({ ...details, title: 'First' }, q)
  await expect(changeIncident({ ...details, title: 'Second' }, q)).rejects.toMatchObject({
    code: 'conflict',
    current: { title: 'First', version: 2 },
  })
  const record = await getIncidentRecord(reference, q)
  expect(record.title).toBe('First')
  expect(record.services.map((affected) => affected.id)).toEqual([service])
})

testOnEveryDatabase('what belongs to another incident is not there to be changed', async (q) => {
  await makeOrganisation(q)
  const first = await makeIncident(q)
  const second = await makeIncident(q)
  const by = { actor: ACTOR, now: NOW }
  const text = { text: 'Tickets pile up', source: '', sourceUrl: '', starred: false } as const
  const event = {
    ...text,
    occurredAt: at('2020-03-02T09:05:00+09:00'),
    approximate: false,
    kind: 'observation',
  } as const
  const id = await addTimelineEvent({ incidentId: first.id, event, ...by }, q)
  const removal = { id, expectedVersion: 1, removed: true, ...by }
  await expect(setTimelineEventRemoved({ ...removal, incidentId: second.id }, q)).rejects.toMatchObject({
    code: 'not_found',
  })
  expect((await getIncidentRecord(first.reference, q)).timeline).toHaveLength(1)
  expect((await listIncidentChanges({ incidentId: second.id }, q)).map((change) => change.action)).toEqual([
    'logged',
  ])
})

testOnEveryDatabase('every change leaves an audit row with what stood before and after', async (q) => {
  await makeOrganisation(q)
  const { id } = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
  await closeIncident(
    { incidentId: id, expectedVersion: 1, actor: { id: null, name: 'Second' }, now: NOW },
    q,
  )
  const changes = await listIncidentChanges({ incidentId: id }, q)
  expect(changes.map((change) => `${change.entity} ${change.action}`)).toEqual([
    'incident closed',
    'marker reading_added',
    'incident logged',
  ])
  expect(changes[0]).toMatchObject({
    actorName: 'Second',
    before: { closed_at: null },
    after: { closed_at: NOW },
  })
})

testOnEveryDatabase('a failure in the middle of a transaction leaves nothing behind', async (q) => {
  await makeOrganisation(q)
  const failure = inTransaction(async (tx) => {
    await makeIncident(tx, { started: '2020-03-02T08:58:00+09:00' })
    throw new Error('power cut')
  }, q)
  await expect(failure).rejects.toThrow('power cut')
  expect((await listIncidents({}, q)).incidents).toEqual([])
})

testOnEveryDatabase('pages by key show every incident once, also while others are logged', async (q) => {
  await makeOrganisation(q)
  const service = await makeService(q)
  for (let minute = 0; minute < 12; minute += 1) {
    // Two at a time share their start, so that the id has to decide.
    const started =
      minute % 4 === 3
        ? undefined
        : `2020-03-02T09:${String(minute - (minute % 2)).padStart(2, '0')}:00+09:00`
    await makeIncident(q, { started, serviceIds: minute % 3 === 0 ? [service] : [] })
  }
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page = await listIncidents({ cursor, limit: 5 }, q)
    seen.push(...page.incidents.map((incident) => incident.reference))
    cursor = page.next
    await makeIncident(q, { started: '2020-03-03T09:00:00+09:00' })
  } while (cursor !== null)
  expect(seen).toHaveLength(12)
  expect(new Set(seen).size).toBe(12)

  const ofService = await listIncidents({ filters: { serviceId: service } }, q)
  expect(ofService.incidents).toHaveLength(4)
  expect(ofService.incidents[0]?.services).toEqual([{ nameKo: '대화', nameEn: 'Chat' }])
})

testOnEveryDatabase('closed incidents are not among the open ones', async (q) => {
  await makeOrganisation(q)
  const { id } = await makeIncident(q)
  await makeIncident(q)
  await closeIncident({ incidentId: id, expectedVersion: 1, actor: ACTOR, now: NOW }, q)
  expect((await listOpenIncidents({ limit: 10 }, q)).map((incident) => incident.reference)).toEqual([
    '2020-002',
  ])
  expect((await listIncidents({ filters: { state: 'closed' } }, q)).incidents).toHaveLength(1)
})

testOnEveryDatabase('another zone of the organisation places incidents anew in their year', async (q) => {
  await makeOrganisation(q)
  await makeIncident(q, { started: '2020-01-01T00:00:00+09:00' })
  const { version, ...organisation } = await getOrganisation(q)
  await changeOrganisation(
    { ...organisation, zone: 'Etc/UTC', expectedVersion: version, actor: ACTOR, now: NOW },
    q,
  )
  const { incidents } = await listIncidents({ filters: { year: 2019 } }, q)
  expect(incidents.map((incident) => incident.reference)).toEqual(['2020-001'])
})

testOnEveryDatabase('what users see is logged together with the incident', async (q) => {
  await makeOrganisation(q)
  const { reference } = await logIncident(
    {
      title: '메시지가 보내지지 않음',
      kind: 'incident',
      severity: 'critical',
      serviceIds: [],
      started: {
        shape: 'range',
        at: at('2020-03-02T08:55:00+09:00'),
        until: at('2020-03-02T09:00:00+09:00'),
      },
      startedSource: '',
      symptom: { surface: 'mobile', kind: 'unavailable', textKo: '메시지 전송 불가', textEn: '' },
      actor: ACTOR,
      now: NOW,
    },
    q,
  )
  const record = await getIncidentRecord(reference, q)
  expect(record.symptoms).toMatchObject([{ surface: 'mobile', textKo: '메시지 전송 불가', position: 1 }])
  expect(record.markers.impact_start.chosen?.value.shape).toBe('range')
})
