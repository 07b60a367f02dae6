import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createRequest, sendResponse } from '@remix-run/node-fetch-server'
import { createRequestHandler } from '@remix-run/node'
import { createBuildFiles } from '#app/build-files.server.ts'
import { compressed } from '#app/compression.server.ts'
import { withDatabaseFailures } from '#app/database-failure.server.ts'
import type { Environment } from '#app/env.server.ts'
import { LARGEST_PICTURE_BYTES } from '#app/domain/picture-file.ts'
import { languageOf } from '#app/language.server.ts'
import { log, loggablePath } from '#app/logging.server.ts'
import { frameMessages } from '#app/messages/frame.ts'
import { REFUSAL_POLICY, tooLargePage } from '#app/refusal-page.server.ts'
import type { AnsweredBy, Metrics } from '#app/metrics.server.ts'
import type { LiveDrafts } from '#app/live-drafts.server.ts'
import { limitWaitingConnections } from '#app/waiting-connections.server.ts'

/** What every loader and action gets as `context`. */
declare module '@remix-run/server-runtime' {
  interface AppLoadContext {
    /** Nonce of this answer's inline scripts; undefined under the development server, which sends no policy. */
    nonce?: string
    /** Address of the person's machine, for rate limits; not shown or stored elsewhere. */
    clientAddress?: string
    /** Stands in every log line about the request and in the `X-Request-Id` header. */
    requestId?: string
  }
}

export interface ServerOptions extends Pick<Environment, 'host' | 'port' | 'publicUrl'> {
  /** Published pages; asked first. True when it has answered. */
  published?: { handle: (request: IncomingMessage, response: ServerResponse) => boolean }
  /** Rejects while the database does not answer; asked by `/healthz`. */
  checkDatabase: () => Promise<unknown>
  /** What `/metrics` tells; without it that address answers 404. */
  metrics?: Metrics
  /** Drafts that several people write; loaded when the first of them comes. */
  liveDrafts?: () => Promise<LiveDrafts>
  /** Runs after the last request, before `stop` resolves. */
  close: () => Promise<void>
}

export interface RunningServer {
  /** Address on this machine, with the real port. */
  url: string
  /** Stops accepting, lets running requests finish for at most ten seconds, then closes the rest. */
  stop: () => Promise<void>
}

/** A server that cannot listen. The message is for the person at the terminal. */
class ListenError extends Error {}

const BODY_LIMIT_BYTES = 1024 * 1024
/** A picture, and what the form around it takes. */
const PICTURE_LIMIT_BYTES = LARGEST_PICTURE_BYTES + 64 * 1024
const PICTURES = /^\/incidents\/[^/?]+\/postmortem\/pictures(?:\?|$)/
/**
 * A long text in a form: each letter of Hangul is nine bytes there. More than may be kept, so that a paste of megabytes
 * comes back in its field with the limit beside it.
 */
const TEXT_LIMIT_BYTES = 8 * 1024 * 1024
const TEXTS =
  /^\/(?:incidents\/[^/?]+\/postmortem(?:\/(?:edit|import))?|settings\/templates\/[^/?]+)(?:\.data)?(?:\?|$)/
const GRACE_MILLISECONDS = 10_000
/** Far more than a crowd that comes at once needs, far less than the files that a process may open. */
const MOST_WAITING = 2_000
const HEALTH_MILLISECONDS = 2_000
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Starts the one process: published pages first, then `/healthz`, then the files of the build, then Remix, which is
 * loaded at the first request for it: a process that only serves published pages stays small.
 *
 * @throws ListenError when the port is taken or may not be used.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const application = createApplication(options)
  const published = options.published
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      // How often the two above are looked at: by default only every half minute.
      connectionsCheckingInterval: 5_000,
      // Longer than the usual idle time of proxies, or they reuse a connection in the moment it closes.
      keepAliveTimeout: 65_000,
      // All else that somebody would like to switch to is answered as if they had not said so.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    (request, response) => {
      const started = performance.now()
      if (published?.handle(request, response)) {
        options.metrics?.observe('published', response.statusCode, (performance.now() - started) / 1000)
        return
      }
      void application(request, response)
    },
  )
  const forget = limitWaitingConnections(server, MOST_WAITING)
  const drafts = liveDraftsOf(options)
  server.on('upgrade', (request, socket, head) => {
    forget(request)
    void drafts.upgrade(request, socket, head)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return
    const status =
      error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  })
  await listen(server, options)

  const { port } = server.address() as AddressInfo
  const name = options.host.includes(':') ? `[${options.host}]` : options.host
  return { url: `http://${name}:${port}`, stop: () => stop(server, drafts.stop, options.close) }
}

