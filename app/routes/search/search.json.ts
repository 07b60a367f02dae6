import type { LoaderFunctionArgs } from '@remix-run/node'
import { precision, startTime } from '#app/domain/incident-json.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { search } from '#app/models/search.server.ts'
import { requireUser } from '#app/session.server.ts'
import { askedSearch } from './asked-search.ts'

/** What the search page finds, for programs and for the palette. `?before=` takes `next`; `?limit=` up to 100. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireUser(request)
  const query = new URL(request.url).searchParams
  const limit = Math.min(Math.max(Number.parseInt(query.get('limit') ?? '50', 10) || 50, 1), 100)
  const { zone } = await getOrganisation()
  const { incidents, next } = await search({ ...askedSearch(query), limit })
  return Response.json({
    incidents: incidents.map(({ started, ...incident }) => ({
      ...incident,
      startedAt: startTime(started, zone),
      startedAtPrecision: precision(started, zone),
    })),
    next,
  })
}
