import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import type { Language, Severity } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { DomainError, refuse, type FieldProblems } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { wholeDay } from '#app/domain/markers.ts'
import { pictureSource } from '#app/domain/postmortem-names.ts'
import type { Actor } from './audit.server.ts'
import { pictureDigest, storedPicture, storePicture } from './document-picture.server.ts'
import { getPostmortem, listDocumentRevisions, saveDocumentRevision } from './document.server.ts'
import { closeIncident, logIncident } from './incident.server.ts'
import { getOrganisation } from './organisation.server.ts'

/** A postmortem as a file of a folder says it. */
export interface PostmortemToImport {
  /** The file in its folder; it is the name of an incident that was made for it. */
  name: string
  reference: string | null
  title: string
  /** The day of the incident as YYYY-MM-DD, where somebody wrote one down. */
  day: string | null
  /** How severe it was, where the file says so. */
  severity: Severity | null
  language: Language
  markdown: string
  /** The text to the letter of the file, where `markdown` is another way of writing it: on record it is no change either. */
  written?: string
  /** Pictures that lie beside the file, by their place as it stands in the text. */
  pictures: ReadonlyMap<string, Uint8Array>
}

/**
 * What became of a file. `older`: the text is that of an earlier revision, so it was written out before the newest one, and
 * nothing is taken back by it. A dry run says what would become of it; an incident that would be made has no reference yet.
 */
type Outcome =
  | { outcome: 'created'; reference: string | null; severity: Severity }
  | { outcome: 'begun' | 'revised' | 'unchanged'; reference: string }
  | { outcome: 'older'; reference: string; revision: number }
  | { outcome: 'refused'; problems: FieldProblems }

export type PostmortemImportOutcome = { name: string } & Outcome

interface ImportOfPostmortems {
  files: readonly PostmortemToImport[]
  /** Makes an incident for a file that belongs to none. */
  create: boolean
  /** Of incidents that are made for files that do not say how severe they were; null where nobody says. */
  severity?: Severity | null
  dryRun: boolean
  /** Why there is a new revision, as the history says it. */
  reason: string
  actor: Actor
  now: Instant
}

/** How incidents are marked that were made for a file. */
const SOURCE = 'postmortems'

/**
 * Loads postmortems, each in a transaction of its own: as the next revision of the incident that the file names, of the
 * one that was made for it before, or of a new one. What is on record already makes no revision. An incident that is made
 * has the day that the file names as a range, and no time that nobody wrote down; a file that does not say how severe it
 * was is refused unless `severity` does.
 */
export async function importPostmortems(
  { files, ...how }: ImportOfPostmortems,
  q: Queryable = db,
): Promise<PostmortemImportOutcome[]> {
  const { zone } = await getOrganisation(q)
  const outcomes: PostmortemImportOutcome[] = []
  const taken = new Map<string, string>()
  for (const file of files) {
    const { name } = file
    try {
      const work = (tx: Queryable) => importOne(file, { ...how, zone, taken }, tx)
      outcomes.push({ name, ...(how.dryRun ? await work(q) : await inTransaction(work, q)) })
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      outcomes.push({ name, outcome: 'refused', problems: error.problems })
    }
  }
  return outcomes
}

async function importOne(
  file: PostmortemToImport,
  {
    create,
    severity: otherwise = null,
    dryRun,
    reason,
    zone,
    taken,
    ...by
  }: Omit<ImportOfPostmortems, 'files'> & { zone: string; taken: Map<string, string> },
  tx: Queryable,
): Promise<Outcome> {
  const { language } = file
  const found = await incidentOf(file, tx)
  if (found === null) {
    if (!create) refuse({ '': [{ code: 'postmortem_of_no_incident' }] })
    const severity = file.severity ?? otherwise
    if (severity === null) throw new DomainError('invalid', { '': [{ code: 'postmortem_severity_unknown' }] })
    if (dryRun) return { outcome: 'created', reference: null, severity }
    const incident = await makeIncident(file, { zone, severity, ...by }, tx)
    await begin({ incidentId: incident.id, language, reason, ...by }, file, tx)
    return { outcome: 'created', reference: incident.reference, severity }
  }
  const { id: incidentId, reference } = found
  const other = taken.get(reference)
  if (other !== undefined) refuse({ '': [{ code: 'postmortem_twice', params: { reference, file: other } }] })
  taken.set(reference, file.name)
  const current = await getPostmortem(incidentId, tx)
  if (current === null) {
    if (!dryRun) await begin({ incidentId, language, reason, ...by }, file, tx)
    return { outcome: 'begun', reference }
  }
  const markdown = await withPictures(file, { incidentId, dryRun, ...by }, tx)
  const toTheLetter = { ...file, markdown: file.written ?? file.markdown }
  const written = await withPictures(toTheLetter, { incidentId, dryRun, ...by }, tx)
  const onRecord = current.markdown.trim()
  if (markdown.trim() === onRecord || written.trim() === onRecord) return { outcome: 'unchanged', reference }
  const older = (await listDocumentRevisions(incidentId, tx)).find((one) => one.markdown === markdown)
  if (older !== undefined) return { outcome: 'older', reference, revision: older.number }
  if (!dryRun) {
    const expectedRevision = current.number
    await saveDocumentRevision({ incidentId, expectedRevision, language, markdown, reason, ...by }, tx)
  }
  return { outcome: 'revised', reference }
}

