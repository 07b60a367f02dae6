/** Several people at once, without a server between them: undo, and carets at the same place. */
import { initLocalState, type ProviderAwareness } from '@lexical/yjs'
import fc from 'fast-check'
import { $getRoot, $getSelection, $isRangeSelection, $isTextNode, type LexicalEditor } from 'lexical'
import { expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import { Doc, encodeStateAsUpdate, mergeUpdates } from 'yjs'
import { digestOf } from '#app/editor/collaboration/digest.ts'
import { draftFrom, draftFromMarkdown, markdownOfDraft } from '#app/editor/collaboration/draft-text.ts'
import { historyOfOne, newDoc } from '#app/editor/collaboration/history.ts'
import { ownCaret } from '#app/editor/collaboration/own-caret.ts'
import { rescuedText } from '#app/editor/collaboration/rescue.ts'
import { bindSharedText, providerOf } from '#app/editor/collaboration/shared-text.ts'
import { takeIn } from '#app/editor/collaboration/take-in.ts'
import { markdownFromState } from '#app/editor/markdown/from-state.ts'
import { act, draftEditor } from '#tests/editor/draft-writers.ts'
import { runs } from '#tests/setup/properties.ts'

const BEGIN = '## 요약\n\n{{impact.start}}부터 **로그인**이 되지 않았습니다.\n\n- 하나\n- 둘\n'

/** Steps of undo end where the test says so, and not where it was slow. */
const FOR_EVER = 1e9

/** Somebody with a text of their own, whose changes wait until they are sent, and those of others until they are read. */
function person(begin: Uint8Array, number: number) {
  const doc = newDoc()
  // Whose change comes first where two meet is decided by these.
  doc.clientID = 100 + number
  takeIn(doc, begin)
  const editor = draftEditor()
  const awareness = new Awareness(doc)
  const caret = ownCaret(awareness as unknown as ProviderAwareness, doc)
  initLocalState(providerOf(caret), 'Kim', '', true, {})
  const history = historyOfOne(bindSharedText(editor, doc, { awareness: caret }), FOR_EVER)
  const sent: Uint8Array[] = []
  const come: Uint8Array[] = []
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== come) sent.push(update)
  })
  return {
    doc,
    editor,
    sent,
    come,
    endStep: history.endStep,
    undo: () => caret.behind(() => history.undo()),
    redo: () => caret.behind(() => history.redo()),
    read: () => {
      for (const update of come.splice(0)) takeIn(doc, update, come)
    },
    markdown: () => markdownFromState(editor.getEditorState().toJSON()),
  }
}

/** People and what keeps their text, as the server does. */
function together(people: number, markdown: string) {
  const server = new Doc({ gc: false })
  takeIn(server, draftFromMarkdown(markdown))
  const writers = Array.from({ length: people }, (_, number) => person(encodeStateAsUpdate(server), number))
  const send = (writer: (typeof writers)[number]) => {
    const updates = writer.sent.splice(0)
    if (updates.length === 0) return
    const update = mergeUpdates(updates)
    const rescued = rescuedText(server, update)
    for (const one of writers) {
      if (one !== writer) one.come.push(update)
      if (rescued) one.come.push(rescued)
    }
  }
  return {
    server,
    writers,
    send,
    rest: () => {
      while (writers.some(({ sent, come }) => sent.length + come.length > 0)) {
        for (const writer of writers) {
          send(writer)
          writer.read()
        }
      }
    },
  }
}

/** Evenly spread, which `fc.double` is not: nearly all of its numbers are next to 0. */
const fraction = fc.nat(99_999).map((number) => number / 100_000)
const deed = fc.record({
  who: fraction,
  word: fraction,
  place: fraction,
  kind: fraction,
  back: fraction,
  step: fraction,
  say: fraction,
})
const deeds = fc.array(deed, { minLength: 120, maxLength: 120 })

function writeAndTakeBack(list: typeof deeds extends fc.Arbitrary<infer Deeds> ? Deeds : never): void {
  const { server, writers, send, rest } = together(3, BEGIN)
  for (const [number, { who, back, step, say, ...done }] of list.entries()) {
    const writer = writers[Math.floor(who * 3)]!
    if (step < 0.3) writer.endStep()
    if (back < 0.25) writer.undo()
    else if (back < 0.35) writer.redo()
    else act(writer, done, number)
    for (const [index, one] of writers.entries()) {
      const chance = (say * 10 ** (index + 1)) % 1
      if (chance < 0.3) send(one)
      if (chance > 0.7) one.read()
    }
  }
  rest()
  const stored = draftFrom(encodeStateAsUpdate(server), [])
  const text = markdownOfDraft(stored)
  expect(writers.map(({ markdown }) => markdown())).toEqual(writers.map(() => text))
  expect(writers.map(({ doc }) => digestOf(doc))).toEqual(writers.map(() => digestOf(stored)))
}

test('when all have come to rest all have what is stored, whatever was taken back and done again', () => {
  fc.assert(fc.property(deeds, writeAndTakeBack), { numRuns: runs(6), endOnFailure: true })
}, 30_000)

function place(editor: LexicalEditor, at: number): void {
  editor.update(
    () => {
      const text = $getRoot().getFirstDescendant()
      if ($isTextNode(text)) text.select(at, at)
    },
    { discrete: true },
  )
}

function type(editor: LexicalEditor, words: string): void {
  editor.update(
    () => {
      const selection = $getSelection()
      if ($isRangeSelection(selection)) selection.insertText(words)
    },
    { discrete: true },
  )
}

test('two who type at the very same place make two runs of letters, in the order in which they come or both at once', () => {
  for (const [at, before, after] of [
    [0, '', '처음끝'],
    [2, '처음', '끝'],
    [3, '처음끝', ''],
  ] as const) {
    for (const atOnce of [false, true]) {
      const { writers, rest } = together(2, '처음끝\n')
      const [kim, lee] = writers as [(typeof writers)[0], (typeof writers)[0]]
      for (const { editor } of writers) place(editor, at)
      for (const [mine, theirs] of ['가A', '나B', '다C', '라D']) {
        type(kim.editor, mine!)
        if (!atOnce) rest()
        type(lee.editor, theirs!)
        rest()
      }
      expect([`${before}가나다라ABCD${after}\n`, `${before}ABCD가나다라${after}\n`]).toContain(kim.markdown())
      expect(lee.markdown()).toBe(kim.markdown())
    }
  }
})

test('what is taken back leaves the caret where the next letter belongs', () => {
  const { writers } = together(1, '처음끝\n')
  const { editor, undo, markdown } = writers[0]!
  place(editor, 2)
  editor.update(
    () => {
      const text = $getRoot().getFirstDescendant()
      if ($isTextNode(text)) text.select(0, 2).removeText()
    },
    { discrete: true },
  )
  expect(markdown()).toBe('끝\n')
  undo()
  type(editor, '의')
  expect(markdown()).toBe('처음의끝\n')
})
