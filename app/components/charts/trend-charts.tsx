import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { TREND_GRAINS, type TrendGrain } from '#app/domain/trend-query.ts'
import { compactMinutes } from '#app/domain/time-text.ts'
import { TREND_DURATIONS, type Distribution, type Trend, type TrendCut } from '#app/domain/trend-shape.ts'
import type { Language } from '#app/messages/define.ts'
import { factorMessages } from '#app/messages/factors.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { paths } from '#app/paths.ts'
import { ChartBlock } from './chart-block.tsx'
import { ChartPlace } from './chart-place.tsx'
import type { TrendPictures } from './chart-pictures.server.tsx'
import { MOST_REPEATS, perDayOf, REPEAT_REFERENCES } from './crowded.ts'
import { cutBars, groupName, lossText, serviceLossBars, type CutName } from './cut-bars.tsx'
import { dotLinks, durationStrips, lengthStrips } from './dot-strips.tsx'
import { heatMap } from './heat-map.tsx'
import { incidentsBehindHref } from './incidents-behind.ts'
import { periodRows } from './period-rows.tsx'
import { RowsFigure } from './rows-chart.tsx'
import { TwinTable, type TwinRow } from './twin-table.tsx'
import { YearStrips } from './year-strips.tsx'

interface Props {
  trend: Trend
  language: Language
  /** The query of the page, `?…` or empty. */
  search: string
}

/** Rows of the strips and of months that one printed page has room for. */
export const YEARS_ON_PAPER = 12

/** Groups of a cut that one printed page has room for; `trends.css` leaves out the rest. */
const GROUPS_ON_PAPER = 6

const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1)

/** The signature: every incident on its day, a row per year. */
export function StripsChart({ trend, language, search }: Props) {
  const t = trendMessages[language]
  const { title } = t.charts.strips
  return (
    <ChartBlock name="strips" title={title} search={search} language={language}>
      <YearStrips trend={trend} language={language} onPaper={YEARS_ON_PAPER} />
      {trend.years.length > YEARS_ON_PAPER ? (
        <p className="print-only small quiet">{t.charts.strips.onPaper(YEARS_ON_PAPER)}</p>
      ) : null}
      <TwinTable
        caption={title}
        language={language}
        head={[t.table.year, ...MONTHS.map((month) => t.month(month)), t.table.count]}
        rows={trend.years.map((year, index) => ({
          key: year.key,
          href: incidentsBehindHref(year.incidents),
          cells: [year.year, ...monthCounts(trend, index), year.count ?? t.notKnown],
        }))}
      />
    </ChartBlock>
  )
}

/** How many incidents began in each month; a month is not known where the days of the year are not. */
function monthCounts({ years, dots, asOf }: Trend, index: number): (number | string)[] {
  const year = years[index]
  const ofYear = dots[index]
  if (year?.kind !== 'recorded' || ofYear === undefined) return MONTHS.map(() => '?')
  const counts = MONTHS.map(() => 0)
  for (const [day, count] of perDayOf(ofYear)) {
    const month = new Date(Date.UTC(year.year, 0, day)).getUTCMonth()
    counts[month] = (counts[month] ?? 0) + count
  }
  return counts.map((count, month) =>
    `${year.year}-${String(month + 1).padStart(2, '0')}` > asOf.slice(0, 7) ? '' : count,
  )
}

