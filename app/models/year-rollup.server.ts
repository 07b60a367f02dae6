/**
 * Figures are kept per rule version, filters, year and month, so that the trend costs the same with ten incidents and
 * with a million: a year is put together from its months, and after an edit only the months that it touches are counted
 * again. `recordChange` forgets what a change touches; nobody else has to think of it.
 */
import { PostgresAdapter, sql } from 'kysely'
import { db, type Queryable } from '#db/client.server.ts'
import { fromJson, toJson, type Json } from '#db/schema.ts'
import type { Instant } from '#app/domain/instant.ts'
import type { PeriodFigures, YearFigures } from '#app/domain/trend-figures.ts'

/** What kept figures are made under. */
export interface KeptUnder {
  ruleId: string
  ruleVersion: number
  /** As `filterKey` writes them. */
  filters: string
}

/** A year (`month` 0) or a month, up to one of its days. */
export interface KeptPeriod {
  year: number
  month: number
  throughDay: number
}

/** More rows than ten rules have for twenty years. */
const MOST_ROWS = 3000

/** The kept years among these, each up to its day. */
export async function keptYears(
  { ruleId, ruleVersion, filters }: KeptUnder,
  years: readonly { year: number; throughDay: number }[],
  q: Queryable = db,
): Promise<Map<number, YearFigures>> {
  if (years.length === 0) return new Map()
  const rows = await q
    .selectFrom('year_rollup')
    .select(['year', 'through_day', 'figures'])
    .where('rule_id', '=', ruleId)
    .where('rule_version', '=', ruleVersion)
    .where('filters', '=', filters)
    .where(
      'year',
      'in',
      years.map(({ year }) => year),
    )
    .where('month', '=', 0)
    .execute()
  return new Map(
    rows
      .filter((row) => years.some((one) => one.year === row.year && one.throughDay === row.through_day))
      .map((row) => [row.year, fromJson(row.figures as Json<YearFigures>)]),
  )
}

/** Which months of a year are kept, each up to some day; the caller takes those that it wants. */
export async function keptMonths(
  { ruleId, ruleVersion, filters }: KeptUnder,
  year: number,
  q: Queryable = db,
  { withFigures = true }: { withFigures?: boolean } = {},
): Promise<(KeptPeriod & { figures: PeriodFigures | undefined })[]> {
  const rows = await q
    .selectFrom('year_rollup')
    .select(['year', 'month', 'through_day as throughDay'])
    .$if(withFigures, (query) => query.select('figures'))
    .where('rule_id', '=', ruleId)
    .where('rule_version', '=', ruleVersion)
    .where('filters', '=', filters)
    .where('year', '=', year)
    .where('month', '>', 0)
    .execute()
  return rows.map(({ figures, ...period }) => ({
    ...period,
    figures: figures === undefined ? undefined : fromJson(figures as Json<PeriodFigures>),
  }))
}

/** Keeps figures; call `holdOffForgetting` in the same transaction before they are counted. */
export async function keepFigures(
  { ruleId, ruleVersion, filters }: KeptUnder,
  { year, month, throughDay }: KeptPeriod,
  bounds: { from: Instant; until: Instant },
  figures: PeriodFigures | YearFigures,
  tx: Queryable,
): Promise<void> {
  await tx
    .insertInto('year_rollup')
    .values({
      rule_id: ruleId,
      rule_version: ruleVersion,
      filters,
      year,
      month,
      through_day: throughDay,
      from_at: bounds.from,
      until_at: bounds.until,
      figures: toJson<unknown>(figures),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Keeps the table small: figures under filters and of a part of a period go, as they are asked for once or twice. */
export async function limitKeptFigures(tx: Queryable): Promise<void> {
  const { rows } = await tx
    .selectFrom('year_rollup')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow()
  if (Number(rows) <= MOST_ROWS) return
  await tx
    .deleteFrom('year_rollup')
    .where((eb) =>
      eb.or([
        eb('filters', '!=', ''),
        eb.and([eb('month', '=', 0), eb('through_day', '<', 365)]),
        eb.and([eb('month', '>', 0), eb('through_day', '<', 28)]),
      ]),
    )
    .execute()
}

/**
 * Between counting and keeping, nobody may change a time and forget its figures: the old ones would be kept after it.
 * A transaction on SQLite is the only writer anyway; on PostgreSQL this lock makes those who forget wait.
 */
export async function holdOffForgetting(tx: Queryable): Promise<void> {
  if (tx.getExecutor().adapter instanceof PostgresAdapter) {
    await sql`lock table year_rollup in share row exclusive mode`.execute(tx)
  }
}

/**
 * Forgets the figures of all months and years that an incident with this window has a part in, under every rule and in
 * every zone. Nothing where the start is not known: it is in none.
 */
export async function forgetFiguresOfTime(
  startedAt: Instant | null,
  endedAt: Instant | null,
  q: Queryable,
): Promise<void> {
  if (startedAt === null) return
  const last = endedAt === null || endedAt < startedAt ? startedAt : endedAt
  await q.deleteFrom('year_rollup').where('until_at', '>', startedAt).where('from_at', '<=', last).execute()
}

/** Forgets the figures that an incident is in as it stands now. */
export async function forgetFiguresOfIncident(incidentId: string, q: Queryable): Promise<void> {
  const incident = await q
    .selectFrom('incident')
    .select(['started_at', 'ended_at'])
    .where('id', '=', incidentId)
    .executeTakeFirst()
  if (incident) await forgetFiguresOfTime(incident.started_at, incident.ended_at, q)
}

/** Forgets all kept figures: for a change of the organisation's zone, and after a restore or an import in bulk. */
export async function forgetAllFigures(q: Queryable = db): Promise<void> {
  await q.deleteFrom('year_rollup').execute()
}
