import { dayNumberOf } from '#app/domain/coverage.ts'
import { compactMinutes } from '#app/domain/time-text.ts'
import type { Trend, TrendDot, TrendYear, YearDots } from '#app/domain/trend.ts'
import type { Language } from '#app/messages/define.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { paths } from '#app/paths.ts'
import { countedIncidents } from './counted-incidents.ts'
import { partOfYear } from './part-of-year.ts'

const HEIGHT = 40
const MIDDLE = HEIGHT / 2
const SLOTS = 366
const LAST_OF_FEBRUARY = 59
/** Days on the scale that two words need on a phone. */
const ROOM_FOR_WORDS = 130

/**
 * One row per year with January to December aligned, each incident on its day and one line for the as-of date through
 * all rows, so that the same period of every year is seen side by side. Plain SVG in percent of its width: it needs no
 * script and fits every page. Dots lead to their incidents.
 */
export function YearStrips({ trend, language }: { trend: Trend; language: Language }) {
  const t = trendMessages[language]
  const asOf = asOfPosition(trend)
  const crowded = trend.dots.some((dots) => dots.perDay !== null)
  return (
    <figure className="year-strips" aria-label={t.stripsLabel}>
      <div className="year-strips-row year-strips-head" aria-hidden="true">
        <span />
        <svg width="100%" height="20">
          {MONTHS.map((month) => (
            <text
              key={month}
              x={percent(slotOf(monthStart(month), SLOTS) - 1)}
              y="14"
              className={month % 3 === 1 ? undefined : 'year-strips-minor'}
            >
              {t.month(month)}
            </text>
          ))}
        </svg>
        <span />
      </div>
      <ol className="year-strips-rows">
        {trend.years.map((year, index) => (
          <li key={year.year} className="year-strips-row">
            <span className="year-strips-year">{year.year}</span>
            <Strip
              year={year}
              dots={trend.dots[index]}
              asOf={asOf}
              coverageStated={trend.covered.length > 0}
              language={language}
            />
            <Count year={year} rule={trend.rule} language={language} />
          </li>
        ))}
      </ol>
      <div className="year-strips-row" aria-hidden="true">
        <span />
        <svg width="100%" height="22" className="year-strips-as-of-label">
          <line x1={percent(asOf)} x2={percent(asOf)} y1="0" y2="6" className="year-strips-as-of" />
          <text x={percent(asOf)} y="19" textAnchor={asOf < 60 ? 'start' : asOf > 306 ? 'end' : 'middle'}>
            {t.asOf(dayText(Number(trend.asOf.slice(5, 7)), Number(trend.asOf.slice(8)), language))}
          </text>
        </svg>
        <span />
      </div>
      <figcaption className="chart-note">
        {t.dots} {crowded ? t.crowded : ''}
      </figcaption>
    </figure>
  )
}

interface StripProps {
  year: TrendYear
  dots: YearDots | undefined
  /** In days of the common scale. */
  asOf: number
  coverageStated: boolean
  language: Language
}

function Strip({ year, dots, asOf, coverageStated, language }: StripProps) {
  const t = trendMessages[language]
  const onRecord = year.kind === 'recorded'
  return (
    <div className="year-strips-strip">
      <svg
        width="100%"
        height={HEIGHT}
        role="group"
        aria-label={t.stripLabel(year.year, year.count === null ? t.notKnown : t.incidents(year.count))}
      >
        {MONTHS.slice(1).map((month) => {
          const x = percent(slotOf(monthStart(month), SLOTS) - 1)
          return <line key={month} x1={x} x2={x} y1="0" y2={HEIGHT} className="year-strips-month" />
        })}
        {onRecord ? (
          stretchesOf(year, asOf).map(({ from, until, kept }) => (
            <line
              key={from}
              x1={percent(from)}
              x2={percent(until)}
              y1={MIDDLE}
              y2={MIDDLE}
              className={kept ? 'year-strips-base' : 'year-strips-base year-strips-not-kept'}
            />
          ))
        ) : (
          <line
            x1="0"
            x2={percent(year.running ? asOf : SLOTS)}
            y1={MIDDLE}
            y2={MIDDLE}
            className="year-strips-base year-strips-dashed"
          />
        )}
        <line x1={percent(asOf)} x2={percent(asOf)} y1="0" y2={HEIGHT} className="year-strips-as-of" />
        {(dots?.incidents ?? []).map((dot) => (
          <Dot key={dot.reference} dot={dot} year={year} language={language} />
        ))}
        {dots?.perDay ? <Days perDay={dots.perDay} daysInYear={year.daysInYear} /> : null}
      </svg>
      {onRecord ? (
        stretchesOf(year, asOf)
          .filter((stretch) => !stretch.kept && stretch.until - stretch.from >= ROOM_FOR_WORDS)
          .filter((stretch) => !hasIncident(stretch, year, dots))
          .map(({ from, until }) => (
            <span
              key={from}
              className="year-strips-number"
              style={{ left: percent(from), right: percent(SLOTS - until) }}
            >
              <span>{t.notKept}</span>
            </span>
          ))
      ) : (
        <span className="year-strips-number">
          <span>
            {year.count === null ? (coverageStated ? t.notKnown : t.noRecord) : t.incidents(year.count)}
            {year.count === null ? null : <span className="year-strips-note"> · {t.noDates}</span>}
          </span>
        </span>
      )}
    </div>
  )
}

