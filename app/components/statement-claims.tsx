import { Link } from '@remix-run/react'
import { Fragment } from 'react'
import { claimMessages, reasonText } from '#app/messages/claims.ts'
import type { ShownClaim } from '#app/models/statement-claims.server.ts'
import { paths } from '#app/paths.ts'
import { useMessages, useReader } from './reader.tsx'

/** What somebody said, with its claims marked. Of claims within each other the widest is marked. */
export function MarkedText({ text, claims }: { text: string; claims: readonly ShownClaim[] }) {
  const t = useMessages(claimMessages)
  let until = 0
  const marked = claims.filter((claim) => {
    if (claim.start < until) return false
    until = claim.end
    return true
  })
  return (
    <>
      {marked.map((claim, index) => (
        <Fragment key={claim.start}>
          {text.slice(marked[index - 1]?.end ?? 0, claim.start)}
          <mark className={`claim claim-${claim.verdict}`} title={t.verdicts[claim.verdict]}>
            {text.slice(claim.start, claim.end)}
          </mark>
        </Fragment>
      ))}
      {text.slice(marked.at(-1)?.end ?? 0)}
    </>
  )
}

/** What each claim of a statement is worth against the record, and why. */
export function ClaimVerdicts({
  reference,
  claims,
  language: spoken,
}: {
  reference: string
  claims: readonly ShownClaim[]
  /** In which language the statement is. */
  language: string
}) {
  const t = useMessages(claimMessages)
  const { language } = useReader()
  if (claims.length === 0) return <p className="quiet small">{t.none}</p>
  return (
    <div className="claims" role="group" aria-label={t.title}>
      <p className="claims-title">{t.title}</p>
      <ul>
        {claims.map((claim) => (
          <li key={`${claim.start}-${claim.kind}`}>
            <p className="claim-line">
              <span className={`verdict verdict-${claim.verdict}`}>{t.verdicts[claim.verdict]}</span>
              <q lang={spoken}>{claim.quote}</q>
              <span className="quiet">{t.kinds[claim.kind]}</span>
            </p>
            <p className="claim-reason">
              {claim.reasons.map((reason) => reasonText(reason, language)).join(' ')}{' '}
              <ClaimLink reference={reference} claim={claim} />
            </p>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Where the figure that a claim was held against can be read, if anywhere. */
function ClaimLink({ reference, claim }: { reference: string; claim: ShownClaim }) {
  const t = useMessages(claimMessages)
  switch (claim.kind) {
    case 'time':
    case 'window':
    case 'length':
    case 'date':
      return <Link to={paths.incidentTimes(reference)}>{t.toTimes}</Link>
    case 'count':
    case 'trend':
      return <Link to={paths.trends()}>{t.toTrend}</Link>
    case 'promise':
      return <Link to={`${paths.incident(reference)}#actions`}>{t.toActions}</Link>
    default:
      return null
  }
}
