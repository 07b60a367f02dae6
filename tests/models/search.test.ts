import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Queryable } from '#db/client.server.ts'
import { matches, readQuery } from '#app/domain/search-text.ts'
import { addActionItem } from '#app/models/action-item.server.ts'
import {
  changeIncident,
  getIncidentRecord,
  removeIncident,
  restoreIncident,
} from '#app/models/incident.server.ts'
import { clearSearchIndex, indexMissing } from '#app/models/search-index.server.ts'
import { search } from '#app/models/search.server.ts'
import { addStatement, reviseStatement } from '#app/models/statement.server.ts'
import { addSymptom } from '#app/models/symptom.server.ts'
import {
  addTimelineEvent,
  changeTimelineEvent,
  setTimelineEventRemoved,
} from '#app/models/timeline.server.ts'
import { searchBeginningsMigration } from '#db/migrations/009-search-beginnings.ts'
import { loadOriginRecord } from '#db/seed/origin-record.ts'
import { ACTOR, at, makeIncident, makeOrganisation, NOW } from '#tests/factories.ts'
import { onSqlite, testOnEveryDatabase } from '#tests/setup/database.ts'

const by = { actor: ACTOR, now: NOW }

/** References of the incidents found, with what was found in them. */
async function found(typed: string, q: Queryable) {
  const { incidents } = await search({ typed }, q)
  return incidents.map(({ reference, hits }) => `${reference} ${hits.map(({ entity }) => entity).join(' ')}`)
}

testOnEveryDatabase('the origin record is found by what anybody remembers of it', async (q) => {
  await loadOriginRecord({ password: 'a password for the demo', ...by }, q)
  const references = async (typed: string) => [
    ...new Set((await search({ typed }, q)).incidents.map(({ reference }) => reference)),
  ]
  expect(await references('2020-002')).toContain('2020-002')
  expect(await references('장애')).not.toEqual([])
  expect(await references('네트워크')).toContain('2020-002')
  expect(await references('zzzz')).toEqual([])
})

testOnEveryDatabase(
  'each part of the record is found, shown with its words, and gone once it is removed',
  async (q) => {
    await makeOrganisation(q)
    const { id: incidentId, reference } = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
    const event = {
      approximate: false,
      kind: 'observation',
      source: '',
      sourceUrl: '',
      starred: false,
    } as const
    const eventId = await addTimelineEvent(
      {
        incidentId,
        event: { ...event, occurredAt: at('2020-03-02T09:03:00+09:00'), text: '서비스먹통 문의가 들어옴' },
        ...by,
      },
      q,
    )
    await addSymptom(
      {
        incidentId,
        symptom: {
          serviceId: null,
          surface: 'pc',
          kind: 'error',
          textKo: '',
          textEn: '',
          textJa: '',
          errorText: 'Failed to complete your request. (ERR_CONNECTION_RESET)',
          startedAt: null,
          endedAt: null,
          sharePercent: null,
          users: null,
          measuredHow: '',
        },
        ...by,
      },
      q,
    )
    expect(await found('먹통', q)).toEqual([`${reference} timeline_event`])
    expect(await found('"to complete your request"', q)).toEqual([`${reference} symptom`])
    expect(await found('connection', q)).toEqual([`${reference} symptom`])
    expect(await found('sending', q)).toEqual([])
    expect(await found('message sent', q)).toEqual([`${reference} incident`])
    const { incidents } = await search({ typed: '먹통' }, q)
    expect(incidents[0]?.hits[0]?.snippet).toContainEqual({ text: '먹통', marked: true })

    await changeTimelineEvent(
      {
        id: eventId,
        incidentId,
        expectedVersion: 1,
        event: { ...event, occurredAt: NOW, text: '복구됨' },
        ...by,
      },
      q,
    )
    expect(await found('먹통', q)).toEqual([])
    expect(await found('복구', q)).toEqual([`${reference} timeline_event`])
    await setTimelineEventRemoved({ id: eventId, incidentId, expectedVersion: 2, removed: true, ...by }, q)
    expect(await found('복구', q)).toEqual([])

    const { version } = await getIncidentRecord(reference, q)
    await removeIncident({ incidentId, expectedVersion: version, reason: 'twice', ...by }, q)
    expect(await found('connection', q)).toEqual([])
    await restoreIncident({ incidentId, expectedVersion: version + 1, ...by }, q)
    expect(await found('connection', q)).toEqual([`${reference} symptom`])
  },
)

testOnEveryDatabase(
  'pages of results follow one another, newest first, without a gap or a repeat',
  async (q) => {
    await makeOrganisation(q)
    const references: string[] = []
    for (let n = 0; n < 7; n++) {
      references.unshift((await makeIncident(q, { title: `장애 ${n}` })).reference)
    }
    const seen: string[] = []
    let before: number | null = null
    do {
      const page = await search({ typed: '장애', before, limit: 3 }, q)
      seen.push(...page.incidents.map(({ reference }) => reference))
      before = page.next
    } while (before !== null)
    expect(seen).toEqual(references)
  },
)

const WORDS = ['장애', '먹통', '서비스먹통', 'login', 'failing', 'failed', '로그인 실패', 'ERR_RESET', '障害']
const someWords = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 })
  .map((words) => words.join(' '))

