import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { READING } from '#app/asleep.ts'
import { clockNow } from '#app/clock.server.ts'
import { drawable } from '#app/components/charts/crowded.ts'
import { YearStrips } from '#app/components/charts/year-strips.tsx'
import { ErrorSummary } from '#app/components/forms/form.tsx'
import { EmptyState, PageHeader, Section, TableScroll } from '#app/components/layout/page.tsx'
import { OtherForms } from '#app/components/other-forms.tsx'
import { useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { yearlyReportText, type ReportCell, type ReportSection } from '#app/domain/yearly-report-text.ts'
import { languageOf } from '#app/language.server.ts'
import { problemTexts } from '#app/messages/problems.ts'
import { yearlyReportMessages, yearlyReportWords } from '#app/messages/yearly-report.ts'
import { paths } from '#app/paths.ts'
import { requireUser } from '#app/session.server.ts'
import { askedReport } from './asked-report.server.ts'

export const handle = READING

export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const language = languageOf(request, user)
  const { search, searchParams } = new URL(request.url)
  const { report, problems } = await askedReport(searchParams, params.year, clockNow())
  const { year, isEmpty, running, asOf, through, figures } = report
  const { dots, years, samePeriod, covered, ruleChanges, query } = drawable(report.trend)
  return data(
    {
      text: yearlyReportText(report, language, yearlyReportWords[language]),
      strips: { dots, years, asOf: through, samePeriod, covered, ruleChanges, query },
      year,
      isEmpty,
      running,
      asOf,
      hasBegun: figures.count !== null,
      search,
      asked: searchParams.get('asOf') ?? '',
      errors: problemTexts(problems, language),
    },
    { status: Object.keys(problems).length > 0 ? 400 : 200 },
  )
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.text.title ?? ''} · Sagwa` },
]

export default function YearlyReportPage() {
  const { text, strips, year, isEmpty, asOf, search, asked, errors } = useLoaderData<typeof loader>()
  const t = useMessages(yearlyReportMessages)
  const { language } = useReader()
  const refused = Object.keys(errors).length > 0
  return (
    <div className="report">
      <PageHeader
        title={text.title}
        above={<Link to={paths.trends()}>{t.toTrend}</Link>}
        meta={
          refused || isEmpty ? null : (
            <OtherForms
              addresses={{
                md: paths.yearReportAs(year, 'md') + search,
                html: paths.yearReportAs(year, 'html') + search,
                json: paths.yearReportAs(year, 'json') + search,
              }}
            />
          )
        }
      />
      <div className="report-bar no-print">
        <nav aria-label={t.otherYears} className="cluster">
          <Link to={paths.yearReport(year - 1)}>← {t.before(year - 1)}</Link>
          {asOf.slice(0, 4) > String(year) ? (
            <Link to={paths.yearReport(year + 1)}>{t.after(year + 1)} →</Link>
          ) : null}
        </nav>
        <Form method="get" className="filters" key={search} noValidate>
          <div className="filter">
            <label className="filter-label" htmlFor="ask-asOf">
              {t.asOf}
            </label>
            <input
              id="ask-asOf"
              name="asOf"
              className="input"
              // A date field cannot show what is no date.
              type={errors.asOf ? 'text' : 'date'}
              defaultValue={asked || asOf}
              aria-invalid={errors.asOf ? true : undefined}
            />
          </div>
          <button className="button">{t.show}</button>
        </Form>
      </div>
      <ErrorSummary
        errors={Object.entries(errors).flatMap(([name, texts]) =>
          texts.map((message) => ({ fieldId: name === 'asOf' ? 'ask-asOf' : null, message })),
        )}
      />
      {isEmpty ? (
        <NothingKnown year={year} />
      ) : (
        <>
          <div className="report-basis">
            {text.basis.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
          {text.sections.map((section) => (
            <Section key={section.id} id={section.id} title={section.title}>
              <ReportPart section={section} />
              {section.id === 'numbers' ? <YearStrips trend={strips} language={language} /> : null}
            </Section>
          ))}
        </>
      )}
    </div>
  )
}

function ReportPart({ section }: { section: ReportSection }) {
  const { lines, table, list, note } = section
  return (
    <>
      {lines.map((line) => (
        <p key={line} className="report-line">
          {line}
        </p>
      ))}
      {table === null ? null : (
        <TableScroll label={table.caption}>
          <table className="table report-table">
            <caption className="visually-hidden">{table.caption}</caption>
            <thead>
              <tr>
                {table.head.map((name, column) => (
                  <th key={name} scope="col" className={table.right.includes(column) ? 'number' : undefined}>
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
                        <Cell cell={cell} />
                      </th>
                    ) : (
                      <td key={column} className={table.right.includes(column) ? 'number' : undefined}>
                        <Cell cell={cell} />
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {list.length === 0 ? null : (
        <ul className="report-list">
          {list.map((item, index) => (
            <li key={index}>
              <Cell cell={item} />
            </li>
          ))}
        </ul>
      )}
      {note === null ? null : <p className="section-note">{note}</p>}
    </>
  )
}

function Cell({ cell }: { cell: ReportCell }) {
  if (typeof cell === 'string') return <>{cell}</>
  return (
    <>
      <Link to={paths.incident(cell.reference)} className="number">
        {cell.reference}
      </Link>{' '}
      {cell.text}
    </>
  )
}

function NothingKnown({ year }: { year: number }) {
  const t = useMessages(yearlyReportMessages)
  const mayEnter = useMay('enter_yearly_count')
  return (
    <EmptyState
      title={t.empty(year)}
      text={t.emptyBody}
      action={
        mayEnter ? (
          <Link className="button" to={paths.yearlyCountSettings()}>
            {t.enterCount}
          </Link>
        ) : null
      }
    />
  )
}
