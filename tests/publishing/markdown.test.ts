import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { bodyHtml, markdownFile, plainOpening, type FrontMatter } from '#app/publishing/markdown.ts'

const FRONT: FrontMatter = {
  title: 'Title: with "quotes" # and more',
  reference: '2020-002',
  start: '2020-03-02T08:58:00+09:00',
  end: null,
  duration_minutes: null,
  services: [],
  status: 'ongoing',
  stage: 'first_word',
  language: 'en',
  version: 0,
  published: null,
}

function html(markdown: string): string {
  const { opening, sections } = bodyHtml(markdown)
  return opening + sections
}

test.each([
  '<script>alert(1)</script>',
  'a <script>alert(1)</script> b',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x]: javascript:alert(1)\n\n[x]',
  '<javascript:alert(1)>',
  '![x](https://tracker.example/pixel.gif)',
  '![x][y]\n\n[y]: https://tracker.example/pixel.gif',
  '<svg onload=alert(1)>',
  '<iframe src="//x"></iframe>',
  '<style>*{display:none}</style>',
  '[x](https://ok.example "onmouseover=alert(1)")',
  '`<script>`',
  '# a {onclick=alert(1)}',
  '<!-- <b> -->',
])('nothing in %j can run or load', (markdown) => {
  expect(html(markdown)).not.toMatch(
    /<(script|img|svg|iframe|style|!--)|<\w[^>]*\s((href|src)="?\s*(javascript|data):|on\w+=)/i,
  )
})

test('raw HTML is shown as the text it is, not lost', () => {
  expect(html('a <b>c</b>')).toBe('<p>a &#x3C;b>c&#x3C;/b></p>')
})

test('headings start at the second level and split the letter from its sections', () => {
  const { opening, sections } = bodyHtml('인사\n\n# 하나\n\n글\n\n###### 둘')
  expect(opening).toBe('<p>인사</p>')
  expect(sections).toBe('<h2>하나</h2>\n<p>글</p>\n<h4>둘</h4>')
})

test('emphasis works before a Korean particle, and tables say what their headers are for', () => {
  expect(html('**장애(1급)**가 **100%**로')).toBe(
    '<p><strong>장애(1급)</strong>가 <strong>100%</strong>로</p>',
  )
  expect(html('| a |\n|---|\n| b |')).toContain('<th scope="col">a</th>')
})

test('control characters and those that turn the direction of text do not get through', () => {
  expect(html('a\u0000b\u202ec\u2066d')).toBe('<p>abcd</p>')
})

test('the front matter reads back as it was meant, unknown values as null', () => {
  const file = markdownFile(FRONT, 'Title', 'Body <script>x</script>\n')
  const [, yaml = '', text = ''] = /^---\n([\s\S]*?)---\n([\s\S]*)$/.exec(file) ?? []
  expect(parse(yaml)).toEqual(FRONT)
  expect(text).toBe('\n# Title\n\nBody \\<script>x\\</script>\n')
})

test('a body without raw HTML is kept to the letter', () => {
  const body = '* a\n* b\n\n2026\\. 11. 22.'
  expect(markdownFile(FRONT, 'T', body)).toContain(`\n\n${body}\n`)
})

test('the preview text passes over a greeting', () => {
  expect(
    plainOpening(
      '안녕하세요, 카카오입니다.\n\n**2020년 3월 2일(월)** 오전 8시 58분부터 10시 17분까지 장애가 있었습니다.',
    ),
  ).toBe('2020년 3월 2일(월) 오전 8시 58분부터 10시 17분까지 장애가 있었습니다.')
})

test('spans of time with one tilde are not struck out', () => {
  expect(html('08:58~10:17, 11:00~12:00')).toBe('<p>08:58~10:17, 11:00~12:00</p>')
})
