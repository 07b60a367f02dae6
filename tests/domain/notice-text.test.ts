import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '#tests/setup/properties.ts'
import { factsOf, writeFacts } from '#app/domain/facts.ts'
import type { ActionItem, IncidentRecord } from '#app/domain/incident-record.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage } from '#app/domain/language.ts'
import type { MarkerKey, TimeValue } from '#app/domain/markers.ts'
import { MARKER_KEYS } from '#app/domain/markers.ts'
import { checkNotice } from '#app/domain/notice-checks.ts'
import { NOTICE_STAGES, draftNotice, naturalStage, type NoticeStage } from '#app/domain/notice-text/index.ts'
import { SURFACES, SYMPTOM_KINDS } from '#app/domain/symptoms.ts'
import { ORIGIN_DENIED_CAUSES, ORIGIN_PROMISE, ORIGIN_WORDING } from '#db/seed/origin-words.ts'
import { at } from '#tests/factories.ts'
import { ORIGIN_ORGANISATION, exactly, markersAt, originRecord, symptom } from '#tests/origin-record.ts'

function written(record: IncidentRecord, stage: NoticeStage, language: NoticeLanguage) {
  const facts = factsOf(record, ORIGIN_ORGANISATION)
  const draft = draftNotice(record, stage, language)
  const title = writeFacts(draft.title, facts, language, { markdown: false })
  const body = writeFacts(draft.body, facts, language)
  return {
    title: title.text,
    body: body.text,
    text: `${title.text}\n\n${body.text}`,
    findings: [...title.findings, ...body.findings],
    facts,
  }
}

const ONGOING = markersAt({ impact_start: exactly('2020-03-02T08:58:00+09:00') })

/** The origin incident as the demo has it, in public words, as far as it was known at each stage. */
function originAt(stage: NoticeStage): IncidentRecord {
  const promise: ActionItem = {
    ...{
      id: 'promise',
      version: 1,
      title: '향후 장애가 반복되지 않도록 최선을 다하겠다',
      kind: 'prevent' as const,
    },
    ...{ state: 'open' as const, owner: '', dueOn: null, doneOn: null, stateReason: '', recordedAt: null },
    ...{ trackerUrl: '', promise: true, promiseWords: ORIGIN_PROMISE },
  }
  const known = {
    wording: ORIGIN_WORDING,
    deniedCauses: ORIGIN_DENIED_CAUSES.map((cause, index) => ({ ...cause, id: `${index}`, version: 1 })),
    symptoms: originRecord().symptoms.map((one) => ({ ...one, textJa: JAPANESE[one.textEn] ?? '' })),
  }
  if (stage === 'final_report') return originRecord({ ...known, actionItems: [promise] })
  if (stage === 'resolved') return originRecord(known)
  return originRecord({ ...known, markers: ONGOING })
}

const JAPANESE: Record<string, string> = {
  'Messages could not be sent': 'メッセージを送信できない',
  'Sign-in to the desktop app failed': 'PC版にログインできない',
}

const everyText = NOTICE_LANGUAGES.flatMap((language) =>
  NOTICE_STAGES.map((stage) => [language, stage] as const),
)

test.each(everyText)(
  'the notice of the origin incident, %s, %s, as it was reviewed',
  async (language, stage) => {
    const { title, body } = written(originAt(stage), stage, language)
    await expect(`# ${title}\n\n${body}`).toMatchFileSnapshot(`notice-text/origin.${language}.${stage}.md`)
  },
)

test.each(NOTICE_LANGUAGES)(
  'the final report with a cause ruled out by a measurement and with compensation, %s, as it was reviewed',
  async (language) => {
    const record = originAt('final_report')
    const measured = {
      ...record,
      deniedCauses: record.deniedCauses.map((cause) => ({
        ...cause,
        evidence: 'Requests per second did not rise before 08:58',
      })),
      wording: {
        ...record.wording,
        compensation: {
          ko: '3월에 유료 이용권을 쓰신 분께 이용 기간 1일을 2020년 3월 31일까지 자동으로 더해 드립니다',
          en: 'Everyone with a paid plan in March gets one extra day, added automatically by March 31, 2020',
          ja: '3月に有料プランをご利用の皆様に、2020年3月31日までに利用期間を1日自動で延長いたします',
        },
      },
    }
    const { title, body, findings } = written(measured, 'final_report', language)
    expect(findings).toEqual([])
    await expect(`# ${title}\n\n${body}`).toMatchFileSnapshot(
      `notice-text/origin.${language}.final_report.compensated.md`,
    )
  },
)

test('a draft states a denied cause only if there is evidence, and says nothing of one that was only asserted', () => {
  const denied = {
    id: 'd',
    version: 1,
    textKo: '트래픽 급증',
    textEn: 'a traffic surge',
    textJa: 'アクセスの急増',
  }
  const report = (evidence: string, language: NoticeLanguage) =>
    written(
      originRecord({ deniedCauses: [{ ...denied, saidBy: '카카오 관계자', evidence }] }),
      'final_report',
      language,
    ).body
  expect(report('LB metrics, 08:30 to 09:00', 'ko')).toContain('원인에서 제외했습니다.\n\n- 트래픽 급증\n')
  expect(report('LB metrics, 08:30 to 09:00', 'en')).toContain('ruled out')
  expect(report('LB metrics, 08:30 to 09:00', 'ja')).toContain(
    '原因から除外しております。\n\n- アクセスの急増',
  )
  for (const language of NOTICE_LANGUAGES) expect(report('', language)).not.toMatch(/트래픽|traffic|アクセス/)
})

