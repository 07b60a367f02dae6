/** How long a text is, by the two measures in which people are asked for one. */
export interface ProseSize {
  /** What stands between spaces and has a letter or a figure in it; in Korean these are 어절. */
  words: number
  /** Letters and signs as readers count them, spaces left out. */
  letters: number
}

const WORD = /[^\s\p{Z}]*[\p{L}\p{N}][^\s\p{Z}]*/gu
/** Signs of which several make up what a reader takes for one. */
const COMBINED = /[\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}\u1100-\u11ff\u200d]/u

/** Measures a text. Jamo that make up a syllable, and signs joined into one picture, count once. */
export function sizeOf(text: string): ProseSize {
  const words = text.match(WORD)?.length ?? 0
  const signs = text.normalize('NFC').replace(/[\s\p{Z}\u200b\ufeff]/gu, '')
  const letters = COMBINED.test(signs)
    ? [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(signs)].length
    : [...signs].length
  return { words, letters }
}

/** A stop behind a figure belongs to a date or a number of a list. */
const SENTENCE_END = /(?:(?<!\d)\.|[!?。！？…])["'”’)\]】」』]*(?=\s|$)|\n/g
/** Longest title of an action item: UTF-16 units. */
const LONGEST = 200

/** The sentence at a place of a text, without spaces around it and without its full stop. */
export function sentenceAt(text: string, offset: number): string {
  let from = 0
  for (const match of text.matchAll(SENTENCE_END)) {
    const to = match.index + match[0].length
    if (to >= offset) return asTitle(text.slice(from, to))
    from = to
  }
  return asTitle(text.slice(from))
}

/** Words of a text as the title of something to do: one line, no full stop, at most 200 signs. */
export function asTitle(words: string): string {
  const line = words
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.。]+$/, '')
  if (line.length <= LONGEST) return line
  const cut = line.slice(0, LONGEST - 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), LONGEST - 40)).trimEnd()}…`
}
