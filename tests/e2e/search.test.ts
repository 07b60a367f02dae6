/** The palette over any page, as somebody uses it who never takes the hands off the keyboard. */
import { rmSync } from 'node:fs'
import { afterAll, expect, inject, test } from 'vitest'
import { searchMessages } from '#app/messages/search.ts'
import { launchBrowser } from '#tests/setup/browser.ts'
import { awake, openAs } from '#tests/setup/pages.ts'
import { addPerson, TEST_PASSWORD } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer } from '#tests/setup/server.ts'

const dataFolder = makeDataFolder()
await runSagwa(['demo', '--password', TEST_PASSWORD], { dataFolder })
const server = await startTestServer({ dataFolder })
await addPerson(server, 'viewer').catch(() => {})
const browser = await launchBrowser(inject('chromiumPath'))
afterAll(async () => {
  await browser.close()
  await server.stop()
  rmSync(dataFolder, { recursive: true, force: true })
})

test('⌘K opens over any page: type, choose with the arrows, go with Enter', async () => {
  const context = await openAs(browser, server, 'viewer', { locale: 'ko-KR' })
  const page = await context.newPage()
  await page.goto(`${server.url}/trends`)
  await awake(page)
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: searchMessages.ko.paletteLabel })
  await page.keyboard.type('네트워크')
  const options = page.locator('dialog.palette').getByRole('option')
  await options.filter({ hasText: '2020-002' }).waitFor()
  expect(await field.getAttribute('aria-activedescendant')).toBe(await options.first().getAttribute('id'))
  await page.keyboard.press('ArrowDown')
  expect(await options.nth(1).getAttribute('aria-selected')).toBe('true')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/incidents/2020-002**')
  expect(await page.locator('dialog.palette').isVisible()).toBe(false)
  await context.close()
})

test('Enter that ends a syllable chooses nothing; Escape leaves the page as it was', async () => {
  const context = await openAs(browser, server, 'viewer', { locale: 'ko-KR' })
  const page = await context.newPage()
  await page.goto(`${server.url}/incidents`)
  await awake(page)
  await page.keyboard.press('Control+k')
  const typing = await context.newCDPSession(page)
  await typing.send('Input.imeSetComposition', { text: '장애', selectionStart: 2, selectionEnd: 2 })
  await typing.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key: 'Process',
    windowsVirtualKeyCode: 229,
  })
  expect(await page.locator('dialog.palette').isVisible()).toBe(true)
  await typing.send('Input.insertText', { text: '장애' })
  expect(await page.locator('dialog.palette').getByRole('combobox').inputValue()).toBe('장애')
  await page.keyboard.press('Escape')
  await page.locator('dialog.palette').waitFor({ state: 'hidden' })
  expect(new URL(page.url()).pathname).toBe('/incidents')
  await context.close()
})

test('without a search of its own a page answers / with the palette, and the link leads to the page', async () => {
  const context = await openAs(browser, server, 'viewer', { locale: 'en-US' })
  const page = await context.newPage()
  await page.goto(`${server.url}/settings/counting-rules`)
  await awake(page)
  await page.keyboard.press('/')
  await page.locator('dialog.palette').waitFor()
  await page.keyboard.type('zzz')
  await page.getByRole('option', { name: searchMessages.en.allResults('zzz') }).click()
  await page.waitForURL('**/search?q=zzz')
  await page.getByText(searchMessages.en.none('zzz')).waitFor()
  await context.close()
})
