import { useMessages } from '#app/components/reader.tsx'
import { lineDiff, type DiffLine } from '#app/domain/line-diff.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import type { NoticeContent } from '#app/models/notice.server.ts'

/** Two versions of a notice line by line, with what is gone and what is new. */
export function WhatChanged({
  title,
  before,
  after,
  languages,
  open = false,
}: {
  title: string
  before: Pick<NoticeContent, 'texts' | 'stage' | 'correction'>
  after: Pick<NoticeContent, 'texts' | 'stage' | 'correction'>
  languages: NoticeLanguage[]
  open?: boolean
}) {
  const t = useMessages(noticeMessages)
  const written = (of: typeof before, language: NoticeLanguage) =>
    [
      t.stages[of.stage],
      of.correction[language] ?? '',
      of.texts[language]?.title ?? '',
      '',
      of.texts[language]?.body ?? '',
    ].join('\n')
  const changed = languages
    .map((language) => ({ language, lines: lineDiff(written(before, language), written(after, language)) }))
    .filter(({ lines }) => lines.some(({ kind }) => kind !== 'same'))
  return (
    <details className="more what-changed" open={open}>
      <summary>{title}</summary>
      {changed.length === 0 ? <p className="quiet">{t.noTextChange}</p> : null}
      {changed.map(({ language, lines }) => (
        <div key={language}>
          <h3>{t.languages[language]}</h3>
          <div className="diff" lang={language}>
            {near(lines).map((line, index) => (
              <Line key={index} line={line} />
            ))}
          </div>
        </div>
      ))}
    </details>
  )
}

function Line({ line }: { line: DiffLine | null }) {
  const t = useMessages(noticeMessages)
  if (line === null) return <p className="diff-skipped">⋯</p>
  if (line.kind === 'same') return <p>{line.text}</p>
  const Tag = line.kind === 'gone' ? 'del' : 'ins'
  return (
    <p>
      <Tag>
        <span className="visually-hidden">{line.kind === 'gone' ? t.wasWord : t.isWord}: </span>
        {line.text}
      </Tag>
    </p>
  )
}

/** Changed lines with one line around them; null stands for what was left out between. */
function near(lines: DiffLine[]): (DiffLine | null)[] {
  const shown = lines.filter(({ text, kind }) => text.trim() !== '' || kind !== 'same')
  const wanted = shown.map((_, index) =>
    [index - 1, index, index + 1].some((at) => shown[at] !== undefined && shown[at].kind !== 'same'),
  )
  const result: (DiffLine | null)[] = []
  for (const [index, line] of shown.entries()) {
    if (wanted[index]) result.push(line)
    else if (result.length > 0 && result.at(-1) !== null) result.push(null)
  }
  if (result.at(-1) === null) result.pop()
  return result
}
