/**
 * Where a postmortem reads differently from what was approved, although nobody changed its text: because the record did.
 * What was approved is kept as one text with its blocks and facts written out; here it is held against the pieces of today.
 */
import type { DiffLine } from './line-diff.ts'
import { BETWEEN_PIECES, type WrittenPiece } from './postmortem-blocks.ts'
import { wordDiff } from './word-diff.ts'

/** A piece that reads differently. `index` counts the pieces from 0. */
export interface ChangedPiece {
  index: number
  parts: DiffLine[]
}

/** Places of one piece in the approved text that are looked at: beyond that it stands everywhere and says nothing. */
const PLACES_AT_MOST = 20

/**
 * The pieces that read differently from the approved text, in order, with their words then and now. Pieces that stand in
 * it to the letter hold their place; what is between two of those is what was approved in the place of the others.
 *
 * @param approved as `writePostmortem` gave it then
 */
export function changedPieces(approved: string, pieces: readonly WrittenPiece[]): ChangedPiece[] {
  const text = approved.replace(/\n$/, '')
  const changed: ChangedPiece[] = []
  let end = 0
  let from = 0
  const between = (to: number, start: number) => {
    const stretch = pieces.slice(from, to)
    const before = text.slice(end, start).replace(/^\n+|\n+$/g, '')
    if (stretch.length > 0) {
      changed.push(...changedOf(before, stretch).map(({ index, parts }) => ({ index: index + from, parts })))
    } else if (before !== '') {
      changed.push({ index: Math.max(0, to - 1), parts: [{ kind: 'gone', text: before }] })
    }
  }
  for (const held of heldPieces(text, pieces)) {
    between(held.index, held.start)
    from = held.index + 1
    end = held.end
  }
  between(pieces.length, text.length)
  return changed
}

/** A piece that stands in the approved text to the letter. */
interface Held {
  index: number
  start: number
  end: number
}

/** Text without values never changes by itself, so where it stands counts for more than any block. */
const WORTH_OF_TEXT = 100_000

/** Of all pieces that are found again, those in one order with as much text and as many letters as there can be. */
function heldPieces(approved: string, pieces: readonly WrittenPiece[]): Held[] {
  interface Chain extends Held {
    worth: number
    before: Chain | null
  }
  const chains: Chain[] = []
  for (const [index, { text, block }] of pieces.entries()) {
    const worth = text.length + (block === null ? WORTH_OF_TEXT : 0)
    for (const start of placesOf(text, approved)) {
      let best: Chain | null = null
      for (const chain of chains) {
        if (chain.index < index && chain.end <= start && chain.worth > (best?.worth ?? 0)) best = chain
      }
      chains.push({ index, start, end: start + text.length, worth: worth + (best?.worth ?? 0), before: best })
    }
  }
  const held: Held[] = []
  let last = chains.reduce<Chain | null>(
    (most, chain) => (chain.worth > (most?.worth ?? 0) ? chain : most),
    null,
  )
  for (; last !== null; last = last.before) held.unshift(last)
  return held
}

function placesOf(text: string, approved: string): number[] {
  const places: number[] = []
  if (text === '') return places
  let at = approved.indexOf(text)
  while (at !== -1 && places.length < PLACES_AT_MOST) {
    const end = at + text.length
    const begins = at === 0 || approved.slice(0, at).endsWith(BETWEEN_PIECES)
    const ends = end === approved.length || approved.startsWith(BETWEEN_PIECES, end)
    if (begins && ends) places.push(at)
    at = approved.indexOf(text, at + 1)
  }
  return places
}

/** What of a stretch has changed: its pieces with what is not the same in them. */
function changedOf(before: string, pieces: readonly WrittenPiece[]): ChangedPiece[] {
  const spans: Span[] = []
  for (const { text, block } of pieces) {
    const begin = spans.length === 0 ? 0 : spans.at(-1)!.end + BETWEEN_PIECES.length
    spans.push({ begin, end: begin + text.length, isBlock: block !== null, parts: [] })
  }
  const now = pieces.map(({ text }) => text).join(BETWEEN_PIECES)
  let at = 0
  for (const { kind, text } of wordDiff(before, now)) {
    if (kind === 'gone') {
      spanOfGone(at, spans).parts.push({ kind, text })
      continue
    }
    for (const span of spans) {
      const own = text.slice(Math.max(0, span.begin - at), Math.max(0, span.end - at))
      if (own !== '') span.parts.push({ kind, text: own })
    }
    at += text.length
  }
  return spans
    .map(({ parts }, index) => ({ index, parts }))
    .filter(({ parts }) => parts.some(({ kind, text }) => kind !== 'same' && text.trim() !== ''))
}

interface Span {
  begin: number
  end: number
  isBlock: boolean
  parts: DiffLine[]
}

/** Where a block and text meet it is the block that lost something: the text itself did not change. */
function spanOfGone(at: number, spans: readonly Span[]): Span {
  const index = spans.findIndex(({ end }) => at <= end)
  if (index === -1) return spans.at(-1)!
  const span = spans[index]!
  const before = spans[index - 1]
  const after = spans[index + 1]
  if (span.isBlock) return span
  if (at <= span.begin && before?.isBlock) return before
  if (at === span.end && after?.isBlock) return after
  return span
}

/**
 * The placeholders whose value is among the words that are new.
 *
 * @param marked the text of the piece, with `start` before and `end` after each value
 * @param placeholders of those values, in order
 */
export function changedPlaceholders(
  { parts }: Pick<ChangedPiece, 'parts'>,
  {
    marked,
    placeholders,
    start,
    end,
  }: { marked: string; placeholders: readonly string[]; start: string; end: string },
): string[] {
  const values = spansOfValues(marked, start, end)
  const changed = new Set<string>()
  let at = 0
  for (const { kind, text } of parts) {
    const to = kind === 'gone' ? at : at + text.length
    if (kind !== 'same') {
      for (const [index, value] of values.entries()) {
        // What is gone lies between two letters of today: at the edge of a value it was part of it.
        const touches =
          kind === 'gone' ? value.begin <= at && at <= value.end : value.begin < to && at < value.end
        if (touches && placeholders[index] !== undefined) changed.add(placeholders[index])
      }
    }
    at = to
  }
  return [...changed]
}

function spansOfValues(marked: string, start: string, end: string): { begin: number; end: number }[] {
  const spans: { begin: number; end: number }[] = []
  let offset = 0
  for (const sign of marked) {
    if (sign === start) spans.push({ begin: offset, end: offset })
    else if (sign === end) spans.at(-1)!.end = offset
    else offset += sign.length
  }
  return spans
}
