import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factsOf } from '#app/domain/facts.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { BETWEEN_PIECES, writePostmortem, type WrittenPiece } from '#app/domain/postmortem-blocks.ts'
import { changedPieces, changedPlaceholders } from '#app/domain/since-approval.ts'
import { incidentDocumentMessages } from '#app/messages/documents.ts'
import { ORIGIN_ORGANISATION, originRecord } from '#tests/origin-record.ts'

const RECORD = originRecord()
const TEXT = `## 무슨 일

장애는 {{impact.duration}} 이어졌다. 그 밖의 일은 같다.

{{symptoms}}

## 다음

{{actions}}

끝.`

function writtenOut(record: IncidentRecord, around?: (value: string, placeholder: string) => string) {
  return writePostmortem(TEXT, {
    record,
    facts: factsOf(record, ORIGIN_ORGANISATION),
    language: 'ko',
    words: incidentDocumentMessages.ko,
    nothing: (block) => `${block}: 없음`,
    around,
  })
}

const changes = (approved: string, pieces: readonly WrittenPiece[]) =>
  changedPieces(approved, pieces).map(({ index, parts }) => ({
    index,
    gone: parts.flatMap(({ kind, text }) => (kind === 'gone' ? text.trim() : [])),
    added: parts.flatMap(({ kind, text }) => (kind === 'new' ? text.trim() : [])),
  }))

test('nothing has changed while the record is the one that was approved', () => {
  const { text, pieces } = writtenOut(RECORD)
  expect(changedPieces(text, pieces)).toEqual([])
})

test('a block that lost an event is the one that has changed, and not the text after it', () => {
  const { text } = writtenOut(RECORD)
  const shorter = writtenOut({ ...RECORD, symptoms: RECORD.symptoms.slice(0, -1) })
  const found = changes(text, shorter.pieces)
  expect(found).toHaveLength(1)
  expect(shorter.pieces[found[0]!.index]!.block).toBe('symptoms')
  expect(found[0]).toMatchObject({ added: [] })
  const longer = changes(shorter.text, writtenOut(RECORD).pieces)
  expect(longer).toMatchObject([{ index: found[0]!.index, gone: [] }])
})

test('a fact that has another value is found in its sentence, with both values', () => {
  const { text } = writtenOut(RECORD)
  const marked = writtenOut({ ...RECORD, symptoms: [] }, (value) => `\ue002${value}\ue003`)
  const approved = text.replace('1시간 19분', '1시간 20분')
  const plain = writtenOut({ ...RECORD, symptoms: [] })
  const [first, second] = changedPieces(approved, plain.pieces)
  expect(first?.parts.filter(({ kind }) => kind !== 'same').map(({ text: words }) => words)).toEqual([
    '20분',
    '19분',
  ])
  expect(plain.pieces[second!.index]!.block).toBe('symptoms')
  const placeholders = ['{{impact.duration}}']
  const sign = { placeholders, start: '\ue002', end: '\ue003' }
  expect(changedPlaceholders(first!, { marked: marked.pieces[0]!.text, ...sign })).toEqual(placeholders)
})

test('a value that lost its last word is one that has changed', () => {
  const pieces: WrittenPiece[] = [{ block: null, text: 'It took 1h.' }]
  const [changed] = changedPieces('It took 1h 19m.\n', pieces)
  const marked = 'It took \ue0021h\ue003.'
  expect(
    changedPlaceholders(changed!, { marked, placeholders: ['{{d}}'], start: '\ue002', end: '\ue003' }),
  ).toEqual(['{{d}}'])
})

test('only blocks that differ are told, and what is told gives both texts back', () => {
  const block = fc.record({
    then: fc.constantFrom('- a', '- a\n- b', 'x', '| t |\n| - |\n| 1 |', '없음'),
    now: fc.constantFrom('- a', '- a\n- b', 'x', '| t |\n| - |\n| 2 |', '없음'),
  })
  fc.assert(
    fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
      // As in a postmortem: between two blocks stands a heading that nobody has changed.
      const pieces = blocks.flatMap(({ then, now }, index) => [
        { block: null, then: `## 제목 ${index}`, now: `## 제목 ${index}` },
        { block: 'timeline' as const, then, now },
      ])
      const approved = `${pieces.map(({ then }) => then).join(BETWEEN_PIECES)}\n`
      const found = changedPieces(
        approved,
        pieces.map(({ block: name, now }) => ({ block: name, text: now })),
      )
      expect(found.map(({ index }) => index)).toEqual(
        pieces.flatMap(({ then, now }, index) => (then === now ? [] : index)),
      )
      for (const { index, parts } of found) {
        const without = (left: string) => parts.map(({ kind, text }) => (kind === left ? '' : text)).join('')
        expect(without('new')).toBe(pieces[index]!.then)
        expect(without('gone')).toBe(pieces[index]!.now)
      }
    }),
  )
})
