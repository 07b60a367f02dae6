import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { fromJson, toJson, type NoticeRevisionTable } from '#db/schema.ts'
import { DomainError } from '#app/domain/errors.ts'
import { DAY, MINUTE, type Instant } from '#app/domain/instant.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import type { PublicOrganisation } from '#app/publishing/notice-files.ts'
import type { SiteRevision } from '#app/publishing/site.ts'

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

/** Minutes until the next attempt after each failed one; after the last the message is given up. */
export const RETRY_AFTER_MINUTES = [1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60] as const

/** Longer than any attempt may take, so that a message is not sent a second time while the first is under way. */
const CLAIM_MILLISECONDS = 2 * MINUTE

export type SubscriberKind = 'mail' | 'webhook'

/** A message that this process alone may send now. */
export interface ClaimedDelivery {
  id: string
  event: string
  /** Of a confirmation: the token of its link. */
  token: string | null
  /** This attempt, from 1. */
  attempt: number
  createdAt: Instant
  subscriber: {
    id: string
    kind: SubscriberKind
    address: string
    language: NoticeLanguage
    secret: string
  }
}

/**
 * Takes messages that are due, oldest first, for this process alone. Whoever takes one has to say what became of it
 * within two minutes; otherwise it is due again under the same id.
 *
 * @param kinds only these: mail waits while no mail server is set up
 */
export async function claimDeliveries(
  { kinds, limit, now }: { kinds: SubscriberKind[]; limit: number; now: Instant },
  q: Queryable = db,
): Promise<ClaimedDelivery[]> {
  if (kinds.length === 0) return []
  const due = await q
    .selectFrom('delivery')
    .innerJoin('subscriber', 'subscriber.id', 'delivery.subscriber_id')
    .select(['delivery.id', 'delivery.event', 'delivery.message', 'delivery.attempts', 'delivery.created_at'])
    .select(['subscriber.id as subscriber_id', 'subscriber.kind', 'subscriber.address'])
    .select(['subscriber.language', 'subscriber.secret'])
    .where('delivery.next_attempt_at', '<=', now)
    .where((eb) => eb.or([eb('delivery.claimed_until', 'is', null), eb('delivery.claimed_until', '<', now)]))
    .where('subscriber.ended_at', 'is', null)
    .where('subscriber.kind', 'in', kinds)
    .orderBy('delivery.next_attempt_at')
    .orderBy('delivery.id')
    .limit(limit)
    .execute()
  const claimed: ClaimedDelivery[] = []
  for (const row of due) {
    const { numUpdatedRows } = await q
      .updateTable('delivery')
      .set({ claimed_until: (now + CLAIM_MILLISECONDS) as Instant, attempts: row.attempts + 1 })
      .where('id', '=', row.id)
      .where('attempts', '=', row.attempts)
      .where('next_attempt_at', 'is not', null)
      .executeTakeFirst()
    // Another process was quicker.
    if (numUpdatedRows === 0n) continue
    const { token } = fromJson(row.message) as { token?: string }
    claimed.push({
      id: row.id,
      event: row.event,
      token: token ?? null,
      attempt: row.attempts + 1,
      createdAt: row.created_at,
      subscriber: {
        id: row.subscriber_id,
        kind: row.kind,
        address: row.address,
        language: row.language,
        secret: row.secret,
      },
    })
  }
  return claimed
}

