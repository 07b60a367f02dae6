/**
 * What the editor writes in another way than it was written: bullets, marks of emphasis, escapes, the padding of tables.
 * Readers see the same; whoever compares files sees a difference, and is told here which and how often.
 */
import type { Nodes, Parent } from 'mdast'
import { parseMarkdown, type ParsedMarkdown } from './dialect.ts'
import { markdownFromState } from './from-state.ts'
import { POSTMORTEM_FORMS } from './postmortem-forms.ts'
import { stateFromMarkdown } from './to-state.ts'

export const CONSTRUCTS = [
  'bullet',
  'number',
  'indent',
  'loose',
  'emphasis',
  'strong',
  'rule',
  'heading',
  'code',
  'break',
  'wrap',
  'escape',
  'entity',
  'link',
  'picture',
  'table',
  'html',
  'definition',
  'spaces',
  'structure',
  'words',
] as const
export type Construct = (typeof CONSTRUCTS)[number]

/** A construct and how it is written now. `words` and `structure` are the two that a reader could notice. */
export interface ChangedConstruct {
  construct: Construct
  /** As it was written, and as it is written now: signs, not sentences. Empty where there is none. */
  from: string
  to: string
  count: number
  /** The line of the text in which the first one stands; counts from 1. */
  line: number
}

/** Markdown as the editor of postmortems writes it after reading it: what `sagwa import` stores. */
export function asTheEditorWrites(markdown: string): string {
  return markdownFromState(stateFromMarkdown(markdown, POSTMORTEM_FORMS)).trim()
}

/** Every construct of `before` that stands otherwise in `after`, which is the same text on its way through the editor. */
export function changedConstructs(before: string, after: string): ChangedConstruct[] {
  const found = new Map<string, ChangedConstruct>()
  const tell = (construct: Construct, from: string, to: string, line: number, count = 1) => {
    const key = `${construct}\0${from}\0${to}`
    const known = found.get(key)
    if (known) known.count += count
    else found.set(key, { construct, from, to, count, line })
  }
  const a = signsOf(before)
  const b = signsOf(after)
  for (const construct of CONSTRUCTS) {
    const from = a.get(construct) ?? []
    const to = b.get(construct) ?? []
    if (COUNTED.has(construct)) tellCounts(construct, from, to, tell)
    else if (from.length !== to.length) {
      tell('structure', `${from.length} ${construct}`, `${to.length} ${construct}`, from[0]?.line ?? 1)
    } else {
      for (const [index, { sign, line }] of from.entries()) {
        if (sign !== to[index]!.sign) tell(construct, shown(sign), shown(to[index]!.sign), line)
      }
    }
  }
  if (wordsOf(before) !== wordsOf(after)) tell('words', '', '', 1)
  const emptyLines = Math.abs(emptyLinesOf(before) - emptyLinesOf(after))
  if (emptyLines > 0 || (found.size === 0 && before.trim() !== after.trim())) {
    tell('spaces', '', '', firstDifference(before, after), Math.max(1, emptyLines))
  }
  return [...found.values()]
}

/** Of these only how many there are is compared: they stand within words, which the editor may cut elsewhere. */
const COUNTED = new Set<Construct>(['escape', 'entity', 'wrap', 'html'])

interface Sign {
  sign: string
  line: number
}

type Tell = (construct: Construct, from: string, to: string, line: number, count?: number) => void

function tellCounts(construct: Construct, from: readonly Sign[], to: readonly Sign[], tell: Tell): void {
  const kinds = Map.groupBy(from, ({ sign }) => sign)
  const now = Map.groupBy(to, ({ sign }) => sign)
  for (const sign of new Set([...kinds.keys(), ...now.keys()])) {
    const was = kinds.get(sign) ?? []
    const less = was.length - (now.get(sign)?.length ?? 0)
    if (less > 0) tell(construct, shown(sign), '', was[0]?.line ?? 1, less)
    if (less < 0) tell(construct, '', shown(sign), was[0]?.line ?? 1, -less)
  }
}

const SHOWN_AT_MOST = 24

function shown(sign: string): string {
  const line = sign.replaceAll('\n', '⏎')
  return line.length > SHOWN_AT_MOST ? `${line.slice(0, SHOWN_AT_MOST)}…` : line
}

