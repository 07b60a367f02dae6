import type { IncidentRecord, Statement } from '#app/domain/incident-record.ts'
import { wallClock, type Instant } from '#app/domain/instant.ts'
import { inLanguage } from '#app/domain/language.ts'
import { knownDays, type MarkerKey, type TimeValue } from '#app/domain/markers.ts'
import type { Symptom } from '#app/domain/symptoms.ts'
import { compactValue } from '#app/domain/time-text.ts'
import type { Language } from '#app/messages/define.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import type { BarContent, BarReading } from './layout.ts'

/** What every part of the time bar is drawn from. */
export interface Setting {
  record: IncidentRecord
  content: BarContent
  language: Language
  /** The entry of the list that the pointer is on: a marker's key, or the id of a symptom or statement. */
  active: string | null
  /** Begins the ids of what one part defines and another refers to. */
  id: string
}

/** `08:58` in a zone. */
export function clock(at: Instant, zone: string): string {
  const { hour, minute } = wallClock(at, zone)
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** `08:58`, `about 08:58` or `08:55–09:00`, in the reader's language; the day where no more is known. */
export function clockValue(value: TimeValue, zone: string, language: Language): string {
  if (knownDays(value, zone) !== null) return compactValue(value, zone, language, { year: false })
  if (value.shape === 'range') return `${clock(value.at, zone)}–${clock(value.until, zone)}`
  const time = clock(value.at, zone)
  return value.shape === 'about' ? timeBarMessages[language].about(time) : time
}

/** What the user saw, in the reader's language where it was written down in it. */
export function symptomText(symptom: Symptom, language: Language): string {
  const own = inLanguage(language, {
    nameKo: symptom.textKo,
    nameEn: symptom.textEn,
    nameJa: symptom.textJa,
  })
  return own || symptom.errorText || timeBarMessages[language].kinds[symptom.kind]
}

/** Who spoke and where; empty for an unknown statement. */
export function statementText(statement: Statement | undefined): string {
  return statement ? [statement.speaker, statement.channel].filter(Boolean).join(', ') : ''
}

/** The readings that carry a label: the chosen one of each marker, else the first of the undecided. */
export function labelled(content: BarContent): BarReading[] {
  const seen = new Map<MarkerKey, BarReading>()
  for (const reading of content.readings) {
    if (reading.chosen || !seen.has(reading.markerKey)) seen.set(reading.markerKey, reading)
  }
  return [...seen.values()].sort((a, b) => a.value.at - b.value.at)
}

/** What stands beside a marker's tick; a question mark where no reading was chosen. */
export function markerLabel(
  reading: BarReading,
  { record, language }: Setting,
): { time: string; name: string } {
  const t = timeBarMessages[language]
  const time = clockValue(reading.value, record.zone, language)
  return { time: reading.chosen ? time : `${time}?`, name: t.markers[reading.markerKey] }
}
