import {
  $getAnchorAndFocusForUserState,
  initLocalState,
  setLocalStateFocus,
  syncCursorPositions,
  type ProviderAwareness,
  type UserState,
} from '@lexical/yjs'
import {
  $createRangeSelection,
  $getNodeByKey,
  $isElementNode,
  $isTextNode,
  $setSelection,
  CAN_REDO_COMMAND,
  CAN_UNDO_COMMAND,
  COMMAND_PRIORITY_EDITOR,
  mergeRegister,
  REDO_COMMAND,
  UNDO_COMMAND,
  type LexicalEditor,
} from 'lexical'
import { encodeStateAsUpdate, type Doc } from 'yjs'
import { paths } from '#app/paths.ts'
import { markdownFromState } from '../markdown/from-state.ts'
import { draftFrom, markdownOfDraft, rewriteDraft } from './draft-text.ts'
import { DraftLink, type LinkEvents } from './draft-link.ts'
import { historyOfOne, newDoc } from './history.ts'
import type { DraftStatus, Peer } from './live-draft.ts'
import { ownCaret, type OwnCaret } from './own-caret.ts'
import { bindSharedText, providerOf, type SharedText } from './shared-text.ts'
import { takeIn } from './take-in.ts'

export interface JoinOptions {
  documentId: string
  user: { id: string; name: string }
  /** The text that the page was made with. */
  markdown: string
  onStatus: (status: DraftStatus) => void
  /** Hears who else is here, each person once. */
  onPeers: (peers: Peer[]) => void
  /** Everything written here is on the server's disk since the instant `at`. */
  onSaved: (at: number) => void
  onUnsaved: () => void
  /** The text stood here in another way than it is stored and was opened anew; hears what stood here. */
  onReplaced: (markdown: string) => void
}

/** Somebody's place in a draft that is there. */
export interface JoinedDraft {
  /**
   * Lets an editor be filled from the draft and write into it; returns how it leaves. What was typed in Markdown meanwhile
   * becomes an edit of the draft as it was then. Null where that cannot be told apart from what others have written.
   */
  open: (editor: LexicalEditor, markdown: string) => (() => void) | null
  /**
   * Makes what is typed as Markdown, where no editor covers the textarea, part of the draft. False where that cannot be told
   * apart from what others have written.
   */
  take: (markdown: string) => boolean
  /**
   * Resolves when all that is written here so far is on the server's disk.
   *
   * @param markdown what stands in the textarea, where no editor covers it
   */
  saved: (markdown: string) => Promise<void>
  /** Ends it; what is not sent yet is sent. */
  leave: () => void
}

/** Milliseconds after which a server that never answered is taken for one that cannot, behind a proxy that lets nothing pass. */
const PATIENCE = 6_000
/** How often a page opens its text anew because it differs. If that does not help nothing here will. */
const MOST_REPLACED = 3

/**
 * Joins those who write a draft. Resolves when it is there, with null when none can be had; then one writes alone.
 *
 * Undo takes back what was done here and nothing that others did. While a syllable is composed, what others write waits:
 * drawing it would end the composition in the middle.
 */
