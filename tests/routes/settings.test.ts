import { afterAll, expect, test } from 'vitest'
import { formMessages } from '#app/messages/forms.ts'
import { getCountingRule, listCountingRules, listRuleVersions } from '#app/models/counting-rule.server.ts'
import { listCoveredPeriods } from '#app/models/covered-period.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { listServices } from '#app/models/service.server.ts'
import { listYearlyCounts } from '#app/models/yearly-count.server.ts'
import { makeIncident } from '#tests/factories.ts'
import { openPage, sendForm, signInAs, withDatabase } from '#tests/setup/people.ts'
import { startTestServer } from '#tests/setup/server.ts'

const server = await startTestServer()
afterAll(() => server.stop())
const admin = { cookie: await signInAs(server, 'admin'), 'accept-language': 'en' }
const publisher = { cookie: await signInAs(server, 'publisher'), 'accept-language': 'en' }

const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = admin) =>
  sendForm(server.url + path, fields, headers)
const readCounts = () => withDatabase(server, (q) => listYearlyCounts(q))
const readPeriods = () => withDatabase(server, (q) => listCoveredPeriods(q))
const readServices = () => withDatabase(server, (q) => listServices(q))
const readOrganisation = () => withDatabase(server, (q) => getOrganisation(q))

const COUNTS_PAGE = '/settings/yearly-counts'
const COUNT = { year: '2019', count: '2', source: 'Annual report', sourceUrl: '', ruleStated: '' }
const RULE = {
  nameKo: '',
  nameEn: 'Long outages',
  scope: 'all',
  severities: 'critical',
  minimumMinutes: '30',
  zone: '',
  whoCounts: '',
  reason: '',
}

test('the settings lead to the first room that a reader may change', async () => {
  const whereTo = async (headers: Record<string, string>) =>
    (await openPage(`${server.url}/settings`, headers)).headers.get('location')
  expect(await whereTo(admin)).toBe('/settings/organisation')
  expect(await whereTo(publisher)).toBe('/settings/yearly-counts')
})

test('a new zone asks first when incidents move into another year, and then moves them', async () => {
  const { reference } = await withDatabase(server, (q) =>
    makeIncident(q, { started: '2020-01-01T00:30:00+09:00' }),
  )
  const { version, ...organisation } = await readOrganisation()
  const fields = {
    ...organisation,
    languages: 'ko',
    defaultLanguage: 'ko',
    version: String(version),
    zone: 'UTC',
  }

  const asked = await send('/settings/organisation', fields)
  expect(asked.status).toBe(400)
  const page = await asked.text()
  expect(page).toContain('1 incident falls into another year')
  expect(page).toMatch(/name="confirmedZone"[^>]*value="UTC"|value="UTC"[^>]*name="confirmedZone"/)
  expect((await readOrganisation()).zone).toBe('Asia/Seoul')

  expect((await send('/settings/organisation', { ...fields, confirmedZone: 'UTC' })).status).toBe(302)
  expect(await readOrganisation()).toMatchObject({ zone: 'UTC', languages: ['ko'], version: version + 1 })
  const json: unknown = await (await openPage(`${server.url}/incidents.json?year=2019`, admin)).json()
  expect(json).toMatchObject({ incidents: [{ reference, startedAt: '2019-12-31T15:30:00Z' }] })
})

test('two people who change the organisation at once see both versions', async () => {
  const { version, ...organisation } = await readOrganisation()
  const fields = { ...organisation, languages: 'ko', defaultLanguage: 'ko', version: String(version) }
  await send('/settings/organisation', { ...fields, nameEn: 'First' })
  const late = await send('/settings/organisation', { ...fields, nameEn: 'Second' })
  expect(late.status).toBe(409)
  const page = await late.text()
  expect(page).toContain(formMessages.en.conflict.title)
  expect(page).toContain('value="First"')
  expect(page).toContain('value="Second"')
})

test('words that must stay inside are kept one to a line, and a refused list keeps what was typed', async () => {
  const { version } = await readOrganisation()
  const fields = { intent: 'guard', version: String(version) }
  expect((await send('/settings/organisation', { ...fields, words: 'ACME전자\nGlobex' })).status).toBe(302)
  const page = await (await openPage(`${server.url}/settings/organisation`, admin)).text()
  expect(page).toContain('ACME전자\nGlobex')
  const refused = await send('/settings/organisation', {
    ...fields,
    version: String(version + 1),
    words: 'Globex\nab',
  })
  expect(refused.status).toBe(400)
  expect(await refused.text()).toContain('Globex\nab')
  expect((await readOrganisation()).version).toBe(version + 1)
})

