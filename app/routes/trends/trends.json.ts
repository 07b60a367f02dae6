import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireUser } from '#app/session.server.ts'
import { answeredTrend } from './asked-trend.server.ts'

/** The trend as `sagwa trend --json` prints it. */
export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const trend = await answeredTrend(request, user)
  return trend instanceof Response ? trend : Response.json(trend)
}
