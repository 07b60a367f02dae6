import { randomInt } from 'node:crypto'
import { text } from 'node:stream/consumers'

// No letters or digits that are mistaken for one another when somebody reads them out.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A random password of four groups of four; about 79 bits. */
export function newPassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}

/** The first line of standard input. */
export async function passwordFromInput(): Promise<string> {
  return (await text(process.stdin)).split(/\r?\n/, 1)[0] ?? ''
}
