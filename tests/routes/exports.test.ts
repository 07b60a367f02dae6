/** Lists and documents in their other forms, as a browser or a program gets them from the running server. */
import { rmSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { afterAll, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { instant } from '#app/domain/instant.ts'
import { logIncident } from '#app/models/incident.server.ts'
import { addService } from '#app/models/service.server.ts'
import { openPage, signInAs, withDatabase } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer } from '#tests/setup/server.ts'

const dataFolder = makeDataFolder()
await runSagwa(['demo', '--password', 'correct horse battery'], { dataFolder })
const server = await startTestServer({ dataFolder })
const crowded = await startTestServer()
afterAll(async () => {
  await Promise.all([server.stop(), crowded.stop()])
  rmSync(dataFolder, { recursive: true, force: true })
})
const cookie = await signInAs(server, 'viewer')

const ORIGIN = '?from=2017&to=2020&asOf=2020-03-02'

async function read(path: string, language = 'en') {
  const answer = await openPage(server.url + path, { cookie, 'accept-language': language })
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const header = (name: string) => answer.headers.get(name)
  return { status: answer.status, header, bytes, text: new TextDecoder().decode(bytes) }
}

function table(text: string): Record<string, string>[] {
  return parse(text, { bom: true, columns: true, record_delimiter: '\r\n' })
}

test('incidents as CSV are a file that Excel opens right, with the filters of the list in its name', async () => {
  const { status, header, bytes, text } = await read('/incidents.csv?year=2020&severity=major&service=')
  expect(status).toBe(200)
  expect(header('content-type')).toBe('text/csv; charset=utf-8; header=present')
  expect(header('content-disposition')).toBe('attachment; filename="incidents-2020-major.csv"')
  expect(header('cache-control')).toBe('no-store')
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(table(text).map((row) => [row.reference, row.started_at, row.duration_minutes])).toEqual([
    ['2020-002', '2020-03-02T08:58:00+09:00', '79'],
    ['2020-001', '2020-01-01T00:00:00+09:00', '135'],
  ])
  expect(table((await read('/incidents.csv?year=2019')).text)).toEqual([])
})

test('all incidents come, however many pages the list has, and none begins a formula', async () => {
  const admin = await signInAs(crowded, 'admin')
  await withDatabase(crowded, async (q) => {
    const by = { actor: { id: null, name: 'test' }, now: instant(Date.UTC(2026, 0, 1)) }
    const serviceId = await addService({ nameKo: '+서비스', nameEn: '', zone: null, ...by }, q)
    for (let index = 0; index < 230; index += 1) {
      const started = { shape: 'instant', at: instant(Date.UTC(2020, 0, 1) + index * 3_600_000) } as const
      await logIncident(
        {
          title: index === 0 ? '=HYPERLINK("https://example.com","a, b")' : `장애 ${index}`,
          kind: 'incident',
          severity: 'minor',
          serviceIds: [serviceId],
          // A few without a start, which stand before all others.
          started: index % 50 === 1 ? null : started,
          startedSource: '',
          symptom: null,
          ...by,
        },
        q,
      )
    }
  })
  const answer = await openPage(`${crowded.url}/incidents.csv?after=nonsense`, { cookie: admin })
  const rows = table(await answer.text())
  expect(new Set(rows.map((row) => row.reference)).size).toBe(230)
  expect(rows.slice(0, 6).map((row) => row.started_at !== '')).toEqual([
    false,
    false,
    false,
    false,
    false,
    true,
  ])
  expect(rows.at(-1)).toMatchObject({
    title: `'=HYPERLINK("https://example.com","a, b")`,
    services_ko: "'+서비스",
    ended_at: '',
    duration_minutes: '',
  })
})

test('the trend as CSV is what the command line prints', async () => {
  const { header, text } = await read(`/trends.csv${ORIGIN}`)
  expect(header('content-disposition')).toBe('attachment; filename="trend-2020-03-02.csv"')
  const words = ['trend', '--from', '2017', '--to', '2020', '--as-of', '2020-03-02', '--csv']
  const printed = await runSagwa(words, { dataFolder })
  expect(table(printed.stdout)).toEqual(table(text))
  expect(table(text).map((row) => [row.year, row.count, row.days_counted, row.as_of])).toEqual([
    ['2017', '6', '365', '2020-03-02'],
    ['2018', '5', '365', '2020-03-02'],
    ['2019', '2', '365', '2020-03-02'],
    ['2020', '2', '62', '2020-03-02'],
  ])
})

test.each(['cuts', 'times', 'hours'])(
  'the table of %s is a file of its own, as the command line prints it',
  async (name) => {
    const { header, text } = await read(`/trends.csv${ORIGIN}&table=${name}`)
    expect(header('content-disposition')).toBe(`attachment; filename="trend-${name}-2020-03-02.csv"`)
    const words = ['trend', '--from', '2017', '--to', '2020', '--as-of', '2020-03-02', '--csv', name]
    expect(table((await runSagwa(words, { dataFolder })).stdout)).toEqual(table(text))
    expect(table(text).length).toBeGreaterThan(0)
  },
)

test('a table that the trend does not have is refused by its parameter', async () => {
  const { status, text } = await read(`/trends.csv${ORIGIN}&table=none`)
  expect([status, Object.keys((JSON.parse(text) as { problems: object }).problems)]).toEqual([400, ['table']])
})

test('an incident as Markdown is in the language of the reader or the one asked for, and what the command line prints', async () => {
  const { header, text } = await read('/incidents/2020-002.md', 'ko')
  expect(header('content-type')).toBe('text/markdown; charset=utf-8')
  expect(header('content-language')).toBe('ko')
  expect(header('content-disposition')).toBe('inline; filename="incident-2020-002.ko.md"')
  expect(header('cache-control')).toBe('no-store')
  const words = ['incident', 'show', '2020-002', '--markdown', '--lang', 'ko']
  expect((await runSagwa(words, { dataFolder })).stdout).toBe(text)
  const [, front] = text.split('---\n')
  expect(parseYaml(front!)).toMatchObject({
    reference: '2020-002',
    start: '2020-03-02T08:58:00+09:00',
    duration_minutes: 79,
    services: ['카카오톡'],
  })
  expect(text).toContain('| | 2020년 3월 2일(월) 09:00경 | 선택 안 함 | 쿠키뉴스')

  const english = await read('/incidents/2020-002.md?lang=en', 'ko')
  expect(english.header('content-language')).toBe('en')
  expect(english.text).toContain('- Impact: 1 hour 19 minutes')
  expect((await read('/incidents/2020-002.md?lang=de', 'ko')).text).toBe(text)
  expect((await read('/incidents/2020-099.md')).status).toBe(404)
})

test('the trend as Markdown is what the command line prints, with what is not known', async () => {
  const { header, text } = await read(`/trends.md${ORIGIN}`)
  expect(header('content-disposition')).toBe('inline; filename="trend-2020-03-02.en.md"')
  const words = [
    'trend',
    '--from',
    '2017',
    '--to',
    '2020',
    '--as-of',
    '2020-03-02',
    '--markdown',
    '--lang',
    'en',
  ]
  expect((await runSagwa(words, { dataFolder })).stdout).toBe(text)
  expect(text).toContain('A decrease is not established.')
  expect(text).toContain('- 2017–2019: only the number is known, without dates or lengths.')
})

test.each(['/trends.csv', '/trends.md'])(
  '%s refuses what cannot be answered, as the JSON does',
  async (path) => {
    const { status, text } = await read(`${path}?asOf=2020-13-01`)
    expect(status).toBe(400)
    expect(JSON.parse(text)).toMatchObject({ problems: { asOf: [{ text: expect.any(String) as string }] } })
  },
)

test('the pages lead to their other forms, with what they were asked', async () => {
  expect((await read('/incidents?year=2020')).text).toContain('href="/incidents.csv?year=2020"')
  const record = (await read('/incidents/2020-002')).text
  expect(record).toContain('href="/incidents/2020-002.md"')
  expect(record).toContain('href="/incidents/2020-002.json"')
  const trend = (await read(`/trends${ORIGIN}`, 'ko')).text
  expect(trend).toContain('aria-label="다른 형식"')
  for (const form of ['csv', 'json', 'md'])
    expect(trend).toContain(`href="/trends.${form}${ORIGIN.replaceAll('&', '&amp;')}"`)
  // What could not be shown is not offered as a file either.
  expect((await read('/trends?asOf=2020-13-01')).text).not.toMatch(/trends\.(csv|json|md)[^"]*2020-13-01/)
})

test('whoever is not signed in gets none of them', async () => {
  for (const path of ['/incidents.csv', '/incidents/2020-002.md', `/trends.csv${ORIGIN}`, '/trends.md']) {
    const answer = await openPage(server.url + path)
    expect(answer.status, path).toBe(302)
    expect(await answer.text()).toBe('')
  }
})
