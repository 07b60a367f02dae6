/**
 * The draft that several people write, from Markdown and back, without a page. What a draft is made of
 * changes with Lexical; the Markdown that is taken from it does not.
 */
import {
  $createParagraphNode,
  $getNodeByKey,
  $getRoot,
  $isElementNode,
  $isRootNode,
  $isTextNode,
  $parseSerializedNode,
  createEditor,
  type ElementNode,
  type LexicalEditor,
  type LexicalNode,
  type NodeKey,
} from 'lexical'
import { Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { markdownFromState } from '../markdown/from-state.ts'
import { POSTMORTEM_FORMS } from '../markdown/postmortem-forms.ts'
import type { StateNode } from '../markdown/state.ts'
import { stateFromMarkdown } from '../markdown/to-state.ts'
import { POSTMORTEM_NODES } from '../postmortem-registry.ts'
import { bindSharedText } from './shared-text.ts'
export { digestOf } from './digest.ts'
export { UnknownNodeError } from './shared-text.ts'
import { takeIn } from './take-in.ts'

/** The Yjs document of a text that nobody has written together yet: the same bytes for the same Markdown. */
export function draftFromMarkdown(markdown: string): Uint8Array {
  const doc = new Doc()
  // All who begin with these bytes begin with the same ones; whoever writes later has an id of their own.
  doc.clientID = 1
  write(doc, markdown)
  return encodeStateAsUpdate(doc)
}

/** The document that a state and the updates since then make. */
export function draftFrom(state: Uint8Array, updates: readonly Uint8Array[]): Doc {
  const doc = new Doc()
  for (const update of [state, ...updates]) takeIn(doc, update)
  return doc
}

/** All of a draft in one update. */
export function stateOfDraft(doc: Doc): Uint8Array {
  return encodeStateAsUpdate(doc)
}

/**
 * What a draft says, as Markdown.
 *
 * @throws UnknownNodeError when a newer version has written it
 */
export function markdownOfDraft(doc: Doc): string {
  const editor = headlessEditor()
  const shared = bindSharedText(editor, doc)
  try {
    return markdownFromState(editor.getEditorState().toJSON())
  } finally {
    shared.unbind()
  }
}

/**
 * The update that makes a draft say something else. Blocks and words that stay the same stay where they are, so that
 * whoever is writing in them at this moment goes on.
 *
 * @throws UnknownNodeError when a newer version has written it
 */
export function rewriteDraft(doc: Doc, markdown: string): Uint8Array {
  const before = encodeStateVector(doc)
  write(doc, markdown)
  return encodeStateAsUpdate(doc, before)
}

function write(doc: Doc, markdown: string): void {
  const editor = headlessEditor()
  const shared = bindSharedText(editor, doc)
  try {
    // One update for each place of change: what comes and goes at several of them in one, Lexical tells Yjs as if it were
    // one long stretch.
    rewrite(
      () => $getRoot(),
      stateFromMarkdown(markdown, POSTMORTEM_FORMS).root.children ?? [],
      (work) => editor.update(work, { discrete: true }),
    )
  } finally {
    shared.unbind()
  }
}

function headlessEditor(): LexicalEditor {
  const editor = createEditor({
    namespace: 'sagwa',
    nodes: [...POSTMORTEM_NODES],
    onError: (error) => {
      throw error
    },
  })
  // All that the package for editors without a page does, which brings a whole DOM along.
  editor._headless = true
  return editor
}

/**
 * Makes the children of an element those that are wanted, with as few changes as it takes.
 *
 * @param step runs the changes between two children that stay
 */
function rewrite(
  $parent: () => ElementNode,
  wanted: readonly StateNode[],
  step: ($work: () => void) => void,
): void {
  let present: { key: NodeKey; is: string }[] = []
  step(() => {
    present = $parent()
      .getChildren()
      .map((node) => ({ key: node.getKey(), is: likeness($exported(node)) }))
  })
  const kept = sameInOrder(
    present.map(({ is }) => is),
    wanted.map(likeness),
  )
  let before: NodeKey | null = null
  let presentStart = 0
  let wantedStart = 0
  for (const [presentEnd, wantedEnd] of [...kept, [present.length, wanted.length] as const]) {
    const gone = present.slice(presentStart, presentEnd).map(({ key }) => key)
    const coming = wanted.slice(wantedStart, wantedEnd)
    if (gone.length + coming.length > 0) {
      step(() => {
        for (const state of coming) {
          const old = gone.length === 0 ? null : $getNodeByKey(gone[0]!)
          if (old !== null && $turnInto(old, state)) before = gone.shift()!
          else before = $place($parseSerializedNode(state), before, $parent())
        }
        for (const key of gone) $getNodeByKey(key)?.remove()
      })
    }
    before = present[presentEnd]?.key ?? before
    presentStart = presentEnd + 1
    wantedStart = wantedEnd + 1
  }
  step(() => {
    if ($isRootNode($parent()) && $parent().isEmpty()) $parent().append($createParagraphNode())
  })
}

function $place(node: LexicalNode, before: NodeKey | null, parent: ElementNode): NodeKey {
  const previous = before === null ? null : $getNodeByKey(before)
  const first = parent.getFirstChild()
  if (previous !== null) previous.insertAfter(node)
  else if (first !== null) first.insertBefore(node)
  else parent.append(node)
  return node.getKey()
}

/** Changes a node into what is wanted where that can be done from inside. */
function $turnInto(node: LexicalNode, wanted: StateNode): boolean {
  if (node.getType() !== wanted.type) return false
  if ($isTextNode(node)) {
    if (likeness({ ...$exported(node), text: '' }) !== likeness({ ...wanted, text: '' })) return false
    node.setTextContent(typeof wanted.text === 'string' ? wanted.text : '')
    return true
  }
  if (!$isElementNode(node)) return false
  if (likeness({ ...$exported(node), children: [] }) !== likeness({ ...wanted, children: [] })) return false
  rewrite(
    () => node,
    wanted.children ?? [],
    ($work) => $work(),
  )
  return true
}

function $exported(node: LexicalNode): StateNode {
  const exported = node.exportJSON() as unknown as StateNode
  return $isElementNode(node) ? { ...exported, children: node.getChildren().map($exported) } : exported
}

/** Properties in the order of their names, without those that say nothing. */
function likeness(node: StateNode): string {
  return JSON.stringify(node, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([name, of]) => of !== null && of !== undefined && of !== '' && !UNTOLD.has(name))
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value,
  )
}

