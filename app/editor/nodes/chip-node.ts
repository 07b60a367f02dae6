import {
  $getState,
  $setState,
  createState,
  DecoratorNode,
  toggleTextFormatType,
  type InlineFormattableNode,
  type TextFormatType,
} from 'lexical'
import { FORMAT } from '../markdown/state.ts'

const formatState = createState('format', { parse: (value) => (typeof value === 'number' ? value : 0) })

/** Something that stands among words as one of them, and can be bold as they are. Subclasses say what it shows. */
export class ChipNode extends DecoratorNode<null> implements InlineFormattableNode {
  get __isInlineFormattable(): true {
    return true
  }

  override $config() {
    return this.config('chip', {
      extends: DecoratorNode,
      stateConfigs: [{ flat: true, stateConfig: formatState }],
    })
  }

  getFormat(): number {
    return $getState(this, formatState)
  }

  setFormat(format: number): this {
    return $setState(this, formatState, format)
  }

  toggleFormat(type: TextFormatType): this {
    return this.setFormat(this.getFormatFlags(type, null))
  }

  getFormatFlags(type: TextFormatType, alignWithFormat: null | number): number {
    return toggleTextFormatType(this.getFormat(), type, alignWithFormat)
  }

  hasFormat(type: TextFormatType): boolean {
    return type in FORMAT && (this.getFormat() & FORMAT[type as keyof typeof FORMAT]) !== 0
  }

  override isInline(): true {
    return true
  }

  /** Selected by the editor as a piece of text is, so that typing over it, with an IME too, replaces it. */
  override isKeyboardSelectable(): false {
    return false
  }

  override updateDOM(): boolean {
    return true
  }

  override decorate(): null {
    return null
  }
}

/** The element of a chip; its look follows from `data-chip` and `data-format`. */
export function chipElement(kind: string, node: ChipNode): HTMLElement {
  const chip = document.createElement('span')
  chip.className = 'fact-chip'
  chip.dataset.chip = kind
  const marks = Object.entries(FORMAT).filter(([, bit]) => (node.getFormat() & bit) !== 0)
  if (marks.length > 0) chip.dataset.format = marks.map(([name]) => name).join(' ')
  return chip
}
