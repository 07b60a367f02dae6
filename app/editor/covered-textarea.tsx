import { useEffect, useId, useRef, useState, type ReactNode, type RefObject } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import { editorMessages } from '#app/messages/editor.ts'
import { EarlyScripts } from './early-scripts.tsx'

/** What an editor has to know of the textarea that it covers. */
export interface Covering {
  /** Of the control: that of the textarea as long as nothing covers it. */
  id: string
  /** Unique on the page, for what the editor opens. */
  menuId: string
  labelledBy: string
  describedBy: string | undefined
  invalid: boolean
  required: boolean
  /** Of the text. */
  language: string
  /** What the form sends. */
  textarea: RefObject<HTMLTextAreaElement>
  onChange: ((markdown: string) => void) | undefined
  onMarkdown: () => void
  /** The text could not be opened; it is untouched. */
  onUnreadable: () => void
}

export interface TextFieldProps {
  name: string
  /** Of the control; the name if not given. */
  id?: string
  /** Of the text. */
  language: string
  defaultValue: string
  label: ReactNode
  hint?: ReactNode
  /** What helps only where the Markdown itself is written. */
  markdownHint?: ReactNode
  errors?: readonly string[] | undefined
  required?: boolean
  /** Hears the Markdown a moment after it has changed. */
  onChange?: (markdown: string) => void
}

/**
 * A text in Markdown. Without script it is a textarea; with script that textarea is covered by an editor, is kept up to
 * date by it, and is still what the form sends. Typing into it, in whichever form, makes the form hear an `input` event
 * of that textarea. What stands beside speaks to the textarea as well: `sagwa:insert` with a `key` puts a fact where the
 * caret is, `sagwa:reveal` with `start` and `end` shows a place of the Markdown; the default of either is prevented while
 * the editor covers it.
 */
export function CoveredTextarea<Loaded>({
  name,
  id = name,
  language,
  defaultValue,
  label,
  hint,
  markdownHint,
  errors,
  required,
  onChange,
  load,
  scripts,
  atOnce = scripts !== undefined,
  children,
}: TextFieldProps & {
  /** Fetches the editor. */
  load: () => Promise<Loaded>
  /** Paths of the modules that `load` imports, to be sent along with the page. */
  scripts?: readonly string[]
  /** Fetched with the page, not when the page has nothing else to do. */
  atOnce?: boolean
  children: (loaded: Loaded, covering: Covering) => ReactNode
}) {
  const t = useMessages(editorMessages)
  const unique = useId()
  const textarea = useRef<HTMLTextAreaElement>(null)
  const [loaded, setLoaded] = useState<{ editor: Loaded } | null>(null)
  const [asMarkdown, setAsMarkdown] = useState(false)
  const [failed, setFailed] = useState(false)
  const first = useRef({ load, atOnce })
  useEffect(() => {
    let gone = false
    const fetched = () =>
      first.current.load().then(
        (editor) => {
          if (!gone) setLoaded({ editor })
        },
        // Without the editor the text can be written as before.
        () => undefined,
      )
    const stop = first.current.atOnce ? (void fetched(), () => undefined) : whenIdle(fetched)
    return () => {
      gone = true
      stop()
    }
  }, [])
  const isRich = loaded !== null && !asMarkdown
  const errorId = errors?.length ? `${id}-error` : undefined
  const hintId = hint ? `${id}-hint` : undefined
  const markdownHintId = markdownHint && !isRich ? `${id}-markdown-hint` : undefined
  const described = [hintId, markdownHintId, errorId].filter(Boolean).join(' ') || undefined
  return (
    <div className="field editor" data-invalid={errorId ? '' : undefined} data-rich={isRich ? '' : undefined}>
      {scripts === undefined ? null : <EarlyScripts modules={scripts} />}
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
      {loaded && asMarkdown && !failed ? (
        <div className="editor-switch">
          <button type="button" className="tool tool-wide" onClick={() => setAsMarkdown(false)}>
            {t.asText}
          </button>
        </div>
      ) : null}
      {isRich
        ? children(loaded.editor, {
            id,
            menuId: `menu-${unique}`,
            labelledBy: `${id}-label`,
            describedBy: described,
            invalid: errorId !== undefined,
            required: required ?? false,
            language,
            textarea,
            onChange,
            onMarkdown: () => setAsMarkdown(true),
            onUnreadable: () => {
              setFailed(true)
              setAsMarkdown(true)
            },
          })
        : null}
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
