/**
 * Who may open and do what, asked of the running server. Every address in `app/routes.ts` has to stand in one of the
 * three lists, so a new page without a decision about its role fails here.
 */
import type { RouteConfigEntry } from '@remix-run/route-config'
import { afterAll, expect, test } from 'vitest'
import { ROLES, isAtLeast } from '#app/domain/roles.ts'
import routes from '#app/routes.ts'
import type { Role } from '#db/schema.ts'
import { addPerson, openPage, sendForm, signInAs } from '#tests/setup/people.ts'
import { startTestServer } from '#tests/setup/server.ts'

/** Addresses that need nobody. Each says why. */
const OPEN: Record<string, string> = {
  '/setup': 'the first start; guarded by itself',
  '/sign-in': 'the way in',
  '/sign-out': 'sends whoever is not signed in to the sign-in page',
  '/invite/:token': 'guarded by the token',
  '/language': 'a choice of this browser',
  '/theme': 'a choice of this browser',
  '/subscribe': 'anybody may ask for public notices by mail',
  '/subscribe/confirm/:token': 'guarded by the token',
  '/unsubscribe/:token': 'guarded by the token',
  '/*': 'answers 404',
}

/** Pages, with the least role that may read them. A parameter that matches nothing is answered after the role. */
const PAGES: Record<string, Role> = {
  '/': 'viewer',
  '/account': 'viewer',
  '/incidents': 'viewer',
  '/incidents/new': 'responder',
  '/incidents/similar.json': 'viewer',
  '/incidents/:reference': 'viewer',
  '/incidents/:reference/edit': 'responder',
  '/incidents/:reference/times': 'responder',
  '/incidents/:reference/symptoms/new': 'responder',
  '/incidents/:reference/symptoms/:id': 'responder',
  '/incidents/:reference/timeline': 'viewer',
  '/incidents/:reference/timeline/:id': 'responder',
  '/incidents/:reference/timeline/paste': 'responder',
  '/incidents/:reference/statements': 'viewer',
  '/incidents/:reference/statements/:id': 'viewer',
  '/incidents/:reference/actions/new': 'responder',
  '/incidents/:reference/actions/:id': 'responder',
  '/incidents/:reference/public': 'responder',
  '/incidents/:reference/denied/new': 'responder',
  '/incidents/:reference/denied/:id': 'responder',
  '/incidents/:reference/postmortem': 'viewer',
  '/incidents/:reference/postmortem/edit': 'responder',
  '/incidents/:reference/postmortem/comments': 'viewer',
  '/incidents/:reference/postmortem/comments.json': 'viewer',
  '/incidents/:reference/postmortem/checks.json': 'responder',
  '/incidents/:reference/postmortem/history': 'viewer',
  '/incidents/:reference/postmortem/import': 'responder',
  '/incidents/:reference/postmortem.html': 'viewer',
  '/incidents/:reference/postmortem.md': 'viewer',
  '/incidents/:reference/postmortem/pictures': 'responder',
  '/incidents/:reference/postmortem/pictures/:id': 'viewer',
  '/incidents/:reference/notices': 'viewer',
  '/incidents/:reference/notices/preview/:language': 'responder',
  '/incidents/:reference/notices/draft': 'responder',
  '/incidents/:reference/history': 'viewer',
  '/actions': 'viewer',
  '/actions.json': 'viewer',
  '/actions.csv': 'viewer',
  '/publishing': 'viewer',
  '/search': 'viewer',
  '/search.json': 'viewer',
  '/trends': 'viewer',
  '/trends.json': 'viewer',
  '/incidents.json': 'viewer',
  '/incidents/:reference.json': 'viewer',
  '/incidents.csv': 'viewer',
  '/incidents/:reference.md': 'viewer',
  '/trends.csv': 'viewer',
  '/trends.md': 'viewer',
  '/trends/chart/:name.svg': 'viewer',
  '/trends/chart/:name.png': 'viewer',
  '/trends/:year': 'viewer',
  '/trends/:year.md': 'viewer',
  '/trends/:year.html': 'viewer',
  '/trends/:year.json': 'viewer',
  '/settings': 'viewer',
  '/settings/organisation': 'admin',
  '/settings/duties': 'admin',
  '/settings/services': 'admin',
  '/settings/services/:id': 'admin',
  '/settings/counting-rules': 'viewer',
  '/settings/counting-rules/new': 'admin',
  '/settings/counting-rules/:id': 'viewer',
  '/settings/templates': 'publisher',
  '/settings/templates/new': 'publisher',
  '/settings/templates/:id': 'publisher',
  '/settings/yearly-counts': 'viewer',
  '/settings/yearly-counts/:id': 'publisher',
  '/settings/covered-periods/:id': 'publisher',
  '/settings/people': 'admin',
  '/settings/subscribers': 'admin',
}

