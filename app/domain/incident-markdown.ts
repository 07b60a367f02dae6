import { allDurations, duration, type Duration, type DurationKey } from './durations.ts'
import type { Factor } from './factors.ts'
import { escapeMarkdown } from './facts.ts'
import type { ActionItem, IncidentRecord, Statement } from './incident-record.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage } from './language.ts'
import { deniedWords, WORDING_PARTS, type WordingPart, type WordsByLanguage } from './public-wording.ts'
import { MINUTE, toRfc3339, type Instant, type TimeLanguage } from './instant.ts'
import { entry, linked, paragraphs, quotation, table } from './markdown-text.ts'
import { chosenValue, latest, MARKER_KEYS, readingsDisagree, type Marker, type MarkerKey } from './markers.ts'
import type { Surface, Symptom, SymptomKind } from './symptoms.ts'
import { compactDateTime, compactValue, compactWindow, durationText } from './time-text.ts'
import { recordedLater, type TimelineEvent, type TimelineKind } from './timeline.ts'

/** The words of the document in its language; names and times come from the record. */
export interface IncidentMarkdownWords {
  kinds: Record<IncidentRecord['kind'], string>
  severities: Record<IncidentRecord['severity'], string>
  open: string
  closed: string
  removed: (reason: string) => string
  timesIn: (zone: string) => string
  summary: string
  cause: string
  noCause: string
  factors: { title: string; names: Record<Factor, string> }
  wording: {
    title: string
    parts: Record<WordingPart, string>
    part: (part: string, language: string) => string
    languages: Record<NoticeLanguage, string>
    promise: (language: string) => string
    denied: { title: string; proven: string; unproven: string }
  }
  times: string
  marker: string
  markers: Record<MarkerKey, string>
  reading: string
  source: string
  decision: string
  chosen: string
  notChosen: string
  because: (reason: string) => string
  undecided: string
  noReading: string
  notApplicable: (reason: string) => string
  durations: string
  durationNames: Record<DurationKey, string>
  approximate: string
  beforeRecovery: string
  contradictory: string
  withoutDuration: (names: string) => string
  symptoms: string
  seen: string
  surface: string
  surfaces: Record<Surface, string>
  symptomKind: string
  symptomKinds: Record<SymptomKind, string>
  when: string
  wholeImpact: string
  extent: string
  extentUnknown: string
  share: (percent: string) => string
  users: (count: string) => string
  timeline: string
  timelineKinds: Record<TimelineKind, string>
  starred: string
  recordedLater: (when: string, by: string) => string
  statements: string
  us: string
  others: string
  unknownTime: string
  revision: (number: number) => string
  actions: string
  actionKinds: Record<ActionItem['kind'], string>
  actionStates: Record<ActionItem['state'], string>
  owner: string
  noOwner: string
  due: string
  noDate: string
  doneOn: string
  promise: string
}

/** What programs read above the document. What is not known is null, never a guess. */
export interface IncidentFrontMatter {
  title: string
  reference: string
  kind: IncidentRecord['kind']
  severity: IncidentRecord['severity']
  state: 'open' | 'closed' | 'removed'
  services: string[]
  /** RFC 3339 with the offset of the zone; of a range the first instant. */
  start: string | null
  /** Of a range the last instant. */
  end: string | null
  /** Set where the chosen reading is not exact. */
  start_precision?: 'about' | 'range'
  end_precision?: 'about' | 'range'
  /** Only where both ends are exact. */
  duration_minutes: number | null
  zone: string
  language: TimeLanguage
  recorded: string
  /** Counts the changes of the record. */
  version: number
}

/**
 * The record of an incident as a document: front matter as plain values, and its text as Markdown (GFM) with the title
 * as its first heading. Times are those of the record's zone. Every word that somebody wrote is escaped, so that it can
 * neither become markup nor leave its cell; parts of which the record has nothing are left out.
 */
