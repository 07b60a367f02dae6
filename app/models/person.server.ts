import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { db, type Queryable } from '#db/client.server.ts'
import type { Language, Role } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { DomainError, refuse, type FieldProblems } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { PASSWORD_MAX, PASSWORD_MIN } from '#app/domain/password-length.ts'
import { isRole } from '#app/domain/roles.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { hashPassword, isPassword } from './password.server.ts'

/** Somebody with an account. */
export interface Person {
  id: string
  name: string
  email: string
  role: Role
  /** Their choice; null follows the browser. */
  language: Language | null
  disabledAt: Instant | null
}

/** One place where somebody is signed in. The token that opens it never leaves the database. */
export interface PersonSession {
  id: string
  startedAt: Instant
  expiresAt: Instant
  address: string
  userAgent: string
}

export interface NewPerson {
  name: string
  email: string
  role: Role
  language: Language | null
  password: string
}

const PERSON_COLUMNS = ['id', 'name', 'email', 'role', 'language', 'disabledAt'] as const
const NAME_MAX = 100
const EMAIL_MAX = 254
const CONTROL = /[\u0000-\u001f\u007f]/

/** Everybody with an account, disabled ones included, in the order of their names. */
export async function listPeople(q: Queryable = db): Promise<Person[]> {
  return q.selectFrom('user').select(PERSON_COLUMNS).orderBy('name').orderBy('id').execute()
}

/** One person by id, or undefined. */
export async function findPerson(id: string, q: Queryable = db): Promise<Person | undefined> {
  return q.selectFrom('user').select(PERSON_COLUMNS).where('id', '=', id).executeTakeFirst()
}

/** One person by e-mail address in any case, or undefined. */
export async function findPersonByEmail(email: string, q: Queryable = db): Promise<Person | undefined> {
  return q
    .selectFrom('user')
    .select(PERSON_COLUMNS)
    .where('email', '=', normaliseEmail(email))
    .executeTakeFirst()
}

/** Whether anybody has an account: false only before the first start is complete. */
export async function anybodyExists(q: Queryable = db): Promise<boolean> {
  return (await q.selectFrom('user').select('id').limit(1).executeTakeFirst()) !== undefined
}

/**
 * Adds somebody who can sign in with `password`.
 *
 * @throws DomainError `invalid` with the fields name, email, role, password; `already_exists` when the address is taken.
 */
