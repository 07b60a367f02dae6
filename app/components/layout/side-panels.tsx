import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { flushSync } from 'react-dom'

/** One of several things that stand in the same place. */
export interface SidePanel {
  id: string
  label: string
  /** How many in it ask for attention. */
  count?: number
  content: ReactNode
}

/** Heard by the panels of a page, with the `id` of the one to open: what shows something in it brings it to the front. */
const OPEN_PANEL = 'sagwa:open-panel'

/** Brings a panel of this page to the front, at once. For what somebody does, not while the page is being drawn. */
export function openPanel(id: string): void {
  document.dispatchEvent(new CustomEvent(OPEN_PANEL, { detail: { id } }))
}

/**
 * Beside the text, one at a time, chosen by tabs. Without script, and in print, all stand under one another. A panel that
 * the address of the page leads into is open at once.
 */
export function SidePanels({ label, panels }: { label: string; panels: readonly SidePanel[] }) {
  const unique = useId()
  const box = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<string | null>(null)
  useEffect(() => {
    const wanted = window.location.hash === '' ? null : document.getElementById(window.location.hash.slice(1))
    const holder = wanted?.closest<HTMLElement>('[data-panel]')
    setActive((now) => now ?? holder?.dataset.panel ?? panels[0]?.id ?? null)
    // At once, because whoever asked goes on to something in the panel.
    const onOpen = (event: Event) =>
      flushSync(() => setActive((event as CustomEvent<{ id: string }>).detail.id))
    document.addEventListener(OPEN_PANEL, onOpen)
    return () => document.removeEventListener(OPEN_PANEL, onOpen)
  }, [panels])
  const onKeyDown = (event: KeyboardEvent) => {
    const at = panels.findIndex(({ id }) => id === active)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: panels.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const next = panels[(to + panels.length) % panels.length]
    if (!next) return
    setActive(next.id)
    box.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus()
  }
  // The first render is the page without script: all of it.
  const isAwake = active !== null
  return (
    <div className="side-panels" ref={box} data-awake={isAwake ? '' : undefined}>
      {isAwake ? (
        <div className="side-tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
          {panels.map(({ id, label: name, count = 0 }) => (
            <button
              key={id}
              type="button"
              role="tab"
              data-tab={id}
              id={`${unique}-${id}-tab`}
              aria-selected={id === active}
              aria-controls={`${unique}-${id}`}
              tabIndex={id === active ? 0 : -1}
              onClick={() => setActive(id)}
            >
              {name}
              {count > 0 ? <span className="side-count">{count}</span> : null}
            </button>
          ))}
        </div>
      ) : null}
      {panels.map(({ id, content }) => (
        <div
          key={id}
          data-panel={id}
          id={`${unique}-${id}`}
          {...(isAwake
            ? {
                role: 'tabpanel',
                'aria-labelledby': `${unique}-${id}-tab`,
                hidden: id !== active,
                tabIndex: 0,
              }
            : {})}
        >
          {content}
        </div>
      ))}
    </div>
  )
}
