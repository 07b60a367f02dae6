import { useMessages } from '#app/components/reader.tsx'
import { editorMessages } from '#app/messages/editor.ts'
import { Icon, ICONS, Tool as Button, ToolbarFrame } from './toolbar-frame.tsx'
import type { CaretState, TextTool } from './use-covering-editor.ts'

/** The buttons over a notice. */
export function Toolbar({
  state,
  controls,
  onTool,
  onLeave,
}: {
  state: CaretState
  /** Id of the text. */
  controls: string
  onTool: (tool: TextTool) => void
  onLeave: () => void
}) {
  const t = useMessages(editorMessages)
  const letters = (words: string) => <span className="tool-letters">{words}</span>
  const icon = (name: keyof typeof ICONS) => <Icon path={ICONS[name]} />
  const does = (name: TextTool) => ({ name, onUse: () => onTool(name) })
  const makes = (name: TextTool) => ({ ...does(name), pressed: state.block === name })
  return (
    <ToolbarFrame
      label={t.toolbar}
      controls={controls}
      onLeave={onLeave}
      less={
        <>
          <div className="tool-group">
            <Button {...makes('h3')} label={`H3 ${t.subheading}`} face={letters('H3')} />
            <Button {...makes('number')} label={t.numberList} face={icon('number')} />
            <Button {...makes('quote')} label={t.quote} face={icon('quote')} />
          </div>
          <div className="tool-group">
            <Button {...does('undo')} label={t.undo} face={icon('undo')} disabled={!state.canUndo} />
            <Button {...does('redo')} label={t.redo} face={icon('redo')} disabled={!state.canRedo} />
          </div>
          <div className="tool-group tool-group-end">
            <Button {...does('markdown')} label={t.asMarkdown} face={t.asMarkdown} wide />
          </div>
        </>
      }
    >
      <div className="tool-group">
        <Button
          {...does('insert')}
          label={t.insertFact}
          wide
          face={
            <>
              {icon('plus')}
              {t.insertFactShort}
            </>
          }
        />
      </div>
      <div className="tool-group">
        <Button {...does('bold')} label={t.bold} face={<b>B</b>} pressed={state.bold} />
        <Button {...does('italic')} label={t.italic} face={<i>I</i>} pressed={state.italic} />
        <Button {...does('link')} label={t.link} face={icon('link')} pressed={state.link} />
      </div>
      <div className="tool-group">
        <Button {...makes('h2')} label={`H2 ${t.heading}`} face={letters('H2')} />
        <Button {...makes('bullet')} label={t.bulletList} face={icon('bullet')} />
      </div>
    </ToolbarFrame>
  )
}