export async function createPerson(
  { actor, now, ...person }: NewPerson & { actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<Person> {
  refuse({
    ...nameProblems(person.name),
    ...emailProblems(person.email),
    ...passwordProblems(person.password),
  })
  if (!isRole(person.role)) refuse({ role: [{ code: 'not_a_choice' }] })
  // Hashing takes long on purpose: not while the write lock is held.
  const hash = await hashPassword(person.password)
  return inTransaction((tx) => insertPerson({ ...person, hash, actor, now }, tx), q)
}

/**
 * Writes the rows of a person whose fields were checked already. For callers that hash before their own transaction.
 *
 * @throws DomainError `already_exists` when the address is taken.
 */
export async function insertPerson(
  {
    hash,
    actor,
    now,
    ...person
  }: Omit<NewPerson, 'password'> & { hash: string; actor: Actor | 'themselves'; now: Instant },
  tx: Queryable,
): Promise<Person> {
  const id = uuid()
  const at = authDate(now)
  const row = {
    id,
    name: person.name.trim(),
    email: normaliseEmail(person.email),
    role: person.role,
    language: person.language,
    disabledAt: null,
  }
  const inserted = await tx
    .insertInto('user')
    .values({ ...row, emailVerified: sql`false`, image: null, createdAt: at, updatedAt: at })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) throw new DomainError('already_exists', { email: [{ code: 'email_taken' }] })
  await tx
    .insertInto('account')
    .values({
      id: uuid(),
      userId: id,
      accountId: id,
      providerId: 'credential',
      password: hash,
      createdAt: at,
      updatedAt: at,
    })
    .execute()
  await recordChange(
    {
      actor: actor === 'themselves' ? { id, name: row.name } : actor,
      now,
      incidentId: null,
      entity: 'person',
      entityId: id,
      action: 'created',
      before: null,
      after: { name: row.name, email: row.email, role: row.role },
    },
    tx,
  )
  return row
}

/**
 * Gives somebody another role. It counts from their next request on.
 *
 * @throws DomainError `not_found`; `invalid` for an unknown role and for the last admin who can sign in.
 */
export async function changeRole(
  { id, role, actor, now }: { id: string; role: Role; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  if (!isRole(role)) refuse({ role: [{ code: 'not_a_choice' }] })
  await inTransaction(async (tx) => {
    await lockAdmins(tx)
    const person = await mustFind(id, tx)
    if (person.role === role) return
    if (person.role === 'admin') await refuseLastAdmin(person, 'role', tx)
    await tx
      .updateTable('user')
      .set({ role, updatedAt: authDate(now) })
      .where('id', '=', id)
      .execute()
    await record(id, 'role_changed', { role: person.role }, { role }, actor, now, tx)
  }, q)
}

/**
 * Changes what people set for themselves.
 *
 * @throws DomainError `not_found`; `invalid` with the field name.
 */
export async function changeProfile(
  {
    id,
    name,
    language,
    actor,
    now,
  }: { id: string; name: string; language: Language | null; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  refuse(nameProblems(name))
  await inTransaction(async (tx) => {
    const person = await mustFind(id, tx)
    const after = { name: name.trim(), language }
    if (person.name === after.name && person.language === after.language) return
    await tx
      .updateTable('user')
      .set({ ...after, updatedAt: authDate(now) })
      .where('id', '=', id)
      .execute()
    await record(
      id,
      'profile_changed',
      { name: person.name, language: person.language },
      after,
      actor,
      now,
      tx,
    )
  }, q)
}

/**
 * Keeps somebody from signing in and ends all their sessions. What they wrote stays.
 *
 * @throws DomainError `not_found`; `invalid` for the last admin who can sign in.
 */
export async function disablePerson(
  { id, actor, now }: { id: string; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    await lockAdmins(tx)
    const person = await mustFind(id, tx)
    if (person.disabledAt !== null) return
    if (person.role === 'admin') await refuseLastAdmin(person, '', tx)
    await tx
      .updateTable('user')
      .set({ disabledAt: now, updatedAt: authDate(now) })
      .where('id', '=', id)
      .execute()
    await tx.deleteFrom('session').where('userId', '=', id).execute()
    await record(id, 'disabled', { disabledAt: null }, { disabledAt: now }, actor, now, tx)
  }, q)
}

/**
 * Lets somebody who was disabled sign in again.
 *
 * @throws DomainError `not_found`.
 */
export async function enablePerson(
  { id, actor, now }: { id: string; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const person = await mustFind(id, tx)
    if (person.disabledAt === null) return
    await tx
      .updateTable('user')
      .set({ disabledAt: null, updatedAt: authDate(now) })
      .where('id', '=', id)
      .execute()
    await record(id, 'enabled', { disabledAt: person.disabledAt }, { disabledAt: null }, actor, now, tx)
  }, q)
}

/**
 * Sets a password and ends the person's sessions, except the one named by `keepSession`: whoever knew the old password
 * is out.
 *
 * @throws DomainError `not_found`; `invalid` with the field password.
 */
export async function setPassword(
  {
    id,
    password,
    keepSession = null,
    actor,
    now,
  }: { id: string; password: string; keepSession?: string | null; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  refuse(passwordProblems(password))
  const hash = await hashPassword(password)
  await inTransaction(async (tx) => {
    await mustFind(id, tx)
    const at = authDate(now)
    const { numUpdatedRows } = await tx
      .updateTable('account')
      .set({ password: hash, updatedAt: at })
      .where('userId', '=', id)
      .where('providerId', '=', 'credential')
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) {
      await tx
        .insertInto('account')
        .values({
          id: uuid(),
          userId: id,
          accountId: id,
          providerId: 'credential',
          password: hash,
          createdAt: at,
          updatedAt: at,
        })
        .execute()
    }
    await tx
      .deleteFrom('session')
      .where('userId', '=', id)
      .$if(keepSession !== null, (query) => query.where('id', '!=', keepSession!))
      .execute()
    await record(id, 'password_set', null, null, actor, now, tx)
  }, q)
}

/** Whether `password` is the person's present one. */
export async function hasPassword(id: string, password: string, q: Queryable = db): Promise<boolean> {
  const account = await q
    .selectFrom('account')
    .select('password')
    .where('userId', '=', id)
    .where('providerId', '=', 'credential')
    .executeTakeFirst()
  return account?.password ? isPassword(password, account.password) : false
}

/** Where somebody is signed in at `now`, the newest first. */
export async function listSessions(
  userId: string,
  now: Instant,
  q: Queryable = db,
): Promise<PersonSession[]> {
  const rows = await q
    .selectFrom('session')
    .select(['id', 'createdAt', 'expiresAt', 'ipAddress', 'userAgent'])
    .where('userId', '=', userId)
    .execute()
  return rows
    .map((row) => ({
      id: row.id,
      startedAt: fromAuthDate(row.createdAt),
      expiresAt: fromAuthDate(row.expiresAt),
      address: row.ipAddress ?? '',
      userAgent: row.userAgent ?? '',
    }))
    .filter((session) => session.expiresAt > now)
    .sort((a, b) => b.startedAt - a.startedAt)
}

/**
 * Ends one session of a person; the next request with it has to sign in. Sessions of others are out of reach.
 *
 * @throws DomainError `not_found`.
 */
export async function revokeSession(
  { userId, sessionId, actor, now }: { userId: string; sessionId: string; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const gone = await tx
      .deleteFrom('session')
      .where('id', '=', sessionId)
      .where('userId', '=', userId)
      .returning('id')
      .executeTakeFirst()
    if (!gone) throw new DomainError('not_found')
    await record(userId, 'session_revoked', { session: sessionId }, null, actor, now, tx)
  }, q)
}

