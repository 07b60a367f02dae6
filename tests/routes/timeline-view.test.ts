/** Filters and replay of a timeline without script, as the running server answers. */
import { afterAll, expect, test } from 'vitest'
import { addTimelineEvent } from '#app/models/timeline.server.ts'
import { ACTOR, at, makeIncident, makeOrganisation } from '#tests/factories.ts'
import { openPage, sendForm, signInAs, withDatabase } from '#tests/setup/people.ts'
import { startTestServer } from '#tests/setup/server.ts'

const server = await startTestServer()
afterAll(() => server.stop())
const first = await withDatabase(server, async (q) => {
  await makeOrganisation(q)
  const { id: incidentId } = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
  const add = (text: string, now: string, kind: 'observation' | 'decision') =>
    addTimelineEvent(
      {
        incidentId,
        actor: ACTOR,
        now: at(now),
        event: {
          occurredAt: at('2020-03-02T09:00:00+09:00'),
          approximate: false,
          kind,
          text,
          source: '',
          sourceUrl: '',
          starred: false,
        },
      },
      q,
    )
  await add('Remembered the next day', '2020-03-03T15:00:00+09:00', 'decision')
  return add('Seen at once', '2020-03-02T09:01:20+09:00', 'observation')
})
const cookie = await signInAs(server, 'responder')
const path = '/incidents/2020-001/timeline'

async function read(query: string, language = 'en') {
  const answer = await openPage(server.url + path + query, { cookie, 'accept-language': language })
  expect(answer.status).toBe(200)
  return answer.text()
}

test('a replay shows what the record had by a minute of that day, and says what came later', async () => {
  const page = await read('?knownAt=09:01')
  expect(page).toContain('Seen at once')
  expect(page).not.toContain('<p class="keep-lines">Remembered the next day')
  expect(page).toContain('1 event was added later.')
  expect(await read('?knownAt=09:00', 'ko')).toContain('그 뒤에 2건이 더해졌어요')
})

test('a time that cannot be read says so at the field and keeps what was typed', async () => {
  const page = await read('?knownAt=soon')
  expect(page).toContain('value="soon"')
  expect(page).toContain('field-error')
  expect(page).toContain('Remembered the next day')
})

test('a press on an event comes back to the same view', async () => {
  expect(await read('?kind=decision')).not.toContain('<p class="keep-lines">Seen at once')
  expect(await read('?kind=nothing&starred=')).toContain('No event fits')
  const answer = await sendForm(
    `${server.url}${path}?kind=observation`,
    { intent: 'star', id: first, version: '1' },
    { cookie },
  )
  expect(answer.headers.get('location')).toBe(`${path}?kind=observation#event-${first}`)
  expect(await read('?starred=on')).toContain('1 of 2 events')
})
