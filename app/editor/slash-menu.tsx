import { useEffect, useRef } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import { editorMessages } from '#app/messages/editor.ts'
import { groupsOf, type MenuEntry } from './insert-menu.ts'
import type { TypedMenu } from './typed-menu.ts'

/** What was found, under the caret. The focus stays in the text, which names the active entry to those who hear it. */
export function SlashMenu<Run>({
  id,
  menu,
  lang,
  waiting = false,
}: {
  id: string
  menu: TypedMenu<MenuEntry<Run>>
  /** Language of the values of facts. */
  lang: string
  /** What could be found is not known yet. */
  waiting?: boolean
}) {
  const t = useMessages(editorMessages)
  const list = useRef<HTMLDivElement>(null)
  const { asked, entries, active, pick } = menu
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active, asked?.query])
  if (!asked) return null
  return (
    // Reachable, because it scrolls; a press on it leaves the caret in the text.
    <div
      ref={list}
      className="slash-menu"
      style={asked.place}
      tabIndex={0}
      onMouseDown={(event) => event.preventDefault()}
    >
      {entries.length === 0 ? (
        <p className="slash-menu-none" role="status">
          {waiting ? t.searching : t.nothing(asked.query)}
        </p>
      ) : (
        <div id={id} role="listbox" aria-label={t.menu}>
          {groupsOf(entries).map((group) => {
            const own = entries.filter((entry) => entry.group === group)
            return (
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
                      pick(entry)
                    }}
                  >
                    <span>{entry.label}</span>
                    {entry.detail === null ? (
                      <span className="slash-menu-unknown">{t.unknownValue}</span>
                    ) : (
                      <span className="slash-menu-value" lang={group === 'facts' ? lang : undefined}>
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