test('services are added, ordered, renamed, retired and put back', async () => {
  await send('/settings/services', { intent: 'add', nameKo: '결제', nameEn: '', zone: '' })
  await send('/settings/services', { intent: 'add', nameKo: '', nameEn: 'Login', zone: 'Europe/London' })
  const [first, second] = await readServices()
  await send('/settings/services', { intent: 'up', id: second!.id })
  expect((await readServices()).map(({ id }) => id)).toEqual([second!.id, first!.id])

  await send(`/settings/services/${first!.id}`, {
    nameKo: '결제',
    nameEn: 'Payments',
    zone: '',
    version: '1',
  })
  expect(await readServices()).toContainEqual(expect.objectContaining({ nameEn: 'Payments', version: 2 }))
  const late = await send(`/settings/services/${first!.id}`, {
    nameKo: '돈',
    nameEn: '',
    zone: '',
    version: '1',
  })
  expect(late.status).toBe(409)
  expect(await late.text()).toContain('Payments')

  const retired = await send('/settings/services', { intent: 'retire', id: first!.id, version: '2' })
  const back = retired.headers.get('location')!
  const page = await (await openPage(server.url + back, admin)).text()
  expect(page).toContain('The service is retired.')
  await send('/settings/services', { intent: 'restore', id: first!.id, version: '3' })
  expect((await readServices()).every(({ retiredAt }) => retiredAt === null)).toBe(true)
})

test('a service without a name or in no zone is refused at the field', async () => {
  const answer = await send('/settings/services', {
    intent: 'add',
    nameKo: ' ',
    nameEn: '',
    zone: 'Mars/Base',
  })
  expect(answer.status).toBe(400)
  const page = await answer.text()
  expect(page).toContain('Fill this in.')
  expect(page).toContain('Enter a time zone by its IANA name')
  expect(page).toContain('value="Mars/Base"')
})

test('a counting rule is written, revised with its reason, made the default and never retired as such', async () => {
  const made = await send('/settings/counting-rules/new', RULE)
  expect(made.status).toBe(302)
  const path = made.headers.get('location')!
  const ruleId = path.split('/').at(-1)!

  const unexplained = await send(path, { ...RULE, minimumMinutes: '60', version: '1' })
  expect(unexplained.status).toBe(400)
  expect(await unexplained.text()).toContain('id="rule-reason-error">Fill this in.')

  const revision = {
    ...RULE,
    minimumMinutes: '60',
    reason: 'An hour is what the contract says',
    version: '1',
  }
  expect((await send(path, revision)).status).toBe(302)
  const late = await send(path, { ...RULE, minimumMinutes: '10', reason: 'Shorter', version: '1' })
  expect(late.status).toBe(409)
  const both = await late.text()
  expect(both).toContain('60 min or longer')
  expect(both).toContain('value="10"')

  await send(path, { intent: 'default' })
  const refused = await send(path, { intent: 'retire' })
  expect(refused.status).toBe(400)
  expect(await refused.text()).toContain('Make another one the default')
  const { rule, versions } = await withDatabase(server, async (q) => ({
    rule: await getCountingRule(undefined, q),
    versions: await listRuleVersions(ruleId, q),
  }))
  expect([rule.id, rule.version, versions.length]).toEqual([ruleId, 2, 2])
  const trend = await (await openPage(`${server.url}/trends`, publisher)).text()
  expect(trend).toContain('60 min or longer')
})

test('a retired rule can be put back', async () => {
  await send('/settings/counting-rules/default', { intent: 'retire' })
  const list = await (await openPage(`${server.url}/settings/counting-rules?retired=default`, admin)).text()
  expect(list).toContain('The rule is retired.')
  await send('/settings/counting-rules/default', { intent: 'restore' })
  const rules = await withDatabase(server, (q) => listCountingRules(q))
  expect(rules.filter(({ retiredAt }) => retiredAt !== null)).toEqual([])
})

test.each([
  [{ ...RULE, nameEn: '' }, 'id="rule-nameKo-error">Fill this in.'],
  [{ ...RULE, scope: 'some' }, 'id="rule-serviceIds-error">Choose at least one service'],
  [{ ...RULE, severities: '' }, 'Choose at least one severity'],
  [{ ...RULE, minimumMinutes: 'an hour' }, 'Enter a number from 0 to 10,080'],
  [{ ...RULE, zone: 'Seoul' }, 'Enter a time zone by its IANA name'],
])('a counting rule that says nothing sound is refused at the field (%#)', async (fields, sentence) => {
  const answer = await send('/settings/counting-rules/new', fields)
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain(sentence)
})

