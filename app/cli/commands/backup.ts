import { existsSync, realpathSync } from 'node:fs'
import type { Command } from 'commander'
import { environment } from '#app/env.server.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import { Refusal } from '../failure.ts'
import { print, printJson, progress, terminalLanguage, withOutput, type OutputOptions } from '../output.ts'

/** `sagwa backup` */
export function register(program: Command): void {
  withOutput(
    program
      .command('backup <file>')
      .description(
        'write a checked backup, also while Sagwa runs: a copy of the SQLite file; on PostgreSQL, and under any name ' +
          'that ends in .jsonl.gz, an archive that either database can restore',
      )
      .option('--force', 'replace the file if it exists'),
    'sagwa backup backups/sagwa-2020-03-02.db',
  ).action(backup)
}

async function backup(
  file: string,
  { force, json, lang }: OutputOptions & { force?: boolean },
): Promise<void> {
  environment()
  const language = terminalLanguage(lang)
  const t = commandLineMessages[language].backup
  const [{ closing, database, onExistingDatabase }, { ARCHIVE_SUFFIX, backUp }] = await Promise.all([
    import('../existing-database.server.ts'),
    import('#db/backup.server.ts'),
  ])
  if (existsSync(file)) {
    if (
      database.file !== null &&
      existsSync(database.file) &&
      realpathSync(file) === realpathSync(database.file)
    ) {
      throw new Refusal(t.itself)
    }
    if (!force) throw new Refusal(t.exists(file))
  }
  const isArchive = database.file === null || file.endsWith(ARCHIVE_SUFFIX)
  // A copy of a file needs no migration, and is what one wants before an upgrade.
  const run = isArchive ? <T>(work: () => Promise<T>) => onExistingDatabase(language, work) : closing
  await run(async () => {
    if (database.file !== null && !existsSync(database.file)) {
      throw new Refusal(commandLineMessages[language].noDatabase(database.file))
    }
    const shown = progress(t.working)
    const report = await backUp(database, {
      file,
      writtenAt: new Date().toISOString(),
      onProgress: shown.at,
    }).finally(shown.end)
    if (json) return printJson({ ...report, verified: true })
    print(
      t.done(report.file, Math.max(1, Math.round(report.bytes / 1024))),
      report.format === 'sqlite' ? t.verifiedCopy : t.verifiedArchive,
      t.rows(
        report.rows.incident ?? 0,
        report.rows.notice ?? 0,
        report.rows.published_file ?? 0,
        report.rows.user ?? 0,
      ),
    )
  })
}
