/**
 * The yearly report in words: one composition that the page, the Markdown and the HTML file are all written from, so that
 * none of them says more than the others.
 */
import { isOutstanding, STANDINGS, type Standing } from './action-item.ts'
import type { Factor } from './factors.ts'
import { escapeMarkdown } from './facts.ts'
import type { Severity } from './incident-record.ts'
import type { ToolLanguage } from './language.ts'
import { inLanguage } from './language.ts'
import { entry, table } from './markdown-text.ts'
import {
  compactDateTime,
  compactMinutes,
  compactMinutesRange,
  compactValue,
  plainDateText,
} from './time-text.ts'
import type { None } from './trend-query.ts'
import type { TrendYear } from './trend-shape.ts'
import { trendUnknowns, trendUnknownText, type TrendUnknownWords } from './trend-unknowns.ts'
import type { YearlyReport } from './yearly-report.ts'

/** A cell of a table. With a reference it leads to that incident where links can be followed. */
export type ReportCell = string | { text: string; reference: string }

export interface ReportTable {
  caption: string
  head: string[]
  rows: ReportCell[][]
  /** Columns of figures. */
  right: number[]
}

/** Under one heading: sentences first, then the table, then the list, then what to know about them. */
export interface ReportSection {
  id: 'said' | 'numbers' | 'time' | 'worst' | 'factors' | 'promises' | 'actions' | 'changed' | 'unknown'
  title: string
  lines: string[]
  table: ReportTable | null
  list: ReportCell[]
  note: string | null
}

export interface ReportText {
  title: string
  /** What the figures speak of: the days, the rule, the zone. */
  basis: string[]
  sections: ReportSection[]
}

export interface YearlyReportWords {
  title: (year: number) => string
  wholeYear: (through: string) => string
  partOfYear: (through: string, days: number, daysInYear: number) => string
  standingAsOf: (day: string) => string
  rule: (name: string, version: number, words: string) => string
  notKnown: string
  none: string
  sections: Record<ReportSection['id'], string>
  year: string
  count: string
  interval: string
  samePeriod: (month: number, day: number) => string
  timeLost: string
  lengthUnknown: string
  basisOfCount: string
  kinds: Record<TrendYear['kind'], string>
  partOf: (days: number, daysInYear: number) => string
  daysNotStated: string
  lost: (length: string) => string
  lostUnknown: string
  withoutLength: (count: number) => string
  median: (length: string, n: number) => string
  share: (length: string, n: number) => string
  worstOrder: string
  unranked: (count: number) => string
  noWorst: string
  incident: string
  severity: string
  severities: Record<Severity, string>
  began: string
  length: string
  factor: string
  factors: Record<Factor, string>
  withoutFactor: string
  factorNote: string
  noFactors: string
  yearTo: (year: number, month: number, day: number) => string
  noPromises: string
  promise: string
  due: string
  noDay: string
  state: string
  standings: Record<Standing, string>
  moreOf: (count: number) => string
  counted: (name: string, count: number) => string
  carried: (open: number, late: number) => string
  ofYearsIncidents: string
  noActions: string
  age: (median: string, most: string, n: number) => string
  ageUnknown: (count: number) => string
  late: (median: string, most: string) => string
  toDone: (median: string, n: number) => string
  toDoneUnknown: (count: number) => string
  days: (days: number) => string
  ruleChanged: (day: string, version: number, by: string, reason: string) => string
  corrected: (when: string, slug: string, words: string) => string
  withdrawn: (when: string, slug: string, words: string) => string
  noChanges: string
  allKnown: string
  unknowns: TrendUnknownWords
}

/** The report in a language. Words of people stay as they are; whoever prints them escapes them. */
export function yearlyReportText(
  report: YearlyReport,
  language: ToolLanguage,
  words: YearlyReportWords,
): ReportText {
  const { year, figures, running, through, asOf, trend } = report
  const { rule } = trend
  const day = (text: string) => plainDateText(text, language)
  const name = inLanguage(language, rule)
  return {
    title: words.title(year),
    basis: [
      running
        ? words.partOfYear(day(through), dayOfYear(through), figures.daysInYear)
        : words.wholeYear(day(through)),
      words.rule(name, rule.version, rule.words[language]),
      ...(asOf === through ? [] : [words.standingAsOf(day(asOf))]),
    ],
    sections: [
      section('said', words, { lines: [trend.sentence[language]] }),
      numbers(report, language, words),
      time(report, language, words),
      worst(report, language, words),
      factors(report, words),
      promises(report, words),
      actions(report, words),
      changed(report, language, words),
      unknown(report, words),
    ],
  }
}

