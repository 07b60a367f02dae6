/**
 * The importers and the trend on real exports, against figures that were computed independently (`expected/` in the folder
 * named by `SAGWA_SAMPLES`). The expected minutes of cState are sums over incidents by the year of their start.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { DEFAULT_COUNTING_RULE } from '#app/domain/counting-rule.ts'
import { trendOf, type Trend, type TrendRow } from '#app/domain/trend.ts'
import { readCstate } from '#app/importers/cstate.ts'
import type { ImportReading } from '#app/importers/draft.ts'
import { readStatuspage } from '#app/importers/statuspage.ts'
import { at } from '#tests/factories.ts'
import { LATER } from './fixtures.ts'

const folder = process.env.SAGWA_SAMPLES
const sampleTest = test.skipIf(folder === undefined)
if (folder === undefined)
  process.stdout.write('SAGWA_SAMPLES is not set: the tests on real exports are skipped\n')

function file(...names: string[]): Uint8Array {
  return readFileSync(path.join(folder ?? '', ...names))
}

function expected(name: string): unknown {
  return JSON.parse(Buffer.from(file('expected', name)).toString('utf8'))
}

/** Every incident, maintenance included, by the years of `zone`. */
function trend({ drafts }: ImportReading, zone: string): Trend {
  const rows = drafts.map((draft): TrendRow => ({
    reference: draft.sourceId,
    kind: draft.kind,
    severity: draft.severity,
    serviceIds: draft.serviceNames,
    startedAt: draft.started?.at ?? null,
    endedAt: draft.ended?.at ?? null,
  }))
  const definition = { ...DEFAULT_COUNTING_RULE, maintenance: true, zone }
  const rule = { id: 'all', version: 1, nameKo: '', nameEn: 'All', definition, words: { ko: '', en: '' } }
  return trendOf(rows, { from: 2018, to: 2026, asOf: LATER.slice(0, 10), zone, rule, reported: [] })
}

/** Lengths as the trend has them, in whole minutes, of the incidents that began in a year. */
function summedMinutes({ lengths }: Trend, year: number): number {
  return (lengths.dots ?? []).reduce((sum, dot) => sum + (dot.year === year ? dot.minutes : 0), 0)
}

function bySeverity({ cuts, years }: Trend, severity: string, year: number): number {
  const group = cuts.severity.groups.find(({ key }) => key === severity)
  return group?.years[years.findIndex((one) => one.year === year)] ?? 0
}

interface CstateYear {
  n: number
  with_valid_end: number
  negative: number
  minutes: number
  down: number
}

sampleTest('the cState files: counts, minutes and outages per year, and each negative as a finding', () => {
  const issues = ['cstate', 'jenkins-infra-status', 'content', 'issues']
  const names = readdirSync(path.join(folder!, ...issues))
  const reading = readCstate(
    names.map((name) => ({ name, bytes: file(...issues, name) })),
    { zone: 'UTC', now: at(LATER) },
  )
  const known = (
    expected('cstate-per-year.json') as {
      'jenkins-infra-status (UTC)': {
        files: number
        per_year: Record<string, CstateYear>
        odd: [file: string, 'negative', start: string, end: string][]
      }
    }
  )['jenkins-infra-status (UTC)']
  const found = trend(reading, 'UTC')

  expect(reading.drafts).toHaveLength(known.files)
  for (const [year, figures] of Object.entries(known.per_year)) {
    const ofYear = found.years.find((one) => one.year === Number(year))!
    expect(ofYear.count, year).toBe(figures.n)
    expect(bySeverity(found, 'critical', Number(year)), year).toBe(figures.down)
    // The trend has whole minutes; a few incidents were written down to the second.
    expect(Math.abs(summedMinutes(found, Number(year)) - figures.minutes), year).toBeLessThan(2)
    // An end at the very start is counted there as a length of nothing, here as one that nobody knows.
    const withoutLength = reading.findings.filter(
      ({ code, params }) => code === 'end_equals_start' && String(params?.start).startsWith(year),
    ).length
    expect(ofYear.unknownDurations, year).toBe(figures.n - figures.with_valid_end + withoutLength)
  }
  expect(found.whole.downtimeMinutes).toBeLessThanOrEqual(
    Object.values(known.per_year).reduce((sum, { minutes }) => sum + minutes, 0),
  )
  expect(
    reading.findings
      .filter(({ code }) => code === 'end_before_start')
      .map(({ where, params }) => [where, 'negative', params?.start, params?.end]),
  ).toEqual(known.odd)
})

interface StatuspageYear {
  n: number
  neg: number
  sum_min: number
  union_min: number
  major_or_critical: number
}

sampleTest.each([
  ['github-2026-07', 2026, 'UTC'],
  ['github-2026-07', 2026, 'Asia/Seoul'],
  ['cloudflare-2018-09', 2018, 'UTC'],
  ['cloudflare-2018-09', 2018, 'Asia/Seoul'],
])('the Statuspage export %s in %i by the clocks of %s', (name, year, zone) => {
  const reading = readStatuspage(
    { name, bytes: file('statuspage', `${name}.incidents.json`) },
    { now: at(LATER) },
  )
  const all = expected('statuspage-per-year.json') as Record<
    string,
    { per_year: Record<string, Record<string, StatuspageYear>> }
  >
  const figures = all[name]!.per_year[zone]![year]!
  const found = trend(reading, zone)
  const ofYear = found.years.find((one) => one.year === year)!
  expect(ofYear.count).toBe(figures.n)
  expect(ofYear.downtimeMinutes).toBe(Math.round(figures.union_min))
  expect(Math.abs(summedMinutes(found, year) - figures.sum_min)).toBeLessThan(figures.n / 2)
  expect(bySeverity(found, 'major', year) + bySeverity(found, 'critical', year)).toBe(
    figures.major_or_critical,
  )
  expect(reading.findings.filter(({ code }) => code === 'end_before_start')).toHaveLength(figures.neg)
  expect(ofYear.unknownDurations).toBe(figures.neg)
})

sampleTest('an incident that is open on a real page has no end', () => {
  const name = 'anthropic-2026-10-07.summary-open-incident.json'
  const { drafts } = readStatuspage({ name, bytes: file('statuspage', name) }, { now: at(LATER) })
  expect(drafts).toMatchObject([{ isOver: false, ended: null }])
})
