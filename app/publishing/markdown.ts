import type { Element, ElementContent, Root as HtmlRoot } from 'hast'
import type { Html, Image, Root as MarkdownRoot, RootContent, Text } from 'mdast'
import rehypeSanitize, { type Options as SanitizeSchema } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkCjkFriendly from 'remark-cjk-friendly'
import remarkCjkFriendlyStrikethrough from 'remark-cjk-friendly-gfm-strikethrough'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'
import { stringify as stringifyYaml } from 'yaml'
import { escapeMarkdown } from '#app/domain/facts.ts'
import { pictureId, referencesIn, type PictureSize } from '#app/domain/postmortem-names.ts'
import { paintCode } from './code-colours.ts'

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
const parser = unified()
  .use(remarkParse)
  .use(remarkGfm, GFM)
  .use(remarkCjkFriendly)
  .use(remarkCjkFriendlyStrikethrough, GFM)
  .freeze()
const writer = unified()
  .use(remarkStringify, { bullet: '-' })
  .use(remarkGfm, GFM)
  .use(remarkCjkFriendly)
  .use(remarkCjkFriendlyStrikethrough, GFM)
  .freeze()
const toHtmlTree = unified()
  .use(remarkRehype)
  .use(() => fitIntoPage)
  .use(rehypeSanitize, SCHEMA)
  .freeze()
