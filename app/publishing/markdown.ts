import type { Element, ElementContent, Root as HtmlRoot } from 'hast'
import type { Html, Image, Root as MarkdownRoot, RootContent, Text } from 'mdast'
import rehypeSanitize, { type Options as SanitizeSchema } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkCjkFriendly from 'remark-cjk-friendly'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'
import { stringify as stringifyYaml } from 'yaml'

/** A notice's body as HTML: what stands before its first heading, and the rest. Both are safe to print as they are. */
export interface BodyHtml {
  opening: string
  sections: string
}

/** What a notice may consist of. No images: a picture from elsewhere would tell its host who reads the notice. */
const SCHEMA: SanitizeSchema = {
  tagNames: [
    'a',
    'blockquote',
    'br',
    'code',
    'del',
    'em',
    'h2',
    'h3',
    'h4',
    'hr',
    'li',
    'ol',
    'p',
    'pre',
    'strong',
    'table',
    'tbody',
    'td',
    'th',
    'thead',
    'tr',
    'ul',
  ],
  attributes: { a: ['href'], ol: ['start'], th: [['scope', 'col', 'row']] },
  protocols: { href: ['http', 'https', 'mailto', 'tel'] },
  required: {},
  strip: ['script', 'style'],
}

// One tilde is no construct: "08:58~10:17" is how a Korean text writes a span of time, often twice in a line.
const GFM = { singleTilde: false }
const parser = unified().use(remarkParse).use(remarkGfm, GFM).use(remarkCjkFriendly).freeze()
const writer = unified()
  .use(remarkStringify, { bullet: '-' })
  .use(remarkGfm, GFM)
  .use(remarkCjkFriendly)
  .freeze()
const toHtmlTree = unified()
  .use(remarkRehype)
  .use(() => fitIntoPage)
  .use(rehypeSanitize, SCHEMA)
  .freeze()
const toHtmlText = unified().use(rehypeStringify).freeze()

/**
 * Markdown (GFM, with emphasis that works next to Korean particles) as safe HTML. Raw HTML is shown as the text it is,
 * pictures as their description; headings begin at level 2, because the title of the page is the only first one.
 */
export function bodyHtml(markdown: string): BodyHtml {
  const tree = toHtmlTree.runSync(inert(parse(markdown)))
  const heading = tree.children.findIndex((node) => node.type === 'element' && node.tagName === 'h2')
  const split = heading === -1 ? tree.children.length : heading
  const print = (children: HtmlRoot['children']) => toHtmlText.stringify({ type: 'root', children }).trim()
  return { opening: print(tree.children.slice(0, split)), sections: print(tree.children.slice(split)) }
}

