/**
 * The shape of the database as Kysely sees it, written by hand and held against a migrated database by
 * `tests/models/schema-drift.test.ts`.
 *
 * Instants are epoch milliseconds in UTC. Flags are 0 or 1 (better-sqlite3 binds no booleans). JSON is branded text:
 * `toJson` and `fromJson` are the only way in and out, so an unencoded object cannot reach a query.
 */
import type { Instant } from '#app/domain/instant.ts'
import type { ActionKind, ActionState, IncidentKind, Severity } from '#app/domain/incident-record.ts'
import type { MarkerKey, ReadingShape } from '#app/domain/markers.ts'
import type { Role } from '#app/domain/roles.ts'
import type { Surface, SymptomKind } from '#app/domain/symptoms.ts'
import type { TimelineKind } from '#app/domain/timeline.ts'
import type { CountingRule } from '#app/domain/counting-rule.ts'
import type { FrozenFacts } from '#app/domain/facts.ts'

export type Flag = 0 | 1
export type Json<T> = string & { readonly __json: T }
export type Language = 'ko' | 'en'
export type { ActionKind, ActionState, IncidentKind, Role, Severity }
export type NoticeStage = 'first_word' | 'update' | 'resolved' | 'final_report'
export type NoticeState = 'draft' | 'published' | 'withdrawn'

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
  languages: Json<Language[]>
  default_language: Language
  contact_ko: string
  contact_en: string
  version: number
}

export interface ServiceTable {
  id: string
  name_ko: string
  name_en: string
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

/** Yearly figures under one version of a rule; rows of a year are deleted by every write that touches the year. */
export interface YearRollupTable {
  rule_id: string
  rule_version: number
  year: number
  /** Last counted day of the year (1–366); the length of the year when it is over. */
  through_day: number
  figures: Json<unknown>
}

export interface DocumentTable {
  id: string
  incident_id: string
  kind: 'postmortem'
  current_revision: number
  version: number
}

export interface DocumentRevisionTable {
  document_id: string
  number: number
  /** The editor's serialized state; the truth. */
  body: Json<unknown>
  /** Derived from `body` when it was saved. */
  markdown: string
  reason: string
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
  version: number
}

/** The draft, per language: Markdown with fact placeholders such as `{{impact.duration}}`. */
export interface NoticeTextTable {
  notice_id: string
  language: Language
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
  texts: Json<Partial<Record<Language, { title: string; body: string }>>>
  facts: Json<FrozenFacts>
  correction: Json<Partial<Record<Language, string>>>
  published_at: Instant
  published_by: string
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
  notice: NoticeTable
  notice_text: NoticeTextTable
  notice_revision: NoticeRevisionTable
  published_file: PublishedFileTable
  audit_event: AuditEventTable
  invitation: InvitationTable
  user: UserTable
  session: SessionTable
  account: AccountTable
  verification: VerificationTable
  rateLimit: RateLimitTable
}
