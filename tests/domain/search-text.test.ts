import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '#tests/setup/properties.ts'
import {
  candidatesFor,
  LONGEST_QUERY,
  matches,
  piecesOf,
  readQuery,
  snippetOf,
  withoutMarkup,
  type SearchPiece,
} from '#app/domain/search-text.ts'

const found = (query: string, text: string) => matches(readQuery(query), text)

test.each([
  ['장애', '3월 2일 오전 장애가 있었습니다'],
  ['먹통', '서비스먹통이라는 글이 이어졌다'],
  ['서비스먹통', '어제 서비스먹통 사태'],
  ['먹', '먹통'],
  ['障害', 'ネットワーク障害のお知らせ'],
  ['KTX예매', '설날 KTX예매가 되지 않음'],
  ['예매 ktx', '설날 KTX예매가 되지 않음'],
  ['fail', 'Messages failed to send'],
  ['failing', 'Messages failed to send'],
  ['connection', 'ERR_CONNECTION_RESET'],
  ['timeout', 'connectTimeout of 5 s was reached'],
  ['Failed to complete', 'We failed to start, and could not complete it'],
  ['"failed to complete your request"', 'It said: Failed  to complete your request.'],
  ['“로그인할 수 없습니다”', '화면에 “로그인할 수 없습니다”라고 나왔다'],
  ['５０３', 'HTTP 503'],
  ['2020-002', 'Same as 2020-002'],
])('%j is found in %j', (query, text) => {
  expect(found(query, text)).toBe(true)
})

test.each([
  ['장애물 없음', '장애가 있었습니다'],
  ['통먹', '서비스먹통'],
  ['ail', 'Messages failed to send'],
  ['"failed complete"', 'failed to complete'],
  ['"ailed to"', 'failed to complete'],
  ['university', 'universal'.slice(0, 5)],
])('%j is not found in %j', (query, text) => {
  expect(found(query, text)).toBe(false)
})

test('nothing is searched for when there is nothing to search for, and what is too long is cut', () => {
  expect(readQuery('  … ?! ')).toEqual([])
  expect(readQuery('장'.repeat(1_000))[0]?.text).toHaveLength(LONGEST_QUERY)
  expect(readQuery(Array.from({ length: 50 }, (_, n) => `w${n}`).join(' '))).toHaveLength(10)
})

const words = fc.constantFrom(
  ...[
    '장애',
    '서비스먹통',
    '먹',
    '로그인이',
    'failed',
    'Failing',
    'to',
    'connectTimeout',
    'ERR_RESET',
    '503',
  ],
  ...[
    'ネットワーク',
    '障害',
    'é',
    'KTX예매',
    'naïve',
    'İstanbul',
    '"',
    '“',
    '.',
    '(',
    '…',
    'ﬁn',
    '㈜카카오',
    '𠮷野家',
  ],
)
const texts = fc.array(fc.oneof(words, fc.string({ unit: 'grapheme', maxLength: 6 })), { maxLength: 8 })
const written = fc.tuple(texts, fc.constantFrom('', ' ')).map(([parts, gap]) => parts.join(gap))

function holds(pieces: readonly string[], { token, prefix }: SearchPiece): boolean {
  return prefix ? pieces.some((piece) => piece.startsWith(token)) : pieces.includes(token)
}

test('a text that matches is always among the candidates that the index gives', () => {
  fc.assert(
    fc.property(written, written, fc.nat(), fc.nat(), (typed, text, from, length) => {
      // A piece of the text itself is the likeliest to be found.
      const part = text.slice(from % (text.length + 1)).slice(0, 1 + (length % 8))
      for (const query of [typed, part, `"${part}"`]) {
        const terms = readQuery(query)
        if (terms.length === 0 || !matches(terms, text)) continue
        const pieces = piecesOf(text)
        for (const alternatives of candidatesFor(terms)) {
          expect(alternatives.some((piece) => holds(pieces, piece))).toBe(true)
        }
      }
    }),
    { numRuns: runs(2_000) },
  )
})

test('pieces are plain tokens, each once', () => {
  fc.assert(
    fc.property(written, (text) => {
      const pieces = piecesOf(text)
      expect(new Set(pieces).size).toBe(pieces.length)
      for (const piece of pieces) expect(piece).toMatch(/^[wsk][a-z0-9]+$/)
    }),
  )
})

test('a snippet is a stretch of the text, with the matches marked', () => {
  const text = `${'앞의 이야기가 길게 이어집니다. '.repeat(20)}그때 서비스먹통이 시작되었다. ${'뒤의 이야기. '.repeat(20)}`
  const parts = snippetOf(readQuery('먹통'), text)
  expect(parts.filter(({ marked }) => marked)).toEqual([{ text: '먹통', marked: true }])
  expect(parts.map((part) => part.text).join('')).toMatch(/^… .*서비스먹통이 시작되었다.* …$/)
  expect(snippetOf(readQuery('fail'), 'It failed')).toEqual([
    { text: 'It ', marked: false },
    { text: 'failed', marked: true },
  ])
})

test('whatever is searched for, a snippet holds only what the text holds', () => {
  const letters = (words: string) => words.replace(/[\s·…]+/g, '')
  fc.assert(
    fc.property(written, written, (query, text) => {
      const parts = snippetOf(readQuery(query), text, 40)
      expect(letters(text)).toContain(letters(parts.map((part) => part.text).join('')))
    }),
  )
})

test('lines stand apart in a snippet', () => {
  expect(snippetOf([], 'One thing\n\n  another')).toEqual([{ text: 'One thing · another', marked: false }])
})

test('a document is listed as one reads it, without its signs', () => {
  const text =
    '## 무슨 일\n\n{{impact}}\n\n**경보가** {{impact.start}}부터 [표](https://a.example/b)\n\n- [ ] {{?왜 놀랐나요}}'
  expect(withoutMarkup(text).split(/\n+/)).toEqual(['무슨 일', '경보가 …부터 표', '왜 놀랐나요'])
  expect(withoutMarkup('| 값 | a |\n| --- | --- |\n{{incident:2020-001|은/는}}')).toContain('#2020-001')
  expect(withoutMarkup('5 * 3, a - b, snake_case')).toBe('5 * 3, a - b, snake_case')
})
