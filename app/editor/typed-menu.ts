import {
  $getSelection,
  $isRangeSelection,
  $isTextNode,
  COMMAND_PRIORITY_HIGH,
  KEY_ARROW_DOWN_COMMAND,
  KEY_ARROW_UP_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_ESCAPE_COMMAND,
  KEY_TAB_COMMAND,
  mergeRegister,
  type LexicalEditor,
} from 'lexical'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { $blockTypeAt } from './behaviour/blocks.ts'
import type { Asked } from './insert-menu.ts'

/** Distances to the edges of the box it stands in: px. */
type MenuPlace = { left: number; top: number } | { left: number; bottom: number }

/** A menu that letters in the text have opened. */
export interface TypedMenu<Entry> {
  /** Null while there is none. */
  asked: (Asked & { place: MenuPlace }) | null
  entries: readonly Entry[]
  /** Index among the entries; -1 if there are none. */
  active: number
  pick: (entry: Entry) => void
}

/**
 * Offers entries for what is being typed, such as `/` and some letters. The arrow keys go through them, Enter and Tab
 * choose, Escape closes until something else is asked for; never while a syllable is being composed.
 */
export function useTypedMenu<Entry>(
  editor: LexicalEditor | null,
  given: {
    /** What the menu is placed in. */
    box: RefObject<HTMLElement>
    /** What the text before the caret, back to the last chip or line break, asks for. */
    read: (before: string, startsBlock: boolean) => Asked | null
    find: (asked: Asked) => readonly Entry[]
    /** In an update of the editor, with the caret where the letters that asked stood. */
    run: (entry: Entry) => void
  },
): TypedMenu<Entry> {
  const [asked, setAsked] = useState<TypedMenu<Entry>['asked']>(null)
  const [chosen, setChosen] = useState(0)
  const entries = asked ? given.find(asked) : []
  const active = Math.min(chosen, entries.length - 1)
  const pick = (entry: Entry) =>
    editor?.update(() => {
      const selection = $getSelection()
      if (!$isRangeSelection(selection)) return
      const node = selection.anchor.getNode()
      const at = selection.anchor.offset
      const wanted = $isTextNode(node) ? given.read(node.getTextContent().slice(0, at), false) : null
      if (wanted !== null && $isTextNode(node)) {
        node.select(at - wanted.length, at)
        $getSelection()?.insertText('')
      }
      given.run(entry)
    })
  // What the commands of the editor, registered once, have to know of the latest render.
  const now = useRef({ given, open: false, entries, active, pick })
  now.current = { given, open: asked !== null, entries, active, pick }

  useEffect(() => {
    if (!editor) return
    let dismissed = false
    const close = () => {
      setAsked(null)
      setChosen(0)
    }
    const onPick = (event: KeyboardEvent | null) => {
      const { open, entries: found, active: at } = now.current
      const entry = found[at]
      // Enter that ends a syllable is none to the menu.
      if (!open || entry === undefined || event?.isComposing || editor.isComposing() || event?.shiftKey)
        return false
      event?.preventDefault()
      now.current.pick(entry)
      return true
    }
    const step = (by: 1 | -1) => (event: KeyboardEvent) => {
      const { open, entries: found, active: at } = now.current
      if (!open || found.length === 0 || event.isComposing) return false
      event.preventDefault()
      setChosen((at + by + found.length) % found.length)
      return true
    }
    const onFocusChange = () => {
      if (editor.getRootElement() !== document.activeElement) close()
    }
    return mergeRegister(
      editor.registerUpdateListener(({ editorState }) =>
        editorState.read(() => {
          const wanted = $asked(now.current.given.read)
          if (wanted === null) dismissed = false
          if (wanted === null || dismissed || editor.getRootElement() !== document.activeElement) {
            return now.current.open ? close() : undefined
          }
          setAsked({ ...wanted, place: placeOfCaret(now.current.given.box.current!) })
        }),
      ),
      editor.registerCommand(KEY_ARROW_DOWN_COMMAND, step(1), COMMAND_PRIORITY_HIGH),
      editor.registerCommand(KEY_ARROW_UP_COMMAND, step(-1), COMMAND_PRIORITY_HIGH),
      editor.registerCommand(KEY_ENTER_COMMAND, onPick, COMMAND_PRIORITY_HIGH),
      editor.registerCommand(KEY_TAB_COMMAND, onPick, COMMAND_PRIORITY_HIGH),
      editor.registerCommand(
        KEY_ESCAPE_COMMAND,
        (event) => {
          if (!now.current.open) return false
          event.preventDefault()
          event.stopPropagation()
          dismissed = true
          close()
          return true
        },
        COMMAND_PRIORITY_HIGH,
      ),
      editor.registerRootListener((root, earlier) => {
        earlier?.removeEventListener('blur', onFocusChange)
        root?.addEventListener('blur', onFocusChange)
      }),
    )
  }, [editor])

  return { asked, entries, active, pick }
}

function $asked(read: (before: string, startsBlock: boolean) => Asked | null): Asked | null {
  const selection = $getSelection()
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return null
  const node = selection.anchor.getNode()
  if (!$isTextNode(node) || node.hasFormat('code') || $blockTypeAt(selection) === 'verbatim') return null
  const before = node.getTextContent().slice(0, selection.anchor.offset)
  return read(before, node.getPreviousSibling() === null)
}

/** Largest width and height of a menu: px. */
const WIDEST = 340
const TALLEST = 290

/** Under the caret, or over it where the window ends before the menu would. */
function placeOfCaret(box: HTMLElement): MenuPlace {
  const selection = document.getSelection()
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null
  const rect = range?.getClientRects()[0] ?? range?.startContainer.parentElement?.getBoundingClientRect()
  const frame = box.getBoundingClientRect()
  if (!rect) return { left: 0, top: frame.height }
  const left = Math.max(0, Math.round(Math.min(rect.left - frame.left, frame.width - WIDEST)))
  // What stands at the lower end of the window is what the caret is kept clear of when the page scrolls.
  const foot = parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom) || 0
  const below = window.innerHeight - foot - rect.bottom
  if (below < TALLEST && rect.top > TALLEST) {
    return { left, bottom: Math.round(frame.bottom - rect.top + 4) }
  }
  return { left, top: Math.round(rect.bottom - frame.top + 4) }
}
