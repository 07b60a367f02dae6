/** Similar incidents while logging and on the page of an incident, as the running server answers. */
import { rmSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { openPage, sendForm, signInAs } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer } from '#tests/setup/server.ts'

const dataFolder = makeDataFolder()
await runSagwa(['demo', '--password', 'correct horse battery'], { dataFolder })
const server = await startTestServer({ dataFolder })
afterAll(async () => {
  await server.stop()
  rmSync(dataFolder, { recursive: true, force: true })
})
const cookie = await signInAs(server, 'responder')

async function similar(query: Record<string, string>) {
  const answer = await openPage(`${server.url}/incidents/similar.json?${new URLSearchParams(query)}`, {
    cookie,
  })
  expect(answer.status).toBe(200)
  const { incidents } = (await answer.json()) as {
    incidents: { reference: string; shared: { words: string[] } }[]
  }
  return incidents
}

test('what was like the incident that is being logged is found by the words of the form', async () => {
  const found = await similar({ title: '메시지 발신 지연', symptom: '메시지가 늦게 와요' })
  expect(found.length).toBeGreaterThan(0)
  expect(found[0]?.shared.words).toContain('메시지')
  expect(await similar({ title: 'zzzz' })).toEqual([])
  expect(await similar({})).toEqual([])
  expect(await similar({ title: `"' %_ ${'가'.repeat(1000)}`, surface: 'none', serviceIds: 'x' })).toEqual([])
})

test('after logging without script the page of the incident says what was like it, never itself', async () => {
  const logged = await sendForm(
    `${server.url}/incidents/new`,
    {
      title: '메시지 발신 지연',
      severity: 'minor',
      kind: 'incident',
      surface: 'mobile',
      symptomKind: 'delayed',
    },
    { cookie },
  )
  expect(logged.status).toBe(302)
  const here = logged.headers.get('location')!
  const page = await (await openPage(server.url + here, { cookie, 'accept-language': 'ko' })).text()
  const section = /<section[^>]*id="similar"[\s\S]*?<\/section>/.exec(page)?.[0] ?? ''
  expect(section).toContain('비슷한 장애')
  expect(section).toMatch(/href="\/incidents\/2020-00\d"/)
  expect(section).toContain('같은 말: 메시지')
  expect(section).not.toContain(here)
})
