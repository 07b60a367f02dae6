import { useActionData, useBlocker, useNavigation } from '@remix-run/react'
import { useEffect, useRef, useState, type ComponentPropsWithoutRef, type ReactNode } from 'react'
import { TimeText } from '#app/components/time-text.tsx'
import { useMessages } from '#app/components/reader.tsx'
import type { Instant } from '#app/domain/instant.ts'
import { formMessages } from '#app/messages/forms.ts'
import { shellMessages } from '#app/messages/shell.ts'

/** Fields that belong together, under their own heading. */
export function FormSection({
  title,
  note,
  children,
}: {
  title?: ReactNode
  note?: ReactNode
  children: ReactNode
}) {
  return (
    <fieldset className="form-section">
      {title ? <legend>{title}</legend> : null}
      {note ? <p className="form-section-note">{note}</p> : null}
      {children}
    </fieldset>
  )
}

/** The row of buttons under a form: the one that does it first, the way back after it. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="form-actions">{children}</div>
}

/**
 * The button that sends a form. While its own form is under way it says so (`pending`) and does not send twice; it
 * keeps the focus.
 */
export function SubmitButton({
  children,
  pending,
  kind = 'primary',
  ...button
}: {
  pending?: ReactNode
  kind?: 'primary' | 'plain' | 'quiet' | 'danger'
} & Omit<ComponentPropsWithoutRef<'button'>, 'type'>) {
  const navigation = useNavigation()
  const sent = navigation.formData
  const mine =
    navigation.state !== 'idle' &&
    sent !== undefined &&
    (button.name === undefined || sent.get(button.name) === String(button.value))
  return (
    <button
      {...button}
      type="submit"
      className={kind === 'plain' ? 'button' : `button button-${kind}`}
      aria-disabled={mine || undefined}
      onClick={(event) => {
        if (mine) event.preventDefault()
        else button.onClick?.(event)
      }}
    >
      {mine && pending ? pending : children}
    </button>
  )
}

export interface SummaryError {
  /** Id of the control, without `#`; null for what concerns the whole form. */
  fieldId: string | null
  message: string
}

/**
 * The errors of a form as links to their fields, on top of it. Takes the focus when the page comes back, so that nobody
 * has to search. Renders nothing without errors.
 */
