import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useLocation } from '@remix-run/react'
import type { CommentsData } from '#app/domain/document-comments.ts'
import { useMessages } from '#app/components/reader.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import {
  mayEditComment,
  mayRemoveComment,
  mayResolve,
  type Conversation,
  type DocumentComment,
} from '#app/domain/document-comments.ts'
import { mentionPieces, typedMentions } from '#app/domain/mentions.ts'
import type { TextAnchor } from '#app/domain/text-anchor.ts'
import { asTitle } from '#app/editor/prose-size.ts'
import { commentMessages } from '#app/messages/comments.ts'
import { paths } from '#app/paths.ts'
import { MentionField } from './mention-field.tsx'
import {
  anchorOfRange,
  commentAround,
  commentAt,
  placesOf,
  selectedRange,
  sentenceAtCaret,
  showMarks,
  type Place,
} from './text-marks.ts'

/** What came back from a form without script, to be mended. */
interface SentComment {
  intent: string
  id: string
  text: string
  quote: string
}

/** The comments of others come in this often while the page is looked at. */
const LOOK_AGAIN_MILLISECONDS = 20_000
/** After a change of the text, before its marks are put anew. */
const SETTLE_MILLISECONDS = 300
/** What another part of the page sends to comment on what is selected. */
export const COMMENT_ON_SELECTION = 'sagwa:comment'

/**
 * The conversations about a postmortem beside its text: read and answered without script as well; with it they are tied
 * to the words in `root`, new ones come in by themselves, and selected words can be commented on.
 */
