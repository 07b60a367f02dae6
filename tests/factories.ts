/** Small makers of records for tests: each test names only what it is about. */
import type { Queryable } from '#db/client.server.ts'
import { instantFromRfc3339, type Instant } from '#app/domain/instant.ts'
import type { Actor } from '#app/models/audit.server.ts'
import { logIncident, type IncidentToLog } from '#app/models/incident.server.ts'
import { createOrganisation, type OrganisationInput } from '#app/models/organisation.server.ts'
import { addService } from '#app/models/service.server.ts'

export const ACTOR: Actor = { id: null, name: 'Test' }

/** Noon of 2 April 2020 in Seoul: after everything that the origin record tells. */
export const NOW = at('2020-04-02T12:00:00+09:00')

/** An instant from RFC 3339 text. */
export function at(text: string): Instant {
  return instantFromRfc3339(text)
}

export async function makeOrganisation(
  q: Queryable,
  changes: Partial<OrganisationInput> = {},
): Promise<void> {
  await createOrganisation(
    {
      nameKo: '사과상점',
      nameEn: 'Apple Store Room',
      zone: 'Asia/Seoul',
      languages: ['ko', 'en'],
      defaultLanguage: 'ko',
      contactKo: 'help@example.com',
      contactEn: 'help@example.com',
      nameJa: '',
      contactJa: 'help@example.com',
      ...changes,
      actor: ACTOR,
      now: NOW,
    },
    q,
  )
}

export async function makeService(q: Queryable, nameEn = 'Chat', nameKo = '대화'): Promise<string> {
  return addService({ nameKo, nameEn, zone: null, actor: ACTOR, now: NOW }, q)
}

/** Logs an incident that began at `started` (RFC 3339), or at a time that nobody knows. */
export async function makeIncident(
  q: Queryable,
  { started, ...changes }: Partial<Omit<IncidentToLog, 'started'>> & { started?: string } = {},
): Promise<{ id: string; reference: string }> {
  return logIncident(
    {
      title: 'Messages are not sent',
      kind: 'incident',
      severity: 'major',
      serviceIds: [],
      started: started === undefined ? null : { shape: 'instant', at: at(started) },
      startedSource: 'monitoring',
      symptom: null,
      actor: ACTOR,
      now: NOW,
      ...changes,
    },
    q,
  )
}
