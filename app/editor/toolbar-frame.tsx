import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import { editorMessages } from '#app/messages/editor.ts'

/**
 * One row of buttons; the arrow keys go through those in sight, Tab passes by, Escape leads back to the text. Where the
 * row is too narrow, those that are needed less stand behind the last one.
 */
export function ToolbarFrame({
  label,
  controls,
  onLeave,
  children,
  less,
  className = 'editor-toolbar',
}: {
  label: string
  /** Id of the text. */
  controls: string
  onLeave: () => void
  children: ReactNode
  /** What is needed less. */
  less?: ReactNode
  className?: string
}) {
  const t = useMessages(editorMessages)
  const bar = useRef<HTMLDivElement>(null)
  const lessUsed = useId()
  const [opened, setOpened] = useState(false)
  const all = () => [...(bar.current?.querySelectorAll<HTMLButtonElement>('button, summary') ?? [])]
  const inSight = () => all().filter((button) => button.offsetParent !== null)
  // One of them is reached by Tab.
  useEffect(() => {
    const buttons = all()
    if (buttons.some((button) => button.tabIndex === 0)) return
    const [first] = buttons
    if (first) first.tabIndex = 0
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      if (opened) {
        setOpened(false)
        bar.current?.querySelector<HTMLElement>('.tool-more')?.focus()
        return
      }
      return onLeave()
    }
    const buttons = inSight()
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    buttons[(to + buttons.length) % buttons.length]?.focus()
  }
  const onFocus = () => {
    for (const button of all()) button.tabIndex = button === document.activeElement ? 0 : -1
  }
  return (
    <div
      ref={bar}
      className={className}
      role="toolbar"
      aria-label={label}
      aria-controls={controls}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget && !currentTarget.contains(relatedTarget)) setOpened(false)
      }}
    >
      {children}
      {less === undefined ? null : (
        <>
          <div
            className="tool-less"
            id={lessUsed}
            data-open={opened ? '' : undefined}
            onClick={() => setOpened(false)}
          >
            {less}
          </div>
          <button
            type="button"
            className="tool tool-more"
            tabIndex={-1}
            aria-label={t.moreTools}
            title={t.moreTools}
            aria-expanded={opened}
            aria-controls={lessUsed}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => setOpened(!opened)}
          >
            <Icon path={ICONS.more} weight={2.6} />
          </button>
        </>
      )}
    </div>
  )
}

/** A button of the row. With `keys`, such as "Ctrl+B", the name that appears over it says how it is reached. */
export function Tool({
  name,
  label,
  keys,
  face,
  pressed,
  disabled,
  wide,
  onUse,
}: {
  name: string
  label: string
  keys?: string | undefined
  face: ReactNode
  pressed?: boolean | undefined
  disabled?: boolean
  /** Shows its words. */
  wide?: boolean
  onUse: () => void
}) {
  return (
    <button
      type="button"
      className={wide ? 'tool tool-wide' : 'tool'}
      data-tool={name}
      tabIndex={-1}
      aria-label={wide ? undefined : label}
      title={keys ? `${label} (${keys})` : wide ? undefined : label}
      aria-pressed={pressed}
      aria-disabled={disabled || undefined}
      // The text keeps its selection.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (!disabled) onUse()
      }}
    >
      {face}
    </button>
  )
}

export const ICONS = {
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  plus: 'M10 4v12M4 10h12',
  link: 'M8 12l4-4M9 6l1.5-1.5a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.5 1.5a3.5 3.5 0 0 1-5-5L6 9',
  bullet: 'M8 5h9M8 10h9M8 15h9M4 5h.01M4 10h.01M4 15h.01',
  number: 'M9 5h8M9 10h8M9 15h8M3.5 4l1.2-.8V7M3 12.2c0-1.6 2.4-1.4 2.2 0C5.1 13 3 14.5 3 15.5h2.4',
  quote: 'M4 4v12M8 7h9M8 12h6',
  undo: 'M7 4 3.5 7.5 7 11M4 7.5h8a4.5 4.5 0 0 1 0 9H8',
  redo: 'm13 4 3.5 3.5L13 11M16 7.5H8a4.5 4.5 0 0 0 0 9h4',
}

export function Icon({ path, weight = 1.6 }: { path: string; weight?: number }) {
  return (
    <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth={weight}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
