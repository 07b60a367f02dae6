import { db, type Queryable } from '#db/client.server.ts'
import { fromJson } from '#db/schema.ts'
import { actionAgeing, isOutstanding, promiseStanding } from '#app/domain/action-item.ts'
import { duration } from '#app/domain/durations.ts'
import { DomainError } from '#app/domain/errors.ts'
import { plainDate, yearBounds, type Instant } from '#app/domain/instant.ts'
import { chosenValue } from '#app/domain/markers.ts'
import { monthBounds } from '#app/domain/trend-figures.ts'
import type { Trend } from '#app/domain/trend.ts'
import {
  factorsOfYear,
  MOST_CORRECTIONS,
  MOST_PROMISES,
  MOST_WORST,
  YEARS_SHOWN,
  type ReportedCorrection,
  type WorstIncident,
  type YearlyReport,
} from '#app/domain/yearly-report.ts'
import { conditionOf } from './counted-incidents.server.ts'
import { getCountingRule } from './counting-rule.server.ts'
import { listFactorsOf } from './incident-factor.server.ts'
import { listImpactMarkers } from './marker.server.ts'
import { getOrganisation } from './organisation.server.ts'
import { getTrend } from './trend.server.ts'

export interface YearlyReportRequest {
  year: number
  /** Calendar day `YYYY-MM-DD` in the rule's zone, to its end; today when left out. */
  asOf?: string | null
  ruleId?: string | null
  version?: number | null
  now: Instant
}

/**
 * The report of a year as of a day. Incidents are counted up to the day or the end of the year, whichever comes first;
 * promises and action items stand as they do at the end of the day.
 *
 * @throws DomainError `invalid` for days that cannot be; `not_found` for an unknown rule, and for a year that has not begun.
 */
export async function getYearlyReport(
  request: YearlyReportRequest,
  q: Queryable = db,
): Promise<YearlyReport> {
  const { year, now, version = null } = request
  const rule = await getCountingRule(request.ruleId ?? undefined, q)
  const organisation = await getOrganisation(q)
  const asOf = request.asOf ?? plainDate(now, rule.definition.zone ?? organisation.zone)
  if (String(year).padStart(4, '0') > asOf.slice(0, 4)) {
    throw new DomainError('not_found', { year: [{ code: 'year_not_begun', params: { year } }] })
  }
  const through = asOf < `${year}-12-31` ? asOf : `${year}-12-31`
  const asked = { ruleId: rule.id, version, now }
  const shown = { ...asked, to: year, asOf: through }
  const around = await getTrend({ ...shown, from: year - YEARS_SHOWN + 1 }, q)
  // Years before anything is known say nothing about this one.
  const first = around.years.find(({ kind }) => kind !== 'unknown')?.year ?? year
  const trend = first === around.years[0]?.year ? around : await getTrend({ ...shown, from: first }, q)
  const figures = trend.years.at(-1)!
  const sameDay = sameDayOf(year - 1, through)
  const before = await getTrend({ ...asked, from: year - 1, to: year - 1, asOf: sameDay }, q)
  const { zone } = trend
  const bounds = { from: yearBounds(year, zone).from, until: endOfDay(through, zone) }

  const items = await listItems(bounds, q)
  const promised = items.filter(({ promise }) => promise)
  const promises = promised
    .map((item) => ({ ...item, standing: promiseStanding(item, asOf) }))
    .sort((a, b) => Number(isOutstanding(b.standing)) - Number(isOutstanding(a.standing)))
  const ruleChanges = trend.ruleChanges.filter(
    ({ day, version: number }) => number > 1 && day >= `${year}-01-01` && day <= through,
  )
  const corrections = await listCorrections(bounds, q)
  return {
    year,
    zone,
    through,
    asOf,
    running: figures.running,
    trend,
    figures,
    worst: await listWorst(trend, { from: `${year}-01-01`, until: through }, q),
    unranked: figures.unknownDurations,
    factors: factorsOfYear(trend, before.years.at(-1)?.kind === 'recorded' ? before : null),
    promises: promises.slice(0, MOST_PROMISES).map(({ reference, title, dueOn, doneOn, standing }) => ({
      reference,
      title,
      dueOn,
      doneOn,
      standing,
    })),
    promiseStandings: actionAgeing(promised, asOf, zone).standings,
    carried: await countCarried({ before: bounds.from, asOf }, q),
    actions: actionAgeing(items, asOf, zone),
    ruleChanges,
    corrections,
    isEmpty:
      (figures.count === null || (figures.count === 0 && figures.partial)) &&
      items.length === 0 &&
      corrections.length === 0,
  }
}

function endOfDay(day: string, zone: string): Instant {
  const [year, month, dayOfMonth] = day.split('-').map(Number) as [number, number, number]
  return monthBounds(year, month, dayOfMonth, zone).until
}