export function CommentsPanel({
  reference,
  comments: fromServer,
  root,
  sent,
  onShow,
  onActionItem,
}: {
  reference: string
  comments: CommentsData
  /** Selector of the element whose text is commented on; null where it is not on the page. */
  root: string | null
  sent?: SentComment | undefined
  /** Brings the panel into sight, where something else may stand in its place. */
  onShow?: () => void
  /** Where an action item can be made of the selected words, or of the sentence that was pressed: what does it. */
  onActionItem?: ((words: string) => void) | undefined
}) {
  const t = useMessages(commentMessages)
  const [comments, setComments] = useState(fromServer)
  const [known, setKnown] = useState(fromServer)
  if (known !== fromServer) {
    setKnown(fromServer)
    setComments(fromServer)
  }
  const [fresh, setFresh] = useState(fromServer.fresh)
  const [active, setActive] = useState<string | null>(null)
  /** The one under the pointer, or with the focus. */
  const [looked, setLooked] = useState<string | null>(null)
  const [pressed, setPressed] = useState<{ id: string; withKeys: boolean } | null>(null)
  const [draft, setDraft] = useState<TextAnchor | null>(null)
  const panel = useRef<HTMLElement>(null)
  const address = paths.postmortemCommentsAs(reference, 'json')

  function take(next: CommentsData) {
    setComments(next)
    setFresh((before) => [...new Set([...before, ...next.fresh])])
  }

  useEffect(() => {
    async function look() {
      if (document.visibilityState === 'hidden') return
      try {
        const answer = await fetch(address, { headers: { Accept: 'application/json' } })
        if (answer.ok) take(((await answer.json()) as { comments: CommentsData }).comments)
      } catch {
        // The next look may come through.
      }
    }
    const timer = setInterval(() => void look(), LOOK_AGAIN_MILLISECONDS)
    const onFocus = () => void look()
    window.addEventListener('focus', onFocus)
    return () => {
      clearInterval(timer)
      window.removeEventListener('focus', onFocus)
    }
  }, [address])

  /** Sends a form; null when it was done, else what stands against it. */
  async function send(form: FormData): Promise<string[] | null> {
    try {
      const answer = await fetch(address, {
        method: 'POST',
        body: form,
        headers: { Accept: 'application/json' },
      })
      const body = (await answer.json()) as {
        done?: string | null
        problems?: string[]
        comments: CommentsData | null
      }
      if (body.comments) take(body.comments)
      if (body.problems) return body.problems
      if (form.get('intent') === 'begin') {
        setDraft(null)
        setActive(body.done ?? null)
      }
      return null
    } catch {
      return [t.notSent]
    }
  }

  const open = comments.conversations.filter(({ resolved }) => resolved === null)
  const settled = comments.conversations.filter(({ resolved }) => resolved !== null)
  const { places, selection, comment, makeAction } = useWords({
    root,
    open,
    shown: [active, looked],
    draft,
    setDraft,
    onPressed: (id, withKeys) => {
      if (id !== null) onShow?.()
      setActive(id)
      setPressed(id === null ? null : { id, withKeys })
    },
    onActionItem,
  })

  // Whoever presses marked words sees what was said about them. Those who write go on writing: their caret stays, and so
  // does what they see of the text where the comments stand under it.
  useEffect(() => {
    if (pressed === null) return
    const item = panel.current?.querySelector<HTMLElement>(`[id="comment-${CSS.escape(pressed.id)}"]`)
    const text = root === null ? null : document.querySelector<HTMLElement>(root)
    if (!item || !text) return
    if (pressed.withKeys || !text.isContentEditable) item.focus({ preventScroll: true })
    else if (item.getBoundingClientRect().left < text.getBoundingClientRect().right) return
    item.scrollIntoView({ block: 'nearest' })
  }, [pressed, root])

  const tools: Tools = { ...comments, reference, fresh, send, sent }
  const item = (conversation: Conversation) => (
    <ConversationItem
      key={conversation.id}
      conversation={conversation}
      tools={tools}
      isActive={conversation.id === active}
      place={places?.get(conversation.id)}
      onLook={setLooked}
      show={() => {
        setActive(conversation.id)
        const range = places?.get(conversation.id)?.range
        range?.startContainer.parentElement?.scrollIntoView({ block: 'center' })
      }}
    />
  )
  return (
    <section
      className="comments no-print"
      id="comments"
      aria-labelledby="comments-title"
      data-wakes=""
      ref={panel}
    >
      <div className="comments-head">
        <h2 id="comments-title">
          {t.title} {open.length > 0 ? <span className="comments-count">{open.length}</span> : null}
        </h2>
        {places ? (
          <button
            type="button"
            className="button button-quiet"
            title={t.selectFirst}
            aria-disabled={selection === null || undefined}
            aria-keyshortcuts="Control+Alt+M"
            onMouseDown={(event) => event.preventDefault()}
            onClick={comment}
          >
            {t.onSelection}
          </button>
        ) : null}
      </div>
      {draft ? (
        <div className="comment-draft">
          <p className="comment-quote">{draft.quote}</p>
          <CommentForm
            tools={tools}
            intent="begin"
            anchor={draft}
            label={t.comment}
            hint={t.commentHint}
            submit={t.send}
            focus
            cancel={() => setDraft(null)}
          />
        </div>
      ) : null}
      {open.length === 0 && draft ? null : open.length === 0 ? (
        <p className="comments-none">
          {settled.length === 0 ? <strong>{t.none}</strong> : t.noneOpen}{' '}
          {settled.length === 0 ? <span>{t.noneBody}</span> : null}
        </p>
      ) : (
        <ol className="conversations">{open.map(item)}</ol>
      )}
      <Foldout summary={t.onWhole} isOpen={sent?.intent === 'begin'}>
        {(close) => (
          <CommentForm
            tools={tools}
            intent="begin"
            label={t.comment}
            hint={t.commentHint}
            submit={t.send}
            done={close}
          />
        )}
      </Foldout>
      {settled.length === 0 ? null : (
        <details className="more comments-settled">
          <summary>{t.resolved(settled.length)}</summary>
          <ol className="conversations">{settled.map(item)}</ol>
        </details>
      )}
      {selection && !selection.isEditable && draft === null
        ? createPortal(
            <div
              className="comment-float no-print"
              style={{ insetBlockStart: selection.top, insetInlineStart: selection.left }}
              onMouseDown={(event) => event.preventDefault()}
            >
              <button type="button" className="button" aria-keyshortcuts="Control+Alt+M" onClick={comment}>
                {t.comment}
              </button>
              {onActionItem ? (
                <button
                  type="button"
                  className="button"
                  title="Ctrl Alt A"
                  aria-keyshortcuts="Control+Alt+A"
                  onClick={makeAction}
                >
                  {t.actionItem}
                </button>
              ) : null}
            </div>,
            document.body,
          )
        : null}
    </section>
  )
}

interface Selected {
  range: Range
  /** Where a button goes, in px of the page. */
  top: number
  left: number
  /** Then the editor has a button of its own. */
  isEditable: boolean
}

