import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { toJson, type NoticeRevisionTable } from '#db/schema.ts'
import type { Instant } from '#app/domain/instant.ts'

/** Databases limit the number of values in one statement. */
const ROWS_AT_ONCE = 500

/**
 * Puts one message about a published revision into the outbox for every confirmed subscriber; none for a typo, which is
 * no news. In the transaction of the publication, so that either both exist or neither; a second call adds nothing.
 *
 * @returns how many messages there are to send.
 */
export async function queueDeliveries(
  { revision, now }: { revision: Pick<NoticeRevisionTable, 'id' | 'kind'>; now: Instant },
  q: Queryable = db,
): Promise<number> {
  if (revision.kind === 'typo') return 0
  const subscribers = await q
    .selectFrom('subscriber')
    .select('id')
    .where('confirmed_at', 'is not', null)
    .where('ended_at', 'is', null)
    .execute()
  for (let start = 0; start < subscribers.length; start += ROWS_AT_ONCE) {
    await q
      .insertInto('delivery')
      .values(
        subscribers.slice(start, start + ROWS_AT_ONCE).map(({ id }) => ({
          id: newId(),
          subscriber_id: id,
          event: revision.id,
          message: toJson({}),
          created_at: now,
          attempts: 0,
          next_attempt_at: now,
          claimed_until: null,
          delivered_at: null,
          last_error: '',
        })),
      )
      .onConflict((conflict) => conflict.columns(['subscriber_id', 'event']).doNothing())
      .execute()
  }
  return subscribers.length
}
