import { expect } from 'vitest'
import { DomainError } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { consumeLimit } from '#app/auth.server.ts'
import {
  changeProfile,
  changeRole,
  createPerson,
  disablePerson,
  enablePerson,
  findPerson,
  findPersonByEmail,
  hasPassword,
  listPeople,
  listSessions,
  revokeAllSessions,
  revokeSession,
  setPassword,
  type Person,
} from '#app/models/person.server.ts'
import type { Queryable } from '#db/client.server.ts'
import type { Role } from '#db/schema.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const NOW = Date.UTC(2020, 2, 2, 3) as Instant
const actor = { id: null, name: 'test' }
const PASSWORD = 'correct horse battery'

function add(q: Queryable, name: string, role: Role): Promise<Person> {
  return createPerson(
    { name, email: `${name}@example.com`, role, language: null, password: PASSWORD, actor, now: NOW },
    q,
  )
}

async function addSession(q: Queryable, userId: string, id: string, hours: number): Promise<void> {
  const at = new Date(NOW).toISOString()
  await q
    .insertInto('session')
    .values({
      id,
      userId,
      token: `token-${id}`,
      expiresAt: new Date(NOW + hours * 3_600_000).toISOString(),
      ipAddress: '192.0.2.1',
      userAgent: 'test',
      createdAt: at,
      updatedAt: at,
    })
    .execute()
}

async function actions(q: Queryable, entityId: string): Promise<string[]> {
  const rows = await q
    .selectFrom('audit_event')
    .select('action')
    .where('entity_id', '=', entityId)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.action)
}

async function problemOf(work: Promise<unknown>): Promise<DomainError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(DomainError)
  return error as DomainError
}

testOnEveryDatabase(
  'a person is found by address in any case and has the password they were given',
  async (q) => {
    const made = await createPerson(
      {
        name: ' 김하나 ',
        email: ' Hana@Example.com ',
        role: 'responder',
        language: 'ko',
        password: PASSWORD,
        actor,
        now: NOW,
      },
      q,
    )
    expect(await findPersonByEmail('HANA@example.COM', q)).toEqual({
      id: made.id,
      name: '김하나',
      email: 'hana@example.com',
      role: 'responder',
      language: 'ko',
      disabledAt: null,
    })
    expect(await hasPassword(made.id, PASSWORD, q)).toBe(true)
    expect(await hasPassword(made.id, `${PASSWORD}!`, q)).toBe(false)
  },
)

testOnEveryDatabase('neither the password nor its hash reaches the audit row', async (q) => {
  const { id } = await add(q, 'ada', 'admin')
  await setPassword({ id, password: 'another long password', actor, now: NOW }, q)
  const rows = await q.selectFrom('audit_event').selectAll().where('entity_id', '=', id).execute()
  const { password } = await q
    .selectFrom('account')
    .select('password')
    .where('userId', '=', id)
    .executeTakeFirstOrThrow()
  expect(rows).toHaveLength(2)
  expect(JSON.stringify(rows)).not.toContain(PASSWORD)
  expect(JSON.stringify(rows)).not.toContain('another long')
  expect(JSON.stringify(rows)).not.toContain(password)
})

testOnEveryDatabase('an address belongs to one person', async (q) => {
  await add(q, 'ada', 'admin')
  const error = await problemOf(
    createPerson(
      {
        name: 'Other',
        email: 'ADA@example.com',
        role: 'viewer',
        language: null,
        password: PASSWORD,
        actor,
        now: NOW,
      },
      q,
    ),
  )
  expect(error.code).toBe('already_exists')
  expect(error.problems.email?.[0]?.code).toBe('email_taken')
  expect(await listPeople(q)).toHaveLength(1)
})

testOnEveryDatabase('all that is wrong with a new person is said at once', async (q) => {
  const error = await problemOf(
    createPerson(
      { name: ' ', email: 'nobody', role: 'viewer', language: null, password: 'short', actor, now: NOW },
      q,
    ),
  )
  expect(error.problems).toEqual({
    name: [{ code: 'required' }],
    email: [{ code: 'email_invalid' }],
    password: [{ code: 'password_too_short', params: { min: 12 } }],
  })
})

testOnEveryDatabase('a NUL byte in a name is refused before it reaches the database', async (q) => {
  const error = await problemOf(
    createPerson(
      {
        name: 'a\u0000b',
        email: 'nul@example.com',
        role: 'viewer',
        language: null,
        password: PASSWORD,
        actor,
        now: NOW,
      },
      q,
    ),
  )
  expect(error.problems.name?.[0]?.code).toBe('control_character')
})