function signsOf(markdown: string): Map<Construct, Sign[]> {
  const parsed = parseMarkdown(markdown)
  const signs = new Map<Construct, Sign[]>()
  const add = (construct: Construct, sign: string, node: Nodes) => {
    const list = signs.get(construct)
    const one = { sign, line: node.position?.start.line ?? 1 }
    if (list) list.push(one)
    else signs.set(construct, [one])
  }
  const visit = (node: Nodes, parent: Parent | null) => {
    addSigns(node, parent, parsed, add)
    if ('children' in node) for (const child of node.children) visit(child, node)
  }
  visit(parsed.tree, null)
  return signs
}

const ESCAPE = /\\([!-/:-@[-`{-~])/g
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});/gi

function addSigns(
  node: Nodes,
  parent: Parent | null,
  { sourceOf }: ParsedMarkdown,
  add: (construct: Construct, sign: string, node: Nodes) => void,
): void {
  const source = sourceOf(node)
  switch (node.type) {
    case 'list':
      add('loose', node.spread || node.children.some(({ spread }) => spread) ? 'loose' : 'tight', node)
      break
    case 'listItem': {
      const [, mark = '', space = ''] = /^(\d*[-*+.)])([ \t]*)/.exec(source) ?? []
      const ordered = /^\d/.test(mark)
      add(ordered ? 'number' : 'bullet', mark, node)
      // What follows the mark belongs to it: "-   x" holds other blocks than "- x" does.
      add('indent', ' '.repeat(Math.min(space.length, 5)), node)
      break
    }
    case 'emphasis':
      add('emphasis', source.slice(0, 1), node)
      break
    case 'strong':
      add('strong', source.slice(0, 2), node)
      break
    case 'thematicBreak':
      add('rule', source.trim(), node)
      break
    case 'heading':
      add(
        'heading',
        /^ {0,3}#/.test(source) ? (/[^\\]#+\s*$/.test(source) ? '# … #' : '#') : 'underline',
        node,
      )
      break
    case 'code':
      add('code', /^\s*(`{3,}|~{3,})/.exec(source)?.[1] ?? 'indented', node)
      break
    case 'break':
      add('break', source.startsWith('\\') ? '\\' : 'spaces', node)
      break
    case 'link':
    case 'linkReference':
      add('link', linkForm(source), node)
      break
    case 'image':
    case 'imageReference':
      add('picture', source, node)
      break
    case 'table':
      add('table', source.replace(/^[^\S\n]+/gm, ''), node)
      break
    case 'html':
      add('html', source.trim(), node)
      break
    case 'definition':
    case 'footnoteDefinition':
    case 'footnoteReference':
      add('definition', source.trim(), node)
      break
    case 'text':
      for (const [escape] of source.matchAll(ESCAPE)) add('escape', escape, node)
      for (const [entity] of source.matchAll(ENTITY)) add('entity', entity, node)
      if (parent?.type !== 'tableCell') for (const wrap of source.match(/\n/g) ?? []) add('wrap', wrap, node)
      break
    default:
  }
}

function linkForm(source: string): string {
  if (source.startsWith('<')) return '<…>'
  if (!source.startsWith('[')) return 'bare'
  if (/\]\([^]*\)$/.test(source)) {
    const title = /\s(["'(])[^]*["')]\)$/.exec(source)?.[1]
    return title === undefined ? (/\]\(</.test(source) ? '[…](<…>)' : '[…](…)') : `[…](… ${title})`
  }
  return '[…][…]'
}

/** The letters that are read, without the spaces between them. */
function wordsOf(markdown: string): string {
  const words = (node: Nodes): string => {
    if ('children' in node) return node.children.map(words).join('')
    if (node.type === 'image' || node.type === 'imageReference') return node.alt ?? ''
    return 'value' in node ? node.value : ''
  }
  return words(parseMarkdown(markdown).tree).replace(/\s+/g, '')
}

function emptyLinesOf(markdown: string): number {
  return markdown.trim().match(/^[^\S\n]*$/gm)?.length ?? 0
}

function firstDifference(before: string, after: string): number {
  const a = before.split('\n')
  const b = after.split('\n')
  const index = a.findIndex((line, at) => line !== b[at])
  return index === -1 ? a.length : index + 1
}
