import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import type { IncidentKind, IncidentTable, Severity } from '#db/schema.ts'
import type { Selectable } from 'kysely'
import { DomainError } from '#app/domain/errors.ts'
import type { Factor } from '#app/domain/factors.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { yearOf, type Instant } from '#app/domain/instant.ts'
import type { TimeValue } from '#app/domain/markers.ts'
import { formatReference } from '#app/domain/reference.ts'
import type { Surface, SymptomKind } from '#app/domain/symptoms.ts'
import { listActionItems } from './action-item.server.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { changeFactors, listFactors } from './incident-factor.server.ts'
import { addReading, listMarkers } from './marker.server.ts'
import { getOrganisation, lockOrganisation } from './organisation.server.ts'
import { getPublicWording, listDeniedCauses } from './public-wording.server.ts'
import { listStatements } from './statement.server.ts'
import { addSymptom, listSymptoms } from './symptom.server.ts'
import { listTimeline } from './timeline.server.ts'
import { changeVersionedRow } from './versioned-row.server.ts'

export interface IncidentToLog {
  title: string
  kind: IncidentKind
  severity: Severity
  serviceIds: string[]
  /** When users began to be hurt, as far as somebody knows it now. */
  started: TimeValue | null
  startedSource: string
  /** What users see; null leaves the symptoms for later. */
  symptom: { surface: Surface; kind: SymptomKind; textKo: string; textEn: string } | null
  summary?: string
  /** Where an imported incident comes from; the same name of the same kind is refused by the database. */
  source?: { kind: string; id: string }
  actor: Actor
  now: Instant
}

/**
 * Logs an incident and gives it the next reference of its year: the year of its start in the organisation's zone, or
 * the year of the logging while no start is known (a reference is a name, not a time).
 *
 * @throws DomainError `invalid` with the marker check's problems when the start cannot be.
 */
export async function logIncident(
  incident: IncidentToLog,
  q: Queryable = db,
): Promise<{ id: string; reference: string }> {
  return inTransaction(async (tx) => {
    await lockOrganisation(tx)
    const { zone } = await getOrganisation(tx)
    const { reference, year, number } = await nextReference(
      yearOf(incident.started?.at ?? incident.now, zone),
      tx,
    )
    const id = newId()
    await tx
      .insertInto('incident')
      .values({
        id,
        reference,
        reference_year: year,
        reference_number: number,
        kind: incident.kind,
        severity: incident.severity,
        title: incident.title,
        summary: incident.summary ?? '',
        cause: '',
        closed_at: null,
        removed_at: null,
        removed_reason: '',
        recorded_at: incident.now,
        recorded_by: incident.actor.name,
        version: 1,
        started_at: null,
        ended_at: null,
        year: null,
        source_kind: incident.source?.kind ?? null,
        source_id: incident.source?.id ?? null,
      })
      .execute()
    await setServices(id, incident.serviceIds, tx)
    await recordChange(
      {
        actor: incident.actor,
        now: incident.now,
        incidentId: id,
        entity: 'incident',
        entityId: id,
        action: 'logged',
        before: null,
        after: {
          reference,
          title: incident.title,
          kind: incident.kind,
          severity: incident.severity,
          ...(incident.source === undefined ? {} : { source: incident.source }),
        },
      },
      tx,
    )
    const by = { incidentId: id, actor: incident.actor, now: incident.now }
    if (incident.started) {
      await addReading(
        {
          ...by,
          markerKey: 'impact_start',
          value: incident.started,
          source: incident.startedSource,
          sourceUrl: '',
        },
        tx,
      )
    }
    if (incident.symptom) {
      await addSymptom({ ...by, symptom: { ...EMPTY_SYMPTOM, ...incident.symptom } }, tx)
    }
    return { id, reference }
  }, q)
}

const EMPTY_SYMPTOM = {
  serviceId: null,
  errorText: '',
  startedAt: null,
  endedAt: null,
  sharePercent: null,
  users: null,
  measuredHow: '',
}

