import type { ReactNode } from 'react'
import type { PostmortemNames } from '#app/domain/postmortem-names.ts'
import { CoveredTextarea, type TextFieldProps } from './covered-textarea.tsx'
import type { EditorFact } from './editor-fact.ts'
import type { Fill } from './open-editor.ts'

/** Somebody who may be named in a text. */
export interface NamedPerson {
  id: string
  name: string
}

/** A heading of the text. `key` names it until the page is left. */
export interface OutlineEntry {
  key: string
  level: number
  text: string
}

/** What stands beside the text can ask of the surface on which it is written. */
export interface WritingSurface {
  /** Holds the text, and nothing else. */
  root: HTMLElement
  /** Where a heading stands; null if it is gone. */
  elementOf: (key: string) => HTMLElement | null
  /** Brings a heading into sight, with the caret in it. */
  show: (key: string) => void
}

export interface PostmortemSurfaceProps {
  reference: string
  facts: readonly EditorFact[]
  people: readonly NamedPerson[]
  /** What the ids in the saved text stand for. */
  names: PostmortemNames
  /** A part of the record as readers will see it. */
  renderBlock: (name: string) => ReactNode
  /** Where the text comes from if others write it as well; given how it is filled otherwise. */
  fill?: ((alone: Fill) => Fill) | undefined
  onOpen?: (surface: WritingSurface) => void
  onOutline?: (outline: OutlineEntry[]) => void
  /** Hears a sentence that is to become something to do. */
  onActionItem: (sentence: string) => void
  /** Hears that the selected words are to be commented on; without it nobody can. */
  onComment?: (() => void) | undefined
  /** Stores a picture; gives how it stands in the Markdown (`picture:…`), or why it is not stored. */
  storePicture?: ((file: File) => Promise<{ source: string } | { problem: string }>) | undefined
}

const load = () => import('./postmortem-text.client.tsx').then(({ PostmortemText }) => PostmortemText)

const ALONE = ['app/editor/postmortem-text.client.tsx']
const TOGETHER = [...ALONE, 'app/editor/collaboration/join.client.ts']

/** A postmortem: the text as readers will see it, written where it stands. */
export function PostmortemEditor({
  reference,
  facts,
  people,
  names,
  renderBlock,
  fill,
  onOpen,
  onOutline,
  onActionItem,
  onComment,
  storePicture,
  ready,
  ...field
}: TextFieldProps & PostmortemSurfaceProps & { ready?: (() => Promise<void>) | undefined }) {
  const surface = {
    reference,
    facts,
    people,
    names,
    renderBlock,
    fill,
    onActionItem,
    onComment,
    storePicture,
  }
  return (
    <CoveredTextarea
      {...field}
      load={() => Promise.all([load(), ready?.()]).then(([surface]) => surface)}
      scripts={ready ? TOGETHER : ALONE}
    >
      {(PostmortemText, covering) => (
        <PostmortemText
          {...covering}
          {...surface}
          {...(onOpen ? { onOpen } : {})}
          {...(onOutline ? { onOutline } : {})}
        />
      )}
    </CoveredTextarea>
  )
}
