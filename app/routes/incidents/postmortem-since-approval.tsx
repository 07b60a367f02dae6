import type { ReactNode } from 'react'
import { NoticeBox } from '#app/components/layout/page.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { WordDiff } from '#app/components/word-diff.tsx'
import { BLOCK_LABELS } from '#app/domain/postmortem-blocks.ts'
import type { ChangedPiece } from '#app/domain/since-approval.ts'
import type { Language } from '#app/messages/define.ts'
import { documentDiffMessages } from '#app/messages/document-diff.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import type { ReadPiece } from './postmortem-pieces.server.ts'

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
        {changed.flatMap(({ index }) => {
          const piece = pieces[index]
          if (piece?.kind !== 'html' || piece.changed.length === 0) {
            const name = piece?.kind === 'block' ? BLOCK_LABELS[piece.block][language] : t.inText
            return (
              <li key={index}>
                <a href={`#${anchor(index)}`}>{name}</a>
              </li>
            )
          }
          return piece.changed.map(({ id, text }) => (
            <li key={id}>
              <a href={`#${id}`}>{t.valueInText(text)}</a>
            </li>
          ))
        })}
      </ul>
    </NoticeBox>
  )
}

/**
 * A piece of the text; where it has changed since the approval, with a bar at its side and what it said then. In text the
 * bar stands at the paragraphs whose values have changed, and what they said under the last of them: `rest` comes after.
 */
export function PieceSinceApproval({
  change,
  language,
  children,
  rest = null,
}: {
  change: ChangedPiece | undefined
  language: Language
  children: ReactNode
  rest?: ReactNode
}) {
  const t = useMessages(documentDiffMessages)
  if (change === undefined) {
    return (
      <>
        {children}
        {rest}
      </>
    )
  }
  return (
    <>
      <div className="since-approval" id={anchor(change.index)}>
        {children}
        <details className="since-note">
          <summary>{t.changedSince}</summary>
          <WordDiff parts={change.parts} language={language} />
        </details>
      </div>
      {rest}
    </>
  )
}
