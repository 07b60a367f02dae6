import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FACTORS } from '#app/domain/factors.ts'
import { SIMILAR_FROM, similarity, tellingWords, type Comparable } from '#app/domain/similar.ts'
import { SURFACES } from '#app/domain/symptoms.ts'

function some(changes: Partial<Comparable> = {}): Comparable {
  return { errorTexts: [], texts: [], factors: [], serviceIds: [], surfaces: [], ...changes }
}

function words(...texts: string[]) {
  return [...tellingWords(texts).values()]
}

test('the same error text makes two incidents similar, whatever numbers stand in it', () => {
  const ours = some({ errorTexts: ['Timeout after 3021 ms (request 9f86d081884c7d65)'] })
  const theirs = some({ errorTexts: ['timeout after 30 ms (request 2c26b46b68ffc68f)'] })
  const { score, shared } = similarity(ours, theirs)
  expect(score).toBeGreaterThanOrEqual(SIMILAR_FROM)
  expect(shared.errorTexts).toEqual(ours.errorTexts)
  expect(similarity(ours, some({ errorTexts: ['Connection refused'] })).score).toBe(0)
  expect(
    similarity(some({ errorTexts: ['', '500'] }), some({ errorTexts: ['', '500 ok'] })).shared.errorTexts,
  ).toEqual([])
})

test('words are the same in their other forms, Korean ones with any particle', () => {
  expect(
    similarity(some({ texts: ['메시지를 보낼 수 없어요'] }), some({ texts: ['메시지가 늦게 와요'] })).shared
      .words,
  ).toEqual(['메시지'])
  expect(
    similarity(some({ texts: ['Messages are delayed'] }), some({ texts: ['Delay of one message'] })).shared
      .words,
  ).toEqual(['messages', 'delayed'])
  expect(words('서비스 장애', 'The service failed for some users')).toEqual([])
})

test('only the same service and the same surface is not similar yet, one factor more is', () => {
  const asked = some({ serviceIds: ['chat'], surfaces: ['mobile'], factors: ['supplier'] })
  expect(similarity(asked, some({ serviceIds: ['chat'], surfaces: ['mobile'] })).score).toBeLessThan(
    SIMILAR_FROM,
  )
  expect(similarity(asked, some({ serviceIds: ['chat'], factors: ['supplier'] })).score).toBe(SIMILAR_FROM)
})

test('what nobody knows, and a surface that is none of the named, is nothing to share', () => {
  const vague = some({ factors: ['not_known'], surfaces: ['other'] })
  expect(similarity(vague, vague).score).toBe(0)
})

const comparable = fc.record({
  errorTexts: fc.array(fc.string(), { maxLength: 3 }),
  texts: fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 }),
  factors: fc.uniqueArray(fc.constantFrom(...FACTORS), { maxLength: 4 }),
  serviceIds: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
  surfaces: fc.array(fc.constantFrom(...SURFACES), { maxLength: 4 }),
})

test('the score is between 0 and 18, and nobody is less like another than the other is like them', () => {
  fc.assert(
    fc.property(comparable, comparable, (one, other) => {
      const { score } = similarity(one, other)
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(18)
      expect(similarity(other, one).score).toBe(score)
      expect(similarity(one, one).score).toBeGreaterThanOrEqual(score)
    }),
  )
})
