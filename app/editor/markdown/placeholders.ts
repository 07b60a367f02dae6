/**
 * What stands between double braces in a text: `{{impact.start}}`, `{{services|은/는}}`, and `{{?words}}` for a gap.
 * The same signs that `writeFacts` in the domain looks for, so that what is a chip here is a value there.
 */
const PLACEHOLDER = /\{\{[^\S\n]*(\??)[^\S\n]*([^{}|\n]*?)[^\S\n]*(?:\|([^{}|\n]*))?\}\}/g

export type Placeholder =
  { kind: 'fact'; key: string; particle: string | null } | { kind: 'gap'; words: string }

/** A piece of plain text, or what stood between braces. */
export type Piece = string | Placeholder

/** Cuts a text at its placeholders; no piece is empty. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > end) pieces.push(text.slice(end, match.index))
    pieces.push(read(match))
    end = match.index + match[0].length
  }
  if (end < text.length) pieces.push(text.slice(end))
  return pieces
}

function read([, gap, name = '', particle]: RegExpMatchArray): Placeholder {
  if (gap) return { kind: 'gap', words: particle === undefined ? name : `${name}|${particle}` }
  return { kind: 'fact', key: name, particle: particle?.trim() ?? null }
}

/** A placeholder as it stands in the Markdown. */
export function placeholderText(placeholder: Placeholder): string {
  if (placeholder.kind === 'gap') return `{{?${placeholder.words}}}`
  return placeholder.particle === null
    ? `{{${placeholder.key}}}`
    : `{{${placeholder.key}|${placeholder.particle}}}`
}

/** The text with each placeholder written by `write`, which gets it to the letter; also tells where they stood. */
export function replacePlaceholders(text: string, write: (source: string, at: number) => string): string {
  return text.replace(PLACEHOLDER, (source: string, ...rest: unknown[]) => write(source, rest[3] as number))
}
