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

/** Which events somebody wants to see; nothing of it means all. */
export interface TimelineView {
  kind?: TimelineKind
  starred?: true
  /** Only what the record had by then: how much was known when something was decided. */
  knownAt?: Instant
}

/**
 * The events of a view, and how many were written down only after `knownAt`, whatever their kind. Their words are those
 * of today: a replay shows what was recorded when, not each wording that it had.
 */
export function viewTimeline(
  events: readonly TimelineEvent[],
  { kind, starred, knownAt }: TimelineView,
): { events: TimelineEvent[]; addedLater: number } {
  const known = knownAt === undefined ? events : events.filter(({ recordedAt }) => recordedAt <= knownAt)
  return {
    events: known.filter(
      (event) => (kind === undefined || event.kind === kind) && (starred === undefined || event.starred),
    ),
    addedLater: events.length - known.length,
  }
}
