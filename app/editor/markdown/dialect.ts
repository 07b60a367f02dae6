import type { Html, Literal, Nodes, Root, Table, ThematicBreak } from 'mdast'
import { fromMarkdown, type Options as ReadOptions } from 'mdast-util-from-markdown'
import { gfmFromMarkdown, gfmToMarkdown } from 'mdast-util-gfm'
import { toMarkdown, type Options } from 'mdast-util-to-markdown'
import { cjkFriendlyToMarkdown } from 'mdast-util-to-markdown-cjk-friendly'
import { cjkFriendlyGfmStrikethroughToMarkdown } from 'mdast-util-to-markdown-cjk-friendly-gfm-strikethrough'
import { cjkFriendlyExtension } from 'micromark-extension-cjk-friendly'
import { gfmStrikethroughCjkFriendly } from 'micromark-extension-cjk-friendly-gfm-strikethrough'
import { gfm } from 'micromark-extension-gfm'
import { piecesOf, placeholderText, replacePlaceholders, type Placeholder } from './placeholders.ts'

/** A placeholder among the words of a sentence. */
export interface PlaceholderNode extends Literal {
  type: 'placeholder'
  /** As it stands in the Markdown, with its braces. */
  value: string
  placeholder: Placeholder
}

declare module 'mdast' {
  interface PhrasingContentMap {
    placeholder: PlaceholderNode
  }
  interface RootContentMap {
    placeholder: PlaceholderNode
  }
}

export interface ParsedMarkdown {
  tree: Root
  /** The part of the Markdown from which a node was read, to the letter. */
  sourceOf: (node: Nodes) => string
  /** Where in the Markdown a position of the tree lies: UTF-16 units from its beginning. */
  offsetOf: (treeOffset: number) => number
}

// One tilde is no construct: "08:58~10:17" is how a Korean text writes a span of time, often twice in a line.
const GFM = { singleTilde: false }
const READ: ReadOptions = {
  extensions: [gfm(GFM), cjkFriendlyExtension(), gfmStrikethroughCjkFriendly(GFM)],
  mdastExtensions: [gfmFromMarkdown()],
}

/**
 * Reads Markdown: GFM, with emphasis that works next to Korean particles, and with placeholders as nodes of their own
 * wherever words may stand. While it is read a placeholder is one ideograph that the text does not contain, so that it
 * is a word to its neighbours, as the value will be that takes its place.
 */
export function parseMarkdown(markdown: string): ParsedMarkdown {
  const stand = standIns(markdown)
  const shifts: { at: number; by: number }[] = []
  let by = 0
  const source = replacePlaceholders(markdown, (text, at) => {
    const sign = stand.inFor(text)
    shifts.push({ at: at - by + 1, by: (by += text.length - sign.length) })
    return sign
  })
  const tree = restored(fromMarkdown(source, READ), stand)
  return {
    tree,
    sourceOf: ({ position }) =>
      stand.restore(source.slice(position?.start.offset ?? 0, position?.end.offset ?? 0)),
    offsetOf: (offset) => offset + (shifts.findLast((shift) => shift.at <= offset)?.by ?? 0),
  }
}

/**
 * Writes Markdown. Only what would otherwise be read as a construct is escaped: the text is read by people and by
 * checks too, who look for "08:58~10:17" and "[공지]" as they stand.
 */
export function printMarkdown(tree: Root): string {
  const stand = standIns(JSON.stringify(tree))
  return stand.restore(toMarkdown(prepared(tree, stand.inFor), WRITE))
}

interface StandIns {
  inFor: (placeholder: string) => string
  restore: (text: string) => string
  /** A text cut before and after every stand-in. */
  cut: (text: string) => string[]
}

/** Rare ideographs: letters to every rule of Markdown, and to those of emphasis next to Korean. */
const FIRST_STAND_IN = 0x3400
const LAST_STAND_IN = 0x4dbf