/** Forms, with the least role that may send them. What they send must be refused for its content, not do anything. */
const FORMS: [path: string, fields: Record<string, string>, least: Role][] = [
  ['/account', { intent: 'none' }, 'viewer'],
  ['/settings/templates', { intent: 'retire', id: 'nothing' }, 'publisher'],
  ['/settings/templates/new', { name: '' }, 'publisher'],
  ['/settings/people', { intent: 'invite', email: 'not an address', role: 'admin' }, 'admin'],
  ['/settings/people', { intent: 'role', id: 'nobody', role: 'admin' }, 'admin'],
  ['/settings/people', { intent: 'disable', id: 'nobody' }, 'admin'],
  ['/settings/subscribers', { intent: 'add', url: 'not an address' }, 'admin'],
  ['/settings/subscribers', { intent: 'end', id: 'nobody' }, 'admin'],
  ['/incidents/new', { title: '' }, 'responder'],
  ['/incidents/:reference/edit', { title: '' }, 'responder'],
  ['/incidents/:reference/edit', { intent: 'remove' }, 'publisher'],
  ['/incidents/:reference/times', { time: '' }, 'responder'],
  ['/incidents/:reference/symptoms/new', { kind: '' }, 'responder'],
  ['/incidents/:reference/timeline', { text: '' }, 'responder'],
  ['/incidents/:reference/timeline/paste', { pasted: '' }, 'responder'],
  ['/incidents/:reference/statements', { text: '' }, 'responder'],
  ['/incidents/:reference/actions/new', { title: '' }, 'responder'],
  ['/incidents/:reference/postmortem', { intent: 'start', template: 'none' }, 'responder'],
  ['/incidents/:reference/postmortem', { intent: 'submit' }, 'responder'],
  ['/incidents/:reference/postmortem', { intent: 'take_back' }, 'responder'],
  ['/incidents/:reference/postmortem', { intent: 'approve' }, 'publisher'],
  ['/incidents/:reference/postmortem', { intent: 'send_back' }, 'publisher'],
  ['/incidents/:reference/postmortem', { intent: 'ask' }, 'responder'],
  ['/incidents/:reference/postmortem', { intent: 'answer_changes' }, 'viewer'],
  ['/incidents/:reference/postmortem/comments', { intent: 'begin' }, 'viewer'],
  ['/incidents/:reference/postmortem/comments.json', { intent: 'begin' }, 'viewer'],
  ['/incidents/:reference/postmortem/edit', { markdown: '' }, 'responder'],
  ['/incidents/:reference/postmortem/edit', { intent: 'keep_finding' }, 'responder'],
  ['/incidents/:reference/postmortem/edit', { intent: 'reopen_finding' }, 'responder'],
  ['/incidents/:reference/postmortem/history', { number: '1' }, 'responder'],
  ['/incidents/:reference/postmortem/import', { markdown: '' }, 'responder'],
  ['/incidents/:reference/postmortem/pictures', { picture: '' }, 'responder'],
  ['/incidents/:reference/notices', { intent: 'start', stage: 'none' }, 'responder'],
  ['/incidents/:reference/notices', { intent: 'save' }, 'responder'],
  ['/incidents/:reference/notices', { intent: 'submit' }, 'responder'],
  ['/incidents/:reference/notices', { intent: 'take_back' }, 'responder'],
  ['/incidents/:reference/notices', { intent: 'redraft' }, 'responder'],
  ['/incidents/:reference/notices', { intent: 'draft_language' }, 'responder'],
  ['/incidents/:reference/notices', { intent: 'follow_promises' }, 'responder'],
  ['/incidents/:reference/notices', { intent: 'correct' }, 'responder'],
  ['/incidents/:reference/notices', { intent: 'keep_finding' }, 'responder'],
  ['/incidents/:reference/notices', { intent: 'reopen_finding' }, 'responder'],
  ['/incidents/:reference/notices', { intent: 'approve' }, 'publisher'],
  ['/incidents/:reference/notices', { intent: 'send_back' }, 'publisher'],
  ['/incidents/:reference/notices', { intent: 'publish' }, 'publisher'],
  ['/incidents/:reference/notices', { intent: 'publish_alone' }, 'publisher'],
  ['/incidents/:reference/notices', { intent: 'withdraw' }, 'publisher'],
  ['/incidents/:reference/notices', { intent: 'keep_drift' }, 'publisher'],
  ['/incidents/:reference/notices/draft', { title_ko: '' }, 'responder'],
  ['/incidents/:reference/public', { title_ko: '' }, 'responder'],
  ['/incidents/:reference/denied/new', { textKo: '' }, 'responder'],
  ['/actions', { intent: 'done', id: 'nobody' }, 'responder'],
  ['/actions', { intent: 'undo', id: 'nobody' }, 'responder'],
  ['/settings/organisation', { nameKo: '' }, 'admin'],
  ['/settings/services', { intent: 'add', nameKo: '' }, 'admin'],
  ['/settings/services', { intent: 'retire', id: 'nobody', version: '1' }, 'admin'],
  ['/settings/services', { intent: 'up', id: 'nobody' }, 'admin'],
  ['/settings/services/:id', { nameKo: 'x' }, 'admin'],
  ['/settings/counting-rules/new', { scope: 'none' }, 'admin'],
  ['/settings/counting-rules/:id', { intent: 'retire' }, 'admin'],
  ['/settings/yearly-counts', { intent: 'add', year: '20' }, 'publisher'],
  ['/settings/yearly-counts', { intent: 'remove', id: 'nobody', version: '1' }, 'publisher'],
  ['/settings/yearly-counts', { intent: 'undo', id: 'nobody' }, 'publisher'],
  ['/settings/yearly-counts/:id', { year: '20' }, 'publisher'],
  ['/settings/yearly-counts', { intent: 'add_period', from: '20' }, 'publisher'],
  ['/settings/yearly-counts', { intent: 'remove_period', id: 'nobody', version: '1' }, 'publisher'],
  ['/settings/yearly-counts', { intent: 'undo_period', id: 'nobody' }, 'publisher'],
  ['/settings/covered-periods/:id', { from: '20' }, 'publisher'],
]

