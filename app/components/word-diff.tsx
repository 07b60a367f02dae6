import { createContext, useContext } from 'react'
import type { DiffLine } from '#app/domain/line-diff.ts'
import { cutAtParts, type ShownParts } from '#app/domain/live-parts.ts'
import { documentDiffMessages } from '#app/messages/document-diff.ts'
import type { Language } from '#app/messages/define.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { useMessages } from './reader.tsx'

/** Lines around a change that stay in sight. */
const LINES_AROUND = 2

/** Two texts as one, with what is gone struck out and what is new underlined; what stayed is shortened. */
export function WordDiff({ parts, language }: { parts: readonly DiffLine[]; language: Language }) {
  const t = useMessages(postmortemMessages)
  if (!parts.some(({ kind }) => kind !== 'same')) return <p className="quiet">{t.same}</p>
  return (
    <div className="diff diff-words" lang={language}>
      <DiffWords parts={parts} />
    </div>
  )
}

/** The words of a comparison, for a place among others. */
export function DiffWords({ parts }: { parts: readonly DiffLine[] }) {
  const t = useMessages(postmortemMessages)
  return parts.map(({ kind, text }, index) => {
    if (kind === 'same') {
      return (
        <span key={index}>
          <ShownText text={shortened(text, index > 0, index < parts.length - 1)} />
        </span>
      )
    }
    const Tag = kind === 'gone' ? 'del' : 'ins'
    return (
      <Tag key={index}>
        <span className="visually-hidden">{kind === 'gone' ? t.gone : t.added}: </span>
        <ShownText text={text} />
      </Tag>
    )
  })
}

/** What stands for something else in the texts that are compared, and where its pictures are. */
export const ShownPartsContext = createContext<{ shown: ShownParts; pictureAt: (id: string) => string }>({
  shown: {},
  pictureAt: (id) => id,
})

/** Words of a compared text, with what readers see in the place of values, blocks and pictures. */
export function ShownText({ text }: { text: string }) {
  const { shown, pictureAt } = useContext(ShownPartsContext)
  const t = useMessages(documentDiffMessages)
  return cutAtParts(text, shown).map(({ text: words, part }, index) => {
    if (part === null) return <Headings key={index} text={words} />
    if (part.kind === 'picture') {
      return (
        <span key={index} className="diff-picture">
          <img src={pictureAt(part.id)} alt={part.text === '' ? t.picture : part.text} loading="lazy" />
          {part.text === '' ? null : <span aria-hidden="true">{part.text}</span>}
        </span>
      )
    }
    return (
      <span key={index} className="diff-chip" data-chip={part.kind} title={`${t.parts[part.kind]}: ${words}`}>
        <span className="visually-hidden">{t.parts[part.kind]}: </span>
        {part.text}
      </span>
    )
  })
}

/** Words with their headings set as such; the signs stay, for a heading's rank may be all that has changed. */
function Headings({ text }: { text: string }) {
  return text.split(/^(#{1,6} .+)$/m).map((piece, index) =>
    index % 2 === 1 ? (
      <span key={index} className="diff-heading">
        {piece}
      </span>
    ) : (
      piece
    ),
  )
}

/** A stretch that stayed, without the lines that are far from a change before or after it. */
export function shortened(text: string, changeBefore: boolean, changeAfter: boolean): string {
  const lines = text.split('\n')
  const head = changeBefore ? LINES_AROUND : 0
  const tail = changeAfter ? LINES_AROUND : 0
  if (lines.length <= head + tail + 1) return text
  return [...lines.slice(0, head), '⋯', ...lines.slice(lines.length - tail)].join('\n')
}
