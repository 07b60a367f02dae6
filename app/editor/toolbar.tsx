import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import { editorMessages } from '#app/messages/editor.ts'

/** What the buttons show as pressed or possible. */
export interface ToolbarState {
  bold: boolean
  italic: boolean
  link: boolean
  block: string
  canUndo: boolean
  canRedo: boolean
}

export type Tool =
  | 'bold'
  | 'italic'
  | 'h2'
  | 'h3'
  | 'bullet'
  | 'number'
  | 'quote'
  | 'link'
  | 'fact'
  | 'undo'
  | 'redo'
  | 'markdown'

/**
 * One row of buttons; the arrow keys go through those in sight, Tab passes by, Escape leads back to the text. Where the
 * row is too narrow, those that are needed less stand behind the last one.
 */
export function Toolbar({
  state,
  controls,
  onTool,
  onLeave,
}: {
  state: ToolbarState
  /** Id of the text. */
  controls: string
  onTool: (tool: Tool) => void
  onLeave: () => void
}) {
  const t = useMessages(editorMessages)
  const bar = useRef<HTMLDivElement>(null)
  const lessUsed = useId()
  const [opened, setOpened] = useState(false)
  const buttons = () =>
    [...(bar.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])].filter(
      (button) => button.offsetParent !== null,
    )
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      if (opened) {
        setOpened(false)
        bar.current?.querySelector<HTMLElement>('.tool-more')?.focus()
        return
      }
      return onLeave()
    }
    const all = buttons()
    const at = all.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    all[(to + all.length) % all.length]?.focus()
  }
  const onFocus = () => {
    for (const button of buttons()) button.tabIndex = button === document.activeElement ? 0 : -1
  }
  let index = 0
  const tool = (name: Tool, label: string, face: ReactNode, { pressed, disabled, wide }: ToolLook = {}) => (
    <button
      type="button"
      key={name}
      className={wide ? 'tool tool-wide' : 'tool'}
      data-tool={name}
      tabIndex={index++ === 0 ? 0 : -1}
      aria-label={wide ? undefined : label}
      title={wide ? undefined : label}
      aria-pressed={pressed}
      aria-disabled={disabled || undefined}
      // The text keeps its selection.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (disabled) return
        setOpened(false)
        onTool(name)
      }}
    >
      {face}
    </button>
  )
  return (
    <div
      ref={bar}
      className="editor-toolbar"
      role="toolbar"
      aria-label={t.toolbar}
      aria-controls={controls}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget && !currentTarget.contains(relatedTarget)) setOpened(false)
      }}
    >
      <div className="tool-group">
        {tool(
          'fact',
          t.insertFact,
          <>
            <Icon path="M10 4v12M4 10h12" />
            {t.insertFactShort}
          </>,
          { wide: true },
        )}
      </div>
      <div className="tool-group">
        {tool('bold', t.bold, <b>B</b>, { pressed: state.bold })}
        {tool('italic', t.italic, <i>I</i>, { pressed: state.italic })}
        {tool('link', t.link, <Icon path={PATHS.link} />, { pressed: state.link })}
      </div>
      <div className="tool-group">
        {tool('h2', `H2 ${t.heading}`, <span className="tool-letters">H2</span>, {
          pressed: state.block === 'h2',
        })}
        {tool('bullet', t.bulletList, <Icon path={PATHS.bullet} />, { pressed: state.block === 'bullet' })}
      </div>
      <div className="tool-less" id={lessUsed} data-open={opened ? '' : undefined}>
        <div className="tool-group">
          {tool('h3', `H3 ${t.subheading}`, <span className="tool-letters">H3</span>, {
            pressed: state.block === 'h3',
          })}
          {tool('number', t.numberList, <Icon path={PATHS.number} />, { pressed: state.block === 'number' })}
          {tool('quote', t.quote, <Icon path={PATHS.quote} />, { pressed: state.block === 'quote' })}
        </div>
        <div className="tool-group">
          {tool('undo', t.undo, <Icon path={PATHS.undo} />, { disabled: !state.canUndo })}
          {tool('redo', t.redo, <Icon path={PATHS.redo} />, { disabled: !state.canRedo })}
        </div>
        <div className="tool-group tool-group-end">
          {tool('markdown', t.asMarkdown, t.asMarkdown, { wide: true })}
        </div>
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
        <Icon path="M4.5 10h.01M10 10h.01M15.5 10h.01" weight={2.6} />
      </button>
    </div>
  )
}

interface ToolLook {
  pressed?: boolean
  disabled?: boolean
  /** Shows its words. */
  wide?: boolean
}

const PATHS = {
  link: 'M8 12l4-4M9 6l1.5-1.5a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.5 1.5a3.5 3.5 0 0 1-5-5L6 9',
  bullet: 'M8 5h9M8 10h9M8 15h9M4 5h.01M4 10h.01M4 15h.01',
  number: 'M9 5h8M9 10h8M9 15h8M3.5 4l1.2-.8V7M3 12.2c0-1.6 2.4-1.4 2.2 0C5.1 13 3 14.5 3 15.5h2.4',
  quote: 'M4 4v12M8 7h9M8 12h6',
  undo: 'M7 4 3.5 7.5 7 11M4 7.5h8a4.5 4.5 0 0 1 0 9H8',
  redo: 'm13 4 3.5 3.5L13 11M16 7.5H8a4.5 4.5 0 0 0 0 9h4',
}

function Icon({ path, weight = 1.6 }: { path: string; weight?: number }) {
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
