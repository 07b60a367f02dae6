import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asTitle, sentenceAt, sizeOf } from '#app/editor/prose-size.ts'
import { runs } from '#tests/setup/properties.ts'

test.each([
  ['', 0, 0],
  ['장애가 오전 8시 58분에 시작됐다.', 5, 16],
  ['Messages failed at 08:58, then stopped.', 6, 34],
  ['API 서버가 timeout을 돌려줬다 — 전부.', 5, 22],
  ['  \n\n ', 0, 0],
  ['- … -', 0, 3],
  // A syllable as three jamo, a family as one sign, a flag.
  ['\u1112\u1161\u11ab 👨‍👩‍👧 🇰🇷', 1, 3],
])('%j has %i words and %i letters', (text, words, letters) => {
  expect(sizeOf(text)).toEqual({ words, letters })
})

test('spaces change nothing but where words end', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[가-힣a-z0-9]{1,8}$/), { maxLength: 12 }), (words) => {
      const size = sizeOf(words.join(' \n '))
      expect(size.words).toBe(words.length)
      expect(size.letters).toBe(words.join('').length)
    }),
    { numRuns: runs(100) },
  )
})

test('the sentence around the caret becomes a title', () => {
  const text = '경보가 늦었다. 임계값을 낮춘다. 담당자를 정한다'
  expect(sentenceAt(text, 0)).toBe('경보가 늦었다')
  expect(sentenceAt(text, 12)).toBe('임계값을 낮춘다')
  expect(sentenceAt(text, text.length)).toBe('담당자를 정한다')
  expect(sentenceAt('Version 1.2.3 failed (badly). Roll back!', 5)).toBe('Version 1.2.3 failed (badly)')
  expect(sentenceAt('배포는 2026. 11. 22. 밤이었다. 늦었다.', 5)).toBe('배포는 2026. 11. 22. 밤이었다')
  expect(sentenceAt('', 0)).toBe('')
})

test('a title is one line that ends in words', () => {
  expect(asTitle('  두 줄로\n쓴   말. ')).toBe('두 줄로 쓴 말')
  const long = asTitle('낱말 '.repeat(100))
  expect(long.length).toBeLessThanOrEqual(200)
  expect(long).toMatch(/낱말…$/)
  fc.assert(
    fc.property(fc.string({ maxLength: 600 }), (words) => asTitle(words).length <= 200),
    { numRuns: runs(100) },
  )
})
