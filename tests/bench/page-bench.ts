/**
 * What a page of the tool asks of a browser: script over the wire, requests, and the time until a text can be written.
 *
 *   npm run build && npm run bench:pages [runs]
 *
 * Needs Chromium, and about two minutes. Every page is opened with an empty cache. Beside the editors stands a bare page:
 * the same words in an element that can be edited at once, sent by `node:http`, opened in the same run in turn with them.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { findOrInstallBrowser, launchBrowser } from '#tests/setup/browser.ts'
import { openAs } from '#tests/setup/pages.ts'
import { TEST_PASSWORD } from '#tests/setup/people.ts'
import { runSagwa, startTestServer, type TestServer } from '#tests/setup/server.ts'
import { startBare } from './processes.ts'

const RUNS = Number(process.argv[2] ?? 9)
const SCRATCH = mkdtempSync(path.join(tmpdir(), 'sagwa-bench-'))
/** Milliseconds without anything new after which a page has loaded what it loads by itself. */
const REST = 700

const DESK = '/incidents/2020-001/notices'
const WRITING = '/incidents/2020-001/postmortem/edit'
const PAGES: Record<string, string> = {
  Home: '/',
  Incidents: '/incidents',
  'Logging an incident': '/incidents/new',
  'Incident record': '/incidents/2020-002',
  'Postmortem, reading': '/incidents/2020-001/postmortem',
  'Yearly report': '/trends/2020',
  Trends: '/trends',
  'Desk of a notice, with editors': DESK,
  'Postmortem, writing': WRITING,
}

interface Loaded {
  scripts: number
  /** Bytes of all scripts as they came, headers and compression included. */
  wire: number
  /** The same scripts by gzip, without headers. */
  gzipped: number
  requests: number
}

/** Opens a page with an empty cache and counts what it fetches until it rests. */
async function load(browser: Browser, server: TestServer, address: string): Promise<Loaded> {
  const context = await contextOf(browser, server)
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  const scripts = new Map<string, string>()
  const loaded: Loaded = { scripts: 0, wire: 0, gzipped: 0, requests: 0 }
  network.on('Network.responseReceived', ({ requestId, response }) => {
    loaded.requests += 1
    if (response.mimeType === 'text/javascript') scripts.set(requestId, new URL(response.url).pathname)
  })
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId)
    if (script === undefined) return
    loaded.scripts += 1
    loaded.wire += encodedDataLength
    loaded.gzipped += gzipSync(readFileSync(path.join('build/client', script)), { level: 9 }).length
  })
  await page.goto(server.url + address)
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(REST)
  await page.waitForLoadState('networkidle')
  await context.close()
  return loaded
}

function contextOf(browser: Browser, server: TestServer): Promise<BrowserContext> {
  return openAs(browser, server, 'admin', { locale: 'ko-KR' })
}

/** Notes in the page the moment at which its first text can be edited. */
function watch() {
  new MutationObserver((_changes, observer) => {
    const text = document.querySelector<HTMLElement>('[contenteditable=true]')
    if (!text?.textContent || (!('__lexicalEditor' in text) && text.id !== 'bare')) return
    performance.mark('editable')
    observer.disconnect()
  }).observe(document, { subtree: true, childList: true, attributes: true })
}

interface Opened {
  /** Milliseconds from the start of the navigation until the text could be edited. */
  editable: number
  painted: number
  /** Bytes of the scripts that had come by then, as sent, without headers. */
  script: number
}

/** Opens a page with an empty cache, and types a letter as soon as that is possible. */
async function timeToEdit(context: BrowserContext, url: string): Promise<Opened> {
  const page = await context.newPage()
  await page.addInitScript(watch)
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForFunction(() => performance.getEntriesByName('editable').length > 0)
  await typeInto(page)
  const opened = await page.evaluate(() => {
    const editable = performance.getEntriesByName('editable')[0]!.startTime
    const scripts = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(
      ({ name, responseEnd }) => name.endsWith('.js') && responseEnd <= editable,
    )
    return {
      editable,
      painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
      script: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    }
  })
  await context.close()
  return opened
}

