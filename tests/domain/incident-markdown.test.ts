import type { Nodes } from 'mdast'
import fc from 'fast-check'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { expect, test } from 'vitest'
import { runs } from '#tests/setup/properties.ts'
import { incidentMarkdown } from '#app/domain/incident-markdown.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { incidentDocumentMessages } from '#app/messages/documents.ts'
import type { Language } from '#app/messages/define.ts'
import { NO_WORDS } from '#app/domain/public-wording.ts'
import { at } from '#tests/factories.ts'
import { markersAt, marker, exactly, originRecord, symptom } from '#tests/origin-record.ts'

function documentOf(record: IncidentRecord, language: Language) {
  return incidentMarkdown(record, language, incidentDocumentMessages[language])
}

/** The origin record with something in every part of it; `words` stands wherever somebody may write freely. */
function fullRecord(words?: string): IncidentRecord {
  const start = marker('impact_start', exactly('2020-03-02T08:58:00+09:00'))
  const [first] = start.readings
  const chosen = { ...first!, source: words ?? '회사 발표', sourceUrl: 'https://example.com/a?b=1|2' }
  const about = { shape: 'about', at: at('2020-03-02T09:00:00+09:00') } as const
  const other = { ...first!, id: 'other', value: about, source: words ?? '다른 매체' }
  return originRecord({
    ...(words === undefined ? {} : { title: words, cause: words }),
    summary: words ?? '메시지가 가지 않았다.\n로그인도 되지 않았다.\n\n복구는 10시 17분이었다.',
    services: [
      {
        id: 'talk',
        nameKo: words ?? '카카오톡',
        nameEn: words ?? 'KakaoTalk',
        nameJa: words ?? '',
        startedAt: null,
        endedAt: null,
      },
    ],
    markers: {
      ...markersAt({
        impact_end: exactly('2020-03-02T10:17:00+09:00'),
        first_public_word: exactly('2020-03-02T11:11:00+09:00'),
      }),
      impact_start: {
        ...start,
        readings: [chosen, other],
        chosen,
        chosenReason: words ?? '분까지 밝힌 시각',
      },
      detected: { ...marker('detected', null), notApplicableReason: words ?? '기록하지 않음' },
    },
    symptoms: [
      symptom({
        surface: 'pc',
        kind: 'login_failing',
        serviceId: 'talk',
        textKo: words ?? 'PC 버전 로그인 불가',
        textEn: words ?? 'Sign-in to the desktop app failed',
        errorText: words ?? 'failed to complete | your request',
        endedAt: at('2020-03-02T10:10:00+09:00'),
        sharePercent: 12.5,
        measuredHow: words ?? '고객센터 집계',
      }),
    ],
    timeline: [
      {
        id: 'event',
        occurredAt: at('2020-03-02T09:05:00+09:00'),
        approximate: true,
        recordedAt: at('2020-03-02T15:00:30+09:00'),
        recordedBy: words ?? '당직',
        kind: 'action',
        text: words ?? '우회 경로로 전환\n연결 확인',
        source: words ?? '작업 기록',
        sourceUrl: '',
        starred: true,
        evidence: '',
        version: 1,
      },
    ],
    statements: [
      {
        id: 'statement',
        version: 1,
        revision: 2,
        speaker: words ?? '카카오',
        side: 'us',
        channel: words ?? '보도자료',
        saidAt: null,
        saidAtApproximate: false,
        text: words ?? '현재 정상화됐다.\n최선을 다하겠다.',
        language: 'ko',
        url: 'https://example.com/word',
        reason: '',
        recordedAt: at('2020-03-02T15:00:00+09:00'),
        recordedBy: '',
      },
    ],
    actionItems: [
      {
        id: 'action',
        version: 1,
        title: words ?? '이중화 점검',
        kind: 'prevent',
        state: 'done',
        owner: words ?? '네트워크팀',
        dueOn: '2020-04-01',
        doneOn: null,
        stateReason: words ?? '',
        recordedAt: null,
        promiseWords: NO_WORDS,
        trackerUrl: '',
        promise: true,
      },
    ],
  })
}

