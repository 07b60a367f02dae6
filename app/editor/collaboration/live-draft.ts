import { useCallback, useMemo, useRef, useState } from 'react'
import type { Forms } from '../markdown/to-state.ts'
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
  /** Instant since which everything is on the server's disk; null while something is not. */
  savedAt: number | null
  /** Gives the editor its text. */
  fill: Fill
  /** Resolves when all that is written so far is on the server's disk. */
  saved: () => Promise<void>
}

/**
 * The draft of a document, for a page on which somebody writes it. Nothing of it is loaded before the editor is.
 *
 * @param forms blocks beyond those of every text
 */
export function useLiveDraft({
  documentId,
  user,
  forms,
}: {
  documentId: string
  user: { id: string; name: string }
  forms?: () => Promise<Forms>
}): LiveDraft {
  const [status, setStatus] = useState<DraftStatus>('connecting')
  const [peers, setPeers] = useState<readonly Peer[]>([])
  const [savedAt, setSavedAt] = useState<number | null>(null)
  const joined = useRef<JoinedDraft | null>(null)
  const { id, name } = user
  const fill: Fill = useCallback(
    (editor, markdown) => {
      let left = false
      void Promise.all([import('./join.client.ts'), forms?.()]).then(([{ fillFromDraft }, known]) => {
        if (left) return
        joined.current = fillFromDraft(editor, markdown, {
          documentId,
          user: { id, name },
          ...(known ? { forms: known } : {}),
          onStatus: setStatus,
          onPeers: setPeers,
          onSaved: setSavedAt,
          onUnsaved: () => setSavedAt(null),
        })
      })
      return () => {
        left = true
        joined.current?.leave()
        joined.current = null
      }
    },
    [documentId, id, name, forms],
  )
  const saved = useCallback(() => joined.current?.saved() ?? Promise.resolve(), [])
  return useMemo(() => ({ status, peers, savedAt, fill, saved }), [status, peers, savedAt, fill, saved])
}