function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ListenError(whyNotListening(error, host, port)))
    })
    server.listen(port, host, () => resolve())
  })
}

function whyNotListening(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use. Stop the other program, or choose another port: PORT=${port + 1}`
    case 'EACCES':
      return `Port ${port} may not be opened by this user. Ports from 1024 on may: PORT=3000`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine. HOST=127.0.0.1 serves this machine only, HOST=0.0.0.0 all.`
    default:
      return `The server cannot listen on ${host}:${port}: ${error.message}`
  }
}

/** The drafts, loaded by the first who wants to write in one. */
function liveDraftsOf({ liveDrafts }: ServerOptions): Pick<LiveDrafts, 'upgrade' | 'stop'> {
  let loaded: Promise<LiveDrafts> | undefined
  return {
    async upgrade(request, socket, head) {
      socket.on('error', () => {})
      if (liveDrafts === undefined) {
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return
      }
      try {
        loaded ??= liveDrafts()
        await (await loaded).upgrade(request, socket, head)
      } catch (error) {
        log().error({ err: error }, 'a connection to a draft failed')
        socket.destroy()
      }
    },
    async stop() {
      await (await loaded)?.stop()
    },
  }
}

async function stop(
  server: Server,
  endDrafts: () => Promise<void>,
  close: () => Promise<void>,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // A connection that was busy when closing began stays open as idle afterwards; nobody else would close it.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const deadline = setTimeout(() => server.closeAllConnections(), GRACE_MILLISECONDS)
  await endDrafts()
  await closed
  clearInterval(sweep)
  clearTimeout(deadline)
  await close()
}

type RemixHandler = ReturnType<typeof createRequestHandler>

let remix: Promise<RemixHandler> | undefined

function loadRemix(): Promise<RemixHandler> {
  remix ??= import('virtual:remix/server-build').then((build) =>
    createRequestHandler(withDatabaseFailures(build), 'production'),
  )
  return remix
}

function createApplication(options: ServerOptions) {
  const publicOrigin = options.publicUrl
  const secure = publicOrigin?.startsWith('https:') ?? false
  const files = createBuildFiles(fileURLToPath(new URL('../../client', import.meta.url)))

  return async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now()
    const requestId = randomUUID()
    const target = request.url ?? '/'
    const path = loggablePath(target)
    response.setHeader('X-Request-Id', requestId)
    response.setHeader('X-Content-Type-Options', 'nosniff')
    response.setHeader('Referrer-Policy', 'same-origin')
    if (secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000')
    response.once('close', () => {
      const level = answeredBy(path) === 'application' ? 'info' : 'debug'
      const ms = Math.round((performance.now() - started) * 10) / 10
      const entry = { requestId, method: request.method, path, status: response.statusCode, ms }
      options.metrics?.observe(answeredBy(path), response.statusCode, ms / 1000)
      log()[level](response.writableFinished ? entry : { ...entry, aborted: true }, 'request')
    })

    try {
      const refusal = refuse(request, target, publicOrigin)
      if (refusal) return refuseWith(request, response, refusal)
      if (path === '/healthz') return await answerHealth(response, options.checkDatabase)
      if (path === '/metrics') return await answerMetrics(request, response, options.metrics)
      if (request.method === 'GET' || request.method === 'HEAD') {
        if (await files.handle(request, response, path)) return
        if (path.startsWith('/assets/')) return plain(response, 404, 'There is no such file.')
      }
      await answerByRemix(request, response, { requestId, publicOrigin })
    } catch (error) {
      log().error({ requestId, err: error }, 'a request failed outside of the application')
      if (response.headersSent) response.destroy()
      else plain(response, 500, `Something failed on the server. Request ${requestId}.`)
    }
  }
}

