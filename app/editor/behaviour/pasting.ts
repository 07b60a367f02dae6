import {
  $createParagraphNode,
  $getRoot,
  $getSelection,
  $insertNodes,
  $isElementNode,
  $isParagraphNode,
  $isRangeSelection,
  $parseSerializedNode,
  COMMAND_PRIORITY_HIGH,
  PASTE_COMMAND,
  PASTE_TAG,
  $addUpdateTag,
  type LexicalEditor,
  type SerializedLexicalNode,
} from 'lexical'
import { nodesFromHtml } from '../paste/html.ts'
import { withoutControls } from '../paste/clean.ts'
import { readClipboard, type Pasted } from '../paste/read-clipboard.ts'
import type { StateNode } from '../markdown/state.ts'
import { $isVerbatimNode } from '../nodes/verbatim-node.ts'

/** Everything that is pasted goes through the Markdown bridge; `tell` says what came of it. */
export function registerPasting(editor: LexicalEditor, tell: (pasted: Pasted) => void): () => void {
  let shift = false
  const onKey = (event: KeyboardEvent) => {
    shift = event.shiftKey
  }
  const unregister = editor.registerCommand(
    PASTE_COMMAND,
    (event) => {
      const data = 'clipboardData' in event ? event.clipboardData : null
      const selection = $getSelection()
      if (!data || !selection) return false
      event.preventDefault()
      const text = data.getData('text/plain')
      const inLines =
        $isRangeSelection(selection) && $isVerbatimNode(selection.anchor.getNode().getTopLevelElement())
      const pasted = readClipboard(
        { lexical: data.getData('application/x-lexical-editor'), html: data.getData('text/html'), text },
        (html) => nodesFromHtml(new DOMParser().parseFromString(html, 'text/html')),
        { plain: shift || inLines },
      )
      tell(pasted)
      if (pasted.outcome === 'too_large') return true
      $addUpdateTag(PASTE_TAG)
      if (inLines) selection.insertRawText(withoutControls(text).text)
      else $insertBlocks(pasted.blocks)
      return true
    },
    COMMAND_PRIORITY_HIGH,
  )
  const unroot = editor.registerRootListener((root, earlier) => {
    earlier?.removeEventListener('keydown', onKey, true)
    root?.addEventListener('keydown', onKey, true)
  })
  return () => {
    unregister()
    unroot()
  }
}

/** Puts blocks at the caret: a single paragraph as the words it is, so that it joins those around it. */
export function $insertBlocks(blocks: readonly StateNode[]): void {
  const nodes = blocks.map((block) => $parseSerializedNode(block as unknown as SerializedLexicalNode))
  const [only] = nodes
  if (nodes.length === 0) return
  if ($getSelection() === null) $getRoot().selectEnd()
  if (nodes.length === 1 && $isParagraphNode(only)) return $insertNodes(only.getChildren())
  // What cannot hold a caret needs a paragraph to go on in.
  const last = nodes.at(-1)
  if (!$isElementNode(last)) nodes.push($createParagraphNode())
  $insertNodes(nodes)
}
