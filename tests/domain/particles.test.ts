import { expect, test } from 'vitest'
import { PARTICLE_PAIRS, particleAfter, particlePair } from '#app/domain/particles.ts'

test.each([
  ['카카오톡', '은'],
  ['서버', '는'],
  ['3', '은'],
  ['2', '는'],
  ['10', '은'],
  ['1,000', '은'],
  ['1.5', '는'],
  ['API', '는'],
  ['URL', '은'],
  ['DNS', '는'],
  ['CDN', '은'],
  ['Slack', '은'],
  ['Google', '은'],
  ['Chrome', '은'],
  ['Drive', '는'],
  ['Cloud', '는'],
  ['3층(서버실)', '은'],
  ['서버(3층)', '는'],
  ['(3층)', '은'],
  ['“톡”', '은'],
  ['90%', '는'],
  ['', '는'],
])('%s is followed by %s', (word, particle) => {
  expect(particleAfter(word, '은/는')).toBe(particle)
})

test('으로 loses its vowel after ㄹ, in whichever script the word ends', () => {
  expect(particleAfter('서울', '으로/로')).toBe('로')
  expect(particleAfter('8', '으로/로')).toBe('로')
  expect(particleAfter('URL', '으로/로')).toBe('로')
  expect(particleAfter('부산', '으로/로')).toBe('으로')
  expect(particleAfter('3', '으로/로')).toBe('으로')
})

test('pairs are known in both orders', () => {
  expect(particlePair('는/은')).toBe('은/는')
  expect(particlePair('와/과')).toBe('과/와')
  expect(particlePair('은')).toBeNull()
  expect(particleAfter('톡', '과/와')).toBe('과')
  expect(particleAfter('서버', '과/와')).toBe('와')
})

test('each pair gives one of its two forms', () => {
  for (const pair of PARTICLE_PAIRS) {
    for (const word of ['톡', '서버', '서울', '3', 'API'])
      expect(pair.split('/')).toContain(particleAfter(word, pair))
  }
})
