import { db, type Queryable } from '#db/client.server.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import type { TimeValue } from '#app/domain/markers.ts'
import { SIMILAR_FROM, similarity, tellingWords, type Comparable, type Shared } from '#app/domain/similar.ts'
import { listFactorsOf } from './incident-factor.server.ts'
import { listStarts } from './marker.server.ts'
import { search } from './search.server.ts'

/** An earlier incident and what it shares with the one that is asked about. */
export interface SimilarIncident {
  reference: string
  title: string
  started: TimeValue | null
  shared: Omit<Shared, 'serviceIds'> & { services: { nameKo: string; nameEn: string }[] }
}

/** However much is typed and however large the record is, so many questions are asked of it. */
const ERRORS_ASKED = 2
const WORDS_ASKED = 6
const FOUND_BY_WORD = 12
const FOUND_BY_FACT = 25
/** Of a word that stands everywhere only the newest places are looked at: it tells little. */
const AMONG = 1_000

/**
 * Incidents that are like what is asked, the most similar first and of equal ones the newest. Candidates come out of the
 * search index (error texts, words) and the newest incidents with the same factors and services, a bounded number each;
 * `similarity` decides. Removed ones are never among them.
 *
 * @param notId the incident itself
 * @param limit 1 to 20
 */
export async function findSimilar(
  { asked, notId = null, limit = 5 }: { asked: Comparable; notId?: string | null; limit?: number },
  q: Queryable = db,
): Promise<SimilarIncident[]> {
  const candidates = await loadCandidates(await candidateIds(asked, q), notId, q)
  const similar = candidates
    .map((candidate) => ({ candidate, ...similarity(asked, candidate) }))
    .filter(({ score }) => score >= SIMILAR_FROM)
    .sort(
      (a, b) =>
        b.score - a.score ||
        (b.candidate.startedAt ?? b.candidate.recordedAt) -
          (a.candidate.startedAt ?? a.candidate.recordedAt) ||
        (a.candidate.id < b.candidate.id ? 1 : -1),
    )
    .slice(0, limit)
  const starts = await listStarts(
    similar.map(({ candidate }) => candidate.id),
    q,
  )
  return similar.map(({ candidate, shared: { serviceIds, ...shared } }) => ({
    reference: candidate.reference,
    title: candidate.title,
    started: starts.get(candidate.id) ?? null,
    shared: {
      ...shared,
      services: candidate.services
        .filter(({ id }) => serviceIds.includes(id))
        .map(({ nameKo, nameEn }) => ({ nameKo, nameEn })),
    },
  }))
}

/** Incidents that are like one of the record. */
export function findSimilarTo(record: IncidentRecord, q: Queryable = db): Promise<SimilarIncident[]> {
  const asked = {
    errorTexts: record.symptoms.map(({ errorText }) => errorText),
    texts: [
      record.title,
      ...record.symptoms.flatMap(({ textKo, textEn, textJa }) => [textKo, textEn, textJa]),
    ],
    factors: record.factors,
    serviceIds: record.services.map(({ id }) => id),
    surfaces: record.symptoms.map(({ surface }) => surface),
  }
  return findSimilar({ asked, notId: record.id }, q)
}

async function candidateIds(asked: Comparable, q: Queryable) {
  const references = new Set<string>()
  const ids = new Set<string>()
  const errors = [...new Set(asked.errorTexts.map((text) => text.replaceAll(/["“”]/g, ' ').trim()))]
  const words = [...tellingWords(asked.texts).values()]
    // Long words are rarer than short ones.
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .slice(0, WORDS_ASKED)
  const queries = [
    ...errors
      .filter((text) => text !== '')
      .slice(0, ERRORS_ASKED)
      .flatMap((text) => [`"${text}"`, longestWords(text)])
      .map((typed) => ({ typed, entity: 'symptom' as const })),
    ...words.flatMap((typed) => [
      { typed, entity: 'incident' as const },
      { typed, entity: 'symptom' as const },
    ]),
  ]
  for (const { typed, entity } of queries) {
    const { incidents } = await search({ typed, filters: { entity }, limit: FOUND_BY_WORD, among: AMONG }, q)
    for (const { reference } of incidents) references.add(reference)
  }
  for (const factor of asked.factors) {
    if (factor === 'not_known') continue
    const rows = await q
      .selectFrom('incident_factor')
      .select('incident_id')
      .where('factor', '=', factor)
      .orderBy('incident_id', 'desc')
      .limit(FOUND_BY_FACT)
      .execute()
    for (const row of rows) ids.add(row.incident_id)
  }
  for (const serviceId of asked.serviceIds.slice(0, 10)) {
    const rows = await q
      .selectFrom('incident_service')
      .select('incident_id')
      .where('service_id', '=', serviceId)
      .orderBy('incident_id', 'desc')
      .limit(FOUND_BY_FACT)
      .execute()
    for (const row of rows) ids.add(row.incident_id)
  }
  return { references: [...references], ids: [...ids] }
}

/** An error text without its numbers, as far as a search reads it: the same error, another day. */
function longestWords(text: string): string {
  return [...text.matchAll(/\p{L}{3,}/gu)]
    .map(([word]) => word)
    .sort((a, b) => b.length - a.length)
    .slice(0, 4)
    .join(' ')
}

async function loadCandidates(
  { references, ids }: { references: string[]; ids: string[] },
  notId: string | null,
  q: Queryable,
) {
  if (references.length === 0 && ids.length === 0) return []
  const incidents = await q
    .selectFrom('incident')
    .select(['id', 'reference', 'title', 'started_at', 'recorded_at'])
    .where('removed_at', 'is', null)
    .where((eb) => eb.or([eb('id', 'in', [...ids, '']), eb('reference', 'in', [...references, ''])]))
    .$if(notId !== null, (query) => query.where('id', '!=', notId!))
    .execute()
  const found = incidents.map(({ id }) => id)
  if (found.length === 0) return []
  const symptoms = await q
    .selectFrom('symptom')
    .select(['incident_id', 'surface', 'text_ko', 'text_en', 'text_ja', 'error_text'])
    .where('incident_id', 'in', found)
    .where('removed_at', 'is', null)
    .execute()
  const services = await q
    .selectFrom('incident_service')
    .innerJoin('service', 'service.id', 'incident_service.service_id')
    .select(['incident_service.incident_id', 'service.id', 'service.name_ko', 'service.name_en'])
    .where('incident_service.incident_id', 'in', found)
    .orderBy('service.position')
    .execute()
  const factors = await listFactorsOf(found, q)
  const symptomsOf = Map.groupBy(symptoms, (row) => row.incident_id)
  const servicesOf = Map.groupBy(services, (row) => row.incident_id)
  return incidents.map((row) => {
    const own = symptomsOf.get(row.id) ?? []
    const touched = servicesOf.get(row.id) ?? []
    return {
      id: row.id,
      reference: row.reference,
      title: row.title,
      startedAt: row.started_at,
      recordedAt: row.recorded_at,
      services: touched.map((service) => ({
        id: service.id,
        nameKo: service.name_ko,
        nameEn: service.name_en,
      })),
      errorTexts: own.map((symptom) => symptom.error_text),
      texts: [row.title, ...own.flatMap(({ text_ko, text_en, text_ja }) => [text_ko, text_en, text_ja])],
      factors: factors.get(row.id) ?? [],
      serviceIds: touched.map(({ id }) => id),
      surfaces: own.map(({ surface }) => surface),
    }
  })
}
