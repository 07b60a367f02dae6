import { $createLinkNode, $isLinkNode } from '@lexical/link'
import { $createListItemNode, $createListNode, $isListItemNode, $isListNode } from '@lexical/list'
import { $createHeadingNode, $createQuoteNode } from '@lexical/rich-text'
import {
  $createTextNode,
  $getNodeByKey,
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  $isTextNode,
  type ElementNode,
  type LexicalEditor,
  type ParagraphNode,
  type TextFormatType,
  type TextNode,
} from 'lexical'
import { piecesOf } from '../markdown/placeholders.ts'
import { $createDividerNode } from '../nodes/divider-node.ts'
import { $createFactNode } from '../nodes/fact-node.ts'
import { $createGapNode } from '../nodes/gap-node.ts'
import { $createCodeNode, $isVerbatimNode } from '../nodes/verbatim-node.ts'

/**
 * Markdown as it is typed: `## `, `- `, `1. `, `[ ] `, `> `, `---`, marks around words, placeholders, and addresses that
 * become links. Never while a syllable is being composed, and each in an update of its own, so that one undo gives back
 * what was typed.
 */
export function registerShortcuts(editor: LexicalEditor): () => void {
  return editor.registerUpdateListener(({ tags, dirtyLeaves, editorState, prevEditorState }) => {
    if (tags.has('historic') || tags.has('paste') || editor.isComposing()) return
    const typed = editorState.read(() => {
      const selection = $getSelection()
      if (!$isRangeSelection(selection) || !selection.isCollapsed() || selection.anchor.type !== 'text')
        return null
      const node = selection.anchor.getNode()
      if (!$isTextNode(node) || !dirtyLeaves.has(node.getKey()) || node.hasFormat('code')) return null
      if ($isVerbatimNode(node.getParent())) return null
      return { key: node.getKey(), before: node.getTextContent().slice(0, selection.anchor.offset) }
    })
    if (!typed) return
    const earlier = prevEditorState.read(() => $getNodeByKey(typed.key)?.getTextContent() ?? '')
    // Deleting is no typing.
    if (earlier.length >= typed.before.length && earlier.startsWith(typed.before)) return
    if (!/[ *~`}-]$/.test(typed.before)) return
    editor.update(() => {
      const node = $getNodeByKey(typed.key)
      if ($isTextNode(node)) transform(node, typed.before)
    })
  })
}

function transform(node: TextNode, before: string): void {
  const parent = node.getParent()
  if (!parent) return
  if (node.getPreviousSibling() === null && blockShortcut(parent, node, before)) return
  if (before.endsWith('}')) placeholder(node, before)
  else if (before.endsWith(' ')) $linkAddress(node, before.length - 1)
  else mark(node, before)
}

function blockShortcut(parent: ElementNode, node: TextNode, before: string): boolean {
  const tick = /^\[([ x]?)\] $/.exec(before)
  if (tick && $isListItemNode(parent)) {
    const list = parent.getParent()
    cut(node, before.length)
    if ($isListNode(list)) list.setListType('check')
    parent.setChecked(tick[1] === 'x')
    return true
  }
  if (!$isParagraphNode(parent)) return false
  const heading = /^(#{1,3}) $/.exec(before)?.[1]
  if (heading) return become(parent, node, before, $createHeadingNode(`h${heading.length as 1 | 2 | 3}`))
  const code = /^```([\w+#-]*) $/.exec(before)
  if (code) return become(parent, node, before, $createCodeNode(code[1]))
  if (before === '> ') return become(parent, node, before, $createQuoteNode())
  if (before === '---' && node.getTextContent() === '---') {
    parent.insertBefore($createDividerNode())
    cut(node, before.length)
    parent.selectStart()
    return true
  }
  const list = tick
    ? $createListNode('check')
    : /^[-*+] $/.test(before)
      ? $createListNode('bullet')
      : /^\d{1,3}[.)] $/.test(before)
        ? $createListNode('number', Number.parseInt(before, 10))
        : null
  if (!list) return false
  const item = $createListItemNode(tick ? tick[1] === 'x' : undefined)
  cut(node, before.length)
  item.append(...parent.getChildren())
  parent.replace(list.append(item))
  item.selectStart()
  return true
}

function become(paragraph: ParagraphNode, node: TextNode, before: string, block: ElementNode): true {
  cut(node, before.length)
  paragraph.replace(block, true)
  block.selectStart()
  return true
}

function cut(node: TextNode, length: number): void {
  if (node.getTextContentSize() === length) node.remove()
  else node.spliceText(0, length, '')
}

const MARKS: readonly [RegExp, TextFormatType][] = [
  [/\*\*(?! )([^*]+?)(?<! )\*\*$/, 'bold'],
  [/(?<!\*)\*(?![ *])([^*]+?)(?<! )\*$/, 'italic'],
  [/~~(?! )([^~]+?)(?<! )~~$/, 'strikethrough'],
  [/`([^`]+)`$/, 'code'],
]

function mark(node: TextNode, before: string): void {
  for (const [pattern, format] of MARKS) {
    const match = pattern.exec(before)
    if (!match) continue
    const marked = $createTextNode(match[1]).setFormat(node.getFormat()).toggleFormat(format)
    replaceSlice(node, match.index, before.length, marked, false)
    // What is typed next is not marked.
    marked.select().setFormat(node.getFormat())
    return
  }
}

function placeholder(node: TextNode, before: string): void {
  const piece = piecesOf(before).at(-1)
  if (piece === undefined || typeof piece === 'string') return
  const start = before.lastIndexOf('{{')
  const chip = piece.kind === 'gap' ? $createGapNode(piece.words) : $createFactNode(piece.key, piece.particle)
  chip.setFormat(node.getFormat())
  replaceSlice(node, start, before.length, chip)
}

const ADDRESS =
  /(?:^|[\s(])((?:https?:\/\/[^\s<>{}[\]()"'`|\\^가-힣]{3,}|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}))$/

/** Makes a link of the address that ends at this place, if one does. */
export function $linkAddress(node: TextNode, end: number): void {
  if ($isLinkNode(node.getParent())) return
  const address = ADDRESS.exec(node.getTextContent().slice(0, end))?.[1]?.replace(/[.,:;!?]+$/, '')
  if (!address) return
  const start = node.getTextContent().lastIndexOf(address, end)
  const link = $createLinkNode(/^https?:/.test(address) ? address : `mailto:${address}`)
  link.append($createTextNode(address).setFormat(node.getFormat()))
  replaceSlice(node, start, start + address.length, link, false)
}

/** Puts a node in the place of a part of the text; the caret goes after it, or stays in the text behind it. */
function replaceSlice(
  node: TextNode,
  start: number,
  end: number,
  by: Parameters<TextNode['replace']>[0],
  select = true,
): void {
  const offsets = [start, end].filter((offset) => offset > 0 && offset < node.getTextContentSize())
  const parts = offsets.length > 0 ? node.splitText(...offsets) : [node]
  const part = parts[start > 0 ? 1 : 0]
  if (!part) return
  part.replace(by)
  if (!select) return
  const next = by.getNextSibling()
  if ($isTextNode(next)) next.select(0, 0)
  else by.selectNext(0, 0)
}
