import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '#tests/setup/properties.ts'
import type { Queryable } from '#db/client.server.ts'
import { DEFAULT_COUNTING_RULE, type CountingRule } from '#app/domain/counting-rule.ts'
import { HOUR, MINUTE, yearOf, type Instant } from '#app/domain/instant.ts'
import { readCountedQuery } from '#app/domain/trend-incidents.ts'
import { NO_FILTERS, type TrendFilters } from '#app/domain/trend-query.ts'
import { trendOf, type Trend, type TrendRow } from '#app/domain/trend.ts'
import {
  createCountingRule,
  getCountingRule,
  listCountingRules,
  listRuleVersions,
  makeDefaultRule,
  retireCountingRule,
  reviseCountingRule,
} from '#app/models/counting-rule.server.ts'
import { countCounted } from '#app/models/incident-list.server.ts'
import {
  changeIncident,
  removeIncident,
  restoreIncident,
  setServiceWindow,
} from '#app/models/incident.server.ts'
import { addReading } from '#app/models/marker.server.ts'
import { changeOrganisation } from '#app/models/organisation.server.ts'
import { addSymptom, listSymptoms, setSymptomRemoved } from '#app/models/symptom.server.ts'
import { getTrend } from '#app/models/trend.server.ts'
import { forgetFiguresOfTime } from '#app/models/year-rollup.server.ts'
import {
  addYearlyCount,
  changeYearlyCount,
  listYearlyCounts,
  removeYearlyCount,
} from '#app/models/yearly-count.server.ts'
import { ACTOR, at, makeIncident, makeOrganisation, makeService, NOW } from '#tests/factories.ts'
import { onPostgres, onSqlite, testOnEveryDatabase } from '#tests/setup/database.ts'

const BY = { actor: ACTOR, now: NOW }
const ORIGIN = { from: 2017, to: 2020, asOf: '2020-03-02' }

async function makeOutage(q: Queryable, started: string, ended: string): Promise<string> {
  const { id } = await makeIncident(q, { started })
  await addReading(
    {
      ...BY,
      incidentId: id,
      markerKey: 'impact_end',
      value: { shape: 'instant', at: at(ended) },
      source: 'monitoring',
      sourceUrl: '',
    },
    q,
  )
  return id
}

async function makeOrigin(q: Queryable): Promise<{ newYear: string }> {
  await makeOrganisation(q)
  const newYear = await makeOutage(q, '2020-01-01T00:00:00+09:00', '2020-01-01T02:15:00+09:00')
  await makeOutage(q, '2020-03-02T08:58:00+09:00', '2020-03-02T10:17:00+09:00')
  for (const [year, count] of [
    [2017, 6],
    [2018, 5],
    [2019, 2],
  ] as const) {
    await addYearlyCount({ ...BY, year, count, source: 'a newspaper', sourceUrl: '', ruleStated: '' }, q)
  }
  return { newYear }
}

function figures(trend: Trend) {
  return trend.years.map((year) => [year.year, year.kind, year.count, year.days, year.downtimeMinutes])
}

testOnEveryDatabase('the origin record has 6, 5, 2 and 2 in 62 days', async (q) => {
  await makeOrigin(q)
  const trend = await getTrend(ORIGIN, q)
  expect(figures(trend)).toEqual([
    [2017, 'reported', 6, 365, null],
    [2018, 'reported', 5, 365, null],
    [2019, 'reported', 2, 365, null],
    [2020, 'recorded', 2, 62, 214],
  ])
  expect(trend).toMatchObject({
    zone: 'Asia/Seoul',
    verdict: 'not_established',
    rule: { id: 'default', version: 1 },
  })
  // The second reading comes from the kept figures and says the same.
  expect(await getTrend(ORIGIN, q)).toEqual(trend)
})

