import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** The bytes of one public file in every form in which they are sent. `etag` is quoted as it stands in the header. */
export interface PackedBody {
  body: Uint8Array
  gzip: Uint8Array
  brotli: Uint8Array
  etag: string
}

/** Above this size the slowest setting takes seconds and gains little. */
const BEST_UP_TO_BYTES = 256 * 1024

/** Compresses a text once, when it is published, so that no reader waits for it. */
export function packBody(text: string): PackedBody {
  const body = Buffer.from(text, 'utf8')
  const best = body.length <= BEST_UP_TO_BYTES
  return {
    body,
    gzip: gzipSync(body, { level: best ? 9 : 6 }),
    brotli: brotliCompressSync(body, {
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_QUALITY]: best ? 11 : 5,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
    etag: etagOf(body),
  }
}

/** The strong entity tag of these bytes, quoted: the first 132 bits of their SHA-256. */
export function etagOf(body: Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
}
