import { dayNumberOf } from '#app/domain/coverage.ts'
import { compactMinutes } from '#app/domain/time-text.ts'
import type { RuleChange, Trend, TrendDot, TrendYear, YearDots } from '#app/domain/trend-shape.ts'
import type { Language } from '#app/messages/define.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { paths } from '#app/paths.ts'
import { incidentsBehindHref } from './incidents-behind.ts'
import { HATCH, MarkLink, TextOnGround } from './marks.tsx'
import { partOfYear } from './part-of-year.ts'
import { RowsFigure, type ChartRow, type RowsChart } from './rows-chart.tsx'
import { percent } from './scales.ts'

const HEIGHT = 44
const MIDDLE = HEIGHT / 2
const SLOTS = 366
const LAST_OF_FEBRUARY = 59
/** Days on the scale that two words need on a phone. */
const ROOM_FOR_WORDS = 130

/** What the strips are drawn from. */
export type StripsTrend = Pick<
  Trend,
  'years' | 'dots' | 'asOf' | 'samePeriod' | 'covered' | 'ruleChanges' | 'query'
>

/**
 * One row per year with January to December aligned, each incident on its day and one line for the as-of date through
 * all rows, so that the same period of every year is seen side by side. Dots lead to their incidents.
 */
export function yearStrips(trend: StripsTrend, language: Language): RowsChart {
  const t = trendMessages[language]
  const asOf = asOfPosition(trend)
  const crowded = trend.dots.some((dots) => dots.perDay !== null)
  const hasDots = !crowded || trend.dots.some((dots) => (dots.incidents?.length ?? 0) > 0)
  return {
    label: t.stripsLabel,
    columns: { label: 44, value: 148, narrowLabel: 38, narrowValue: 92 },
    head: { height: 20, marks: <Months language={language} /> },
    valueHead: t.intervalTitle,
    rows: trend.years.map((year, index): ChartRow => {
      const href = incidentsBehindHref(year.incidents)
      return {
        key: year.key,
        label: String(year.year),
        href,
        hrefLabel: t.charts.cutLink(String(year.year), year.count ?? 0),
        height: HEIGHT,
        marks: (
          <Strip
            year={year}
            dots={trend.dots[index]}
            asOf={asOf}
            changes={trend.ruleChanges.filter(
              (change) => change.version > 1 && Number(change.day.slice(0, 4)) === year.year,
            )}
            coverageStated={trend.covered.length > 0}
            language={language}
          />
        ),
        marksLabel: t.stripLabel(year.year, year.count === null ? t.notKnown : t.incidents(year.count)),
        value: year.count === null ? '?' : String(year.count),
        valueNotes: valueNotes(year, trend, language),
      }
    }),
    foot: {
      height: 22,
      marks: (
        <>
          <line x1={percent(asOf / SLOTS)} x2={percent(asOf / SLOTS)} y1="0" y2="6" stroke="var(--ink)" />
          <text
            x={percent(asOf / SLOTS)}
            y="19"
            fontSize={12}
            fill="var(--ink)"
            textAnchor={asOf < 60 ? 'start' : asOf > 306 ? 'end' : 'middle'}
          >
            {t.asOf(dayText(Number(trend.asOf.slice(5, 7)), Number(trend.asOf.slice(8)), language))}
          </text>
        </>
      ),
    },
    note: [t.charts.strips.lead, ...(hasDots ? [t.dots] : []), ...(crowded ? [t.crowded] : [])].join(' '),
  }
}

/** The strips on a page. */
export function YearStrips({
  trend,
  language,
  id = 'year-strips',
  onPaper,
}: {
  trend: StripsTrend
  language: Language
  id?: string
  onPaper?: number
}) {
  return (
    <RowsFigure
      chart={yearStrips(trend, language)}
      links={stripLinks(trend)}
      id={id}
      skip={trendMessages[language].charts.skip}
      onPaper={onPaper}
      className="year-strips"
    />
  )
}

