/**
 * The editor of notices as people use it: Korean composed around chips, the menu and the bar by keyboard, and what is
 * pasted from elsewhere. All on one page, each time with an empty text.
 */
import { rmSync } from 'node:fs'
import type { CDPSession, Locator, Page } from 'playwright-core'
import { afterAll, beforeEach, expect, inject, test } from 'vitest'
import { editorMessages } from '#app/messages/editor.ts'
import { launchBrowser } from '#tests/setup/browser.ts'
import { awake, brokenRules, elementsTooWide, listenForComplaints, openAs } from '#tests/setup/pages.ts'
import { TEST_PASSWORD } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer } from '#tests/setup/server.ts'

const t = editorMessages.ko
const dataFolder = makeDataFolder()
await runSagwa(['demo', '--password', TEST_PASSWORD], { dataFolder })
const server = await startTestServer({ dataFolder })
const browser = await launchBrowser(inject('chromiumPath'))
const context = await openAs(browser, server, 'responder', { locale: 'ko-KR' })
const page: Page = await context.newPage()
const complaints = listenForComplaints(page)
await page.goto(`${server.url}/incidents/2020-002/notices`)
await awake(page)
const column = page.locator('[data-language=ko]')
const text = column.locator('.editor-text')
const body = column.locator('[name=body_ko]')
const menu = column.locator('.slash-menu')
const told = column.locator('.editor-told')
await text.waitFor()
const ime: CDPSession = await context.newCDPSession(page)
afterAll(async () => {
  await browser.close()
  await server.stop()
  rmSync(dataFolder, { recursive: true, force: true })
})

beforeEach(async () => {
  await text.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Backspace')
  await markdown('')
})

/** Waits until the text, as the form would send it, is this. */
const markdown = (expected: string) => expect.poll(() => body.inputValue()).toBe(expected)

/** A syllable as an input method gives it: each state replaces the one before, the last one stays. */
async function compose(...states: string[]): Promise<void> {
  for (const state of states) {
    await ime.send('Input.imeSetComposition', {
      text: state,
      selectionStart: state.length,
      selectionEnd: state.length,
    })
    await shown(text, state)
  }
  await ime.send('Input.insertText', { text: states.at(-1)! })
}

const shown = (where: Locator, words: string) => expect.poll(() => where.innerText()).toContain(words)

