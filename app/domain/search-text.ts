/**
 * How text is found again. English words match from their beginning or by their stem; Korean, Chinese and Japanese match
 * anywhere, because compounds are written without spaces (서비스먹통 is found by 먹통). Words in quotation marks match as
 * they stand, as error messages do.
 *
 * An index holds pieces (`piecesOf`) and is asked for candidates (`candidatesFor`), which are never too few; `matches`
 * decides. So every database finds the same, which is what reading all texts one by one would find.
 */
import { stemmer } from 'stemmer'

/** Characters of a query; what comes after them is not read. */
export const LONGEST_QUERY = 200

/** Terms of a query; further ones are not read. */
const MOST_TERMS = 10

export interface SearchTerm {
  /** Normalised. */
  text: string
  /** In quotation marks: as it stands, spaces included. */
  quoted: boolean
}

/** A piece of an index: the whole token, or all that begin with it. */
export interface SearchPiece {
  token: string
  prefix: boolean
}

const UNSPACED_CLASS = String.raw`[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]`
const UNSPACED = new RegExp(UNSPACED_CLASS, 'u')
const RUN = new RegExp(String.raw`(${UNSPACED_CLASS}+)|((?:(?!${UNSPACED_CLASS})[\p{L}\p{N}])+)`, 'gu')
const WORD_CHARACTER = /[\p{L}\p{N}]/u
const HUMP = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u

/** What was typed, as terms that all have to match; empty when nothing in it can be searched for. */
export function readQuery(typed: string): SearchTerm[] {
  const terms: SearchTerm[] = []
  for (const match of typed.slice(0, LONGEST_QUERY).matchAll(/["“”]([^"“”]+)["“”]?|([^\s"“”]+)/g)) {
    const text = normalised(match[1] ?? match[2] ?? '')
    if (runsOf(text).length > 0 && terms.length < MOST_TERMS) {
      terms.push({ text, quoted: match[1] !== undefined })
    }
  }
  return terms
}

/** Whether all terms are found in a text. */
export function matches(terms: readonly SearchTerm[], text: string): boolean {
  const whole = normalised(text)
  const words = terms.some(isWords) ? wordsOf(text) : []
  return terms.every((term) => {
    if (!isWords(term)) return placesOf(term, whole).length > 0
    return runsOf(term.text).every(
      // Stems cost much more than beginnings, which decide for most words.
      ({ run }) => words.some((word) => word.startsWith(run)) || words.some((word) => isSameWord(word, run)),
    )
  })
}

/** The pieces under which an index keeps a text, each once. Tokens are ASCII letters and digits. */
export function piecesOf(text: string): string[] {
  const pieces = new Set<string>()
  for (const { run, unspaced } of runsOf(normalised(text))) {
    if (!unspaced) continue
    const characters = [...run]
    characters.forEach((character, at) => pieces.add(unspacedToken(character + (characters[at + 1] ?? ''))))
  }
  for (const word of wordsOf(text)) {
    pieces.add(wordToken(word))
    const stem = stemOf(word)
    if (stem !== null) pieces.add(stemToken(stem))
  }
  return [...pieces]
}

/**
 * What an index has to hold for a text to be a candidate: of each list at least one piece. A text that matches is always
 * among the candidates. An empty answer means that the index cannot narrow the search down.
 */
export function candidatesFor(terms: readonly SearchTerm[]): SearchPiece[][] {
  return terms.flatMap((term) => {
    const runs = runsOf(term.text)
    return runs.flatMap(({ run, unspaced, at }, index): SearchPiece[][] => {
      if (unspaced) return unspacedCandidates(run)
      if (isWords(term)) {
        const stem = stemOf(run)
        const begins = { token: wordToken(run), prefix: true }
        return [stem === null ? [begins] : [begins, { token: stemToken(stem), prefix: false }]]
      }
      // In the middle of what was typed a word may be the end of a longer one in the text only where a term begins.
      const begins = at > 0 || term.quoted
      const ends = index < runs.length - 1
      return begins ? [[{ token: wordToken(run), prefix: !ends }]] : []
    })
  })
}

function unspacedCandidates(run: string): SearchPiece[][] {
  const characters = [...run]
  if (characters.length === 1) return [[{ token: unspacedToken(run), prefix: true }]]
  return characters
    .slice(0, -1)
    .map((character, at) => [{ token: unspacedToken(character + characters[at + 1]!), prefix: false }])
}

/** A stretch of text for a list of results, cut around the first match, with the matches apart. */
export interface SnippetPart {
  text: string
  marked: boolean
}

/** At most about `length` characters of a text around the first place where a term matches. */
export function snippetOf(terms: readonly SearchTerm[], text: string, length = 160): SnippetPart[] {
  const line = onOneLine(text)
  const places = markedPlaces(terms, line)
  const first = places[0]?.from ?? 0
  const from =
    line.length <= length || first < length / 2 ? 0 : wordStart(line, first - Math.floor(length / 3))
  const until = Math.min(line.length, from + length)
  const parts: SnippetPart[] = []
  let at = from
  for (const place of places) {
    if (place.from < at || place.from >= until) continue
    if (place.from > at) parts.push({ text: line.slice(at, place.from), marked: false })
    at = Math.min(place.until, until)
    parts.push({ text: line.slice(place.from, at), marked: true })
  }
  if (at < until) parts.push({ text: line.slice(at, until), marked: false })
  if (from > 0) parts.unshift({ text: '… ', marked: false })
  if (until < line.length) parts.push({ text: ' …', marked: false })
  return parts
}

