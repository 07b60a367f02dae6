/**
 * A notice on its whole way, with two people: drafted in two languages, checked while it is typed, approved by the second
 * person, published, read signed out, held against a record that was corrected since, and corrected in public.
 */
import type { Page } from 'playwright-core'
import { afterAll, expect, inject, test } from 'vitest'
import { instantFromRfc3339 } from '#app/domain/instant.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import { subscribeMessages } from '#app/messages/subscribe.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { addReading, chooseReading } from '#app/models/marker.server.ts'
import { ACTOR } from '#tests/factories.ts'
import { launchBrowser } from '#tests/setup/browser.ts'
import { awake, brokenRules, elementsTooWide, listenForComplaints, openAs } from '#tests/setup/pages.ts'
import { TEST_PASSWORD, withDatabase } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer, type TestServer } from '#tests/setup/server.ts'

const REFERENCE = '2020-002'
const LEAK = '문의는 db01.internal.corp 담당에게 해 주십시오.'
const t = noticeMessages.ko

const browser = await launchBrowser(inject('chromiumPath'))
afterAll(() => browser.close())

/** The start as the record has it from now on, chosen by somebody with a reason. */
async function correctStart(server: TestServer): Promise<void> {
  await withDatabase(server, async (q) => {
    const { id } = await getIncidentRecord(REFERENCE, q)
    const change = { incidentId: id, markerKey: 'impact_start' as const, actor: ACTOR, now: now() }
    const value = { shape: 'instant', at: instantFromRfc3339('2020-03-02T09:00:00+09:00') } as const
    const readingId = await addReading({ ...change, value, source: 'log', sourceUrl: '' }, q)
    const { version } = await getIncidentRecord(REFERENCE, q)
    await chooseReading({ ...change, readingId, reason: 'the log', expectedVersion: version }, q)
  })
}

function now() {
  return instantFromRfc3339(new Date().toISOString())
}

const standing = (page: Page) => page.locator('.standing')
const press = (page: Page, name: string) => standing(page).getByRole('button', { name, exact: true }).click()

test('a notice is drafted, checked, approved by a second person, published, and corrected in public', async () => {
  const dataFolder = makeDataFolder()
  await runSagwa(['demo', '--password', TEST_PASSWORD], { dataFolder })
  const server = await startTestServer({ dataFolder })
  try {
    const writer = await (await openAs(browser, server, 'responder', { locale: 'ko-KR' })).newPage()
    const approver = await (await openAs(browser, server, 'publisher', { locale: 'ko-KR' })).newPage()
    const complaints = [writer, approver].map(listenForComplaints)
    const desk = `${server.url}/incidents/${REFERENCE}/notices`

    // Written and checked while it is typed: a host name stands in the way, and its place is shown on demand.
    await writer.goto(desk)
    await awake(writer)
    const body = writer.locator('[name=body_ko]')
    // The editor takes the text over once; what is written before that is not its own.
    await writer.locator('[data-language=ko] .editor-text').waitFor()
    await writer.locator('[data-language=en] .editor-text').waitFor()
    const clean = await body.inputValue()
    expect(clean).toContain('{{impact.window}}')
    const text = writer.locator('[data-language=ko] .editor-text')
    await text.focus()
    await writer.keyboard.press('Control+End')
    await writer.keyboard.press('Enter')
    await writer.keyboard.insertText(LEAK)
    const finding = writer.locator('#checks .finding-must').filter({ hasText: 'db01.internal.corp' })
    await finding.waitFor()
    await expect.poll(() => standing(writer).getByRole('button').count()).toBe(0)
    expect(await brokenRules(writer)).toEqual([])
    const editor = writer.locator('.editor').filter({ has: body })
    await editor.locator('.tool-more').click()
    await editor.locator('[data-tool=markdown]').click()
    await body.fill(clean)
    await finding.waitFor({ state: 'detached' })
    await editor.locator('.editor-switch button').click()
    await text.waitFor()
    await text.focus()
    await writer.keyboard.press('Control+End')
    await writer.keyboard.press('Enter')

    // A sentence around a fact, typed as a Korean keyboard does, syllable by syllable, and sent on with the last of them.
    await expect.poll(() => standing(writer).getByRole('button', { name: t.submit }).count()).toBe(1)
    await composeSentence(writer)
    await press(writer, t.submit)
    await standing(writer).getByText('검토 중').waitFor()
    // Whoever may not approve is not offered it, and nothing is online.
    expect(await standing(writer).getByRole('button', { name: t.approve, exact: true }).count()).toBe(0)
    const address = `${server.url}/notices/${REFERENCE}`
    expect((await writer.request.get(address)).status()).toBe(404)

    await approver.goto(`${server.url}/`)
    await approver.getByRole('link', { name: incidentMessages.ko.home.review(REFERENCE) }).click()
    await press(approver, t.approve)
    await press(approver, t.publishStep.first)
    await approver.getByText(t.published, { exact: true }).waitFor()

    const first = await read(address)
    expect(first).toContain('오전 8시 58분부터 10시 17분까지')
    expect(first).toContain('전송 지연은 1시간 19분 동안 이어졌습니다.')
    expect(await read(`${address}.en`)).toContain('08:58')

    // The record is corrected; whoever opens the tool learns what the public still reads.
    await correctStart(server)
    await writer.goto(`${server.url}/incidents/${REFERENCE}`)
    await writer.locator(`main a[href="/incidents/${REFERENCE}/notices#drift"]`).waitFor()
    await writer.goto(`${server.url}/`)
    await writer.getByRole('link', { name: incidentMessages.ko.home.drift(REFERENCE) }).click()
    const drift = writer.locator('.drift')
    await drift.waitFor()
    await awake(writer)
    const words = await drift.innerText()
    expect(words).toContain('오전 8시 58분')
    expect(words).toContain('오전 9시')
    expect(await brokenRules(writer)).toEqual([])
    expect(await read(address)).toBe(first)

    await drift.getByRole('button', { name: t.driftCorrect, exact: true }).click()
    const wrong = writer.locator('[name=words_ko]')
    await wrong.waitFor()
    expect(await wrong.inputValue()).toContain('‘2020년 3월 2일(월) 오전 9시’가 맞습니다.')
    await press(writer, t.submit)
    await standing(writer).getByText('검토 중').waitFor()
    await approver.goto(desk)
    await awake(approver)
    await press(approver, t.approve)
    await press(approver, t.publishStep.correction)
    await approver.getByText(t.published, { exact: true }).waitFor()

    const second = await read(address)
    expect(second.indexOf('오전 9시’가 맞습니다')).toBeGreaterThan(0)
    expect(second.indexOf('오전 9시’가 맞습니다')).toBeLessThan(second.search(/<h1[ >]/))
    expect(second).toContain('오전 9시부터 10시 17분까지')
    expect(await read(`${address}/v/1`)).toContain('오전 8시 58분부터 10시 17분까지')
    for (const form of ['atom', 'rss', 'json'])
      expect(await read(`${server.url}/notices/feed.${form}`), form).toContain('맞습니다')
    await approver.goto(desk)
    await standing(approver).getByText(t.next.done, { exact: true }).waitFor()
    expect(complaints.flat()).toEqual([])
  } finally {
    await server.stop()
  }
})