/** Gives the editor a clipboard; what a browser's own clipboard would hold, in the forms that are named. */
function paste(forms: Record<string, string>): Promise<void> {
  return text.evaluate((element, given) => {
    const clipboardData = new DataTransfer()
    for (const [form, value] of Object.entries(given)) clipboardData.setData(form, value)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, forms)
}

/** The text as Markdown, written as it is in the other view. */
async function write(words: string): Promise<void> {
  await paste({ 'text/plain': words })
}

test('Korean is composed before, between and behind chips', async () => {
  await write('{{services|은/는}}{{impact.end}}')
  await markdown('{{services|은/는}}{{impact.end}}\n')
  await page.keyboard.press('End')
  await compose('ㄲ', '끄', '끝')
  await markdown('{{services|은/는}}{{impact.end}}끝\n')
  await page.keyboard.press('Home')
  await compose('ㅇ', '아', '앞')
  await markdown('앞{{services|은/는}}{{impact.end}}끝\n')
  // Onto the first chip, and off it at its other side.
  const selected = text.locator('.fact-chip[data-selected]')
  await text.locator('[data-fact=services]').click()
  await expect.poll(() => selected.count()).toBe(1)
  await page.keyboard.press('ArrowRight')
  await selected.waitFor({ state: 'detached' })
  await compose('ㅅ', '사', '새', '샌')
  await markdown('앞{{services|은/는}}샌{{impact.end}}끝\n')
})

test('a fact is found by its Korean name, and the Enter that ends a syllable chooses nothing', async () => {
  await page.keyboard.type('/')
  await menu.waitFor()
  await ime.send('Input.imeSetComposition', { text: '시작', selectionStart: 2, selectionEnd: 2 })
  await expect.poll(() => menu.locator('.slash-menu-entry').first().innerText()).toContain('시작')
  await text.evaluate((element) => {
    const enter = { key: 'Enter', code: 'Enter', keyCode: 229, isComposing: true }
    element.dispatchEvent(new KeyboardEvent('keydown', { ...enter, bubbles: true, cancelable: true }))
  })
  expect(await menu.isVisible()).toBe(true)
  expect(await text.locator('.fact-chip').count()).toBe(0)
  await ime.send('Input.insertText', { text: '시작' })
  expect(await text.getAttribute('aria-activedescendant')).not.toBeNull()
  await page.keyboard.press('Enter')
  await text.locator('.fact-chip').waitFor()
  expect(await body.evaluate((field) => (field as HTMLTextAreaElement).form !== null)).toBe(true)
  await expect.poll(() => body.inputValue()).toMatch(/^\{\{impact\.start[^{}]*\}\}\n$/)
})

test('the menu is walked by arrows, left by Escape, and says where nothing matches', async () => {
  await page.keyboard.type('/')
  const active = menu.locator('[aria-selected=true]')
  await active.waitFor()
  const first = await active.innerText()
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => active.innerText()).not.toBe(first)
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => active.innerText()).toBe(first)
  expect(await brokenRules(page)).toEqual([])
  await page.keyboard.press('Escape')
  await menu.waitFor({ state: 'detached' })
  await page.keyboard.type(' /없는말')
  await menu.getByText(t.nothing('없는말')).waitFor()
  await page.keyboard.press('Escape')
  await markdown('/ /없는말\n')
})

test('Backspace takes a chip as a whole, undo brings it back', async () => {
  await write('앞 {{impact.start}}')
  await markdown('앞 {{impact.start}}\n')
  await page.keyboard.press('End')
  await page.keyboard.press('Backspace')
  await markdown('앞\n')
  await page.keyboard.press('ControlOrMeta+z')
  await markdown('앞 {{impact.start}}\n')
  await page.keyboard.press('ControlOrMeta+Shift+z')
  await markdown('앞\n')
})

test('a gap is filled by composing over it', async () => {
  await write('다음 안내는 {{?시각}}에 드립니다.')
  const gap = text.locator('[data-chip=gap]')
  await gap.click()
  await expect.poll(() => gap.getAttribute('data-selected')).not.toBeNull()
  await compose('ㅈ', '저', '정', '정ㅇ', '정오')
  await markdown('다음 안내는 정오에 드립니다.\n')
})

test('a list stands as one entry for each of its values, a chip in a sentence as one phrase', async () => {
  await write('- {{symptoms}}\n\n문제는 {{symptoms}} 등입니다.')
  const [asList, inSentence] = [text.locator('li .fact-chip'), text.locator('p .fact-chip')]
  await asList.waitFor()
  const lines = (await asList.innerText()).split('\n').filter((line) => line.trim() !== '')
  expect(lines.length).toBeGreaterThan(2)
  expect(await inSentence.innerText()).toBe(lines.join(', '))
  await markdown('- {{symptoms}}\n\n문제는 {{symptoms}} 등입니다.\n')
})

