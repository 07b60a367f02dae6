/**
 * What people send by mistake, and what nobody sends by mistake: refused at the field in the language of the reader,
 * with all that was typed still in the form, and nothing written.
 */
import { afterAll, expect, test } from 'vitest'
import type { Language } from '#app/messages/define.ts'
import { formMessages } from '#app/messages/forms.ts'
import { frameMessages } from '#app/messages/frame.ts'
import { problemText } from '#app/messages/problems.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import type { Problem } from '#app/domain/errors.ts'
import { makeIncident, makeOrganisation, makeService } from '#tests/factories.ts'
import { openPage, sendForm, signInAs, withDatabase } from '#tests/setup/people.ts'
import { startTestServer } from '#tests/setup/server.ts'

const server = await startTestServer()
afterAll(() => server.stop())
const { reference, serviceId } = await withDatabase(server, async (q) => {
  await makeOrganisation(q)
  const service = await makeService(q)
  const made = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00', serviceIds: [service] })
  return { reference: made.reference, serviceId: service }
})
const session = await signInAs(server, 'publisher')

const LANGUAGES = ['ko', 'en'] as const
const HERE = `/incidents/${reference}`

/** A form that is fine, to spoil one field of. */
const LOG = {
  title: 'Messages are not sent',
  severity: 'major',
  started: '2020-03-02 08:58',
  symptom: 'No reply',
}
const READING = { markerKey: 'impact_end', time: '2020-03-02 10:17', source: 'monitoring', sourceUrl: '' }
const SYMPTOM = {
  textKo: '보낼 수 없음',
  textEn: '',
  surface: 'pc',
  kind: 'error',
  startedAt: '',
  endedAt: '',
}
const EVENT = { occurredAt: '2020-03-02 09:05', kind: 'observation', text: 'Tickets pile up' }

async function send(path: string, fields: Record<string, string>, language: Language) {
  const answer = await sendForm(server.url + path, fields, { cookie: session, 'accept-language': language })
  return { status: answer.status, page: await answer.text(), location: answer.headers.get('location') }
}

/** Rows of every table that a form can write, and the newest change: equal before and after means nothing was written. */
function everythingWritten() {
  return withDatabase(server, async (q) => {
    const tables = [
      'incident',
      'reading',
      'symptom',
      'timeline_event',
      'statement',
      'notice',
      'audit_event',
    ] as const
    const counts = []
    for (const table of tables) {
      const { n } = await q
        .selectFrom(table)
        .select((e) => e.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      counts.push([table, Number(n)])
    }
    return counts
  })
}

const unescape = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('<!-- -->', '')
    .replaceAll('&amp;', '&')

/** The sentence under a field, and what the field holds, as the page shows them. */
function fieldOf(page: string, name: string): { error: string | undefined; typed: string | undefined } {
  const input = new RegExp(`<input[^>]*\\sname="${name}"[^>]*>`).exec(page)?.[0]
  const area = new RegExp(`<textarea[^>]*\\sname="${name}"[^>]*>([^<]*)</textarea>`).exec(page)
  const control = input ?? area?.[0] ?? ''
  const id = /\sid="([^"]+)"/.exec(control)?.[1] ?? `-${name}`
  const error = new RegExp(`<p[^>]*\\sid="[^"]*${id}-error"[^>]*>(.*?)</p>`).exec(page)?.[1]
  const typed = area ? area[1] : /\svalue="([^"]*)"/.exec(input ?? '')?.[1]
  return { error: error && unescape(error), typed: typed === undefined ? undefined : unescape(typed) }
}

/** Radio buttons and menus, where what was chosen is not the value of one control. */
const CHOICES = new Set(['severity', 'kind', 'side', 'surface', 'language', 'markerKey', 'intent'])