test('the record as a document in English', () => {
  expect(documentOf(fullRecord(), 'en').text).toBe(String.raw`# 2020-002 카카오톡 메시지 전송 오류

Incident · Major · Open · KakaoTalk · times in Asia/Seoul

## Summary

메시지가 가지 않았다.\
로그인도 되지 않았다.

복구는 10시 17분이었다.

**Cause as known**

내부 네트워크의 일시적인 오류

**Contributing factors**

Network

## Times

| Marker | Reading | Decision | Source |
| --- | --- | --- | --- |
| Impact began | Mon 2 Mar 2020 08:58 | **chosen**. Reason: 분까지 밝힌 시각 | [회사 발표](https://example.com/a?b=1%7C2) |
| | Mon 2 Mar 2020 \~09:00 | not chosen | 다른 매체 |
| Detected | does not apply: 기록하지 않음 | | |
| Declared | no reading yet | | |
| First public word | Mon 2 Mar 2020 11:11 | **chosen** | |
| Mitigated | no reading yet | | |
| Impact ended | Mon 2 Mar 2020 10:17 | **chosen** | |
| Resolved | no reading yet | | |

## Durations

- Impact: 1 hour 19 minutes
- Until the first public word: 2 hours 13 minutes
- From recovery to the first public word: 54 minutes

Without a value, because a time is missing, undecided or does not apply: Until detected, From detection to declaration, Until mitigated, Until resolved.

## Symptoms

| What users saw | Surface | Kind | When | How many |
| --- | --- | --- | --- | --- |
| Sign-in to the desktop app failed “failed to complete \| your request” | PC · KakaoTalk | Sign-in failing | …–Mon 2 Mar 2020 10:10 | 12.5 % of users (고객센터 집계) |

## Timeline

- **Mon 2 Mar 2020 \~09:05** 우회 경로로 전환\
  연결 확인\
  Action · starred · 작업 기록 · added Mon 2 Mar 2020 15:00 by 당직

## Statements

**카카오** · us · 보도자료 · time not known · revision 2 · <https://example.com/word>

> 현재 정상화됐다.\
> 최선을 다하겠다.

## Action items

- [x] 이중화 점검\
  Done · Prevent · Owner: 네트워크팀 · Due: 2020-04-01 · Promised in public
`)
})

test('the record as a document in Korean', () => {
  expect(documentOf(fullRecord(), 'ko').text).toBe(String.raw`# 2020-002 카카오톡 메시지 전송 오류

장애 · 중대 · 진행 중 · 카카오톡 · Asia/Seoul 시각

## 요약

메시지가 가지 않았다.\
로그인도 되지 않았다.

복구는 10시 17분이었다.

**지금까지 확인된 원인**

내부 네트워크의 일시적인 오류

**기여 요인**

네트워크

## 시각

| 시점 | 기록된 시각 | 선택 | 출처 |
| --- | --- | --- | --- |
| 장애 시작 | 2020년 3월 2일(월) 08:58 | **선택됨**. 이유: 분까지 밝힌 시각 | [회사 발표](https://example.com/a?b=1%7C2) |
| | 2020년 3월 2일(월) 09:00경 | 선택 안 함 | 다른 매체 |
| 감지 | 해당 없음: 기록하지 않음 | | |
| 장애 선언 | 아직 기록 없음 | | |
| 첫 공지 | 2020년 3월 2일(월) 11:11 | **선택됨** | |
| 완화 | 아직 기록 없음 | | |
| 장애 끝 | 2020년 3월 2일(월) 10:17 | **선택됨** | |
| 해결 | 아직 기록 없음 | | |

## 걸린 시간

- 장애 지속: 1시간 19분
- 첫 공지까지: 2시간 13분
- 복구에서 첫 공지까지: 54분

시각이 없거나, 정해지지 않았거나, 해당하지 않아 값이 없음: 감지까지, 감지에서 선언까지, 완화까지, 해결까지.

## 증상

| 이용자가 겪은 일 | 화면 | 종류 | 기간 | 규모 |
| --- | --- | --- | --- | --- |
| PC 버전 로그인 불가 “failed to complete \| your request” | PC · 카카오톡 | 로그인 실패 | …\~2020년 3월 2일(월) 10:10 | 이용자의 12.5% (고객센터 집계) |

## 타임라인

- **2020년 3월 2일(월) 09:05경** 우회 경로로 전환\
  연결 확인\
  조치 · 중요 · 작업 기록 · 2020년 3월 2일(월) 15:00 당직 추가

## 발표

**카카오** · 우리 · 보도자료 · 시각 미확인 · 제2판 · <https://example.com/word>

> 현재 정상화됐다.\
> 최선을 다하겠다.

## 후속 조치

- [x] 이중화 점검\
  완료 · 예방 · 담당자: 네트워크팀 · 기한: 2020-04-01 · 공개한 약속
`)
})

