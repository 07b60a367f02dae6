/** The report of a year in all its forms, as a browser gets it from the running server. */
import { rmSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import type { YearlyReport } from '#app/domain/yearly-report.ts'
import { changeIncident, getIncidentRecord } from '#app/models/incident.server.ts'
import { ACTOR, at } from '#tests/factories.ts'
import { openPage, sendForm, signInAs, withDatabase } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer } from '#tests/setup/server.ts'

const dataFolder = makeDataFolder()
await runSagwa(['demo', '--password', 'correct horse battery'], { dataFolder })
const server = await startTestServer({ dataFolder })
afterAll(async () => {
  await server.stop()
  rmSync(dataFolder, { recursive: true, force: true })
})
const cookie = await signInAs(server, 'responder')

const ORIGIN = '?asOf=2020-03-02'

async function read(path: string, language = 'en') {
  const answer = await openPage(server.url + path, { cookie, 'accept-language': language })
  const text = (await answer.text()).replaceAll('<!-- -->', '')
  return { status: answer.status, header: (name: string) => answer.headers.get(name), text }
}

test('the page of the running year is complete in the first answer and projects nothing', async () => {
  const { status, text } = await read(`/trends/2020${ORIGIN}`)
  expect(status).toBe(200)
  const page = text.slice(0, text.indexOf('window.__remixContext'))
  expect(page).toContain('62 of 366 days')
  expect(page).toContain('A decrease is not established.')
  expect(page).toContain('href="/incidents/2020-001"')
  expect(page).toContain(`href="/trends/2020.html${ORIGIN}"`)
  expect(page).not.toContain('href="/trends/2021"')
})

test('Markdown, HTML and JSON say the same as the page', async () => {
  const page = (await read(`/trends/2020${ORIGIN}`, 'ko')).text
  const markdown = await read(`/trends/2020.md${ORIGIN}`, 'ko')
  const file = await read(`/trends/2020.html${ORIGIN}`, 'ko')
  const report = JSON.parse((await read(`/trends/2020.json${ORIGIN}`)).text) as YearlyReport
  const sentence = report.trend.sentence.ko.split('. ')[0]!
  for (const text of [page, markdown.text, file.text]) {
    expect(text).toContain(sentence)
    expect(text).toContain('3시간 34분')
    expect(text).toContain('향후 장애가 반복되지 않도록 최선을 다하겠다')
  }
  expect(markdown.header('content-type')).toBe('text/markdown; charset=utf-8')
  expect(file.header('content-disposition')).toBe('attachment; filename="incident-report-2020.ko.html"')
})

test('the HTML file needs nothing but itself', async () => {
  const { text } = await read(`/trends/2020.html${ORIGIN}`)
  expect(text).toMatch(/^<!doctype html><html lang="en">/)
  expect(text).toContain('<svg')
  expect(text).not.toMatch(/<script|<link rel="stylesheet"|src=|url\(http|href="\//)
})

test.each([
  '/trends/none',
  '/trends/3000',
  '/trends/2199',
  '/trends/1776.md',
  '/trends/2020.html?asOf=1999-01-01',
])('%s is not there, or is refused', async (path) => {
  expect([400, 404]).toContain((await read(path)).status)
})

test('a day that is none is told at its field, with the report of today below', async () => {
  const { status, text } = await read('/trends/2020?asOf=2020-02-30')
  expect(status).toBe(400)
  expect(text).toContain('href="#ask-asOf"')
  expect((await read('/trends/2020.json?asOf=2020-02-30')).status).toBe(400)
})

test('a year of which nothing is known says so and is no zero', async () => {
  expect((await read('/trends/2015')).text).toContain('Nothing is known of 2015')
})

test('words of people stay words in every form', async () => {
  await withDatabase(server, async (q) => {
    const { id, version } = await getIncidentRecord('2020-001', q)
    await changeIncident(
      {
        incidentId: id,
        expectedVersion: version,
        title: '<img src=x onerror=alert(1)> | **bold**',
        kind: 'incident',
        severity: 'major',
        summary: '',
        cause: '',
        factors: ['traffic'],
        serviceIds: [],
        actor: ACTOR,
        now: at('2026-01-01T00:00:00Z'),
      },
      q,
    )
  })
  for (const form of ['', '.html']) {
    const { text } = await read(`/trends/2020${form}${ORIGIN}`)
    const page = text.slice(
      0,
      text.includes('window.__remixContext') ? text.indexOf('window.__remixContext') : undefined,
    )
    expect(page).not.toContain('<img src=x')
    expect(page).toContain('Surge in traffic')
  }
  const row = (await read(`/trends/2020.md${ORIGIN}`)).text
    .split('\n')
    .find((line) => line.includes('onerror'))
  expect(row?.replaceAll('\\|', '').split('|')).toHaveLength(7)
})

test('factors are stated in the form without script, and stand in the history', async () => {
  const { version } = await withDatabase(server, (q) => getIncidentRecord('2020-002', q))
  const fields: [string, string][] = [
    ['title', 'x'],
    ['kind', 'incident'],
    ['severity', 'minor'],
    ['version', String(version)],
  ]
  const refused = await sendForm(
    `${server.url}/incidents/2020-002/edit`,
    [...fields, ['factors', 'not_known'], ['factors', 'network']],
    { cookie },
  )
  expect(refused.status).toBe(400)
  const saved = await sendForm(
    `${server.url}/incidents/2020-002/edit`,
    [...fields, ['factors', 'detection'], ['factors', 'network']],
    { cookie },
  )
  expect(saved.status).toBe(302)
  expect((await read('/incidents/2020-002')).text).toContain('Network, Noticed late')
  expect((await read('/incidents/2020-002/history')).text).toContain('contributing factors changed')
})
