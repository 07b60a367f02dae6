import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '#tests/setup/properties.ts'
import { partPatterns } from '#app/domain/apology-parts.ts'
import { factsOf } from '#app/domain/facts.ts'
import { FINDING_CODES, type Finding } from '#app/domain/finding.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage } from '#app/domain/language.ts'
import { leakPatterns } from '#app/domain/leaks.ts'
import { checkNotice, FINDINGS_AT_MOST, type NoticeToCheck } from '#app/domain/notice-checks.ts'
import { NOTICE_STAGES } from '#app/domain/notice-text/draft.ts'
import { draftNotice } from '#app/domain/notice-text/index.ts'
import { SPEECH_RULES } from '#app/domain/plain-speech.ts'
import { CHECKED_AT_MOST, PIECE_AT_MOST, sentencesOf } from '#app/domain/prose.ts'
import { findingText } from '#app/messages/notice-checks.ts'
import { at } from '#tests/factories.ts'
import { ORIGIN_ORGANISATION, originRecord } from '#tests/origin-record.ts'

function check(
  bodies: Partial<Record<NoticeLanguage, string>>,
  changes: Partial<NoticeToCheck> & { record?: IncidentRecord } = {},
): Finding[] {
  const record = changes.record ?? originRecord()
  return checkNotice({
    texts: Object.fromEntries(
      Object.entries(bodies).map(([language, body]) => [language, { title: '', body }]),
    ),
    facts: factsOf(record, ORIGIN_ORGANISATION),
    record,
    organisation: ORIGIN_ORGANISATION,
    now: at('2020-03-02T15:00:00+09:00'),
    stage: 'resolved',
    guardedWords: [],
    people: [],
    ...changes,
  })
}

/** Code and words of the findings, without those that tell what is missing. */
function found(bodies: Parameters<typeof check>[0], changes: Parameters<typeof check>[1] = {}): string[] {
  return check(bodies, changes)
    .filter(({ code }) => !code.startsWith('missing_'))
    .map(({ code, quote }) => `${code}: ${quote}`)
}

test('a fact typed by hand that contradicts the record stands in the way of publishing', () => {
  const [finding] = check({ ko: '오전 9시 30분부터 10시 17분까지 장애가 있었습니다.' })
  expect(finding).toMatchObject({
    code: 'time_contradicted',
    severity: 'must',
    language: 'ko',
    part: 'body',
    start: 0,
    quote: '오전 9시 30분부터 10시 17분까지',
  })
  expect(findingText(finding!, 'ko').reason).toContain('08:58')
  expect(findingText(finding!, 'en').reason).toContain('09:30')
  expect(found({ en: 'The outage lasted for 2 hours.' })).toEqual(['duration_contradicted: 2 hours'])
})

test('a fact typed by hand that agrees is worth a look, because it will not follow the record', () => {
  expect(
    check({ ko: '오전 8시 58분부터 10시 17분까지 79분간 장애가 있었습니다.' }).filter(
      (f) => f.code === 'typed_fact',
    ),
  ).toEqual([
    expect.objectContaining({ severity: 'may', params: { fact: 'impact.window' } }),
    expect.objectContaining({ severity: 'may', params: { fact: 'impact.duration' } }),
  ])
})

test('placeholders are facts, and code, links and quoted lines are not our words', () => {
  expect(
    found({ ko: '{{impact.window}} {{impact.duration}} 동안 {{services}}에 장애가 있었습니다.' }),
  ).toEqual([])
  expect(found({ ko: '> 일부 이용자에게 일시적인 문제가 있었습니다.' })).toEqual([])
  expect(
    found({ en: 'Run `wait 5 minutes soon` and see [the status page](https://status.example.com/soon).' }),
  ).toEqual([])
  expect(found({ ko: '화면에는 “일시적인 오류입니다”라고 표시되었습니다.' })).toEqual([])
})

test('rounding has to be said, and "about" needs a round figure', () => {
  expect(found({ ko: '장애는 1시간 20분 동안 이어졌습니다.' })).toContain(
    'duration_rounded_unsaid: 1시간 20분',
  )
  expect(found({ ko: '장애는 약 1시간 19분 동안 이어졌습니다.' })).toContain(
    'duration_about_exact: 약 1시간 19분',
  )
  expect(found({ ko: '장애는 약 1시간 20분 동안 이어졌습니다.' })).toEqual(['typed_fact: 약 1시간 20분'])
})

