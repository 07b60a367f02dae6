import type { ProviderAwareness, UserState } from '@lexical/yjs'
import {
  compareRelativePositions,
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromTypeIndex,
  type Doc,
  type RelativePosition,
} from 'yjs'

/** What Lexical's binding has as the state of somebody who writes, with a caret that keeps to one of its neighbours. */
export interface OwnCaret extends ProviderAwareness {
  /** Lets something happen before which the caret keeps to the letter behind it: what is put back then ends up before it. */
  behind: (work: () => void) => void
}

/**
 * Lets the caret of somebody keep to the letter before it, which is the one they typed last. Lexical ties it to the letter
 * behind: of two people who type at the very same place each is then pushed behind what the other types, and their letters
 * mix. A selection has ends that keep to its own letters already.
 */
export function ownCaret(awareness: ProviderAwareness, doc: Doc): OwnCaret {
  let side: -1 | 0 = -1
  const kept = (position: RelativePosition): RelativePosition => {
    const place = createAbsolutePositionFromRelativePosition(position, doc)
    return place === null ? position : createRelativePositionFromTypeIndex(place.type, place.index, side)
  }
  const setLocalState = (state: UserState | null) => {
    const { anchorPos = null, focusPos = null } = state ?? {}
    if (
      state === null ||
      anchorPos === null ||
      focusPos === null ||
      !compareRelativePositions(anchorPos, focusPos)
    ) {
      return awareness.setLocalState(state)
    }
    const caret = kept(anchorPos)
    awareness.setLocalState({ ...state, anchorPos: caret, focusPos: caret })
  }
  const again = () => {
    const state = awareness.getLocalState()
    if (state !== null) setLocalState(state)
  }
  return {
    getLocalState: () => awareness.getLocalState(),
    getStates: () => awareness.getStates(),
    on: (...args: Parameters<ProviderAwareness['on']>) => awareness.on(...args),
    off: (...args: Parameters<ProviderAwareness['off']>) => awareness.off(...args),
    setLocalState,
    setLocalStateField: (name, value) => awareness.setLocalStateField(name, value),
    behind(work) {
      side = 0
      again()
      try {
        work()
      } finally {
        side = -1
        again()
      }
    },
  }
}
