import { $isHeadingNode } from '@lexical/rich-text'
import {
  $getNodeByKey,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isLineBreakNode,
  $isRangeSelection,
  $isTextNode,
  COMMAND_PRIORITY_HIGH,
  KEY_DOWN_COMMAND,
  mergeRegister,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical'
import { useEffect, useMemo, useRef, useState } from 'react'
import { NoticeBox } from '#app/components/layout/page.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { LARGEST_PICTURE_BYTES } from '#app/domain/picture-file.ts'
import { BLOCK_LABELS, POSTMORTEM_BLOCKS, type PostmortemBlock } from '#app/domain/postmortem-blocks.ts'
import { editorMessages } from '#app/messages/editor.ts'
import { writingMessages } from '#app/messages/writing.ts'
import { paths } from '#app/paths.ts'
import { registerCodeColours } from './behaviour/code-colours.ts'
import { $insertIntoPostmortem, $insertWhole } from './behaviour/postmortem-insert.ts'
import { $openQuestions, $selectNextQuestion, registerQuestions } from './behaviour/questions.ts'
import { registerTables } from './behaviour/tables.ts'
import { $moveBlocks, $selectWhole, registerWholeBlocks } from './behaviour/whole-blocks.ts'
import { keyNames, writingKey, type WritingKey } from './behaviour/writing-keys.ts'
import { BlockTools } from './block-tools.tsx'
import type { Covering } from './covered-textarea.tsx'
import { FloatingToolbar } from './floating-toolbar.tsx'
import { askedIn, matching } from './insert-menu.ts'
import { LinkForm } from './link-form.tsx'
import { POSTMORTEM_FORMS } from './markdown/postmortem-forms.ts'
import type { ChipView } from './nodes/chip-view.ts'
import { FactNode } from './nodes/fact-node.ts'
import { GapNode } from './nodes/gap-node.ts'
import { $createPictureNode, showPicture } from './nodes/picture-node.ts'
import { showBlock } from './nodes/record-block-node.ts'
import { $isVerbatimNode } from './nodes/verbatim-node.ts'
import { fillFromMarkdown } from './open-editor.ts'
import { PastedNote } from './pasted-note.tsx'
import type { OutlineEntry, PostmortemSurfaceProps } from './postmortem-editor.tsx'
import { postmortemEntries, type PostmortemEntry, type PostmortemRun } from './postmortem-menu.ts'
import { POSTMORTEM_NODES } from './postmortem-registry.ts'
import {
  ACTION_ICON,
  COMMENT_ICON,
  FormatTools,
  PostmortemToolbar,
  type PostmortemTool,
} from './postmortem-toolbar.tsx'
import { postmortemView } from './postmortem-view.ts'
import { asTitle, sentenceAt, sizeOf } from './prose-size.ts'
import { SlashMenu } from './slash-menu.tsx'
import { Icon, Tool } from './toolbar-frame.tsx'
import { useTypedMenu } from './typed-menu.ts'
import { useCoveringEditor } from './use-covering-editor.ts'
import { useFoundIncidents } from './use-found-incidents.ts'
import { WritingKeys } from './writing-keys-list.tsx'

/** Milliseconds after the last change at which outline and length are told anew. */
const MEASURE_AFTER = 200

/** Which room of the record a part of it is edited in. */
function editAddress(reference: string, name: string): string {
  if (name.startsWith('timeline')) return paths.incidentTimeline(reference)
  if (name === 'statements') return paths.incidentStatements(reference)
  return paths.incident(reference)
}

/** The surface on which a postmortem is written. */
export function PostmortemText(props: Covering & PostmortemSurfaceProps) {
  const { id, menuId, language, reference, facts, people, names, renderBlock } = props
  const t = useMessages(editorMessages)
  const words = useMessages(writingMessages)
  const { language: own } = useReader()
  const latest = useRef(props)
  latest.current = props
  const previews = useRef<HTMLDivElement>(null)
  const keysDialog = useRef<HTMLDialogElement>(null)
  const file = useRef<HTMLInputElement>(null)
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map())
  const [isFull, setFull] = useFullScreen()
  const [problem, setProblem] = useState<string | null>(null)
  const view = useMemo(
    () =>
      postmortemView({
        facts,
        people,
        names,
        titles,
        reference,
        language,
        own,
        previews: () => previews.current,
        missingPicture: words.missingPicture,
      }),
    // With another way to draw the parts of the record they look different.
    [facts, people, names, titles, reference, language, own, words, renderBlock],
  )
  // What the commands, registered once, have to know of the latest render.
  const use = useRef<(key: WritingKey) => boolean>(() => false)
  const storeNow = useRef<(files: readonly File[]) => Promise<void>>(() => Promise.resolve())

  const covering = useCoveringEditor(props, {
    view,
    nodes: POSTMORTEM_NODES,
    theme: {
      table: 'editor-table',
      tableCellHeader: 'editor-table-head',
      tableSelection: 'editor-table-selecting',
      tableCellSelected: 'editor-cell-selected',
      tableScrollableWrapper: 'editor-table-scroll',
    },
    fill: props.fill?.(fillFromMarkdown(POSTMORTEM_FORMS)) ?? fillFromMarkdown(POSTMORTEM_FORMS),
    forms: POSTMORTEM_FORMS,
    ...(props.storePicture ? { onPictures: (files) => void storeNow.current(files) } : {}),
    redraw,
    insert: (key) =>
      $insertIntoPostmortem(key in BLOCK_LABELS ? { record: key as PostmortemBlock } : { fact: key }),
    register: (editor) =>
      mergeRegister(
        registerQuestions(editor),
        registerWholeBlocks(editor),
        registerTables(editor),
        registerCodeColours(editor),
        editor.registerCommand(
          KEY_DOWN_COMMAND,
          (event) => {
            const key = writingKey(event)
            if (!key || key === 'save' || !use.current(key)) return false
            event.preventDefault()
            event.stopPropagation()
            return true
          },
          COMMAND_PRIORITY_HIGH,
        ),
        registerMeasuring(editor, (measured) => {
          setMeasured(measured)
          latest.current.onOutline?.(measured.outline)
        }),
      ),
    onOpen: (editor) => {
      performance.mark('sagwa:editable')
      const root = editor.getRootElement()
      if (!root) return
      latest.current.onOpen?.({
        root,
        elementOf: (key) => editor.getElementByKey(key),
        show: (key) =>
          editor.update(
            () => {
              const node = $getNodeByKey(key)
              if ($isElementNode(node)) node.selectEnd()
            },
            {
              onUpdate: () => {
                editor.focus()
                editor.getElementByKey(key)?.scrollIntoView({ block: 'start' })
              },
            },
          ),
      })
    },
  })
  const { box, bar, editor, caret, told, link } = covering
  const [measured, setMeasured] = useState<Measured>(() => ({
    outline: [],
    words: 0,
    letters: 0,
    questions: 0,
  }))

  const entries = useMemo(
    () => postmortemEntries(facts, own, t, words, { pictures: props.storePicture !== undefined }),
    [facts, own, t, words, props.storePicture],
  )
  const [incidentQuery, setIncidentQuery] = useState<string | null>(null)
  const { found: incidents, waiting } = useFoundIncidents(incidentQuery)
  const menu = useTypedMenu<PostmortemEntry>(editor, {
    box,
    read: askedIn,
    find: ({ sign, query }) => {
      if (sign === '/') return matching(entries, query)
      if (sign === '@') {
        return matching(
          people.map((person): PostmortemEntry => ({
            id: `person:${person.id}`,
            group: 'people',
            label: person.name,
            detail: '',
            run: { person: person.id, name: person.name },
          })),
          query,
        ).slice(0, 8)
      }
      return incidents
        .filter((incident) => incident.reference !== reference)
        .map(({ reference: found, title }) => ({
          id: `incident:${found}`,
          group: 'incidents',
          label: found,
          detail: title,
          run: { incident: found, title },
        }))
    },
    run: ({ run }) => {
      if ('incident' in run) setTitles((now) => new Map(now).set(run.incident, run.title))
      insert(run)
    },
  })
  const asksIncidents = menu.asked?.sign === '#' ? menu.asked.query : null
  useEffect(() => setIncidentQuery(asksIncidents), [asksIncidents])

  const insert = (run: PostmortemRun) => {
    if ('block' in run && run.block === 'picture') file.current?.click()
    else $insertIntoPostmortem(run)
  }

  const storePictures = async (files: readonly File[]) => {
    const { storePicture } = latest.current
    if (!editor || !storePicture) return
    setProblem(null)
    for (const picture of files) {
      // What is far too large the server would not even read.
      const stored =
        picture.size > LARGEST_PICTURE_BYTES
          ? { problem: words.pictureTooLarge(picture.size, LARGEST_PICTURE_BYTES) }
          : await storePicture(picture).catch(() => ({ problem: words.pictureFailed }))
      if ('problem' in stored) setProblem(stored.problem)
      else {
        editor.update(() => {
          covering.$restoreCaret()
          const block = $createPictureNode(stored.source, '')
          $insertWhole(block)
          // Its row of tools asks what it shows.
          $selectWhole(block)
        })
      }
    }
  }

  storeNow.current = storePictures

  const commentOnSelection = () => {
    if (!latest.current.onComment || document.getSelection()?.isCollapsed !== false) return false
    latest.current.onComment()
    return true
  }
  use.current = (key) => {
    if (!editor) return false
    switch (key) {
      case 'save':
        return false
      case 'moveUp':
      case 'moveDown': {
        editor.update(() => $moveBlocks(key === 'moveUp'))
        return true
      }
      case 'fullScreen':
        setFull(!isFull)
        return true
      case 'keys':
        keysDialog.current?.showModal()
        return true
      case 'question':
        goToQuestion(editor)
        return true
      case 'action':
        latest.current.onActionItem(editor.read($sentenceAtCaret))
        return true
      case 'comment':
        return commentOnSelection()
      default:
        covering.run(key)
        return true
    }
  }
  const onTool = (tool: PostmortemTool) => {
    if (tool === 'action' || tool === 'comment' || tool === 'keys' || tool === 'fullScreen') use.current(tool)
    else covering.run(tool)
  }

  const keys = useMemo(() => keyNames(/Mac|iPhone|iPad/.test(navigator.platform)), [])
  const length = [words.letters(measured.letters), words.words(measured.words)]
  return (
    <div className="writing" ref={box} data-full={isFull ? '' : undefined}>
      <div ref={bar} className="editor-bar">
        <PostmortemToolbar
          caret={caret}
          controls={id}
          isFull={isFull}
          mayComment={props.onComment !== undefined}
          keys={keys}
          onTool={onTool}
          onLeave={() => editor?.focus()}
        />
        {/* In the bar, which stays in sight, because the text may be long. */}
        <div className="editor-told" role="status">
          {told ? <PastedNote pasted={told} onDismiss={covering.dismissTold} /> : null}
          {problem === null ? null : (
            <NoticeBox urgent title={problem}>
              <button type="button" className="button button-quiet" onClick={() => setProblem(null)}>
                {t.dismiss}
              </button>
            </NoticeBox>
          )}
        </div>
      </div>
      {link === null ? null : <LinkForm {...link} />}
      <div
        {...covering.textProps}
        className="editor-text writing-text prose"
        aria-describedby={[`${id}-keys`, props.describedBy].filter(Boolean).join(' ')}
        aria-controls={menu.active >= 0 ? menuId : undefined}
        aria-activedescendant={menu.active >= 0 ? `${menuId}-${menu.active}` : undefined}
      />
      <p className="visually-hidden" id={`${id}-keys`}>
        {words.describe}
      </p>
      <div className="writing-foot">
        {measured.questions === 0 ? null : (
          <button
            type="button"
            className="link-button"
            title={`${words.nextQuestion} (${keys('Mod+Alt+Q')})`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => editor && goToQuestion(editor)}
          >
            {words.questionsLeft(measured.questions)} · {words.nextQuestion}
          </button>
        )}
        <span className="writing-size" title={words.size}>
          {(language === 'en' ? length.reverse() : length).join(' · ')}
        </span>
      </div>
      {menu.asked ? (
        <SlashMenu id={menuId} menu={menu} lang={language} waiting={menu.asked.sign === '#' && waiting} />
      ) : null}
      {editor && !menu.asked && link === null ? (
        <>
          <FloatingToolbar editor={editor} box={box} label={words.selection} controls={id}>
            <FormatTools caret={caret} onTool={onTool} keys={keys} />
            <Tool
              name="action"
              label={words.actionItem}
              keys={keys('Mod+Alt+A')}
              face={<Icon path={ACTION_ICON} />}
              onUse={() => onTool('action')}
            />
            {props.onComment ? (
              <Tool
                name="comment"
                label={words.comment}
                keys={keys('Mod+Alt+M')}
                face={<Icon path={COMMENT_ICON} />}
                onUse={() => onTool('comment')}
              />
            ) : null}
          </FloatingToolbar>
          <BlockTools
            editor={editor}
            box={box}
            controls={id}
            labelOf={(name) => BLOCK_LABELS[name as PostmortemBlock]?.[own] ?? name}
            editAddress={(name) => editAddress(reference, name)}
          />
        </>
      ) : null}
      {props.storePicture ? (
        <input
          ref={file}
          type="file"
          accept="image/png,image/jpeg,image/gif,image/webp"
          multiple
          hidden
          onInput={(event) => event.stopPropagation()}
          onChange={({ target }) => {
            void storePictures([...(target.files ?? [])])
            target.value = ''
          }}
        />
      ) : null}
      <WritingKeys dialog={keysDialog} keys={keys} mayComment={props.onComment !== undefined} />
      <div ref={previews} hidden>
        {POSTMORTEM_BLOCKS.map((name) => (
          <div key={name} data-of={name}>
            {renderBlock(name)}
          </div>
        ))}
      </div>
    </div>
  )
}