testOnEveryDatabase(
  'the index finds what reading everything finds, whatever was changed before',
  async (q) => {
    await makeOrganisation(q)
    const { id: incidentId, reference } = await makeIncident(q)
    const event = {
      occurredAt: at('2020-03-02T09:00:00+09:00'),
      approximate: false,
      kind: 'observation',
      source: '',
      sourceUrl: '',
      starred: false,
    } as const
    const statement = {
      speaker: '',
      side: 'us',
      channel: '',
      saidAt: null,
      saidAtApproximate: false,
      language: 'ko',
      url: '',
    } as const
    const events: { id: string; version: number; text: string; removed: boolean }[] = []
    const statements: { id: string; version: number; text: string }[] = []
    let title = ''
    const steps = fc.sample(fc.tuple(fc.nat(4), someWords, fc.nat(), someWords), 60)
    for (const [kind, text, which, query] of steps) {
      const chosen = events[which % (events.length || 1)]
      const said = statements[which % (statements.length || 1)]
      if (kind === 0 || chosen === undefined || said === undefined) {
        const id = await addTimelineEvent({ incidentId, event: { ...event, text }, ...by }, q)
        events.push({ id, version: 1, text, removed: false })
        const statementId = await addStatement({ incidentId, statement: { ...statement, text }, ...by }, q)
        statements.push({ id: statementId, version: 1, text })
      } else if (kind === 1) {
        const change = { id: chosen.id, incidentId, expectedVersion: chosen.version++, ...by }
        await changeTimelineEvent({ ...change, event: { ...event, text } }, q)
        chosen.text = text
      } else if (kind === 2) {
        chosen.removed = !chosen.removed
        const change = { id: chosen.id, incidentId, expectedVersion: chosen.version++, ...by }
        await setTimelineEventRemoved({ ...change, removed: chosen.removed }, q)
      } else if (kind === 3) {
        const change = { id: said.id, incidentId, expectedVersion: said.version++, ...by }
        await reviseStatement({ ...change, statement: { ...statement, text }, reason: 'heard again' }, q)
        said.text = text
      } else {
        const { version, services, ...record } = await getIncidentRecord(reference, q)
        const serviceIds = services.map((service) => service.id)
        await changeIncident(
          { ...record, incidentId, serviceIds, title: text, expectedVersion: version, ...by },
          q,
        )
        title = text
      }
      const standing = [...events.filter(({ removed }) => !removed), ...statements].map((part) => part.text)
      const terms = readQuery(query)
      const wanted = [...standing, title].filter((words) => words !== '' && matches(terms, words))
      const { incidents } = await search({ typed: query, limit: 100 }, q)
      const places = incidents.flatMap(({ hits }) => hits)
      expect(places.length, `${query} after ${JSON.stringify(steps)}`).toBe(wanted.length)
    }
  },
)

testOnEveryDatabase('an index that was lost is made again from the record', async (q) => {
  await loadOriginRecord({ password: 'a password for the demo', ...by }, q)
  const before = await search({ typed: '네트워크' }, q)
  const entries = await q.selectFrom('search_entry').select('id').execute()
  await clearSearchIndex(q)
  expect((await search({ typed: '네트워크' }, q)).incidents).toEqual([])
  expect(await indexMissing(q)).toBe(entries.length)
  expect(await indexMissing(q)).toBe(0)
  const after = await search({ typed: '네트워크' }, q)
  expect(after.incidents.map(({ reference }) => reference).sort()).toEqual(
    before.incidents.map(({ reference }) => reference).sort(),
  )
})

test('an index made anew for beginnings of words holds what it held, in the same order', async () => {
  await onSqlite(async (q) => {
    await makeOrganisation(q)
    for (const port of [80, 5432, 8080, 54]) await makeIncident(q, { title: `장애 10.3.7.11:${port}` })
    const asked = ['장애', '10.3.7.11:54', 'https 8080', '5', '10.3.7.11:5432']
    const before = await Promise.all(asked.map((typed) => found(typed, q)))
    expect(before.map((places) => places.length)).toEqual([4, 2, 0, 2, 1])
    await searchBeginningsMigration('sqlite').up(q)
    expect(await Promise.all(asked.map((typed) => found(typed, q)))).toEqual(before)
    const { reference } = await makeIncident(q, { title: '장애 10.3.7.11:5433' })
    expect((await found('10.3.7.11:54', q))[0]).toBe(`${reference} incident`)
  })
})

testOnEveryDatabase('what looks like the language of the index is only words', async (q) => {
  await makeOrganisation(q)
  const { reference } = await makeIncident(q, { title: `"AND" OR (near* :-- ' ' '&|!` })
  expect(await found(`"AND" OR`, q)).toEqual([`${reference} incident`])
  for (const typed of ['*', 'a*', `' or 1=1 --`, '")(', 'near/2', `'':*`]) await search({ typed }, q)
})

test('common words are read newest first from the index, without a sort', async () => {
  await onSqlite(async (q) => {
    await makeOrganisation(q)
    await makeIncident(q)
    const plan = await sql<{ detail: string }>`explain query plan
      select search_entry.id from search_index cross join search_entry cross join incident
      where incident.id = search_entry.incident_id and search_index match 'w1' and search_entry.id = search_index.rowid
      order by search_index.rowid desc limit 200`.execute(q)
    const details = plan.rows.map(({ detail }) => detail).join('\n')
    expect(details).toMatch(/search_index/)
    expect(details).not.toMatch(/B-TREE/)
  })
})

testOnEveryDatabase('an action item is found by its title, beside others', async (q) => {
  await makeOrganisation(q)
  const { id: incidentId, reference } = await makeIncident(q)
  await addActionItem(
    {
      incidentId,
      item: {
        title: '연결 시간제한을 줄인다',
        kind: 'prevent',
        state: 'open',
        owner: '',
        dueOn: null,
        trackerUrl: '',
        promise: false,
        doneOn: null,
        stateReason: '',
      } as never,
      ...by,
    },
    q,
  )
  expect(await found('시간제한', q)).toEqual([`${reference} action_item`])
})
