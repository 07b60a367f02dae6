import { expect } from 'vitest'
import { allDurations } from '#app/domain/durations.ts'
import { DomainError } from '#app/domain/errors.ts'
import { toRfc3339, type Instant } from '#app/domain/instant.ts'
import { readingsDisagree } from '#app/domain/markers.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { listIncidents } from '#app/models/incident-list.server.ts'
import { findPersonByEmail, hasPassword } from '#app/models/person.server.ts'
import { getTrend } from '#app/models/trend.server.ts'
import { isEmptyDatabase, loadOriginRecord } from '#db/seed/origin-record.ts'
import type { Queryable } from '#db/client.server.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const NOW = Date.UTC(2026, 0, 15, 3) as Instant
const actor = { id: null, name: 'sagwa demo' }
const password = 'a password for the demo'

function load(q: Queryable, withLater = false) {
  return loadOriginRecord({ password, withLater, actor, now: NOW }, q)
}

function impact(record: Awaited<ReturnType<typeof getIncidentRecord>>) {
  return allDurations(record.markers).find((duration) => duration.key === 'impact')
}

testOnEveryDatabase('the outage of 2 March lasted 79 minutes and the one of New Year 135', async (q) => {
  expect((await load(q)).references).toEqual(['2020-001', '2020-002'])
  expect(impact(await getIncidentRecord('2020-002', q))).toMatchObject({ outcome: 'recorded', minutes: 79 })
  expect(impact(await getIncidentRecord('2020-001', q))).toMatchObject({ outcome: 'recorded', minutes: 135 })
})

testOnEveryDatabase('the New Year outage belongs to 2020, although it began in 2019 in UTC', async (q) => {
  await load(q)
  const { incidents } = await listIncidents({ filters: { year: 2020 } }, q)
  expect(incidents.map((incident) => incident.reference)).toEqual(['2020-002', '2020-001'])
  expect(new Date(incidents[1]!.started!.at).toISOString()).toBe('2019-12-31T15:00:00.000Z')
  expect((await listIncidents({ filters: { year: 2019 } }, q)).incidents).toEqual([])
})

testOnEveryDatabase('both readings of the start are kept, and 08:58 is chosen with a reason', async (q) => {
  await load(q)
  const { markers, zone } = await getIncidentRecord('2020-002', q)
  const start = markers.impact_start
  expect(start.readings.map(({ value }) => [value.shape, toRfc3339(value.at, zone)])).toEqual([
    ['instant', '2020-03-02T08:58:00+09:00'],
    ['about', '2020-03-02T09:00:00+09:00'],
  ])
  expect(readingsDisagree(start)).toBe(true)
  expect(start.chosen?.id).toBe(start.readings[0]?.id)
  expect(start.chosenReason).not.toBe('')
})

testOnEveryDatabase('what the sources do not say stays open', async (q) => {
  await load(q)
  const { markers, symptoms, statements, actionItems } = await getIncidentRecord('2020-002', q)
  expect(markers.detected.chosen).toBeNull()
  expect(markers.resolved.chosen).toBeNull()
  expect(symptoms).toHaveLength(6)
  expect(symptoms.every((symptom) => symptom.sharePercent === null && symptom.users === null)).toBe(true)
  expect(symptoms.map((symptom) => symptom.errorText).filter(Boolean)).toEqual([
    '요청을 완료하지 못함(failed to complete your request)',
  ])
  expect(statements).toHaveLength(4)
  expect(statements.every((statement) => statement.saidAt === null)).toBe(true)
  expect(actionItems).toMatchObject([{ promise: true, owner: '', dueOn: null, state: 'open' }])
})

testOnEveryDatabase('things are recorded when the demo is loaded, not when they happened', async (q) => {
  await load(q)
  const record = await getIncidentRecord('2020-002', q)
  expect(record.recordedAt).toBe(NOW)
  expect(record.timeline.map((event) => event.recordedAt)).toEqual(record.timeline.map(() => NOW))
  expect(record.closedAt).toBe(NOW)
})

testOnEveryDatabase('the yearly counts are 6, 5, 2 as reported and 2 as recorded in 62 days', async (q) => {
  await load(q)
  const trend = await getTrend({ from: 2017, to: 2020, asOf: '2020-03-02' }, q)
  expect(trend.years.map(({ year, kind, count, days }) => [year, kind, count, days])).toEqual([
    [2017, 'reported', 6, 365],
    [2018, 'reported', 5, 365],
    [2019, 'reported', 2, 365],
    [2020, 'recorded', 2, 62],
  ])
  expect(trend.years.map((year) => year.downtimeMinutes)).toEqual([null, null, null, 214])
})

testOnEveryDatabase('the years in which nobody kept the record are not known', async (q) => {
  await load(q)
  const { years } = await getTrend({ asOf: '2026-01-20', now: Date.UTC(2026, 0, 20, 3) as Instant }, q)
  expect(years.map(({ year, kind, count, days }) => [year, kind, count, days])).toEqual([
    [2017, 'reported', 6, 365],
    [2018, 'reported', 5, 365],
    [2019, 'reported', 2, 365],
    [2020, 'recorded', 2, 62],
    ...[2021, 2022, 2023, 2024, 2025].map((year) => [year, 'unknown', null, 0]),
    [2026, 'recorded', 0, 6],
  ])
})

testOnEveryDatabase('with what came later the record reaches to 17 March: 3 in 77 days', async (q) => {
  await load(q, true)
  const { years } = await getTrend({ from: 2020, asOf: '2020-03-18' }, q)
  expect(years).toMatchObject([{ count: 3, days: 77, downtimeMinutes: 247 }])
})

testOnEveryDatabase('with what came later there is a third outage, of 33 minutes', async (q) => {
  expect((await load(q, true)).references).toEqual(['2020-001', '2020-002', '2020-003'])
  expect(impact(await getIncidentRecord('2020-003', q))).toMatchObject({ minutes: 33 })
})

testOnEveryDatabase('each role has an account with the given password', async (q) => {
  const { accounts } = await load(q)
  expect(accounts.map((account) => account.role)).toEqual(['viewer', 'responder', 'publisher', 'admin'])
  for (const { email, role } of accounts) {
    const person = await findPersonByEmail(email, q)
    expect(person?.role).toBe(role)
    expect(await hasPassword(person!.id, password, q)).toBe(true)
  }
})

testOnEveryDatabase('the demo is not mixed into data that is there', async (q) => {
  expect(await isEmptyDatabase(q)).toBe(true)
  await load(q)
  expect(await isEmptyDatabase(q)).toBe(false)
  const error = await load(q).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(DomainError)
  expect((error as DomainError).code).toBe('not_empty')
})

testOnEveryDatabase('a password that nobody may have leaves the database empty', async (q) => {
  const error = await loadOriginRecord({ password: 'short', actor, now: NOW }, q).catch(
    (thrown: unknown) => thrown,
  )
  expect((error as DomainError).problems.password?.[0]?.code).toBe('password_too_short')
  expect(await isEmptyDatabase(q)).toBe(true)
})
