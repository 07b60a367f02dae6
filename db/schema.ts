/**
 * The shape of the database as Kysely sees it, written by hand and held against a migrated database by
 * `tests/models/schema-drift.test.ts`.
 *
 * Instants are epoch milliseconds in UTC. Flags are 0 or 1 (better-sqlite3 binds no booleans). JSON is branded text:
 * `toJson` and `fromJson` are the only way in and out, so an unencoded object cannot reach a query.
 */
import type { Generated } from 'kysely'
import type { BlamelessCode } from '#app/domain/blameless.ts'
import type { Instant } from '#app/domain/instant.ts'
import type { ActionKind, ActionState, IncidentKind, Severity } from '#app/domain/incident-record.ts'
import type { MarkerKey, ReadingShape } from '#app/domain/markers.ts'
import type { Role } from '#app/domain/roles.ts'
import type { Surface, SymptomKind } from '#app/domain/symptoms.ts'
import type { TimelineKind } from '#app/domain/timeline.ts'
import type { CountingRule } from '#app/domain/counting-rule.ts'
import type { Factor } from '#app/domain/factors.ts'
import type { FrozenFacts } from '#app/domain/facts.ts'
import type { NoticeReview, NoticeState } from '#app/domain/notice-review.ts'
import type { NoticeLanguage, ToolLanguage } from '#app/domain/language.ts'
import type { DocumentReview } from '#app/domain/postmortem-review.ts'
import type { WordingPart } from '#app/domain/public-wording.ts'
import type { PublicPromise } from '#app/domain/promises.ts'

export type Flag = 0 | 1
export type Json<T> = string & { readonly __json: T }
/** Languages of the tool itself. */
export type Language = ToolLanguage
export type { ActionKind, ActionState, IncidentKind, Role, Severity }
export type NoticeStage = 'first_word' | 'update' | 'resolved' | 'final_report'
export type { Factor, NoticeLanguage, NoticeReview, NoticeState }

/** JSON for a column of type `Json`. */
export function toJson<T>(value: T): Json<T> {
  return JSON.stringify(value) as Json<T>
}

/** What `toJson` wrote. The text is trusted: only `toJson` makes it. */
export function fromJson<T>(text: Json<T>): T {
  return JSON.parse(text) as T
}

/** One row, `id = 'organisation'`. Until it exists the first start asks for it together with the first admin. */
export interface OrganisationTable {
  id: string
  name_ko: string
  name_en: string
  zone: string
  languages: Json<NoticeLanguage[]>
  default_language: NoticeLanguage
  contact_ko: string
  contact_en: string
  name_ja: Generated<string>
  contact_ja: Generated<string>
  /** Words that must not get into a notice, such as names of customers; one per line. */
  guarded_words: Generated<string>
  /** What decides which duties of disclosure may apply, as JSON; empty until somebody says. */
  duty_profile: Generated<string>
  version: number
}

export interface ServiceTable {
  id: string
  name_ko: string
  name_en: string
  name_ja: Generated<string>
  /** IANA zone where it differs from the organisation's. */
  zone: string | null
  position: number
  retired_at: Instant | null
  version: number
}

export interface IncidentTable {
  id: string
  /** `2020-002`, from the two numbers below. Stays as it is when the start is corrected into another year. */
  reference: string
  reference_year: number
  reference_number: number
  kind: IncidentKind
  severity: Severity
  title: string
  summary: string
  /** As stated so far; several factors are written as separate lines. */
  cause: string
  /** Open until somebody closes it; a closed incident may still lack an end. */
  closed_at: Instant | null
  removed_at: Instant | null
  removed_reason: string
  recorded_at: Instant
  recorded_by: string
  version: number

  /* Derived from the chosen readings by `deriveIncidentColumns`, never written by hand. For lists and yearly figures. */
  /** Lower bound of the chosen impact start. */
  started_at: Instant | null
  /** Upper bound of the chosen impact end. */
  ended_at: Instant | null
  /** Year of `started_at` in the organisation's zone. */
  year: number | null

  /** Of an imported incident: the format, and what it is called there. Together they come once. */
  source_kind: Generated<string | null>
  source_id: Generated<string | null>
}

/** What made the incident possible, long or hard to notice; several per incident. */
export interface IncidentFactorTable {
  incident_id: string
  factor: Factor
}

/** How the incident is put in public, where the internal wording does not do, and in the other languages. */
export interface IncidentWordingTable {
  incident_id: string
  part: WordingPart
  language: NoticeLanguage
  text: string
}

