import type { LoaderFunctionArgs } from '@remix-run/node'
import { clockNow } from '#app/clock.server.ts'
import { languageOf } from '#app/language.server.ts'
import { problemText } from '#app/messages/problems.ts'
import { requireUser } from '#app/session.server.ts'
import { askedTrend } from './asked-trend.server.ts'

/** The trend as `sagwa trend --json` prints it; 400 with the problems by parameter where it cannot be answered. */
export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const { trend, problems } = await askedTrend(new URL(request.url).searchParams, clockNow())
  if (Object.keys(problems).length === 0) return Response.json(trend)
  const language = languageOf(request, user)
  const told = Object.entries(problems).map(([parameter, list]) => [
    parameter,
    list.map((problem) => ({ ...problem, text: problemText(problem, language) })),
  ])
  return Response.json({ problems: Object.fromEntries(told) as unknown }, { status: 400 })
}
