import { useEffect, useMemo } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import { editorMessages } from '#app/messages/editor.ts'
import { $insertDivider, $toggleBlocks } from './behaviour/blocks.ts'
import type { Covering } from './covered-textarea.tsx'
import { chipViewFor, type EditorFact } from './editor-fact.ts'
import { askedBySlash, matching, menuEntries, type MenuEntry } from './insert-menu.ts'
import { LinkForm } from './link-form.tsx'
import type { EditorMark } from './notice-editor.tsx'
import { PastedNote } from './pasted-note.tsx'
import { paintMarks } from './places.ts'
import { NODES } from './registry.ts'
import { SlashMenu } from './slash-menu.tsx'
import { Toolbar } from './toolbar.tsx'
import { useTypedMenu } from './typed-menu.ts'
import { $insertFact, useCoveringEditor } from './use-covering-editor.ts'

export interface RichTextProps extends Covering {
  facts: readonly EditorFact[]
  marks: readonly EditorMark[]
}

/** The editor over the textarea of a notice: rich text with chips, a bar of buttons, and a menu behind the slash. */
export function RichText(props: RichTextProps) {
  const { id, menuId, textarea, language, facts, marks } = props
  const t = useMessages(editorMessages)
  const view = useMemo(() => chipViewFor(facts, language), [facts, language])
  const covering = useCoveringEditor(props, { view, nodes: NODES })
  const { box, root, bar, editor, caret, told, link } = covering
  const entries = useMemo(
    () =>
      menuEntries(facts, [
        { block: 'h2', label: t.heading },
        { block: 'h3', label: t.subheading },
        { block: 'bullet', label: t.bulletList },
        { block: 'number', label: t.numberList },
        { block: 'check', label: t.checkList },
        { block: 'quote', label: t.quote },
        { block: 'divider', label: t.divider },
      ]),
    [facts, t],
  )
  const menu = useTypedMenu<MenuEntry>(editor, {
    box,
    read: askedBySlash,
    find: ({ query }) => matching(entries, query),
    run: ({ run }) => {
      if ('fact' in run) $insertFact(run.fact)
      else if (run.block === 'divider') $insertDivider()
      else $toggleBlocks(run.block)
    },
  })

  useEffect(() => {
    if (!editor || !root.current || !textarea.current) return
    return paintMarks(editor, textarea.current, marks)
  }, [marks, editor, root, textarea])

  return (
    <div className="editor-box" ref={box}>
      <div ref={bar} className="editor-bar">
        <Toolbar state={caret} controls={id} onTool={covering.run} onLeave={() => editor?.focus()} />
      </div>
      {link === null ? null : <LinkForm {...link} />}
      <div className="editor-told" role="status">
        {told ? <PastedNote pasted={told} onDismiss={covering.dismissTold} /> : null}
      </div>
      <div
        {...covering.textProps}
        className="editor-text prose"
        aria-describedby={[`${id}-keys`, props.describedBy].filter(Boolean).join(' ')}
        aria-controls={menu.active >= 0 ? menuId : undefined}
        aria-activedescendant={menu.active >= 0 ? `${menuId}-${menu.active}` : undefined}
      />
      <p className="editor-keys" id={`${id}-keys`}>
        {t.keys}
      </p>
      {menu.asked ? <SlashMenu id={menuId} menu={menu} lang={language} /> : null}
    </div>
  )
}
