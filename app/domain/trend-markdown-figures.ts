import { escapeMarkdown } from './facts.ts'
import type { Factor } from './factors.ts'
import type { Severity } from './incident-record.ts'
import type { ToolLanguage } from './language.ts'
import { entry, table } from './markdown-text.ts'
import { compactMinutes } from './time-text.ts'
import type { Surface } from './symptoms.ts'
import { NONE } from './trend-query.ts'
import {
  TREND_DURATIONS,
  type Distribution,
  type Repeat,
  type Trend,
  type TrendDuration,
} from './trend-shape.ts'

/** The words of the sections that follow the table of years. */
export interface TrendFiguresWords {
  periods: { quarter: string; month: string; period: string; days: string }
  count: string
  timeLost: string
  lengthUnknown: string
  notKnown: string
  lengths: string
  length: string
  durations: Record<TrendDuration, string>
  distribution: Record<
    | 'median'
    | 'lowerQuartile'
    | 'upperQuartile'
    | 'min'
    | 'max'
    | 'unknown'
    | 'invalid'
    | 'notApplicable'
    | 'ranges',
    string
  >
  number: string
  cuts: Record<keyof Trend['cuts'], { title: string; without: string }>
  overlapping: string
  severities: Record<Severity, string>
  factors: Record<Factor, string>
  surfaces: Record<Surface, string>
  repeats: string
  repeatKinds: Record<Repeat['kind'], string>
  findings: string
  finding: {
    undated: (count: number) => string
    length_unknown: (year: number, count: number) => string
    length_negative: (year: number, count: number) => string
    left_out: (year: number, count: number) => string
    duration_negative: (year: number, count: number, duration: string) => string
    service_window_outside: (year: number, count: number) => string
  }
  shareWeighted: (length: string, known: number, count: number) => string
  /** After a list that was cut off. */
  more: (count: number) => string
}

/** So many references are written out; the JSON has more. */
const REFERENCES = 10

/** The sections on quarters or months, lengths, cuts, repeats and what is to be mended; those without content are left out. */
export function trendFiguresMarkdown(
  trend: Trend,
  language: ToolLanguage,
  words: TrendFiguresWords,
): string[] {
  if (trend.whole.count === 0 && trend.findings.length === 0) return []
  return [
    ...periodsSection(trend, language, words),
    ...lengthsSection(trend, language, words),
    ...cutsSection(trend, language, words),
    ...repeatsSection(trend, words),
    ...findingsSection(trend, words),
  ]
}

function periodsSection(
  { query, periods }: Trend,
  language: ToolLanguage,
  words: TrendFiguresWords,
): string[] {
  if (query.grain === 'year') return []
  const rows = periods.map((period) => [
    period.key,
    period.count === null ? words.notKnown : String(period.count),
    period.kind === 'unknown' ? '–' : `${period.days} / ${period.daysInPeriod}`,
    time(period.downtimeMinutes, language, words),
    period.kind === 'unknown' ? '–' : String(period.unknownDurations),
  ])
  const head = [words.periods.period, words.count, words.periods.days, words.timeLost, words.lengthUnknown]
  return [`## ${words.periods[query.grain]}`, table(head, rows, { right: [1, 2, 3, 4] })]
}

function lengthsSection(trend: Trend, language: ToolLanguage, words: TrendFiguresWords): string[] {
  const { whole, lengths, durations } = trend
  if (whole.count === 0) return []
  const columns = ['median', 'lowerQuartile', 'upperQuartile', 'min', 'max'] as const
  const others = ['unknown', 'invalid', 'notApplicable', 'ranges'] as const
  const line = (name: string, distribution: Distribution) => [
    name,
    String(distribution.n),
    ...columns.map((column) => {
      const minutes = distribution[column]
      return minutes === null ? '–' : compactMinutes(Math.round(minutes), language)
    }),
    ...others.map((other) => String(distribution[other])),
  ]
  const head = ['', words.number, ...[...columns, ...others].map((column) => words.distribution[column])]
  const rows = [
    line(words.length, lengths),
    ...TREND_DURATIONS.filter((key) => isStated(durations[key])).map((key) =>
      line(words.durations[key], durations[key]),
    ),
  ]
  const { shareMinutes, shareKnown, count } = whole
  return [
    `## ${words.lengths}`,
    table(head, rows, { right: head.map((_, index) => index).slice(1) }),
    ...(shareMinutes === null
      ? []
      : [words.shareWeighted(compactMinutes(shareMinutes, language), shareKnown, count)]),
  ]
}

/** Whether anything is known of it but that it is not recorded. */
function isStated({ n, invalid, notApplicable, ranges }: Distribution): boolean {
  return n + invalid + notApplicable + ranges > 0
}

function cutsSection(trend: Trend, language: ToolLanguage, words: TrendFiguresWords): string[] {
  const services = new Map(trend.services.map((service) => [service.id, service]))
  const names: { [Cut in keyof Trend['cuts']]: (key: string) => string } = {
    service: (key) => {
      const { nameKo = '', nameEn = '' } = services.get(key) ?? {}
      return (language === 'ko' ? nameKo || nameEn : nameEn || nameKo) || key
    },
    severity: (key) => words.severities[key as Severity],
    factor: (key) => words.factors[key as Factor],
    surface: (key) => words.surfaces[key as Surface],
  }
  return (Object.keys(names) as (keyof Trend['cuts'])[]).flatMap((cut) => {
    const { groups, overlapping } = trend.cuts[cut]
    if (groups.every(({ key }) => key === NONE)) return []
    const { title, without } = words.cuts[cut]
    const rows = groups.map(({ key, count, downtimeMinutes, unknownDurations }) => [
      escapeMarkdown(key === NONE ? without : names[cut](key)),
      String(count),
      time(downtimeMinutes, language, words),
      String(unknownDurations),
    ])
    return [
      `## ${title}`,
      table(['', words.count, words.timeLost, words.lengthUnknown], rows, { right: [1, 2, 3] }),
      ...(overlapping && groups.length > 1 ? [words.overlapping] : []),
    ]
  })
}

function repeatsSection({ repeats }: Trend, words: TrendFiguresWords): string[] {
  if (repeats === null || repeats.length === 0) return []
  const lines = repeats.map(({ kind, text, factors, count, references }) => {
    const what = kind === 'factors' ? factors.map((factor) => words.factors[factor]).join(', ') : text
    const told = escapeMarkdown(`${words.repeatKinds[kind]}: ${what} × ${count}`)
    return entry(`${told} (${listed(references, count, words)})`)
  })
  return [`## ${words.repeats}`, lines.join('\n')]
}

function findingsSection({ findings }: Trend, words: TrendFiguresWords): string[] {
  if (findings.length === 0) return []
  const lines = findings.map(({ kind, duration, year, count, references }) => {
    const told =
      kind === 'undated'
        ? words.finding.undated(count)
        : kind === 'duration_negative'
          ? words.finding.duration_negative(year ?? 0, count, words.durations[duration ?? 'detect'])
          : words.finding[kind](year ?? 0, count)
    return entry(`${escapeMarkdown(told)} ${listed(references, count, words)}`)
  })
  return [`## ${words.findings}`, lines.join('\n')]
}

function listed(references: readonly string[], count: number, words: TrendFiguresWords): string {
  const shown = references.slice(0, REFERENCES)
  const more = count > shown.length ? ` ${words.more(count - shown.length)}` : ''
  return escapeMarkdown(shown.join(', ')) + more
}

function time(minutes: number | null, language: ToolLanguage, words: TrendFiguresWords): string {
  return minutes === null ? words.notKnown : compactMinutes(minutes, language)
}
