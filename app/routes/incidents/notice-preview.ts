import type { LoaderFunctionArgs } from '@remix-run/node'
import { clockNow } from '#app/clock.server.ts'
import { findNoticeSlug } from '#app/models/notice.server.ts'
import { previewNotice } from '#app/models/notice-publication.server.ts'
import { contentSecurityPolicy } from '#app/publishing/serve.server.ts'
import { requireRole } from '#app/session.server.ts'
import { found } from '#app/submission.server.ts'

/** `GET …/notices/preview/ko`, `…/ko.md`, and `…/ko.atom`, `…/ko.rss`, `…/ko.json`: byte for byte what publishing would put online now. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireRole(request, 'responder')
  const slug = (await findNoticeSlug(params.reference!)) ?? params.reference!
  const { files, feedEntries } = await found(previewNotice({ slug, now: clockNow() }))
  const wanted = feedEntries.find(({ language, form }) => params.language === `${language}.${form}`)
  if (wanted !== undefined) {
    // A part of a feed is no feed: it is shown as the text that it is.
    const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Language': wanted.language }
    return new Response(wanted.entry, { headers })
  }
  const file = files.find((candidate) => candidate.path === `/notices/${slug}.${params.language}`)
  if (file === undefined) throw new Response(null, { status: 404 })
  const headers = new Headers({ 'Content-Type': file.contentType, 'Content-Language': file.language })
  if (file.contentType.startsWith('text/html')) {
    headers.set('Content-Security-Policy', contentSecurityPolicy(file.body))
  }
  return new Response(file.body, { headers })
}
