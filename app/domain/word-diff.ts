import { sequenceDiff, type DiffLine } from './line-diff.ts'

/** Lines and words above which a passage is only said to have become another: the table grows with the square. */
const LINES_AT_MOST = 1_500
const WORDS_AT_MOST = 1_500

/** A line with its break. */
const LINES = /[^\n]*\n|[^\n]+$/g
/**
 * A value of the record or a picture as it stands in a text, a word, a number or time of day as a whole (`4,000`, `08:58`),
 * the space between two, or a sign. Korean is written with spaces, so its words are told apart like English ones.
 */
const WORDS =
  /\{\{[^{}\n]*\}\}|!\[[^[\]\n]*\]\(picture:[^()\n]*\)|\s+|\p{N}+(?:[.,:]\p{N}+)+|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu

/**
 * What became of the words of `before` in `after`. Lines that stayed are found first, words only within lines that
 * changed. All that is not new, put together, is `before`; all that is not gone is `after`.
 */
export function wordDiff(before: string, after: string): DiffLine[] {
  const result: DiffLine[] = []
  const add = ({ kind, text }: DiffLine) => {
    const last = result.at(-1)
    if (last?.kind === kind) last.text += text
    else if (text !== '') result.push({ kind, text })
  }
  let gone = ''
  let added = ''
  const flush = () => {
    changedWords(gone, added).forEach(add)
    gone = ''
    added = ''
  }
  for (const line of linesDiff(before.match(LINES) ?? [], after.match(LINES) ?? [])) {
    if (line.kind === 'gone') gone += line.text
    else if (line.kind === 'new') added += line.text
    else {
      flush()
      add(line)
    }
  }
  flush()
  return result
}

/** Of two passages that share little, single words in common would only confuse: then one is gone and the other is new. */
function changedWords(before: string, after: string): DiffLine[] {
  const parts = sequenceDiff(before.match(WORDS) ?? [], after.match(WORDS) ?? [], WORDS_AT_MOST)
  // Readers see a value there and not its name.
  const letters = (text: string) =>
    text.replace(/\{\{[^{}\n]*\}\}/g, 'xx').replace(/[^\p{L}\p{N}]/gu, '').length
  const shared = parts.reduce((sum, { kind, text }) => sum + (kind === 'same' ? letters(text) : 0), 0)
  if (shared * 3 >= Math.min(letters(before), letters(after))) return parts
  return [
    { kind: 'gone', text: before },
    { kind: 'new', text: after },
  ]
}

/** The lines at the beginning and the end that both share need no table. */
function linesDiff(a: readonly string[], b: readonly string[]): DiffLine[] {
  const most = Math.min(a.length, b.length)
  let head = 0
  while (head < most && a[head] === b[head]) head += 1
  let tail = 0
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1
  const same = (text: string) => ({ kind: 'same' as const, text })
  return [
    ...a.slice(0, head).map(same),
    ...sequenceDiff(a.slice(head, a.length - tail), b.slice(head, b.length - tail), LINES_AT_MOST),
    ...a.slice(a.length - tail).map(same),
  ]
}
