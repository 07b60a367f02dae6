/**
 * Every screen, looked at twice: Korean in the light on a desk, English in the dark on a phone. Nothing may keep
 * anybody out (axe), stick out of the window, or be complained about by the browser.
 */
import type { Page } from 'playwright-core'
import { afterAll, expect, inject, test } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import type { Role } from '#db/schema.ts'
import { addActionItem } from '#app/models/action-item.server.ts'
import { POSTMORTEM_TEMPLATES } from '#app/domain/postmortem-templates/index.ts'
import { anchorOf } from '#app/domain/text-anchor.ts'
import { listCoveredPeriods } from '#app/models/covered-period.server.ts'
import { answerConversation, beginConversation } from '#app/models/document-comment.server.ts'
import { addDocumentTemplate, setDocumentTemplateRetired } from '#app/models/document-template.server.ts'
import { saveDocumentRevision, submitPostmortem } from '#app/models/document.server.ts'
import { getIncidentRecord, logIncident, removeIncident } from '#app/models/incident.server.ts'
import { createInvitation } from '#app/models/invitation.server.ts'
import { getNotice, saveNoticeText, startNotice } from '#app/models/notice.server.ts'
import { publishNotice, withdrawNotice } from '#app/models/notice-publication.server.ts'
import { approveNotice, draftFingerprint, submitForReview } from '#app/models/notice-review.server.ts'
import { addReading, chooseReading } from '#app/models/marker.server.ts'
import { listCountingRules } from '#app/models/counting-rule.server.ts'
import { listServices } from '#app/models/service.server.ts'
import { listYearlyCounts } from '#app/models/yearly-count.server.ts'
import { ACTOR } from '#tests/factories.ts'
import { launchBrowser } from '#tests/setup/browser.ts'
import { awake, brokenRules, elementsTooWide, listenForComplaints, openAs } from '#tests/setup/pages.ts'
import { addPerson, addPersonTo, TEST_PASSWORD, withDatabase } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer } from '#tests/setup/server.ts'
import type { Instant } from '#app/domain/instant.ts'
import { rmSync } from 'node:fs'

const dataFolder = makeDataFolder()
await runSagwa(['demo', '--password', TEST_PASSWORD], { dataFolder })
const ids = await withDatabase({ dataFolder }, fillEveryScreen)
const full = await startTestServer({ dataFolder })
const fresh = await startTestServer()
const empty = await startTestServer()
await addPerson(empty, 'admin')
const browser = await launchBrowser(inject('chromiumPath'))
afterAll(async () => {
  await browser.close()
  await Promise.all([full.stop(), fresh.stop(), empty.stop()])
  rmSync(dataFolder, { recursive: true, force: true })
})

