import type { Migration } from 'kysely/migration'
import type { DialectName } from '../client.server.ts'
import { recordMigration } from './001-record.ts'
import { noticeWorkMigration } from './002-notice-work.ts'
import { searchMigration } from './003-search.ts'
import { pastedTimelineMigration } from './004-pasted-timeline.ts'
import { postmortemMigration } from './005-postmortem.ts'
import { postmortemTogetherMigration } from './006-postmortem-together.ts'
import { postmortemAuthorsMigration } from './007-postmortem-authors.ts'
import { hoursUnknownMigration } from './008-hours-unknown.ts'
import { searchBeginningsMigration } from './009-search-beginnings.ts'

/**
 * All migrations by name, in the order in which they run. Listed by hand, so that a bundled build has them too. A
 * migration is frozen once it was released: it never imports from the application.
 */
export function migrations(dialect: DialectName): Record<string, Migration> {
  return {
    '001-record': recordMigration(dialect),
    '002-notice-work': noticeWorkMigration(),
    '003-search': searchMigration(dialect),
    '004-pasted-timeline': pastedTimelineMigration(),
    '005-postmortem': postmortemMigration(),
    '006-postmortem-together': postmortemTogetherMigration(dialect),
    '007-postmortem-authors': postmortemAuthorsMigration(),
    '008-hours-unknown': hoursUnknownMigration(),
    '009-search-beginnings': searchBeginningsMigration(dialect),
  }
}
