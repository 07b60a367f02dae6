import { sequenceDiff, type DiffLine } from './line-diff.ts'
import { wordDiff } from './word-diff.ts'

/**
 * A stretch of two texts side by side. `changed` has the words; `moved_away` stands where the earlier text had a block
 * that the later one has elsewhere, and `moved_here`, with the same number, where it has it now: its words too, because
 * what is moved is often mended on the way.
 */
export type DocumentPart =
  | DiffLine
  | { kind: 'changed'; parts: DiffLine[] }
  | { kind: 'moved_away'; move: number; text: string }
  | { kind: 'moved_here'; move: number; parts: DiffLine[] }

/** Blocks of each text above which words are compared at once: the table of the comparison grows with the square. */
const BLOCKS_AT_MOST = 1_500
/** Blocks left over above which nobody looks for one that was moved and changed. */
const LEFT_OVER_AT_MOST = 120
/** Letters from which a block is long enough to be known again although it was changed, and the share it has to keep. */
const LONG_ENOUGH = 30
const KEPT_SHARE = 0.7

/**
 * What became of the blocks of a Markdown text: paragraphs, headings, entries of lists, code, tables. One that stands
 * elsewhere is moved and not gone and new. The earlier text is the one without `new` and `moved_here`, the later one that
 * without `gone` and `moved_away`, both to the letter.
 */
export function documentDiff(before: string, after: string): DocumentPart[] {
  const a = blocksOf(before)
  const b = blocksOf(after)
  if (a.length > BLOCKS_AT_MOST || b.length > BLOCKS_AT_MOST) {
    return [{ kind: 'changed', parts: wordDiff(before, after) }]
  }
  const stretches = stretchesOf(a, b)
  const moves = movesBetween(
    stretches.flatMap((stretch) => (stretch.kind === 'other' ? stretch.gone : [])),
    stretches.flatMap((stretch) => (stretch.kind === 'other' ? stretch.added : [])),
    { a, b },
  )
  return joined(
    stretches.flatMap((stretch) =>
      stretch.kind === 'same'
        ? [...same(a[stretch.at]!, b[stretch.in]!)]
        : otherParts(stretch, moves, { a, b }),
    ),
  )
}

/** A block and the empty lines after it. */
interface Block {
  text: string
  gap: string
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/
const OWN_LINE = /^#{1,6}[ \t]/
const ENTRY = /^(?:[-*+]|\d{1,9}[.)])[ \t]/

/** A text cut before each block; put together it is the text. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let fence: string | null = null
  let alone = false
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const last = blocks.at(-1)
    if (fence === null && line.trim() === '') {
      if (last === undefined) blocks.push({ text: '', gap: line })
      else last.gap += line
      continue
    }
    const begins: boolean =
      last === undefined ||
      (fence === null && (last.gap !== '' || alone || OWN_LINE.test(line) || ENTRY.test(line)))
    if (begins) blocks.push({ text: line, gap: '' })
    else last!.text += line
    alone = fence === null && OWN_LINE.test(line)
    const mark = FENCE.exec(line)?.[1]
    if (fence === null) fence = mark ?? null
    else if (mark?.startsWith(fence) && line.trim() === mark) fence = null
  }
  // The break at the end of a block is one of the gap, or the last block would differ from the same one elsewhere.
  return blocks.map(({ text: whole, gap }) => {
    const end = /\s*$/.exec(whole)![0]
    return { text: whole.slice(0, whole.length - end.length), gap: end + gap }
  })
}

type Stretch =
  | { kind: 'same'; at: number; in: number }
  /** Indices of blocks of the earlier and of the later text. */
  | { kind: 'other'; gone: number[]; added: number[] }

function stretchesOf(a: readonly Block[], b: readonly Block[]): Stretch[] {
  const texts = (blocks: readonly Block[]) => blocks.map(({ text }) => text)
  const stretches: Stretch[] = []
  let at = 0
  let into = 0
  for (const { kind } of sequenceDiff(texts(a), texts(b), BLOCKS_AT_MOST)) {
    if (kind === 'same') {
      stretches.push({ kind, at: at++, in: into++ })
      continue
    }
    let last = stretches.at(-1)
    if (last?.kind !== 'other') stretches.push((last = { kind: 'other', gone: [], added: [] }))
    if (kind === 'gone') last.gone.push(at++)
    else last.added.push(into++)
  }
  return stretches
}

interface Moves {
  /** By index in the earlier and in the later text: the number of the move. */
  away: Map<number, number>
  here: Map<number, number>
  /** By index in the later text: where it stood. */
  origin: Map<number, number>
}

function movesBetween(
  gone: readonly number[],
  added: readonly number[],
  { a, b }: { a: readonly Block[]; b: readonly Block[] },
): Moves {
  const origin = new Map<number, number>()
  const byText = Map.groupBy(
    gone.filter((index) => letters(a[index]!.text) > 0),
    (index) => a[index]!.text,
  )
  for (const index of added) {
    const from = byText.get(b[index]!.text)?.shift()
    if (from !== undefined) origin.set(index, from)
  }
  const taken = new Set(origin.values())
  addChangedMoves(
    gone.filter((index) => !taken.has(index)),
    added.filter((index) => !origin.has(index)),
    { a, b, origin },
  )
  const away = new Map<number, number>()
  const here = new Map<number, number>()
  let move = 0
  for (const index of [...origin.keys()].sort((x, y) => x - y)) {
    const from = origin.get(index)!
    // Blocks that went together are one move.
    if (origin.get(index - 1) !== from - 1) move += 1
    away.set(from, move)
    here.set(index, move)
  }
  return { away, here, origin }
}