export function joinDraft({
  documentId,
  user,
  markdown: first,
  onStatus,
  onPeers,
  onSaved,
  onUnsaved,
  onReplaced,
}: JoinOptions): Promise<JoinedDraft | null> {
  const ready = Promise.withResolvers<JoinedDraft | null>()
  let waiting: (() => void)[] = []
  /** What the draft said when the editor was last over the textarea, with what was typed since, and all of it. */
  let last: { text: string; state: Uint8Array } | null = null
  let opened: Opened | null = null
  let replaced = 0
  /** Comes from the server in place of a text that differs. */
  let next: { doc: Doc; link: DraftLink } | null = null
  let doc = newDoc()
  let link = linkTo(doc, {
    onStatus(status) {
      // Before it was there once, it is as if it was the first try.
      if (status !== 'offline' || link.synced) onStatus(status)
      if (status === 'live') ready.resolve(joined)
      else if (status !== 'offline' && status !== 'connecting' && !link.synced) giveUp()
    },
    ...events(),
  })
  const impatient = setTimeout(() => {
    if (link.synced) return
    giveUp()
    onStatus('unavailable')
  }, PATIENCE)

  function linkTo(doc: Doc, events: LinkEvents): DraftLink {
    const { protocol, host } = window.location
    const address = `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}${paths.liveDraft(documentId)}`
    return new DraftLink(doc, () => new WebSocket(address), events)
  }

  function events(): LinkEvents {
    return {
      onSaved(at) {
        for (const resolve of waiting) resolve()
        waiting = []
        onSaved(at)
        replace()
      },
      onUnsaved,
      onDiffers() {
        if (next !== null || replaced >= MOST_REPLACED) return
        replaced += 1
        const fresh = newDoc()
        next = {
          doc: fresh,
          link: linkTo(fresh, {
            onStatus(status) {
              if (doc === fresh) onStatus(status)
              else if (status === 'live') replace()
            },
            ...events(),
          }),
        }
      },
    }
  }

  /** Goes on with the text that came from the server, as soon as nothing that was written here is missing from it. */
  function replace(): void {
    if (next?.link.synced !== true || next.link === link) return
    // A change that the editor has not drawn yet.
    opened?.editor.read(() => undefined)
    if (link.unsaved || opened?.editor.isComposing()) return
    const stood = markdownOfDraft(doc)
    const old = link
    doc = next.doc
    link = next.link
    next = null
    if (opened !== null) {
      const { editor, place } = opened
      const stoodAt = place.caret.getLocalState()
      opened.close()
      opened = bind(editor)
      // The same letters are in both, so that the caret finds its place among them.
      if (stoodAt !== null) putCaret(editor, opened.place.shared, stoodAt)
    }
    old.leave()
    onStatus(link.status)
    onReplaced(stood)
  }

  function giveUp(): void {
    leave()
    ready.resolve(null)
  }

  function merge(markdown: string): boolean {
    const base = last ?? { text: first, state: encodeStateAsUpdate(doc) }
    if (markdown.trimEnd() === base.text.trimEnd()) return true
    if (last === null && markdownOfDraft(doc).trimEnd() !== first.trimEnd()) return false
    // Written by itself, so that what others have written since, which is not in the textarea, does not go with it.
    const typed = draftFrom(base.state, [])
    takeIn(doc, rewriteDraft(typed, markdown))
    last = { text: markdown, state: encodeStateAsUpdate(typed) }
    return true
  }

  function bind(editor: LexicalEditor): Opened {
    const caret = ownCaret(link.awareness as unknown as ProviderAwareness, doc)
    const shared = bindSharedText(editor, doc, {
      awareness: caret,
      onUnknown() {
        editor.setEditable(false)
        giveUp()
        onStatus('other_version')
      },
    })
    const close = mergeRegister(
      undoOfOne(editor, shared, caret),
      composing(editor, link),
      presence(editor, shared, link, caret, { user, onPeers }),
      shared.unbind,
    )
    return { editor, place: { shared, caret }, close }
  }

  const joined: JoinedDraft = {
    open(editor, markdown) {
      if (!merge(markdown)) return null
      opened = bind(editor)
      return () => {
        opened?.close()
        opened = null
        last = { text: markdownFromState(editor.getEditorState().toJSON()), state: encodeStateAsUpdate(doc) }
      }
    },
    take: (markdown) => opened !== null || merge(markdown),
    saved(markdown) {
      if (opened === null) merge(markdown)
      link.flush()
      return link.unsaved ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()
    },
    leave,
  }

  const onOnline = () => link.resume()
  const onOffline = () => link.pause()
  const onVisible = () => {
    if (document.visibilityState === 'visible' && navigator.onLine) link.resume()
  }
  const onUnload = (event: BeforeUnloadEvent) => {
    link.flush()
    if (link.unsaved) event.preventDefault()
  }
  window.addEventListener('online', onOnline)
  window.addEventListener('offline', onOffline)
  document.addEventListener('visibilitychange', onVisible)
  window.addEventListener('beforeunload', onUnload)
  function leave(): void {
    clearTimeout(impatient)
    window.removeEventListener('online', onOnline)
    window.removeEventListener('offline', onOffline)
    document.removeEventListener('visibilitychange', onVisible)
    window.removeEventListener('beforeunload', onUnload)
    link.leave()
    next?.link.leave()
  }
  return ready.promise
}

/** An editor that shows the draft. */
interface Opened {
  editor: LexicalEditor
  place: { shared: SharedText; caret: OwnCaret }
  close: () => void
}

