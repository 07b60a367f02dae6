/** What the browser tests ask of a page: that it is quiet, usable by everybody, and fits. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type axe from 'axe-core'
import type { Role } from '#db/schema.ts'
import { signInAs } from './people.ts'
import type { TestServer } from './server.ts'

declare global {
  interface Window {
    axe: typeof axe
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** WCAG 2.0 to 2.2, levels A and AA, and what axe advises beyond. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * Lists what a page complains about from now on: errors and warnings on its console (a breach of the content security
 * policy is one), and exceptions. That a page answered 4xx is no complaint; Chromium says so for each.
 */
export function listenForComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    if (/responded with a status of 4\d\d/.test(message.text())) return
    complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

/** What axe finds on the page as it stands: one line per broken rule and element. */
export async function brokenRules(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(
    (tags) => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }),
    TAGS,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim()}`),
  )
}

/** The elements that make a page wider than its window; none on a page that fits. */
export function elementsTooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > width + 1,
    )
    return [
      `${document.documentElement.scrollWidth} of ${width} px`,
      ...wide.slice(0, 8).map((element) => element.outerHTML.slice(0, 120)),
    ]
  })
}

/**
 * Resolves when React has taken over the page, so that clicks reach it, and keys do where the frame listens for them. A
 * page for reading sleeps until somebody wants more of it than words; this wakes it, as a hand on its account menu does.
 */
export async function awake(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.querySelector('[data-wakes]')?.dispatchEvent(new Event('pointerover', { bubbles: true }))
  })
  await page.locator('html[data-awake]').waitFor({ state: 'attached' })
}

/** A browser window of somebody with a role; one sign-in per server and role serves all windows. */
export async function openAs(
  browser: Browser,
  server: TestServer,
  role: Role,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(options)
  const [name = '', value = ''] = (await cookieFor(server, role)).split(/=(.*)/s)
  await context.addCookies([{ name, value, url: server.url }])
  return context
}

const cookies = new Map<string, Promise<string>>()

function cookieFor(server: TestServer, role: Role): Promise<string> {
  const key = `${server.url} ${role}`
  const cookie = cookies.get(key) ?? signInAs(server, role)
  cookies.set(key, cookie)
  return cookie
}