test.each([
  ['ko', '일부 이용자에게 문제가 있었습니다.', 'vague_scope: 일부 이용자'],
  ['en', 'A small number of users saw errors.', 'vague_scope: A small number of users'],
  ['ja', '一部のお客様に影響がありました。', 'vague_scope: 一部のお客様'],
  ['ko', '빠른 시일 내 다시 알려 드리겠습니다.', 'vague_when: 빠른 시일 내'],
  ['en', 'We will be back shortly.', 'vague_when: shortly'],
  ['ko', '재발하지 않도록 최선을 다하겠습니다.', 'vague_effort: 최선을 다하겠습니다'],
  ['en', 'We apologize for any inconvenience this may have caused.', 'apology_any: any inconvenience'],
  ['en', 'We are sorry if you had trouble.', 'apology_conditional: sorry if'],
  ['ko', '불편을 느끼셨다면 사과드립니다.', 'apology_conditional: 불편을 느끼셨다면'],
  ['ja', 'ご不便をおかけしたとすればお詫びいたします。', 'apology_conditional: ご不便をおかけしたとすれば'],
  ['en', 'Mistakes were made.', 'apology_passive: Mistakes were made'],
  ['ko', '본의 아니게 피해를 드렸습니다.', 'apology_passive: 본의 아니게'],
  ['ko', '심려를 끼쳐 드려 죄송합니다.', 'apology_feelings: 심려를 끼쳐'],
  ['en', 'This was an isolated incident.', 'apology_belittling: an isolated'],
  ['ko', '외부 업체의 문제로 생긴 일입니다.', 'apology_blames_others: 외부 업체의 문제'],
  ['ja', '想定外の事象でした。', 'apology_unforeseen: 想定外'],
] as const)('%s: %s', (language, body, expected) => {
  expect(found({ [language]: body })).toContain(expected)
})

test('words that go on to give the figure are not vague', () => {
  expect(found({ ko: '일부 이용자(3.2%)에게 문제가 있었습니다.' })).not.toContainEqual(
    expect.stringContaining('vague'),
  )
  expect(found({ en: 'Service was briefly down, for 4 minutes.' })).not.toContainEqual(
    expect.stringContaining('vague'),
  )
})

test('in public, our own fault may and should be named', () => {
  const body = 'This was our fault. Our mistake, our responsibility: we failed to test the change.'
  expect(found({ en: body })).toEqual([])
  expect(check({ en: body }, { stage: 'final_report' }).map(({ code }) => code)).not.toContain(
    'missing_responsibility',
  )
})

test('a final report lacks responsibility and repair before anything else', () => {
  const codes = check({ ko: '장애가 있었습니다.' }, { stage: 'final_report' }).map(({ code }) => code)
  expect(codes.filter((code) => code.startsWith('missing_'))).toEqual([
    'missing_responsibility',
    'missing_repair',
    'missing_regret',
    'missing_explanation',
    'missing_prevention',
    'missing_contact',
  ])
})

test('the first word needs a time for the next one, and neither repair nor prevention', () => {
  const codes = check({ en: 'We are sorry. Messages cannot be sent.' }, { stage: 'first_word' }).map(
    ({ code }) => code,
  )
  expect(codes).toEqual(['missing_next_update'])
})

test('what is inside stays inside', () => {
  const body =
    '김민수 님이 db-master-01.internal 과 10.0.3.7 을 확인했습니다(OPS-123, https://jira.example.com/browse/OPS-123). ' +
    'ACME전자에는 help@example.com 이 아니라 minsu@corp.example 로 연락했습니다.'
  const findings = check({ ko: body }, { people: ['김민수'], guardedWords: ['ACME전자'] })
  expect(
    findings
      .filter(({ code }) => code.startsWith('leak'))
      .map(({ code, quote, severity }) => [code, quote, severity]),
  ).toEqual([
    ['leak_person', '김민수', 'must'],
    ['leak_host', 'db-master-01.internal', 'must'],
    ['leak_address', '10.0.3.7', 'must'],
    ['leak_ticket', 'OPS-123', 'should'],
    ['leak_link', 'https://jira.example.com/browse/OPS-123', 'must'],
    ['leak_guarded_word', 'ACME전자', 'must'],
    ['leak_mail', 'minsu@corp.example', 'should'],
  ])
})