const server = await startTestServer()
afterAll(() => server.stop())
await addPerson(server, 'admin')
const cookies = {} as Record<Role, string>
for (const role of ROLES) cookies[role] = await signInAs(server, role)

const concrete = (path: string) => path.replace(/:\w+/g, 'none')

function addresses(entries: RouteConfigEntry[], above = ''): string[] {
  return entries.flatMap((entry) => {
    const here = entry.path === undefined ? above : `${above}/${entry.path}`
    const below = addresses(entry.children ?? [], here)
    return entry.index || entry.children === undefined ? [here || '/', ...below] : below
  })
}

test('every address says who may use it', () => {
  const decided = new Set([...Object.keys(OPEN), ...Object.keys(PAGES), ...FORMS.map(([path]) => path)])
  const undecided = addresses(routes).filter((path) => !decided.has(path))
  expect(undecided).toEqual([])
})

test('whoever is not signed in is asked to, for every page and every form', async () => {
  for (const path of Object.keys(PAGES)) {
    const answer = await openPage(server.url + concrete(path))
    const back = path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(concrete(path))}`
    expect([answer.status, answer.headers.get('location')], path).toEqual([302, back])
    expect(await answer.text(), path).toBe('')
  }
  for (const [path, fields] of FORMS) {
    const answer = await sendForm(server.url + concrete(path), fields)
    expect([answer.status, answer.headers.get('set-cookie')], path).toEqual([401, null])
  }
})

test('what was typed into a form while the session ended is on the page that says so, and can be sent from there', async () => {
  const typed = {
    title: '로그아웃된 뒤에 보낸 장애',
    symptom: '메시지가\n가지 "않아요"',
    severity: 'major',
    password: 'hidden',
  }
  const address = `${server.url}/incidents/new?from=home`
  const refused = await sendForm(address, typed, { 'accept-language': 'ko' })
  expect(refused.status).toBe(401)
  const page = await refused.text()
  expect(page).toContain('<html lang="ko"')
  expect(page).not.toContain('hidden"/>')
  expect(page).toContain(`<form method="post" action="/incidents/new?from=home"`)
  const kept = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"')],
  )
  expect(Object.fromEntries(kept)).toEqual({ title: typed.title, symptom: typed.symptom, severity: 'major' })
  const sent = await sendForm(address, Object.fromEntries(kept) as Record<string, string>, {
    cookie: cookies.responder,
  })
  expect(sent.headers.get('location')).toMatch(/^\/incidents\/\d{4}-\d{3}/)
})

test('the data behind a page is guarded like the page', async () => {
  for (const path of Object.keys(PAGES)) {
    const data = path === '/' ? '/_root.data' : `${concrete(path)}.data`
    const body = await (await openPage(server.url + data)).text()
    expect(body, path).toContain('/sign-in')
    expect(body, path).not.toContain('@example.com')
  }
})

test.each(ROLES)('a %s opens the pages of that role and is refused the others', async (role) => {
  for (const [path, least] of Object.entries(PAGES)) {
    const { status } = await openPage(server.url + concrete(path), { cookie: cookies[role] })
    if (isAtLeast(role, least)) expect(status, path).not.toBe(403)
    else expect(status, path).toBe(403)
  }
})

test.each(ROLES)('a %s sends the forms of that role and is refused the others', async (role) => {
  for (const [path, fields, least] of FORMS) {
    const { status } = await sendForm(server.url + concrete(path), fields, { cookie: cookies[role] })
    if (isAtLeast(role, least)) expect([400, 404], `${path} ${fields.intent}`).toContain(status)
    else expect(status, `${path} ${fields.intent}`).toBe(403)
  }
})

test('the page of a refusal is in the language of the reader and says what to do', async () => {
  const answer = await openPage(`${server.url}/settings/people`, {
    cookie: cookies.viewer,
    'accept-language': 'ko',
  })
  expect(answer.status).toBe(403)
  expect(await answer.text()).toContain('지금 역할로는 할 수 없어요')
})

test('a form from a page of another site is refused, whoever is signed in', async () => {
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]
  for (const headers of foreign) {
    const answer = await sendForm(
      `${server.url}/settings/people`,
      { intent: 'invite', email: 'eve@example.com', role: 'admin' },
      { cookie: cookies.admin, ...headers },
    )
    expect(answer.status, JSON.stringify(headers)).toBe(403)
  }
})

test('an admin invites somebody by a link that works once', async () => {
  const page = await sendForm(
    `${server.url}/settings/people`,
    { intent: 'invite', email: 'newcomer@example.com', role: 'responder' },
    { cookie: cookies.admin },
  )
  const link = /value="(http[^"]*\/invite\/[\w-]{43})"/.exec(await page.text())?.[1]
  expect(link).toBeDefined()
  const again = await openPage(`${server.url}/settings/people`, { cookie: cookies.admin })
  expect(await again.text()).not.toContain('/invite/')

  expect((await openPage(link!)).status).toBe(200)
  const accepted = await sendForm(link!, { name: 'New', password: 'another long password' })
  expect(accepted.status).toBe(302)
  expect(accepted.headers.getSetCookie().join()).toContain('sagwa.session_token=')
  expect((await openPage(link!)).status).toBe(404)
  const twice = await sendForm(link!, { name: 'Twice', password: 'another long password' })
  expect(twice.headers.getSetCookie()).toEqual([])
  expect(server.logs().filter((line) => JSON.stringify(line).includes(link!.split('/').at(-1)!))).toEqual([])
})
