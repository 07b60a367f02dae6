import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { shellMessages } from '#app/messages/shell.ts'
import { useMessages } from './reader.tsx'

type Severity = IncidentRecord['severity']

/**
 * How bad it was, told by form and weight first: a full diamond, a half one, an empty one; maintenance is a square.
 * Red only while it is open. Without `label` the word is still there for those who cannot see the form.
 */
export function SeverityMark({
  severity,
  kind = 'incident',
  open = false,
  label = false,
}: {
  severity: Severity
  kind?: IncidentRecord['kind']
  open?: boolean
  label?: boolean
}) {
  const t = useMessages(shellMessages)
  const word = kind === 'maintenance' ? t.maintenance : t.severity[severity]
  return (
    <span className={open ? 'severity severity-open' : 'severity'} title={label ? undefined : word}>
      <svg className="severity-mark" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
        {kind === 'maintenance' ? (
          <rect x="2.5" y="2.5" width="9" height="9" fill="none" stroke="currentColor" strokeWidth="1.5" />
        ) : (
          <>
            <path
              d="M7 1l6 6-6 6-6-6z"
              fill={severity === 'critical' ? 'currentColor' : 'none'}
              stroke="currentColor"
              strokeWidth="1.5"
              strokeLinejoin="round"
            />
            {severity === 'major' ? <path d="M1 7h12l-6 6z" fill="currentColor" /> : null}
          </>
        )}
      </svg>
      <span className={label ? undefined : 'visually-hidden'}>{word}</span>
    </span>
  )
}

/** The state of a thing in one word with its dot: hollow for waiting, full for done, red for what runs now. */
export function StateWord({ state, children }: { state: 'waiting' | 'now' | 'done'; children: string }) {
  return <span className={state === 'waiting' ? 'state' : `state state-${state}`}>{children}</span>
}
