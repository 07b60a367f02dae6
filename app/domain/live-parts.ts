/**
 * What stands in a text for something else: values and blocks of the record, questions, other incidents, people, pictures.
 * Where two texts are compared, readers see what they see in the text itself and not `{{impact.duration}}`.
 */
/** What readers see in the place of a part. `live` changes with the record; `gone` is not there. */
export type ShownPart =
  { kind: 'live' | 'question' | 'gone'; text: string } | { kind: 'picture'; id: string; text: string }

/** By how the part stands in the text. */
export type ShownParts = Readonly<Record<string, ShownPart>>

/** A part as it stands in Markdown; of a picture its words and its id. */
export const PART =
  /\{\{[^{}\n]*\}\}|!\[((?:[^[\]\\\n]|\\.)*)\]\(<?picture:([\w-]{1,64})>?(?:\s+"(?:[^"\\\n]|\\.)*")?\)/g
/** A text cut at its parts; `part` is null for the words between. */
export function cutAtParts(text: string, shown: ShownParts): { text: string; part: ShownPart | null }[] {
  const cuts: { text: string; part: ShownPart | null }[] = []
  let end = 0
  for (const match of text.matchAll(PART)) {
    const part = Object.hasOwn(shown, match[0]) ? shown[match[0]] : undefined
    if (part === undefined) continue
    if (match.index > end) cuts.push({ text: text.slice(end, match.index), part: null })
    cuts.push({ text: match[0], part })
    end = match.index + match[0].length
  }
  if (end < text.length) cuts.push({ text: text.slice(end), part: null })
  return cuts
}
