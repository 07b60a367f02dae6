import { chosen, exactImpactMinutes } from '../facts.ts'
import { duration } from '../durations.ts'
import type { IncidentRecord } from '../incident-record.ts'
import { apologyStrength, type ApologyStrength } from './apology.ts'

export const NOTICE_STAGES = ['first_word', 'update', 'resolved', 'final_report'] as const
export type NoticeStage = (typeof NOTICE_STAGES)[number]

/** A title and a body in Markdown, both with fact placeholders. */
export interface NoticeDraft {
  title: string
  body: string
}

/** What decides the wording of a draft. The values themselves come in later, through placeholders. */
export interface DraftSituation {
  strength: ApologyStrength
  maintenance: boolean
  minor: boolean
  knows: {
    /** Start and end, both to the minute, so that they can be said in one phrase. */
    window: boolean
    /** The day of the start, for the title. */
    day: boolean
    end: boolean
    detected: boolean
    mitigated: boolean
    resolved: boolean
    cause: boolean
    promises: boolean
  }
  /** Which form of the duration may be printed: never both, because the reader would take them for two values. */
  duration: 'impact.duration' | 'impact.duration.rounded' | null
}

/** Reads from a record all that the wording of its notice depends on. */
export function situationOf(record: IncidentRecord): DraftSituation {
  const known = (key: Parameters<typeof chosen>[1]) => chosen(record, key) !== null
  const exact = exactImpactMinutes(record) !== null
  return {
    strength: apologyStrength(record),
    maintenance: record.kind === 'maintenance',
    minor: record.severity === 'minor',
    knows: {
      window:
        chosen(record, 'impact_start')?.shape === 'instant' &&
        chosen(record, 'impact_end')?.shape === 'instant',
      day: known('impact_start') && chosen(record, 'impact_start')?.shape !== 'range',
      end: known('impact_end'),
      detected: known('detected'),
      mitigated: known('mitigated'),
      resolved: known('resolved'),
      cause: record.cause.trim() !== '',
      promises: record.actionItems.some((item) => item.promise && item.state !== 'dropped'),
    },
    duration: exact
      ? 'impact.duration'
      : duration('impact', record.markers).outcome === 'recorded'
        ? 'impact.duration.rounded'
        : null,
  }
}

/** Paragraphs to Markdown; what is null or empty is left out. */
export function paragraphs(...parts: (string | null | false)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join('\n\n') + '\n'
}
