import { afterAll, expect, test } from 'vitest'
import type { Trend } from '#app/domain/trend.ts'
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
  expect(page).toContain('recharts-bar-rectangle')
  expect(page).toContain('href="/incidents?year=2020&amp;kind=incident"')
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
])('%s is refused at the field, and the trend as of today stands below', async (query, field, sentence) => {
  const { status, text } = await read(`/trends${query}`)
  expect(status).toBe(400)
  expect(text).toMatch(new RegExp(`id="ask-${field}-error">${sentence}`))
  expect(text).toContain('Below is the trend as of today')
  expect(text).toContain('class="year-strips"')

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
