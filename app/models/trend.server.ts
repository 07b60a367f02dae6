import { PostgresAdapter, sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { db, type Queryable } from '#db/client.server.ts'
import { databaseProblem } from '#db/database-errors.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { fromJson, toJson, type Json } from '#db/schema.ts'
import type { CountingRule, RuleInForce } from '#app/domain/counting-rule.ts'
import { DomainError } from '#app/domain/errors.ts'
import { daysInYear, plainDate, yearBounds, yearOf, type Instant } from '#app/domain/instant.ts'
import {
  trendFromFigures,
  yearFigures,
  yearsAsked,
  type Trend,
  type TrendRow,
  type YearFigures,
} from '#app/domain/trend.ts'
import { getCountingRule } from './counting-rule.server.ts'
import { listCoveredPeriods } from './covered-period.server.ts'
import { getOrganisation } from './organisation.server.ts'
import { listYearlyCounts } from './yearly-count.server.ts'

export interface TrendRequest {
  /** First and last year; by default the last ten up to the as-of date of which anything is known. */
  from?: number
  to?: number
  /** Calendar day `YYYY-MM-DD` in the rule's zone, counted to its end. */
  asOf: string
  /** The default rule when left out. */
  ruleId?: string
  /** When given, an as-of date after it is refused: days that have not come yet would count as days without incidents. */
  now?: Instant
}

const DEFAULT_YEARS = 10
const MOST_YEARS = 100

/**
 * The yearly trend. Reads the kept figures of each year and counts only those years that have changed since.
 *
 * @throws DomainError `invalid` for dates and years that cannot be; `not_found` for an unknown rule.
 */
export async function getTrend(request: TrendRequest, q: Queryable = db): Promise<Trend> {
  const { asOf, now } = request
  const organisation = await getOrganisation(q)
  const rule = await getCountingRule(request.ruleId, q)
  const zone = rule.definition.zone ?? organisation.zone
  requireDay(asOf)
  if (now !== undefined && asOf > plainDate(now, zone)) {
    throw new DomainError('invalid', { asOf: [{ code: 'date_in_future' }] })
  }
  const reported = await listYearlyCounts(q)
  const covered = (await listCoveredPeriods(q)).map(({ from, until }) => ({ from, until }))
  const firstRecordedYear = await findFirstRecordedYear(zone, q)
  const firstCoveredYear = covered[0] === undefined ? null : Number(covered[0].from.slice(0, 4))
  const range = yearRange(request, [firstRecordedYear, firstCoveredYear, reported[0]?.year ?? null])

  const asked = yearsAsked({ ...range, asOf })
  const onRecord = asked.filter((year) => firstRecordedYear !== null && year >= firstRecordedYear)
  const ruled: RuledYears = { rule, zone, sameYears: zone === organisation.zone, years: onRecord }
  return trendFromFigures({
    ...range,
    asOf,
    zone,
    rule: {
      id: rule.id,
      version: rule.version,
      nameKo: rule.nameKo,
      nameEn: rule.nameEn,
      definition: rule.definition,
      words: rule.words,
    },
    reported,
    covered,
    figures: await figuresOf(ruled, q),
    firstRecordedYear,
    undated: await countUndated(rule.definition, q),
  })
}

function requireDay(asOf: string): void {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(asOf) && Temporal.PlainDate.from(asOf)) return
  } catch {
    // Refused below, like everything else that is no day.
  }
  throw new DomainError('invalid', { asOf: [{ code: 'not_a_day' }] })
}

function yearRange(request: TrendRequest, known: (number | null)[]): { from: number; to: number } {
  const to = request.to ?? Number(request.asOf.slice(0, 4))
  const earliest = known.filter((year) => year !== null).reduce((first, year) => Math.min(first, year), to)
  const from = request.from ?? Math.max(earliest, to - DEFAULT_YEARS + 1)
  if (from > to) throw new DomainError('invalid', { to: [{ code: 'years_reversed' }] })
  if (to - from >= MOST_YEARS) {
    throw new DomainError('invalid', { from: [{ code: 'too_many_years', params: { most: MOST_YEARS } }] })
  }
  return { from, to }
}

interface RuledYears {
  rule: RuleInForce
  zone: string
  /** Whether the rule's years are the organisation's, which the column `year` holds. */
  sameYears: boolean
  years: number[]
}