/**
 * Markdown of a document as one reads it in a list of results: questions and what stands for a picture or a link stay,
 * signs and parts of the record go. A rough reading, for the eye only.
 */
export function withoutMarkup(markdown: string): string {
  return markdown
    .replace(/^\s*(?:#{1,6} |> |[-*+] (?:\[[ xX]\] )?|\d+[.)] )+/gm, '')
    .replace(/^(?:\s*\|[\s:|-]+\||\s*(?:```|~~~).*)$/gm, '')
    .replace(/!?\[([^\]\n]*)\]\([^)\s]*\)/g, '$1')
    .replace(/\{\{\?([^{}\n]*)\}\}/g, '$1')
    .replace(/\{\{incident:([^{}|\n]*)[^{}\n]*\}\}/g, '#$1')
    .replace(/^\{\{[^{}\n]*\}\}$/gm, '')
    .replace(/\{\{[^{}\n]*\}\}/g, '…')
    .replace(/\*\*|~~|`/g, '')
}

/** Lines stand apart on one line, so that the end of one is not read on into the next. */
function onOneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join(' · ')
}

function wordStart(line: string, near: number): number {
  const space = line.indexOf(' ', near)
  return space === -1 || space > near + 20 ? near : space + 1
}

interface Place {
  from: number
  until: number
}

/** Places in the text as it is. Where normalising moves characters about, nothing is marked rather than the wrong words. */
function markedPlaces(terms: readonly SearchTerm[], line: string): Place[] {
  const whole = line.toLowerCase()
  if (whole.length !== line.length) return []
  const places = terms.flatMap((term) => {
    if (!isWords(term)) return placesOf(term, whole)
    const runs = runsOf(term.text).map(({ run }) => run)
    return [...line.matchAll(RUN)].flatMap((match) => {
      const word = match[0].toLowerCase()
      const from = match.index
      return match[2] !== undefined && runs.some((run) => isSameWord(word, run))
        ? [{ from, until: from + word.length }]
        : []
    })
  })
  places.sort((a, b) => a.from - b.from || b.until - a.until)
  return places.filter((place, at) => at === 0 || place.from >= places[at - 1]!.until)
}

/** Where a term stands as it is; a word at its beginning has to begin there. */
function placesOf({ text, quoted }: SearchTerm, whole: string): Place[] {
  const places: Place[] = []
  const atWord = quoted && WORD_CHARACTER.test([...text][0] ?? '') && !UNSPACED.test([...text][0] ?? '')
  for (let from = whole.indexOf(text); from !== -1; from = whole.indexOf(text, from + 1)) {
    const before = [...whole.slice(Math.max(0, from - 2), from)].at(-1) ?? ' '
    const inWord = WORD_CHARACTER.test(before) && !UNSPACED.test(before)
    if (!(atWord && inWord)) places.push({ from, until: from + text.length })
  }
  return places
}

/** Whether a term is words in a script with spaces, which match from their beginning and by their stem. */
function isWords({ text, quoted }: SearchTerm): boolean {
  return !quoted && !UNSPACED.test(text)
}

function isSameWord(word: string, wanted: string): boolean {
  if (word.startsWith(wanted)) return true
  // Only ends are cut off, so words that begin otherwise have other stems.
  if (word[0] !== wanted[0]) return false
  const stem = stemOf(wanted)
  return stem !== null && stem === stemOf(word)
}

function normalised(text: string): string {
  return text.toWellFormed().normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

interface Run {
  run: string
  unspaced: boolean
  at: number
}

function runsOf(text: string): Run[] {
  return [...text.matchAll(RUN)].map((match) => ({
    run: match[0],
    unspaced: match[1] !== undefined,
    at: match.index,
  }))
}

/** Words of scripts with spaces, in lower case: as they stand, and the parts of what is writtenLikeThis. */
function wordsOf(text: string): string[] {
  const words: string[] = []
  for (const match of text.normalize('NFKC').matchAll(RUN)) {
    const word = match[2]
    if (word === undefined) continue
    words.push(...runsOf(word.toLowerCase()).map(({ run }) => run))
    const parts = word.split(HUMP)
    if (parts.length > 1)
      words.push(...parts.flatMap((part) => runsOf(part.toLowerCase()).map(({ run }) => run)))
  }
  return words
}

/** The stem of an English word (Porter 1980); null for what is none. */
function stemOf(word: string): string | null {
  return /^[a-z]{3,40}$/.test(word) ? stemmer(word) : null
}

function wordToken(word: string): string {
  return `w${ascii(word)}`
}

function stemToken(stem: string): string {
  return `s${stem}`
}

function unspacedToken(characters: string): string {
  return `k${ascii(characters)}`
}

/** Character by character, so that what begins alike stays alike at its beginning. */
function ascii(text: string): string {
  return [...text]
    .map((character) =>
      /[a-z0-9]/.test(character) ? character : `x${character.codePointAt(0)!.toString(16).padStart(5, '0')}`,
    )
    .join('')
}
