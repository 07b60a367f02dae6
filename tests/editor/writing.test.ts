/** How the surface of a postmortem behaves, as far as it can be told without a browser. */
import { createHeadlessEditor } from '@lexical/headless'
import { $insertTableRowAtSelection, type TableNode } from '@lexical/table'
import { $getRoot, $isElementNode, type ElementNode, type LexicalNode } from 'lexical'
import { expect, test } from 'vitest'
import { $openQuestions, $selectNextQuestion } from '#app/editor/behaviour/questions.ts'
import { $alignAsHead, $alignColumns, $alignmentAtCaret } from '#app/editor/behaviour/tables.ts'
import { $moveBlocks, $removeBlocks, $selectWhole } from '#app/editor/behaviour/whole-blocks.ts'
import { keyNames, writingKey } from '#app/editor/behaviour/writing-keys.ts'
import { $insertIntoPostmortem } from '#app/editor/behaviour/postmortem-insert.ts'
import { markdownFromState } from '#app/editor/markdown/from-state.ts'
import { POSTMORTEM_FORMS } from '#app/editor/markdown/postmortem-forms.ts'
import { stateFromMarkdown } from '#app/editor/markdown/to-state.ts'
import { postmortemView } from '#app/editor/postmortem-view.ts'
import { NO_NAMES } from '#app/domain/postmortem-names.ts'
import { postmortemEntries } from '#app/editor/postmortem-menu.ts'
import { matching } from '#app/editor/insert-menu.ts'
import { POSTMORTEM_NODES } from '#app/editor/postmortem-registry.ts'
import { editorMessages } from '#app/messages/editor.ts'
import { writingMessages } from '#app/messages/writing.ts'

/** What a text becomes when something is done to it. */
function after(markdown: string, $do: () => void): string {
  const editor = createHeadlessEditor({
    nodes: [...POSTMORTEM_NODES],
    onError: (error) => {
      throw error
    },
  })
  editor.setEditorState(
    editor.parseEditorState(JSON.stringify(stateFromMarkdown(markdown, POSTMORTEM_FORMS))),
  )
  editor.update($do, { discrete: true })
  return markdownFromState(editor.getEditorState().toJSON())
}

/** The first node, wherever it stands, that has these words. */
function $nodeOf(words: string): LexicalNode {
  const visit = (node: LexicalNode): LexicalNode | null => {
    if (!$isElementNode(node)) return node.getTextContent().includes(words) ? node : null
    for (const child of node.getChildren()) {
      const found = visit(child)
      if (found) return found
    }
    return null
  }
  const found = visit($getRoot())
  if (!found) throw new Error(`nothing says ${words}`)
  return found
}

/** Puts the caret behind the node that has these words. */
function $caretIn(words: string): void {
  const node = $nodeOf(words)
  const parent = node.getParentOrThrow<ElementNode>()
  parent.select(node.getIndexWithinParent() + 1, node.getIndexWithinParent() + 1)
}

test.each([
  ['하나\n\n둘\n\n{{timeline}}\n', '둘', true, '둘\n\n하나\n\n{{timeline}}\n'],
  ['하나\n\n둘\n\n{{timeline}}\n', '둘', false, '하나\n\n{{timeline}}\n\n둘\n'],
  ['하나\n\n둘\n', '하나', true, '하나\n\n둘\n'],
  // An entry takes along what stands below it, and passes the next one with what stands below that.
  ['- a\n  - b\n- c\n  - d\n', 'a', false, '- c\n  - d\n- a\n  - b\n'],
  ['- a\n  - b\n- c\n  - d\n', 'c', true, '- c\n  - d\n- a\n  - b\n'],
  ['- a\n- b\n\n끝\n', 'b', false, '- a\n- b\n\n끝\n'],
])('a block of %j moves past its neighbour', (markdown, words, up, expected) => {
  expect(
    after(markdown, () => {
      $caretIn(words)
      $moveBlocks(up)
    }),
  ).toBe(expected)
})

test('a part of the record moves and goes as one', () => {
  const text = '앞\n\n{{timeline}}\n\n뒤\n'
  const $block = () => $getRoot().getChildAtIndex(1)!
  expect(
    after(text, () => {
      $selectWhole($block())
      $moveBlocks(true)
    }),
  ).toBe('{{timeline}}\n\n앞\n\n뒤\n')
  expect(after(text, () => $removeBlocks([$block()]))).toBe('앞\n\n뒤\n')
  expect(after('{{timeline}}\n', () => $removeBlocks([$getRoot().getFirstChildOrThrow()]))).toBe('')
})

test('open questions are found one after the other, and the first one follows the last', () => {
  const asked: string[] = []
  after('{{?하나}}\n\n글\n\n- {{?둘}}\n- 답\n', () => {
    expect($openQuestions().length).toBe(2)
    $caretIn('글')
    for (let turn = 0; turn < 3; turn++) asked.push($selectNextQuestion()!.getWords())
  })
  expect(asked).toEqual(['둘', '하나', '둘'])
  expect(after('글\n', () => expect($selectNextQuestion()).toBeNull())).toBe('글\n')
})