testOnEveryDatabase('the last admin keeps the role and stays enabled', async (q) => {
  const ada = await add(q, 'ada', 'admin')
  const ben = await add(q, 'ben', 'admin')
  await disablePerson({ id: ben.id, actor, now: NOW }, q)

  const demoted = await problemOf(changeRole({ id: ada.id, role: 'viewer', actor, now: NOW }, q))
  const disabled = await problemOf(disablePerson({ id: ada.id, actor, now: NOW }, q))
  expect(demoted.problems.role?.[0]?.code).toBe('last_admin')
  expect(disabled.problems['']?.[0]?.code).toBe('last_admin')

  await enablePerson({ id: ben.id, actor, now: NOW }, q)
  await changeRole({ id: ada.id, role: 'viewer', actor, now: NOW }, q)
  expect((await findPerson(ada.id, q))?.role).toBe('viewer')
})

testOnEveryDatabase('two admins who demote each other at once leave one', async (q) => {
  const ada = await add(q, 'ada', 'admin')
  const ben = await add(q, 'ben', 'admin')
  const outcomes = await Promise.allSettled([
    changeRole({ id: ada.id, role: 'viewer', actor, now: NOW }, q),
    changeRole({ id: ben.id, role: 'viewer', actor, now: NOW }, q),
  ])
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await listPeople(q)).filter((person) => person.role === 'admin')).toHaveLength(1)
})

testOnEveryDatabase('disabling somebody ends their sessions and keeps their name', async (q) => {
  await add(q, 'ada', 'admin')
  const ben = await add(q, 'ben', 'responder')
  await addSession(q, ben.id, 's1', 1)
  await disablePerson({ id: ben.id, actor, now: NOW }, q)
  expect(await listSessions(ben.id, NOW, q)).toEqual([])
  expect((await findPerson(ben.id, q))?.disabledAt).toBe(NOW)
  await enablePerson({ id: ben.id, actor, now: NOW }, q)
  expect(await actions(q, ben.id)).toEqual(['created', 'disabled', 'enabled'])
})

testOnEveryDatabase('a session is ended by its owner only', async (q) => {
  const ada = await add(q, 'ada', 'admin')
  const ben = await add(q, 'ben', 'viewer')
  await addSession(q, ben.id, 's1', 1)
  await addSession(q, ben.id, 's2', 2)
  const error = await problemOf(revokeSession({ userId: ada.id, sessionId: 's1', actor, now: NOW }, q))
  expect(error.code).toBe('not_found')
  await revokeSession({ userId: ben.id, sessionId: 's1', actor, now: NOW }, q)
  expect((await listSessions(ben.id, NOW, q)).map((session) => session.id)).toEqual(['s2'])
})

testOnEveryDatabase(
  'listed sessions are those that still work, without the token that opens them',
  async (q) => {
    const ada = await add(q, 'ada', 'admin')
    await addSession(q, ada.id, 'over', -1)
    await addSession(q, ada.id, 'open', 1)
    expect(await listSessions(ada.id, NOW, q)).toEqual([
      { id: 'open', startedAt: NOW, expiresAt: NOW + 3_600_000, address: '192.0.2.1', userAgent: 'test' },
    ])
  },
)

testOnEveryDatabase('a new password ends all sessions but the one it was set in', async (q) => {
  const ada = await add(q, 'ada', 'admin')
  for (const id of ['s1', 's2', 's3']) await addSession(q, ada.id, id, 1)
  await setPassword({ id: ada.id, password: 'another long password', keepSession: 's2', actor, now: NOW }, q)
  expect((await listSessions(ada.id, NOW, q)).map((session) => session.id)).toEqual(['s2'])
  expect(await hasPassword(ada.id, PASSWORD, q)).toBe(false)
  expect(await hasPassword(ada.id, 'another long password', q)).toBe(true)
  expect(await revokeAllSessions({ userId: ada.id, actor, now: NOW }, q)).toBe(1)
})

testOnEveryDatabase('a profile change is recorded once, and not at all when nothing changed', async (q) => {
  const ada = await add(q, 'ada', 'admin')
  await changeProfile({ id: ada.id, name: 'Ada', language: 'en', actor, now: NOW }, q)
  await changeProfile({ id: ada.id, name: 'Ada', language: 'en', actor, now: NOW }, q)
  expect(await actions(q, ada.id)).toEqual(['created', 'profile_changed'])
})

testOnEveryDatabase('a limit lets so many through and then says how long to wait', async (q) => {
  const rule = { window: 60, max: 3 }
  for (let attempt = 0; attempt < 3; attempt++) expect(await consumeLimit('k', rule, NOW, q)).toBe(0)
  expect(await consumeLimit('k', rule, (NOW + 20_000) as Instant, q)).toBe(40)
  expect(await consumeLimit('other', rule, NOW, q)).toBe(0)
  expect(await consumeLimit('k', rule, (NOW + 60_000) as Instant, q)).toBe(0)
})