/** The report as Markdown (GFM) without its title. */
export function reportMarkdown({ basis, sections }: ReportText): string {
  const cell = (value: ReportCell) =>
    escapeMarkdown(typeof value === 'string' ? value : `${value.reference} ${value.text}`.trim())
  const parts = [
    basis.map(escapeMarkdown).join('\\\n'),
    ...sections.flatMap(({ title, lines, table: figures, list, note }) => [
      `## ${escapeMarkdown(title)}`,
      ...lines.map(escapeMarkdown),
      ...(figures === null
        ? []
        : [
            table(
              figures.head.map(escapeMarkdown),
              figures.rows.map((row) => row.map(cell)),
              { right: figures.right },
            ),
          ]),
      ...(list.length === 0 ? [] : [list.map((item) => entry(cell(item))).join('\n')]),
      ...(note === null ? [] : [escapeMarkdown(note)]),
    ]),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function section(
  id: ReportSection['id'],
  words: YearlyReportWords,
  content: Partial<Omit<ReportSection, 'id' | 'title'>>,
): ReportSection {
  return { id, title: words.sections[id], lines: [], table: null, list: [], note: null, ...content }
}

function numbers(report: YearlyReport, language: ToolLanguage, words: YearlyReportWords): ReportSection {
  const { years, samePeriod } = report.trend
  const [month, day] = monthAndDay(report.through)
  const inSamePeriod = new Map(samePeriod.years.map(({ year, count }) => [year, count]))
  const known = (value: number | null | undefined) => (value == null ? words.notKnown : String(value))
  const figures = {
    caption: words.sections.numbers,
    head: [
      words.year,
      words.count,
      words.interval,
      ...(report.running ? [words.samePeriod(month, day)] : []),
      words.timeLost,
      words.lengthUnknown,
      words.basisOfCount,
    ],
    rows: [...years]
      .reverse()
      .map((year) => [
        yearCell(year, words),
        known(year.count),
        year.interval === null ? '–' : `${year.interval.lower.toFixed(2)}–${year.interval.upper.toFixed(2)}`,
        ...(report.running ? [known(inSamePeriod.get(year.year))] : []),
        year.downtimeMinutes === null ? words.notKnown : compactMinutes(year.downtimeMinutes, language),
        year.kind === 'unknown' ? '–' : String(year.unknownDurations),
        year.source === null ? words.kinds[year.kind] : `${words.kinds[year.kind]}: ${year.source.name}`,
      ]),
    right: report.running ? [1, 2, 3, 4, 5] : [1, 2, 3, 4],
  }
  return section('numbers', words, { table: figures })
}

function yearCell({ year, partial, days, daysInYear }: TrendYear, words: YearlyReportWords): string {
  if (!partial) return String(year)
  return `${year} (${days === 0 ? words.daysNotStated : words.partOf(days, daysInYear)})`
}

function time({ figures, trend, year }: YearlyReport, language: ToolLanguage, words: YearlyReportWords) {
  const { downtimeMinutes, unknownDurations, shareMinutes, shareKnown } = figures
  const lengths = trend.lengths.years.find((one) => one.year === year)
  return section('time', words, {
    lines: [
      downtimeMinutes === null ? words.lostUnknown : words.lost(compactMinutes(downtimeMinutes, language)),
      ...(unknownDurations > 0 ? [words.withoutLength(unknownDurations)] : []),
      ...(lengths === undefined || lengths.median === null
        ? []
        : [words.median(compactMinutes(lengths.median, language), lengths.n)]),
      ...(shareMinutes === null
        ? []
        : [words.share(compactMinutes(Math.round(shareMinutes), language), shareKnown)]),
    ],
  })
}

function worst(report: YearlyReport, language: ToolLanguage, words: YearlyReportWords): ReportSection {
  const { zone, unranked } = report
  const lines = unranked > 0 ? [words.unranked(unranked)] : []
  if (report.worst.length === 0) return section('worst', words, { lines: [words.noWorst, ...lines] })
  return section('worst', words, {
    lines: [words.worstOrder],
    table: {
      caption: words.sections.worst,
      head: [words.incident, words.severity, words.began, words.length, words.factor],
      rows: report.worst.map((one) => [
        { reference: one.reference, text: one.title },
        words.severities[one.severity],
        compactValue(one.started, zone, language, { year: false }),
        compactMinutesRange({ min: one.minutesAtLeast, max: one.minutes }, language),
        one.factors.map((factor) => words.factors[factor]).join(', ') || '–',
      ]),
      right: [3],
    },
    note: lines[0] ?? null,
  })
}

function factors({ factors: all, year, through, running }: YearlyReport, words: YearlyReportWords) {
  if (all.length === 0) return section('factors', words, { lines: [words.noFactors] })
  const [month, day] = monthAndDay(through)
  const head = (of: number) => (running ? words.yearTo(of, month, day) : String(of))
  const named = (factor: Factor | None) => (factor === 'none' ? words.withoutFactor : words.factors[factor])
  return section('factors', words, {
    table: {
      caption: words.sections.factors,
      head: [words.factor, head(year), head(year - 1)],
      rows: all.map(({ factor, count, before }) => [
        named(factor),
        String(count),
        before === null ? words.notKnown : String(before),
      ]),
      right: [1, 2],
    },
    note: words.factorNote,
  })
}

function standingsLine(standings: Record<Standing, number>, words: YearlyReportWords): string {
  return STANDINGS.filter((standing) => standings[standing] > 0)
    .map((standing) => words.counted(words.standings[standing], standings[standing]))
    .join(' · ')
}

function promises(report: YearlyReport, words: YearlyReportWords): ReportSection {
  const { promises: listed, promiseStandings, carried } = report
  const all = Object.values(promiseStandings).reduce((sum, count) => sum + count, 0)
  const carriedLines = carried.open > 0 ? [words.carried(carried.open, carried.late)] : []
  if (all === 0) return section('promises', words, { lines: [words.noPromises, ...carriedLines] })
  return section('promises', words, {
    lines: [standingsLine(promiseStandings, words), ...carriedLines],
    table: {
      caption: words.sections.promises,
      head: [words.promise, words.due, words.state],
      rows: listed.map(({ reference, title, dueOn, doneOn, standing }) => [
        { reference, text: title },
        dueOn ?? words.noDay,
        doneOn === null || isOutstanding(standing)
          ? words.standings[standing]
          : `${words.standings[standing]} (${doneOn})`,
      ]),
      right: [],
    },
    note: listed.length < all ? words.moreOf(all - listed.length) : null,
  })
}

function actions({ actions: ageing }: YearlyReport, words: YearlyReportWords): ReportSection {
  if (ageing.total === 0) return section('actions', words, { lines: [words.noActions] })
  const { age, late, toDone } = ageing
  const days = (value: number | null) => (value === null ? '–' : words.days(value))
  return section('actions', words, {
    lines: [standingsLine(ageing.standings, words)],
    list: [
      ...(age.known > 0 ? [words.age(days(age.median), days(age.most), age.known)] : []),
      ...(age.unknown > 0 ? [words.ageUnknown(age.unknown)] : []),
      ...(late.known > 0 ? [words.late(days(late.median), days(late.most))] : []),
      ...(toDone.known > 0 ? [words.toDone(days(toDone.median), toDone.known)] : []),
      ...(toDone.unknown > 0 ? [words.toDoneUnknown(toDone.unknown)] : []),
    ],
    note: words.ofYearsIncidents,
  })
}

function changed(report: YearlyReport, language: ToolLanguage, words: YearlyReportWords): ReportSection {
  const rules = report.ruleChanges.map(({ day, version, recordedBy, reason }) =>
    words.ruleChanged(plainDateText(day, language), version, recordedBy, reason),
  )
  const corrections = report.corrections.map(({ publishedAt, slug, reference, kind, words: said }) => {
    const when = compactDateTime(publishedAt, report.zone, language, { year: false })
    const text = inLanguage(language, { nameKo: said.ko ?? '', nameEn: said.en ?? '', nameJa: said.ja ?? '' })
    return { reference, text: words[kind === 'correction' ? 'corrected' : 'withdrawn'](when, slug, text) }
  })
  const list = [...rules, ...corrections]
  return section('changed', words, list.length === 0 ? { lines: [words.noChanges] } : { list })
}

function unknown({ trend, figures }: YearlyReport, words: YearlyReportWords): ReportSection {
  const list = trendUnknowns({ ...trend, years: [figures] }).map((one) =>
    trendUnknownText(one, words.unknowns),
  )
  return section('unknown', words, list.length === 0 ? { lines: [words.allKnown] } : { list })
}

function monthAndDay(day: string): [month: number, day: number] {
  return [Number(day.slice(5, 7)), Number(day.slice(8))]
}

function dayOfYear(day: string): number {
  return Math.round((Date.parse(day) - Date.parse(`${day.slice(0, 4)}-01-01`)) / 86_400_000) + 1
}
