import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anchorFinder, anchorOf, type TextAnchor } from '#app/domain/text-anchor.ts'
import { runs } from '#tests/setup/properties.ts'

const TEXT =
  '오전 8시 58분에 결제가 멈췄다. 알림은 11분 뒤에 왔다.\n\n담당: 결제팀. 알림 조건은 오류율 5%였다. 결제가 멈췄다는 문의가 먼저 왔다.'

function anchorAt(text: string, words: string, from = 0): TextAnchor {
  const start = text.indexOf(words, from)
  return anchorOf(text, start, start + words.length)!
}

function wordsFound(text: string, anchor: TextAnchor): string | null {
  const found = anchorFinder(text)(anchor)
  return found === null ? null : text.slice(found.start, found.end)
}

test('words are found again where they stood', () => {
  const anchor = anchorAt(TEXT, '알림 조건은')
  expect(anchor).toMatchObject({ quote: '알림 조건은' })
  const start = TEXT.indexOf('알림 조건은')
  expect(anchorFinder(TEXT)(anchor)).toEqual({ start, end: start + 6, changed: false })
})

test('of equal words those are found that stand between the same neighbours', () => {
  const second = TEXT.lastIndexOf('결제가 멈췄다')
  const anchor = anchorAt(TEXT, '결제가 멈췄다', second)
  const edited = `새 문단.\n\n${TEXT.replace('11분', '12분')}`
  expect(anchorFinder(edited)(anchor)?.start).toBe(edited.lastIndexOf('결제가 멈췄다'))
})

test('line breaks and spaces do not count: a page breaks the same text differently', () => {
  const anchor = anchorAt(TEXT, '뒤에 왔다.\n\n담당')
  expect(anchor.quote).toBe('뒤에 왔다. 담당')
  expect(wordsFound(TEXT.replace(/\s+/g, ''), anchor)).toBe('뒤에왔다.담당')
})

test('words that were taken out are gone, although equal ones stand elsewhere', () => {
  const anchor = anchorAt(TEXT, '결제가 멈췄다')
  expect(wordsFound(TEXT.replace('오전 8시 58분에 결제가 멈췄다. ', ''), anchor)).toBeNull()
})

test('words between the same neighbours that were written anew are shown as changed', () => {
  const anchor = anchorAt(TEXT, '알림 조건은 오류율 5%였다')
  const edited = TEXT.replace('알림 조건은 오류율 5%였다', '알림 조건을 1%로 낮췄다')
  const found = anchorFinder(edited)(anchor)!
  expect(found.changed).toBe(true)
  expect(edited.slice(found.start, found.end)).toBe('알림 조건을 1%로 낮췄다')
})

test('a long sentence that stands once is found in another part of the text', () => {
  const sentence = '결제 서버의 연결 수가 한도에 닿은 뒤 새 요청을 받지 못했다.'
  const anchor = anchorAt(`처음에는 이렇게 적혀 있었다. ${sentence} 그다음에 복구를 시작했다.`, sentence)
  expect(wordsFound(`아주 다른 곳.\n\n> ${sentence}\n\n끝.`, anchor)).toBe(sentence)
})

test('equal words in equal places cannot be told apart, so neither is taken', () => {
  const row = '담당 미정 · 기한 없음\n'
  const anchor = anchorAt(row, '미정')
  expect(wordsFound(row.repeat(3), anchor)).toBeNull()
})

test('nothing that can be seen has no anchor', () => {
  expect(anchorOf('a \n b', 1, 4)).toBeNull()
  expect(anchorOf('', 0, 0)).toBeNull()
})

/** Texts as people write them: words come again, sometimes whole stretches do. */
const wordList = fc.array(
  fc.constantFrom('장애', '알림이', '늦게', '왔다.', '결제', '서버', '10:17', 'the', 'queue'),
  {
    minLength: 4,
    maxLength: 60,
  },
)

test('an edit elsewhere never moves a comment to other words', () => {
  fc.assert(
    fc.property(
      wordList,
      fc.nat(),
      fc.nat({ max: 5 }),
      fc.nat(),
      fc.nat({ max: 8 }),
      fc.array(fc.constantFrom('새', '문장이', '들어왔다.'), { maxLength: 8 }),
      (words, first, more, at, gone, added) => {
        const from = first % words.length
        const past = Math.min(words.length, from + 1 + more)
        const text = words.join(' ')
        const start = words.slice(0, from).join(' ').length + (from > 0 ? 1 : 0)
        const anchor = anchorOf(text, start, start + words.slice(from, past).join(' ').length)!

        // The edit lies wholly before or wholly behind the words.
        const spot = at % (words.length + 1)
        const [editFrom, editPast] =
          spot <= from
            ? [spot, Math.min(from, spot + gone)]
            : [Math.max(spot, past), Math.min(words.length, Math.max(spot, past) + gone)]
        const edited = [...words.slice(0, editFrom), ...added, ...words.slice(editPast)]
        const moved = editPast <= from ? from + added.length - (editPast - editFrom) : from
        const expected = edited.slice(0, moved).join(' ').length + (moved > 0 ? 1 : 0)

        const found = anchorFinder(edited.join(' '))(anchor)
        if (found !== null) expect([found.start, found.changed]).toEqual([expected, false])
      },
    ),
    { numRuns: runs(500) },
  )
})

test('a comment on words of their own survives every edit on one side of them', () => {
  const own = fc.uniqueArray(fc.stringMatching(/^[a-z가-힣]{4,9}$/), { minLength: 6, maxLength: 40 })
  fc.assert(
    fc.property(own, fc.nat(), fc.boolean(), wordList, (words, first, behind, added) => {
      const from = first % words.length
      const sides = [words.slice(0, from), words.slice(from + 1)] as const
      const text = words.join(' ')
      const start = sides[0].join(' ').length + (from > 0 ? 1 : 0)
      const anchor = anchorOf(text, start, start + words[from]!.length)!
      const kept = behind ? sides[0] : sides[1]
      fc.pre(kept.length >= 3)
      const edited = (
        behind ? [...sides[0], words[from], ...added] : [...added, words[from], ...sides[1]]
      ).join(' ')
      expect(wordsFound(edited, anchor)).toBe(words[from])
    }),
    { numRuns: runs(300) },
  )
})

test('whatever is found reads like what was commented on, or is said to have changed', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', ' ', '\n'), { maxLength: 80 })
    .map((units) => units.join(''))
  fc.assert(
    fc.property(text, text, fc.nat({ max: 80 }), fc.nat({ max: 20 }), (written, now, start, length) => {
      const anchor = anchorOf(written, start, start + length)
      fc.pre(anchor !== null)
      const found = anchorFinder(now)(anchor)
      if (found === null || found.changed) return
      expect(now.slice(found.start, found.end).replace(/\s/g, '')).toBe(anchor.quote.replace(/\s/g, ''))
    }),
    { numRuns: runs(300) },
  )
})
