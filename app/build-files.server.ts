import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** By preference; the build puts the compressed forms beside each file. */
const CODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const

interface BuildFile {
  file: string
  type: string
  etag: string
  codings: (typeof CODINGS)[number][]
}

export interface BuildFiles {
  /** Sends the file of this path and says so; false leaves the request to others. Only for GET and HEAD. */
  handle: (request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<boolean>
}

/**
 * The files that the build made for browsers. They are listed once, so no path of a request ever reaches the disk; a
 * file that vanished since then (a new build in the same folder) is a 404 and nothing worse.
 */
export function createBuildFiles(folder: string): BuildFiles {
  const files = listFiles(folder)
  return {
    handle: async (request, response, pathname) => {
      const found = files.get(pathname)
      if (found === undefined) return false
      await send(request, response, pathname, found)
      return true
    },
  }
}

function listFiles(folder: string): Map<string, BuildFile> {
  const files = new Map<string, BuildFile>()
  if (!existsSync(folder)) return files
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    const type = TYPES[path.extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const { size, mtimeMs } = statSync(file)
    files.set(`/${path.relative(folder, file).split(path.sep).join('/')}`, {
      file,
      type,
      etag: `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`,
      codings: CODINGS.filter(({ suffix }) => existsSync(file + suffix)),
    })
  }
  return files
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
  { file, type, etag, codings }: BuildFile,
): Promise<void> {
  response.setHeader('Content-Type', type)
  response.setHeader('ETag', etag)
  response.setHeader('Vary', 'Accept-Encoding')
  response.setHeader(
    'Cache-Control',
    // Names under /assets carry a hash of their content, so they never change.
    pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
  )
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end()
    return
  }
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const coding = codings.find(({ name }) =>
    new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(\\.0*)?\\b)`).test(accepted),
  )
  if (coding) response.setHeader('Content-Encoding', coding.name)
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  try {
    await pipeline(createReadStream(coding ? file + coding.suffix : file), response)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (response.headersSent || code === 'ERR_STREAM_PREMATURE_CLOSE') return
    for (const name of response.getHeaderNames()) response.removeHeader(name)
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
    response.end('There is no such file.\n')
  }
}