/** How many links the strips hold. */
function stripLinks({ dots }: Pick<Trend, 'dots'>): number {
  return dots.reduce((sum, year) => sum + (year.incidents?.length ?? 0), 0)
}

function valueNotes(year: TrendYear, { samePeriod }: StripsTrend, language: Language): string[] {
  const t = trendMessages[language]
  if (year.count === null || year.interval === null) return []
  const interval = t.interval(year.interval.lower.toFixed(1), year.interval.upper.toFixed(1))
  if (year.partial) return [interval, partOfYear(year, language)]
  const same = samePeriod.years.find((one) => one.year === year.year)
  if (samePeriod.through === '12-31' || same === undefined) return [interval]
  const through = throughText(samePeriod.through, language)
  return [
    interval,
    same.count === null
      ? t.charts.counts.samePeriodUnknown(through)
      : t.charts.counts.samePeriod(through, same.count),
  ]
}

/** The last day of the same period, in a few letters. */
export function throughText(through: string, language: Language): string {
  return dayText(Number(through.slice(0, 2)), Number(through.slice(3)), language)
}

function Months({ language }: { language: Language }) {
  const t = trendMessages[language]
  return (
    <>
      {MONTHS.map((month) => (
        <text
          key={month}
          x={percent((slotOf(monthStart(month), SLOTS) - 1) / SLOTS)}
          y="14"
          fontSize={12}
          fill="var(--ink-quiet)"
          className={month % 3 === 1 ? undefined : 'chart-minor'}
        >
          {t.month(month)}
        </text>
      ))}
    </>
  )
}

interface StripProps {
  year: TrendYear
  dots: YearDots | undefined
  /** In days of the common scale. */
  asOf: number
  changes: RuleChange[]
  coverageStated: boolean
  language: Language
}

function Strip({ year, dots, asOf, changes, coverageStated, language }: StripProps) {
  const t = trendMessages[language]
  const onRecord = year.kind === 'recorded'
  const words =
    year.count === null
      ? coverageStated
        ? t.notKnown
        : t.noRecord
      : `${t.incidents(year.count)} · ${t.noDates}`
  const stretches = onRecord ? stretchesOf(year, asOf) : []
  return (
    <>
      {MONTHS.slice(1).map((month) => {
        const x = percent((slotOf(monthStart(month), SLOTS) - 1) / SLOTS)
        return <line key={month} x1={x} x2={x} y1="0" y2={HEIGHT} stroke="var(--hairline)" />
      })}
      {stretches.map(({ from, until, kept }) =>
        kept && year.partial ? (
          <rect
            key={from}
            x={percent(from / SLOTS)}
            width={percent((until - from) / SLOTS)}
            y={MIDDLE - 9}
            height="18"
            fill={HATCH}
            fillOpacity="0.28"
            className="chart-hatched"
          />
        ) : (
          <line
            key={from}
            x1={percent(from / SLOTS)}
            x2={percent(until / SLOTS)}
            y1={MIDDLE}
            y2={MIDDLE}
            stroke={kept ? 'var(--hairline-strong)' : 'var(--ink-faint)'}
            {...(kept
              ? {}
              : { strokeDasharray: '1 5', strokeLinecap: 'round', className: 'year-strips-not-kept' })}
          />
        ),
      )}
      {onRecord ? null : (
        <line
          x1="0"
          x2={percent((year.running ? asOf : SLOTS) / SLOTS)}
          y1={MIDDLE}
          y2={MIDDLE}
          stroke="var(--ink-faint)"
          strokeDasharray="5 5"
        />
      )}
      <line
        x1={percent(asOf / SLOTS)}
        x2={percent(asOf / SLOTS)}
        y1="0"
        y2={HEIGHT}
        stroke="var(--ink)"
        strokeWidth="1.25"
      />
      {changes.map((change) => (
        <RuleMark key={change.version} change={change} year={year} language={language} />
      ))}
      {dots?.perDay ? <Days perDay={dots.perDay} daysInYear={year.daysInYear} /> : null}
      {(dots?.incidents ?? []).map((dot) => (
        <Dot key={dot.reference} dot={dot} year={year} language={language} />
      ))}
      {onRecord ? (
        stretches
          .filter((stretch) => !stretch.kept && stretch.until - stretch.from >= ROOM_FOR_WORDS)
          .filter((stretch) => !hasIncident(stretch, year, dots))
          .map(({ from, until }) => (
            <TextOnGround key={from} x={percent((from + until) / 2 / SLOTS)} y={MIDDLE + 4}>
              {t.notKept}
            </TextOnGround>
          ))
      ) : (
        <TextOnGround x="50%" y={MIDDLE + 4}>
          {words}
        </TextOnGround>
      )}
    </>
  )
}