const WRONG: [
  what: string,
  path: string,
  good: Record<string, string>,
  field: string,
  typed: string,
  problem: Problem,
][] = [
  [
    'month 13',
    '/incidents/new',
    LOG,
    'started',
    '2020-13-02 08:58',
    { code: 'time_month_out_of_range', params: { month: 13 } },
  ],
  [
    '“오후 14시”',
    '/incidents/new',
    LOG,
    'started',
    '오후 14시',
    { code: 'time_half_day_with_24h', params: { half: '오후', hour: 14, twelve: 2 } },
  ],
  [
    'a start in the future',
    '/incidents/new',
    LOG,
    'started',
    '2090-01-01 00:00',
    { code: 'marker_in_future', params: { marker: 'impact_start' } },
  ],
  [
    'a title of 200 KB',
    '/incidents/new',
    LOG,
    'title',
    '장'.repeat(66_667),
    { code: 'too_long', params: { max: 200, actual: 66_667 } },
  ],
  ['a NUL byte', '/incidents/new', LOG, 'title', 'Mess\u0000ages', { code: 'control_character' }],
  ['no title', '/incidents/new', LOG, 'title', '', { code: 'required' }],
  [
    'a NUL byte in a time',
    '/incidents/new',
    LOG,
    'started',
    '08:\u000058',
    { code: 'time_control_character' },
  ],
  [
    'month 13 of a reading',
    `${HERE}/times`,
    READING,
    'time',
    '2020-13-02 10:17',
    { code: 'time_month_out_of_range', params: { month: 13 } },
  ],
  [
    'an end in the future',
    `${HERE}/times`,
    READING,
    'time',
    '2090-01-01 00:00',
    { code: 'marker_in_future', params: { marker: 'impact_end' } },
  ],
  [
    'an end before the start',
    `${HERE}/times`,
    READING,
    'time',
    '2020-03-02 08:00',
    { code: 'marker_end_before_start', params: { earlier: 'impact_start', later: 'impact_end' } },
  ],
  [
    'an end before the start, when ending',
    HERE,
    { intent: 'end' },
    'time',
    '2020-03-02 08:00',
    { code: 'marker_end_before_start', params: { earlier: 'impact_start', later: 'impact_end' } },
  ],
  [
    'an address that is none',
    `${HERE}/times`,
    READING,
    'sourceUrl',
    'javascript:alert(1)',
    { code: 'not_a_web_address' },
  ],
  [
    'a symptom that ends before it begins',
    `${HERE}/symptoms/new`,
    { ...SYMPTOM, startedAt: '10:00' },
    'endedAt',
    '09:00',
    { code: 'window_ends_before_start' },
  ],
  [
    'a share over 100',
    `${HERE}/symptoms/new`,
    SYMPTOM,
    'sharePercent',
    '101',
    { code: 'number_out_of_range', params: { min: 0, max: 100 } },
  ],
  [
    'an event in the future',
    `${HERE}/timeline`,
    EVENT,
    'occurredAt',
    '2090-01-01 00:00',
    { code: 'time_in_future' },
  ],
  ['an event without words', `${HERE}/timeline`, EVENT, 'text', '', { code: 'required' }],
  [
    'a statement without end',
    `${HERE}/statements`,
    { speaker: 'We', side: 'us', language: 'ko' },
    'text',
    'x'.repeat(20_001),
    { code: 'too_long', params: { max: 20_000, actual: 20_001 } },
  ],
  [
    'a paste of 2 MB into a postmortem',
    `${HERE}/postmortem/import`,
    { revision: '0' },
    'markdown',
    '장'.repeat(700_000),
    { code: 'too_long', params: { max: 200_000, actual: 700_000 } },
  ],
  [
    'a template with a name of nothing',
    '/settings/templates/new',
    { name: 'Payments', language: 'en', version: '1' },
    'markdown',
    'It took {{impact.duratoin}}.',
    { code: 'template_unknown_name', params: { line: 1, name: 'impact.duratoin' } },
  ],
  [
    'a day that does not exist',
    `${HERE}/actions/new`,
    { title: 'Add a disk', kind: 'prevent' },
    'dueOn',
    '2020-02-30',
    { code: 'not_a_day' },
  ],
]

test.each(WRONG)(
  '%s is refused at its field, in Korean and in English',
  async (_what, path, good, field, typed, problem) => {
    const before = await everythingWritten()
    for (const language of LANGUAGES) {
      const { status, page } = await send(path, { ...good, [field]: typed }, language)
      expect(status, language).toBe(400)
      expect(page).toContain(`<html lang="${language}"`)
      const shown = fieldOf(page, field)
      expect(shown.error, language).toContain(problemText(problem, language))
      // HTML has no NUL: browsers would show another character in its place.
      if (!typed.includes('\u0000')) expect(shown.typed, language).toBe(typed)
      for (const [name, value] of Object.entries(good)) {
        if (name !== field && !CHOICES.has(name)) expect(fieldOf(page, name).typed, name).toBe(value)
      }
      expect(page).toContain('class="error-summary"')
    }
    expect(await everythingWritten()).toEqual(before)
  },
)

