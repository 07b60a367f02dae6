import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factsOf } from '#app/domain/facts.ts'

import { blocksIn, piecesOf, POSTMORTEM_BLOCKS, writePostmortem } from '#app/domain/postmortem-blocks.ts'
import { namedIn, referencesIn, type PostmortemNames } from '#app/domain/postmortem-names.ts'
import { POSTMORTEM_TEMPLATES, TEMPLATE_NAMES } from '#app/domain/postmortem-templates/index.ts'
import { wordDiff } from '#app/domain/word-diff.ts'
import { incidentDocumentMessages } from '#app/messages/documents.ts'
import { ORIGIN_ORGANISATION, originRecord } from '#tests/origin-record.ts'

const ORIGIN_RECORD = originRecord()
const LANGUAGES = ['ko', 'en'] as const
const facts = factsOf(ORIGIN_RECORD, ORIGIN_ORGANISATION)
const context = { facts, language: 'ko' as const }
const written = (markdown: string) =>
  writePostmortem(markdown, {
    ...context,
    record: ORIGIN_RECORD,
    words: incidentDocumentMessages.ko,
    nothing: (block) => `${block}: 없음`,
  })

test.each(TEMPLATE_NAMES)('the template %s holds nothing unknown, and the same in both languages', (name) => {
  const of = LANGUAGES.map((language) => {
    const text = POSTMORTEM_TEMPLATES[name][language]
    const { pieces, findings } = piecesOf(text, { facts, language })
    expect(findings.filter(({ code }) => code !== 'open_question')).toEqual([])
    return {
      blocks: pieces.flatMap((piece) => (piece.kind === 'block' ? piece.block : [])),
      questions: findings.length,
      headings: text.match(/^#+/gm),
    }
  })
  expect(of[0]).toEqual(of[1])
  expect(of[0]!.blocks.length).toBeGreaterThan(2)
})

test('facts are written into sentences, with the particle that they need', () => {
  const { text, findings } = written(
    '장애는 {{impact.duration}} 이어졌고 `{{impact.duration}}`{{detected|은/는}} 모른다.',
  )
  expect(text).toBe('장애는 1시간 19분 이어졌고 `{{impact.duration}}`【확인한 시각】 모른다.\n')
  expect(findings).toEqual([{ code: 'gap', label: '확인한 시각', line: 1 }])
})

test('every block is written out, and what the record lacks says so', () => {
  for (const block of POSTMORTEM_BLOCKS) {
    const { text, findings } = written(`before\n\n{{${block}}}\n\nafter`)
    expect(text).not.toContain('{{')
    expect(text).toMatch(/^before\n\n[^]+\n\nafter\n$/)
    if (findings.length > 0) expect(text).toContain('없음')
  }
})

test('what nobody knows stays to the letter and is reported', () => {
  const { text, findings } = written('{{timelines}} and a {{timeline}} among words\n\n    {{timeline}}')
  expect(text).toContain('{{timelines}} and a {{timeline}} among words')
  expect(findings).toMatchObject([
    { code: 'unknown', label: 'timelines', line: 1 },
    { code: 'block_inline', label: 'timeline', line: 1 },
    { code: 'block_inline', label: 'timeline', line: 3 },
  ])
})

test('code stays code', () => {
  const code = '```\n{{timeline}}\n{{impact.start}}\n{{?q}}\n```'
  expect(written(code)).toMatchObject({ text: `${code}\n`, findings: [] })
  expect(blocksIn(`${code}\n\n{{actions}}`)).toEqual(['actions'])
})

test('other incidents are found by their reference, and colours and issues are not', () => {
  expect(
    referencesIn('see #2020-001, #2020-0012x a#2020-001 #123456 #2020-12').map(({ reference }) => reference),
  ).toEqual(['2020-001', '2020-0012'])
})

test('a changed word is one that is gone and one that is new, in its place', () => {
  expect(wordDiff('a b c\nd', 'a x c\nd')).toEqual([
    { kind: 'same', text: 'a ' },
    { kind: 'gone', text: 'b' },
    { kind: 'new', text: 'x' },
    { kind: 'same', text: ' c\nd' },
  ])
})

test('both texts can be read out of their difference, whatever they are', () => {
  const text = fc
    .array(fc.constantFrom('\n', 'a', '. ', ' ', '가나', 'b\n\n'), { maxLength: 40 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = wordDiff(before, after)
      const without = (kind: string) => parts.filter((part) => part.kind !== kind).map((part) => part.text)
      expect(without('new').join('')).toBe(before)
      expect(without('gone').join('')).toBe(after)
    }),
  )
})

test('no text without placeholders is changed by writing', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '# b', '- c', '```', '', '> d', '| e |')), (lines) => {
      const markdown = ['x', ...lines, 'y'].join('\n')
      expect(written(markdown).text).toBe(`${markdown}\n`)
    }),
  )
})

const names: PostmortemNames = {
  incidents: { '2020-001': { title: '새해 전송 지연', severity: 'major' } },
  people: { 'u-1': '김지은', 'u-2': 'Lee *Ha*' },
  pictures: { p1: { width: 10, height: 20 } },
}

test('incidents, people and pictures are named by their ids, with the particle that their names need', () => {
  const { text, findings } = writePostmortem(
    '{{incident:2020-001|과/와}} 같다. {{person:u-1|이/가}} {{person:u-2}}에게 알렸다.\n\n![그래프](picture:p1 "제목")',
    { ...context, record: ORIGIN_RECORD, words: incidentDocumentMessages.ko, nothing: String, names },
  )
  expect(text).toBe('#2020-001과 같다. 김지은이 Lee \\*Ha\\*에게 알렸다.\n\n![그래프](picture:p1 "제목")\n')
  expect(findings).toEqual([])
})

test('what a text names and is no longer there stays visible and is told', () => {
  const { text, findings } = written(
    '{{incident:2020-009|은/는}} {{person:u-9}} ![그래프 \\[1\\]](picture:p9)\n\n`{{person:u-9}}`',
  )
  expect(text).toBe(
    '【#2020-009 (없는 장애)】 【알 수 없는 사람】 【없어진 그림: 그래프 [1]】\n\n`{{person:u-9}}`\n',
  )
  expect(findings).toEqual([
    { code: 'missing_picture', label: '그래프 [1]', line: 1 },
    { code: 'missing_incident', label: '2020-009', line: 1 },
    { code: 'missing_person', label: 'u-9', line: 1 },
  ])
})

test('every id that a text names is found', () => {
  expect(
    namedIn('{{ incident:2020-001 | 은/는 }} #2020-002 {{person:u-1}} {{person:u-1}} ![](picture:p1)'),
  ).toEqual({
    incidents: ['2020-001', '2020-002'],
    people: ['u-1'],
    pictures: ['p1'],
  })
})
