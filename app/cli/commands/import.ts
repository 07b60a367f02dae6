import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { Option, type Command } from 'commander'
import { clockNow } from '#app/clock.server.ts'
import { SEVERITIES, type Severity } from '#app/domain/incident-record.ts'
import { isZone, type Instant } from '#app/domain/instant.ts'
import { environment } from '#app/env.server.ts'
import {
  FINDING_LEVELS,
  otherTitle,
  SOURCE_KINDS,
  type FindingLevel,
  type ImportFinding,
  type ImportReading,
  type SourceKind,
} from '#app/importers/draft.ts'
import type { ChangedConstruct } from '#app/editor/markdown/changed-constructs.ts'
import type { Language } from '#app/messages/define.ts'
import { importFindingTexts, importMessages } from '#app/messages/imports.ts'
import { postmortemFolderMessages } from '#app/messages/postmortem-folder.ts'
import { problemText, problemTexts } from '#app/messages/problems.ts'
import { Refusal, WrongUse } from '../failure.ts'
import {
  columns,
  plainLine,
  print,
  printJson,
  terminalLanguage,
  withOutput,
  type OutputOptions,
} from '../output.ts'

interface ImportOptions extends OutputOptions {
  from: SourceKind | 'postmortems'
  zone: string
  create?: boolean
  severity?: Severity
  dryRun?: boolean
}

/** `sagwa import` */
export function register(program: Command): void {
  withOutput(
    program
      .command('import <path>')
      .description('load incidents from a status page, or postmortems from a folder; nothing is overwritten')
      .addOption(
        new Option('--from <format>', 'what the file or folder holds')
          .choices([...SOURCE_KINDS, 'postmortems'])
          .makeOptionMandatory(),
      )
      .option('--zone <zone>', 'zone of timestamps without an offset', 'UTC')
      .option('--create', 'postmortems: make an incident for a file that names none')
      .addOption(
        new Option('--severity <severity>', 'postmortems: of incidents whose file does not say it').choices([
          ...SEVERITIES,
        ]),
      )
      .option('--dry-run', 'say what would be loaded, and write nothing'),
    'sagwa import --from cstate status-page/content/issues --dry-run',
  ).action(importFrom)
}

async function importFrom(place: string, options: ImportOptions): Promise<void> {
  const { from, zone, dryRun, create, severity, json, lang } = options
  environment()
  const language = terminalLanguage(lang)
  if (from === 'postmortems') return importFolder(place, options, language)
  if (create || severity) throw new WrongUse(importMessages[language].createOfPostmortems)
  if (!isZone(zone)) throw new Refusal(problemText({ code: 'not_a_zone' }, language))
  const now = clockNow()
  const reading = await READERS[from](place, { zone, now }, language)
  const [{ onExistingDatabase, terminalActor }, { importIncidents }] = await Promise.all([
    import('../existing-database.server.ts'),
    import('#app/models/incident-import.server.ts'),
  ])
  const outcome = await onExistingDatabase(language, () =>
    importIncidents({
      kind: from,
      drafts: reading.drafts,
      dryRun: dryRun ?? false,
      actor: terminalActor(),
      now,
    }),
  )
  const findings: ImportFinding[] = [...reading.findings, ...outcome.otherTitle.map(otherTitle)]
  const unknownLength = reading.drafts.filter(({ ended, isOver }) => isOver && ended === null).length
  const notLoaded =
    findings.filter(({ code }) => FINDING_LEVELS[code] === 'refused').length + outcome.refused.length
  if (notLoaded > 0) process.exitCode = 1
  if (json) {
    printJson({
      dryRun: dryRun ?? false,
      read: reading.drafts.length,
      ...outcome,
      unknownLength,
      findings: findings.map((finding) => ({
        level: FINDING_LEVELS[finding.code],
        ...finding,
        text: importFindingTexts[language][finding.code](finding.params ?? {}),
      })),
    })
    return
  }
  const t = importMessages[language]
  print(
    [
      t.read(reading.drafts.length),
      (dryRun ? t.wouldAdd : t.added)(outcome.added.length),
      t.known(outcome.known.length),
      ...(notLoaded > 0 ? [t.refused(notLoaded)] : []),
    ].join(' · '),
    ...(unknownLength > 0 ? [t.unknownLength(unknownLength)] : []),
    ...(outcome.newServices.length > 0 ? [t.newServices(outcome.newServices.map(plainLine).join(', '))] : []),
    ...outcome.refused.flatMap(({ sourceId, problems }) =>
      Object.values(problemTexts(problems, language)).map(
        (texts) => `${plainLine(sourceId)}: ${texts.join(' ')}`,
      ),
    ),
    ...findingLines(findings, language),
  )
}

