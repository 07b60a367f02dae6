/** A folder of postmortems, one Markdown file each, read and written. */
import { mkdirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DomainError, refuse, type FieldProblems } from '#app/domain/errors.ts'
import {
  asTheEditorWrites,
  changedConstructs,
  type ChangedConstruct,
} from '#app/editor/markdown/changed-constructs.ts'
import { LARGEST_PICTURE_BYTES } from '#app/domain/picture-file.ts'
import { readPostmortemFile, SEVERITY_KEYS } from '#app/importers/postmortem-markdown.ts'
import type { PostmortemToImport } from '#app/models/postmortem-import.server.ts'

/** A file that was read, with what the editor writes otherwise in it and what of its front matter means nothing here. */
export interface ReadFile extends PostmortemToImport {
  changed: ChangedConstruct[]
  ignored: string[]
}

export interface UnreadFile {
  name: string
  problems: FieldProblems
}

/** In kilobytes: ten times as long as the longest postmortem. */
const LARGEST_FILE = 2_000
const ENDING = /(?:\.html)?\.(?:md|markdown)(?:\.erb)?$/i
/** Pages about the folder, not of it. */
const ABOUT_THE_FOLDER = /^(?:_?index|readme)\./i

/** Every postmortem in a folder, in the order of their names; folders in it are not entered. A single file is taken as well. */
export function readPostmortemFolder(place: string): {
  read: ReadFile[]
  unread: UnreadFile[]
  skipped: string[]
} {
  const isFolder = statSync(place).isDirectory()
  const names = isFolder
    ? readdirSync(place, { withFileTypes: true })
        .filter((entry) => entry.isFile() && ENDING.test(entry.name))
        .map(({ name }) => name)
        .sort()
    : [path.basename(place)]
  const folder = isFolder ? place : path.dirname(place)
  const skipped = isFolder ? names.filter((name) => ABOUT_THE_FOLDER.test(name)) : []
  const read: ReadFile[] = []
  const unread: UnreadFile[] = []
  for (const name of names.filter((one) => !skipped.includes(one))) {
    try {
      read.push(readOne(folder, name))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      unread.push({ name, problems: error.problems })
    }
  }
  return { read, unread, skipped }
}

function readOne(folder: string, name: string): ReadFile {
  const file = path.join(folder, name)
  const size = Math.ceil(statSync(file).size / 1000)
  if (size > LARGEST_FILE) {
    refuse({ '': [{ code: 'file_too_large', params: { max: LARGEST_FILE, actual: size } }] })
  }
  const { markdown: written, ignored, ...said } = readPostmortemFile(textOf(file))
  const { title, day, reference, language, severity } = said
  const markdown = asTheEditorWrites(written)
  const bare = name.replace(ENDING, '')
  return {
    name,
    reference: reference ?? /^\d{4}-\d{3,6}$/.exec(bare)?.[0] ?? null,
    title: (title ?? bare).slice(0, 200),
    day: day ?? /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?=\D|$)/.exec(bare)?.[0] ?? null,
    severity,
    language: language ?? languageOf(markdown),
    markdown,
    written,
    pictures: picturesOf(folder, markdown),
    changed: changedConstructs(written, markdown),
    ignored: ignored.filter((key) => key !== 'date' && !SEVERITY_KEYS.includes(key)),
  }
}

const PICTURE = /!\[(?:[^[\]\\]|\\.)*\]\(([^()<>\s]+)/g

/** Pictures that lie in the folder; those of other places stay the addresses that they are. */
function picturesOf(folder: string, markdown: string): Map<string, Uint8Array> {
  const pictures = new Map<string, Uint8Array>()
  const root = realpathSync(folder) + path.sep
  for (const [, place = ''] of markdown.matchAll(PICTURE)) {
    if (/^[a-z][a-z\d+.-]*:|^[/\\]/i.test(place) || pictures.has(place)) continue
    try {
      const file = realpathSync(path.join(folder, decodeURIComponent(place)))
      if (!file.startsWith(root) || !statSync(file).isFile()) continue
      if (statSync(file).size > LARGEST_PICTURE_BYTES) {
        const actual = Math.ceil(statSync(file).size / 1000)
        refuse({ '': [{ code: 'file_too_large', params: { max: LARGEST_PICTURE_BYTES / 1000, actual } }] })
      }
      pictures.set(place, readFileSync(file))
    } catch (error) {
      // Not there, or no name of a file: it stays as it is written.
      if (error instanceof DomainError) throw error
    }
  }
  return pictures
}

function textOf(file: string): string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch {
    throw new DomainError('invalid', { '': [{ code: 'file_not_text' }] })
  }
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) refuse({ '': [{ code: 'file_not_text' }] })
  return text
}

/** Korean where a tenth of the letters is. */
function languageOf(text: string): 'ko' | 'en' {
  const hangul = text.match(/[\uac00-\ud7a3]/g)?.length ?? 0
  return hangul * 10 > (text.match(/\p{L}/gu)?.length ?? 0) ? 'ko' : 'en'
}

/** Writes files that differ from what is there. @returns how many were written */
export function writePostmortemFolder(
  folder: string,
  files: Iterable<{ name: string; body: string | Uint8Array }>,
): number {
  mkdirSync(folder, { recursive: true })
  let written = 0
  for (const { name, body } of files) {
    const file = path.join(folder, name)
    const bytes = Buffer.from(body)
    if (isThere(file, bytes)) continue
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, bytes)
    written += 1
  }
  return written
}

function isThere(file: string, bytes: Buffer): boolean {
  try {
    return readFileSync(file).equals(bytes)
  } catch {
    return false
  }
}
