/** A line of two texts side by side: in both, only in the earlier one, or only in the later one. */
export interface DiffLine {
  kind: 'same' | 'gone' | 'new'
  text: string
}

/** Lines of each text above which only "all of this became all of that" is said: the table below grows with the square. */
const LINES_AT_MOST = 600

/** What became of the lines of `before` in `after`, by the longest common subsequence; lines that are gone come first. */
export function lineDiff(before: string, after: string): DiffLine[] {
  return sequenceDiff(before.split('\n'), after.split('\n'), LINES_AT_MOST)
}

/**
 * The same for any two lists of texts.
 *
 * @param most entries of a list above which only "all of this became all of that" is said
 */
export function sequenceDiff(a: readonly string[], b: readonly string[], most: number): DiffLine[] {
  if (a.length > most || b.length > most) {
    return [
      ...a.map((text) => ({ kind: 'gone' as const, text })),
      ...b.map((text) => ({ kind: 'new' as const, text })),
    ]
  }
  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i] ?? '' })
      i += 1
      j += 1
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'gone', text: a[i] ?? '' })
      i += 1
    } else {
      lines.push({ kind: 'new', text: b[j] ?? '' })
      j += 1
    }
  }
  return lines
}