test('standards, protocols, versions and the incident itself are no tickets or addresses', () => {
  const body =
    'TLS 1.2, SHA-256, UTF-8, COVID-19, CVE-2024-1234, version 1.2.3.4, 2020-002, https://status.example.com, 08:58:00.'
  expect(found({ en: body }).filter((line) => line.startsWith('leak'))).toEqual([])
})

test('names that are part of other words are not people', () => {
  expect(found({ en: 'The Markdown export failed.' }, { people: ['Mark', 'Al'] })).toEqual([])
  expect(found({ en: 'Mark fixed it.' }, { people: ['Mark'] })).toEqual(['leak_person: Mark'])
  expect(found({ ko: '이수민감정보' }, { people: ['수민'] })).toEqual([])
})

test('characters that nobody can see, or that turn the words round, are named by their number', () => {
  expect(check({ en: 'Sorry\u202eenod' }).filter(({ code }) => code === 'turned_characters')).toMatchObject([
    { severity: 'must', params: { point: 'U+202E' } },
  ])
  expect(check({ ko: '사\u200b과' }).filter(({ code }) => code === 'hidden_characters')).toHaveLength(1)
  expect(found({ en: 'Family 👨‍👩‍👧 plan' })).toEqual([])
})

test('the languages have to give the same facts, figures and promises', () => {
  expect(found({ ko: '{{impact.window}} {{cause}}', en: '{{impact.start}}' })).toEqual([
    'parity_fact: ',
    'parity_fact: ',
  ])
  expect(found({ ko: '이용자의 3%가 영향을 받았습니다.', en: '4% of users were affected.' })).toEqual([
    'parity_number: 3%',
    'parity_number: 4%',
  ])
  expect(found({ ko: '{{impact.duration}}', en: '{{impact.duration.rounded}}' })).toEqual([])
  expect(
    check({ ko: '죄송합니다.', en: 'Sorry.' }, { correction: { ko: '시각이 틀렸습니다.' } }).map(
      ({ code }) => code,
    ),
  ).toContain('parity_correction')
})

test('a kept finding stays the same finding while the text elsewhere changes', () => {
  const print = (body: string) =>
    check({ ko: body })
      .filter(({ code }) => code === 'vague_scope')
      .map(({ fingerprint }) => fingerprint)
  const [first] = print('일부 이용자에게 문제가 있었습니다.')
  expect(print('안녕하세요.\n\n새 문단입니다. 일부 이용자에게 문제가 있었습니다.')).toEqual([first])
  const twice = print('일부 이용자에게 문제가 있었습니다. 일부 이용자에게 또 있었습니다.')
  expect(twice[0]).toBe(first)
  expect(new Set(twice).size).toBe(2)
})

test('a contradiction that was kept is asked about again once the record says something else', () => {
  const body = { ko: '오전 9시 30분부터 10시 17분까지 장애가 있었습니다.' }
  const other = originRecord()
  const { chosen } = other.markers.impact_start
  const moved = { ...chosen!, value: { shape: 'instant' as const, at: at('2020-03-02T08:50:00+09:00') } }
  other.markers.impact_start = { ...other.markers.impact_start, readings: [moved], chosen: moved }
  expect(check(body)[0]?.fingerprint).not.toBe(check(body, { record: other })[0]?.fingerprint)
})

test.each(NOTICE_STAGES)('a generated draft says nothing against its own record: %s', (stage) => {
  const record = originRecord()
  const texts = Object.fromEntries(
    NOTICE_LANGUAGES.map((language) => [language, draftNotice(record, stage, language)]),
  )
  const findings = check({}, { record, texts, stage })
  expect(findings.filter(({ severity }) => severity === 'must')).toEqual([])
  expect(
    findings.filter(({ code }) => /^(?:time|date|duration|scope|count|trend|parity|leak)/.test(code)),
  ).toEqual([])
})