export function incidentMarkdown(
  record: IncidentRecord,
  language: TimeLanguage,
  words: IncidentMarkdownWords,
): { frontMatter: IncidentFrontMatter; text: string } {
  const writer: Writer = { record, language, words, zone: record.zone }
  const sections: [title: string, text: string][] = [
    [words.summary, summary(writer)],
    [words.times, timesTable(writer)],
    [words.durations, durationList(writer)],
    [words.symptoms, symptomTable(writer)],
    [words.timeline, record.timeline.map((event) => eventEntry(event, writer)).join('\n')],
    [words.statements, record.statements.map((statement) => statementText(statement, writer)).join('\n\n')],
    [words.actions, record.actionItems.map((item) => actionEntry(item, writer)).join('\n')],
    [words.wording.title, publicWording(writer)],
  ]
  const text = [
    `# ${escapeMarkdown(`${record.reference} ${record.title}`)}`,
    headLine(writer),
    ...(record.removedAt === null ? [] : [`**${escapeMarkdown(words.removed(record.removedReason))}**`]),
    ...sections.filter(([, body]) => body !== '').map(([title, body]) => `## ${title}\n\n${body}`),
  ].join('\n\n')
  return { frontMatter: frontMatter(writer), text: `${text}\n` }
}

/**
 * The parts of the record as Markdown without headings, for documents that choose among them; empty where there is
 * nothing. `impact` is what happened when and to whom in a few lines.
 */
export function incidentParts(record: IncidentRecord, language: TimeLanguage, words: IncidentMarkdownWords) {
  const writer: Writer = { record, language, words, zone: record.zone }
  const events = (list: readonly TimelineEvent[]) => list.map((event) => eventEntry(event, writer)).join('\n')
  return {
    impact: impactLines(writer),
    summary: paragraphs(record.summary),
    factors: causeAndFactors(writer),
    times: timesTable(writer),
    durations: durationList(writer),
    timeline: events(record.timeline),
    starred: events(record.timeline.filter(({ starred }) => starred)),
    symptoms: symptomTable(writer),
    statements: record.statements.map((statement) => statementText(statement, writer)).join('\n\n'),
    actions: record.actionItems.map((item) => actionEntry(item, writer)).join('\n'),
  }
}

function impactLines(writer: Writer): string {
  const { record, language, words, zone } = writer
  const time = (key: MarkerKey) => {
    const value = chosenValue(record.markers[key])
    return value === null
      ? []
      : [`${words.markers[key]}: ${escapeMarkdown(compactValue(value, zone, language))}`]
  }
  const impact = duration('impact', record.markers)
  return [
    headLine(writer),
    ...time('impact_start'),
    ...time('impact_end'),
    ...(impact.outcome === 'recorded'
      ? [`${words.durationNames.impact}: ${durationWords(impact, language, words)}`]
      : []),
  ]
    .map(entry)
    .join('\n')
}

interface Writer {
  record: IncidentRecord
  language: TimeLanguage
  words: IncidentMarkdownWords
  zone: string
}

function frontMatter({ record, language, zone }: Writer): IncidentFrontMatter {
  const start = chosenValue(record.markers.impact_start)
  const end = chosenValue(record.markers.impact_end)
  const impact = duration('impact', record.markers)
  const exact = impact.outcome === 'recorded' && !impact.approximate && impact.minutes !== undefined
  return {
    title: record.title,
    reference: record.reference,
    kind: record.kind,
    severity: record.severity,
    state: record.removedAt !== null ? 'removed' : record.closedAt !== null ? 'closed' : 'open',
    services: record.services.map((service) => name(service, language)),
    start: start && toRfc3339(start.at, zone),
    end: end && toRfc3339(latest(end), zone),
    ...(start === null || start.shape === 'instant' ? {} : { start_precision: start.shape }),
    ...(end === null || end.shape === 'instant' ? {} : { end_precision: end.shape }),
    duration_minutes: exact ? impact.minutes : null,
    zone,
    language,
    recorded: toRfc3339(record.recordedAt, zone),
    version: record.version,
  }
}

function publicWording({ record, words: { wording: words } }: Writer): string {
  const inEach = (texts: WordsByLanguage, label: (language: string) => string) =>
    NOTICE_LANGUAGES.filter((language) => texts[language] !== '').map((language) =>
      entry(`${label(words.languages[language])}: ${paragraphs(texts[language])}`),
    )
  return [
    ...WORDING_PARTS.flatMap((part) =>
      inEach(record.wording[part], (language) => words.part(words.parts[part], language)),
    ),
    ...record.actionItems.flatMap((item) => inEach(item.promiseWords, words.promise)),
    ...record.deniedCauses.map((cause) => {
      const texts = Object.values(deniedWords(cause)).filter((text) => text !== '')
      const { proven, unproven } = words.denied
      const about = [
        cause.evidence === '' ? unproven : `${proven}: ${escapeMarkdown(cause.evidence)}`,
        ...(cause.saidBy === '' ? [] : [escapeMarkdown(cause.saidBy)]),
      ]
      return entry(`${words.denied.title}: ${texts.map(escapeMarkdown).join(' / ')} (${about.join(' · ')})`)
    }),
  ].join('\n')
}

