import { useFetcher } from '@remix-run/react'
import { useEffect, useId, useRef } from 'react'
import { RadioGroup, TextArea, TextField } from '#app/components/forms/fields.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { ACTION_KINDS } from '#app/domain/incident-record.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { writingMessages } from '#app/messages/writing.ts'

/** What the page of the text answers. */
export interface ActionItemAnswer {
  created?: { id: string; title: string }
  result: { error?: Record<string, string[] | null> | null }
}

/** The form that makes an action item of a sentence. The text keeps its sentence, and the page stays. */
export function ActionFromText({
  to,
  sentence,
  onLeave,
}: {
  /** The page of the text, which takes the form. */
  to: string
  /** Null while nobody asks. Each time somebody does it is a new object. */
  sentence: { text: string } | null
  onLeave: (created: { id: string; title: string } | null) => void
}) {
  const t = useMessages(writingMessages).action
  const words = useMessages(incidentMessages)
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const fetcher = useFetcher<ActionItemAnswer>()
  const { data, state } = fetcher
  const answered = useRef<unknown>(undefined)
  const leave = useRef(onLeave)
  leave.current = onLeave
  useEffect(() => {
    if (sentence) dialog.current?.showModal()
    else dialog.current?.close()
  }, [sentence])
  useEffect(() => {
    if (state !== 'idle' || data === undefined || answered.current === data) return
    if (data.created === undefined) return
    answered.current = data
    leave.current(data.created)
  }, [data, state])
  const errors = state === 'idle' ? (data?.result.error ?? {}) : {}
  const field = (name: string, initialValue = '') => ({
    name,
    id: `${id}-${name}`,
    errors: errors[name] ?? undefined,
    initialValue,
  })
  return (
    <dialog
      ref={dialog}
      className="keys action-from-text"
      aria-labelledby={`${id}-heading`}
      onCancel={(event) => {
        event.preventDefault()
        onLeave(null)
      }}
    >
      <h2 id={`${id}-heading`}>{t.title}</h2>
      <p className="quiet">{t.hint}</p>
      {sentence === null ? null : (
        <fetcher.Form method="post" action={to} encType="multipart/form-data" className="form" noValidate>
          <TextArea field={field('title', sentence.text)} label={words.action.title} rows={2} />
          <RadioGroup
            field={field('kind', ACTION_KINDS[0])}
            label={words.action.kind}
            inline
            options={ACTION_KINDS.map((value) => ({ value, label: words.record.actionKinds[value] }))}
          />
          <div className="field-row">
            <TextField field={field('owner')} label={words.action.owner} optional />
            <TextField field={field('dueOn')} label={words.action.due} type="date" optional />
          </div>
          <div className="form-actions">
            <button
              type="submit"
              className="button button-primary"
              name="intent"
              value="action_item"
              aria-disabled={state !== 'idle' || undefined}
              onClick={(event) => {
                if (state !== 'idle') event.preventDefault()
              }}
            >
              {t.create}
            </button>
            <button type="button" className="button button-quiet" onClick={() => onLeave(null)}>
              {t.cancel}
            </button>
          </div>
        </fetcher.Form>
      )}
    </dialog>
  )
}
