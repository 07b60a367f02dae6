import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
// Only constants: the server of public files starts without React and the Markdown parser.
import { NOT_FOUND_PATH, RENDERED_FOR } from './addresses.ts'

/** One public file as it is stored. */
export interface PublishedRow {
  path: string
  contentType: string
  language: string
  etag: string
  body: Uint8Array
  gzip: Uint8Array
  brotli: Uint8Array
}

/** Where the files come from. Listing has to be cheap, because it is asked again and again. */
export interface PublishedSource {
  list(): Promise<{ path: string; etag: string }[]>
  load(paths: string[]): Promise<PublishedRow[]>
}

export interface PublishedSite {
  /** Answers a request for a public address and says so; false leaves the request to others. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): boolean
  /** Takes over what was published, here or by another process, since the last time. */
  refresh(): Promise<void>
  /** Refreshes every `milliseconds` without keeping the process alive. The result stops it. */
  watch(milliseconds: number, onError: (error: unknown) => void): () => void
  /** Number of addresses with a file. */
  readonly size: number
}

/** A body in one encoding, with all that is sent before it. */
interface Variant {
  etag: string
  headers: string[]
  body: Buffer
}

interface ServedFile {
  etag: string
  /** By preference of `chosenVariant`: as it is, gzip, Brotli. */
  variants: [Variant, Variant, Variant]
  notModified: [string[], string[], string[]]
}

const CACHE_CONTROL = 'public, max-age=60, stale-if-error=600'
const ALLOW = ['Allow', 'GET, HEAD', 'Content-Length', '0', 'Cache-Control', 'no-store']

/**
 * The public site from memory, for a plain `node:http` server. Everything that is sent is prepared when it is loaded: a
 * request costs a look into a map, and no page waits for the database. No cookie is read or set.
 */
export function createPublishedSite(source: PublishedSource): PublishedSite {
  let files = new Map<string, ServedFile>()
  let pictures = new Map<string, string>()
  const shownPictures = new Map<string, ServedFile>()
  let missing = plainNotFound()
  let refreshing: Promise<void> | null = null

  function handle(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url ?? ''
    const file = files.get(url)
    if (file !== undefined) return answer(request, response, file, 200)
    const query = url.indexOf('?')
    const path = query === -1 ? url : url.slice(0, query)
    const asked = query === -1 ? undefined : files.get(path)
    if (asked !== undefined) return answer(request, response, asked, 200)
    if (!isPublic(path)) return false
    const picture = pictures.get(path)
    if (picture !== undefined) {
      void answerPicture(request, response, path, picture)
      return true
    }
    if (path.endsWith('/')) {
      const bare = path.replace(/\/+$/, '')
      if (files.has(bare)) return redirect(response, bare)
    }
    return answer(request, response, missing, 404)
  }

  /** Pictures are large, and hardly anybody asks for one: they are read when they are wanted, a few are kept. */
  async function answerPicture(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    etag: string,
  ): Promise<void> {
    try {
      let file = shownPictures.get(path)
      if (file?.etag !== etag) {
        const [row] = await source.load([path])
        file = row && prepare(row)
      }
      shownPictures.delete(path)
      if (file === undefined) return void answer(request, response, missing, 404)
      shownPictures.set(path, file)
      if (shownPictures.size > PICTURES_KEPT) shownPictures.delete(shownPictures.keys().next().value!)
      answer(request, response, file, 200)
    } catch {
      // The database does not answer; pages in memory go on.
      response.writeHead(503, ['Retry-After', '5', 'Content-Length', '0', 'Cache-Control', 'no-store'])
      response.end()
    }
  }

  async function refreshNow(): Promise<void> {
    const all = (await source.list()).filter(({ path }) => path !== RENDERED_FOR)
    const listed = all.filter(({ path }) => !isPicture(path))
    pictures = new Map(all.flatMap(({ path, etag }) => (isPicture(path) ? [[path, etag]] : [])))
    const changed = listed.filter(({ path, etag }) => known(path)?.etag !== etag).map(({ path }) => path)
    if (changed.length === 0 && listed.length === knownCount()) return
    const rows = changed.length > 0 ? await source.load(changed) : []
    const prepared = sharedPreparation()
    const fresh = new Map(rows.map((row) => [row.path, prepared(row)]))
    const next = new Map<string, ServedFile>()
    for (const { path } of listed) {
      const file = fresh.get(path) ?? known(path)
      if (file) next.set(path, file)
    }
    missing = next.get(NOT_FOUND_PATH) ?? plainNotFound()
    // Asked for by its own address it is no page either.
    next.delete(NOT_FOUND_PATH)
    files = next
  }

  function known(path: string): ServedFile | undefined {
    return path === NOT_FOUND_PATH ? missing : files.get(path)
  }

  function knownCount(): number {
    return files.size + (missing.etag === '' ? 0 : 1)
  }

  async function refresh(): Promise<void> {
    // A refresh under way may have listed before the caller published: wait for it, then look once more.
    if (refreshing) await refreshing.catch(() => {})
    refreshing ??= refreshNow().finally(() => {
      refreshing = null
    })
    await refreshing
  }

  function watch(milliseconds: number, onError: (error: unknown) => void): () => void {
    const timer = setInterval(() => {
      if (!refreshing) refresh().catch(onError)
    }, milliseconds)
    timer.unref()
    return () => clearInterval(timer)
  }

  return {
    handle,
    refresh,
    watch,
    get size() {
      return files.size + pictures.size
    },
  }
}

