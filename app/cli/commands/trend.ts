import { Option, type Command } from 'commander'
import { clockNow } from '#app/clock.server.ts'
import { environment } from '#app/env.server.ts'
import { DomainError, type FieldProblems } from '#app/domain/errors.ts'
import { FACTORS } from '#app/domain/factors.ts'
import { INCIDENT_KINDS, SEVERITIES } from '#app/domain/incident-record.ts'
import { plainDate } from '#app/domain/instant.ts'
import { SURFACES } from '#app/domain/symptoms.ts'
import { compactMinutes } from '#app/domain/time-text.ts'
import { TREND_TABLES, withTrendTable, type TrendTable } from '#app/domain/trend-csv.ts'
import { filtersOf, NONE, TREND_GRAINS, type TrendGrain, type TrendQuery } from '#app/domain/trend-query.ts'
import { readTrendQuery } from '#app/domain/trend-query-schema.ts'
import type { Trend, TrendPeriod } from '#app/domain/trend-shape.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import type { Language } from '#app/messages/define.ts'
import { problemTexts } from '#app/messages/problems.ts'
import { trendFilterWords } from '#app/messages/trend-filter-words.ts'
import { WrongUse } from '../failure.ts'
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
  ruleVersion?: number
  grain?: TrendGrain
  service?: string
  severity?: string
  factor?: string
  surface?: string
  kind?: string
  csv?: TrendTable
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
      .addOption(new Option('--grain <step>', 'count in these steps').choices(TREND_GRAINS))
      .option('--rule <id>', 'counting rule (default: the default rule)')
      .option('--rule-version <number>', 'of the counting rule (default: the newest)', wholeNumber)
      .option('--service <name>', 'only this service, by its name or id; "none" for incidents without one')
      .addOption(new Option('--severity <severity>', 'only these').choices(SEVERITIES))
      .addOption(
        new Option('--factor <factor>', 'only these contributing factors').choices([...FACTORS, NONE]),
      )
      .addOption(new Option('--surface <surface>', 'only where users saw it').choices([...SURFACES, NONE]))
      .addOption(new Option('--kind <kind>', 'only these').choices(INCIDENT_KINDS))
      .addOption(
        new Option('--csv [table]', 'print a table for a spreadsheet (default: periods)')
          .choices(TREND_TABLES)
          .preset('periods')
          .conflicts(['json', 'markdown']),
      )
      .addOption(new Option('--markdown', 'print a Markdown document for a report').conflicts('json')),
    'sagwa trend --from 2017 --to 2020 --as-of 2020-03-02 --csv > trend.csv',
  ).action(trend)
}

async function trend(options: TrendOptions): Promise<void> {
  const { from, to, ruleVersion, json, csv, markdown, lang, ...texts } = options
  environment()
  const language = terminalLanguage(lang)
  const [{ onExistingDatabase }, { getTrend }, { getCountingRule }, { getOrganisation }, { listServices }] =
    await Promise.all([
      import('../existing-database.server.ts'),
      import('#app/models/trend.server.ts'),
      import('#app/models/counting-rule.server.ts'),
      import('#app/models/organisation.server.ts'),
      import('#app/models/service.server.ts'),
    ])
  await onExistingDatabase(language, async () => {
    const answer = async (query: TrendQuery) => {
      const zone =
        (await getCountingRule(query.rule ?? undefined)).definition.zone ?? (await getOrganisation()).zone
      const now = clockNow()
      const asOf = query.asOf ?? plainDate(now, zone)
      return getTrend({
        ...query,
        asOf,
        ruleId: query.rule,
        filters: filtersOf(query),
        filterWords: trendFilterWords,
        now,
      })
    }
    const { service = '', ...others } = texts
    const named = (await listServices()).find(({ nameKo, nameEn }) => [nameKo, nameEn].includes(service))
    const { query, problems } = readTrendQuery({
      ...others,
      service: service === '' ? service : (named?.id ?? service),
      from: from?.toString(),
      to: to?.toString(),
      version: ruleVersion?.toString(),
    })
    requireSound(problems, language)
    const found = await answer(query).catch((error: unknown) => {
      if (error instanceof DomainError) requireSound(error.problems, language)
      throw error
    })
    if (json) return printJson(found)
    if (csv) {
      const { csvText } = await import('#app/documents/csv.server.ts')
      const text = withTrendTable(found, csv, (columns, rows) => csvText(columns, [rows]))
      for await (const part of text) printText(part)
    } else if (markdown) {
      const { trendDocument } = await import('#app/documents/markdown.server.ts')
      printText(trendDocument(found, language))
    } else print(...trendText(found, language))
  })
}

/** The options as they are typed, by the names of the query. */
const OPTION_NAMES: Partial<Record<string, string>> = { asOf: 'as-of', version: 'rule-version' }

/** @throws WrongUse naming every option whose value cannot be. */
function requireSound(problems: FieldProblems, language: Language): void {
  const lines = Object.entries(problemTexts(problems, language)).map(
    ([name, told]) => `--${OPTION_NAMES[name] ?? name}: ${told.join(' ')}`,
  )
  if (lines.length > 0) throw new WrongUse(lines.join('\n'))
}

function trendText(trend: Trend, language: Language): string[] {
  const t = commandLineMessages[language].trend
  const inYears = trend.query.grain === 'year'
  const rows = (inYears ? trend.years : trend.periods).map((period) => [
    period.key,
    period.count === null ? '–' : String(period.count),
    t.kinds[period.kind],
    span(period, language),
    period.downtimeMinutes === null ? '–' : compactMinutes(period.downtimeMinutes, language),
    inYears ? besides(trend, period) : '',
  ])
  const filters = trend.filterWords[language]
  return [
    ...columns([[t.year, t.count, t.kind, t.period, t.downtime, t.source], ...rows], { right: [1] }),
    '',
    trend.sentence[language],
    '',
    `${t.rule}: ${language === 'ko' ? trend.rule.nameKo : trend.rule.nameEn} – ${trend.rule.words[language]}`,
    ...(filters === '' ? [] : [plainLine(filters)]),
    t.asOf(trend.asOf, trend.zone),
  ]
}

function span(
  { kind, partial, days, daysInPeriod, month, quarter }: TrendPeriod,
  language: Language,
): string {
  const t = commandLineMessages[language].trend
  if (kind === 'unknown') return '–'
  if (!partial) return month === null && quarter === null ? t.whole : ''
  return days === 0 ? t.notStated : t.partOf(days, daysInPeriod)
}

function besides({ years }: Trend, { key }: TrendPeriod): string {
  const source = years.find((year) => year.key === key)?.source
  return source ? plainLine(source.name) : ''
}
