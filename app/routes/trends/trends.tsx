import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { clockNow } from '#app/clock.server.ts'
import { ChartPlace } from '#app/components/charts/chart-place.tsx'
import { drawYearlyChart } from '#app/components/charts/chart-pictures.server.tsx'
import { countedIncidents } from '#app/components/charts/counted-incidents.ts'
import { TrendSentence, TrendTable } from '#app/components/charts/trend-table.tsx'
import { YearStrips } from '#app/components/charts/year-strips.tsx'
import { CopyButton } from '#app/components/copy-button.tsx'
import { ErrorSummary } from '#app/components/forms/form.tsx'
import { EmptyState, PageHeader, Section } from '#app/components/layout/page.tsx'
import { OtherForms } from '#app/components/other-forms.tsx'
import { nameIn, useMay, useMessages, useReader } from '#app/components/reader.tsx'
import type { Trend, TrendYear } from '#app/domain/trend.ts'
import { trendUnknowns, trendUnknownText, type TrendUnknown } from '#app/domain/trend-unknowns.ts'
import { languageOf } from '#app/language.server.ts'
import { problemTexts } from '#app/messages/problems.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { paths } from '#app/paths.ts'
import { requireUser } from '#app/session.server.ts'
import { askedTrend } from './asked-trend.server.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const language = languageOf(request, user)
  const { search, searchParams: query } = new URL(request.url)
  const { trend, problems, today, rules } = await askedTrend(query, clockNow())
  const refused = Object.keys(problems).length > 0
  return data(
    {
      title: trendMessages[language].title,
      trend,
      pictures: await drawYearlyChart(trend, language),
      asked: {
        from: query.get('from') ?? '',
        to: query.get('to') ?? '',
        asOf: query.get('asOf') ?? '',
        rule: query.get('rule') ?? '',
      },
      search,
      errors: problemTexts(problems, language),
      today,
      rules: rules.map(({ id, nameKo, nameEn }) => ({ id, nameKo, nameEn })),
    },
    { status: refused ? 400 : 200 },
  )
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function Trends() {
  const { trend, pictures, asked, search, errors, today, rules } = useLoaderData<typeof loader>()
  const t = useMessages(trendMessages)
  const { language } = useReader()
  const refused = Object.keys(errors).length > 0
  const isDefault = Object.values(asked).every((value) => value === '')
  const field = (name: keyof typeof asked) => ({ name, value: asked[name], errors: errors[name] })
  return (
    <>
      <PageHeader
        title={t.title}
        meta={
          refused ? null : (
            <OtherForms
              addresses={{
                csv: paths.trendsAs('csv') + search,
                json: paths.trendsAs('json') + search,
                md: paths.trendsAs('md') + search,
              }}
            />
          )
        }
      />
      {/* A new address is a new question: the fields start from it. */}
      <Form method="get" className="filters trend-question" aria-label={t.page.ask} key={search} noValidate>
        <AskedField {...field('from')} label={t.page.from}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              size={6}
              placeholder={String(trend.years[0]?.year ?? '')}
            />
          )}
        </AskedField>
        <AskedField {...field('to')} label={t.page.to}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              size={6}
              placeholder={String(trend.years.at(-1)?.year ?? '')}
            />
          )}
        </AskedField>
        <AskedField {...field('asOf')} label={t.page.asOf}>
          {(control) => (
            <input
              {...control}
              // A date field cannot show what is no date.
              type={errors.asOf ? 'text' : 'date'}
              max={today}
              defaultValue={asked.asOf || trend.asOf}
            />
          )}
        </AskedField>
        {rules.length > 1 || asked.rule !== '' ? (
          <AskedField {...field('rule')} label={t.page.rule}>
            {(control) => (
              <select {...control} defaultValue={trend.rule.id}>
                {rules.map((rule) => (
                  <option key={rule.id} value={rule.id}>
                    {nameIn(language, rule)}
                  </option>
                ))}
              </select>
            )}
          </AskedField>
        ) : null}
        <button className="button">{t.page.show}</button>
        {isDefault ? null : <Link to={paths.trends()}>{t.page.reset}</Link>}
      </Form>
      <ErrorSummary
        errors={Object.entries(errors).flatMap(([name, texts]) =>
          texts.map((message) => ({ fieldId: name in asked ? `ask-${name}` : null, message })),
        )}
      />
      {refused ? <p className="quiet">{t.page.refused}</p> : null}
      {(isDefault || refused) && nothingHappened(trend) ? (
        <NothingYet undated={trend.undated} />
      ) : (
        <TrendPictures trend={trend} pictures={pictures} />
      )}
    </>
  )
}

/** Whether there is neither an incident nor an earlier count, nor a whole year of which that can be said. */
function nothingHappened({ years }: Trend): boolean {
  return years.every(({ count, partial }) => count === null || (count === 0 && partial))
}

