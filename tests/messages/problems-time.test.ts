import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parseTime } from '#app/domain/parse-time.ts'
import { timeProblems } from '#app/messages/problems-time.ts'

const languages = ['en', 'ko'] as const

test('every code that the time model can give has a sentence in both languages', async () => {
  const files = ['instant', 'markers', 'durations', 'parse-time'].map((name) =>
    readFile(new URL(`../../app/domain/${name}.ts`, import.meta.url), 'utf8'),
  )
  const codes = new Set(
    (await Promise.all(files)).flatMap(
      (source) => source.match(/(?<=')(?:time|zone|marker|duration)_\w+(?=')/g) ?? [],
    ),
  )
  expect(codes.size).toBeGreaterThan(40)
  for (const language of languages) {
    expect(Object.keys(timeProblems[language]).filter((code) => !codes.has(code))).toEqual([])
    expect([...codes].filter((code) => !(code in timeProblems[language]))).toEqual([])
  }
})

test.each([
  ['오후 14시', '‘오후 14시’는 같은 말이 겹쳐요. ‘오후 2시’나 ‘14시’로 써 주세요.'],
  ['2020-13-02 08:58', '13월은 없어요. 월은 1부터 12까지예요.'],
  ['2020-02-30 08:58', '2020년 2월에는 30일이 없어요. 마지막 날은 29일이에요.'],
  ['2020-03-03(월) 9시', '2020년 3월 3일은 월요일이 아니라 화요일이에요. 날짜나 요일을 고쳐 주세요.'],
])('%s is refused in words that say what would be right', (text, sentence) => {
  const parsed = parseTime(text, { zone: 'Asia/Seoul', today: '2020-03-02' })
  if (parsed.ok) throw new Error('expected a refusal')
  expect(timeProblems.ko[parsed.problem.code]!(parsed.problem.params ?? {})).toBe(sentence)
})

test('no sentence has a hole where a value should stand', () => {
  const zone = 'America/New_York'
  // prettier-ignore
  const texts = [
    '', 'x', 'x'.repeat(201), 'a\0', '08:58', '2020-03-02', '3월 2일 9시', '3/2/2020 9:00', '0999-01-01 9:00',
    '2020-13-01 9:00', '2020-02-30 9:00', '2020-03-03(월) 9시', '2020-03-02 25:00', '2020-03-02 24:00',
    '2020-03-02 9:75', '2020-03-02 9:00:75', '2020-03-02 오후 14시', '2020-03-02 오전 14시', '2020-03-02 밤 12시',
    '2021-03-14 02:30', '2021-11-07 01:30', '2020-03-02 9:00 AEST', '2020-03-02 9:00 +30:00',
    '2020-03-02 09:00-05:00', '2020-03-02 9:00~', '2020-03-02 9:00~8:00', '2020-03-02 약 9:00~10:00',
  ]
  const seen = new Set<string>()
  for (const text of texts) {
    const parsed = parseTime(text, { zone })
    if (parsed.ok) throw new Error(`read: ${text}`)
    seen.add(parsed.problem.code)
    for (const language of languages) {
      const sentence = timeProblems[language][parsed.problem.code]!(parsed.problem.params ?? {})
      expect(sentence).not.toMatch(/undefined|NaN/)
    }
  }
  expect(seen.size).toBe(texts.length)
})
