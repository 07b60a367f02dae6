import type { LoaderFunctionArgs } from '@remix-run/node'
import { CHART_NAMES, type ChartName } from '#app/components/charts/chart-names.ts'
import { documentLanguage } from '#app/documents/markdown.server.ts'
import type { Trend } from '#app/domain/trend-shape.ts'
import type { Language } from '#app/messages/define.ts'
import { requireUser } from '#app/session.server.ts'
import { answeredTrend } from './asked-trend.server.ts'

/** The picture that an address asks for: which chart, of which trend, in which language. */
export interface AskedChart {
  name: ChartName
  trend: Trend
  language: Language
  /** Of the file, without its ending; ASCII. */
  file: string
}

/** Reads it, or answers why it cannot be: 404 for a chart there is not, 400 for a query that cannot be understood. */
export async function askedChart({ request, params }: LoaderFunctionArgs): Promise<AskedChart | Response> {
  const user = await requireUser(request)
  const name = CHART_NAMES.find((one) => one === params.name)
  if (name === undefined) return new Response('There is no such chart.', { status: 404 })
  const trend = await answeredTrend(request, user)
  if (trend instanceof Response) return trend
  const language = documentLanguage(request, user)
  return { name, trend, language, file: `trend-${name}-${trend.asOf}.${language}` }
}
