import type { LoaderFunctionArgs } from '@remix-run/node'
import { documentLanguage, incidentDocument, markdownAnswer } from '#app/documents/markdown.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { requireUser } from '#app/session.server.ts'
import { found } from '#app/submission.server.ts'

/** One incident as a document, as `sagwa incident show --markdown` prints it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const language = documentLanguage(request, user)
  return markdownAnswer(`incident-${record.reference}`, incidentDocument(record, language), language)
}