async function typeInto(page: Page): Promise<void> {
  const text = page.locator('[contenteditable=true]').first()
  await text.focus()
  await page.keyboard.insertText('ㅎ')
  await page.waitForFunction(() =>
    document.querySelector('[contenteditable=true]')?.textContent?.includes('ㅎ'),
  )
}

/** Drafts to open: what a responder does first on either page. */
async function begin(browser: Browser, server: TestServer): Promise<string> {
  const context = await contextOf(browser, server)
  const page = await context.newPage()
  await page.goto(server.url + DESK)
  await page.locator('main button[value=start]').click()
  await page.locator('textarea[name=body_ko]').waitFor({ state: 'attached' })
  await page.goto(server.url + '/incidents/2020-001/postmortem')
  await page.locator('main button[value=start]').click()
  await page.waitForURL('**/edit')
  const words = await page.locator('textarea[name=markdown]').inputValue()
  await context.close()
  return words
}

/** The bare page in a file, as `bare-server.mjs` wants it. */
function bareFile(words: string): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const body =
    '<!doctype html><html lang="ko"><meta charset="utf-8"><title>.</title>' +
    `<div id="bare" contenteditable="true" style="white-space:pre-wrap">${escaped}</div>`
  const file = path.join(SCRATCH, 'bare.json')
  const headers = ['Content-Type', 'text/html; charset=utf-8']
  writeFileSync(file, JSON.stringify({ headers, body: Buffer.from(body).toString('base64') }))
  return file
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

function table(rows: (string | number)[][]): void {
  const [head = [], ...body] = rows
  for (const row of [head, head.map(() => '---'), ...body]) process.stdout.write(`| ${row.join(' | ')} |\n`)
  process.stdout.write('\n')
}

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(0)

try {
  const dataFolder = mkdtempSync(path.join(SCRATCH, 'data-'))
  await runSagwa(['demo', '--password', TEST_PASSWORD], { dataFolder })
  const server = await startTestServer({ dataFolder })
  const browser = await launchBrowser(findOrInstallBrowser().executable)
  const bare = await startBare(bareFile(await begin(browser, server)))

  const sizes: (string | number)[][] = [['Page', 'Scripts', 'as sent, KB', 'by gzip, KB', 'Requests in all']]
  for (const [name, address] of Object.entries(PAGES)) {
    const { scripts, wire, gzipped, requests } = await load(browser, server, address)
    sizes.push([name, scripts, kilobytes(wire), kilobytes(gzipped), requests])
  }

  const addresses = { bare: `${bare.url}/`, desk: server.url + DESK, writing: server.url + WRITING }
  const times: Record<keyof typeof addresses, Opened[]> = { bare: [], desk: [], writing: [] }
  for (let run = 0; run < RUNS; run += 1) {
    for (const name of ['bare', 'desk', 'writing'] as const) {
      times[name].push(await timeToEdit(await contextOf(browser, server), addresses[name]))
    }
  }
  const of = (name: keyof typeof times, what: keyof Opened) =>
    median(times[name].map((opened) => opened[what]))
  const row = (label: string, name: keyof typeof times) => [
    label,
    `${of(name, 'painted').toFixed(0)} ms`,
    `${of(name, 'editable').toFixed(0)} ms`,
    (of(name, 'editable') / of('bare', 'editable')).toFixed(1),
    kilobytes(of(name, 'script')),
  ]
  table(sizes)
  table([
    [
      `Middle of ${RUNS} (load ${loadavg()[0]!.toFixed(1)})`,
      'First paint',
      'Editable',
      'of bare',
      'script by then, KB',
    ],
    row('Bare page with the words of the postmortem', 'bare'),
    row('Desk of a notice', 'desk'),
    row('Postmortem, writing', 'writing'),
  ])
  await browser.close()
  await bare.stop()
  await server.stop()
} finally {
  rmSync(SCRATCH, { recursive: true, force: true })
}