testOnEveryDatabase('removing an incident takes it out of its year, restoring puts it back', async (q) => {
  const { newYear } = await makeOrigin(q)
  const change = { ...BY, incidentId: newYear }
  const version = async () =>
    (await q.selectFrom('incident').select('version').where('id', '=', newYear).executeTakeFirstOrThrow())
      .version
  await getTrend(ORIGIN, q)
  await removeIncident({ ...change, expectedVersion: await version(), reason: 'logged twice' }, q)
  expect((await getTrend(ORIGIN, q)).years.at(-1)).toMatchObject({ count: 1, downtimeMinutes: 79 })
  await restoreIncident({ ...change, expectedVersion: await version() }, q)
  expect((await getTrend(ORIGIN, q)).years.at(-1)).toMatchObject({ count: 2, downtimeMinutes: 214 })
})

testOnEveryDatabase('a new zone of the organisation counts the years anew', async (q) => {
  await makeOrigin(q)
  await getTrend(ORIGIN, q)
  const organisation = {
    ...{ nameKo: '사과상점', nameEn: 'Apple Store Room', languages: ['ko', 'en'] as ('ko' | 'en')[] },
    ...{
      defaultLanguage: 'ko' as const,
      contactKo: '',
      contactEn: '',
      nameJa: '',
      contactJa: '',
      zone: 'UTC',
      expectedVersion: 1,
    },
  }
  const { version } = await q.selectFrom('organisation').select('version').executeTakeFirstOrThrow()
  await changeOrganisation({ ...organisation, expectedVersion: version, ...BY }, q)
  const trend = await getTrend(ORIGIN, q)
  expect(trend.years.at(-1)).toMatchObject({ count: 1 })
  // One on record is fewer than the two reported, which stay the figure.
  expect(trend.years.at(-2)).toMatchObject({ kind: 'reported', count: 2 })
  expect(trend.years.at(-2)?.others).toEqual([{ kind: 'recorded', count: 1, source: null }])
})

testOnEveryDatabase('a rule may count in another zone than the organisation', async (q) => {
  await makeOrigin(q)
  const definition = { ...DEFAULT_COUNTING_RULE, zone: 'UTC' }
  const ruleId = await createCountingRule({ ...BY, nameKo: '', nameEn: 'By UTC', definition, reason: '' }, q)
  const trend = await getTrend({ ...ORIGIN, ruleId }, q)
  expect(trend.zone).toBe('UTC')
  expect(trend.years.at(-1)).toMatchObject({ count: 1, downtimeMinutes: 79 })
})

testOnEveryDatabase('a rule for one service counts only its incidents', async (q) => {
  await makeOrganisation(q)
  const chat = await makeService(q)
  const pay = await makeService(q, 'Pay', '결제')
  await makeIncident(q, { started: '2020-02-01T09:00:00+09:00', serviceIds: [chat, pay] })
  await makeIncident(q, { started: '2020-02-02T09:00:00+09:00', serviceIds: [chat] })
  await makeIncident(q, { serviceIds: [pay] })
  const definition = { ...DEFAULT_COUNTING_RULE, services: [pay] }
  const ruleId = await createCountingRule({ ...BY, nameKo: '결제', nameEn: 'Pay', definition, reason: '' }, q)
  const trend = await getTrend({ ...ORIGIN, ruleId }, q)
  expect(trend.years.at(-1)?.count).toBe(1)
  expect(trend.undated).toBe(1)
  expect(trend.rule.words.ko).toContain('서비스: 결제')
})

testOnEveryDatabase('without years it shows what is known, at most ten years', async (q) => {
  await makeOrigin(q)
  expect((await getTrend({ asOf: '2020-03-02' }, q)).years.map((year) => year.year)).toEqual([
    2017, 2018, 2019, 2020,
  ])
  expect((await getTrend({ asOf: '2031-03-02' }, q)).years).toHaveLength(10)
})

testOnEveryDatabase('dates and years that cannot be are refused', async (q) => {
  await makeOrganisation(q)
  for (const asOf of ['2020-13-01', '2020-02-30', '2020-3-2', 'today', '']) {
    await expect(getTrend({ asOf }, q), asOf).rejects.toMatchObject({
      problems: { asOf: [{ code: 'not_a_day' }] },
    })
  }
  await expect(getTrend({ asOf: '2020-04-03', now: NOW }, q)).rejects.toMatchObject({ code: 'invalid' })
  await expect(getTrend({ from: 2021, to: 2020, asOf: '2020-03-02' }, q)).rejects.toMatchObject({
    code: 'invalid',
  })
  await expect(getTrend({ from: 1, to: 2020, asOf: '2020-03-02' }, q)).rejects.toMatchObject({
    code: 'invalid',
  })
  await expect(getTrend({ asOf: '2020-03-02', ruleId: 'none' }, q)).rejects.toMatchObject({
    code: 'not_found',
  })
})

