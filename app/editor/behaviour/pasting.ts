import { DRAG_DROP_PASTE } from '@lexical/rich-text'
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
  CONTROLLED_TEXT_INSERTION_COMMAND,
  mergeRegister,
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
import type { Forms } from '../markdown/to-state.ts'
import { $isVerbatimNode } from '../nodes/verbatim-node.ts'

/** What a surface does with what is pasted. */
export interface Pasting {
  /** Says what came of it. */
  tell: (pasted: Pasted) => void
  /** Blocks beyond those of every text. */
  forms?: Forms | undefined
  /** Takes pictures that are pasted or dropped as files; without it they are left out. */
  onPictures?: ((files: File[]) => void) | undefined
}

/** Everything that is pasted or dropped goes through the Markdown bridge. */
export function registerPasting(editor: LexicalEditor, { tell, forms, onPictures }: Pasting): () => void {
  let shift = false
  const onKey = (event: KeyboardEvent) => {
    shift = event.shiftKey
  }
  const insert = (data: DataTransfer, event: Event) => {
    const selection = $getSelection()
    if (!selection) return false
    event.preventDefault()
    // Whatever they are: the server looks into them, and says what cannot be stored.
    const files = [...data.files]
    // A picture that a page or a spreadsheet put beside the words is the same once more.
    if (files.length > 0 && onPictures && data.getData('text/plain') === '') {
      onPictures(files)
      return true
    }
    const text = data.getData('text/plain')
    const inLines =
      $isRangeSelection(selection) && $isVerbatimNode(selection.anchor.getNode().getTopLevelElement())
    const pasted = readClipboard(
      { lexical: data.getData('application/x-lexical-editor'), html: data.getData('text/html'), text },
      (html) => nodesFromHtml(new DOMParser().parseFromString(html, 'text/html')),
      { plain: shift || inLines, forms },
    )
    tell(pasted)
    if (pasted.outcome === 'too_large') return true
    $addUpdateTag(PASTE_TAG)
    if (inLines) selection.insertRawText(withoutControls(text).text)
    else $insertBlocks(pasted.blocks)
    return true
  }
  const unregister = mergeRegister(
    editor.registerCommand(
      PASTE_COMMAND,
      (event) => {
        const data = 'clipboardData' in event ? event.clipboardData : null
        return data !== null && insert(data, event)
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      CONTROLLED_TEXT_INSERTION_COMMAND,
      (event) => {
        // A word that the browser spells anew comes this way too, and keeps the marks of the one it replaces.
        if (typeof event === 'string' || !event.dataTransfer || event.inputType !== 'insertFromDrop')
          return false
        return insert(event.dataTransfer, event)
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      DRAG_DROP_PASTE,
      (files) => {
        onPictures?.([...files])
        return true
      },
      COMMAND_PRIORITY_HIGH,
    ),
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
function $insertBlocks(blocks: readonly StateNode[]): void {
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