/** Ties the open conversations to the words on the page. `places` is null until that was done once. */
function useWords({
  root,
  open,
  shown,
  draft,
  setDraft,
  onPressed,
  onActionItem,
}: {
  root: string | null
  open: readonly Conversation[]
  /** Ids of those whose words stand out. */
  shown: readonly (string | null)[]
  draft: TextAnchor | null
  setDraft: (anchor: TextAnchor | null) => void
  /** Hears whose words were pressed, or asked for at the caret; null for words without a comment. */
  onPressed: (id: string | null, withKeys: boolean) => void
  onActionItem: ((words: string) => void) | undefined
}) {
  const [places, setPlaces] = useState<ReadonlyMap<string, Place> | null>(null)
  const [selection, setSelection] = useState<Selected | null>(null)
  const latest = useRef({ places, selection, comment: () => {}, makeAction: () => {}, onPressed })

  const anchors = open.flatMap(({ id, anchor }) => (anchor ? [{ id, anchor }] : []))
  const key = JSON.stringify([anchors, draft])
  useEffect(() => {
    if (root === null) return
    const wanted = new Map(anchors.map(({ id, anchor }) => [id, anchor]))
    if (draft) wanted.set('', draft)
    // An editor brings the element later than the page comes, and may bring another one.
    function find() {
      const element = document.querySelector(root!)
      setPlaces(element && placesOf(element, wanted))
    }
    find()
    let timer: ReturnType<typeof setTimeout> | undefined
    const observer = new MutationObserver((changes) => {
      const isOwn = ({ target }: MutationRecord) =>
        (target instanceof Element ? target : target.parentElement)?.closest('.comments') != null
      if (changes.every(isOwn)) return
      clearTimeout(timer)
      timer = setTimeout(find, SETTLE_MILLISECONDS)
    })
    const page = document.getElementById('main') ?? document.body
    observer.observe(page, { childList: true, characterData: true, subtree: true })
    return () => {
      observer.disconnect()
      clearTimeout(timer)
    }
    // The anchors are compared by what they say.
  }, [root, key])

  const standOut = shown.join()
  useEffect(() => {
    const now = standOut.split(',')
    const rangesOf = (wanted: (id: string) => boolean) =>
      [...(places ?? [])].flatMap(([id, place]) => (place && wanted(id) ? [place.range] : []))
    const isNow = (id: string) => id === '' || now.includes(id)
    showMarks(
      'comment',
      rangesOf((id) => !isNow(id)),
    )
    showMarks('comment-active', rangesOf(isNow))
    return () => {
      showMarks('comment', [])
      showMarks('comment-active', [])
    }
  }, [places, standOut])

  function comment() {
    const element = root === null ? null : document.querySelector(root)
    const range = latest.current.selection?.range ?? selectedRange(element)
    const anchor = element && range ? anchorOfRange(element, range) : null
    if (anchor === null) {
      const at = document.getSelection()
      const here = at?.anchorNode && places && commentAround(places, at.anchorNode, at.anchorOffset)
      if (here) onPressed(here, true)
      return
    }
    setDraft(anchor)
    setSelection(null)
  }
  function makeAction() {
    const element = root === null ? null : document.querySelector(root)
    if (element === null || onActionItem === undefined) return
    const range = latest.current.selection?.range ?? selectedRange(element)
    const words = range ? (anchorOfRange(element, range)?.quote ?? '') : sentenceAtCaret(element)
    if (words.trim() === '') return
    setSelection(null)
    onActionItem(asTitle(words))
  }
  useEffect(() => {
    latest.current = { places, selection, comment, makeAction, onPressed }
  })

  useEffect(() => {
    if (root === null) return
    const element = () => document.querySelector(root)
    function onSelection() {
      const range = selectedRange(element())
      if (range === null) {
        // A button that takes the focus takes the selection with it; what was selected last is still meant.
        if (document.activeElement?.closest('.comments')) return
        setSelection(null)
        return
      }
      const box = range.getBoundingClientRect()
      setSelection({
        range: range.cloneRange(),
        top: box.bottom + window.scrollY + 8,
        left: Math.max(8, Math.min(box.left + window.scrollX, document.documentElement.clientWidth - 300)),
        isEditable: range.startContainer.parentElement?.isContentEditable ?? false,
      })
    }
    function onClick(event: MouseEvent) {
      const target = event.target as Element
      if (!element()?.contains(target) || target.closest('a, button, input, summary, label')) return
      if (selectedRange(element())) return
      const { places: now, onPressed: press } = latest.current
      press(now && commentAt(now, event.clientX, event.clientY), false)
    }
    function onKeyDown(event: KeyboardEvent) {
      if (!event.altKey || !(event.ctrlKey || event.metaKey)) return
      // In the editor the key is the editor's, which knows the sentence at its caret.
      const makes = event.code === 'KeyA' && !(event.target as Element).closest('[contenteditable], textarea')
      if (event.code !== 'KeyM' && !makes) return
      event.preventDefault()
      if (makes) latest.current.makeAction()
      else latest.current.comment()
    }
    const onAsked = () => latest.current.comment()
    onSelection()
    document.addEventListener('selectionchange', onSelection)
    document.addEventListener('click', onClick)
    document.addEventListener('keydown', onKeyDown)
    document.addEventListener(COMMENT_ON_SELECTION, onAsked)
    return () => {
      document.removeEventListener('selectionchange', onSelection)
      document.removeEventListener('click', onClick)
      document.removeEventListener('keydown', onKeyDown)
      document.removeEventListener(COMMENT_ON_SELECTION, onAsked)
    }
  }, [root])

  return { places, selection, comment, makeAction }
}

