import {
  $createListItemNode,
  $createListNode,
  $isListItemNode,
  $isListNode,
  type ListType,
} from '@lexical/list'
import { $createHeadingNode, $createQuoteNode, $isHeadingNode, $isQuoteNode } from '@lexical/rich-text'
import { $setBlocksType } from '@lexical/selection'
import {
  $createParagraphNode,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isLineBreakNode,
  $isParagraphNode,
  $isRangeSelection,
  COMMAND_PRIORITY_LOW,
  INDENT_CONTENT_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_TAB_COMMAND,
  mergeRegister,
  OUTDENT_CONTENT_COMMAND,
  type ElementNode,
  type LexicalEditor,
  type LexicalNode,
  type RangeSelection,
} from 'lexical'
import { $createDividerNode } from '../nodes/divider-node.ts'
import { $createCodeNode, $isVerbatimNode } from '../nodes/verbatim-node.ts'

export type BlockType = 'paragraph' | 'h1' | 'h2' | 'h3' | 'quote' | ListType | 'verbatim' | 'other'

/** What stands at the caret. */
export function $blockTypeAt(selection: RangeSelection): BlockType {
  for (let node: LexicalNode | null = selection.anchor.getNode(); node; node = node.getParent()) {
    if ($isListNode(node)) return node.getListType()
    if ($isHeadingNode(node)) {
      const tag = node.getTag()
      return tag === 'h1' || tag === 'h2' ? tag : 'h3'
    }
    if ($isQuoteNode(node)) return 'quote'
    if ($isVerbatimNode(node)) return 'verbatim'
    if ($isParagraphNode(node) && node.getParent() === $getRoot()) return 'paragraph'
  }
  return 'other'
}

/** Turns the selected blocks into this, or back into paragraphs where they are so already. */
export function $toggleBlocks(type: Exclude<BlockType, 'verbatim' | 'other'>): void {
  const selection = $getSelection()
  if (!$isRangeSelection(selection)) return
  const now = $blockTypeAt(selection)
  if (now === 'verbatim') return
  const wanted = now === type ? 'paragraph' : type
  if (wanted === 'bullet' || wanted === 'number' || wanted === 'check') return $makeList(selection, wanted)
  if (['bullet', 'number', 'check'].includes(now)) $leaveLists(selection)
  const again = $getSelection()
  $setBlocksType(again, () =>
    wanted === 'paragraph'
      ? $createParagraphNode()
      : wanted === 'quote'
        ? $createQuoteNode()
        : $createHeadingNode(wanted),
  )
}

function $makeList(selection: RangeSelection, type: ListType): void {
  const lists = new Set(selection.getNodes().map(nearestList))
  lists.delete(null)
  if (lists.size > 0) {
    for (const list of lists) list?.setListType(type)
    return
  }
  const blocks = selectedBlocks(selection).filter((block) => !$isVerbatimNode(block))
  const [first] = blocks
  if (!first) return
  const list = $createListNode(type)
  first.insertBefore(list)
  for (const block of blocks) {
    const item = $createListItemNode(type === 'check' ? false : undefined)
    list.append(item)
    item.append(...block.getChildren())
    // An empty block has no child that could carry the caret along.
    if (selection.anchor.key === block.getKey()) selection.anchor.set(item.getKey(), 0, 'element')
    if (selection.focus.key === block.getKey()) selection.focus.set(item.getKey(), 0, 'element')
    block.remove()
  }
}

function $leaveLists(selection: RangeSelection): void {
  for (const list of new Set(selection.getNodes().map(nearestList))) {
    if (!list) continue
    let after: LexicalNode = list
    for (const item of list.getChildren().filter($isListItemNode)) {
      const children = item.getChildren()
      const paragraph = $createParagraphNode()
      const nested = children.filter($isListNode)
      paragraph.append(...children.filter((child) => !$isListNode(child)))
      for (const block of paragraph.getChildrenSize() > 0 || nested.length === 0
        ? [paragraph, ...nested]
        : nested) {
        after.insertAfter(block)
        after = block
      }
      if (selection.anchor.key === item.getKey()) selection.anchor.set(paragraph.getKey(), 0, 'element')
      if (selection.focus.key === item.getKey()) selection.focus.set(paragraph.getKey(), 0, 'element')
    }
    list.remove()
  }
}