/** The first revision. Its pictures need a document to belong to, so the text has their names before they are stored. */
async function begin(
  how: { incidentId: string; language: Language; reason: string; actor: Actor; now: Instant },
  file: PostmortemToImport,
  tx: Queryable,
): Promise<void> {
  const ids = new Map<string, string>()
  let { markdown } = file
  for (const [place, bytes] of file.pictures) {
    const digest = pictureDigest(bytes)
    const id = ids.get(digest) ?? newId()
    ids.set(digest, id)
    markdown = pointedAt(markdown, place, id)
  }
  await saveDocumentRevision({ ...how, expectedRevision: 0, markdown }, tx)
  for (const [name, bytes] of file.pictures) {
    await storePicture({ ...how, id: ids.get(pictureDigest(bytes)), name, bytes }, tx)
  }
}

function pointedAt(markdown: string, place: string, id: string): string {
  return markdown.replaceAll(`](${place}`, `](${pictureSource(id)}`)
}

/** The text with the pictures beside it stored, each by its id. A dry run knows those that are stored already. */
async function withPictures(
  { markdown, pictures }: PostmortemToImport,
  { incidentId, dryRun, ...by }: { incidentId: string; dryRun: boolean; actor: Actor; now: Instant },
  tx: Queryable,
): Promise<string> {
  let text = markdown
  for (const [place, bytes] of pictures) {
    const id = dryRun
      ? await storedPicture({ incidentId, bytes }, tx)
      : (await storePicture({ incidentId, name: place, bytes, ...by }, tx)).id
    if (id !== null) text = pointedAt(text, place, id)
  }
  return text
}

/** By the reference that the file names, else by the name of the file it was made for. */
async function incidentOf(
  { reference, name }: PostmortemToImport,
  q: Queryable,
): Promise<{ id: string; reference: string } | null> {
  const row = await q
    .selectFrom('incident')
    .select(['id', 'reference', 'removed_at'])
    .$if(reference !== null, (query) => query.where('reference', '=', reference))
    .$if(reference === null, (query) => query.where('source_kind', '=', SOURCE).where('source_id', '=', name))
    .executeTakeFirst()
  if (row === undefined) {
    // Another Sagwa's numbers mean other incidents here.
    if (reference !== null) refuse({ '': [{ code: 'incident_missing', params: { reference } }] })
    return null
  }
  if (row.removed_at !== null) {
    refuse({ '': [{ code: 'incident_missing', params: { reference: row.reference } }] })
  }
  return { id: row.id, reference: row.reference }
}

async function makeIncident(
  { name, title, day }: PostmortemToImport,
  { zone, severity, actor, now }: { zone: string; severity: Severity; actor: Actor; now: Instant },
  tx: Queryable,
): Promise<{ id: string; reference: string }> {
  const made = await logIncident(
    {
      title,
      kind: 'incident',
      severity,
      serviceIds: [],
      started: day === null ? null : wholeDay(day, zone),
      startedSource: name,
      symptom: null,
      source: { kind: SOURCE, id: name },
      actor,
      now,
    },
    tx,
  )
  await closeIncident({ incidentId: made.id, expectedVersion: 1, actor, now }, tx)
  return made
}

/** References of the incidents that have a postmortem, in order; without removed ones. */
export async function listPostmortemReferences(q: Queryable = db): Promise<string[]> {
  const rows = await q
    .selectFrom('document')
    .innerJoin('incident', 'incident.id', 'document.incident_id')
    .select('incident.reference')
    .where('document.kind', '=', 'postmortem')
    .where('incident.removed_at', 'is', null)
    .orderBy('incident.reference_year')
    .orderBy('incident.reference_number')
    .execute()
  return rows.map(({ reference }) => reference)
}
