/**
 * cState (https://cstate.netlify.app): one Markdown file per issue, with YAML front matter that people write by hand:
 * `title`, `date`, `resolved`, `resolvedWhen`, `severity` (down, disrupted, notice), `affected`, `informational`.
 */
import { parse } from 'yaml'
import type { Severity } from '#app/domain/incident-record.ts'
import type { Instant } from '#app/domain/instant.ts'
import {
  orderedReading,
  readWindow,
  textLines,
  titleLine,
  utf8,
  type ImportFinding,
  type ImportReading,
  type IncidentDraft,
  type Note,
} from './draft.ts'

export interface CstateFile {
  /** Name of the file; it names the incident too, because the format has nothing else that does. */
  name: string
  bytes: Uint8Array
}

const SEVERITIES: Record<string, Severity> = { down: 'critical', disrupted: 'major', notice: 'minor' }

const FRONT_MATTER = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)([\s\S]*)$/

/** A maintenance has no field of its own in this format; its editors say so in the title or in the name of the file. */
const PLANNED = /\bmaintenance\b|점검|メンテナンス/i

/**
 * Reads the issues of a cState site.
 *
 * @param options `zone` is the one in which timestamps without an offset were written; nothing may have happened after `now`
 */
export function readCstate(
  files: readonly CstateFile[],
  options: { zone: string; now: Instant },
): ImportReading {
  const findings: ImportFinding[] = []
  const drafts = files.flatMap((file) => {
    const draft = readIssue(file, options, (code, params) => {
      findings.push({ where: file.name, code, params })
    })
    return draft === null ? [] : [draft]
  })
  return orderedReading(drafts, findings)
}

function readIssue(
  { name, bytes }: CstateFile,
  options: { zone: string; now: Instant },
  note: Note,
): IncidentDraft | null {
  const text = utf8(bytes)
  const match = text === null ? null : FRONT_MATTER.exec(text)
  const fields = match === null ? null : readFields(match[1] ?? '')
  if (match === null || fields === null) {
    note('unreadable', { expected: 'UTF-8, YAML front matter' })
    return null
  }
  const isOver = one(fields.resolved) === 'true'
  const { started, ended } = readWindow(
    { text: one(fields.date), source: 'date' },
    { text: one(fields.resolvedWhen), source: 'resolvedWhen', expected: isOver },
    options,
    note,
  )
  const title = titleLine(one(fields.title) ?? '', note)
  if (title === '') note('no_title', { instead: name })
  const severity = one(fields.severity) ?? ''
  if (SEVERITIES[severity] === undefined) note('severity_unknown', { text: severity, read: 'minor' })
  const isPlanned =
    one(fields.informational) === 'true' || PLANNED.test(`${name.replace(/[-_]/g, ' ')} ${title}`)
  if (isPlanned) note('looks_planned', { severity })
  const serviceNames = namesOf(fields.affected, note)
  if (serviceNames.length === 0) note('no_services')
  return {
    sourceId: name,
    kind: isPlanned ? 'maintenance' : 'incident',
    severity: SEVERITIES[severity] ?? 'minor',
    title: title === '' ? titleLine(name, note) : title,
    summary: textLines(match[2] ?? '', note),
    started: started === null ? null : { shape: 'instant', at: started },
    startedSource: `cState ${name}: date`,
    ended: ended === null ? null : { shape: 'instant', at: ended },
    endedSource: `cState ${name}: resolvedWhen`,
    isOver,
    serviceNames,
    events: [],
  }
}

/** The fields of the front matter with every scalar as the text that was written; null where it is no YAML mapping. */
function readFields(yaml: string): Record<string, unknown> | null {
  try {
    const fields: unknown = parse(yaml, { schema: 'failsafe', logLevel: 'error' })
    return typeof fields === 'object' && fields !== null && !Array.isArray(fields)
      ? Object.assign(Object.create(null) as Record<string, unknown>, fields)
      : null
  } catch {
    return null
  }
}

function one(value: unknown): string | null {
  return typeof value === 'string' ? value.trim() : null
}

function namesOf(value: unknown, note: Note): string[] {
  // A single name is written without the list now and then.
  const list = Array.isArray(value)
    ? (value as unknown[])
    : value === undefined || value === ''
      ? []
      : [value]
  const names = list.flatMap((name) => {
    const text = one(name)
    if (text !== null) return text === '' ? [] : [text]
    note('list_expected', { field: 'affected' })
    return []
  })
  return [...new Set(names.map((name) => name.normalize('NFC').replace(/\s+/g, ' ').slice(0, 100)))]
}
