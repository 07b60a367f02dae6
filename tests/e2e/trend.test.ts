/** The trend as it is used without a mouse, without a script and on paper. */
import { rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, expect, inject, test } from 'vitest'
import { launchBrowser } from '#tests/setup/browser.ts'
import { awake, brokenRules, elementsTooWide, listenForComplaints, openAs } from '#tests/setup/pages.ts'
import { withDatabase } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer } from '#tests/setup/server.ts'
import { makeIncident, makeOrganisation, makeService } from '#tests/factories.ts'

const dataFolder = makeDataFolder()
await runSagwa(['demo', '--password', 'correct horse battery'], { dataFolder })
const server = await startTestServer({ dataFolder })
const crowded = await startTestServer()
await withDatabase(crowded, async (q) => {
  await makeOrganisation(q)
  const services: string[] = []
  for (let index = 0; index < 14; index += 1) {
    services.push(await makeService(q, `A service with a long name ${index}`, `이름이 긴 서비스 ${index}`))
  }
  for (let index = 0; index < 120; index += 1) {
    const year = 1999 + (index % 20)
    const month = String((index % 12) + 1).padStart(2, '0')
    const day = String((index % 27) + 1).padStart(2, '0')
    await makeIncident(q, {
      started: `${year}-${month}-${day}T${String(index % 24).padStart(2, '0')}:00:00+09:00`,
      serviceIds: [services[index % 14]!],
    })
  }
})
const browser = await launchBrowser(inject('chromiumPath'))
afterAll(async () => {
  await browser.close()
  await Promise.all([server.stop(), crowded.stop()])
  rmSync(dataFolder, { recursive: true, force: true })
})

const ORIGIN = '/trends?from=2017&to=2020&asOf=2020-03-02'
const CROWDED = '/trends?from=1999&to=2018&asOf=2018-12-31'

const focused = (page: Page) =>
  page.evaluate(() => ({
    href: document.activeElement?.getAttribute('href') ?? '',
    classes: document.activeElement?.getAttribute('class') ?? '',
  }))

/** Presses Tab until an element is reached, as somebody without a mouse would; at most as often as a page has links. */
async function tabTo(page: Page, reached: (at: { href: string; classes: string }) => boolean) {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab')
    const at = await focused(page)
    if (reached(at)) return at
  }
  throw new Error('The keyboard does not get there.')
}

test('from a bar to the incidents behind it and on to one of them, by the keyboard alone and without a script', async () => {
  const context = await openAs(browser, server, 'viewer', { locale: 'ko-KR', javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(server.url + ORIGIN)
  const bar = await tabTo(page, ({ classes }) => classes.includes('chart-bar'))
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${bar.href}`)
  const rows = page.locator('.incident-table tbody tr')
  expect(await rows.count()).toBe(2)
  await tabTo(page, ({ href }) => href === '/incidents/2020-001')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/incidents/2020-001')
  await context.close()
})

test('the form narrows the trend without a script, and a chip takes the filter off again', async () => {
  const context = await openAs(browser, server, 'viewer', { locale: 'en-US', javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${server.url}${ORIGIN}&grain=quarter`)
  await page.locator('.trend-narrow > summary').click()
  await page.locator('select[name=severity]').selectOption('critical')
  await page.locator('.trend-question button').click()
  await page.waitForURL('**severity=critical**')
  expect(new URL(page.url()).searchParams.get('grain')).toBe('quarter')
  await page.locator('.chip').click()
  await page.waitForURL((url) => !url.searchParams.has('severity'))
  expect(await page.locator('.chip').count()).toBe(0)
  await context.close()
})

test('the trend fits one sheet of A4, with four years and with twenty', async () => {
  for (const [on, path, locale] of [
    [server, ORIGIN, 'ko-KR'],
    [server, `${ORIGIN}&grain=month`, 'en-US'],
    [crowded, CROWDED, 'ko-KR'],
    [crowded, `${CROWDED}&grain=month`, 'en-US'],
  ] as const) {
    const context = await openAs(browser, on, 'viewer', { locale })
    const page = await context.newPage()
    await page.goto(on.url + path)
    await awake(page)
    const paper = await page.pdf({ format: 'A4', preferCSSPageSize: true })
    expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g), path).toHaveLength(1)
    await context.close()
  }
})

test('twenty years and many services fit a phone, and their pictures can be passed by', async () => {
  const context = await openAs(browser, crowded, 'viewer', {
    locale: 'ko-KR',
    colorScheme: 'dark',
    viewport: { width: 390, height: 844 },
  })
  const page = await context.newPage()
  const complaints = listenForComplaints(page)
  await page.goto(crowded.url + CROWDED)
  await awake(page)
  expect(await elementsTooWide(page)).toEqual([])
  expect(await brokenRules(page)).toEqual([])
  const skip = page.locator('#strips .rows-chart-skip')
  await skip.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect((await focused(page)).classes).not.toContain('chart-dot')
  expect(complaints).toEqual([])
  await context.close()
})

test('under a mouse a chart tells its numbers, and its bars still lead to their incidents', async () => {
  const context = await openAs(browser, server, 'viewer', { locale: 'en-US' })
  const page = await context.newPage()
  const complaints = listenForComplaints(page)
  await page.goto(server.url + ORIGIN)
  await awake(page)
  const bar = page.locator('#counts .chart-wide .chart-bar')
  await bar.hover()
  await page.locator('#counts-live').waitFor()
  const live = page.locator('#counts-live .chart-bar')
  await live.hover()
  await page.locator('.chart-hint').getByText('2 incidents').waitFor()
  await live.click()
  await page.waitForURL('**/incidents?rule=default**')
  expect(complaints).toEqual([])
  await context.close()
})
