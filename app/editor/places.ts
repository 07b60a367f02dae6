import {
  $getRoot,
  $isElementNode,
  $isLineBreakNode,
  $isTextNode,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical'
import type { Nodes } from 'mdast'
import { parseMarkdown, type ParsedMarkdown } from './markdown/dialect.ts'
import type { EditorMark } from './notice-editor.tsx'

/** A stretch of the Markdown that the reader sees: every unit of it with its place there. */
interface Stretch {
  /** One letter for each unit; a chip is one. */
  text: string
  offsets: number[]
}

const CHIP = '\ufffc'

/** The letters that a reader sees, each with where in the Markdown it stands. */
function visible(markdown: string): Stretch {
  const parsed = parseMarkdown(markdown)
  const out: Stretch = { text: '', offsets: [] }
  const add = (letter: string, offset: number) => {
    out.text += letter
    out.offsets.push(offset)
  }
  const visit = (node: Nodes) => {
    if (
      node.type === 'placeholder' ||
      node.type === 'text' ||
      node.type === 'inlineCode' ||
      node.type === 'code'
    ) {
      leaf(node, parsed, markdown, add)
    } else if ('children' in node) node.children.forEach(visit)
  }
  visit(parsed.tree)
  return out
}

/** Texts that were cut at placeholders share one position; this is how far the last one came. */
const reached = new WeakMap<object, number>()

function leaf(
  node: Extract<Nodes, { value: string }>,
  parsed: ParsedMarkdown,
  markdown: string,
  add: (letter: string, offset: number) => void,
): void {
  const { position } = node
  if (!position) return
  const end = parsed.offsetOf(position.end.offset ?? 0)
  let at = reached.get(position) ?? parsed.offsetOf(position.start.offset ?? 0)
  if (node.type === 'placeholder') {
    at = Math.max(at, markdown.indexOf('{{', at))
    add(CHIP, at)
    reached.set(position, markdown.indexOf('}}', at) + 2)
    return
  }
  for (const letter of node.value) {
    // Escapes, fences and references stand between the letters.
    const found = markdown.indexOf(letter, at)
    if (found !== -1 && found < end) at = found
    if (letter.trim() !== '') for (let unit = 0; unit < letter.length; unit++) add(letter[unit]!, at + unit)
    at += letter.length
  }
  reached.set(position, at)
}

interface DomPlace {
  /** A text, or the element of a chip, which has no offsets. */
  node: Node
  offset: number
  end: number
}

/** The same letters where they stand on the screen. */
function shown(editor: LexicalEditor): { text: string; places: DomPlace[] } {
  let text = ''
  const places: DomPlace[] = []
  const visit = (node: LexicalNode) => {
    if ($isTextNode(node)) {
      const element = editor.getElementByKey(node.getKey())
      const letters = element && firstText(element)
      if (!letters) return
      const content = node.getTextContent()
      for (let at = 0; at < content.length; at++) {
        if (content[at]!.trim() === '') continue
        text += content[at]!
        places.push({ node: letters, offset: at, end: at + 1 })
      }
    } else if ($isElementNode(node)) node.getChildren().forEach(visit)
    else if (!$isLineBreakNode(node)) {
      const element = editor.getElementByKey(node.getKey())
      if (!element?.classList.contains('fact-chip') || element.dataset.chip === 'raw') return
      text += CHIP
      places.push({ node: element, offset: 0, end: 0 })
    }
  }
  $getRoot().getChildren().forEach(visit)
  return { text, places }
}

function firstText(element: Node): Text | null {
  return document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode() as Text | null
}

/** Where a part of the Markdown stands on the screen; null if it cannot be told, for example in the middle of a table. */
export function rangeOf(editor: LexicalEditor, markdown: string, start: number, end: number): Range | null {
  return rangesOf(editor, markdown, [{ start, end }])[0] ?? null
}

function rangesOf(
  editor: LexicalEditor,
  markdown: string,
  parts: readonly { start: number; end: number }[],
): (Range | null)[] {
  const source = visible(markdown)
  const screen = editor.getEditorState().read(() => shown(editor))
  return parts.map(({ start, end }) => {
    const first = source.offsets.findIndex((offset) => offset >= start)
    const last = source.offsets.findLastIndex((offset) => offset < end)
    if (first === -1 || last < first) return null
    const words = source.text.slice(first, last + 1)
    // Blocks that are shown as Markdown have letters of their own, so look around the place for the words.
    const at = nearest(screen.text, words, first)
    const from = screen.places[at]
    const to = screen.places[at + words.length - 1]
    if (at === -1 || !from || !to) return null
    const range = document.createRange()
    // Around a chip and not inside of it, where nobody can write.
    if (from.node instanceof Element) range.setStartBefore(from.node)
    else range.setStart(from.node, from.offset)
    if (to.node instanceof Element) range.setEndAfter(to.node)
    else range.setEnd(to.node, to.end)
    return range
  })
}

function nearest(text: string, words: string, at: number): number {
  if (text.startsWith(words, at)) return at
  const after = text.indexOf(words, at)
  const before = text.lastIndexOf(words, at)
  if (after === -1 || before === -1) return Math.max(after, before)
  return after - at < at - before ? after : before
}

const SEVERITIES = ['must', 'should', 'may'] as const
const painted = new Map<LexicalEditor, Map<string, Range[]>>()

/**
 * Underlines places of the text without touching it, where the browser can (CSS highlights); returns how to stop. They
 * follow the words while somebody types, until new ones are given.
 */
export function paintMarks(
  editor: LexicalEditor,
  textarea: HTMLTextAreaElement,
  marks: readonly EditorMark[],
): () => void {
  if (typeof Highlight === 'undefined') return () => undefined
  const ranges = rangesOf(editor, textarea.value, marks)
  const own = new Map<string, Range[]>(SEVERITIES.map((severity) => [severity, []]))
  marks.forEach(({ severity }, index) => {
    const range = ranges[index]
    if (range) own.get(severity)?.push(range)
  })
  painted.set(editor, own)
  repaint()
  return () => {
    painted.delete(editor)
    repaint()
  }
}

function repaint() {
  for (const severity of SEVERITIES) {
    const ranges = [...painted.values()].flatMap((own) => own.get(severity) ?? [])
    if (ranges.length > 0) CSS.highlights.set(`finding-${severity}`, new Highlight(...ranges))
    else CSS.highlights.delete(`finding-${severity}`)
  }
}
