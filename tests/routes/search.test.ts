/** The search as a browser without script and a program get it from the running server. */
import { rmSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { openPage, signInAs } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer } from '#tests/setup/server.ts'

const dataFolder = makeDataFolder()
await runSagwa(['demo', '--password', 'correct horse battery'], { dataFolder })
const server = await startTestServer({ dataFolder })
afterAll(async () => {
  await server.stop()
  rmSync(dataFolder, { recursive: true, force: true })
})
const cookie = await signInAs(server, 'viewer')

async function read(path: string, language = 'en'): Promise<string> {
  const answer = await openPage(server.url + path, { cookie, 'accept-language': language })
  expect(answer.status).toBe(200)
  return answer.text()
}

test('a search is a plain page with the words marked and links to where they stand', async () => {
  const page = await read(`/search?q=${encodeURIComponent('네트워크')}`)
  expect(page).toContain('<mark>네트워크</mark>')
  expect(page).toContain('href="/incidents/2020-002"')
  expect(page).toMatch(/href="\/incidents\/2020-002\/statements\/[0-9a-f-]{36}"/)
})

test('a search that finds nothing says so with the words that were typed, harmless as text', async () => {
  expect(await read('/search?q=%3Cscript%3Ezzz')).toContain('Nothing was found for “&lt;script&gt;zzz”')
  expect(await read('/search?q=zzz', 'ko')).toContain('“zzz”에 맞는 내용이 없어요')
})

test('filters narrow a search down, and what is not understood filters nothing', async () => {
  const hits = async (query: string) => {
    const { incidents } = JSON.parse(await read(`/search.json${query}`)) as {
      incidents: { reference: string; startedAt: string; hits: { entity: string }[] }[]
    }
    return incidents
  }
  const all = await hits('?q=message')
  expect(all.map(({ reference }) => reference).sort()).toEqual(['2020-001', '2020-002'])
  expect(all.find(({ reference }) => reference === '2020-002')?.startedAt).toBe('2020-03-02T08:58:00+09:00')
  const symptoms = await hits('?q=message&where=symptom')
  expect(new Set(symptoms.flatMap((incident) => incident.hits.map(({ entity }) => entity)))).toEqual(
    new Set(['symptom']),
  )
  expect(await hits('?q=message&year=2019')).toEqual([])
  expect(await hits('?q=message&where=everything&year=soon&before=x')).toEqual(all)
  expect(await hits('?q=')).toEqual([])
})