/** Kept figures where there are any; the others are counted and kept. */
async function figuresOf(ruled: RuledYears, q: Queryable): Promise<Map<number, YearFigures>> {
  const kept = await keptFigures(ruled, q)
  const missing = ruled.years.filter((year) => !kept.has(year))
  if (missing.length === 0) return kept
  const counted = await countAndKeep(missing, ruled, q).catch((error: unknown) => {
    // Keeping is for speed only: whoever reads is answered also where nothing can be written.
    if (q.isTransaction || databaseProblem(error) === null) throw error
    return countYears(missing, ruled, q)
  })
  return new Map([...kept, ...counted])
}

async function countAndKeep(
  years: number[],
  ruled: RuledYears,
  q: Queryable,
): Promise<Map<number, YearFigures>> {
  return inTransaction(async (tx) => {
    await holdOffInvalidation(tx)
    const counted = await countYears(years, ruled, tx)
    for (const [year, figures] of counted) {
      await tx
        .insertInto('year_rollup')
        .values({
          rule_id: ruled.rule.id,
          rule_version: ruled.rule.version,
          year,
          // Figures are kept per day of a whole year, so that they serve every as-of date.
          through_day: daysInYear(year),
          figures: toJson<unknown>(figures),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    return counted
  }, q)
}

async function countYears(
  years: number[],
  ruled: RuledYears,
  q: Queryable,
): Promise<Map<number, YearFigures>> {
  const counted = new Map<number, YearFigures>()
  for (const year of years) {
    const rows = await readYear(year, ruled, q)
    counted.set(year, yearFigures(rows, year, ruled.rule.definition, ruled.zone))
  }
  return counted
}

async function keptFigures({ rule, years }: RuledYears, q: Queryable): Promise<Map<number, YearFigures>> {
  if (years.length === 0) return new Map()
  const rows = await q
    .selectFrom('year_rollup')
    .select(['year', 'figures'])
    .where('year', 'in', years)
    .where('rule_id', '=', rule.id)
    .where('rule_version', '=', rule.version)
    .execute()
  return new Map(rows.map((row) => [row.year, fromJson(row.figures as Json<YearFigures>)]))
}

/**
 * Between counting and keeping, nobody may change a year and forget its figures: the old ones would be kept after it.
 * A transaction on SQLite is the only writer anyway; on PostgreSQL this lock makes those who forget wait.
 */
async function holdOffInvalidation(tx: Queryable): Promise<void> {
  if (tx.getExecutor().adapter instanceof PostgresAdapter) {
    await sql`lock table year_rollup in share row exclusive mode`.execute(tx)
  }
}

/** All incidents that began in a year, and those from before whose downtime reaches into it. */
async function readYear(
  year: number,
  { rule, zone, sameYears }: RuledYears,
  q: Queryable,
): Promise<TrendRow[]> {
  const { from, until } = yearBounds(year, zone)
  const began = incidentsUnder(rule.definition, q)
    .where('year', 'in', sameYears ? [year] : [year - 1, year, year + 1])
    .where('started_at', '>=', from)
    .where('started_at', '<', until)
  const reaching = incidentsUnder(rule.definition, q)
    .where('ended_at', '>', from)
    .where('started_at', '<', from)
  const rows = await began.unionAll(reaching).execute()
  return rows.map((row) => ({ ...row, serviceIds: servicesProven(rule.definition) }))
}

/** Services are compared in the query, so that only the rule's own incidents are read. */
function incidentsUnder(rule: CountingRule, q: Queryable) {
  const { services } = rule
  return q
    .selectFrom('incident')
    .select(['reference', 'kind', 'severity', 'started_at as startedAt', 'ended_at as endedAt'])
    .where('removed_at', 'is', null)
    .$if(services !== 'all', (query) =>
      query.where((eb) =>
        eb.exists(
          eb
            .selectFrom('incident_service')
            .select('incident_service.service_id')
            .whereRef('incident_service.incident_id', '=', 'incident.id')
            .where('incident_service.service_id', 'in', services as string[]),
        ),
      ),
    )
}

function servicesProven({ services }: CountingRule): string[] {
  return services === 'all' ? [] : services
}

async function countUndated(rule: CountingRule, q: Queryable): Promise<number> {
  const { undated } = await incidentsUnder(rule, q)
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('undated'))
    .where('started_at', 'is', null)
    .where('severity', 'in', rule.severities)
    .$if(!rule.maintenance, (query) => query.where('kind', '=', 'incident'))
    .executeTakeFirstOrThrow()
  return Number(undated)
}

async function findFirstRecordedYear(zone: string, q: Queryable): Promise<number | null> {
  const first = await q
    .selectFrom('incident')
    .select('started_at')
    .where('removed_at', 'is', null)
    .where('started_at', 'is not', null)
    .orderBy('started_at')
    .limit(1)
    .executeTakeFirst()
  return first?.started_at == null ? null : yearOf(first.started_at, zone)
}
