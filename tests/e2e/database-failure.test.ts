import { renameSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { frameMessages } from '#app/messages/frame.ts'
import { launchBrowser } from '#tests/setup/browser.ts'
import { signInAs, withDatabase } from '#tests/setup/people.ts'
import { startTestServer } from '#tests/setup/server.ts'

const server = await startTestServer()
const browser = await launchBrowser(inject('chromiumPath'))
afterAll(async () => {
  await browser.close()
  await server.stop()
})
const cookie = await signInAs(server, 'responder')
const words = frameMessages.ko.database

test.each([true, false])(
  'what was typed while the database was away is sent again from the page that says so (script: %s)',
  async (javaScriptEnabled) => {
    const context = await browser.newContext({ locale: 'ko-KR', javaScriptEnabled })
    const [name = '', value = ''] = cookie.split(/=(.*)/s)
    await context.addCookies([{ name, value, url: server.url }])
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      // The refusal itself is an error of the network to Chromium, and of the route to Remix; 404 is its favicon.ico.
      if (message.type() === 'error' && !/status of (404|503)|ErrorResponse/.test(message.text()))
        complaints.push(message.text())
    })
    await page.goto(`${server.url}/incidents/new`, { waitUntil: 'networkidle' })
    const title = `데이터베이스가 없을 때 ${javaScriptEnabled ? '하나' : '둘'}`
    await page.fill('[name=title]', title)
    await page.fill('[name=symptom]', '메시지가\n가지 않아요')
    const file = path.join(server.dataFolder, 'sagwa.db')
    renameSync(file, `${file}.away`)
    await page.locator('form:has([name=title]) button[type=submit]').click()
    await page.getByRole('heading', { name: words.title }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('ko')
    expect(await page.locator('main').textContent()).toContain('메시지가\n가지 않아요')
    expect(await page.title()).toBe(`${words.title} · Sagwa`)

    renameSync(`${file}.away`, file)
    await page.getByRole('button', { name: words.sendAgain }).click()
    await page.waitForURL(/\/incidents\/\d{4}-\d{3}$/)
    expect(await page.locator('main').textContent()).toContain(title)
    const titles = await withDatabase(server, (q) => q.selectFrom('incident').select('title').execute())
    expect(titles.filter((row) => row.title === title)).toHaveLength(1)
    expect(complaints).toEqual([])
    await context.close()
  },
)