function isPublic(path: string): boolean {
  if (path.startsWith('/api/v2/')) return true
  return path.startsWith('/notices') && (path.length === 8 || path[8] === '/' || path[8] === '.')
}

function isPicture(path: string): boolean {
  return path.endsWith('.png')
}

const PICTURES_KEPT = 16

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  file: ServedFile,
  status: 200 | 404,
): boolean {
  const { method } = request
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, ALLOW)
    response.end()
    request.resume()
    return true
  }
  // The raw pairs are at hand; the object of headers would be built for two of them.
  const { rawHeaders } = request
  let accepted = ''
  let matches = ''
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!
    if (name.length === 15 && name.toLowerCase() === 'accept-encoding')
      accepted = joined(accepted, rawHeaders[at + 1]!)
    else if (name.length === 13 && name.toLowerCase() === 'if-none-match')
      matches = joined(matches, rawHeaders[at + 1]!)
  }
  const chosen = chosenVariant(accepted)
  const variant = file.variants[chosen]
  if (matches !== '' && status === 200 && (matches === variant.etag || matchesAny(matches, file))) {
    response.writeHead(304, file.notModified[chosen])
    response.end()
    return true
  }
  response.writeHead(status, variant.headers)
  if (method === 'HEAD') response.end()
  else response.end(variant.body)
  return true
}

function joined(before: string, value: string): string {
  return before === '' ? value : `${before}, ${value}`
}

function redirect(response: ServerResponse, path: string): boolean {
  response.writeHead(308, ['Location', path, 'Content-Length', '0', 'Cache-Control', CACHE_CONTROL])
  response.end()
  return true
}

