import type { DocumentPart } from '#app/domain/document-diff.ts'
import type { DiffLine } from '#app/domain/line-diff.ts'
import type { Language } from '#app/messages/define.ts'
import { documentDiffMessages } from '#app/messages/document-diff.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { useMessages } from './reader.tsx'
import { DiffWords, shortened, ShownText } from './word-diff.tsx'

/**
 * Two texts as one: what is gone struck out, what is new underlined, a block that stands elsewhere shown at both places
 * with the way from the one to the other. What stayed is shortened.
 */
export function DocumentDiff({ parts, language }: { parts: readonly DocumentPart[]; language: Language }) {
  const words = useMessages(postmortemMessages)
  if (!parts.some(({ kind }) => kind !== 'same')) return <p className="quiet">{words.same}</p>
  return (
    <div className="diff diff-words" lang={language}>
      {parts.map((part, index) => {
        if (part.kind === 'changed') return <DiffWords key={index} parts={part.parts} />
        if (part.kind === 'moved_away') return <MovedAway key={index} {...part} />
        if (part.kind === 'moved_here') return <MovedHere key={index} {...part} />
        if (part.kind === 'same') {
          return <ShownText key={index} text={shortened(part.text, index > 0, index < parts.length - 1)} />
        }
        return <DiffWords key={index} parts={[part]} />
      })}
    </div>
  )
}

/** Where a block stood: its first words, for the whole of it stands at its new place. */
function MovedAway({ move, text }: { move: number; text: string }) {
  const t = useMessages(documentDiffMessages)
  return (
    <div className="diff-moved diff-moved-away" id={`moved-from-${move}`}>
      <a className="diff-move" href={`#moved-to-${move}`} aria-label={t.toNewPlace(move)}>
        {t.movedAway(move)}
      </a>{' '}
      <del>
        <ShownText text={opening(text)} />
      </del>
    </div>
  )
}

function MovedHere({ move, parts }: { move: number; parts: readonly DiffLine[] }) {
  const t = useMessages(documentDiffMessages)
  const unchanged = parts.every(({ kind }) => kind === 'same')
  return (
    <div className="diff-moved" id={`moved-to-${move}`}>
      <a className="diff-move" href={`#moved-from-${move}`} aria-label={t.toOldPlace(move)}>
        {t.movedHere(move)}
      </a>
      {'\n'}
      {unchanged ? (
        <ShownText
          text={shortened(
            parts
              .map(({ text }) => text)
              .join('')
              .trimEnd(),
            true,
            true,
          )}
        />
      ) : (
        <DiffWords parts={parts} />
      )}
    </div>
  )
}

/** Letters of the first line that are enough to know a block by. */
const OPENING = 80

function opening(text: string): string {
  const [line = ''] = text.trim().split('\n')
  const signs = [...line]
  if (signs.length <= OPENING) return line
  // Not within something that stands for something else.
  const cut = signs.slice(0, OPENING).join('')
  return `${cut.replace(/(?:\{\{[^{}]*|!\[[^\]]*\]?(?:\([^)]*)?)$/, '')}…`
}
