/** Postmortems through the editor: what they have beyond other texts, with the nodes of Lexical in between. */
import { createHeadlessEditor } from '@lexical/headless'
import fc from 'fast-check'
import { $createParagraphNode, $createTextNode, $getRoot } from 'lexical'
import { expect, test } from 'vitest'
import { factsOf } from '#app/domain/facts.ts'
import { piecesOf } from '#app/domain/postmortem-blocks.ts'
import { NO_NAMES } from '#app/domain/postmortem-names.ts'
import { markdownFromState } from '#app/editor/markdown/from-state.ts'
import { LARGEST_TABLE } from '#app/editor/markdown/largest-table.ts'
import { POSTMORTEM_FORMS } from '#app/editor/markdown/postmortem-forms.ts'
import type { DocumentState } from '#app/editor/markdown/state.ts'
import { stateFromMarkdown } from '#app/editor/markdown/to-state.ts'
import { $createPictureNode } from '#app/editor/nodes/picture-node.ts'
import { $createRecordBlockNode } from '#app/editor/nodes/record-block-node.ts'
import { readClipboard } from '#app/editor/paste/read-clipboard.ts'
import { POSTMORTEM_NODES } from '#app/editor/postmortem-registry.ts'
import { documentHtml, NOTHING_NAMED } from '#app/publishing/markdown.ts'
import { ORIGIN_ORGANISATION, originRecord } from '#tests/origin-record.ts'
import { runs } from '#tests/setup/properties.ts'
import { withoutInvisible } from './seen.ts'

function open(state: DocumentState) {
  const editor = createHeadlessEditor({
    nodes: [...POSTMORTEM_NODES],
    onError: (error) => {
      throw error
    },
  })
  editor.setEditorState(editor.parseEditorState(JSON.stringify(state)))
  return editor
}

const saved = (editor: ReturnType<typeof open>) =>
  editor.getEditorState().toJSON() as unknown as DocumentState
const read = (markdown: string) => stateFromMarkdown(markdown, POSTMORTEM_FORMS)
const through = (markdown: string) => markdownFromState(read(markdown))
const throughLexical = (markdown: string) => markdownFromState(saved(open(read(markdown))))
const types = (markdown: string) => read(markdown).root.children!.map(({ type }) => type)

const FACTS = factsOf(originRecord(), ORIGIN_ORGANISATION)
const NAMES = { ...NO_NAMES, people: { 'u-1': '김지은' } }

/** What readers would see: pieces of HTML, and the names of the blocks between them. */
function seen(markdown: string): string {
  const { pieces } = piecesOf(markdown, { facts: FACTS, language: 'ko', names: NAMES })
  return pieces
    .map((piece) =>
      piece.kind === 'block'
        ? `<${piece.block}>`
        : withoutInvisible(documentHtml(piece.text, NOTHING_NAMED).html.replace(/ id="part-\d+"/g, '')),
    )
    .join('')
}

const SAME: Record<string, string> = {
  'blocks of the record': '앞\n\n{{timeline}}\n\n{{timeline.starred}}\n\n뒤\n',
  'a block among words, which is none': '앞 {{timeline}} 뒤\n\n- {{impact}}\n',
  'incidents and people': '{{incident:2020-001|과/와}} 같고 **{{person:u-1|이/가}}** 알렸다\n',
  'a picture that stands alone': '![그래프 {{impact.start}}](picture:0198-a "제목")\n',
  'pictures among words': '글 ![가](picture:1) ![나](https://a.example/b.png) 글\n',
  'a table with alignment, bars and marks':
    '| 가 | 나 | 다 | 라 |\n| --- | :--- | :---: | ---: |\n| a \\| b | **굵게(1급)**가 | `x\\|y` | {{services|은/는}} |\n',
  'breaks and empty cells in a table': '| 가 | 나 |\n| --- | --- |\n| 1<br>2 |  |\n|  | **3**<br>4 |\n',
  'a table with nothing in its head': '|  |  |\n| --- | --- |\n| 가 | 2026. 11. 22. |\n',
  'a table of one column': '| 가 |\n| --- |\n| 나 |\n',
  'a table in a quotation': '> | 가 |\n> | --- |\n> | 나 |\n',
  'boxes to tick': '- [ ] 할 일\n- [x] **한** 일\n',
  'code with a language': '```sql title="a"\nselect 1\n```\n',
  'footnotes and references in a list that stays Markdown':
    '- 가[^1] [나][b]\n\n  둘째 문단\n\n[^1]: 각주\n\n[b]: https://a.example/\n',
  'a question': '{{?왜 놀랐나요?}}\n',
}

