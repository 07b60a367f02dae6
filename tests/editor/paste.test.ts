import { expect, test } from 'vitest'
import { markdownFromNodes } from '#app/editor/markdown/from-state.ts'
import { isSafeAddress } from '#app/editor/paste/clean.ts'
import { looksLikeMarkdown, readClipboard, type Clipboard } from '#app/editor/paste/read-clipboard.ts'
import { askedIn, matching, menuEntries } from '#app/editor/insert-menu.ts'

function paste(clipboard: Partial<Clipboard>, options?: { plain: boolean }) {
  const pasted = readClipboard({ lexical: '', html: '', text: '', ...clipboard }, () => [], options)
  if (pasted.outcome === 'too_large') return pasted
  return { ...pasted, markdown: markdownFromNodes(pasted.blocks) }
}

test('five megabytes are refused with their size, before anything reads them', () => {
  expect(paste({ text: '가'.repeat(1_700_000) })).toEqual({ outcome: 'too_large', bytes: 5_100_000 })
})

test('plain text stays what it is: a date begins no list', () => {
  expect(paste({ text: '2026. 11. 22. 장애\n둘째 줄\n\n- 하나' })).toMatchObject({
    markdown: '2026\\. 11. 22. 장애\\\n둘째 줄\n\n\\- 하나\n',
  })
})

test('Markdown is read as Markdown, placeholders become chips', () => {
  const pasted = paste({ text: '## 제목\n\n- **굵게**가\n- {{services|은/는}}' })
  expect(pasted).toMatchObject({ markdown: '## 제목\n\n- **굵게**가\n- {{services|은/는}}\n' })
})

test('pasted without its form, Markdown is letters', () => {
  expect(paste({ text: '**굵게**' }, { plain: true })).toMatchObject({ markdown: '\\*\\*굵게\\*\\*\n' })
})

test('links that run code or carry data lose their address and keep their words', () => {
  const pasted = paste({
    text: '[가](https://a.example) [나](javascript:alert(1)) **[다](data:text/html,x)**',
  })
  expect(pasted).toMatchObject({
    unsafeLinks: 2,
    markdown: '[가](https://a.example) 나 **다**\n',
  })
})

test.each([
  'javascript:x',
  ' JAVASCRIPT:x',
  'java\nscript:x',
  'data:text/html,x',
  'vbscript:x',
  'file:///x',
  'blob:x',
])('no link may lead to %j', (address) => expect(isSafeAddress(address)).toBe(false))

test.each(['https://a.example', 'http://a', 'mailto:a@b.example', 'tel:+8215881234', '/notices', '#a'])(
  'a link may lead to %j',
  (address) => expect(isSafeAddress(address)).toBe(true),
)

test('signs that turn the direction of text are left out, and it is said', () => {
  expect(paste({ text: '결제 \u202egnp.exe\u202c 오류\u0007' })).toMatchObject({
    markdown: '결제 gnp.exe 오류\n',
    controls: true,
  })
})

test('nodes of an unknown type keep the words in them, chips stay chips', () => {
  const lexical = JSON.stringify({
    namespace: 'elsewhere',
    nodes: [
      { type: 'nonsense', version: 9, children: [{ type: 'text', version: 1, text: '안의 글' }] },
      {
        type: 'paragraph',
        version: 1,
        children: [
          { type: 'fact', version: 1, key: 'services', particle: '은/는' },
          { type: 'mention', text: '누군가' },
        ],
      },
    ],
  })
  expect(paste({ lexical, text: 'x' })).toMatchObject({ markdown: '안의 글\n\n{{services|은/는}}누군가\n' })
})

test.each(['{broken', '[]', '{"nodes":[null]}', '{"nodes":[{"type":3}]}', '{"nodes":{}}'])(
  'a broken state on the clipboard, %s, leaves the text beside it',
  (lexical) => expect(paste({ lexical, text: '글' })).toMatchObject({ markdown: '글\n' }),
)

test.each([
  ['# 제목', true],
  ['- 하나\n- 둘', true],
  ['{{services}}', true],
  ['| a | b |\n|---|---|', true],
  ['2026. 11. 22.', false],
  ['- 하나', false],
  ['a * b * c', false],
  ['08:58~10:17 snake_case_name', false],
])('%j is meant as Markdown: %s', (text, expected) => expect(looksLikeMarkdown(text)).toBe(expected))

test('a sign asks only at the beginning of a word, and a number sign that may become a heading only with letters', () => {
  expect(askedIn('/', true)).toEqual({ sign: '/', query: '', length: 1 })
  expect(askedIn('값은 /시작', false)).toEqual({ sign: '/', query: '시작', length: 3 })
  expect(askedIn('은/는', false)).toBeNull()
  expect(askedIn('https://a', true)).toBeNull()
  expect(askedIn('(#2020-0', true)).toEqual({ sign: '#', query: '2020-0', length: 7 })
  expect(askedIn('#', true)).toBeNull()
  expect(askedIn('#', false)).not.toBeNull()
  expect(askedIn('##', true)).toBeNull()
  expect(askedIn('담당 @김', false)).toEqual({ sign: '@', query: '김', length: 2 })
  expect(askedIn('mail@example', true)).toBeNull()
})

test('facts are found by label, key and value, also while a syllable is half written', () => {
  const entries = menuEntries(
    [
      { key: 'impact.start', label: '시작된 시각', text: '오전 8시 58분' },
      { key: 'impact.end', label: '끝난 시각', text: null },
    ],
    [{ block: 'h2', label: '제목' }],
  )
  const ids = (query: string) => matching(entries, query).map(({ id }) => id)
  expect(ids('시ㅈ')).toEqual(['fact:impact.start', 'fact:impact.end'])
  expect(ids('시작')).toEqual(['fact:impact.start'])
  expect(ids('end')).toEqual(['fact:impact.end'])
  expect(ids('58')).toEqual(['fact:impact.start'])
  expect(ids('제')).toEqual(['block:h2'])
})
