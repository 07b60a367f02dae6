import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shortForms } from '#app/publishing/short-forms.ts'
import { SITE, THREE, siteNotice, siteRevision } from './site-notice.ts'

test('each short form names who speaks and ends with the address of the whole', () => {
  const forms = shortForms(SITE, THREE, siteNotice([siteRevision(1, '2020-03-02')]), 'ko')
  for (const text of Object.values(forms)) {
    expect(text).toMatch(/^\[카카오\] 장애 안내 1/)
    expect(text).toMatch(/https:\/\/status\.example\.org\/notices\/2020-002$/)
  }
  expect(forms.chat).toContain('- 항목 ]]> 하나')
})

test('a correction says so, and says what was wrong', () => {
  const wrong = { kind: 'correction' as const, correction: { en: 'The start was wrong.' } }
  const notice = siteNotice([siteRevision(1, '2020-03-02'), siteRevision(2, '2020-03-03', wrong)])
  const { post } = shortForms(SITE, THREE, notice, 'en')
  expect(post).toContain('Correction: Outage 2')
  expect(post).toContain('The start was wrong.')
})

test('however long the notice is, the short forms fit', () => {
  const words = fc.string({
    unit: fc.constantFrom('가', 'a', ' ', '障', '害', '1', '.', '\n'),
    maxLength: 600,
  })
  fc.assert(
    fc.property(words, words, (title, body) => {
      const revision = siteRevision(1, '2020-03-02', { texts: { ko: { title, body } } })
      const { post, sms } = shortForms(SITE, THREE, siteNotice([revision]), 'ko')
      const weigh = (text: string) =>
        [...text].reduce((sum, one) => sum + (one.codePointAt(0)! < 0x80 ? 1 : 2), 0)
      const [address] = /https:\S+$/.exec(post)!
      expect(weigh(post.slice(0, -address.length))).toBeLessThanOrEqual(280 - 23)
      expect(weigh(sms)).toBeLessThanOrEqual(90)
    }),
  )
})
