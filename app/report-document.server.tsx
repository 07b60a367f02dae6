/** The report of a year as a document: Markdown, and one HTML file that needs nothing else. */
import { renderToStaticMarkup } from 'react-dom/server'
import { drawChart } from '#app/components/charts/chart-drawing.server.tsx'
import { escapeMarkdown } from '#app/domain/facts.ts'
import type { YearlyReport } from '#app/domain/yearly-report.ts'
import { reportMarkdown, yearlyReportText } from '#app/domain/yearly-report-text.ts'
import type { Language } from '#app/messages/define.ts'
import { yearlyReportWords } from '#app/messages/yearly-report.ts'
import { bodyHtml } from '#app/publishing/markdown.ts'
import { PUBLIC_STYLE } from '#app/publishing/style.ts'

/** The report as Markdown. */
export function reportDocument(report: YearlyReport, language: Language): string {
  const text = yearlyReportText(report, language, yearlyReportWords[language])
  return `# ${escapeMarkdown(text.title)}\n\n${reportMarkdown(text)}`
}

/** Wider than a letter, because its tables are. */
const REPORT_STYLE =
  'body{max-width:calc(56rem + 48px)}main{padding:40px 0 56px}table{font-size:.9375rem;margin:16px 0 24px}' +
  'th,td{padding:6px 16px 6px 0;overflow-wrap:normal}td[align=right],th[align=right]{text-align:right}' +
  'main p,main li{max-width:40rem}figure{margin:24px 0}figure svg{width:100%;height:auto}' +
  '@media(max-width:40rem){.sections{overflow-x:auto}}@media print{h2{margin-top:20pt}table{font-size:9pt}}'

/** The report as an HTML file with its style and its picture in it: no script, nothing that has to be fetched. */
export async function reportFile(report: YearlyReport, language: Language): Promise<string> {
  const text = yearlyReportText(report, language, yearlyReportWords[language])
  const { opening, sections } = bodyHtml(reportMarkdown(text))
  const strips = await drawChart('strips', report.trend, language)
  return `<!doctype html>${renderToStaticMarkup(
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{text.title}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: PUBLIC_STYLE + REPORT_STYLE }} />
      </head>
      <body>
        <main>
          <h1>{text.title}</h1>
          <div dangerouslySetInnerHTML={{ __html: opening }} />
          <figure dangerouslySetInnerHTML={{ __html: strips.slice(strips.indexOf('<svg')) }} />
          <div className="sections" dangerouslySetInnerHTML={{ __html: sections }} />
        </main>
      </body>
    </html>,
  )}\n`
}
