import { $isLinkNode, $toggleLink } from '@lexical/link'
import { createEmptyHistoryState, registerHistory } from '@lexical/history'
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
  createEditor,
  FORMAT_TEXT_COMMAND,
  KEY_ARROW_DOWN_COMMAND,
  KEY_ARROW_UP_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_ESCAPE_COMMAND,
  KEY_TAB_COMMAND,
  mergeRegister,
  REDO_COMMAND,
  UNDO_COMMAND,
  type BaseSelection,
  type LexicalEditor,
} from 'lexical'
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { NoticeBox } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { editorMessages } from '#app/messages/editor.ts'
import { $blockTypeAt, $insertDivider, $toggleBlocks, registerBlocks } from './behaviour/blocks.ts'
import { registerChips } from './behaviour/chips.ts'
import { registerPasting } from './behaviour/pasting.ts'
import { $linkAddress, registerShortcuts } from './behaviour/shortcuts.ts'
import { chipViewFor, type EditorFact } from './editor-fact.ts'
import { matching, menuEntries, menuQuery, type MenuEntry } from './insert-menu.ts'
import { LinkForm } from './link-form.tsx'
import { markdownFromState } from './markdown/from-state.ts'
import { stateFromMarkdown } from './markdown/to-state.ts'
import { setChipView } from './nodes/chip-view.ts'
import { $createFactNode, showValue } from './nodes/fact-node.ts'
import type { EditorMark } from './notice-editor.tsx'
import type { Pasted } from './paste/read-clipboard.ts'
import { paintMarks, rangeOf } from './places.ts'
import { NODES } from './registry.ts'
import { SlashMenu } from './slash-menu.tsx'
import { Toolbar, type Tool, type ToolbarState } from './toolbar.tsx'

export interface RichTextProps {
  id: string
  menuId: string
  labelledBy: string
  describedBy: string | undefined
  invalid: boolean
  required: boolean
  language: string
  facts: readonly EditorFact[]
  marks: readonly EditorMark[]
  /** What the form sends. */
  textarea: RefObject<HTMLTextAreaElement>
  onChange: ((markdown: string) => void) | undefined
  onMarkdown: () => void
  /** The text could not be opened; it is untouched. */
  onUnreadable: () => void
}

const THEME = {
  text: { bold: 'text-bold', italic: 'text-italic', strikethrough: 'text-strike', code: 'text-code' },
  list: {
    checklist: 'check-list',
    listitemChecked: 'check-done',
    listitemUnchecked: 'check-open',
    nested: { listitem: 'list-below' },
  },
}

/** Milliseconds after the last change at which the Markdown is written. */
const WRITE_AFTER = 150

const FIRST_STATE: ToolbarState = {
  bold: false,
  italic: false,
  link: false,
  block: 'paragraph',
  canUndo: false,
  canRedo: false,
}

