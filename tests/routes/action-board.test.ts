/** The board of action items without script and in its other forms, as the running server answers. */
import { parse } from 'csv-parse/sync'
import { afterAll, expect, test } from 'vitest'
import { addActionItem } from '#app/models/action-item.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { ACTOR, makeIncident, makeOrganisation, NOW } from '#tests/factories.ts'
import { openPage, sendForm, signInAs, withDatabase } from '#tests/setup/people.ts'
import { startTestServer } from '#tests/setup/server.ts'

const server = await startTestServer()
afterAll(() => server.stop())
const id = await withDatabase(server, async (q) => {
  await makeOrganisation(q)
  const { id: incidentId } = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
  const item = {
    kind: 'detect',
    state: 'open',
    owner: '=HYPERLINK("x")',
    dueOn: '2020-03-20',
    trackerUrl: 'https://tracker.example/OPS-7',
    promise: true,
    doneOn: null,
    stateReason: '',
  } as const
  const by = { incidentId, actor: ACTOR, now: NOW }
  await addActionItem({ ...by, item: { ...item, title: 'No day', owner: '', dueOn: null } }, q)
  return addActionItem({ ...by, item: { ...item, title: 'Alert within a minute' } }, q)
})
const cookie = await signInAs(server, 'responder')
const viewer = await signInAs(server, 'viewer')

async function read(path: string, language = 'en', as = cookie) {
  const answer = await openPage(server.url + path, { cookie: as, 'accept-language': language })
  expect(answer.status).toBe(200)
  return answer.text()
}

const stored = () =>
  withDatabase(server, async (q) =>
    (await getIncidentRecord('2020-001', q)).actionItems.find((item) => item.id === id),
  )

test('the board says what is late, whose it is, and where it is followed', async () => {
  const page = await read('/actions')
  expect(page.indexOf('Alert within a minute')).toBeLessThan(page.indexOf('No day'))
  expect(page).toContain('2 outstanding')
  expect(page).toContain('days late')
  expect(page).toContain('OPS-7')
  expect(await read('/actions?promise=on&state=late', 'ko')).toContain('기한 지남 1건')
  expect(await read('/actions?owner=-')).not.toContain('Alert within a minute')
  expect(await read('/actions?state=done')).toContain('No action item matches')
  expect(await read('/actions?state=huge&kind=x&year=soon&after=none')).toContain('Alert within a minute')
  expect(await read('/actions', 'en', viewer)).not.toContain('name="doneOn"')
})

test('one form marks an item as done, and one press opens it again', async () => {
  const done = { intent: 'done', id, version: '1', doneOn: '2020-04-01' }
  const refused = await sendForm(
    `${server.url}/actions`,
    { ...done, doneOn: '2999-01-01' },
    { cookie, 'accept-language': 'en' },
  )
  expect(refused.status).toBe(400)
  const text = await refused.text()
  expect(text).toContain('This day has not come yet')
  expect(text).toContain('value="2999-01-01"')

  const answer = await sendForm(`${server.url}/actions?promise=on`, done, { cookie })
  expect([answer.status, answer.headers.get('location')]).toEqual([302, `/actions?promise=on&done=${id}.2`])
  expect(await stored()).toMatchObject({ state: 'done', doneOn: '2020-04-01' })
  expect(await read(`/actions?promise=on&done=${id}.2`)).toContain('Marked as done.')

  const twice = await sendForm(`${server.url}/actions`, done, { cookie, 'accept-language': 'en' })
  expect(twice.status).toBe(409)

  const undone = await sendForm(
    `${server.url}/actions?promise=on&done=${id}.2`,
    { intent: 'undo', id, version: '2' },
    { cookie },
  )
  expect([undone.status, undone.headers.get('location')]).toEqual([302, '/actions?promise=on'])
  expect(await stored()).toMatchObject({ state: 'open', doneOn: null })
})

test('the board as CSV computes nothing in a spreadsheet, and as JSON says how each item stands', async () => {
  const [late] = parse<Record<string, string>>(await read('/actions.csv?state=late', 'ko', viewer), {
    bom: true,
    columns: true,
  })
  expect(late).toMatchObject({
    incident: '2020-001',
    owner: `'=HYPERLINK("x")`,
    due_on: '2020-03-20',
    standing: 'late',
    promise: 'yes',
    done_on: '',
  })
  const { actionItems, next } = JSON.parse(await read('/actions.json', 'en', viewer)) as {
    actionItems: { title: string; standing: string; incident: { reference: string } }[]
    next: string | null
  }
  expect(actionItems.map(({ title, standing }) => [title, standing])).toEqual([
    ['Alert within a minute', 'late'],
    ['No day', 'open_without_day'],
  ])
  expect([actionItems[0]?.incident.reference, next]).toEqual(['2020-001', null])
})
