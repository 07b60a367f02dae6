import { createUndoManager } from '@lexical/yjs'
import { Doc, Item, type Transaction, type UndoManager } from 'yjs'
import type { SharedText } from './shared-text.ts'

export interface OwnHistory {
  /** False where there is nothing to take back. */
  undo: () => boolean
  redo: () => boolean
  /** What is done from now on is taken back by itself. */
  endStep: () => void
  canUndo: () => boolean
  canRedo: () => boolean
  /** Hears when either may have changed; returns how to stop. */
  onChange: (tell: () => void) => void
  end: () => void
}

/**
 * A document in which things can be taken back. What was deleted is not cleared away: Yjs would stumble over a paragraph
 * that came back, was deleted again and is gone.
 */
export function newDoc(): Doc {
  return new Doc({ gc: false })
}

/**
 * Takes back what was done here, and nothing that others did, and does it again.
 *
 * @param pause milliseconds without a change after which the next one begins a step
 */
export function historyOfOne({ binding, root }: SharedText, pause = 500): OwnHistory {
  const manager = createUndoManager(binding, root)
  manager.captureTimeout = pause
  return {
    undo: () => betweenNeighbours(manager, () => manager.undo()) !== null,
    redo: () => betweenNeighbours(manager, () => manager.redo()) !== null,
    endStep: () => manager.stopCapturing(),
    canUndo: () => manager.undoStack.length > 0,
    canRedo: () => manager.redoStack.length > 0,
    onChange(tell) {
      manager.on('stack-item-added', tell)
      manager.on('stack-item-popped', tell)
      manager.on('stack-cleared', tell)
    },
    end: () => manager.destroy(),
  }
}

type Integrate = (this: Item, transaction: Transaction, offset: number) => void

/**
 * Lets Yjs put things back, each between two that are neighbours. It looks for both by itself, and finds some that are none
 * and even stand the wrong way round when what was around the thing was put back before it. Everybody else then finds
 * another place for it, and the texts differ for good: https://github.com/yjs/yjs/issues/794. There is no way into that but
 * the moment in which the thing finds its place.
 */
function betweenNeighbours<Result>(manager: UndoManager, work: () => Result): Result {
  const prototype = Item.prototype as { integrate: Integrate }
  const { integrate } = prototype
  prototype.integrate = function (transaction, offset) {
    const { left, parent } = this
    const isPutBack = transaction.origin === manager && this.id.client === transaction.doc.clientID
    // What has a name has no place among others, and what is in nothing has none at all.
    if (isPutBack && this.parentSub === null && parent !== null && '_start' in (parent as object)) {
      this.right = left === null ? (parent as { _start: Item | null })._start : left.right
      this.rightOrigin = this.right && this.right.id
    }
    integrate.call(this, transaction, offset)
  }
  try {
    return work()
  } finally {
    prototype.integrate = integrate
  }
}
