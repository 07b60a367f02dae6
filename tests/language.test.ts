import { expect, test } from 'vitest'
import { acceptedLanguage, languageCookie, languageOf } from '#app/language.server.ts'
import { localPath } from '#app/paths.ts'

function requestWith(headers: Record<string, string>): Request {
  return new Request('http://localhost/', { headers })
}

test.each([
  ['ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'],
  ['en-US,en;q=0.9,ko;q=0.8', 'en'],
  ['en;q=0.5, ko;q=0.8', 'ko'],
  ['ja, ko;q=0.3', 'ko'],
  ['ko;q=0, en', 'en'],
  ['KO', 'ko'],
])('the browser that sends "%s" reads %s', (header, language) => {
  expect(acceptedLanguage(header)).toBe(language)
})

test.each([[null], [''], ['*'], ['ja,zh;q=0.5'], [';;,,q=1']])(
  '%j names no language of the tool',
  (header) => {
    expect(acceptedLanguage(header)).toBeUndefined()
  },
)

test('a choice in this browser goes before the account, the account before the browser', () => {
  const headers = { cookie: 'a=b; sagwa_language=ko', 'accept-language': 'en' }
  expect(languageOf(requestWith(headers), { language: 'en' })).toBe('ko')
  expect(languageOf(requestWith({ 'accept-language': 'en' }), { language: 'ko' })).toBe('ko')
  expect(languageOf(requestWith({ 'accept-language': 'ko' }), { language: null })).toBe('ko')
  expect(languageOf(requestWith({}))).toBe('en')
})

test('a cookie with a language that the tool does not speak is passed over', () => {
  expect(languageOf(requestWith({ cookie: 'sagwa_language=xx', 'accept-language': 'ko' }))).toBe('ko')
})

test('the choice is remembered out of reach of scripts', () => {
  expect(languageCookie('ko', false)).toBe(
    'sagwa_language=ko; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax',
  )
  expect(languageCookie('ko', true)).toContain('; Secure')
  expect(languageCookie(null, false)).toContain('Max-Age=0')
})

test.each([['/incidents?state=open'], ['/'], ['/trends']])('a path of this site is followed: %s', (path) => {
  expect(localPath(path)).toBe(path)
})

test.each([
  ['//evil.example'],
  ['/\\evil.example'],
  ['https://evil.example'],
  ['/\t/evil.example'],
  [''],
  [null],
])('a path that leads elsewhere ends on the home page: %j', (path) => {
  expect(localPath(path)).toBe('/')
})
