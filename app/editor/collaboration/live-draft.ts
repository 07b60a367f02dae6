import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Fill } from '../open-editor.ts'
import type { LinkStatus } from './draft-link.ts'
import type { JoinedDraft } from './join.client.ts'

/** How it stands with a draft: as with its connection, or that none can be had, so that one writes alone. */
export type DraftStatus = LinkStatus | 'unavailable'

/** Somebody else who is here. */
export interface Peer {
  id: string
  name: string
  /** As CSS has it. */
  colour: string
}

export interface LiveDraft {
  status: DraftStatus
  peers: readonly Peer[]
  /** Instant since which everything is on the server's disk; null while something is not, and before the first change. */
  savedAt: number | null
  /** Whether something written here is not on the server's disk. */
  unsaved: boolean
  /** Whether the draft is here. */
  joined: boolean
  /** Resolves when the draft is there, or it is known that none can be had. */
  ready: () => Promise<void>
  /** Gives the editor its text; null where none can be had, so that one writes alone. */
  fill: (alone: Fill) => Fill
  /** Resolves when all that is written so far is on the server's disk. */
  saved: (markdown: string) => Promise<void>
  /** Makes what is typed as Markdown part of the draft; false where there is none, or it cannot be told apart in it. */
  take: (markdown: string) => boolean
  /** What stood here before it was opened anew, because it was stored in another way; null where that was not so. */
  replaced: string | null
}

/**
 * The draft of a document, for a page on which somebody writes it. Nothing of it is loaded before the editor is.
 *
 * @param markdown the text that the page was made with
 */
export function useLiveDraft({
  documentId,
  user,
  markdown,
}: {
  documentId: string
  user: { id: string; name: string }
  markdown: string
}): LiveDraft {
  const [status, setStatus] = useState<DraftStatus>('connecting')
  const [peers, setPeers] = useState<readonly Peer[]>([])
  const [saving, setSaving] = useState<{ at: number | null; unsaved: boolean }>({ at: null, unsaved: false })
  const [isJoined, setJoined] = useState(false)
  const [replaced, setReplaced] = useState<string | null>(null)
  const joined = useRef<JoinedDraft | null>(null)
  const joining = useRef<Promise<void> | null>(null)
  const given = useRef({ documentId, user, markdown })
  const gone = useRef(false)
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
      joined.current?.leave()
      joined.current = null
      joining.current = null
    }
  }, [])
  const ready = useCallback(() => {
    joining.current ??= import('./join.client.ts')
      .then(({ joinDraft }) =>
        joinDraft({
          ...given.current,
          onStatus: setStatus,
          onPeers: setPeers,
          onSaved: (at) => setSaving({ at, unsaved: false }),
          onUnsaved: () => setSaving({ at: null, unsaved: true }),
          onReplaced: setReplaced,
        }),
      )
      .then((draft) => {
        if (gone.current) draft?.leave()
        else {
          joined.current = draft
          setJoined(draft !== null)
        }
      })
      // Without it one writes alone.
      .catch(() => setStatus('unavailable'))
    return joining.current
  }, [])
  const fill = useCallback(
    (alone: Fill): Fill =>
      (editor, text) => {
        const close = joined.current?.open(editor, text)
        if (close) return close
        // What was typed before the draft came, while others wrote as well: nobody's words are lost when it is saved.
        joined.current?.leave()
        joined.current = null
        setJoined(false)
        setStatus((now) => (now === 'live' ? 'unavailable' : now))
        return alone(editor, text)
      },
    [],
  )
  const saved = useCallback((text: string) => joined.current?.saved(text) ?? Promise.resolve(), [])
  const take = useCallback((text: string) => joined.current?.take(text) ?? false, [])
  return useMemo(
    () => ({
      status,
      peers,
      savedAt: saving.at,
      unsaved: saving.unsaved,
      joined: isJoined,
      ready,
      fill,
      saved,
      take,
      replaced,
    }),
    [status, peers, saving, isJoined, ready, fill, saved, take, replaced],
  )
}