/** A stroke per day, higher the more incidents it had. One path, because crowded years have thousands of them. */
function Days({ perDay, daysInYear }: { perDay: [day: number, count: number][]; daysInYear: number }) {
  const strokes = perDay.map(([day, count]) => {
    const half = Math.min(MIDDLE - 2, 2 + count * 2)
    return `M${slotOf(day, daysInYear) - 0.5} ${MIDDLE - half}v${half * 2}`
  })
  return (
    <svg width="100%" height={HEIGHT} viewBox={`0 0 ${SLOTS} ${HEIGHT}`} preserveAspectRatio="none">
      <path d={strokes.join('')} vectorEffect="non-scaling-stroke" className="year-strips-day" />
    </svg>
  )
}

interface Stretch {
  /** On the common scale. */
  from: number
  until: number
  kept: boolean
}

/** The days of a year up to the as-of date, in turns covered by the record and not. */
function stretchesOf(year: TrendYear, asOf: number): Stretch[] {
  const end = year.running ? asOf : SLOTS
  const stretches: Stretch[] = []
  let reached = 0
  for (const { from, until } of year.covered) {
    const first = slotOf(dayNumberOf(from), year.daysInYear) - 1
    if (first > reached) stretches.push({ from: reached, until: first, kept: false })
    reached = slotOf(dayNumberOf(until), year.daysInYear)
    stretches.push({ from: first, until: reached, kept: true })
  }
  if (reached < end) stretches.push({ from: reached, until: end, kept: false })
  return stretches
}

function hasIncident({ from, until }: Stretch, year: TrendYear, dots: YearDots | undefined): boolean {
  const days = dots?.incidents?.map(({ day }) => day) ?? dots?.perDay?.map(([day]) => day) ?? []
  return days.some((day) => {
    const slot = slotOf(day, year.daysInYear)
    return slot > from && slot <= until
  })
}

function Dot({ dot, year, language }: { dot: TrendDot; year: TrendYear; language: Language }) {
  const t = trendMessages[language]
  const date = new Date(Date.UTC(year.year, 0, dot.day))
  const length = dot.minutes === null ? t.unknownLength : compactMinutes(dot.minutes, language)
  const label = [
    dot.reference,
    dayText(date.getUTCMonth() + 1, date.getUTCDate(), language),
    length,
    t.severity[dot.severity],
  ].join(' · ')
  const x = percent(slotOf(dot.day, year.daysInYear) - 0.5)
  return (
    <a
      href={paths.incident(dot.reference)}
      aria-label={label}
      className={`year-strips-dot year-strips-${dot.severity}`}
    >
      <title>{label}</title>
      {/* Large enough for a finger, whatever the length. */}
      <circle cx={x} cy={MIDDLE} r="12" className="year-strips-target" />
      <circle
        cx={x}
        cy={MIDDLE}
        r={radius(dot.minutes)}
        className={dot.minutes === null ? 'year-strips-hollow' : ''}
      />
    </a>
  )
}

function Count({ year, rule, language }: { year: TrendYear; rule: Trend['rule']; language: Language }) {
  const t = trendMessages[language]
  const incidents = countedIncidents(year, rule)
  if (year.count === null || year.interval === null) return <span className="year-strips-count">?</span>
  return (
    <span className="year-strips-count">
      <b>
        {incidents === null ? (
          year.count
        ) : (
          <a href={incidents} aria-label={t.openIncidents(year.year, year.count)}>
            {year.count}
          </a>
        )}
      </b>{' '}
      <span className="year-strips-interval" title={t.intervalTitle}>
        {t.interval(year.interval.lower.toFixed(1), year.interval.upper.toFixed(1))}
      </span>
      {year.partial ? <small>{partOfYear(year, language)}</small> : null}
    </span>
  )
}

const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1)

/** Day of a leap year on which a month begins. */
function monthStart(month: number): number {
  return (Date.UTC(2020, month - 1, 1) - Date.UTC(2020, 0, 1)) / 86_400_000 + 1
}

/** Place of a day on the scale that all years share, where 29 February has a place in every year. */
function slotOf(day: number, daysInYear: number): number {
  return daysInYear < SLOTS && day > LAST_OF_FEBRUARY ? day + 1 : day
}

function asOfPosition({ asOf }: Trend): number {
  return monthStart(Number(asOf.slice(5, 7))) + Number(asOf.slice(8)) - 1
}

function percent(slots: number): string {
  return `${((slots / SLOTS) * 100).toFixed(3)}%`
}

/** The area grows with the minutes; below a quarter of an hour and above nine hours it stays as it is. */
function radius(minutes: number | null): number {
  if (minutes === null) return 4
  return Math.min(13, Math.max(2.5, Math.sqrt(minutes) * 0.56))
}

function dayText(month: number, day: number, language: Language): string {
  return trendMessages[language].day(month, day)
}