async function nextReference(year: number, q: Queryable) {
  const { last } = await q
    .selectFrom('incident')
    .select((eb) => eb.fn.coalesce(eb.fn.max('reference_number'), eb.lit(0)).as('last'))
    .where('reference_year', '=', year)
    .executeTakeFirstOrThrow()
  const number = Number(last) + 1
  return { year, number, reference: formatReference(year, number) }
}

/**
 * Everything one incident is. Removed incidents are found too: whoever has the address sees that it was removed.
 *
 * @throws DomainError `not_found`.
 */
export async function getIncidentRecord(reference: string, q: Queryable = db): Promise<IncidentRecord> {
  const row = await q.selectFrom('incident').selectAll().where('reference', '=', reference).executeTakeFirst()
  if (row === undefined)
    throw new DomainError('not_found', { '': [{ code: 'incident_missing', params: { reference } }] })
  const { zone } = await getOrganisation(q)
  return {
    ...incidentColumns(row),
    zone,
    factors: await listFactors(row.id, q),
    services: await listAffectedServices(row.id, q),
    markers: await listMarkers(row.id, q),
    symptoms: await listSymptoms(row.id, q),
    timeline: await listTimeline(row.id, q),
    statements: await listStatements(row.id, q),
    actionItems: await listActionItems(row.id, q),
    wording: await getPublicWording(row.id, q),
    deniedCauses: await listDeniedCauses(row.id, q),
  }
}

function incidentColumns(row: Selectable<IncidentTable>) {
  return {
    id: row.id,
    reference: row.reference,
    kind: row.kind,
    severity: row.severity,
    title: row.title,
    summary: row.summary,
    cause: row.cause,
    closedAt: row.closed_at,
    removedAt: row.removed_at,
    removedReason: row.removed_reason,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
    version: row.version,
  }
}

async function listAffectedServices(incidentId: string, q: Queryable) {
  const rows = await q
    .selectFrom('incident_service')
    .innerJoin('service', 'service.id', 'incident_service.service_id')
    .select([
      'service.id',
      'service.name_ko',
      'service.name_en',
      'service.name_ja',
      'incident_service.started_at',
      'incident_service.ended_at',
    ])
    .where('incident_service.incident_id', '=', incidentId)
    .orderBy('service.position')
    .orderBy('service.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    nameKo: row.name_ko,
    nameEn: row.name_en,
    nameJa: row.name_ja,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  }))
}

async function setServices(incidentId: string, serviceIds: string[], q: Queryable): Promise<void> {
  const wanted = [...new Set(serviceIds)]
  const present = (
    await q
      .selectFrom('incident_service')
      .select('service_id')
      .where('incident_id', '=', incidentId)
      .execute()
  ).map((row) => row.service_id)
  const gone = present.filter((id) => !wanted.includes(id))
  const added = wanted.filter((id) => !present.includes(id))
  if (gone.length > 0) {
    await q
      .deleteFrom('incident_service')
      .where('incident_id', '=', incidentId)
      .where('service_id', 'in', gone)
      .execute()
  }
  if (added.length > 0) {
    const known = await q.selectFrom('service').select('id').where('id', 'in', added).execute()
    if (known.length < added.length) {
      throw new DomainError('invalid', { serviceIds: [{ code: 'not_a_choice' }] })
    }
    await q
      .insertInto('incident_service')
      .values(
        added.map((service_id) => ({
          incident_id: incidentId,
          service_id,
          started_at: null,
          ended_at: null,
        })),
      )
      .execute()
  }
}

export interface IncidentDetails {
  title: string
  kind: IncidentKind
  severity: Severity
  summary: string
  cause: string
  factors: Factor[]
  serviceIds: string[]
}

interface ChangeOfIncident {
  incidentId: string
  expectedVersion: number
  actor: Actor
  now: Instant
}

/** @throws DomainError `not_found`, `conflict`; `invalid` as `changeFactors`. */
export async function changeIncident(
  {
    serviceIds,
    factors,
    title,
    kind,
    severity,
    summary,
    cause,
    ...change
  }: IncidentDetails & ChangeOfIncident,
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    await changeIncidentRow(
      { ...change, set: { title, kind, severity, summary, cause }, action: 'changed' },
      tx,
    )
    await changeServices({ ...change, serviceIds }, tx)
    await changeFactors({ ...change, factors }, tx)
  }, q)
}