testOnEveryDatabase('a rule is revised with a reason and keeps what it said', async (q) => {
  await makeOrigin(q)
  const definition = { ...DEFAULT_COUNTING_RULE, minimumMinutes: 120 }
  const revision = { ...BY, ruleId: 'default', nameKo: '두 시간', nameEn: 'Two hours', definition }
  await expect(reviseCountingRule({ ...revision, expectedVersion: 1, reason: ' ' }, q)).rejects.toMatchObject(
    {
      problems: { reason: [{ code: 'required' }] },
    },
  )
  await getTrend(ORIGIN, q)
  await reviseCountingRule({ ...revision, expectedVersion: 1, reason: 'only the long ones are reported' }, q)
  const trend = await getTrend(ORIGIN, q)
  expect(trend.rule).toMatchObject({ version: 2, nameEn: 'Two hours' })
  expect(trend.years.at(-1)).toMatchObject({ count: 1, downtimeMinutes: 135 })
  expect(
    (await listRuleVersions('default', q)).map((version) => [
      version.number,
      version.definition.minimumMinutes,
    ]),
  ).toEqual([
    [2, 120],
    [1, 0],
  ])
  await expect(
    reviseCountingRule({ ...revision, expectedVersion: 1, reason: 'late' }, q),
  ).rejects.toMatchObject({
    code: 'conflict',
    current: { version: 2 },
  })
})

testOnEveryDatabase('one rule is the default, and it cannot be retired', async (q) => {
  await makeOrganisation(q)
  const definition = { ...DEFAULT_COUNTING_RULE, maintenance: true }
  const ruleId = await createCountingRule(
    { ...BY, nameKo: '점검 포함', nameEn: '', definition, reason: '' },
    q,
  )
  await expect(retireCountingRule({ ...BY, ruleId: 'default' }, q)).rejects.toMatchObject({ code: 'invalid' })
  await makeDefaultRule({ ...BY, ruleId }, q)
  expect((await getCountingRule(undefined, q)).id).toBe(ruleId)
  await retireCountingRule({ ...BY, ruleId: 'default' }, q)
  expect(
    (await listCountingRules(q)).map((rule) => [rule.id, rule.isDefault, rule.retiredAt !== null]),
  ).toEqual([
    [ruleId, true, false],
    ['default', false, true],
  ])
  await expect(makeDefaultRule({ ...BY, ruleId: 'default' }, q)).rejects.toMatchObject({ code: 'invalid' })
})

testOnEveryDatabase('a rule that cannot be is refused field by field', async (q) => {
  await makeOrganisation(q)
  const definition = { ...DEFAULT_COUNTING_RULE, severities: [], zone: 'Asia/Soul' } as CountingRule
  await expect(
    createCountingRule({ ...BY, nameKo: ' ', nameEn: '', definition, reason: '' }, q),
  ).rejects.toMatchObject({
    problems: {
      nameKo: [{ code: 'required' }],
      severities: [{ code: 'rule_without_severity' }],
      zone: [{ code: 'not_a_zone' }],
    },
  })
})

testOnEveryDatabase('yearly counts need a source, which says a year once', async (q) => {
  await makeOrigin(q)
  const input = { ...BY, year: 2019, count: 2, source: 'a newspaper', sourceUrl: '', ruleStated: '' }
  await expect(addYearlyCount(input, q)).rejects.toMatchObject({ code: 'already_exists' })
  await expect(addYearlyCount({ ...input, source: ' ' }, q)).rejects.toMatchObject({ code: 'invalid' })
  await expect(addYearlyCount({ ...input, source: 'x', count: -1 }, q)).rejects.toMatchObject({
    code: 'invalid',
  })
  await addYearlyCount({ ...input, source: 'an editorial', count: 1 }, q)
  const [year] = (await getTrend({ ...ORIGIN, from: 2019 }, q)).years
  expect(year).toMatchObject({ count: 1, source: { name: 'an editorial' } })
  expect(year?.others).toEqual([{ kind: 'reported', count: 2, source: 'a newspaper' }])
})

