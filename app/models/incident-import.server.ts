import { db, type Queryable } from '#db/client.server.ts'
import { fromJson } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { DomainError, type FieldProblems } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import type { IncidentDraft, SourceKind } from '#app/importers/draft.ts'
import type { Actor } from './audit.server.ts'
import { closeIncident, logIncident } from './incident.server.ts'
import { addReading } from './marker.server.ts'
import { addService, listServices } from './service.server.ts'
import { addTimelineEvent } from './timeline.server.ts'

export interface ImportToDo {
  kind: SourceKind
  drafts: readonly IncidentDraft[]
  /** Says what would be loaded, and writes nothing. */
  dryRun?: boolean
  actor: Actor
  now: Instant
}

export interface ImportOutcome {
  /** Loaded, or in a dry run those that would be; then without a reference. */
  added: { sourceId: string; reference: string | null }[]
  /** On record already, removed ones too. They are left as they are. */
  known: { sourceId: string; reference: string }[]
  /** On record under the same name with another title: the source was edited since, or there are two sources. */
  otherTitle: { sourceId: string; reference: string; title: string }[]
  refused: { sourceId: string; problems: FieldProblems }[]
  /** Names of services that were not in the catalogue. */
  newServices: string[]
}

/**
 * Loads drafts as incidents, each in a transaction of its own. What is on record from the same source stays as it is, so
 * that loading twice adds nothing and overwrites nothing. Services are found by either of their names and added where
 * there is none.
 */
export async function importIncidents(todo: ImportToDo, q: Queryable = db): Promise<ImportOutcome> {
  const outcome: ImportOutcome = { added: [], known: [], otherTitle: [], refused: [], newServices: [] }
  const onRecord = await listOnRecord(todo, q)
  const serviceIds = new Map(
    (await listServices(q)).flatMap((service) =>
      [service.nameKo, service.nameEn].filter(Boolean).map((name) => [nameKey(name), service.id] as const),
    ),
  )
  for (const draft of todo.drafts) {
    const { sourceId } = draft
    const known = onRecord.get(sourceId)
    if (known !== undefined) {
      outcome.known.push({ sourceId, reference: known.reference })
      if (known.importedTitle !== draft.title)
        outcome.otherTitle.push({ sourceId, ...known, title: draft.title })
      continue
    }
    const missing = draft.serviceNames.filter((name) => !serviceIds.has(nameKey(name)))
    try {
      const added = todo.dryRun
        ? { reference: null, services: missing.map((name) => [name, ''] as const) }
        : await addIncident(draft, { ...todo, missing, serviceIds }, q)
      outcome.added.push({ sourceId, reference: added.reference })
      for (const [name, id] of added.services) {
        serviceIds.set(nameKey(name), id)
        outcome.newServices.push(name)
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      outcome.refused.push({ sourceId, problems: error.problems })
    }
  }
  return outcome
}

interface OnRecord {
  reference: string
  /** As it was when it came, whatever it was changed to here. */
  importedTitle: string
}

async function listOnRecord({ kind }: ImportToDo, q: Queryable): Promise<Map<string, OnRecord>> {
  const rows = await q
    .selectFrom('incident')
    .innerJoin('audit_event', (join) =>
      join.onRef('audit_event.entity_id', '=', 'incident.id').on('audit_event.action', '=', 'logged'),
    )
    .select(['incident.source_id', 'incident.reference', 'incident.title', 'audit_event.after'])
    .where('incident.source_kind', '=', kind)
    .execute()
  return new Map(
    rows.flatMap(({ source_id, reference, title, after }) => {
      if (source_id === null) return []
      const logged = after === null ? null : (fromJson(after) as { title?: string } | null)
      return [[source_id, { reference, importedTitle: logged?.title ?? title }] as const]
    }),
  )
}

async function addIncident(
  draft: IncidentDraft,
  {
    kind,
    actor,
    now,
    missing,
    serviceIds,
  }: ImportToDo & { missing: readonly string[]; serviceIds: ReadonlyMap<string, string> },
  q: Queryable,
): Promise<{ reference: string; services: (readonly [name: string, id: string])[] }> {
  return inTransaction(async (tx) => {
    const by = { actor, now }
    const services: (readonly [string, string])[] = []
    for (const name of missing) {
      services.push([name, await addService({ nameKo: '', nameEn: name, zone: null, ...by }, tx)])
    }
    const idOf = new Map([...serviceIds, ...services.map(([name, id]) => [nameKey(name), id] as const)])
    const { id: incidentId, reference } = await logIncident(
      {
        title: draft.title,
        kind: draft.kind,
        severity: draft.severity,
        summary: draft.summary,
        serviceIds: draft.serviceNames.flatMap((name) => idOf.get(nameKey(name)) ?? []),
        started: draft.started,
        startedSource: draft.startedSource,
        symptom: null,
        source: { kind, id: draft.sourceId },
        ...by,
      },
      tx,
    )
    const of = { incidentId, ...by }
    if (draft.ended !== null) {
      await addReading(
        { ...of, markerKey: 'impact_end', value: draft.ended, source: draft.endedSource, sourceUrl: '' },
        tx,
      )
    }
    for (const { at, text, source } of draft.events) {
      const event = { occurredAt: at, approximate: false, kind: 'communication', text, source } as const
      await addTimelineEvent({ ...of, event: { ...event, sourceUrl: '', starred: false } }, tx)
    }
    if (draft.isOver) await closeIncident({ ...of, expectedVersion: 1 }, tx)
    return { reference, services }
  }, q)
}

function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
