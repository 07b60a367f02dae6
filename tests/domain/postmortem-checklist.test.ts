import { expect, test } from 'vitest'
import type { ActionItem, IncidentRecord } from '#app/domain/incident-record.ts'
import { emptyMarkers } from '#app/domain/markers.ts'
import {
  CHECK_KEYS,
  openChecks,
  postmortemChecklist,
  type ChecklistInput,
  type CheckKey,
} from '#app/domain/postmortem-checklist.ts'
import { isReviewLate, owesAnswer, REVIEW_DAYS, type Reviewer } from '#app/domain/postmortem-review.ts'
import { DAY, type Instant } from '#app/domain/instant.ts'
import { at, NOW } from '#tests/factories.ts'

/** Only what the checklist reads. */
function recordWith(changes: Partial<IncidentRecord> = {}): IncidentRecord {
  return {
    markers: emptyMarkers(),
    symptoms: [],
    services: [],
    factors: [],
    actionItems: [],
    statements: [],
    ...changes,
  } as unknown as IncidentRecord
}

function check(key: CheckKey, changes: Partial<ChecklistInput> = {}) {
  const input: ChecklistInput = {
    record: recordWith(),
    findings: [],
    blame: { findings: [], kept: [] },
    verdicts: [],
    conversations: [],
    reviewers: [],
    revision: 3,
    submittedAt: NOW,
    today: '2020-04-02',
    ...changes,
  }
  const { state, reasons } = postmortemChecklist(input).find((one) => one.key === key)!
  return [state, ...reasons.map(({ code, count }) => (count === 1 ? code : `${code} ${count}`))]
}

const item = (changes: Partial<ActionItem>) =>
  ({ state: 'open', owner: 'Sora', dueOn: '2020-05-01', ...changes }) as ActionItem

test('an empty record is open in all that only people can say', () => {
  const input = { record: recordWith(), findings: [], blame: { findings: [], kept: [] } }
  const checks = postmortemChecklist({
    ...input,
    verdicts: [],
    conversations: [],
    reviewers: [],
    revision: 1,
    submittedAt: null,
    today: '2020-04-02',
  })
  expect(checks.map(({ key }) => key)).toEqual(CHECK_KEYS)
  expect(openChecks(checks)).toEqual(['impact', 'detection', 'factors', 'actions'])
  expect(checks.find(({ key }) => key === 'statements')?.state).toBe('unknown')
})

test('the impact is complete with start, end, services and a number of those affected', () => {
  const known = emptyMarkers()
  known.impact_start = { ...known.impact_start, chosen: {} as never }
  known.impact_end = { ...known.impact_end, notApplicableReason: 'degraded for good' }
  const symptom = { sharePercent: null, users: null } as never
  const service = {} as never
  expect(check('impact', { record: recordWith({ markers: known, services: [service] }) })).toEqual([
    'look',
    'no_symptom',
  ])
  expect(
    check('impact', { record: recordWith({ markers: known, services: [service], symptoms: [symptom] }) }),
  ).toEqual(['look', 'no_scope'])
  const counted = { sharePercent: 12, users: null } as never
  expect(
    check('impact', { record: recordWith({ markers: known, services: [service], symptoms: [counted] }) }),
  ).toEqual(['fine'])
})

test('one factor is seldom the whole story, and not found is an answer', () => {
  expect(check('factors', { record: recordWith({ factors: ['capacity'] }) })).toEqual(['look', 'one_factor'])
  expect(check('factors', { record: recordWith({ factors: ['capacity', 'detection'] }) })).toEqual(['fine'])
  expect(check('factors', { record: recordWith({ factors: ['not_known'] }) })).toEqual([
    'unknown',
    'factor_not_known',
  ])
})

test('open action items need an owner and a day that has not passed; done ones need nothing', () => {
  const actionItems = [
    item({ owner: '' }),
    item({ owner: '', dueOn: null }),
    item({ dueOn: '2020-04-01' }),
    item({ state: 'done', owner: '', dueOn: null }),
  ]
  expect(check('actions', { record: recordWith({ actionItems }) })).toEqual([
    'look',
    'action_without_owner 2',
    'action_without_day',
    'action_late',
  ])
  expect(check('actions', { record: recordWith({ actionItems: [item({ dueOn: '2020-04-02' })] }) })).toEqual([
    'fine',
  ])
})

test('what the text lacks, blames or names wrongly is counted, except what was kept with a reason', () => {
  const findings = (['open_question', 'open_question', 'gap', 'block_inline', 'empty_block'] as const).map(
    (code) => ({ code }),
  )
  expect(check('questions', { findings })).toEqual(['look', 'open_question 2'])
  expect(check('facts', { findings })).toEqual(['look', 'gap', 'unknown_name'])
  const blame = { findings: [{ fingerprint: 'a' }, { fingerprint: 'b' }], kept: [{ fingerprint: 'a' }] }
  expect(check('blame', { blame })).toEqual(['look', 'blame'])
})

test('claims that contradict the record are open; those that nobody can check say so', () => {
  const record = recordWith({ statements: [{} as never] })
  expect(check('statements', { record, verdicts: ['supported', 'contradicted'] })).toEqual([
    'look',
    'contradicted',
  ])
  expect(check('statements', { record, verdicts: ['supported', 'not_checkable'] })).toEqual(['fine'])
  expect(check('statements', { record, verdicts: ['not_checkable'] })).toEqual(['unknown', 'not_checkable'])
})

test('who was asked for this review owes an answer on this revision', () => {
  const reviewer = (changes: Partial<Reviewer>): Reviewer => ({
    id: 'r',
    name: 'R',
    askedAt: NOW,
    answer: null,
    ...changes,
  })
  const said = (says: 'approved' | 'changes', revision: number) => ({ says, at: NOW, revision })
  const now = { submittedAt: NOW, revision: 3 }
  expect(owesAnswer(reviewer({}), now)).toBe(true)
  expect(owesAnswer(reviewer({ answer: said('approved', 2) }), now)).toBe(true)
  expect(owesAnswer(reviewer({ answer: said('changes', 3) }), now)).toBe(false)
  expect(owesAnswer(reviewer({ askedAt: (NOW - 1) as Instant }), now)).toBe(false)
  const reviewers = [
    reviewer({}),
    reviewer({ answer: said('changes', 3) }),
    reviewer({ answer: said('approved', 3) }),
    reviewer({ askedAt: (NOW - 1) as Instant, answer: said('changes', 2) }),
  ]
  expect(check('reviewers', { reviewers })).toEqual(['look', 'asked_for_changes', 'not_answered'])
})

test('a review is late after its day in the zone of the organisation, or after a week without one', () => {
  const zone = 'Asia/Seoul'
  const submittedAt = at('2020-04-01T09:00:00+09:00')
  const due = { dueOn: '2020-04-02', submittedAt }
  expect(isReviewLate(due, { now: at('2020-04-02T23:59:59+09:00'), zone })).toBe(false)
  expect(isReviewLate(due, { now: at('2020-04-03T00:00:00+09:00'), zone })).toBe(true)
  const open = { dueOn: null, submittedAt }
  const week = (submittedAt + REVIEW_DAYS * DAY) as Instant
  expect(isReviewLate(open, { now: week, zone })).toBe(false)
  expect(isReviewLate(open, { now: (week + 1) as Instant, zone })).toBe(true)
  expect(isReviewLate({ dueOn: null, submittedAt: null }, { now: week, zone })).toBe(false)
})