testOnEveryDatabase('two people who change a yearly count at once do not overwrite each other', async (q) => {
  await makeOrigin(q)
  const [first] = await listYearlyCounts(q)
  const { id, version, recordedAt, recordedBy, ...input } = first!
  expect([recordedAt, recordedBy]).toEqual([NOW, ACTOR.name])
  await changeYearlyCount({ ...BY, ...input, id, expectedVersion: version, count: 7 }, q)
  const late = { ...BY, id, expectedVersion: version }
  await expect(changeYearlyCount({ ...late, ...input, count: 8 }, q)).rejects.toMatchObject({
    code: 'conflict',
    current: { count: 7 },
  })
  await expect(removeYearlyCount(late, q)).rejects.toMatchObject({ code: 'conflict' })
  await removeYearlyCount({ ...late, expectedVersion: version + 1 }, q)
  expect((await listYearlyCounts(q)).map((count) => count.year)).toEqual([2018, 2019])
  const actions = await q
    .selectFrom('audit_event')
    .select('action')
    .where('entity_id', '=', id)
    .orderBy('id')
    .execute()
  expect(actions.map((row) => row.action)).toEqual(['added', 'changed', 'removed'])
})

const START = Date.UTC(2018, 11, 20)
const EDITS = 8
const severity = fc.constantFrom('critical' as const, 'major' as const, 'minor' as const)
const hours = fc.integer({ min: 0, max: 24 * 40 })
const edit = fc.record({
  incident: fc.nat(5),
  begins: fc.option(fc.integer({ min: 0, max: 3 * 366 * 24 }), { freq: 6 }),
  lasts: fc.option(fc.oneof({ weight: 6, arbitrary: hours }, { weight: 1, arbitrary: fc.constant(-3) }), {
    freq: 4,
  }),
  severity,
  removed: fc.boolean(),
  factors: fc.uniqueArray(fc.constantFrom('network' as const, 'capacity' as const, 'data' as const), {
    maxLength: 2,
  }),
  services: fc.uniqueArray(fc.nat(1), { maxLength: 2 }),
  serviceWindow: fc.option(fc.tuple(hours, hours)),
  symptoms: fc.array(
    fc.record({
      surface: fc.constantFrom('mobile' as const, 'web' as const),
      text: fc.constantFrom('보내지지 않음', '보내지지  않음.', '로그인 안 됨'),
      share: fc.option(fc.constantFrom(5, 30, 100)),
    }),
    { maxLength: 2 },
  ),
  detected: fc.option(fc.integer({ min: -2, max: 50 })),
})
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never
const rule = fc.constantFrom<(services: string[]) => CountingRule>(
  () => DEFAULT_COUNTING_RULE,
  () => ({ ...DEFAULT_COUNTING_RULE, minimumMinutes: 240 }),
  ([chat]) => ({ ...DEFAULT_COUNTING_RULE, services: [chat!] }),
  () => ({ ...DEFAULT_COUNTING_RULE, severities: ['critical', 'minor'], zone: 'America/Los_Angeles' }),
)
const filters = fc.constantFrom<(services: string[]) => Partial<TrendFilters>>(
  () => ({}),
  ([chat]) => ({ service: chat! }),
  () => ({ factor: 'network' }),
  () => ({ surface: 'none', severity: 'major' }),
)

