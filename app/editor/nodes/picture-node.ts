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
import { blockElement } from './block-element.ts'
import { chipViewOf, type ChipView } from './chip-view.ts'

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const sourceState = createState('source', { parse: text })
const altState = createState('alt', { parse: text })
const titleState = createState('title', { parse: text })

/** A picture that stands alone: `![what it shows](picture:…)`. Its bytes are never in the text. */
export class PictureNode extends DecoratorNode<null> {
  override $config() {
    return this.config('picture', {
      extends: DecoratorNode,
      stateConfigs: [
        { flat: true, stateConfig: sourceState },
        { flat: true, stateConfig: altState },
        { flat: true, stateConfig: titleState },
      ],
    })
  }

  getSource(): string {
    return $getState(this, sourceState)
  }

  /** What it shows, for those who do not see it. */
  getAlt(): string {
    return $getState(this, altState)
  }

  setAlt(alt: string): this {
    return $setState(this, altState, alt.replace(/\s+/g, ' ').trim())
  }

  override isInline(): false {
    return false
  }

  override getTextContent(): string {
    return this.getAlt()
  }

  override createDOM(_config: EditorConfig, editor: LexicalEditor): HTMLElement {
    const block = blockElement('picture', this.getAlt())
    block.dataset.picture = this.getSource()
    block.dataset.alt = this.getAlt()
    showPicture(block, chipViewOf(editor))
    return block
  }

  override updateDOM(previous: this): boolean {
    return previous.getSource() !== this.getSource() || previous.getAlt() !== this.getAlt()
  }

  override exportDOM(): DOMExportOutput {
    const element = document.createElement('img')
    element.setAttribute('alt', this.getAlt())
    return { element }
  }

  override decorate(): null {
    return null
  }
}

/** @param alt what the picture shows; @param source as it stands in the Markdown: `picture:…` */
export function $createPictureNode(source: string, alt: string): PictureNode {
  return $setState($create(PictureNode), sourceState, source).setAlt(alt)
}

export function $isPictureNode(node: LexicalNode | null | undefined): node is PictureNode {
  return node instanceof PictureNode
}

/** Draws a picture, or says what is not there. */
export function showPicture(block: HTMLElement, view: ChipView | null): void {
  const source = block.dataset.picture ?? ''
  const alt = block.dataset.alt ?? ''
  const found = view?.picture?.(source) ?? null
  block.toggleAttribute('data-unknown', found === null)
  block.toggleAttribute('data-without-words', alt === '')
  const words = document.createElement('p')
  words.className = 'editor-block-name'
  words.textContent = alt
  const showMissing = () => {
    const missing = document.createElement('p')
    missing.className = 'editor-block-missing'
    missing.textContent = view?.missingPicture ?? ''
    const address = document.createElement('code')
    address.textContent = source
    missing.append(' ', address)
    block.replaceChildren(missing, words)
  }
  if (found === null) return showMissing()
  const image = document.createElement('img')
  image.src = found.url
  image.alt = alt
  image.draggable = false
  // Deleted since the text was written: only the server knows.
  image.addEventListener('error', () => {
    block.toggleAttribute('data-unknown', true)
    showMissing()
  })
  if (found.width !== null) image.width = found.width
  if (found.height !== null) image.height = found.height
  block.replaceChildren(image, words)
}