function name({ nameKo, nameEn }: { nameKo: string; nameEn: string }, language: TimeLanguage): string {
  return language === 'ko' ? nameKo || nameEn : nameEn || nameKo
}

function headLine({ record, language, words, zone }: Writer): string {
  const services = record.services.map((service) => {
    const own = ownWindow(service, { zone, language })
    return escapeMarkdown(name(service, language)) + (own === null ? '' : ` (${own})`)
  })
  return [
    words.kinds[record.kind],
    words.severities[record.severity],
    record.closedAt === null ? words.open : words.closed,
    ...(services.length > 0 ? [services.join(', ')] : []),
    escapeMarkdown(words.timesIn(zone)),
  ].join(' · ')
}

/** A window of its own; null where it is that of the incident. */
function ownWindow(
  { startedAt, endedAt }: { startedAt: Instant | null; endedAt: Instant | null },
  { zone, language }: Pick<Writer, 'zone' | 'language'>,
): string | null {
  const dash = language === 'ko' ? '\\~' : '–'
  if (startedAt !== null && endedAt !== null)
    return escapeMarkdown(compactWindow(startedAt, endedAt, zone, language))
  if (startedAt !== null) return `${compactDateTime(startedAt, zone, language)}${dash}…`
  return endedAt === null ? null : `…${dash}${compactDateTime(endedAt, zone, language)}`
}

function summary(writer: Writer): string {
  return [paragraphs(writer.record.summary), causeAndFactors(writer)]
    .filter((part) => part !== '')
    .join('\n\n')
}

function causeAndFactors({ record, words }: Writer): string {
  const cause = paragraphs(record.cause)
  const factors =
    record.factors.length === 0
      ? []
      : [`**${words.factors.title}**`, record.factors.map((factor) => words.factors.names[factor]).join(', ')]
  return [`**${words.cause}**`, cause === '' ? words.noCause : cause, ...factors].join('\n\n')
}

function timesTable(writer: Writer): string {
  const { record, words } = writer
  return table(
    [words.marker, words.reading, words.decision, words.source],
    MARKER_KEYS.flatMap((key) => markerRows(record.markers[key], writer)),
  )
}

function markerRows(marker: Marker, { language, words, zone }: Writer): string[][] {
  const label = words.markers[marker.key]
  const { chosen, readings, notApplicableReason } = marker
  const never = notApplicableReason === null ? [] : [escapeMarkdown(words.notApplicable(notApplicableReason))]
  if (readings.length === 0) return [[label, never[0] ?? words.noReading, '', '']]
  const open = chosen === null && readingsDisagree(marker) ? [words.undecided] : []
  return readings.map((reading, index) => {
    const isChosen = reading.id === chosen?.id
    const decision = [
      isChosen ? `**${words.chosen}**` : words.notChosen,
      ...(isChosen && marker.chosenReason !== '' ? [escapeMarkdown(words.because(marker.chosenReason))] : []),
    ].join('. ')
    return [
      index === 0 ? [label, ...open, ...never].join(': ') : '',
      escapeMarkdown(compactValue(reading.value, zone, language)),
      decision,
      linked(reading.source, reading.sourceUrl),
    ]
  })
}

function durationList({ record, language, words }: Writer): string {
  const durations = allDurations(record.markers)
  const waits = ({ outcome }: Duration) => outcome === 'pending' || outcome === 'not_applicable'
  const names = (list: Duration[]) => list.map(({ key }) => words.durationNames[key]).join(', ')
  const lines = durations
    .filter((one) => !waits(one))
    .map((one) => entry(`${words.durationNames[one.key]}: ${durationWords(one, language, words)}`))
  const waiting = durations.filter(waits)
  return [lines.join('\n'), ...(waiting.length === 0 ? [] : [words.withoutDuration(names(waiting))])]
    .filter((part) => part !== '')
    .join('\n\n')
}

