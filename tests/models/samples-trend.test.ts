/**
 * Real exports loaded into a database and read as a trend, against figures that were computed independently (`expected/` in
 * the folder named by `SAGWA_SAMPLES`). What the readers make of the files is tested beside the importers.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import { DEFAULT_COUNTING_RULE } from '#app/domain/counting-rule.ts'
import type { Trend } from '#app/domain/trend.ts'
import { readCstate } from '#app/importers/cstate.ts'
import { readStatuspage } from '#app/importers/statuspage.ts'
import { createCountingRule } from '#app/models/counting-rule.server.ts'
import { importIncidents } from '#app/models/incident-import.server.ts'
import { getTrend } from '#app/models/trend.server.ts'
import { ACTOR, at, makeOrganisation } from '#tests/factories.ts'
import { LATER } from '#tests/importers/fixtures.ts'
import { onSqlite } from '#tests/setup/database.ts'

const folder = process.env.SAGWA_SAMPLES
const sampleTest = test.skipIf(folder === undefined)
if (folder === undefined)
  process.stdout.write('SAGWA_SAMPLES is not set: the trend of real exports is not compared\n')

const BY = { actor: ACTOR, now: at(LATER) }

function file(...names: string[]): Uint8Array {
  return readFileSync(path.join(folder ?? '', ...names))
}

function expected(name: string): unknown {
  return JSON.parse(Buffer.from(file('expected', name)).toString('utf8'))
}

/** Of every incident, maintenance included, by the clocks of a zone. */
async function trendIn(zone: string, q: Queryable): Promise<Trend> {
  const definition = { ...DEFAULT_COUNTING_RULE, maintenance: true, zone }
  const ruleId = await createCountingRule({ ...BY, nameKo: '', nameEn: zone, definition, reason: '' }, q)
  return getTrend({ from: 2018, to: 2026, asOf: LATER.slice(0, 10), ruleId }, q)
}

sampleTest('the cState files, loaded: counts, lengths and what has none, per year', async () => {
  const issues = ['cstate', 'jenkins-infra-status', 'content', 'issues']
  const named = readdirSync(path.join(folder!, ...issues)).map((name) => ({
    name,
    bytes: file(...issues, name),
  }))
  const { drafts, findings } = readCstate(named, { zone: 'UTC', now: BY.now })
  const known = (
    expected('cstate-per-year.json') as {
      'jenkins-infra-status (UTC)': {
        files: number
        per_year: Record<string, { n: number; with_valid_end: number; minutes: number; down: number }>
      }
    }
  )['jenkins-infra-status (UTC)']
  await onSqlite(async (q) => {
    await makeOrganisation(q)
    const { added, refused } = await importIncidents({ kind: 'cstate', drafts, ...BY }, q)
    expect([added.length, refused]).toEqual([known.files, []])
    const trend = await trendIn('UTC', q)
    for (const [year, figures] of Object.entries(known.per_year)) {
      const index = trend.years.findIndex((one) => one.year === Number(year))
      const minutes = (trend.lengths.dots ?? []).reduce(
        (sum, dot) => sum + (dot.year === Number(year) ? dot.minutes : 0),
        0,
      )
      const critical = trend.cuts.severity.groups.find(({ key }) => key === 'critical')
      const endsAtStart = findings.filter(
        ({ code, params }) => code === 'end_equals_start' && String(params?.start).startsWith(year),
      ).length
      expect(trend.years[index]?.count, year).toBe(figures.n)
      expect(critical?.years[index], year).toBe(figures.down)
      expect(Math.abs(minutes - figures.minutes), year).toBeLessThan(2)
      expect(trend.years[index]?.unknownDurations, year).toBe(
        figures.n - figures.with_valid_end + endsAtStart,
      )
    }
    const listed = trend.findings.filter(
      ({ kind }) => kind === 'length_unknown' || kind === 'length_negative',
    )
    expect(listed.reduce((sum, { count }) => sum + count, 0)).toBe(
      trend.years.reduce((sum, { unknownDurations }) => sum + unknownDurations, 0),
    )
  })
})

interface StatuspageYear {
  n: number
  neg: number
  union_min: number
  major_or_critical: number
}

sampleTest.each([
  ['github-2026-07', 2026],
  ['cloudflare-2018-09', 2018],
])('the Statuspage export %s, loaded, by the clocks of UTC and of Seoul', async (name, year) => {
  const bytes = file('statuspage', `${name}.incidents.json`)
  const { drafts } = readStatuspage({ name, bytes }, { now: BY.now })
  const all = expected('statuspage-per-year.json') as Record<
    string,
    { per_year: Record<string, Record<string, StatuspageYear>> }
  >
  await onSqlite(async (q) => {
    await makeOrganisation(q)
    const { refused } = await importIncidents({ kind: 'statuspage', drafts, ...BY }, q)
    expect(refused).toEqual([])
    for (const zone of ['UTC', 'Asia/Seoul']) {
      const figures = all[name]!.per_year[zone]![year]!
      const trend = await trendIn(zone, q)
      const index = trend.years.findIndex((one) => one.year === year)
      const ofYear = trend.years[index]!
      const severe = trend.cuts.severity.groups.filter(({ key }) => key === 'major' || key === 'critical')
      expect(ofYear.count, zone).toBe(figures.n)
      expect(ofYear.downtimeMinutes, zone).toBe(Math.round(figures.union_min))
      expect(ofYear.unknownDurations, zone).toBe(figures.neg)
      expect(
        severe.reduce((sum, { years }) => sum + (years[index] ?? 0), 0),
        zone,
      ).toBe(figures.major_or_critical)
    }
  })
})