for (const [what, markdown] of Object.entries(SAME)) {
  test(`${what}: to the letter the same after a way through Lexical`, () => {
    expect(throughLexical(markdown)).toBe(markdown)
    expect(through(markdown)).toBe(markdown)
  })
}

const CHANGED: [what: string, before: string, after: string][] = [
  ['blocks have empty lines around them', '앞\n{{impact}}\n뒤', '앞\n\n{{impact}}\n\n뒤\n'],
  ['a block ends the list above it', '- 가\n  {{impact}}\n- 나', '- 가\n\n{{impact}}\n\n- 나\n'],
  [
    'cells are as wide as their words',
    '|가   |나|\n|:-|-|\n|1|2',
    '| 가 | 나 |\n| :--- | --- |\n| 1 | 2 |\n',
  ],
  ['rows are as long as the head', '| 가 | 나 |\n|-|-|\n| 1 |', '| 가 | 나 |\n| --- | --- |\n| 1 |  |\n'],
]

for (const [what, before, after] of CHANGED) {
  test(`another way of writing the same: ${what}`, () => {
    expect(throughLexical(before)).toBe(after)
    expect(through(after)).toBe(after)
    expect(seen(after)).toBe(seen(before))
  })
}

test('what the editor has a form for is no Markdown to whoever writes', () => {
  expect(types('{{impact}}\n\n| a |\n|-|\n\n![a](picture:1)\n\n{{services}}')).toEqual([
    'record-block',
    'table',
    'picture',
    'paragraph',
  ])
})

test('a table with cells beyond its head, or with too many, stays as it is written', () => {
  const ragged = '| 가 |\n| --- |\n| 1 | 2 |\n'
  expect(types(ragged)).toEqual(['verbatim'])
  expect(throughLexical(ragged)).toBe(ragged)
  const row = `|${' x |'.repeat(100)}\n`
  const large = `${row}|${' --- |'.repeat(100)}\n${row.repeat(LARGEST_TABLE / 100)}`
  expect(types(large)).toEqual(['verbatim'])
  expect(through(large)).toBe(large)
  const pasted = readClipboard({ lexical: '', html: '', text: large }, () => [], { forms: POSTMORTEM_FORMS })
  expect(pasted).toMatchObject({ outcome: 'read', largeTables: 1 })
})

test('a table is pasted as a table where there are tables, and as Markdown elsewhere', () => {
  const clipboard = { lexical: '', html: '', text: '| 가 | 나 |\n| --- | --- |\n| 1 | 2 |' }
  const blocks = (forms?: typeof POSTMORTEM_FORMS) => {
    const pasted = readClipboard(clipboard, () => [], { forms })
    return pasted.outcome === 'read' ? pasted.blocks.map(({ type }) => type) : []
  }
  expect(blocks(POSTMORTEM_FORMS)).toEqual(['table'])
  expect(blocks()).toEqual(['verbatim'])
})

test('blocks and pictures that are copied into a text without them come along as Markdown', () => {
  const editor = open(read('{{timeline}}\n\n![그래프](picture:1)\n\n| 가 |\n|-|\n| 나 |'))
  const nodes = saved(editor).root.children
  const pasted = readClipboard({ lexical: JSON.stringify({ nodes }), html: '', text: '' }, () => [])
  if (pasted.outcome !== 'read') throw new Error(pasted.outcome)
  const root = { type: 'root', version: 1, children: pasted.blocks }
  expect(markdownFromState({ root })).toBe(
    '{{timeline}}\n\n![그래프](picture:1)\n\n| 가 |\n| --- |\n| 나 |\n',
  )
})

