import { Option, type Command } from 'commander'
import { clockNow } from '#app/clock.server.ts'
import { environment } from '#app/env.server.ts'
import { plainDate } from '#app/domain/instant.ts'
import { compactMinutes } from '#app/domain/time-text.ts'
import { trendCsvColumns } from '#app/domain/trend-csv.ts'
import type { Trend, TrendYear } from '#app/domain/trend.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import type { Language } from '#app/messages/define.ts'
import {
  columns,
  plainLine,
  print,
  printJson,
  printText,
  terminalLanguage,
  wholeNumber,
  withOutput,
  type OutputOptions,
} from '../output.ts'

interface TrendOptions extends OutputOptions {
  from?: number
  to?: number
  asOf?: string
  rule?: string
  csv?: boolean
  markdown?: boolean
}

/** `sagwa trend` */
export function register(program: Command): void {
  withOutput(
    program
      .command('trend')
      .description('print how many incidents each year had, under which rule, and what may be said about it')
      .option('--from <year>', 'first year', wholeNumber)
      .option('--to <year>', 'last year', wholeNumber)
      .option('--as-of <day>', 'last counted day, such as 2020-03-02 (default: today)')
      .option('--rule <id>', 'counting rule (default: the default rule)')
      .addOption(new Option('--csv', 'print CSV for a spreadsheet').conflicts(['json', 'markdown']))
      .addOption(new Option('--markdown', 'print a Markdown document for a report').conflicts('json')),
    'sagwa trend --from 2017 --to 2020 --as-of 2020-03-02 --csv > trend.csv',
  ).action(trend)
}

async function trend(options: TrendOptions): Promise<void> {
  const { from, to, asOf, rule, json, csv, markdown, lang } = options
  environment()
  const language = terminalLanguage(lang)
  const [{ onExistingDatabase }, { getTrend }, { getCountingRule }, { getOrganisation }] = await Promise.all([
    import('../existing-database.server.ts'),
    import('#app/models/trend.server.ts'),
    import('#app/models/counting-rule.server.ts'),
    import('#app/models/organisation.server.ts'),
  ])
  await onExistingDatabase(language, async () => {
    const zone = (await getCountingRule(rule)).definition.zone ?? (await getOrganisation()).zone
    const at = clockNow()
    const found = await getTrend({ from, to, asOf: asOf ?? plainDate(at, zone), ruleId: rule, now: at })
    if (json) return printJson(found)
    if (csv) {
      const { csvText } = await import('#app/csv.server.ts')
      for await (const part of csvText(trendCsvColumns(found), [found.years])) printText(part)
    } else if (markdown) {
      const { trendDocument } = await import('#app/documents.server.ts')
      printText(trendDocument(found, language))
    } else print(...trendText(found, language))
  })
}

function trendText(trend: Trend, language: Language): string[] {
  const t = commandLineMessages[language].trend
  const rows = trend.years.map((year) => [
    String(year.year),
    year.count === null ? '–' : String(year.count),
    t.kinds[year.kind],
    period(year, language),
    year.downtimeMinutes === null ? '–' : compactMinutes(year.downtimeMinutes, language),
    besides(year),
  ])
  return [
    ...columns([[t.year, t.count, t.kind, t.period, t.downtime, t.source], ...rows], { right: [1] }),
    '',
    trend.sentence[language],
    '',
    `${t.rule}: ${language === 'ko' ? trend.rule.nameKo : trend.rule.nameEn} – ${trend.rule.words[language]}`,
    t.asOf(trend.asOf, trend.zone),
  ]
}

function period({ kind, partial, days, daysInYear }: TrendYear, language: Language): string {
  const t = commandLineMessages[language].trend
  if (kind === 'unknown') return '–'
  if (!partial) return t.whole
  return days === 0 ? t.notStated : t.partOf(days, daysInYear)
}

function besides({ source }: TrendYear): string {
  return source === null ? '' : plainLine(source.name)
}
