import { createHash, randomBytes } from 'node:crypto'
import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { toJson } from '#db/schema.ts'
import { DomainError } from '#app/domain/errors.ts'
import { HOUR, type Instant } from '#app/domain/instant.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { recordChange, type Actor } from './audit.server.ts'

/** How long the link in a confirmation works; an address that nobody confirmed is deleted then. */
const CONFIRMATION_HOURS = 72

export interface Subscriber {
  id: string
  kind: 'mail' | 'webhook'
  address: string
  language: NoticeLanguage
  createdAt: Instant
  confirmedAt: Instant | null
}

/**
 * Takes up a mail address and queues the mail that asks to confirm it. Nothing tells whether it was known already: to a
 * confirmed one nothing is sent, to one that waits a new link.
 *
 * @throws DomainError `invalid` for what is no address.
 */
export async function requestMail(
  { address, language, now }: { address: string; language: NoticeLanguage; now: Instant },
  q: Queryable = db,
): Promise<void> {
  const clean = mailAddress(address)
  if (clean === null) throw new DomainError('invalid', { address: [{ code: 'mail_address' }] })
  await inTransaction(async (tx) => {
    const known = await tx
      .selectFrom('subscriber')
      .select(['id', 'confirmed_at'])
      .where('kind', '=', 'mail')
      .where('address', '=', clean)
      .executeTakeFirst()
    if (known && known.confirmed_at !== null) return
    const confirm = newToken()
    const id = known?.id ?? newId()
    const waiting = { language, confirm_hash: hashOf(confirm), created_at: now }
    if (known) {
      await tx.deleteFrom('delivery').where('subscriber_id', '=', id).execute()
      await tx.updateTable('subscriber').set(waiting).where('id', '=', id).execute()
    } else {
      const secret = newToken()
      await tx
        .insertInto('subscriber')
        .values({
          id,
          kind: 'mail',
          address: clean,
          secret,
          unsubscribe_hash: hashOf(secret),
          confirmed_at: null,
          ended_at: null,
          ended_reason: '',
          ...waiting,
        })
        .execute()
    }
    await tx
      .insertInto('delivery')
      .values({
        id: newId(),
        subscriber_id: id,
        event: `confirm:${id}`,
        message: toJson({ token: confirm }),
        created_at: now,
        attempts: 0,
        next_attempt_at: now,
        claimed_until: null,
        delivered_at: null,
        last_error: '',
      })
      .execute()
  }, q)
}

/** Whose address a link asks to confirm; null for one that was used, has expired or never was. */
export async function findToConfirm(
  { token, now }: { token: string; now: Instant },
  q: Queryable = db,
): Promise<Subscriber | null> {
  const row = await q
    .selectFrom('subscriber')
    .select(COLUMNS)
    .where('confirm_hash', '=', hashOf(token))
    .where('created_at', '>', (now - CONFIRMATION_HOURS * HOUR) as Instant)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row ? fromRow(row) : null
}

/** Confirms an address. Null for a link that does not work (any more). */
export async function confirmMail(
  { token, now }: { token: string; now: Instant },
  q: Queryable = db,
): Promise<Subscriber | null> {
  return inTransaction(async (tx) => {
    const subscriber = await findToConfirm({ token, now }, tx)
    if (subscriber === null) return null
    await tx
      .updateTable('subscriber')
      .set({ confirmed_at: now, confirm_hash: null })
      .where('id', '=', subscriber.id)
      .execute()
    return subscriber
  }, q)
}

/** Whom the link at the end of a mail would stop; null when that was done before. */
export async function findByStopLink(token: string, q: Queryable = db): Promise<Subscriber | null> {
  const row = await q
    .selectFrom('subscriber')
    .select(COLUMNS)
    .where('unsubscribe_hash', '=', hashOf(token))
    .where('kind', '=', 'mail')
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row ? fromRow(row) : null
}

/** Stops mails to whoever holds the link. Done twice it changes nothing more. */
export async function stopMail(
  { token, now }: { token: string; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const subscriber = await findByStopLink(token, tx)
    if (subscriber) await end({ id: subscriber.id, reason: 'unsubscribed', now }, tx)
  }, q)
}

