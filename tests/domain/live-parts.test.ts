import { expect, test } from 'vitest'
import { factsOf } from '#app/domain/facts.ts'
import { cutAtParts } from '#app/domain/live-parts.ts'
import { NO_NAMES } from '#app/domain/postmortem-names.ts'
import { shownParts } from '#app/domain/shown-parts.ts'
import { wordDiff } from '#app/domain/word-diff.ts'
import { plainText } from '#app/publishing/markdown.ts'
import { ORIGIN_ORGANISATION, originRecord } from '#tests/origin-record.ts'

const names = { ...NO_NAMES, people: { u1: '김지은' }, pictures: { p1: { width: 2, height: 1 } } }
const TEXT =
  '{{impact.duration}} 동안 {{person:u1|이/가}} {{person:u9}} {{?왜?}} {{other}}\n\n{{timeline}}\n\n![그래프 \\[1\\]](picture:p1) ![옛](picture:p9)'

test('what stands for something else is shown as readers see it, and what means nothing stays', () => {
  const shown = shownParts([TEXT], {
    facts: factsOf(originRecord(), ORIGIN_ORGANISATION),
    language: 'ko',
    names,
    plain: plainText,
  })
  expect(shown).toEqual({
    '{{impact.duration}}': { kind: 'live', text: '1시간 19분' },
    '{{person:u1|이/가}}': { kind: 'live', text: '김지은이' },
    '{{person:u9}}': { kind: 'gone', text: '알 수 없는 사람' },
    '{{?왜?}}': { kind: 'question', text: '왜?' },
    '{{timeline}}': { kind: 'live', text: '타임라인 전체' },
    '![그래프 \\[1\\]](picture:p1)': { kind: 'picture', id: 'p1', text: '그래프 [1]' },
    '![옛](picture:p9)': { kind: 'gone', text: '없어진 그림: 옛' },
  })
  const cuts = cutAtParts(TEXT, shown)
  expect(cuts.map(({ text }) => text).join('')).toBe(TEXT)
  expect(cuts.filter(({ part }) => part === null).map(({ text }) => text)).toContain(' {{other}}\n\n')
})

test('a value that becomes another one is changed as a whole', () => {
  expect(wordDiff('장애는 {{impact.start}}에', '장애는 {{impact.end}}에')).toEqual([
    { kind: 'same', text: '장애는 ' },
    { kind: 'gone', text: '{{impact.start}}' },
    { kind: 'new', text: '{{impact.end}}' },
    { kind: 'same', text: '에' },
  ])
})