const GOOGLE_DOCS = `<meta charset="utf-8"><b style="font-weight:normal" id="docs-internal-guid-1"><h2><span style="font-weight:400">제목</span></h2>
<p dir="ltr"><span style="font-weight:700">굵게</span><span style="font-weight:400">와 </span><a href="https://example.com/a"><span>주소</span></a></p>
<ul><li dir="ltr"><p><span>하나</span></p></li><ul><li><p><span>아래</span></p></li></ul><li><p><span>둘</span></p></li></ul>
<table><tr><td><p>구분</p></td><td><p>값</p></td></tr><tr><td>a</td><td>b|c</td></tr></table></b>`
const SLACK = `<meta charset="utf-8"><div class="p-rich_text_section">서버가 <b data-stringify-type="bold">멈춤</b><br>확인 <code data-stringify-type="code">api</code></div><ul data-stringify-type="unordered-list"><li data-stringify-indent="0">하나</li></ul>`
const FOREIGN_NODES = {
  namespace: 'elsewhere',
  nodes: [
    { type: 'nonsense', version: 9, children: [{ type: 'text', version: 1, text: '안의 글 ' }] },
    { type: 'fact', version: 1, key: 'services', particle: '은/는' },
  ],
}

test.each<[string, Record<string, string>, string, string | null]>([
  [
    'a text of Google Docs',
    { 'text/html': GOOGLE_DOCS, 'text/plain': '제목' },
    '## 제목\n\n**굵게**와 [주소](https://example.com/a)\n\n- 하나\n  - 아래\n- 둘\n\n| 구분 | 값 |\n| --- | --- |\n| a | b\\|c |\n',
    null,
  ],
  [
    'a message of Slack',
    { 'text/html': SLACK, 'text/plain': '서버가 멈춤' },
    '서버가 **멈춤**\\\n확인 `api`\n\n- 하나\n',
    null,
  ],
  [
    'Markdown',
    { 'text/plain': '## 제목\n\n- **장애(1급)**가\n- {{services|은/는}} 정상\n' },
    '## 제목\n\n- **장애(1급)**가\n- {{services|은/는}} 정상\n',
    null,
  ],
  [
    'plain lines that begin like a list',
    { 'text/plain': '2026. 11. 22. 장애\n둘째 줄\n\n셋째 줄' },
    '2026\\. 11. 22. 장애\\\n둘째 줄\n\n셋째 줄\n',
    null,
  ],
  [
    'a link that runs script',
    {
      'text/html': '<p><a href=" java\nscript:alert(1)">나쁜</a> <a href="https://example.com">좋은</a></p>',
    },
    '나쁜 [좋은](https://example.com)\n',
    t.linksRefused(1),
  ],
  [
    'nodes that nobody knows',
    { 'application/x-lexical-editor': JSON.stringify(FOREIGN_NODES), 'text/plain': 'x' },
    '안의 글\n\n{{services|은/는}}\n',
    null,
  ],
  [
    'a broken state beside words that turn their direction',
    { 'application/x-lexical-editor': '{broken', 'text/plain': '평범한 \u202e글\u0007' },
    '평범한 글\n',
    t.controlsRemoved,
  ],
])('%s is pasted as what it means', async (_what, forms, expected, said) => {
  await paste(forms)
  await markdown(expected)
  if (said === null) expect(await told.innerText()).toBe('')
  else await told.getByText(said).waitFor()
})

test('what is too much is refused, and the text stays', async () => {
  await write('그대로')
  await markdown('그대로\n')
  await paste({ 'text/plain': '가나다 '.repeat(500_000) })
  await told.getByText(t.tooLarge('5.0 MB')).waitFor()
  await told.getByRole('button', { name: t.dismiss }).click()
  await expect.poll(() => told.innerText()).toBe('')
  await markdown('그대로\n')
})

test('chips survive being copied as a page and pasted again', async () => {
  await write('앞 {{services|은/는}} {{?언제}}')
  await page.keyboard.press('ControlOrMeta+a')
  const html = await text.evaluate((element) => {
    const clipboardData = new DataTransfer()
    element.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }))
    return clipboardData.getData('text/html')
  })
  await page.keyboard.press('Backspace')
  await markdown('')
  await paste({ 'text/html': html })
  await markdown('앞 {{services|은/는}} {{?언제}}\n')
})

