import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { refuse } from '#app/domain/errors.ts'
import { guardedWordProblems, guardedWordsIn } from '#app/domain/guarded-words.ts'
import type { Instant } from '#app/domain/instant.ts'
import type { Actor } from './audit.server.ts'
import { changeVersionedRow } from './versioned-row.server.ts'

const ORGANISATION_ID = 'organisation'

/**
 * The words that must stay inside, such as names of customers, with the version of the organisation that they were read
 * with. They are no part of `Organisation`, which the public pages are made from.
 */
export async function getGuardedWords(q: Queryable = db): Promise<{ words: string[]; version: number }> {
  const row = await q
    .selectFrom('organisation')
    .select(['guarded_words', 'version'])
    .where('id', '=', ORGANISATION_ID)
    .executeTakeFirst()
  return { words: guardedWordsIn(row?.guarded_words ?? ''), version: row?.version ?? 1 }
}

/**
 * Replaces the list. What is published already is not looked at again.
 *
 * @param words one to a line
 * @throws DomainError `invalid` for words that the check would pass over, or too many; `conflict` when somebody else
 * changed the organisation in between.
 */
export async function changeGuardedWords(
  {
    words,
    expectedVersion,
    actor,
    now,
  }: { words: string; expectedVersion: number; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  const list = guardedWordsIn(words)
  const problems = guardedWordProblems(list)
  if (problems.length > 0) refuse({ words: problems })
  await inTransaction(async (tx) => {
    await changeVersionedRow(
      {
        table: 'organisation',
        id: ORGANISATION_ID,
        expectedVersion,
        set: { guarded_words: list.join('\n') },
        action: 'guarded_words_changed',
        incidentId: null,
        actor,
        now,
      },
      tx,
    )
  }, q)
}
