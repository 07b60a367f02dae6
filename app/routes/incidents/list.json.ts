import type { LoaderFunctionArgs } from '@remix-run/node'
import { incidentListJson } from '#app/domain/incident-json.ts'
import { listIncidents } from '#app/models/incident-list.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { requireUser } from '#app/session.server.ts'
import { found } from '#app/submission.server.ts'
import { queryToFilters } from './filters.ts'

/** The list with the filters of its page, as `sagwa incident list --json` prints it. `?after=` takes `next`. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireUser(request)
  const query = new URL(request.url).searchParams
  const { zone } = await getOrganisation()
  const page = await found(listIncidents({ filters: queryToFilters(query), cursor: query.get('after') }))
  return Response.json(incidentListJson(page, zone))
}
