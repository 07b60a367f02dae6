import { piecesOf } from '../markdown/placeholders.ts'
import { element, FORMAT, textNode, type StateNode } from '../markdown/state.ts'

/** What the words inside of an element look like, and whether spaces count. */
interface Look {
  format: number
  pre: boolean
}

const NOT_TEXT = new Set([
  'script',
  'style',
  'template',
  'head',
  'noscript',
  'iframe',
  'object',
  'svg',
  'title',
  'meta',
])
const BLOCKS = new Set([
  'address',
  'article',
  'aside',
  'center',
  'dd',
  'details',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figcaption',
  'figure',
  'footer',
  'form',
  'header',
  'main',
  'nav',
  'p',
  'section',
  'summary',
])

/**
 * What a page or a text processor put on the clipboard, as nodes: words with their marks, headings, lists, quotations,
 * tables and code. Everything else gives the words in it. The document must be inert (`DOMParser`).
 */
export function nodesFromHtml(document: Document): StateNode[] {
  return blocks(document.body, { format: 0, pre: false })
}

function blocks(parent: Element, look: Look): StateNode[] {
  const out: StateNode[] = []
  let words: StateNode[] = []
  const endParagraph = () => {
    if (words.length > 0) out.push(element('paragraph', words))
    words = []
  }
  for (const child of parent.childNodes) {
    const made = block(child, look)
    if (made) {
      endParagraph()
      out.push(...made)
    } else words.push(...inline(child, look))
  }
  endParagraph()
  return out
}

/** Null for what stands among words. */
function block(node: Node, look: Look): StateNode[] | null {
  if (!isElement(node)) return null
  const name = node.localName
  if (/^h[1-6]$/.test(name)) return [element('heading', words(node, look), { tag: name })]
  if (name === 'ul' || name === 'ol') return [list(node, look)]
  if (name === 'li')
    return [element('list', [entry(node, look)].flat(), { listType: 'bullet', start: 1, tag: 'ul' })]
  if (name === 'blockquote') return [element('quote', blocks(node, look), { shadowRoot: true })]
  if (name === 'pre') return [verbatim(node.textContent ?? '', 'code')]
  if (name === 'table') return [table(node)]
  if (name === 'hr') return [{ type: 'divider', version: 1 }]
  // Google Docs wraps everything in a <b>; others wrap blocks in spans and links.
  if (BLOCKS.has(name) || holdsBlocks(node)) return blocks(node, lookOf(node, look))
  return null
}

const BLOCK_SELECTOR = [...BLOCKS, 'h1,h2,h3,h4,h5,h6,ul,ol,blockquote,pre,table,hr'].join(',')

function holdsBlocks(node: Element): boolean {
  return node.querySelector(BLOCK_SELECTOR) !== null
}

function list(node: Element, look: Look): StateNode {
  const ordered = node.localName === 'ol'
  const entries = [...node.children].flatMap((child) =>
    // Some write a list below an entry beside it instead of in it.
    child.localName === 'ul' || child.localName === 'ol'
      ? [listItem([list(child, look)])]
      : entry(child, look),
  )
  const start = Number(node.getAttribute('start') ?? 1)
  return element('list', entries, {
    listType: ordered ? 'number' : 'bullet',
    start: Number.isInteger(start) && start >= 0 ? start : 1,
    tag: node.localName,
  })
}

function entry(node: Element, look: Look): StateNode[] {
  const made = blocks(node, look)
  const own = made.filter((child) => child.type !== 'list')
  const below = made.filter((child) => child.type === 'list')
  const line = own.flatMap((child, index) => [
    ...(index > 0 ? [{ type: 'linebreak', version: 1 }] : []),
    ...(child.children ?? []),
  ])
  return [
    ...(line.length > 0 || below.length === 0 ? [listItem(line)] : []),
    ...below.map((child) => listItem([child])),
  ]
}

function listItem(children: StateNode[]): StateNode {
  return element('listitem', children, { value: 1 })
}

function verbatim(text: string, kind: 'code' | 'markdown'): StateNode {
  const lines = text.replace(/\n$/, '').split('\n')
  const children = lines.flatMap((line, index) => [
    ...(index > 0 ? [{ type: 'linebreak', version: 1 }] : []),
    ...(line === '' ? [] : [textNode(line, 0)]),
  ])
  return element('verbatim', children, { kind, lang: null, meta: null })
}

/** A table as Markdown; its first row becomes the head, because Markdown has none without. */
function table(node: Element): StateNode {
  const rows = [...node.querySelectorAll('tr')].map((row) =>
    [...row.children].map((cell) =>
      (cell.textContent ?? '').replace(/\s+/g, ' ').trim().replace(/[|\\]/g, '\\$&'),
    ),
  )
  const width = Math.max(1, ...rows.map((row) => row.length))
  const line = (row: string[]) => `| ${Array.from({ length: width }, (_, at) => row[at] ?? '').join(' | ')} |`
  const [head = [], ...body] = rows
  return verbatim(
    [line(head), line(Array<string>(width).fill('---')), ...body.map(line)].join('\n'),
    'markdown',
  )
}

function words(node: Element, look: Look): StateNode[] {
  const inside = lookOf(node, look)
  return [...node.childNodes].flatMap((child) => inline(child, inside))
}

function inline(node: Node, look: Look): StateNode[] {
  if (node.nodeType === Node.TEXT_NODE) return text(node.nodeValue ?? '', look)
  if (!isElement(node)) return []
  const name = node.localName
  if (NOT_TEXT.has(name)) return []
  if (name === 'br') return [{ type: 'linebreak', version: 1 }]
  const chip = node.getAttribute('data-sagwa-chip')
  if (chip !== null) return text(chip, look)
  if (name === 'img') return text(node.getAttribute('alt') ?? '', look)
  const children = words(node, look)
  const address = name === 'a' ? node.getAttribute('href') : null
  if (!address || address.startsWith('#')) return children
  return [element('link', children, { url: address, title: null })]
}

function text(value: string, look: Look): StateNode[] {
  const shown = look.pre ? value : value.replace(/\u00a0/g, ' ').replace(/\s+/g, ' ')
  return piecesOf(shown).map((piece) =>
    typeof piece === 'string'
      ? textNode(piece, look.format)
      : piece.kind === 'gap'
        ? { type: 'gap', version: 1, words: piece.words, format: look.format }
        : { type: 'fact', version: 1, key: piece.key, particle: piece.particle, format: look.format },
  )
}

function lookOf(node: Element, look: Look): Look {
  const style = (node as HTMLElement).style as CSSStyleDeclaration | undefined
  let format = look.format
  const set = (bit: number, on: boolean) => (format = on ? format | bit : format & ~bit)
  const name = node.localName
  if (name === 'b' || name === 'strong') set(FORMAT.bold, true)
  if (name === 'i' || name === 'em') set(FORMAT.italic, true)
  if (name === 's' || name === 'del' || name === 'strike') set(FORMAT.strikethrough, true)
  if (name === 'code' || name === 'tt' || name === 'kbd') set(FORMAT.code, true)
  const weight = style?.fontWeight
  if (weight) set(FORMAT.bold, weight === 'bold' || Number(weight) >= 600)
  if (style?.fontStyle) set(FORMAT.italic, style.fontStyle === 'italic')
  if (style?.textDecoration.includes('line-through')) set(FORMAT.strikethrough, true)
  return { format, pre: look.pre || (style?.whiteSpace.startsWith('pre') ?? false) }
}

function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE
}
