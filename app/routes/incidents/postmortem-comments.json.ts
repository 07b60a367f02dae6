import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import type { CommentsData } from '#app/domain/document-comments.ts'
import { languageOf } from '#app/language.server.ts'
import { getPostmortem } from '#app/models/document.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { requireUser, type User } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import { commentInput, doWithComments, readComments } from './postmortem-comments.server.ts'

/** What a page that shows comments beside the text is told. */
export type CommentsAnswer =
  { done: string | null; comments: CommentsData } | { problems: string[]; comments: CommentsData | null }

/** `GET …/postmortem/comments.json`: the comments as they are now. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  return answer({ done: null, comments: await commentsFor(params.reference!, user) }, 200)
}

/** `POST …/postmortem/comments.json`: one step in a conversation, and the comments after it. */
export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireUser(request)
  const submission = readSubmission(await readForm(request), commentInput, languageOf(request, user))
  if (!submission.ok) throw new Response(null, { status: 400 })
  const { id: incidentId } = await found(getIncidentRecord(params.reference!))
  const { data, init } = await submit(submission, async (value) => {
    const done = await doWithComments(value, incidentId, user)
    return answer({ done, comments: await commentsFor(params.reference!, user) }, 200)
  })
  const problems = Object.values(data.result.error ?? {}).flatMap((messages) => messages ?? [])
  return answer({ problems, comments: await commentsFor(params.reference!, user) }, init?.status ?? 400)
}

async function commentsFor(reference: string, user: User): Promise<CommentsData> {
  const record = await found(getIncidentRecord(reference))
  const postmortem = await getPostmortem(record.id)
  if (postmortem === null) throw new Response(null, { status: 404 })
  return readComments(record, postmortem, user)
}

function answer(body: CommentsAnswer, status: number): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
}
