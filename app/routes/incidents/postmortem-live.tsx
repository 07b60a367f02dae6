import { useEffect, useRef } from 'react'
import { markSaved, markUnsaved } from '#app/components/forms/form.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import type { LiveDraft } from '#app/editor/collaboration/live-draft.ts'
import { liveDraftMessages } from '#app/messages/live-draft.ts'

/** How it stands with the draft, and who else is writing. Inside the form of the text. */
export function LiveState({ live }: { live: LiveDraft }) {
  const t = useMessages(liveDraftMessages)
  const { zone } = useReader()
  const line = useRef<HTMLDivElement>(null)
  const { status, peers, savedAt, unsaved } = live
  const isKept = status === 'live' && !unsaved
  useEffect(() => {
    const form = line.current?.closest('form')
    if (!form) return
    if (!isKept) {
      if (unsaved) markUnsaved(form)
      return
    }
    // What is on the server's disk needs no question before the page is left.
    const tell = () => markSaved(form)
    tell()
    form.addEventListener('input', tell)
    return () => form.removeEventListener('input', tell)
  }, [isKept, unsaved])
  const time =
    savedAt === null
      ? null
      : new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
          savedAt,
        )
  const said =
    status !== 'live'
      ? t.states[status]
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
    </div>
  )
}
