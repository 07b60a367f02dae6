import { afterAll, expect, test } from 'vitest'
import { disablePerson, listSessions, revokeSession } from '#app/models/person.server.ts'
import type { Instant } from '#app/domain/instant.ts'
import {
  addPerson,
  cookieOf,
  openPage,
  sendForm,
  signInAs,
  TEST_PASSWORD,
  withDatabase,
} from '#tests/setup/people.ts'
import { startTestServer } from '#tests/setup/server.ts'

const server = await startTestServer()
afterAll(() => server.stop())
const actor = { id: null, name: 'test' }

const signIn = (email: string, password: string, extra: Record<string, string> = {}) =>
  sendForm(`${server.url}/sign-in`, { email, password, ...extra }, { 'accept-language': 'en' })

/** What a person sees, without what differs by chance. */
async function visibleText(answer: Response): Promise<string> {
  return (await answer.text())
    .replace(/<script[\s\S]*?<\/script>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
}

test('the session cookie is out of reach for scripts and other sites, and not marked Secure without https', async () => {
  await addPerson(server, 'admin')
  const answer = await signIn('Admin@Example.com', TEST_PASSWORD)
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe('/')
  const [cookie] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/^sagwa\.session_token=/)
  expect(cookie).toMatch(/; HttpOnly/i)
  expect(cookie).toMatch(/; SameSite=Lax/i)
  expect(cookie).toMatch(/; Path=\//i)
  expect(cookie).not.toMatch(/; Secure/i)
  const page = await openPage(`${server.url}/account`, { cookie: cookieOf(answer) })
  expect(page.status).toBe(200)
  expect(page.headers.get('cache-control')).toBe('no-store')
})

test('a wrong password and an unknown address are told apart by nobody', async () => {
  await addPerson(server, 'admin')
  const wrong = await signIn('admin@example.com', 'not the password')
  const unknown = await signIn('nobody@example.com', 'not the password')
  expect(wrong.status).toBe(400)
  expect(unknown.status).toBe(400)
  const [wrongText, unknownText] = [await wrong.text(), await unknown.text()]
  expect(wrongText).toContain('do not belong together')
  expect(wrongText).toContain('admin@example.com')
  expect(wrongText).not.toContain('not the password')
  const neutral = (text: string) =>
    text
      .replaceAll('admin@example.com', 'X')
      .replaceAll('nobody@example.com', 'X')
      .replace(/nonce="[^"]*"/g, '')
      .replace(/\d{13}/g, '')
  expect(neutral(wrongText)).toBe(neutral(unknownText))
})

test('after signing in one is led back, but never to another site', async () => {
  await addPerson(server, 'admin')
  const back = await signIn('admin@example.com', TEST_PASSWORD, { next: '/trends?from=2017' })
  expect(back.headers.get('location')).toBe('/trends?from=2017')
  const away = await signIn('admin@example.com', TEST_PASSWORD, { next: '//evil.example/' })
  expect(away.headers.get('location')).toBe('/')
  const cookie = cookieOf(back)
  for (const next of [
    'https://evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
  ]) {
    const answer = await openPage(`${server.url}/sign-in?next=${encodeURIComponent(next)}`, { cookie })
    expect(answer.headers.get('location'), next).toBe('/')
  }
})

test('a forged or cut cookie opens nothing', async () => {
  const cookie = await signInAs(server, 'viewer')
  for (const forged of [
    cookie.slice(0, -8),
    cookie.replace(/=./, '=A'),
    'sagwa.session_token=x.y',
    'sagwa.session_token=%',
  ]) {
    if (forged === cookie) continue
    const answer = await openPage(`${server.url}/account`, { cookie: forged })
    expect(answer.status, forged).toBe(302)
    expect(answer.headers.get('location')).toBe('/sign-in?next=%2Faccount')
  }
})

test('a revoked session has to sign in at its next request', async () => {
  const cookie = await signInAs(server, 'responder')
  expect((await openPage(`${server.url}/account`, { cookie })).status).toBe(200)
  await withDatabase(server, async (q) => {
    const { id } = await addPerson(server, 'responder')
    for (const session of await listSessions(id, Date.now() as Instant, q)) {
      await revokeSession({ userId: id, sessionId: session.id, actor, now: Date.now() as Instant }, q)
    }
  })
  const answer = await openPage(`${server.url}/account`, { cookie })
  expect(answer.headers.get('location')).toBe('/sign-in?next=%2Faccount')
})

test('signing out ends the session itself, not only the cookie', async () => {
  const cookie = await signInAs(server, 'viewer')
  const question = await openPage(`${server.url}/sign-out`, { cookie })
  expect(question.status).toBe(200)
  const answer = await sendForm(`${server.url}/sign-out`, {}, { cookie })
  expect(answer.headers.getSetCookie().join()).toMatch(/sagwa\.session_token=;.*Max-Age=0/i)
  expect((await openPage(`${server.url}/account`, { cookie })).status).toBe(302)
})

test('a disabled person is put out and cannot come back', async () => {
  const cookie = await signInAs(server, 'publisher')
  const { id, email } = await addPerson(server, 'publisher')
  await withDatabase(server, (q) => disablePerson({ id, actor, now: Date.now() as Instant }, q))
  expect((await openPage(`${server.url}/account`, { cookie })).status).toBe(302)
  const answer = await signIn(email, TEST_PASSWORD)
  expect(answer.status).toBe(403)
  expect(await visibleText(answer)).toContain('This account is disabled')
  expect(answer.headers.getSetCookie()).toEqual([])
})

test('the addresses of the sign-in library are not there', async () => {
  for (const path of ['/api/auth/sign-in/email', '/api/auth/sign-up/email', '/api/auth/get-session']) {
    expect((await openPage(`${server.url}${path}`)).status, path).toBe(404)
    expect((await sendForm(`${server.url}${path}`, { email: 'a@example.com' })).status, path).not.toBe(200)
  }
})

test('too many attempts are stopped with a page that says so, for whatever address', async () => {
  const limited = await startTestServer()
  try {
    await addPerson(limited, 'admin')
    let answer: Response
    let attempts = 0
    do {
      answer = await sendForm(
        `${limited.url}/sign-in`,
        { email: `a${attempts}@example.com`, password: 'not the password' },
        { 'accept-language': 'ko' },
      )
      attempts++
    } while (answer.status === 400 && attempts < 30)
    expect(answer.status).toBe(429)
    expect(attempts).toBe(11)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answer.text()).toContain('시도가 너무 많았어요')
    const right = await sendForm(`${limited.url}/sign-in`, {
      email: 'admin@example.com',
      password: TEST_PASSWORD,
    })
    expect(right.status).toBe(429)
  } finally {
    await limited.stop()
  }
})

test('behind https the cookie is Secure, and the limit counts the address that the proxy saw', async () => {
  const proxied = await startTestServer({ env: { PUBLIC_URL: 'https://incidents.example.org' } })
  try {
    await addPerson(proxied, 'admin')
    const answer = await sendForm(`${proxied.url}/sign-in`, {
      email: 'admin@example.com',
      password: TEST_PASSWORD,
    })
    expect(answer.headers.getSetCookie()[0]).toMatch(/^__Secure-sagwa\.session_token=.*; Secure/i)
    const page = await openPage(`${proxied.url}/account`, { cookie: cookieOf(answer) })
    expect(page.status).toBe(200)
    for (let attempt = 0; attempt < 12; attempt++) {
      const other = await sendForm(
        `${proxied.url}/sign-in`,
        { email: `a${attempt}@example.com`, password: 'not the password' },
        { 'x-forwarded-for': `198.51.100.9, 203.0.113.${attempt}` },
      )
      expect(other.status).toBe(400)
    }
  } finally {
    await proxied.stop()
  }
})
