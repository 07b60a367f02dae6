import type { Blockquote, Link, List, ListItem, Nodes, PhrasingContent, RootContent } from 'mdast'
import { parseMarkdown, printMarkdown } from './dialect.ts'
import { piecesOf, type Placeholder } from './placeholders.ts'
import { element, FORMAT, textNode, type DocumentState, type StateNode } from './state.ts'

/**
 * What a kind of text has blocks for beyond those of every text. Its registry must know their nodes; to write Markdown
 * no forms are asked for, because whatever got into a state has to come out of it.
 */
export interface Forms {
  /** The text as it is read, for blocks that are a matter of lines. */
  prepare: (markdown: string) => string
  /** Null for what is read as everywhere. `top` tells whether it stands in nothing else. */
  block: (node: RootContent, read: ReadWords, top: boolean) => StateNode | null
}

/** The words of a node, as they stand in a paragraph. */
export type ReadWords = (nodes: readonly PhrasingContent[]) => StateNode[]

const EVERYWHERE: Forms = { prepare: (markdown) => markdown, block: () => null }

/**
 * Reads Markdown into a state of the editor. Nothing disappears: what there is no form for (raw HTML, lists with code in
 * them, pictures among words) stands in the text as the Markdown it was written in.
 */
export function stateFromMarkdown(markdown: string, forms: Forms = EVERYWHERE): DocumentState {
  const children = blocksFromMarkdown(markdown, forms)
  return { root: element('root', children.length > 0 ? children : [paragraph([])]) }
}

/** The blocks of a text, for a place in another one. */
export function blocksFromMarkdown(markdown: string, forms: Forms = EVERYWHERE): StateNode[] {
  const { tree, sourceOf } = parseMarkdown(forms.prepare(markdown))
  const source: Source = { sourceOf, forms }
  return tree.children.map((node) => block(node, source, true) ?? verbatimBlock(asWritten(node, sourceOf)))
}

/** What holds other blocks is written anew: alone, its lines could be read otherwise than where they stood. */
function asWritten(node: RootContent, sourceOf: SourceOf): string {
  const container = node.type === 'list' || node.type === 'blockquote'
  return container ? printMarkdown({ type: 'root', children: [node] }).trimEnd() : sourceOf(node)
}

/** A block of Markdown that is edited as what it is. */
function verbatimBlock(source: string): StateNode {
  return element('verbatim', lines(source), { kind: 'markdown', lang: null, meta: null })
}

type SourceOf = (node: Nodes) => string

interface Source {
  sourceOf: SourceOf
  forms: Forms
}

/** Null for what the editor has no block for. */
function block(node: RootContent, source: Source, top = false): StateNode | null {
  const own = source.forms.block(node, (nodes) => inline(nodes, 0, source), top)
  if (own) return own
  switch (node.type) {
    case 'paragraph':
      return paragraph(inline(node.children, 0, source))
    case 'heading':
      return element('heading', inline(node.children, 0, source), { tag: `h${node.depth}` })
    case 'blockquote':
      return quote(node, source)
    case 'list':
      return list(node, source)
    case 'code':
      return element('verbatim', lines(node.value), {
        kind: 'code',
        lang: node.lang ?? null,
        meta: node.meta ?? null,
      })
    case 'thematicBreak':
      return { type: 'divider', version: 1 }
    default:
      return null
  }
}

function paragraph(children: StateNode[]): StateNode {
  return element('paragraph', children, { textFormat: 0, textStyle: '' })
}

/** A quotation of one paragraph holds its words; any other holds blocks, which Lexical calls a root of its own. */
function quote(node: Blockquote, source: Source): StateNode | null {
  const [only] = node.children
  if (node.children.length === 1 && only?.type === 'paragraph') {
    return element('quote', inline(only.children, 0, source))
  }
  const children = node.children.map((child) => block(child, source))
  if (children.length === 0 || children.includes(null)) return null
  return element('quote', children as StateNode[], { shadowRoot: true })
}

