import { pathIn, type PublicFile, type PublicOrganisation } from './notice-files.ts'
import type { PublicSite } from './site.ts'

/** A page that search engines should know, by its address without a language. */
export interface SitemapPage {
  base: string
  languages: PublicOrganisation['languages']
  /** Epoch milliseconds of the last change that readers would notice; null where that is not known. */
  changedAt: number | null
}

/** `/robots.txt` and `/sitemap.xml`: the notices in each language, never the kept copies of earlier revisions. */
export function renderSitemap(
  { origin }: PublicSite,
  organisation: PublicOrganisation,
  pages: readonly SitemapPage[],
): PublicFile[] {
  const language = organisation.defaultLanguage
  const urls = pages.flatMap(({ base, languages, changedAt }) =>
    languages.map((own) => {
      const others = languages.map(
        (other) =>
          `<xhtml:link rel="alternate" hreflang="${other}" href="${escapeXml(origin + pathIn(base, other, organisation))}"/>`,
      )
      const changed = changedAt === null ? '' : `<lastmod>${new Date(changedAt).toISOString()}</lastmod>`
      const address = escapeXml(origin + pathIn(base, own, organisation))
      return `<url><loc>${address}</loc>${changed}${others.join('')}</url>\n`
    }),
  )
  const sitemap =
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n` +
    `${urls.join('')}</urlset>\n`
  // Everything but the public site needs an account; robots would only meet the sign-in page there.
  const robots = [
    'User-agent: *',
    'Allow: /notices',
    'Allow: /api/v2/',
    'Allow: /sitemap.xml',
    'Disallow: /',
    '',
    `Sitemap: ${origin}/sitemap.xml`,
    '',
  ].join('\n')
  return [
    { path: '/sitemap.xml', contentType: 'application/xml; charset=utf-8', language, body: sitemap },
    { path: '/robots.txt', contentType: 'text/plain; charset=utf-8', language, body: robots },
  ]
}

function escapeXml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[sign]!,
  )
}
