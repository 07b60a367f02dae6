/**
 * People named in what somebody writes. It is kept by id, as `{{person:<id>}}`, so that a name that changes later is right
 * everywhere; people type and read `@` and the name.
 */
export interface MentionablePerson {
  id: string
  name: string
  /** Tells people of one name apart; whoever shares a name is written as `@` and the address. */
  email: string
}

/** A stretch of a text: words, or somebody by id. */
export type MentionPiece = { kind: 'text'; text: string } | { kind: 'person'; id: string }

const STORED = /\{\{person:([0-9a-zA-Z-]{1,64})\}\}/g
const WORD = /[\p{L}\p{N}]/u
const LATIN = /[\p{Script=Latin}\p{N}]/u

/** How somebody is written so that nobody else is meant. */
export function mentionOf(person: MentionablePerson, people: readonly MentionablePerson[]): string {
  const namesakes = people.filter(({ name }) => fold(name) === fold(person.name))
  return `@${namesakes.length > 1 ? person.email : person.name}`
}

/**
 * What somebody typed, with the people in it by id. `@` after a letter is no mention (an address), and neither is a
 * name that several people share. A Korean particle may follow the name at once, a Latin letter may not.
 */
export function storeMentions(typed: string, people: readonly MentionablePerson[]): string {
  const written = people
    .map((person) => ({ id: person.id, form: fold(mentionOf(person, people)) }))
    // The longest first: "@Kim Sora" is not somebody called Kim.
    .sort((a, b) => b.form.length - a.form.length)
  let stored = ''
  for (let at = 0; at < typed.length;) {
    const next = typed.indexOf('@', at)
    if (next === -1) return stored + typed.slice(at)
    stored += typed.slice(at, next)
    const meant = WORD.test(typed[next - 1] ?? '')
      ? undefined
      : written.find(({ form }) => {
          const end = next + form.length
          if (fold(typed.slice(next, end)) !== form) return false
          return !(LATIN.test(typed[end - 1] ?? '') && LATIN.test(typed[end] ?? ''))
        })
    stored += meant ? `{{person:${meant.id}}}` : '@'
    at = next + (meant ? meant.form.length : 1)
  }
  return stored
}

/** The text cut at the people in it. */
export function mentionPieces(stored: string): MentionPiece[] {
  const pieces: MentionPiece[] = []
  let end = 0
  for (const match of stored.matchAll(STORED)) {
    if (match.index > end) pieces.push({ kind: 'text', text: stored.slice(end, match.index) })
    pieces.push({ kind: 'person', id: match[1]! })
    end = match.index + match[0].length
  }
  if (end < stored.length) pieces.push({ kind: 'text', text: stored.slice(end) })
  return pieces
}

/** Who is named in a text, each once. */
export function mentionedIds(stored: string): string[] {
  return [...new Set([...stored.matchAll(STORED)].map((match) => match[1]!))]
}

/** The text as it was typed, for a field in which it is changed. People who are gone stay as they are stored. */
export function typedMentions(stored: string, people: readonly MentionablePerson[]): string {
  return stored.replace(STORED, (whole, id: string) => {
    const person = people.find((one) => one.id === id)
    return person ? mentionOf(person, people) : whole
  })
}

/** Case does not tell names apart; the length stays, so that offsets do. */
function fold(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text
}
