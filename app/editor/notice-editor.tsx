import { useEffect, useId, useRef, useState, type ComponentType, type ReactNode } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import { editorMessages } from '#app/messages/editor.ts'
import type { EditorFact } from './editor-fact.ts'
import type { RichTextProps } from './rich-text.client.tsx'

export type { EditorFact } from './editor-fact.ts'

/** A place in the Markdown that somebody should look at. Offsets are UTF-16 units. */
export interface EditorMark {
  start: number
  end: number
  severity: 'must' | 'should' | 'may'
  fingerprint?: string
}

/**
 * A text in Markdown with facts in it. Without script it is a textarea; with script that textarea is covered by an
 * editor, is kept up to date by it, and is still what the form sends. Typing into it, in whichever form, makes the form
 * hear an `input` event of that textarea. What stands beside speaks to the textarea as well: `sagwa:insert` with a `key`
 * puts a fact where the caret is, `sagwa:reveal` with `start` and `end` shows a place of the Markdown; the default of
 * either is prevented while the editor covers it.
 */
export function NoticeEditor({
  name,
  id = name,
  language,
  defaultValue,
  facts,
  label,
  hint,
  markdownHint,
  errors,
  required,
  marks,
  onChange,
}: {
  name: string
  /** Of the control; the name if not given. */
  id?: string
  /** Of the text. */
  language: string
  defaultValue: string
  facts: readonly EditorFact[]
  label: ReactNode
  hint?: ReactNode
  /** What helps only where the Markdown itself is written. */
  markdownHint?: ReactNode
  errors?: readonly string[] | undefined
  required?: boolean
  marks?: readonly EditorMark[]
  /** Hears the Markdown a moment after it has changed. */
  onChange?: (markdown: string) => void
}) {
  const t = useMessages(editorMessages)
  const unique = useId()
  const textarea = useRef<HTMLTextAreaElement>(null)
  const [RichText, setRichText] = useState<ComponentType<RichTextProps> | null>(null)
  const [asMarkdown, setAsMarkdown] = useState(false)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let gone = false
    const stop = whenIdle(() =>
      import('./rich-text.client.tsx').then(
        (module) => {
          if (!gone) setRichText(() => module.RichText)
        },
        // Without the editor the text can be written as before.
        () => undefined,
      ),
    )
    return () => {
      gone = true
      stop()
    }
  }, [])
  const isRich = RichText !== null && !asMarkdown
  const errorId = errors?.length ? `${id}-error` : undefined
  const hintId = hint ? `${id}-hint` : undefined
  const markdownHintId = markdownHint && !isRich ? `${id}-markdown-hint` : undefined
  const described = [hintId, markdownHintId, errorId].filter(Boolean).join(' ') || undefined
  return (
    <div className="field editor" data-invalid={errorId ? '' : undefined}>
      <label
        className="field-label"
        id={`${id}-label`}
        htmlFor={isRich ? undefined : id}
        onClick={isRich ? () => document.getElementById(id)?.focus() : undefined}
      >
        {label}
      </label>
      {hint ? (
        <p className="field-hint" id={hintId}>
          {hint}
        </p>
      ) : null}
      {errorId ? (
        <p className="field-error" id={errorId}>
          {errors?.join(' ')}
        </p>
      ) : null}
      {failed ? (
        <p className="editor-message" role="status">
          {t.unreadable}
        </p>
      ) : null}
      {RichText && asMarkdown && !failed ? (
        <div className="editor-switch">
          <button type="button" className="tool tool-wide" onClick={() => setAsMarkdown(false)}>
            {t.asText}
          </button>
        </div>
      ) : null}
      {isRich ? (
        <RichText
          id={id}
          menuId={`menu-${unique}`}
          labelledBy={`${id}-label`}
          describedBy={described}
          invalid={errorId !== undefined}
          required={required ?? false}
          language={language}
          facts={facts}
          marks={marks ?? []}
          textarea={textarea}
          onChange={onChange}
          onMarkdown={() => setAsMarkdown(true)}
          onUnreadable={() => {
            setFailed(true)
            setAsMarkdown(true)
          }}
        />
      ) : null}
      <textarea
        ref={textarea}
        className="input input-draft"
        id={isRich ? `${id}-markdown` : id}
        name={name}
        hidden={isRich}
        defaultValue={defaultValue}
        rows={18}
        lang={language}
        aria-invalid={errorId ? true : undefined}
        aria-describedby={described}
        aria-required={required || undefined}
        onInput={(event) => {
          // What the rich text writes it tells by itself.
          if (!isRich) onChange?.(event.currentTarget.value)
        }}
      />
      {markdownHintId ? (
        <p className="field-hint" id={markdownHintId}>
          {markdownHint}
        </p>
      ) : null}
    </div>
  )
}

/** Calls when the page has nothing else to do, within a third of a second; returns how to call it off. */
function whenIdle(then: () => unknown): () => void {
  // Safari has no such callback yet.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(then, 1)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(then, { timeout: 300 })
  return () => cancelIdleCallback(handle)
}