export function ErrorSummary({ errors }: { errors: readonly SummaryError[] }) {
  const t = useMessages(formMessages)
  const box = useRef<HTMLDivElement>(null)
  const [labels, setLabels] = useState<Record<string, string>>({})
  const key = errors.map((error) => `${error.fieldId} ${error.message}`).join('\n')
  useEffect(() => {
    if (!key) return
    setLabels(labelsOnPage(key.split('\n').map((line) => line.split(' ', 1)[0] ?? '')))
    box.current?.focus()
  }, [key])
  if (errors.length === 0) return null
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={box} aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">{t.errorSummary(errors.length)}</h2>
      <ul>
        {errors.map((error, index) => (
          <li key={index}>
            {error.fieldId ? (
              <a href={`#${error.fieldId}`}>
                {labels[error.fieldId] ? `${labels[error.fieldId]} · ` : null}
                {error.message}
              </a>
            ) : (
              error.message
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What the fields are called where they stand, so that two that are empty can be told apart; by their ids. */
function labelsOnPage(ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const label =
        document.querySelector(`label[for="${CSS.escape(id)}"]`) ??
        document.getElementById(id)?.closest('fieldset')?.querySelector('legend')
      // Without the "optional" beside it.
      const words = label?.firstChild?.textContent?.trim()
      return words ? [[id, words]] : []
    }),
  )
}

/** The errors of a Conform form in the order of its fields: what `ErrorSummary` takes. */
export function summaryErrors(
  form: { errors?: string[] | undefined },
  fields: readonly { id: string; errors?: string[] | undefined }[],
): SummaryError[] {
  return [
    ...(form.errors ?? []).map((message) => ({ fieldId: null, message })),
    ...fields.flatMap((field) => (field.errors ?? []).map((message) => ({ fieldId: field.id, message }))),
  ]
}

export interface ConflictLine {
  /** Name of the form field that is to be decided. */
  name: string
  label: string
  yours: string
  theirs: string
  /** How a value reads, where it is not what people see. */
  word?: ((value: string) => string) | undefined
}

/**
 * Two people saved at once: both versions side by side, a choice for each line that differs. Goes inside the form in
 * place of the fields; every line sends its chosen text under its own name, lines that agree send it hidden. What one
 * of them left empty is not chosen over what the other wrote. The form carries the new version in its hidden field.
 * Works without script.
 */
export function ConflictPanel({
  lines,
  savedBy,
  savedAt,
}: {
  lines: readonly ConflictLine[]
  savedBy?: string
  savedAt?: Instant | null
}) {
  const t = useMessages(formMessages).conflict
  return (
    <section className="conflict" role="alert" aria-labelledby="conflict-title">
      <div>
        <h2 id="conflict-title">{t.title}</h2>
        <p>{t.body}</p>
      </div>
      <table className="conflict-table">
        <thead>
          <tr>
            <td />
            <th scope="col">{t.yours}</th>
            <th scope="col">
              {t.theirs}
              {savedAt ? (
                <span>
                  {savedBy} <TimeText at={savedAt} as="compact" />
                </span>
              ) : savedBy ? (
                <span>{savedBy}</span>
              ) : null}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const differs = line.yours !== line.theirs
            const chosen = line.yours === '' ? 'theirs' : 'yours'
            const show = (value: string) =>
              value === '' && !line.word ? t.empty : (line.word?.(value) ?? value)
            return (
              <tr key={line.name} data-differs={differs ? '' : undefined}>
                <th scope="row">{line.label}</th>
                {differs ? (
                  (['yours', 'theirs'] as const).map((side) => (
                    <td key={side} data-label={t[side]}>
                      <label className="conflict-choice">
                        <input
                          type="radio"
                          name={line.name}
                          value={line[side]}
                          defaultChecked={side === chosen}
                        />
                        <span>{show(line[side])}</span>
                      </label>
                    </td>
                  ))
                ) : (
                  <td colSpan={2} data-label={t.same}>
                    <input type="hidden" name={line.name} value={line.yours} />
                    <span className="quiet">{show(line.yours)}</span>
                  </td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** What a form hears before somebody looks whether it holds unsaved text: editors over its fields write theirs into them. */
export const WRITE_OUT = 'sagwa:write-out'

/** What a form hears when its text was saved without being sent, and when it was not saved although it was sent. */
const SAVED = 'sagwa:saved'
const UNSAVED = 'sagwa:unsaved'

/** Whether a form on this page holds text that its `UnsavedGuard` would not let go. */
export function hasUnsavedText(): boolean {
  for (const form of document.forms) form.dispatchEvent(new Event(WRITE_OUT))
  return document.querySelector('form[data-unsaved]') !== null
}

/** Tells the `UnsavedGuard` of a form that what it holds was saved. */
export function markSaved(form: HTMLFormElement): void {
  form.dispatchEvent(new Event(SAVED))
}

/** Tells the `UnsavedGuard` of a form that what it holds is still not saved. */
export function markUnsaved(form: HTMLFormElement): void {
  form.dispatchEvent(new Event(UNSAVED))
}

/**
 * Asks before a page with unsent text is left; also after a form was sent and refused. Place it inside the form it
 * guards; needs script to do anything.
 */
export function UnsavedGuard() {
  const t = useMessages(shellMessages)
  const answer = useActionData()
  const anchor = useRef<HTMLSpanElement>(null)
  const state = useRef<'saved' | 'unsaved' | 'sent'>('saved')
  const become = (next: typeof state.current) => {
    state.current = next
    anchor.current?.closest('form')?.toggleAttribute('data-unsaved', next === 'unsaved')
  }
  useEffect(() => {
    const form = anchor.current?.closest('form')
    if (!form) return
    const onInput = () => become('unsaved')
    const onSubmit = () => state.current === 'unsaved' && become('sent')
    const onSaved = () => become('saved')
    const onLeave = (event: BeforeUnloadEvent) => {
      form.dispatchEvent(new Event(WRITE_OUT))
      if (state.current === 'unsaved') event.preventDefault()
    }
    form.addEventListener('input', onInput)
    form.addEventListener('submit', onSubmit)
    form.addEventListener(SAVED, onSaved)
    form.addEventListener(UNSAVED, onInput)
    window.addEventListener('beforeunload', onLeave)
    return () => {
      form.removeEventListener('input', onInput)
      form.removeEventListener('submit', onSubmit)
      form.removeEventListener(SAVED, onSaved)
      form.removeEventListener(UNSAVED, onInput)
      window.removeEventListener('beforeunload', onLeave)
    }
  }, [])
  useEffect(() => {
    // Actions answer only what they refuse: whatever they take leads elsewhere.
    if (answer !== undefined && state.current === 'sent') become('unsaved')
  }, [answer])
  useBlocker(({ currentLocation, nextLocation }) => {
    if (currentLocation.pathname === nextLocation.pathname) return false
    anchor.current?.closest('form')?.dispatchEvent(new Event(WRITE_OUT))
    return state.current === 'unsaved' && !window.confirm(t.unsaved)
  })
  return <span ref={anchor} hidden />
}
