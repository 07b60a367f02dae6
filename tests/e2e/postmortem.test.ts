/** A postmortem from its template to its approval by somebody else, in a real browser. */
import { afterAll, expect, inject, test } from 'vitest'
import { searchMessages } from '#app/messages/search.ts'
import { shellMessages } from '#app/messages/shell.ts'
import { launchBrowser } from '#tests/setup/browser.ts'
import { awake, openAs } from '#tests/setup/pages.ts'
import { TEST_PASSWORD } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer } from '#tests/setup/server.ts'
import { rmSync } from 'node:fs'

const dataFolder = makeDataFolder()
await runSagwa(['demo', '--password', TEST_PASSWORD], { dataFolder })
const server = await startTestServer({ dataFolder })
const browser = await launchBrowser(inject('chromiumPath'))
afterAll(async () => {
  await browser.close()
  await server.stop()
  rmSync(dataFolder, { recursive: true, force: true })
})

test('a template becomes a postmortem that somebody else approves', async () => {
  const writer = await openAs(browser, server, 'responder', { locale: 'ko-KR' })
  const page = await writer.newPage()
  const here = `${server.url}/incidents/2020-001/postmortem`
  await page.goto(here)
  await page.getByLabel('짧은 보고서').check()
  await page.locator('button[value=start]').click()
  await page.waitForURL(`${here}/edit`)
  await awake(page)

  // The editor that covers the textarea keeps it up to date; as Markdown the same text can be written.
  await page.getByRole('button', { name: '마크다운으로' }).click()
  const text = page.locator('textarea[name=markdown]')
  await text.waitFor({ state: 'visible' })
  const draft = await text.inputValue()
  expect(draft).toContain('{{impact}}')
  await text.fill(
    draft.replace('{{?무엇이 잘되었나요}}', '담당자 실수로 알림이 늦었다. {{impact.duration}} 뒤에 끝났다.'),
  )
  await page.getByRole('tab', { name: '점검' }).click()
  await page.locator('.blame .finding').first().waitFor()
  await page.locator('button[value=save]').click()
  await page.waitForURL(/saved=/)

  await page.locator('.blame .keep summary').first().click()
  await page.locator('.blame textarea[name=reason]').first().fill('보고서를 인용한 말')
  await page.locator('button[value=keep_finding]').first().click()
  await page.getByText('그대로 둔 표현 (1)').waitFor()

  await page.goto(here)
  await page.locator('article.postmortem').getByText('2시간 15분 뒤에 끝났다').waitFor()
  await page.locator('button[value=submit]').click()
  await page.getByText('검토 중').waitFor()

  const reviewer = await openAs(browser, server, 'publisher', { locale: 'ko-KR' })
  const review = await reviewer.newPage()
  await review.goto(here)
  await review.locator('button[value=approve]').click()
  await review.getByText('승인됨').first().waitFor()

  const file = await reviewer.request.get(`${here}.md`)
  const markdown = await file.text()
  expect(file.headers()['content-type']).toContain('text/markdown')
  expect(markdown).toMatch(/^---\ntitle: /)
  expect(markdown).toContain('review: approved')
  expect(markdown).toContain('2시간 15분 뒤에 끝났다')
  expect(markdown).not.toContain('{{impact')
})

test('a postmortem is read without any script, which comes with the first key or click that needs it', async () => {
  const reader = await openAs(browser, server, 'viewer', { locale: 'ko-KR' })
  const page = await reader.newPage()
  const scripts: string[] = []
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url())
  })
  const here = `${server.url}/incidents/2020-002/postmortem`
  await page.goto(here)
  await page.locator('article.postmortem').getByRole('heading').first().waitFor()
  expect(scripts).toEqual([])

  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: shellMessages.ko.keys.title }).waitFor()
  expect(scripts).not.toEqual([])

  await page.goto(here)
  await page.locator('header.rail [data-opens-palette]').click()
  await page.getByRole('dialog', { name: searchMessages.ko.paletteLabel }).waitFor()
  expect(page.url()).toBe(here)

  // Where the script cannot be had, the link is a link.
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.goto(here)
  await page.locator('header.rail [data-opens-palette]').click()
  await page.waitForURL('**/search')
  await reader.close()
})
