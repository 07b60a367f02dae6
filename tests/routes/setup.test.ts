import { expect, test } from 'vitest'
import { listPeople } from '#app/models/person.server.ts'
import { findOrganisation } from '#app/models/organisation.server.ts'
import { firstStartCode, needsFirstStartCode } from '#app/first-start.server.ts'
import { readSecret } from '#app/env.server.ts'
import { cookieOf, openPage, sendForm, TEST_PASSWORD, withDatabase } from '#tests/setup/people.ts'
import { startTestServer } from '#tests/setup/server.ts'

const FORM = {
  nameKo: '사과',
  nameEn: 'Orchard',
  zone: 'Asia/Seoul',
  languages: 'ko',
  defaultLanguage: 'ko',
  name: 'Ada',
  email: 'ada@example.com',
  password: TEST_PASSWORD,
}

test('a fresh server leads to the first start, which makes the organisation and signs its admin in', async () => {
  const server = await startTestServer()
  try {
    for (const path of ['/account', '/sign-in', '/settings/people']) {
      expect((await openPage(server.url + path)).headers.get('location'), path).toBe('/setup')
    }
    const form = await openPage(`${server.url}/setup`)
    expect(form.status).toBe(200)
    expect(await form.text()).not.toContain('name="code"')

    const answer = await sendForm(`${server.url}/setup`, FORM)
    expect(answer.status).toBe(302)
    const page = await openPage(`${server.url}/settings/people`, { cookie: cookieOf(answer) })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('ada@example.com')
    expect(await withDatabase(server, (q) => findOrganisation(q))).toMatchObject({
      nameKo: '사과',
      zone: 'Asia/Seoul',
      languages: ['ko'],
    })
  } finally {
    await server.stop()
  }
})

test('the first start happens once, also when two send it at the same time', async () => {
  const server = await startTestServer()
  try {
    const answers = await Promise.all([
      sendForm(`${server.url}/setup`, FORM),
      sendForm(`${server.url}/setup`, { ...FORM, name: 'Eve', email: 'eve@example.com' }),
    ])
    expect(answers.filter((answer) => cookieOf(answer) !== '')).toHaveLength(1)
    expect(await withDatabase(server, (q) => listPeople(q))).toHaveLength(1)
    const late = await sendForm(`${server.url}/setup`, { ...FORM, email: 'late@example.com' })
    expect(late.headers.get('location')).toBe('/sign-in')
    expect((await openPage(`${server.url}/setup`)).headers.get('location')).toBe('/')
  } finally {
    await server.stop()
  }
})

test('what was typed stays in the form when something is wrong, except the password', async () => {
  const server = await startTestServer()
  try {
    const answer = await sendForm(
      `${server.url}/setup`,
      { ...FORM, zone: 'Seoul', password: 'elevenchars' },
      { 'accept-language': 'en' },
    )
    expect(answer.status).toBe(400)
    const page = await answer.text()
    expect(page).toContain('value="Orchard"')
    expect(page).toContain('value="Seoul"')
    expect(page).toContain('IANA')
    expect(page).not.toContain('elevenchars')
    const short = await sendForm(
      `${server.url}/setup`,
      { ...FORM, password: 'elevenchars' },
      { 'accept-language': 'en' },
    )
    expect(short.status).toBe(400)
    const shortPage = await short.text()
    expect(shortPage).toContain('at least 12 characters')
    expect(shortPage).not.toContain('elevenchars')
    expect(await withDatabase(server, (q) => listPeople(q))).toEqual([])
  } finally {
    await server.stop()
  }
})

test('on an address that others can reach the first start asks for the code in the log', async () => {
  const server = await startTestServer({ env: { PUBLIC_URL: 'http://incidents.example.org' } })
  try {
    const form = await openPage(`${server.url}/setup`)
    expect(await form.text()).toContain('name="code"')
    const without = await sendForm(`${server.url}/setup`, FORM)
    expect(without.status).toBe(403)
    const wrong = await sendForm(`${server.url}/setup`, { ...FORM, code: 'guess' })
    expect(wrong.status).toBe(403)
    const code = firstStartCode(readSecret({ secret: null, dataFolder: server.dataFolder }))
    const right = await sendForm(`${server.url}/setup`, { ...FORM, code })
    expect(right.status).toBe(302)
  } finally {
    await server.stop()
  }
})

test('the code is left out only where everything says that the browser sits at this machine', () => {
  const at = (url: string, headers: Record<string, string> = {}) => new Request(`${url}/setup`, { headers })
  const local = { host: '127.0.0.1', publicUrl: null }
  expect(needsFirstStartCode(at('http://127.0.0.1:3000'), '127.0.0.1', local)).toBe(false)
  expect(needsFirstStartCode(at('http://localhost:3000'), '::ffff:127.0.0.1', local)).toBe(false)
  expect(needsFirstStartCode(at('http://[::1]:3000'), '::1', { ...local, host: '::1' })).toBe(false)

  expect(needsFirstStartCode(at('http://127.0.0.1:3000'), '192.0.2.4', local)).toBe(true)
  expect(needsFirstStartCode(at('http://127.0.0.1:3000'), undefined, local)).toBe(true)
  expect(needsFirstStartCode(at('http://127.0.0.1:3000'), '127.0.0.1', { ...local, host: '0.0.0.0' })).toBe(
    true,
  )
  expect(needsFirstStartCode(at('http://incidents.example.org'), '127.0.0.1', local)).toBe(true)
  const forwarded = at('http://127.0.0.1:3000', { 'x-forwarded-for': '192.0.2.4' })
  expect(needsFirstStartCode(forwarded, '127.0.0.1', local)).toBe(true)
  const named = { ...local, publicUrl: 'https://incidents.example.org' }
  expect(needsFirstStartCode(at('http://127.0.0.1:3000'), '127.0.0.1', named)).toBe(true)
})
