/**
 * What every importer gives: drafts of incidents, and findings about what was read differently from how it was written or
 * could not be used. Nothing is repaired in silence, and nothing is put in the place of what is missing.
 */
import { DomainError, type Problem } from '#app/domain/errors.ts'
import type { IncidentKind, Severity } from '#app/domain/incident-record.ts'
import { DAY, instantAt, instantFromRfc3339, type Instant } from '#app/domain/instant.ts'
import type { TimeValue } from '#app/domain/markers.ts'

/** The formats that incidents are read from. */
export const SOURCE_KINDS = ['cstate', 'statuspage'] as const
export type SourceKind = (typeof SOURCE_KINDS)[number]

/** What was written at some time, such as an update on a status page. */
export interface DraftEvent {
  at: Instant
  text: string
  source: string
}

export interface IncidentDraft {
  /** What the incident is called where it comes from; the same one is loaded once. */
  sourceId: string
  kind: IncidentKind
  severity: Severity
  title: string
  summary: string
  /** Null where the source has no start that can be. */
  started: TimeValue | null
  startedSource: string
  /** Null where the source has no end that can be: the length is not known. */
  ended: TimeValue | null
  endedSource: string
  /** Whether the source calls it over. */
  isOver: boolean
  serviceNames: string[]
  events: DraftEvent[]
}

export interface ImportFinding extends Problem {
  code: ImportFindingCode
  /** The file or the incident that it is about. */
  where: string
}

/** About an incident that is on record under another title than its source has now. */
export function otherTitle(of: { sourceId: string; reference: string; title: string }): ImportFinding {
  return { where: of.sourceId, code: 'other_title', params: { reference: of.reference, title: of.title } }
}

/** `refused`: not loaded at all. `left_out`: loaded without this value. `read_as`: loaded, read in the way that is said. */
export type FindingLevel = 'refused' | 'left_out' | 'read_as'

export const FINDING_LEVELS = {
  unreadable: 'refused',
  no_identity: 'refused',
  twice_in_source: 'refused',
  start_missing: 'left_out',
  start_unreadable: 'left_out',
  start_in_future: 'left_out',
  end_missing: 'left_out',
  end_unreadable: 'left_out',
  end_in_future: 'left_out',
  end_before_start: 'left_out',
  end_equals_start: 'left_out',
  end_over_a_year: 'left_out',
  update_without_time: 'left_out',
  list_expected: 'left_out',
  start_is_posting: 'read_as',
  one_digit_hour: 'read_as',
  no_offset: 'read_as',
  unknown_offset: 'read_as',
  looks_planned: 'read_as',
  severity_unknown: 'read_as',
  no_title: 'read_as',
  text_cut: 'read_as',
  no_services: 'read_as',
  other_title: 'read_as',
} as const satisfies Record<string, FindingLevel>
export type ImportFindingCode = keyof typeof FINDING_LEVELS

/** Drafts in the order in which their incidents began, those without a start last. */
export interface ImportReading {
  drafts: IncidentDraft[]
  findings: ImportFinding[]
}

/** Collects the findings about one incident. */
export type Note = (code: ImportFindingCode, params?: Problem['params']) => void

/** As `checkMarkers`: an impact longer than this is a mistake of the source. */
const LONGEST = 366 * DAY

const TIMESTAMP =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?\s*([Zz]|[+-]\d{2}:?\d{2})?$/

/**
 * A timestamp as status pages and their editors write it: RFC 3339, or with a space, with an hour of one digit, without
 * seconds, without an offset (then read in `zone`) or with `-00:00` (the offset is not known, RFC 3339 §4.3: read as UTC).
 * Null where it is none, or a day or time that no calendar has.
 */
