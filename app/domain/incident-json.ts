/** An incident as programs get it: the same from the command line and from `/incidents/:ref.json`. */
import { allDurations } from './durations.ts'
import type { Problem } from './errors.ts'
import type { IncidentRecord } from './incident-record.ts'
import { plainDate, toRfc3339, type Instant } from './instant.ts'
import { deniedWords, type WordingPart, type WordsByLanguage } from './public-wording.ts'
import {
  earliest,
  knownDays,
  latest,
  MARKER_KEYS,
  readingsDisagree,
  type Reading,
  type ReadingShape,
  type TimeValue,
} from './markers.ts'

interface Words {
  ko: string
  en: string
  ja?: string
}

/** What is known of a window; null stands for the incident's own bound. */
interface WindowJson {
  start: string | null
  end: string | null
}

export interface ReadingJson {
  id: string
  chosen: boolean
  shape: 'instant' | 'about' | 'range'
  at: string
  /** Of a range only: its latest instant. */
  until?: string
  source: string
  sourceUrl: string
  recordedAt: string
  recordedBy: string
}

export interface MarkerJson {
  key: string
  chosen: ReadingJson | null
  chosenReason: string
  notApplicableReason: string | null
  /** Whether no instant fits all the readings. */
  disagreement: boolean
  readings: ReadingJson[]
}

/** `minutes` or `range` where the outcome is recorded, `because` where it is not. Never both figures, never a zero. */
export interface DurationJson {
  key: string
  outcome: 'recorded' | 'pending' | 'not_applicable' | 'invalid'
  minutes?: number
  range?: { min: number; max: number }
  approximate?: boolean
  because?: Problem
}

/** All times are RFC 3339 with the offset that `zone` had at that time; days are `YYYY-MM-DD` in the zone. */
export interface IncidentJson {
  reference: string
  kind: string
  severity: string
  state: 'open' | 'closed' | 'removed'
  title: string
  summary: string
  cause: string
  factors: string[]
  zone: string
  services: ({ id: string; name: Words } & WindowJson)[]
  /** How it is put in public; empty in the languages in which it is not. */
  wording: Record<WordingPart, WordsByLanguage>
  deniedCauses: { id: string; text: WordsByLanguage; saidBy: string; evidence: string }[]
  markers: MarkerJson[]
  durations: DurationJson[]
  symptoms: ({
    id: string
    serviceId: string | null
    surface: string
    kind: string
    text: Words
    errorText: string
    sharePercent: number | null
    users: number | null
    measuredHow: string
  } & WindowJson)[]
  timeline: {
    id: string
    occurredAt: string
    approximate: boolean
    kind: string
    text: string
    source: string
    sourceUrl: string
    starred: boolean
    evidence: string
    recordedAt: string
    recordedBy: string
  }[]
  statements: {
    id: string
    revision: number
    speaker: string
    side: string
    channel: string
    saidAt: string | null
    saidAtApproximate: boolean
    text: string
    language: string
    url: string
    recordedAt: string
    recordedBy: string
  }[]
  actionItems: {
    id: string
    title: string
    kind: string
    state: string
    owner: string
    dueOn: string | null
    trackerUrl: string
    promise: boolean
    promiseWords: WordsByLanguage
    doneOn: string | null
    stateReason: string
    recordedAt: string | null
  }[]
  closedAt: string | null
  removedAt: string | null
  removedReason: string
  recordedAt: string
  recordedBy: string
  version: number
}

/** One row of a list of incidents, as far as its JSON looks at it. */
export interface ListedIncident {
  reference: string
  title: string
  kind: string
  severity: string
  started: TimeValue | null
  ended: TimeValue | null
  closedAt: Instant | null
  services: readonly { nameKo: string; nameEn: string }[]
}

/**
 * Times as in `IncidentJson`; a `…Precision` says whether one is known exactly (`instant`), roughly (`about`), as a
 * `range`, of which the start has the first and the end the last instant, or to the `day`, which then stands without a
 * time of day. `next` is what the next page is asked with (`after`); null on the last one.
 */
export interface IncidentListJson {
  zone: string
  incidents: {
    reference: string
    title: string
    kind: string
    severity: string
    state: 'open' | 'closed'
    startedAt: string | null
    startedAtPrecision: Precision | null
    endedAt: string | null
    endedAtPrecision: Precision | null
    closedAt: string | null
    services: Words[]
  }[]
  next: string | null
}

/** How exactly a time is known. */
export type Precision = ReadingShape | 'day'

/** How exactly a time is known; null where there is none. */
export function precision(value: TimeValue | null, zone: string): Precision | null {
  if (value === null) return null
  return knownDays(value, zone) === null ? value.shape : 'day'
}

/** The first instant of a start as RFC 3339, or only the day `YYYY-MM-DD` where no more is known. */
export function startTime(value: TimeValue | null, zone: string): string | null {
  if (value === null) return null
  const days = knownDays(value, zone)
  return days === null ? toRfc3339(earliest(value), zone) : plainDate(days.first, zone)
}