const BITS = [
  '오전 8시 58분',
  '부터',
  '10시 17분까지',
  '약 1시간 20분',
  '{{impact.start}}',
  '{{',
  '}}',
  '```',
  '`',
  '](',
  'https://',
  '> ',
  '\n',
  '일부 이용자',
  'any inconvenience',
  '10.0.0.1',
  'a-b-c-',
  'OPS-',
  '1:',
  '“',
  '”',
  "'",
  '不',
  '\u202e',
  '\ud83d',
  '\u0000',
  '最善',
  'not due to',
  '2017년 6회',
  '감소',
  '하겠습니다',
  '.',
  'we will',
  '(((',
  '{{?',
  '|은/는}}',
  '3%',
  'Kim',
]

test('whatever the text is, nothing is thrown, every place lies inside, and asking twice answers the same', () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...BITS), fc.string({ maxLength: 5 })), { maxLength: 50 })
    .map((bits) => bits.join(' '))
  fc.assert(
    fc.property(text, text, fc.constantFrom(...NOTICE_STAGES), (ko, en, stage) => {
      const texts = { ko: { title: en.slice(0, 80), body: ko }, en: { title: '', body: en } }
      const findings = check({}, { texts, stage, people: ['Kim'], guardedWords: ['ACME'] })
      for (const finding of findings) {
        const whole =
          finding.language === null || finding.part === null
            ? ''
            : texts[finding.language as 'ko' | 'en'][finding.part]
        expect(finding.start).toBeGreaterThanOrEqual(0)
        expect(finding.end).toBeLessThanOrEqual(whole.length)
        expect(finding.quote).toBe(whole.slice(finding.start, finding.end))
        for (const language of ['ko', 'en'] as const) {
          const { reason, instead } = findingText(finding, language)
          expect(`${reason} ${instead}`).not.toMatch(/undefined|NaN/)
          expect(reason).not.toBe('')
          expect(instead).not.toBe('')
        }
      }
      expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length)
      expect(check({}, { texts, stage, people: ['Kim'], guardedWords: ['ACME'] })).toEqual(findings)
    }),
    { numRuns: runs(200) },
  )
})

test('five million characters are read up to a limit, which is said', () => {
  for (const bit of [
    'soon ',
    '8시 58분부터 ',
    '((((',
    '{{',
    'a-',
    '1:',
    '`',
    '“',
    '1.1.1.',
    '일부 이용자 ',
    '\n> ',
    '트래픽',
  ]) {
    const body = bit.repeat(Math.ceil(5_000_000 / bit.length))
    const findings = check({ ko: body })
    expect(findings.length).toBeLessThanOrEqual(FINDINGS_AT_MOST + 1)
    expect(findings.some(({ code, severity }) => code === 'too_long_to_check' && severity === 'must')).toBe(
      true,
    )
  }
})

test('sentences are read in pieces that no text can lengthen', () => {
  const pieces = sentencesOf('a'.repeat(CHECKED_AT_MOST))
  expect(Math.max(...pieces.map(({ text }) => text.length))).toBe(PIECE_AT_MOST)
  expect(pieces.reduce((sum, { text }) => sum + text.length, 0)).toBe(CHECKED_AT_MOST)
})

test('no pattern repeats without a limit, so the work grows with the text and no faster', () => {
  const patterns = [
    ...SPEECH_RULES.flatMap(({ pattern, unless }) => (unless === undefined ? [pattern] : [pattern, unless])),
    ...Object.values(partPatterns).flatMap((byLanguage) => Object.values(byLanguage)),
    ...Object.values(leakPatterns),
  ]
  for (const { source } of patterns) {
    const bare = source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '')
    expect(bare.replace(/\(\?=[^)]*\)/g, ''), source.slice(0, 60)).not.toMatch(/[*+]|\{\d+,\}/)
  }
})

test('every finding has its sentences', () => {
  for (const code of FINDING_CODES) {
    for (const language of ['ko', 'en'] as const) {
      const { reason, instead } = findingText({ code, params: { zone: 'Asia/Seoul' } }, language)
      expect(reason.length).toBeGreaterThan(5)
      expect(instead.length).toBeGreaterThan(3)
    }
  }
})
