/**
 * From the first line at night to the notice that customers read: one incident goes the whole way in a real browser,
 * once in Korean and once in English.
 */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, expect, inject, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Language } from '#app/messages/define.ts'
import { accountMessages } from '#app/messages/account.ts'
import { incidentHeadingMessages } from '#app/messages/incident-heading.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import { shellMessages } from '#app/messages/shell.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { makeOrganisation, makeService } from '#tests/factories.ts'
import { launchBrowser } from '#tests/setup/browser.ts'
import { awake, listenForComplaints } from '#tests/setup/pages.ts'
import { addPerson, TEST_PASSWORD, withDatabase } from '#tests/setup/people.ts'
import { startTestServer, type TestServer } from '#tests/setup/server.ts'

const browser = await launchBrowser(inject('chromiumPath'))
afterAll(() => browser.close())

const STORY = {
  ko: {
    locale: 'ko-KR',
    title: '메시지가 전송되지 않음',
    service: '대화',
    started: '2020년 3월 2일 오전 8시 58분',
    symptom: '메시지를 보낼 수 없음',
    symptomElsewhere: 'Messages could not be sent',
    eventTime: '오전 9시 5분',
    event: '고객센터 문의가 늘어남',
    ended: '2020-03-02 10:17',
    length: '1시간 19분',
    window: '2020년 3월 2일(월) 오전 8시 58분부터 10시 17분까지',
  },
  en: {
    locale: 'en-GB',
    title: 'Messages are not sent',
    service: 'Chat',
    started: '2 March 2020 8:58 am',
    symptom: 'Messages could not be sent',
    symptomElsewhere: '메시지를 보낼 수 없음',
    eventTime: '9:05 am',
    event: 'Support tickets pile up',
    ended: '2020-03-02 10:17',
    length: '1 hour 19 minutes',
    window: /8:58.{1,20}10:17.{1,20}(KST|Korea)/,
  },
}

async function startWithOneService(): Promise<TestServer> {
  const server = await startTestServer()
  await withDatabase(server, async (q) => {
    await makeOrganisation(q)
    await makeService(q)
    await makeService(q, 'Pay', '송금')
  })
  await addPerson(server, 'publisher')
  return server
}

