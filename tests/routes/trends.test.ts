import { afterAll, expect, test } from 'vitest'
import { parse } from 'csv-parse/sync'
import { CHART_NAMES } from '#app/components/charts/chart-names.ts'
import type { Trend } from '#app/domain/trend-shape.ts'
import { openPage, signInAs } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer } from '#tests/setup/server.ts'
import { rmSync } from 'node:fs'

const dataFolder = makeDataFolder()
await runSagwa(['demo', '--password', 'correct horse battery'], { dataFolder })
const server = await startTestServer({ dataFolder })
const empty = await startTestServer()
afterAll(async () => {
  await Promise.all([server.stop(), empty.stop()])
  rmSync(dataFolder, { recursive: true, force: true })
})
const cookie = await signInAs(server, 'viewer')

const ORIGIN = '?from=2017&to=2020&asOf=2020-03-02'

async function read(path: string, language = 'en'): Promise<{ status: number; text: string }> {
  const answer = await openPage(server.url + path, { cookie, 'accept-language': language })
  return { status: answer.status, text: (await answer.text()).replaceAll('<!-- -->', '') }
}

test('the trend of the origin record is complete in the first answer, pictures and sentence included', async () => {
  const { status, text } = await read(`/trends${ORIGIN}`)
  expect(status).toBe(200)
  const page = text.slice(0, text.indexOf('window.__remixContext'))
  expect(page).toContain('A decrease is not established.')
  expect(page).toContain('2020 has 2 incidents in 62 days, as many as in all of 2019.')
  expect(page).toContain('62 of 366 days')
  expect(page).toContain('href="/incidents/2020-001"')
  expect(page).toContain('class="chart-mark chart-bar"')
  expect(page).toContain(
    'href="/incidents?rule=default&amp;version=1&amp;from=2020-01-01&amp;until=2020-03-02"',
  )
  expect(page).toContain('2017–2019: only the number is known, without dates or lengths.')
})

test('the sentence is in the language of the reader', async () => {
  expect((await read(`/trends${ORIGIN}`, 'ko')).text).toContain('감소라고 단정할 수 없습니다.')
})

test('the trend as JSON is what the command line prints', async () => {
  const { text } = await read(`/trends.json${ORIGIN}`)
  const words = ['trend', '--from', '2017', '--to', '2020', '--as-of', '2020-03-02', '--json']
  const printed = await runSagwa(words, { dataFolder })
  expect(JSON.parse(text)).toEqual(JSON.parse(printed.stdout))
  const trend = JSON.parse(text) as Trend
  expect(trend.years.map(({ year, kind, count }) => [year, kind, count])).toEqual([
    [2017, 'reported', 6],
    [2018, 'reported', 5],
    [2019, 'reported', 2],
    [2020, 'recorded', 2],
  ])
})

test.each([
  ['?asOf=2020-13-01', 'asOf', 'Enter a day that exists'],
  ['?asOf=2020-02-30', 'asOf', 'Enter a day that exists'],
  ['?asOf=tomorrow', 'asOf', 'Enter a day that exists'],
  ['?asOf=2999-01-01', 'asOf', 'This day has not come yet'],
  ['?from=2020&to=2017', 'to', 'The last year lies before the first'],
  ['?from=20', 'from', 'Enter a year of four digits'],
  ['?to=99999', 'to', 'Enter a year of four digits'],
  ['?from=1901&to=2020', 'from', 'At most 100 years'],
  ['?rule=none', 'rule', 'There is no such counting rule'],
  ['?severity=huge', 'severity', 'Choose one of the values offered'],
  ['?service=nobody', 'service', 'Choose one of the values offered'],
  ['?factor=luck', 'factor', 'Choose one of the values offered'],
])('%s is refused at the field, and the trend as of today stands below', async (query, field, sentence) => {
  const { status, text } = await read(`/trends${query}`)
  expect(status).toBe(400)
  expect(text).toMatch(new RegExp(`id="ask-${field}-error">${sentence}`))
  expect(text).toContain('Below is the trend as of today')
  expect(text).toContain('year-strips')

  const json = await read(`/trends.json${query}`)
  expect(json.status).toBe(400)
  const { problems } = JSON.parse(json.text) as { problems: Record<string, { text: string }[]> }
  expect(problems[field]?.[0]?.text).toContain(sentence)
})

test('all that is wrong with a question is said at once, and what was typed stays', async () => {
  const { text } = await read('/trends?from=2020&to=2017&asOf=2020-13-01')
  expect(text).toContain('id="ask-to-error"')
  expect(text).toContain('id="ask-asOf-error"')
  expect(text).toContain('value="2020-13-01"')
})

test('without an incident the trend says what will stand there, not that there were none', async () => {
  const admin = await signInAs(empty, 'admin')
  const answer = await openPage(`${empty.url}/trends`, { cookie: admin })
  const text = await answer.text()
  expect(answer.status).toBe(200)
  expect(text).toContain('Nothing to count yet')
  expect(text).toContain('href="/settings/yearly-counts"')
  const json = await openPage(`${empty.url}/trends.json`, { cookie: admin })
  expect(((await json.json()) as Trend).years.map(({ count }) => count)).toEqual([null])
})

const FILTERED = '?from=2020&to=2020&asOf=2020-03-18&grain=month&surface=pc'