/** Draws the parts of the record and the pictures anew, when the record has changed. */
function redraw(root: HTMLElement | null, view: ChipView): void {
  for (const block of root?.querySelectorAll<HTMLElement>('.editor-block') ?? []) {
    if (block.dataset.kind === 'record') showBlock(block, view)
    else showPicture(block, view)
  }
}

function goToQuestion(editor: LexicalEditor): void {
  let key: string | undefined
  editor.update(
    () => {
      key = $selectNextQuestion()?.getKey()
    },
    {
      onUpdate: () => {
        editor.focus()
        const element = key === undefined ? null : editor.getElementByKey(key)
        element?.scrollIntoView({ block: 'center' })
      },
    },
  )
}

/** The selected words, or the sentence at the caret. */
function $sentenceAtCaret(): string {
  const selection = $getSelection()
  if (!$isRangeSelection(selection)) return ''
  if (!selection.isCollapsed()) return asTitle(selection.getTextContent())
  const { anchor } = selection
  const node = anchor.getNode()
  const block = $isElementNode(node) ? node : node.getParent()
  let before = 0
  for (const child of block?.getChildren() ?? []) {
    if (child.is(node)) break
    before += child.getTextContentSize()
  }
  return sentenceAt(block?.getTextContent() ?? '', before + (anchor.type === 'text' ? anchor.offset : 0))
}

