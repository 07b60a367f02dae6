import { useEffect, useState } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import { formMessages } from '#app/messages/forms.ts'

const SAID_FOR = 4000

/** Puts a text on the clipboard and says so. Shows only where the browser lets a page do it. */
export function CopyButton({ text }: { text: string }) {
  const t = useMessages(formMessages).copy
  const [offered, setOffered] = useState(false)
  const [copied, setCopied] = useState(false)
  useEffect(() => setOffered('clipboard' in navigator), [])
  useEffect(() => setCopied(false), [text])
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SAID_FOR)
    return () => clearTimeout(timer)
  }, [copied])
  if (!offered) return null
  return (
    <button
      type="button"
      className="button no-print"
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => setOffered(false),
        )
      }}
    >
      <span aria-live="polite">{copied ? t.done : t.copy}</span>
    </button>
  )
}