function answeredBy(path: string): AnsweredBy {
  if (path === '/healthz' || path === '/metrics') return 'probe'
  return path.startsWith('/assets/') ? 'asset' : 'application'
}

interface Refusal {
  status: number
  message: string
  headers?: Record<string, string>
  /** The same as a page, for browsers. */
  page?: string
}

function refuse(request: IncomingMessage, target: string, publicOrigin: string | null): Refusal | undefined {
  const { method = 'GET', headers } = request
  if (!METHODS.has(method)) {
    return {
      status: 405,
      message: 'This method is not used here.',
      headers: { Allow: [...METHODS].join(', ') },
    }
  }
  if (!isReadable(target) || (headers.host !== undefined && !URL.canParse(`http://${headers.host}/`))) {
    return { status: 400, message: 'This address cannot be read. Check it for a stray % or a line break.' }
  }
  if (method === 'GET' || method === 'HEAD') return undefined
  if (isForeign(headers, publicOrigin)) {
    return { status: 403, message: 'This form was sent from another site, so nothing was changed.' }
  }
  if (Number(headers['content-length'] ?? 0) > bodyLimit(request)) return tooLarge(request)
  return undefined
}

function tooLarge(request: IncomingMessage): Refusal {
  const { cookie = '', 'accept-language': languages = '' } = request.headers
  const language = languageOf(
    new Request('http://localhost', { headers: { cookie, 'accept-language': languages } }),
  )
  const kibibytes = Math.floor(bodyLimit(request) / 1024)
  const message = frameMessages[language].tooLarge(kibibytes)
  // Only who asks for a page by name gets one: programs and the application's own script read the line.
  const isBrowser = /\btext\/html\b/.test(request.headers.accept ?? '')
  return { status: 413, message, ...(isBrowser ? { page: tooLargePage(kibibytes, language) } : {}) }
}

/** Bytes that a body may have: most are what a person has typed. */
function bodyLimit({ url = '' }: IncomingMessage): number {
  if (PICTURES.test(url)) return PICTURE_LIMIT_BYTES
  return TEXTS.test(url) ? TEXT_LIMIT_BYTES : BODY_LIMIT_BYTES
}

function isReadable(target: string): boolean {
  if (!target.startsWith('/')) return false
  try {
    return !decodeURIComponent(target.replace(/[?#].*$/s, '')).includes('\0')
  } catch {
    return false
  }
}

/** Whether a page of another site made the browser send this. Programs that are no browsers send neither header. */
function isForeign(headers: IncomingMessage['headers'], publicOrigin: string | null): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const { origin } = headers
  if (origin === undefined) return false
  if (origin === publicOrigin) return false
  return URL.parse(origin)?.host !== headers.host
}

function refuseWith(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  // The body is not read, so the connection cannot carry another request.
  response.setHeader('Connection', 'close')
  for (const [name, value] of Object.entries(refusal.headers ?? {})) response.setHeader(name, value)
  if (refusal.page === undefined) plain(response, refusal.status, refusal.message)
  else {
    response.writeHead(refusal.status, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': REFUSAL_POLICY,
    })
    response.end(refusal.page)
  }
  request.resume()
}

function plain(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(`${message}\n`)
}

async function answerHealth(response: ServerResponse, checkDatabase: () => Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('no answer in time')), HEALTH_MILLISECONDS)
  const healthy = await Promise.race([checkDatabase(), late.promise]).then(
    () => true,
    (error: unknown) => {
      log().error({ err: error }, 'the database does not answer')
      return false
    },
  )
  clearTimeout(timer)
  response.writeHead(healthy ? 200 : 503, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(healthy ? { status: 'ok' } : { status: 'unavailable', reason: 'database' }))
}