/** A version of the counting rule on the day on which it was recorded: a triangle hanging from the top of the row. */
function RuleMark({ change, year, language }: { change: RuleChange; year: TrendYear; language: Language }) {
  const t = trendMessages[language]
  const x = percent((slotOf(dayNumberOf(change.day), year.daysInYear) - 1) / SLOTS)
  return (
    <svg x={x} width="1" height={HEIGHT} overflow="visible" className="year-strips-rule">
      <title>
        {t.charts.strips.ruleChange(
          change.version,
          dayText(Number(change.day.slice(5, 7)), Number(change.day.slice(8)), language),
        )}
      </title>
      <path d="M-5 1h10l-5 7z" fill="var(--data-2)" />
      <line x1="0" x2="0" y1="8" y2={HEIGHT} stroke="var(--data-2)" strokeDasharray="2 3" />
      <text x="7" y="10" fontSize={11} fill="var(--ink-quiet)">
        {t.page.version(change.version)}
      </text>
    </svg>
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
      <path
        d={strokes.join('')}
        vectorEffect="non-scaling-stroke"
        stroke="var(--data-1)"
        strokeWidth="2"
        className="year-strips-day"
      />
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
  const x = percent((slotOf(dot.day, year.daysInYear) - 0.5) / SLOTS)
  return (
    <MarkLink href={paths.incident(dot.reference)} name={label} className="chart-dot">
      {/* Large enough for a finger, whatever the length. */}
      <circle cx={x} cy={MIDDLE} r="12" fill="transparent" className="chart-target" />
      <DotMark x={x} y={MIDDLE} r={radius(dot.minutes)} hollow={dot.minutes === null} {...dot} />
    </MarkLink>
  )
}

/** An incident: hollow when its length is not known, with a rim of ink when it was critical. */
export function DotMark({
  x,
  y,
  r,
  hollow,
  severity,
}: {
  x: string
  y: number
  r: number
  hollow: boolean
  severity: TrendDot['severity']
}) {
  const critical = severity === 'critical'
  return (
    <circle
      cx={x}
      cy={y}
      r={r}
      fill={hollow ? 'var(--paper)' : 'var(--data-1)'}
      fillOpacity={hollow ? 1 : 0.82}
      stroke={critical ? 'var(--ink)' : hollow ? 'var(--data-1)' : 'var(--paper)'}
      strokeWidth={critical ? 2 : hollow ? 1.75 : 1}
      className={hollow ? 'chart-hollow' : undefined}
    />
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

function asOfPosition({ asOf }: Pick<Trend, 'asOf'>): number {
  return monthStart(Number(asOf.slice(5, 7))) + Number(asOf.slice(8)) - 1
}

/** The area grows with the minutes; below a quarter of an hour and above nine hours it stays as it is. */
function radius(minutes: number | null): number {
  if (minutes === null) return 4
  return Math.min(13, Math.max(2.5, Math.sqrt(minutes) * 0.56))
}

function dayText(month: number, day: number, language: Language): string {
  return trendMessages[language].day(month, day)
}