test('values that no form offers are refused with a sentence', async () => {
  const before = await everythingWritten()
  for (const language of LANGUAGES) {
    const sentence = problemText({ code: 'not_a_choice' }, language)
    const tried: [string, Record<string, string>][] = [
      ['/incidents/new', { ...LOG, severity: 'catastrophic' }],
      ['/incidents/new', { ...LOG, kind: 'rumour' }],
      ['/incidents/new', { ...LOG, serviceIds: 'nonsense' }],
      [`${HERE}/times`, { ...READING, markerKey: '__proto__' }],
      [`${HERE}/symptoms/new`, { ...SYMPTOM, surface: 'toaster' }],
      [`${HERE}/symptoms/new`, { ...SYMPTOM, serviceId: 'nonsense' }],
      [`${HERE}/timeline`, { ...EVENT, kind: 'constructor' }],
      [`${HERE}/actions/new`, { title: 'Add a disk', kind: 'wish' }],
    ]
    for (const [path, fields] of tried) {
      const { status, page } = await send(path, fields, language)
      expect(status, JSON.stringify(fields)).toBe(400)
      expect(unescape(page), JSON.stringify(fields)).toContain(sentence)
    }
  }
  expect(await everythingWritten()).toEqual(before)
})

test('forms with fields missing, doubled or nested are refused and never a failure of the server', async () => {
  const before = await everythingWritten()
  const bodies = [
    '',
    'title',
    'title[a][b]=x',
    '__proto__[x]=1',
    'title=a&title=b',
    'version=NaN',
    'intent=close',
    '%00=%00',
    'time=%',
  ]
  for (const path of [
    '/incidents/new',
    HERE,
    `${HERE}/edit`,
    `${HERE}/times`,
    `${HERE}/symptoms/new`,
    `${HERE}/timeline`,
    `${HERE}/statements`,
    `${HERE}/actions/new`,
    `${HERE}/notices`,
  ]) {
    for (const body of bodies) {
      const answer = await fetch(server.url + path, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: session },
        redirect: 'manual',
      })
      expect([400, 404], `${path} ${body}`).toContain(answer.status)
    }
    const odd = await fetch(server.url + path, {
      method: 'POST',
      body: '{"title":1}',
      headers: { 'content-type': 'application/json', cookie: session },
      redirect: 'manual',
    })
    expect([400, 404, 415], path).toContain(odd.status)
  }
  expect(await everythingWritten()).toEqual(before)
})

test('an incident that does not exist is a page that says so', async () => {
  for (const language of LANGUAGES) {
    for (const path of [
      '',
      '/edit',
      '/times',
      '/timeline',
      '/statements',
      '/notices',
      '/history',
      '/symptoms/new',
    ]) {
      for (const unknown of ['2020-999', 'nonsense', "1'%20or%20'1'='1", '%E2%80%AE']) {
        const answer = await openPage(`${server.url}/incidents/${unknown}${path}`, {
          cookie: session,
          'accept-language': language,
        })
        expect(answer.status, unknown + path).toBe(404)
        expect(await answer.text()).toContain(frameMessages[language].notFound.title)
      }
    }
    const sent = await send('/incidents/2020-999/timeline', EVENT, language)
    expect(sent.status).toBe(404)
    expect(sent.page).toContain(frameMessages[language].notFound.title)
  }
})

test('a body larger than any form is refused before it is read', async () => {
  const before = await everythingWritten()
  const fields = { ...LOG, title: 'x'.repeat(3_000_000) }
  for (const language of LANGUAGES) {
    const { status, page } = await send('/incidents/new', fields, language)
    expect(status).toBe(413)
    expect(page).toMatch(language === 'ko' ? /\d KiB보다 커서/ : /larger than \d+ KiB/)
  }
  expect(await everythingWritten()).toEqual(before)
})

test('of two people who save at once the second sees both versions, and only the first is written', async () => {
  const path = `${HERE}/edit`
  for (const language of LANGUAGES) {
    const { version } = await withDatabase(server, (q) => getIncidentRecord(reference, q))
    const details = {
      severity: 'major',
      kind: 'incident',
      cause: '',
      serviceIds: serviceId,
      version: String(version),
    }
    const [first, second] = [`First ${language}`, `Second ${language}`]
    const saved = await send(path, { ...details, title: first, summary: 'one' }, language)
    expect([saved.status, saved.location]).toEqual([302, HERE])
    const late = await send(path, { ...details, title: second, summary: 'two' }, language)
    expect(late.status).toBe(409)
    expect(late.page).toContain(formMessages[language].conflict.title)
    for (const words of [first, second, 'one', 'two']) expect(late.page).toContain(`value="${words}"`)
    const record = await withDatabase(server, (q) => getIncidentRecord(reference, q))
    expect(record).toMatchObject({ title: first, summary: 'one', version: version + 1 })
    // What the page offers to save next is an answer to what it shows.
    expect(fieldOf(late.page, 'version').typed).toBe(String(version + 1))
  }
})