test.each([
  ['SQLite', onSqlite, 20],
  ['PostgreSQL', onPostgres, 4],
] as const)(
  'kept figures equal those counted from the record, and lists hold what they count, whatever is edited (%s)',
  async (_, onDatabase, numRuns) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { minLength: 1, maxLength: EDITS }),
        rule,
        filters,
        fc.boolean(),
        async (edits, ruleOf, filtersOf, byMonth) => {
          await onDatabase(async (q) => {
            await makeOrganisation(q)
            const services = [await makeService(q), await makeService(q, 'Pay', '결제')]
            const definition = ruleOf(services)
            const input = { ...BY, nameKo: '시험', nameEn: '', definition, reason: '' }
            const ruleId = await createCountingRule(input, q)
            const asked = { ...NO_FILTERS, ...filtersOf(services) }
            for (const [index, change] of edits.entries()) {
              const asOf = ['2019-12-31', '2020-02-29', '2021-12-31'][index % 3] as string
              const request = { from: 2018, to: 2022, asOf, ruleId, filters: asked, grain: 'month' as const }
              const look = () => getTrend(request, q, { mostAtOnce: byMonth ? 0 : undefined })
              await applyEdit(change, services, look, q)
              const kept = await look()
              const rows = await recordedRows(q)
              const counted = trendOf(rows, {
                ...kept,
                from: 2018,
                to: 2022,
                grain: 'month',
                reported: [],
              })
              expect(kept).toEqual(counted)
              if (index === edits.length - 1) await expectLists(kept, q)
            }
          })
        },
      ),
      { numRuns: runs(numRuns) },
    )
  },
  120_000,
)

/** Every number that opens a list opens one with as many incidents. */
async function expectLists(trend: Trend, q: Queryable): Promise<void> {
  const numbers = [
    ...trend.years,
    ...trend.periods,
    ...trend.heat.slice(0, 4),
    trend.hourUnknown,
    ...trend.findings,
    ...Object.values(trend.cuts).flatMap(
      ({ groups }): { count: number; incidents: string | null }[] => groups,
    ),
  ]
  for (const { count, incidents } of numbers) {
    if (incidents === null) continue
    const counted = readCountedQuery(new URLSearchParams(incidents))!
    expect(await countCounted(counted, q), incidents).toBe(count)
  }
}

/** Through the models themselves, but for times: these are set in one step instead of many. */
async function applyEdit(
  change: Edit,
  services: string[],
  look: () => Promise<unknown>,
  q: Queryable,
): Promise<void> {
  const reference = `2001-00${change.incident}`
  const startedAt = change.begins === null ? null : ((START + change.begins * HOUR) as Instant)
  const endedAt =
    startedAt === null || change.lasts === null ? null : ((startedAt + change.lasts * HOUR) as Instant)
  const derived = {
    started_at: startedAt,
    ended_at: endedAt,
    year: startedAt === null ? null : yearOf(startedAt, 'Asia/Seoul'),
  }
  let before = await q
    .selectFrom('incident')
    .selectAll()
    .where('reference', '=', reference)
    .executeTakeFirst()
  if (before === undefined) {
    const { id } = await makeIncident(q, { severity: change.severity })
    await q.updateTable('incident').set({ reference }).where('id', '=', id).execute()
    before = await q.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  }
  const { id: incidentId, title } = before
  await q.updateTable('incident').set(derived).where('id', '=', incidentId).execute()
  await forgetFiguresOfTime(before.started_at, before.ended_at, q)
  await decideStart(incidentId, startedAt, change.detected, q)
  await forgetFiguresOfTime(startedAt, endedAt, q)

  // Looked at before each step, so that each has something to forget.
  await look()
  const version = async () =>
    (await q.selectFrom('incident').select('version').where('id', '=', incidentId).executeTakeFirstOrThrow())
      .version
  const now = { ...BY, incidentId }
  await changeIncident(
    {
      ...{ ...now, expectedVersion: await version(), title, kind: 'incident', severity: change.severity },
      ...{ summary: '', cause: '', factors: change.factors },
      serviceIds: change.services.map((index) => services[index]!),
    },
    q,
  )
  await look()
  if (change.serviceWindow !== null && change.services.length > 0 && startedAt !== null) {
    const [from, lasts] = change.serviceWindow
    const own = (startedAt + (from - 100) * HOUR) as Instant
    const window = { startedAt: own, endedAt: (own + lasts * HOUR) as Instant }
    await setServiceWindow({ ...now, serviceId: services[change.services[0]!]!, ...window }, q)
  }
  await look()
  for (const symptom of await listSymptoms(incidentId, q)) {
    await setSymptomRemoved({ ...now, id: symptom.id, expectedVersion: symptom.version, removed: true }, q)
  }
  await look()
  for (const { surface, text, share } of change.symptoms) {
    const times = { startedAt: null, endedAt: null, serviceId: null, users: null, measuredHow: '' }
    const symptom = {
      ...times,
      surface,
      kind: 'error' as const,
      textKo: text,
      textEn: '',
      textJa: '',
      errorText: '',
    }
    await addSymptom({ ...now, symptom: { ...symptom, sharePercent: share } }, q)
  }
  await look()
  if ((before.removed_at !== null) !== change.removed) {
    if (change.removed) await removeIncident({ ...now, expectedVersion: await version(), reason: 'x' }, q)
    else await restoreIncident({ ...now, expectedVersion: await version() }, q)
  }
}

