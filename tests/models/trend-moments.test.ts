import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { DEFAULT_COUNTING_RULE } from '#app/domain/counting-rule.ts'
import { MINUTE, yearOf, type Instant } from '#app/domain/instant.ts'
import { getCountingRule, reviseCountingRule } from '#app/models/counting-rule.server.ts'
import { getTrend } from '#app/models/trend.server.ts'
import { forgetFiguresOfTime } from '#app/models/year-rollup.server.ts'
import { ACTOR, at, makeIncident, makeOrganisation, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const BY = { actor: ACTOR, now: NOW }
const YEARS = { from: 2017, to: 2019, asOf: '2019-12-31' }
const EARLY = at('2017-03-05T12:00:00+09:00')
const LATE = at('2019-11-05T12:00:00+09:00')

/** Gives an incident another time and forgets its figures, as one change. */
async function move(id: string, from: Instant, to: Instant, q: Queryable): Promise<void> {
  await inTransaction(async (tx) => {
    const times = { started_at: to, ended_at: (to + 30 * MINUTE) as Instant, year: yearOf(to, 'Asia/Seoul') }
    await tx.updateTable('incident').set(times).where('id', '=', id).execute()
    await forgetFiguresOfTime(from, from, tx)
    await forgetFiguresOfTime(to, to, tx)
  }, q)
}

testOnEveryDatabase(
  'one answer is of one moment, also while somebody moves an incident from one year to another',
  async (q) => {
    await makeOrganisation(q)
    await makeIncident(q, { started: '2018-06-01T12:00:00+09:00' })
    const { id } = await makeIncident(q, { started: '2017-03-05T12:00:00+09:00' })
    let isAsking = true
    const moving = (async () => {
      for (let i = 0; isAsking; i += 1) {
        await (i % 2 === 0 ? move(id, EARLY, LATE, q) : move(id, LATE, EARLY, q))
        await nextTurn()
      }
    })()
    const answers: unknown[] = []
    for (let i = 0; i < 10; i += 1) {
      // Month by month, as a year of many incidents is counted: the longer it takes, the more comes in between.
      const trend = await getTrend(YEARS, q, { mostAtOnce: 0 })
      answers.push(trend.years.map(({ count }) => count ?? 0))
    }
    isAsking = false
    await moving
    for (const answer of answers) {
      expect([
        [1, 1, 0],
        [0, 1, 1],
      ]).toContainEqual(answer)
    }
    expect((await getTrend(YEARS, q)).whole.count).toBe(2)
  },
)

testOnEveryDatabase(
  'all years are counted under the newest version, also as of a day before it was recorded',
  async (q) => {
    await makeOrganisation(q)
    const outage = async (started: Instant, minutes: number) => {
      const { id } = await makeIncident(q)
      await move(id, started, started, q)
      const ended = (started + minutes * MINUTE) as Instant
      await q.updateTable('incident').set({ ended_at: ended }).where('id', '=', id).execute()
    }
    await outage(EARLY, 5)
    await outage(LATE, 5)
    await outage(LATE, 50)
    const counts = async (request: { asOf?: string; version?: number } = {}) =>
      (await getTrend({ ...YEARS, ...request }, q)).years.map(({ count }) => count)
    expect(await counts()).toEqual([1, 0, 2])

    const { version, nameKo, nameEn } = await getCountingRule(undefined, q)
    const definition = { ...DEFAULT_COUNTING_RULE, minimumMinutes: 30 }
    const revision = { ...BY, ruleId: 'default', nameKo, nameEn, definition, expectedVersion: version }
    await reviseCountingRule({ ...revision, reason: 'short ones are not reported' }, q)

    const recorded = await getTrend(YEARS, q)
    expect(recorded.rule.version).toBe(2)
    // The change is marked on the day on which it was recorded, which is after all of these years.
    expect(recorded.ruleChanges.at(-1)).toMatchObject({
      version: 2,
      inUse: true,
      changed: ['minimumMinutes'],
    })
    expect(recorded.ruleChanges.at(-1)!.day > YEARS.asOf).toBe(true)
    expect(recorded.years.map(({ count }) => count)).toEqual([0, 0, 1])
    expect(await counts({ asOf: '2019-11-06' })).toEqual([0, 0, 1])
    // What was counted before can be had again by the version it was counted under, in the past and now.
    expect(await counts({ version: 1 })).toEqual([1, 0, 2])
    expect(await counts({ version: 1, asOf: '2019-11-04' })).toEqual([1, 0, 0])
    expect((await getTrend({ ...YEARS, version: 1 }, q)).rule).toMatchObject({ version: 1 })
    await expect(counts({ version: 3 })).rejects.toMatchObject({ code: 'not_found' })
  },
)
