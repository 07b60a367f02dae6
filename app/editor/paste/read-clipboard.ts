import { markdownFromNodes } from '../markdown/from-state.ts'
import { element, textNode, type StateNode } from '../markdown/state.ts'
import { blocksFromMarkdown, type Forms } from '../markdown/to-state.ts'
import { withoutControls, withoutUnsafeLinks } from './clean.ts'

/** Bytes of UTF-8 that may be pasted at once. */
const PASTE_LIMIT = 200_000

export interface Clipboard {
  /** What Lexical itself puts there, as JSON; empty if there is none, as with the others. */
  lexical: string
  html: string
  text: string
}

export type Pasted =
  | { outcome: 'too_large'; bytes: number }
  | {
      outcome: 'read'
      blocks: StateNode[]
      unsafeLinks: number
      controls: boolean
      /** There were pictures, of which only the words came along. */
      pictures: boolean
      /** Tables that stay Markdown, because they have too many cells. */
      largeTables: number
    }

/**
 * What the clipboard holds, as blocks of a text. All ways lead through Markdown, so that nothing gets in that could not
 * be saved. `parseHtml` gives nodes and is asked only for what is small enough.
 */
export function readClipboard(
  clipboard: Clipboard,
  parseHtml: (html: string) => StateNode[],
  { plain = false, forms }: { plain?: boolean; forms?: Forms | undefined } = {},
): Pasted {
  const { text: clean, removed } = withoutControls(clipboard.text)
  const bytes = new TextEncoder().encode(plain ? clean : clipboard.text || clipboard.html).length
  // The other forms of the same words carry much that is thrown away, but reading them takes its time as well.
  const overhead = Math.max(clipboard.html.length, clipboard.lexical.length)
  if (bytes > PASTE_LIMIT || (!plain && overhead > 20 * PASTE_LIMIT)) {
    return { outcome: 'too_large', bytes: Math.max(bytes, bytes > PASTE_LIMIT ? 0 : overhead) }
  }
  const found = plain ? paragraphsOf(clean) : blocksOf({ ...clipboard, text: clean }, parseHtml)
  const { nodes, removed: unsafeLinks } = withoutUnsafeLinks(found)
  const printed = withoutControls(markdownFromNodes(nodes))
  const blocks = blocksFromMarkdown(printed.text, forms)
  return {
    outcome: 'read',
    blocks,
    largeTables: forms === undefined ? 0 : blocks.filter(isTableInMarkdown).length,
    unsafeLinks,
    controls: removed || printed.removed,
    pictures: !plain && /<img\b/i.test(clipboard.html) && clipboard.lexical === '',
  }
}

function isTableInMarkdown(node: StateNode): boolean {
  return (
    node.type === 'verbatim' &&
    node.kind === 'markdown' &&
    node.children?.[0]?.text?.toString().startsWith('|') === true
  )
}

function blocksOf({ lexical, html, text }: Clipboard, parseHtml: (html: string) => StateNode[]): StateNode[] {
  const own = lexical === '' ? null : nodesFromLexical(lexical)
  if (own) return own
  const markdown = looksLikeMarkdown(text)
  // Editors of code put coloured lines beside the text; what they mean is the text.
  if (html !== '' && !(markdown && !hasStructure(html))) {
    const nodes = parseHtml(html)
    if (nodes.length > 0) return nodes
  }
  return markdown ? blocksFromMarkdown(text) : paragraphsOf(text)
}

/** Null where it is broken, so that the other forms of the same words are read. */
function nodesFromLexical(json: string): StateNode[] | null {
  try {
    const { nodes } = JSON.parse(json) as { nodes?: unknown }
    return Array.isArray(nodes) && nodes.length > 0 && nodes.every(isNode) ? (nodes as StateNode[]) : null
  } catch {
    return null
  }
}

function isNode(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || depth > 100) return false
  const { type, children } = value as Partial<StateNode>
  if (typeof type !== 'string') return false
  return (
    children === undefined || (Array.isArray(children) && children.every((child) => isNode(child, depth + 1)))
  )
}

/** Lines as they are: an empty line parts paragraphs, any other break stays one. */
function paragraphsOf(text: string): StateNode[] {
  return text.split(/\n[^\S\n]*\n\s*/).map((paragraph) =>
    element(
      'paragraph',
      paragraph
        .split('\n')
        .flatMap((line, index) => [
          ...(index > 0 ? [{ type: 'linebreak', version: 1 }] : []),
          textNode(line, 0),
        ]),
    ),
  )
}

const MARKS = [
  /^#{1,6} \S/m,
  /^ {0,3}[-*+] \S[^\n]*\n {0,8}[-*+] \S/m,
  /^ {0,3}1[.)] \S[^\n]*\n {0,3}2[.)] \S/m,
  /^ {0,3}[-*+] \[[ xX]\] \S/m,
  /^ {0,3}> \S/m,
  /^ {0,3}(?:```|~~~)/m,
  /^ {0,3}\|?.*\|.*\n {0,3}\|? *:?-{2,}:? *\|/m,
  /\*\*\S(?:[^\n*]*\S)?\*\*/,
  /\[[^\]\n]+\]\((?:https?:|mailto:|\/)[^)\s]+\)/,
  /\{\{[^{}\n]+\}\}/,
]

/** Whether somebody who wrote this meant Markdown: a date such as "2026. 11. 22." alone is no list. */
export function looksLikeMarkdown(text: string): boolean {
  return MARKS.some((mark) => mark.test(text))
}

function hasStructure(html: string): boolean {
  return /<(?:h[1-6]|ul|ol|li|table|blockquote|strong|b|em|i|a|p)[\s>]/i.test(html)
}