/** Decides about start and detection as a person would, without the checks that would refuse a negative time. */
async function decideStart(
  incidentId: string,
  startedAt: Instant | null,
  detected: number | null,
  q: Queryable,
): Promise<void> {
  await q.deleteFrom('marker').where('incident_id', '=', incidentId).execute()
  for (const [key, at] of [
    ['impact_start', startedAt],
    ['detected', startedAt === null || detected === null ? null : startedAt + detected * HOUR],
  ] as const) {
    if (at === null) continue
    const id = `${incidentId}-${key}-${at}`
    const reading = {
      id,
      incident_id: incidentId,
      marker_key: key,
      shape: 'instant' as const,
      at: at as Instant,
    }
    const source = { until: null, source: '', source_url: '', recorded_at: NOW, recorded_by: '' }
    await q
      .insertInto('reading')
      .values({ ...reading, ...source, retracted_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const marker = { incident_id: incidentId, key, chosen_reading_id: id, chosen_reason: '' }
    await q
      .insertInto('marker')
      .values({ ...marker, not_applicable_reason: null })
      .execute()
  }
}

/** The whole record as a trend looks at it, read in the simplest way. */
async function recordedRows(q: Queryable): Promise<TrendRow[]> {
  const rows = await q.selectFrom('incident').selectAll().where('removed_at', 'is', null).execute()
  const services = await q.selectFrom('incident_service').selectAll().execute()
  const factors = await q.selectFrom('incident_factor').selectAll().execute()
  const symptoms = await q
    .selectFrom('symptom')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('position')
    .execute()
  const readings = await q
    .selectFrom('marker')
    .innerJoin('reading', 'reading.id', 'marker.chosen_reading_id')
    .select(['marker.incident_id', 'key', 'at'])
    .execute()
  return rows.map((row) => {
    const own = <T extends { incident_id: string }>(list: T[]) =>
      list.filter((one) => one.incident_id === row.id)
    const at = (key: string) => own(readings).find((reading) => reading.key === key)?.at
    const [start, detected] = [at('impact_start'), at('detected')]
    const detect = start === undefined || detected === undefined ? 'unknown' : (detected - start) / MINUTE
    return {
      ...{ reference: row.reference, kind: row.kind, severity: row.severity },
      ...{ startedAt: row.started_at, endedAt: row.ended_at },
      serviceIds: own(services).map(({ service_id }) => service_id),
      serviceWindows: own(services)
        .filter(({ started_at, ended_at }) => started_at !== null || ended_at !== null)
        .map((one) => ({ serviceId: one.service_id, startedAt: one.started_at, endedAt: one.ended_at })),
      factors: own(factors).map(({ factor }) => factor),
      symptoms: own(symptoms).map((one) => ({
        ...{
          serviceId: one.service_id,
          surface: one.surface,
          startedAt: one.started_at,
          endedAt: one.ended_at,
        },
        ...{
          sharePercent: one.share_percent,
          textKo: one.text_ko,
          textEn: one.text_en,
          errorText: one.error_text,
        },
      })),
      times: { detect: typeof detect === 'number' && detect < 0 ? 'invalid' : detect },
    }
  })
}
