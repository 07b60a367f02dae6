import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '#tests/setup/properties.ts'
import { FACT_KEYS, escapeMarkdown, factsOf, freezeFacts, writeFacts } from '#app/domain/facts.ts'
import { NO_WORDS } from '#app/domain/public-wording.ts'
import { bodyHtml } from '#app/publishing/markdown.ts'
import { at } from '#tests/factories.ts'
import { ORIGIN_ORGANISATION, exactly, markersAt, originRecord, symptom } from '#tests/origin-record.ts'

function write(text: string, language: 'ko' | 'en', changes: Parameters<typeof originRecord>[0] = {}) {
  return writeFacts(text, factsOf(originRecord(changes), ORIGIN_ORGANISATION), language)
}

test('values stand in the language of the text, with the particle that belongs to them', () => {
  expect(write('{{services|은/는}} {{impact.window}} {{impact.duration}} 동안', 'ko').text).toBe(
    '카카오톡은 2020년 3월 2일(월) 오전 8시 58분부터 10시 17분까지 1시간 19분 동안',
  )
  expect(write('{{ services }} on {{impact.window}} ({{impact.duration.rounded}})', 'en').text).toBe(
    'KakaoTalk on Monday, March 2, 2020, 08:58–10:17 KST (about 1 hour 20 minutes)',
  )
})

test('a list item with a list fact becomes one item for each entry', () => {
  expect(write('앞\n\n- {{symptoms}}\n\n뒤', 'ko').text).toBe(
    [
      '앞',
      '',
      '- 메시지 전송 불가 (모바일, PC)',
      '- PC 버전 로그인 불가',
      '- 중복 처리 (모바일)',
      '- 오류 발생 (모바일), 화면 문구 “요청을 완료하지 못함(failed to complete your request)”',
      '',
      '뒤',
    ].join('\n'),
  )
})

test('what the record does not know is a visible gap with its place', () => {
  const { text, findings } = write('하나\n둘 {{impact.end}}까지', 'ko', { markers: markersAt({}) })
  expect(text).toBe('하나\n둘 【끝난 시각】까지')
  expect(findings).toEqual([
    { code: 'gap', placeholder: 'impact.end', label: '끝난 시각', line: 2, column: 3 },
  ])
})

test('a gap for a person, an unknown fact and an unknown particle are told apart', () => {
  const { text, findings } = write('{{?보상}} {{impact.stop}} {{services|만}}', 'ko')
  expect(text).toBe('【보상】 【impact.stop】 【대상 서비스】')
  expect(findings.map(({ code }) => code)).toEqual(['gap', 'unknown_fact', 'unknown_particle'])
})

test('words of the record in one language are a gap in the other', () => {
  expect(write('{{cause}}', 'ko').text).toBe('내부 네트워크의 일시적인 오류')
  expect(write('{{cause}}', 'en').findings).toMatchObject([{ code: 'gap', label: 'confirmed cause' }])
  expect(write('{{cause}}', 'en', { cause: 'A switch failed' }).text).toBe('A switch failed')
})

test('a time that is only known roughly has no exact duration', () => {
  const markers = markersAt({
    impact_start: { shape: 'about', at: at('2020-03-02T09:00:00+09:00') },
    impact_end: exactly('2020-03-02T10:17:00+09:00'),
  })
  expect(write('{{impact.window}}', 'ko', { markers }).text).toBe(
    '2020년 3월 2일(월) 오전 9시경부터 2020년 3월 2일(월) 오전 10시 17분까지',
  )
  expect(write('{{impact.duration}}', 'ko', { markers }).findings).toMatchObject([{ code: 'gap' }])
  expect(write('{{impact.duration.rounded}}', 'ko', { markers }).text).toMatch(/^약 /)
})

test('shares, numbers of users and own windows are said as they were measured', () => {
  const symptoms = [symptom({ surface: 'web', kind: 'delayed', sharePercent: 12.5, users: 1200000 })]
  expect(write('{{symptoms}}', 'ko', { symptoms }).text).toBe(
    '처리 지연 (웹), 이용자의 12.5%, 이용자 1,200,000명',
  )
  expect(write('{{symptoms}}', 'en', { symptoms }).text).toBe('Delays (web), 12.5% of users, 1,200,000 users')
})

