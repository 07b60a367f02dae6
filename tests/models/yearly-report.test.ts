import { expect } from 'vitest'
import { yearlyReportText, reportMarkdown } from '#app/domain/yearly-report-text.ts'
import { yearlyReportWords } from '#app/messages/yearly-report.ts'
import { addActionItem } from '#app/models/action-item.server.ts'
import { getCountingRule, reviseCountingRule } from '#app/models/counting-rule.server.ts'
import { changeIncident, getIncidentRecord } from '#app/models/incident.server.ts'
import { addReading } from '#app/models/marker.server.ts'
import { saveNoticeText, startNotice } from '#app/models/notice.server.ts'
import { publishNotice } from '#app/models/notice-publication.server.ts'
import { getYearlyReport } from '#app/models/yearly-report.server.ts'
import { loadOriginRecord } from '#db/seed/origin-record.ts'
import type { Queryable } from '#db/client.server.ts'
import { ACTOR, at, makeIncident, makeOrganisation, makeService, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const BY = { actor: ACTOR, now: NOW }

async function makeEnded(
  q: Queryable,
  started: string,
  ended: string,
  severity: 'critical' | 'major' | 'minor',
) {
  const incident = await makeIncident(q, { started, severity })
  const value = { shape: 'instant', at: at(ended) } as const
  await addReading(
    { incidentId: incident.id, markerKey: 'impact_end', value, source: '', sourceUrl: '', ...BY },
    q,
  )
  return incident
}

testOnEveryDatabase(
  'the report of 2020 as of the day of the story says no more than the trend',
  async (q) => {
    await loadOriginRecord({ password: 'correct horse battery', ...BY }, q)
    const report = await getYearlyReport({ year: 2020, asOf: '2020-03-02', now: NOW }, q)
    expect(report).toMatchObject({ running: true, through: '2020-03-02', unranked: 0, isEmpty: false })
    expect(report.trend.years.map(({ year, count }) => [year, count])).toEqual([
      [2017, 6],
      [2018, 5],
      [2019, 2],
      [2020, 2],
    ])
    expect(report.worst.map(({ reference, minutes }) => [reference, minutes])).toEqual([
      ['2020-001', 135],
      ['2020-002', 79],
    ])
    // Nobody knows the factors of 2019: only its number is known.
    expect(report.factors).toEqual([
      { factor: 'network', count: 1, before: null },
      { factor: 'none', count: 1, before: null },
    ])
    const markdown = reportMarkdown(yearlyReportText(report, 'ko', yearlyReportWords.ko))
    expect(markdown).toContain(report.trend.sentence.ko.slice(0, 20))
    expect(markdown).toContain('366일 중 62일')
    expect(report.promiseStandings).toMatchObject({ open_without_day: 1 })
    expect(markdown).not.toMatch(/%\s*(감소|증가)/)
  },
)

testOnEveryDatabase(
  'the worst are ordered by severity, then by known length, and unknown lengths are not ranked',
  async (q) => {
    await makeOrganisation(q)
    await makeEnded(q, '2019-05-01T10:00:00+09:00', '2019-05-01T20:00:00+09:00', 'minor')
    const short = await makeEnded(q, '2019-06-01T10:00:00+09:00', '2019-06-01T10:05:00+09:00', 'critical')
    const long = await makeEnded(q, '2019-07-01T10:00:00+09:00', '2019-07-01T11:00:00+09:00', 'critical')
    await makeIncident(q, { started: '2019-08-01T10:00:00+09:00', severity: 'critical' })
    // New Year's Eve in Seoul is still the old year in UTC for nine hours more.
    await makeEnded(q, '2020-01-01T00:30:00+09:00', '2020-01-01T09:00:00+09:00', 'critical')
    const report = await getYearlyReport({ year: 2019, now: NOW }, q)
    expect(report).toMatchObject({ running: false, through: '2019-12-31', asOf: '2020-04-02', unranked: 1 })
    expect(report.worst.slice(0, 2).map(({ reference }) => reference)).toEqual([
      long.reference,
      short.reference,
    ])
    expect(report.worst).toHaveLength(3)
  },
)

testOnEveryDatabase(
  'factors of a running year are compared with the same days of the year before',
  async (q) => {
    await makeOrganisation(q)
    for (const started of [
      '2019-02-01T10:00:00+09:00',
      '2019-11-01T10:00:00+09:00',
      '2020-02-01T10:00:00+09:00',
    ]) {
      const { id, reference } = await makeIncident(q, { started })
      const { version, title } = await getIncidentRecord(reference, q)
      await changeIncident(
        {
          incidentId: id,
          expectedVersion: version,
          ...BY,
          title,
          kind: 'incident',
          severity: 'minor',
          summary: '',
          cause: '',
          factors: ['network', 'detection'],
          serviceIds: [],
        },
        q,
      )
    }
    const running = await getYearlyReport({ year: 2020, asOf: '2020-03-02', now: NOW }, q)
    expect(running.factors).toEqual([
      { factor: 'network', count: 1, before: 1 },
      { factor: 'detection', count: 1, before: 1 },
    ])
    const whole = await getYearlyReport({ year: 2019, now: NOW }, q)
    expect(whole.factors[0]).toMatchObject({ count: 2 })
  },
)

testOnEveryDatabase('promises stand as of the day, and those of earlier years are carried on', async (q) => {
  await makeOrganisation(q)
  const old = await makeIncident(q, { started: '2018-02-01T10:00:00+09:00' })
  const { id } = await makeIncident(q, { started: '2020-02-01T10:00:00+09:00' })
  const item = {
    kind: 'prevent',
    state: 'open',
    owner: '',
    dueOn: null,
    doneOn: null,
    stateReason: '',
    trackerUrl: '',
    promise: true,
  } as const
  const add = (incidentId: string, changes: object, now = at('2020-02-02T10:00:00+09:00')) =>
    addActionItem({ incidentId, actor: ACTOR, now, item: { ...item, title: 'x', ...changes } }, q)
  await add(old.id, { dueOn: '2018-03-01' })
  await add(id, { dueOn: '2020-03-01' })
  await add(id, { dueOn: '2020-03-01', state: 'done', doneOn: '2020-03-10' }, NOW)
  await add(id, { promise: false })

  const report = await getYearlyReport({ year: 2020, asOf: '2020-03-20', now: NOW }, q)
  // As with incidents, what matters is the day of a thing and not the day on which it was written down.
  expect(report.promiseStandings).toMatchObject({ late: 1, kept_late: 1 })
  expect(report.carried).toEqual({ open: 1, late: 1 })
  expect(report.actions).toMatchObject({ total: 3, late: { known: 1, median: 19 } })
  const before = await getYearlyReport({ year: 2020, asOf: '2020-03-05', now: NOW }, q)
  expect(before.promiseStandings).toMatchObject({ late: 2, kept_late: 0 })
})

testOnEveryDatabase(
  'a year of which nothing is known is empty, and one that has not begun is none',
  async (q) => {
    await makeOrganisation(q)
    expect(await getYearlyReport({ year: 2015, now: NOW }, q)).toMatchObject({
      isEmpty: true,
      worst: [],
      factors: [],
      figures: { count: null },
    })
    await expect(getYearlyReport({ year: 2021, now: NOW }, q)).rejects.toMatchObject({ code: 'not_found' })
  },
)

testOnEveryDatabase(
  'what changed: corrections of notices and new versions of the rule, each from the day it was made on',
  async (q) => {
    await makeOrganisation(q)
    const started = '2020-03-02T08:58:00+09:00'
    const { id, reference } = await makeIncident(q, { started, serviceIds: [await makeService(q)] })
    const end = { shape: 'instant', at: at('2020-03-02T10:17:00+09:00') } as const
    await addReading(
      { incidentId: id, markerKey: 'impact_end', value: end, source: '', sourceUrl: '', ...BY },
      q,
    )
    const { slug } = await startNotice({ reference, ...BY }, q)
    const body = '{{impact.window}} {{impact.duration}}'
    const texts = { ko: { title: '장애 안내', body }, en: { title: 'Outage', body } }
    await saveNoticeText({ slug, texts, expectedVersion: 1, ...BY }, q)
    await publishNotice({ slug, expectedVersion: 2, ...BY }, q)
    await saveNoticeText(
      { slug, texts: { ...texts, ko: { title: '바로잡은 제목', body } }, expectedVersion: 3, ...BY },
      q,
    )
    const correctionText = { ko: '제목이 틀렸습니다.', en: 'The title was wrong.' }
    await publishNotice({ slug, kind: 'correction', expectedVersion: 4, correctionText, ...BY }, q)
    const { id: ruleId, version, definition } = await getCountingRule(undefined, q)
    const names = { nameKo: '기본 기준', nameEn: 'Default rule' }
    const reason = 'maintenance is told apart'
    await reviseCountingRule(
      {
        ruleId,
        expectedVersion: version,
        ...names,
        definition: { ...definition, maintenance: true },
        reason,
        ...BY,
      },
      q,
    )

    const report = await getYearlyReport({ year: 2020, now: NOW }, q)
    expect(report.corrections).toMatchObject([
      { slug, reference, kind: 'correction', words: { ko: '제목이 틀렸습니다.' } },
    ])
    expect(report.ruleChanges).toMatchObject([{ version: 2, reason }])
    const markdown = reportMarkdown(yearlyReportText(report, 'ko', yearlyReportWords.ko))
    expect(markdown).toContain('제목이 틀렸습니다.')
    expect(markdown).toContain(reason)
    const before = await getYearlyReport({ year: 2020, asOf: '2020-03-05', now: NOW }, q)
    expect(before).toMatchObject({ corrections: [], ruleChanges: [] })
  },
)
