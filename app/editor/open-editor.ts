import { createEmptyHistoryState, registerHistory } from '@lexical/history'
import {
  $getRoot,
  createEditor,
  mergeRegister,
  type EditorThemeClasses,
  type Klass,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical'
import { WRITE_OUT } from '#app/components/forms/form.tsx'
import { $linkAddress } from './behaviour/shortcuts.ts'
import { markdownFromState } from './markdown/from-state.ts'
import { stateFromMarkdown, type Forms } from './markdown/to-state.ts'
import { setChipView, type ChipView } from './nodes/chip-view.ts'

/**
 * Puts the text into a new editor and gives it a way to take changes back; returns how to leave. Throws if the text
 * cannot be read. A text that several people write at once is filled from what they share instead of from the Markdown.
 */
export type Fill = (editor: LexicalEditor, markdown: string) => () => void

/** The text of one person, with a history of its own. */
export function fillFromMarkdown(forms?: Forms): Fill {
  return (editor, markdown) => {
    editor.setEditorState(editor.parseEditorState(JSON.stringify(stateFromMarkdown(markdown, forms))))
    return registerHistory(editor, createEmptyHistoryState(), 300)
  }
}

export interface OpenEditor {
  editor: LexicalEditor
  /** Brings the textarea up to date now. */
  flush: () => void
  close: () => void
}

const THEME: EditorThemeClasses = {
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

/**
 * An editor in `element` over the textarea of a form, which it keeps up to date. Throws if the text cannot be read; then
 * nothing has happened.
 */
export function openEditor(
  element: HTMLElement,
  field: HTMLTextAreaElement,
  {
    nodes,
    theme,
    view,
    fill = fillFromMarkdown(),
    register,
    onWritten,
  }: {
    nodes: readonly Klass<LexicalNode>[]
    /** Beyond what every text has. */
    theme?: EditorThemeClasses
    view: ChipView
    fill?: Fill
    /** What this kind of text can do. */
    register: (editor: LexicalEditor) => () => void
    /** Hears the Markdown when it has been written into the textarea. */
    onWritten: (markdown: string) => void
  },
): OpenEditor {
  const editor = createEditor({
    namespace: 'sagwa',
    nodes: [...nodes],
    theme: { ...THEME, ...theme },
    onError: (error) => {
      // The state before stays; what was typed last may be missing from it, so say so where developers look.
      console.error(error)
    },
  })
  setChipView(editor, view)
  const leave = fill(editor, field.value)
  let timer: ReturnType<typeof setTimeout> | undefined
  let changed = false
  const printed = () => markdownFromState(editor.getEditorState().toJSON())
  // A change that was made a moment ago is part of the text although the editor has not drawn it yet.
  const isChanged = () => {
    editor.read(() => undefined)
    return changed
  }
  const flush = () => {
    clearTimeout(timer)
    if (!isChanged()) return
    changed = false
    const markdown = printed()
    // Opening a text is no change of it, nor is the line break that ends every text here.
    if (markdown.trimEnd() === field.value.trimEnd()) return
    field.value = markdown
    field.dispatchEvent(new Event('input', { bubbles: true }))
    onWritten(markdown)
  }
  const unregister = mergeRegister(
    register(editor),
    editor.registerUpdateListener(({ dirtyElements, dirtyLeaves, tags }) => {
      if ((dirtyElements.size === 0 && dirtyLeaves.size === 0) || tags.has('initial')) return
      changed = true
      clearTimeout(timer)
      timer = setTimeout(flush, WRITE_AFTER)
    }),
  )
  editor.setRootElement(element)
  const onBlur = () => {
    editor.update(() => {
      for (const node of $getRoot().getAllTextNodes()) {
        if (!node.hasFormat('code') && /[/@]/.test(node.getTextContent())) {
          $linkAddress(node, node.getTextContentSize())
        }
      }
    })
    flush()
  }
  // Whoever reads the form gets the text as it is now, not as it was a moment ago.
  const onRead = (event: FormDataEvent) => {
    if (isChanged()) event.formData.set(field.name, printed())
  }
  const { form } = field
  element.addEventListener('blur', onBlur)
  form?.addEventListener('formdata', onRead)
  form?.addEventListener(WRITE_OUT, flush)
  // Whoever was typing before the editor came goes on where they were.
  if (document.activeElement === field) editor.focus()
  return {
    editor,
    flush,
    close: () => {
      flush()
      clearTimeout(timer)
      element.removeEventListener('blur', onBlur)
      form?.removeEventListener('formdata', onRead)
      form?.removeEventListener(WRITE_OUT, flush)
      unregister()
      leave()
      editor.setRootElement(null)
    },
  }
}
