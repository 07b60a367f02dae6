import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** The bytes of one public file in every form in which they are sent. `etag` is quoted as it stands in the header. */
export interface PackedBody {
  body: Uint8Array
  /** Empty where the body is sent only as it is. */
  gzip: Uint8Array
  brotli: Uint8Array
  etag: string
}

/** Above this size the slowest setting takes seconds and gains little. */
const BEST_UP_TO_BYTES = 256 * 1024

const inGzip = promisify<Buffer, { level: number }, Buffer>(gzip)
const inBrotli = promisify<Buffer, { params: Record<number, number> }, Buffer>(brotliCompress)

/**
 * Compresses a text once, when it is published, so that no reader waits for it; and beside the event loop, so that
 * readers of other pages do not wait either. Bytes (pictures) are compressed already and get no other form.
 */
export async function packBody(content: string | Uint8Array): Promise<PackedBody> {
  if (typeof content !== 'string') {
    const none = new Uint8Array()
    return { body: content, gzip: none, brotli: none, etag: etagOf(content) }
  }
  const body = Buffer.from(content, 'utf8')
  const best = body.length <= BEST_UP_TO_BYTES
  const [asGzip, asBrotli] = await Promise.all([
    inGzip(body, { level: best ? 9 : 6 }),
    inBrotli(body, {
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_QUALITY]: best ? 11 : 5,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
  ])
  return { body, gzip: asGzip, brotli: asBrotli, etag: etagOf(body) }
}

/** The strong entity tag of these bytes, quoted: the first 132 bits of their SHA-256. */
export function etagOf(body: Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
}
