import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '#tests/setup/properties.ts'
import { markdownFromState } from '#app/editor/markdown/from-state.ts'
import { stateFromMarkdown } from '#app/editor/markdown/to-state.ts'
import { bodyHtml } from '#app/publishing/markdown.ts'
import { withoutInvisible } from './seen.ts'

const through = (markdown: string) => markdownFromState(stateFromMarkdown(markdown))

/** What readers would see. */
function seen(markdown: string): string {
  // Readers see values where the placeholders are.
  const { opening, sections } = bodyHtml(markdown.replace(/\{\{[^{}\n]*\}\}/g, '값'))
  return withoutInvisible(`${opening}${sections}`)
}

const SAME: Record<string, string> = {
  'bold before a particle, after a bracket': '**장애(1급)**가 발생했습니다.\n',
  'struck out before a particle, after a bracket': '~~장애(1급)~~가 아니라\n',
  'struck out between a placeholder and a bracket': '{{services}}~~(1급)~~{{services}}\n',
  'bold before a particle, after a percent sign': '요청의 **100%**가 실패했습니다.\n',
  'a placeholder with a particle': '{{services|은/는}} 정상입니다.\n',
  'placeholders in bold, in headings, in entries':
    '## {{impact.date}} 장애\n\n**{{services|을/를}} 쓰던** 분\n\n- {{symptoms}}\n',
  'placeholders in links and their addresses':
    '[{{incident.title}}](https://status.example.com/{{incident.reference}})\n',
  'placeholders in code': '오류 `{{error|이/가}} 42` 표시\n\n```\n{{cause}}\n```\n',
  'a gap': '다음 안내는 {{?다음 안내 시각}}에 드리겠습니다.\n',
  'braces that are no placeholder': '{\\{x}} 그대로\n',
  'a paragraph that begins with a date': '2026\\. 11. 22. 오전 8시 58분\n',
  'spans of time': '08:58~10:17, 11:00~12:00\n',
  'brackets and underscores as they are written': '[공지] user_id_2 오류 (월)\n',
  'lists in lists': '- 가\n  1. 나\n  2. 다\n     - 라\n- 마\n',
  'a list that starts at three': '3. 셋\n4. 넷\n',
  'boxes to tick': '- [ ] 할 일\n- [x] **한** 일\n',
  'a quotation of two paragraphs': '> 하나\n>\n> 둘\n',
  'a line between two words of a tight entry': '- 가\n  ***\n  나\n- 다\n',
  'a list in a quotation': '> - 하나\n> - 둘\n',
  'a list beside a date in a quotation': '> - 하나\n> 2026. 11. 22. 둘\n',
  'a hard break': '첫 줄\\\n둘째 줄\n',
  'a line between sections': '위\n\n---\n\n아래\n',
  'struck out': '~~틀림~~ 맞음\n',
  'marks in marks': '**굵고 *기운* 글** *기울고 **굵은** 글*\n',
  'a table with a placeholder and a bar': '| 항목 | 값 |\n|---|---|\n| {{services|은/는}} | a \\| b |\n',
  'a list with code in it': '- 명령\n\n  ```sh\n  ls\n  ```\n',
  'raw HTML': '<details>\n<summary>더</summary>\n</details>\n',
  'pictures and footnotes': '![그림](a.png) 글[^1]\n\n[^1]: 각주\n',
  'code with a language': '```ts title="a"\nconst a = 1\n```\n',
  'text in an ideograph that placeholders use while they are read': '㐀 {{services}} 㐁\n',
}

for (const [what, markdown] of Object.entries(SAME)) {
  test(`${what}: to the letter the same after a way through the editor`, () => {
    expect(through(markdown)).toBe(markdown)
  })
}

