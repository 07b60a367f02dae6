import { renderFeeds, FEED_ENTRIES } from './feeds.ts'
import { statusOf, type PublicFile, type PublicOrganisation } from './notice-files.ts'
import { renderSiteIndex, type ListedNotice } from './site-index.ts'
import type { PublicSite, SiteNotice } from './site.ts'
import { renderSitemap } from './sitemap.ts'
import { LISTED_INCIDENTS, renderStatusFiles } from './status-api.ts'

/** A notice in the list of all, with when it was last published. */
export interface DatedNotice extends ListedNotice {
  id: string
  /** Epoch milliseconds. */
  publishedAt: number
}

/**
 * Which notices the feeds and status files tell of, by id: those that were published last, and all that are not over.
 * Only of these every revision is needed, so publishing does not read the whole history.
 */
export function recentlyChanged(notices: readonly DatedNotice[]): string[] {
  const newest = notices.toSorted((a, b) => b.publishedAt - a.publishedAt)
  const recent = newest.slice(0, Math.max(FEED_ENTRIES, LISTED_INCIDENTS))
  const open = newest.filter(({ revision }) => statusOf(revision) === 'ongoing')
  return [...new Set([...recent, ...open].map(({ id }) => id))]
}

/** Everything that tells of several notices. `recent` are those of `recentlyChanged`. */
export function renderSiteFiles(
  site: PublicSite,
  organisation: PublicOrganisation,
  notices: readonly DatedNotice[],
  recent: readonly SiteNotice[],
): PublicFile[] {
  const index = renderSiteIndex(site, organisation, notices)
  const changedAt = notices.length === 0 ? null : Math.max(...notices.map((notice) => notice.publishedAt))
  const pages = notices
    .filter(({ revision }) => statusOf(revision) !== 'withdrawn')
    .map(({ slug, revision, publishedAt }) => ({
      base: `/notices/${slug}`,
      languages: organisation.languages.filter((language) => revision.texts[language]),
      changedAt: publishedAt,
    }))
    .sort((a, b) => (a.base < b.base ? 1 : -1))
  return [
    ...index,
    ...renderFeeds(site, organisation, recent),
    ...renderStatusFiles(site, organisation, recent),
    ...renderSitemap(site, organisation, [
      { base: '/notices', languages: organisation.languages, changedAt },
      ...pages,
    ]),
  ]
}
