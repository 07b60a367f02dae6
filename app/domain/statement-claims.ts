import { readClaims, type Claim } from './claims.ts'
import type { TimeContext } from './claim-times.ts'
import { verdictOf, type ClaimVerdict, type VerdictContext } from './claim-verdicts.ts'
import type { IncidentRecord, Statement } from './incident-record.ts'
import { DAY, plainDate, type Instant } from './instant.ts'

/** A claim of a statement and what it is worth. */
export interface JudgedClaim {
  claim: Claim
  verdict: ClaimVerdict
}

/** The claims of a statement, each held against the record of now, and against the figures of when it was said. */
export function judgeStatement(
  statement: Pick<Statement, 'text' | 'saidAt'>,
  record: IncidentRecord,
  context: Omit<VerdictContext, 'saidAt'>,
): JudgedClaim[] {
  const claims = readClaims(statement.text, timeContextOf(record, statement.saidAt, context.now))
  return claims.map((claim) => ({
    claim,
    verdict: verdictOf(claim, record, { ...context, saidAt: statement.saidAt }),
  }))
}

/**
 * What a text about an incident means by times without a date: the day on which it was said, else the one on which the
 * impact began; and the other days of the incident.
 */
export function timeContextOf(record: IncidentRecord, saidAt: Instant | null, now: Instant): TimeContext {
  const { zone } = record
  const start = record.markers.impact_start.chosen?.value.at ?? null
  const end = record.markers.impact_end.chosen?.value.at ?? start
  const days: string[] = []
  if (start !== null && end !== null) {
    for (let at: number = start; at <= end && days.length < 7; at += DAY)
      days.push(plainDate(at as Instant, zone))
    days.push(plainDate(end, zone))
  }
  const day = saidAt === null ? (days[0] ?? plainDate(now, zone)) : plainDate(saidAt, zone)
  return { zone, day, otherDays: [...new Set(days)].filter((other) => other !== day) }
}
