import { expect } from 'vitest'
import { readCstate } from '#app/importers/cstate.ts'
import { readStatuspage } from '#app/importers/statuspage.ts'
import { changeIncident, getIncidentRecord } from '#app/models/incident.server.ts'
import { importIncidents } from '#app/models/incident-import.server.ts'
import { listServices } from '#app/models/service.server.ts'
import { ACTOR, at, makeOrganisation, makeService } from '#tests/factories.ts'
import { issue, LATER, page, pageIncident } from '#tests/importers/fixtures.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const BY = { actor: ACTOR, now: at(LATER) }

function cstate(...files: [name: string, bytes: Uint8Array][]) {
  const named = files.map(([name, bytes]) => ({ name, bytes }))
  return { kind: 'cstate', drafts: readCstate(named, { zone: 'UTC', now: BY.now }).drafts, ...BY } as const
}

testOnEveryDatabase('loading twice adds nothing and leaves what people changed', async (q) => {
  await makeOrganisation(q)
  const chosen = await makeService(q, 'builds', '빌드')
  const load = cstate(['a.md', issue()], ['b.md', issue({ resolvedWhen: '2024-02-01T00:00:00Z' })])
  const first = await importIncidents(load, q)
  expect(first.added.map(({ reference }) => reference)).toEqual(['2024-001', '2024-002'])
  expect(first.newServices).toEqual(['Downloads'])

  const record = await getIncidentRecord('2024-001', q)
  expect(record).toMatchObject({ title: 'Builds wait in the queue', summary: 'The queue is stuck.' })
  expect(record.services.map(({ id }) => id)).toContain(chosen)
  expect(record.closedAt).toBe(BY.now)
  expect(record.markers.impact_end.chosen?.value.at).toBe(at('2024-03-02T10:17:00Z'))
  expect((await getIncidentRecord('2024-002', q)).markers.impact_end.chosen).toBeNull()

  await changeIncident(
    {
      incidentId: record.id,
      expectedVersion: record.version,
      ...BY,
      title: 'Better words',
      kind: 'incident',
      severity: 'minor',
      summary: '',
      cause: '',
      factors: ['capacity'],
      serviceIds: [],
    },
    q,
  )
  const again = await importIncidents(load, q)
  expect(again).toMatchObject({ added: [], newServices: [], otherTitle: [] })
  expect(again.known).toHaveLength(2)
  expect((await getIncidentRecord('2024-001', q)).title).toBe('Better words')
  expect(await listServices(q)).toHaveLength(2)
})

testOnEveryDatabase('an issue of the same name with another title is told of, not overwritten', async (q) => {
  await makeOrganisation(q)
  await importIncidents(cstate(['a.md', issue()]), q)
  const { otherTitle } = await importIncidents(cstate(['a.md', issue({ title: 'Something else' })]), q)
  expect(otherTitle).toMatchObject([{ sourceId: 'a.md', reference: '2024-001', title: 'Something else' }])
})

testOnEveryDatabase('a dry run says what would come and writes nothing', async (q) => {
  await makeOrganisation(q)
  const outcome = await importIncidents({ ...cstate(['a.md', issue()]), dryRun: true }, q)
  expect(outcome).toMatchObject({ added: [{ sourceId: 'a.md', reference: null }] })
  expect(outcome.newServices).toEqual(['Builds', 'Downloads'])
  expect(await q.selectFrom('incident').selectAll().execute()).toEqual([])
  expect(await listServices(q)).toEqual([])
})

testOnEveryDatabase('ids of two formats do not get into each other’s way', async (q) => {
  await makeOrganisation(q)
  await importIncidents(cstate(['a.md', issue()]), q)
  const { drafts } = readStatuspage(
    { name: 'incidents.json', bytes: page(pageIncident({ id: 'a.md' })) },
    { now: BY.now },
  )
  const { added } = await importIncidents({ kind: 'statuspage', drafts, ...BY }, q)
  expect(added).toHaveLength(1)
  const record = await getIncidentRecord(added[0]!.reference!, q)
  expect(record.timeline).toMatchObject([{ kind: 'communication', text: 'It is over.\nWe are sorry.' }])
})