/** The receiver has taken the message: it is never sent again, and a token in it is forgotten. */
export async function markDelivered(
  { id, now }: { id: string; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await q
    .updateTable('delivery')
    .set({
      delivered_at: now,
      next_attempt_at: null,
      claimed_until: null,
      message: toJson({}),
      last_error: '',
    })
    .where('id', '=', id)
    .execute()
}

/**
 * An attempt failed: the message is due again after a while, or given up after the last attempt and when another one
 * would change nothing.
 *
 * @param reason for admins, at most 300 characters
 */
export async function markFailed(
  {
    id,
    attempt,
    reason,
    final,
    now,
  }: { id: string; attempt: number; reason: string; final: boolean; now: Instant },
  q: Queryable = db,
): Promise<void> {
  const wait = final ? undefined : RETRY_AFTER_MINUTES[attempt - 1]
  await q
    .updateTable('delivery')
    .set({
      next_attempt_at: wait === undefined ? null : ((now + wait * MINUTE) as Instant),
      claimed_until: null,
      last_error: reason.replace(/\s+/g, ' ').trim().slice(0, 300) || 'unknown',
      ...(wait === undefined ? { message: toJson({}) } : {}),
    })
    .where('id', '=', id)
    .where('delivered_at', 'is', null)
    .execute()
}

/** How many messages wait to be sent, or to be tried again. */
export async function countWaitingDeliveries(q: Queryable = db): Promise<number> {
  const { waiting } = await q
    .selectFrom('delivery')
    .select((eb) => eb.fn.countAll().as('waiting'))
    .where('delivered_at', 'is', null)
    .where('next_attempt_at', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(waiting)
}

/** A message that did not reach its receiver so far. */
export interface TroubledDelivery {
  id: string
  kind: SubscriberKind
  address: string
  event: string
  attempts: number
  lastError: string
  createdAt: Instant
  /** Null once it was given up. */
  nextAttemptAt: Instant | null
}

/** Messages that failed at least once and were not delivered since, newest first. */
export async function listTroubled(
  { limit = 50 }: { limit?: number } = {},
  q: Queryable = db,
): Promise<TroubledDelivery[]> {
  const rows = await q
    .selectFrom('delivery')
    .innerJoin('subscriber', 'subscriber.id', 'delivery.subscriber_id')
    .select(['delivery.id', 'delivery.event', 'delivery.attempts', 'delivery.last_error'])
    .select(['delivery.created_at', 'delivery.next_attempt_at', 'subscriber.kind', 'subscriber.address'])
    .where('delivery.delivered_at', 'is', null)
    .where('delivery.last_error', '!=', '')
    .where('subscriber.ended_at', 'is', null)
    .orderBy('delivery.created_at', 'desc')
    .orderBy('delivery.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    address: row.address,
    event: row.event,
    attempts: row.attempts,
    lastError: row.last_error,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at,
  }))
}

/**
 * Has a message sent again now, from the first attempt on. A confirmation whose link was forgotten is not: the person
 * asks for a new one.
 *
 * @throws DomainError `not_found` when it was delivered or is gone.
 */
export async function retryDelivery(
  { id, now }: { id: string; now: Instant },
  q: Queryable = db,
): Promise<void> {
  const { numUpdatedRows } = await q
    .updateTable('delivery')
    .set({ attempts: 0, next_attempt_at: now, claimed_until: null })
    .where('id', '=', id)
    .where('delivered_at', 'is', null)
    .where('event', 'not like', 'confirm:%')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new DomainError('not_found', { '': [{ code: 'delivery_gone' }] })
}

/** Queues a message that only says that messages arrive. */
export async function queueTest(
  { subscriberId, now }: { subscriberId: string; now: Instant },
  q: Queryable = db,
): Promise<string> {
  const id = newId()
  await q
    .insertInto('delivery')
    .values({
      id,
      subscriber_id: subscriberId,
      event: `test:${id}`,
      message: toJson({}),
      created_at: now,
      attempts: 0,
      next_attempt_at: now,
      claimed_until: null,
      delivered_at: null,
      last_error: '',
    })
    .execute()
  return id
}

/** Deletes messages that were delivered or given up 30 days ago or longer. */
export async function forgetDeliveries(now: Instant, q: Queryable = db): Promise<void> {
  await q
    .deleteFrom('delivery')
    .where('next_attempt_at', 'is', null)
    .where('created_at', '<', (now - 30 * DAY) as Instant)
    .execute()
}

/** What a message tells of, from the frozen revision: nothing internal is in reach. */
export interface DeliveredRevision {
  slug: string
  reference: string
  revision: SiteRevision
  organisation: PublicOrganisation
}

/** The revision with this id as it was published, and who speaks. */
export async function findDeliveredRevision(
  { id, organisation }: { id: string; organisation: PublicOrganisation },
  q: Queryable = db,
): Promise<DeliveredRevision | null> {
  const row = await q
    .selectFrom('notice_revision')
    .innerJoin('notice', 'notice.id', 'notice_revision.notice_id')
    .innerJoin('incident', 'incident.id', 'notice.incident_id')
    .select(['notice.slug', 'incident.reference', 'notice_revision.number', 'notice_revision.stage'])
    .select(['notice_revision.kind', 'notice_revision.texts', 'notice_revision.facts'])
    .select(['notice_revision.correction', 'notice_revision.published_at'])
    .where('notice_revision.id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  return {
    slug: row.slug,
    reference: row.reference,
    organisation,
    revision: {
      id,
      number: row.number,
      stage: row.stage,
      kind: row.kind,
      texts: fromJson(row.texts),
      facts: fromJson(row.facts),
      correction: fromJson(row.correction),
      publishedAt: row.published_at,
    },
  }
}