test('the same query gives the same numbers on the page, as CSV, JSON and Markdown and on the command line', async () => {
  const trend = JSON.parse((await read(`/trends.json${FILTERED}`)).text) as Trend
  const counts = trend.periods.map(({ month, count }) => [month, count])
  expect(counts.map(([month]) => month)).toEqual([1, 2, 3])

  const options = '--from 2020 --to 2020 --as-of 2020-03-18 --grain month --surface pc'.split(' ')
  const [printedJson, printedCsv, printedMarkdown] = await Promise.all(
    ['--json', '--csv', '--markdown'].map((form) =>
      runSagwa(['trend', ...options, form, '--lang', 'en'], { dataFolder }),
    ),
  )
  expect(JSON.parse(printedJson!.stdout)).toEqual(trend)

  const { text: csv } = await read(`/trends.csv${FILTERED}`)
  expect(printedCsv!.stdout.replace('\ufeff', '')).toBe(csv)
  const rows = parse(csv, { bom: true, columns: true, record_delimiter: '\r\n' })
  expect((rows as Record<string, string>[]).map((row) => [Number(row.month), Number(row.count)])).toEqual(
    counts,
  )

  const { text: markdown } = await read(`/trends.md${FILTERED}&lang=en`)
  expect(printedMarkdown!.stdout).toBe(markdown)
  expect(markdown).toContain(trend.sentence.en.split('. ')[0])

  const { text: page } = await read(`/trends${FILTERED}`)
  for (const period of trend.periods.filter(({ count }) => count)) {
    const name = ['', 'Jan', 'Feb', 'Mar'][period.month!]
    const said = period.count === 1 ? '1 incident' : `${period.count} incidents`
    expect(page).toContain(`aria-label="2020 ${name}: ${said}, show"`)
  }
})

test('a number leads to as many incidents as it says', async () => {
  const trend = JSON.parse((await read(`/trends.json${ORIGIN}`)).text) as Trend
  const parts = [
    ...trend.years,
    ...trend.cuts.service.groups,
    ...trend.cuts.severity.groups,
    ...trend.cuts.factor.groups,
    ...trend.cuts.surface.groups,
    ...trend.heat,
    trend.whole,
  ]
  for (const { count, incidents } of parts) {
    if (incidents === null) continue
    const answer = await read(`/incidents.json?${incidents}`)
    expect((JSON.parse(answer.text) as { incidents: unknown[] }).incidents, incidents).toHaveLength(count!)
  }
})

test('filters stand as chips that take them off, and the form keeps them', async () => {
  const { text } = await read(`/trends${FILTERED}`)
  expect(text).toContain('aria-label="Remove the filter Surface: PC"')
  expect(text).toContain('href="/trends?from=2020&amp;to=2020&amp;asOf=2020-03-18&amp;grain=month"')
  expect(text).toMatch(/<option value="pc" selected="">PC/)
  expect(text).toContain('<input type="hidden" name="grain" value="month"/>')
})

test('a filter that leaves nothing says so, and does not say that nothing is known', async () => {
  const { status, text } = await read('/trends?asOf=2020-03-18&factor=supplier&from=2020')
  expect(status).toBe(200)
  expect(text).toContain('No incident matches these filters')
})

test.each(CHART_NAMES)('the picture of %s can be had as SVG, in the language asked for', async (name) => {
  const answer = await openPage(`${server.url}/trends/chart/${name}.svg${ORIGIN}&lang=ko`, { cookie })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(answer.headers.get('content-disposition')).toBe(`inline; filename="trend-${name}-2020-03-02.ko.svg"`)
  const svg = await answer.text()
  expect(svg).toContain('모든 서비스')
  expect(svg).not.toMatch(/var\(|href=/)
})

test('a picture can be had as PNG, sharp enough for paper', async () => {
  const answer = await openPage(`${server.url}/trends/chart/strips.png${ORIGIN}&lang=ko`, { cookie })
  expect(answer.headers.get('content-type')).toBe('image/png')
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG')
  expect(bytes.readUInt32BE(16)).toBe(1920)
})

test('a picture that there is not is missing, and one of a senseless query is refused', async () => {
  expect((await read('/trends/chart/pie.svg')).status).toBe(404)
  expect((await read('/trends/chart/pie.png')).status).toBe(404)
  expect((await read('/trends/chart/strips.svg?asOf=soon')).status).toBe(400)
  expect((await read('/trends/chart/strips.png?grain=decade')).status).toBe(400)
})

test.each([
  ['--severity', 'huge'],
  ['--grain', 'decade'],
  ['--factor', 'luck'],
  ['--service', 'nobody'],
  ['--as-of', '2020-02-30'],
  ['--rule-version', '99'],
  ['--rule', 'none'],
])('the command line refuses %s %s as wrong use', async (option, value) => {
  const { code, stdout, stderr } = await runSagwa(['trend', option, value, '--lang', 'en'], { dataFolder })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(option)
})

test('incidents as JSON are those of the page, and those that the command line prints', async () => {
  const { text } = await read('/incidents.json?year=2020')
  const printed = await runSagwa(['incident', 'list', '--year', '2020', '--json'], { dataFolder })
  expect(JSON.parse(text)).toEqual(JSON.parse(printed.stdout))
  const { incidents, next } = JSON.parse(text) as {
    incidents: { reference: string; startedAt: string }[]
    next: string | null
  }
  expect(incidents.map(({ reference, startedAt }) => [reference, startedAt])).toEqual([
    ['2020-002', '2020-03-02T08:58:00+09:00'],
    ['2020-001', '2020-01-01T00:00:00+09:00'],
  ])
  expect(next).toBeNull()
  expect(JSON.parse((await read('/incidents.json?year=2019')).text)).toMatchObject({ incidents: [] })
})

test('one incident as JSON is what the command line shows, and an unknown one is missing', async () => {
  const { text } = await read('/incidents/2020-002.json')
  const printed = await runSagwa(['incident', 'show', '2020-002', '--json'], { dataFolder })
  expect(JSON.parse(text)).toEqual(JSON.parse(printed.stdout))
  expect((await read('/incidents/2020-099.json')).status).toBe(404)
})
