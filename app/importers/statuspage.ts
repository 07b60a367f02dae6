/**
 * Atlassian Statuspage, the JSON of its public API v2 (https://metastatuspage.com/api): `incidents.json`, `summary.json`
 * and `scheduled-maintenances.json`, with the older ones of before `started_at`.
 */
import type { Severity } from '#app/domain/incident-record.ts'
import type { Instant } from '#app/domain/instant.ts'
import type { TimeValue } from '#app/domain/markers.ts'
import {
  orderedReading,
  readTimestamp,
  readWindow,
  textLines,
  titleLine,
  utf8,
  type DraftEvent,
  type ImportFinding,
  type ImportReading,
  type IncidentDraft,
  type Note,
} from './draft.ts'

const SEVERITIES: Record<string, Severity> = { critical: 'critical', major: 'major', minor: 'minor' }

/** Stages after which nothing more is expected. */
const OVER = new Set(['resolved', 'postmortem', 'completed'])

type Fields = Record<string, unknown>

/**
 * Reads what a Statuspage gives out. Its timestamps are UTC; nothing may have happened after `now`.
 *
 * @param name of the file, for findings about all of it
 */
export function readStatuspage(
  { name, bytes }: { name: string; bytes: Uint8Array },
  { now }: { now: Instant },
): ImportReading {
  const findings: ImportFinding[] = []
  const noteFile: Note = (code, params) => findings.push({ where: name, code, params })
  const page = readJson(bytes)
  const lists = page === null ? null : listsOf(page, noteFile)
  if (lists === null) {
    noteFile('unreadable', { expected: 'Statuspage API v2 JSON' })
    return { drafts: [], findings }
  }
  const drafts = lists.flatMap((value, index) => {
    const fields = fieldsOf(value)
    const id = fields === null ? null : textOf(fields.id)
    if (fields === null || id === null || id.length > 200) {
      findings.push({ where: `${name} #${index + 1}`, code: 'no_identity' })
      return []
    }
    const note: Note = (code, params) => findings.push({ where: id, code, params })
    return [readIncident(id, fields, now, note)]
  })
  return orderedReading(drafts, findings)
}

/** Incidents and maintenances in one list; null where the page has neither. */
function listsOf(page: unknown, note: Note): unknown[] | null {
  if (Array.isArray(page)) return page as unknown[]
  const fields = fieldsOf(page)
  if (fields === null || !('incidents' in fields || 'scheduled_maintenances' in fields)) return null
  return [
    ...listOf(fields.incidents, 'incidents', note),
    ...listOf(fields.scheduled_maintenances, 'scheduled_maintenances', note),
  ]
}

function readIncident(id: string, fields: Fields, now: Instant, note: Note): IncidentDraft {
  const isPlanned = textOf(fields.impact) === 'maintenance' || textOf(fields.scheduled_for) !== null
  const start = startOf(fields)
  const isOver = OVER.has(textOf(fields.status) ?? '')
  const end = isPlanned && textOf(fields.resolved_at) === null ? 'scheduled_until' : 'resolved_at'
  const { started, ended } = readWindow(
    { text: textOf(fields[start]), source: start },
    { text: textOf(fields[end]), source: end, expected: isOver || textOf(fields.resolved_at) !== null },
    { zone: 'UTC', now },
    note,
  )
  // The time of posting is all there is: the start is about then, and nobody wrote it down.
  const isPosting = start === 'created_at'
  if (isPosting && started !== null) note('start_is_posting', { text: textOf(fields.created_at) ?? '' })
  const title = titleLine(textOf(fields.name) ?? '', note)
  if (title === '') note('no_title', { instead: id })
  const impact = textOf(fields.impact) ?? ''
  if (!isPlanned && SEVERITIES[impact] === undefined)
    note('severity_unknown', { text: impact, read: 'minor' })
  const serviceNames = listOf(fields.components, 'components', note).flatMap((component) => {
    const name = textOf(fieldsOf(component)?.name)
    return name === null ? [] : [name.normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, 100)]
  })
  if (serviceNames.length === 0) note('no_services')
  const source = `Statuspage ${id}`
  return {
    sourceId: id,
    kind: isPlanned ? 'maintenance' : 'incident',
    severity: SEVERITIES[impact] ?? 'minor',
    title: title === '' ? id : title,
    summary: '',
    started:
      started === null ? null : ({ shape: isPosting ? 'about' : 'instant', at: started } satisfies TimeValue),
    startedSource: `${source}: ${start}`,
    ended: ended === null ? null : { shape: 'instant', at: ended },
    endedSource: `${source}: ${end}`,
    isOver,
    serviceNames: [...new Set(serviceNames)],
    events: listOf(fields.incident_updates, 'incident_updates', note).flatMap((update) =>
      readUpdate(fieldsOf(update) ?? {}, source, now, note),
    ),
  }
}

function startOf(fields: Fields): 'scheduled_for' | 'started_at' | 'created_at' {
  if (textOf(fields.scheduled_for) !== null) return 'scheduled_for'
  return textOf(fields.started_at) === null ? 'created_at' : 'started_at'
}

function readUpdate(update: Fields, source: string, now: Instant, note: Note): DraftEvent[] {
  const text = textLines(textOf(update.body) ?? '', note)
  if (text === '') return []
  const written = textOf(update.display_at) ?? textOf(update.created_at)
  const at = written === null ? null : readTimestamp(written, 'UTC', note)
  if (at === null || at > now) {
    note('update_without_time', { text: text.slice(0, 80) })
    return []
  }
  const status = textOf(update.status)
  return [{ at, text, source: status === null ? source : `${source}: ${status}` }]
}

function readJson(bytes: Uint8Array): unknown {
  const text = utf8(bytes)
  if (text === null) return null
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return null
  }
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** A list, or none where the page has none; something else in its place is said, and read as none. */
function listOf(value: unknown, field: string, note: Note): unknown[] {
  if (Array.isArray(value)) return value as unknown[]
  // Some exports hold the text "[]" where an empty list belongs.
  if (value === undefined || value === null) return []
  note('list_expected', { field })
  return []
}