/** Counts in the steps that were asked for, and the way to the other steps. */
export function CountsChart({
  trend,
  language,
  search,
  pictures,
}: Props & { pictures: TrendPictures['counts'] }) {
  const t = trendMessages[language]
  const { grain } = trend.query
  const title = t.charts.counts.title[grain]
  return (
    <ChartBlock
      name="counts"
      title={title}
      search={search}
      language={language}
      actions={<Grains trend={trend} language={language} search={search} />}
    >
      {pictures === null ? (
        <RowsFigure
          chart={periodRows(trend, language)}
          links={trend.periods.filter(({ incidents }) => incidents !== null).length}
          id="count-rows"
          skip={t.charts.skip}
          onPaper={trend.query.grain === 'month' ? 5 : 8}
        />
      ) : (
        <ChartPlace
          trend={countsOnly(trend)}
          language={language}
          pictures={pictures}
          id="counts"
          label={t.chartLabel}
          note={[
            trend.samePeriod.through === '12-31' ? t.charts.counts.wholeNote : t.charts.counts.note,
            ...(trend.series.some((one) => one.kind === 'recorded' && one.mayDrawTrendLine)
              ? [t.charts.counts.line]
              : []),
          ].join(' ')}
          load={async () => (await import('./yearly-chart.tsx')).YearlyChart}
        />
      )}
      {grain === 'year' ? null : (
        <TwinTable
          caption={title}
          language={language}
          head={[t.charts.period, t.table.count, t.table.interval, t.table.downtime, t.table.unknown]}
          rows={trend.periods.map((period) => ({
            key: period.key,
            href: incidentsBehindHref(period.incidents),
            cells: [
              periodName(period, language),
              period.count ?? t.notKnown,
              period.interval
                ? t.interval(period.interval.lower.toFixed(2), period.interval.upper.toFixed(2))
                : '–',
              lossText(period, language),
              period.kind === 'unknown' ? '–' : period.unknownDurations,
            ],
          }))}
        />
      )}
    </ChartBlock>
  )
}

function countsOnly({ years, samePeriod, series, ruleChanges }: Trend) {
  return { years, samePeriod, series, ruleChanges }
}

function Grains({ trend, language, search }: Props) {
  const t = trendMessages[language].page
  const asked = new URLSearchParams(search)
  const address = (grain: TrendGrain) => {
    const query = new URLSearchParams(asked)
    query.delete('grain')
    if (grain !== 'year') query.set('grain', grain)
    return `${paths.trends()}${query.size === 0 ? '' : `?${query.toString()}`}#counts`
  }
  return (
    <nav className="grains no-print" aria-label={t.grain}>
      {TREND_GRAINS.map((grain) => (
        <Link
          key={grain}
          to={address(grain)}
          aria-current={grain === trend.query.grain ? 'true' : undefined}
          preventScrollReset
        >
          {t.grains[grain]}
        </Link>
      ))}
    </nav>
  )
}

function periodName({ year, quarter, month }: Trend['periods'][number], language: Language): string {
  const t = trendMessages[language]
  if (quarter !== null) return `${year} ${t.quarter(quarter)}`
  return month === null ? String(year) : `${year} ${t.month(month)}`
}

/** Time lost per year. */
export function DowntimeFigure({
  trend,
  language,
  search,
  pictures,
}: Props & { pictures: TrendPictures['downtime'] }) {
  const t = trendMessages[language]
  const title = t.charts.downtime.title
  return (
    <ChartBlock name="downtime" title={title} search={search} language={language}>
      <ChartPlace
        trend={{ years: trend.years }}
        language={language}
        pictures={pictures}
        id="downtime"
        label={title}
        note={t.charts.downtime.note}
        load={async () => (await import('./downtime-chart.tsx')).DowntimeChart}
      />
      <TwinTable
        caption={title}
        language={language}
        head={[t.table.year, t.table.downtime, t.table.unknown, t.charts.shareWeighted]}
        rows={trend.years.map((year) => ({
          key: year.key,
          href: incidentsBehindHref(year.incidents),
          cells: [
            year.year,
            lossText(year, language),
            year.kind === 'unknown' ? '–' : year.unknownDurations,
            year.shareMinutes === null
              ? t.notKnown
              : `${compactMinutes(year.shareMinutes, language)} (${t.charts.n(year.shareKnown)})`,
          ],
        }))}
      />
    </ChartBlock>
  )
}

