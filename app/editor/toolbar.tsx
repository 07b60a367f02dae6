import { useRef, type KeyboardEvent, type ReactNode } from 'react'
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

/** One row of buttons; the arrow keys go through them, Tab passes by, Escape leads back to the text. */
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
  const current = useRef(0)
  const buttons = () => [...(bar.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])]
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
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
    const all = buttons()
    current.current = Math.max(0, all.indexOf(document.activeElement as HTMLButtonElement))
    all.forEach((button, index) => (button.tabIndex = index === current.current ? 0 : -1))
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
        if (!disabled) onTool(name)
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
        {tool(
          'link',
          t.link,
          <Icon path="M8 12l4-4M9 6l1.5-1.5a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.5 1.5a3.5 3.5 0 0 1-5-5L6 9" />,
          {
            pressed: state.link,
          },
        )}
      </div>
      <div className="tool-group">
        {tool('h2', `H2 ${t.heading}`, <span className="tool-letters">H2</span>, {
          pressed: state.block === 'h2',
        })}
        {tool('h3', `H3 ${t.subheading}`, <span className="tool-letters">H3</span>, {
          pressed: state.block === 'h3',
        })}
        {tool('bullet', t.bulletList, <Icon path="M8 5h9M8 10h9M8 15h9M4 5h.01M4 10h.01M4 15h.01" />, {
          pressed: state.block === 'bullet',
        })}
        {tool(
          'number',
          t.numberList,
          <Icon path="M9 5h8M9 10h8M9 15h8M3.5 4l1.2-.8V7M3 12.2c0-1.6 2.4-1.4 2.2 0C5.1 13 3 14.5 3 15.5h2.4" />,
          {
            pressed: state.block === 'number',
          },
        )}
        {tool('quote', t.quote, <Icon path="M4 4v12M8 7h9M8 12h6" />, { pressed: state.block === 'quote' })}
      </div>
      <div className="tool-group">
        {tool('undo', t.undo, <Icon path="M7 4 3.5 7.5 7 11M4 7.5h8a4.5 4.5 0 0 1 0 9H8" />, {
          disabled: !state.canUndo,
        })}
        {tool('redo', t.redo, <Icon path="m13 4 3.5 3.5L13 11M16 7.5H8a4.5 4.5 0 0 0 0 9h4" />, {
          disabled: !state.canRedo,
        })}
      </div>
      <div className="tool-group tool-group-end">
        {tool('markdown', t.asMarkdown, t.asMarkdown, { wide: true })}
      </div>
    </div>
  )
}

interface ToolLook {
  pressed?: boolean
  disabled?: boolean
  /** Shows its words. */
  wide?: boolean
}

function Icon({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
