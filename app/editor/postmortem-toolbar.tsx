import { useMessages } from '#app/components/reader.tsx'
import { editorMessages } from '#app/messages/editor.ts'
import { writingMessages } from '#app/messages/writing.ts'
import { Icon, ICONS, Tool, ToolbarFrame } from './toolbar-frame.tsx'
import type { BlockTool, CaretState, TextFormat, TextTool } from './use-covering-editor.ts'

export type PostmortemTool = TextTool | 'action' | 'comment' | 'keys' | 'fullScreen'

const FULL = 'M4 8V4h4M16 8V4h-4M4 12v4h4M16 12v4h-4'
const LEAVE_FULL = 'M8 4v4H4M12 4v4h4M8 16v-4H4M12 16v-4h4'
export const ACTION_ICON = 'M4 5.5l1.5 1.5L8 4M4 12.5l1.5 1.5L8 11M11 6h6M11 13h6'
export const COMMENT_ICON = 'M4 5h12v8H9l-3.5 3v-3H4z'
const CHECK = 'M3.5 4.5h4v4h-4zM3.5 11.5h4v4h-4zM10.5 6.5H17M10.5 13.5H17'

/** Bold and the like, as they stand in every row of buttons. */
export function FormatTools({
  caret,
  onTool,
  keys,
}: {
  caret: CaretState
  onTool: (tool: TextFormat | 'link') => void
  keys: (keys: string) => string
}) {
  const t = useMessages(editorMessages)
  const does = (name: TextFormat | 'link') => ({ name, onUse: () => onTool(name), pressed: caret[name] })
  return (
    <>
      <Tool {...does('bold')} label={t.bold} keys={keys('Mod+B')} face={<b>B</b>} />
      <Tool {...does('italic')} label={t.italic} keys={keys('Mod+I')} face={<i>I</i>} />
      <Tool {...does('link')} label={t.link} keys={keys('Mod+K')} face={<Icon path={ICONS.link} />} />
      <Tool {...does('strikethrough')} label={t.strikethrough} keys={keys('Mod+Shift+X')} face={<s>S</s>} />
      <Tool
        {...does('code')}
        label={t.code}
        keys={keys('Mod+E')}
        face={<Icon path="M7.5 6 3.5 10l4 4M12.5 6l4 4-4 4" />}
      />
    </>
  )
}

/** The buttons over a postmortem. What is needed less stands behind the last one where the row is too narrow. */
export function PostmortemToolbar({
  caret,
  controls,
  isFull,
  mayComment,
  keys,
  onTool,
  onLeave,
}: {
  caret: CaretState
  /** Id of the text. */
  controls: string
  isFull: boolean
  mayComment: boolean
  /** How "Mod+B" is written on this keyboard. */
  keys: (keys: string) => string
  onTool: (tool: PostmortemTool) => void
  onLeave: () => void
}) {
  const t = useMessages(editorMessages)
  const words = useMessages(writingMessages)
  const letters = (text: string) => <span className="tool-letters">{text}</span>
  const does = (name: PostmortemTool) => ({ name, onUse: () => onTool(name) })
  const makes = (name: BlockTool) => ({ ...does(name), pressed: caret.block === name })
  return (
    <ToolbarFrame
      label={t.toolbar}
      controls={controls}
      onLeave={onLeave}
      less={
        <>
          <div className="tool-group">
            <Tool
              {...makes('number')}
              label={t.numberList}
              keys={keys('Mod+Shift+7')}
              face={<Icon path={ICONS.number} />}
            />
            <Tool
              {...makes('check')}
              label={t.checkList}
              keys={keys('Mod+Shift+9')}
              face={<Icon path={CHECK} />}
            />
            <Tool {...makes('quote')} label={t.quote} face={<Icon path={ICONS.quote} />} />
          </div>
          <div className="tool-group">
            <Tool
              {...does('action')}
              label={words.actionItem}
              keys={keys('Mod+Alt+A')}
              face={<Icon path={ACTION_ICON} />}
            />
            {mayComment ? (
              <Tool
                {...does('comment')}
                label={words.comment}
                keys={keys('Mod+Alt+M')}
                face={<Icon path={COMMENT_ICON} />}
              />
            ) : null}
          </div>
          <div className="tool-group">
            <Tool
              {...does('undo')}
              label={t.undo}
              keys={keys('Mod+Z')}
              face={<Icon path={ICONS.undo} />}
              disabled={!caret.canUndo}
            />
            <Tool
              {...does('redo')}
              label={t.redo}
              keys={keys('Mod+Shift+Z')}
              face={<Icon path={ICONS.redo} />}
              disabled={!caret.canRedo}
            />
          </div>
          <div className="tool-group tool-group-end">
            <Tool {...does('markdown')} label={`MD ${words.asMarkdown}`} face={letters('MD')} />
            <Tool {...does('keys')} label={words.keys} keys={keys('Mod+/')} face={letters('?')} />
            <Tool
              {...does('fullScreen')}
              label={isFull ? words.leaveFullScreen : words.fullScreen}
              keys={keys('Mod+Alt+F')}
              pressed={isFull}
              face={<Icon path={isFull ? LEAVE_FULL : FULL} />}
            />
          </div>
        </>
      }
    >
      <div className="tool-group">
        <Tool
          {...does('insert')}
          label={words.insertLong}
          wide
          face={
            <>
              <Icon path={ICONS.plus} />
              {words.insert}
            </>
          }
        />
      </div>
      <div className="tool-group">
        <FormatTools caret={caret} onTool={onTool} keys={keys} />
      </div>
      <div className="tool-group">
        <Tool {...makes('h2')} label={`H2 ${t.heading}`} keys={keys('Mod+Alt+2')} face={letters('H2')} />
        <Tool {...makes('h3')} label={`H3 ${t.subheading}`} keys={keys('Mod+Alt+3')} face={letters('H3')} />
        <Tool
          {...makes('bullet')}
          label={t.bulletList}
          keys={keys('Mod+Shift+8')}
          face={<Icon path={ICONS.bullet} />}
        />
      </div>
    </ToolbarFrame>
  )
}
