import { escapeMarkdown } from './facts.ts'
import type { ToolLanguage } from './language.ts'
import { entry, linked, table } from './markdown-text.ts'
import { compactMinutes } from './time-text.ts'
import { trendFiguresMarkdown, type TrendFiguresWords } from './trend-markdown-figures.ts'
import type { Trend, TrendYear } from './trend.ts'
import { trendUnknowns, trendUnknownText, type TrendUnknownWords } from './trend-unknowns.ts'

/** The words of the document in its language; figures and names come from the trend. */
export interface TrendMarkdownWords {
  title: (years: string) => string
  year: string
  count: string
  interval: string
  /** `month` 1 to 12. */
  samePeriod: (month: number, day: number) => string
  timeLost: string
  lengthUnknown: string
  basis: string
  kinds: Record<TrendYear['kind'], string>
  notKnown: string
  partOf: (days: number, daysInYear: number) => string
  daysNotStated: string
  otherRecorded: (count: number) => string
  otherReported: (count: number, source: string) => string
  ruleAndAsOf: (rule: string, version: number, words: string, asOf: string) => string
  unknown: string
  unknowns: TrendUnknownWords
  figures: TrendFiguresWords
}

/**
 * The trend as Markdown (GFM) to be put into a report: what may be said, the figures, the rule and the as-of day under
 * them, and what is not known. Words of people are escaped.
 */
export function trendMarkdown(trend: Trend, language: ToolLanguage, words: TrendMarkdownWords): string {
  const { rule, samePeriod, years } = trend
  const [first, last] = [years[0]?.year, years.at(-1)?.year]
  const name = language === 'ko' ? rule.nameKo || rule.nameEn : rule.nameEn || rule.nameKo
  const [month, day] = samePeriod.through.split('-').map(Number) as [number, number]
  const inSamePeriod = new Map(samePeriod.years.map(({ year, count }) => [year, count]))
  const unknowns = trendUnknowns(trend)
  const rows = years.map((year) => [
    yearCell(year, words),
    year.count === null ? words.notKnown : String(year.count),
    year.interval ? `${year.interval.lower.toFixed(2)}–${year.interval.upper.toFixed(2)}` : '–',
    String(inSamePeriod.get(year.year) ?? words.notKnown),
    year.downtimeMinutes === null ? words.notKnown : compactMinutes(year.downtimeMinutes, language),
    year.kind === 'unknown' ? '–' : String(year.unknownDurations),
    basisCell(year, words),
  ])
  const parts = [
    `# ${words.title(first === last ? String(first ?? trend.asOf.slice(0, 4)) : `${first}–${last}`)}`,
    escapeMarkdown(trend.sentence[language]),
    table(
      [
        words.year,
        words.count,
        words.interval,
        words.samePeriod(month, day),
        words.timeLost,
        words.lengthUnknown,
        words.basis,
      ],
      rows,
      { right: [1, 2, 3, 4, 5] },
    ),
    escapeMarkdown(words.ruleAndAsOf(name, rule.version, rule.words[language], trend.asOf)),
    ...trendFiguresMarkdown(trend, language, words.figures),
    ...(unknowns.length === 0
      ? []
      : [
          `## ${words.unknown}`,
          unknowns
            .map((unknown) => entry(escapeMarkdown(trendUnknownText(unknown, words.unknowns))))
            .join('\n'),
        ]),
  ]
  return `${parts.join('\n\n')}\n`
}

function yearCell({ year, partial, days, daysInYear }: TrendYear, words: TrendMarkdownWords): string {
  if (!partial) return String(year)
  return `${year} (${days === 0 ? words.daysNotStated : words.partOf(days, daysInYear)})`
}

function basisCell({ kind, source, others }: TrendYear, words: TrendMarkdownWords): string {
  const basis = source ? `${words.kinds[kind]}: ${linked(source.name, source.url)}` : words.kinds[kind]
  const beside = others.map((other) =>
    escapeMarkdown(
      other.source === null
        ? words.otherRecorded(other.count)
        : words.otherReported(other.count, other.source),
    ),
  )
  return [basis, ...beside].join('; ')
}
