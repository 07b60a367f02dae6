import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CODE_LANGUAGES, codeLanguage, LONGEST_PAINTED_CODE } from '#app/domain/code-language.ts'
import { documentHtml, NOTHING_NAMED } from '#app/publishing/markdown.ts'

const html = (markdown: string) => documentHtml(markdown, NOTHING_NAMED).html
const fenced = (language: string, code: string) => `\`\`\`\`\`${language}\n${code}\n\`\`\`\`\``

test('code has the colours of its language, under the other names of it too', () => {
  expect(html(fenced('sh', 'kubectl get pods # 장애'))).toBe(
    '<pre><code class="language-sh">kubectl get pods <span class="code-comment"># 장애</span>\n</code></pre>',
  )
  expect(html(fenced('YML', 'a: 1'))).toContain('<span class="code-name">a:</span>')
})

test('code of no known language, and code that is very long, stays as it is', () => {
  expect(html(fenced('constructor', 'let a'))).not.toContain('<span')
  expect(html(fenced('js', 'let a\n'.repeat(LONGEST_PAINTED_CODE / 6 + 1)))).not.toContain('<span')
})

test('whatever code is, its letters stay the same and none becomes a tag', () => {
  const piece = fc.constantFrom(
    '<b>',
    '&amp;',
    '"',
    "'",
    '`',
    '/*',
    '*/',
    '{',
    '}',
    '장애',
    ' ',
    '\n',
    '$x',
    '<!--',
    '-',
    'if',
  )
  const code = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(fc.constantFrom(...CODE_LANGUAGES), code, (language, written) => {
      expect(codeLanguage(language)).toBe(language)
      const words = (of: string) =>
        of
          .replace(/<\/?(?:pre|code|span)(?: class="[\w-]+")?>/g, '')
          .replaceAll('&#x3C;', '<')
          .replaceAll('&#x26;', '&')
      expect(words(html(fenced(language, written)))).toBe(words(html(fenced('', written))))
    }),
  )
})
