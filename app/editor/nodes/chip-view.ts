import { $getEditor, type LexicalEditor } from 'lexical'

/** What an editor knows of the values its chips stand for. Without one, chips show their placeholders. */
export interface ChipView {
  /** The value as it will be printed, particle included; null as long as the record does not know it. */
  value: (key: string, particle: string | null) => string | null
  /** The entries of a list; empty for everything else. */
  items: (key: string) => readonly string[]
  /** What the fact is called in the reader's language. */
  label: (key: string) => string
}

const views = new WeakMap<LexicalEditor, ChipView>()

export function setChipView(editor: LexicalEditor, view: ChipView): void {
  views.set(editor, view)
}

export function chipViewOf(editor: LexicalEditor): ChipView | null {
  return views.get(editor) ?? null
}

/** The view of the editor at work; null outside of one, as on the server. */
export function $chipView(): ChipView | null {
  try {
    return chipViewOf($getEditor())
  } catch {
    return null
  }
}