/** Those who get notices or are asked to confirm, newest first. Addresses are for admins only. */
export async function listSubscribers(q: Queryable = db): Promise<Subscriber[]> {
  const rows = await q
    .selectFrom('subscriber')
    .select(COLUMNS)
    .where('ended_at', 'is', null)
    .orderBy('kind', 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(fromRow)
}

/**
 * Adds a webhook, which needs no confirmation because an admin adds it.
 *
 * @returns the secret that its messages are signed with. It is not shown again.
 * @throws DomainError `invalid` for an address that is not https, `already_exists`.
 */
export async function addWebhook(
  {
    url,
    language,
    insideAllowed,
    actor,
    now,
  }: { url: string; language: NoticeLanguage; insideAllowed: boolean; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<{ id: string; secret: string }> {
  const address = webhookAddress(url, insideAllowed)
  if (address === null) throw new DomainError('invalid', { url: [{ code: 'webhook_address' }] })
  return inTransaction(async (tx) => {
    const known = await tx
      .selectFrom('subscriber')
      .select('id')
      .where('kind', '=', 'webhook')
      .where('address', '=', address)
      .executeTakeFirst()
    if (known) throw new DomainError('already_exists', { url: [{ code: 'webhook_exists' }] })
    const id = newId()
    const secret = newSigningSecret()
    await tx
      .insertInto('subscriber')
      .values({
        id,
        kind: 'webhook',
        address,
        language,
        secret,
        confirm_hash: null,
        // A webhook has no link; the hash of a token that nobody has keeps the column meaningful.
        unsubscribe_hash: hashOf(newToken()),
        created_at: now,
        confirmed_at: now,
        ended_at: null,
        ended_reason: '',
      })
      .execute()
    await recordWebhook({ id, action: 'created', after: { host: new URL(address).host }, actor, now }, tx)
    return { id, secret }
  }, q)
}

/**
 * Gives a webhook a new secret; the old one ends at once.
 *
 * @throws DomainError `not_found`.
 */
export async function rotateSecret(
  { id, actor, now }: { id: string; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<{ secret: string }> {
  return inTransaction(async (tx) => {
    const secret = newSigningSecret()
    const { numUpdatedRows } = await tx
      .updateTable('subscriber')
      .set({ secret })
      .where('id', '=', id)
      .where('kind', '=', 'webhook')
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw gone()
    await recordWebhook({ id, action: 'changed', after: { secret: 'new' }, actor, now }, tx)
    return { secret }
  }, q)
}

/** Ends a subscription for an admin. @throws DomainError `not_found` when it has ended already. */
export async function endSubscriber(
  { id, actor, now }: { id: string; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const row = await tx
      .selectFrom('subscriber')
      .select('kind')
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    if (!row) throw gone()
    await end({ id, reason: 'by_admin', now }, tx)
    await recordWebhook({ id, action: 'removed', after: { kind: row.kind }, actor, now }, tx)
  }, q)
}

/** Ends a subscription whose receiver said that there is nobody any more. */
export async function endGone({ id, now }: { id: string; now: Instant }, q: Queryable = db): Promise<void> {
  await inTransaction((tx) => end({ id, reason: 'gone', now }, tx), q)
}

/**
 * Deletes addresses that nobody confirmed in time, and everything about those who left 30 days ago or longer.
 */
export async function forgetSubscribers(now: Instant, q: Queryable = db): Promise<void> {
  await inTransaction(async (tx) => {
    const rows = await tx
      .selectFrom('subscriber')
      .select('id')
      .where((eb) =>
        eb.or([
          eb.and([
            eb('confirmed_at', 'is', null),
            eb('created_at', '<', (now - CONFIRMATION_HOURS * HOUR) as Instant),
          ]),
          eb('ended_at', '<', (now - 30 * 24 * HOUR) as Instant),
        ]),
      )
      .limit(500)
      .execute()
    if (rows.length === 0) return
    const ids = rows.map(({ id }) => id)
    await tx.deleteFrom('delivery').where('subscriber_id', 'in', ids).execute()
    await tx.deleteFrom('subscriber').where('id', 'in', ids).execute()
  }, q)
}

/** The address is deleted at once, what waits for it is not sent any more; that there was somebody stays for 30 days. */
async function end(
  { id, reason, now }: { id: string; reason: 'unsubscribed' | 'by_admin' | 'gone'; now: Instant },
  tx: Queryable,
): Promise<void> {
  await tx
    .updateTable('subscriber')
    .set({ address: `ended:${id}`, secret: '', confirm_hash: null, ended_at: now, ended_reason: reason })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
  await tx.deleteFrom('delivery').where('subscriber_id', '=', id).where('delivered_at', 'is', null).execute()
}

function recordWebhook(
  {
    id,
    action,
    after,
    actor,
    now,
  }: { id: string; action: string; after: object; actor: Actor; now: Instant },
  tx: Queryable,
): Promise<void> {
  return recordChange(
    { actor, now, incidentId: null, entity: 'subscriber', entityId: id, action, before: null, after },
    tx,
  )
}

function gone(): DomainError {
  return new DomainError('not_found', { '': [{ code: 'subscriber_gone' }] })
}

const COLUMNS = ['id', 'kind', 'address', 'language', 'created_at', 'confirmed_at'] as const

function fromRow(row: {
  id: string
  kind: 'mail' | 'webhook'
  address: string
  language: NoticeLanguage
  created_at: Instant
  confirmed_at: Instant | null
}): Subscriber {
  const { created_at, confirmed_at, ...rest } = row
  return { ...rest, createdAt: created_at, confirmedAt: confirmed_at }
}

/** One complete address, the host in small letters; null for anything else. At most 254 characters. */
function mailAddress(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed.length > 254) return null
  const match =
    /^([^\s@"(),:;<>[\\\]\u0000-\u001f\u007f]{1,64})@([\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?\.[\p{L}\p{N}-]{2,})$/u.exec(
      trimmed,
    )
  if (!match || trimmed.includes('..')) return null
  return `${match[1]}@${match[2]!.toLowerCase()}`
}

/** An https address without a user name; inside the own network, where that is allowed, http as well. */
function webhookAddress(text: string, insideAllowed: boolean): string | null {
  const url = URL.parse(text.trim())
  if (!url || text.length > 2_000 || url.username !== '' || url.password !== '') return null
  if (url.protocol !== 'https:' && !(insideAllowed && url.protocol === 'http:')) return null
  url.hash = ''
  return url.href
}

function newToken(): string {
  return randomBytes(24).toString('base64url')
}

/** As Standard Webhooks want it: 24 bytes or more in base64 behind a prefix. */
function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
