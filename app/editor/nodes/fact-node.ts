import {
  $create,
  $getState,
  $setState,
  createState,
  type DOMExportOutput,
  type EditorConfig,
  type LexicalEditor,
} from 'lexical'
import { placeholderText } from '../markdown/placeholders.ts'
import { chipElement, ChipNode } from './chip-node.ts'
import { $chipView, chipViewOf, type ChipView } from './chip-view.ts'

const keyState = createState('key', { parse: (value) => (typeof value === 'string' ? value : '') })
const particleState = createState('particle', { parse: (value) => (typeof value === 'string' ? value : '') })

/** A value of the record in a text: `{{impact.start}}`, or with the particle that follows it, `{{services|은/는}}`. */
export class FactNode extends ChipNode {
  override $config() {
    return this.config('fact', {
      extends: ChipNode,
      stateConfigs: [
        { flat: true, stateConfig: keyState },
        { flat: true, stateConfig: particleState },
      ],
    })
  }

  getFact(): string {
    return $getState(this, keyState)
  }

  getParticle(): string | null {
    return $getState(this, particleState) || null
  }

  /** The value in the text's language; the placeholder where there is none. */
  override getTextContent(): string {
    return $chipView()?.value(this.getFact(), this.getParticle()) ?? this.#source()
  }

  override createDOM(_config: EditorConfig, editor: LexicalEditor): HTMLElement {
    const chip = chipElement('fact', this)
    chip.dataset.fact = this.getFact()
    if (this.getParticle()) chip.dataset.particle = this.getParticle()!
    showValue(chip, chipViewOf(editor))
    return chip
  }

  override exportDOM(): DOMExportOutput {
    const element = document.createElement('span')
    element.dataset.sagwaChip = this.#source()
    element.textContent = this.getTextContent()
    return { element }
  }

  #source(): string {
    return placeholderText({ kind: 'fact', key: this.getFact(), particle: this.getParticle() })
  }
}

export function $createFactNode(key: string, particle: string | null = null): FactNode {
  const node = $create(FactNode)
  $setState(node, keyState, key)
  if (particle) $setState(node, particleState, particle)
  return node
}

/** Writes the present value into a chip: also for those that stand already, when the record has changed. */
export function showValue(chip: HTMLElement, view: ChipView | null): void {
  const key = chip.dataset.fact ?? ''
  const particle = chip.dataset.particle ?? null
  const value = view?.value(key, particle) ?? null
  const items = value === null || particle !== null ? [] : (view?.items(key) ?? [])
  if (items.length > 1) chip.replaceChildren(part('chip-line', [value]), part('chip-list', items))
  else chip.textContent = value ?? view?.label(key) ?? placeholderText({ kind: 'fact', key, particle })
  chip.title = view?.label(key) ?? key
  chip.toggleAttribute('data-unknown', value === null)
}

/** A list in a chip is there twice, as one phrase and as entries: style shows the one that fits where the chip stands. */
function part(name: string, texts: readonly (string | null)[]): HTMLElement {
  const whole = document.createElement('span')
  whole.className = name
  if (texts.length === 1) whole.textContent = texts[0] ?? ''
  else {
    whole.append(
      ...texts.map((text) => {
        const entry = document.createElement('span')
        const words = document.createElement('span')
        words.textContent = text
        entry.append(words)
        return entry
      }),
    )
  }
  return whole
}
