import { useNavigation } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { writingMessages } from '#app/messages/writing.ts'

/**
 * Where the text is: saved, not yet, or out of reach. Says nothing before anything was typed or saved. Place it inside the
 * form of the text. Ctrl+S sends that form.
 */
export function SavingState({
  savedAt,
  refused,
  live = false,
}: {
  /** It is saved as it is written, which is said elsewhere. */
  live?: boolean
  /** Epoch ms of the last save on this page. */
  savedAt: number | null
  /** The text that was sent last was not taken. */
  refused: boolean
}) {
  const t = useMessages(writingMessages)
  const { zone } = useReader()
  const navigation = useNavigation()
  const line = useRef<HTMLParagraphElement>(null)
  const [unsaved, setUnsaved] = useState(false)
  const [offline, setOffline] = useState(false)
  const isSaving = navigation.state !== 'idle' && navigation.formData?.get('intent') === 'save'
  useEffect(() => {
    const form = line.current?.closest('form')
    if (!form) return
    const onInput = () => setUnsaved(true)
    const onSubmit = () => setUnsaved(false)
    const onKey = (event: KeyboardEvent) => {
      const isSave = (event.ctrlKey || event.metaKey) && !event.altKey && event.code === 'KeyS'
      if (!isSave || event.isComposing) return
      event.preventDefault()
      form.requestSubmit(form.querySelector<HTMLButtonElement>('button[value="save"]'))
    }
    const onLine = () => setOffline(!navigator.onLine)
    onLine()
    form.addEventListener('input', onInput)
    form.addEventListener('submit', onSubmit)
    document.addEventListener('keydown', onKey)
    window.addEventListener('online', onLine)
    window.addEventListener('offline', onLine)
    return () => {
      form.removeEventListener('input', onInput)
      form.removeEventListener('submit', onSubmit)
      document.removeEventListener('keydown', onKey)
      window.removeEventListener('online', onLine)
      window.removeEventListener('offline', onLine)
    }
  }, [])
  const time =
    savedAt === null
      ? null
      : new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
          savedAt,
        )
  const said = isSaving
    ? t.states.saving
    : unsaved && offline
      ? t.states.offline
      : unsaved
        ? t.states.unsaved
        : refused
          ? t.states.refused
          : time === null
            ? ''
            : t.savedAt(time)
  const isRefused = refused && !unsaved && !isSaving
  return (
    <p
      role="status"
      className="status-line"
      ref={line}
      data-urgent={!live && unsaved && offline ? '' : undefined}
      // Then it is the only one that says how it stands.
      data-refused={isRefused ? '' : undefined}
    >
      {live && !isSaving && !isRefused ? (time === null ? '' : t.revisionAt(time)) : said}
    </p>
  )
}
