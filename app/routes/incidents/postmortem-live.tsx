import { useEffect, useRef, useState } from 'react'
import { markSaved, markUnsaved } from '#app/components/forms/form.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { LONGEST_POSTMORTEM } from '#app/domain/postmortem-review.ts'
import type { LiveDraft } from '#app/editor/collaboration/live-draft.ts'
import { liveDraftMessages } from '#app/messages/live-draft.ts'
import { writingMessages } from '#app/messages/writing.ts'

/** Milliseconds of rest after which what is typed as Markdown becomes part of the draft. */
const TAKE_AFTER = 800

/** How it stands with the draft, and who else is writing. Inside the form of the text. */
export function LiveState({ live }: { live: LiveDraft }) {
  const t = useMessages(liveDraftMessages)
  const { zone } = useReader()
  const line = useRef<HTMLDivElement>(null)
  const { status, peers, savedAt, unsaved } = live
  const written = useMessages(writingMessages)
  /** Whether something typed as Markdown is not in the draft yet: it comes there when the typing rests. */
  const [isApart, setApart] = useState(false)
  const { take } = live
  const isKept = status === 'live' && !unsaved && !isApart
  useEffect(() => {
    const form = line.current?.closest('form')
    const text = form?.querySelector<HTMLTextAreaElement>('textarea[name="markdown"]')
    if (!form || !text) return
    const isShown = () => text.offsetParent !== null
    if (!isShown()) setApart(false)
    let timer: ReturnType<typeof setTimeout> | undefined
    const takeNow = () => {
      clearTimeout(timer)
      timer = undefined
      // What is too long would be refused, and stays here only.
      if (text.value.length <= LONGEST_POSTMORTEM && take(text.value)) setApart(false)
    }
    const onInput = (event: Event) => {
      if (event.target !== text && isShown()) return
      setApart(isShown())
      clearTimeout(timer)
      timer = isShown() ? setTimeout(takeNow, TAKE_AFTER) : undefined
    }
    // Whoever looks elsewhere may not come back.
    const onHide = () => {
      if (timer !== undefined) takeNow()
    }
    const onSubmit = () => {
      clearTimeout(timer)
      timer = undefined
      setApart(text.value.length > LONGEST_POSTMORTEM)
    }
    form.addEventListener('input', onInput)
    form.addEventListener('submit', onSubmit)
    text.addEventListener('blur', onHide)
    document.addEventListener('visibilitychange', onHide)
    // Before the draft itself looks whether all is sent.
    window.addEventListener('beforeunload', onHide, { capture: true })
    return () => {
      onHide()
      form.removeEventListener('input', onInput)
      form.removeEventListener('submit', onSubmit)
      text.removeEventListener('blur', onHide)
      document.removeEventListener('visibilitychange', onHide)
      window.removeEventListener('beforeunload', onHide, { capture: true })
    }
  }, [take])
  useEffect(() => {
    const form = line.current?.closest('form')
    if (!form) return
    if (!isKept) {
      if (unsaved || isApart) markUnsaved(form)
      return
    }
    // What is on the server's disk needs no question before the page is left.
    const tell = () => markSaved(form)
    tell()
    form.addEventListener('input', tell)
    return () => form.removeEventListener('input', tell)
  }, [isKept, unsaved, isApart])
  const time =
    savedAt === null
      ? null
      : new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
          savedAt,
        )
  const said =
    status !== 'live'
      ? t.states[status]
      : isApart
        ? written.states.unsaved
        : unsaved
          ? t.saving
          : time === null
            ? t.states.live
            : t.savedAt(time)
  return (
    <div ref={line} className="live-state" data-status={status}>
      {peers.length === 0 ? null : (
        <ul className="live-peers" aria-label={t.here}>
          {peers.map(({ id, name, colour }) => (
            <li key={id} style={{ borderColor: colour }}>
              {name}
            </li>
          ))}
        </ul>
      )}
      <p
        role="status"
        className="status-line"
        data-urgent={['live', 'connecting'].includes(status) ? undefined : ''}
      >
        {said}
      </p>
      {live.replaced === null ? null : (
        <div className="live-replaced" role="status">
          <p>{t.replaced}</p>
          <details className="more">
            <summary>{t.replacedText}</summary>
            <textarea className="input" readOnly rows={5} value={live.replaced} aria-label={t.replacedText} />
          </details>
        </div>
      )}
    </div>
  )
}