test('what is put in by the editor comes out as Markdown, and a state of it opens again', () => {
  const editor = open(read(''))
  editor.update(
    () => {
      $getRoot()
        .clear()
        .append(
          $createRecordBlockNode('impact'),
          $createPictureNode('picture:1', ' 두\n줄 '),
          $createParagraphNode().append($createTextNode('2026. 11. 22.')),
        )
    },
    { discrete: true },
  )
  const state = saved(editor)
  expect(markdownFromState(state)).toBe('{{impact}}\n\n![두 줄](picture:1)\n\n2026\\. 11. 22.\n')
  expect(saved(open(state))).toEqual(state)
})

test('a cell with several blocks in it is written on one line, and none of them is lost', () => {
  const text = (words: string) => ({ type: 'text', version: 1, format: 0, text: words })
  const paragraph = (words: string) => ({ type: 'paragraph', version: 1, children: [text(words)] })
  const list = {
    type: 'list',
    version: 1,
    children: [{ type: 'listitem', version: 1, children: [text('셋')] }],
  }
  const cells = [
    {
      type: 'tablecell',
      version: 1,
      colSpan: 2,
      children: [
        paragraph('하나'),
        paragraph('둘'),
        list,
        { type: 'record-block', version: 1, name: 'impact' },
      ],
    },
  ]
  const table = { type: 'table', version: 1, children: [{ type: 'tablerow', version: 1, children: cells }] }
  expect(markdownFromState({ root: { type: 'root', version: 1, children: [table] } })).toBe(
    '| 하나<br>둘<br>셋<br>{{impact}} |  |\n| --- | --- |\n',
  )
})

test('a state of a newer version gives what is known of it', () => {
  const children = [
    { type: 'table', version: 9, children: [{ type: 'tablerow', version: 9, children: [] }] },
    { type: 'record-block', version: 9, name: 'impact', depth: 3 },
    {
      type: 'callout',
      version: 2,
      children: [{ type: 'picture', version: 3, source: 'picture:1', alt: '가' }],
    },
  ]
  expect(markdownFromState({ root: { type: 'root', version: 9, children } })).toBe(
    '{{impact}}\n\n![가](picture:1)\n',
  )
})

const word = fc.constantFrom(
  '장애',
  '**(1급)**가',
  '*장애*는',
  '~~100%~~가',
  '2026. 11. 22.',
  '08:58~10:17',
  '{{services|은/는}}',
  '{{person:u-1|이/가}}',
  '{{timeline}}',
  '#2020-001',
  '`a|b`',
  '`a\\|b`',
  'a \\| b',
  '![그림](picture:1)',
  '[말](https://a.example/x)',
  '[^1]',
  '&',
  '\\',
  '{',
  '-',
)
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((some) => some.join(' '))
const cell = fc
  .tuple(words, fc.constantFrom('', '', '<br>', ' <br>둘', '<br><br>셋'))
  .map((some) => some.join(''))
const row = fc.array(cell, { minLength: 1, maxLength: 3 }).map((cells) => `| ${cells.join(' | ')} |`)
const tableText = fc
  .tuple(row, fc.constantFrom('| --- |', '| :-- | --: |', '|:-:|---|:--|'), fc.array(row, { maxLength: 3 }))
  .map(([head, rule, rows]) => [head, rule, ...rows].join('\n'))
const part = fc.oneof(
  words,
  words.map((some) => `## ${some}`),
  words.map((some) => `- ${some}\n- ${some}`),
  words.map((some) => `- [ ] ${some}`),
  words.map((some) => `> ${some}`),
  words.map((some) => `~~~\n${some}\n~~~`),
  tableText,
  fc.constantFrom(
    '{{timeline}}',
    '  {{impact}}',
    '![그림](picture:1)',
    '---',
    '<details>글</details>',
    '[^1]: 각주',
  ),
)
const joint = fc.constantFrom('\n', '\n\n', '\n\n')
const postmortem = fc
  .array(fc.tuple(part, joint), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.flat().join(''))

test('any postmortem: the second way through the editor changes nothing', () => {
  fc.assert(
    fc.property(postmortem, (markdown) => {
      const once = through(markdown)
      expect(through(once)).toBe(once)
    }),
    { numRuns: runs(300) },
  )
})

test('any postmortem: readers see the same after a way through the editor', () => {
  fc.assert(
    fc.property(postmortem, (markdown) => {
      expect(seen(through(markdown))).toBe(seen(markdown))
    }),
    { numRuns: runs(300) },
  )
})
