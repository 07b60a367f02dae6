import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mentionedIds, mentionPieces, storeMentions, typedMentions } from '#app/domain/mentions.ts'

const SORA = { id: 'a1', name: '김소라', email: 'sora@example.com' }
const ANN = { id: 'b2', name: 'Ann', email: 'ann@example.com' }
const ANNA = { id: 'c3', name: 'Anna Kim', email: 'anna@example.com' }
const TWINS = [
  { id: 'd4', name: '이준', email: 'jun1@example.com' },
  { id: 'e5', name: '이준', email: 'jun2@example.com' },
]
const PEOPLE = [SORA, ANN, ANNA, ...TWINS]

test.each([
  ['@김소라 봐 주세요', '{{person:a1}} 봐 주세요'],
  ['@김소라가 확인했어요. @ann?', '{{person:a1}}가 확인했어요. {{person:b2}}?'],
  ['@Anna Kim knows, @Annabel does not', '{{person:c3}} knows, @Annabel does not'],
  ['mail ann@ann.example', 'mail ann@ann.example'],
  ['@이준 and @jun2@example.com', '@이준 and {{person:e5}}'],
  ['@', '@'],
  ['(@Ann)@Ann', '({{person:b2}}){{person:b2}}'],
])('%s', (typed, stored) => {
  expect(storeMentions(typed, PEOPLE)).toBe(stored)
})

test('a stored text is cut at the people in it, each of whom is named once in the list', () => {
  const stored = '{{person:a1}}, {{person:zz}} and {{person:a1}}'
  expect(mentionPieces(stored)).toEqual([
    { kind: 'person', id: 'a1' },
    { kind: 'text', text: ', ' },
    { kind: 'person', id: 'zz' },
    { kind: 'text', text: ' and ' },
    { kind: 'person', id: 'a1' },
  ])
  expect(mentionedIds(stored)).toEqual(['a1', 'zz'])
  expect(typedMentions(stored, PEOPLE)).toBe('@김소라, {{person:zz}} and @김소라')
})

test('a text that is opened to be changed and saved as it is stays the same', () => {
  const piece = fc.constantFrom('@', ' ', 'Ann', '김소라', '{{person:a1}}', '{{person:e5}}', '가', '.', 'x')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const stored = storeMentions(pieces.join(''), PEOPLE)
      const again = storeMentions(typedMentions(stored, PEOPLE), PEOPLE)
      // Right behind or before letters, an address or a longer name is meant: then the words stay what they are.
      if (!/[\p{L}\p{N}}]\{\{|\}\}[a-z]/iu.test(stored)) expect(again).toBe(stored)
    }),
  )
})
