import { registerTablePlugin, registerTableSelectionObserver } from '@lexical/table'
import { mergeRegister, type LexicalEditor } from 'lexical'

/**
 * Tables with Tab from cell to cell and several cells selected at once. Only while the editor has an element: what
 * watches the cells looks for theirs at once.
 */
export function registerTables(editor: LexicalEditor): () => void {
  let leave: (() => void) | null = null
  const unregister = editor.registerRootListener((root) => {
    leave?.()
    leave = root
      ? mergeRegister(registerTablePlugin(editor), registerTableSelectionObserver(editor, true))
      : null
  })
  return () => {
    unregister()
    leave?.()
  }
}
