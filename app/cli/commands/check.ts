import { readFile } from 'node:fs/promises'
import { CommanderError, Option, type Command } from 'commander'
import { clockNow } from '#app/clock.server.ts'
import { environment } from '#app/env.server.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { claimMessages, reasonText } from '#app/messages/claims.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import type { Language } from '#app/messages/define.ts'
import { findingText, noticeCheckMessages } from '#app/messages/notice-checks.ts'
import type { CheckedIncident } from '#app/models/check.server.ts'
import { print, printJson, plainLine, terminalLanguage, withOutput, type OutputOptions } from '../output.ts'

interface CheckOptions extends OutputOptions {
  file?: string
  incident?: string
  textLang?: NoticeLanguage
}

/** `sagwa check` */
export function register(program: Command): void {
  withOutput(
    program
      .command('check [reference]')
      .description(
        "hold an incident's statements and its draft notice, or a text in a file, against the record",
      )
      .option('--file <file>', 'check the Markdown text in this file ("-" for standard input) as a notice')
      .option('--incident <reference>', 'incident that the file is about')
      .addOption(
        new Option('--text-lang <language>', 'language of the file (default: as it is written)').choices([
          'ko',
          'en',
          'ja',
        ]),
      ),
    'sagwa check 2020-002\n  $ sagwa check --file notice.md --incident 2020-002',
  )
    .addHelpText(
      'after',
      '\nExit code 1 when something has to be settled or is contradicted, 0 when nothing is.',
    )
    .action(check)
}

async function check(reference: string | undefined, options: CheckOptions): Promise<void> {
  const { file, incident, json, lang } = options
  if (
    (reference === undefined) === (file === undefined) ||
    (file === undefined) !== (incident === undefined)
  ) {
    throw wrongUse('Give either an incident, or --file together with --incident.')
  }
  environment()
  const language = terminalLanguage(lang)
  const text = file === undefined ? null : file === '-' ? await standardInput() : await readFile(file, 'utf8')
  const [{ onExistingDatabase }, { checkIncident }] = await Promise.all([
    import('../existing-database.server.ts'),
    import('#app/models/check.server.ts'),
  ])
  await onExistingDatabase(language, async () => {
    const checked = await checkIncident({
      reference: reference ?? incident!,
      text: text === null ? null : { body: text, language: options.textLang ?? null },
      now: clockNow(),
    })
    if (json) printJson(checked)
    else print(...checkedText(checked, language))
    if (checked.toSettle > 0) process.exitCode = 1
  })
}

function wrongUse(message: string): CommanderError {
  process.stderr.write(`error: ${message}\n`)
  return new CommanderError(2, 'sagwa.check', message)
}

async function standardInput(): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

function checkedText(checked: CheckedIncident, language: Language): string[] {
  const t = commandLineMessages[language].check
  const verdicts = claimMessages[language].verdicts
  const c = noticeCheckMessages[language]
  const lines: string[] = []
  for (const { speaker, channel, claims } of checked.statements) {
    lines.push(`${t.statement}: ${plainLine([speaker, channel].filter((part) => part !== '').join(', '))}`)
    for (const claim of claims) {
      const reasons = claim.reasons.map((reason) => reasonText(reason, language)).join(' ')
      lines.push(`  ${claim.line}:${claim.column} ${verdicts[claim.verdict]}: “${plainLine(claim.quote)}”`)
      lines.push(`      ${plainLine(reasons)}`)
    }
    if (claims.length === 0) lines.push(`  ${t.noClaims}`)
    lines.push('')
  }
  for (const finding of checked.findings) {
    const { reason, instead } = findingText(finding, language)
    const place =
      finding.language === null
        ? c.whole
        : `${c.languages[finding.language]}, ${finding.part === null ? c.whole : c.parts[finding.part]}`
    const quote = finding.quote === '' ? '' : ` “${plainLine(finding.quote)}”`
    lines.push(`${c.severities[finding.severity]} (${place} ${finding.line}:${finding.column})${quote}`)
    lines.push(`  ${plainLine(reason)} ${plainLine(instead)}`)
  }
  if (checked.checkedText && checked.findings.length === 0) lines.push(c.none)
  if (!checked.checkedText) lines.push(t.noDraft)
  return [...lines, t.sum(checked.toSettle)]
}
