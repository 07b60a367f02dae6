/**
 * A Markdown text as a check reads it: of the same length, so that every offset holds, with what is not somebody's own
 * prose blanked out. All patterns of the checks are run through `eachMatch`, on pieces of limited length.
 */

/** Longest text that is checked, in UTF-16 units; a notice may have 50,000. The rest is left unread, and said to be. */
export const CHECKED_AT_MOST = 60_000

/** No sentence is read further than this, so that the work of a pattern stays bounded wherever full stops are missing. */
export const PIECE_AT_MOST = 600

/** Stands for each character of a placeholder: it separates words, and tells that a value of the record stands here. */
export const FACT_MARK = '\uE000'
/** Stands for each character of code, addresses and other people's words. */
const BLANK = '\uE001'

export interface Placeholder {
  start: number
  end: number
  /** What stands between the braces, without the particle: `impact.start`, or the words of a gap. */
  name: string
  gap: boolean
}

export interface Prose {
  /** Placeholders, code, web addresses and quoted lines blanked out. */
  text: string
  /** Only placeholders blanked out: what a reader can see, wherever it stands. */
  visible: string
  placeholders: Placeholder[]
}

export interface Piece {
  start: number
  text: string
}

/** Reads a Markdown text; never throws, and takes time in proportion to its length. */
export function proseOf(markdown: string): Prose {
  const visible = markdown.split('')
  const placeholders = placeholdersOf(markdown)
  for (const { start, end } of placeholders) blank(visible, start, end, FACT_MARK)
  const text = [...visible]
  let offset = 0
  let fence: string | null = null
  for (const line of markdown.split('\n')) {
    const opens = /^ {0,3}(```|~~~)/.exec(line)?.[1] ?? null
    if (fence !== null || opens !== null) {
      blank(text, offset, offset + line.length, BLANK)
      fence = fence === null ? opens : opens === fence ? null : fence
    } else if (/^ {0,3}>/.test(line)) {
      blank(text, offset, offset + line.length, BLANK)
    } else {
      blankCode(text, line, offset)
      blankAddresses(text, line, offset)
    }
    offset += line.length + 1
  }
  return { text: text.join(''), visible: visible.join(''), placeholders }
}

/** The prose with quoted words blanked out as well: what a screen said, or somebody else. */
export function withoutQuotes(text: string): string {
  const characters = text.split('')
  for (const { start, end } of eachMatch(QUOTED, text)) blank(characters, start + 1, end - 1, BLANK)
  return characters.join('')
}

const QUOTED =
  /“[^”\n]{1,300}”|"[^"\n]{1,300}"|‘[^’\n]{1,300}’|「[^」\n]{1,300}」|『[^』\n]{1,300}』|(?<![\p{L}\d])'[^'\n]{1,300}'(?![\p{L}\d])/gu

function placeholdersOf(markdown: string): Placeholder[] {
  const found: Placeholder[] = []
  for (let at = markdown.indexOf('{{'); at !== -1; at = markdown.indexOf('{{', at)) {
    const close = markdown.indexOf('}}', at + 2)
    if (close === -1) break
    const inner = markdown.slice(at + 2, Math.min(close, at + 402))
    if (close - at > 400 || /[{\n]/.test(inner)) {
      at += 2
      continue
    }
    const words = inner.split('|')[0]!.trim()
    const gap = words.startsWith('?')
    found.push({ start: at, end: close + 2, name: gap ? words.slice(1).trim() : words, gap })
    at = close + 2
  }
  return found
}

function blankCode(text: string[], line: string, offset: number): void {
  let from = line.indexOf('`')
  while (from !== -1) {
    const to = line.indexOf('`', from + 1)
    if (to === -1) return
    blank(text, offset + from, offset + to + 1, BLANK)
    from = line.indexOf('`', to + 1)
  }
}

function blankAddresses(text: string[], line: string, offset: number): void {
  for (const { start, end } of eachMatch(ADDRESS, line)) blank(text, offset + start, offset + end, BLANK)
}

const ADDRESS = /(?<=\])\([^()\n]{0,2000}\)|\bhttps?:\/\/[^\s<>()"'「」]{1,2000}|<[a-z][^<>\n]{0,500}>/gi

function blank(text: string[], start: number, end: number, mark: string): void {
  for (let index = start; index < end && index < text.length; index++) {
    if (text[index] !== FACT_MARK) text[index] = mark
  }
}

/** Sentences, headings and list items, each at most `PIECE_AT_MOST` long. A full stop within a date ends nothing. */
export function sentencesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let start = 0
  const close = (end: number) => {
    for (let from = start; from < end; from += PIECE_AT_MOST) {
      const piece = text.slice(from, Math.min(end, from + PIECE_AT_MOST))
      if (piece.trim() !== '') pieces.push({ start: from, text: piece })
    }
    start = end
  }
  for (let index = 0; index < text.length; index++) {
    const sign = text[index]!
    if (sign === '\n' || '。！？'.includes(sign)) close(index + 1)
    else if ('.!?'.includes(sign) && endsSentence(text, index)) close(index + 1)
  }
  close(text.length)
  return pieces
}

function endsSentence(text: string, index: number): boolean {
  const next = text[index + 1] ?? ' '
  if (!/[\s"”’')\]]/.test(next)) return false
  return (
    text[index] !== '.' ||
    !/[\d]/.test(text[index - 1] ?? '') ||
    !/^.\s{0,2}[\d(]/.test(text.slice(index, index + 4))
  )
}

export interface Match {
  start: number
  end: number
  text: string
  groups: (string | undefined)[]
}

/** A pasted log can have tens of thousands of times in it; nobody would read that many findings. */
const MATCHES_AT_MOST = 1_000

/** The matches of a global pattern in order, the first thousand of them. Empty matches are passed over. */
export function eachMatch(pattern: RegExp, text: string): Match[] {
  const found: Match[] = []
  for (const match of text.matchAll(pattern)) {
    if (match[0] === '') continue
    if (found.length >= MATCHES_AT_MOST) break
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      text: match[0],
      groups: match.slice(1),
    })
  }
  return found
}

/** Answers line and column of an offset, both from 1. */
export function placesIn(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    const line = lastAtOrBefore(starts, offset, (start) => start)
    return { line: line + 1, column: offset - starts[line]! + 1 }
  }
}

/** Index of the last item of an ascending list that begins at or before an offset; 0 where none does. */
export function lastAtOrBefore<T>(items: readonly T[], offset: number, startOf: (item: T) => number): number {
  let low = 0
  let high = items.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (startOf(items[middle]!) <= offset) low = middle
    else high = middle
  }
  return low
}
