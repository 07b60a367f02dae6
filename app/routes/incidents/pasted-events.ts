import { isZone, type Instant } from '#app/domain/instant.ts'
import type { TimelineEvent, TimelineKind } from '#app/domain/timeline.ts'
import {
  isSameEvent,
  LONGEST_PASTE,
  readPastedTimeline,
  type PastedEvent,
} from '#app/importers/pasted-timeline.ts'
import { editableTime } from './editable-time.ts'

/** What was asked to be read, as it was typed. */
export interface Paste {
  pasted: string
  day: string
  zone: string
}

/** One event as the page shows it before it is added; `time` and `text` are what somebody may change. */
export interface PastedRow {
  key: string
  line: number
  evidence: string
  take: boolean
  time: string
  text: string
  kind: TimelineKind
  source: string
  isEnd: boolean
  dayAssumed: boolean
  zoneGiven: string
  /** Told without a time, which somebody who knows it may give; `problem` is what is wrong with the one that is written. */
  untimed: { problem: string | null } | null
  same: 'on_record' | 'twice' | null
  errors: { time?: string[]; text?: string[] }
}

export interface ReadPaste {
  rows: PastedRow[]
  /** Lines without a time, or with one that cannot be: they stay text. */
  rest: { line: number; text: string; problem: string | null }[]
  cut: boolean
}

export type PasteProblem = 'pastedMissing' | 'pastedTooLong' | 'dayUnknown' | 'zoneUnknown'

/** What a form sent, and what is wrong with it by field. */
export function pasteOf(form: FormData): {
  paste: Paste
  problems: Partial<Record<keyof Paste, PasteProblem>>
} {
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
  const paste = {
    pasted: text('pasted').replace(/\r\n?/g, '\n'),
    day: text('day').trim(),
    zone: text('zone').trim(),
  }
  const problems: Partial<Record<keyof Paste, PasteProblem>> = {}
  if (paste.pasted.trim() === '') problems.pasted = 'pastedMissing'
  if (paste.pasted.length > LONGEST_PASTE) problems.pasted = 'pastedTooLong'
  if (paste.day !== '' && !isCalendarDay(paste.day)) problems.day = 'dayUnknown'
  if (!isZone(paste.zone)) problems.zone = 'zoneUnknown'
  return { paste, problems }
}

function isCalendarDay(day: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`))
}

/**
 * The events that a paste tells of, those that the timeline has already marked and not taken.
 *
 * @param zone the reader's, in which times are shown and changed
 * @param sentenceOf why a time could not be read, in the reader's language
 */
export function readPaste(
  { pasted, day, zone: pastedZone }: Paste,
  { timeline, zone }: { timeline: readonly TimelineEvent[]; zone: string },
  sentenceOf: (problem: { code: string; params?: Record<string, string | number> | undefined }) => string,
): ReadPaste {
  const { entries, cut } = readPastedTimeline(pasted, { zone: pastedZone, day: day === '' ? null : day })
  const before: { at: Instant; text: string }[] = []
  const onRecord = timeline.map((event) => ({ at: event.occurredAt, text: event.text }))
  const sameAs = (event: PastedEvent): PastedRow['same'] => {
    if (onRecord.some((other) => isSameEvent(event, other))) return 'on_record'
    return before.some((other) => isSameEvent(event, other)) ? 'twice' : null
  }
  const rows: PastedRow[] = []
  const rest: ReadPaste['rest'] = []
  for (const { line, evidence, events, problem, untimed } of entries) {
    const wrong = problem === null ? null : sentenceOf(problem)
    if (untimed !== null && untimed !== '') {
      rows.push({
        key: `${line}.0`,
        line,
        evidence,
        take: false,
        time: '',
        text: untimed,
        kind: 'observation',
        source: '',
        isEnd: false,
        dayAssumed: false,
        zoneGiven: '',
        untimed: { problem: wrong },
        same: null,
        errors: {},
      })
    } else if (events.length === 0) rest.push({ line, text: evidence.trim(), problem: wrong })
    for (const [index, event] of events.entries()) {
      const same = sameAs(event)
      before.push(event)
      rows.push({
        key: `${line}.${index}`,
        line,
        evidence,
        take: same === null,
        time: editableTime(event.at, zone, event.approximate),
        text: event.text,
        kind: 'observation',
        source: event.speaker,
        isEnd: event.isEnd,
        dayAssumed: event.dayAssumed,
        zoneGiven: event.zoneGiven,
        untimed: null,
        same,
        errors: {},
      })
    }
  }
  return { rows, rest, cut }
}
