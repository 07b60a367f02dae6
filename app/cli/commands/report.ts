import { Option, type Command } from 'commander'
import { clockNow } from '#app/clock.server.ts'
import { environment } from '#app/env.server.ts'
import {
  print,
  printJson,
  printText,
  terminalLanguage,
  wholeNumber,
  withOutput,
  type OutputOptions,
} from '../output.ts'

interface ReportOptions extends OutputOptions {
  asOf?: string
  rule?: string
  ruleVersion?: number
  markdown?: boolean
  html?: boolean
}

/** `sagwa report` */
export function register(program: Command): void {
  withOutput(
    program
      .command('report')
      .argument('<year>', 'the year of the report', wholeNumber)
      .description('print the report of one year: counts, worst incidents, time lost, promises, what changed')
      .option('--as-of <day>', 'last counted day, such as 2020-03-02 (default: today)')
      .option('--rule <id>', 'counting rule (default: the default rule)')
      .option('--rule-version <number>', 'version of the rule (default: the newest)', wholeNumber)
      .addOption(new Option('--markdown', 'print a Markdown document').conflicts(['json', 'html']))
      .addOption(new Option('--html', 'print one HTML file that needs nothing else').conflicts('json')),
    'sagwa report 2020 --as-of 2020-03-02 --html > report-2020.html',
  ).action(report)
}

async function report(year: number, options: ReportOptions): Promise<void> {
  const { asOf, rule, ruleVersion, markdown, html, json, lang } = options
  environment()
  const language = terminalLanguage(lang)
  const [{ onExistingDatabase }, { getYearlyReport }] = await Promise.all([
    import('../existing-database.server.ts'),
    import('#app/models/yearly-report.server.ts'),
  ])
  await onExistingDatabase(language, async () => {
    const asked = { year, asOf: asOf ?? null, ruleId: rule ?? null, version: ruleVersion ?? null }
    const found = await getYearlyReport({ ...asked, now: clockNow() })
    if (json) return printJson(found)
    const { reportDocument, reportFile } = await import('#app/documents/report-file.server.tsx')
    if (html) return printText(await reportFile(found, language))
    const document = reportDocument(found, language)
    if (markdown) return printText(document)
    const { plainText } = await import('#app/publishing/markdown.ts')
    print(plainText(document))
  })
}
