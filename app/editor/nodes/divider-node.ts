import { $create, DecoratorNode, type DOMExportOutput } from 'lexical'

/** A line between two sections. */
export class DividerNode extends DecoratorNode<null> {
  override $config() {
    return this.config('divider', { extends: DecoratorNode })
  }

  override isInline(): false {
    return false
  }

  override getTextContent(): string {
    return '\n'
  }

  override createDOM(): HTMLElement {
    const line = document.createElement('div')
    line.className = 'editor-divider'
    line.append(document.createElement('hr'))
    return line
  }

  override updateDOM(): false {
    return false
  }

  override exportDOM(): DOMExportOutput {
    return { element: document.createElement('hr') }
  }

  override decorate(): null {
    return null
  }
}

export function $createDividerNode(): DividerNode {
  return $create(DividerNode)
}