/** What every part of the panel needs. */
interface Tools extends CommentsData {
  reference: string
  send: (form: FormData) => Promise<string[] | null>
  sent: SentComment | undefined
}

function ConversationItem({
  conversation,
  tools,
  isActive,
  place,
  onLook,
  show,
}: {
  conversation: Conversation
  tools: Tools
  isActive: boolean
  /** Undefined before anybody looked. */
  place: Place | undefined
  /** Hears the id while it is under the pointer or has the focus, and null after. */
  onLook: (id: string | null) => void
  show: () => void
}) {
  const t = useMessages(commentMessages)
  const { id, anchor, resolved, answers, version } = conversation
  return (
    <li
      className="conversation"
      id={`comment-${id}`}
      tabIndex={-1}
      data-active={isActive ? '' : undefined}
      onPointerEnter={() => onLook(id)}
      onPointerLeave={() => onLook(null)}
      onFocus={() => onLook(id)}
      onBlur={() => onLook(null)}
    >
      {anchor === null ? null : place ? (
        <button type="button" className="comment-quote" title={t.showInText} onClick={show}>
          {anchor.quote}
        </button>
      ) : (
        <p className="comment-quote">{anchor.quote}</p>
      )}
      {place === null && resolved === null ? <p className="comment-note">{t.gone}</p> : null}
      {place?.changed ? <p className="comment-note">{t.rewritten}</p> : null}
      <Comment comment={conversation} tools={tools} />
      {answers.length === 0 ? null : (
        <ol className="comment-answers">
          {answers.map((answer) => (
            <li key={answer.id} id={`comment-${answer.id}`}>
              <Comment comment={answer} tools={tools} />
            </li>
          ))}
        </ol>
      )}
      {resolved ? <p className="comment-note">{t.resolvedBy(resolved.by)}</p> : null}
      <div className="comment-actions">
        {conversation.text === null ? null : (
          <Foldout summary={t.answer} isOpen={isSent(tools.sent, 'answer', id)}>
            {(close) => (
              <CommentForm
                tools={tools}
                intent="answer"
                id={id}
                label={t.yourAnswer}
                submit={t.send}
                done={close}
              />
            )}
          </Foldout>
        )}
        {mayResolve(tools.me, conversation) ? (
          <StepForm
            tools={tools}
            id={id}
            version={version}
            intent={resolved ? 'reopen' : 'resolve'}
            label={resolved ? t.reopen : t.resolve}
          />
        ) : null}
      </div>
    </li>
  )
}

function isSent(sent: SentComment | undefined, intent: string, id: string): boolean {
  return sent?.intent === intent && sent.id === id
}

function Comment({ comment, tools }: { comment: DocumentComment; tools: Tools }) {
  const t = useMessages(commentMessages)
  const { id, text, writtenAt, writtenBy, editedAt, version } = comment
  if (text === null) return <p className="comment-note">{t.removed}</p>
  const mayEdit = mayEditComment(tools.me, comment)
  const mayRemove = mayRemoveComment(tools.me, comment)
  return (
    <div className="comment" data-fresh={tools.fresh.includes(id) ? '' : undefined}>
      <p className="comment-by">
        <strong>{writtenBy}</strong> <TimeText at={writtenAt} as="compact" year={false} seconds={false} />
        {editedAt === null ? null : <span> · {t.edited}</span>}
        {tools.fresh.includes(id) ? <span className="comment-for-you"> · {t.forYou}</span> : null}
      </p>
      <p className="comment-text">
        {mentionPieces(text).map((piece, index) =>
          piece.kind === 'text' ? (
            piece.text
          ) : (
            <span key={index} className="mention">
              @{tools.names[piece.id] ?? t.somebody}
            </span>
          ),
        )}
      </p>
      {mayEdit || mayRemove ? (
        <Foldout summary={mayEdit ? t.change : t.remove} isOpen={isSent(tools.sent, 'edit', id)} small>
          {(close) => (
            <>
              {mayEdit ? (
                <CommentForm
                  key={version}
                  tools={tools}
                  intent="edit"
                  id={id}
                  version={version}
                  initial={typedMentions(text, tools.people)}
                  label={t.yourComment}
                  submit={t.save}
                  done={close}
                />
              ) : null}
              {mayRemove ? (
                <StepForm tools={tools} id={id} version={version} intent="remove" label={t.remove} danger />
              ) : null}
            </>
          )}
        </Foldout>
      ) : null}
    </div>
  )
}

