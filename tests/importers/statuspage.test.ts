import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readStatuspage } from '#app/importers/statuspage.ts'
import { at } from '#tests/factories.ts'
import { bytes, codes, LATER, page, pageIncident } from './fixtures.ts'

function readAll(file: Uint8Array) {
  return readStatuspage({ name: 'incidents.json', bytes: file }, { now: at(LATER) })
}

function read(fields: Record<string, unknown>) {
  const { drafts, findings } = readAll(page(pageIncident(fields)))
  return { draft: drafts[0]!, findings }
}

test('an incident becomes a draft, its updates the timeline, with line breaks as the record has them', () => {
  const { draft, findings } = read({})
  expect(findings).toEqual([])
  expect(draft).toMatchObject({
    sourceId: 'inc-1',
    kind: 'incident',
    severity: 'major',
    started: { shape: 'instant', at: at('2024-03-02T08:58:00Z') },
    ended: { shape: 'instant', at: at('2024-03-02T10:17:00Z') },
    isOver: true,
    serviceNames: ['Builds'],
    events: [{ at: at('2024-03-02T10:17:00Z'), text: 'It is over.\nWe are sorry.' }],
  })
})

test('a start after the end is kept, the end is not, and both are shown', () => {
  const { draft, findings } = read({ started_at: '2024-03-03T08:58:00Z' })
  expect(draft.started?.at).toBe(at('2024-03-03T08:58:00Z'))
  expect(draft.ended).toBeNull()
  expect(findings).toMatchObject([
    { where: 'inc-1', code: 'end_before_start', params: { start: '2024-03-03T08:58:00Z' } },
  ])
})

test('an older page without a start is about the time of posting, and says so', () => {
  const { draft, findings } = read({ started_at: undefined })
  expect(draft.started).toEqual({ shape: 'about', at: at('2024-03-02T09:04:10.500Z') })
  expect(draft.startedSource).toContain('created_at')
  expect(codes(findings)).toEqual(['start_is_posting'])
})

test('an incident that goes on has no end and no finding about it', () => {
  const { draft, findings } = read({ status: 'monitoring', resolved_at: null })
  expect(draft).toMatchObject({ ended: null, isOver: false })
  expect(findings).toEqual([])
})

test('one that is called resolved without a time has an unknown length', () => {
  const { draft, findings } = read({ resolved_at: null })
  expect(draft).toMatchObject({ ended: null, isOver: true })
  expect(codes(findings)).toEqual(['end_missing'])
})

test('a missing list, and the text "[]" in its place, are read as none', () => {
  expect(codes(read({ components: [] }).findings)).toEqual(['no_services'])
  expect(codes(read({ components: undefined }).findings)).toEqual(['no_services'])
  expect(codes(read({ components: '[]' }).findings)).toEqual(['list_expected', 'no_services'])
  expect(codes(read({ incident_updates: '[]' }).findings)).toEqual(['list_expected'])
})

test('an impact of none is minor, and said to be', () => {
  const { draft, findings } = read({ impact: 'none' })
  expect(draft.severity).toBe('minor')
  expect(findings).toMatchObject([{ code: 'severity_unknown', params: { text: 'none' } }])
})

test('scheduled maintenance is maintenance with the times it was done at', () => {
  const maintenance = pageIncident({
    id: 'm-1',
    impact: 'maintenance',
    status: 'completed',
    scheduled_for: '2024-03-05T01:00:00Z',
    scheduled_until: '2024-03-05T03:00:00Z',
    resolved_at: null,
  })
  const { drafts } = readAll(bytes(JSON.stringify({ incidents: [], scheduled_maintenances: [maintenance] })))
  expect(drafts).toMatchObject([
    {
      kind: 'maintenance',
      started: { at: at('2024-03-05T01:00:00Z') },
      ended: { at: at('2024-03-05T03:00:00Z') },
    },
  ])
})

test('an update without a time is left out, not dated', () => {
  const { draft, findings } = read({
    incident_updates: [{ body: 'Soon.' }, null, { display_at: 'x', body: 'Later.' }],
  })
  expect(draft.events).toEqual([])
  expect(codes(findings)).toEqual(['update_without_time', 'update_without_time'])
})

test.each([
  ['text that is no JSON', bytes('<html>')],
  ['JSON of something else', bytes('{"status":{}}')],
  ['a number', bytes('7')],
  ['nothing', bytes('')],
])('%s is refused with the name of the file', (_, file) => {
  expect(readAll(file)).toMatchObject({
    drafts: [],
    findings: [{ where: 'incidents.json', code: 'unreadable' }],
  })
})

test('rows without an id are refused, the others are loaded', () => {
  const { drafts, findings } = readAll(page(null, 'x', pageIncident({ id: 7 }), pageIncident()))
  expect(drafts).toHaveLength(1)
  expect(codes(findings)).toEqual(['no_identity', 'no_identity', 'no_identity'])
})

test('no JSON makes it throw, and no draft ends before it starts', () => {
  const time = fc.oneof(fc.constantFrom('2024-03-02T08:58:00Z', '2024-03-01T9:00:00', null), fc.jsonValue())
  const incident = fc.record({
    id: fc.constantFrom('a', 'b'),
    started_at: time,
    created_at: time,
    resolved_at: time,
    components: fc.jsonValue(),
    incident_updates: fc.oneof(
      fc.jsonValue(),
      fc.array(fc.record({ body: fc.jsonValue(), display_at: time })),
    ),
  })
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.record({ incidents: fc.array(incident) })), (json) => {
      for (const { started, ended } of readAll(bytes(JSON.stringify(json))).drafts) {
        if (started !== null && ended !== null) expect(ended.at).toBeGreaterThan(started.at)
      }
    }),
  )
})
