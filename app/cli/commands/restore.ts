import path from 'node:path'
import type { Command } from 'commander'
import { environment } from '#app/env.server.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import { Refusal } from '../failure.ts'
import { print, printJson, progress, terminalLanguage, withOutput, type OutputOptions } from '../output.ts'

/** `sagwa restore` */
export function register(program: Command): void {
  withOutput(
    program
      .command('restore <file>')
      .description('put a backup in the place of the database, after checking it')
      .option('--force', 'even if the database holds data; it is copied aside first'),
    'sagwa restore backups/sagwa-2020-03-02.db',
  ).action(restoreBackup)
}

async function restoreBackup(
  file: string,
  { force, json, lang }: OutputOptions & { force?: boolean },
): Promise<void> {
  const { dataFolder } = environment()
  const language = terminalLanguage(lang)
  const t = commandLineMessages[language].restore
  const [{ closing, database }, { backupFormat, holdsData, restore }, { mkdirSync }] = await Promise.all([
    import('../existing-database.server.ts'),
    import('#db/backup.server.ts'),
    import('node:fs'),
  ])
  await closing(async () => {
    if (backupFormat(file) === 'sqlite' && database.file === null) throw new Refusal(t.sqliteIntoPostgres)
    if (!force && (await holdsData(database))) throw new Refusal(t.holdsData)
    const writtenAt = new Date().toISOString()
    const folder = database.file === null ? dataFolder : path.dirname(database.file)
    // Password hashes lie in it.
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const shown = progress(t.working)
    const report = await restore(database, {
      file,
      keepBeforeAs: path.join(folder, `before-restore-${writtenAt.replace(/[:.]/g, '-')}`),
      writtenAt,
      onProgress: shown.at,
    }).finally(shown.end)
    if (json) return printJson({ ...report, verified: true })
    const { rows, keptBefore } = report
    print(
      t.done,
      commandLineMessages[language].backup.rows(
        rows.incident ?? 0,
        rows.notice ?? 0,
        rows.published_file ?? 0,
        rows.user ?? 0,
      ),
      ...(keptBefore === null ? [] : [t.kept(keptBefore)]),
    )
  })
}