/** Something that opens in place, without script as well. Its content may close it. */
function Foldout({
  summary,
  isOpen = false,
  small = false,
  children,
}: {
  summary: string
  isOpen?: boolean
  small?: boolean
  children: (close: () => void) => ReactNode
}) {
  const details = useRef<HTMLDetailsElement>(null)
  return (
    <details
      className={small ? 'comment-fold comment-fold-small' : 'comment-fold'}
      ref={details}
      open={isOpen}
    >
      <summary>{summary}</summary>
      {children(() => {
        if (details.current) details.current.open = false
      })}
    </details>
  )
}

/** Where every form of the panel goes, with and without script. */
function useSending(tools: Tools, done?: () => void) {
  const [problems, setProblems] = useState<string[]>([])
  const [isSending, setSending] = useState(false)
  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isSending) return
    const form = event.currentTarget
    setSending(true)
    const refused = await tools.send(new FormData(form))
    setSending(false)
    setProblems(refused ?? [])
    if (refused !== null) return
    form.reset()
    done?.()
  }
  const { pathname } = useLocation()
  const back = pathname.endsWith('/comments') ? paths.incidentPostmortem(tools.reference) : pathname
  const form = {
    method: 'post' as const,
    action: paths.postmortemComments(tools.reference),
    onSubmit: (event: FormEvent<HTMLFormElement>) => void onSubmit(event),
  }
  return { form, back, problems, isSending }
}

function CommentForm({
  tools,
  intent,
  id = '',
  version,
  anchor,
  initial = '',
  label,
  hint,
  submit,
  focus = false,
  cancel,
  done,
}: {
  tools: Tools
  intent: 'begin' | 'answer' | 'edit'
  id?: string
  version?: number
  anchor?: TextAnchor
  initial?: string
  label: string
  hint?: string
  submit: string
  focus?: boolean
  cancel?: () => void
  done?: () => void
}) {
  const t = useMessages(commentMessages)
  const { form, back, problems, isSending } = useSending(tools, done)
  const mended = isSent(tools.sent, intent, id) ? tools.sent : undefined
  return (
    <form {...form} className="comment-form">
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="back" value={back} />
      {version === undefined ? null : <input type="hidden" name="version" value={version} />}
      {anchor
        ? (['quote', 'before', 'after'] as const).map((name) => (
            <input key={name} type="hidden" name={name} value={anchor[name]} />
          ))
        : null}
      <MentionField
        label={label}
        {...(hint === undefined ? {} : { hint })}
        initial={mended?.text ?? initial}
        people={tools.people}
        me={tools.me.id}
        errors={problems}
        focus={focus}
      />
      <div className="form-actions">
        <button className="button button-primary" aria-disabled={isSending || undefined}>
          {isSending ? t.sending : submit}
        </button>
        {cancel ? (
          <button type="button" className="button button-quiet" onClick={cancel}>
            {t.cancel}
          </button>
        ) : null}
      </div>
    </form>
  )
}

/** One press: settled, open again, taken out. */
function StepForm({
  tools,
  id,
  version,
  intent,
  label,
  danger = false,
}: {
  tools: Tools
  id: string
  version: number
  intent: 'resolve' | 'reopen' | 'remove'
  label: string
  danger?: boolean
}) {
  const { form, back, problems } = useSending(tools)
  return (
    <form {...form} className="comment-step">
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="back" value={back} />
      <button className={danger ? 'link-button comment-remove' : 'link-button'}>{label}</button>
      {problems.length > 0 ? (
        <span className="field-error" role="alert">
          {problems.join(' ')}
        </span>
      ) : null}
    </form>
  )
}
