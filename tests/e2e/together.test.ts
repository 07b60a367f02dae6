/** Two people in one postmortem: each sees the other, and no word is lost, not even with the server. */
import { rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, expect, inject, test } from 'vitest'
import type { Instant } from '#app/domain/instant.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { saveDocumentRevision } from '#app/models/document.server.ts'
import { ACTOR } from '#tests/factories.ts'
import { launchBrowser } from '#tests/setup/browser.ts'
import { awake, openAs } from '#tests/setup/pages.ts'
import { TEST_PASSWORD, withDatabase } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer } from '#tests/setup/server.ts'

const dataFolder = makeDataFolder()
await runSagwa(['demo', '--password', TEST_PASSWORD], { dataFolder })
await withDatabase({ dataFolder }, async (q) => {
  const record = await getIncidentRecord('2020-001', q)
  const by = { incidentId: record.id, actor: ACTOR, now: Date.now() as Instant }
  await saveDocumentRevision(
    { ...by, expectedRevision: 0, language: 'ko', markdown: '## 경위\n\n처음부터.\n', reason: '' },
    q,
  )
})
let server = await startTestServer({ dataFolder })
const browser = await launchBrowser(inject('chromiumPath'))
afterAll(async () => {
  await browser.close()
  await server.stop()
  rmSync(dataFolder, { recursive: true, force: true })
})

async function open(page: Page) {
  await page.goto(`${server.url}/incidents/2020-001/postmortem/edit`)
  await awake(page)
  await page.locator('.live-state[data-status=live]').waitFor()
  const text = page.locator('.writing-text')
  await text.getByText('처음부터.').waitFor()
  await text.focus()
  await page.keyboard.press('Control+End')
  return text
}

test('two people write one paragraph at once, one of them composing, and the server dies in between', async () => {
  const [first, second] = await Promise.all([
    openAs(browser, server, 'responder', { locale: 'ko-KR' }),
    openAs(browser, server, 'publisher', { locale: 'ko-KR' }),
  ])
  const [here, there] = [await first.newPage(), await second.newPage()]
  const mine = await open(here)
  const theirs = await open(there)
  for (const page of [here, there]) await expect.poll(() => page.locator('.live-peers li').count()).toBe(1)

  const ime = await second.newCDPSession(there)
  for (const state of ['ㅎ', '하', '한']) {
    await ime.send('Input.imeSetComposition', { text: state, selectionStart: 1, selectionEnd: 1 })
    await expect.poll(() => theirs.innerText()).toContain(`처음부터.${state}`)
  }
  await here.keyboard.press('Home')
  await here.keyboard.type('가운데 ')
  await expect.poll(() => mine.innerText()).toContain('가운데')
  await ime.send('Input.insertText', { text: '한' })
  await there.keyboard.type('글')
  for (const text of [mine, theirs]) {
    await expect.poll(() => text.innerText()).toContain('한글')
    await expect.poll(() => text.innerText()).toContain('가운데')
  }
  await expect.poll(async () => (await mine.innerText()) === (await theirs.innerText())).toBe(true)
  await here.locator('.live-state .status-line').getByText('저장했어요').waitFor()

  const port = new URL(server.url).port
  await server.stop('SIGKILL')
  await here.locator('.live-state[data-status=offline]').waitFor()
  await here.keyboard.type(' 끊긴 동안')
  server = await startTestServer({ dataFolder, env: { PORT: port } })
  for (const text of [mine, theirs]) {
    await expect.poll(() => text.innerText(), { timeout: 40_000 }).toContain('끊긴 동안')
    expect(await text.innerText()).toContain('한글')
    expect(await text.innerText()).toContain('가운데')
  }

  await here.keyboard.press('Control+s')
  await here.waitForURL(/saved=/)
  await here.goto(`${server.url}/incidents/2020-001/postmortem`)
  const read = await here.locator('article.postmortem').innerText()
  for (const word of ['처음부터.', '한글', '가운데', '끊긴 동안']) expect(read).toContain(word)
})
