import type { ReactNode } from 'react'
import { NoticeBox } from '#app/components/layout/page.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { WordDiff } from '#app/components/word-diff.tsx'
import { BLOCK_LABELS } from '#app/domain/postmortem-blocks.ts'
import type { ChangedPiece } from '#app/domain/since-approval.ts'
import type { Language } from '#app/messages/define.ts'
import { documentDiffMessages } from '#app/messages/document-diff.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import type { ReadPiece } from '#app/postmortem-page.server.ts'

const anchor = (index: number) => `since-${index + 1}`

/** Above an approved postmortem: that the record has changed since, and where that shows. */
export function ChangedSinceApproval({
  changed,
  pieces,
}: {
  changed: readonly ChangedPiece[]
  pieces: readonly ReadPiece[]
}) {
  const words = useMessages(postmortemMessages)
  const t = useMessages(documentDiffMessages)
  const { language } = useReader()
  if (changed.length === 0) return null
  return (
    <NoticeBox title={words.recordChanged}>
      <p>{words.recordChangedBody}</p>
      <ul className="since-list">
        {changed.map(({ index }) => {
          const piece = pieces[index]
          return (
            <li key={index}>
              <a href={`#${anchor(index)}`}>
                {piece?.kind === 'block' ? BLOCK_LABELS[piece.block][language] : t.inText}
              </a>
            </li>
          )
        })}
      </ul>
    </NoticeBox>
  )
}

/** A piece of the text; where it has changed since the approval, with a bar at its side and what it said then. */
export function PieceSinceApproval({
  change,
  language,
  children,
}: {
  change: ChangedPiece | undefined
  language: Language
  children: ReactNode
}) {
  const t = useMessages(documentDiffMessages)
  if (change === undefined) return children
  return (
    <div className="since-approval" id={anchor(change.index)}>
      {children}
      <details className="since-note">
        <summary>{t.changedSince}</summary>
        <WordDiff parts={change.parts} language={language} />
      </details>
    </div>
  )
}
