import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { DomainError } from '#app/domain/errors.ts'
import type { Statement } from '#app/domain/incident-record.ts'
import type { Instant } from '#app/domain/instant.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { changeVersionedRow, updateIfUnchanged } from './versioned-row.server.ts'

export type StatementInput = Pick<
  Statement,
  'speaker' | 'side' | 'channel' | 'saidAt' | 'saidAtApproximate' | 'text' | 'language' | 'url'
>

interface ChangeOfStatement {
  id: string
  incidentId: string
  expectedVersion: number
  actor: Actor
  now: Instant
}

/** The statements about an incident, each in its newest revision; by the time when they were said, unknown ones last. */
export async function listStatements(incidentId: string, q: Queryable = db): Promise<Statement[]> {
  const statements = await revisions(q)
    .whereRef('statement_revision.number', '=', 'statement.current_revision')
    .where('statement.incident_id', '=', incidentId)
    .where('statement.removed_at', 'is', null)
    .execute()
  return statements
    .map(fromRow)
    .sort((a, b) => (a.saidAt ?? Infinity) - (b.saidAt ?? Infinity) || (a.id < b.id ? -1 : 1))
}

/** All revisions of one statement, newest first. */
export async function listStatementRevisions(statementId: string, q: Queryable = db): Promise<Statement[]> {
  const rows = await revisions(q)
    .where('statement.id', '=', statementId)
    .orderBy('statement_revision.number', 'desc')
    .execute()
  return rows.map(fromRow)
}

/** @throws DomainError `invalid` under `saidAt` when the time lies in the future. */
export async function addStatement(
  {
    incidentId,
    statement,
    actor,
    now,
  }: Omit<ChangeOfStatement, 'id' | 'expectedVersion'> & { statement: StatementInput },
  q: Queryable = db,
): Promise<string> {
  refuseFuture(statement, now)
  return inTransaction(async (tx) => {
    const id = newId()
    await tx
      .insertInto('statement')
      .values({ id, incident_id: incidentId, current_revision: 1, removed_at: null, version: 1 })
      .execute()
    await insertRevision({ id, number: 1, statement, reason: '', actor, now }, tx)
    await recordChange(
      {
        actor,
        now,
        incidentId,
        entity: 'statement',
        entityId: id,
        action: 'added',
        before: null,
        after: statement,
      },
      tx,
    )
    return id
  }, q)
}

/**
 * Writes a new revision: the words were taken down wrongly, or the speaker corrected them. The old one stays.
 *
 * @throws DomainError `invalid`, `not_found`, `conflict`.
 */
export async function reviseStatement(
  { statement, reason, ...change }: ChangeOfStatement & { statement: StatementInput; reason: string },
  q: Queryable = db,
): Promise<void> {
  refuseFuture(statement, change.now)
  await inTransaction(async (tx) => {
    const before = (await listStatementRevisions(change.id, tx))[0]
    if (before === undefined) throw new DomainError('not_found')
    const number = before.revision + 1
    await updateIfUnchanged({ ...change, table: 'statement', set: { current_revision: number } }, tx)
    await insertRevision({ ...change, number, statement, reason }, tx)
    await recordChange(
      {
        ...change,
        entity: 'statement',
        entityId: change.id,
        action: 'revised',
        before,
        after: { ...statement, reason },
      },
      tx,
    )
  }, q)
}

/** Takes a statement out, or puts it back; its revisions stay. @throws DomainError `not_found`, `conflict`. */
export async function setStatementRemoved(
  { removed, ...change }: ChangeOfStatement & { removed: boolean },
  q: Queryable = db,
): Promise<void> {
  const set = { removed_at: removed ? change.now : null }
  await inTransaction(
    (tx) =>
      changeVersionedRow(
        { ...change, table: 'statement', set, action: removed ? 'removed' : 'restored' },
        tx,
      ),
    q,
  )
}

function refuseFuture({ saidAt }: StatementInput, now: Instant): void {
  if (saidAt !== null && saidAt > now)
    throw new DomainError('invalid', { saidAt: [{ code: 'time_in_future' }] })
}

async function insertRevision(
  revision: {
    id: string
    number: number
    statement: StatementInput
    reason: string
    actor: Actor
    now: Instant
  },
  q: Queryable,
): Promise<void> {
  const { statement } = revision
  await q
    .insertInto('statement_revision')
    .values({
      statement_id: revision.id,
      number: revision.number,
      speaker: statement.speaker,
      side: statement.side,
      channel: statement.channel,
      said_at: statement.saidAt,
      said_at_approximate: statement.saidAtApproximate ? 1 : 0,
      text: statement.text,
      language: statement.language,
      url: statement.url,
      reason: revision.reason,
      recorded_at: revision.now,
      recorded_by: revision.actor.name,
    })
    .execute()
}

function revisions(q: Queryable) {
  return q
    .selectFrom('statement_revision')
    .innerJoin('statement', 'statement.id', 'statement_revision.statement_id')
    .selectAll('statement_revision')
    .select(['statement.id', 'statement.version'])
}

type RevisionRow = Awaited<ReturnType<ReturnType<typeof revisions>['execute']>>[number]

function fromRow(row: RevisionRow): Statement {
  return {
    id: row.id,
    version: row.version,
    revision: row.number,
    speaker: row.speaker,
    side: row.side,
    channel: row.channel,
    saidAt: row.said_at,
    saidAtApproximate: row.said_at_approximate === 1,
    text: row.text,
    language: row.language,
    url: row.url,
    reason: row.reason,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
  }
}
