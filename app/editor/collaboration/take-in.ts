import { applyUpdate, type Doc, type Transaction } from 'yjs'

/**
 * Applies an update of somebody else, and nothing besides. Left to itself, Yjs then takes marks of formatting away that
 * look superfluous where it runs: a change of its own, made by each who hears of one. The server would have to pass it on
 * and a reader could become an author by it; and where one who took a mark away met one who undid, their texts differed.
 *
 * @throws for bytes that are no update
 */
export function takeIn(doc: Doc, update: Uint8Array, origin: unknown = null): void {
  let taking: Transaction | undefined
  const leaveMarks = (transaction: Transaction) => {
    if (transaction === taking) transaction._needFormattingCleanup = false
  }
  doc.on('afterTransaction', leaveMarks)
  try {
    doc.transact((transaction) => {
      taking = transaction
      applyUpdate(doc, update)
    }, origin)
  } finally {
    doc.off('afterTransaction', leaveMarks)
  }
}
