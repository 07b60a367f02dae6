import type { NoticeLanguage } from './language.ts'

/** `must` stands in the way of publishing until it is settled or kept with a reason; the others only advise. */
export type FindingSeverity = 'must' | 'should' | 'may'

/**
 * Everything a check of a notice can say. The first part of the name is the room it belongs to; the sentences stand in
 * `app/messages/notice-checks.ts`, one reason and one better wording per code.
 */
export const FINDING_CODES = [
  // What is typed by hand against the record.
  'time_contradicted',
  'time_other_reading',
  'time_not_in_record',
  'time_impossible',
  'time_about_known',
  'time_exact_unknown',
  'date_contradicted',
  'duration_contradicted',
  'duration_other_reading',
  'duration_rounded_too_far',
  'duration_rounded_unsaid',
  'duration_about_exact',
  'duration_exact_unknown',
  'duration_not_of_window',
  'total_not_sum',
  'scope_contradicted',
  'scope_understated',
  'count_differs',
  'trend_not_established',
  'trend_against_figures',
  'trend_leaves_out_year',
  'denied_cause_contradicted',
  'denied_cause_unproven',
  'cause_not_in_record',
  'typed_fact',
  // Words that say less than they seem to.
  'vague_scope',
  'vague_length',
  'vague_symptom',
  'vague_cause',
  'vague_promptness',
  'vague_recovery',
  'vague_effort',
  'vague_when',
  // Sentences that take the apology back.
  'apology_conditional',
  'apology_any',
  'apology_passive',
  'apology_feelings',
  'apology_belittling',
  'apology_blames_others',
  'apology_unforeseen',
  'apology_seriously',
  'apology_asks_patience',
  // What a reader of this stage looks for and does not find.
  'missing_responsibility',
  'missing_repair',
  'missing_regret',
  'missing_explanation',
  'missing_prevention',
  'missing_next_update',
  'missing_contact',
  'promise_without_action',
  'promise_without_date',
  // What should stay inside.
  'leak_person',
  'leak_guarded_word',
  'leak_host',
  'leak_address',
  'leak_mail',
  'leak_ticket',
  'leak_link',
  'hidden_characters',
  'turned_characters',
  // The languages against each other.
  'parity_fact',
  'parity_promises',
  'parity_number',
  'parity_correction',
  'too_long_to_check',
  'too_many_findings',
] as const
export type FindingCode = (typeof FINDING_CODES)[number]

/** Something about a notice that a person should look at before it is published. */
export interface Finding {
  code: FindingCode
  severity: FindingSeverity
  /** Null only for what concerns the notice as a whole. */
  language: NoticeLanguage | null
  part: 'title' | 'body' | null
  /** Offsets in the Markdown of that part, in UTF-16 units; both 0 where nothing stands in the text. */
  start: number
  end: number
  /** The words in question; empty where something is missing. */
  quote: string
  params: Record<string, string | number>
  /** Stays the same when the text elsewhere changes, so that a decision to keep it holds. */
  fingerprint: string
}
