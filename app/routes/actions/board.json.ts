import type { LoaderFunctionArgs } from '@remix-run/node'
import { clockNow } from '#app/clock.server.ts'
import { actionBoardJson } from '#app/domain/action-board.ts'
import { plainDate } from '#app/domain/instant.ts'
import { listActionBoard } from '#app/models/action-board.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { requireUser } from '#app/session.server.ts'
import { queryToFilters } from './filters.ts'

/** The board with the filters of its page. `?after=` takes `next`. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireUser(request)
  const query = new URL(request.url).searchParams
  const { zone } = await getOrganisation()
  const today = plainDate(clockNow(), zone)
  const page = await listActionBoard({ filters: queryToFilters(query), today, cursor: query.get('after') })
  return Response.json(actionBoardJson(page, { today, zone }))
}
