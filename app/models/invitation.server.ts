import { createHash, randomBytes } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import type { Language, Role } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { DomainError, refuse } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { isRole } from '#app/domain/roles.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { hashPassword } from './password.server.ts'
import {
  emailProblems,
  findPersonByEmail,
  insertPerson,
  nameProblems,
  normaliseEmail,
  passwordProblems,
  type Person,
} from './person.server.ts'

/** Milliseconds: seven days. */
export const INVITATION_LIFETIME = 7 * 24 * 60 * 60 * 1000

export interface Invitation {
  id: string
  email: string
  role: Role
  createdAt: Instant
  createdBy: string
  expiresAt: Instant
}

/**
 * Invites the owner of an address. The returned token stands in the link and is not stored; whoever loses the link
 * needs a new invitation. An earlier open invitation for the same address ends.
 *
 * @throws DomainError `invalid` with the fields email and role; `already_exists` when the address has an account.
 */
export async function createInvitation(
  { email, role, actor, now }: { email: string; role: Role; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<{ invitation: Invitation; token: string }> {
  refuse(emailProblems(email))
  if (!isRole(role)) refuse({ role: [{ code: 'not_a_choice' }] })
  const address = normaliseEmail(email)
  const token = randomBytes(32).toString('base64url')
  return inTransaction(async (tx) => {
    if (await findPersonByEmail(address, tx)) {
      throw new DomainError('already_exists', { email: [{ code: 'email_taken' }] })
    }
    await tx
      .updateTable('invitation')
      .set({ revoked_at: now })
      .where('email', '=', address)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .execute()
    const row = {
      id: uuid(),
      token_hash: hashToken(token),
      email: address,
      role,
      created_at: now,
      created_by: actor.name,
      expires_at: (now + INVITATION_LIFETIME) as Instant,
      used_at: null,
      revoked_at: null,
    }
    await tx.insertInto('invitation').values(row).execute()
    await recordChange(
      {
        actor,
        now,
        incidentId: null,
        entity: 'invitation',
        entityId: row.id,
        action: 'created',
        before: null,
        after: { email: address, role },
      },
      tx,
    )
    return { invitation: toInvitation(row), token }
  }, q)
}

/** The invitation that a link's token opens at `now`; undefined when it is unknown, used, revoked or expired. */
export async function findInvitation(
  token: string,
  now: Instant,
  q: Queryable = db,
): Promise<Invitation | undefined> {
  const row = await openInvitations(now, q).where('token_hash', '=', hashToken(token)).executeTakeFirst()
  return row && toInvitation(row)
}

/** Invitations that can still be accepted at `now`, the newest first. */
export async function listInvitations(now: Instant, q: Queryable = db): Promise<Invitation[]> {
  const rows = await openInvitations(now, q).orderBy('created_at', 'desc').orderBy('id').execute()
  return rows.map(toInvitation)
}

/**
 * Turns an invitation into an account with the invited address and role. Works once: of two who follow the same link at
 * the same time the second is refused.
 *
 * @throws DomainError `not_found` when the link opens nothing any more; `invalid` with the fields name and password;
 * `already_exists` when the address got an account in the meantime.
 */
export async function acceptInvitation(
  {
    token,
    name,
    password,
    language,
    now,
  }: { token: string; name: string; password: string; language: Language | null; now: Instant },
  q: Queryable = db,
): Promise<Person> {
  if (!(await findInvitation(token, now, q))) throw gone()
  refuse({ ...nameProblems(name), ...passwordProblems(password) })
  const hash = await hashPassword(password)
  return inTransaction(async (tx) => {
    const invitation = await tx
      .updateTable('invitation')
      .set({ used_at: now })
      .where('token_hash', '=', hashToken(token))
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .returning(['id', 'email', 'role'])
      .executeTakeFirst()
    if (!invitation) throw gone()
    const person = await insertPerson(
      { name, email: invitation.email, role: invitation.role, language, hash, actor: 'themselves', now },
      tx,
    )
    await recordChange(
      {
        actor: { id: person.id, name: person.name },
        now,
        incidentId: null,
        entity: 'invitation',
        entityId: invitation.id,
        action: 'accepted',
        before: null,
        after: { person: person.id },
      },
      tx,
    )
    return person
  }, q)
}

/**
 * Makes an invitation's link worthless.
 *
 * @throws DomainError `not_found` when there is no such open invitation.
 */
export async function revokeInvitation(
  { id, actor, now }: { id: string; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const revoked = await tx
      .updateTable('invitation')
      .set({ revoked_at: now })
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .returning('email')
      .executeTakeFirst()
    if (!revoked) throw gone()
    await recordChange(
      {
        actor,
        now,
        incidentId: null,
        entity: 'invitation',
        entityId: id,
        action: 'revoked',
        before: { email: revoked.email },
        after: null,
      },
      tx,
    )
  }, q)
}

function openInvitations(now: Instant, q: Queryable) {
  return q
    .selectFrom('invitation')
    .select(['id', 'email', 'role', 'created_at', 'created_by', 'expires_at'])
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
}

function toInvitation(row: {
  id: string
  email: string
  role: Role
  created_at: Instant
  created_by: string
  expires_at: Instant
}): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
  }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function gone(): DomainError {
  return new DomainError('not_found', { '': [{ code: 'invitation_gone' }] })
}