test('front matter has the same values for programs, and null for what is not known', () => {
  expect(documentOf(fullRecord(), 'en').frontMatter).toEqual({
    title: '카카오톡 메시지 전송 오류',
    reference: '2020-002',
    kind: 'incident',
    severity: 'major',
    state: 'open',
    services: ['KakaoTalk'],
    start: '2020-03-02T08:58:00+09:00',
    end: '2020-03-02T10:17:00+09:00',
    duration_minutes: 79,
    zone: 'Asia/Seoul',
    language: 'en',
    recorded: '2020-03-02T15:00:00+09:00',
    version: 1,
  })
  const markers = markersAt({ impact_start: { shape: 'about', at: at('2020-03-02T09:00:00+09:00') } })
  expect(documentOf(originRecord({ markers }), 'en').frontMatter).toMatchObject({
    start: '2020-03-02T09:00:00+09:00',
    start_precision: 'about',
    end: null,
    duration_minutes: null,
  })
})

test('of a length that rests on a rough time the document has no exact minutes', () => {
  const markers = markersAt({
    impact_start: { shape: 'about', at: at('2020-03-02T09:00:00+09:00') },
    impact_end: exactly('2020-03-02T10:17:00+09:00'),
  })
  const { text, frontMatter } = documentOf(originRecord({ markers }), 'ko')
  expect(text).toContain('- 장애 지속: 약 1시간 15분')
  expect(frontMatter.duration_minutes).toBeNull()
})

test('an incident of which nothing is known yet is still a document', () => {
  const empty = originRecord({ cause: '', services: [], markers: markersAt({}), symptoms: [] })
  const { text } = documentOf(empty, 'en')
  expect(text).toContain('**Cause as known**\n\nNot stated yet')
  expect(text).not.toContain('## Symptoms')
  expect(text).not.toMatch(/undefined|null|NaN/)
})

const parser = unified().use(remarkParse).use(remarkGfm)

/** The kinds of all nodes in their order; what escaped text may become (text and links of bare addresses) is left out. */
function skeleton(markdown: string): string[] {
  const kinds: string[] = []
  const visit = (node: Nodes) => {
    if (!['text', 'break', 'paragraph'].includes(node.type)) kinds.push(node.type)
    if ('children' in node) node.children.forEach(visit)
  }
  visit(parser.parse(markdown))
  return kinds
}

function text(node: Nodes): string {
  if ('children' in node) return node.children.map(text).join('')
  return 'value' in node ? node.value : ''
}

const plain = skeleton(documentOf(fullRecord('words'), 'en').text)

test.each([
  'a | b || c \\| d \\\\| e',
  '# no heading',
  '- no list\n- at all\n\n1. none',
  '> no quotation\n\n---\n***\n===',
  '```\nno fence\n```',
  '`no code` *no* **no** _no_ ~~no~~',
  '<script>alert(1)</script><!-- no -->',
  '[no](javascript:alert) ![no](x.png) [^1]',
  'one\ntwo\r\nthree\rfour\n\n\n    five\n\tsix',
  'ends in a backslash \\',
  '&lt;b&gt; &#124; &copy;',
  '[ ] no task',
  '| a |\n| --- |\n| b |',
  '{{title}} ---\n: none',
])('%j stays words wherever it is written', (words) => {
  const { text: markdown } = documentOf(fullRecord(words), 'en')
  expect(skeleton(markdown)).toEqual(plain)
  const cells = text(parser.parse(markdown))
  expect(cells).toContain(words.replace(/\s+/g, ' ').trim())
})

test('no words at all change what the document is made of', () => {
  const signs = fc.constantFrom(...'|\\`*_[]<>#-+=~&;!(){}:."\'\n\r\t 1a한')
  fc.assert(
    fc.property(fc.array(signs, { minLength: 1, maxLength: 30 }), (chosen) => {
      const words = `x${chosen.join('')}x`
      expect(skeleton(documentOf(fullRecord(words), 'ko').text)).toEqual(plain)
    }),
    { numRuns: runs(300) },
  )
})

test('an address that is none of the web is shown and leads nowhere', () => {
  const record = fullRecord()
  const [event] = record.timeline
  const timeline = [{ ...event!, source: 'log', sourceUrl: 'javascript:alert(1)' }]
  expect(documentOf({ ...record, timeline }, 'en').text).not.toContain('javascript')
})