function standIns(text: string): StandIns {
  const taken = new Set(text.match(/[\u3400-\u4dbf]/g))
  const signs = new Map<string, string>()
  const sources = new Map<string, string>()
  let next = FIRST_STAND_IN
  const isSign = (sign: string) => sources.has(sign)
  return {
    cut: (changed) =>
      changed.split(/([\u3400-\u4dbf])/).reduce<string[]>((parts, part) => {
        // Ideographs that the text itself has are words like others.
        if (isSign(part) || parts.length === 0 || isSign(parts.at(-1)!)) parts.push(part)
        else parts[parts.length - 1] += part
        return parts
      }, []),
    inFor: (source) => {
      const known = signs.get(source)
      if (known !== undefined) return known
      while (next <= LAST_STAND_IN && taken.has(String.fromCharCode(next))) next++
      // Thousands of different placeholders: the rest stays text, which comes out as it went in.
      if (next > LAST_STAND_IN) return source
      const sign = String.fromCharCode(next++)
      signs.set(source, sign)
      sources.set(sign, source)
      return sign
    },
    restore: (changed) =>
      sources.size === 0
        ? changed
        : changed.replace(
            /[\u3400-\u4dbf]|&#x([34][\dA-F]{3});/g,
            // Next to a mark a letter may have been written by its number.
            (sign, code?: string) =>
              sources.get(code ? String.fromCharCode(parseInt(code, 16)) : sign) ?? sign,
          ),
  }
}

const STRINGS = ['value', 'url', 'title', 'alt', 'label', 'identifier', 'lang', 'meta'] as const

/** The tree with the placeholders back in place, as nodes where words stand and as letters elsewhere. */
function restored(tree: Root, { restore, cut }: StandIns): Root {
  const visit = (node: Nodes): Nodes[] => {
    if (node.type === 'text') {
      const { position } = node
      return cut(node.value)
        .filter((part) => part !== '')
        .map((part) => {
          const source = restore(part)
          const [piece] = source === part ? [] : piecesOf(source)
          return piece === undefined || typeof piece === 'string'
            ? { type: 'text', value: source, position }
            : { type: 'placeholder', value: placeholderText(piece), placeholder: piece, position }
        })
    }
    const copy = withStrings(node, restore)
    if ('children' in copy) copy.children = (copy.children as Nodes[]).flatMap(visit) as never
    return [copy]
  }
  return visit(tree)[0] as Root
}

/** The tree ready to be written: placeholders as letters that nothing escapes, neighbouring texts as one. */
function prepared(tree: Root, inFor: (placeholder: string) => string): Root {
  const visit = (node: Nodes): Nodes => {
    if (node.type === 'placeholder') return { type: 'text', value: inFor(node.value) }
    if (node.type === 'text') return { type: 'text', value: node.value }
    const copy = withStrings(node, (text) => replacePlaceholders(text, inFor))
    if ('children' in copy) copy.children = joined((copy.children as Nodes[]).map(visit)) as never
    // Printed between angle brackets otherwise, in which fewer addresses are read than without any.
    if (copy.type === 'link' && copy.url.startsWith('mailto:') && !MAIL.test(copy.url)) {
      copy.children.push({ type: 'text', value: '' })
    }
    return copy
  }
  return visit(tree) as Root
}

