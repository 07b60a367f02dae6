import type { LoaderFunctionArgs } from '@remix-run/node'
import { findPicture } from '#app/models/document-picture.server.ts'
import { requireUser } from '#app/session.server.ts'

/** One picture of a postmortem. Its bytes never change under its address, and are for those who are signed in. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireUser(request)
  const picture = await findPicture({ reference: params.reference!, id: params.id! })
  if (picture === undefined) throw new Response(null, { status: 404 })
  const etag = `"${picture.digest}"`
  const headers = {
    'Content-Type': picture.mediaType,
    'Content-Disposition': `inline; filename*=UTF-8''${encodeURIComponent(picture.name || picture.id)}`,
    'X-Content-Type-Options': 'nosniff',
    // Nothing in it may run or load, whatever it turns out to be.
    'Content-Security-Policy': `default-src 'none'; sandbox`,
    'Cache-Control': 'private, max-age=31536000, immutable',
    ETag: etag,
  }
  if (request.headers.get('If-None-Match') === etag) return new Response(null, { status: 304, headers })
  return new Response(Uint8Array.from(picture.body), { headers })
}