/** Presses Tab until the focus is on the control, as somebody without a mouse does. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let pressed = 0; pressed < 25; pressed += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Twenty-five times Tab do not lead to ${selector}`)
}

async function signInByKeyboard(page: Page): Promise<void> {
  await tabTo(page, 'input[name=email]')
  await page.keyboard.type('publisher@example.com')
  await tabTo(page, 'input[name=password]')
  await page.keyboard.type(TEST_PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/')
  // The frame says so when it hears the keys.
  await page.locator('html[data-script]').waitFor()
}

/** Publishing puts its own moment into the bytes: everything else has to be the same to the letter. */
function withoutMoment(text: string): string {
  const moment = /article:published_time" content="([^"]+)"/.exec(text) ?? /^published: (.+)$/m.exec(text)
  expect(moment, text.slice(0, 1500)).not.toBeNull()
  const machine = moment![1]!
  const words = new RegExp(`<time datetime="${machine.replaceAll('+', '\\+')}">([^<]*)</time>`).exec(
    text,
  )?.[1]
  const masked = text.replaceAll(machine, 'MOMENT')
  return words === undefined ? masked : masked.replaceAll(words, 'MOMENT')
}

async function bytesOf(context: BrowserContext, url: string): Promise<string> {
  const answer = await context.request.get(url)
  expect(answer.status(), url).toBe(200)
  return answer.text()
}

test.each(['ko', 'en'] as const)(
  'an incident goes from the log over the trend to the notice, in %s',
  async (language: Language) => {
    const story = STORY[language]
    const t = incidentMessages[language]
    const heading = incidentHeadingMessages[language]
    const n = noticeMessages[language]
    const server = await startWithOneService()
    const context = await browser.newContext({ locale: story.locale })
    try {
      const page = await context.newPage()
      const complaints = listenForComplaints(page)
      const button = (name: string) => page.getByRole('button', { name, exact: true })
      const tab = (name: string) => page.locator('nav.page-tabs').getByRole('link', { name, exact: true })

      // Sign in and log it, by keyboard alone.
      await page.goto(server.url)
      await awake(page)
      expect(await page.locator('h1').textContent()).toBe(accountMessages[language].signIn.title)
      await signInByKeyboard(page)
      await page.keyboard.press('n')
      await page.waitForURL('**/incidents/new')
      await tabTo(page, 'input[name=title]')
      await page.keyboard.type(story.title)
      await tabTo(page, 'input[name=serviceIds]')
      await page.keyboard.press('Space')
      await tabTo(page, 'input[name=started]')
      await page.keyboard.type(story.started)
      await tabTo(page, 'textarea[name=symptom]')
      await page.keyboard.type(story.symptom)
      await tabTo(page, 'form button[type=submit]')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/incidents/2020-001')
      await page.getByRole('heading', { level: 1, name: story.title, exact: true }).waitFor()

      // What users saw: the line of the log in the other language as well, and one more symptom.
      await page.locator('#symptoms').getByRole('link', { name: story.symptom }).click()
      await page
        .locator(`input[name=${language === 'ko' ? 'textEn' : 'textKo'}]`)
        .fill(story.symptomElsewhere)
      await button(t.edit.save).click()
      await page.waitForURL('**/incidents/2020-001#symptoms')
      await page.getByRole('link', { name: t.record.addSymptom }).first().click()
      await page.locator('input[name=textKo]').fill('PC에서 로그인할 수 없음')
      await page.locator('input[name=textEn]').fill('Sign-in failed on PC')
      await page.locator('input[name=startedAt]').fill('09:10')
      await button(t.edit.save).click()
      await page.waitForURL('**/incidents/2020-001#symptoms')
      await page.locator('#symptoms tbody tr').nth(1).waitFor()

      await tab(heading.tabs.timeline).click()
      await page.locator('input[name=occurredAt]').fill(story.eventTime)
      await page.locator('textarea[name=text]').fill(story.event)
      await button(t.event.add).click()
      await page.locator('ol.timeline').getByText(story.event).waitFor()
      expect(await page.locator('ol.timeline .event-time time').getAttribute('datetime')).toBe(
        '2020-03-02T09:05:00+09:00',
      )
      // The next one begins with an empty form, and leaving asks nothing.
      expect(await page.locator('textarea[name=text]').inputValue()).toBe('')

      await tab(heading.tabs.record).click()
      await page.locator('input[name=time]').fill(story.ended)
      await button(t.record.endAndClose).click()
      await page.getByText(heading.closed, { exact: true }).first().waitFor()
      await page.getByText(story.length, { exact: true }).first().waitFor()

      // In the trend: a dot and the count of its year.
      await page
        .locator('header.rail')
        .getByRole('link', { name: shellMessages[language].places.trends })
        .click()
      await page.waitForURL('**/trends')
      await page.goto(`${server.url}/trends?from=2019&to=2020&asOf=2020-12-31`)
      const dot = page.locator('.year-strips a.chart-dot')
      expect(await dot.getAttribute('href')).toBe('/incidents/2020-001')
      expect(await dot.getAttribute('aria-label')).toContain('2020-001')
      expect(
        await page
          .locator('.trend-table')
          .getByRole('link', { name: trendMessages[language].openIncidents(2020, 1) })
          .textContent(),
      ).toBe('1')
      await dot.click()
      await page.waitForURL('**/incidents/2020-001')
      await awake(page)

      // The notice: what the record cannot know is missing, keeps it from going out, and is written by a person.
      await tab(heading.tabs.notices).click()
      await button(n.start).click()
      await page.locator('.standing').waitFor()
      // As long as anything is missing there is no button that would put it online.
      expect(
        await page.locator('.standing').getByRole('button', { name: n.publish, exact: true }).count(),
      ).toBe(0)
      expect((await context.request.get(`${server.url}/notices/2020-001`)).status()).toBe(404)
      for (const name of ['body_ko', 'body_en']) {
        const text = page.locator(`textarea[name=${name}]`)
        const draft = await text.inputValue()
        expect(draft).toContain('{{?')
        // Gaps, and the facts that this record does not know.
        const filled = draft.replaceAll(/\{\{(?:\?[^}]*|scope)\}\}/g, '2020-04-30: 2 × capacity')
        const editor = page.locator('.editor').filter({ has: text })
        await editor.locator('.tool-more').click()
        await editor.locator('[data-tool=markdown]').click()
        await text.fill(filled)
      }
      await page.locator('.standing').getByRole('button', { name: n.publish, exact: true }).waitFor()
      await button(n.save).click()
      // In its place, as it saves itself while it is written.
      await page.locator('form:not([data-unsaved]) .status-line svg').waitFor()

      const files = ['ko', 'en', 'ko.md', 'en.md']
      const previews: string[] = []
      for (const file of files) {
        previews.push(await bytesOf(context, `${server.url}/incidents/2020-001/notices/preview/${file}`))
      }
      await page.locator('.standing').getByRole('button', { name: n.publish, exact: true }).click()
      await page.getByText(n.published, { exact: true }).waitFor()
      for (const [index, file] of files.entries()) {
        const published = await bytesOf(context, `${server.url}/notices/2020-001.${file}`)
        expect(withoutMoment(published), file).toBe(withoutMoment(previews[index]!))
      }

      await readAsCustomer(server, language)
      expect(complaints).toEqual([])
    } finally {
      await context.close()
      await server.stop()
    }
  },
)

/** Signed out, without script, and nothing of the visit stays behind. */
async function readAsCustomer(server: TestServer, language: Language): Promise<void> {
  const story = STORY[language]
  const context = await browser.newContext({ javaScriptEnabled: false, locale: story.locale })
  try {
    const page = await context.newPage()
    const requested: string[] = []
    page.on('request', (request) => requested.push(request.resourceType()))
    await page.goto(`${server.url}/notices.${language}`)
    await page.locator('main a').filter({ hasText: story.service }).first().click()
    expect(new URL(page.url()).pathname).toMatch(/^\/notices\/2020-001/)
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
    expect(await page.locator('h1').textContent()).toContain(story.service)
    const words = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ')
    expect(words).toContain(story.length)
    expect(words).toMatch(story.window)
    expect(words).toContain('2020-04-30: 2 × capacity')
    expect(requested).not.toContain('script')
    expect(requested).not.toContain('font')
    expect(await context.cookies()).toEqual([])

    const link = page.locator('a[href$=".md"]').first()
    const file = await context.request.get(new URL((await link.getAttribute('href'))!, page.url()).href)
    expect(file.headers()['content-type']).toBe('text/markdown; charset=utf-8')
    const [, frontMatter = '', body = ''] = /^---\n(.*?)---\n(.*)$/s.exec(await file.text()) ?? []
    expect(parseYaml(frontMatter)).toMatchObject({
      reference: '2020-001',
      start: '2020-03-02T08:58:00+09:00',
      end: '2020-03-02T10:17:00+09:00',
      duration_minutes: 79,
      services: [story.service],
      status: 'resolved',
      language,
      version: 1,
    })
    expect(body).toContain(story.length)
    expect(body).not.toContain('{{')
  } finally {
    await context.close()
  }
}

test('whoever has no script signs in, logs an incident and ends it all the same', async () => {
  const server = await startWithOneService()
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'ko-KR' })
  try {
    const t = incidentMessages.ko
    const heading = incidentHeadingMessages.ko
    const page = await context.newPage()
    await page.goto(`${server.url}/incidents/new`)
    await page.locator('input[name=email]').fill('publisher@example.com')
    await page.locator('input[name=password]').fill(TEST_PASSWORD)
    await page.locator('form button[type=submit]').first().click()
    expect(new URL(page.url()).pathname).toBe('/incidents/new')

    await page.locator('input[name=started]').fill('오후 14시')
    await page.locator('textarea[name=symptom]').fill('메시지를 보낼 수 없음')
    await page.getByRole('button', { name: t.log.submit }).click()
    // Refused, with everything still there.
    expect(await page.locator('.error-summary li').count()).toBe(2)
    expect(await page.locator('textarea[name=symptom]').inputValue()).toBe('메시지를 보낼 수 없음')
    await page.locator('input[name=title]').fill('메시지가 전송되지 않음')
    await page.locator('input[name=started]').fill('2020-03-02 14:00')
    await page.getByLabel('대화').check()
    await page.getByRole('button', { name: t.log.submit }).click()
    expect(new URL(page.url()).pathname).toBe('/incidents/2020-001')

    await page.locator('input[name=time]').fill('2020-03-02 15:00')
    await page.getByRole('button', { name: t.record.endOnly }).click()
    expect(await page.locator('main').innerText()).toContain('1시간')
    await page.getByRole('button', { name: t.record.close, exact: true }).click()
    expect(await page.locator('main').innerText()).toContain(heading.closed)
  } finally {
    await context.close()
    await server.stop()
  }
})
