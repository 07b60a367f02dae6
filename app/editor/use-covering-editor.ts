import { $isLinkNode } from '@lexical/link'
import { registerCheckList, registerList } from '@lexical/list'
import { registerRichText } from '@lexical/rich-text'
import {
  $findMatchingParent,
  $getNodeByKey,
  $getRoot,
  $getSelection,
  $isRangeSelection,
  $isTextNode,
  $setSelection,
  CAN_REDO_COMMAND,
  CAN_UNDO_COMMAND,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  FORMAT_TEXT_COMMAND,
  KEY_DOWN_COMMAND,
  mergeRegister,
  REDO_COMMAND,
  UNDO_COMMAND,
  type BaseSelection,
  type EditorThemeClasses,
  type Klass,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical'
import { useEffect, useRef, useState } from 'react'
import { $blockTypeAt, $toggleBlocks, registerBlocks } from './behaviour/blocks.ts'
import { registerChips } from './behaviour/chips.ts'
import { $addressAtCaret, $setAddress } from './behaviour/links.ts'
import { registerPasting } from './behaviour/pasting.ts'
import { registerShortcuts } from './behaviour/shortcuts.ts'
import type { Covering } from './covered-textarea.tsx'
import type { Forms } from './markdown/to-state.ts'
import type { ChipView } from './nodes/chip-view.ts'
import { $createFactNode, showValue } from './nodes/fact-node.ts'
import { openEditor, type Fill, type OpenEditor } from './open-editor.ts'
import type { Pasted } from './paste/read-clipboard.ts'
import { worthTelling } from './pasted-note.tsx'
import { rangeOf } from './places.ts'

export type TextFormat = 'bold' | 'italic' | 'strikethrough' | 'code'
export type BlockTool = 'paragraph' | 'h1' | 'h2' | 'h3' | 'bullet' | 'number' | 'check' | 'quote'
/** What the buttons and keys of every text do. */
export type TextTool = TextFormat | BlockTool | 'insert' | 'link' | 'undo' | 'redo' | 'markdown'

/** What stands at the caret, and whether anything can be taken back. */
export interface CaretState {
  bold: boolean
  italic: boolean
  strikethrough: boolean
  code: boolean
  link: boolean
  block: string
  canUndo: boolean
  canRedo: boolean
}

const FIRST_STATE: CaretState = {
  bold: false,
  italic: false,
  strikethrough: false,
  code: false,
  link: false,
  block: 'paragraph',
  canUndo: false,
  canRedo: false,
}

/**
 * An editor over a textarea with what every text has: chips, lists, links, Markdown as it is typed, pasting, and what
 * stands beside it speaking through the textarea.
 */
export function useCoveringEditor(
  covering: Covering,
  given: {
    /** What chips and blocks show; drawn anew when it changes. */
    view: ChipView
    nodes: readonly Klass<LexicalNode>[]
    theme?: EditorThemeClasses
    fill?: Fill
    /** Blocks beyond those of every text, which what is pasted may hold. */
    forms?: Forms
    /** Takes pictures that are pasted or dropped. */
    onPictures?: (files: File[]) => void
    /** What this kind of text can do beyond others. */
    register?: (editor: LexicalEditor) => () => void
    /** In an update of the editor: puts what is called so at the caret; a chip if not given. */
    insert?: (key: string) => void
    /** Draws what this kind of text shows beyond chips anew. */
    redraw?: (root: HTMLElement | null, view: ChipView) => void
    onOpen?: (editor: LexicalEditor) => void
  },
) {
  const { textarea, language } = covering
  const { view } = given
  const box = useRef<HTMLDivElement>(null)
  const root = useRef<HTMLDivElement>(null)
  const bar = useRef<HTMLDivElement>(null)
  const lastSelection = useRef<BaseSelection | null>(null)
  const [opened, setOpened] = useState<OpenEditor | null>(null)
  const [caret, setCaret] = useState(FIRST_STATE)
  const [link, setLink] = useState<string | null>(null)
  const [told, setTold] = useState<Pasted | null>(null)
  const latest = useRef({ covering, given })
  latest.current = { covering, given }

  useEffect(() => {
    const element = root.current
    const field = textarea.current
    if (!element || !field) return
    const { given: first } = latest.current
    const register = (editor: LexicalEditor) =>
      mergeRegister(
        registerRichText(editor),
        registerList(editor),
        registerCheckList(editor),
        registerChips(editor),
        registerBlocks(editor),
        registerShortcuts(editor),
        registerPasting(editor, {
          tell: (pasted) => setTold(worthTelling(pasted) ? pasted : null),
          forms: first.forms,
          onPictures: first.onPictures && ((files) => latest.current.given.onPictures?.(files)),
        }),
        first.register?.(editor) ?? (() => undefined),
        editor.registerUpdateListener(({ editorState }) =>
          editorState.read(() => {
            const selection = $getSelection()
            if (!$isRangeSelection(selection)) {
              setCaret(({ canUndo, canRedo }) => ({ ...FIRST_STATE, block: 'other', canUndo, canRedo }))
              return
            }
            lastSelection.current = selection.clone()
            const shown = {
              bold: selection.hasFormat('bold'),
              italic: selection.hasFormat('italic'),
              strikethrough: selection.hasFormat('strikethrough'),
              code: selection.hasFormat('code'),
              link: $findMatchingParent(selection.anchor.getNode(), $isLinkNode) !== null,
              block: $blockTypeAt(selection),
            }
            setCaret((now) => {
              const next = { ...now, ...shown }
              return same(now, next) ? now : next
            })
          }),
        ),
        editor.registerCommand(
          CAN_UNDO_COMMAND,
          (canUndo) => (setCaret((now) => ({ ...now, canUndo })), false),
          COMMAND_PRIORITY_LOW,
        ),
        editor.registerCommand(
          CAN_REDO_COMMAND,
          (canRedo) => (setCaret((now) => ({ ...now, canRedo })), false),
          COMMAND_PRIORITY_LOW,
        ),
        editor.registerCommand(
          KEY_DOWN_COMMAND,
          (event) => {
            if (event.altKey && event.key === 'F10') {
              event.preventDefault()
              const bars = [...(box.current?.querySelectorAll('[data-floating]') ?? []), bar.current]
              bars[0]?.querySelector<HTMLElement>('button[tabindex="0"]')?.focus()
              return true
            }
            if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === 'k') {
              event.preventDefault()
              event.stopPropagation()
              setLink(editor.read($addressAtCaret))
              return true
            }
            return false
          },
          COMMAND_PRIORITY_HIGH,
        ),
      )
    let open: OpenEditor
    try {
      open = openEditor(element, field, {
        nodes: first.nodes,
        ...(first.theme ? { theme: first.theme } : {}),
        ...(first.fill ? { fill: first.fill } : {}),
        view: {
          value: (...of) => latest.current.given.view.value(...of),
          items: (key) => latest.current.given.view.items(key),
          label: (key) => latest.current.given.view.label(key),
          block: (name) => latest.current.given.view.block?.(name) ?? null,
          picture: (source) => latest.current.given.view.picture?.(source) ?? null,
          get missingPicture() {
            return latest.current.given.view.missingPicture ?? ''
          },
        },
        register,
        onWritten: (markdown) => latest.current.covering.onChange?.(markdown),
      })
    } catch (error) {
      console.error(error)
      latest.current.covering.onUnreadable()
      return
    }
    setOpened(open)
    first.onOpen?.(open.editor)
    return () => {
      setOpened(null)
      open.close()
    }
  }, [textarea])

  useEffect(() => {
    for (const chip of root.current?.querySelectorAll<HTMLElement>('[data-chip="fact"]') ?? []) {
      showValue(chip, view)
    }
    latest.current.given.redraw?.(root.current, view)
  }, [view])

  useEffect(() => {
    const field = textarea.current
    if (!opened || !field) return
    const { editor, flush } = opened
    const onInsert = (event: Event) => {
      event.preventDefault()
      const { key } = (event as CustomEvent<{ key: string }>).detail
      editor.update(
        () => {
          // A click elsewhere has taken the caret away.
          if ($getSelection() === null) $restore(lastSelection.current)
          const insert = latest.current.given.insert ?? $insertFact
          insert(key)
        },
        { onUpdate: () => editor.focus() },
      )
    }
    const onReveal = (event: Event) => {
      event.preventDefault()
      const { start, end } = (event as CustomEvent<{ start: number; end: number }>).detail
      flush()
      const range = rangeOf(editor, field.value, start, end)
      if (!range) return editor.focus()
      root.current?.focus({ preventScroll: true })
      const selection = document.getSelection()
      selection?.removeAllRanges()
      selection?.addRange(range)
      const holder = range.startContainer
      ;(holder instanceof Element ? holder : holder.parentElement)?.scrollIntoView({ block: 'center' })
    }
    field.addEventListener('sagwa:insert', onInsert)
    field.addEventListener('sagwa:reveal', onReveal)
    return () => {
      field.removeEventListener('sagwa:insert', onInsert)
      field.removeEventListener('sagwa:reveal', onReveal)
    }
  }, [opened, textarea])

  const editor = opened?.editor ?? null
  const leaveLink = () => {
    setLink(null)
    editor?.focus()
  }
  return {
    /** What menus are placed in. */
    box,
    root,
    /** Holds the buttons that Alt+F10 leads to. */
    bar,
    opened,
    editor,
    caret,
    /** What was pasted and has a remark. */
    told,
    dismissTold: () => setTold(null),
    /** Does what a button of every text does. */
    run: (tool: TextTool) => {
      if (!opened) return
      const { editor } = opened
      switch (tool) {
        case 'bold':
        case 'italic':
        case 'strikethrough':
        case 'code':
          return void editor.dispatchCommand(FORMAT_TEXT_COMMAND, tool)
        case 'undo':
          return void editor.dispatchCommand(UNDO_COMMAND, undefined)
        case 'redo':
          return void editor.dispatchCommand(REDO_COMMAND, undefined)
        case 'link':
          return setLink(editor.read($addressAtCaret))
        case 'markdown':
          opened.flush()
          return covering.onMarkdown()
        case 'insert':
          return editor.focus(() => editor.update($typeSlash))
        default:
          return editor.update(() => $toggleBlocks(tool))
      }
    },
    link:
      link === null
        ? null
        : {
            address: link,
            onSet: (address: string) => {
              editor?.update(() => {
                if ($getSelection() === null && lastSelection.current) $restore(lastSelection.current)
                $setAddress(address)
              })
              leaveLink()
            },
            onLeave: leaveLink,
          },
    /** In an update: where the caret was before something else took it. */
    $restoreCaret: () => {
      if ($getSelection() === null) $restore(lastSelection.current)
    },
    /** Of the element that holds the text. */
    textProps: {
      ref: root,
      id: covering.id,
      contentEditable: true,
      suppressContentEditableWarning: true,
      role: 'textbox',
      'aria-multiline': true,
      'aria-labelledby': covering.labelledBy,
      'aria-invalid': covering.invalid || undefined,
      'aria-required': covering.required || undefined,
      'aria-autocomplete': 'list',
      lang: language,
      spellCheck: true,
    } as const,
  }
}

function $restore(earlier: BaseSelection | null): void {
  const there = earlier?.getStartEndPoints()?.every((point) => $getNodeByKey(point.key) !== null)
  if (earlier && there) $setSelection(earlier.clone())
  else $getRoot().selectEnd()
}

/** Puts a fact where the caret is, and the caret behind it. */
export function $insertFact(key: string): void {
  const selection = $getSelection()
  if (!$isRangeSelection(selection)) return
  const chip = $createFactNode(key)
  chip.setFormat(selection.format)
  selection.insertNodes([chip])
  chip.selectNext(0, 0)
}

/** What the button does for those who do not type the slash themselves. */
function $typeSlash(): void {
  const selection = $getSelection()
  if (!$isRangeSelection(selection)) return
  const anchor = selection.anchor.getNode()
  const before = $isTextNode(anchor) ? anchor.getTextContent().slice(0, selection.anchor.offset) : ''
  selection.insertText(/[^\s(]$/.test(before) ? ' /' : '/')
}

function same(a: CaretState, b: CaretState): boolean {
  return (Object.keys(a) as (keyof CaretState)[]).every((key) => a[key] === b[key])
}
