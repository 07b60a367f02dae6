/** Pieces of Markdown made from words of the record, which stay the words they are. */
import { escapeMarkdown } from './facts.ts'

/** Text of several lines: empty lines part paragraphs, other line breaks stay line breaks. Empty for nothing but space. */
export function paragraphs(text: string): string {
  return text
    .split(/(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)\s*/)
    .map((paragraph) => {
      const lines = paragraph.split(/\r\n?|\n/).map(escapeMarkdown)
      return lines.filter((line) => line !== '').join('\\\n')
    })
    .filter((paragraph) => paragraph !== '')
    .join('\n\n')
}

/** Markdown as a quotation. */
export function quotation(markdown: string): string {
  return prefixed(markdown, '> ')
}

/** Markdown as an entry of a list; what follows its first line is indented under it. */
export function entry(markdown: string): string {
  return `- ${prefixed(markdown, '  ').slice(2)}`
}

function prefixed(markdown: string, prefix: string): string {
  return markdown
    .split('\n')
    .map((line) => (prefix + line).trimEnd())
    .join('\n')
}

/** A GFM table. Cells are Markdown of one line, in which bars are escaped; `right` are columns of figures. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { right = [] }: { right?: readonly number[] } = {},
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`.replace(/ {2,}/g, ' ')
  const rule = head.map((_, index) => (right.includes(index) ? '---:' : '---'))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

/** Words that lead to an address of the web, or the words alone where it is none. Without words the address stands itself. */
export function linked(words: string, address: string): string {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return escapeMarkdown(words || address)
  const target = new URL(address).href
    .replace(/[|\\`<>()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    // What looks like a named character would be read as one.
    .replace(/&(#?\w+);/g, '&$1%3B')
  return words === '' ? `<${target}>` : `[${escapeMarkdown(words)}](${target})`
}
