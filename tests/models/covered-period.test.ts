import { expect } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import type { Instant } from '#app/domain/instant.ts'
import {
  addCoveredPeriod,
  changeCoveredPeriod,
  listCoveredPeriods,
  removeCoveredPeriod,
  restoreCoveredPeriod,
} from '#app/models/covered-period.server.ts'
import { completeFirstStart } from '#app/models/first-start.server.ts'
import { getTrend } from '#app/models/trend.server.ts'
import { ACTOR, makeIncident, makeOrganisation, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const BY = { actor: ACTOR, now: NOW }
const SPRING = { from: '2020-01-01', until: '2020-03-02', note: 'a newspaper' }

async function actions(q: Queryable, id: string): Promise<string[]> {
  const rows = await q
    .selectFrom('audit_event')
    .select('action')
    .where('entity', '=', 'covered_period')
    .where('entity_id', '=', id)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.action)
}

testOnEveryDatabase(
  'a period is stated, changed, removed and put back, and each step is on record',
  async (q) => {
    await makeOrganisation(q)
    const id = await addCoveredPeriod({ ...BY, ...SPRING }, q)
    expect(await listCoveredPeriods(q)).toEqual([
      { id, ...SPRING, version: 1, recordedAt: NOW, recordedBy: ACTOR.name },
    ])
    await changeCoveredPeriod({ ...BY, ...SPRING, until: null, id, expectedVersion: 1 }, q)
    await removeCoveredPeriod({ ...BY, id, expectedVersion: 2 }, q)
    expect(await listCoveredPeriods(q)).toEqual([])
    await restoreCoveredPeriod({ ...BY, id }, q)
    expect(await listCoveredPeriods(q)).toMatchObject([{ id, from: '2020-01-01', until: null, version: 3 }])
    expect(await actions(q, id)).toEqual(['added', 'changed', 'removed', 'restored'])
    await expect(restoreCoveredPeriod({ ...BY, id }, q)).rejects.toMatchObject({ code: 'not_found' })
  },
)

testOnEveryDatabase('two people who change a period at once do not overwrite each other', async (q) => {
  await makeOrganisation(q)
  const id = await addCoveredPeriod({ ...BY, ...SPRING }, q)
  const late = { ...BY, id, expectedVersion: 1 }
  await changeCoveredPeriod({ ...late, ...SPRING, until: '2020-03-17' }, q)
  await expect(changeCoveredPeriod({ ...late, ...SPRING, until: null }, q)).rejects.toMatchObject({
    code: 'conflict',
    current: { until_day: '2020-03-17' },
  })
  await expect(removeCoveredPeriod(late, q)).rejects.toMatchObject({ code: 'conflict' })
})

testOnEveryDatabase('days that cannot be are refused at their field', async (q) => {
  await makeOrganisation(q)
  const problemsOf = async (from: string, until: string | null) =>
    addCoveredPeriod({ ...BY, from, until, note: '' }, q).then(
      () => null,
      (error: unknown) => (error as { problems: unknown }).problems,
    )
  expect(await problemsOf('2020-02-30', null)).toEqual({ from: [{ code: 'not_a_day' }] })
  expect(await problemsOf('2020-02-01', 'soon')).toEqual({ until: [{ code: 'not_a_day' }] })
  expect(await problemsOf('2020-03-02', '2020-03-01')).toEqual({
    until: [{ code: 'period_ends_before_start' }],
  })
  expect(await problemsOf('2020-04-03', null)).toEqual({ from: [{ code: 'day_in_future' }] })
  expect(await problemsOf('2020-04-02', '2020-04-03')).toEqual({ until: [{ code: 'day_in_future' }] })
  expect(await problemsOf('2020-04-02', '2020-04-02')).toBeNull()
})

testOnEveryDatabase(
  'periods that overlap stand side by side, and the trend counts each day once',
  async (q) => {
    await makeOrganisation(q)
    await makeIncident(q, { started: '2020-01-10T09:00:00+09:00' })
    await addCoveredPeriod({ ...BY, ...SPRING }, q)
    await addCoveredPeriod({ ...BY, from: '2020-02-01', until: '2020-03-10', note: '' }, q)
    const trend = await getTrend({ from: 2019, to: 2020, asOf: '2020-12-31' }, q)
    expect(trend.covered).toEqual([{ from: '2020-01-01', until: '2020-03-10' }])
    expect(trend.years).toMatchObject([
      { year: 2019, kind: 'unknown', count: null, days: 0 },
      { year: 2020, count: 1, days: 70, partial: true },
    ])
  },
)

testOnEveryDatabase('the figures that are kept stay what they are when a period is stated', async (q) => {
  await makeOrganisation(q)
  await makeIncident(q, { started: '2020-01-10T09:00:00+09:00' })
  const asked = { from: 2020, to: 2021, asOf: '2021-12-31' }
  expect((await getTrend(asked, q)).years.map(({ count }) => count)).toEqual([1, 0])
  const kept = await q.selectFrom('year_rollup').selectAll().orderBy('year').execute()
  await addCoveredPeriod({ ...BY, ...SPRING }, q)
  expect((await getTrend(asked, q)).years.map(({ count }) => count)).toEqual([1, null])
  expect(await q.selectFrom('year_rollup').selectAll().orderBy('year').execute()).toEqual(kept)
})

testOnEveryDatabase(
  'from the first start on the record is kept, by the calendar of the organisation',
  async (q) => {
    // Half past eleven at night in UTC is the next morning in Seoul.
    const now = Date.UTC(2026, 10, 21, 23, 30) as Instant
    await completeFirstStart(
      {
        organisation: {
          nameKo: '사과상점',
          nameEn: 'Apple Store Room',
          zone: 'Asia/Seoul',
          languages: ['ko', 'en'],
          defaultLanguage: 'ko',
          contactKo: '',
          contactEn: '',
          nameJa: '',
          contactJa: '',
        },
        admin: { name: 'Test', email: 'admin@example.com', password: 'a password for tests', language: 'ko' },
        now,
      },
      q,
    )
    expect(await listCoveredPeriods(q)).toMatchObject([{ from: '2026-11-22', until: null }])
    await makeIncident(q, { started: '2026-11-24T09:00:00+09:00', now: (now + 3 * 86_400_000) as Instant })
    const { years } = await getTrend({ asOf: '2026-11-25' }, q)
    expect(years).toMatchObject([{ year: 2026, count: 1, days: 4 }])
  },
)
