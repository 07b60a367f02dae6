/** The element of a block that is no text: one thing to the caret, with a name for those who do not see it. */
export function blockElement(kind: string, name: string): HTMLElement {
  const block = document.createElement('div')
  block.className = 'editor-block'
  block.dataset.kind = kind
  block.setAttribute('role', 'group')
  block.setAttribute('aria-label', name)
  return block
}
