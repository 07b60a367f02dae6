import type { NoticeLanguage } from '#app/domain/language.ts'
import type { PublicNotice, PublicRevision } from './notice-files.ts'

/** Where the public site lives, and what it can offer there. */
export interface PublicSite {
  /** Scheme and host without a slash at the end: feeds, previews and the sitemap need whole addresses. */
  origin: string
  /** Whether people can subscribe by mail. */
  mail: boolean
}

/** A revision together with the id under which feeds know it, whatever happens to the address of the site. */
export interface SiteRevision extends PublicRevision {
  /** UUID of the revision. */
  id: string
}

/** A published notice for everything that tells of several: feeds, status files, sitemap. */
export interface SiteNotice extends PublicNotice {
  /** UUID of the notice. */
  id: string
  revisions: SiteRevision[]
}

/** What was published when, without corrected typing mistakes: each step carries the words that it has today. */
export interface Step {
  /** The revision that was news. */
  revision: SiteRevision
  /** The same with later typing mistakes corrected. */
  shown: SiteRevision
}

/** The steps of a notice, oldest first. A typo belongs to the step that it corrects and is none itself. */
export function stepsOf(notice: Pick<SiteNotice, 'revisions'>): Step[] {
  const steps: Step[] = []
  for (const revision of notice.revisions) {
    const last = steps.at(-1)
    if (revision.kind === 'typo' && last) last.shown = revision
    else steps.push({ revision, shown: revision })
  }
  return steps
}

/** When a revision was published. @throws RangeError for a draft, which has no place on the site. */
export function publishedAt(revision: SiteRevision): Date {
  if (revision.publishedAt === null) throw new RangeError(`revision ${revision.id} is a draft`)
  return new Date(revision.publishedAt)
}

export const FEED_FORMS = ['atom', 'rss', 'json'] as const
export type FeedForm = (typeof FEED_FORMS)[number]

/** Address of a feed; the default language has the short one as well. */
export function feedPath(form: FeedForm, language: NoticeLanguage | null): string {
  return language === null ? `/notices/feed.${form}` : `/notices/feed.${language}.${form}`
}

/** Where people ask for notices by mail: always the server itself, also on a page that was exported to another host. */
export function subscribeUrl({ origin }: PublicSite, language: NoticeLanguage): string {
  return `${origin}/subscribe?language=${language}`
}