test('a yearly count is entered with its source, changed, removed, and the removal taken back', async () => {
  expect((await send('/settings/yearly-counts', { intent: 'add', ...COUNT }, publisher)).status).toBe(302)
  const again = await send('/settings/yearly-counts', { intent: 'add', ...COUNT }, publisher)
  expect(await again.text()).toContain('This source has a number for that year already')

  const [entered] = await readCounts()
  const { id } = entered!
  await send(`/settings/yearly-counts/${id}`, { ...COUNT, count: '3', version: '1' }, publisher)
  const late = await send(`/settings/yearly-counts/${id}`, { ...COUNT, count: '4', version: '1' }, publisher)
  expect(late.status).toBe(409)
  expect(await late.text()).toMatch(/value="3"[\s\S]*|value="4"/)

  const removed = await send('/settings/yearly-counts', { intent: 'remove', id, version: '2' }, publisher)
  expect(await readCounts()).toEqual([])
  const page = await (await openPage(server.url + removed.headers.get('location')!, publisher)).text()
  expect(page).toContain('The count is removed.')
  await send('/settings/yearly-counts', { intent: 'undo', id }, publisher)
  expect(await readCounts()).toEqual([
    expect.objectContaining({ id, year: 2019, count: 3, source: 'Annual report' }),
  ])
})

test.each([
  [{ ...COUNT, year: '20' }, 'Enter a number from 1900 to 2200'],
  [{ ...COUNT, count: '-1' }, 'Enter a number from 0 to 1,000,000'],
  [{ ...COUNT, count: 'two' }, 'Enter a number from 0 to 1,000,000'],
  [{ ...COUNT, source: '' }, 'Fill this in.'],
  [{ ...COUNT, sourceUrl: 'javascript:alert(1)' }, 'Enter a full web address'],
])('a yearly count that cannot be is refused at the field (%#)', async (fields, sentence) => {
  const answer = await send('/settings/yearly-counts', { intent: 'add', ...fields }, publisher)
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain(sentence)
})

test('a period of the record is stated, changed, removed, and the removal taken back', async () => {
  const period = { from: '2019-01-01', until: '2019-06-30', note: 'shift book' }
  expect((await send(COUNTS_PAGE, { intent: 'add_period', ...period }, publisher)).status).toBe(302)
  const [entered] = await readPeriods()
  const { id } = entered!
  await send(`/settings/covered-periods/${id}`, { ...period, until: '', version: '1' }, publisher)
  expect(await readPeriods()).toMatchObject([{ until: null, version: 2 }])
  const late = await send(`/settings/covered-periods/${id}`, { ...period, version: '1' }, publisher)
  expect(late.status).toBe(409)

  const removed = await send(COUNTS_PAGE, { intent: 'remove_period', id, version: '2' }, publisher)
  const page = await (await openPage(server.url + removed.headers.get('location')!, publisher)).text()
  expect(page).toContain('The period is removed.')
  expect(page).toContain('No period is stated')
  await send(COUNTS_PAGE, { intent: 'undo_period', id }, publisher)
  expect(await readPeriods()).toMatchObject([{ id, from: '2019-01-01', until: null, note: 'shift book' }])
})

test.each([
  [{ from: '' }, 'from', 'Fill this in.'],
  [{ from: '2019-02-30' }, 'from', 'Enter a day that exists'],
  [{ from: '2019-03-01', until: '2019-02-01' }, 'until', 'The last day lies before the first'],
  [{ from: '2200-01-01' }, 'from', 'This day has not come yet'],
])('a period that cannot be is refused at the field (%#)', async (fields, field, sentence) => {
  const answer = await send(COUNTS_PAGE, { intent: 'add_period', ...fields }, publisher)
  expect(answer.status).toBe(400)
  const text = await answer.text()
  expect(text).toMatch(new RegExp(`id="period-${field}-error">${sentence}`))
  expect(text).not.toContain('id="count-source-error"')
})

test('who may not change yearly counts reads them without a form', async () => {
  const viewer = { cookie: await signInAs(server, 'viewer') }
  const page = await (await openPage(`${server.url}/settings/yearly-counts`, viewer)).text()
  expect(page).toContain('Annual report')
  expect(page).not.toContain('name="source"')
})
