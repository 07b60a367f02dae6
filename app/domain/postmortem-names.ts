/**
 * What a postmortem names beyond its own record: other incidents (`{{incident:2020-001}}`), people (`{{person:id}}`) and
 * its pictures (`picture:id`). The text holds ids, so that a name that changes is right everywhere.
 */
import type { Severity } from './incident-record.ts'

/** What the ids of a text stand for. An id without an entry is of something that is no longer there. */
export interface PostmortemNames {
  incidents: Readonly<Record<string, NamedIncident>>
  people: Readonly<Record<string, string>>
  pictures: Readonly<Record<string, PictureSize>>
}

export interface NamedIncident {
  title: string
  severity: Severity
}

/** Pixels. */
export interface PictureSize {
  width: number
  height: number
}

/** Nothing but the record is known. */
export const NO_NAMES: PostmortemNames = { incidents: {}, people: {}, pictures: {} }

const NAMED = /^(incident|person):([\w-]{1,64})$/

/** Whom or what a placeholder names; null for one that stands for a fact. @param key what is between the braces */
export function namedBy(key: string): { kind: 'incident' | 'person'; id: string } | null {
  const [, kind, id = ''] = NAMED.exec(key) ?? []
  return kind === 'incident' || kind === 'person' ? { kind, id } : null
}

const PICTURE_SCHEME = 'picture:'
const PICTURE_ID = /^[\w-]{1,64}$/

/** How a picture stands in the Markdown. */
export function pictureSource(id: string): string {
  return PICTURE_SCHEME + id
}

/** The id of a stored picture; null for one that is elsewhere. @param source as it stands in the Markdown */
export function pictureId(source: string): string | null {
  const id = source.startsWith(PICTURE_SCHEME) ? source.slice(PICTURE_SCHEME.length) : ''
  return PICTURE_ID.test(id) ? id : null
}

/** A picture in Markdown of one line: its words, its id, and a title with the space before it. */
export const PICTURE = /!\[((?:[^[\]\\]|\\.)*)\]\(<?picture:([\w-]{1,64})>?(\s+"(?:[^"\\]|\\.)*")?\)/g

const REFERENCE = /(?<![\p{L}\p{N}&#/])#(\d{4}-\d{3,6})(?!\d)/gu

/** Where a text speaks of other incidents by `#2020-001`: the reference, and its offsets. */
export function referencesIn(text: string): { reference: string; start: number; end: number }[] {
  return [...text.matchAll(REFERENCE)].map((match) => ({
    reference: match[1] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** The ids that a text names, without repetition. More than there are may be told, as from code, never fewer. */
export function namedIn(markdown: string): Record<keyof PostmortemNames, string[]> {
  const placeholders = [
    ...markdown.matchAll(/\{\{\s*((?:incident|person):[\w-]{1,64})\s*(?:\|[^{}\n]*)?\}\}/g),
  ]
  const named = placeholders.flatMap(([, key = '']) => namedBy(key) ?? [])
  const idsOf = (wanted: string) => named.filter(({ kind }) => kind === wanted).map(({ id }) => id)
  const references = referencesIn(markdown).map(({ reference }) => reference)
  return {
    incidents: [...new Set([...idsOf('incident'), ...references])],
    people: [...new Set(idsOf('person'))],
    pictures: [...new Set([...markdown.matchAll(/\bpicture:([\w-]{1,64})/g)].map(([, id = '']) => id))],
  }
}
