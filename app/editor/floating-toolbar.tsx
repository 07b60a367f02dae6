import { $getSelection, $isRangeSelection, type LexicalEditor } from 'lexical'
import { useEffect, useState, type ReactNode, type RefObject } from 'react'
import { ToolbarFrame } from './toolbar-frame.tsx'

interface Place {
  left: number
  top: number
}

/** Over what is selected in the text, or under it where fingers select; nothing while it is still being drawn. */
export function FloatingToolbar({
  editor,
  box,
  label,
  controls,
  children,
}: {
  editor: LexicalEditor
  /** What it is placed in. */
  box: RefObject<HTMLElement>
  label: string
  controls: string
  children: ReactNode
}) {
  const place = useSelectionPlace(editor, box)
  if (!place) return null
  return (
    <div className="floating-tools" style={place} data-floating="">
      <ToolbarFrame
        label={label}
        controls={controls}
        className="editor-toolbar"
        onLeave={() => editor.focus()}
      >
        {children}
      </ToolbarFrame>
    </div>
  )
}

/** Height of the row and the space to the words: px. */
const ABOVE = 46
const BELOW = 12

function useSelectionPlace(editor: LexicalEditor, box: RefObject<HTMLElement>): Place | null {
  const [place, setPlace] = useState<Place | null>(null)
  useEffect(() => {
    let drawing = false
    const look = () => {
      const root = editor.getRootElement()
      const frame = box.current
      const inBar = document.activeElement?.closest('[data-floating]')
      if (drawing || !root || !frame || (document.activeElement !== root && !inBar) || editor.isComposing())
        return setPlace(null)
      const words = editor.read(() => {
        const selection = $getSelection()
        return $isRangeSelection(selection) && !selection.isCollapsed() ? selection.getTextContent() : ''
      })
      const selection = document.getSelection()
      if (words.trim() === '' || !selection || selection.rangeCount === 0) return setPlace(null)
      const rects = [...selection.getRangeAt(0).getClientRects()].filter(({ width }) => width > 0)
      const [first] = rects
      const last = rects.at(-1)
      if (!first || !last) return setPlace(null)
      const around = frame.getBoundingClientRect()
      const touched = matchMedia('(pointer: coarse)').matches
      const top = touched ? last.bottom - around.top + BELOW : first.top - around.top - ABOVE
      const left = Math.max(0, Math.min(first.left - around.left, around.width - 300))
      setPlace({ left: Math.round(left), top: Math.round(top) })
    }
    const onDown = (event: PointerEvent) => {
      if (!editor.getRootElement()?.contains(event.target as Node)) return
      drawing = true
      setPlace(null)
    }
    const onUp = () => {
      if (!drawing) return
      drawing = false
      // The browser settles the selection after the button is up.
      setTimeout(look)
    }
    document.addEventListener('pointerdown', onDown)
    document.addEventListener('pointerup', onUp)
    document.addEventListener('focusin', look)
    const unregister = editor.registerUpdateListener(look)
    return () => {
      document.removeEventListener('pointerdown', onDown)
      document.removeEventListener('pointerup', onUp)
      document.removeEventListener('focusin', look)
      unregister()
    }
  }, [editor, box])
  return place
}