/** Ends all sessions of a person, except the one named by `keepSession`. Returns how many there were. */
export async function revokeAllSessions(
  {
    userId,
    keepSession = null,
    actor,
    now,
  }: { userId: string; keepSession?: string | null; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<number> {
  return inTransaction(async (tx) => {
    const gone = await tx
      .deleteFrom('session')
      .where('userId', '=', userId)
      .$if(keepSession !== null, (query) => query.where('id', '!=', keepSession!))
      .returning('id')
      .execute()
    if (gone.length > 0) {
      await record(userId, 'sessions_revoked', { sessions: gone.length }, null, actor, now, tx)
    }
    return gone.length
  }, q)
}

/** What is wrong with a name, as problems of the field `name`; empty when it may be stored. */
export function nameProblems(name: string): FieldProblems {
  const trimmed = name.trim()
  if (trimmed === '') return { name: [{ code: 'required' }] }
  if (trimmed.length > NAME_MAX)
    return { name: [{ code: 'too_long', params: { max: NAME_MAX, actual: trimmed.length } }] }
  if (CONTROL.test(trimmed)) return { name: [{ code: 'control_character' }] }
  return {}
}

/** What is wrong with an e-mail address, as problems of the field `email`. */
export function emailProblems(email: string): FieldProblems {
  const address = normaliseEmail(email)
  if (address === '') return { email: [{ code: 'required' }] }
  if (address.length > EMAIL_MAX || !z.email().safeParse(address).success) {
    return { email: [{ code: 'email_invalid' }] }
  }
  return {}
}

/** What is wrong with a new password, as problems of the field `password`. */
export function passwordProblems(password: string): FieldProblems {
  const length = [...password].length
  if (length < PASSWORD_MIN)
    return { password: [{ code: 'password_too_short', params: { min: PASSWORD_MIN } }] }
  if (password.length > PASSWORD_MAX) {
    return { password: [{ code: 'password_too_long', params: { max: PASSWORD_MAX } }] }
  }
  return {}
}

/** The form in which an address is stored and looked up. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase()
}

/** better-auth's dates: ISO text on SQLite; PostgreSQL reads the same text as `timestamptz`. */
function authDate(at: Instant): string {
  return new Date(at).toISOString()
}

function fromAuthDate(value: unknown): Instant {
  return (value instanceof Date ? value.getTime() : Date.parse(String(value))) as Instant
}

async function mustFind(id: string, tx: Queryable): Promise<Person> {
  const person = await findPerson(id, tx)
  if (!person) throw new DomainError('not_found')
  return person
}

/**
 * Two admins who demote each other at once must not both succeed. SQLite has one writer anyway; on PostgreSQL this
 * write, which changes nothing, makes the second wait for the first.
 */
async function lockAdmins(tx: Queryable): Promise<void> {
  await tx.updateTable('user').set({ role: 'admin' }).where('role', '=', 'admin').execute()
}

async function refuseLastAdmin(person: Person, field: string, tx: Queryable): Promise<void> {
  if (person.disabledAt !== null) return
  const another = await tx
    .selectFrom('user')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabledAt', 'is', null)
    .where('id', '!=', person.id)
    .limit(1)
    .executeTakeFirst()
  if (!another) refuse({ [field]: [{ code: 'last_admin' }] })
}

function record(
  id: string,
  action: string,
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
  actor: Actor,
  now: Instant,
  tx: Queryable,
) {
  return recordChange(
    { actor, now, incidentId: null, entity: 'person', entityId: id, action, before, after },
    tx,
  )
}
