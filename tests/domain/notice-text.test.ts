import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factsOf, writeFacts } from '#app/domain/facts.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import type { MarkerKey, TimeValue } from '#app/domain/markers.ts'
import { MARKER_KEYS } from '#app/domain/markers.ts'
import { NOTICE_STAGES, draftNotice, naturalStage, type NoticeStage } from '#app/domain/notice-text/index.ts'
import { SURFACES, SYMPTOM_KINDS } from '#app/domain/symptoms.ts'
import { at } from '#tests/factories.ts'
import { ORIGIN_ORGANISATION, exactly, markersAt, originRecord, symptom } from '#tests/origin-record.ts'

function written(record: IncidentRecord, stage: NoticeStage, language: 'ko' | 'en') {
  const facts = factsOf(record, ORIGIN_ORGANISATION)
  const draft = draftNotice(record, stage, language)
  const title = writeFacts(draft.title, facts, language, { markdown: false })
  const body = writeFacts(draft.body, facts, language)
  return { text: `${title.text}\n\n${body.text}`, findings: [...title.findings, ...body.findings] }
}

const ONGOING = markersAt({ impact_start: exactly('2020-03-02T08:58:00+09:00') })

test('the final report of the origin record in Korean', () => {
  const { text, findings } = written(originRecord(), 'final_report', 'ko')
  expect(text).toBe(`3월 2일 카카오톡 장애에 대해 사과드립니다

안녕하세요, 카카오입니다.

카카오톡 장애로 불편을 겪으신 모든 분께 진심으로 사과드립니다. 서비스를 안정적으로 제공하지 못한 것은 저희의 책임입니다.

2020년 3월 2일(월) 오전 8시 58분부터 10시 17분까지 1시간 19분 동안 카카오톡에 장애가 있었습니다.

## 영향 범위

이 시간에 카카오톡을 이용하시던 분들께 다음과 같은 문제가 있었습니다.

- 메시지 전송 불가 (모바일, PC)
- PC 버전 로그인 불가
- 중복 처리 (모바일)
- 오류 발생 (모바일), 화면 문구 “요청을 완료하지 못함(failed to complete your request)”

## 원인

지금까지 확인한 원인은 다음과 같습니다.

- 내부 네트워크의 일시적인 오류

## 재발 방지 대책

- 【재발 방지 대책: 무엇을, 언제까지】

## 문의처

고객센터 help@example.com

다시 한번 진심으로 사과드립니다.
`)
  expect(findings).toHaveLength(1)
})

test('the final report of the origin record in English', () => {
  const { text, findings } = written(originRecord({ cause: '' }), 'final_report', 'en')
  expect(text).toBe(`We apologize for the KakaoTalk outage on March 2, 2020

On Monday, March 2, 2020, 08:58–10:17 KST (1 hour 19 minutes), people had problems using KakaoTalk. We sincerely apologize to everyone this affected. Keeping the service running is our responsibility, and we failed to do so.

## Impact

During this time, users saw the following:

- Messages could not be sent (mobile, desktop)
- Sign-in to the desktop app failed
- Sent or processed more than once (mobile)
- Errors (mobile), on screen: “요청을 완료하지 못함(failed to complete your request)”

## Cause

We are still investigating the cause and will publish it here once it is confirmed.

## What we will change

- 【what we will change, and by when】

## Contact

help@example.com
`)
  expect(findings).toHaveLength(1)
})

test('the first word in Korean and the word after recovery in English', () => {
  expect(
    written(
      originRecord({ markers: ONGOING, symptoms: [symptom({ textKo: '전송 불가' })] }),
      'first_word',
      'ko',
    ).text,
  ).toBe(`카카오톡 장애를 알려 드립니다

안녕하세요, 카카오입니다.

2020년 3월 2일(월) 오전 8시 58분부터 카카오톡 이용에 문제가 이어지고 있습니다. 불편을 드려 죄송합니다.

지금까지 확인한 증상은 다음과 같습니다.

- 전송 불가

서비스를 정상으로 되돌리기 위해 작업하고 있습니다.

다음 안내는 【다음 안내 시각】에 드리겠습니다.
`)
  const resolved = originRecord({
    cause: 'A network device failed',
    symptoms: [symptom({ textEn: 'Messages not sent' })],
  })
  const { text, findings } = written(resolved, 'resolved', 'en')
  expect(text).toBe(`Resolved: KakaoTalk outage on March 2, 2020

On Monday, March 2, 2020, 08:58–10:17 KST (1 hour 19 minutes), people had problems using KakaoTalk. The service is now working normally. We sincerely apologize to everyone this affected.

During this time, users saw the following:

- Messages not sent

This is what we have confirmed about the cause so far:

- A network device failed
`)
  expect(findings).toEqual([])
})

