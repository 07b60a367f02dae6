import {
  $deleteTableColumnAtSelection,
  $deleteTableRowAtSelection,
  $insertTableColumnAtSelection,
  $insertTableRowAtSelection,
  $isTableNode,
} from '@lexical/table'
import {
  $addUpdateTag,
  $getNodeByKey,
  $getSelection,
  $isNodeSelection,
  $isRangeSelection,
  SKIP_DOM_SELECTION_TAG,
  type LexicalEditor,
} from 'lexical'
import { useEffect, useState, type ReactNode, type RefObject } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import { CODE_LANGUAGES } from '#app/domain/code-language.ts'
import { writingMessages } from '#app/messages/writing.ts'
import {
  $alignAsHead,
  $alignColumns,
  $alignmentAtCaret,
  ALIGNMENTS,
  type Alignment,
} from './behaviour/tables.ts'
import { $moveBlocks, $removeBlocks, $selectWhole, $wholeBlockOf } from './behaviour/whole-blocks.ts'
import { $isPictureNode } from './nodes/picture-node.ts'
import { $isRecordBlockNode } from './nodes/record-block-node.ts'
import { $isVerbatimNode } from './nodes/verbatim-node.ts'
import { Icon, Tool, ToolbarFrame } from './toolbar-frame.tsx'

const ALIGNMENT_ICONS: Record<Alignment, string> = {
  left: 'M3 5h14M3 10h8M3 15h11',
  center: 'M3 5h14M6 10h8M4.5 15h11',
  right: 'M3 5h14M9 10h8M6 15h11',
}

/** The block at the caret that has tools of its own. */
type At =
  | { kind: 'record'; key: string; name: string }
  | { kind: 'picture'; key: string; alt: string }
  | { kind: 'code'; key: string; language: string }
  | { kind: 'table'; key: string; alignment: Alignment | null }

/**
 * What can be done with the part of the record, picture, table or code at the caret: a row at its upper corner, reached by
 * Alt+F10.
 */
export function BlockTools({
  editor,
  box,
  controls,
  labelOf,
  editAddress,
}: {
  editor: LexicalEditor
  /** What it is placed in. */
  box: RefObject<HTMLElement>
  /** Id of the text. */
  controls: string
  /** What a part of the record is called. */
  labelOf: (name: string) => string
  /** Where the record is edited. */
  editAddress: (name: string) => string
}) {
  const t = useMessages(writingMessages)
  const [at, setAt] = useState<At | null>(null)
  const [top, setTop] = useState(0)
  const [opened, setOpened] = useState<string | null>(null)
  useEffect(() => {
    const look = () => {
      const next = editor.read($blockWithTools)
      setAt((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next))
      const element = next && editor.getElementByKey(next.key)
      if (element && box.current) {
        setTop(Math.round(element.getBoundingClientRect().top - box.current.getBoundingClientRect().top))
      }
    }
    look()
    return editor.registerUpdateListener(look)
  }, [editor, box])
  if (!at) return null
  const change = (run: () => void) => editor.update(run)
  const tool = (name: string, label: string, icon: string, run: () => void) => (
    <Tool key={name} name={name} label={label} face={<Icon path={icon} />} onUse={() => change(run)} />
  )
  const label = at.kind === 'record' ? labelOf(at.name) : t.kinds[at.kind]
  const $self = () => $getNodeByKey(at.key)
  let own: ReactNode
  if (at.kind === 'table') {
    own = (
      <>
        {tool('row-add', t.tableTools.rowAdd, 'M3 4h14v4H3zM10 11v6M7 14h6', () => {
          $insertTableRowAtSelection(true)
          $alignAsHead()
        })}
        {tool('row-remove', t.tableTools.rowRemove, 'M3 4h14v4H3zM7 14h6', $deleteTableRowAtSelection)}
        {tool('column-add', t.tableTools.columnAdd, 'M4 3v14h4V3zM14 7v6M11 10h6', () => {
          $insertTableColumnAtSelection(true)
        })}
        {tool(
          'column-remove',
          t.tableTools.columnRemove,
          'M4 3v14h4V3zM11 10h6',
          $deleteTableColumnAtSelection,
        )}
      </>
    )
  } else if (at.kind === 'code') {
    own = (
      <label className="block-tools-field">
        <span className="visually-hidden">{t.codeLanguage}</span>
        <select
          value={at.language}
          onChange={({ target }) =>
            change(() => {
              // The choice keeps the focus.
              $addUpdateTag(SKIP_DOM_SELECTION_TAG)
              const node = $self()
              if ($isVerbatimNode(node)) node.setLanguage(target.value)
            })
          }
          // Not a field of the form around it.
          onInput={(event) => event.stopPropagation()}
        >
          <option value="">{t.plainCode}</option>
          {[...new Set([...CODE_LANGUAGES, ...(at.language ? [at.language] : [])])].map((language) => (
            <option key={language}>{language}</option>
          ))}
        </select>
      </label>
    )
  } else if (at.kind === 'picture') {
    own = <AltField key={at.key} editor={editor} at={at} />
  } else {
    const isOpen = opened === at.key
    own = (
      <>
        <a className="tool tool-wide" href={editAddress(at.name)} tabIndex={-1}>
          {t.editRecord}
        </a>
        <Tool
          name="all"
          label={isOpen ? t.showLess : t.showAll}
          pressed={isOpen}
          face={<Icon path={isOpen ? 'm6 12 4-4 4 4' : 'm6 8 4 4 4-4'} />}
          onUse={() => {
            for (const block of box.current?.querySelectorAll('.editor-block[data-open]') ?? []) {
              block.removeAttribute('data-open')
            }
            if (!isOpen) editor.getElementByKey(at.key)?.setAttribute('data-open', '')
            setOpened(isOpen ? null : at.key)
          }}
        />
      </>
    )
  }
  return (
    <div className="block-tools" style={{ top }} data-floating="">
      <ToolbarFrame
        label={label}
        controls={controls}
        className="editor-toolbar"
        onLeave={() => focusText(editor)}
      >
        <div className="tool-group">{own}</div>
        {at.kind === 'table' ? (
          <div className="tool-group">
            {ALIGNMENTS.map((alignment) => (
              <Tool
                key={alignment}
                name={`align-${alignment}`}
                label={t.tableTools.align[alignment]}
                pressed={at.alignment === alignment}
                face={<Icon path={ALIGNMENT_ICONS[alignment]} />}
                onUse={() => change(() => $alignColumns(at.alignment === alignment ? null : alignment))}
              />
            ))}
          </div>
        ) : null}
        <div className="tool-group">
          {at.kind === 'code' || at.kind === 'table' ? null : (
            <>
              {tool('up', t.moveBlockUp(label), 'M10 16V5M5.5 9 10 4.5 14.5 9', () => {
                $selectAgain(at.key)
                $moveBlocks(true)
              })}
              {tool('down', t.moveBlockDown(label), 'M10 4v11M5.5 11l4.5 4.5 4.5-4.5', () => {
                $selectAgain(at.key)
                $moveBlocks(false)
              })}
            </>
          )}
          {tool('remove', t.removeBlock(label), 'M5 5l10 10M15 5 5 15', () => {
            const node = $self()
            if (node) $removeBlocks([node])
          })}
        </div>
      </ToolbarFrame>
    </div>
  )
}

