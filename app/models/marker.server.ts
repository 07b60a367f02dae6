import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import type { MarkerTable, ReadingTable } from '#db/schema.ts'
import { DomainError } from '#app/domain/errors.ts'
import { yearOf, type Instant } from '#app/domain/instant.ts'
import {
  checkReading,
  earliest,
  emptyMarkers,
  latest,
  type Marker,
  type MarkerKey,
  type Reading,
  type TimeValue,
} from '#app/domain/markers.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { getOrganisation } from './organisation.server.ts'
import { updateIfUnchanged } from './versioned-row.server.ts'
import { forgetFiguresOfTime } from './year-rollup.server.ts'

/** All seven markers of an incident with their readings in the order in which they were recorded. */
export async function listMarkers(incidentId: string, q: Queryable = db): Promise<Record<MarkerKey, Marker>> {
  const readings = await q
    .selectFrom('reading')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('retracted_at', 'is', null)
    .orderBy('id')
    .execute()
  const decided = await q.selectFrom('marker').selectAll().where('incident_id', '=', incidentId).execute()
  return assembled(readings, decided)
}

/** Start and end of impact of several incidents, by their ids; the other markers are left empty. */
export async function listImpactMarkers(
  incidentIds: readonly string[],
  q: Queryable = db,
): Promise<Map<string, Record<MarkerKey, Marker>>> {
  if (incidentIds.length === 0) return new Map()
  const readings = await q
    .selectFrom('reading')
    .selectAll()
    .where('incident_id', 'in', incidentIds)
    .where('marker_key', 'in', ['impact_start', 'impact_end'])
    .where('retracted_at', 'is', null)
    .orderBy('id')
    .execute()
  const decided = await q
    .selectFrom('marker')
    .selectAll()
    .where('incident_id', 'in', incidentIds)
    .where('key', 'in', ['impact_start', 'impact_end'])
    .execute()
  const readingsOf = Map.groupBy(readings, (row) => row.incident_id)
  const decidedOf = Map.groupBy(decided, (row) => row.incident_id)
  return new Map(
    incidentIds.map((id) => [id, assembled(readingsOf.get(id) ?? [], decidedOf.get(id) ?? [])] as const),
  )
}

/** When several incidents began, by their ids; those that have no decided start are left out. */
export async function listStarts(
  incidentIds: readonly string[],
  q: Queryable = db,
): Promise<Map<string, TimeValue>> {
  if (incidentIds.length === 0) return new Map()
  const rows = await q
    .selectFrom('marker')
    .innerJoin('reading', 'reading.id', 'marker.chosen_reading_id')
    .selectAll('reading')
    .where('marker.incident_id', 'in', incidentIds)
    .where('marker.key', '=', 'impact_start')
    .where('reading.retracted_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.incident_id, toReading(row).value]))
}

function assembled(readings: ReadingTable[], decided: MarkerTable[]): Record<MarkerKey, Marker> {
  const markers = emptyMarkers()
  for (const row of readings) markers[row.marker_key].readings.push(toReading(row))
  for (const row of decided) {
    const marker = markers[row.key]
    marker.chosen = marker.readings.find((reading) => reading.id === row.chosen_reading_id) ?? null
    marker.chosenReason = row.chosen_reason
    marker.notApplicableReason = row.not_applicable_reason
  }
  return markers
}

interface ChangeOfMarker {
  incidentId: string
  markerKey: MarkerKey
  actor: Actor
  now: Instant
}

export interface ReadingToAdd extends ChangeOfMarker {
  value: TimeValue
  source: string
  sourceUrl: string
}

/**
 * Adds what one source says. The first reading of a marker becomes the chosen one; a later one stands beside it until
 * somebody chooses it.
 *
 * @throws DomainError `invalid` under `time` when the value cannot be (in the future, or, where it becomes the chosen
 *   one, an end before the start).
 */
export async function addReading(reading: ReadingToAdd, q: Queryable = db): Promise<string> {
  return inTransaction(async (tx) => {
    await lockIncident(reading.incidentId, tx)
    const markers = await listMarkers(reading.incidentId, tx)
    const becomesChosen = markers[reading.markerKey].chosen === null
    refuseImpossible(markers, reading, becomesChosen)

    const id = newId()
    const row = {
      id,
      incident_id: reading.incidentId,
      marker_key: reading.markerKey,
      shape: reading.value.shape,
      at: reading.value.at,
      until: reading.value.shape === 'range' ? reading.value.until : null,
      source: reading.source,
      source_url: reading.sourceUrl,
      recorded_at: reading.now,
      recorded_by: reading.actor.name,
      retracted_at: null,
    }
    await tx.insertInto('reading').values(row).execute()
    await recordMarkerChange(
      reading,
      'reading_added',
      null,
      { readingId: id, ...reading.value, source: reading.source },
      tx,
    )
    if (becomesChosen) await decide(reading, { chosen: toReading(row), reason: '' }, markers, tx)
    return id
  }, q)
}

/**
 * Chooses between readings that disagree; every figure and document follows the chosen one.
 *
 * @param expectedVersion the incident's version that the person had on the screen
 * @throws DomainError `not_found`, `conflict`; `invalid` under `readingId` when the end would come before the start.
 */
export async function chooseReading(
  {
    readingId,
    reason,
    expectedVersion,
    ...change
  }: ChangeOfMarker & { readingId: string; reason: string; expectedVersion: number },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    await claimIncident(change.incidentId, expectedVersion, tx)
    const markers = await listMarkers(change.incidentId, tx)
    const marker = markers[change.markerKey]
    const reading = marker.readings.find((candidate) => candidate.id === readingId)
    if (reading === undefined)
      throw new DomainError('not_found', { readingId: [{ code: 'reading_missing' }] })
    refuseImpossible(markers, { ...change, value: reading.value }, true, 'readingId')

    await recordMarkerChange(
      change,
      'reading_chosen',
      { readingId: marker.chosen?.id ?? null, reason: marker.chosenReason },
      { readingId, reason },
      tx,
    )
    await decide(change, { chosen: reading, reason }, markers, tx)
  }, q)
}