export function readTimestamp(text: string, zone: string, note: Note): Instant | null {
  const match = TIMESTAMP.exec(text.trim())
  if (match === null) return null
  const [, day = '', hour = '', minute = '', second = '00', fraction = '', offset] = match
  try {
    const at =
      offset === undefined
        ? instantAt(
            {
              year: Number(day.slice(0, 4)),
              month: Number(day.slice(5, 7)),
              day: Number(day.slice(8)),
              hour: Number(hour),
              minute: Number(minute),
              second: Number(second),
            },
            zone,
          )
        : instantFromRfc3339(
            `${day}T${hour.padStart(2, '0')}:${minute}:${second}${fraction}${withColon(offset)}`,
          )
    if (hour.length === 1) note('one_digit_hour', { text })
    if (offset === undefined) note('no_offset', { text, zone })
    else if (/^-00:?00$/.test(offset)) note('unknown_offset', { text })
    return at
  } catch (error) {
    if (error instanceof DomainError) return null
    throw error
  }
}

function withColon(offset: string): string {
  return /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset.toUpperCase()
}

/** A bound of an incident as its source writes it; null or empty where it writes nothing. */
export interface WrittenBound {
  text: string | null
  /** Name of the field, for whoever asks where the value comes from. */
  source: string
}

/**
 * Start and end as they can stand in the record. Both are kept as written in the findings where they cannot: an end
 * before the start is left out and not swapped, an end at the very start is no length.
 */
export function readWindow(
  start: WrittenBound,
  end: WrittenBound & { expected: boolean },
  { zone, now }: { zone: string; now: Instant },
  note: Note,
): { started: Instant | null; ended: Instant | null } {
  const started = readBound(start, 'start', { zone, now }, note)
  if (!end.expected) return { started, ended: null }
  const ended = readBound(end, 'end', { zone, now }, note)
  if (started === null || ended === null) return { started, ended }
  const written = { start: start.text ?? '', end: end.text ?? '' }
  if (ended < started) note('end_before_start', written)
  else if (ended === started) note('end_equals_start', written)
  else if (ended - started > LONGEST) note('end_over_a_year', written)
  else return { started, ended }
  return { started, ended: null }
}

function readBound(
  { text, source }: WrittenBound,
  bound: 'start' | 'end',
  { zone, now }: { zone: string; now: Instant },
  note: Note,
): Instant | null {
  if (text === null || text.trim() === '') {
    note(`${bound}_missing`, { field: source })
    return null
  }
  const at = readTimestamp(text, zone, note)
  if (at === null) note(`${bound}_unreadable`, { field: source, text: text.slice(0, 100) })
  else if (at > now) note(`${bound}_in_future`, { field: source, text })
  else return at
  return null
}

const LONGEST_TITLE = 200
const LONGEST_TEXT = 10_000

/** One line for the record: in Unicode NFC, without control characters, at most as long as a title may be. */
export function titleLine(text: string, note: Note): string {
  return cut(
    text
      .normalize('NFC')
      .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
      .trim(),
    LONGEST_TITLE,
    note,
  )
}

/** Several lines for the record: line breaks as `\n`, other control characters but tabs left out. */
export function textLines(text: string, note: Note): string {
  const lines = text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
    .trim()
  return cut(lines, LONGEST_TEXT, note)
}

function cut(text: string, longest: number, note: Note): string {
  if (text.length <= longest) return text
  note('text_cut', { actual: text.length, most: longest })
  // Not through the middle of a character that takes two places.
  return text.slice(0, /[\ud800-\udbff]/.test(text[longest - 1] ?? '') ? longest - 1 : longest)
}

/** Bytes as text; null where they are not UTF-8. */
export function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** The reading in its order; of drafts with the same name only the first one stays. */
export function orderedReading(drafts: IncidentDraft[], findings: ImportFinding[]): ImportReading {
  const known = new Set<string>()
  const once = drafts.filter(({ sourceId }) => {
    if (!known.has(sourceId)) return known.add(sourceId)
    findings.push({ where: sourceId, code: 'twice_in_source' })
    return false
  })
  const start = ({ started }: IncidentDraft) => started?.at ?? Infinity
  return { drafts: once.sort((a, b) => compare(start(a), start(b))), findings }
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
