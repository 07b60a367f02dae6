import { MINUTE, type Instant } from './instant.ts'

export const TIMELINE_KINDS = [
  'observation',
  'action',
  'decision',
  'communication',
  'change',
  'context',
] as const
export type TimelineKind = (typeof TIMELINE_KINDS)[number]

/** What happened when, and since when the record knows it. */
export interface TimelineEvent {
  id: string
  occurredAt: Instant
  approximate: boolean
  recordedAt: Instant
  recordedBy: string
  kind: TimelineKind
  text: string
  source: string
  sourceUrl: string
  starred: boolean
  /** The lines that it was read from, word for word; empty where somebody wrote it here. */
  evidence: string
  version: number
}

/** Whether an event was recorded so long after it happened (over 30 minutes) that nobody can have acted on the entry. */
export function recordedLater({
  occurredAt,
  recordedAt,
}: Pick<TimelineEvent, 'occurredAt' | 'recordedAt'>): boolean {
  return recordedAt - occurredAt > 30 * MINUTE
}
