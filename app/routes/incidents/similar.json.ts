import type { LoaderFunctionArgs } from '@remix-run/node'
import { precision, startTime } from '#app/domain/incident-json.ts'
import { SURFACES } from '#app/domain/symptoms.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { findSimilar } from '#app/models/similar-incidents.server.ts'
import { requireUser } from '#app/session.server.ts'

const LONGEST = 500

/**
 * Incidents like the one that somebody is about to log, asked while they type: `?title=&symptom=&surface=&serviceIds=`,
 * under the names that the form has.
 */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireUser(request)
  const query = new URL(request.url).searchParams
  const text = (name: string) => (query.get(name) ?? '').slice(0, LONGEST)
  const { zone } = await getOrganisation()
  const incidents = await findSimilar({
    asked: {
      // What users saw is often the message itself.
      errorTexts: [text('symptom')],
      texts: [text('title'), text('symptom')],
      factors: [],
      serviceIds: query.getAll('serviceIds').slice(0, 20),
      surfaces: SURFACES.filter((surface) => surface === query.get('surface')),
    },
    limit: 3,
  })
  return Response.json({
    incidents: incidents.map(({ started, ...incident }) => ({
      ...incident,
      startedAt: startTime(started, zone),
      startedAtPrecision: precision(started, zone),
    })),
  })
}
