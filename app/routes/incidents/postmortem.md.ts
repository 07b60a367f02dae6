import type { LoaderFunctionArgs } from '@remix-run/node'
import { markdownAnswer, postmortemDocument } from '#app/documents/markdown.server.ts'
import { environment } from '#app/env.server.ts'
import { getPostmortem } from '#app/models/document.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { requireUser } from '#app/session.server.ts'
import { found } from '#app/submission.server.ts'

/** The postmortem as a file: written out, or with `?as=source` as it is stored. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const postmortem = await getPostmortem(record.id)
  if (postmortem === null) throw new Response(null, { status: 404 })
  const { origin, searchParams } = new URL(request.url)
  const form = searchParams.get('as') === 'source' ? 'source' : 'written'
  const text = postmortemDocument(record, postmortem, {
    speaker: await getOrganisation(),
    form,
    // Where the reader is signed in, so that pictures open for them.
    origin: environment().publicUrl ?? origin,
  })
  return markdownAnswer(`postmortem-${record.reference}`, text, postmortem.language)
}
