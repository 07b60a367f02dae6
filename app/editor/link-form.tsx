import { useEffect, useRef, useState } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import { editorMessages } from '#app/messages/editor.ts'
import { isSafeAddress } from './paste/clean.ts'

/** Where a link leads. No form of its own: it stands inside of one. */
export function LinkForm({
  address,
  onSet,
  onLeave,
}: {
  address: string
  /** Empty to take the link away. */
  onSet: (address: string) => void
  onLeave: () => void
}) {
  const t = useMessages(editorMessages)
  const input = useRef<HTMLInputElement>(null)
  const [refused, setRefused] = useState(false)
  useEffect(() => input.current?.select(), [])
  const set = () => {
    const typed = input.current?.value.trim() ?? ''
    if (typed === '') return onLeave()
    const full = /^[\w-]+(\.[\w-]+)+(\/|$)/.test(typed) ? `https://${typed}` : typed
    if (isSafeAddress(full)) onSet(full)
    else setRefused(true)
  }
  return (
    <div
      className="link-form"
      role="group"
      aria-label={t.link}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Escape') {
          event.preventDefault()
          event.stopPropagation()
          onLeave()
        } else if (event.key === 'Enter' && event.target === input.current) {
          event.preventDefault()
          set()
        }
      }}
    >
      <input
        ref={input}
        type="url"
        className="input"
        aria-label={t.linkAddress}
        placeholder="https://"
        defaultValue={address}
        aria-invalid={refused || undefined}
        onInput={(event) => {
          // Not a field of the form around it.
          event.stopPropagation()
          setRefused(false)
        }}
      />
      <button type="button" className="button" onClick={set}>
        {t.linkApply}
      </button>
      {address === '' ? null : (
        <button type="button" className="button button-quiet" onClick={() => onSet('')}>
          {t.linkRemove}
        </button>
      )}
      {refused ? (
        <p className="field-error" role="alert">
          {t.linkRefused}
        </p>
      ) : null}
    </div>
  )
}
