import { $isListItemNode, $isListNode, type ListItemNode } from '@lexical/list'
import {
  $createNodeSelection,
  $createParagraphNode,
  $getNearestNodeFromDOMNode,
  $getRoot,
  $getSelection,
  $isDecoratorNode,
  $isElementNode,
  $isNodeSelection,
  $isParagraphNode,
  $isRangeSelection,
  $setSelection,
  CLICK_COMMAND,
  COMMAND_PRIORITY_LOW,
  KEY_BACKSPACE_COMMAND,
  KEY_DELETE_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_ENTER_COMMAND,
  mergeRegister,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical'

/**
 * Blocks that are selected as one, such as a line or a part of the record: by a click or the arrow keys; Enter goes on
 * behind them, Backspace and Delete take them out.
 */
export function registerWholeBlocks(editor: LexicalEditor): () => void {
  const remove = (event: KeyboardEvent | null) => {
    const blocks = $selectedWholeBlocks()
    if (blocks.length === 0) return false
    event?.preventDefault()
    $removeBlocks(blocks)
    return true
  }
  const isOnBlock = () => editor.getEditorState().read(() => $selectedWholeBlocks().length > 0)
  const goBehind = () => {
    if (isOnBlock()) editor.update($goBehind, { discrete: true })
  }
  const onBeforeInput = (event: InputEvent) => {
    const { data } = event
    if (event.inputType !== 'insertText' || event.isComposing || data === null || !isOnBlock()) return
    event.preventDefault()
    event.stopImmediatePropagation()
    editor.update(() => {
      if ($goBehind()) $getSelection()?.insertText(data)
    })
  }
  return mergeRegister(
    editor.registerCommand(
      CLICK_COMMAND,
      (event) => {
        if (!(event.target instanceof Element)) return false
        if (event.target === editor.getRootElement()) return $clickBelow(editor, event)
        if (event.target.closest('button, a, summary, input, select, textarea')) return false
        const node = $getNearestNodeFromDOMNode(event.target)
        if (!node || !isWhole(node)) return false
        $selectWhole(node)
        return true
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        const last = $selectedWholeBlocks().at(-1)
        if (!last) return false
        event?.preventDefault()
        const paragraph = $createParagraphNode()
        last.insertAfter(paragraph)
        paragraph.select()
        return true
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        const types = event.key.length === 1 || event.keyCode === 229
        if (types && !event.ctrlKey && !event.metaKey && !event.altKey) $goBehind()
        return false
      },
      COMMAND_PRIORITY_LOW,
    ),
    // Dictation, pictures of faces and some input methods bring text that no key has announced.
    editor.registerRootListener((root, earlier) => {
      earlier?.removeEventListener('compositionstart', goBehind, true)
      earlier?.removeEventListener('beforeinput', onBeforeInput, true)
      root?.addEventListener('compositionstart', goBehind, true)
      root?.addEventListener('beforeinput', onBeforeInput, true)
    }),
    editor.registerCommand(KEY_BACKSPACE_COMMAND, remove, COMMAND_PRIORITY_LOW),
    editor.registerCommand(KEY_DELETE_COMMAND, remove, COMMAND_PRIORITY_LOW),
    editor.registerUpdateListener(({ editorState }) =>
      editorState.read(() => {
        const selected = new Set(
          $selectedWholeBlocks().map((block) => editor.getElementByKey(block.getKey())),
        )
        for (const element of editor.getRootElement()?.children ?? []) {
          element.toggleAttribute('data-selected', selected.has(element as HTMLElement))
        }
      }),
    ),
  )
}

function isWhole(node: LexicalNode): boolean {
  return $isDecoratorNode(node) && !node.isInline()
}

function $selectedWholeBlocks(): LexicalNode[] {
  const selection = $getSelection()
  return $isNodeSelection(selection) ? selection.getNodes().filter(isWhole) : []
}

/** There is no caret on a block: what is typed, or begun to be composed, goes behind it. Whether there was one. */
function $goBehind(): boolean {
  const last = $selectedWholeBlocks().at(-1)
  if (!last) return false
  const paragraph = $createParagraphNode()
  last.insertAfter(paragraph)
  paragraph.select()
  return true
}

/** Selects a block as one. */
export function $selectWhole(node: LexicalNode): void {
  const selection = $createNodeSelection()
  selection.add(node.getKey())
  $setSelection(selection)
}

/** Takes blocks out; the caret goes to where they were. */
export function $removeBlocks(blocks: readonly LexicalNode[]): void {
  const [first] = blocks
  if (!first) return
  const paragraph = $createParagraphNode()
  const next = blocks.at(-1)?.getNextSibling()
  if ($isElementNode(next)) next.selectStart()
  else {
    first.insertBefore(paragraph)
    paragraph.select()
  }
  for (const block of blocks) block.remove()
}

/** Below a last block that holds no caret there is room to write. */
function $clickBelow(editor: LexicalEditor, event: MouseEvent): boolean {
  const last = $getRoot().getLastChild()
  const element = last && editor.getElementByKey(last.getKey())
  if (!last || !element || $isParagraphNode(last)) return false
  if (event.clientY <= element.getBoundingClientRect().bottom) return false
  const paragraph = $createParagraphNode()
  last.insertAfter(paragraph)
  paragraph.select()
  return true
}

/**
 * Moves the selected blocks past their neighbour, an entry of a list past the one beside it with what stands below it.
 * It is the neighbour that changes its place, so that the caret stays where it is. Returns whether anything moved.
 */
export function $moveBlocks(up: boolean): boolean {
  const selection = $getSelection()
  if (!selection) return false
  const item = $isRangeSelection(selection) ? entryOf(selection.anchor.getNode()) : null
  if (item && selection.getNodes().every((node) => entryOf(node)?.is(item))) return $moveEntry(item, up)
  const blocks = [...new Set(selection.getNodes().map($wholeBlockOf))].filter((block) => block !== null)
  blocks.sort((a, b) => a.getIndexWithinParent() - b.getIndexWithinParent())
  const neighbour = up ? blocks[0]?.getPreviousSibling() : blocks.at(-1)?.getNextSibling()
  if (!neighbour) return false
  if (up) blocks.at(-1)?.insertAfter(neighbour)
  else blocks[0]?.insertBefore(neighbour)
  return true
}

/** The block of the whole text in which a node stands: of what is in a cell the table. */
export function $wholeBlockOf(node: LexicalNode): LexicalNode | null {
  for (let at: LexicalNode | null = node; at; at = at.getParent()) {
    if (at.getParent()?.is($getRoot())) return at
  }
  return null
}

function entryOf(node: LexicalNode): ListItemNode | null {
  for (let at: LexicalNode | null = node; at; at = at.getParent()) if ($isListItemNode(at)) return at
  return null
}

/** Nothing but a list below the entry before it. */
function isBelow(item: LexicalNode | null | undefined): item is ListItemNode {
  return $isListItemNode(item) && $isListNode(item.getFirstChild())
}

function $moveEntry(item: ListItemNode, up: boolean): boolean {
  const group = [item, ...[item.getNextSibling()].filter(isBelow)]
  let neighbour = up ? item.getPreviousSibling() : group.at(-1)?.getNextSibling()
  if (up && isBelow(neighbour)) neighbour = neighbour.getPreviousSibling()
  if (!neighbour) return false
  const others = [neighbour, ...[neighbour.getNextSibling()].filter(isBelow)]
  if (up) for (const other of others.reverse()) group.at(-1)?.insertAfter(other)
  else for (const other of others) item.insertBefore(other)
  return true
}
