/** Takes the three pictures of the README from the running product: `npm run pictures`, after `npm run build`. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { findOrInstallBrowser, launchBrowser } from './setup/browser.ts'
import { makeDataFolder, runSagwa, startTestServer } from './setup/server.ts'

const PASSWORD = 'a password for pictures'
const PICTURES = [
  { name: 'incident', address: '/incidents/2020-002', height: 760 },
  { name: 'trend', address: '/trends?from=2017&to=2020&asOf=2020-03-02', height: 930 },
  {
    name: 'postmortem',
    address: '/incidents/2020-002/postmortem/edit',
    height: 930,
    // The editor, then the parts of the record in it, then the connection to those who write along.
    ready: [
      '[contenteditable=true] .record-block table',
      '.writing-outline li',
      '.live-state[data-status=live]',
    ],
  },
]

const folder = path.resolve(import.meta.dirname, '../.github/pictures')
mkdirSync(folder, { recursive: true })
const dataFolder = makeDataFolder()
const demo = await runSagwa(['demo', '--password', PASSWORD], { dataFolder })
if (demo.code !== 0) throw new Error(demo.stderr)
const server = await startTestServer({ dataFolder })
const browser = await launchBrowser(findOrInstallBrowser().executable)
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 760 }, locale: 'en' })
  await page.goto(`${server.url}/sign-in`)
  await page.fill('input[name=email]', 'publisher@example.com')
  await page.fill('input[name=password]', PASSWORD)
  await Promise.all([page.waitForURL(`${server.url}/`), page.keyboard.press('Enter')])
  for (const { name, address, height, ready = [] } of PICTURES) {
    await page.setViewportSize({ width: 1280, height })
    await page.goto(server.url + address)
    await page.waitForLoadState('networkidle')
    for (const selector of ready) await page.locator(selector).first().waitFor()
    await page.screenshot({ path: path.join(folder, `${name}.png`) })
  }
} finally {
  await browser.close()
  await server.stop()
}