function nearestList(node: LexicalNode) {
  for (let at: LexicalNode | null = node; at; at = at.getParent()) if ($isListNode(at)) return at
  return null
}

function selectedBlocks(selection: RangeSelection): ElementNode[] {
  const blocks = new Set<ElementNode>()
  for (const node of selection.getNodes()) {
    const block = node.getTopLevelElement()
    if ($isElementNode(block)) blocks.add(block)
  }
  return [...blocks]
}

/** Makes code of the words of the paragraph at the caret. */
export function $insertCode(): void {
  const selection = $getSelection()
  if (!$isRangeSelection(selection)) return
  const block = selection.anchor.getNode().getTopLevelElement()
  if (!$isElementNode(block) || $isVerbatimNode(block)) return
  const code = $createCodeNode()
  if ($isParagraphNode(block)) block.replace(code, true)
  else block.insertAfter(code)
  code.selectEnd()
}

/** Puts a line between sections behind the block at the caret. */
export function $insertDivider(): void {
  const selection = $getSelection()
  if (!$isRangeSelection(selection)) return
  const block = selection.anchor.getNode().getTopLevelElement()
  if (!block) return
  const divider = $createDividerNode()
  const paragraph = $createParagraphNode()
  if ($isParagraphNode(block) && block.getTextContentSize() === 0) block.replace(divider)
  else block.insertAfter(divider)
  divider.insertAfter(paragraph)
  paragraph.select()
}

/** Enter in lines that stand as they are typed, and Tab in lists, where it moves an entry only from its beginning. */
export function registerBlocks(editor: LexicalEditor): () => void {
  return mergeRegister(
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        const selection = $getSelection()
        if (event?.isComposing || !$isRangeSelection(selection)) return false
        const block = selection.anchor.getNode().getTopLevelElement()
        if (!$isVerbatimNode(block)) return beginCode(block, event) || leaveQuote(selection, event)
        event?.preventDefault()
        const last = block.getLastChild()
        const atEnd =
          selection.isCollapsed() &&
          selection.anchor.getNode() === block &&
          selection.anchor.offset === block.getChildrenSize()
        if (atEnd && $isLineBreakNode(last)) {
          last.remove()
          const paragraph = $createParagraphNode()
          block.insertAfter(paragraph)
          paragraph.select()
        } else selection.insertLineBreak()
        return true
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      KEY_TAB_COMMAND,
      (event) => {
        const selection = $getSelection()
        if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false
        const { anchor } = selection
        const item = $isListItemNode(anchor.getNode()) ? anchor.getNode() : anchor.getNode().getParent()
        const atStart =
          anchor.offset === 0 && (anchor.getNode() === item || !anchor.getNode().getPreviousSibling())
        if (!$isListItemNode(item) || !atStart) return false
        const canMove = event.shiftKey ? item.getIndent() > 0 : item.getPreviousSibling() !== null
        if (!canMove) return false
        event.preventDefault()
        return editor.dispatchCommand(
          event.shiftKey ? OUTDENT_CONTENT_COMMAND : INDENT_CONTENT_COMMAND,
          undefined,
        )
      },
      COMMAND_PRIORITY_LOW,
    ),
  )
}

/** A fence and nothing else becomes the code that it would begin. */
function beginCode(block: LexicalNode | null, event: KeyboardEvent | null): boolean {
  const fence = $isParagraphNode(block) ? /^```([\w+#-]*)$/.exec(block.getTextContent()) : null
  if (!block || !fence || event?.shiftKey) return false
  event?.preventDefault()
  block.replace($createCodeNode(fence[1])).selectStart()
  return true
}

/** An empty last paragraph of a quotation of several ends it. */
function leaveQuote(selection: RangeSelection, event: KeyboardEvent | null): boolean {
  const paragraph = selection.anchor.getNode()
  const quote = paragraph.getParent()
  if (!$isParagraphNode(paragraph) || !$isQuoteNode(quote) || paragraph.getTextContentSize() > 0) return false
  if (paragraph.getNextSibling() !== null || event?.shiftKey) return false
  event?.preventDefault()
  quote.insertAfter(paragraph)
  if (quote.getChildrenSize() === 0) quote.remove()
  paragraph.select()
  return true
}
