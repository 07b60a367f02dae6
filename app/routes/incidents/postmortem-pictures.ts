import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { clockNow } from '#app/clock.server.ts'
import { DomainError, encodeProblem } from '#app/domain/errors.ts'
import { pictureSource } from '#app/domain/postmortem-names.ts'
import { languageOf } from '#app/language.server.ts'
import { problemTexts } from '#app/messages/problems.ts'
import { storePicture } from '#app/models/document-picture.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm } from '#app/submission.server.ts'
import { PICTURE_FORM } from './picture-refused.ts'

/** What an editor is told that sent a picture. */
export type PictureAnswer =
  | {
      stored: true
      /** As it stands in the Markdown. */
      source: string
      url: string
      /** Pixels. */
      width: number
      height: number
      /** Of the file, a first proposal for what it shows. */
      name: string
    }
  | { stored: false; problems: string[] }

/** There is nothing to read here; pictures are in the text. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireRole(request, 'responder')
  throw new Response(null, { status: 404 })
}

/** `POST …/postmortem/pictures`: one file called `picture`. Whoever does not ask for JSON is led back to
 * the form, which says what is wrong with a file that was refused. */
export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const sent = (await readForm(request)).get('picture')
  const { id: incidentId, reference } = await found(getIncidentRecord(params.reference!))
  const asksForJson = request.headers.get('Accept')?.includes('application/json') ?? false
  const file = sent instanceof File ? sent : new File([], '')
  try {
    const { id, width, height, name } = await found(
      storePicture({
        incidentId,
        name: file.name,
        bytes: new Uint8Array(await file.arrayBuffer()),
        actor: actorOf(user),
        now: clockNow(),
      }),
    )
    const source = pictureSource(id)
    if (!asksForJson)
      return redirect(`${paths.editPostmortem(reference)}?picture=${encodeURIComponent(source)}`)
    const url = paths.postmortemPicture(reference, id)
    return answer({ stored: true, source, url, width, height, name }, 201)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid') throw error
    if (!asksForJson) {
      const [problem = { code: 'picture_missing' }] = Object.values(error.problems).flat()
      return redirect(
        `${paths.editPostmortem(reference)}?refused=${encodeURIComponent(encodeProblem(problem))}#${PICTURE_FORM}`,
      )
    }
    const problems = Object.values(problemTexts(error.problems, languageOf(request, user))).flat()
    return answer({ stored: false, problems }, 400)
  }
}

function answer(body: PictureAnswer, status: number): Response {
  return Response.json(body, { status })
}
