import { db, type Queryable } from '#db/client.server.ts'
import type { ClaimKind } from '#app/domain/claims.ts'
import type { ClaimTrend, ClaimVerdictWord } from '#app/domain/claim-verdicts.ts'
import type { Problem } from '#app/domain/errors.ts'
import type { IncidentRecord, Statement } from '#app/domain/incident-record.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import { judgeStatement } from '#app/domain/statement-claims.ts'
import { trendAsOf } from './yearly-figures.server.ts'

/** A claim of a statement as pages and the command line show it. Offsets are of the statement's text. */
export interface ShownClaim {
  kind: ClaimKind
  start: number
  end: number
  line: number
  column: number
  quote: string
  verdict: ClaimVerdictWord
  reasons: Problem[]
}

/**
 * The claims of statements by the statement's id, held against the record as it is now. Claims about years are held against
 * the figures of the day on which they were made (of the day of recovery where nobody knows), and of today; figures are
 * read only where a statement speaks of years.
 */
export async function judgeStatements(
  record: IncidentRecord,
  statements: readonly Statement[],
  now: Instant,
  q: Queryable = db,
): Promise<Record<string, ShownClaim[]>> {
  const figures = new Map<string, ClaimTrend | null>()
  const figuresAt = async (at: Instant) => {
    const asOf = plainDate(at, record.zone)
    if (!figures.has(asOf)) figures.set(asOf, await trendAsOf(asOf, q))
    return figures.get(asOf) ?? null
  }
  const judged: Record<string, ShownClaim[]> = {}
  for (const statement of statements) {
    const { text, saidAt } = statement
    let claims = judgeStatement({ text, saidAt }, record, { now })
    if (claims.some(({ claim }) => claim.kind === 'count' || claim.kind === 'trend')) {
      const trend = await figuresAt(now)
      const trendThen = await figuresAt(saidAt ?? record.markers.impact_end.chosen?.value.at ?? now)
      claims = judgeStatement({ text, saidAt }, record, { now, trend, trendThen })
    }
    judged[statement.id] = claims.map(({ claim, verdict }) => ({
      kind: claim.kind,
      start: claim.start,
      end: claim.end,
      line: claim.line,
      column: claim.column,
      quote: claim.quote,
      verdict: verdict.verdict,
      reasons: verdict.reasons,
    }))
  }
  return judged
}
