import { expect } from 'vitest'
import { csvText } from '#app/documents/csv.server.ts'
import { incidentCsvColumns } from '#app/domain/incident-csv.ts'
import { incidentListJson } from '#app/domain/incident-json.ts'
import { valueText } from '#app/domain/time-text.ts'
import { readCountedQuery } from '#app/domain/trend-incidents.ts'
import { getPostmortem, saveDocumentRevision } from '#app/models/document.server.ts'
import { incidentPages, listIncidents } from '#app/models/incident-list.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import {
  importPostmortems,
  listPostmortemReferences,
  type PostmortemToImport,
} from '#app/models/postmortem-import.server.ts'
import { search } from '#app/models/search.server.ts'
import { getTrend } from '#app/models/trend.server.ts'
import type { Queryable } from '#db/client.server.ts'
import { at, makeIncident, makeOrganisation } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const NOW = at('2026-03-03T09:00:00+09:00')
const BY = { actor: { id: null, name: 'test' }, now: NOW }

function file(changes: Partial<PostmortemToImport>): PostmortemToImport {
  const name = changes.name ?? 'a.md'
  return {
    name,
    reference: null,
    title: 'DNS',
    day: null,
    severity: null,
    language: 'en',
    markdown: 'What happened.',
    pictures: new Map(),
    ...changes,
  }
}

const load = (
  files: PostmortemToImport[],
  q: Queryable,
  how: { create?: boolean; dryRun?: boolean; severity?: 'minor' } = {},
) => importPostmortems({ files, create: false, dryRun: false, reason: 'test', ...how, ...BY }, q)

testOnEveryDatabase('a file goes to the incident that it names, and makes no revision twice', async (q) => {
  await makeOrganisation(q)
  const { id, reference } = await makeIncident(q)
  const files = [file({ reference })]
  expect(await load(files, q, { dryRun: true })).toEqual([{ name: 'a.md', outcome: 'begun', reference }])
  expect(await getPostmortem(id, q)).toBeNull()
  expect(await load(files, q)).toMatchObject([{ outcome: 'begun', reference }])
  expect(await load(files, q)).toMatchObject([{ outcome: 'unchanged', reference }])
  await saveDocumentRevision({ incidentId: id, expectedRevision: 1, markdown: 'More.', reason: '', ...BY }, q)
  // Written out before somebody went on writing: nothing of theirs is taken back.
  expect(await load(files, q)).toEqual([{ name: 'a.md', outcome: 'older', reference, revision: 1 }])
  expect(await load([file({ reference, markdown: 'Else.' })], q)).toMatchObject([{ outcome: 'revised' }])
  expect(await getPostmortem(id, q)).toMatchObject({ number: 3, markdown: 'Else.' })
  // The same words in another way of writing.
  const rewritten = file({ reference, markdown: '*Else.*', written: '_Else._' })
  await saveDocumentRevision(
    { incidentId: id, expectedRevision: 3, markdown: '_Else._', reason: '', ...BY },
    q,
  )
  expect(await load([rewritten], q)).toMatchObject([{ outcome: 'unchanged', reference }])
  expect(await listPostmortemReferences(q)).toEqual([reference])
})

testOnEveryDatabase(
  'an incident is made only when asked for, once, and with no time that nobody wrote',
  async (q) => {
    await makeOrganisation(q)
    const files = [
      file({ name: '2022-07-11-slow.md', day: '2022-07-11', severity: 'critical' }),
      file({ name: 'undated.md' }),
    ]
    expect(await load(files, q)).toMatchObject([
      { outcome: 'refused', problems: { '': [{ code: 'postmortem_of_no_incident' }] } },
      { outcome: 'refused' },
    ])
    expect(await load(files, q, { create: true, dryRun: true })).toMatchObject([
      { outcome: 'created', reference: null, severity: 'critical' },
      { outcome: 'refused', problems: { '': [{ code: 'postmortem_severity_unknown' }] } },
    ])
    const made = await load(files, q, { create: true, severity: 'minor' })
    expect(made).toMatchObject([
      { outcome: 'created', reference: '2022-001' },
      { outcome: 'created', reference: '2026-001' },
    ])
    expect(await load(files, q, { create: true })).toMatchObject([
      { outcome: 'unchanged' },
      { outcome: 'unchanged' },
    ])
    const dated = await getIncidentRecord('2022-001', q)
    expect(dated.markers.impact_start.chosen?.value).toEqual({
      shape: 'range',
      at: at('2022-07-11T00:00:00+09:00'),
      until: at('2022-07-11T23:59:59.999+09:00'),
    })
    expect(dated.markers.impact_end.chosen).toBeNull()
    expect(dated.severity).toBe('critical')
    const undated = await getIncidentRecord('2026-001', q)
    expect(undated.severity).toBe('minor')
    expect(undated.markers.impact_start.chosen).toBeNull()
  },
)

