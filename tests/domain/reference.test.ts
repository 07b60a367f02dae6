import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatReference, parseReference } from '#app/domain/reference.ts'

test('a reference is the year and a number of at least three digits', () => {
  expect(formatReference(2020, 2)).toBe('2020-002')
  expect(formatReference(2020, 1234)).toBe('2020-1234')
})

test.each([
  '',
  '2020',
  '2020-2',
  '2020-000',
  '2020-0012',
  '20-001',
  'x2020-001',
  '2020-001/..',
  '2020-١٢٣',
  '-2020-001',
])('%j is not a reference', (text) => {
  expect(parseReference(text)).toBeNull()
})

test('a written reference is read back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1000, max: 9999 }),
      fc.integer({ min: 1, max: 999_999_999 }),
      (year, number) => {
        expect(parseReference(` ${formatReference(year, number)} `)).toEqual({ year, number })
      },
    ),
  )
})
