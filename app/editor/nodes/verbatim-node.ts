import {
  $create,
  $createTextNode,
  $getState,
  $isLineBreakNode,
  $isTextNode,
  $setState,
  createState,
  ElementNode,
  type DOMExportOutput,
  type LexicalNode,
} from 'lexical'

const kindState = createState('kind', { parse: (value) => (value === 'code' ? 'code' : 'markdown') })
const text = (value: unknown) => (typeof value === 'string' ? value : null)
const langState = createState('lang', { parse: text })
const metaState = createState('meta', { parse: text })

/** Lines that stand as they are typed: code, or Markdown for which the editor has no form, such as a table. */
export class VerbatimNode extends ElementNode {
  override $config() {
    return this.config('verbatim', {
      extends: ElementNode,
      stateConfigs: [
        { flat: true, stateConfig: kindState },
        { flat: true, stateConfig: langState },
        { flat: true, stateConfig: metaState },
      ],
      $transform: (node: VerbatimNode) => node.#keepPlain(),
    })
  }

  getKind(): 'code' | 'markdown' {
    return $getState(this, kindState)
  }

  /** The language of code, as it stands behind the fence; empty where nobody said. */
  getLanguage(): string {
    return $getState(this, langState) ?? ''
  }

  setLanguage(language: string): this {
    return $setState(this, langState, language === '' ? null : language)
  }

  override createDOM(): HTMLElement {
    const block = document.createElement('pre')
    block.className = 'verbatim'
    block.dataset.kind = this.getKind()
    block.spellcheck = false
    showLanguage(this, block)
    return block
  }

  override updateDOM(_previous: this, block: HTMLElement): false {
    showLanguage(this, block)
    return false
  }

  override exportDOM(): DOMExportOutput {
    return { element: document.createElement('pre') }
  }

  override canIndent(): false {
    return false
  }

  /** Backspace at its beginning takes an empty one away and leaves the others. */
  override collapseAtStart(): true {
    return true
  }

  #keepPlain(): void {
    for (const child of this.getChildren()) {
      if ($isTextNode(child)) {
        if (child.getFormat() !== 0) child.setFormat(0)
      } else if (!$isLineBreakNode(child)) child.replace($createTextNode(child.getTextContent()))
    }
  }
}

export function $isVerbatimNode(node: LexicalNode | null | undefined): node is VerbatimNode {
  return node instanceof VerbatimNode
}

function showLanguage(node: VerbatimNode, block: HTMLElement): void {
  if (node.getLanguage() === '') delete block.dataset.language
  else block.dataset.language = node.getLanguage()
}

/** An empty block of code. */
export function $createCodeNode(language = ''): VerbatimNode {
  return $setState($create(VerbatimNode), kindState, 'code').setLanguage(language)
}
