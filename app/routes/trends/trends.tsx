import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import type { CSSProperties, ReactNode } from 'react'
import { clockNow } from '#app/clock.server.ts'
import { drawTrendCharts, type TrendPictures } from '#app/components/charts/chart-pictures.server.tsx'
import { pageTrend } from '#app/components/charts/crowded.ts'
import { CUTS } from '#app/components/charts/cut-bars.tsx'
import { incidentsBehindHref } from '#app/components/charts/incidents-behind.ts'
import { PageHatch } from '#app/components/charts/marks.tsx'
import {
  CountsChart,
  CutFigure,
  DowntimeFigure,
  DurationsFigure,
  HoursFigure,
  LengthsFigure,
  Repeats,
  ServicesLostFigure,
  StripsChart,
  YEARS_ON_PAPER,
} from '#app/components/charts/trend-charts.tsx'
import { TrendSentence, TrendTable } from '#app/components/charts/trend-table.tsx'
import { CopyButton } from '#app/components/copy-button.tsx'
import { ErrorSummary } from '#app/components/forms/form.tsx'
import { EmptyState, PageHeader, Section } from '#app/components/layout/page.tsx'
import { OtherForms } from '#app/components/other-forms.tsx'
import { PrintButton } from '#app/components/print-button.tsx'
import { nameIn, useMay, useMessages, useReader } from '#app/components/reader.tsx'
import type { TrendTable as SpreadsheetTable } from '#app/domain/trend-csv.ts'
import { isUnfiltered, TREND_PARAMETERS } from '#app/domain/trend-query.ts'
import type { Trend, TrendFindingKind, TrendYear } from '#app/domain/trend-shape.ts'
import { trendUnknowns, trendUnknownText, type TrendUnknown } from '#app/domain/trend-unknowns.ts'
import { languageOf } from '#app/language.server.ts'
import { problemTexts } from '#app/messages/problems.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { listServices } from '#app/models/service.server.ts'
import { paths } from '#app/paths.ts'
import { requireUser } from '#app/session.server.ts'
import { askedTrend } from './asked-trend.server.ts'
import { TrendChips, TrendQuestion, type AskedTexts } from './trend-question.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const language = languageOf(request, user)
  const { search, searchParams: query } = new URL(request.url)
  const { trend, problems, today, rules } = await askedTrend(query, clockNow())
  const refused = Object.keys(problems).length > 0
  const names = ({ id, nameKo, nameEn }: { id: string; nameKo: string; nameEn: string }) => ({
    id,
    nameKo,
    nameEn,
  })
  return data(
    {
      title: trendMessages[language].title,
      trend: pageTrend(trend),
      pictures: await drawTrendCharts(trend, language),
      asked: Object.fromEntries(TREND_PARAMETERS.map((name) => [name, query.get(name) ?? ''])) as AskedTexts,
      search: refused ? '' : search,
      errors: problemTexts(problems, language),
      today,
      rules: rules.map(names),
      services: (await listServices()).map(names),
    },
    { status: refused ? 400 : 200 },
  )
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function Trends() {
  const { trend, pictures, asked, search, errors, today, rules, services } = useLoaderData<typeof loader>()
  const t = useMessages(trendMessages)
  const refused = Object.keys(errors).length > 0
  const isDefault = Object.values(asked).every((value) => value === '')
  const question = { trend, asked, errors, today, rules, services }
  return (
    <>
      <PageHeader
        title={t.title}
        meta={
          refused ? null : (
            <>
              <OtherForms
                addresses={{
                  csv: paths.trendsAs('csv') + search,
                  json: paths.trendsAs('json') + search,
                  md: paths.trendsAs('md') + search,
                }}
              />
              <PrintButton>{t.page.print}</PrintButton>
              <span className="print-only">{t.page.printed(trend.asOf)}</span>
            </>
          )
        }
      />
      {/* A new address is a new question: the fields start from it. */}
      <TrendQuestion {...question} key={JSON.stringify(asked)} />
      <ErrorSummary
        errors={Object.entries(errors).flatMap(([name, texts]) =>
          texts.map((message) => ({ fieldId: name in asked ? `ask-${name}` : null, message })),
        )}
      />
      {refused ? <p className="quiet">{t.page.refused}</p> : null}
      <TrendChips trend={trend} search={search} services={services} />
      {(isDefault || refused) && nothingHappened(trend) ? (
        <NothingYet undated={trend.undated} />
      ) : (
        <TrendSheet trend={trend} pictures={pictures} search={search} />
      )}
    </>
  )
}

/** Whether there is neither an incident nor an earlier count, nor a whole year of which that can be said. */
function nothingHappened({ years }: Trend): boolean {
  return years.every(({ count, partial }) => count === null || (count === 0 && partial))
}

/** Pixels that the strips may take on a sheet of A4, and what a row of them takes on the screen. */
const STRIPS_ON_PAPER = 320
const STRIP_ROW = 44

