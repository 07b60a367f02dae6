import type { Selectable } from 'kysely'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { fromJson, toJson, type OrganisationTable } from '#db/schema.ts'
import { DomainError } from '#app/domain/errors.ts'
import { isZone, yearBounds, yearOf, type Instant } from '#app/domain/instant.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { publishSiteIndex } from './published-file.server.ts'
import { changeVersionedRow } from './versioned-row.server.ts'
import { forgetAllFigures } from './year-rollup.server.ts'

const ORGANISATION_ID = 'organisation'

export interface Organisation {
  nameKo: string
  nameEn: string
  /** May be empty, as the other names and contacts in Japanese: English stands for it. */
  nameJa: string
  /** IANA zone: decides in which year an incident falls. */
  zone: string
  languages: NoticeLanguage[]
  defaultLanguage: NoticeLanguage
  contactKo: string
  contactEn: string
  contactJa: string
  version: number
}

export type OrganisationInput = Omit<Organisation, 'version'>

/** The organisation, or null before the first start was finished. */
export async function findOrganisation(q: Queryable = db): Promise<Organisation | null> {
  const row = await q
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', ORGANISATION_ID)
    .executeTakeFirst()
  return row ? fromRow(row) : null
}

/** @throws DomainError `not_found` before the first start was finished. */
export async function getOrganisation(q: Queryable = db): Promise<Organisation> {
  const organisation = await findOrganisation(q)
  if (organisation === null) throw new DomainError('not_found', { '': [{ code: 'organisation_missing' }] })
  return organisation
}

/** @throws DomainError `already_exists` when there is one. */
export async function createOrganisation(
  { actor, now, ...input }: OrganisationInput & { actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    if (await findOrganisation(tx))
      throw new DomainError('already_exists', { '': [{ code: 'organisation_exists' }] })
    await tx
      .insertInto('organisation')
      .values({ id: ORGANISATION_ID, ...toColumns(input), version: 1 })
      .execute()
    await publishSiteIndex({ organisation: input, now }, tx)
    await recordChange(
      {
        actor,
        now,
        incidentId: null,
        entity: 'organisation',
        entityId: ORGANISATION_ID,
        action: 'created',
        before: null,
        after: input,
      },
      tx,
    )
  }, q)
}

/**
 * Changes the organisation. A new zone places every incident anew in its year, in the same transaction.
 *
 * @throws DomainError `conflict` when somebody else saved in between.
 */
export async function changeOrganisation(
  {
    actor,
    now,
    expectedVersion,
    ...input
  }: OrganisationInput & { expectedVersion: number; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const before = await getOrganisation(tx)
    await changeVersionedRow(
      {
        table: 'organisation',
        id: ORGANISATION_ID,
        expectedVersion,
        set: toColumns(input),
        action: 'changed',
        incidentId: null,
        actor,
        now,
      },
      tx,
    )
    if (before.zone !== input.zone) await placeIncidentsInYears(input.zone, tx)
    await publishSiteIndex({ organisation: input, now }, tx)
  }, q)
}

/**
 * How many incidents would fall into another year if this were the organisation's zone. Counted year by year in the
 * database; nothing is read but counts.
 */
export async function countIncidentsThatMove(zone: string, q: Queryable = db): Promise<number> {
  if (!isZone(zone)) return 0
  const years = await q
    .selectFrom('incident')
    .select('year')
    .distinct()
    .where('removed_at', 'is', null)
    .where('started_at', 'is not', null)
    .execute()
  let moving = 0
  for (const { year } of years) {
    if (year === null) continue
    const { from, until } = yearBounds(year, zone)
    const { count } = await q
      .selectFrom('incident')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('removed_at', 'is', null)
      .where('year', '=', year)
      .where((eb) => eb.or([eb('started_at', '<', from), eb('started_at', '>=', until)]))
      .executeTakeFirstOrThrow()
    moving += Number(count)
  }
  return moving
}

/**
 * Held by whoever gives out the next reference or renders the list of notices, which are made from the rows of all: a
 * write to the one row makes a second one wait, on both databases. Before anything is read in the transaction.
 */
export async function lockOrganisation(q: Queryable): Promise<void> {
  await q
    .updateTable('organisation')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('id', '=', ORGANISATION_ID)
    .execute()
}

async function placeIncidentsInYears(zone: string, q: Queryable): Promise<void> {
  const rows = await q
    .selectFrom('incident')
    .select(['id', 'started_at', 'year'])
    .where('started_at', 'is not', null)
    .execute()
  for (const row of rows) {
    const year = yearOf(row.started_at!, zone)
    if (year !== row.year) await q.updateTable('incident').set({ year }).where('id', '=', row.id).execute()
  }
  await forgetAllFigures(q)
}

function toColumns(input: OrganisationInput) {
  return {
    name_ko: input.nameKo,
    name_en: input.nameEn,
    name_ja: input.nameJa,
    zone: input.zone,
    languages: toJson(input.languages),
    default_language: input.defaultLanguage,
    contact_ko: input.contactKo,
    contact_en: input.contactEn,
    contact_ja: input.contactJa,
  }
}

function fromRow(row: Selectable<OrganisationTable>): Organisation {
  return {
    nameKo: row.name_ko,
    nameEn: row.name_en,
    nameJa: row.name_ja,
    zone: row.zone,
    languages: fromJson(row.languages),
    defaultLanguage: row.default_language,
    contactKo: row.contact_ko,
    contactEn: row.contact_en,
    contactJa: row.contact_ja,
    version: row.version,
  }
}
