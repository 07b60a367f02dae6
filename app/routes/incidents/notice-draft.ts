import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { clockNow } from '#app/clock.server.ts'
import { noticeTextInput } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { findNoticeSlug, saveNoticeText, type Notice } from '#app/models/notice.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { readForm, readSubmission, submit, type Refusal } from '#app/submission.server.ts'
import type { SaveAnswer } from './draft-saver.ts'
import { draftOf } from './notice-form-data.ts'

/** What a page that saves by itself is told. */
export type DraftAnswer = SaveAnswer<Notice>

/** There is nothing to read here; the draft is on the page of the notice. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireRole(request, 'responder')
  throw new Response(null, { status: 404 })
}

/** `POST …/notices/draft`: saves the draft while it is written, with the version that the page has. */
export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const submission = readSubmission(await readForm(request), noticeTextInput, languageOf(request, user))
  if (!submission.ok) return refused(submission.refusal)
  const slug = await findNoticeSlug(params.reference!)
  if (slug === null) throw new Response(null, { status: 404 })
  const { languages } = await getOrganisation()
  return refused(
    await submit(submission, async (typed) => {
      const { version: expectedVersion, ...draft } = draftOf(typed, languages)
      const now = clockNow()
      const { version } = await saveNoticeText({
        slug,
        actor: actorOf(user),
        now,
        expectedVersion,
        ...draft,
      })
      return answer({ saved: true, version, at: now }, 200)
    }),
  )
}

function refused({ data, init }: Refusal): Response {
  const status = init?.status ?? 400
  const problems = Object.values(data.result.error ?? {}).flatMap((messages) => messages ?? [])
  return answer({ saved: false, current: status === 409 ? (data.current as Notice) : null, problems }, status)
}

function answer(body: DraftAnswer, status: number): Response {
  return Response.json(body, { status })
}
