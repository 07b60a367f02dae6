import { expect } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import { addActionItem, setActionItemRemoved, type ActionItemInput } from '#app/models/action-item.server.ts'
import {
  actionBoardPages,
  completeActionItem,
  listActionBoard,
  listOwners,
  outstandingAgeing,
  reopenActionItem,
  type BoardFilters,
} from '#app/models/action-board.server.ts'
import { getIncidentRecord, removeIncident } from '#app/models/incident.server.ts'
import { ACTOR, makeIncident, makeOrganisation, makeService, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const by = { actor: ACTOR, now: NOW }
/** The day of NOW in Seoul. */
const today = '2020-04-02'

function item(title: string, changes: Partial<ActionItemInput> = {}): ActionItemInput {
  return {
    title,
    kind: 'prevent',
    state: 'open',
    owner: '',
    dueOn: null,
    trackerUrl: '',
    promise: false,
    doneOn: null,
    stateReason: '',
    ...changes,
  }
}

async function titles(filters: BoardFilters, q: Queryable) {
  return (await listActionBoard({ filters, today }, q)).items.map(({ title }) => title)
}

testOnEveryDatabase(
  'what is late stands first, what has no day last, and each filter narrows it',
  async (q) => {
    await makeOrganisation(q)
    const chat = await makeService(q)
    const { id: first } = await makeIncident(q, { started: '2019-12-31T23:00:00+09:00', serviceIds: [chat] })
    const { id: second } = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
    const add = (incidentId: string, stated: ActionItemInput) =>
      addActionItem({ incidentId, item: stated, ...by }, q)
    await add(first, item('some day', { owner: 'Storage' }))
    await add(first, item('soon', { dueOn: '2020-04-03', kind: 'detect' }))
    await add(second, item('late', { dueOn: '2020-03-20', owner: 'Network', promise: true }))
    await add(second, item('later than late', { dueOn: '2020-02-29' }))
    await add(second, item('dropped', { state: 'dropped', stateReason: 'no longer there' }))
    await add(first, item('done', { state: 'done', doneOn: '2020-04-01', dueOn: '2020-03-01' }))

    expect(await titles({}, q)).toEqual(['later than late', 'late', 'soon', 'some day'])
    expect(await titles({ state: 'late' }, q)).toEqual(['later than late', 'late'])
    expect(await titles({ state: 'done' }, q)).toEqual(['done'])
    expect(await titles({ state: 'dropped' }, q)).toEqual(['dropped'])
    expect(await titles({ owner: 'Network' }, q)).toEqual(['late'])
    expect(await titles({ owner: '' }, q)).toEqual(['later than late', 'soon'])
    expect(await titles({ kind: 'detect' }, q)).toEqual(['soon'])
    expect(await titles({ promise: true }, q)).toEqual(['late'])
    expect(await titles({ serviceId: chat }, q)).toEqual(['soon', 'some day'])
    expect(await titles({ year: 2020 }, q)).toEqual(['later than late', 'late'])
    expect(await listOwners(q)).toEqual(['Network', 'Storage'])

    const { ageing, more } = await outstandingAgeing({ today, zone: 'Asia/Seoul' }, q)
    expect([ageing.total, ageing.standings.late, ageing.late.most, ageing.age.most, more]).toEqual([
      4,
      2,
      33,
      0,
      false,
    ])
  },
)

testOnEveryDatabase('the pages of the board hold every item once, in one order', async (q) => {
  await makeOrganisation(q)
  const { id: incidentId } = await makeIncident(q)
  for (let number = 0; number < 11; number++) {
    const dueOn = number % 3 === 0 ? null : `2020-04-${String(1 + (number % 4)).padStart(2, '0')}`
    await addActionItem({ incidentId, item: item(`item ${number}`, { dueOn }), ...by }, q)
  }
  const all = (await listActionBoard({ today }, q)).items
  const paged: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listActionBoard>> = await listActionBoard(
      { today, cursor, limit: 3 },
      q,
    )
    paged.push(...page.items.map(({ id }) => id))
    cursor = page.next
  } while (cursor !== null)
  expect(paged).toEqual(all.map(({ id }) => id))
  expect(new Set(paged).size).toBe(11)
  const streamed = []
  for await (const page of actionBoardPages({ filters: {}, today }, q)) streamed.push(...page)
  expect(streamed).toEqual(all)
  expect((await listActionBoard({ today, cursor: 'nonsense' }, q)).items).toEqual(all)
})

testOnEveryDatabase(
  'an item is done with its day and opened again; who looks at an older version changes nothing',
  async (q) => {
    await makeOrganisation(q)
    const { id: incidentId, reference } = await makeIncident(q)
    const id = await addActionItem({ incidentId, item: item('check'), ...by }, q)
    const now = async () => (await getIncidentRecord(reference, q)).actionItems[0]!

    await expect(
      completeActionItem({ id, expectedVersion: 1, doneOn: '2020-04-03', ...by }, q),
    ).rejects.toMatchObject({ code: 'invalid', problems: { doneOn: [{ code: 'done_day_in_future' }] } })
    await completeActionItem({ id, expectedVersion: 1, doneOn: '2020-04-01', ...by }, q)
    expect(await now()).toMatchObject({ state: 'done', doneOn: '2020-04-01', version: 2 })
    await expect(
      completeActionItem({ id, expectedVersion: 1, doneOn: null, ...by }, q),
    ).rejects.toMatchObject({ code: 'conflict' })

    await reopenActionItem({ id, expectedVersion: 2, ...by }, q)
    expect(await now()).toMatchObject({ state: 'open', doneOn: null, version: 3 })
    await completeActionItem({ id, expectedVersion: 3, doneOn: null, ...by }, q)
    expect(await now()).toMatchObject({ state: 'done', doneOn: null, version: 4 })
  },
)

testOnEveryDatabase('removed items and those of removed incidents are on no board', async (q) => {
  await makeOrganisation(q)
  const { id: incidentId } = await makeIncident(q)
  const gone = await addActionItem({ incidentId, item: item('gone'), ...by }, q)
  const left = await addActionItem({ incidentId, item: item('left'), ...by }, q)
  await setActionItemRemoved({ id: gone, incidentId, expectedVersion: 1, removed: true, ...by }, q)
  expect(await titles({}, q)).toEqual(['left'])
  await removeIncident({ incidentId, reason: 'a drill', expectedVersion: 1, ...by }, q)
  expect(await titles({}, q)).toEqual([])
  await expect(
    completeActionItem({ id: left, expectedVersion: 1, doneOn: null, ...by }, q),
  ).rejects.toMatchObject({ code: 'not_found' })
})