/** A cause that somebody says it was not. Printed only with evidence. */
export interface DeniedCauseTable {
  id: string
  incident_id: string
  text_ko: string
  text_en: string
  text_ja: string
  said_by: string
  /** What was measured, from what source; empty as long as the denial is only asserted. */
  evidence: string
  position: number
  removed_at: Instant | null
  version: number
}

export interface IncidentServiceTable {
  incident_id: string
  service_id: string
  /** The service's own window; null stands for the incident's. */
  started_at: Instant | null
  ended_at: Instant | null
}

/** Only markers that somebody decided on have a row: a chosen reading, or "does not apply". */
export interface MarkerTable {
  incident_id: string
  key: MarkerKey
  chosen_reading_id: string | null
  chosen_reason: string
  not_applicable_reason: string | null
}

export interface ReadingTable {
  id: string
  incident_id: string
  marker_key: MarkerKey
  shape: ReadingShape
  /** Instant or "about": the value. Range: its earliest. */
  at: Instant
  /** Range only: its latest. */
  until: Instant | null
  source: string
  source_url: string
  recorded_at: Instant
  recorded_by: string
  retracted_at: Instant | null
}

export interface SymptomTable {
  id: string
  incident_id: string
  service_id: string | null
  surface: Surface
  kind: SymptomKind
  text_ko: string
  text_en: string
  text_ja: Generated<string>
  /** What stood on the user's screen, verbatim. */
  error_text: string
  /** Own window; null stands for the incident's impact. */
  started_at: Instant | null
  ended_at: Instant | null
  share_percent: number | null
  users: number | null
  measured_how: string
  position: number
  removed_at: Instant | null
  version: number
}

export interface TimelineEventTable {
  id: string
  incident_id: string
  occurred_at: Instant
  approximate: Flag
  recorded_at: Instant
  recorded_by: string
  kind: TimelineKind
  text: string
  source: string
  source_url: string
  /** The lines that it was read from, word for word; empty where somebody wrote it here. */
  evidence: Generated<string>
  starred: Flag
  removed_at: Instant | null
  version: number
}

export interface StatementTable {
  id: string
  incident_id: string
  /** Number of the newest revision. */
  current_revision: number
  removed_at: Instant | null
  version: number
}

export interface StatementRevisionTable {
  statement_id: string
  number: number
  speaker: string
  side: 'us' | 'others'
  channel: string
  said_at: Instant | null
  said_at_approximate: Flag
  text: string
  language: string
  url: string
  reason: string
  recorded_at: Instant
  recorded_by: string
}

export interface ActionItemTable {
  id: string
  incident_id: string
  title: string
  kind: ActionKind
  state: ActionState
  owner: string
  /** Calendar day `YYYY-MM-DD` in the organisation's zone. */
  due_on: string | null
  tracker_url: string
  /** A commitment made in a public notice. */
  promise: Flag
  /** How the promise is put in public; empty in a language that it is not put in. */
  promise_ko: Generated<string>
  promise_en: Generated<string>
  promise_ja: Generated<string>
  /** Calendar day on which it was done; null while it is not, or where nobody knows. */
  done_on: string | null
  /** Why it was dropped, or done in another way. */
  state_reason: Generated<string>
  /** Null for items from before this was kept. */
  recorded_at: Instant | null
  removed_at: Instant | null
  version: number
}

export interface CountingRuleTable {
  id: string
  name_ko: string
  name_en: string
  is_default: Flag
  current_version: number
  retired_at: Instant | null
}

export interface CountingRuleVersionTable {
  rule_id: string
  number: number
  definition: Json<CountingRule>
  reason: string
  recorded_at: Instant
  recorded_by: string
}

export interface YearlyCountTable {
  id: string
  year: number
  count: number
  /** How the source counted, in its own words; empty when it does not say. */
  rule_stated: string
  source: string
  source_url: string
  recorded_at: Instant
  recorded_by: string
  version: number
}

/** When the record was kept without gaps, so that a day without an incident on it is a day with none. */
export interface CoveredPeriodTable {
  id: string
  /** Calendar day `YYYY-MM-DD` in the organisation's zone; included, as the last one is. */
  from_day: string
  /** Null while it is still kept. */
  until_day: string | null
  note: string
  recorded_at: Instant
  recorded_by: string
  version: number
}

