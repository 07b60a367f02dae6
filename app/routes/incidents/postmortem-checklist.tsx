import type { ReactNode } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import type { Check, CheckKey } from '#app/domain/postmortem-checklist.ts'
import { postmortemReviewMessages } from '#app/messages/postmortem-review.ts'
import { paths } from '#app/paths.ts'

/** Where in the record a point is mended; the others are about the text and what was said about it. */
export function mendedInRecord(reference: string) {
  return {
    impact: paths.incident(reference),
    detection: paths.incidentTimes(reference),
    factors: paths.editIncident(reference),
    actions: `${paths.incident(reference)}#actions`,
    statements: paths.incidentStatements(reference),
  } satisfies Partial<Record<CheckKey, string>>
}

/** The points of a review, each with why it is open. */
export function CheckRows({
  checks,
  nameOf,
}: {
  checks: readonly Check[]
  /** The name of a point that is to be looked at, as what leads to its place. */
  nameOf: (key: CheckKey, name: string) => ReactNode
}) {
  const t = useMessages(postmortemReviewMessages)
  return (
    <ul>
      {checks.map(({ key, state, reasons }) => (
        <li key={key} data-state={state}>
          <span className="checklist-mark" aria-hidden="true">
            {{ fine: '✓', look: '!', unknown: '?' }[state]}
          </span>
          <span>
            <span className="visually-hidden">{t.states[state]}: </span>
            {state === 'look' ? nameOf(key, t.checks[key]) : t.checks[key]}{' '}
            <span className="checklist-why">
              {state === 'fine'
                ? t.fine[key]
                : reasons.map(({ code, count }) => t.reasons[code](count)).join(', ')}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}