/** Columns of tables say by an attribute how they are aligned. */
const ALIGNMENT: [string, ...string[]][] = [['align', 'left', 'center', 'right']]
const DOCUMENT_SCHEMA: SanitizeSchema = {
  ...SCHEMA,
  tagNames: [...(SCHEMA.tagNames ?? []), 'img', 'input'],
  attributes: {
    ...SCHEMA.attributes,
    a: ['href', 'title'],
    // Pictures come from here only: one from elsewhere would tell its host who reads.
    img: ['alt', 'title', 'width', 'height', ['loading', 'lazy'], ['src', /^\/[^/\\]/]],
    td: ALIGNMENT,
    th: [...(SCHEMA.attributes?.th ?? []), ...ALIGNMENT],
    code: [['className', /^language-[\w+#.-]{1,30}$/]],
    input: ['checked', ['disabled', true], ['type', 'checkbox']],
    li: [['className', 'task-list-item']],
    ul: [['className', 'contains-task-list']],
  },
  required: { input: { disabled: true, type: 'checkbox' } },
}
const toDocumentTree = unified()
  .use(remarkRehype)
  .use(() => fitIntoPage)
  .use(rehypeSanitize, DOCUMENT_SCHEMA)
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

/** A heading of a document, to be linked to. */
export interface DocumentHeading {
  id: string
  level: number
  text: string
}

/** A value that is marked as changed, to be linked to. */
export interface ChangedValue {
  id: string
  text: string
}

/** What `OPEN_START` and `OPEN_END` stand around in Markdown: something that is missing, marked where it is read. */
export const OPEN_START = '\ue000'
export const OPEN_END = '\ue001'

/** What stand around a value that is another than the one that was approved. */
export const CHANGED_START = '\ue002'
export const CHANGED_END = '\ue003'

/** What stand around the name of a person. */
export const PERSON_START = '\ue004'
export const PERSON_END = '\ue005'

/** Stands before a reference, so that it is one after a letter too. */
export const REFERENCE_SIGN = '\ue006'

/** What stand around words for something that the document names and that is not there. */
const GONE_START = '\ue007'
const GONE_END = '\ue008'

/** Words for something that a document names and that is not there, as Markdown that is marked where it is read. */
export function gone(words: string): string {
  return GONE_START + escapeMarkdown(words) + GONE_END
}

/** Signs that a document itself may not hold, because they mean something here. */
export const SIGNS = /[\ue000-\ue008]/g

/** What the page knows of what a document names. */
export interface DocumentView {
  /** Where `#2020-001` leads and what it is called; null for a reference that nothing has. */
  incidentOf: (reference: string) => { url: string; title: string } | null
  /** A picture by its id; null for one that is not there. */
  pictureOf: (id: string) => (PictureSize & { url: string }) | null
}

/** For a document that is shown without what it names. */
export const NOTHING_NAMED: DocumentView = { incidentOf: () => null, pictureOf: () => null }

/**
 * Markdown of an internal document as safe HTML: as `bodyHtml`, with boxes of task lists, code in colours, headings to
 * link to, its own pictures, other incidents as links, breaks in cells, and what is missing marked. A picture from elsewhere
 * is a link to it.
 *
 * @param from how many headings stand before this piece of the document: their ids are numbered
 * @param changedFrom the same for values that have changed
 * @returns beside the HTML where in it the last block with a changed value ends; 0 where there is none
 */
export function documentHtml(
  markdown: string,
  { from = 0, changedFrom = 0, ...view }: DocumentView & { from?: number; changedFrom?: number },
): { html: string; changedUntil: number; headings: DocumentHeading[]; changed: ChangedValue[] } {
  const tree = toDocumentTree.runSync(withReferences(inert(shown(parse(markdown), view)), view))
  const headings: DocumentHeading[] = []
  for (const node of elementsOf(tree)) {
    const level = Number(/^h([2-4])$/.exec(node.tagName)?.[1] ?? 0)
    if (level === 0) continue
    const id = `part-${from + headings.length + 1}`
    node.properties = { ...node.properties, id }
    headings.push({
      id,
      level,
      text: textOf(node).replace(SIGNS, '').trim(),
    })
  }
  paintCode(tree)
  inFigures(tree)
  inScrollers(tree)
  labelBoxes(tree)
  markOpen(tree)
  const changed = changedValues(tree, changedFrom)
  const print = (children: HtmlRoot['children']) => toHtmlText.stringify({ type: 'root', children })
  const last = tree.children.findLastIndex((node) => node.type === 'element' && isChanged(node))
  const html = print(tree.children).trimEnd()
  return { html, changedUntil: print(tree.children.slice(0, last + 1)).length, headings, changed }
}

/** Numbers the marked values of a tree. */
function changedValues(tree: HtmlRoot, from: number): ChangedValue[] {
  const marks = [...elementsOf(tree)].filter(isChangeMark)
  return marks.map((mark, index) => {
    const id = `changed-${from + index + 1}`
    mark.properties = { ...mark.properties, id }
    return { id, text: textOf(mark).trim() }
  })
}

function isChangeMark({ properties }: Element): boolean {
  return Array.isArray(properties.className) && properties.className.includes('changed-since')
}

function isChanged(element: Element): boolean {
  return isChangeMark(element) || [...elementsOf(element)].some(isChangeMark)
}

/** The tree with what a document shows beyond a notice: its pictures, and breaks in the cells of tables. */
function shown(tree: MarkdownRoot, { pictureOf }: DocumentView): MarkdownRoot {
  const visit = <Node extends MarkdownNode>(node: Node, inCell: boolean, inLink: boolean): Node => {
    if (!('children' in node)) return node
    const children = (node.children as RootContent[]).map((child) => {
      if (inCell && child.type === 'html' && /^<br\s*\/?>$/i.test(child.value)) return { type: 'break' }
      if (child.type === 'image') return picture(child, pictureOf, inLink)
      return visit(child, inCell || child.type === 'tableCell', inLink || child.type === 'link')
    })
    return { ...node, children }
  }
  return visit(tree, false, false)
}

function picture(image: Image, pictureOf: DocumentView['pictureOf'], inLink: boolean): RootContent {
  const alt = image.alt ?? ''
  const id = pictureId(image.url)
  const found = id === null ? null : pictureOf(id)
  const words: Text = { type: 'text', value: alt === '' ? image.url : alt }
  if (found === null) {
    if (id !== null) return { ...words, value: GONE_START + words.value + GONE_END }
    return inLink ? words : { type: 'link', url: image.url, children: [words] }
  }
  const { url, width, height } = found
  // A drawn picture is no node that `inert` knows, which is how it gets past it.
  const drawn = {
    type: 'picture',
    data: {
      hName: 'img',
      hProperties: { src: url, alt, title: image.title, width, height, loading: 'lazy' },
    },
    children: [],
  } as unknown as RootContent
  return inLink ? drawn : { type: 'link', url, children: [drawn as Text] }
}

/**
 * Pictures that stand alone with what they show under them: the title of the picture, else the words that are read to
 * those who do not see it, which are then not read twice.
 */
function inFigures(node: HtmlRoot | Element): void {
  node.children = node.children.flatMap((child): ElementContent[] => {
    if (child.type !== 'element') return [child as ElementContent]
    const pictures = child.tagName === 'p' ? picturesAlone(child) : []
    if (pictures.length > 0) return pictures.map(figure)
    inFigures(child)
    return [child]
  })
}

/** The pictures of a paragraph that holds nothing else; none where there are words as well. */
function picturesAlone({ children }: Element): Element[] {
  const pictures: Element[] = []
  for (const child of children) {
    if (child.type === 'text' && child.value.trim() === '') continue
    if (child.type !== 'element') return []
    if (child.tagName === 'br') continue
    if (imageOf(child) === null) return []
    pictures.push(child)
  }
  return pictures
}

/** The picture that an element is, or the only thing that it links. */
function imageOf(element: Element): Element | null {
  if (element.tagName === 'img') return element
  const [only, more] = element.children
  const isLink = element.tagName === 'a' && more === undefined && only?.type === 'element'
  return isLink && only.tagName === 'img' ? only : null
}

function figure(picture: Element): Element {
  const { title, alt } = imageOf(picture)!.properties
  const titled = typeof title === 'string' && title.trim() !== ''
  const caption = titled ? title : typeof alt === 'string' ? alt : ''
  const children: ElementContent[] = [picture]
  if (caption.trim() !== '') {
    children.push({
      type: 'element',
      tagName: 'figcaption',
      properties: titled ? {} : { ariaHidden: 'true' },
      children: [{ type: 'text', value: caption }],
    })
  }
  return { type: 'element', tagName: 'figure', properties: {}, children }
}

/** Tables in boxes that scroll by themselves, reached by keyboard, so that the page does not move sideways. */
function inScrollers(node: HtmlRoot | Element): void {
  node.children = node.children.map((child) => {
    if (child.type !== 'element') return child
    if (child.tagName !== 'table') {
      inScrollers(child)
      return child
    }
    const properties = { className: ['prose-table'], tabIndex: 0 }
    return { type: 'element', tagName: 'div', properties, children: [child] }
  })
}

/** Gives the box of an entry the words beside it as its name. */
function labelBoxes(tree: HtmlRoot): void {
  for (const parent of [...elementsOf(tree)]) {
    const [box] = parent.children
    if (box?.type !== 'element' || box.tagName !== 'input') continue
    const next = parent.children.findIndex(
      (child) => child.type === 'element' && /^(?:ul|ol|p|pre|blockquote|div|hr|h\d)$/.test(child.tagName),
    )
    const end = next === -1 ? parent.children.length : next
    const children = parent.children.slice(0, end)
    parent.children.splice(0, end, { type: 'element', tagName: 'label', properties: {}, children })
  }
}

/** Turns what stands between two signs into elements. In an address or anywhere else they stay the signs they are. */
function markOpen(node: HtmlRoot | Element): void {
  node.children = node.children.flatMap((child): ElementContent[] => {
    if (child.type === 'element') markOpen(child)
    return child.type === 'text' ? markedText(child.value) : [child as ElementContent]
  })
}

function markedText(text: string): ElementContent[] {
  return text.split(BETWEEN_SIGNS).flatMap((value): ElementContent[] => {
    const mark = MARKS.find(({ start }) => value.length > 1 && value.startsWith(start))
    if (mark === undefined)
      return value === '' ? [] : [{ type: 'text', value: value.replaceAll(REFERENCE_SIGN, '') }]
    const { tagName, className } = mark
    const children = markedText(value.slice(1, -1))
    return [{ type: 'element', tagName, properties: { className: [className] }, children }]
  })
}

const MARKS = [
  { start: OPEN_START, tagName: 'mark', className: 'open-question' },
  { start: CHANGED_START, tagName: 'mark', className: 'changed-since' },
  { start: GONE_START, tagName: 'mark', className: 'gone' },
  { start: PERSON_START, tagName: 'span', className: 'person' },
]
const BETWEEN_SIGNS =
  /(\ue000[^\ue000-\ue003]*\ue001|\ue002[^\ue000-\ue003]*\ue003|\ue004[^\ue000-\ue008]*\ue005|\ue007[^\ue000-\ue008]*\ue008)/

function* elementsOf(node: HtmlRoot | Element): Generator<Element> {
  for (const child of node.children) {
    if (child.type !== 'element') continue
    yield child
    yield* elementsOf(child)
  }
}

function textOf(node: ElementContent): string {
  if (node.type === 'text') return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

/** The tree with `#2020-001` as links to the incidents that there are. */
function withReferences(tree: MarkdownRoot, view: DocumentView): MarkdownRoot {
  const visit = <Node extends MarkdownNode>(node: Node): Node => {
    if (!('children' in node) || node.type === 'link') return node
    const children = (node.children as RootContent[]).flatMap((child) =>
      child.type === 'text' ? linkedText(child.value, view) : [visit(child)],
    )
    return { ...node, children }
  }
  return visit(tree)
}

function linkedText(text: string, { incidentOf }: DocumentView): RootContent[] {
  const parts: RootContent[] = []
  let end = 0
  for (const found of referencesIn(text)) {
    const incident = incidentOf(found.reference)
    if (incident === null) continue
    parts.push({ type: 'text', value: text.slice(end, found.start) })
    parts.push({
      type: 'link',
      ...incident,
      children: [{ type: 'text', value: text.slice(found.start, found.end) }],
    })
    end = found.end
  }
  parts.push({ type: 'text', value: text.slice(end) })
  return parts.filter((part) => part.type !== 'text' || part.value !== '')
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
  if (element.tagName === 'th') element.properties = { ...element.properties, scope: 'col' }
}