function TrendSheet({ trend, pictures, search }: { trend: Trend; pictures: TrendPictures; search: string }) {
  const t = useMessages(trendMessages)
  const { language } = useReader()
  const chart = { trend, language, search }
  const nothingFound = !isUnfiltered(trend.filters) && trend.whole.count === 0
  // Long sentences and many years share one sheet of paper.
  const forStrips = STRIPS_ON_PAPER - Math.max(0, trend.sentence[language].length - 200) * 0.25
  const onPaper = {
    '--strips-on-paper': Math.min(
      0.75,
      Math.max(0.3, forStrips / (Math.min(YEARS_ON_PAPER, trend.years.length) * STRIP_ROW + 42)),
    ),
  } as CSSProperties
  return (
    <div className="trend-sheet" style={onPaper}>
      <PageHatch />
      <Section id="said" title={t.page.said}>
        <TrendSentence trend={trend} language={language} />
        <p className="cluster trend-copy no-print">
          <CopyButton text={trend.sentence[language]} />
          <span className="quiet small">{t.page.copyHint}</span>
        </p>
        <RuleLine trend={trend} />
      </Section>
      {nothingFound ? <EmptyState title={t.page.emptyFiltered} text={t.page.emptyFilteredBody} /> : null}
      <div className="section trend-part">
        <StripsChart {...chart} />
      </div>
      <div className="section trend-part trend-counts">
        <CountsChart {...chart} pictures={pictures.counts} />
        <Details summary={t.page.numbers} open>
          <TrendTable trend={trend} language={language} />
        </Details>
      </div>
      <Section
        id="time-lost"
        title={t.page.timeLost}
        actions={<TableLink table="times" title={t.page.timeLost} search={search} />}
      >
        <DowntimeFigure {...chart} pictures={pictures.downtime} />
        <ServicesLostFigure {...chart} />
        <LengthsFigure {...chart} />
        <DurationsFigure {...chart} />
      </Section>
      <Section
        id="cuts"
        title={t.page.cuts}
        actions={<TableLink table="cuts" title={t.page.cuts} search={search} />}
      >
        <div className="cut-grid">
          {CUTS.map((cut) => (
            <CutFigure key={cut} cut={cut} {...chart} />
          ))}
        </div>
        <HoursFigure {...chart} />
        <Repeats trend={trend} language={language} />
      </Section>
      <NotKnown trend={trend} />
      <Details summary={t.method.title} className="trend-method">
        <ul className="stack">
          <li>{t.method.verdicts}</li>
          <li>{t.method.years}</li>
          <li>{t.method.interval}</li>
          <li>{t.method.test}</li>
          <li>{t.method.downtime}</li>
          <li>{t.method.median}</li>
        </ul>
      </Details>
    </div>
  )
}

/** The figures of a section as a file of their own. */
function TableLink({ table, title, search }: { table: SpreadsheetTable; title: string; search: string }) {
  return (
    <a href={paths.trendTable(table, search)} aria-label={`CSV: ${title}`}>
      CSV
    </a>
  )
}

function Details({
  summary,
  open,
  className = '',
  children,
}: {
  summary: string
  open?: boolean
  className?: string
  children: ReactNode
}) {
  return (
    <details className={`trend-details ${className}`} open={open}>
      <summary>{summary}</summary>
      {children}
    </details>
  )
}

/** Under which rule everything on the page is counted, and when the rule changed. */
function RuleLine({ trend }: { trend: Trend }) {
  const t = useMessages(trendMessages).page
  const { language } = useReader()
  const { rule, ruleChanges } = trend
  const filters = trend.filterWords[language]
  return (
    <div className="trend-rule">
      <p>
        <span className="quiet">{t.counted}:</span>{' '}
        <Link to={paths.countingRule(rule.id)}>
          {nameIn(language, rule)}, {t.version(rule.version)}
        </Link>
        <span className="cell-note">
          {rule.words[language]}. {t.zone(trend.zone)}
          {filters === '' ? null : ` ${filters}.`}
        </span>
      </p>
      {ruleChanges.length > 1 ? (
        <details className="trend-rule-history no-print">
          <summary>{t.ruleHistory}</summary>
          <ol>
            {ruleChanges.map((change) => (
              <li key={change.version} aria-current={change.inUse ? 'true' : undefined}>
                {t.ruleChanged(change.version, change.day, change.recordedBy)}
                {change.reason === '' ? null : `: ${change.reason}`}
                <span className="cell-note">{change.words[language]}</span>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </div>
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
  const link = (incidents: string | null, text: string) =>
    incidents === null ? text : <Link to={incidents}>{text}</Link>
  const found = (kind: TrendFindingKind, { year }: TrendYear) =>
    incidentsBehindHref(
      trend.findings.find((one) => one.kind === kind && one.year === year)?.incidents ?? null,
    )
  const unknowns = trendUnknowns(trend)
  const lines = unknowns.map((unknown): ReactNode => {
    const text = trendUnknownText(unknown, t)
    if (unknown.kind === 'daysNotStated') return link(incidentsBehindHref(unknown.year.incidents), text)
    if (unknown.kind === 'withoutLength') return link(found('length_unknown', unknown.year), text)
    if (unknown.kind === 'leftOut') return link(found('left_out', unknown.year), text)
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