/** The first paragraph as plain words, at most `length` characters: for previews in search results and messengers. */
export function plainOpening(markdown: string, length = 160): string {
  const paragraphs = parse(markdown)
    .children.filter((node) => node.type === 'paragraph')
    .map(words)
  // A greeting says nothing about what happened.
  const text = (paragraphs.find((paragraph) => paragraph.length > 30) ?? paragraphs[0] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
  return text.length <= length ? text : `${[...text].slice(0, length - 1).join('')}…`
}

/** The whole text without marks, for readers that show plain words: blocks apart by an empty line, items with a dash. */
export function plainText(markdown: string): string {
  return parse(markdown)
    .children.map((node) => block(node, ''))
    .filter((text) => text !== '')
    .join('\n\n')
}

function block(node: RootContent, indent: string): string {
  switch (node.type) {
    case 'list':
      return node.children
        .map((item, index) => {
          const mark = node.ordered ? `${(node.start ?? 1) + index}. ` : '- '
          const inner = ' '.repeat(mark.length) + indent
          const text = item.children.map((child) => block(child, inner)).join('\n')
          return indent + mark + text.replaceAll('\n', `\n${inner}`)
        })
        .join('\n')
    case 'blockquote':
      return node.children.map((child) => block(child, indent)).join('\n\n')
    case 'table':
      return node.children.map((row) => row.children.map((cell) => words(cell).trim()).join(' · ')).join('\n')
    case 'thematicBreak':
      return ''
    default:
      return words(node)
        .replace(/[ \t]+/g, ' ')
        .trim()
  }
}

/** The YAML block above a notice in Markdown. What is not known is null, never a guess. */
export interface FrontMatter {
  title: string
  reference: string
  /** RFC 3339 with the offset of the organisation's zone; the earliest instant where the record has a range. */
  start: string | null
  end: string | null
  /** Set where a time is only known roughly. */
  start_approximate?: true
  end_approximate?: true
  /** Only where both ends are known to the minute. */
  duration_minutes: number | null
  services: string[]
  status: 'ongoing' | 'resolved' | 'withdrawn'
  stage: string
  language: string
  /** Number of the revision; 0 before the first. */
  version: number
  published: string | null
  corrections?: { version: number; published: string; text: string }[]
}

/** A notice as one Markdown file: front matter, title, body. Raw HTML in the body comes out escaped. */
export function markdownFile(frontMatter: FrontMatter, titleMarkdown: string, body: string): string {
  return withFrontMatter(frontMatter, `# ${titleMarkdown}\n\n${withoutRawHtml(body).trim()}\n`)
}

/** A text with its values above it as YAML; `text` is Markdown and stays as it is. */
export function withFrontMatter(frontMatter: object, text: string): string {
  return `---\n${stringifyYaml(frontMatter, { lineWidth: 0 })}---\n\n${text}`
}

function withoutRawHtml(markdown: string): string {
  const tree = parse(markdown)
  // Text as a person wrote it is kept to the letter as long as nothing in it has to be defused.
  return contains(tree, 'html') ? writer.stringify(inert(tree)) : readable(markdown)
}

function parse(markdown: string): MarkdownRoot {
  return parser.parse(readable(markdown))
}

/** Without control characters and without those that reverse the direction of the text around them. */
function readable(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
}

type MarkdownNode = MarkdownRoot | RootContent

function contains(node: MarkdownNode, type: string): boolean {
  return node.type === type || ('children' in node && node.children.some((child) => contains(child, type)))
}

function words(node: MarkdownNode): string {
  if ('children' in node) return node.children.map(words).join('')
  return 'value' in node ? node.value : node.type === 'break' ? '\n' : ''
}

/** The tree with raw HTML and pictures turned into plain text. */
function inert(tree: MarkdownRoot): MarkdownRoot {
  const defuse = <Node extends MarkdownNode>(node: Node): Node => {
    if (!('children' in node)) return node
    const children = node.children.map((child) => {
      if (child.type === 'html') return asText(child.value, node.type)
      if (child.type === 'image' || child.type === 'imageReference')
        return asText((child as Image).alt ?? '', node.type)
      return defuse(child as RootContent)
    })
    return { ...node, children }
  }
  return defuse(tree)
}

function asText(value: Html['value'], parent: string): RootContent {
  const text: Text = { type: 'text', value }
  const block = parent === 'root' || parent === 'blockquote' || parent === 'listItem'
  return block ? { type: 'paragraph', children: [text] } : text
}

/** Headings one level below the title, and header cells that say what they are the header of. */
function fitIntoPage(tree: HtmlRoot): void {
  const visit = (node: HtmlRoot | ElementContent) => {
    if (!('children' in node)) return
    for (const child of node.children) {
      if (child.type !== 'element') continue
      fitElement(child)
      visit(child)
    }
  }
  visit(tree)
}

function fitElement(element: Element): void {
  const level = /^h([1-6])$/.exec(element.tagName)?.[1]
  if (level) element.tagName = `h${Math.min(Math.max(Number(level), 2), 4)}`
  if (element.tagName === 'th') element.properties = { scope: 'col' }
}