/**
 * Figures of months and years under one version of a rule; those of a time are deleted by every write that touches it.
 * Only `year-rollup.server.ts` reads and writes them.
 */
export interface YearRollupTable {
  rule_id: string
  rule_version: number
  /** As `filterKey` writes them; empty for all incidents under the rule. */
  filters: string
  year: number
  /** 1 to 12; 0 for the year as a whole. */
  month: number
  /** Last counted day of the month (1–31) or year (1–366). */
  through_day: number
  /** What they are figures of, in the rule's zone. */
  from_at: Instant
  until_at: Instant
  figures: Json<unknown>
}

export interface DocumentTable {
  id: string
  incident_id: string
  kind: 'postmortem'
  current_revision: number
  /** In which it is written. */
  language: Generated<Language>
  review: Generated<DocumentReview>
  submitted_by: string | null
  submitted_by_id: string | null
  submitted_at: Instant | null
  /** Who approved, and which revision; a later change leads back to a draft and leaves this as it is. */
  approved_by: string | null
  approved_by_id: string | null
  approved_at: Instant | null
  approved_revision: number | null
  /** What was approved with its blocks and facts written out, to be held against the record of today. */
  approved_text: string | null
  /** Why it was approved although the checklist had open points, or by one of its authors; null where neither was so. */
  approved_despite: string | null
  /** Whether whoever approved it had written part of it; null where nobody asked yet. */
  approved_own: Flag | null
  /** ISO date in the organisation's zone by which a review is asked for; null where none was named. */
  review_due_on: string | null
  /** Why it was sent back; null once it is submitted again. */
  review_comment: string | null
  /** Who recorded the newest revision. */
  edited_by: string | null
  edited_by_id: string | null
  edited_at: Instant | null
  version: number
}

export interface DocumentRevisionTable {
  document_id: string
  number: number
  /** The truth: Markdown with fact placeholders such as `{{impact.duration}}` and blocks such as `{{timeline}}`. */
  markdown: string
  reason: string
  recorded_at: Instant
  recorded_by: string
  /** Names of those who wrote it together; null where only the one who recorded it is known. */
  authors: Json<string[]> | null
  /** Accounts of all who wrote in it since the revision before; null where that was not kept yet. */
  author_ids: Json<string[]> | null
}

/** Words in a postmortem that somebody decided to keep, and why. */
export interface KeptBlameTable {
  document_id: string
  fingerprint: string
  code: BlamelessCode
  quote: string
  reason: string
  kept_at: Instant
  kept_by: string
}

/** The draft as it is written right now, by one person or by several at once. Its revisions are made from it. */
export interface DocumentDraftTable {
  document_id: string
  /** Yjs document; the updates that came since are in `document_draft_update`. */
  state: Uint8Array
  /** What `state` says, to be read, searched and made into a revision. */
  markdown: string
  /** The revision that the draft began with, or was last kept as. */
  based_on: number
  /** Names of those who wrote since then. */
  authors: Json<string[]>
  /** Their accounts; null where that was not kept from the beginning. */
  author_ids: Json<string[]> | null
  /** The last update that is in `state` and `markdown`; later ones are rows of `document_draft_update`. */
  position: number
  /** The last update there is. Counted up in the transaction that writes it, so that updates have an order. */
  head: number
  changed_at: Instant
  changed_by: string
}

/** What was written since the draft's `state` was last put together, in order. On disk before it is acknowledged. */
export interface DocumentDraftUpdateTable {
  document_id: string
  position: number
  state: Uint8Array
}

/** A comment on some words of a postmortem, or an answer to one. The words are found again by what stands around them. */
export interface DocumentCommentTable {
  id: string
  document_id: string
  /** The comment that this is an answer to; null for one that began a conversation. */
  answers: string | null
  /** The words, as readers see them; empty for a comment on the whole. */
  quote: string
  quote_before: string
  quote_after: string
  text: string
  written_at: Instant
  written_by: string
  written_by_id: string | null
  edited_at: Instant | null
  resolved_at: Instant | null
  resolved_by: string | null
  removed_at: Instant | null
  version: number
}

/** Somebody named in a comment; null until they have seen it. */
export interface CommentMentionTable {
  comment_id: string
  user_id: string
  seen_at: Instant | null
}

/** Somebody who was asked to review a postmortem, and what they answered last, on which revision. */
export interface DocumentReviewerTable {
  document_id: string
  user_id: string
  asked_at: Instant
  asked_by: string
  answer: 'approved' | 'changes' | null
  answered_at: Instant | null
  answered_revision: number | null
}

