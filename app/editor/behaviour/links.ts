import { $isLinkNode, $toggleLink } from '@lexical/link'
import { $findMatchingParent, $getSelection, $isRangeSelection, $isTextNode } from 'lexical'

/** Where the link at the caret leads; empty without one, null where no link could stand. */
export function $addressAtCaret(): string | null {
  const selection = $getSelection()
  if (!$isRangeSelection(selection)) return null
  return $findMatchingParent(selection.anchor.getNode(), $isLinkNode)?.getURL() ?? ''
}

/** An empty address takes the link away; without a selection the address itself becomes the words. */
export function $setAddress(address: string): void {
  const selection = $getSelection()
  if (!$isRangeSelection(selection)) return
  const inLink = $findMatchingParent(selection.anchor.getNode(), $isLinkNode)
  if (address === '') return $toggleLink(null)
  if (inLink) {
    inLink.setURL(address)
    return
  }
  if (selection.isCollapsed()) {
    const start = selection.anchor.offset
    selection.insertText(address)
    const node = selection.anchor.getNode()
    if ($isTextNode(node)) node.select(selection.anchor.offset - address.length, selection.anchor.offset)
    else if (start === 0) node.select()
  }
  $toggleLink(address, { rel: null, target: null })
}
