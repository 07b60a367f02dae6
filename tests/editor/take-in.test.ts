/** What others have written comes in without anything being written for it. */
import { expect, test } from 'vitest'
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { takeIn } from '#app/editor/collaboration/take-in.ts'

/** Two people who format the same words at once, and somebody who reads. */
function formattedTwice() {
  const [kim, lee, reader] = [new Doc(), new Doc(), new Doc()]
  kim.getText().insert(0, 'messages are late')
  const begin = encodeStateAsUpdate(kim)
  applyUpdate(lee, begin)
  applyUpdate(reader, begin)
  reader.getText()
  const updates = [kim, lee].map((doc) => {
    const before = encodeStateVector(doc)
    doc.getText().format(0, 8, { bold: true })
    return encodeStateAsUpdate(doc, before)
  })
  return { reader, updates }
}

function writesOf(apply: typeof takeIn): number {
  const { reader, updates } = formattedTwice()
  let writes = 0
  reader.on('update', (_update, origin) => {
    if (origin !== 'others') writes += 1
  })
  for (const update of updates) apply(reader, update, 'others')
  expect(reader.getText().toDelta()).toEqual([
    { insert: 'messages', attributes: { bold: true } },
    { insert: ' are late' },
  ])
  return writes
}

test('whoever reads what two people format at once writes nothing by it, which Yjs would do for itself', () => {
  expect(writesOf(applyUpdate)).toBeGreaterThan(0)
  expect(writesOf(takeIn)).toBe(0)
})
