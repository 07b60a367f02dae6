import { useEffect, useRef } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import { editorMessages } from '#app/messages/editor.ts'
import type { MenuEntry } from './insert-menu.ts'

/** What `/` found, under the caret. The focus stays in the text, which names the active entry to those who hear it. */
export function SlashMenu({
  id,
  entries,
  query,
  active,
  place,
  lang,
  onPick,
}: {
  id: string
  entries: readonly MenuEntry[]
  query: string
  active: number
  /** Distance from the corner of the box it stands in: px. */
  place: { left: number; top: number }
  /** Language of the values. */
  lang: string
  onPick: (entry: MenuEntry) => void
}) {
  const t = useMessages(editorMessages)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    // Reachable, because it scrolls; a press on it leaves the caret in the text.
    <div
      ref={list}
      className="slash-menu"
      style={place}
      tabIndex={0}
      onMouseDown={(event) => event.preventDefault()}
    >
      {entries.length === 0 ? (
        <p className="slash-menu-none" role="status">
          {t.nothing(query)}
        </p>
      ) : (
        <div id={id} role="listbox" aria-label={t.menu}>
          {(['facts', 'blocks'] as const).map((group) => {
            const own = entries.filter((entry) => entry.group === group)
            return own.length === 0 ? null : (
              <div key={group} role="group" aria-label={t[group]}>
                <div className="slash-menu-group" aria-hidden="true">
                  {t[group]}
                </div>
                {own.map((entry) => (
                  <div
                    key={entry.id}
                    id={`${id}-${entries.indexOf(entry)}`}
                    className="slash-menu-entry"
                    role="option"
                    aria-selected={entries.indexOf(entry) === active}
                    onMouseDown={(event) => {
                      event.preventDefault()
                      onPick(entry)
                    }}
                  >
                    <span>{entry.label}</span>
                    {entry.detail === null ? (
                      <span className="slash-menu-unknown">{t.unknownValue}</span>
                    ) : (
                      <span className="slash-menu-value" lang={lang}>
                        {entry.detail}
                      </span>
                    )}
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      )}
    </div>
  )
}
