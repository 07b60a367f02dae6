/**
 * Which incidents a rule counts, as conditions of a query. The trend counts with them and the list behind a number of the
 * trend shows with them, so both mean the same incidents.
 */
import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely'
import type { Queryable } from '#db/client.server.ts'
import type { Schema } from '#db/schema.ts'
import type { CountingRule } from '#app/domain/counting-rule.ts'
import { DAY, HOUR, MINUTE, type Instant } from '#app/domain/instant.ts'
import type { CountedIncidents, LengthFilter } from '#app/domain/trend-incidents.ts'
import { NONE } from '#app/domain/trend-query.ts'
import { offsetChanges } from '#app/domain/zone-offsets.ts'
import { monthBounds } from '#app/domain/trend-figures.ts'
import { DomainError } from '#app/domain/errors.ts'
import { getRuleVersion } from './counting-rule.server.ts'
import { getOrganisation } from './organisation.server.ts'

type IncidentBuilder = ExpressionBuilder<Schema, 'incident'>
type Condition = Expression<SqlBool>

/** What an incident has to have besides passing the rule; all of each list. */
export type CountedFilters = Pick<CountedIncidents, 'service' | 'severity' | 'factor' | 'surface' | 'kind'>

/** Whether the rule counts an incident and the filters leave it; when it began and how long it lasted are not asked. */
export function countedConditions(rule: CountingRule, filters: CountedFilters) {
  return (eb: IncidentBuilder): Condition => {
    const conditions: Condition[] = [
      eb('incident.removed_at', 'is', null),
      eb('incident.severity', 'in', rule.severities),
    ]
    if (!rule.maintenance) conditions.push(eb('incident.kind', '=', 'incident'))
    if (rule.services !== 'all') conditions.push(touches(eb, rule.services))
    if (filters.kind !== null) conditions.push(eb('incident.kind', '=', filters.kind))
    if (filters.severity !== null) conditions.push(eb('incident.severity', '=', filters.severity))
    for (const service of filters.service) {
      conditions.push(service === NONE ? eb.not(touches(eb, null)) : touches(eb, [service]))
    }
    for (const factor of filters.factor) {
      const some = eb
        .selectFrom('incident_factor')
        .select('incident_factor.incident_id')
        .whereRef('incident_factor.incident_id', '=', 'incident.id')
      conditions.push(
        factor === NONE
          ? eb.not(eb.exists(some))
          : eb.exists(some.where('incident_factor.factor', '=', factor)),
      )
    }
    for (const surface of filters.surface) {
      const some = eb
        .selectFrom('symptom')
        .select('symptom.incident_id')
        .whereRef('symptom.incident_id', '=', 'incident.id')
        .where('symptom.removed_at', 'is', null)
      conditions.push(
        surface === NONE ? eb.not(eb.exists(some)) : eb.exists(some.where('symptom.surface', '=', surface)),
      )
    }
    return eb.and(conditions)
  }
}

/** @param serviceIds null for any service */
function touches(eb: IncidentBuilder, serviceIds: readonly string[] | null): Condition {
  const some = eb
    .selectFrom('incident_service')
    .select('incident_service.service_id')
    .whereRef('incident_service.incident_id', '=', 'incident.id')
  return eb.exists(serviceIds === null ? some : some.where('incident_service.service_id', 'in', serviceIds))
}

/**
 * The condition for the incidents behind a number of a trend, and the instants between which they began.
 *
 * @throws DomainError `not_found` for a rule or a version that is not there, and for days in the wrong order.
 */
export async function conditionOf(
  counted: CountedIncidents,
  q: Queryable,
): Promise<{ condition: (eb: IncidentBuilder) => Condition; from: Instant; until: Instant }> {
  const { definition: rule } = await getRuleVersion(counted.rule, counted.version, q)
  const zone = rule.zone ?? (await getOrganisation(q)).zone
  if (counted.until < counted.from) throw new DomainError('not_found')
  const bounds = { from: startOf(counted.from, zone), until: endOf(counted.until, zone) }
  const passes = countedConditions(rule, counted)
  const condition = (eb: IncidentBuilder) =>
    eb.and([
      passes(eb),
      eb('incident.started_at', '>=', bounds.from),
      eb('incident.started_at', '<', bounds.until),
      lengthCondition(eb, rule, counted.length),
      ...hourConditions(counted, zone, bounds),
    ])
  return { condition, ...bounds }
}

function startOf(day: string, zone: string): Instant {
  const [year, month, dayOfMonth] = day.split('-').map(Number) as [number, number, number]
  return monthBounds(year, month, dayOfMonth - 1, zone).until
}

function endOf(day: string, zone: string): Instant {
  const [year, month, dayOfMonth] = day.split('-').map(Number) as [number, number, number]
  return monthBounds(year, month, dayOfMonth, zone).until
}

function lengthCondition(eb: IncidentBuilder, rule: CountingRule, length: LengthFilter | null): Condition {
  const known = eb('incident.ended_at', '>=', eb.ref('incident.started_at'))
  const negative = eb('incident.ended_at', '<', eb.ref('incident.started_at'))
  const missing = eb('incident.ended_at', 'is', null)
  const least = rule.minimumMinutes * MINUTE
  const longEnough = sql<SqlBool>`incident.ended_at - incident.started_at >= ${sql.lit(least)}`
  const nothing = sql<SqlBool>`1 = 0`
  switch (length) {
    case null:
      return least === 0 ? sql<SqlBool>`1 = 1` : longEnough
    case 'known':
      return least === 0 ? known : longEnough
    case 'unknown':
      return least === 0 ? missing : nothing
    case 'negative':
      return least === 0 ? negative : nothing
    case 'left_out':
      return least === 0 ? nothing : eb.or([missing, negative])
  }
}

/** 1 January 1970 was a Thursday; weeks before it count backwards, so all of them are shifted to be positive. */
const MONDAY_BEFORE = -3 * DAY - 7 * DAY * 60_000

/** The hour on the clocks of a zone, in SQL: the offset of each stretch between two changes of the clocks is known. */
function hourConditions(
  { weekday, hour }: CountedIncidents,
  zone: string,
  bounds: { from: Instant; until: Instant },
): Condition[] {
  if (weekday === null && hour === null) return []
  const [first, ...changes] = offsetChanges(zone, bounds.from, bounds.until)
  const offset = changes.reduce(
    (before, { from, offset }) =>
      sql`case when incident.started_at < ${sql.lit(from)} then ${before} else ${sql.lit(offset)} end`,
    sql`${sql.lit(first!.offset)}`,
  )
  const sinceMonday = sql`(incident.started_at + (${offset}) - (${sql.lit(MONDAY_BEFORE)}))`
  // As `monthFigures` has it: somebody knows only that it began between two instants of different hours.
  const hourUnknown = sql<SqlBool>`exists (
    select 1 from marker join reading on reading.id = marker.chosen_reading_id
    where marker.incident_id = incident.id and marker.key = 'impact_start' and reading.shape = 'range'
      and reading.until >= incident.started_at + ${sql.lit(HOUR)} - ${sinceMonday} % ${sql.lit(HOUR)})`
  return [
    ...(weekday === null
      ? []
      : [sql<SqlBool>`(${sinceMonday} / ${sql.lit(DAY)}) % 7 = ${sql.lit(weekday - 1)}`]),
    ...(hour === null
      ? []
      : hour === NONE
        ? [hourUnknown]
        : [
            sql<SqlBool>`(${sinceMonday} / ${sql.lit(HOUR)}) % 24 = ${sql.lit(hour)}`,
            sql<SqlBool>`not ${hourUnknown}`,
          ]),
  ]
}
