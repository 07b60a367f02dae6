import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Without a schema: the one of today does not apply to a step that is frozen in time. */
type MigratedDatabase = Parameters<Migration['up']>[0]

/**
 * What a notice needs beyond its text: a third language, public wording, denied causes, review and approval, findings
 * and drift that were kept with a reason, subscribers and their deliveries. And contributing factors for the trend, and where an imported
 * incident comes from.
 * SQLite adds columns one at a time; new texts default to empty, new instants to "not known".
 */
export function noticeWorkMigration(): Migration {
  async function build(db: MigratedDatabase): Promise<void> {
    const addText = (table: string, ...columns: string[]) =>
      inOrder(columns, (column) =>
        db.schema
          .alterTable(table)
          .addColumn(column, 'text', (c) => c.notNull().defaultTo(''))
          .execute(),
      )
    const addNullable = (table: string, type: 'text' | 'bigint', ...columns: string[]) =>
      inOrder(columns, (column) => db.schema.alterTable(table).addColumn(column, type).execute())

    await addText('organisation', 'name_ja', 'contact_ja', 'guarded_words', 'duty_profile')
    await addText('service', 'name_ja')
    await addText('symptom', 'text_ja')
    await addText('action_item', 'promise_ko', 'promise_en', 'promise_ja', 'state_reason')
    await addNullable('action_item', 'bigint', 'recorded_at')
    await addNullable('action_item', 'text', 'done_on')

    await addNullable('incident', 'text', 'source_kind', 'source_id')
    await db.schema
      .createIndex('incident_by_source')
      .unique()
      .on('incident')
      .columns(['source_kind', 'source_id'])
      .execute()

    await db.schema
      .createTable('incident_factor')
      .addColumn('incident_id', 'text', (c) => c.notNull().references('incident.id'))
      .addColumn('factor', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('incident_factor_key', ['incident_id', 'factor'])
      .execute()
    await db.schema
      .createIndex('incident_factor_by_factor')
      .on('incident_factor')
      .columns(['factor', 'incident_id'])
      .execute()

    await db.schema
      .createTable('incident_wording')
      .addColumn('incident_id', 'text', (c) => c.notNull().references('incident.id'))
      .addColumn('part', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('incident_wording_key', ['incident_id', 'part', 'language'])
      .execute()

    await db.schema
      .createTable('denied_cause')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('incident_id', 'text', (c) => c.notNull().references('incident.id'))
      .addColumn('text_ko', 'text', (c) => c.notNull())
      .addColumn('text_en', 'text', (c) => c.notNull())
      .addColumn('text_ja', 'text', (c) => c.notNull())
      .addColumn('said_by', 'text', (c) => c.notNull())
      .addColumn('evidence', 'text', (c) => c.notNull())
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('removed_at', 'bigint')
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('denied_cause_by_incident')
      .on('denied_cause')
      .columns(['incident_id', 'position'])
      .execute()

    await db.schema
      .alterTable('notice')
      .addColumn('review', 'text', (c) => c.notNull().defaultTo('draft'))
      .execute()
    await addNullable('notice', 'text', 'submitted_by', 'submitted_by_id', 'approved_by', 'approved_by_id')
    await addNullable('notice', 'text', 'approved_fingerprint', 'review_comment', 'reviewed')
    await addNullable('notice', 'bigint', 'submitted_at', 'approved_at', 'edited_at')
    await addNullable('notice', 'text', 'edited_by', 'edited_by_id', 'next_kind', 'correction')
    await db.schema
      .alterTable('notice')
      .addColumn('shows_promises', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await sql`create index notice_under_review on notice (submitted_at) where review <> 'draft'`.execute(db)
    await addNullable('notice_revision', 'text', 'approved_by', 'emergency_reason', 'sources', 'promises')
    await addNullable('notice_revision', 'bigint', 'approved_at')

    await db.schema
      .createTable('kept_finding')
      .addColumn('notice_id', 'text', (c) => c.notNull().references('notice.id'))
      .addColumn('fingerprint', 'text', (c) => c.notNull())
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('quote', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('kept_at', 'bigint', (c) => c.notNull())
      .addColumn('kept_by', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('kept_finding_key', ['notice_id', 'fingerprint'])
      .execute()

    await db.schema
      .createTable('kept_drift')
      .addColumn('notice_id', 'text', (c) => c.notNull().references('notice.id'))
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('fact_key', 'text', (c) => c.notNull())
      .addColumn('known', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('kept_at', 'bigint', (c) => c.notNull())
      .addColumn('kept_by', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('kept_drift_key', ['notice_id', 'revision', 'fact_key'])
      .execute()

    await db.schema
      .createTable('subscriber')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('address', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('secret', 'text', (c) => c.notNull())
      .addColumn('confirm_hash', 'text')
      .addColumn('unsubscribe_hash', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('confirmed_at', 'bigint')
      .addColumn('ended_at', 'bigint')
      .addColumn('ended_reason', 'text', (c) => c.notNull())
      .addUniqueConstraint('subscriber_once', ['kind', 'address'])
      .execute()

    await db.schema
      .createTable('delivery')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('subscriber_id', 'text', (c) => c.notNull().references('subscriber.id'))
      .addColumn('event', 'text', (c) => c.notNull())
      .addColumn('message', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('next_attempt_at', 'bigint')
      .addColumn('claimed_until', 'bigint')
      .addColumn('delivered_at', 'bigint')
      .addColumn('last_error', 'text', (c) => c.notNull())
      .addUniqueConstraint('delivery_once', ['subscriber_id', 'event'])
      .execute()
    // Kept figures can be counted again at any time. Those of months make a year cheap to put together after an edit.
    await db.schema.dropTable('year_rollup').execute()
    await db.schema
      .createTable('year_rollup')
      .addColumn('rule_id', 'text', (c) => c.notNull())
      .addColumn('rule_version', 'integer', (c) => c.notNull())
      .addColumn('filters', 'text', (c) => c.notNull())
      .addColumn('year', 'integer', (c) => c.notNull())
      .addColumn('month', 'integer', (c) => c.notNull())
      .addColumn('through_day', 'integer', (c) => c.notNull())
      .addColumn('from_at', 'bigint', (c) => c.notNull())
      .addColumn('until_at', 'bigint', (c) => c.notNull())
      .addColumn('figures', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('year_rollup_key', [
        'rule_id',
        'rule_version',
        'filters',
        'year',
        'month',
        'through_day',
      ])
      .execute()
    await db.schema
      .createIndex('year_rollup_by_time')
      .on('year_rollup')
      .columns(['until_at', 'from_at'])
      .execute()
    // Whatever is longer than a month is looked for apart, so that looking for the others need not go far.
    await sql`create index incident_long on incident (ended_at, started_at) where removed_at is null and ended_at - started_at > 2678400000`.execute(
      db,
    )
    await sql`create index delivery_due on delivery (next_attempt_at) where next_attempt_at is not null`.execute(
      db,
    )
  }

  return { up: (db) => (db.isTransaction ? build(db) : db.transaction().execute(build)) }
}

async function inOrder<T>(values: readonly T[], step: (value: T) => Promise<void>): Promise<void> {
  for (const value of values) await step(value)
}