function TrendPictures({
  trend,
  pictures,
}: Pick<ReturnType<typeof useLoaderData<typeof loader>>, 'trend' | 'pictures'>) {
  const t = useMessages(trendMessages)
  const { language } = useReader()
  return (
    <>
      <Section id="said" title={t.page.said}>
        <TrendSentence trend={trend} language={language} />
        <p className="cluster trend-copy">
          <CopyButton text={trend.sentence[language]} />
          <span className="quiet small">{t.page.copyHint}</span>
        </p>
        <p className="trend-rule">
          <span className="quiet">{t.page.counted}:</span>{' '}
          <Link to={paths.countingRule(trend.rule.id)}>
            {nameIn(language, trend.rule)}, {t.page.version(trend.rule.version)}
          </Link>
          <span className="cell-note">
            {trend.rule.words[language]}. {t.page.zone(trend.zone)}
          </span>
        </p>
      </Section>
      <Section id="days" title={t.page.strips}>
        <YearStrips trend={trend} language={language} />
      </Section>
      <Section id="years" title={t.page.chart}>
        <ChartPlace trend={trend} language={language} pictures={pictures} />
      </Section>
      <Section id="numbers" title={t.page.numbers}>
        <TrendTable trend={trend} language={language} />
      </Section>
      <NotKnown trend={trend} />
      <details className="trend-method">
        <summary>{t.method.title}</summary>
        <ul className="stack">
          <li>{t.method.years}</li>
          <li>{t.method.interval}</li>
          <li>{t.method.test}</li>
          <li>{t.method.downtime}</li>
        </ul>
      </details>
    </>
  )
}

/** What can be known by stating when the record was kept. */
const ABOUT_PERIODS = new Set<TrendUnknown['kind']>([
  'unknownYears',
  'daysNotStated',
  'partOfYear',
  'partOfYearSoFar',
])

function NotKnown({ trend }: { trend: Trend }) {
  const t = useMessages(trendMessages).page
  const mayEnter = useMay('edit_record')
  const mayStatePeriods = useMay('enter_yearly_count')
  const link = (year: TrendYear, text: string) => {
    const incidents = countedIncidents(year, trend.rule)
    return incidents === null ? text : <Link to={incidents}>{text}</Link>
  }
  const unknowns = trendUnknowns(trend)
  const lines = unknowns.map((unknown): ReactNode => {
    const text = trendUnknownText(unknown, t)
    if (unknown.kind === 'daysNotStated' || unknown.kind === 'withoutLength') return link(unknown.year, text)
    if (unknown.kind !== 'undated' || !mayEnter) return text
    return (
      <>
        {text} <Link to={paths.incidents()}>{t.undatedLink}</Link>
      </>
    )
  })
  if (lines.length === 0) return null
  const periodsMatter = unknowns.some(({ kind }) => ABOUT_PERIODS.has(kind))
  return (
    <Section
      id="unknown"
      title={t.unknown}
      actions={
        periodsMatter ? (
          <Link to={paths.coveredPeriods()}>{mayStatePeriods ? t.statePeriods : t.seePeriods}</Link>
        ) : null
      }
    >
      <ul className="trend-unknown">
        {lines.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ul>
    </Section>
  )
}

function NothingYet({ undated }: { undated: number }) {
  const t = useMessages(trendMessages).page
  const mayLog = useMay('log_incident')
  const mayEnter = useMay('enter_yearly_count')
  return (
    <EmptyState
      title={t.empty}
      text={undated > 0 ? `${t.emptyBody} ${t.undated(undated)}` : t.emptyBody}
      example={t.emptyExample}
      action={
        <p className="cluster">
          {mayLog ? (
            <Link className="button button-primary" to={paths.newIncident()}>
              {t.log}
            </Link>
          ) : null}
          {mayEnter ? (
            <Link className="button" to={paths.yearlyCountSettings()}>
              {t.enterCounts}
            </Link>
          ) : null}
        </p>
      }
    />
  )
}

function AskedField({
  name,
  value,
  label,
  errors,
  children,
}: {
  name: string
  value: string
  label: string
  errors: string[] | undefined
  children: (control: {
    id: string
    name: string
    className: string
    defaultValue: string
    'aria-invalid': true | undefined
    'aria-describedby': string | undefined
  }) => ReactNode
}) {
  const id = `ask-${name}`
  return (
    <div className="filter">
      <label className="filter-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        name,
        className: 'input',
        defaultValue: value,
        'aria-invalid': errors ? true : undefined,
        'aria-describedby': errors ? `${id}-error` : undefined,
      })}
      {errors ? (
        <p className="field-error" id={`${id}-error`}>
          {errors.join(' ')}
        </p>
      ) : null}
    </div>
  )
}
