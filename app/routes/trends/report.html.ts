import type { LoaderFunctionArgs } from '@remix-run/node'
import { documentLanguage } from '#app/documents/markdown.server.ts'
import { reportFile } from '#app/documents/report-file.server.tsx'
import { requireUser } from '#app/session.server.ts'
import { answeredReport } from './asked-report.server.ts'

/** The report of a year as one file that can be kept and forwarded; `sagwa report --html` prints the same. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const report = await answeredReport(request, params.year, user)
  if (report instanceof Response) return report
  const language = documentLanguage(request, user)
  return new Response(await reportFile(report, language), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': language,
      // To be kept: on this site the page itself is the better one.
      'Content-Disposition': `attachment; filename="incident-report-${report.year}.${language}.html"`,
      'Cache-Control': 'no-store',
    },
  })
}
