/** The messenger outage of 2 March 2020 as a record in memory, for tests that need no database. */
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import type { Marker, MarkerKey, TimeValue } from '#app/domain/markers.ts'
import { MARKER_KEYS } from '#app/domain/markers.ts'
import { NO_WORDING } from '#app/domain/public-wording.ts'
import type { Symptom } from '#app/domain/symptoms.ts'
import type { Organisation } from '#app/models/organisation.server.ts'
import { at } from './factories.ts'

export const ORIGIN_ORGANISATION: Organisation = {
  nameKo: '카카오',
  nameEn: 'Kakao',
  nameJa: 'カカオ',
  zone: 'Asia/Seoul',
  languages: ['ko', 'en', 'ja'],
  defaultLanguage: 'ko',
  contactKo: '고객센터 help@example.com',
  contactEn: 'help@example.com',
  contactJa: 'お客様センター help@example.com',
  version: 1,
}

export function marker(key: MarkerKey, value: TimeValue | null): Marker {
  const reading = value && {
    id: key,
    markerKey: key,
    value,
    source: '',
    sourceUrl: '',
    recordedAt: at('2020-03-02T15:00:00+09:00'),
    recordedBy: '',
  }
  return {
    key,
    readings: reading ? [reading] : [],
    chosen: reading,
    chosenReason: '',
    notApplicableReason: null,
  }
}

export function markersAt(times: Partial<Record<MarkerKey, TimeValue>>): Record<MarkerKey, Marker> {
  return Object.fromEntries(MARKER_KEYS.map((key) => [key, marker(key, times[key] ?? null)])) as Record<
    MarkerKey,
    Marker
  >
}

export function exactly(text: string): TimeValue {
  return { shape: 'instant', at: at(text) }
}

export function symptom(changes: Partial<Symptom>): Symptom {
  return {
    id: 's',
    serviceId: null,
    surface: 'other',
    kind: 'other',
    textKo: '',
    textEn: '',
    textJa: '',
    errorText: '',
    startedAt: null,
    endedAt: null,
    sharePercent: null,
    users: null,
    measuredHow: '',
    position: 0,
    version: 1,
    ...changes,
  }
}

export function originRecord(changes: Partial<IncidentRecord> = {}): IncidentRecord {
  return {
    id: 'origin',
    reference: '2020-002',
    kind: 'incident',
    severity: 'major',
    title: '카카오톡 메시지 전송 오류',
    summary: '',
    cause: '내부 네트워크의 일시적인 오류',
    factors: ['network'],
    closedAt: null,
    removedAt: null,
    removedReason: '',
    recordedAt: at('2020-03-02T15:00:00+09:00'),
    recordedBy: '',
    version: 1,
    zone: 'Asia/Seoul',
    services: [
      {
        id: 'talk',
        nameKo: '카카오톡',
        nameEn: 'KakaoTalk',
        nameJa: 'カカオトーク',
        startedAt: null,
        endedAt: null,
      },
    ],
    markers: markersAt({
      impact_start: exactly('2020-03-02T08:58:00+09:00'),
      impact_end: exactly('2020-03-02T10:17:00+09:00'),
      first_public_word: exactly('2020-03-02T11:11:00+09:00'),
    }),
    symptoms: [
      symptom({
        surface: 'mobile',
        kind: 'unavailable',
        textKo: '메시지 전송 불가',
        textEn: 'Messages could not be sent',
      }),
      symptom({
        surface: 'pc',
        kind: 'unavailable',
        textKo: '메시지 전송 불가',
        textEn: 'Messages could not be sent',
      }),
      symptom({
        surface: 'pc',
        kind: 'login_failing',
        textKo: 'PC 버전 로그인 불가',
        textEn: 'Sign-in to the desktop app failed',
      }),
      symptom({ surface: 'mobile', kind: 'duplicated' }),
      symptom({
        surface: 'mobile',
        kind: 'error',
        errorText: '요청을 완료하지 못함(failed to complete your request)',
      }),
    ],
    timeline: [],
    statements: [],
    actionItems: [],
    wording: NO_WORDING,
    deniedCauses: [],
    ...changes,
  }
}
