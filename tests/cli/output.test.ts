import { expect, test } from 'vitest'
import { columns, plainLine, terminalLanguage } from '#app/cli/output.ts'

test('columns line up where Hangul takes two places', () => {
  expect(
    columns([
      ['카카오', 'a'],
      ['abc', 'b'],
    ]),
  ).toEqual(['카카오  a', 'abc     b'])
  expect(columns([['Count'], ['2']], { right: [0] })).toEqual(['Count', '    2'])
})

test('what somebody wrote cannot steer the terminal', () => {
  expect(plainLine('red \u001b[31m\nline\u0000\u009b')).toBe('red  [31m line')
})

test('the language is the asked one, else that of the surroundings, else English', () => {
  expect(terminalLanguage('en', { LANG: 'ko_KR.UTF-8' })).toBe('en')
  expect(terminalLanguage(undefined, { LANG: 'ko_KR.UTF-8' })).toBe('ko')
  expect(terminalLanguage(undefined, { LANG: 'ko_KR.UTF-8', LC_ALL: 'C' })).toBe('en')
  expect(terminalLanguage(undefined, { LANG: 'kok_IN' })).toBe('en')
  expect(terminalLanguage(undefined, {})).toBe('en')
})
