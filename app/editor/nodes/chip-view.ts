import { $getEditor, type LexicalEditor } from 'lexical'

/** A part of the record in a text, as the page draws it. */
export interface BlockPreview {
  /** What it is called in the reader's language. */
  label: string
  /** What readers will see, made anew for every call; null where there is nothing to show yet. */
  content: Node | null
}

/** A picture that the page can show. Pixels. */
export interface PictureView {
  url: string
  width: number | null
  height: number | null
}

/** What an editor knows of the values its chips stand for. Without one, chips show their placeholders. */
export interface ChipView {
  /** The value as it will be printed, particle included; null as long as the record does not know it. */
  value: (key: string, particle: string | null) => string | null
  /** The entries of a list; empty for everything else. */
  items: (key: string) => readonly string[]
  /** What the fact is called in the reader's language. */
  label: (key: string) => string
  /** A block of the record by its name (`timeline`); null for a name that nothing has. */
  block?: (name: string) => BlockPreview | null
  /** Where a picture is, by what stands in the Markdown (`picture:…`); null for one that cannot be shown here. */
  picture?: (source: string) => PictureView | null
  /** What is said in the place of a picture that cannot be shown. */
  missingPicture?: string
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
