import { expect } from 'vitest'
import { DomainError } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { completeFirstStart } from '#app/models/first-start.server.ts'
import {
  acceptInvitation,
  createInvitation,
  findInvitation,
  INVITATION_LIFETIME,
  listInvitations,
  revokeInvitation,
} from '#app/models/invitation.server.ts'
import { findOrganisation } from '#app/models/organisation.server.ts'
import { createPerson, hasPassword, listPeople } from '#app/models/person.server.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const NOW = Date.UTC(2020, 2, 2, 3) as Instant
const actor = { id: null, name: 'Ada' }
const PASSWORD = 'correct horse battery'
const newcomer = { name: 'Ben', password: PASSWORD, language: null }

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  )
}

testOnEveryDatabase('the link makes an account with the invited address and role', async (q) => {
  const { token } = await createInvitation(
    { email: 'Ben@Example.com', role: 'publisher', actor, now: NOW },
    q,
  )
  expect(await findInvitation(token, NOW, q)).toMatchObject({
    email: 'ben@example.com',
    role: 'publisher',
    createdBy: 'Ada',
    expiresAt: NOW + INVITATION_LIFETIME,
  })
  const ben = await acceptInvitation({ token, ...newcomer, now: NOW }, q)
  expect(ben).toMatchObject({ name: 'Ben', email: 'ben@example.com', role: 'publisher' })
  expect(await hasPassword(ben.id, PASSWORD, q)).toBe(true)
  expect(await listInvitations(NOW, q)).toEqual([])
})

testOnEveryDatabase('the token is 256 bits and is nowhere in the database', async (q) => {
  const { token } = await createInvitation({ email: 'ben@example.com', role: 'viewer', actor, now: NOW }, q)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  const rows = [
    await q.selectFrom('invitation').selectAll().execute(),
    await q.selectFrom('audit_event').selectAll().execute(),
  ]
  expect(JSON.stringify(rows)).not.toContain(token)
})

testOnEveryDatabase('of two who follow the same link at once, one gets the account', async (q) => {
  const { token } = await createInvitation({ email: 'ben@example.com', role: 'viewer', actor, now: NOW }, q)
  const outcomes = await Promise.all([
    codeOf(acceptInvitation({ token, ...newcomer, now: NOW }, q)),
    codeOf(acceptInvitation({ token, ...newcomer, now: NOW }, q)),
  ])
  expect(outcomes.sort()).toEqual(['not_found', 'nothing was thrown'])
  expect(await listPeople(q)).toHaveLength(1)
})

testOnEveryDatabase('a link that was refused for a short password still works', async (q) => {
  const { token } = await createInvitation({ email: 'ben@example.com', role: 'viewer', actor, now: NOW }, q)
  expect(await codeOf(acceptInvitation({ token, ...newcomer, password: 'short', now: NOW }, q))).toBe(
    'invalid',
  )
  expect(await codeOf(acceptInvitation({ token, ...newcomer, now: NOW }, q))).toBe('nothing was thrown')
})

testOnEveryDatabase('an expired, a revoked and an invented link open nothing', async (q) => {
  const { token, invitation } = await createInvitation(
    { email: 'a@example.com', role: 'viewer', actor, now: NOW },
    q,
  )
  const late = (NOW + INVITATION_LIFETIME) as Instant
  expect(await findInvitation(token, late, q)).toBeUndefined()
  expect(await codeOf(acceptInvitation({ token, ...newcomer, now: late }, q))).toBe('not_found')

  await revokeInvitation({ id: invitation.id, actor, now: NOW }, q)
  expect(await findInvitation(token, NOW, q)).toBeUndefined()
  expect(await codeOf(revokeInvitation({ id: invitation.id, actor, now: NOW }, q))).toBe('not_found')
  expect(await findInvitation('invented', NOW, q)).toBeUndefined()
})

testOnEveryDatabase('a second invitation for an address ends the first', async (q) => {
  const first = await createInvitation({ email: 'a@example.com', role: 'admin', actor, now: NOW }, q)
  const second = await createInvitation({ email: 'a@example.com', role: 'viewer', actor, now: NOW }, q)
  expect(await findInvitation(first.token, NOW, q)).toBeUndefined()
  expect((await listInvitations(NOW, q)).map((open) => open.id)).toEqual([second.invitation.id])
})

testOnEveryDatabase('whoever has an account is not invited again', async (q) => {
  await createPerson(
    {
      name: 'Ben',
      email: 'ben@example.com',
      role: 'viewer',
      language: null,
      password: PASSWORD,
      actor,
      now: NOW,
    },
    q,
  )
  expect(
    await codeOf(createInvitation({ email: 'BEN@example.com', role: 'admin', actor, now: NOW }, q)),
  ).toBe('already_exists')
})

const organisation = {
  nameKo: '사과',
  nameEn: 'Apple Orchard',
  zone: 'Asia/Seoul',
  languages: ['ko' as const, 'en' as const],
  defaultLanguage: 'ko' as const,
  contactKo: '',
  contactEn: '',
  nameJa: '',
  contactJa: '',
}

testOnEveryDatabase('of two first starts at once, one wins and the other changes nothing', async (q) => {
  const start = (name: string) =>
    completeFirstStart(
      {
        organisation: { ...organisation, nameEn: name },
        admin: { name, email: `${name}@example.com`, language: null, password: PASSWORD },
        now: NOW,
      },
      q,
    )
  const outcomes = await Promise.all([codeOf(start('one')), codeOf(start('two'))])
  expect(outcomes.sort()).toEqual(['already_exists', 'nothing was thrown'])
  const [admin, ...others] = await listPeople(q)
  expect(others).toEqual([])
  expect(admin?.role).toBe('admin')
  expect((await findOrganisation(q))?.nameEn).toBe(admin?.name)
})

testOnEveryDatabase('a first start without a usable admin leaves no organisation behind', async (q) => {
  const admin = { name: 'Ada', email: 'ada@example.com', language: null, password: 'short' }
  expect(await codeOf(completeFirstStart({ organisation, admin, now: NOW }, q))).toBe('invalid')
  expect(await findOrganisation(q)).toBeNull()
})
