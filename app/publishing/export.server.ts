import { createHash, randomUUID } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { NOT_FOUND_PATH, RENDERED_FOR } from './addresses.ts'
import type { PublishedSource } from './serve.server.ts'

/** Lists what an export wrote, with what a host has to send with it. */
export const MANIFEST = 'sagwa-site.json'

export interface ExportedFile {
  /** Address on the site. */
  path: string
  /** File in the folder, with slashes. */
  file: string
  /** Of the bytes, in hexadecimal. */
  sha256: string
  bytes: number
  contentType: string
  language: string
  /** As the server sends it, quotes included. */
  etag: string
}

interface Manifest {
  format: 1
  files: ExportedFile[]
}

export interface ExportResult {
  files: ExportedFile[]
  written: number
  removed: number
}

/** A folder that holds something that no export wrote. */
export class ForeignFolderError extends Error {}

const PATHS_AT_ONCE = 100
const TRIES = 3

/**
 * Writes the public site into a folder, byte for byte as the server sends it. A page becomes `…/index.html` under its
 * address, everything else a file at its address, the page for unknown addresses `404.html`. Each file appears whole, the
 * manifest last; then what an earlier export wrote and the site no longer has is removed, and nothing else.
 *
 * @throws ForeignFolderError when the folder is not empty and has no manifest of an earlier export.
 */
export async function exportSite(source: PublishedSource, folder: string): Promise<ExportResult> {
  const before = readManifest(folder)
  mkdirSync(folder, { recursive: true })
  let written = 0
  let known = new Map(before.files.map((file) => [file.file, file]))
  for (let attempt = 1; ; attempt += 1) {
    const listed = (await source.list())
      .filter(({ path }) => path !== RENDERED_FOR)
      .sort((a, b) => (a.path < b.path ? -1 : 1))
    const files: ExportedFile[] = []
    for (let start = 0; start < listed.length; start += PATHS_AT_ONCE) {
      const paths = listed.slice(start, start + PATHS_AT_ONCE).map((one) => one.path)
      for (const row of await source.load(paths)) {
        const file = fileOf(row.path, row.contentType)
        const sha256 = createHash('sha256').update(row.body).digest('hex')
        const { contentType, language, etag } = row
        files.push({ path: row.path, file, sha256, bytes: row.body.length, contentType, language, etag })
        if (known.get(file)?.sha256 === sha256 && existsSync(path.join(folder, file))) continue
        writeWhole(folder, file, row.body)
        written += 1
      }
    }
    known = new Map(files.map((file) => [file.file, file]))
    // Somebody published while the files were read: what is there now may be of two moments.
    const after = new Map((await source.list()).map((one) => [one.path, one.etag]))
    const same = files.length === listed.length && files.every((file) => after.get(file.path) === file.etag)
    if (!same && attempt < TRIES) continue

    files.sort((a, b) => (a.path < b.path ? -1 : 1))
    const manifest: Manifest = { format: 1, files }
    writeWhole(folder, MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`))
    const stale = before.files.filter(({ file }) => !known.has(file))
    for (const { file } of stale) removeFile(folder, file)
    return { files, written, removed: stale.length }
  }
}

/** Where an address lies in the folder. @throws RangeError for one that would lead out of it. */
export function fileOf(address: string, contentType: string): string {
  if (address === NOT_FOUND_PATH) return '404.html'
  const parts = address.split('/').slice(1)
  if (!address.startsWith('/') || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new RangeError(`${address} is no address of a file`)
  }
  return contentType.startsWith('text/html') ? [...parts, 'index.html'].join('/') : parts.join('/')
}

function readManifest(folder: string): Manifest {
  const file = path.join(folder, MANIFEST)
  if (!existsSync(folder) || readdirSync(folder).length === 0) return { format: 1, files: [] }
  if (!existsSync(file)) throw new ForeignFolderError(folder)
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
  // Read from a folder that others may write: nothing outside of it is ever removed.
  return {
    ...manifest,
    files: manifest.files.filter((one) => fileOf(one.path, one.contentType) === one.file),
  }
}

function writeWhole(folder: string, file: string, bytes: Uint8Array): void {
  const target = path.join(folder, file)
  mkdirSync(path.dirname(target), { recursive: true })
  const draft = path.join(path.dirname(target), `.${randomUUID()}.part`)
  writeFileSync(draft, bytes)
  renameSync(draft, target)
}

function removeFile(folder: string, file: string): void {
  const target = path.join(folder, file)
  rmSync(target, { force: true })
  let parent = path.dirname(target)
  while (parent !== folder && parent.startsWith(folder) && readdirSync(parent).length === 0) {
    rmdirSync(parent)
    parent = path.dirname(parent)
  }
}
