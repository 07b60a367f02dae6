import type { NoticeLanguage } from '#app/domain/language.ts'
import { languageOf } from '#app/language.server.ts'
import { findOrganisation, type Organisation } from '#app/models/organisation.server.ts'
import { contentSecurityPolicy } from '#app/publishing/serve.server.ts'
import { subscribeHtml, type SubscribeStep } from '#app/publishing/subscribe-page.tsx'

/** Who speaks on the pages about subscribing. @throws a 404 before the first start was finished. */
export async function requireOrganisation(): Promise<Organisation> {
  const organisation = await findOrganisation()
  if (organisation === null) throw new Response(null, { status: 404 })
  return organisation
}

/** The language of a page about subscribing: what the address asks for, else the reader's, else the organisation's. */
export function askedLanguage(
  request: Request,
  { languages, defaultLanguage }: Organisation,
): NoticeLanguage {
  const asked = new URL(request.url).searchParams.get('language')
  return (
    languages.find((language) => language === asked) ??
    languages.find((language) => language === languageOf(request)) ??
    defaultLanguage
  )
}

/** A page about subscribing as an answer: for one reader only, without script. */
export function subscribeAnswer(
  organisation: Organisation,
  language: NoticeLanguage,
  step: SubscribeStep,
  status = 200,
): Response {
  const html = subscribeHtml(organisation, language, step)
  return new Response(html, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': language,
      'Content-Security-Policy': contentSecurityPolicy(html, { forms: true }),
      // The address of such a page may hold a token, which other sites must not read. "no-referrer" would hide from this
      // site as well that the form is its own: a browser then sends `Origin: null`, and the form is refused.
      'Referrer-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    },
  })
}
