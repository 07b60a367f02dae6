import type { AlignType, BlockContent, Link, List, ListItem, PhrasingContent, Root, Table } from 'mdast'
import { parseMarkdown, printMarkdown, verbatim } from './dialect.ts'
import { placeholderText, type Placeholder } from './placeholders.ts'
import { FORMAT, type DocumentState, type StateNode } from './state.ts'

/**
 * Writes a state of the editor as Markdown, ending in a line break unless it is empty. Nodes of a type that nobody
 * here knows give the words that are in them.
 */
export function markdownFromState(state: DocumentState): string {
  defined = definitionsIn(childrenOf(state.root))
  const tree: Root = { type: 'root', children: flow(childrenOf(state.root)) }
  return tree.children.length === 0 ? '' : printMarkdown(tree)
}

/** What the footnotes and references of the text that is being written refer to: to be read as such in each part of it. */
let defined: string[] = []

function definitionsIn(nodes: readonly StateNode[]): string[] {
  const written = nodes.flatMap((node) =>
    node.type === 'verbatim' && node.kind !== 'code'
      ? [...plain(node).matchAll(/^ {0,3}\[((?:[^[\]\\]|\\.)+)\]:/gm)]
      : [],
  )
  return [...new Set(written.map(([, label = '']) => label))]
}

/** The blocks of a list of nodes as Markdown: for what is copied. */
export function markdownFromNodes(nodes: readonly StateNode[]): string {
  return markdownFromState({ root: { type: 'root', version: 1, children: [...nodes] } })
}

type Flow = BlockContent

/** Blocks, with words between them in paragraphs of their own. */
function flow(nodes: readonly StateNode[]): Flow[] {
  const blocks: Flow[] = []
  let words: StateNode[] = []
  const endParagraph = () => {
    blocks.push(...paragraphs(words))
    words = []
  }
  for (const node of nodes) {
    if (isInline(node)) words.push(node)
    else {
      endParagraph()
      blocks.push(...blockOf(node))
    }
  }
  endParagraph()
  return blocks
}

const INLINE = new Set(['text', 'tab', 'linebreak', 'link', 'autolink', 'fact', 'gap', 'raw'])

function isInline(node: StateNode): boolean {
  return INLINE.has(node.type) || (node.children === undefined && typeof node.text === 'string')
}

function blockOf(node: StateNode): Flow[] {
  const children = childrenOf(node)
  switch (node.type) {
    case 'paragraph':
      return paragraphs(children)
    case 'heading': {
      const depth = Number(/^h([1-6])$/.exec(text(node.tag))?.[1] ?? 2) as 1 | 2 | 3 | 4 | 5 | 6
      // A heading is one line.
      const words = phrasing(children).map((child): PhrasingContent =>
        child.type === 'break' ? space() : child,
      )
      return [{ type: 'heading', depth, children: words }]
    }
    case 'quote': {
      const quoted = flow(children)
      return quoted.length > 0 ? [{ type: 'blockquote', children: quoted }] : []
    }
    case 'list': {
      const made = list(node)
      return made.children.length > 0 ? [made] : []
    }
    case 'verbatim':
      return verbatimBlock(node)
    case 'table':
      return table(node)
    case 'record-block':
    case 'picture':
      return paragraphs([node])
    case 'divider':
    case 'horizontalrule':
      return [{ type: 'thematicBreak' }]
    default:
      return flow(children)
  }
}

function paragraphs(nodes: readonly StateNode[]): Flow[] {
  const children = phrasing(nodes)
  return children.length > 0 ? [{ type: 'paragraph', children }] : []
}

function verbatimBlock(node: StateNode): Flow[] {
  const source = plain(node)
  if (node.kind === 'code') {
    return [{ type: 'code', lang: text(node.lang) || null, meta: text(node.meta) || null, value: source }]
  }
  const trimmed = source.replace(/^(?:[^\S\n]*\n)+|\s+$/g, '')
  if (trimmed === '') return []
  const others = defined.map((label) => `\n\n[${label}]: x`)
  const read = parseMarkdown(trimmed + others.join('')).tree.children
  const children = read.slice(0, read.length - others.length)
  // A list has to be written as one, or it would run into a list beside it.
  return children.some((child) => child.type === 'list') ? (children as Flow[]) : [verbatim(trimmed)]
}

const ALIGNMENTS: Record<string, AlignType> = {
  left: 'left',
  start: 'left',
  center: 'center',
  right: 'right',
  end: 'right',
}

/** A table as Markdown has it: the first row is the head and says how its columns are aligned, all are of one length. */
function table(node: StateNode): Table[] {
  const rows = childrenOf(node)
    .map((row) => childrenOf(row).flatMap((cell) => [cell, ...beside(cell)]))
    .filter((row) => row.length > 0)
  const width = Math.max(0, ...rows.map((row) => row.length))
  if (width === 0) return []
  const columns = Array.from({ length: width }, (_, column) => column)
  return [
    {
      type: 'table',
      align: columns.map((column) => ALIGNMENTS[text(rows[0]?.[column]?.format)] ?? null),
      children: rows.map((row) => ({
        type: 'tableRow',
        children: columns.map((column) => ({
          type: 'tableCell',
          children: row[column] ? cellWords(row[column]) : [],
        })),
      })),
    },
  ]
}

