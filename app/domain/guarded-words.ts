import type { Problem } from './errors.ts'
import { isFindable } from './leaks.ts'

/** How many words that must stay inside are looked for, and how long one may be, in characters. */
export const GUARDED_WORDS_AT_MOST = 500
const LONGEST_GUARDED_WORD = 100

/** One word to a line: trimmed, in Unicode NFC, each once whatever its case, in the order in which they were written. */
export function guardedWordsIn(text: string): string[] {
  const words = new Map<string, string>()
  for (const line of text.split('\n')) {
    const word = line.normalize('NFC').replace(/\s+/gu, ' ').trim()
    if (word !== '' && !words.has(word.toLowerCase())) words.set(word.toLowerCase(), word)
  }
  return [...words.values()]
}

/** What cannot stand in the list: nothing in it may be passed over in silence when texts are checked. */
export function guardedWordProblems(words: readonly string[]): Problem[] {
  const problems: Problem[] = []
  if (words.length > GUARDED_WORDS_AT_MOST) {
    const params = { max: GUARDED_WORDS_AT_MOST, actual: words.length }
    problems.push({ code: 'too_many_guarded_words', params })
  }
  const short = words.find((word) => !isFindable(word))
  if (short !== undefined) problems.push({ code: 'guarded_word_too_short', params: { word: short } })
  const long = words.find((word) => word.length > LONGEST_GUARDED_WORD)
  if (long !== undefined) {
    const params = { word: `${long.slice(0, 20)}…`, max: LONGEST_GUARDED_WORD }
    problems.push({ code: 'guarded_word_too_long', params })
  }
  return problems
}