test('when two save at the same moment, one is written and the other is asked', async () => {
  const { version } = await withDatabase(server, (q) => getIncidentRecord(reference, q))
  const details = { severity: 'major', kind: 'incident', serviceIds: serviceId, version: String(version) }
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      send(`${HERE}/edit`, { ...details, title: `At once ${index}` }, 'en'),
    ),
  )
  expect(answers.map((answer) => answer.status).sort()).toEqual([302, ...Array<number>(7).fill(409)])
  const record = await withDatabase(server, (q) => getIncidentRecord(reference, q))
  expect(record.title).toBe(`At once ${answers.findIndex((answer) => answer.status === 302)}`)
  expect(record.version).toBe(version + 1)
})

test('a removal is taken back once; a second press shows what stands, and a version that is none is refused', async () => {
  const added = await send(`${HERE}/timeline`, EVENT, 'en')
  const id = added.location!.split('#event-')[1]!
  const removed = await send(`${HERE}/timeline`, { intent: 'remove', id, version: '1' }, 'en')
  expect(removed.location).toBe(`${HERE}/timeline?removed=event.${id}.2`)
  const undo = { intent: 'undo', kind: 'event', id, version: '2' }
  for (const press of ['first', 'second']) {
    const { status, location } = await send(`${HERE}/timeline`, undo, 'en')
    expect([status, location], press).toEqual([302, `${HERE}/timeline`])
  }
  for (const version of ['x', '', '-1', '1e12']) {
    expect((await send(`${HERE}/timeline`, { ...undo, version }, 'en')).status, version).toBe(400)
  }
  const { timeline } = await withDatabase(server, (q) => getIncidentRecord(reference, q))
  expect(timeline.filter((event) => event.id === id)).toHaveLength(1)
})

test('script stays text: in the tool, in the public page and in the Markdown', async () => {
  const evil = `<script>alert("1")</script><img src=x onerror=alert(2)>`
  const logged = await send(
    '/incidents/new',
    { ...LOG, title: evil, symptom: evil, serviceIds: serviceId },
    'en',
  )
  expect(logged.status).toBe(302)
  const here = logged.location!
  await send(`${here}/timeline`, { ...EVENT, text: evil, source: evil }, 'en')
  await send(
    `${here}/statements`,
    { speaker: evil, side: 'us', language: 'en', text: evil, channel: evil },
    'en',
  )
  await send(here, { intent: 'end', time: '2020-03-02 10:17' }, 'en')
  const pages = ['', '/edit', '/times', '/timeline', '/statements', '/history', '/notices']
  const isInert = (html: string) => {
    expect(html).not.toMatch(/<script>alert|<img/i)
  }
  for (const path of pages)
    isInert(await (await openPage(server.url + here + path, { cookie: session })).text())
  isInert(await (await openPage(`${server.url}/incidents`, { cookie: session })).text())
  isInert(await (await openPage(`${server.url}/`, { cookie: session })).text())

  expect((await send(`${here}/notices`, { intent: 'start', stage: 'final_report' }, 'en')).status).toBe(302)
  const body = `Sorry. ${evil}\n\n[link](javascript:alert(3)) {{symptoms}}`
  const texts = { title_ko: evil, body_ko: body, title_en: evil, body_en: body }
  expect((await send(`${here}/notices`, { intent: 'save', version: '1', ...texts }, 'en')).status).toBe(302)
  const published = await send(`${here}/notices`, { intent: 'publish', kind: 'first', version: '2' }, 'en')
  expect(published.status).toBe(302)
  const slug = here.split('/').at(-1)!
  for (const file of ['', '.ko', '.en', '/v/1.en']) {
    const html = await (await openPage(`${server.url}/notices/${slug}${file}`)).text()
    isInert(html)
    expect(html).toContain('&lt;script')
    expect(html).not.toContain('href="javascript:')
  }
  isInert(await (await openPage(`${server.url}/notices`)).text())
  const markdown = await (await openPage(`${server.url}/notices/${slug}.en.md`)).text()
  const [, , ...text] = markdown.split('---\n')
  // Outside of the quoted front matter no tag opens.
  expect(text.join('---\n')).not.toMatch(/(?<!\\)<(script|img)/)
})
