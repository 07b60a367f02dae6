/** Working without a mouse, beside somebody else, and in the way one has chosen. */
import type { Page } from 'playwright-core'
import { afterAll, expect, inject, test } from 'vitest'
import { formMessages } from '#app/messages/forms.ts'
import { frameMessages } from '#app/messages/frame.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import { shellMessages } from '#app/messages/shell.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { getNotice } from '#app/models/notice.server.ts'
import { makeIncident, makeOrganisation, makeService } from '#tests/factories.ts'
import { launchBrowser } from '#tests/setup/browser.ts'
import { awake, openAs } from '#tests/setup/pages.ts'
import { withDatabase } from '#tests/setup/people.ts'
import { startTestServer } from '#tests/setup/server.ts'

const server = await startTestServer()
const browser = await launchBrowser(inject('chromiumPath'))
await withDatabase(server, async (q) => {
  await makeOrganisation(q)
  const serviceId = await makeService(q)
  await makeService(q, 'Pay', '송금')
  for (const day of ['01', '02', '03']) {
    await makeIncident(q, { started: `2020-03-${day}T09:00:00+09:00`, serviceIds: [serviceId] })
  }
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})

const focused = (page: Page) =>
  page.evaluate(
    () => document.activeElement?.getAttribute('href') ?? document.activeElement?.getAttribute('name'),
  )

/** What a keyboard in Korean mode sends; Playwright has no such keys. */
const pressKorean = (page: Page, key: string) =>
  page.evaluate((letter) => {
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: letter, bubbles: true, cancelable: true }),
    )
  }, key)

async function open(page: Page, path: string): Promise<void> {
  await page.goto(server.url + path)
  await awake(page)
}

test('j and k go through the rows, Enter opens one, n logs a new incident, also on a Korean keyboard', async () => {
  const context = await openAs(browser, server, 'responder', { locale: 'ko-KR' })
  const page = await context.newPage()
  await open(page, '/incidents')
  await page.keyboard.press('j')
  expect(await focused(page)).toBe('/incidents/2020-003')
  await page.keyboard.press('j')
  await pressKorean(page, 'ㅓ')
  expect(await focused(page)).toBe('/incidents/2020-001')
  await page.keyboard.press('k')
  expect(await focused(page)).toBe('/incidents/2020-002')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/incidents/2020-002')
  await pressKorean(page, 'ㅜ')
  await page.waitForURL('**/incidents/new')
  // In a field the keys are letters.
  await page.locator('input[name=title]').focus()
  await page.keyboard.type('n/j?')
  expect(await page.locator('input[name=title]').inputValue()).toBe('n/j?')
  expect(new URL(page.url()).pathname).toBe('/incidents/new')
  await context.close()
})

test('/ leads to the search and ? shows the keys', async () => {
  const context = await openAs(browser, server, 'responder', { locale: 'en-US' })
  const page = await context.newPage()
  await open(page, '/incidents')
  await page.keyboard.press('/')
  expect(await page.evaluate(() => document.activeElement?.closest('form')?.className)).toBe('filters')
  await open(page, '/')
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: shellMessages.en.keys.title })
  await keys.waitFor()
  expect(await keys.innerText()).toContain(shellMessages.en.keys.newIncident)
  await page.keyboard.press('Escape')
  await keys.waitFor({ state: 'hidden' })
  await context.close()
})

test('a viewer has no key for what a viewer may not do', async () => {
  const context = await openAs(browser, server, 'viewer', { locale: 'en-US' })
  const page = await context.newPage()
  await open(page, '/incidents')
  await page.keyboard.press('n')
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: shellMessages.en.keys.title })
  await keys.waitFor()
  expect(await keys.innerText()).not.toContain(shellMessages.en.keys.newIncident)
  expect(new URL(page.url()).pathname).toBe('/incidents')
  await context.close()
})

