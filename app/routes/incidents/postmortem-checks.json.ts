import type { LoaderFunctionArgs } from '@remix-run/node'
import { getPostmortem } from '#app/models/document.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { requireRole } from '#app/session.server.ts'
import { found } from '#app/submission.server.ts'
import { asWritten, openPointsOf } from './postmortem-review.server.ts'

/** `GET …/postmortem/checks.json`: what a review would ask of the text that is being written, as it is on disk. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const record = await found(getIncidentRecord(params.reference!))
  const postmortem = await getPostmortem(record.id)
  if (postmortem === null) throw new Response(null, { status: 404 })
  const points = await openPointsOf(record, await asWritten(postmortem), user)
  return Response.json(points, { headers: { 'Cache-Control': 'no-store' } })
}
