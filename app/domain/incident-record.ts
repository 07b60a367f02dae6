import type { Factor } from './factors.ts'
import type { Instant } from './instant.ts'
import type { Marker, MarkerKey } from './markers.ts'
import type { DeniedCause, PublicWording, WordsByLanguage } from './public-wording.ts'
import type { Symptom } from './symptoms.ts'
import type { TimelineEvent } from './timeline.ts'

export const SEVERITIES = ['critical', 'major', 'minor'] as const
export const INCIDENT_KINDS = ['incident', 'maintenance'] as const
export const ACTION_KINDS = ['prevent', 'mitigate', 'detect', 'learn'] as const
export const ACTION_STATES = ['open', 'done', 'dropped'] as const

export type Severity = (typeof SEVERITIES)[number]
export type IncidentKind = (typeof INCIDENT_KINDS)[number]
export type ActionKind = (typeof ACTION_KINDS)[number]
export type ActionState = (typeof ACTION_STATES)[number]

/** A service with the window in which this incident touched it; null bounds stand for the incident's own. */
export interface AffectedService {
  id: string
  nameKo: string
  nameEn: string
  nameJa: string
  startedAt: Instant | null
  endedAt: Instant | null
}

/** A public utterance in its newest revision. */
export interface Statement {
  id: string
  version: number
  revision: number
  speaker: string
  side: 'us' | 'others'
  channel: string
  saidAt: Instant | null
  saidAtApproximate: boolean
  text: string
  language: string
  url: string
  reason: string
  recordedAt: Instant
  recordedBy: string
}

export interface ActionItem {
  id: string
  version: number
  title: string
  kind: ActionKind
  state: ActionState
  owner: string
  dueOn: string | null
  trackerUrl: string
  promise: boolean
  /** How the promise is put in public. */
  promiseWords: WordsByLanguage
  /** Calendar day on which it was done; null while it is not, or where nobody knows. */
  doneOn: string | null
  /** Why it was dropped, or done in another way. */
  stateReason: string
  /** Null for items from before this was kept. */
  recordedAt: Instant | null
}

/** Everything one incident is, from which every page, document and figure about it is made. */
export interface IncidentRecord {
  id: string
  reference: string
  kind: IncidentKind
  severity: Severity
  title: string
  summary: string
  cause: string
  /** What made it possible, long or hard to notice, in the order of `FACTORS`; empty while nothing is stated. */
  factors: Factor[]
  closedAt: Instant | null
  removedAt: Instant | null
  removedReason: string
  recordedAt: Instant
  recordedBy: string
  version: number
  /** The zone that incident is read in: the organisation's. */
  zone: string
  services: AffectedService[]
  markers: Record<MarkerKey, Marker>
  symptoms: Symptom[]
  timeline: TimelineEvent[]
  statements: Statement[]
  actionItems: ActionItem[]
  wording: PublicWording
  deniedCauses: DeniedCause[]
}
