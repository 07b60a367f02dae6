/**
 * What a review of a postmortem would ask first, read from the record and the text: nobody ticks it off. It hinders
 * nobody either: some incidents have no end that anybody knows. But whoever approves with open points says why.
 *
 * After the review questions of the SRE book (is the impact complete, is the cause deep enough, is the plan fit?) and
 * what the record can answer beyond them.
 */
import type { BlamelessFinding } from './blameless.ts'
import type { Conversation } from './document-comments.ts'
import type { IncidentRecord } from './incident-record.ts'
import { isAsked, owesAnswer, type Reviewer } from './postmortem-review.ts'
import type { PostmortemFinding } from './postmortem-blocks.ts'
import type { Instant } from './instant.ts'

/** In the order in which they are shown. */
export const CHECK_KEYS = [
  'impact',
  'detection',
  'factors',
  'actions',
  'questions',
  'facts',
  'blame',
  'statements',
  'comments',
  'reviewers',
] as const
export type CheckKey = (typeof CHECK_KEYS)[number]

/** Why a point is open; the sentence is in `app/messages/postmortem-review.ts`. */
export const CHECK_REASONS = [
  'no_start',
  'no_end',
  'no_symptom',
  'no_scope',
  'no_service',
  'no_detection',
  'no_factor',
  'one_factor',
  'factor_not_known',
  'no_action',
  'action_without_owner',
  'action_without_day',
  'action_late',
  'open_question',
  'gap',
  'unknown_name',
  'blame',
  'contradicted',
  'nothing_said',
  'not_checkable',
  'open_conversation',
  'asked_for_changes',
  'not_answered',
] as const
export type CheckReason = (typeof CHECK_REASONS)[number]

/** `look`: somebody should look at it before it is approved. `unknown`: the record cannot tell, and that may be right. */
export interface Check {
  key: CheckKey
  state: 'fine' | 'look' | 'unknown'
  reasons: { code: CheckReason; count: number }[]
}

export interface ChecklistInput {
  record: IncidentRecord
  /** Of the text, as `piecesOf` reports them. */
  findings: readonly Pick<PostmortemFinding, 'code'>[]
  blame: {
    findings: readonly Pick<BlamelessFinding, 'fingerprint'>[]
    kept: readonly { fingerprint: string }[]
  }
  /** Verdicts on the claims of all statements. */
  verdicts: readonly string[]
  conversations: readonly Pick<Conversation, 'resolved'>[]
  reviewers: readonly Reviewer[]
  revision: number
  submittedAt: Instant | null
  /** ISO date of today in the organisation's zone. */
  today: string
}

type Reasons = Check['reasons']

/** The points of a review, each once, in the order of `CHECK_KEYS`. */
export function postmortemChecklist(input: ChecklistInput): Check[] {
  const look: Record<CheckKey, Reasons> = {
    impact: impactReasons(input.record),
    detection: detectionReasons(input.record),
    factors: factorReasons(input.record),
    actions: actionReasons(input.record, input.today),
    questions: counted('open_question', ofCode(input.findings, 'open_question')),
    facts: [
      ...counted('gap', ofCode(input.findings, 'gap')),
      ...counted('unknown_name', otherThan(input.findings, ['open_question', 'gap', 'empty_block'])),
    ],
    blame: blameReasons(input.blame),
    statements: counted(
      'contradicted',
      input.verdicts.filter((verdict) => verdict === 'contradicted').length,
    ),
    comments: counted('open_conversation', input.conversations.filter(({ resolved }) => !resolved).length),
    reviewers: reviewerReasons(input),
  }
  const unknown: Partial<Record<CheckKey, CheckReason>> = {
    statements:
      input.record.statements.length === 0
        ? 'nothing_said'
        : input.verdicts.every((verdict) => verdict === 'not_checkable')
          ? 'not_checkable'
          : undefined,
    factors: input.record.factors.every((factor) => factor === 'not_known') ? 'factor_not_known' : undefined,
  }
  return CHECK_KEYS.map((key): Check => {
    if (look[key].length > 0) return { key, state: 'look', reasons: look[key] }
    const code = unknown[key]
    return code === undefined
      ? { key, state: 'fine', reasons: [] }
      : { key, state: 'unknown', reasons: [{ code, count: 1 }] }
  })
}

/** The points that take a sentence from whoever approves all the same. */
export function openChecks(checks: readonly Check[]): CheckKey[] {
  return checks.filter(({ state }) => state === 'look').map(({ key }) => key)
}

function counted(code: CheckReason, count: number): Reasons {
  return count === 0 ? [] : [{ code, count }]
}

function when(condition: boolean, code: CheckReason): Reasons {
  return condition ? [{ code, count: 1 }] : []
}

function ofCode(findings: ChecklistInput['findings'], code: PostmortemFinding['code']): number {
  return findings.filter((finding) => finding.code === code).length
}

function otherThan(
  findings: ChecklistInput['findings'],
  codes: readonly PostmortemFinding['code'][],
): number {
  return findings.filter(({ code }) => !codes.includes(code)).length
}

function impactReasons({ markers, symptoms, services }: IncidentRecord): Reasons {
  const { impact_start, impact_end } = markers
  const hasScope = symptoms.some(({ sharePercent, users }) => sharePercent !== null || users !== null)
  return [
    ...when(impact_start.chosen === null, 'no_start'),
    ...when(impact_end.chosen === null && impact_end.notApplicableReason === null, 'no_end'),
    ...when(services.length === 0, 'no_service'),
    ...(symptoms.length === 0 ? when(true, 'no_symptom') : when(!hasScope, 'no_scope')),
  ]
}

function detectionReasons({ markers: { detected } }: IncidentRecord): Reasons {
  return when(detected.chosen === null && detected.notApplicableReason === null, 'no_detection')
}

/** "Looked into, not found" stands for itself; one factor alone is seldom the whole story. */
function factorReasons({ factors }: IncidentRecord): Reasons {
  if (factors.length === 0) return counted('no_factor', 1)
  return when(factors.length === 1 && factors[0] !== 'not_known', 'one_factor')
}

function actionReasons({ actionItems }: IncidentRecord, today: string): Reasons {
  if (actionItems.length === 0) return counted('no_action', 1)
  const open = actionItems.filter(({ state }) => state === 'open')
  return [
    ...counted('action_without_owner', open.filter(({ owner }) => owner === '').length),
    ...counted('action_without_day', open.filter(({ dueOn }) => dueOn === null).length),
    ...counted('action_late', open.filter(({ dueOn }) => dueOn !== null && dueOn < today).length),
  ]
}

function blameReasons({ findings, kept }: ChecklistInput['blame']): Reasons {
  const decided = new Set(kept.map(({ fingerprint }) => fingerprint))
  return counted('blame', findings.filter(({ fingerprint }) => !decided.has(fingerprint)).length)
}

function reviewerReasons({ reviewers, revision, submittedAt }: ChecklistInput): Reasons {
  const against = reviewers.filter(({ answer }) => answer?.says === 'changes' && answer.revision === revision)
  const silent = reviewers.filter(
    (one) => isAsked(one, submittedAt) && owesAnswer(one, { submittedAt, revision }),
  )
  return [...counted('asked_for_changes', against.length), ...counted('not_answered', silent.length)]
}