function durationWords(one: Duration, language: TimeLanguage, words: IncidentMarkdownWords): string {
  if (one.outcome !== 'recorded') return words.contradictory
  if (one.key === 'recovery_to_word' && (one.minutes ?? 0) < 0) return words.beforeRecovery
  const text = escapeMarkdown(durationText(one, language) ?? '')
  return one.approximate && one.range ? `${text} (${words.approximate})` : text
}

function symptomTable(writer: Writer): string {
  const { record, language, words } = writer
  if (record.symptoms.length === 0) return ''
  return table(
    [words.seen, words.surface, words.symptomKind, words.when, words.extent],
    record.symptoms.map((symptom) => {
      const service = record.services.find(({ id }) => id === symptom.serviceId)
      const seen = language === 'ko' ? symptom.textKo || symptom.textEn : symptom.textEn || symptom.textKo
      return [
        [escapeMarkdown(seen), symptom.errorText === '' ? '' : `“${escapeMarkdown(symptom.errorText)}”`]
          .filter(Boolean)
          .join(' '),
        [words.surfaces[symptom.surface], ...(service ? [escapeMarkdown(name(service, language))] : [])].join(
          ' · ',
        ),
        words.symptomKinds[symptom.kind],
        ownWindow(symptom, writer) ?? words.wholeImpact,
        extent(symptom, writer),
      ]
    }),
  )
}

function extent({ sharePercent, users, measuredHow }: Symptom, { language, words }: Writer): string {
  const figures = [
    ...(sharePercent === null ? [] : [words.share(sharePercent.toLocaleString(language))]),
    ...(users === null ? [] : [words.users(users.toLocaleString(language))]),
  ]
  const how = measuredHow === '' ? '' : ` (${escapeMarkdown(measuredHow)})`
  return (figures.length === 0 ? words.extentUnknown : figures.join(' · ')) + how
}

function eventEntry(event: TimelineEvent, { language, words, zone }: Writer): string {
  const minuteText = (at: Instant) => compactDateTime((at - (at % MINUTE)) as Instant, zone, language)
  const when = compactValue(
    { shape: event.approximate ? 'about' : 'instant', at: event.occurredAt },
    zone,
    language,
  )
  const about = [
    words.timelineKinds[event.kind],
    ...(event.starred ? [words.starred] : []),
    ...(event.source === '' && event.sourceUrl === '' ? [] : [linked(event.source, event.sourceUrl)]),
    ...(recordedLater(event)
      ? [escapeMarkdown(words.recordedLater(minuteText(event.recordedAt), event.recordedBy))]
      : []),
  ].join(' · ')
  return entry(`**${escapeMarkdown(when)}** ${paragraphs(event.text)}\\\n${about}`)
}

function statementText(statement: Statement, { language, words, zone }: Writer): string {
  const { saidAt, saidAtApproximate } = statement
  const when =
    saidAt === null
      ? words.unknownTime
      : escapeMarkdown(
          compactValue({ shape: saidAtApproximate ? 'about' : 'instant', at: saidAt }, zone, language),
        )
  const head = [
    `**${escapeMarkdown(statement.speaker)}**`,
    statement.side === 'us' ? words.us : words.others,
    ...(statement.channel === '' ? [] : [escapeMarkdown(statement.channel)]),
    when,
    ...(statement.revision > 1 ? [words.revision(statement.revision)] : []),
    ...(statement.url === '' ? [] : [linked('', statement.url)]),
  ].join(' · ')
  return `${head}\n\n${quotation(paragraphs(statement.text))}`
}

function actionEntry(item: ActionItem, { words }: Writer): string {
  const about = [
    words.actionStates[item.state],
    words.actionKinds[item.kind],
    item.owner === '' ? words.noOwner : `${words.owner}: ${escapeMarkdown(item.owner)}`,
    item.dueOn === null ? words.noDate : `${words.due}: ${item.dueOn}`,
    ...(item.doneOn === null ? [] : [`${words.doneOn}: ${item.doneOn}`]),
    ...(item.state === 'open' || item.stateReason === '' ? [] : [escapeMarkdown(item.stateReason)]),
    ...(item.promise ? [words.promise] : []),
    ...(item.trackerUrl === '' ? [] : [linked('', item.trackerUrl)]),
  ].join(' · ')
  return entry(`[${item.state === 'done' ? 'x' : ' '}] ${escapeMarkdown(item.title)}\\\n${about}`)
}
