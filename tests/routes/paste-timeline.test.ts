/** Pasting a timeline without script, as the running server answers. */
import { afterAll, expect, test } from 'vitest'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { makeIncident, makeOrganisation } from '#tests/factories.ts'
import { sendForm, signInAs, withDatabase } from '#tests/setup/people.ts'
import { startTestServer } from '#tests/setup/server.ts'

const server = await startTestServer()
afterAll(() => server.stop())
await withDatabase(server, async (q) => {
  await makeOrganisation(q)
  await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
})
const cookie = await signInAs(server, 'responder')
const path = '/incidents/2020-001/timeline/paste'

async function send(fields: Record<string, string>, language = 'en') {
  const answer = await sendForm(server.url + path, fields, { cookie, 'accept-language': language })
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
}
const timeline = () => withDatabase(server, async (q) => (await getIncidentRecord('2020-001', q)).timeline)

const PASTE = {
  pasted: '08:58 전송 실패\n09:03 되돌림 시작\n\n누가 당직인가요?',
  day: '2020-03-02',
  zone: 'Asia/Seoul',
}

test('reading adds nothing, and shows what would be added beside the original', async () => {
  const { status, text } = await send({ ...PASTE, intent: 'read' })
  expect(status).toBe(200)
  expect(text).toContain('2 events were read')
  expect(text).toContain('1 line without a time')
  expect(await timeline()).toEqual([])
})

test('the chosen ones are added with the changes that were made to them and their original lines', async () => {
  const { status, location } = await send({
    ...PASTE,
    intent: 'add',
    'take.2.0': 'on',
    'time.2.0': '2020-03-02 09:04',
    'text.2.0': '되돌리기 시작',
    'kind.2.0': 'action',
  })
  expect([status, location]).toEqual([302, '/incidents/2020-001/timeline?pasted=1'])
  expect(await timeline()).toMatchObject([
    {
      text: '되돌리기 시작',
      kind: 'action',
      evidence: '09:03 되돌림 시작',
    },
  ])
})

test('an event whose time is to be confirmed waits for one, and is added with the one that it is given', async () => {
  const pasted = '08:58 전송 실패\n(Time TBC) 원인 확인'
  const shown = await send({ ...PASTE, pasted, intent: 'read' }, 'ko')
  expect(shown.text).toContain('시각이 없어요. 시각을 적으면 추가돼요.')
  const given = { 'time.2.0': '2020-03-02 09:06', 'text.2.0': '원인 확인', 'kind.2.0': 'context' }
  expect((await send({ ...PASTE, pasted, intent: 'add', ...given })).status).toBe(302)
  expect((await timeline()).at(-1)).toMatchObject({ text: '원인 확인', evidence: '(Time TBC) 원인 확인' })
})

test('what is on the timeline already is marked and not chosen', async () => {
  const { text } = await send({ ...PASTE, pasted: '09:04 되돌리기 시작', intent: 'read' }, 'ko')
  expect(text).toContain('이미 타임라인에 있음')
  expect(text).not.toMatch(/name="take\.1\.0"[^>]*checked/)
})

test('a wrong change is told at its field, keeps what was typed, and adds none of the others', async () => {
  const before = await timeline()
  const { status, text } = await send({
    ...PASTE,
    intent: 'add',
    'take.1.0': 'on',
    'time.1.0': '2020-13-02 08:58',
    'text.1.0': 'mine',
    'kind.1.0': 'action',
    'take.2.0': 'on',
    'time.2.0': '2020-03-02 09:03',
    'text.2.0': 'fine',
    'kind.2.0': 'action',
  })
  expect(status).toBe(400)
  expect(text).toContain('value="2020-13-02 08:58"')
  expect(text).toContain('mine')
  expect(text).toMatch(/id="time\.1\.0-error"/)
  expect(await timeline()).toEqual(before)
})

test('nothing pasted, no such day, no such zone and nothing chosen are each said in the language of the reader', async () => {
  const wrong = await send({ pasted: ' ', day: '2020-02-31x', zone: 'Seoul', intent: 'read' }, 'ko')
  expect(wrong.status).toBe(400)
  for (const words of ['읽을 내용을 붙여넣어', '날짜를 입력해', '시간대를 입력해'])
    expect(wrong.text).toContain(words)
  expect((await send({ ...PASTE, intent: 'add' })).text).toContain('Choose at least one event.')
})