testOnEveryDatabase(
  'what is known to the day has no hour: not in lists, not in files, not in the trend, whose number opens it',
  async (q) => {
    await makeOrganisation(q)
    await makeIncident(q, { started: '2022-07-12T09:00:00+09:00', now: NOW })
    await load([file({ day: '2022-07-11', severity: 'major' })], q, { create: true })
    const page = await listIncidents({}, q)
    const json = incidentListJson(page, 'Asia/Seoul').incidents.map(({ startedAt, startedAtPrecision }) => [
      startedAt,
      startedAtPrecision,
    ])
    expect(json).toEqual([
      ['2022-07-12T09:00:00+09:00', 'instant'],
      ['2022-07-11', 'day'],
    ])
    let csv = ''
    for await (const part of csvText(incidentCsvColumns('Asia/Seoul'), incidentPages({}, q))) csv += part
    expect(csv).toContain(',2022-07-11,day,')
    const [{ started } = {}] = (await search({ typed: 'DNS' }, q)).incidents
    expect(valueText(started!, 'Asia/Seoul', 'ko')).toBe('2022년 7월 11일(월)')
    const trend = await getTrend({ from: 2022, to: 2022, asOf: '2022-12-31' }, q)
    expect(trend.heat).toMatchObject([{ weekday: 2, hour: 9, count: 1 }])
    expect(trend.hourUnknown.count).toBe(1)
    const behind = async (query: string | null) => {
      const counted = readCountedQuery(new URLSearchParams(query ?? ''))!
      const { incidents } = await listIncidents({ filters: { counted } }, q)
      return incidents.map(({ reference }) => reference)
    }
    expect(await behind(trend.hourUnknown.incidents)).toEqual(['2022-002'])
    // Midnight is no hour of it either.
    expect(await behind(trend.heat[0]!.incidents!.replace(/weekday=2&hour=9/, 'weekday=1&hour=0'))).toEqual(
      [],
    )
  },
)

testOnEveryDatabase(
  'two files of one incident, and files of incidents that there are not, are refused by name',
  async (q) => {
    await makeOrganisation(q)
    const { reference } = await makeIncident(q)
    const files = [
      file({ reference }),
      file({ name: 'b.md', reference, markdown: 'Another.' }),
      file({ name: 'c.md', reference: '1999-001' }),
    ]
    expect(await load(files, q, { create: true })).toEqual([
      { name: 'a.md', outcome: 'begun', reference },
      {
        name: 'b.md',
        outcome: 'refused',
        problems: { '': [{ code: 'postmortem_twice', params: { reference, file: 'a.md' } }] },
      },
      {
        name: 'c.md',
        outcome: 'refused',
        problems: { '': [{ code: 'incident_missing', params: { reference: '1999-001' } }] },
      },
    ])
  },
)

testOnEveryDatabase(
  'pictures beside a file are stored once, and what is no picture is refused with its file',
  async (q) => {
    await makeOrganisation(q)
    const { id, reference } = await makeIncident(q)
    const pixel = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const files = [
      file({
        reference,
        markdown: 'Load:\n\n![load](img/load.png)',
        pictures: new Map([['img/load.png', pixel]]),
      }),
    ]
    expect(await load(files, q)).toMatchObject([{ outcome: 'begun' }])
    const { markdown = '', number } = (await getPostmortem(id, q)) ?? {}
    expect(number).toBe(1)
    expect(markdown).toMatch(/^Load:\n\n!\[load\]\(picture:[\w-]+\)$/)
    expect(await load(files, q)).toMatchObject([{ outcome: 'unchanged' }])
    expect(await load(files, q, { dryRun: true })).toMatchObject([{ outcome: 'unchanged' }])
    const lying = new Map([['img/load.png', Buffer.from('<svg onload="alert(1)">')]])
    expect(
      await load([file({ reference, markdown: '![x](img/load.png)', pictures: lying })], q),
    ).toMatchObject([{ outcome: 'refused', problems: { picture: [{}] } }])
  },
)