async function changeServices(
  {
    incidentId,
    serviceIds,
    actor,
    now,
  }: Omit<ChangeOfIncident, 'expectedVersion'> & { serviceIds: string[] },
  q: Queryable,
): Promise<void> {
  const before = (await listAffectedServices(incidentId, q)).map((service) => service.id).sort()
  const after = [...new Set(serviceIds)].sort()
  if (before.join() === after.join()) return
  await setServices(incidentId, after, q)
  await recordChange(
    {
      actor,
      now,
      incidentId,
      entity: 'incident',
      entityId: incidentId,
      action: 'services_changed',
      before,
      after,
    },
    q,
  )
}

/**
 * Gives a service its own window within the incident; null bounds stand for the incident's.
 *
 * @throws DomainError `invalid` when it ends before it starts; `not_found` when the incident does not touch the service.
 */
export async function setServiceWindow(
  {
    incidentId,
    serviceId,
    startedAt,
    endedAt,
    actor,
    now,
  }: Omit<ChangeOfIncident, 'expectedVersion'> & {
    serviceId: string
    startedAt: Instant | null
    endedAt: Instant | null
  },
  q: Queryable = db,
): Promise<void> {
  if (startedAt !== null && endedAt !== null && endedAt < startedAt) {
    throw new DomainError('invalid', { endedAt: [{ code: 'window_ends_before_start' }] })
  }
  await inTransaction(async (tx) => {
    const before = (await listAffectedServices(incidentId, tx)).find((service) => service.id === serviceId)
    if (before === undefined) throw new DomainError('not_found')
    await tx
      .updateTable('incident_service')
      .set({ started_at: startedAt, ended_at: endedAt })
      .where('incident_id', '=', incidentId)
      .where('service_id', '=', serviceId)
      .execute()
    await recordChange(
      {
        actor,
        now,
        incidentId,
        entity: 'incident_service',
        entityId: serviceId,
        action: 'changed',
        before: { startedAt: before.startedAt, endedAt: before.endedAt },
        after: { startedAt, endedAt },
      },
      tx,
    )
  }, q)
}

/**
 * Closes an incident: nobody works on it any more. Says nothing about when its impact ended.
 *
 * @throws DomainError `not_found`, `conflict`.
 */
export async function closeIncident(change: ChangeOfIncident, q: Queryable = db): Promise<void> {
  await inTransaction(async (tx) => {
    await changeIncidentRow({ ...change, set: { closed_at: change.now }, action: 'closed' }, tx)
  }, q)
}

/** @throws DomainError `not_found`, `conflict`. */
export async function reopenIncident(change: ChangeOfIncident, q: Queryable = db): Promise<void> {
  await inTransaction(async (tx) => {
    await changeIncidentRow({ ...change, set: { closed_at: null }, action: 'reopened' }, tx)
  }, q)
}

/**
 * Takes an incident out of lists and figures. Its reference is not given out again and its record stays.
 *
 * @throws DomainError `not_found`, `conflict`.
 */
export async function removeIncident(
  { reason, ...change }: ChangeOfIncident & { reason: string },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    await changeIncidentRow(
      { ...change, set: { removed_at: change.now, removed_reason: reason }, action: 'removed' },
      tx,
    )
  }, q)
}

/** @throws DomainError `not_found`, `conflict`. */
export async function restoreIncident(change: ChangeOfIncident, q: Queryable = db): Promise<void> {
  await inTransaction(async (tx) => {
    await changeIncidentRow(
      { ...change, set: { removed_at: null, removed_reason: '' }, action: 'restored' },
      tx,
    )
  }, q)
}

async function changeIncidentRow(
  change: ChangeOfIncident & { set: Partial<Selectable<IncidentTable>>; action: string },
  q: Queryable,
): Promise<void> {
  await changeVersionedRow({ ...change, table: 'incident', id: change.incidentId }, q)
}
