import { createHeadlessEditor } from '@lexical/headless'
import { $getRoot } from 'lexical'
import { expect, test } from 'vitest'
import { markdownFromState } from '#app/editor/markdown/from-state.ts'
import type { DocumentState } from '#app/editor/markdown/state.ts'
import { stateFromMarkdown } from '#app/editor/markdown/to-state.ts'
import { setChipView } from '#app/editor/nodes/chip-view.ts'
import { NODES } from '#app/editor/registry.ts'

const TEXT = `## {{impact.date}} **장애(1급)**가

{{services|은/는}} **{{impact.start}}부터** 멈췄습니다.\\
다음 안내는 {{?다음 안내 시각}}에 [여기](https://a.example/x "제목")서.

- 가
  1. \`{{error}}\` 나
- 다[^1]

* [ ] 할 일
* [x] 한 일

> 하나
>
> 둘

---

| 표 |
|---|
| {{services|이/가}} |

\`\`\`sh
ls {{x}}
\`\`\`
`

function open(state: DocumentState) {
  const editor = createHeadlessEditor({
    nodes: [...NODES],
    onError: (error) => {
      throw error
    },
  })
  editor.setEditorState(editor.parseEditorState(JSON.stringify(state)))
  return editor
}

const saved = (editor: ReturnType<typeof open>) =>
  editor.getEditorState().toJSON() as unknown as DocumentState

test('what Lexical keeps of a text is all of it', () => {
  expect(markdownFromState(saved(open(stateFromMarkdown(TEXT))))).toBe(
    TEXT.replace('](https://a.example/x "제목")', '](https://a.example/x "제목")'),
  )
})

test('the state survives being saved and opened again', () => {
  const first = saved(open(stateFromMarkdown(TEXT)))
  expect(saved(open(first))).toEqual(first)
})

test('the plain text has the values where the chips are', () => {
  const editor = open(stateFromMarkdown('{{services|은/는}} 정상, {{impact.end}} 기준'))
  setChipView(editor, {
    value: (key, particle) => (key === 'services' ? `카카오톡${particle ? '은' : ''}` : null),
    items: () => [],
    label: (key) => key,
  })
  expect(editor.read(() => $getRoot().getTextContent())).toBe('카카오톡은 정상, {{impact.end}} 기준')
})

test('a text changed through Lexical comes out as Markdown', () => {
  const editor = open(stateFromMarkdown('{{services|은/는}} 굵게'))
  editor.update(
    () => {
      const paragraph = $getRoot().getFirstChildOrThrow()
      paragraph.selectEnd().insertText(' 글')
      $getRoot().select(0, 1).formatText('bold')
    },
    { discrete: true },
  )
  expect(markdownFromState(saved(editor))).toBe('**{{services|은/는}} 굵게 글**\n')
})

test('nodes of an unknown type give the words that are in them', () => {
  const text = { type: 'text', version: 1, format: 0, text: '안쪽' }
  expect(
    markdownFromState({
      root: {
        type: 'root',
        version: 1,
        children: [
          { type: 'callout', version: 9, children: [{ type: 'paragraph', version: 1, children: [text] }] },
          { type: 'mention', version: 2, text: '@누군가' },
        ],
      },
    }),
  ).toBe('안쪽\n\n@누군가\n')
})
