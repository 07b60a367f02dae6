import { Option, type Command } from 'commander'
import { environment } from '#app/env.server.ts'
import { allDurations, type DurationKey } from '#app/domain/durations.ts'
import { incidentJson, incidentListJson } from '#app/domain/incident-json.ts'
import type { IncidentRecord, Severity } from '#app/domain/incident-record.ts'
import { MARKER_KEYS } from '#app/domain/markers.ts'
import {
  compactDateTime,
  compactMinutes,
  compactValue,
  compactSpan,
  durationText,
} from '#app/domain/time-text.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import type { Language } from '#app/messages/define.ts'
import { problemText } from '#app/messages/problems.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { WrongUse } from '../failure.ts'
import {
  columns,
  numberUpTo,
  plainLine,
  print,
  printJson,
  printText,
  terminalLanguage,
  wholeNumber,
  withOutput,
  type OutputOptions,
} from '../output.ts'

interface ListOptions extends OutputOptions {
  state?: 'open' | 'closed'
  severity?: Severity
  year?: number
  limit: number
  after?: string
}

/** `sagwa incident …` */
export function register(program: Command): void {
  const incident = program.command('incident').helpCommand(false).description('read incidents')
  withOutput(
    incident
      .command('list')
      .description('list incidents, the newest first')
      .addOption(new Option('--state <state>', 'only these').choices(['open', 'closed']))
      .addOption(new Option('--severity <severity>', 'only these').choices(['critical', 'major', 'minor']))
      .option('--year <year>', "only those that began in this year of the organisation's zone", wholeNumber)
      .addOption(new Option('--limit <number>', 'how many, 1 to 100').argParser(numberUpTo(100)).default(25))
      .option('--after <cursor>', 'the page after: `next` of the page before'),
    'sagwa incident list --year 2020 --json',
  ).action(list)
  withOutput(
    incident
      .command('show <reference>')
      .description('show one incident with its readings, durations, symptoms and statements')
      .addOption(new Option('--markdown', 'print a Markdown document instead of text').conflicts('json')),
    'sagwa incident show 2020-002 --markdown --lang en > 2020-002.md',
  ).action(show)
}

async function list({ state, severity, year, limit, after, json, lang }: ListOptions): Promise<void> {
  environment()
  const language = terminalLanguage(lang)
  const t = commandLineMessages[language].incident
  const [{ onExistingDatabase }, { isIncidentCursor, listIncidents }, { getOrganisation }] =
    await Promise.all([
      import('../existing-database.server.ts'),
      import('#app/models/incident-list.server.ts'),
      import('#app/models/organisation.server.ts'),
    ])
  if (after !== undefined && !isIncidentCursor(after)) throw new WrongUse(t.noCursor(plainLine(after)))
  await onExistingDatabase(language, async () => {
    const { zone } = await getOrganisation()
    const { incidents, next } = await listIncidents({
      filters: { state, severity, year },
      cursor: after ?? null,
      limit,
    })
    if (json) return printJson(incidentListJson({ incidents, next }, zone))
    if (incidents.length === 0) return print(t.none)
    print(
      ...columns(
        incidents.map((incident) => [
          incident.reference,
          incident.closedAt === null ? t.open : t.closed,
          t.severities[incident.severity],
          incident.started === null
            ? t.startUnknown
            : compactSpan(incident.started, incident.ended, zone, language),
          plainLine(incident.title),
        ]),
      ),
      ...(next === null ? [] : ['', t.more(next)]),
    )
  })
}

async function show(
  reference: string,
  { json, markdown, lang }: OutputOptions & { markdown?: boolean },
): Promise<void> {
  environment()
  const language = terminalLanguage(lang)
  const [{ onExistingDatabase }, { getIncidentRecord }] = await Promise.all([
    import('../existing-database.server.ts'),
    import('#app/models/incident.server.ts'),
  ])
  await onExistingDatabase(language, async () => {
    const record = await getIncidentRecord(reference)
    if (json) return printJson(incidentJson(record))
    if (!markdown) return print(...incidentText(record, language))
    const { incidentDocument } = await import('#app/documents/markdown.server.ts')
    printText(incidentDocument(record, language))
  })
}

function incidentText(record: IncidentRecord, language: Language): string[] {
  const t = commandLineMessages[language].incident
  const names = timeBarMessages[language]
  const { zone } = record
  const serviceNames = record.services.map((service) =>
    language === 'ko' ? service.nameKo || service.nameEn : service.nameEn || service.nameKo,
  )
  return [
    `${record.reference}  ${plainLine(record.title)}`,
    [
      record.removedAt !== null ? t.removed : record.closedAt !== null ? t.closed : t.open,
      t.severities[record.severity],
      ...serviceNames.map(plainLine),
      t.timesIn(zone),
    ].join(' · '),
    ...section(t.markers, markerRows(record, language)),
    ...section(
      t.durations,
      allDurations(record.markers)
        .filter((duration) => duration.outcome !== 'pending')
        .map((duration) => [
          t.durationNames[duration.key satisfies DurationKey],
          duration.outcome === 'recorded' && duration.minutes !== undefined && !duration.approximate
            ? `${compactMinutes(duration.minutes, language)} (${t.minutes(duration.minutes)})`
            : (durationText(duration, language) ?? problemText(duration.because!, language)),
        ]),
    ),
    ...section(
      t.symptoms,
      record.symptoms.map((symptom) => [
        names.surfaces[symptom.surface],
        names.kinds[symptom.kind],
        [
          plainLine(language === 'ko' ? symptom.textKo || symptom.textEn : symptom.textEn || symptom.textKo),
          symptom.errorText === '' ? '' : `“${plainLine(symptom.errorText)}”`,
        ]
          .filter(Boolean)
          .join(' '),
      ]),
    ),
    ...section(
      t.timeline,
      record.timeline.map((event) => [
        compactDateTime(event.occurredAt, zone, language),
        event.approximate ? '~' : '',
        plainLine(event.text),
      ]),
    ),
    ...section(
      t.statements,
      record.statements.map((statement) => [
        statement.saidAt === null ? t.timeUnknown : compactDateTime(statement.saidAt, zone, language),
        plainLine(statement.speaker),
        `“${plainLine(statement.text)}”`,
      ]),
    ),
    ...section(
      t.actionItems,
      record.actionItems.map((item) => [
        t.states[item.state],
        item.promise ? t.promise : '',
        item.owner === '' ? t.noOwner : plainLine(item.owner),
        item.dueOn ?? t.noDate,
        plainLine(item.title),
      ]),
    ),
  ]
}

function markerRows(record: IncidentRecord, language: Language): string[][] {
  const t = commandLineMessages[language].incident
  return MARKER_KEYS.flatMap((key) => {
    const { readings, chosen, chosenReason, notApplicableReason } = record.markers[key]
    const name = timeBarMessages[language].markers[key]
    if (notApplicableReason !== null) return [[name, '', t.notApplicable, plainLine(notApplicableReason)]]
    return readings.map((reading, index) => {
      const isChosen = reading.id === chosen?.id
      const reason = isChosen && chosenReason !== '' ? ` (${plainLine(chosenReason)})` : ''
      return [
        index === 0 ? name : '',
        isChosen ? t.chosen : '',
        compactValue(reading.value, record.zone, language),
        `${plainLine(reading.source)}${reason}`,
      ]
    })
  })
}

function section(title: string, rows: string[][]): string[] {
  return rows.length === 0 ? [] : ['', title, ...columns(rows).map((row) => `  ${row}`)]
}
