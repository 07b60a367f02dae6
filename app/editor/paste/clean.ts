import type { StateNode } from '../markdown/state.ts'

/** Signs that nobody sees: control characters, and those that turn the direction of the text around them. */
const CONTROLS =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A text without signs that nobody sees, and whether there were any. Line breaks come out as `\n`. */
export function withoutControls(text: string): { text: string; removed: boolean } {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\ufeff/g, '')
  const clean = lines.replace(CONTROLS, '')
  return { text: clean, removed: clean.length !== lines.length }
}

/**
 * Whether a link may lead there: addresses of the web, of mail and of telephones, and places on the same site. Space and
 * control characters inside do not hide a scheme, because browsers take them out before they read it.
 */
export function isSafeAddress(address: string): boolean {
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(address.replace(/[\s\u0000-\u0020\u007f-\u009f]/g, ''))?.[1]
  return scheme === undefined || ['http', 'https', 'mailto', 'tel'].includes(scheme.toLowerCase())
}

/** The nodes with links that lead elsewhere replaced by their words, and how many there were. */
export function withoutUnsafeLinks(nodes: readonly StateNode[]): { nodes: StateNode[]; removed: number } {
  let removed = 0
  const visit = (node: StateNode): StateNode[] => {
    const children = node.children?.flatMap(visit)
    if (node.type === 'link' && !isSafeAddress(typeof node.url === 'string' ? node.url : '')) {
      removed++
      return children ?? []
    }
    return [children ? { ...node, children } : node]
  }
  return { nodes: nodes.flatMap(visit), removed }
}
