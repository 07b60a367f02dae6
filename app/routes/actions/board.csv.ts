import type { LoaderFunctionArgs } from '@remix-run/node'
import { clockNow } from '#app/clock.server.ts'
import { csvAnswer, csvText } from '#app/documents/csv.server.ts'
import { actionCsvColumns } from '#app/domain/action-board.ts'
import { plainDate } from '#app/domain/instant.ts'
import { actionBoardPages } from '#app/models/action-board.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { requireUser } from '#app/session.server.ts'
import { queryToFilters } from './filters.ts'

/** All items that the filters of the board leave, however many pages it has. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireUser(request)
  const filters = queryToFilters(new URL(request.url).searchParams)
  const { zone } = await getOrganisation()
  const today = plainDate(clockNow(), zone)
  const name = ['actions', filters.state, filters.kind, filters.year].filter(Boolean)
  return csvAnswer(
    name.join('-'),
    csvText(actionCsvColumns(today, zone), actionBoardPages({ filters, today })),
  )
}