/** What the demo lacks: an incident without times, a removed one, an action item, notices in each of their states. */
async function fillEveryScreen(q: Queryable) {
  const now = Date.now() as Instant
  const by = { actor: ACTOR, now }
  const record = await getIncidentRecord('2020-002', q)
  const item = {
    title: 'Raise the alarm sooner',
    kind: 'detect',
    state: 'open',
    owner: '',
    dueOn: '2020-04-01',
    doneOn: null,
    stateReason: '',
  } as const
  const actionId = await addActionItem(
    { incidentId: record.id, item: { ...item, trackerUrl: '', promise: true }, ...by },
    q,
  )
  const nothingKnown = {
    title: 'Pictures/are/not/shown/'.repeat(8),
    kind: 'incident',
    severity: 'minor',
    serviceIds: (await listServices(q)).map((service) => service.id),
    started: null,
    startedSource: '',
    symptom: null,
  } as const
  const open = await logIncident({ ...nothingKnown, ...by }, q)
  const removed = await logIncident({ ...nothingKnown, title: 'Logged by mistake', ...by }, q)
  await removeIncident({ incidentId: removed.id, reason: 'a drill', expectedVersion: 1, ...by }, q)
  const regretted = await logIncident({ ...nothingKnown, title: 'Announced too early', ...by }, q)

  const version = async (slug: string) => (await getNotice(slug, q)).version
  const write = async (slug: string, correction: string) => {
    const texts = {
      ko: {
        title: `안내 ${correction}`,
        body: `죄송합니다. ${correction}\n\n## 일시\n\n| 구분 | 시각 |\n| --- | --- |\n| 시작 | 오전 |\n`,
      },
      en: {
        title: `Notice ${correction}`,
        body: `We are sorry. ${correction}\n\n## When\n\n| What | Time |\n| --- | --- |\n| Start | morning |\n`,
      },
    }
    await saveNoticeText({ slug, texts, expectedVersion: await version(slug), ...by }, q)
  }
  const publish = async (slug: string, correction: string) => {
    await write(slug, correction)
    const correctionText = { ko: correction, en: correction }
    const first = (await getNotice(slug, q)).revisions.length === 0
    const kind = first ? ('first' as const) : ('correction' as const)
    const alone = { emergencyReason: 'Nobody else is in the test' }
    const expectedVersion = await version(slug)
    await publishNotice({ slug, kind, correctionText, expectedVersion, ...alone, ...by }, q)
  }
  for (const reference of ['2020-001', regretted.reference]) {
    await startNotice({ reference, ...by }, q)
    await publish(reference, '')
  }
  await publish('2020-001', 'Wrong day, 날짜 오류')
  const withdrawn = await getNotice(regretted.reference, q)
  await withdrawNotice(
    {
      slug: withdrawn.slug,
      reason: { ko: '사실이 아님', en: 'Not so' },
      expectedVersion: withdrawn.version,
      ...by,
    },
    q,
  )
  const { id: incidentId } = await getIncidentRecord('2020-001', q)
  const text = POSTMORTEM_TEMPLATES.sre.ko
  const blaming = text.replace(
    '{{?무엇에 놀랐고, 왜 놀랐나요?}}',
    '담당자 실수로 늦었다. See `x`.\n\n```js\nlet a\n```',
  )
  for (const [expectedRevision, markdown] of [text, blaming].entries()) {
    await saveDocumentRevision({ incidentId, expectedRevision, markdown, reason: '', ...by }, q)
  }
  const anchor = anchorOf(blaming, blaming.indexOf('담당자'), blaming.indexOf(' See'))
  const said = { incidentId, actor: await addPersonTo(q, 'publisher'), now }
  const conversation = await beginConversation({ ...said, text: 'Who says so?', anchor }, q)
  await answerConversation({ ...said, to: conversation, text: 'Nobody who asked.' }, q)
  await beginConversation({ ...said, text: 'Shorter/than/this/'.repeat(8), anchor: null }, q)
  await submitPostmortem({ incidentId, expectedRevision: 2, ...by }, q)
  const template = { name: '결제', language: 'ko', markdown: text } as const
  const templateId = await addDocumentTemplate({ ...template, ...by }, q)
  const retired = await addDocumentTemplate({ ...template, name: 'Retired', ...by }, q)
  await setDocumentTemplateRetired({ id: retired, retired: true, expectedVersion: 1, ...by }, q)
  // One that waits for its second person, one that has been approved, one whose record has changed since.
  const began = '2020-04-01T09:00:00+09:00'
  const step = async (title: string) => {
    const started = { shape: 'instant', at: Date.parse(began) as Instant } as const
    const incident = await logIncident({ ...nothingKnown, title, started, ...by }, q)
    await startNotice({ reference: incident.reference, ...by }, q)
    return incident
  }
  const submit = async (slug: string) => {
    await write(slug, '')
    await submitForReview({ slug, expectedVersion: await version(slug), ...by }, q)
  }
  const inReview = await step('Waits for a second person')
  await submit(inReview.reference)
  const approved = await step('Has been approved')
  await submit(approved.reference)
  const { id, name } = await addPersonTo(q, 'publisher')
  await approveNotice(
    {
      slug: approved.reference,
      expectedVersion: await version(approved.reference),
      role: 'publisher',
      fingerprint: await draftFingerprint({ slug: approved.reference, now }, q),
      actor: { id, name },
      now,
    },
    q,
  )
  const drifting = await step('Began at another time')
  await publish(drifting.reference, ' {{impact.start}}')
  const reading = { incidentId: drifting.id, markerKey: 'impact_start', ...by } as const
  const later = { shape: 'instant', at: (Date.parse(began) + 120_000) as Instant } as const
  const readingId = await addReading({ ...reading, value: later, source: 'log', sourceUrl: '' }, q)
  const changed = await getIncidentRecord(drifting.reference, q)
  await chooseReading({ ...reading, readingId, reason: 'the log', expectedVersion: changed.version }, q)

  const { token } = await createInvitation({ email: 'new@example.com', role: 'viewer', ...by }, q)
  return {
    symptom: record.symptoms[0]!.id,
    event: record.timeline[0]?.id,
    statement: record.statements[0]!.id,
    action: actionId,
    denied: record.deniedCauses[0]!.id,
    open: open.reference,
    removed: removed.reference,
    withdrawn: withdrawn.slug,
    inReview: inReview.reference,
    approved: approved.reference,
    drifting: drifting.reference,
    service: nothingKnown.serviceIds[0]!,
    template: templateId,
    period: (await listCoveredPeriods(q))[0]!.id,
    yearlyCount: (await listYearlyCounts(q))[0]!.id,
    rule: (await listCountingRules(q))[0]!.id,
    token,
  }
}