/** A template of the team's own, beside those that come along. */
export interface DocumentTemplateTable {
  id: string
  name: string
  language: Language
  markdown: string
  retired_at: Instant | null
  version: number
}

/** A picture in a postmortem, by the digest of its bytes. */
export interface DocumentPictureTable {
  id: string
  document_id: string
  /** Of the file as it came, for people. */
  name: string
  media_type: string
  /** Pixels. */
  width: number
  height: number
  /** SHA-256, hexadecimal. */
  digest: string
  body: Uint8Array
  recorded_at: Instant
  recorded_by: string
}

export interface NoticeTable {
  id: string
  incident_id: string
  slug: string
  stage: NoticeStage
  state: NoticeState
  /** Number of the newest published revision; 0 before the first. */
  current_revision: number
  created_at: Instant
  created_by: string
  review: Generated<NoticeReview>
  submitted_by: string | null
  submitted_by_id: string | null
  submitted_at: Instant | null
  approved_by: string | null
  approved_by_id: string | null
  approved_at: Instant | null
  /** SHA-256 of all that was approved: texts, facts, stage, correction. Another one needs approval anew. */
  approved_fingerprint: string | null
  /** What was last submitted or approved, with its facts written out, to be held against what stands now. */
  reviewed: Json<unknown> | null
  /** Why it was sent back; null once it is submitted again. */
  review_comment: string | null
  /** Who changed the draft last; whoever wrote it cannot be the one who approves it. */
  edited_by: string | null
  edited_by_id: string | null
  edited_at: Instant | null
  /** As what the draft will go out; null stands for the usual one: the first publication, then an update. */
  next_kind: 'update' | 'correction' | 'typo' | null
  /** What was wrong, in public words per language, of a draft that is a correction. */
  correction: Json<Partial<Record<NoticeLanguage, string>>> | null
  /** Whether the public page follows the promises made in it. */
  shows_promises: Generated<Flag>
  version: number
}

/** The draft, per language: Markdown with fact placeholders such as `{{impact.duration}}`. */
export interface NoticeTextTable {
  notice_id: string
  language: NoticeLanguage
  title: string
  body: string
}

export interface NoticeRevisionTable {
  id: string
  notice_id: string
  number: number
  stage: NoticeStage
  kind: 'first' | 'update' | 'correction' | 'typo' | 'withdrawal'
  /** Per language, with the facts already written out. */
  texts: Json<Partial<Record<NoticeLanguage, { title: string; body: string }>>>
  facts: Json<FrozenFacts>
  correction: Json<Partial<Record<NoticeLanguage, string>>>
  published_at: Instant
  published_by: string
  /** Null for an emergency, for a withdrawal and for revisions from before approval was asked for. */
  approved_by: string | null
  approved_at: Instant | null
  /** Why one person published it alone. */
  emergency_reason: string | null
  /** The texts with their placeholders, as they were in the draft. */
  sources: Json<Partial<Record<NoticeLanguage, { title: string; body: string }>>> | null
  /** How the promises stood, where the page follows them. */
  promises: Json<PublicPromise[]> | null
}

/** A finding that somebody decided to keep, and why. It comes back when the text around it changes. */
export interface KeptFindingTable {
  notice_id: string
  fingerprint: string
  code: string
  language: NoticeLanguage
  quote: string
  reason: string
  kept_at: Instant
  kept_by: string
}

/** A published fact that differs from the record and stands all the same. Another change of the record asks again. */
export interface KeptDriftTable {
  notice_id: string
  revision: number
  fact_key: string
  /** What the record said at the time, per language. */
  known: Json<unknown>
  reason: string
  kept_at: Instant
  kept_by: string
}

/** Somebody who asked for every notice. Nothing is sent before the address was confirmed. */
export interface SubscriberTable {
  id: string
  kind: 'mail' | 'webhook'
  /** Mail address or https address. */
  address: string
  language: NoticeLanguage
  /** Of a webhook: what its messages are signed with. Of a mail address: the token of the link that stops it. */
  secret: string
  /** SHA-256 of the token in the link; null once it was used. */
  confirm_hash: string | null
  unsubscribe_hash: string
  created_at: Instant
  confirmed_at: Instant | null
  ended_at: Instant | null
  ended_reason: string
}

