import { CoveredTextarea, type TextFieldProps } from './covered-textarea.tsx'
import type { EditorFact } from './editor-fact.ts'

export type { EditorFact } from './editor-fact.ts'

/** A place in the Markdown that somebody should look at. Offsets are UTF-16 units. */
export interface EditorMark {
  start: number
  end: number
  severity: 'must' | 'should' | 'may'
  fingerprint?: string
}

const load = () => import('./rich-text.client.tsx').then(({ RichText }) => RichText)

const SCRIPTS = ['app/editor/rich-text.client.tsx']

const NO_MARKS: readonly EditorMark[] = []

/** A notice: a text in Markdown with facts in it, and places in it that are marked. */
export function NoticeEditor({
  facts,
  marks = NO_MARKS,
  ...field
}: TextFieldProps & { facts: readonly EditorFact[]; marks?: readonly EditorMark[] }) {
  return (
    <CoveredTextarea {...field} load={load} scripts={SCRIPTS}>
      {(RichText, covering) => <RichText {...covering} facts={facts} marks={marks} />}
    </CoveredTextarea>
  )
}