test('a missing end is a gap in the sentence, not a guess', () => {
  const { text, findings } = written(originRecord({ markers: ONGOING }), 'resolved', 'ko')
  expect(text).toContain(
    '2020년 3월 2일(월) 오전 8시 58분부터 【끝난 시각】까지 카카오톡에 장애가 있었습니다.',
  )
  expect(findings.map(({ label }) => label)).toContain('끝난 시각')
})

test('the apology grows with length and harm', () => {
  const apology = (severity: IncidentRecord['severity'], end: string) =>
    written(
      originRecord({
        severity,
        markers: markersAt({ impact_start: exactly('2020-03-02T08:00:00+09:00'), impact_end: exactly(end) }),
      }),
      'resolved',
      'ko',
    ).text
  expect(apology('minor', '2020-03-02T08:10:00+09:00')).toContain('분께 죄송합니다.')
  expect(apology('minor', '2020-03-02T09:00:00+09:00')).toContain('분께 사과드립니다.')
  expect(apology('critical', '2020-03-02T10:15:00+09:00')).toContain('분께 깊이 사과드립니다.')
  expect(apology('critical', '2020-03-07T15:30:00+09:00')).toContain('분께 깊은 사죄의 말씀을 드립니다.')
})

test('the natural stage follows what the record knows', () => {
  expect(naturalStage(originRecord())).toBe('final_report')
  expect(naturalStage(originRecord({ markers: ONGOING }))).toBe('first_word')
})

const names = fc.constantFrom(
  '카카오톡',
  '서버',
  '3층(서버실)',
  'API',
  'URL',
  '# x',
  '*',
  'A|B',
  '결제 10',
  '',
)
const moment = fc
  .integer({ min: Date.parse('2016-01-01'), max: Date.parse('2026-01-01') })
  .map((ms) => Math.floor(ms / 60_000) * 60_000)
const value = moment.chain((ms): fc.Arbitrary<TimeValue> => {
  const point = at(new Date(ms).toISOString())
  const later = at(new Date(ms + 20 * 60_000).toISOString())
  return fc.constantFrom<TimeValue>(
    { shape: 'instant', at: point },
    { shape: 'about', at: point },
    { shape: 'range', at: point, until: later },
  )
})
const anyRecord = fc
  .record({
    severity: fc.constantFrom('critical', 'major', 'minor' as const),
    kind: fc.constantFrom('incident', 'maintenance' as const),
    cause: fc.constantFrom('', '네트워크 장비 오류', 'A switch failed\nNo second path', '```'),
    times: fc.dictionary(fc.constantFrom(...MARKER_KEYS), value),
    service: names,
    symptoms: fc.array(
      fc.record({
        surface: fc.constantFrom(...SURFACES),
        kind: fc.constantFrom(...SYMPTOM_KINDS),
        textKo: names,
      }),
    ),
  })
  .map(({ times, service, symptoms, ...rest }) =>
    originRecord({
      ...(rest as Pick<IncidentRecord, 'severity' | 'kind' | 'cause'>),
      markers: markersAt(times as Partial<Record<MarkerKey, TimeValue>>),
      services: service
        ? [{ id: 's', nameKo: service, nameEn: service, nameJa: '', startedAt: null, endedAt: null }]
        : [],
      symptoms: symptoms.map((each) => symptom(each)),
    }),
  )

test('every draft of any record is whole: no leftover placeholder, no broken value, one form of the duration', () => {
  fc.assert(
    fc.property(
      anyRecord,
      fc.constantFrom(...NOTICE_STAGES),
      fc.constantFrom('ko', 'en' as const),
      (record, stage, language) => {
        const { text, findings } = written(record, stage, language)
        expect(text).not.toMatch(/undefined|null|NaN|Invalid|\[object|\{\{|\}\}/)
        expect(text).not.toMatch(/[은이을과]\/[는가를와]/)
        expect(findings.filter(({ code }) => code !== 'gap')).toEqual([])
        const draft = draftNotice(record, stage, language)
        const both =
          draft.body.includes('{{impact.duration}}') && draft.body.includes('{{impact.duration.rounded}}')
        expect(both).toBe(false)
      },
    ),
    { numRuns: 300 },
  )
})
