import type { LoaderFunctionArgs } from '@remix-run/node'
import { documentLanguage, markdownAnswer } from '#app/documents/markdown.server.ts'
import { reportDocument } from '#app/documents/report-file.server.tsx'
import { requireUser } from '#app/session.server.ts'
import { answeredReport } from './asked-report.server.ts'

/** The report of a year, as `sagwa report --markdown` prints it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const report = await answeredReport(request, params.year, user)
  if (report instanceof Response) return report
  const language = documentLanguage(request, user)
  return markdownAnswer(`incident-report-${report.year}`, reportDocument(report, language), language)
}