/** The places that a wide cell takes beside its own. */
function beside({ colSpan }: StateNode): StateNode[] {
  const extra = Math.min(Math.max(Number(colSpan ?? 1) || 1, 1), 100) - 1
  return Array.from({ length: extra }, () => ({ type: 'tablecell', version: 1, children: [] }))
}

/** What is in a cell on one line: blocks one after the other, with the tag for a break between them. */
function cellWords(cell: StateNode): PhrasingContent[] {
  const lines = linesIn(cell)
  const words = trimmed(
    lines.flatMap((line, index): Run[] => [
      ...(index > 0 ? [{ node: { type: 'break' as const }, format: 0 }] : []),
      ...line,
    ]),
  )
  const oneLine = words.map((run): Run =>
    run.node.type === 'break' ? { ...run, node: verbatim('<br>') } : run,
  )
  return nested(oneLine, MARK_BITS)
}

function linesIn(node: StateNode): Run[][] {
  const lines: Run[][] = []
  let words: StateNode[] = []
  const endLine = () => {
    if (words.length > 0) lines.push(words.flatMap(runs))
    words = []
  }
  for (const child of childrenOf(node)) {
    if (isInline(child)) words.push(child)
    else {
      endLine()
      lines.push(...(childrenOf(child).length > 0 ? linesIn(child) : [runs(child)]))
    }
  }
  endLine()
  return lines
}

function list(node: StateNode): List {
  const ordered = node.listType === 'number'
  const loose = (node.$ as { loose?: unknown } | undefined)?.loose === true
  const items: ListItem[] = []
  for (const child of childrenOf(node)) {
    const blocks = flow(childrenOf(child))
    const below = items.at(-1)
    // An entry of nothing but lists belongs to the one before it.
    if (below && blocks.length > 0 && blocks.every((block) => block.type === 'list')) {
      below.children.push(...blocks)
    } else {
      const checked = node.listType === 'check' ? child.checked === true : null
      items.push({ type: 'listItem', spread: loose, checked, children: blocks })
    }
  }
  const start = ordered ? Number(node.start ?? 1) : null
  return { type: 'list', ordered, start, spread: loose, children: items }
}

/** A run of words that looks the same throughout, or a link, which looks as all that is in it. */
interface Run {
  node: PhrasingContent
  format: number
}

const MARKS = [
  ['strikethrough', 'delete'],
  ['bold', 'strong'],
  ['italic', 'emphasis'],
] as const
const MARK_BITS = FORMAT.bold | FORMAT.italic | FORMAT.strikethrough

/** Words as Markdown has them: no space at either end, marks as few and as long as they can be. */
function phrasing(nodes: readonly StateNode[]): PhrasingContent[] {
  return nested(trimmed(nodes.flatMap(runs)), MARK_BITS)
}

function runs(node: StateNode): Run[] {
  const format = typeof node.format === 'number' ? node.format : 0
  switch (node.type) {
    case 'linebreak':
      return [{ node: { type: 'break' }, format: 0 }]
    case 'tab':
      return [{ node: space(), format: 0 }]
    case 'link':
    case 'autolink':
      return linkRuns(node)
    case 'fact':
      return [chip({ kind: 'fact', key: text(node.key), particle: text(node.particle) || null }, format)]
    case 'gap':
      return [chip({ kind: 'gap', words: text(node.words) }, format)]
    case 'record-block':
      return [chip({ kind: 'fact', key: text(node.name), particle: null }, format)]
    case 'picture':
      return [{ node: picture(node), format: format & MARK_BITS }]
    case 'raw':
      return text(node.source) === ''
        ? []
        : [{ node: verbatim(text(node.source)), format: format & MARK_BITS }]
    default: {
      if (node.children) return node.children.flatMap(runs)
      const value = text(node.text).replace(/\n/g, ' ')
      if (value === '') return []
      if (format & FORMAT.code) return [{ node: { type: 'inlineCode', value }, format: format & MARK_BITS }]
      return [{ node: { type: 'text', value }, format: format & MARK_BITS }]
    }
  }
}

function picture(node: StateNode): PhrasingContent {
  return { type: 'image', url: text(node.source), alt: text(node.alt), title: text(node.title) || null }
}

function chip(placeholder: Placeholder, format: number): Run {
  const value = placeholderText(placeholder)
  const node: PhrasingContent =
    format & FORMAT.code ? { type: 'inlineCode', value } : { type: 'placeholder', value, placeholder }
  return { node, format: format & MARK_BITS }
}

