import type { LoaderFunctionArgs } from '@remix-run/node'
import { documentLanguage, markdownAnswer, trendDocument } from '#app/documents/markdown.server.ts'
import { requireUser } from '#app/session.server.ts'
import { answeredTrend } from './asked-trend.server.ts'

/** The trend for a report, as `sagwa trend --markdown` prints it. */
export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const trend = await answeredTrend(request, user)
  if (trend instanceof Response) return trend
  const language = documentLanguage(request, user)
  return markdownAnswer(`trend-${trend.asOf}`, trendDocument(trend, language), language)
}
