import { $create, $getState, $setState, createState, type DOMExportOutput } from 'lexical'
import { placeholderText } from '../markdown/placeholders.ts'
import { chipElement, ChipNode } from './chip-node.ts'

const wordsState = createState('words', { parse: (value) => (typeof value === 'string' ? value : '') })

/** A place that a person has to fill: `{{?time of the next update}}`. What is typed over it takes its place. */
export class GapNode extends ChipNode {
  override $config() {
    return this.config('gap', {
      extends: ChipNode,
      stateConfigs: [{ flat: true, stateConfig: wordsState }],
    })
  }

  getWords(): string {
    return $getState(this, wordsState)
  }

  override getTextContent(): string {
    return placeholderText({ kind: 'gap', words: this.getWords() })
  }

  override createDOM(): HTMLElement {
    const chip = chipElement('gap', this)
    chip.textContent = this.getWords()
    return chip
  }

  override exportDOM(): DOMExportOutput {
    const element = document.createElement('span')
    element.dataset.sagwaChip = this.getTextContent()
    element.textContent = this.getWords()
    return { element }
  }
}

export function $createGapNode(words: string): GapNode {
  return $setState($create(GapNode), wordsState, words)
}
