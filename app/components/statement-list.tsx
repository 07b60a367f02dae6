import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { Statement } from '#app/domain/incident-record.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import type { ShownClaim } from '#app/models/statement-claims.server.ts'
import { paths } from '#app/paths.ts'
import { useMay, useMessages } from './reader.tsx'
import { ClaimVerdicts, MarkedText } from './statement-claims.tsx'
import { TimeText } from './time-text.tsx'

/** Public utterances word for word, with who said them, where and when. */
export function StatementList({
  reference,
  statements,
  claims,
  controls,
}: {
  reference: string
  statements: Statement[]
  /** What each statement claims, by its id; left out where only the words are shown. */
  claims?: Record<string, ShownClaim[]>
  controls?: (statement: Statement) => ReactNode
}) {
  const t = useMessages(incidentMessages)
  const mayEdit = useMay('edit_record')
  return (
    <ul className="statements">
      {statements.map((statement) => (
        <li key={statement.id} className="statement">
          <p className="statement-head">
            <strong>{statement.speaker}</strong>
            <span className="tag">{statement.side === 'us' ? t.record.us : t.record.others}</span>
            {statement.channel ? <span>{statement.channel}</span> : null}
            {statement.saidAt === null ? (
              <span className="quiet">{t.record.unknownTime}</span>
            ) : (
              <TimeText
                value={{ shape: statement.saidAtApproximate ? 'about' : 'instant', at: statement.saidAt }}
              />
            )}
          </p>
          <blockquote className="keep-lines" lang={statement.language} cite={statement.url || undefined}>
            <MarkedText text={statement.text} claims={claims?.[statement.id] ?? []} />
          </blockquote>
          {claims === undefined ? null : (
            <ClaimVerdicts
              reference={reference}
              claims={claims[statement.id] ?? []}
              language={statement.language}
            />
          )}
          <div className="event-meta">
            {/^https?:\/\//.test(statement.url) ? (
              <a href={statement.url} rel="noreferrer">
                {statement.url}
              </a>
            ) : null}
            {statement.revision > 1 || (mayEdit && controls) ? (
              <Link to={paths.statement(reference, statement.id)}>
                {statement.revision > 1 ? t.record.revision(statement.revision) : t.statement.revise}
              </Link>
            ) : null}
            {mayEdit && controls ? controls(statement) : null}
          </div>
        </li>
      ))}
    </ul>
  )
}