/** RFC 9110, 13.1.2: weak comparison with each tag of a list. A reader may hold any encoding of the same file. */
function matchesAny(header: string, file: ServedFile): boolean {
  if (header.trim() === '*') return true
  const tags = new Set(header.split(',').map((tag) => tag.trim().replace(/^W\//, '')))
  return file.variants.some(({ etag }) => tags.has(etag))
}

type VariantIndex = 0 | 1 | 2
const IDENTITY = 0
const GZIP = 1
const BROTLI = 2

const choices = new Map<string, VariantIndex>()
/** Browsers send a handful of different headers; whoever sends thousands only makes the cache start anew. */
const CHOICES_KEPT = 200

/** Which encoding an Accept-Encoding header asks for. RFC 9110, 12.5.3; between equals Brotli, then gzip. */
function chosenVariant(header: string): VariantIndex {
  const known = choices.get(header)
  if (known !== undefined) return known
  const choice = negotiate(header)
  if (choices.size >= CHOICES_KEPT) choices.clear()
  choices.set(header, choice)
  return choice
}

function negotiate(header: string): VariantIndex {
  const weights = new Map<string, number>()
  for (const part of header.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
    const q = weight === undefined ? 1 : Number(weight)
    if (coding !== '') weights.set(coding === 'x-gzip' ? 'gzip' : coding, q >= 0 && q <= 1 ? q : 0)
  }
  const others = weights.get('*')
  const brotli = weights.get('br') ?? others ?? 0
  const gzip = weights.get('gzip') ?? others ?? 0
  // Not named, the bytes as they are stay acceptable, after everything that was named.
  const identity = weights.get('identity') ?? others ?? Number.MIN_VALUE
  if (brotli > 0 && brotli >= gzip && brotli >= identity) return BROTLI
  if (gzip > 0 && gzip >= identity) return GZIP
  return IDENTITY
}

/** Prepares rows; those with the same bytes share them. */
function sharedPreparation(): (row: PublishedRow) => ServedFile {
  const prepared = new Map<string, ServedFile>()
  return (row) => {
    const key = `${row.contentType} ${row.language} ${row.etag}`
    const file = prepared.get(key) ?? prepare(row)
    prepared.set(key, file)
    return file
  }
}

function prepare(row: PublishedRow): ServedFile {
  const html = row.contentType.startsWith('text/html')
  const shared = ['Cache-Control', CACHE_CONTROL, 'Vary', 'Accept-Encoding']
  const described = ['Content-Type', row.contentType, 'Content-Language', row.language]
  const guards = ['X-Content-Type-Options', 'nosniff']
  // Programs on other sites may read what is made for programs: it is public, and no cookie is looked at.
  if (row.contentType.includes('json')) guards.push('Access-Control-Allow-Origin', '*')
  if (html)
    guards.push('Content-Security-Policy', contentSecurityPolicy(Buffer.from(row.body).toString('utf8')))
  const tag = (suffix: string) => row.etag.replace(/"$/, `${suffix}"`)
  const variant = (bytes: Uint8Array, suffix: string, coding: string[]): Variant => {
    const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const etag = tag(suffix)
    const length = ['Content-Length', String(body.length)]
    return { etag, body, headers: [...described, ...length, ...coding, 'ETag', etag, ...shared, ...guards] }
  }
  const plain = variant(row.body, '', [])
  // What is compressed already is stored in one form only.
  const variants: ServedFile['variants'] = [
    plain,
    row.gzip.length === 0 ? plain : variant(row.gzip, '-gz', ['Content-Encoding', 'gzip']),
    row.brotli.length === 0 ? plain : variant(row.brotli, '-br', ['Content-Encoding', 'br']),
  ]
  const unchanged = ({ etag }: Variant) => ['ETag', etag, ...shared]
  return {
    etag: row.etag,
    variants,
    notModified: [unchanged(variants[0]), unchanged(variants[1]), unchanged(variants[2])],
  }
}

/**
 * The policy of one public page: nothing may load or run; only the style that stands in the page itself applies. Its
 * hash is taken from the stored bytes, because a page keeps the style it was published with.
 *
 * @param forms whether it may send forms to its own site, which no published page does
 */
export function contentSecurityPolicy(html: string, { forms = false }: { forms?: boolean } = {}): string {
  const hashes = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(
    ([, style = '']) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  )
  return [
    `default-src 'none'`,
    `style-src ${hashes.join(' ') || `'none'`}`,
    'img-src data:',
    `base-uri 'none'`,
    `form-action ${forms ? `'self'` : `'none'`}`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

/** Stands in until the organisation has published anything at all. */
function plainNotFound(): ServedFile {
  const body = Buffer.from('Nothing is published here.\n여기에는 게시된 내용이 없습니다.\n')
  const row = {
    path: NOT_FOUND_PATH,
    contentType: 'text/plain; charset=utf-8',
    language: 'en, ko',
    etag: '""',
  }
  const file = prepare({ ...row, body, gzip: body, brotli: body })
  const plain = file.variants[IDENTITY]
  return { ...file, etag: '', variants: [plain, plain, plain] }
}
