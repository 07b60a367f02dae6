import type { LoaderFunctionArgs } from '@remix-run/node'
import { csvAnswer, csvText } from '#app/documents/csv.server.ts'
import { TREND_TABLES, withTrendTable } from '#app/domain/trend-csv.ts'
import { languageOf } from '#app/language.server.ts'
import { problemText } from '#app/messages/problems.ts'
import { requireUser } from '#app/session.server.ts'
import { answeredTrend } from './asked-trend.server.ts'

/** One table of the trend (`table`: one of `TREND_TABLES`, the periods by default) as `sagwa trend --csv` prints it. */
export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const asked = new URL(request.url).searchParams.get('table') || 'periods'
  const table = TREND_TABLES.find((name) => name === asked)
  if (table === undefined) {
    const text = problemText({ code: 'not_a_choice' }, languageOf(request, user))
    return Response.json({ problems: { table: [{ code: 'not_a_choice', text }] } }, { status: 400 })
  }
  const trend = await answeredTrend(request, user)
  if (trend instanceof Response) return trend
  const name = table === 'periods' ? 'trend' : `trend-${table}`
  return csvAnswer(
    `${name}-${trend.asOf}`,
    withTrendTable(trend, table, (columns, rows) => csvText(columns, [rows])),
  )
}
