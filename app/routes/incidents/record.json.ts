import type { LoaderFunctionArgs } from '@remix-run/node'
import { incidentJson } from '#app/domain/incident-json.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { requireUser } from '#app/session.server.ts'
import { found } from '#app/submission.server.ts'

/** One incident, as `sagwa incident show --json` prints it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireUser(request)
  return Response.json(incidentJson(await found(getIncidentRecord(params.reference!))))
}
