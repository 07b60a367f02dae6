import type { Command } from 'commander'
import { environment } from '#app/env.server.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import { print, printJson, terminalLanguage, withOutput, type OutputOptions } from '../output.ts'

/** `sagwa migrate` */
export function register(program: Command): void {
  withOutput(
    program
      .command('migrate')
      .description('bring the database to this version; `serve` does it by itself')
      .option('--check', 'only list what has not run yet; exit code 1 if there is anything'),
    'sagwa migrate --check',
  ).action(migrate)
}

async function migrate({ check, json, lang }: OutputOptions & { check?: boolean }): Promise<void> {
  environment()
  const t = commandLineMessages[terminalLanguage(lang)].migrate
  const [{ closing, database }, { migrateToLatest, pendingMigrations }, { existsSync }] = await Promise.all([
    import('../existing-database.server.ts'),
    import('#db/migrator.server.ts'),
    import('node:fs'),
  ])
  await closing(async () => {
    if (check) {
      // Asking must not make the file.
      const isThere = database.file === null || existsSync(database.file)
      const pending = isThere ? await pendingMigrations(database) : null
      if (json) printJson({ database: isThere, pending })
      else
        print(pending === null ? t.none : pending.length === 0 ? t.upToDate : t.pending(pending.join(', ')))
      if (pending === null || pending.length > 0) process.exitCode = 1
      return
    }
    const { applied, copy } = await migrateToLatest(database)
    if (json) return printJson({ applied, copy })
    print(
      applied.length === 0 ? t.upToDate : t.applied(applied.join(', ')),
      ...(copy === null ? [] : [t.copied(copy)]),
    )
  })
}
