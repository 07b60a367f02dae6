import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Without a schema: the one of today does not apply to a step that is frozen in time. */
type MigratedDatabase = Parameters<Migration['up']>[0]

/**
 * The whole record, the public site and the accounts. Instants are `bigint` (epoch milliseconds), flags `integer`,
 * JSON `text`. Only three types differ between the databases: bytes, floating point, and the dates that better-auth
 * writes. The migrator opens a transaction by itself on PostgreSQL only.
 */
export function recordMigration(dialect: 'sqlite' | 'postgres'): Migration {
  const bytes = dialect === 'sqlite' ? sql`blob` : sql`bytea`
  const authDate = dialect === 'sqlite' ? sql`text` : sql`timestamptz`
  const authBoolean = dialect === 'sqlite' ? sql`integer` : sql`boolean`

  async function build(db: MigratedDatabase): Promise<void> {
    await db.schema
      .createTable('organisation')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('name_ko', 'text', (c) => c.notNull())
      .addColumn('name_en', 'text', (c) => c.notNull())
      .addColumn('zone', 'text', (c) => c.notNull())
      .addColumn('languages', 'text', (c) => c.notNull())
      .addColumn('default_language', 'text', (c) => c.notNull())
      .addColumn('contact_ko', 'text', (c) => c.notNull())
      .addColumn('contact_en', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('service')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('name_ko', 'text', (c) => c.notNull())
      .addColumn('name_en', 'text', (c) => c.notNull())
      .addColumn('zone', 'text')
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('retired_at', 'bigint')
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('incident')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('reference', 'text', (c) => c.notNull().unique())
      .addColumn('reference_year', 'integer', (c) => c.notNull())
      .addColumn('reference_number', 'integer', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('severity', 'text', (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('summary', 'text', (c) => c.notNull())
      .addColumn('cause', 'text', (c) => c.notNull())
      .addColumn('closed_at', 'bigint')
      .addColumn('removed_at', 'bigint')
      .addColumn('removed_reason', 'text', (c) => c.notNull())
      .addColumn('recorded_at', 'bigint', (c) => c.notNull())
      .addColumn('recorded_by', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('started_at', 'bigint')
      .addColumn('ended_at', 'bigint')
      .addColumn('year', 'integer')
      .addUniqueConstraint('incident_reference_number', ['reference_year', 'reference_number'])
      .execute()
    // The list: newest first, by keyset. Incidents without a start come first (they need one) and have a short index.
    await sql`create index incident_by_start on incident (started_at desc, id desc) where removed_at is null`.execute(
      db,
    )
    await sql`create index incident_open on incident (recorded_at desc) where closed_at is null and removed_at is null`.execute(
      db,
    )
    await sql`create index incident_undated on incident (recorded_at desc) where started_at is null and removed_at is null`.execute(
      db,
    )
    await sql`create index incident_without_end on incident (recorded_at desc) where ended_at is null and closed_at is not null and removed_at is null`.execute(
      db,
    )
    // A year of the trend is read from this index alone.
    await sql`create index incident_by_year on incident (year, started_at, ended_at, severity, kind, closed_at, id, reference) where removed_at is null`.execute(
      db,
    )
    // Windows that reach into a year from the one before.
    await sql`create index incident_by_end on incident (ended_at, started_at) where removed_at is null`.execute(
      db,
    )

    await db.schema
      .createTable('incident_service')
      .addColumn('incident_id', 'text', (c) => c.notNull().references('incident.id'))
      .addColumn('service_id', 'text', (c) => c.notNull().references('service.id'))
      .addColumn('started_at', 'bigint')
      .addColumn('ended_at', 'bigint')
      .addPrimaryKeyConstraint('incident_service_key', ['incident_id', 'service_id'])
      .execute()
    await db.schema
      .createIndex('incident_service_by_service')
      .on('incident_service')
      .columns(['service_id', 'incident_id'])
      .execute()

    await db.schema
      .createTable('reading')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('incident_id', 'text', (c) => c.notNull().references('incident.id'))
      .addColumn('marker_key', 'text', (c) => c.notNull())
      .addColumn('shape', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('until', 'bigint')
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('source_url', 'text', (c) => c.notNull())
      .addColumn('recorded_at', 'bigint', (c) => c.notNull())
      .addColumn('recorded_by', 'text', (c) => c.notNull())
      .addColumn('retracted_at', 'bigint')
      .execute()
    await db.schema
      .createIndex('reading_by_incident')
      .on('reading')
      .columns(['incident_id', 'marker_key'])
      .execute()

    await db.schema
      .createTable('marker')
      .addColumn('incident_id', 'text', (c) => c.notNull().references('incident.id'))
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('chosen_reading_id', 'text', (c) => c.references('reading.id'))
      .addColumn('chosen_reason', 'text', (c) => c.notNull())
      .addColumn('not_applicable_reason', 'text')
      .addPrimaryKeyConstraint('marker_key', ['incident_id', 'key'])
      .execute()

    await db.schema
      .createTable('symptom')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('incident_id', 'text', (c) => c.notNull().references('incident.id'))
      .addColumn('service_id', 'text', (c) => c.references('service.id'))
      .addColumn('surface', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('text_ko', 'text', (c) => c.notNull())
      .addColumn('text_en', 'text', (c) => c.notNull())
      .addColumn('error_text', 'text', (c) => c.notNull())
      .addColumn('started_at', 'bigint')
      .addColumn('ended_at', 'bigint')
      .addColumn('share_percent', dialect === 'sqlite' ? 'real' : 'double precision')
      .addColumn('users', 'bigint')
      .addColumn('measured_how', 'text', (c) => c.notNull())
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('removed_at', 'bigint')
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('symptom_by_incident')
      .on('symptom')
      .columns(['incident_id', 'position'])
      .execute()

    await db.schema
      .createTable('timeline_event')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('incident_id', 'text', (c) => c.notNull().references('incident.id'))
      .addColumn('occurred_at', 'bigint', (c) => c.notNull())
      .addColumn('approximate', 'integer', (c) => c.notNull())
      .addColumn('recorded_at', 'bigint', (c) => c.notNull())
      .addColumn('recorded_by', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('source_url', 'text', (c) => c.notNull())
      .addColumn('starred', 'integer', (c) => c.notNull())
      .addColumn('removed_at', 'bigint')
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('timeline_event_by_incident')
      .on('timeline_event')
      .columns(['incident_id', 'occurred_at'])
      .execute()

    await db.schema
      .createTable('statement')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('incident_id', 'text', (c) => c.notNull().references('incident.id'))
      .addColumn('current_revision', 'integer', (c) => c.notNull())
      .addColumn('removed_at', 'bigint')
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('statement_by_incident').on('statement').column('incident_id').execute()

    await db.schema
      .createTable('statement_revision')
      .addColumn('statement_id', 'text', (c) => c.notNull().references('statement.id'))
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('speaker', 'text', (c) => c.notNull())
      .addColumn('side', 'text', (c) => c.notNull())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('said_at', 'bigint')
      .addColumn('said_at_approximate', 'integer', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('url', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('recorded_at', 'bigint', (c) => c.notNull())
      .addColumn('recorded_by', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('statement_revision_key', ['statement_id', 'number'])
      .execute()

    await db.schema
      .createTable('action_item')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('incident_id', 'text', (c) => c.notNull().references('incident.id'))
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('owner', 'text', (c) => c.notNull())
      .addColumn('due_on', 'text')
      .addColumn('tracker_url', 'text', (c) => c.notNull())
      .addColumn('promise', 'integer', (c) => c.notNull())
      .addColumn('removed_at', 'bigint')
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('action_item_by_incident').on('action_item').column('incident_id').execute()
    await sql`create index action_item_open on action_item (due_on) where state = 'open' and removed_at is null`.execute(
      db,
    )

    await db.schema
      .createTable('counting_rule')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('name_ko', 'text', (c) => c.notNull())
      .addColumn('name_en', 'text', (c) => c.notNull())
      .addColumn('is_default', 'integer', (c) => c.notNull())
      .addColumn('current_version', 'integer', (c) => c.notNull())
      .addColumn('retired_at', 'bigint')
      .execute()

    await db.schema
      .createTable('counting_rule_version')
      .addColumn('rule_id', 'text', (c) => c.notNull().references('counting_rule.id'))
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('definition', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('recorded_at', 'bigint', (c) => c.notNull())
      .addColumn('recorded_by', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('counting_rule_version_key', ['rule_id', 'number'])
      .execute()

    await db.schema
      .createTable('yearly_count')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('year', 'integer', (c) => c.notNull())
      .addColumn('count', 'integer', (c) => c.notNull())
      .addColumn('rule_stated', 'text', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('source_url', 'text', (c) => c.notNull())
      .addColumn('recorded_at', 'bigint', (c) => c.notNull())
      .addColumn('recorded_by', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('yearly_count_by_year').on('yearly_count').column('year').execute()

    await db.schema
      .createTable('covered_period')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('from_day', 'text', (c) => c.notNull())
      .addColumn('until_day', 'text')
      .addColumn('note', 'text', (c) => c.notNull())
      .addColumn('recorded_at', 'bigint', (c) => c.notNull())
      .addColumn('recorded_by', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('year_rollup')
      .addColumn('rule_id', 'text', (c) => c.notNull())
      .addColumn('rule_version', 'integer', (c) => c.notNull())
      .addColumn('year', 'integer', (c) => c.notNull())
      .addColumn('through_day', 'integer', (c) => c.notNull())
      .addColumn('figures', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('year_rollup_key', ['year', 'rule_id', 'rule_version', 'through_day'])
      .execute()

    await db.schema
      .createTable('document')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('incident_id', 'text', (c) => c.notNull().references('incident.id'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('current_revision', 'integer', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addUniqueConstraint('document_once_per_incident', ['incident_id', 'kind'])
      .execute()

    await db.schema
      .createTable('document_revision')
      .addColumn('document_id', 'text', (c) => c.notNull().references('document.id'))
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('markdown', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('recorded_at', 'bigint', (c) => c.notNull())
      .addColumn('recorded_by', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('document_revision_key', ['document_id', 'number'])
      .execute()

    await db.schema
      .createTable('notice')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('incident_id', 'text', (c) => c.notNull().references('incident.id'))
      .addColumn('slug', 'text', (c) => c.notNull().unique())
      .addColumn('stage', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('current_revision', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('created_by', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('notice_by_incident').on('notice').column('incident_id').execute()
    await sql`create index notice_draft on notice (created_at desc) where state = 'draft'`.execute(db)

    await db.schema
      .createTable('notice_text')
      .addColumn('notice_id', 'text', (c) => c.notNull().references('notice.id'))
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('notice_text_key', ['notice_id', 'language'])
      .execute()

    await db.schema
      .createTable('notice_revision')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('notice_id', 'text', (c) => c.notNull().references('notice.id'))
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('stage', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('texts', 'text', (c) => c.notNull())
      .addColumn('facts', 'text', (c) => c.notNull())
      .addColumn('correction', 'text', (c) => c.notNull())
      .addColumn('published_at', 'bigint', (c) => c.notNull())
      .addColumn('published_by', 'text', (c) => c.notNull())
      .addUniqueConstraint('notice_revision_number', ['notice_id', 'number'])
      .execute()

    await db.schema
      .createTable('published_file')
      .addColumn('path', 'text', (c) => c.primaryKey())
      .addColumn('notice_id', 'text', (c) => c.references('notice.id'))
      .addColumn('content_type', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('etag', 'text', (c) => c.notNull())
      .addColumn('body', bytes, (c) => c.notNull())
      .addColumn('gzip', bytes, (c) => c.notNull())
      .addColumn('brotli', bytes, (c) => c.notNull())
      .addColumn('published_at', 'bigint', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('audit_event')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('actor_id', 'text')
      .addColumn('actor_name', 'text', (c) => c.notNull())
      .addColumn('incident_id', 'text')
      .addColumn('entity', 'text', (c) => c.notNull())
      .addColumn('entity_id', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('before', 'text')
      .addColumn('after', 'text')
      .execute()
    await db.schema
      .createIndex('audit_event_by_incident')
      .on('audit_event')
      .columns(['incident_id', 'at'])
      .execute()

    await createAccountTables(db, authDate, authBoolean)
  }

  return { up: (db) => (db.isTransaction ? build(db) : db.transaction().execute(build)) }
}

async function createAccountTables(
  db: MigratedDatabase,
  authDate: ReturnType<typeof sql>,
  authBoolean: ReturnType<typeof sql>,
): Promise<void> {
  await db.schema
    .createTable('user')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('email', 'text', (c) => c.notNull().unique())
    .addColumn('emailVerified', authBoolean, (c) => c.notNull())
    .addColumn('image', 'text')
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('language', 'text')
    .addColumn('disabledAt', 'bigint')
    .addColumn('createdAt', authDate, (c) => c.notNull())
    .addColumn('updatedAt', authDate, (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('session')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('userId', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('token', 'text', (c) => c.notNull().unique())
    .addColumn('expiresAt', authDate, (c) => c.notNull())
    .addColumn('ipAddress', 'text')
    .addColumn('userAgent', 'text')
    .addColumn('createdAt', authDate, (c) => c.notNull())
    .addColumn('updatedAt', authDate, (c) => c.notNull())
    .execute()
  await db.schema.createIndex('session_by_user').on('session').column('userId').execute()

  await db.schema
    .createTable('account')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('userId', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('accountId', 'text', (c) => c.notNull())
    .addColumn('providerId', 'text', (c) => c.notNull())
    .addColumn('password', 'text')
    .addColumn('accessToken', 'text')
    .addColumn('refreshToken', 'text')
    .addColumn('idToken', 'text')
    .addColumn('accessTokenExpiresAt', authDate)
    .addColumn('refreshTokenExpiresAt', authDate)
    .addColumn('scope', 'text')
    .addColumn('createdAt', authDate, (c) => c.notNull())
    .addColumn('updatedAt', authDate, (c) => c.notNull())
    .execute()
  await db.schema.createIndex('account_by_user').on('account').column('userId').execute()

  await db.schema
    .createTable('verification')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('identifier', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('expiresAt', authDate, (c) => c.notNull())
    .addColumn('createdAt', authDate, (c) => c.notNull())
    .addColumn('updatedAt', authDate, (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('rateLimit')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('count', 'integer', (c) => c.notNull())
    .addColumn('lastRequest', 'bigint', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('invitation')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .execute()
}
