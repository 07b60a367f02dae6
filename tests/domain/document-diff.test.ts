import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documentDiff, type DocumentPart } from '#app/domain/document-diff.ts'
import { runs } from '#tests/setup/properties.ts'

function written(parts: readonly DocumentPart[], side: 'before' | 'after'): string {
  const left = side === 'before' ? ['new', 'moved_here'] : ['gone', 'moved_away']
  return parts
    .filter(({ kind }) => !left.includes(kind))
    .flatMap((part) => ('parts' in part ? part.parts : [part]))
    .filter(({ kind }) => !left.includes(kind))
    .map(({ text }) => text)
    .join('')
}

test('a section that was moved is moved, with its heading, and nothing is gone or new', () => {
  const [what, why, then] = [
    '## 무슨 일\n\n먹통이었다.\n\n',
    '## 왜\n\n디스크가 가득 찼다.\n\n그래서.\n\n',
    '## 다음\n\n끝.\n',
  ]
  const parts = documentDiff(what + why + then, why + what + then)
  expect(parts.map(({ kind }) => kind)).toEqual(['moved_away', 'same', 'moved_here', 'same'])
  expect(parts[0]).toMatchObject({ move: 1, text: what })
  expect(parts[2]).toMatchObject({ move: 1, parts: [{ kind: 'same', text: what }] })
})

test('a paragraph that was moved and mended shows its changed words where it stands now', () => {
  const moved = 'The queue had been full for an hour before anybody looked at it, and nobody was told.'
  const mended = moved.replace('an hour', 'two hours')
  const stays = ['One thing.', 'Another thing.', 'A third thing.'].join('\n\n')
  const parts = documentDiff(`${moved}\n\n${stays}\n`, `${stays}\n\n${mended}\n`)
  const here = parts.find((part) => part.kind === 'moved_here')
  expect(
    here?.parts.filter(({ kind }) => kind !== 'same').map(({ kind, text }) => [kind, text.trim()]),
  ).toEqual([
    ['gone', 'an'],
    ['new', 'two'],
    ['gone', 'hour'],
    ['new', 'hours'],
  ])
})

test('entries of a list that changed places are moved one by one, and code is never cut', () => {
  const parts = documentDiff('- 첫째\n- 둘째\n- 셋째\n', '- 둘째\n- 셋째\n- 첫째\n')
  expect(parts.find((part) => part.kind === 'moved_away')).toMatchObject({ text: '- 첫째\n' })
  const code = '```\n# not a heading\n\n- not an entry\n```\n'
  expect(
    documentDiff(`${code}\na\n`, `a\n\n${code}`).filter((part) => part.kind === 'moved_here'),
  ).toHaveLength(1)
})

test('words are compared where a paragraph stayed in its place', () => {
  expect(documentDiff('a b c\n\nd', 'a x c\n\nd')).toEqual([
    {
      kind: 'changed',
      parts: [
        { kind: 'same', text: 'a ' },
        { kind: 'gone', text: 'b' },
        { kind: 'new', text: 'x' },
        { kind: 'same', text: ' c\n\n' },
      ],
    },
    { kind: 'same', text: 'd' },
  ])
})

const LINES = [
  ...['', '', 'a', '장애가 났다', '# h', '- x', '- y', '1. z', '```', '    ', '| a |', '{{timeline}}'],
  'The queue had been full for an hour before anybody looked at it.',
  'The queue had been full for two hours before anybody looked at it.',
]

test('both texts can be read out of their difference, whatever they are', () => {
  const text = fc.array(fc.constantFrom(...LINES), { maxLength: 30 }).map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = documentDiff(before, after)
      expect(written(parts, 'before')).toBe(before)
      expect(written(parts, 'after')).toBe(after)
    }),
    { numRuns: runs(500) },
  )
})

test('blocks in another order are moved and never gone', () => {
  const blocks = fc.uniqueArray(
    fc.string({ unit: fc.constantFrom('a', '나', 'c'), minLength: 3, maxLength: 8 }),
    {
      minLength: 2,
      maxLength: 12,
    },
  )
  const shuffled = blocks.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  fc.assert(
    fc.property(shuffled, ([before, after]) => {
      const text = (list: readonly string[]) => list.map((block) => `${block}\n\n`).join('')
      const kinds = documentDiff(text(before), text(after)).map(({ kind }) => kind)
      expect(kinds.filter((kind) => !['same', 'moved_away', 'moved_here'].includes(kind))).toEqual([])
    }),
    { numRuns: runs(200) },
  )
})

test('a text of thousands of blocks is compared too', () => {
  const long = Array.from({ length: 4_000 }, (_, index) => `- entry ${index}`).join('\n')
  const parts = documentDiff(long, `- first\n${long}`)
  expect(written(parts, 'before')).toBe(long)
  expect(written(parts, 'after')).toBe(`- first\n${long}`)
})