/** The outbox: one message to one subscriber, written with the revision that it tells of, sent later, once. */
export interface DeliveryTable {
  id: string
  subscriber_id: string
  /** What it tells of: a revision's id, or `confirm:` and a subscriber's. */
  event: string
  message: Json<unknown>
  created_at: Instant
  attempts: number
  /** Null once it was delivered or given up. */
  next_attempt_at: Instant | null
  claimed_until: Instant | null
  delivered_at: Instant | null
  last_error: string
}

/** The public site: bytes by path. The only table that a public path reads. */
export interface PublishedFileTable {
  path: string
  notice_id: string | null
  content_type: string
  language: string
  etag: string
  body: Uint8Array
  gzip: Uint8Array
  brotli: Uint8Array
  published_at: Instant
}

export type SearchedEntity =
  'incident' | 'symptom' | 'timeline_event' | 'statement' | 'action_item' | 'document' | 'notice'

/** The words of one entity, as they are searched. Made from the record; `search_index` holds its pieces by `id`. */
export interface SearchEntryTable {
  id: Generated<number>
  entity: SearchedEntity
  entity_id: string
  incident_id: string
  text: string
}

export interface AuditEventTable {
  id: string
  at: Instant
  actor_id: string | null
  actor_name: string
  incident_id: string | null
  entity: string
  entity_id: string
  action: string
  before: Json<unknown> | null
  after: Json<unknown> | null
}

export interface InvitationTable {
  id: string
  /** SHA-256 of the token in the link; the token itself is never stored. */
  token_hash: string
  email: string
  role: Role
  created_at: Instant
  created_by: string
  expires_at: Instant
  used_at: Instant | null
  revoked_at: Instant | null
}

/**
 * better-auth's own tables keep its column names. Its dates are ISO text on SQLite and `timestamptz` on PostgreSQL;
 * only better-auth writes them.
 */
export interface UserTable {
  id: string
  name: string
  email: string
  emailVerified: unknown
  image: string | null
  role: Role
  language: Language | null
  disabledAt: Instant | null
  createdAt: unknown
  updatedAt: unknown
}

export interface SessionTable {
  id: string
  userId: string
  token: string
  expiresAt: unknown
  ipAddress: string | null
  userAgent: string | null
  createdAt: unknown
  updatedAt: unknown
}

export interface AccountTable {
  id: string
  userId: string
  accountId: string
  providerId: string
  password: string | null
  accessToken: string | null
  refreshToken: string | null
  idToken: string | null
  accessTokenExpiresAt: unknown
  refreshTokenExpiresAt: unknown
  scope: string | null
  createdAt: unknown
  updatedAt: unknown
}

export interface VerificationTable {
  id: string
  identifier: string
  value: string
  expiresAt: unknown
  createdAt: unknown
  updatedAt: unknown
}

export interface RateLimitTable {
  id: string
  key: string
  count: number
  lastRequest: number
}

export interface Schema {
  organisation: OrganisationTable
  service: ServiceTable
  incident: IncidentTable
  incident_service: IncidentServiceTable
  incident_factor: IncidentFactorTable
  incident_wording: IncidentWordingTable
  denied_cause: DeniedCauseTable
  marker: MarkerTable
  reading: ReadingTable
  symptom: SymptomTable
  timeline_event: TimelineEventTable
  statement: StatementTable
  statement_revision: StatementRevisionTable
  action_item: ActionItemTable
  counting_rule: CountingRuleTable
  counting_rule_version: CountingRuleVersionTable
  yearly_count: YearlyCountTable
  covered_period: CoveredPeriodTable
  year_rollup: YearRollupTable
  document: DocumentTable
  document_revision: DocumentRevisionTable
  kept_blame: KeptBlameTable
  document_draft: DocumentDraftTable
  document_draft_update: DocumentDraftUpdateTable
  document_comment: DocumentCommentTable
  comment_mention: CommentMentionTable
  document_reviewer: DocumentReviewerTable
  document_template: DocumentTemplateTable
  document_picture: DocumentPictureTable
  notice: NoticeTable
  notice_text: NoticeTextTable
  notice_revision: NoticeRevisionTable
  kept_finding: KeptFindingTable
  kept_drift: KeptDriftTable
  subscriber: SubscriberTable
  delivery: DeliveryTable
  published_file: PublishedFileTable
  search_entry: SearchEntryTable
  audit_event: AuditEventTable
  invitation: InvitationTable
  user: UserTable
  session: SessionTable
  account: AccountTable
  verification: VerificationTable
  rateLimit: RateLimitTable
}
