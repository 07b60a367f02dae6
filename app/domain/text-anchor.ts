/**
 * Words in a text that goes on changing. They are kept with some of what stood before and after them, and found again by
 * that. White space does not count: a page, an editor and a file break the same text differently.
 *
 * A comment must never come to stand on other words than those it was written about. So an anchor that could mean two
 * places means none; and so does one of which too little is left.
 */

/** As readers see the words; white space within them is one space. */
export interface TextAnchor {
  quote: string
  before: string
  after: string
}

/** Where the words stand now, in UTF-16 units of the text. `changed`: others stand there, between the same neighbours. */
export interface FoundWords {
  start: number
  end: number
  changed: boolean
}

/** Longest quote, in UTF-16 units. */
export const LONGEST_QUOTE = 1_000
/** What is kept on either side at least, where the text has as much; letters, white space not counted. */
const CONTEXT = 32
/** What is kept on either side at most, in a text that repeats itself. */
export const LONGEST_CONTEXT = 300
/** Letters beside the words that have to be the same, when neither side is whole. */
const ENOUGH_BESIDE = 12
/** Letters from which on words that stand only once are taken for themselves, whatever stands beside them. */
const ENOUGH_ALONE = 16
/** Letters of either neighbour that have to stand, once each, for words between them that have changed. */
const NEIGHBOUR = 16
/** Places at which equal words are compared; a text in which they stand more often says nothing by them. */
const PLACES_AT_MOST = 5_000

const INVISIBLE = /[\s\u200b-\u200d\u2060\ufeff]/

interface Compact {
  letters: string
  /** Offset in the text of each letter. */
  at: number[]
}

function compact(text: string): Compact {
  let letters = ''
  const at: number[] = []
  for (let index = 0; index < text.length; index++) {
    const unit = text[index]!
    if (INVISIBLE.test(unit)) continue
    letters += unit
    at.push(index)
  }
  return { letters, at }
}

function countOf(letters: string, part: string): number {
  let count = 0
  for (let from = letters.indexOf(part); from !== -1 && count < 2; from = letters.indexOf(part, from + 1))
    count++
  return count
}

/**
 * What has to be kept of the words between two offsets so that they are found again; null where there are no words. Of
 * what stands beside them as much is kept as tells them from equal words elsewhere, from either side alone.
 */
export function anchorOf(text: string, start: number, end: number): TextAnchor | null {
  const { letters, at } = compact(text)
  const from = at.findIndex((offset) => offset >= start)
  const past = at.findLastIndex((offset) => offset < end) + 1
  if (from === -1 || past <= from) return null
  let left = Math.max(0, from - CONTEXT)
  while (left > 0 && from - left < LONGEST_CONTEXT && countOf(letters, letters.slice(left, past)) > 1) left--
  let right = Math.min(letters.length, past + CONTEXT)
  while (
    right < letters.length &&
    right - past < LONGEST_CONTEXT &&
    countOf(letters, letters.slice(from, right)) > 1
  ) {
    right++
  }
  const words = (first: number, last: number) =>
    first >= last ? '' : text.slice(at[first], at[last - 1]! + 1).replace(/\s+/g, ' ')
  return { quote: words(from, past), before: words(left, from), after: words(past, right) }
}

/** Finds anchors in a text that is read once for all of them. The answer is null for words that are gone. */
export function anchorFinder(text: string): (anchor: TextAnchor) => FoundWords | null {
  const { letters, at } = compact(text)
  const found = (from: number, past: number, changed: boolean): FoundWords => ({
    start: at[from]!,
    end: at[past - 1]! + 1,
    changed,
  })
  return (anchor) => {
    const quote = compact(anchor.quote).letters
    const before = compact(anchor.before).letters
    const after = compact(anchor.after).letters
    if (quote === '') return null
    const place = standsAt(letters, quote, before, after)
    if (place === 'nowhere') {
      const between = standsBetween(letters, quote, before, after)
      return between === null ? null : found(between.from, between.past, true)
    }
    return place === 'unclear' ? null : found(place, place + quote.length, false)
  }
}

function standsAt(
  letters: string,
  quote: string,
  before: string,
  after: string,
): number | 'nowhere' | 'unclear' {
  let best: { from: number; wholeSides: number; beside: number } | null = null
  let tied = false
  let places = 0
  for (let from = letters.indexOf(quote); from !== -1; from = letters.indexOf(quote, from + 1)) {
    if (++places > PLACES_AT_MOST) return 'unclear'
    const left = sameBefore(letters, from, before)
    const right = sameAfter(letters, from + quote.length, after)
    // A side of which nothing was kept, at the edge of the text, is whole while the words stand at that edge.
    const wholeBefore = left === before.length && (before !== '' || from === 0)
    const wholeAfter = right === after.length && (after !== '' || from + quote.length === letters.length)
    const place = { from, wholeSides: Number(wholeBefore) + Number(wholeAfter), beside: left + right }
    // One whole side here and another one there: an edit can have brought either about.
    const order =
      best === null
        ? 1
        : place.wholeSides - best.wholeSides || (place.wholeSides > 0 ? 0 : place.beside - best.beside)
    if (order > 0) [best, tied] = [place, false]
    else if (order === 0) tied = true
  }
  if (best === null) return 'nowhere'
  if (tied) return 'unclear'
  const all = before.length + after.length
  if (best.beside >= Math.min(ENOUGH_BESIDE, all)) return best.from
  return places === 1 && (best.wholeSides > 0 || quote.length >= ENOUGH_ALONE) ? best.from : 'unclear'
}

function sameBefore(letters: string, from: number, before: string): number {
  let same = 0
  while (same < before.length && same < from && letters[from - 1 - same] === before[before.length - 1 - same])
    same++
  return same
}

function sameAfter(letters: string, past: number, after: string): number {
  let same = 0
  while (same < after.length && letters[past + same] === after[same]) same++
  return same
}

/** Between the same neighbours, each of which stands only once, something else stands than the quote. */
function standsBetween(
  letters: string,
  quote: string,
  before: string,
  after: string,
): { from: number; past: number } | null {
  if (before.length < NEIGHBOUR || after.length < NEIGHBOUR) return null
  const left = before.slice(-NEIGHBOUR)
  const right = after.slice(0, NEIGHBOUR)
  if (countOf(letters, left) !== 1 || countOf(letters, right) !== 1) return null
  const from = letters.indexOf(left) + NEIGHBOUR
  const past = letters.indexOf(right)
  return past > from && past - from <= 2 * quote.length + 80 ? { from, past } : null
}
