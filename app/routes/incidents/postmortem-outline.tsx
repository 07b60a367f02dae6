import { useEffect, useState } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import type { OutlineEntry, WritingSurface } from '#app/editor/postmortem-editor.tsx'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { writingMessages } from '#app/messages/writing.ts'

/** The part of the window, from its top, that somebody reads at: a heading above it is that of what is read. */
const READ_AT = 0.3

/** The headings of the text that is being written; the one in whose part somebody is is marked. */
export function WritingOutline({
  outline,
  surface,
}: {
  outline: readonly OutlineEntry[]
  surface: WritingSurface | null
}) {
  const t = useMessages(postmortemMessages)
  const words = useMessages(writingMessages)
  const current = useCurrent(outline, surface)
  if (outline.length === 0) return <p className="quiet">{words.noHeadings}</p>
  const top = Math.min(...outline.map(({ level }) => level))
  return (
    <nav aria-label={t.outline} className="outline writing-outline">
      <ol>
        {outline.map(({ key, level, text }) => (
          <li key={key} data-level={level - top + 2}>
            <button
              type="button"
              aria-current={key === current ? 'location' : undefined}
              onClick={() => surface?.show(key)}
            >
              {text}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function useCurrent(outline: readonly OutlineEntry[], surface: WritingSurface | null): string | null {
  const [current, setCurrent] = useState<string | null>(null)
  useEffect(() => {
    if (!surface) return
    let asked = 0
    const look = () => {
      asked = 0
      const line = window.innerHeight * READ_AT
      const above = outline.filter(({ key }) => {
        const element = surface.elementOf(key)
        return element !== null && element.getBoundingClientRect().top <= line
      })
      setCurrent((above.at(-1) ?? outline[0])?.key ?? null)
    }
    const onScroll = () => {
      asked ||= requestAnimationFrame(look)
    }
    look()
    document.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      cancelAnimationFrame(asked)
      document.removeEventListener('scroll', onScroll)
    }
  }, [outline, surface])
  return current
}
