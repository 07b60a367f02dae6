/** A postmortem from its template to its approval by somebody else, in a real browser. */
import { afterAll, expect, inject, test } from 'vitest'
import { commentMessages } from '#app/messages/comments.ts'
import { searchMessages } from '#app/messages/search.ts'
import { shellMessages } from '#app/messages/shell.ts'
import { writingMessages } from '#app/messages/writing.ts'
import type { Page } from 'playwright-core'
import { findPersonByEmail } from '#app/models/person.server.ts'
import { launchBrowser } from '#tests/setup/browser.ts'
import { awake, brokenRules, listenForComplaints, openAs } from '#tests/setup/pages.ts'
import { TEST_PASSWORD, withDatabase } from '#tests/setup/people.ts'
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

/** A PNG of one pixel. */
const ONE_PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Selects words as a pointer would, and waits until the page answers to it. */
async function selectWords(page: Page, within: string, words: string): Promise<void> {
  await page.locator(within).evaluate((root, wanted) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      const start = node.data.indexOf(wanted)
      if (start !== -1) document.getSelection()!.setBaseAndExtent(node, start, node, start + wanted.length)
    }
  }, words)
  await awake(page)
}

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
    draft.replace('{{?무엇이 잘되었나요?}}', '담당자 실수로 알림이 늦었다. {{impact.duration}} 뒤에 끝났다.'),
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
  await page.locator('.ask-review summary').click()
  await page.locator('button[value=submit]').click()
  await page.locator('.standing-state').getByText('검토 중').waitFor()

  // Somebody else asks about some words, and names whoever wrote them.
  const reviewer = await openAs(browser, server, 'publisher', { locale: 'ko-KR' })
  const review = await reviewer.newPage()
  await review.goto(here)
  await selectWords(review, 'article.postmortem', '뒤에 끝났다')
  await review.getByRole('button', { name: '고른 글에 댓글 달기', disabled: false }).click()
  const comment = review.getByRole('textbox', { name: '댓글' }).first()
  const writers = await withDatabase({ dataFolder }, (q) => findPersonByEmail('responder@example.com', q))
  await comment.pressSequentially(`@${writers!.name.slice(0, 4)}`)
  await review.getByRole('option', { name: writers!.name }).waitFor()
  await comment.press('Enter')
  await comment.pressSequentially('언제부터인가요?')
  await review.locator('.comment-draft button.button-primary').click()
  const conversation = review.locator('.conversations .conversation').filter({ hasText: '언제부터인가요?' })
  await conversation.getByRole('button', { name: '뒤에 끝났다' }).waitFor()
  await review.waitForFunction(() => CSS.highlights.get('comment-active')?.size === 1)

  // They find it at home, answer and settle it.
  await page.goto(server.url)
  await page.getByRole('link', { name: /댓글에서 나를 불렀어요/ }).click()
  const asked = page.locator('.conversations .conversation').filter({ hasText: '언제부터인가요?' })
  await asked.getByText('나를 부름').waitFor()
  await awake(page)
  await asked.getByText('답글', { exact: true }).click()
  await asked.getByRole('textbox', { name: '내 답글' }).fill('감지부터예요.')
  await asked.getByRole('button', { name: '보내기' }).click()
  await asked.locator('.comment-answers .comment-text').getByText('감지부터예요.').waitFor()
  await asked.getByRole('button', { name: '해결', exact: true }).click()
  await page.getByText('해결된 댓글 (1)').waitFor()

  // What the checklist leaves open takes a sentence.
  await review.goto(here)
  await review.locator('button[value=approve]').click()
  await review
    .getByText(/그래도 승인하는 이유를 적어 주세요/)
    .first()
    .waitFor()
  await review.locator('textarea[name=despite]').fill('시연용 기록이라 더 알 수 없어요.')
  await review.locator('button[value=approve]').click()
  await review.getByText('시연용 기록이라 더 알 수 없어요.').waitFor()
  expect(await review.locator('.standing-state').innerText()).toContain('승인됨')

  const file = await reviewer.request.get(`${here}.md`)
  const markdown = await file.text()
  expect(file.headers()['content-type']).toContain('text/markdown')
  expect(markdown).toMatch(/^---\ntitle: /)
  expect(markdown).toContain('review: approved')
  expect(markdown).toContain('2시간 15분 뒤에 끝났다')
  expect(markdown).not.toContain('{{impact')
})

test('a postmortem is read without any script, which comes with the first key or click that needs it', async () => {
  const reader = await openAs(browser, server, 'responder', { locale: 'ko-KR' })
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

  // Selected words become an action item, by the button or by its key.
  await page.goto(here)
  const heading = page.locator('article.postmortem .prose h2').first()
  await heading.click({ clickCount: 3 })
  await page.getByRole('button', { name: commentMessages.ko.actionItem }).waitFor()
  await page.keyboard.press('Control+Alt+a')
  const form = page.getByRole('dialog', { name: writingMessages.ko.action.title })
  expect(await form.getByRole('textbox').first().inputValue()).toBe((await heading.textContent())?.trim())

  // Where the script cannot be had, the link is a link.
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.goto(here)
  await page.locator('header.rail [data-opens-palette]').click()
  await page.waitForURL('**/search')
  await reader.close()
})

