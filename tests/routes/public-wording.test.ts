import { afterAll, expect, test } from 'vitest'
import { formMessages } from '#app/messages/forms.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { makeIncident } from '#tests/factories.ts'
import { openPage, sendForm, signInAs, withDatabase } from '#tests/setup/people.ts'
import { startTestServer } from '#tests/setup/server.ts'

const server = await startTestServer()
afterAll(() => server.stop())
const admin = { cookie: await signInAs(server, 'admin'), 'accept-language': 'en' }
const responder = { cookie: await signInAs(server, 'responder'), 'accept-language': 'en' }
const { reference } = await withDatabase(server, (q) =>
  makeIncident(q, { title: '메시지 지연', started: '2020-03-02T08:58:00+09:00' }),
)
const here = `/incidents/${reference}`

const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = responder) =>
  sendForm(server.url + path, fields, headers)
const read = () => withDatabase(server, (q) => getIncidentRecord(reference, q))
const show = async (path: string) => (await openPage(server.url + path, responder)).text()

test('public words are saved by a plain form, and a second person sees both', async () => {
  const { version } = await read()
  const words = {
    title_ko: '메시지가 늦게 도착한 장애',
    cause_en: 'a full disk\none path',
    version: `${version}`,
  }
  expect((await send(`${here}/public`, words)).status).toBe(302)
  const { wording } = await read()
  expect(wording.title).toEqual({ ko: '메시지가 늦게 도착한 장애', en: '', ja: '' })
  expect(wording.cause.en).toBe('a full disk\none path')
  expect(await show(here)).toContain('not in English')

  const late = await send(`${here}/public`, { ...words, title_ko: '지연' })
  expect(late.status).toBe(409)
  const page = await late.text()
  expect(page).toContain(formMessages.en.conflict.title)
  expect(page).toContain('value="지연"')
  expect(page).toContain('value="메시지가 늦게 도착한 장애"')
})

test('a line that is too long comes back at its field with what was typed', async () => {
  const { version } = await read()
  const answer = await send(`${here}/public`, { title_ko: 'x'.repeat(201), version: `${version}` })
  expect(answer.status).toBe(400)
  const page = await answer.text()
  expect(page).toContain('id="wording-title_ko-error"')
  expect(page).toContain('x'.repeat(201))
})

test('a denied cause is added, given evidence, removed and brought back', async () => {
  const typed = { textKo: '', textEn: 'a traffic surge', textJa: '', saidBy: 'a spokesperson', evidence: '' }
  expect((await send(`${here}/denied/new`, { ...typed, textEn: '' })).status).toBe(400)
  expect((await send(`${here}/denied/new`, typed)).status).toBe(302)
  const [cause] = (await read()).deniedCauses
  const path = `${here}/denied/${cause!.id}`
  expect(await show(here)).toContain('only said, no evidence')

  expect((await send(path, { ...typed, evidence: 'LB metrics', version: '1' })).status).toBe(302)
  expect(await show(here)).toContain('with evidence: LB metrics')
  const removed = await send(path, { intent: 'remove', version: '2' })
  expect(removed.headers.get('location')).toBe(`${here}?removed=denied.${cause!.id}.3`)
  expect((await read()).deniedCauses).toEqual([])
  const undo = { intent: 'undo', kind: 'denied', id: cause!.id, version: '3' }
  expect((await send(here, undo)).status).toBe(302)
  expect((await read()).deniedCauses).toMatchObject([{ textEn: 'a traffic surge', evidence: 'LB metrics' }])
})

test('Japanese is asked for where notices are in Japanese, and kept where they are not', async () => {
  const asked = async () => (await show(`${here}/public`)).includes('Title, Japanese')
  expect(await asked()).toBe(false)
  const { version, ...organisation } = await withDatabase(server, (q) => getOrganisation(q))
  const form = new URLSearchParams({ ...organisation, languages: 'ko', version: `${version}` })
  form.append('languages', 'ja')
  const saved = await fetch(`${server.url}/settings/organisation`, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...admin, origin: server.url },
    body: form,
  })
  expect(saved.status).toBe(302)
  expect(await asked()).toBe(true)
  const page = await (await openPage(`${server.url}/incidents/${reference}/symptoms/new`, responder)).text()
  expect(page).toContain('name="textJa"')
})