/** Puts the caret where it stood in another document of the same updates; leaves it where that is gone. */
function putCaret(editor: LexicalEditor, { binding }: SharedText, stoodAt: UserState): void {
  editor.update(
    () => {
      const { anchorKey, anchorOffset, focusKey, focusOffset } = $getAnchorAndFocusForUserState(
        binding,
        stoodAt,
      )
      if (anchorKey === null || focusKey === null) return
      const selection = $createRangeSelection()
      for (const [point, key, offset] of [
        [selection.anchor, anchorKey, anchorOffset],
        [selection.focus, focusKey, focusOffset],
      ] as const) {
        const node = $getNodeByKey(key)
        if (!$isTextNode(node) && !$isElementNode(node)) return
        point.set(key, offset, $isTextNode(node) ? 'text' : 'element')
      }
      $setSelection(selection)
    },
    { discrete: true },
  )
}

/** Undo and redo of what was done here. */
function undoOfOne(editor: LexicalEditor, shared: SharedText, caret: OwnCaret): () => void {
  const history = historyOfOne(shared)
  const tell = () => {
    editor.dispatchCommand(CAN_UNDO_COMMAND, history.canUndo())
    editor.dispatchCommand(CAN_REDO_COMMAND, history.canRedo())
  }
  history.onChange(tell)
  const using = (work: () => unknown) => () => {
    // What was deleted and comes back comes before the caret, as if it was typed.
    caret.behind(work)
    return true
  }
  return mergeRegister(
    editor.registerCommand(UNDO_COMMAND, using(history.undo), COMMAND_PRIORITY_EDITOR),
    editor.registerCommand(REDO_COMMAND, using(history.redo), COMMAND_PRIORITY_EDITOR),
    history.end,
  )
}

/** Keeps what others write back while a syllable is composed. */
function composing(editor: LexicalEditor, link: DraftLink): () => void {
  let active = false
  const start = () => {
    active = true
    link.hold()
  }
  const release = () => {
    if (!active && !editor.isComposing()) link.release()
  }
  const end = () => {
    active = false
    // Right after the syllable is in the text: whoever types Korean without a pause begins the next one at once.
    editor.update(() => {}, { onUpdate: release })
    // Browsers that say how it ended only after this.
    setTimeout(release, 0)
  }
  return editor.registerRootListener((root, previous) => {
    previous?.removeEventListener('compositionstart', start)
    previous?.removeEventListener('compositionend', end)
    root?.addEventListener('compositionstart', start)
    root?.addEventListener('compositionend', end)
  })
}

/** Shows carets and selections of others, and tells who they are. */
function presence(
  editor: LexicalEditor,
  { binding }: SharedText,
  link: DraftLink,
  caret: OwnCaret,
  { user, onPeers }: Pick<JoinOptions, 'user' | 'onPeers'>,
): () => void {
  const provider = providerOf(caret)
  const container = document.createElement('div')
  container.className = 'draft-carets'
  // Who is here is said in words beside the text.
  container.setAttribute('aria-hidden', 'true')
  let told = ''
  const show = () => {
    syncCursorPositions(binding, provider, { selectionHighlight: true })
    const peers = new Map<string, Peer>()
    for (const [client, state] of caret.getStates()) {
      const id = (state.awarenessData as { id?: string } | undefined)?.id
      if (client === binding.clientID || id === undefined || id === user.id) continue
      peers.set(id, { id, name: state.name, colour: state.color })
    }
    const now = [...peers.values()]
    if (JSON.stringify(now) === told) return
    told = JSON.stringify(now)
    onPeers?.(now)
  }
  const focus = (focusing: boolean) => () => setLocalStateFocus(provider, user.name, '', focusing, {})
  const onFocus = focus(true)
  const onBlur = focus(false)
  const stop = editor.registerRootListener((root, previous) => {
    previous?.removeEventListener('focus', onFocus)
    previous?.removeEventListener('blur', onBlur)
    root?.addEventListener('focus', onFocus)
    root?.addEventListener('blur', onBlur)
    if (root === null) return
    root.after(container)
    binding.cursorsContainer = container
  })
  initLocalState(provider, user.name, '', document.activeElement === editor.getRootElement(), {})
  link.awareness.on('update', show)
  window.addEventListener('resize', show)
  show()
  return () => {
    link.awareness.off('update', show)
    window.removeEventListener('resize', show)
    stop()
    container.remove()
  }
}
