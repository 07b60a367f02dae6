import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anchorOf } from '#app/domain/text-anchor.ts'
import { markCommented } from '#app/publishing/commented-words.ts'
import { documentHtml, NOTHING_NAMED } from '#app/publishing/markdown.ts'
import { runs } from '#tests/setup/properties.ts'

const TEXT = 'Errors began at nine and the alarm came late. R&D saw it first.'
const htmlOf = (markdown: string) => documentHtml(markdown, NOTHING_NAMED).html

function commentOn(words: string, text = TEXT, id = 'c1') {
  const start = text.indexOf(words)
  return { id, anchor: anchorOf(text, start, start + words.length)! }
}

const SIGN = '<a class="comment-sign" href="#comment-c1" aria-label="Comment"></a>'

test('commented words are marked, with a sign behind them that leads to what was said', () => {
  const [html] = markCommented([htmlOf(TEXT)], [commentOn('the alarm came late')], 'Comment')
  expect(html).toContain(`and <mark class="commented">the alarm came late</mark>${SIGN}. R`)
})

test('words that go on beyond bold ones, and signs that HTML escapes, are one comment', () => {
  const [html] = markCommented(
    [htmlOf('Errors began at nine and **the alarm** came late. R&D saw it first.')],
    [commentOn('alarm came late. R&D')],
    'Comment',
  )
  expect(html).toContain('<strong>the <mark class="commented">alarm</mark></strong>')
  expect(html).toContain(`<mark class="commented"> came late. R&#x26;D</mark>${SIGN}`)
})

test('words that are gone, or that stand in two places, get no mark', () => {
  const pieces = [htmlOf('late'), htmlOf('late')]
  const two = { id: 'c1', anchor: { quote: 'late', before: '', after: '' } }
  expect(markCommented(pieces, [two, commentOn('the alarm came late')], 'Comment')).toEqual(pieces)
})

test('nothing but marks and signs is added, whatever the text is', () => {
  const words = fc.constantFrom(
    '장애',
    'a',
    '**b**',
    '`<i>`',
    '&amp;',
    '\n\n',
    '[x](https://a.example "t>")',
    '| 1 |',
  )
  fc.assert(
    fc.property(fc.array(words, { maxLength: 20 }), fc.nat(30), fc.nat(30), (parts, from, length) => {
      const html = htmlOf(parts.join(' '))
      const text = html.replace(/<[^>]*>/g, '')
      const anchor = anchorOf(text, from, from + length + 1)
      if (anchor === null) return
      const [marked] = markCommented([html], [{ id: 'c1', anchor }], 'Comment')
      expect(
        marked!.replaceAll('<mark class="commented">', '').replaceAll('</mark>', '').replaceAll(SIGN, ''),
      ).toBe(html)
    }),
    { numRuns: runs(100) },
  )
})