function list(node: List, source: Source): StateNode | null {
  const check = node.children.some((item) => item.checked != null)
  // Boxes on numbers, or on some of the entries only, are more than a list of the editor can say.
  if (check && (node.ordered || node.children.some((item) => item.checked == null))) return null
  const listType = check ? 'check' : node.ordered ? 'number' : 'bullet'
  const start = node.start ?? 1
  const items: StateNode[] = []
  for (const item of node.children) {
    const made = entries(item, start + items.length, items.length === 0, source)
    if (!made) return null
    items.push(...made)
  }
  const loose = node.spread || node.children.some((item) => item.spread)
  return element('list', items, {
    listType,
    start,
    tag: node.ordered ? 'ol' : 'ul',
    ...(loose ? { $: { loose: true } } : {}),
  })
}

/** An entry, and after it, as Lexical has it, one that holds nothing but the list below. */
function entries(item: ListItem, value: number, isFirst: boolean, source: Source): StateNode[] | null {
  const [first, ...rest] = item.children
  const opens = first?.type === 'paragraph'
  const checked = item.checked ?? undefined
  const made: StateNode[] = []
  // After another entry, lists alone would be read as those of that one.
  if (!opens && first && !isFirst) return null
  if (opens || !first) {
    made.push(listItem(opens ? inline(first.children, 0, source) : [], value, checked))
  }
  for (const child of opens || !first ? rest : item.children) {
    const nested = child.type === 'list' ? list(child, source) : null
    if (!nested) return null
    made.push(listItem([nested], value + made.length))
  }
  return made
}

function listItem(children: StateNode[], value: number, checked?: boolean): StateNode {
  return element('listitem', children, { value, ...(checked === undefined ? {} : { checked }) })
}

function inline(nodes: readonly PhrasingContent[], format: number, source: Source): StateNode[] {
  return nodes.flatMap((node): StateNode[] => {
    switch (node.type) {
      case 'text':
        // A line that was wrapped in the source is one line to the reader.
        return [textNode(node.value.replace(/[^\S\n]*\n[^\S\n]*/g, ' '), format)]
      case 'placeholder':
        return [chip(node.placeholder, format)]
      case 'strong':
        return inline(node.children, format | FORMAT.bold, source)
      case 'emphasis':
        return inline(node.children, format | FORMAT.italic, source)
      case 'delete':
        return inline(node.children, format | FORMAT.strikethrough, source)
      case 'inlineCode':
        return piecesOf(node.value).map((piece) =>
          typeof piece === 'string'
            ? textNode(piece, format | FORMAT.code)
            : chip(piece, format | FORMAT.code),
        )
      case 'break':
        return [{ type: 'linebreak', version: 1 }]
      case 'link':
        return [link(node, format, source)]
      default:
        return [{ type: 'raw', version: 1, source: onOneLine(node, source), format }]
    }
  })
}

/** What goes over several lines has the marks of the quotation or list around it between them. */
function onOneLine(node: PhrasingContent, { sourceOf }: Source): string {
  const source = sourceOf(node)
  if (!source.includes('\n')) return source
  const own =
    node.type === 'html'
      ? node.value
      : printMarkdown({ type: 'root', children: [{ type: 'paragraph', children: [node] }] })
  return own.trim().replace(/\s*\n\s*/g, ' ')
}

function chip(placeholder: Placeholder, format: number): StateNode {
  if (placeholder.kind === 'gap') return { type: 'gap', version: 1, words: placeholder.words, format }
  const { key, particle } = placeholder
  return { type: 'fact', version: 1, key, ...(particle === null ? {} : { particle }), format }
}

function link(node: Link, format: number, source: Source): StateNode {
  return element('link', inline(node.children, format, source), {
    url: node.url,
    title: node.title ?? null,
    rel: null,
    target: null,
  })
}

function lines(text: string): StateNode[] {
  return text
    .split('\n')
    .flatMap((line, index) => [
      ...(index > 0 ? [{ type: 'linebreak', version: 1 }] : []),
      ...(line === '' ? [] : [textNode(line, 0)]),
    ])
}
