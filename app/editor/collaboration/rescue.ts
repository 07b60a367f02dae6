import {
  ContentString,
  decodeUpdate,
  findIndexSS,
  getState,
  isDeleted,
  Item,
  XmlElement,
  XmlText,
  type Doc,
} from 'yjs'
import { sharedRoot } from './shared-text.ts'
import { takeIn } from './take-in.ts'

/**
 * Applies an update, and brings back words in it that would vanish without a trace: those written into a paragraph that
 * somebody else has deleted, or joined with another one, in the same moment. They stand in a paragraph of their own where
 * the deleted one was, or at the end where that is not known any more; somebody can then move them or take them away.
 *
 * @returns the update that brings them back; null where there were none
 */
export function rescuedText(doc: Doc, update: Uint8Array): Uint8Array | null {
  const { structs, ds } = decodeUpdate(update)
  const written = structs.flatMap((struct) =>
    struct instanceof Item &&
    struct.content instanceof ContentString &&
    struct.id.clock >= getState(doc.store, struct.id.client)
      ? [{ id: struct.id, words: struct.content.str }]
      : [],
  )
  takeIn(doc, update)
  const lost: { words: string; place: number }[] = []
  for (const { id, words } of written) {
    // What is not known yet comes later; what its writer has taken away again is no loss.
    if (id.clock >= getState(doc.store, id.client) || isDeleted(ds, id)) continue
    const known = doc.store.clients.get(id.client)!
    const there = known[findIndexSS(known, id.clock)]!
    if (!there.deleted) continue
    const place = placeOf(doc, there)
    const last = lost.at(-1)
    if (last?.place === place) last.words += words
    else lost.push({ words, place })
  }
  const worth = lost.filter(({ words }) => words.trim() !== '').sort((a, b) => b.place - a.place)
  if (worth.length === 0) return null
  let rescued: Uint8Array | null = null
  const note = (change: Uint8Array) => (rescued = change)
  doc.on('update', note)
  doc.transact(() => {
    for (const { words, place } of worth) {
      const paragraph = new XmlElement('paragraph')
      sharedRoot(doc).insert(place, [paragraph])
      const text = new XmlText()
      paragraph.insert(0, [text])
      text.insert(0, words)
    }
  })
  doc.off('update', note)
  return rescued
}

/** Where among the blocks of today the one was in which this is. */
function placeOf(doc: Doc, struct: { id: unknown }): number {
  const root: unknown = sharedRoot(doc)
  let item: Item | null = struct instanceof Item ? struct : null
  while (item !== null && item.parent !== root) {
    const { parent }: { parent: unknown } = item
    item =
      typeof parent === 'object' && parent !== null && '_item' in parent
        ? (parent._item as Item | null)
        : null
  }
  if (item === null) return sharedRoot(doc).length
  let place = 0
  for (let left = item.left; left !== null; left = left.left) if (!left.deleted) place += left.length
  return place
}