test('the first Tab offers to skip to the content', async () => {
  const context = await openAs(browser, server, 'viewer', { locale: 'ko-KR' })
  const page = await context.newPage()
  await open(page, '/incidents')
  await page.keyboard.press('Tab')
  const link = page.getByRole('link', { name: frameMessages.ko.skipToContent })
  expect(await link.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  await context.close()
})

test('a refused form moves the focus to what is wrong, and from there to the field', async () => {
  const context = await openAs(browser, server, 'responder', { locale: 'ko-KR' })
  const page = await context.newPage()
  for (const [path, field] of [
    ['/incidents/new', 'title'],
    ['/incidents/2020-001', 'time'],
    ['/incidents/2020-001/times', 'time'],
    ['/incidents/2020-001/timeline', 'occurredAt'],
    ['/incidents/2020-001/statements', 'speaker'],
  ] as const) {
    await open(page, path)
    await page.locator(`form:has([name=${field}]) button[type=submit]`).first().click()
    await page.waitForFunction(() => document.activeElement?.classList.contains('error-summary'), null, {
      timeout: 5000,
    })
    await page.locator('.error-summary a').first().click()
    expect(await focused(page), path).toBe(field)
  }
  await context.close()
})

test('what is typed is not lost by a wrong click', async () => {
  const context = await openAs(browser, server, 'responder', { locale: 'en-US' })
  const page = await context.newPage()
  await open(page, '/incidents/2020-001/edit')
  await page.locator('textarea[name=summary]').fill('Half a thought')
  const asked: string[] = []
  page.once('dialog', (dialog) => {
    asked.push(dialog.message())
    void dialog.dismiss()
  })
  await page.locator('header.rail a[href="/incidents"]').click()
  expect(asked).toEqual([shellMessages.en.unsaved])
  expect(await page.locator('textarea[name=summary]').inputValue()).toBe('Half a thought')
  page.once('dialog', (dialog) => void dialog.accept())
  await page.locator('header.rail a[href="/incidents"]').click()
  await page.waitForURL('**/incidents')
  await context.close()
})

test('a notice saves itself while it is written, says so, and says when it cannot', async () => {
  const t = noticeMessages.en
  const context = await openAs(browser, server, 'publisher', { locale: 'en-US' })
  const page = await context.newPage()
  await open(page, '/incidents/2020-003/notices')
  await page.getByRole('button', { name: t.start }).click()
  const title = page.locator('[name=title_en]')
  await title.fill('We were wrong')
  await page.locator('form:not([data-unsaved]) .status-line svg').waitFor()
  const saved = () => withDatabase(server, async (q) => (await getNotice('2020-003', q)).texts.en?.title)
  await expect.poll(saved).toBe('We were wrong')

  await context.setOffline(true)
  await title.fill('We were wrong, and we are sorry')
  await page.getByText(t.autosaveFailed).waitFor()
  await context.setOffline(false)
  await page.getByText(t.autosaveFailed).waitFor({ state: 'detached' })
  await expect.poll(saved).toBe('We were wrong, and we are sorry')
  expect(await title.inputValue()).toBe('We were wrong, and we are sorry')
  await context.close()
})

test('of two people who write the same notice the second sees both texts, and only those that differ', async () => {
  const conflict = formMessages.en.conflict
  const first = await openAs(browser, server, 'responder', { locale: 'en-US' })
  const second = await openAs(browser, server, 'publisher', { locale: 'en-US' })
  const [one, other] = [await first.newPage(), await second.newPage()]
  await open(one, '/incidents/2020-001/notices')
  await one.getByRole('button', { name: noticeMessages.en.start }).click()
  await one.locator('[name=title_en]').waitFor()
  await open(other, '/incidents/2020-001/notices')
  await one.locator('[name=title_en]').fill('From the first')
  await one.locator('form:not([data-unsaved]) .status-line svg').waitFor()
  await expect
    .poll(() => withDatabase(server, async (q) => (await getNotice('2020-001', q)).texts.en?.title))
    .toBe('From the first')
  await other.locator('input[type=text][name=title_en]').fill('From the second')
  await other.getByRole('heading', { name: conflict.title }).waitFor()
  const differing = other.locator('section.conflict tr[data-differs]')
  expect(await differing.count()).toBe(1)
  expect(await differing.innerText()).toContain('From the first')
  expect(await differing.innerText()).toContain('From the second')
  await other.getByRole('button', { name: noticeMessages.en.save, exact: true }).click()
  const kept = other.locator('input[type=text][name=title_en]')
  await kept.waitFor()
  expect(await kept.inputValue()).toBe('From the second')
  await first.close()
  await second.close()
})

test('after two people changed the same incident both versions are shown, and nothing is lost', async () => {
  const t = incidentMessages.en
  const conflict = formMessages.en.conflict
  const first = await openAs(browser, server, 'responder', { locale: 'en-US' })
  const second = await openAs(browser, server, 'publisher', { locale: 'en-US' })
  const [one, other] = [await first.newPage(), await second.newPage()]
  await open(one, '/incidents/2020-002/edit')
  await open(other, '/incidents/2020-002/edit')

  await one.locator('input[name=title]').fill('Nobody can send pictures')
  await one.locator('textarea[name=cause]').fill('A full disk')
  await one.getByLabel('Pay').check()
  await one.getByRole('button', { name: t.edit.save, exact: true }).click()
  await one.waitForURL('**/incidents/2020-002')

  await other.locator('input[name=title]').fill('Pictures fail')
  await other.locator('textarea[name=summary]').fill('It began with one disk.')
  await other.getByRole('radio', { name: shellMessages.en.severity.critical }).check()
  await other.getByRole('button', { name: t.edit.save, exact: true }).click()
  await other.getByRole('heading', { name: conflict.title }).waitFor()
  const panel = await other.locator('section.conflict').innerText()
  for (const words of [
    'Pictures fail',
    'Nobody can send pictures',
    'A full disk',
    'It began with one disk.',
  ]) {
    expect(panel).toContain(words)
  }
  // Choices are shown as people know them, and services are among what may differ.
  expect(panel).toContain(shellMessages.en.severity.critical)
  expect(panel).toContain(shellMessages.en.severity.major)
  // The services of today are read once more after the refusal; the panel does not wait for them.
  await other.locator('form.form').getByText(`${conflict.theirs}: Chat, Pay`).waitFor()

  const choose = (name: string, value: string) =>
    other.locator(`input[name=${name}][value="${value}"]`).check()
  await choose('title', 'Nobody can send pictures')
  await choose('cause', 'A full disk')
  await other.getByLabel('Pay').check()
  await other.getByRole('button', { name: t.edit.save, exact: true }).click()
  await other.waitForURL('**/incidents/2020-002')
  const record = await withDatabase(server, (q) => getIncidentRecord('2020-002', q))
  expect(record).toMatchObject({
    title: 'Nobody can send pictures',
    cause: 'A full disk',
    summary: 'It began with one disk.',
    severity: 'critical',
  })
  expect(record.services).toHaveLength(2)
  await first.close()
  await second.close()
})

test('the language follows the browser at first; a choice of language and brightness is remembered', async () => {
  const context = await openAs(browser, server, 'viewer', { locale: 'ko-KR', colorScheme: 'light' })
  const page = await context.newPage()
  await open(page, '/incidents')
  const html = page.locator('html')
  expect(await html.getAttribute('lang')).toBe('ko')
  const ground = (which: Page) =>
    which.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const light = await ground(page)

  const menu = page.locator('header.rail details.account summary')
  await menu.click()
  await page.locator('header.rail').getByRole('button', { name: 'English' }).click()
  await page.waitForFunction(() => document.documentElement.lang === 'en')
  expect(new URL(page.url()).pathname).toBe('/incidents')
  await awake(page)
  await menu.click()
  await page.locator('header.rail').getByRole('button', { name: shellMessages.en.theme.dark }).click()
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark')
  const dark = await ground(page)
  expect(dark).not.toBe(light)

  const later = await context.newPage()
  await open(later, '/trends')
  expect(await later.locator('html').getAttribute('lang')).toBe('en')
  expect(await ground(later)).toBe(dark)
  await context.close()
})
