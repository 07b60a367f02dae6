/**
 * The editor's state as JSON: what Lexical's own parser takes and gives. Written out here so that Markdown can be
 * turned into it and back without Lexical, on the server too.
 */
export interface StateNode {
  type: string
  version: number
  children?: StateNode[]
  [property: string]: unknown
}

export interface DocumentState {
  root: StateNode
}

/** Lexical's bits for how a run of text looks. */
export const FORMAT = { bold: 1, italic: 2, strikethrough: 4, code: 16 } as const

/** An element that holds others; Lexical wants these properties on every one. */
export function element(
  type: string,
  children: StateNode[],
  properties: Record<string, unknown> = {},
): StateNode {
  return { type, version: 1, direction: null, format: '', indent: 0, ...properties, children }
}

export function textNode(text: string, format: number): StateNode {
  return { type: 'text', version: 1, detail: 0, format, mode: 'normal', style: '', text }
}