/** A folder of postmortems, one file each. */
async function importFolder(
  place: string,
  { create, severity, dryRun, json }: ImportOptions,
  language: Language,
): Promise<void> {
  const [{ onExistingDatabase, terminalActor }, { importPostmortems }, { readPostmortemFolder }] =
    await Promise.all([
      import('../existing-database.server.ts'),
      import('#app/models/postmortem-import.server.ts'),
      import('../postmortem-folder.ts'),
    ])
  const t = postmortemFolderMessages[language]
  const { read, unread, skipped } = readPostmortemFolder(place)
  if (read.length + unread.length === 0) throw new Refusal(importMessages[language].nothing)
  const loaded = await onExistingDatabase(language, () =>
    importPostmortems({
      files: read.map(({ changed: _, ignored: __, ...file }) => file),
      create: create ?? false,
      severity: severity ?? null,
      dryRun: dryRun ?? false,
      reason: t.reason(path.basename(place)),
      actor: terminalActor(),
      now: clockNow(),
    }),
  )
  const outcomes = [...loaded, ...unread.map((file) => ({ ...file, outcome: 'refused' as const }))]
  const refused = outcomes.filter((one) => one.outcome === 'refused')
  if (refused.length > 0) process.exitCode = 1
  if (json) {
    const readings = new Map(read.map(({ name, changed, ignored }) => [name, { changed, ignored }]))
    return printJson({
      dryRun: dryRun ?? false,
      skipped,
      files: outcomes.map((one) => ({ ...one, ...readings.get(one.name) })),
    })
  }
  const made = loaded.filter((one) => one.outcome === 'created')
  const madeOf = (level: Severity) => made.filter((one) => one.severity === level).length
  const kinds = Map.groupBy(outcomes, ({ outcome }) => outcome)
  print(
    [t.read(outcomes.length), ...[...kinds].map(([kind, of]) => t.outcomes[kind](of.length))].join(' · '),
    ...(dryRun ? [t.dryRun] : []),
    ...(made.length > 0 ? [t.severities(madeOf('critical'), madeOf('major'), madeOf('minor'))] : []),
    ...(skipped.length > 0 ? [t.skipped(skipped.map(plainLine).join(', '))] : []),
    ...byText(
      refused.flatMap(({ name, problems }) =>
        Object.values(problemTexts(problems, language)).map((texts) => ({ name, text: texts.join(' ') })),
      ),
      language,
    ),
    ...loaded.flatMap((one) =>
      one.outcome === 'older' ? t.older(plainLine(one.name), one.reference, one.revision) : [],
    ),
    ...byText(
      read.flatMap(({ name, ignored }) =>
        ignored.length > 0 ? { name, text: t.ignored(ignored.join(', ')) } : [],
      ),
      language,
    ),
    ...constructLines(read, language),
  )
}

/** What is the same of many files, said once; the first few of them stand after it. */
function byText(said: readonly { name: string; text: string }[], language: Language): string[] {
  return [...Map.groupBy(said, ({ text }) => text)].flatMap(([text, of]) => {
    const names = of.slice(0, NAMES_AT_MOST).map(({ name }) => plainLine(name))
    const more = of.length - names.length
    return [
      plainLine(text),
      `  ${names.join(', ')}${more > 0 ? ` ${postmortemFolderMessages[language].more(more)}` : ''}`,
    ]
  })
}