test('only promised actions are facts, with their day', () => {
  const item = {
    id: 'a',
    version: 1,
    kind: 'prevent',
    state: 'open',
    owner: 'OWNER',
    trackerUrl: '',
    dueOn: null,
    promiseWords: NO_WORDS,
    doneOn: null,
    stateReason: '',
    recordedAt: null,
  } as const
  const actionItems = [
    { ...item, title: '내부 과제', promise: false },
    { ...item, title: '망을 이중화합니다', promise: true, dueOn: '2020-06-30' },
    { ...item, title: '버린 과제', promise: true, state: 'dropped' as const },
  ]
  expect(write('{{promises}}', 'ko', { actionItems }).text).toBe('망을 이중화합니다 (2020년 6월 30일까지)')
})

test('a value stays plain whatever it holds', () => {
  const nasty = [
    '# x',
    '*',
    '**bold**',
    '_a_',
    '`code`',
    '[a](javascript:alert(1))',
    '![x](y)',
    '<script>alert(1)</script>',
    '- a',
    '1. a',
    '> q',
    '&lt;',
    '~~s~~',
    'a | b',
    '\\',
    '+ a',
    '=',
    '---',
    'a\n# b',
    '\u0000x',
    '{{cause}}',
    '| a |',
  ]
  for (const title of nasty) {
    const text = write('{{incident.title}}', 'en', { title }).text
    const shown = bodyHtml(text).opening.replace(/<\/?p>/g, '')
    const entities: Record<string, string> = {
      '&#x3C;': '<',
      '&lt;': '<',
      '&#x26;': '&',
      '&amp;': '&',
      '>': '>',
    }
    const plain = shown.replace(/&#x3C;|&lt;|&#x26;|&amp;/g, (entity) => entities[entity] ?? entity)

    expect(plain, title).toBe(title.replace(/[\n\u0000]/g, ' ').trim())
  }
})

test('any text is shown by its escaped form exactly as it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab 가은#*_`[]()<>!&~|\\-+=1.:/@"{}'), maxLength: 24 }),
      (text) => {
        const plain = text.replace(/\s+/g, ' ').trim()
        fc.pre(plain !== '')
        const html = bodyHtml(escapeMarkdown(text)).opening
        const shown = html
          .replace(/^<p>|<\/p>$/g, '')
          .replace(/&#x3C;/g, '<')
          .replace(/&#x26;/g, '&')
        expect(shown).toBe(plain)
      },
    ),
    { numRuns: runs(500) },
  )
})

test('every key has a fact, and only used ones are frozen, with their value', () => {
  const facts = factsOf(originRecord(), ORIGIN_ORGANISATION)
  expect(facts.map(({ key }) => key)).toEqual([...FACT_KEYS])
  expect(freezeFacts(facts, ['impact.duration'])).toEqual({
    'impact.duration': { ko: '1시간 19분', en: '1 hour 19 minutes', ja: '1時間19分', value: 79 },
  })
})

test('counts of the year are facts where the caller gives them, and gaps where they are not known', () => {
  const counts = { year: 2020, asOf: '2020-03-02', count: 2, samePeriod: null }
  const facts = factsOf(originRecord(), ORIGIN_ORGANISATION, { trend: counts })
  const texts = (key: string) => facts.find((fact) => fact.key === key)?.texts
  expect(texts('trend.year_count')).toEqual({
    ko: ['2020년 들어 3월 2일까지 2건'],
    en: ['2 in 2020 up to March 2'],
    ja: ['2020年は3月2日までに2件'],
  })
  expect(texts('trend.same_period')).toEqual({ ko: [], en: [], ja: [] })
  const none = factsOf(originRecord(), ORIGIN_ORGANISATION).find((fact) => fact.key === 'trend.year_count')
  expect(none).toMatchObject({ value: null, texts: { ko: [] } })
})

test('a word of the record in Japanese letters is Japanese, and stays a gap elsewhere', () => {
  const written = factsOf(originRecord({ cause: '機器の故障' }), ORIGIN_ORGANISATION).find(
    (fact) => fact.key === 'cause',
  )
  expect(written?.texts).toEqual({ ko: [], en: [], ja: ['機器の故障'] })
})