async function answerMetrics(
  { headers }: IncomingMessage,
  response: ServerResponse,
  metrics: Metrics | undefined,
): Promise<void> {
  if (metrics === undefined) return plain(response, 404, 'Set METRICS_TOKEN to read figures here.')
  if (!metrics.admits(headers.authorization)) {
    response.setHeader('WWW-Authenticate', 'Bearer')
    return plain(response, 401, 'Send METRICS_TOKEN as a bearer token.')
  }
  const figures = await metrics.read()
  response.writeHead(200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' })
  response.end(figures)
}

async function answerByRemix(
  request: IncomingMessage,
  response: ServerResponse,
  { requestId, publicOrigin }: { requestId: string; publicOrigin: string | null },
): Promise<void> {
  const body = await readBody(request)
  if (body === 'too large') return refuseWith(request, response, tooLarge(request))
  const nonce = randomBytes(16).toString('base64')
  const handle = await loadRemix()
  const answer = await handle(toFetchRequest(request, response, body, publicOrigin), {
    nonce,
    clientAddress: clientAddress(request, publicOrigin),
    requestId,
  })
  const headers = new Headers(answer.headers)
  // A preview of a public page brings the policy of that page.
  if (!headers.has('Content-Security-Policy'))
    headers.set('Content-Security-Policy', contentSecurityPolicy(nonce, request, publicOrigin))
  headers.set('Cross-Origin-Opener-Policy', 'same-origin')
  if (answer.status === 503) headers.set('Retry-After', '5')
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
  await sendResponse(response, compressed(answer, headers, request.headers['accept-encoding']))
}

/** The whole body, undefined where a request has none. Counted while it is read: a chunked one announces no length. */
async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer> | 'too large' | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  const chunks: Buffer[] = []
  const limit = bodyLimit(request)
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) return 'too large'
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function toFetchRequest(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer<ArrayBuffer> | undefined,
  publicOrigin: string | null,
): Request {
  // Only PUBLIC_URL says how people reach the server. A header that anybody can send does not.
  delete request.headers['x-forwarded-host']
  const address = publicOrigin === null ? undefined : new URL(publicOrigin)
  if (address) request.headers.host = address.host
  if (body === undefined) {
    return createRequest(request, response, { protocol: address?.protocol, host: address?.host })
  }
  const host = request.headers.host ?? 'localhost'
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return new Request(`${address?.protocol ?? 'http:'}//${host}${request.url}`, {
    method: request.method,
    headers,
    body: body.length === 0 ? undefined : body,
  })
}

/**
 * Behind a proxy on this machine (which is what a loopback peer together with PUBLIC_URL means) the last entry of
 * `X-Forwarded-For` is the one that the proxy itself wrote. In all other cases the peer is the client.
 */
function clientAddress(request: IncomingMessage, publicOrigin: string | null): string {
  const peer = request.socket.remoteAddress ?? ''
  if (publicOrigin === null || !/^(::ffff:)?127\.|^::1$/.test(peer)) return peer
  const forwarded = request.headers['x-forwarded-for']
  const last = String(forwarded ?? '')
    .split(',')
    .at(-1)
    ?.trim()
  return last || peer
}

function contentSecurityPolicy(
  nonce: string,
  { headers }: IncomingMessage,
  publicOrigin: string | null,
): string {
  // Browsers from before 2023 do not take the same host for the same origin when the protocol is a WebSocket's.
  const origin = URL.parse(publicOrigin ?? `http://${headers.host ?? ''}`)?.origin
  const socket = origin === undefined ? '' : ` ${origin.replace(/^http/, 'ws')}`
  return [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self'`,
    // Recharts and the time bars place their parts by style attributes in the first HTML. Attributes cannot load or
    // run anything; style elements stay forbidden.
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'${socket}`,
    `manifest-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}
