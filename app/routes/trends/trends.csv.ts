import type { LoaderFunctionArgs } from '@remix-run/node'
import { csvAnswer, csvText } from '#app/csv.server.ts'
import { trendCsvColumns, trendCsvRows } from '#app/domain/trend-csv.ts'
import { requireUser } from '#app/session.server.ts'
import { answeredTrend } from './asked-trend.server.ts'

/** The periods of the trend as `sagwa trend --csv` prints them. */
export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const trend = await answeredTrend(request, user)
  if (trend instanceof Response) return trend
  return csvAnswer(`trend-${trend.asOf}`, csvText(trendCsvColumns(trend), [trendCsvRows(trend)]))
}
