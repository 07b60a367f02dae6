import {
  $createRangeSelection,
  $getNearestNodeFromDOMNode,
  $getSelection,
  $isRangeSelection,
  $setSelection,
  CLICK_COMMAND,
  COMMAND_PRIORITY_LOW,
  KEY_ARROW_LEFT_COMMAND,
  KEY_ARROW_RIGHT_COMMAND,
  mergeRegister,
  SELECTION_CHANGE_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  type RangeSelection,
} from 'lexical'
import { ChipNode } from '../nodes/chip-node.ts'

/**
 * Chips with keyboard and mouse. A chip is selected as a range of text around it, not as Lexical's "node selection",
 * which takes the browser's caret away: then a first Korean syllable typed over a gap would be lost.
 */
export function registerChips(editor: LexicalEditor): () => void {
  return mergeRegister(
    editor.registerCommand(KEY_ARROW_LEFT_COMMAND, (event) => step(event, true), COMMAND_PRIORITY_LOW),
    editor.registerCommand(KEY_ARROW_RIGHT_COMMAND, (event) => step(event, false), COMMAND_PRIORITY_LOW),
    editor.registerCommand(
      CLICK_COMMAND,
      (event) => {
        const node = event.target instanceof Element ? $getNearestNodeFromDOMNode(event.target) : null
        if (!(node instanceof ChipNode)) return false
        $selectChip(node)
        return true
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      SELECTION_CHANGE_COMMAND,
      () => {
        showSelected(editor)
        return false
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerUpdateListener(() => editor.read(() => showSelected(editor))),
  )
}

/** Onto a chip, then off it at the other side. */
function step(event: KeyboardEvent, left: boolean): boolean {
  const selection = $getSelection()
  if (!$isRangeSelection(selection) || event.shiftKey || event.metaKey || event.ctrlKey || event.altKey)
    return false
  if (event.isComposing) return false
  const selected = chipIn(selection)
  if (selected) {
    event.preventDefault()
    const at = selected.getIndexWithinParent() + (left ? 0 : 1)
    selected.getParentOrThrow().select(at, at)
    return true
  }
  const chip = selection.isCollapsed() ? beside(selection, left) : null
  if (!chip) return false
  event.preventDefault()
  $selectChip(chip)
  return true
}

function $selectChip(chip: ChipNode): void {
  const parent = chip.getParentOrThrow()
  const index = chip.getIndexWithinParent()
  const selection = $createRangeSelection()
  selection.anchor.set(parent.getKey(), index, 'element')
  selection.focus.set(parent.getKey(), index + 1, 'element')
  $setSelection(selection)
}

/** The chip that is all of the selection. */
function chipIn(selection: RangeSelection): ChipNode | null {
  if (selection.isCollapsed()) return null
  const [node, ...others] = selection.getNodes().filter((found) => found.getTextContentSize() > 0)
  return node instanceof ChipNode && others.length === 0 ? node : null
}

function beside({ anchor }: RangeSelection, left: boolean): ChipNode | null {
  const node = anchor.getNode()
  let next: LexicalNode | null
  if (anchor.type === 'element') {
    next = 'getChildAtIndex' in node ? node.getChildAtIndex(anchor.offset - (left ? 1 : 0)) : null
  } else {
    if (anchor.offset !== (left ? 0 : node.getTextContentSize())) return null
    next = left ? node.getPreviousSibling() : node.getNextSibling()
  }
  return next instanceof ChipNode ? next : null
}

/** Marks the chips that are within the selection, because the browser's own colour does not show on them. */
function showSelected(editor: LexicalEditor): void {
  const selection = $getSelection()
  const within =
    $isRangeSelection(selection) && !selection.isCollapsed()
      ? new Set(selection.getNodes().map((node) => node.getKey()))
      : null
  for (const chip of editor.getRootElement()?.querySelectorAll('.fact-chip') ?? []) {
    const node = within && $getNearestNodeFromDOMNode(chip)
    chip.toggleAttribute('data-selected', Boolean(node && within.has(node.getKey())))
  }
}