/** What CommonMark reads between angle brackets as an address of mail. */
const MAIL =
  /^mailto:[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/i

function withStrings(node: Nodes, change: (text: string) => string): Nodes {
  const copy = { ...node } as Record<string, unknown>
  for (const name of STRINGS) if (typeof copy[name] === 'string') copy[name] = change(copy[name])
  return copy as unknown as Nodes
}

function joined(nodes: Nodes[]): Nodes[] {
  const out: Nodes[] = []
  for (const node of nodes) {
    const last = out.at(-1)
    if (node.type === 'text' && last?.type === 'text') last.value += node.value
    else out.push(node)
  }
  return out
}

type WriteRoot = NonNullable<NonNullable<Options['handlers']>['root']>
type WriteTable = (
  table: Table,
  ...rest: Parameters<WriteRoot> extends [unknown, ...infer Rest] ? Rest : never
) => string
type Unsafe = Parameters<WriteRoot>[2]['unsafe'][number]

/**
 * Rules for escaping that are narrower than those they replace, which see constructs where there can be none. Given as
 * finished patterns, because what is written as a condition on a neighbour is dropped where that one is escaped.
 */
const NARROW: readonly Unsafe[] = [
  { character: '~', inConstruct: 'phrasing', _compiled: /(?<=~)~|~(?=~)/g },
  // Between two letters an underscore is one of them.
  { character: '_', inConstruct: 'phrasing', _compiled: /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu },
  {
    character: '.',
    inConstruct: 'phrasing',
    notInConstruct: ['link'],
    _compiled: /(?<=[Ww]{3})\.(?=[-.\w])/g,
  },
  // Two braces side by side would begin a placeholder.
  { character: '{', inConstruct: 'phrasing', _compiled: /(?<=\{)\{/g },
  // A box at the beginning of an entry would tick it off.
  { atBreak: true, character: '[', after: '(?=[ \\txX]\\])' },
]

function isTooWide(rule: Unsafe, references: boolean): boolean {
  const { character } = rule
  if (character === '~' || character === '_') return true
  if (character === '.') return rule.before === '[Ww]'
  // In a text without definitions there is nothing that brackets could refer to.
  if (character === '[')
    return !references && (rule.atBreak || rule.inConstruct?.includes('phrasing') === true)
  return false
}

/** Cells as wide as what is in them, so that a change of one cell is a change of one line. */
function writeTable(...[table, , state, info]: Parameters<WriteTable>): string {
  const exit = state.enter('table')
  const width = Math.max(...table.children.map((row) => row.children.length))
  const rows = table.children.map((row) =>
    row.children.map((cell) => state.handle(cell, row, state, { ...info, before: ' ', after: ' ' })),
  )
  exit()
  const rule = Array.from({ length: width }, (_, column) => RULES[table.align?.[column] ?? 'none'])
  const [head = [], ...body] = rows
  return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const RULES = { left: ':---', center: ':---:', right: '---:', none: '---' }

const CJK = cjkFriendlyToMarkdown()
const { delete: writeDelete } = cjkFriendlyGfmStrikethroughToMarkdown().handlers ?? {}

/** Comes last, and does what the extension for emphasis does at the root of a tree. */
function writeRoot(...[tree, parent, state, info]: Parameters<WriteRoot>): string {
  const references = /\]:/.test(JSON.stringify(tree))
  state.unsafe = [...state.unsafe.filter((rule) => !isTooWide(rule, references)), ...NARROW]
  return CJK.handlers?.root?.(tree, parent, state, info) ?? state.containerFlow(tree as Root, info)
}

/** A line of hyphens under a paragraph makes a heading of it, and a blank line between them the list a loose one. */
const RULE_IN_TIGHT_LIST = '***'

const WRITE: Options = {
  bullet: '-',
  rule: '-',
  join: [
    (left, right, parent) =>
      left.type === 'paragraph' && right.type === 'thematicBreak' && isTight(parent) ? 0 : undefined,
    // In a quotation a blank line between two lists would be read as one in the first, which makes that a loose one.
    (left, right, parent) =>
      parent.type === 'blockquote' && left.type === 'list' && right.type === 'list' && !left.spread
        ? 0
        : undefined,
  ],
  // The boxes of check lists are drawn by GFM's paragraphs, so those have to come after the other ones.
  extensions: [
    CJK,
    gfmToMarkdown(),
    {
      handlers: {
        root: writeRoot,
        delete: writeDelete,
        table: writeTable,
        thematicBreak: (node: ThematicBreak, parent: Nodes | undefined) =>
          parent !== undefined && isTight(parent) && !isFirst(node, parent) ? RULE_IN_TIGHT_LIST : '---',
      },
    },
  ],
}

function isTight(parent: Nodes): boolean {
  return parent.type === 'listItem' && parent.spread !== true
}

function isFirst(node: Nodes, parent: Nodes): boolean {
  return 'children' in parent && parent.children[0] === node
}

/** Markdown to be printed to the letter, as a block or among words. */
export function verbatim(source: string): Html {
  return { type: 'html', value: source }
}