/** Finds blocks that were moved and mended, between stretches only: within one it is a change in its place. */
function addChangedMoves(
  gone: readonly number[],
  added: readonly number[],
  { a, b, origin }: { a: readonly Block[]; b: readonly Block[]; origin: Map<number, number> },
): void {
  if (gone.length > LEFT_OVER_AT_MOST || added.length > LEFT_OVER_AT_MOST) return
  const left = new Map(gone.map((index) => [index, wordsOf(a[index]!.text)]))
  for (const index of added) {
    const words = wordsOf(b[index]!.text)
    let best: { from: number; share: number } | null = null
    for (const [from, others] of left) {
      const share = sharedPart(words, others)
      if (share >= KEPT_SHARE && share > (best?.share ?? 0)) best = { from, share }
    }
    if (best === null) continue
    left.delete(best.from)
    origin.set(index, best.from)
  }
}

type Words = { counts: Map<string, number>; letters: number }

function wordsOf(text: string): Words {
  const counts = new Map<string, number>()
  for (const word of text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1)
  return { counts, letters: letters(text) }
}

/** The share of letters of the longer text in words that both have; 0 for what is too short to be known again. */
function sharedPart(x: Words, y: Words): number {
  if (Math.min(x.letters, y.letters) < LONG_ENOUGH) return 0
  let shared = 0
  for (const [word, count] of x.counts) shared += word.length * Math.min(count, y.counts.get(word) ?? 0)
  return shared / Math.max(x.letters, y.letters)
}

function letters(text: string): number {
  return text.replace(/[^\p{L}\p{N}\p{M}]/gu, '').length
}

function* same(a: Block, b: Block): Generator<DocumentPart> {
  if (a.gap === b.gap) {
    yield { kind: 'same', text: a.text + a.gap }
    return
  }
  yield { kind: 'same', text: a.text }
  yield { kind: 'gone', text: a.gap }
  yield { kind: 'new', text: b.gap }
}

/** What is neither at its old place nor the same: moved blocks in the order of their text, and words between them. */
function otherParts(
  { gone, added }: { gone: readonly number[]; added: readonly number[] },
  { away, here, origin }: Moves,
  { a, b }: { a: readonly Block[]; b: readonly Block[] },
): DocumentPart[] {
  const whole = ({ text, gap }: Block) => text + gap
  const cut = (indices: readonly number[], moves: Map<number, number>, blocks: readonly Block[]) => {
    const runs: { text: string; moved: number | null }[] = [{ text: '', moved: null }]
    for (const index of indices) {
      if (moves.has(index)) {
        runs.at(-1)!.moved = index
        runs.push({ text: '', moved: null })
      } else runs.at(-1)!.text += whole(blocks[index]!)
    }
    return runs
  }
  const before = cut(gone, away, a)
  const after = cut(added, here, b)
  return Array.from({ length: Math.max(before.length, after.length) }).flatMap((_, at): DocumentPart[] => {
    const old = before[at] ?? { text: '', moved: null }
    const now = after[at] ?? { text: '', moved: null }
    const parts: DocumentPart[] = []
    if (old.text !== '' && now.text !== '') {
      parts.push({ kind: 'changed', parts: wordDiff(old.text, now.text) })
    } else if (old.text !== '') parts.push({ kind: 'gone', text: old.text })
    else if (now.text !== '') parts.push({ kind: 'new', text: now.text })
    if (old.moved !== null) {
      parts.push({ kind: 'moved_away', move: away.get(old.moved)!, text: whole(a[old.moved]!) })
    }
    if (now.moved !== null) {
      const from = a[origin.get(now.moved)!]!
      const block = b[now.moved]!
      const words = wordDiff(from.text, block.text)
      words.push({ kind: 'same', text: block.gap })
      parts.push({ kind: 'moved_here', move: here.get(now.moved)!, parts: joinedWords(words) })
    }
    return parts
  })
}

/** Neighbours of one kind as one, and those of one move. */
function joined(parts: readonly DocumentPart[]): DocumentPart[] {
  const out: DocumentPart[] = []
  for (const part of parts) {
    const last = out.at(-1)
    if (part.kind === 'moved_away' && last?.kind === 'moved_away' && last.move === part.move) {
      last.text += part.text
    } else if (part.kind === 'moved_here' && last?.kind === 'moved_here' && last.move === part.move) {
      last.parts = joinedWords([...last.parts, ...part.parts])
    } else if (isPlain(part) && last !== undefined && isPlain(last) && last.kind === part.kind) {
      last.text += part.text
    } else out.push({ ...part })
  }
  return out
}

function joinedWords(parts: readonly DiffLine[]): DiffLine[] {
  const out: DiffLine[] = []
  for (const { kind, text } of parts) {
    const last = out.at(-1)
    if (last?.kind === kind) last.text += text
    else out.push({ kind, text })
  }
  return out
}

function isPlain(part: DocumentPart): part is DiffLine {
  return part.kind === 'same' || part.kind === 'gone' || part.kind === 'new'
}
