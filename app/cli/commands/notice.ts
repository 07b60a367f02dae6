import { Option, type Command } from 'commander'
import { clockNow } from '#app/clock.server.ts'
import { environment } from '#app/env.server.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage } from '#app/domain/language.ts'
import { note, printJson, terminalLanguage } from '../output.ts'

interface NoticeOptions {
  language?: NoticeLanguage
  draft?: boolean
  json?: boolean
}

/** `sagwa notice` */
export function register(program: Command): void {
  program
    .command('notice <reference>')
    .description("print an incident's notice as Markdown: as published, else as drafted")
    .addOption(
      new Option(
        '--lang, --language <language>',
        "language of the notice (default: the organisation's)",
      ).choices(NOTICE_LANGUAGES),
    )
    .option('--draft', 'print the draft even if something is published')
    .option(
      '--json',
      'print JSON: the Markdown, its state, what the draft still lacks, and what differs from the record',
    )
    .addHelpText('after', '\nExample:\n  $ sagwa notice 2020-002 --lang ko > notice.md')
    .action(notice)
}

async function notice(reference: string, { language: asked, draft, json }: NoticeOptions): Promise<void> {
  environment()
  const t = commandLineMessages[terminalLanguage(undefined)].notice
  const [{ onExistingDatabase }, { noticeMarkdown }, { listDriftingNotices }, { getOrganisation }] =
    await Promise.all([
      import('../existing-database.server.ts'),
      import('#app/models/notice-publication.server.ts'),
      import('#app/models/notice-drift.server.ts'),
      import('#app/models/organisation.server.ts'),
    ])
  await onExistingDatabase(terminalLanguage(undefined), async () => {
    const language = asked ?? (await getOrganisation()).defaultLanguage
    const { markdown, findings, state } = await noticeMarkdown({
      reference,
      language,
      draft,
      now: clockNow(),
    })
    const [differing] = await listDriftingNotices({ reference })
    const drift = (differing?.undecided ?? []).map(({ key, said, known }) => ({
      fact: key,
      said: said[language] ?? '',
      known: known[language] ?? '',
    }))
    if (drift.length > 0) process.exitCode = 1
    if (json) return printJson({ reference, language, state, markdown, findings, drift })
    process.stdout.write(markdown)
    for (const { fact, said, known } of drift) note(t.drift(fact, said, known))
    if (state === 'none') note(t.notStarted)
    if (state === 'draft') note(t.draft)
    for (const finding of findings) {
      note('label' in finding ? t.gap(finding.line, finding.label) : t.empty[finding.code])
    }
  })
}