/** The last instant of an end as RFC 3339, or only the day `YYYY-MM-DD` where no more is known. */
export function endTime(value: TimeValue | null, zone: string): string | null {
  if (value === null) return null
  const days = knownDays(value, zone)
  return days === null ? toRfc3339(latest(value), zone) : plainDate(days.last, zone)
}

/** A page of the list of incidents, as plain values. */
export function incidentListJson(
  { incidents, next }: { incidents: readonly ListedIncident[]; next: string | null },
  zone: string,
): IncidentListJson {
  const time = (at: Instant | null) => (at === null ? null : toRfc3339(at, zone))
  return {
    zone,
    incidents: incidents.map((incident) => ({
      reference: incident.reference,
      title: incident.title,
      kind: incident.kind,
      severity: incident.severity,
      state: incident.closedAt === null ? 'open' : 'closed',
      startedAt: startTime(incident.started, zone),
      startedAtPrecision: precision(incident.started, zone),
      endedAt: endTime(incident.ended, zone),
      endedAtPrecision: precision(incident.ended, zone),
      closedAt: time(incident.closedAt),
      services: incident.services.map(({ nameKo, nameEn }) => ({ ko: nameKo, en: nameEn })),
    })),
    next,
  }
}

/** Everything a record holds, as plain values. Empty texts stay empty texts; what is not known is null. */
export function incidentJson(record: IncidentRecord): IncidentJson {
  const time = (at: Instant) => toRfc3339(at, record.zone)
  const timeOrNull = (at: Instant | null) => (at === null ? null : time(at))
  const window = ({ startedAt, endedAt }: { startedAt: Instant | null; endedAt: Instant | null }) => ({
    start: timeOrNull(startedAt),
    end: timeOrNull(endedAt),
  })
  const reading = ({ id, value, source, sourceUrl, recordedAt, recordedBy }: Reading, chosen: boolean) => ({
    id,
    chosen,
    shape: value.shape,
    at: time(value.at),
    ...(value.shape === 'range' ? { until: time(value.until) } : {}),
    source,
    sourceUrl,
    recordedAt: time(recordedAt),
    recordedBy,
  })

  return {
    reference: record.reference,
    kind: record.kind,
    severity: record.severity,
    state: record.removedAt !== null ? 'removed' : record.closedAt !== null ? 'closed' : 'open',
    title: record.title,
    summary: record.summary,
    cause: record.cause,
    factors: record.factors,
    zone: record.zone,
    services: record.services.map((service) => ({
      id: service.id,
      name: { ko: service.nameKo, en: service.nameEn, ja: service.nameJa },
      ...window(service),
    })),
    markers: MARKER_KEYS.map((key) => {
      const marker = record.markers[key]
      return {
        key,
        chosen: marker.chosen && reading(marker.chosen, true),
        chosenReason: marker.chosenReason,
        notApplicableReason: marker.notApplicableReason,
        disagreement: readingsDisagree(marker),
        readings: marker.readings.map((one) => reading(one, one.id === marker.chosen?.id)),
      }
    }),
    durations: allDurations(record.markers),
    symptoms: record.symptoms.map((symptom) => ({
      id: symptom.id,
      serviceId: symptom.serviceId,
      surface: symptom.surface,
      kind: symptom.kind,
      text: { ko: symptom.textKo, en: symptom.textEn, ja: symptom.textJa },
      errorText: symptom.errorText,
      ...window(symptom),
      sharePercent: symptom.sharePercent,
      users: symptom.users,
      measuredHow: symptom.measuredHow,
    })),
    timeline: record.timeline.map((event) => ({
      id: event.id,
      occurredAt: time(event.occurredAt),
      approximate: event.approximate,
      kind: event.kind,
      text: event.text,
      source: event.source,
      sourceUrl: event.sourceUrl,
      starred: event.starred,
      evidence: event.evidence,
      recordedAt: time(event.recordedAt),
      recordedBy: event.recordedBy,
    })),
    statements: record.statements.map((statement) => ({
      id: statement.id,
      revision: statement.revision,
      speaker: statement.speaker,
      side: statement.side,
      channel: statement.channel,
      saidAt: timeOrNull(statement.saidAt),
      saidAtApproximate: statement.saidAtApproximate,
      text: statement.text,
      language: statement.language,
      url: statement.url,
      recordedAt: time(statement.recordedAt),
      recordedBy: statement.recordedBy,
    })),
    actionItems: record.actionItems.map(({ version: _, recordedAt, ...item }) => ({
      ...item,
      recordedAt: timeOrNull(recordedAt),
    })),
    wording: record.wording,
    deniedCauses: record.deniedCauses.map((cause) => ({
      id: cause.id,
      text: deniedWords(cause),
      saidBy: cause.saidBy,
      evidence: cause.evidence,
    })),
    closedAt: timeOrNull(record.closedAt),
    removedAt: timeOrNull(record.removedAt),
    removedReason: record.removedReason,
    recordedAt: time(record.recordedAt),
    recordedBy: record.recordedBy,
    version: record.version,
  }
}