test('steps are told in the order in which they happened, the first public word among them', () => {
  const markers = markersAt({
    impact_start: exactly('2020-03-02T08:58:00+09:00'),
    detected: exactly('2020-03-02T09:02:00+09:00'),
    impact_end: exactly('2020-03-02T10:17:00+09:00'),
    first_public_word: exactly('2020-03-02T11:11:00+09:00'),
  })
  const { body } = written(originRecord({ markers }), 'final_report', 'ja')
  expect(body).toContain(`## 対応経過

- 2020年3月2日(月)9時02分（韓国時間）　事象を検知
- 2020年3月2日(月)10時17分（韓国時間）　復旧を確認
- 2020年3月2日(月)11時11分（韓国時間）　最初のお知らせを掲載`)
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
/** Words in some languages and not in others. */
const someWords = fc.record({
  ko: fc.constantFrom('', '네트워크 장비 오류', '이용자의 12%\n관리자 화면'),
  en: fc.constantFrom('', 'a failed network device', '12% of users'),
  ja: fc.constantFrom('', 'ネットワーク機器の故障'),
})
const wording = fc.record({ title: someWords, cause: someWords, scope: someWords, compensation: someWords })
const deniedCause = fc
  .tuple(someWords, fc.constantFrom('', '담당자', 'a spokesperson'), fc.constantFrom('', 'measured'))
  .map(([{ ko, en, ja }, saidBy, evidence]) => ({
    ...{ id: 'denied', version: 1, textKo: ko, textEn: en, textJa: ja },
    ...{ saidBy, evidence },
  }))
const promise = fc
  .tuple(someWords, fc.constantFrom(null, '2020-06-30'), fc.constantFrom('open' as const, 'dropped' as const))
  .map(([promiseWords, dueOn, state]) => ({
    ...{ id: 'promise', version: 1, title: '망 이중화', kind: 'prevent' as const, state, owner: 'OWNER' },
    ...{ dueOn, doneOn: null, stateReason: 'REASON', recordedAt: null, trackerUrl: '', promise: true },
    promiseWords,
  }))
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
        textJa: fc.constantFrom('', 'ログインできない'),
      }),
    ),
    wording,
    deniedCauses: fc.array(deniedCause, { maxLength: 2 }),
    actionItems: fc.array(promise, { maxLength: 2 }),
  })
  .map(({ times, service, symptoms, ...rest }) =>
    originRecord({
      ...rest,
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
      fc.constantFrom(...NOTICE_LANGUAGES),
      (record, stage, language) => {
        const { text, findings } = written(record, stage, language)
        expect(text).not.toMatch(/undefined|null|NaN|Invalid|\[object|\{\{|\}\}/)
        expect(text).not.toMatch(/[은이을과]\/[는가를와]/)
        expect(text).not.toMatch(/OWNER|REASON|measured/)
        expect(findings.filter(({ code }) => code !== 'gap')).toEqual([])
        const draft = draftNotice(record, stage, language)
        const both =
          draft.body.includes('{{impact.duration}}') && draft.body.includes('{{impact.duration.rounded}}')
        expect(both).toBe(false)
      },
    ),
    { numRuns: runs(300) },
  )
})

test('every figure and every "about" in a draft is a fact of the record', () => {
  fc.assert(
    fc.property(
      anyRecord,
      fc.constantFrom(...NOTICE_STAGES),
      fc.constantFrom(...NOTICE_LANGUAGES),
      (record, stage, language) => {
        const { title, body } = draftNotice(record, stage, language)
        const template = `${title}\n${body}`.replace(/\{\{[^{}]*\}\}/g, '')
        expect(template).not.toMatch(/\d|[０-９]|약 |경에|約|頃|about \d/)
      },
    ),
    { numRuns: runs(200) },
  )
})

test('gaps are named in the language of the notice', () => {
  const script = {
    ko: /^[가-힣 :,]+$/,
    en: /^[a-z :,]+$/,
    ja: /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー（）・]+$/u,
  }
  fc.assert(
    fc.property(
      anyRecord,
      fc.constantFrom(...NOTICE_STAGES),
      fc.constantFrom(...NOTICE_LANGUAGES),
      (record, stage, language) => {
        for (const { label } of written(record, stage, language).findings) {
          expect(label).toMatch(script[language])
        }
      },
    ),
    { numRuns: runs(100) },
  )
})

test('every draft passes the check of a notice against its own record', () => {
  fc.assert(
    fc.property(anyRecord, fc.constantFrom(...NOTICE_STAGES), (record, stage) => {
      const texts = Object.fromEntries(
        NOTICE_LANGUAGES.map((language) => [language, draftNotice(record, stage, language)]),
      )
      const findings = checkNotice({
        ...{ texts, record, stage, organisation: ORIGIN_ORGANISATION, guardedWords: [], people: ['OWNER'] },
        facts: factsOf(record, ORIGIN_ORGANISATION),
        now: at('2026-02-01T00:00:00Z'),
      })
      // Whether there is anything to give is for people to say.
      const advice = ['missing_repair']
      expect(findings.filter(({ code }) => !advice.includes(code))).toEqual([])
    }),
    { numRuns: runs(200) },
  )
})

test('the drafts of the origin incident lack nothing that its record holds', () => {
  for (const stage of NOTICE_STAGES) {
    const record = originAt(stage)
    const texts = Object.fromEntries(
      NOTICE_LANGUAGES.map((language) => [language, draftNotice(record, stage, language)]),
    )
    const findings = checkNotice({
      ...{ texts, record, stage, organisation: ORIGIN_ORGANISATION, guardedWords: [], people: [] },
      facts: factsOf(record, ORIGIN_ORGANISATION),
      now: at('2020-03-03T00:00:00Z'),
    })
    expect(findings.map(({ code }) => code).filter((code) => code !== 'missing_repair')).toEqual([])
  }
})
