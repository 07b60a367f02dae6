import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineDiff } from '#app/domain/line-diff.ts'

test('a changed line is one that is gone and one that is new, in its place', () => {
  expect(lineDiff('a\nb\nc', 'a\nx\nc')).toEqual([
    { kind: 'same', text: 'a' },
    { kind: 'gone', text: 'b' },
    { kind: 'new', text: 'x' },
    { kind: 'same', text: 'c' },
  ])
})

test('both texts can be read out of their difference, whatever they are', () => {
  const text = fc
    .array(fc.constantFrom('', 'a', 'b', '가'), { maxLength: 30 })
    .map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before, after)
      const without = (kind: string) => lines.filter((line) => line.kind !== kind).map((line) => line.text)
      expect(without('new').join('\n')).toBe(before)
      expect(without('gone').join('\n')).toBe(after)
    }),
  )
})

test('texts without end are not compared line by line', () => {
  const long = 'x\n'.repeat(5000)
  expect(lineDiff(long, `${long}y`).some(({ kind }) => kind === 'same')).toBe(false)
})