/** A press on a button may have taken the selection away. */
function $selectAgain(key: string): void {
  const node = $getNodeByKey(key)
  if (node && $getSelection() === null) $selectWhole(node)
}

function $blockWithTools(): At | null {
  const selection = $getSelection()
  if (!selection) return null
  const [node] = selection.getNodes()
  if ($isNodeSelection(selection)) {
    if ($isRecordBlockNode(node)) return { kind: 'record', key: node.getKey(), name: node.getName() }
    if ($isPictureNode(node)) return { kind: 'picture', key: node.getKey(), alt: node.getAlt() }
    return null
  }
  const inside = $isRangeSelection(selection) ? selection.anchor.getNode() : node
  const top = inside ? $wholeBlockOf(inside) : null
  if ($isTableNode(top)) return { kind: 'table', key: top.getKey(), alignment: $alignmentAtCaret() }
  if ($isVerbatimNode(top) && top.getKind() === 'code') {
    return { kind: 'code', key: top.getKey(), language: top.getLanguage() }
  }
  return null
}

/** Back to the text, also where a block is selected, for which Lexical itself moves no focus. */
function focusText(editor: LexicalEditor): void {
  editor.getRootElement()?.focus({ preventScroll: true })
  editor.focus()
}

/** What a picture shows, for those who do not see it. */
function AltField({ editor, at }: { editor: LexicalEditor; at: Extract<At, { kind: 'picture' }> }) {
  const t = useMessages(writingMessages)
  return (
    <label className="block-tools-field">
      <span>{t.alt}</span>
      <input
        type="text"
        defaultValue={at.alt}
        maxLength={300}
        placeholder={t.altHint}
        onInput={(event) => event.stopPropagation()}
        onBlur={({ target }) =>
          editor.update(() => {
            $addUpdateTag(SKIP_DOM_SELECTION_TAG)
            const node = $getNodeByKey(at.key)
            if ($isPictureNode(node) && node.getAlt() !== target.value) node.setAlt(target.value)
          })
        }
        onKeyDown={(event) => {
          // The arrows belong to the words.
          event.stopPropagation()
          if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
          event.preventDefault()
          focusText(editor)
        }}
      />
    </label>
  )
}
