import type { LoaderFunctionArgs } from '@remix-run/node'
import { getPostmortem } from '#app/models/document.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { postmortemFile } from '#app/documents/postmortem-file.server.tsx'
import { requireUser } from '#app/session.server.ts'
import { found } from '#app/submission.server.ts'

/** The postmortem as one HTML file, to be kept and forwarded. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const postmortem = await getPostmortem(record.id)
  if (postmortem === null) throw new Response(null, { status: 404 })
  return new Response(await postmortemFile(record, postmortem, await getOrganisation()), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': postmortem.language,
      // To be kept: on this site the page itself is the better one.
      'Content-Disposition': `attachment; filename="postmortem-${record.reference}.${postmortem.language}.html"`,
      'Cache-Control': 'no-store',
    },
  })
}
