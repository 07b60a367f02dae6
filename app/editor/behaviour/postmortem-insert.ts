import { $createTableNodeWithDimensions, $isTableNode } from '@lexical/table'
import {
  $createParagraphNode,
  $getSelection,
  $insertNodes,
  $isElementNode,
  $isParagraphNode,
  $isRangeSelection,
  type LexicalNode,
} from 'lexical'
import { $createRecordBlockNode } from '../nodes/record-block-node.ts'
import type { PostmortemRun } from '../postmortem-menu.ts'
import { $insertFact } from '../use-covering-editor.ts'
import { $insertCode, $insertDivider, $toggleBlocks } from './blocks.ts'
import { $selectWhole, $wholeBlockOf } from './whole-blocks.ts'

/** Rows, with the head, and columns of a table that is begun. */
const ROWS = 3
const COLUMNS = 3

/** Puts what was chosen where the caret is. Pictures come from elsewhere, so that they are not among it. */
export function $insertIntoPostmortem(run: PostmortemRun): void {
  if ('fact' in run) return $insertFact(run.fact)
  if ('record' in run) return $insertWhole($createRecordBlockNode(run.record))
  if ('incident' in run) return $insertFact(`incident:${run.incident}`)
  if ('person' in run) return $insertFact(`person:${run.person}`)
  switch (run.block) {
    case 'divider':
      return $insertDivider()
    case 'code':
      return $insertCode()
    case 'table':
      return $insertTable()
    case 'picture':
      return
    default:
      return $toggleBlocks(run.block)
  }
}

/** Puts a block behind the one at the caret, or in its place if that one is empty; the caret goes on behind it. */
export function $insertWhole(block: LexicalNode): void {
  const at = $blockAtCaret()
  if (!at) $insertNodes([block])
  else if ($isParagraphNode(at) && at.getTextContentSize() === 0) at.replace(block)
  else at.insertAfter(block)
  const next = block.getNextSibling()
  if ($isElementNode(next)) {
    next.selectStart()
    return
  }
  if (next) {
    $selectWhole(block)
    return
  }
  const paragraph = $createParagraphNode()
  block.insertAfter(paragraph)
  paragraph.select()
}

function $insertTable(): void {
  const table = $createTableNodeWithDimensions(ROWS, COLUMNS, { rows: true, columns: false })
  const at = $blockAtCaret()
  if ($isTableNode(at)) return
  $insertWhole(table)
  table.selectStart()
}

/** The block of the whole text in which the caret stands. */
function $blockAtCaret(): LexicalNode | null {
  const selection = $getSelection()
  if (!selection) return null
  const node = $isRangeSelection(selection) ? selection.anchor.getNode() : selection.getNodes().at(-1)
  return node ? $wholeBlockOf(node) : null
}