/** The same day of another year; 29 February is 28 February where there is none. */
function sameDayOf(year: number, day: string): string {
  const monthAndDay = day.slice(5)
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return `${year}-${monthAndDay === '02-29' && !leap ? '02-28' : monthAndDay}`
}

async function listWorst(
  trend: Trend,
  days: { from: string; until: string },
  q: Queryable,
): Promise<WorstIncident[]> {
  const { condition, from, until } = await conditionOf(
    {
      ...days,
      rule: trend.rule.id,
      version: trend.rule.version,
      service: [],
      severity: null,
      factor: [],
      surface: [],
      kind: null,
      weekday: null,
      hour: null,
      length: 'known',
    },
    q,
  )
  const rows = await q
    .selectFrom('incident')
    .select(['id', 'reference', 'title', 'severity'])
    .where(condition)
    .where('started_at', '>=', from)
    .where('started_at', '<', until)
    .orderBy((eb) =>
      eb
        .case()
        .when('severity', '=', 'critical')
        .then(0)
        .when('severity', '=', 'major')
        .then(1)
        .else(2)
        .end(),
    )
    .orderBy((eb) => eb('ended_at', '-', eb.ref('started_at')), 'desc')
    .orderBy('reference')
    .limit(MOST_WORST)
    .execute()
  const ids = rows.map(({ id }) => id)
  const factors = await listFactorsOf(ids, q)
  const markers = await listImpactMarkers(ids, q)
  return rows.flatMap(({ id, reference, title, severity }) => {
    const own = markers.get(id)!
    const started = chosenValue(own.impact_start)
    const impact = duration('impact', own)
    if (started === null || impact.outcome !== 'recorded') return []
    const { min, max } = impact.range ?? { min: impact.minutes, max: impact.minutes }
    return [
      {
        reference,
        title,
        severity,
        started,
        minutes: Math.round(max),
        minutesAtLeast: Math.round(min),
        factors: factors.get(id) ?? [],
      },
    ]
  })
}

/** Action items of incidents that began within the bounds, whenever they were written down. */
async function listItems({ from, until }: { from: Instant; until: Instant }, q: Queryable) {
  const rows = await q
    .selectFrom('action_item')
    .innerJoin('incident', 'incident.id', 'action_item.incident_id')
    .select([
      'incident.reference',
      'action_item.title',
      'action_item.state',
      'action_item.due_on as dueOn',
      'action_item.done_on as doneOn',
      'action_item.recorded_at as recordedAt',
      'action_item.promise',
    ])
    .where('incident.removed_at', 'is', null)
    .where('action_item.removed_at', 'is', null)
    .where('incident.started_at', '>=', from)
    .where('incident.started_at', '<', until)
    .orderBy('incident.reference')
    .orderBy('action_item.id')
    .execute()
  return rows.map((row) => ({ ...row, promise: row.promise === 1 }))
}

async function countCarried(
  { before, asOf }: { before: Instant; asOf: string },
  q: Queryable,
): Promise<{ open: number; late: number }> {
  const row = await q
    .selectFrom('action_item')
    .innerJoin('incident', 'incident.id', 'action_item.incident_id')
    .select((eb) => [
      eb.fn.countAll<number>().as('open'),
      eb.fn.countAll<number>().filterWhere('action_item.due_on', '<', asOf).as('late'),
    ])
    .where('incident.removed_at', 'is', null)
    .where('action_item.removed_at', 'is', null)
    .where('action_item.promise', '=', 1)
    .where('incident.started_at', '<', before)
    .where((eb) => eb.or([eb('action_item.state', '=', 'open'), eb('action_item.done_on', '>', asOf)]))
    .executeTakeFirstOrThrow()
  return { open: Number(row.open), late: Number(row.late) }
}

/** Corrections and withdrawals that were published within the bounds, whatever year their incident is of. */
async function listCorrections(
  { from, until }: { from: Instant; until: Instant },
  q: Queryable,
): Promise<ReportedCorrection[]> {
  const rows = await q
    .selectFrom('notice_revision')
    .innerJoin('notice', 'notice.id', 'notice_revision.notice_id')
    .innerJoin('incident', 'incident.id', 'notice.incident_id')
    .select([
      'notice.slug',
      'incident.reference',
      'notice_revision.number as revision',
      'notice_revision.kind',
      'notice_revision.published_at as publishedAt',
      'notice_revision.correction',
    ])
    .where('notice_revision.kind', 'in', ['correction', 'withdrawal'])
    .where('notice_revision.published_at', '>=', from)
    .where('notice_revision.published_at', '<', until)
    .orderBy('notice_revision.published_at')
    .limit(MOST_CORRECTIONS)
    .execute()
  return rows.map(({ kind, correction, ...row }) => ({
    ...row,
    kind: kind === 'withdrawal' ? 'withdrawal' : 'correction',
    words: fromJson(correction),
  }))
}
