import fc from 'fast-check'
import { expect, test } from 'vitest'
import { postmortemDocument } from '#app/documents/markdown.server.ts'
import type { Instant } from '#app/domain/instant.ts'
import { POSTMORTEM_TEMPLATES, TEMPLATE_NAMES } from '#app/domain/postmortem-templates/index.ts'
import { readPostmortem, readPostmortemFile } from '#app/importers/postmortem-markdown.ts'
import { NO_NAMES } from '#app/domain/postmortem-names.ts'
import { documentHtml, gone, NOTHING_NAMED } from '#app/publishing/markdown.ts'
import { ORIGIN_ORGANISATION, originRecord } from '#tests/origin-record.ts'

const RECORD = originRecord()

function exported(markdown: string): string {
  const postmortem = {
    id: 'document',
    incidentId: RECORD.id,
    language: 'ko' as const,
    number: 3,
    markdown,
    reason: '',
    recordedAt: 0 as Instant,
    recordedBy: '김 "대응"',
    review: 'draft' as const,
    submitted: null,
    approved: null,
    edited: null,
    reviewComment: null,
    reviewDueOn: null,
    names: NO_NAMES,
  }
  return postmortemDocument(RECORD, postmortem, { speaker: ORIGIN_ORGANISATION, form: 'source' })
}

test('what is exported with its placeholders is read back to the letter', () => {
  for (const name of TEMPLATE_NAMES) {
    const text = POSTMORTEM_TEMPLATES[name].ko.trim()
    expect(readPostmortem(exported(text), RECORD.reference)).toEqual({
      markdown: text,
      language: 'ko',
      ignored: [],
    })
  }
  const parts = fc.constantFrom(
    '---',
    '# x',
    '**장애**는',
    '2026. 11. 22.',
    '{{timeline}}',
    '',
    '```',
    '| a |',
    '- [x] y',
  )
  fc.assert(
    fc.property(fc.array(parts, { minLength: 1 }), (lines) => {
      const text = ['a', ...lines, 'z'].join('\n')
      expect(readPostmortem(exported(text), RECORD.reference).markdown).toBe(text)
    }),
  )
})

test('Markdown of others is read with or without front matter, and what means nothing here is told', () => {
  expect(readPostmortem('\ufeff---\nauthor: x\ntags: [a]\n---\r\n# T\r\n\r\nb', '2020-002')).toEqual({
    markdown: '# T\n\nb',
    language: null,
    ignored: ['author', 'tags'],
  })
  expect(readPostmortem('just text', '2020-002').markdown).toBe('just text')
})

test.each([
  ['---\nreference: 2020-001\n---\nx', 'postmortem_of_another'],
  ['---\na: [\n---\nx', 'front_matter_unreadable'],
  ['---\n- a\n---\nx', 'front_matter_unreadable'],
  ['---\ntitle: x\n---\n\n', 'postmortem_nothing_pasted'],
  [' \n', 'postmortem_nothing_pasted'],
])('%j is refused', (text, code) => {
  let problems: unknown
  try {
    readPostmortem(text, '2020-002')
  } catch (error) {
    problems = error
  }
  expect(problems).toMatchObject({ problems: { markdown: [{ code }] } })
})

test('a document is printed with boxes, code, headings to link to and links to incidents that there are', () => {
  const incidentOf = (reference: string) =>
    reference === '2020-001' ? { url: '/incidents/2020-001', title: '심각 · 장애' } : null
  const { html, headings } = documentHtml(
    '# A *b*\n\n- [x] done\n\n```js\nlet a\n```\n\nsee #2020-001 and #2020-009\n\n\ue000왜?\ue001',
    { ...NOTHING_NAMED, incidentOf, from: 2 },
  )
  expect(headings).toEqual([{ id: 'part-3', level: 2, text: 'A b' }])
  expect(html).toContain('<h2 id="part-3">')
  expect(html).toContain('type="checkbox"')
  expect(html).toContain('<span class="code-keyword">let</span> a')
  expect(html).toContain('<a href="/incidents/2020-001" title="심각 · 장애">#2020-001</a> and #2020-009')
  expect(html).toContain('<mark class="open-question">왜?</mark>')
})

test('how severe it was is read where a file says so in a scale that is known, and not guessed', () => {
  const severity = (text: string) => readPostmortemFile(text).severity
  expect(severity('---\nseverity: SEV1\n---\nIt broke.')).toBe('critical')
  expect(severity('---\npriority: 2\n---\nIt broke.')).toBe('major')
  expect(severity('- **심각도**: 3등급\n\n느려졌다.')).toBe('minor')
  expect(severity('| Severity | P1 |\n|---|---|')).toBe('critical')
  expect(severity('Severity level: high')).toBe('major')
  expect(severity('The severity was a surprise: 1 of 10 requests failed.')).toBeNull()
  expect(severity('Severity: medium')).toBeNull()
  expect(severity('---\nseverity: 10\n---\nIt broke.')).toBeNull()
})

test('a picture that stands alone has its words under it, one among words has not', () => {
  const pictureOf = (id: string) => ({ url: `/p/${id}`, width: 3, height: 2 })
  const html = (markdown: string) => documentHtml(markdown, { ...NOTHING_NAMED, pictureOf }).html
  expect(html('![요청 <수>](picture:a)\n![](picture:b)')).toMatch(
    /^<figure><a href="\/p\/a"><img [^]*?<\/a><figcaption aria-hidden="true">요청 &#x3C;수><\/figcaption><\/figure><figure>[^]*b"[^]*<\/a><\/figure>$/,
  )
  // A title of its own is read to everybody, beside what the picture shows.
  expect(html('> ![요청 수](picture:a "8시 58분부터")')).toContain('<figcaption>8시 58분부터</figcaption>')
  expect(html('여기 ![요청 수](picture:a) 보면')).not.toContain('figure')
})

test('what is not there is told from what nobody has answered', () => {
  const { html } = documentHtml(`${gone('#2020-009 (없는 장애)')}는 *a*`, NOTHING_NAMED)
  expect(html).toBe('<p><mark class="gone">#2020-009 (없는 장애)</mark>는 <em>a</em></p>')
})

test('a hostile document stays text', () => {
  const { html } = documentHtml(
    '<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![p](https://evil.example/p.png) <img src=x onerror=alert(1)>\n\n[y](\ue000"onclick=alert(1)\ue001)',
    NOTHING_NAMED,
  )
  expect(html).not.toMatch(/<script|<img|javascript:|<[^>]*[\s"']onclick|<[^>]*\ssrc=/)
})