/**
 * Takes a reading back: it was recorded by mistake. If it was the chosen one, the marker has no value until somebody
 * chooses another; nothing steps in by itself.
 *
 * @throws DomainError `not_found`, `conflict`.
 */
export async function retractReading(
  { readingId, expectedVersion, ...change }: ChangeOfMarker & { readingId: string; expectedVersion: number },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    await claimIncident(change.incidentId, expectedVersion, tx)
    const markers = await listMarkers(change.incidentId, tx)
    const marker = markers[change.markerKey]
    const reading = marker.readings.find((candidate) => candidate.id === readingId)
    if (reading === undefined)
      throw new DomainError('not_found', { readingId: [{ code: 'reading_missing' }] })

    await tx.updateTable('reading').set({ retracted_at: change.now }).where('id', '=', readingId).execute()
    await recordMarkerChange(
      change,
      'reading_retracted',
      { readingId, ...reading.value, source: reading.source },
      null,
      tx,
    )
    if (marker.chosen?.id === readingId) {
      // The reason stays, for the case that somebody undoes this.
      await decide(change, { chosen: null, reason: marker.chosenReason }, markers, tx)
    }
  }, q)
}

/**
 * Undoes `retractReading`: the reading is back, and chosen again where no other was chosen since.
 *
 * @throws DomainError `not_found`; `invalid` when it was the chosen one and the end would now come before the start.
 */
export async function restoreReading(
  { readingId, ...change }: ChangeOfMarker & { readingId: string },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    await lockIncident(change.incidentId, tx)
    const { numUpdatedRows } = await tx
      .updateTable('reading')
      .set({ retracted_at: null })
      .where('id', '=', readingId)
      .where('incident_id', '=', change.incidentId)
      .where('retracted_at', 'is not', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n)
      throw new DomainError('not_found', { readingId: [{ code: 'reading_missing' }] })
    await recordMarkerChange(change, 'reading_restored', null, { readingId }, tx)
    const markers = await listMarkers(change.incidentId, tx)
    const marker = markers[change.markerKey]
    const reading = marker.readings.find((candidate) => candidate.id === readingId)
    if (reading === undefined || marker.chosen !== null || marker.notApplicableReason !== null) return
    refuseImpossible(markers, { ...change, value: reading.value }, true, 'readingId')
    await decide(change, { chosen: reading, reason: marker.chosenReason }, markers, tx)
  }, q)
}

/**
 * Says that a marker will never have a value (nobody ever spoke in public, say), or takes that back with null.
 *
 * @throws DomainError `invalid` when the marker has a chosen reading; `not_found`, `conflict`.
 */
