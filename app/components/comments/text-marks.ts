/** Between comments and the words on the page: where they stand, how they are shown, what is selected. */
import { sentenceAt } from '#app/editor/prose-size.ts'
import { anchorFinder, anchorOf, type TextAnchor } from '#app/domain/text-anchor.ts'

/** Where a comment stands on the page; null where its words are gone. */
export type Place = { range: Range; changed: boolean } | null

/** What is no part of the text, or not on the screen. */
const NO_WORDS = 'script, style, textarea, select, .print-only, .visually-hidden'

/** The words under an element, and the way between offsets in them and places on the page. */
function readWords(root: Element) {
  const nodes: { node: Text; start: number }[] = []
  let text = ''
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest(NO_WORDS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  )
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    nodes.push({ node, start: text.length })
    text += node.data
  }
  const nodeAt = (offset: number) => {
    let [low, high] = [0, nodes.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (nodes[middle]!.start <= offset) low = middle
      else high = middle - 1
    }
    return nodes[low]!
  }
  return { text, nodes, nodeAt }
}

/** Finds every comment's words under `root`. */
export function placesOf(root: Element, anchors: ReadonlyMap<string, TextAnchor>): Map<string, Place> {
  const places = new Map<string, Place>()
  if (anchors.size === 0) return places
  const { text, nodeAt } = readWords(root)
  const find = anchorFinder(text)
  for (const [id, anchor] of anchors) {
    const found = find(anchor)
    if (found === null) {
      places.set(id, null)
      continue
    }
    const first = nodeAt(found.start)
    const last = nodeAt(found.end - 1)
    const range = document.createRange()
    range.setStart(first.node, found.start - first.start)
    range.setEnd(last.node, found.end - last.start)
    places.set(id, { range, changed: found.changed })
  }
  return places
}

/** What is selected under `root`; null for nothing, or for words elsewhere. */
export function selectedRange(root: Element | null): Range | null {
  const selection = document.getSelection()
  if (!root || !selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  return root.contains(range.commonAncestorContainer) && range.toString().trim() !== '' ? range : null
}

const SENTENCES_STAND_IN = 'p, li, h2, h3, h4, td, th, dd, figcaption, blockquote, summary'

/** The sentence under `root` in which the caret stands, or that was pressed last; empty where there is none. */
export function sentenceAtCaret(root: Element): string {
  const selection = document.getSelection()
  const node = selection?.anchorNode
  const element = node instanceof Element ? node : node?.parentElement
  const block = element?.closest(SENTENCES_STAND_IN)
  if (!selection || !node || !block || !root.contains(block)) return ''
  const before = document.createRange()
  before.setStart(block, 0)
  before.setEnd(node, selection.anchorOffset)
  return sentenceAt(block.textContent, before.toString().length)
}

/** The selected words under `root` as a comment keeps them. */
export function anchorOfRange(root: Element, range: Range): TextAnchor | null {
  const { text, nodes } = readWords(root)
  const touched = nodes.filter(({ node }) => range.intersectsNode(node))
  const first = touched[0]
  const last = touched.at(-1)
  if (!first || !last) return null
  const start = first.start + (first.node === range.startContainer ? range.startOffset : 0)
  const end = last.start + (last.node === range.endContainer ? range.endOffset : last.node.length)
  return anchorOf(text, start, end)
}

/** Marks ranges on the page under one of the names that `comments.css` colours. Browsers that cannot, do not. */
export function showMarks(name: 'comment' | 'comment-active', ranges: readonly Range[]): void {
  if (typeof Highlight === 'undefined') return
  // From now on these marks are the ones that keep up with what is said.
  document.documentElement.dataset.commentsMarked = ''
  if (ranges.length === 0) CSS.highlights.delete(name)
  else CSS.highlights.set(name, new Highlight(...ranges))
}

/** Which comment's words stand under a point of the window: of several the one with the fewest. */
export function commentAt(places: ReadonlyMap<string, Place>, x: number, y: number): string | null {
  const at = caretAt(x, y)
  return at && commentAround(places, at.node, at.offset)
}

/** Which comment's words stand around a place in the page: of several the one with the fewest. */
export function commentAround(places: ReadonlyMap<string, Place>, node: Node, offset: number): string | null {
  const [best] = [...places]
    .flatMap(([id, place]) =>
      place?.range.isPointInRange(node, offset) ? [{ id, length: place.range.toString().length }] : [],
    )
    .sort((a, b) => a.length - b.length)
  return best?.id ?? null
}

function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  if ('caretPositionFromPoint' in document) {
    const at = document.caretPositionFromPoint(x, y)
    return at && { node: at.offsetNode, offset: at.offset }
  }
  // Safari knows it by another name.
  const range = (document as Document).caretRangeFromPoint(x, y)
  return range && { node: range.startContainer, offset: range.startOffset }
}