/** A link with what marks all of it outside, so that a bold sentence stays one. */
function linkRuns(node: StateNode): Run[] {
  const inside = childrenOf(node).flatMap(runs)
  if (inside.length === 0) return []
  const words = inside.filter((run) => !isSpace(run))
  const common = (words.length > 0 ? words : inside).reduce((bits, run) => bits & run.format, MARK_BITS)
  const children = nested(
    inside.map((run) => ({ ...run, format: run.format & ~common })),
    MARK_BITS,
  )
  const url = text(node.url)
  const link: Link = { type: 'link', url, title: text(node.title) || null, children }
  return [{ node: link, format: common }]
}

function space(): PhrasingContent {
  return { type: 'text', value: ' ' }
}

function isSpace(run: Run): boolean {
  return run.node.type === 'break' || (run.node.type === 'text' && run.node.value.trim() === '')
}

/** Without spaces at the ends and around breaks, and without breaks at the end, where Markdown has no room for them. */
function trimmed(all: readonly Run[]): Run[] {
  const lines: Run[][] = [[]]
  for (const run of joined(all)) {
    if (run.node.type === 'break') lines.push([])
    else lines.at(-1)!.push(run)
  }
  const kept = lines.map(trimmedLine)
  while (kept.length > 0 && kept.at(-1)!.length === 0) kept.pop()
  return kept.flatMap((line, index) =>
    index === 0 ? line : [{ node: { type: 'break' }, format: 0 }, ...line],
  )
}

function trimmedLine(line: readonly Run[]): Run[] {
  const kept = [...line]
  const cut = (at: 0 | -1, edge: RegExp) => {
    for (let run = kept.at(at); run?.node.type === 'text'; run = kept.at(at)) {
      const value = run.node.value.replace(edge, '')
      if (value !== '') {
        kept[at === 0 ? 0 : kept.length - 1] = { ...run, node: { type: 'text', value } }
        return
      }
      if (at === 0) kept.shift()
      else kept.pop()
    }
  }
  cut(0, /^[ \t]+/)
  cut(-1, /[ \t]+$/)
  return kept
}

/** Neighbours of one look as one run; code too, because two spans of it cannot stand side by side. */
function joined(all: readonly Run[]): Run[] {
  const out: Run[] = []
  for (const run of all) {
    const last = out.at(-1)
    if (
      last &&
      last.format === run.format &&
      (run.node.type === 'text' || run.node.type === 'inlineCode') &&
      last.node.type === run.node.type
    ) {
      out[out.length - 1] = { ...last, node: { ...last.node, value: last.node.value + run.node.value } }
    } else out.push(run)
  }
  return out
}

/** Runs as a tree: at each place the mark that goes furthest is the outermost. */
function nested(all: readonly Run[], allowed: number): PhrasingContent[] {
  const out: PhrasingContent[] = []
  const line = spacesOutside(joined(all), allowed)
  for (let from = 0; from < line.length;) {
    const best = MARKS.map(([name, type]) => ({
      type,
      bit: FORMAT[name],
      to: reach(line, from, FORMAT[name] & allowed),
    }))
      .filter((mark) => mark.to > from)
      .sort((a, b) => b.to - a.to)[0]
    if (best) {
      out.push({
        type: best.type,
        children: nested(line.slice(from, best.to), allowed & ~best.bit),
      })
      from = best.to
    } else {
      out.push(line[from]!.node)
      from++
    }
  }
  return out
}

function reach(line: readonly Run[], from: number, bit: number): number {
  let to = from
  while (to < line.length && (line[to]!.format & bit) !== 0) to++
  return to
}

/** A mark cannot begin or end with a space: those at its edges go outside, and spaces alone carry no mark. */
function spacesOutside(line: readonly Run[], allowed: number): Run[] {
  const cut = line.flatMap((run): Run[] => {
    if (run.node.type !== 'text' || (run.format & allowed) === 0) return [run]
    const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(run.node.value) ?? []
    return [before, words, after]
      .filter((value) => value !== '')
      .map((value) => ({ node: { type: 'text', value }, format: run.format }))
  })
  // A space keeps only the marks that both its neighbours have.
  const marks = (index: number, step: 1 | -1): number => {
    let at = index
    for (let run = cut[at]; run && isSpace(run); run = cut[at]) at += step
    return cut[at]?.format ?? 0
  }
  return joined(
    cut.map((run, index) =>
      isSpace(run) ? { ...run, format: marks(index, -1) & marks(index, 1) & MARK_BITS } : run,
    ),
  )
}

function childrenOf(node: StateNode): StateNode[] {
  return Array.isArray(node.children) ? node.children : []
}

function plain(node: StateNode): string {
  if (node.type === 'linebreak') return '\n'
  if (node.type === 'tab') return '\t'
  if (node.type === 'fact' || node.type === 'gap') {
    const run = chip(
      node.type === 'fact'
        ? { kind: 'fact', key: text(node.key), particle: text(node.particle) || null }
        : { kind: 'gap', words: text(node.words) },
      FORMAT.code,
    )
    return 'value' in run.node ? run.node.value : ''
  }
  return text(node.text) + childrenOf(node).map(plain).join('')
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
