/** The report of a year as a document: Markdown, and one HTML file that needs nothing else. */
import { renderToStaticMarkup } from 'react-dom/server'
import { drawChart } from '#app/components/charts/chart-drawing.server.tsx'
import { escapeMarkdown } from '#app/domain/facts.ts'
import type { YearlyReport } from '#app/domain/yearly-report.ts'
import {
  reportMarkdown,
  yearlyReportText,
  type ReportCell,
  type ReportSection,
} from '#app/domain/yearly-report-text.ts'
import type { Language } from '#app/messages/define.ts'
import { yearlyReportWords } from '#app/messages/yearly-report.ts'
import { PUBLIC_STYLE } from '#app/publishing/style.ts'

/** The report as Markdown. */
export function reportDocument(report: YearlyReport, language: Language): string {
  const text = yearlyReportText(report, language, yearlyReportWords[language])
  return `# ${escapeMarkdown(text.title)}\n\n${reportMarkdown(text)}`
}

/** Wider than a letter, because its tables are. */
const REPORT_STYLE =
  'body{max-width:calc(56rem + 48px)}main{padding:40px 0 56px}main p,main ul{max-width:40rem;margin:0 0 12px}' +
  '.basis,.note{color:var(--quiet);font-size:.9375rem}.wide{overflow-x:auto}' +
  'table{width:auto;min-width:min(100%,36rem);margin:16px 0;font-size:.9375rem}' +
  'th,td{padding:6px 20px 6px 0;white-space:nowrap}th{font-weight:400}thead th{color:var(--quiet)}' +
  'td:last-child,tbody th{white-space:normal}td:last-child{min-width:9em}.figure{text-align:right}' +
  'figure{margin:24px 0}figure svg{width:100%;height:auto}' +
  '@media print{main{padding:0}h2{margin-top:18pt}table{font-size:9pt}.wide{overflow:visible}figure,table{break-inside:avoid}}'

/** The report as an HTML file with its style and its picture in it: no script, nothing that has to be fetched. */
export async function reportFile(report: YearlyReport, language: Language): Promise<string> {
  const { title, basis, sections } = yearlyReportText(report, language, yearlyReportWords[language])
  const strips = await drawChart('strips', report.trend, language)
  return `<!doctype html>${renderToStaticMarkup(
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: PUBLIC_STYLE + REPORT_STYLE }} />
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          <p className="basis">
            {basis.map((line) => (
              <span key={line}>
                {line}
                <br />
              </span>
            ))}
          </p>
          {sections.map((section) => (
            <section key={section.id}>
              <h2>{section.title}</h2>
              <SectionBody section={section} />
              {section.id === 'numbers' ? (
                <figure dangerouslySetInnerHTML={{ __html: strips.slice(strips.indexOf('<svg')) }} />
              ) : null}
            </section>
          ))}
        </main>
      </body>
    </html>,
  )}\n`
}

function SectionBody({ section: { lines, table, list, note } }: { section: ReportSection }) {
  const figure = (column: number) => (table?.right.includes(column) ? 'figure' : undefined)
  return (
    <>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {table === null ? null : (
        <div className="wide">
          <table>
            <thead>
              <tr>
                {table.head.map((name, column) => (
                  <th key={name} scope="col" className={figure(column)}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, column) =>
                    column === 0 ? (
                      <th key={column} scope="row">
                        {cellText(cell)}
                      </th>
                    ) : (
                      <td key={column} className={figure(column)}>
                        {cellText(cell)}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.length === 0 ? null : (
        <ul>
          {list.map((item, index) => (
            <li key={index}>{cellText(item)}</li>
          ))}
        </ul>
      )}
      {note === null ? null : <p className="note">{note}</p>}
    </>
  )
}

/** Whoever gets the file may not reach the record, so a reference is a name here and no link. */
function cellText(cell: ReportCell): string {
  return typeof cell === 'string' ? cell : `${cell.reference} ${cell.text}`.trim()
}