/** The editor over the textarea: rich text with chips, a bar of buttons, and a menu behind the slash. */
export function RichText(props: RichTextProps) {
  const { id, menuId, textarea, language, facts, marks } = props
  const t = useMessages(editorMessages)
  const latest = useRef(props)
  latest.current = props
  const box = useRef<HTMLDivElement>(null)
  const root = useRef<HTMLDivElement>(null)
  const bar = useRef<HTMLDivElement>(null)
  const lastSelection = useRef<BaseSelection | null>(null)
  const [opened, setOpened] = useState<{ editor: LexicalEditor; flush: () => void } | null>(null)
  const [tools, setTools] = useState(FIRST_STATE)
  const [menu, setMenu] = useState<{ query: string; place: { left: number; top: number } } | null>(null)
  const [active, setActive] = useState(0)
  const [link, setLink] = useState<string | null>(null)
  const [told, setTold] = useState<Pasted | null>(null)
  const view = useMemo(() => chipViewFor(facts, language), [facts, language])
  const viewNow = useRef(view)
  viewNow.current = view

  const entries = useMemo(
    () =>
      menuEntries(facts, [
        { block: 'h2', label: t.heading },
        { block: 'h3', label: t.subheading },
        { block: 'bullet', label: t.bulletList },
        { block: 'number', label: t.numberList },
        { block: 'check', label: t.checkList },
        { block: 'quote', label: t.quote },
        { block: 'divider', label: t.divider },
      ]),
    [facts, t],
  )
  const found = useMemo(() => (menu ? matching(entries, menu.query) : []), [entries, menu])
  // What the commands of the editor, registered once, have to know of the latest render.
  const menuNow = useRef({ open: false, found, active })
  menuNow.current = { open: menu !== null, found, active: Math.min(active, found.length - 1) }

  useEffect(() => {
    const element = root.current
    const field = textarea.current
    if (!element || !field) return
    const editor = createEditor({
      namespace: 'sagwa',
      nodes: [...NODES],
      theme: THEME,
      onError: (error) => {
        // The state before stays; what was typed last may be missing from it, so say so where developers look.
        console.error(error)
      },
    })
    setChipView(editor, {
      value: (...of) => viewNow.current.value(...of),
      items: (key) => viewNow.current.items(key),
      label: (key) => viewNow.current.label(key),
    })
    try {
      editor.setEditorState(editor.parseEditorState(JSON.stringify(stateFromMarkdown(field.value))))
    } catch {
      latest.current.onUnreadable()
      return
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    let changed = false
    const printed = () => markdownFromState(editor.getEditorState().toJSON())
    const write = () => {
      clearTimeout(timer)
      if (!changed) return
      changed = false
      const markdown = printed()
      if (markdown === field.value) return
      field.value = markdown
      field.dispatchEvent(new Event('input', { bubbles: true }))
      latest.current.onChange?.(markdown)
    }
    let dismissed: string | null = null
    const openMenu = (open: typeof menu) => {
      setMenu((now) => (now === null && open === null ? now : open))
      if (!open) setActive(0)
    }
    const onPickKey = (event: KeyboardEvent | null) => {
      const { open, found: entries, active: at } = menuNow.current
      const entry = entries[at]
      // Enter that ends a syllable is none to the menu.
      if (!open || !entry || event?.isComposing || editor.isComposing() || event?.shiftKey) return false
      event?.preventDefault()
      pick(editor, entry)
      return true
    }
    const unregister = mergeRegister(
      registerRichText(editor),
      registerList(editor),
      registerCheckList(editor),
      registerHistory(editor, createEmptyHistoryState(), 300),
      registerChips(editor),
      registerBlocks(editor),
      registerShortcuts(editor),
      registerPasting(editor, (pasted) => setTold(worthTelling(pasted) ? pasted : null)),
      editor.registerUpdateListener(({ editorState, dirtyElements, dirtyLeaves, tags }) => {
        const edited = dirtyElements.size > 0 || dirtyLeaves.size > 0
        if (edited && !tags.has('initial')) {
          changed = true
          clearTimeout(timer)
          timer = setTimeout(write, WRITE_AFTER)
        }
        editorState.read(() => {
          const selection = $getSelection()
          if (!$isRangeSelection(selection)) return openMenu(null)
          lastSelection.current = selection.clone()
          const anchor = selection.anchor.getNode()
          const shown = {
            bold: selection.hasFormat('bold'),
            italic: selection.hasFormat('italic'),
            link: $findMatchingParent(anchor, $isLinkNode) !== null,
            block: $blockTypeAt(selection),
          }
          setTools((now) => {
            const next = { ...now, ...shown }
            return same(now, next) ? now : next
          })
          const typed =
            selection.isCollapsed() && $isTextNode(anchor) && !anchor.hasFormat('code')
              ? anchor.getTextContent().slice(0, selection.anchor.offset)
              : ''
          const query = $blockTypeAt(selection) === 'verbatim' ? null : menuQuery(typed)
          if (query === null) dismissed = null
          if (query === null || dismissed !== null || element !== document.activeElement)
            return openMenu(null)
          openMenu({ query, place: placeOfCaret(box.current!) })
        })
      }),
      editor.registerCommand(
        CAN_UNDO_COMMAND,
        (canUndo) => (setTools((now) => ({ ...now, canUndo })), false),
        COMMAND_PRIORITY_LOW,
      ),
      editor.registerCommand(
        CAN_REDO_COMMAND,
        (canRedo) => (setTools((now) => ({ ...now, canRedo })), false),
        COMMAND_PRIORITY_LOW,
      ),
      ...[KEY_ARROW_DOWN_COMMAND, KEY_ARROW_UP_COMMAND].map((command, index) =>
        editor.registerCommand(
          command,
          (event) => {
            const { open, found: entries, active: at } = menuNow.current
            if (!open || entries.length === 0 || event.isComposing) return false
            event.preventDefault()
            setActive((at + (index === 0 ? 1 : entries.length - 1)) % entries.length)
            return true
          },
          COMMAND_PRIORITY_HIGH,
        ),
      ),
      editor.registerCommand(KEY_ENTER_COMMAND, (event) => onPickKey(event), COMMAND_PRIORITY_HIGH),
      editor.registerCommand(KEY_TAB_COMMAND, (event) => onPickKey(event), COMMAND_PRIORITY_HIGH),
      editor.registerCommand(
        KEY_ESCAPE_COMMAND,
        (event) => {
          if (!menuNow.current.open) return false
          event.preventDefault()
          event.stopPropagation()
          dismissed = ''
          openMenu(null)
          return true
        },
        COMMAND_PRIORITY_HIGH,
      ),
      editor.registerCommand(
        KEY_DOWN_COMMAND,
        (event) => {
          if (event.altKey && event.key === 'F10') {
            event.preventDefault()
            bar.current?.querySelector<HTMLElement>('button[tabindex="0"]')?.focus()
            return true
          }
          if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === 'k') {
            event.preventDefault()
            event.stopPropagation()
            openLinkForm(editor, setLink)
            return true
          }
          return false
        },
        COMMAND_PRIORITY_HIGH,
      ),
    )
    editor.setRootElement(element)
    const onBlur = () => {
      openMenu(null)
      editor.update(() => {
        for (const node of $getRoot().getAllTextNodes()) {
          if (!node.hasFormat('code') && /[/@]/.test(node.getTextContent())) {
            $linkAddress(node, node.getTextContentSize())
          }
        }
      })
      write()
    }
    // Whoever reads the form gets the text as it is now, not as it was a moment ago.
    const onRead = (event: FormDataEvent) => {
      if (changed) event.formData.set(field.name, printed())
    }
    const form = field.form
    element.addEventListener('blur', onBlur)
    form?.addEventListener('formdata', onRead)
    // Whoever was typing before the editor came goes on where they were.
    if (document.activeElement === field) editor.focus()
    setOpened({ editor, flush: write })
    return () => {
      write()
      clearTimeout(timer)
      element.removeEventListener('blur', onBlur)
      form?.removeEventListener('formdata', onRead)
      unregister()
      editor.setRootElement(null)
    }
  }, [textarea])

  useEffect(() => {
    for (const chip of root.current?.querySelectorAll<HTMLElement>('[data-chip="fact"]') ?? [])
      showValue(chip, view)
  }, [view])

  useEffect(() => {
    const element = root.current
    if (!opened || !element || !textarea.current) return
    const field = textarea.current
    return paintMarks(opened.editor, field, marks)
  }, [marks, opened, textarea])

  const pick = (editor: LexicalEditor, entry: MenuEntry) => {
    editor.update(() => {
      const selection = $getSelection()
      if (!$isRangeSelection(selection)) return
      const node = selection.anchor.getNode()
      const query = $isTextNode(node)
        ? menuQuery(node.getTextContent().slice(0, selection.anchor.offset))
        : null
      if (query !== null && $isTextNode(node)) {
        const at = selection.anchor.offset
        node.select(at - query.length - 1, at)
        $getSelection()?.insertText('')
      }
      insert(entry.run)
    })
  }

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
          insert({ fact: key })
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

  const onTool = (tool: Tool) => {
    const editor = opened?.editor
    if (!editor) return
    switch (tool) {
      case 'bold':
      case 'italic':
        return editor.dispatchCommand(FORMAT_TEXT_COMMAND, tool)
      case 'undo':
        return editor.dispatchCommand(UNDO_COMMAND, undefined)
      case 'redo':
        return editor.dispatchCommand(REDO_COMMAND, undefined)
      case 'link':
        return openLinkForm(editor, setLink)
      case 'markdown':
        opened.flush()
        return props.onMarkdown()
      case 'fact':
        return editor.focus(() =>
          editor.update(() => {
            const selection = $getSelection()
            if (!$isRangeSelection(selection)) return
            const anchor = selection.anchor.getNode()
            const before = $isTextNode(anchor)
              ? anchor.getTextContent().slice(0, selection.anchor.offset)
              : ''
            selection.insertText(/[^\s(]$/.test(before) ? ' /' : '/')
          }),
        )
      default:
        return editor.update(() => $toggleBlocks(tool))
    }
  }

  const activeEntry = menuNow.current.open && found.length > 0 ? menuNow.current.active : -1
  return (
    <div className="editor-box" ref={box}>
      <div ref={bar} className="editor-bar">
        <Toolbar state={tools} controls={id} onTool={onTool} onLeave={() => opened?.editor.focus()} />
      </div>
      {link !== null && opened ? (
        <LinkForm
          address={link}
          onSet={(address) => {
            setLink(null)
            opened.editor.update(() => {
              if (lastSelection.current && $getSelection() === null)
                $setSelection(lastSelection.current.clone())
              setAddress(address)
            })
            opened.editor.focus()
          }}
          onLeave={() => {
            setLink(null)
            opened.editor.focus()
          }}
        />
      ) : null}
      <div className="editor-told" role="status">
        {told ? <Told pasted={told} onDismiss={() => setTold(null)} /> : null}
      </div>
      <div
        ref={root}
        id={id}
        className="editor-text prose"
        contentEditable
        suppressContentEditableWarning
        role="textbox"
        aria-multiline="true"
        aria-labelledby={props.labelledBy}
        aria-describedby={[`${id}-keys`, props.describedBy].filter(Boolean).join(' ')}
        aria-invalid={props.invalid || undefined}
        aria-required={props.required || undefined}
        aria-autocomplete="list"
        aria-controls={activeEntry >= 0 ? menuId : undefined}
        aria-activedescendant={activeEntry >= 0 ? `${menuId}-${activeEntry}` : undefined}
        lang={language}
        spellCheck
      />
      <p className="editor-keys" id={`${id}-keys`}>
        {t.keys}
      </p>
      {menu && opened ? (
        <SlashMenu
          id={menuId}
          entries={found}
          query={menu.query}
          active={activeEntry}
          place={menu.place}
          lang={language}
          onPick={(entry) => pick(opened.editor, entry)}
        />
      ) : null}
    </div>
  )
}

function $restore(earlier: BaseSelection | null) {
  const there = earlier?.getStartEndPoints()?.every((point) => $getNodeByKey(point.key) !== null)
  if (earlier && there) $setSelection(earlier.clone())
  else $getRoot().selectEnd()
}

function insert(run: MenuEntry['run']) {
  if ('fact' in run) {
    const selection = $getSelection()
    const chip = $createFactNode(run.fact)
    if ($isRangeSelection(selection)) {
      chip.setFormat(selection.format)
      selection.insertNodes([chip])
      chip.selectNext(0, 0)
    }
  } else if (run.block === 'divider') $insertDivider()
  else $toggleBlocks(run.block)
}

function openLinkForm(editor: LexicalEditor, open: (address: string) => void) {
  editor.read(() => {
    const selection = $getSelection()
    if (!$isRangeSelection(selection)) return
    open($findMatchingParent(selection.anchor.getNode(), $isLinkNode)?.getURL() ?? '')
  })
}

/** An empty address takes the link away; without a selection the address itself becomes the words. */
function setAddress(address: string) {
  const selection = $getSelection()
  if (!$isRangeSelection(selection)) return
  const inLink = $findMatchingParent(selection.anchor.getNode(), $isLinkNode)
  if (address === '') return $toggleLink(null)
  if (inLink) return inLink.setURL(address)
  if (selection.isCollapsed()) {
    const start = selection.anchor.offset
    selection.insertText(address)
    const node = selection.anchor.getNode()
    if ($isTextNode(node)) node.select(selection.anchor.offset - address.length, selection.anchor.offset)
    else if (start === 0) node.select()
  }
  $toggleLink(address, { rel: null, target: null })
}

function same(a: ToolbarState, b: ToolbarState) {
  return (Object.keys(a) as (keyof ToolbarState)[]).every((key) => a[key] === b[key])
}

function worthTelling(pasted: Pasted): boolean {
  return pasted.outcome === 'too_large' || pasted.unsafeLinks > 0 || pasted.controls || pasted.pictures
}

/** What became of something pasted. */
function Told({ pasted, onDismiss }: { pasted: Pasted; onDismiss: () => void }) {
  const t = useMessages(editorMessages)
  const sentences =
    pasted.outcome === 'too_large'
      ? [t.tooLarge(sizeText(pasted.bytes))]
      : [
          pasted.unsafeLinks > 0 ? t.linksRefused(pasted.unsafeLinks) : null,
          pasted.controls ? t.controlsRemoved : null,
          pasted.pictures ? t.picturesLeft : null,
        ].filter((sentence) => sentence !== null)
  return (
    <NoticeBox urgent={pasted.outcome === 'too_large'} title={sentences.join(' ')}>
      <button type="button" className="button button-quiet" onClick={onDismiss}>
        {t.dismiss}
      </button>
    </NoticeBox>
  )
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

function placeOfCaret(box: HTMLElement): { left: number; top: number } {
  const selection = document.getSelection()
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null
  const rect = range?.getClientRects()[0] ?? range?.startContainer.parentElement?.getBoundingClientRect()
  const frame = box.getBoundingClientRect()
  if (!rect) return { left: 0, top: frame.height }
  const left = Math.min(rect.left - frame.left, frame.width - 300)
  return { left: Math.max(0, Math.round(left)), top: Math.round(rect.bottom - frame.top + 4) }
}