interface Screen {
  path: string
  /** Who looks; nobody where it is left out. */
  as?: Role
  on?: typeof full
  /** What happens on the page before it is looked at. */
  then?: (page: Page) => Promise<unknown>
  /** 200 where it is left out. */
  status?: number
  /** A page without script. */
  plain?: true
  /** Where the address and not the reader chooses it. */
  language?: 'ko' | 'en'
}

const sendEmpty = async (page: Page) => {
  await page.locator('main form button[type=submit]').first().click()
  await page.locator('.field-error').first().waitFor()
}
const openAll = (page: Page) =>
  page.evaluate(() =>
    document
      .querySelectorAll('main details')
      .forEach((details) => ((details as HTMLDetailsElement).open = true)),
  )

const SCREENS: Record<string, Screen> = {
  'subscribing, without mail': { path: '/subscribe', plain: true },
  'link to stop mails, used before': { path: '/unsubscribe/none', plain: true },
  subscribers: { path: '/settings/subscribers', as: 'admin' },
  'subscribers with errors': { path: '/settings/subscribers', as: 'admin', then: sendEmpty },
  setup: { path: '/setup', on: fresh },
  'setup with errors': { path: '/setup', on: fresh, then: sendEmpty },
  'sign-in': { path: '/sign-in' },
  'sign-in with errors': { path: '/sign-in', then: sendEmpty },
  invitation: { path: `/invite/${ids.token}` },
  'used invitation': { path: `/invite/${'x'.repeat(43)}`, status: 404 },
  'home, empty': { path: '/', as: 'admin', on: empty },
  home: { path: '/', as: 'admin' },
  'home of a viewer': { path: '/', as: 'viewer' },
  'open menu': {
    path: '/',
    as: 'admin',
    then: (page) => page.locator('details.account:visible summary').click(),
  },
  'list, empty': { path: '/incidents', as: 'admin', on: empty },
  list: { path: '/incidents', as: 'admin' },
  'list without match': { path: '/incidents?year=1999', as: 'admin' },
  log: { path: '/incidents/new', as: 'admin', then: openAll },
  'log with errors': { path: '/incidents/new', as: 'admin', then: sendEmpty },
  incident: { path: '/incidents/2020-002', as: 'admin' },
  'incident of a viewer': { path: '/incidents/2020-002', as: 'viewer' },
  'incident of which nothing is known': { path: `/incidents/${ids.open}`, as: 'admin' },
  'incident with an error': { path: `/incidents/${ids.open}`, as: 'admin', then: sendEmpty },
  'removed incident': { path: `/incidents/${ids.removed}`, as: 'admin' },
  edit: { path: '/incidents/2020-002/edit', as: 'admin', then: openAll },
  times: { path: '/incidents/2020-002/times', as: 'admin' },
  'new symptom': { path: '/incidents/2020-002/symptoms/new', as: 'admin' },
  'new symptom with errors': { path: '/incidents/2020-002/symptoms/new', as: 'admin', then: sendEmpty },
  symptom: { path: `/incidents/2020-002/symptoms/${ids.symptom}`, as: 'admin' },
  timeline: { path: '/incidents/2020-002/timeline', as: 'admin' },
  'timeline, empty': { path: `/incidents/${ids.open}/timeline`, as: 'admin' },
  'timeline as it was known': {
    path: '/incidents/2020-002/timeline?knownAt=2020-03-02+09:30&kind=action',
    as: 'admin',
  },
  'timeline at no time': { path: '/incidents/2020-002/timeline?knownAt=soon', as: 'viewer' },
  'paste a timeline': { path: '/incidents/2020-002/timeline/paste', as: 'admin' },
  'pasted timeline': {
    path: '/incidents/2020-002/timeline/paste',
    as: 'admin',
    then: async (page) => {
      await page
        .locator('textarea[name=pasted]')
        .fill(
          '08:58 Messages fail\n23:59 UTC Traffic is back\n오후 14시 점검\nWho is on call?\n99:99 no time',
        )
      await page.locator('button[value=read]').click()
      await page.locator('.pasted-row').first().waitFor()
    },
  },
  event: { path: `/incidents/2020-002/timeline/${ids.event}`, as: 'admin' },
  statements: { path: '/incidents/2020-002/statements', as: 'admin' },
  statement: { path: `/incidents/2020-002/statements/${ids.statement}`, as: 'admin' },
  'new action item': { path: '/incidents/2020-002/actions/new', as: 'admin' },
  'public words': { path: '/incidents/2020-002/public', as: 'admin' },
  'new denied cause': { path: '/incidents/2020-002/denied/new', as: 'admin' },
  'denied cause': { path: `/incidents/2020-002/denied/${ids.denied}`, as: 'admin' },
  'action item': { path: `/incidents/2020-002/actions/${ids.action}`, as: 'admin' },
  'board of action items': { path: '/actions', as: 'admin', then: openAll },
  'board of action items, empty': { path: '/actions', as: 'viewer', on: empty },
  'board without match': { path: '/actions?state=dropped&owner=Nobody', as: 'viewer' },
  history: { path: '/incidents/2020-002/history', as: 'admin' },
  'no postmortem yet': { path: `/incidents/${ids.open}/postmortem`, as: 'admin' },
  'no postmortem, for a viewer': { path: `/incidents/${ids.open}/postmortem`, as: 'viewer' },
  postmortem: { path: '/incidents/2020-002/postmortem', as: 'admin' },
  'postmortem in review': { path: '/incidents/2020-001/postmortem', as: 'publisher', then: openAll },
  'postmortem being written': { path: '/incidents/2020-001/postmortem/edit', as: 'responder', then: openAll },
  'comments on a postmortem': {
    path: '/incidents/2020-001/postmortem/comments',
    as: 'viewer',
    then: openAll,
  },
  'revisions of a postmortem': { path: '/incidents/2020-001/postmortem/history', as: 'responder' },
  'postmortem import': { path: '/incidents/2020-002/postmortem/import', as: 'admin' },
  'postmortem import with errors': {
    path: '/incidents/2020-002/postmortem/import',
    as: 'admin',
    then: sendEmpty,
  },
  'no notice yet': { path: `/incidents/${ids.open}/notices`, as: 'admin' },
  'drafted notice': { path: '/incidents/2020-002/notices', as: 'admin', then: openAll },
  'published notice in the tool': { path: '/incidents/2020-001/notices', as: 'admin', then: openAll },
  'withdrawn notice in the tool': { path: `/incidents/${ids.withdrawn}/notices`, as: 'admin' },
  'notice in review': { path: `/incidents/${ids.inReview}/notices`, as: 'admin', then: openAll },
  'approved notice': { path: `/incidents/${ids.approved}/notices`, as: 'admin', then: openAll },
  'notice that differs from the record': {
    path: `/incidents/${ids.drifting}/notices`,
    as: 'admin',
    then: async (page) => {
      await page.locator('.drift').waitFor()
      await openAll(page)
    },
  },
  'notice of a viewer': { path: '/incidents/2020-002/notices', as: 'viewer' },
  publishing: { path: '/publishing', as: 'admin' },
  'publishing, empty': { path: '/publishing', as: 'admin', on: empty },
  'search, nothing typed': { path: '/search', as: 'viewer' },
  search: { path: '/search?q=message', as: 'viewer' },
  'search without match': { path: '/search?q=zzz&where=notice&year=1999', as: 'viewer' },
  palette: {
    path: '/',
    as: 'admin',
    then: async (page) => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type('message')
      await page.locator('dialog.palette .palette-detail').first().waitFor()
    },
  },
  trends: { path: '/trends?from=2017&to=2020&asOf=2020-03-02', as: 'admin', then: openAll },
  'trends by month, narrowed': {
    path: '/trends?from=2017&to=2020&asOf=2020-03-02&grain=month&severity=major',
    as: 'viewer',
    then: openAll,
  },
  'trends, nothing found': { path: '/trends?from=2020&asOf=2020-03-02&factor=supplier', as: 'viewer' },
  'trends, refused': { path: '/trends?asOf=soon&severity=huge', as: 'viewer', status: 400 },
  'yearly report': { path: '/trends/2020?asOf=2020-03-02', as: 'viewer' },
  'yearly report, nothing known': { path: '/trends/2015', as: 'publisher' },
  'trends, empty': { path: '/trends', as: 'admin', on: empty },
  account: { path: '/account', as: 'admin' },
  'organisation settings': { path: '/settings/organisation', as: 'admin' },
  'service settings': { path: '/settings/services', as: 'admin' },
  'service settings, empty': { path: '/settings/services', as: 'admin', on: empty },
  'one service': { path: `/settings/services/${ids.service}`, as: 'admin' },
  'postmortem templates': { path: '/settings/templates', as: 'publisher' },
  'one postmortem template': { path: `/settings/templates/${ids.template}`, as: 'publisher' },
  'new postmortem template with errors': {
    path: '/settings/templates/new',
    as: 'publisher',
    then: sendEmpty,
  },
  people: { path: '/settings/people', as: 'admin', then: openAll },
  'counting rules': { path: '/settings/counting-rules', as: 'admin' },
  'new counting rule': { path: '/settings/counting-rules/new', as: 'admin' },
  'yearly counts': { path: '/settings/yearly-counts', as: 'admin' },
  'yearly counts, empty': { path: '/settings/yearly-counts', as: 'admin', on: empty },
  'one yearly count': { path: `/settings/yearly-counts/${ids.yearlyCount}`, as: 'admin' },
  'one covered period': { path: `/settings/covered-periods/${ids.period}`, as: 'admin' },
  'duty settings': { path: '/settings/duties', as: 'admin' },
  'one counting rule': { path: `/settings/counting-rules/${ids.rule}`, as: 'admin' },
  'not found': { path: '/nothing/here', as: 'admin', status: 404 },
  'not allowed': { path: '/settings/people', as: 'viewer', status: 403 },
  'public list in Korean': { path: '/notices.ko', language: 'ko', plain: true },
  'public list in English': { path: '/notices.en', language: 'en', plain: true },
  'public notice in Korean': { path: '/notices/2020-001.ko', language: 'ko', plain: true },
  'public notice in English': { path: '/notices/2020-001.en', language: 'en', plain: true },
  'earlier version': { path: '/notices/2020-001/v/1.en', language: 'en', plain: true },
  'withdrawn notice': { path: `/notices/${ids.withdrawn}.en`, language: 'en', plain: true },
  'unknown notice': { path: '/notices/2020-999', status: 404, plain: true, language: 'ko' },
}