test('what the menus offer stands in the text as Markdown that says it', () => {
  const inserted = (run: Parameters<typeof $insertIntoPostmortem>[0], markdown = '글\n') =>
    after(markdown, () => {
      $getRoot().selectEnd()
      $insertIntoPostmortem(run)
    })
  expect(inserted({ record: 'timeline' })).toBe('글\n\n{{timeline}}\n')
  expect(inserted({ record: 'timeline' }, '')).toBe('{{timeline}}\n')
  expect(inserted({ incident: '2020-001', title: '장애' })).toBe('글{{incident:2020-001}}\n')
  expect(inserted({ person: 'abc', name: '김' })).toBe('글{{person:abc}}\n')
  expect(inserted({ block: 'code' })).toBe('```\n글\n```\n')
  expect(inserted({ block: 'h2' })).toBe('## 글\n')
  expect(inserted({ block: 'table' })).toMatch(/^글\n\n\|( +\|){3}\n\|( --- \|){3}\n/)
  // From within a cell a part of the record goes behind the table.
  const table = '| a | b |\n| --- | --- |\n| c | d |\n'
  expect(
    after(table, () => {
      $caretIn('c')
      $insertIntoPostmortem({ record: 'impact' })
    }),
  ).toBe(`${table}\n{{impact}}\n`)
})

test('structure is found by the words of both languages and by half a syllable', () => {
  const facts = [{ key: 'impact.start', label: '장애 시작', text: '오전 8시' }]
  const entries = postmortemEntries(facts, 'ko', editorMessages.ko, writingMessages.ko, { pictures: true })
  const first = (query: string) => matching(entries, query)[0]?.id
  expect(first('타임ㄹ')).toBe('record:timeline')
  expect(first('time')).toMatch(/^record:/)
  expect(first('표')).toBe('block:table')
  expect(first('code')).toBe('block:code')
  expect(first('h2')).toBe('block:h2')
  expect(first('8시')).toBe('fact:impact.start')
})

test('keys mean the same while the keyboard writes Korean, and nothing while a syllable is composed', () => {
  const pressed = (code: string, held: string[] = [], more = {}) =>
    writingKey({
      code,
      ctrlKey: held.includes('ctrl'),
      metaKey: held.includes('meta'),
      altKey: held.includes('alt'),
      shiftKey: held.includes('shift'),
      isComposing: false,
      keyCode: 0,
      ...more,
    })
  expect(pressed('Digit2', ['ctrl', 'alt'])).toBe('h2')
  expect(pressed('Digit2', ['meta', 'alt'])).toBe('h2')
  expect(pressed('KeyQ', ['ctrl', 'alt'], { getModifierState: () => true })).toBeNull()
  expect(pressed('Digit8', ['ctrl', 'shift'])).toBe('bullet')
  expect(pressed('ArrowUp', ['alt'])).toBe('moveUp')
  expect(pressed('ArrowUp', ['alt', 'shift'])).toBeNull()
  expect(pressed('KeyE', ['ctrl'])).toBe('code')
  expect(pressed('KeyE', ['ctrl'], { isComposing: true })).toBeNull()
  expect(pressed('KeyE', ['ctrl'], { keyCode: 229 })).toBeNull()
  expect(pressed('KeyE')).toBeNull()
  expect(keyNames(true)('Mod+Alt+F')).toBe('⌘⌥F')
  expect(keyNames(false)('Mod+Alt+F')).toBe('Ctrl+Alt+F')
})

test('whoever or whatever is gone is called so, never by an id', () => {
  const view = postmortemView({
    facts: [],
    people: [{ id: 'p1', name: '당직' }],
    names: NO_NAMES,
    titles: new Map([['2020-001', '로그인 장애']]),
    reference: '2020-002',
    language: 'ko',
    own: 'ko',
    previews: () => null,
    missingPicture: '',
  })
  expect(view.value('person:p1', '은/는')).toBe('당직은')
  expect([view.value('person:p2', null), view.label('person:p2')]).toEqual([null, '알 수 없는 사람'])
  expect([view.value('incident:2020-001', null), view.label('incident:2020-001')]).toEqual([
    '#2020-001',
    '2020-001 로그인 장애',
  ])
  expect([view.value('incident:2020-009', null), view.label('incident:2020-009')]).toEqual([
    null,
    '#2020-009',
  ])
})

test('a column is aligned as a whole, and Markdown keeps it', () => {
  const table = (rule: string) => `| 서비스 | 건수 |\n${rule}\n| 카카오톡 | 2 |\n`
  const aligned = (markdown: string, words: string, alignment: 'left' | 'center' | 'right' | null) =>
    after(markdown, () => {
      $caretIn(words)
      $alignColumns(alignment)
      expect($alignmentAtCaret()).toBe(alignment)
    })
  const right = aligned(table('| --- | --- |'), '2', 'right')
  expect(right).toBe(table('| --- | ---: |'))
  const both = aligned(right, '서비스', 'center')
  expect(both).toBe(table('| :---: | ---: |'))
  expect(aligned(both, '카카오톡', 'left')).toBe(table('| :--- | ---: |'))
  expect(aligned(both, '건수', null)).toBe(table('| :---: | --- |'))
})

test('the cells of a new row stand as the head of their column says', () => {
  after('| 서비스 | 건수 |\n| --- | ---: |\n| 카카오톡 | 2 |\n', () => {
    $caretIn('2')
    $insertTableRowAtSelection(true)
    $alignAsHead()
    const cells = $getRoot()
      .getFirstChildOrThrow<TableNode>()
      .getLastChildOrThrow<ElementNode>()
      .getChildren()
    expect(cells.map((cell) => $isElementNode(cell) && cell.getFormatType())).toEqual(['', 'right'])
  })
})