test('what is dropped goes the same way as what is pasted', async () => {
  await text.evaluate((element) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.setData('text/html', '<p><a href="javascript:alert(1)">나쁜</a> {{services}}</p>')
    const drop = { inputType: 'insertFromDrop', dataTransfer, bubbles: true, cancelable: true }
    element.dispatchEvent(new InputEvent('beforeinput', drop))
  })
  await markdown('나쁜 {{services}}\n')
  await told.getByText(t.linksRefused(1)).waitFor()
})

test('a text is turned into Markdown and back', async () => {
  await write('앞 {{services}}')
  await markdown('앞 {{services}}\n')
  await tool('markdown').click()
  await expect.poll(() => body.isVisible()).toBe(true)
  expect(await brokenRules(page)).toEqual([])
  await body.fill('다시 {{impact.start}}부터 {{?빈칸}}\n')
  await column.getByRole('button', { name: t.asText }).click()
  await text.locator('[data-chip=gap]').waitFor()
  expect(await body.isVisible()).toBe(false)
  await markdown('다시 {{impact.start}}부터 {{?빈칸}}\n')
  expect(await brokenRules(page)).toEqual([])
})

test('a link is set by keyboard, and an address that runs script is refused', async () => {
  await page.keyboard.type('여기')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('ControlOrMeta+k')
  const address = column.getByRole('textbox', { name: t.linkAddress })
  await address.fill('javascript:alert(1)')
  await page.keyboard.press('Enter')
  await column.getByText(t.linkRefused).waitFor()
  await address.fill('status.example.com/a')
  await page.keyboard.press('Enter')
  await address.waitFor({ state: 'detached' })
  await markdown('[여기](https://status.example.com/a)\n')
  await expect.poll(() => text.evaluate((element) => element === document.activeElement)).toBe(true)
})

test('Tab at the beginning of an entry moves it below the one before, and back', async () => {
  await write('- 하나\n- 둘')
  await markdown('- 하나\n- 둘\n')
  // The browser tells the editor where the caret went a moment after it went there, and nothing shows when it has; a Tab
  // that comes before leaves the editor, as it does anywhere else in a text.
  await expect
    .poll(async () => {
      await text.focus()
      await page.keyboard.press('ControlOrMeta+End')
      await page.keyboard.press('Home')
      await page.waitForTimeout(100)
      await page.keyboard.press('Tab')
      await page.waitForTimeout(500)
      return body.inputValue()
    })
    .toBe('- 하나\n  - 둘\n')
  await text.focus()
  await page.keyboard.press('Shift+Tab')
  await markdown('- 하나\n- 둘\n')
})

test('the bar is reached and walked by keyboard; in a narrow column it stays one row', async () => {
  await page.keyboard.type('글')
  await page.keyboard.press('Alt+F10')
  const focused = () =>
    page.evaluate(() => {
      const { dataset, className } = document.activeElement as HTMLElement
      return dataset.tool ?? className
    })
  await expect.poll(focused).toBe('insert')
  await page.keyboard.press('ArrowRight')
  expect(await focused()).toBe('bold')
  await page.keyboard.press('End')
  expect(await focused()).toBe('tool tool-more')
  expect((await column.locator('.editor-toolbar').boundingBox())!.height).toBeLessThan(60)
  await page.keyboard.press('Enter')
  await column.locator('[data-tool=quote]').waitFor()
  expect(await elementsTooWide(page)).toEqual([])
  expect(await brokenRules(page)).toEqual([])
  await column.locator('[data-tool=quote]').click()
  await markdown('> 글\n')
  await expect.poll(() => column.locator('[data-tool=quote]').isVisible()).toBe(false)
})

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([])
})

/** A button of the bar, which may stand behind the last one. */
function tool(name: string): { click: () => Promise<void> } {
  return {
    click: async () => {
      const button = column.locator(`[data-tool=${name}]`)
      if (!(await button.isVisible())) await column.getByRole('button', { name: t.moreTools }).click()
      await button.click()
    },
  }
}
