import type { LoaderFunctionArgs } from '@remix-run/node'
import { csvAnswer, csvText } from '#app/documents/csv.server.ts'
import { incidentCsvColumns } from '#app/domain/incident-csv.ts'
import { incidentPages } from '#app/models/incident-list.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { requireUser } from '#app/session.server.ts'
import { found } from '#app/submission.server.ts'
import { queryToFilters } from './filters.ts'

/** All incidents that the filters of the list leave, however many pages the list has. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireUser(request)
  const filters = queryToFilters(new URL(request.url).searchParams)
  const { zone } = await getOrganisation()
  const name = ['incidents', filters.year, filters.severity, filters.kind, filters.state].filter(Boolean)
  return found(csvAnswer(name.join('-'), csvText(incidentCsvColumns(zone), incidentPages({ filters }))))
}