/** What Lexical adds by itself when it shows a text; none of it is in the Markdown. */
const UNTOLD = new Set(['direction', 'textFormat', 'textStyle', 'version', 'value'])

/** Pairs of places at which both lists have the same, in order and as many as there can be. */
function sameInOrder(a: readonly string[], b: readonly string[]): [number, number][] {
  const pairs: [number, number][] = []
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) pairs.push([start, start++])
  const end: [number, number][] = []
  let aEnd = a.length
  let bEnd = b.length
  while (aEnd > start && bEnd > start && a[aEnd - 1] === b[bEnd - 1]) end.unshift([--aEnd, --bEnd])
  const width = bEnd - start
  // Longest common subsequence of what is left in the middle; too much of it is written anew as a whole.
  if (width > 0 && aEnd > start && (aEnd - start) * width <= 4_000_000) {
    const longest = new Uint32Array((aEnd - start + 1) * (width + 1))
    const at = (i: number, j: number) => (i - start) * (width + 1) + (j - start)
    for (let i = aEnd - 1; i >= start; i -= 1) {
      for (let j = bEnd - 1; j >= start; j -= 1) {
        longest[at(i, j)] =
          a[i] === b[j]
            ? longest[at(i + 1, j + 1)]! + 1
            : Math.max(longest[at(i + 1, j)]!, longest[at(i, j + 1)]!)
      }
    }
    for (let i = start, j = start; i < aEnd && j < bEnd;) {
      if (a[i] === b[j]) pairs.push([i++, j++])
      else if (longest[at(i + 1, j)]! >= longest[at(i, j + 1)]!) i += 1
      else j += 1
    }
  }
  return [...pairs, ...end]
}
