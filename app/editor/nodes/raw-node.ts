import { $getState, createState, type DOMExportOutput } from 'lexical'
import { chipElement, ChipNode } from './chip-node.ts'

const sourceState = createState('source', { parse: (value) => (typeof value === 'string' ? value : '') })

/** Markdown among words for which the editor has no form, such as a footnote: kept to the letter. */
export class RawNode extends ChipNode {
  override $config() {
    return this.config('raw', {
      extends: ChipNode,
      stateConfigs: [{ flat: true, stateConfig: sourceState }],
    })
  }

  override getTextContent(): string {
    return $getState(this, sourceState)
  }

  override createDOM(): HTMLElement {
    const chip = chipElement('raw', this)
    chip.textContent = this.getTextContent()
    return chip
  }

  override exportDOM(): DOMExportOutput {
    const element = document.createElement('code')
    element.textContent = this.getTextContent()
    return { element }
  }
}