/** Time lost per service. */
export function ServicesLostFigure({ trend, language, search }: Props) {
  const t = trendMessages[language]
  const title = t.charts.servicesLost.title
  return (
    <ChartBlock name="services-lost" title={title} search={search} language={language}>
      <RowsFigure chart={serviceLossBars(trend, language)} id="services-lost-rows" skip={t.charts.skip} />
      <TwinTable
        caption={title}
        language={language}
        head={[t.page.service, t.table.count, t.table.downtime, t.table.unknown, t.charts.shareWeighted]}
        rows={trend.cuts.service.groups.map((group) => ({
          key: group.key,
          href: incidentsBehindHref(group.incidents),
          cells: [
            groupName('service', group.key, trend, language),
            group.count,
            lossText(group, language),
            group.unknownDurations,
            group.shareMinutes === null
              ? t.notKnown
              : `${compactMinutes(group.shareMinutes, language)} (${t.charts.n(group.shareKnown)})`,
          ],
        }))}
      />
    </ChartBlock>
  )
}

/** How long each incident lasted. */
export function LengthsFigure({ trend, language, search }: Props) {
  const t = trendMessages[language]
  const { title } = t.charts.lengths
  const { lengths } = trend
  return (
    <ChartBlock name="lengths" title={title} search={search} language={language}>
      <RowsFigure
        chart={lengthStrips(trend, language)}
        links={dotLinks([lengths]) * 2}
        id="lengths-rows"
        skip={t.charts.skip}
      />
      <TwinTable
        caption={title}
        language={language}
        head={[t.table.year, ...distributionHead(language)]}
        rows={[
          ...lengths.years.map((year): TwinRow => ({
            key: String(year.year),
            cells: [
              year.year,
              year.n,
              length(year.median, language),
              '',
              '',
              '',
              '',
              trend.years.find((one) => one.year === year.year)?.unknownDurations ?? '',
              '',
              '',
              '',
            ],
          })),
          { key: 'all', cells: [t.charts.lengths.all, ...distributionCells(lengths, language)] },
        ]}
      />
    </ChartBlock>
  )
}

/** Times until noticed, first said in public, mitigated and over. */
export function DurationsFigure({ trend, language, search }: Props) {
  const t = trendMessages[language]
  const { title } = t.charts.durations
  return (
    <ChartBlock name="durations" title={title} search={search} language={language}>
      <RowsFigure
        chart={durationStrips(trend, language)}
        links={dotLinks(Object.values(trend.durations))}
        id="durations-rows"
        skip={t.charts.skip}
      />
      <TwinTable
        caption={title}
        language={language}
        head={[t.charts.group, ...distributionHead(language)]}
        rows={TREND_DURATIONS.map((name) => ({
          key: name,
          cells: [t.charts.durations[name], ...distributionCells(trend.durations[name], language)],
        }))}
      />
    </ChartBlock>
  )
}

function distributionHead(language: Language): string[] {
  const t = trendMessages[language].charts.distribution
  return [
    'n',
    t.median,
    t.lowerQuartile,
    t.upperQuartile,
    t.min,
    t.max,
    t.unknown,
    t.invalid,
    t.notApplicable,
    t.ranges,
  ]
}

function distributionCells(one: Distribution, language: Language): ReactNode[] {
  return [
    one.n,
    ...[one.median, one.lowerQuartile, one.upperQuartile, one.min, one.max].map((minutes) =>
      length(minutes, language),
    ),
    one.unknown,
    one.invalid,
    one.notApplicable,
    one.ranges,
  ]
}

function length(minutes: number | null, language: Language): string {
  return minutes === null ? '–' : compactMinutes(Math.round(minutes), language)
}