interface Measured {
  outline: OutlineEntry[]
  words: number
  letters: number
  questions: number
}

/** Tells headings, length and open questions, a moment after each change. */
function registerMeasuring(editor: LexicalEditor, tell: (measured: Measured) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const measure = () => tell(editor.read($measure))
  timer = setTimeout(measure)
  const unregister = editor.registerUpdateListener(({ dirtyElements, dirtyLeaves }) => {
    if (dirtyElements.size === 0 && dirtyLeaves.size === 0) return
    clearTimeout(timer)
    timer = setTimeout(measure, MEASURE_AFTER)
  })
  return () => {
    clearTimeout(timer)
    unregister()
  }
}

function $measure(): Measured {
  const outline = $getRoot()
    .getChildren()
    .filter($isHeadingNode)
    .map((node) => ({
      key: node.getKey(),
      level: Number(node.getTag().slice(1)),
      text: node.getTextContent().trim(),
    }))
    .filter(({ level, text }) => level <= 3 && text !== '')
  return { outline, ...sizeOf($prose($getRoot())), questions: $openQuestions().length }
}

/** What people have written, without code, questions and what the record says by itself. */
function $prose(node: LexicalNode): string {
  if ($isTextNode(node) || node instanceof FactNode) return node.getTextContent()
  if ($isLineBreakNode(node)) return '\n'
  if ($isVerbatimNode(node) || node instanceof GapNode || !$isElementNode(node)) return ''
  const inside = node.getChildren().map($prose).join('')
  return node.isInline() ? inside : `${inside}\n`
}

/**
 * The text and nothing around it: the frame of the page is put away, so that there is nothing else that keys could reach.
 * Escape leaves.
 */
function useFullScreen(): [boolean, (full: boolean) => void] {
  const [isFull, setFull] = useState(false)
  useEffect(() => {
    if (!isFull) return
    const { documentElement } = document
    documentElement.dataset.writing = 'full'
    const onKey = (event: KeyboardEvent) => {
      const busy = event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')
      if (event.key === 'Escape' && !busy) setFull(false)
    }
    document.addEventListener('keydown', onKey)
    return () => {
      delete documentElement.dataset.writing
      document.removeEventListener('keydown', onKey)
    }
  }, [isFull])
  return [isFull, setFull]
}
