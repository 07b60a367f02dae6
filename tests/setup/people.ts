/** People of a running test server: made in its database, signed in over HTTP. */
import path from 'node:path'
import { openDatabase, type Queryable } from '#db/client.server.ts'
import type { Role } from '#db/schema.ts'
import type { Instant } from '#app/domain/instant.ts'
import { createOrganisation, findOrganisation } from '#app/models/organisation.server.ts'
import { createPerson, findPersonByEmail, type Person } from '#app/models/person.server.ts'
import type { TestServer } from './server.ts'

export const TEST_PASSWORD = 'correct horse battery'

const actor = { id: null, name: 'test' }

/** Lends the database of a server on SQLite to `work`, as a second process beside it. */
export async function withDatabase<T>(
  { dataFolder }: Pick<TestServer, 'dataFolder'>,
  work: (q: Queryable) => Promise<T>,
): Promise<T> {
  const { db } = openDatabase(`file:${path.join(dataFolder, 'sagwa.db')}`)
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

/** Makes one person of a role, `viewer@example.com` and so on, and the organisation where there is none yet. */
export function addPerson(server: Pick<TestServer, 'dataFolder'>, role: Role): Promise<Person> {
  return withDatabase(server, (q) => addPersonTo(q, role))
}

/** `addPerson` for any database. */
export async function addPersonTo(q: Queryable, role: Role): Promise<Person> {
  const now = Date.now() as Instant
  if (!(await findOrganisation(q))) {
    await createOrganisation(
      {
        nameKo: '테스트',
        nameEn: 'Test',
        zone: 'Asia/Seoul',
        languages: ['ko', 'en'],
        defaultLanguage: 'ko',
        contactKo: '',
        contactEn: '',
        nameJa: '',
        contactJa: '',
        actor,
        now,
      },
      q,
    )
  }
  const email = `${role}@example.com`
  const present = await findPersonByEmail(email, q)
  if (present) return present
  return createPerson({ name: role, email, role, language: null, password: TEST_PASSWORD, actor, now }, q)
}

/** Sends a form as a browser without script does; redirects are not followed. */
export function sendForm(
  url: string,
  fields: Record<string, string> | [name: string, value: string][],
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' })
}

/** Opens a page; redirects are not followed. */
export function openPage(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { headers: { 'accept-language': 'en', ...headers }, redirect: 'manual' })
}

/** The `Cookie` header of what an answer sets. */
export function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/**
 * Signs in as a person of a role, who is made where necessary, and returns the `Cookie` header of their session.
 * Sign-ins count: at most ten a minute per server.
 */
export async function signInAs(server: TestServer, role: Role): Promise<string> {
  await addPerson(server, role)
  return signIn(server, role)
}

/** `signInAs` for a person who is there already. */
export async function signIn(server: Pick<TestServer, 'url'>, role: Role): Promise<string> {
  const email = `${role}@example.com`
  const answer = await sendForm(`${server.url}/sign-in`, { email, password: TEST_PASSWORD })
  const cookie = cookieOf(answer)
  if (answer.status !== 302 || cookie === '')
    throw new Error(`Signing in as ${role} was answered ${answer.status}`)
  return cookie
}
