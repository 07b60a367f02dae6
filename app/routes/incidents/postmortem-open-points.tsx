import { Link } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { openPanel } from '#app/components/layout/side-panels.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import type { PostmortemFinding } from '#app/domain/postmortem-blocks.ts'
import type { CheckKey } from '#app/domain/postmortem-checklist.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { postmortemReviewMessages } from '#app/messages/postmortem-review.ts'
import { paths } from '#app/paths.ts'
import type { OpenPoints } from './postmortem-review.server.ts'
import { CheckRows, mendedInRecord } from './postmortem-checklist.tsx'

/** Milliseconds without a change of the text, after which it is looked at again. */
const LOOK_AFTER = 1500

/**
 * What a review would ask of the text as it is on the server's disk: while it is saved as it is written, that is the text
 * that is being written, a moment later.
 *
 * @param live whether it is saved as it is written
 * @param unsaved whether some of it is not on disk yet
 */
export function useOpenPoints(
  fromPage: OpenPoints,
  { reference, text, live, unsaved }: { reference: string; text: string; live: boolean; unsaved: boolean },
): OpenPoints {
  const [{ page, points, of }, setSeen] = useState({ page: fromPage, points: fromPage, of: text })
  // The page knows better after it was saved, and after the record has changed.
  if (page !== fromPage) setSeen({ page: fromPage, points: fromPage, of: text })
  useEffect(() => {
    if (!live || unsaved || text === of) return
    const leaving = new AbortController()
    const look = async () => {
      const answer = await fetch(paths.postmortemChecks(reference), { signal: leaving.signal })
      if (!answer.ok) return
      const found = (await answer.json()) as OpenPoints
      setSeen((now) => ({ ...now, points: found, of: text }))
    }
    // Where no answer comes, what is shown says as of when it is true.
    const timer = setTimeout(() => void look().catch(() => undefined), LOOK_AFTER)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [reference, text, of, live, unsaved])
  return points
}

/** The checklist of a review beside the text, each point leading to its place. */
export function WritingChecklist({
  points,
  reference,
  text,
  field,
}: {
  points: OpenPoints
  reference: string
  text: string
  /** Name of the textarea. */
  field: string
}) {
  const t = useMessages(postmortemReviewMessages)
  const mendAt = mendedInRecord(reference)
  const toText = (isWanted: (finding: PostmortemFinding) => boolean) => () => {
    const first = points.findings.find(isWanted)
    if (first) reveal(field, placeOf(text, first))
  }
  const isQuestion = ({ code }: PostmortemFinding) => code === 'open_question'
  const leads: Partial<Record<CheckKey, () => void>> = {
    questions: toText(isQuestion),
    facts: toText((finding) => !isQuestion(finding) && finding.code !== 'empty_block'),
    blame: () => document.getElementById('blame')?.scrollIntoView({ block: 'nearest' }),
    comments: () => openPanel('comments'),
  }
  const nameOf = (key: CheckKey, name: string) => {
    const lead = leads[key]
    if (lead) {
      return (
        <button type="button" className="link-button" onClick={lead}>
          {name}
        </button>
      )
    }
    const there = key in mendAt ? mendAt[key as keyof typeof mendAt] : null
    return <Link to={there ?? `${paths.incidentPostmortem(reference)}#reviewers`}>{name}</Link>
  }
  return (
    <section className="section checklist" aria-labelledby="checklist-title">
      <div className="section-head">
        <h2 id="checklist-title">{t.checklist}</h2>
        <p className="section-note">
          {t.asOf.before}
          <TimeText at={points.at} as="clock" />
          {t.asOf.after}
        </p>
      </div>
      <CheckRows checks={points.checks} nameOf={nameOf} />
    </section>
  )
}

/** What in the text waits for an answer or names nothing, each leading to its place. */
export function TextFindings({
  findings,
  text,
  field,
}: {
  findings: readonly PostmortemFinding[]
  text: string
  /** Name of the textarea. */
  field: string
}) {
  const t = useMessages(postmortemMessages)
  if (findings.length === 0) return null
  return (
    <section className="section" aria-labelledby="notes-title">
      <div className="section-head">
        <h2 id="notes-title">{t.notes}</h2>
      </div>
      <ul className="findings">
        {findings.map((finding, index) => (
          <li key={index} className="finding">
            <p className="finding-place">
              <span>
                <span className="finding-line">{t.line(finding.line)}: </span>
                {t.finding[finding.code](finding.label)}
              </span>
              <button
                type="button"
                className="link-button needs-script"
                onClick={() => reveal(field, placeOf(text, finding))}
              >
                {t.show}
                <span className="visually-hidden"> {finding.label}</span>
              </button>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Where a finding stands in the Markdown: its placeholder, its words, or its line where it is written otherwise. */
function placeOf(text: string, { label, line }: PostmortemFinding): { start: number; end: number } {
  const lines = text.split('\n')
  const from = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0)
  const own = lines[line - 1] ?? ''
  const at = label === '' ? -1 : own.indexOf(label)
  if (at === -1) return { start: from, end: from + own.length }
  const braces = own.lastIndexOf('{{', at)
  const close = own.indexOf('}}', at + label.length)
  return braces === -1 || close === -1
    ? { start: from + at, end: from + at + label.length }
    : { start: from + braces, end: from + close + 2 }
}

/** Brings a place of the text into sight and selects it; the editor over the textarea hears it first. */
export function reveal(name: string, { start, end }: { start: number; end: number }): void {
  const field = document.querySelector<HTMLTextAreaElement>(`textarea[name=${name}]`)
  if (!field) return
  const event = new CustomEvent('sagwa:reveal', { detail: { start, end }, cancelable: true })
  if (!field.dispatchEvent(event)) return
  field.focus({ preventScroll: true })
  field.setSelectionRange(start, end)
  field.scrollIntoView({ block: 'center' })
}
