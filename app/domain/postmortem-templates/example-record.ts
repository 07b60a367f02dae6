import type { ActionItem, IncidentRecord, Statement } from '../incident-record.ts'
import { instantAt, type Instant } from '../instant.ts'
import type { ToolLanguage } from '../language.ts'
import { emptyMarkers, type Marker, type MarkerKey } from '../markers.ts'
import { NO_WORDING, NO_WORDS } from '../public-wording.ts'
import type { TimelineEvent } from '../timeline.ts'

const WORDS = {
  ko: {
    title: '메시지 전송 오류 (예시)',
    summary: '아침에 1시간 19분 동안 메시지를 보낼 수 없었다. 보낸 메시지가 두 번 가기도 했다.',
    cause: '네트워크 장비 설정 변경',
    alert: '전송 실패율 경보',
    change: '네트워크 장비 설정 변경을 적용함',
    undone: '설정을 되돌림',
    said: '현재 메시지 전송이 원활하지 않아 확인하고 있습니다.',
    speaker: '예시 회사',
    channel: '공지',
    detect: '전송 실패율 경보 기준을 낮춘다',
    prevent: '설정 변경을 한 구역씩 적용한다',
    owner: '메시지 팀',
  },
  en: {
    title: 'Messages could not be sent (an example)',
    summary:
      'In the morning messages could not be sent for an hour and nineteen minutes. Some were sent twice.',
    cause: 'a change of network settings',
    alert: 'Alert: too many messages fail',
    change: 'The new network settings went live',
    undone: 'The settings were taken back',
    said: 'Messages cannot be sent at the moment. We are looking into it.',
    speaker: 'Example company',
    channel: 'notice',
    detect: 'Alert at a lower share of failing messages',
    prevent: 'Change network settings one zone at a time',
    owner: 'Messaging',
  },
} as const

/**
 * An outage as it might have been, to show a template with: after the one this tool began with, with nobody's name in it.
 *
 * @param zone IANA zone of its times
 */
export function exampleRecord(language: ToolLanguage, zone: string): IncidentRecord {
  const t = WORDS[language]
  const at = (hour: number, minute: number) => instantAt({ year: 2020, month: 3, day: 2, hour, minute }, zone)
  const times: [MarkerKey, Instant][] = [
    ['impact_start', at(8, 58)],
    ['detected', at(9, 6)],
    ['first_public_word', at(11, 11)],
    ['mitigated', at(10, 9)],
    ['impact_end', at(10, 17)],
  ]
  const markers = { ...emptyMarkers() }
  for (const [key, time] of times) markers[key] = markerAt(key, time)
  const event = (id: string, occurredAt: Instant, text: string, starred: boolean): TimelineEvent => ({
    ...{ id, occurredAt, text, starred, recordedAt: occurredAt, recordedBy: '', approximate: false },
    ...{ kind: 'observation', source: '', sourceUrl: '', evidence: '', version: 1 },
  })
  const item = (id: string, title: string, kind: ActionItem['kind'], dueOn: string | null): ActionItem => ({
    ...{ id, version: 1, title, kind, state: 'open', owner: t.owner, dueOn, trackerUrl: '', promise: false },
    ...{ promiseWords: NO_WORDS, doneOn: null, stateReason: '', recordedAt: null },
  })
  const statement: Statement = {
    ...{ id: 'said', version: 1, revision: 1, speaker: t.speaker, side: 'us', channel: t.channel },
    ...{ saidAt: at(11, 11), saidAtApproximate: false, text: t.said, language, url: '', reason: '' },
    ...{ recordedAt: at(11, 11), recordedBy: '' },
  }
  return {
    ...{ id: 'example', reference: '2020-002', kind: 'incident', severity: 'major', version: 1, zone },
    ...{ title: t.title, summary: t.summary, cause: t.cause, factors: ['network', 'detection'] },
    ...{ closedAt: at(15, 0), removedAt: null, removedReason: '', recordedAt: at(9, 10), recordedBy: '' },
    services: [
      {
        id: 'talk',
        nameKo: '메시지',
        nameEn: 'Messages',
        nameJa: 'メッセージ',
        startedAt: null,
        endedAt: null,
      },
    ],
    markers,
    symptoms: [
      {
        ...{ id: 'unsent', serviceId: 'talk', surface: 'mobile', kind: 'unavailable', errorText: '' },
        ...{ textKo: '메시지를 보낼 수 없음', textEn: 'Messages could not be sent', textJa: '' },
        ...{ startedAt: null, endedAt: null, sharePercent: null, users: null, measuredHow: '' },
        ...{ position: 1, version: 1 },
      },
    ],
    timeline: [
      event('change', at(8, 57), t.change, false),
      event('alert', at(9, 6), t.alert, true),
      event('undone', at(10, 9), t.undone, true),
    ],
    statements: [statement],
    actionItems: [
      item('detect', t.detect, 'detect', '2020-03-31'),
      item('prevent', t.prevent, 'prevent', null),
    ],
    wording: NO_WORDING,
    deniedCauses: [],
  }
}

function markerAt(key: MarkerKey, at: Instant): Marker {
  const chosen = {
    ...{ id: key, markerKey: key, value: { shape: 'instant', at } as const },
    ...{ source: '', sourceUrl: '', recordedAt: at, recordedBy: '' },
  }
  return { key, readings: [chosen], chosen, chosenReason: '', notApplicableReason: null }
}
