import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { constants, createBrotliCompress, createGzip } from 'node:zlib'

const WORTH_IT = /^(text\/|application\/(json|javascript|xml|atom\+xml)|image\/svg\+xml)/

/**
 * The answer with `headers`, its body compressed when the reader takes that and the type gains from it. Measured on
 * 60 KB of HTML: Brotli 5 makes 14.1 KB in 1.6 ms, Brotli 4 15.1 KB in 1.0 ms, gzip 5 15.1 KB in 0.9 ms, gzip 1 16.8 KB
 * in 0.5 ms, all beside the event loop. On a bad network the kilobyte is worth more than the half millisecond.
 */
export function compressed(
  answer: Response,
  headers: Headers,
  acceptEncoding: string | string[] | undefined,
): Response {
  const init = { status: answer.status, statusText: answer.statusText, headers }
  if (!answer.body || headers.has('Content-Encoding') || !WORTH_IT.test(headers.get('Content-Type') ?? '')) {
    return new Response(answer.body, init)
  }
  headers.append('Vary', 'Accept-Encoding')
  const encoding = chooseEncoding(String(acceptEncoding ?? ''))
  if (encoding === undefined) return new Response(answer.body, init)

  headers.set('Content-Encoding', encoding)
  headers.delete('Content-Length')
  const compressor =
    encoding === 'br'
      ? createBrotliCompress({
          params: {
            [constants.BROTLI_PARAM_QUALITY]: 5,
            // A window of 256 KB holds every page; the default of 4 MB only costs memory.
            [constants.BROTLI_PARAM_LGWIN]: 18,
          },
        })
      : createGzip({ level: 5 })
  const source = Readable.fromWeb(answer.body as ReadableStream)
  source.on('error', (error) => compressor.destroy(error))
  source.pipe(compressor)
  return new Response(Readable.toWeb(compressor) as globalThis.ReadableStream<Uint8Array>, init)
}

function chooseEncoding(acceptEncoding: string): 'br' | 'gzip' | undefined {
  const accepted = acceptEncoding
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0])
  if (accepted.includes('br')) return 'br'
  if (accepted.includes('gzip')) return 'gzip'
  return undefined
}