const CHANGED: [what: string, before: string, after: string][] = [
  ['bullets are hyphens', '* 가\n* 나', '- 가\n- 나\n'],
  ['headings begin with number signs', '제목\n====', '# 제목\n'],
  ['numbers end in a full stop', '1) 가\n2) 나', '1. 가\n2. 나\n'],
  ['emphasis is written with asterisks', '_가_ __나__', '*가* **나**\n'],
  ['wrapped lines are one', '가\n나', '가 나\n'],
  ['addresses stand in angle brackets', 'https://a.example/x', '<https://a.example/x>\n'],
  ['breaks are backslashes', '가  \n나', '가\\\n나\n'],
  ['lines between sections are hyphens', '***', '---\n'],
  ['an entry that is nothing but a line', '- ****\n장애', '* ---\n\n장애\n'],
  ['fences are grave accents', '~~~\na\n~~~', '```\na\n```\n'],
  ['emphasis in emphasis is one', '*장애 *장애 장애**', '*장애 장애 장애*\n'],
  ['needless escapes go', 'a \\| b \\#', 'a | b #\n'],
]

for (const [what, before, after] of CHANGED) {
  test(`another way of writing the same: ${what}`, () => {
    expect(through(before)).toBe(after)
    expect(through(after)).toBe(after)
    expect(seen(after)).toBe(seen(before))
  })
}

/** Words that are in the way: particles, dates, marks, brackets. */
const piece = fc.constantFrom(
  '장애',
  '(1급)',
  '100%',
  '가',
  '는',
  ' ',
  '  ',
  '2026. 11. 22.',
  '1.',
  '-',
  '+ ',
  '#',
  '> ',
  '*',
  '**',
  '_',
  '__',
  '~',
  '~~',
  '`',
  '``',
  '[',
  ']',
  '(',
  ')',
  '!',
  '|',
  '\\',
  '{',
  '}',
  '{{',
  '}}',
  '{{services|은/는}}',
  '{{?빈칸}}',
  '{{impact.start}}',
  '<',
  '>',
  '글<b>',
  '&amp;',
  '&',
  ':',
  '/',
  'https://a.example/가',
  'help@a.example',
  'www.a.example',
  'user_id',
  'abc',
  '[x]',
  '[ ]',
  '=',
  '"',
  '“',
  '。',
  '🍎',
)
const line = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''))
const start = fc.constantFrom(
  '',
  '',
  '# ',
  '- ',
  '1. ',
  '> ',
  '  - ',
  '- [ ] ',
  '    ',
  '| ',
  '```',
  '2026. ',
)
const end = fc.constantFrom('\n', '\n', '\n\n', '\n\n', '\\\n', '  \n')
const document = fc
  .array(fc.tuple(start, line, end), { minLength: 1, maxLength: 6 })
  .map((lines) => lines.map((parts) => parts.join('')).join(''))
  // Braces that only meet when a wrapped line becomes one are a placeholder from then on.
  .filter((markdown) => !/\{\{[^{}]*\n[^{}]*\}\}/.test(markdown))

test('any text: the second way through the editor changes nothing', () => {
  fc.assert(
    fc.property(document, (markdown) => {
      const once = through(markdown)
      expect(through(once)).toBe(once)
    }),
    { numRuns: runs(600) },
  )
})

test('any text: readers see the same after a way through the editor', () => {
  fc.assert(
    fc.property(document, (markdown) => {
      expect(seen(through(markdown))).toBe(seen(markdown))
    }),
    { numRuns: runs(600) },
  )
})

const folder = process.env.SAGWA_SAMPLES && path.join(process.env.SAGWA_SAMPLES, 'postmortems')
const hasSamples = Boolean(folder && existsSync(folder))

test.skipIf(!hasSamples)('sample postmortems: fixpoint, and nothing disappears (needs SAGWA_SAMPLES)', () => {
  const files = readdirSync(folder!, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.md(\.erb)?$/.test(file),
  )
  expect(files.length).toBeGreaterThanOrEqual(39)
  for (const file of files) {
    const markdown = readFileSync(path.join(folder!, file), 'utf8')
    const once = through(markdown)
    expect(through(once), file).toBe(once)
    expect(seen(once), file).toBe(seen(markdown))
  }
})
