import { afterAll, expect, inject, test } from 'vitest'
import { launchBrowser } from '#tests/setup/browser.ts'
import { startTestServer } from '#tests/setup/server.ts'

const server = await startTestServer()
const browser = await launchBrowser(inject('chromiumPath'))
afterAll(async () => {
  await browser.close()
  await server.stop()
})

test('a page comes alive in the browser without a complaint from React or from the policy', async () => {
  const page = await browser.newPage({ locale: 'ko-KR' })
  const complaints: string[] = []
  page.on('console', (message) => {
    // The page itself is a 404, which Chromium reports as an error of the network.
    if (message.type() !== 'error' && message.type() !== 'warning') return
    if (!message.text().includes('status of 404')) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${server.url}/nothing`, { waitUntil: 'networkidle' })
  await page.waitForFunction(() => Object.keys(document.body).some((key) => key.startsWith('__react')))
  expect(await page.locator('html').getAttribute('lang')).toBe('ko')
  expect(await page.locator('h1').textContent()).toBe('이 주소에는 아무것도 없어요')
  expect(complaints).toEqual([])
  await page.close()
})

test('the language is chosen without script and remembered', async () => {
  const context = await browser.newContext({ locale: 'en-US', javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${server.url}/nothing`)
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await page.getByRole('button', { name: '한국어' }).click()
  expect(new URL(page.url()).pathname).toBe('/nothing')
  expect(await page.locator('html').getAttribute('lang')).toBe('ko')
  await page.goto(`${server.url}/elsewhere`)
  expect(await page.locator('html').getAttribute('lang')).toBe('ko')
  await context.close()
})
