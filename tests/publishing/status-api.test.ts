import { readFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { Statuspage } from 'statuspage.io'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { renderStatusFiles } from '#app/publishing/status-api.ts'
import type { SiteNotice } from '#app/publishing/site.ts'
import { SITE, THREE, ongoingFacts, siteNotice, siteRevision } from './site-notice.ts'

const OPEN = siteNotice(
  [
    siteRevision(1, '2020-03-02', { stage: 'first_word', facts: ongoingFacts() }),
    siteRevision(2, '2020-03-03', { stage: 'update', facts: ongoingFacts() }),
  ],
  '2020-003',
)
const OVER = siteNotice([
  siteRevision(1, '2020-02-02', { stage: 'first_word', facts: ongoingFacts() }),
  siteRevision(2, '2020-02-03', { stage: 'resolved' }),
  siteRevision(3, '2020-02-04', { kind: 'typo', stage: 'resolved' }),
  siteRevision(4, '2020-02-05', {
    kind: 'correction',
    stage: 'final_report',
    correction: { ko: '시작 시각이 틀렸습니다.' },
  }),
])

function filesOf(...notices: SiteNotice[]): Map<string, string> {
  return new Map(renderStatusFiles(SITE, THREE, notices).map((file) => [file.path, file.body]))
}

const iso = z.iso.datetime()
const component = z.strictObject({
  id: z.string().regex(/^[0-9a-z]{12}$/),
  name: z.string(),
  status: z.enum([
    'operational',
    'degraded_performance',
    'partial_outage',
    'major_outage',
    'under_maintenance',
  ]),
  created_at: iso,
  updated_at: iso,
  position: z.int().min(1),
  description: z.string().nullable(),
  showcase: z.boolean(),
  start_date: z.string().nullable(),
  group_id: z.string().nullable(),
  page_id: z.string(),
  group: z.boolean(),
  only_show_if_degraded: z.boolean(),
})
const incident = z.strictObject({
  id: z.string(),
  name: z.string().min(1),
  status: z.enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem']),
  created_at: iso,
  updated_at: iso,
  monitoring_at: iso.nullable(),
  resolved_at: iso.nullable(),
  impact: z.enum(['none', 'minor', 'major', 'critical']),
  shortlink: z.url(),
  started_at: iso,
  page_id: z.string(),
  incident_updates: z.array(
    z.strictObject({
      id: z.string(),
      status: z.enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem']),
      body: z.string().min(1),
      incident_id: z.string(),
      created_at: iso,
      updated_at: iso,
      display_at: iso,
      affected_components: z
        .array(
          z.strictObject({
            code: z.string(),
            name: z.string(),
            old_status: z.string(),
            new_status: z.string(),
          }),
        )
        .nullable(),
      deliver_notifications: z.boolean(),
      custom_tweet: z.null(),
      tweet_id: z.null(),
    }),
  ),
  components: z.array(component),
  reminder_intervals: z.string().nullable(),
})
const page = z.strictObject({
  id: z.string(),
  name: z.string(),
  url: z.url(),
  time_zone: z.string(),
  updated_at: iso,
})
const status = z.strictObject({
  indicator: z.enum(['none', 'minor', 'major', 'critical', 'maintenance']),
  description: z.string(),
})
const summary = z.strictObject({
  page,
  components: z.array(component),
  incidents: z.array(incident),
  scheduled_maintenances: z.array(z.unknown()),
  status,
})

test('every file has the fields of the original, and no other', () => {
  const files = filesOf(OPEN, OVER)
  const read = (name: string): unknown => JSON.parse(files.get(`/api/v2/${name}.json`) ?? 'null')
  expect(() => summary.parse(read('summary'))).not.toThrow()
  expect(() => z.strictObject({ page, status }).parse(read('status'))).not.toThrow()
  expect(() =>
    z.strictObject({ page, components: z.array(component) }).parse(read('components')),
  ).not.toThrow()
  const lists = z.strictObject({ page, incidents: z.array(incident) })
  expect(lists.parse(read('incidents')).incidents).toHaveLength(2)
  expect(lists.parse(read('incidents/unresolved')).incidents).toHaveLength(1)
})

const SAMPLES = process.env.SAGWA_SAMPLES

test.skipIf(!SAMPLES)('the schema that our files keep fits real pages as well', () => {
  const folder = path.join(SAMPLES!, 'statuspage')
  const real = (name: string): unknown => JSON.parse(readFileSync(path.join(folder, name), 'utf8'))
  expect(() => summary.parse(real('anthropic-2026-10-07.summary-open-incident.json'))).not.toThrow()
  expect(() => summary.parse(real('github-summary.json'))).not.toThrow()
})

test('the steps of a notice become updates, newest first; a typo only changes the words of its step', () => {
  const { incidents } = JSON.parse(filesOf(OPEN, OVER).get('/api/v2/incidents.json')!) as {
    incidents: z.infer<typeof incident>[]
  }
  const over = incidents.find(({ shortlink }) => shortlink.endsWith('2020-002'))!
  expect(over.status).toBe('postmortem')
  expect(over.incident_updates.map((update) => update.status)).toEqual([
    'postmortem',
    'resolved',
    'investigating',
  ])
  expect(over.incident_updates[0]!.body).toMatch(/^정정: 시작 시각이 틀렸습니다\.\n\n/)
  expect(over.incident_updates[1]).toMatchObject({
    created_at: '2020-02-03T05:00:00.000Z',
    updated_at: '2020-02-04T05:00:00.000Z',
  })
  expect(over.started_at).toBe('2020-03-01T23:58:00.000Z')
  expect(over.resolved_at).toBe('2020-03-02T01:17:00.000Z')
  expect(over.incident_updates[1]!.body).toBe('첫 문단입니다. 1 < 2 & 3.\n\n- 항목 ]]> 하나')
})

test('ids stay the same when something is published later', () => {
  const idsOf = (notice: SiteNotice) => {
    const text = filesOf(notice).get('/api/v2/incidents.json')!
    const [first] = (JSON.parse(text) as { incidents: z.infer<typeof incident>[] }).incidents
    return [first!.id, first!.incident_updates.at(-1)!.id, first!.components[0]!.id]
  }
  expect(idsOf(OVER)).toEqual(idsOf(siteNotice(OVER.revisions.slice(0, 1))))
})

test('an open incident is in the summary and puts its services out, a closed one does neither', () => {
  const read = (...notices: SiteNotice[]) =>
    summary.parse(JSON.parse(filesOf(...notices).get('/api/v2/summary.json')!))
  expect(read(OPEN).status).toEqual({ indicator: 'major', description: '진행 중인 장애 1건' })
  expect(read(OPEN).components.map((one) => one.status)).toEqual(['partial_outage'])
  expect(read(OVER)).toMatchObject({ incidents: [], status: { indicator: 'none' } })
  expect(read(OVER).components.map((one) => one.status)).toEqual(['operational'])
})

test('maintenance stands apart from incidents', () => {
  const planned = siteNotice(
    [siteRevision(1, '2020-03-02', { stage: 'first_word', facts: ongoingFacts() })],
    '2020-009',
    true,
  )
  const files = filesOf(planned)
  expect(JSON.parse(files.get('/api/v2/incidents.json')!)).toMatchObject({ incidents: [] })
  expect(JSON.parse(files.get('/api/v2/summary.json')!)).toMatchObject({
    status: { indicator: 'none' },
    components: [{ status: 'operational' }],
    scheduled_maintenances: [
      {
        status: 'scheduled',
        impact: 'maintenance',
        scheduled_for: '2020-03-01T23:58:00.000Z',
        scheduled_until: null,
      },
    ],
  })
})

test('a client made for hosted status pages reads the files', async () => {
  const files = filesOf(OPEN, OVER)
  const server = http.createServer((request, response) => {
    const body = files.get(request.url ?? '')
    response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': 'application/json' })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const client = new Statuspage('unused')
    const { port } = server.address() as AddressInfo
    client.setApiUrl(`http://127.0.0.1:${port}`)
    expect((await client.api.getSummary()).incidents.map((one) => one.status)).toEqual(['investigating'])
    expect((await client.api.getStatus()).status.indicator).toBe('major')
    expect((await client.api.getComponents()).components).toHaveLength(1)
    expect((await client.api.incidents.getAll()).incidents).toHaveLength(2)
    expect((await client.api.incidents.getUnresolved()).incidents).toHaveLength(1)
  } finally {
    server.close()
  }
})
