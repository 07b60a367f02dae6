import {
  $create,
  $getState,
  $setState,
  createState,
  DecoratorNode,
  type DOMExportOutput,
  type EditorConfig,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical'
import { placeholderText } from '../markdown/placeholders.ts'
import { blockElement } from './block-element.ts'
import { chipViewOf, type ChipView } from './chip-view.ts'

const nameState = createState('name', { parse: (value) => (typeof value === 'string' ? value : '') })

/** A part of the record that stands in a postmortem on a line of its own: `{{timeline}}`. Never a copy of it. */
export class RecordBlockNode extends DecoratorNode<null> {
  override $config() {
    return this.config('record-block', {
      extends: DecoratorNode,
      stateConfigs: [{ flat: true, stateConfig: nameState }],
    })
  }

  getName(): string {
    return $getState(this, nameState)
  }

  override isInline(): false {
    return false
  }

  override getTextContent(): string {
    return placeholderText({ kind: 'fact', key: this.getName(), particle: null })
  }

  override createDOM(_config: EditorConfig, editor: LexicalEditor): HTMLElement {
    const block = blockElement('record', this.getName())
    block.dataset.block = this.getName()
    showBlock(block, chipViewOf(editor))
    return block
  }

  override updateDOM(previous: this): boolean {
    return previous.getName() !== this.getName()
  }

  override exportDOM(): DOMExportOutput {
    const element = document.createElement('p')
    const chip = document.createElement('span')
    chip.dataset.sagwaChip = this.getTextContent()
    chip.textContent = this.getTextContent()
    element.append(chip)
    return { element }
  }

  override decorate(): null {
    return null
  }
}

export function $createRecordBlockNode(name: string): RecordBlockNode {
  return $setState($create(RecordBlockNode), nameState, name)
}

export function $isRecordBlockNode(node: LexicalNode | null | undefined): node is RecordBlockNode {
  return node instanceof RecordBlockNode
}

/** Draws a block as the record is now: also those that stand already, when it has changed. */
export function showBlock(block: HTMLElement, view: ChipView | null): void {
  const name = block.dataset.block ?? ''
  const preview = view?.block?.(name) ?? null
  const label = preview?.label ?? view?.label(name) ?? name
  const heading = document.createElement('p')
  heading.className = 'editor-block-name'
  heading.textContent = label
  block.setAttribute('aria-label', label)
  block.toggleAttribute('data-unknown', preview === null)
  block.replaceChildren(heading)
  if (!preview?.content) return
  const content = document.createElement('div')
  content.className = 'editor-block-content'
  // Links and buttons in it belong to those who read; here it is one thing.
  content.inert = true
  content.append(preview.content)
  block.append(content)
}