test('the desk fits a phone and shows one language at a time, and anybody can ask for notices by mail', async () => {
  const dataFolder = makeDataFolder()
  await runSagwa(['demo', '--password', TEST_PASSWORD], { dataFolder })
  // The mail stays in the outbox: nobody listens there.
  const env = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'Example <notices@example.org>' }
  const server = await startTestServer({ dataFolder, env })
  try {
    const viewport = { width: 390, height: 844 }
    const context = await openAs(browser, server, 'responder', { locale: 'en-GB', viewport })
    const page = await context.newPage()
    await page.goto(`${server.url}/incidents/${REFERENCE}/notices`)
    await awake(page)
    expect(await elementsTooWide(page)).toEqual([])
    const english = page.locator('[data-language=en]')
    expect(await english.isVisible()).toBe(false)
    await page.locator('.language-tabs').getByText('English').click()
    expect(await english.isVisible()).toBe(true)
    expect(await page.locator('[data-language=ko]').isVisible()).toBe(false)
    expect(await brokenRules(page)).toEqual([])

    // Only a browser says where a form was sent from.
    const reader = await (await browser.newContext()).newPage()
    await reader.goto(`${server.url}/subscribe?language=en`)
    await reader.locator('input[type=email]').fill('reader@example.org')
    await reader.getByRole('button').click()
    await reader.getByRole('heading', { name: subscribeMessages.en.checkTitle }).waitFor()
  } finally {
    await server.stop()
  }
})

/** Types the sentence where the caret is, with a fact chosen from the menu in its middle. */
async function composeSentence(page: Page): Promise<void> {
  const keyboard = await page.context().newCDPSession(page)
  const compose = async (words: string) => {
    for (const syllable of words) {
      const steps = /[가-힣]/.test(syllable) ? [beginningOf(syllable), syllable] : []
      for (const step of steps)
        await keyboard.send('Input.imeSetComposition', { text: step, selectionStart: 1, selectionEnd: 1 })
      await keyboard.send('Input.insertText', { text: syllable })
    }
  }
  await compose('전송 지연은 ')
  await page.keyboard.press('/')
  const menu = page.locator('.slash-menu')
  await menu.locator('.slash-menu-entry').filter({ hasText: '1시간 19분' }).first().click()
  await menu.waitFor({ state: 'detached' })
  // The chip brings no space of its own.
  await compose(' 동안 이어졌습니다.')
}

/** The first letter of a Korean syllable, as which its composition begins: Unicode, 3.12. */
function beginningOf(syllable: string): string {
  const first = Math.floor((syllable.charCodeAt(0) - 0xac00) / 588)
  return 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'[first]!
}

/** As anybody reads it: without a session. */
async function read(url: string): Promise<string> {
  const answer = await fetch(url)
  expect(answer.status, url).toBe(200)
  return answer.text()
}
