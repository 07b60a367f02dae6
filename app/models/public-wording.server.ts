import type { Selectable } from 'kysely'
import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import type { DeniedCauseTable } from '#db/schema.ts'
import { DomainError } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { NOTICE_LANGUAGES } from '#app/domain/language.ts'
import {
  deniedWords,
  isWorded,
  NO_WORDS,
  WORDING_PARTS,
  type DeniedCause,
  type PublicWording,
} from '#app/domain/public-wording.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { changeVersionedRow, updateIfUnchanged } from './versioned-row.server.ts'

export type DeniedCauseInput = Omit<DeniedCause, 'id' | 'version'>

interface Change {
  incidentId: string
  expectedVersion: number
  actor: Actor
  now: Instant
}

/** How an incident is put in public; empty texts where it is not. */
export async function getPublicWording(incidentId: string, q: Queryable = db): Promise<PublicWording> {
  const rows = await q
    .selectFrom('incident_wording')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .execute()
  const wording = Object.fromEntries(
    WORDING_PARTS.map((part) => [part, { ...NO_WORDS }]),
  ) as unknown as PublicWording
  for (const { part, language, text } of rows) wording[part][language] = text
  return wording
}

/** What a person gave for some parts and languages; what is left out stays as it is. */
export type WordingInput = { [Part in keyof PublicWording]?: Partial<PublicWording[Part]> }

/**
 * Puts an incident in public words. It counts as a change of the incident, whose version it raises.
 *
 * @throws DomainError `not_found`; `conflict` with the version and the wording of today in `current`.
 */
export async function changePublicWording(
  { wording, ...change }: Change & { wording: WordingInput },
  q: Queryable = db,
): Promise<void> {
  const { incidentId, expectedVersion, actor, now } = change
  await inTransaction(async (tx) => {
    const before = await getPublicWording(incidentId, tx)
    try {
      await updateIfUnchanged({ table: 'incident', id: incidentId, expectedVersion, set: {} }, tx)
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'conflict') throw error
      const { version } = error.current as { version: number }
      throw new DomainError('conflict', error.problems, { version, wording: before })
    }
    const changed = WORDING_PARTS.flatMap((part) =>
      NOTICE_LANGUAGES.flatMap((language) => {
        const text = wording[part]?.[language]
        return text === undefined || text === before[part][language] ? [] : [{ part, language, text }]
      }),
    )
    for (const { part, language, text } of changed) {
      const key = { incident_id: incidentId, part, language }
      await tx
        .insertInto('incident_wording')
        .values({ ...key, text })
        .onConflict((conflict) => conflict.columns(['incident_id', 'part', 'language']).doUpdateSet({ text }))
        .execute()
    }
    if (changed.length === 0) return
    const values = (text: (one: (typeof changed)[number]) => string) =>
      Object.fromEntries(changed.map((one) => [`${one.part}.${one.language}`, text(one)]))
    await recordChange(
      {
        actor,
        now,
        incidentId,
        entity: 'incident_wording',
        entityId: incidentId,
        action: 'changed',
        before: values(({ part, language }) => before[part][language]),
        after: values(({ text }) => text),
      },
      tx,
    )
  }, q)
}

/** The causes that are denied, in the order in which they were added. */
export async function listDeniedCauses(incidentId: string, q: Queryable = db): Promise<DeniedCause[]> {
  const rows = await q
    .selectFrom('denied_cause')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .execute()
  return rows.map(fromRow)
}

/** Adds a denied cause and returns its id. @throws DomainError `invalid` when it has no words in any language. */
export async function addDeniedCause(
  { incidentId, cause, actor, now }: Omit<Change, 'expectedVersion'> & { cause: DeniedCauseInput },
  q: Queryable = db,
): Promise<string> {
  refuseWithoutWords(cause)
  return inTransaction(async (tx) => {
    const id = newId()
    const { last } = await tx
      .selectFrom('denied_cause')
      .select((eb) => eb.fn.coalesce(eb.fn.max('position'), eb.lit(0)).as('last'))
      .where('incident_id', '=', incidentId)
      .executeTakeFirstOrThrow()
    const position = Number(last) + 1
    const columns = toColumns(cause)
    await tx
      .insertInto('denied_cause')
      .values({ id, incident_id: incidentId, ...columns, position, removed_at: null, version: 1 })
      .execute()
    const audit = { entity: 'denied_cause', entityId: id, action: 'added', before: null, after: columns }
    await recordChange({ actor, now, incidentId, ...audit }, tx)
    return id
  }, q)
}

/** @throws DomainError `not_found`, `conflict`; `invalid` when it has no words in any language. */
export async function changeDeniedCause(
  { cause, ...change }: Change & { id: string; cause: DeniedCauseInput },
  q: Queryable = db,
): Promise<void> {
  refuseWithoutWords(cause)
  const set = toColumns(cause)
  await inTransaction(
    (tx) => changeVersionedRow({ ...change, table: 'denied_cause', set, action: 'changed' }, tx),
    q,
  )
}

/** Takes a denied cause out, or puts it back. @throws DomainError `not_found`, `conflict`. */
export async function setDeniedCauseRemoved(
  { removed, ...change }: Change & { id: string; removed: boolean },
  q: Queryable = db,
): Promise<void> {
  const set = { removed_at: removed ? change.now : null }
  const action = removed ? 'removed' : 'restored'
  await inTransaction((tx) => changeVersionedRow({ ...change, table: 'denied_cause', set, action }, tx), q)
}

function refuseWithoutWords(cause: DeniedCauseInput): void {
  if (!isWorded(deniedWords(cause))) throw new DomainError('invalid', { textKo: [{ code: 'required' }] })
}

function toColumns({ textKo, textEn, textJa, saidBy, evidence }: DeniedCauseInput) {
  return { text_ko: textKo, text_en: textEn, text_ja: textJa, said_by: saidBy, evidence }
}

function fromRow(row: Selectable<DeniedCauseTable>): DeniedCause {
  return {
    id: row.id,
    version: row.version,
    textKo: row.text_ko,
    textEn: row.text_en,
    textJa: row.text_ja,
    saidBy: row.said_by,
    evidence: row.evidence,
  }
}