test('a postmortem is written: answers composed over questions, a table, a picture, parts of the record, and an action item from a sentence', async () => {
  const writer = await openAs(browser, server, 'responder', { locale: 'ko-KR' })
  const page = await writer.newPage()
  const complaints = listenForComplaints(page)
  await page.goto(`${server.url}/incidents/2020-002/postmortem/edit`)
  await awake(page)
  const text = page.locator('.writing-text')
  const gaps = text.locator('[data-chip=gap]')
  await gaps.first().waitFor()
  const markdown = () => page.locator('textarea[name=markdown]').inputValue()
  const ime = await writer.newCDPSession(page)
  const compose = async (...states: string[]) => {
    for (const state of states) {
      const end = state.length
      await ime.send('Input.imeSetComposition', { text: state, selectionStart: end, selectionEnd: end })
      await expect.poll(() => text.innerText()).toContain(state)
    }
    await ime.send('Input.insertText', { text: states.at(-1)! })
  }
  const choose = async (typed: string, option: string) => {
    await page.keyboard.type(typed)
    await expect.poll(() => page.locator('.slash-menu [aria-selected=true]').innerText()).toContain(option)
    await page.keyboard.press('Enter')
    await page.locator('.slash-menu').waitFor({ state: 'detached' })
  }

  // What is composed over a question takes its place; the question stands over it while the answer is written.
  const question = await gaps.first().innerText()
  await gaps.first().click()
  await expect.poll(() => gaps.first().getAttribute('data-selected')).not.toBeNull()
  await compose('ㄱ', '겨', '경')
  await compose('ㅂ', '보', '봉')
  await page.keyboard.type('이 늦었다. 임계값을 낮춘다.')
  await expect.poll(markdown).toContain('경봉이 늦었다. 임계값을 낮춘다.')
  expect(await text.locator('[data-question]').getAttribute('data-question')).toBe(question)

  await page.keyboard.press('Control+Alt+a')
  const dialog = page.locator('dialog[open]')
  expect(await dialog.locator('textarea[name=title]').inputValue()).toBe('임계값을 낮춘다')
  await dialog.locator('input[name=owner]').fill('당직')
  await dialog.locator('button[value=action_item]').click()
  await page.getByRole('link', { name: '임계값을 낮춘다' }).first().waitFor()
  await dialog.waitFor({ state: 'detached' })
  // The part of the record that lists it shows it at once.
  await text.locator('.editor-block[data-block=actions]').getByText('임계값을 낮춘다').first().waitFor()

  await text.getByText('경봉이 늦었다').click()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await choose('지난 #2020-0', '2020-00')
  await expect.poll(markdown).toMatch(/지난 \{\{incident:2020-00\d\}\}/)
  await page.keyboard.press('Enter')
  await choose('/타임라인', '타임라인')
  await text.locator('.editor-block[data-block=timeline]').waitFor()
  await choose('/표', '표')
  await text.locator('.editor-table').waitFor()
  await page.keyboard.type('구분')
  await page.keyboard.press('Tab')
  await page.keyboard.type('값')
  await page.keyboard.press('Tab')
  await page.keyboard.type('출처')
  await expect.poll(markdown).toContain('| 구분 | 값 | 출처 |')
  await page.keyboard.press('Alt+F10')
  await expect
    .poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset.tool))
    .toBe('row-add')
  expect(await brokenRules(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect.poll(() => text.locator('.editor-table tr').count()).toBe(4)
  await page.keyboard.press('Escape')

  await text.getByText('경봉이 늦었다').click()
  await text.evaluate((element, bytes) => {
    const clipboardData = new DataTransfer()
    const picture = Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0))
    clipboardData.items.add(new File([picture], 'graph.png', { type: 'image/png' }))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, ONE_PIXEL)
  const picture = text.locator('[data-kind=picture] img')
  await picture.waitFor()
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1)
  await page.getByRole('textbox', { name: '설명' }).fill('알림이 늦은 그래프')
  await page.keyboard.press('Enter')
  await expect.poll(markdown).toMatch(/!\[알림이 늦은 그래프\]\(picture:[\w-]+\)/)

  await page.keyboard.press('Control+s')
  await page.waitForURL(/saved=/)
  // What was done before the save can still be taken back.
  await page.keyboard.press('ControlOrMeta+z')
  await expect.poll(markdown).not.toContain('알림이 늦은 그래프')
  await page.keyboard.press('ControlOrMeta+Shift+z')
  await expect.poll(markdown).toContain('알림이 늦은 그래프')
  await page.locator('.live-state .status-line').getByText('저장했어요').waitFor()
  const afterTheFirst = page.url()
  await page.keyboard.press('Control+s')
  await page.waitForURL((url) => url.searchParams.has('saved') && url.href !== afterTheFirst)

  await page.getByRole('link', { name: '읽기' }).click()
  const article = page.locator('article.postmortem')
  await article.getByText('경봉이 늦었다').waitFor()
  expect(await article.getByRole('img', { name: '알림이 늦은 그래프' }).count()).toBe(1)
  expect(await article.getByRole('columnheader', { name: '구분' }).count()).toBe(1)
  expect(complaints).toEqual([])
})
