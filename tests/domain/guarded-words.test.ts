import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardedWordProblems, guardedWordsIn } from '#app/domain/guarded-words.ts'
import { leaksIn } from '#app/domain/leaks.ts'

test('words stand one to a line, each once, without what surrounds them', () => {
  expect(guardedWordsIn(' ACME전자 \r\n\nacme전자\nGlobex  Corp\n')).toEqual(['ACME전자', 'Globex Corp'])
})

test('a word that the check would pass over is refused, not kept in silence', () => {
  expect(guardedWordProblems(['ab'])).toEqual([{ code: 'guarded_word_too_short', params: { word: 'ab' } }])
  expect(guardedWordProblems(['김'])).toEqual([{ code: 'guarded_word_too_short', params: { word: '김' } }])
  expect(guardedWordProblems(['abc', '삼성'])).toEqual([])
  expect(guardedWordProblems(['가'.repeat(101)])[0]).toMatchObject({ code: 'guarded_word_too_long' })
  const many = Array.from({ length: 501 }, (_, number) => `customer ${number}`)
  expect(guardedWordProblems(many)).toEqual([
    { code: 'too_many_guarded_words', params: { max: 500, actual: 501 } },
  ])
})

test('every word that is taken is found in a sentence, with a particle after it', () => {
  const letters = [...'abcXYZ가나다라전자 카ア漢é-.&']
  const text = fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 })
  fc.assert(
    fc.property(text, (typed) => {
      for (const word of guardedWordsIn(typed)) {
        if (guardedWordProblems([word]).length > 0) continue
        for (const sentence of [`어제 ${word}에서 오류가 났습니다.`, `Seen by "${word}" first.`]) {
          const leaks = leaksIn(sentence, { people: [], words: [word], allowed: [] })
          expect(leaks.map(({ params }) => params?.word)).toContain(word)
        }
      }
    }),
  )
})