const VIEWS = {
  desk: {
    language: 'ko',
    options: { locale: 'ko-KR', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  },
  phone: {
    language: 'en',
    options: { locale: 'en-US', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  },
} as const

type View = keyof typeof VIEWS

interface Window {
  page: Page
  complaints: string[]
}

const windows = new Map<string, Promise<Window>>()

async function openWindow({ on = full, as }: Screen, view: View): Promise<Window> {
  const { options } = VIEWS[view]
  const context = await (as ? openAs(browser, on, as, options) : browser.newContext(options))
  const page = await context.newPage()
  return { page, complaints: listenForComplaints(page) }
}

/**
 * Everything that is wrong with a screen in one view. One window per view, server and person goes from screen to screen,
 * as people do, so that scripts, fonts and axe are read once.
 */
async function faultsOf(screen: Screen, view: View): Promise<string[]> {
  const key = [view, (screen.on ?? full).url, screen.as].join()
  const opened = windows.get(key) ?? openWindow(screen, view)
  windows.set(key, opened)
  try {
    return await lookAt(await opened, screen, view)
  } catch (error) {
    // Who looks again begins with a window of which nothing is known.
    windows.delete(key)
    throw error
  }
}

async function lookAt({ page, complaints }: Window, screen: Screen, view: View): Promise<string[]> {
  // What the screen before says when it is left is not this one's.
  page.once('framenavigated', () => complaints.splice(0))
  const answer = await page.goto((screen.on ?? full).url + screen.path)
  if (!screen.plain) await awake(page)
  await screen.then?.(page)
  // What moves in has other colours on its way.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)))

  const { status = 200, language = VIEWS[view].language } = screen
  const broken = await brokenRules(page)
  const wide = await elementsTooWide(page)
  const facts = await page.evaluate(() => ({
    language: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
  }))
  return [
    ...(answer?.status() === status ? [] : [`answered ${answer?.status()}`]),
    ...(facts.language === language ? [] : [`is in ${facts.language}`]),
    ...(facts.headings === 1 ? [] : [`has ${facts.headings} first headings`]),
    ...(/^(?! ·)(?!.*(undefined|null)).+/.test(facts.title) ? [] : [`is called ${facts.title}`]),
    ...broken,
    ...wide,
    ...complaints,
  ]
}

test.each(Object.entries(SCREENS))(
  '%s: on a desk and on a phone, in light and dark',
  async (_name, screen) => {
    // Side by side, because there are two processors.
    const [desk, phone] = await Promise.all([faultsOf(screen, 'desk'), faultsOf(screen, 'phone')])
    expect({ desk, phone }).toEqual({ desk: [], phone: [] })
  },
)