const NAMES_AT_MOST = 5

/** What the editor writes otherwise, over all files. */
function constructLines(
  files: readonly { name: string; changed: readonly ChangedConstruct[] }[],
  language: Language,
): string[] {
  const t = postmortemFolderMessages[language]
  const all = files.flatMap(({ name, changed }) => changed.map((change) => ({ name, ...change })))
  const kinds = Map.groupBy(all, ({ construct, from, to }) =>
    JSON.stringify(LONG_SIGNS.has(construct) ? [construct, '', ''] : [construct, from, to]),
  )
  if (kinds.size === 0) return []
  const rows = [...kinds].map(([key, changes]) => {
    const [construct, from, to] = JSON.parse(key) as [ChangedConstruct['construct'], string, string]
    const count = changes.reduce((sum, change) => sum + change.count, 0)
    const inFiles = t.inFiles(count, new Set(changes.map(({ name }) => name)).size)
    const first = changes[0]!
    return [
      `  ${t.constructs[construct]}`,
      from === '' && to === '' ? '' : `${plainLine(from) || '–'} → ${plainLine(to) || '–'}`,
      inFiles,
      `${plainLine(first.name)}:${first.line}`,
    ]
  })
  return ['', t.changed, ...columns(rows)]
}

/** Constructs that are whole passages: each is another one. */
const LONG_SIGNS = new Set<ChangedConstruct['construct']>(['table', 'html', 'picture', 'definition', 'wrap'])

/** More than this many of one kind are summed up: hundreds of equal lines hide the one that matters. */
const LINES_OF_A_KIND: Record<FindingLevel, number> = { refused: 50, left_out: 50, read_as: 3 }

function findingLines(findings: readonly ImportFinding[], language: Language): string[] {
  const t = importMessages[language]
  const levels: FindingLevel[] = ['refused', 'left_out', 'read_as']
  return levels.flatMap((level) => {
    const ofLevel = findings.filter(({ code }) => FINDING_LEVELS[code] === level)
    if (ofLevel.length === 0) return []
    const most = LINES_OF_A_KIND[level]
    const kinds = [...Map.groupBy(ofLevel, ({ code }) => code).values()]
    return [
      '',
      `${t.levels[level]}: ${ofLevel.length}`,
      ...kinds.flatMap((kind) => [
        ...kind
          .slice(0, most)
          .map(
            ({ where, code, params }) =>
              `  ${plainLine(where)}: ${plainLine(importFindingTexts[language][code](params ?? {}))}`,
          ),
        ...(kind.length > most ? [`  ${t.more(kind.length - most)}`] : []),
      ]),
    ]
  })
}

type Reader = (
  place: string,
  options: { zone: string; now: Instant },
  language: Language,
) => Promise<ImportReading>

const READERS: Record<SourceKind, Reader> = {
  cstate: async (place, options, language) => {
    const { readCstate } = await import('#app/importers/cstate.ts')
    const files = statSync(place).isDirectory() ? markdownFiles(place) : [place]
    if (files.length === 0) throw new Refusal(importMessages[language].nothing)
    const named = files.map((file) => ({ name: path.basename(file), bytes: bytesOf(file, 1, language) }))
    return readCstate(named, options)
  },
  statuspage: async (place, options, language) => {
    const { readStatuspage } = await import('#app/importers/statuspage.ts')
    if (statSync(place).isDirectory()) throw new Refusal(importMessages[language].oneFile)
    return readStatuspage({ name: path.basename(place), bytes: bytesOf(place, 100, language) }, options)
  },
}

/** Hugo keeps the text of a section's own page in `_index.md`; it is no issue. */
function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !entry.name.startsWith('_index'))
    .map((entry) => path.join(folder, entry.name))
    .sort()
}

/** @param most in megabytes */
function bytesOf(file: string, most: number, language: Language): Uint8Array {
  if (statSync(file).size > most * 1_000_000) {
    throw new Refusal(importMessages[language].tooLarge(path.basename(file), most))
  }
  return readFileSync(file)
}