export async function setNotApplicable(
  { reason, expectedVersion, ...change }: ChangeOfMarker & { reason: string | null; expectedVersion: number },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    await claimIncident(change.incidentId, expectedVersion, tx)
    const markers = await listMarkers(change.incidentId, tx)
    const marker = markers[change.markerKey]
    if (reason !== null && marker.chosen !== null) {
      throw new DomainError('invalid', { reason: [{ code: 'marker_has_value' }] })
    }
    await recordMarkerChange(
      change,
      reason === null ? 'applicable' : 'not_applicable',
      { reason: marker.notApplicableReason },
      { reason },
      tx,
    )
    const { chosen, chosenReason } = marker
    await decide(change, { chosen, reason: chosenReason, notApplicableReason: reason }, markers, tx)
  }, q)
}

function refuseImpossible(
  markers: Record<MarkerKey, Marker>,
  { markerKey, value, now }: Pick<ReadingToAdd, 'markerKey' | 'value' | 'now'>,
  becomesChosen: boolean,
  field = 'time',
): void {
  // A reading that is only noted beside the chosen one may contradict it; it still may not lie in the future.
  const against = becomesChosen ? markers : emptyMarkers()
  const refused = checkReading(against, markerKey, value, now).filter(
    (finding) => finding.level === 'refused',
  )
  if (refused.length > 0)
    throw new DomainError('invalid', { [field]: refused.map(({ code, params }) => ({ code, params })) })
}

/** Writes a decision about one marker down, and what follows from it in the incident's row. */
async function decide(
  { incidentId, markerKey }: ChangeOfMarker,
  decision: { chosen: Reading | null; reason: string; notApplicableReason?: string | null },
  markers: Record<MarkerKey, Marker>,
  q: Queryable,
): Promise<void> {
  const columns = {
    chosen_reading_id: decision.chosen?.id ?? null,
    chosen_reason: decision.reason,
    not_applicable_reason: decision.notApplicableReason ?? null,
  }
  await q
    .insertInto('marker')
    .values({ incident_id: incidentId, key: markerKey, ...columns })
    .onConflict((conflict) => conflict.columns(['incident_id', 'key']).doUpdateSet(columns))
    .execute()
  if (markerKey !== 'impact_start' && markerKey !== 'impact_end') return
  const decided = { ...markers[markerKey], chosen: decision.chosen }
  await deriveIncidentColumns(incidentId, { ...markers, [markerKey]: decided }, q)
}

/** Writes the columns of `incident` that lists and yearly figures read, from the chosen start and end of impact. */
async function deriveIncidentColumns(
  incidentId: string,
  { impact_start, impact_end }: Record<MarkerKey, Marker>,
  q: Queryable,
): Promise<void> {
  const { zone } = await getOrganisation(q)
  const startedAt = impact_start.chosen ? earliest(impact_start.chosen.value) : null
  const endedAt = impact_end.chosen ? latest(impact_end.chosen.value) : null

  const before = await q
    .selectFrom('incident')
    .select(['started_at', 'ended_at'])
    .where('id', '=', incidentId)
    .executeTakeFirstOrThrow()
  await q
    .updateTable('incident')
    .set({
      started_at: startedAt,
      ended_at: endedAt,
      year: startedAt === null ? null : yearOf(startedAt, zone),
    })
    .where('id', '=', incidentId)
    .execute()
  await forgetFiguresOfTime(before.started_at, before.ended_at, q)
  await forgetFiguresOfTime(startedAt, endedAt, q)
}

/**
 * Makes whoever decides about the same incident at the same time wait: on PostgreSQL two transactions would each derive
 * the incident's columns without seeing the other's reading.
 */
async function lockIncident(incidentId: string, q: Queryable): Promise<void> {
  await q
    .updateTable('incident')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('id', '=', incidentId)
    .execute()
}

/** Raises the incident's version, so that two people who decide at once learn of each other. */
async function claimIncident(incidentId: string, expectedVersion: number, q: Queryable): Promise<void> {
  await updateIfUnchanged({ table: 'incident', id: incidentId, expectedVersion, set: {} }, q)
}

async function recordMarkerChange(
  { incidentId, markerKey, actor, now }: ChangeOfMarker,
  action: string,
  before: unknown,
  after: unknown,
  q: Queryable,
): Promise<void> {
  await recordChange(
    { actor, now, incidentId, entity: 'marker', entityId: markerKey, action, before, after },
    q,
  )
}

function toReading(row: ReadingTable): Reading {
  const value: TimeValue =
    row.shape === 'range'
      ? { shape: 'range', at: row.at, until: row.until! }
      : { shape: row.shape, at: row.at }
  return {
    id: row.id,
    markerKey: row.marker_key,
    value,
    source: row.source,
    sourceUrl: row.source_url,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
  }
}
