/** What a key of the surface does. */
export type WritingKey =
  | 'paragraph'
  | 'h1'
  | 'h2'
  | 'h3'
  | 'number'
  | 'bullet'
  | 'check'
  | 'strikethrough'
  | 'code'
  | 'moveUp'
  | 'moveDown'
  | 'fullScreen'
  | 'question'
  | 'action'
  | 'comment'
  | 'keys'
  | 'save'

type Pressed = Pick<
  KeyboardEvent,
  'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'code' | 'isComposing' | 'keyCode'
> & { getModifierState?: (key: string) => boolean }

const WITH_ALT: Record<string, WritingKey> = {
  Digit0: 'paragraph',
  Digit1: 'h1',
  Digit2: 'h2',
  Digit3: 'h3',
  KeyF: 'fullScreen',
  KeyQ: 'question',
  KeyA: 'action',
  KeyM: 'comment',
}
const WITH_SHIFT: Record<string, WritingKey> = {
  Digit7: 'number',
  Digit8: 'bullet',
  Digit9: 'check',
  KeyX: 'strikethrough',
}
const ALONE: Record<string, WritingKey> = { KeyE: 'code', KeyS: 'save', Slash: 'keys' }

/**
 * What a pressed key means: by its place on the keyboard, so that it does the same while that writes Korean. None while a
 * syllable is being composed, and none that is only the third letter of a key (AltGr).
 */
export function writingKey(event: Pressed): WritingKey | null {
  if (event.isComposing || event.keyCode === 229 || event.getModifierState?.('AltGraph')) return null
  const { code, altKey, shiftKey } = event
  if (event.ctrlKey || event.metaKey) {
    if (altKey && shiftKey) return null
    return (altKey ? WITH_ALT : shiftKey ? WITH_SHIFT : ALONE)[code] ?? null
  }
  if (!altKey || shiftKey) return null
  return code === 'ArrowUp' ? 'moveUp' : code === 'ArrowDown' ? 'moveDown' : null
}

/** How keys are written here: the signs of a Mac, the words of other keyboards. */
export function keyNames(isMac: boolean): (keys: string) => string {
  if (!isMac) return (keys) => keys.replace('Mod', 'Ctrl')
  const signs: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' }
  return (keys) =>
    keys
      .split('+')
      .map((key) => signs[key] ?? key)
      .join('')
}