/** Counts by what the incidents have in common. */
export function CutFigure({ cut, trend, language, search }: Props & { cut: CutName }) {
  const t = trendMessages[language]
  const { title } = t.charts[cut]
  const { groups } = trend.cuts[cut] as TrendCut<string>
  return (
    <ChartBlock name={cut} title={title} search={search} language={language}>
      <RowsFigure chart={cutBars(trend, cut, language)} id={`${cut}-rows`} skip={t.charts.skip} />
      {groups.length > GROUPS_ON_PAPER ? (
        <p className="print-only small quiet">{t.charts.topOnPaper(GROUPS_ON_PAPER, groups.length)}</p>
      ) : null}
      <TwinTable
        caption={title}
        language={language}
        head={[
          t.charts.group,
          t.table.count,
          ...trend.years.map(({ year }) => String(year)),
          t.table.downtime,
        ]}
        rows={groups.map((group) => ({
          key: group.key,
          href: incidentsBehindHref(group.incidents),
          cells: [
            groupName(cut, group.key, trend, language),
            group.count,
            ...group.years.map((count) => count ?? '?'),
            lossText(group, language),
          ],
        }))}
      />
    </ChartBlock>
  )
}

/** When incidents begin. */
export function HoursFigure({ trend, language, search }: Props) {
  const t = trendMessages[language]
  const { title } = t.charts.heat
  return (
    <ChartBlock name="hours" title={title} search={search} language={language} table="hours">
      <RowsFigure
        chart={heatMap(trend, language)}
        links={trend.heat.length}
        id="hours-rows"
        skip={t.charts.skip}
        className="heat-map"
      />
      {trend.hourUnknown.incidents !== null ? (
        <p className="small">
          <Link to={incidentsBehindHref(trend.hourUnknown.incidents)!}>
            {t.charts.heat.unknown(trend.hourUnknown.count)}
          </Link>
        </p>
      ) : null}
      <TwinTable
        caption={title}
        language={language}
        head={['', ...Array.from({ length: 24 }, (_, hour) => t.hour(hour))]}
        rows={[1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
          key: String(weekday),
          cells: [
            t.weekday(weekday),
            ...Array.from(
              { length: 24 },
              (_, hour) =>
                trend.heat.find((cell) => cell.weekday === weekday && cell.hour === hour)?.count ?? 0,
            ),
          ],
        }))}
      />
    </ChartBlock>
  )
}

/** What came back, as a table: words are no picture. */
export function Repeats({ trend, language }: Omit<Props, 'search'>) {
  const t = trendMessages[language].charts.repeats
  const { repeats } = trend
  return (
    <section className="chart-block no-print" id="repeats" aria-labelledby="repeats-title">
      <div className="chart-block-head">
        <h3 id="repeats-title">{t.title}</h3>
      </div>
      {repeats === null ? (
        <p className="quiet">{t.tooMany}</p>
      ) : repeats.length === 0 ? (
        <p className="quiet">{t.none}</p>
      ) : (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t.title}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.what}</th>
                <th scope="col" className="number">
                  {t.times}
                </th>
                <th scope="col">{t.when}</th>
                <th scope="col">{t.which}</th>
              </tr>
            </thead>
            <tbody>
              {repeats.slice(0, MOST_REPEATS).map((repeat, index) => (
                <tr key={index}>
                  <th scope="row" className="repeat-what">
                    {repeat.kind === 'factors'
                      ? repeat.factors.map((factor) => factorMessages[language].names[factor]).join(', ')
                      : repeat.text}
                    <span className="cell-note">{t.kinds[repeat.kind]}</span>
                  </th>
                  <td className="number">{repeat.count}</td>
                  <td className="nowrap">
                    {repeat.firstDay}–{repeat.lastDay}
                  </td>
                  <td className="repeat-references">
                    {repeat.references.slice(0, REPEAT_REFERENCES).map((reference) => (
                      <a key={reference} href={paths.incident(reference)} className="repeat-reference">
                        {reference}
                      </a>
                    ))}
                    {repeat.count > REPEAT_REFERENCES ? (
                      <span className="quiet">+{repeat.count - REPEAT_REFERENCES}</span>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
