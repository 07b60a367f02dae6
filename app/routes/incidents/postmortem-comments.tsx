import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { CommentsPanel } from '#app/components/comments/comments-panel.tsx'
import { ErrorSummary } from '#app/components/forms/form.tsx'
import { IncidentHeader } from '#app/components/incident-header.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { languageOf } from '#app/language.server.ts'
import { commentMessages } from '#app/messages/comments.ts'
import { getPostmortem } from '#app/models/document.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { localPath, paths } from '#app/paths.ts'
import { requireUser } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import { commentInput, doWithComments, readComments } from './postmortem-comments.server.ts'

/** The comments on a page of their own: where forms without script come back to when something has to be mended. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const postmortem = await getPostmortem(record.id)
  if (postmortem === null) throw redirect(paths.incidentPostmortem(record.reference))
  return { record, comments: await readComments(record, postmortem, user, { seen: true }) }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireUser(request)
  const form = await readForm(request)
  const submission = readSubmission(form, commentInput, languageOf(request, user))
  if (!submission.ok) throw new Response(null, { status: 400 })
  const { id: incidentId, reference } = await found(getIncidentRecord(params.reference!))
  return submit(submission, async (value) => {
    const id = await doWithComments(value, incidentId, user)
    const back = form.has('back') ? localPath(form.get('back')) : paths.incidentPostmortem(reference)
    return redirect(value.intent === 'remove' ? `${back}#comments` : `${back}#comment-${id}`)
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.record.reference} ${data.record.title} · Sagwa` : 'Sagwa' },
]

export default function PostmortemComments() {
  const { record, comments } = useLoaderData<typeof loader>()
  const t = useMessages(commentMessages)
  const answer = useActionData<typeof action>()
  const errors = Object.values(answer?.result.error ?? {}).flatMap((messages) => messages ?? [])
  const sent = answer?.result.initialValue
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return (
    <>
      <IncidentHeader incident={record} />
      <p>
        <Link to={paths.incidentPostmortem(record.reference)}>{t.back}</Link>
      </p>
      <ErrorSummary errors={errors.map((message) => ({ fieldId: null, message }))} />
      <CommentsPanel
        reference={record.reference}
        comments={comments}
        root={null}
        sent={
          sent
            ? { intent: text(sent.intent), id: text(sent.id), text: text(sent.text), quote: text(sent.quote) }
            : undefined
        }
      />
    </>
  )
}
