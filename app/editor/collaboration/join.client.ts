import {
  createUndoManager,
  initLocalState,
  setLocalStateFocus,
  syncCursorPositions,
  type ProviderAwareness,
} from '@lexical/yjs'
import { createEmptyHistoryState, registerHistory } from '@lexical/history'
import {
  CAN_REDO_COMMAND,
  CAN_UNDO_COMMAND,
  COMMAND_PRIORITY_EDITOR,
  mergeRegister,
  REDO_COMMAND,
  UNDO_COMMAND,
  type LexicalEditor,
} from 'lexical'
import { Doc } from 'yjs'
import { paths } from '#app/paths.ts'
import { stateFromMarkdown, type Forms } from '../markdown/to-state.ts'
import { DraftLink } from './draft-link.ts'
import type { DraftStatus, Peer } from './live-draft.ts'
import { bindSharedText, providerOf, type SharedText } from './shared-text.ts'

export interface JoinOptions {
  documentId: string
  user: { id: string; name: string }
  onStatus?: (status: DraftStatus) => void
  /** Hears who else is here, each person once. */
  onPeers?: (peers: Peer[]) => void
  /** Everything written here is on the server's disk since the instant `at`. */
  onSaved?: (at: number) => void
  onUnsaved?: () => void
}

/** Somebody's place in a draft. */
export interface JoinedDraft {
  /** Ends it; what is not sent yet is sent. */
  leave: () => void
  /** Resolves when all that is written here so far is on the server's disk. */
  saved: () => Promise<void>
}

/** Milliseconds after which a server that never answered is taken for one that cannot, behind a proxy that lets nothing pass. */
const PATIENCE = 6_000

/**
 * Fills an editor with a draft that others may write as well, and keeps both the same. Until the draft is there nothing can
 * be typed. Undo takes back what was done here and nothing that others did.
 *
 * While a syllable is composed, what others write waits: drawing it would end the composition in the middle.
 */
export function joinDraft(
  editor: LexicalEditor,
  { documentId, user, onStatus, onPeers, onSaved, onUnsaved }: JoinOptions,
): JoinedDraft {
  const doc = new Doc()
  let shared: SharedText | undefined
  let bound: (() => void) | undefined
  let waiting: (() => void)[] = []
  setWritable(editor, false)
  const link = new DraftLink(
    doc,
    () => {
      const { protocol, host } = window.location
      return new WebSocket(`${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}${paths.liveDraft(documentId)}`)
    },
    {
      onStatus(status) {
        if (status === 'live') bind()
        const ended = status !== 'live' && status !== 'connecting' && status !== 'offline'
        if (ended && status !== 'too_large') setWritable(editor, false)
        // Nothing was ever there: whether it is the first try or the fifth makes no difference to anybody.
        if (status === 'offline' && shared === undefined) return
        onStatus?.(status)
      },
      onSaved(at) {
        for (const resolve of waiting) resolve()
        waiting = []
        onSaved?.(at)
      },
      onUnsaved,
    },
  )
  const awareness = link.awareness as unknown as ProviderAwareness
  const impatient = setTimeout(() => {
    if (shared !== undefined || link.status === 'signed_out' || link.status === 'gone') return
    leave()
    setWritable(editor, true)
    onStatus?.('unavailable')
  }, PATIENCE)

  function bind(): void {
    if (shared !== undefined) return
    shared = bindSharedText(editor, doc, {
      awareness,
      onUnknown() {
        link.leave()
        setWritable(editor, false)
        onStatus?.('other_version')
      },
    })
    bound = mergeRegister(
      undoOfOne(editor, shared),
      composing(editor, link),
      presence(editor, shared, link, { user, onPeers }),
      shared.unbind,
    )
    setWritable(editor, true)
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
    bound?.()
    link.leave()
    doc.destroy()
  }
  onStatus?.('connecting')
  return {
    leave,
    saved() {
      // What was typed a moment ago is in the editor and not yet in the document.
      editor.read(() => undefined)
      link.flush()
      return link.unsaved ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()
    },
  }
}

/**
 * Shows a text until the draft is there, and goes on with it as the text of one person where no draft can be had.
 */
export function fillFromDraft(
  editor: LexicalEditor,
  markdown: string,
  { forms, ...options }: JoinOptions & { forms?: Forms },
): JoinedDraft {
  editor.setEditorState(editor.parseEditorState(JSON.stringify(stateFromMarkdown(markdown, forms))))
  let alone: (() => void) | undefined
  const joined = joinDraft(editor, {
    ...options,
    onStatus(status) {
      if (status === 'unavailable') alone = registerHistory(editor, createEmptyHistoryState(), 300)
      options.onStatus?.(status)
    },
  })
  return {
    ...joined,
    leave() {
      alone?.()
      joined.leave()
    },
  }
}

function setWritable(editor: LexicalEditor, writable: boolean): void {
  editor.setEditable(writable)
  const root = editor.getRootElement()
  if (root === null) {
    const stop = editor.registerRootListener((element) => {
      if (element === null) return
      element.contentEditable = String(editor.isEditable())
      queueMicrotask(() => stop())
    })
  } else root.contentEditable = String(writable)
}

/** Undo and redo of what was done here. */
function undoOfOne(editor: LexicalEditor, { binding, root }: SharedText): () => void {
  const history = createUndoManager(binding, root)
  const tell = () => {
    editor.dispatchCommand(CAN_UNDO_COMMAND, history.undoStack.length > 0)
    editor.dispatchCommand(CAN_REDO_COMMAND, history.redoStack.length > 0)
  }
  history.on('stack-item-added', tell)
  history.on('stack-item-popped', tell)
  history.on('stack-cleared', tell)
  return mergeRegister(
    editor.registerCommand(UNDO_COMMAND, () => (history.undo(), true), COMMAND_PRIORITY_EDITOR),
    editor.registerCommand(REDO_COMMAND, () => (history.redo(), true), COMMAND_PRIORITY_EDITOR),
    () => history.destroy(),
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
  { user, onPeers }: Pick<JoinOptions, 'user' | 'onPeers'>,
): () => void {
  const awareness = link.awareness as unknown as ProviderAwareness
  const provider = providerOf(awareness)
  const container = document.createElement('div')
  container.className = 'draft-carets'
  // Who is here is said in words beside the text.
  container.setAttribute('aria-hidden', 'true')
  let told = ''
  const show = () => {
    syncCursorPositions(binding, provider, { selectionHighlight: true })
    const peers = new Map<string, Peer>()
    for (const [client, state] of awareness.getStates()) {
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
