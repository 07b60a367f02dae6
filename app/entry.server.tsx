import { Transform } from 'node:stream'
import {
  createReadableStreamFromReadable,
  type AppLoadContext,
  type EntryContext,
  type HandleErrorFunction,
} from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { renderToPipeableStream } from 'react-dom/server'
import { AsleepContext, isForReading } from '#app/asleep.ts'
import { languageOf } from '#app/language.server.ts'
import { log, loggablePath } from '#app/logging.server.ts'
import { NonceContext } from '#app/nonce.ts'
import { RequestLanguageContext } from '#app/request-language.ts'

/** Milliseconds that a loader may keep a stream open (single fetch reads this export). */
export const streamTimeout = 8_000

/** Milliseconds after which an unfinished page is given up, a little later than its data. */
const RENDER_TIMEOUT = streamTimeout + 1_000

/** Renders the whole page before the first byte: charts stand in the HTML, and a failure can still be a 500. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { nonce }: AppLoadContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let statusNow = status
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <AsleepContext.Provider value={status === 200 && isRead(request, remixContext)}>
          <RequestLanguageContext.Provider value={languageOf(request)}>
            <RemixServer context={remixContext} url={request.url} nonce={nonce} />
          </RequestLanguageContext.Provider>
        </AsleepContext.Provider>
      </NonceContext.Provider>,
      {
        nonce,
        onAllReady() {
          clearTimeout(timer)
          const body = withoutPadding()
          headers.set('Content-Type', 'text/html; charset=utf-8')
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status: statusNow }))
          pipe(body)
        },
        onShellError(error) {
          clearTimeout(timer)
          reject(error instanceof Error ? error : new Error('The page failed to render.', { cause: error }))
        },
        onError(error) {
          statusNow = 500
          log().error(
            { path: loggablePath(new URL(request.url).pathname), err: error },
            'a page failed to render',
          )
        },
      },
    )
    const timer = setTimeout(abort, RENDER_TIMEOUT, new Error('The page took too long to render.'))
  })
}

/** Whether somebody only looks at a page that is for reading; the answer to a form has to lead to what it says. */
function isRead({ method }: Request, { staticHandlerContext, routeModules }: EntryContext): boolean {
  const page = staticHandlerContext.matches.at(-1)?.route.id
  return method === 'GET' && page !== undefined && isForReading(routeModules[page]?.handle)
}

/**
 * React 18 fills buffers of a fixed size, and where a letter of several bytes does not fit at the end of one, sends the
 * rest of it as zeros, in the middle of Korean words. A page has no NUL of its own, so they are all taken out.
 */
function withoutPadding(): Transform {
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk)
    },
  })
}

/** Remix calls this for every defect in a loader, an action or a render; refusals are thrown Responses and pass by. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted) return
  log().error(
    { requestId: context.requestId, path: loggablePath(new URL(request.url).pathname), err: error },
    'a request failed',
  )
}
