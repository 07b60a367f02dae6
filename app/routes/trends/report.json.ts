import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireUser } from '#app/session.server.ts'
import { answeredReport } from './asked-report.server.ts'

/** The report of a year as `sagwa report --json` prints it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const report = await answeredReport(request, params.year, user)
  return report instanceof Response ? report : Response.json(report)
}
