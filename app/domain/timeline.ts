import type { Instant } from './instant.ts'

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
  version: number
}
