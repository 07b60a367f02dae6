import { compactMinutes } from '#app/domain/time-text.ts'
import type { Trend, TrendYear } from '#app/domain/trend-shape.ts'
import type { Language } from '#app/messages/define.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { paths } from '#app/paths.ts'
import { incidentsBehindHref } from './incidents-behind.ts'
import { partOfYear } from './part-of-year.ts'

/** The numbers of both pictures as a table, with the rule they were counted under. */
export function TrendTable({ trend, language }: { trend: Trend; language: Language }) {
  const t = trendMessages[language]
  const { rule, samePeriod } = trend
  const name = language === 'ko' ? rule.nameKo || rule.nameEn : rule.nameEn || rule.nameKo
  const through = t.day(Number(samePeriod.through.slice(0, 2)), Number(samePeriod.through.slice(3)))
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t.title}>
      <table className="table trend-table">
        <caption>{t.table.caption(name, rule.version, trend.asOf, rule.words[language])}</caption>
        <thead>
          <tr>
            <th scope="col">{t.table.year}</th>
            <th scope="col" className="number">
              {t.table.count}
            </th>
            <th scope="col" className="number">
              {t.table.interval}
            </th>
            <th scope="col" className="number">
              {t.table.samePeriod(through)}
            </th>
            <th scope="col" className="number">
              {t.table.downtime}
            </th>
            <th scope="col" className="number">
              {t.table.unknown}
            </th>
            <th scope="col">{t.table.basis}</th>
          </tr>
        </thead>
        <tbody>
          {trend.years.map((year, index) => (
            <tr key={year.year}>
              <th scope="row">
                <a href={paths.yearReport(year.year)} aria-label={t.page.report(year.year)}>
                  {year.year}
                </a>
                {year.partial ? <span className="cell-note">{partOfYear(year, language)}</span> : null}
              </th>
              <td className="number">
                <Count year={year} language={language} />
              </td>
              <td className="number">
                {year.interval
                  ? t.interval(year.interval.lower.toFixed(2), year.interval.upper.toFixed(2))
                  : '–'}
              </td>
              <td className="number">
                <SamePeriodCount part={samePeriod.years[index]} language={language} />
              </td>
              <td className="number">
                {year.downtimeMinutes === null ? t.notKnown : compactMinutes(year.downtimeMinutes, language)}
              </td>
              <td className="number">{year.kind === 'unknown' ? '–' : year.unknownDurations}</td>
              <td>
                <Basis year={year} language={language} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Count({ year, language }: { year: TrendYear; language: Language }) {
  const t = trendMessages[language]
  const incidents = incidentsBehindHref(year.incidents)
  if (year.count === null) return t.notKnown
  if (incidents === null) return year.count
  return (
    <a href={incidents} aria-label={t.openIncidents(year.year, year.count)}>
      {year.count}
    </a>
  )
}

function SamePeriodCount({
  part,
  language,
}: {
  part: Trend['samePeriod']['years'][number] | undefined
  language: Language
}) {
  const t = trendMessages[language]
  const incidents = incidentsBehindHref(part?.incidents ?? null)
  if (part == null || part.count === null) return t.notKnown
  return incidents === null ? (
    part.count
  ) : (
    <a href={incidents} aria-label={t.charts.counts.samePeriodShort(part.year, part.count)}>
      {part.count}
    </a>
  )
}

function Basis({ year, language }: { year: TrendYear; language: Language }) {
  const t = trendMessages[language]
  const { source } = year
  const notes = [
    ...year.others.map((other) =>
      other.source === null
        ? t.table.otherRecorded(other.count)
        : t.table.otherReported(other.count, other.source),
    ),
    ...(year.leftOut > 0 ? [t.table.leftOut(year.leftOut)] : []),
  ]
  return (
    <>
      {t.kinds[year.kind]}
      {source ? ': ' : null}
      {source && source.url !== '' ? <a href={source.url}>{source.name}</a> : source?.name}
      {notes.map((note) => (
        <span key={note} className="cell-note">
          {note}
        </span>
      ))}
    </>
  )
}

/** The sentences to be copied, with the verdict in a word before them. */
export function TrendSentence({ trend, language }: { trend: Trend; language: Language }) {
  const t = trendMessages[language]
  return (
    <div className="trend-sentence">
      <p className="trend-verdict" data-verdict={trend.verdict} title={t.verdictMeaning[trend.verdict]}>
        {t.verdict[trend.verdict]}
      </p>
      <p>{trend.sentence[language]}</p>
    </div>
  )
}
