import { accessSync, constants, existsSync, mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { clockNow } from '#app/clock.server.ts'
import { sqliteFileOf } from '#db/database-url.ts'
import { environment, type Environment } from '#app/env.server.ts'
import { isZone } from '#app/domain/instant.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import type { Language } from '#app/messages/define.ts'
import { problemText } from '#app/messages/problems.ts'
import { failure } from '../failure.ts'
import { columns, print, printJson, terminalLanguage, withOutput, type OutputOptions } from '../output.ts'

type Outcome = 'ok' | 'warn' | 'fail'
type CheckName = keyof (typeof commandLineMessages)['en']['doctor']['checks']

interface Check {
  check: CheckName
  outcome: Outcome
  detail: string
}

/** `sagwa doctor` */
export function register(program: Command): void {
  withOutput(
    program
      .command('doctor')
      .description('look at everything that Sagwa needs and say what is wrong; exit code 1 if something is'),
    'sagwa doctor --json',
  ).action(doctor)
}

const NAMED_AT_MOST = 5
const MEGABYTE = 1024 * 1024

async function doctor({ json, lang }: OutputOptions): Promise<void> {
  const language = terminalLanguage(lang)
  const t = commandLineMessages[language].doctor
  const surroundings = environment()
  const checks: Check[] = []
  for await (const check of examine(surroundings, language)) checks.push(check)
  const isWell = checks.every((check) => check.outcome !== 'fail')
  if (json) printJson({ ok: isWell, checks })
  else
    print(
      ...columns(checks.map(({ check, outcome, detail }) => [t.outcomes[outcome], t.checks[check], detail])),
    )
  if (!isWell) process.exitCode = 1
}

/** In an order in which the first failure explains the later ones. */
async function* examine(surroundings: Environment, language: Language): AsyncGenerator<Check> {
  const t = commandLineMessages[language].doctor
  yield {
    check: 'runtime',
    outcome: 'ok',
    detail: `Node ${process.versions.node}, ICU ${process.versions.icu ?? '?'}`,
  }
  yield address(surroundings, t)
  yield dataFolder(surroundings, t)
  yield freeSpace(surroundings, t)
  yield secret(surroundings, t)
  const sqliteFile = sqliteFileOf(surroundings.databaseUrl)
  if (sqliteFile !== null && !existsSync(sqliteFile)) {
    yield { check: 'database', outcome: 'warn', detail: t.noDatabase }
    return
  }
  const { closing } = await import('../existing-database.server.ts')
  const results: Check[] = []
  await closing(async () => {
    for await (const check of examineDatabase(language)) results.push(check)
  })
  yield* results
}

type Words = (typeof commandLineMessages)[Language]['doctor']

function address({ host, port, publicUrl }: Environment, t: Words): Check {
  const isLoopback = /^(127\.|localhost$|::1$)/.test(host)
  if (!isLoopback && publicUrl === null)
    return { check: 'address', outcome: 'warn', detail: t.noPublicUrl(host) }
  return { check: 'address', outcome: 'ok', detail: publicUrl ?? `http://${host}:${port}` }
}

function dataFolder({ dataFolder: folder }: Environment, t: Words): Check {
  if (!existsSync(folder)) {
    const parent = nearestFolder(folder)
    const isPossible = statSync(parent).isDirectory() && allows(parent, constants.W_OK)
    return isPossible
      ? { check: 'dataFolder', outcome: 'warn', detail: t.folderToBeMade(folder) }
      : { check: 'dataFolder', outcome: 'fail', detail: t.folderClosed(folder) }
  }
  try {
    // The permission bits do not tell of a file system that is mounted read-only.
    rmSync(mkdtempSync(path.join(folder, '.doctor-')), { recursive: true })
    return { check: 'dataFolder', outcome: 'ok', detail: folder }
  } catch {
    return { check: 'dataFolder', outcome: 'fail', detail: t.folderClosed(folder) }
  }
}

function freeSpace({ dataFolder: folder }: Environment, t: Words): Check {
  try {
    const { bavail, bsize } = statfsSync(nearestFolder(folder))
    const free = Math.floor((bavail * bsize) / MEGABYTE)
    const outcome = free < 50 ? 'fail' : free < 500 ? 'warn' : 'ok'
    return { check: 'freeSpace', outcome, detail: t.freeSpace(free) }
  } catch (error) {
    return { check: 'freeSpace', outcome: 'warn', detail: (error as Error).message }
  }
}

function secret({ secret: given, dataFolder: folder }: Environment, t: Words): Check {
  const file = path.join(folder, 'secret')
  if (given !== null) return { check: 'secret', outcome: 'ok', detail: 'SAGWA_SECRET' }
  if (!existsSync(file)) return { check: 'secret', outcome: 'ok', detail: t.secretToBeMade }
  const isOpen = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0
  return isOpen
    ? { check: 'secret', outcome: 'warn', detail: t.secretOpen(file) }
    : { check: 'secret', outcome: 'ok', detail: file }
}

async function* examineDatabase(language: Language): AsyncGenerator<Check> {
  const t = commandLineMessages[language].doctor
  const [{ database }, { pendingMigrations, unknownMigrations }, { sql }] = await Promise.all([
    import('../existing-database.server.ts'),
    import('#db/migrator.server.ts'),
    import('kysely'),
  ])
  const { db, dialect, file } = database
  const attempt = async (check: CheckName, work: () => Promise<Omit<Check, 'check'>>): Promise<Check> => {
    try {
      return { check, ...(await work()) }
    } catch (error) {
      return { check, outcome: 'fail', detail: failure(error, language).message }
    }
  }

  const opens = await attempt('database', async () => {
    const version =
      dialect === 'sqlite'
        ? sql<{ v: string }>`select sqlite_version() as v`
        : sql<{ v: string }>`show server_version`
    const [row] = (await version.execute(db)).rows
    return {
      outcome: 'ok',
      detail: `${dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL'} ${Object.values(row ?? {})[0] ?? ''}`,
    }
  })
  yield opens
  if (opens.outcome === 'fail') return

  const migrations = await attempt('migrations', async () => {
    const unknown = await unknownMigrations(database)
    if (unknown.length > 0)
      return {
        outcome: 'fail',
        detail: problemText({ code: 'database_newer', params: { names: unknown.join(', ') } }, language),
      }
    const pending = await pendingMigrations(database)
    return pending.length === 0
      ? { outcome: 'ok', detail: t.upToDate }
      : { outcome: 'fail', detail: t.pending(pending.join(', ')) }
  })
  yield migrations
  if (migrations.outcome === 'fail') return

  if (file !== null) {
    yield await attempt('integrity', async () => {
      const { integrityFindings, openPlain } = await import('#db/backup.server.ts')
      const sqlite = await openPlain(file, { readonly: true })
      try {
        const [first] = integrityFindings(sqlite)
        return first === undefined
          ? { outcome: 'ok', detail: t.whole }
          : { outcome: 'fail', detail: t.damaged(first) }
      } finally {
        sqlite.close()
      }
    })
  }
  const { findOrganisation } = await import('#app/models/organisation.server.ts')
  const organisation = await findOrganisation()
  if (organisation === null) {
    yield { check: 'organisation', outcome: 'warn', detail: t.noOrganisation }
    return
  }
  yield isZone(organisation.zone)
    ? { check: 'organisation', outcome: 'ok', detail: organisation.zone }
    : { check: 'organisation', outcome: 'fail', detail: t.unknownZone(organisation.zone) }

  const { findBrokenFiles, findWrongColumns } = await import('#app/models/consistency.server.ts')
  yield await attempt('derived', async () => {
    const wrong = await findWrongColumns({ limit: NAMED_AT_MOST })
    return wrong.length === 0
      ? { outcome: 'ok', detail: t.agree }
      : { outcome: 'fail', detail: t.wrongColumns(wrong.join(', ')) }
  })
  yield await attempt('published', async () => {
    const broken = await findBrokenFiles({ limit: NAMED_AT_MOST })
    return broken.length === 0
      ? { outcome: 'ok', detail: t.agree }
      : { outcome: 'fail', detail: t.brokenFiles(broken.join(', ')) }
  })
  yield await attempt('clock', async () => {
    const latest = await db
      .selectFrom('audit_event')
      .select('at')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    const ahead = (latest?.at ?? 0) - clockNow()
    return ahead > 60_000
      ? { outcome: 'warn', detail: t.clockBack(Math.round(ahead / 60_000)) }
      : { outcome: 'ok', detail: new Date(clockNow()).toISOString() }
  })
}

function nearestFolder(folder: string): string {
  let nearest = folder
  while (!existsSync(nearest) && path.dirname(nearest) !== nearest) nearest = path.dirname(nearest)
  return nearest
}

function allows(place: string, mode: number): boolean {
  try {
    accessSync(place, mode)
    return true
  } catch {
    return false
  }
}
