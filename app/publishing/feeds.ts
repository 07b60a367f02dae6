import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { siteMessages } from '#app/messages/site.ts'
import { bodyHtml, plainOpening } from './markdown.ts'
import { nameOf, pathIn, statusOf, type PublicFile, type PublicOrganisation } from './notice-files.ts'
import {
  FEED_FORMS,
  feedPath,
  publishedAt,
  stepsOf,
  type FeedForm,
  type PublicSite,
  type SiteNotice,
  type Step,
} from './site.ts'

const CONTENT_TYPES: Record<FeedForm, string> = {
  atom: 'application/atom+xml; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
}

/** Older entries leave the feed; their notices stay in the list. */
export const FEED_ENTRIES = 50

interface Entry {
  id: string
  url: string
  title: string
  summary: string
  html: string
  published: Date
  tags: string[]
}

/**
 * The feeds in each language: one entry per step of a notice, so a correction and a withdrawal are entries of their own
 * and a corrected typing mistake is none. Ids are those of the revisions and survive a move of the site.
 */
export function renderFeeds(
  site: PublicSite,
  organisation: PublicOrganisation,
  notices: readonly SiteNotice[],
): PublicFile[] {
  return organisation.languages.flatMap((language) => {
    const entries = notices
      .flatMap((notice) => entriesOf(site, organisation, notice, language))
      .sort((a, b) => b.published.getTime() - a.published.getTime() || (a.id < b.id ? 1 : -1))
      .slice(0, FEED_ENTRIES)
    return FEED_FORMS.flatMap((form) => {
      const body = WRITERS[form](channelOf(site, organisation, language, form), entries)
      const file = { contentType: CONTENT_TYPES[form], language, body }
      const files = [{ path: feedPath(form, language), ...file }]
      if (language === organisation.defaultLanguage) files.push({ path: feedPath(form, null), ...file })
      return files
    })
  })
}

/**
 * What the feeds will say of the newest revision of a notice, in each language and form: the entry as it will stand in the
 * feed, byte for byte. Nothing for a corrected typing mistake, which is no news.
 */
export function newestFeedEntries(
  site: PublicSite,
  organisation: PublicOrganisation,
  notice: SiteNotice,
): { language: NoticeLanguage; form: FeedForm; entry: string }[] {
  const newest = notice.revisions.at(-1)
  if (newest === undefined || newest.kind === 'typo') return []
  return organisation.languages.flatMap((language) => {
    const entries = entriesOf(site, organisation, notice, language)
    const own = entries.filter(({ id }) => id === idOf(newest))
    return FEED_FORMS.flatMap((form) => {
      const feed = WRITERS[form](channelOf(site, organisation, language, form), own)
      const entry = ENTRY_IN[form].exec(feed)?.[1]
      return entry === undefined ? [] : [{ language, form, entry }]
    })
  })
}

/** Where the one entry stands in a feed that holds no other. */
const ENTRY_IN: Record<FeedForm, RegExp> = {
  atom: /([ \t]*<entry>[\s\S]*<\/entry>\n?)/,
  rss: /([ \t]*<item>[\s\S]*<\/item>\n?)/,
  json: /"items": \[\n([\s\S]*)\n \]/,
}

function idOf({ id }: { id: string }): string {
  return `urn:uuid:${id}`
}

interface Channel {
  id: string
  self: string
  home: string
  title: string
  description: string
  author: string
  language: NoticeLanguage
}

function channelOf(
  { origin }: PublicSite,
  organisation: PublicOrganisation,
  language: NoticeLanguage,
  form: FeedForm,
): Channel {
  const t = siteMessages[language]
  const name = nameOf(organisation, language)
  return {
    // The address in the language itself: it stays the same when another language becomes the default.
    id: `${origin}/notices.${language}`,
    self: origin + feedPath(form, language),
    home: origin + pathIn('/notices', language, organisation),
    title: t.feedTitle(name),
    description: t.feedDescription(name),
    author: name,
    language,
  }
}

function entriesOf(
  site: PublicSite,
  organisation: PublicOrganisation,
  notice: SiteNotice,
  language: NoticeLanguage,
): Entry[] {
  const steps = stepsOf(notice)
  const withdrawn = notice.revisions.at(-1)?.kind === 'withdrawal'
  return steps.flatMap((step) => {
    const text = step.shown.texts[language]
    if (!text) return []
    const { number, stage, kind } = step.revision
    const address = site.origin + pathIn(`/notices/${notice.slug}`, language, organisation)
    const gone = withdrawn && kind !== 'withdrawal'
    const tags = [stage, kind, ...(notice.maintenance ? ['maintenance'] : [])]
    return [
      {
        id: idOf(step.revision),
        // The page as it is today, corrections first; the fragment keeps entries of one notice apart.
        url: `${address}#v${number}`,
        title: titleOf(step, text.title, language),
        ...(gone ? tombstone(language) : contentOf(step, language)),
        published: publishedAt(step.revision),
        tags: gone ? [...tags, 'withdrawal'] : tags,
      },
    ]
  })
}

function titleOf({ revision }: Step, title: string, language: NoticeLanguage): string {
  const t = siteMessages[language]
  if (revision.kind === 'correction') return t.correctionEntry(title)
  return revision.kind === 'withdrawal' ? t.withdrawnEntry(title) : title
}

/** What was taken back is not repeated by a feed either. */
function tombstone(language: NoticeLanguage): Pick<Entry, 'summary' | 'html'> {
  const { takenBack } = siteMessages[language]
  return { summary: takenBack, html: `<p>${takenBack}</p>` }
}

function contentOf({ revision, shown }: Step, language: NoticeLanguage): Pick<Entry, 'summary' | 'html'> {
  const body = shown.texts[language]?.body ?? ''
  const { opening, sections } = bodyHtml(body)
  const words = [opening, sections].filter((part) => part !== '').join('\n')
  if (revision.kind === 'withdrawal' || statusOf(revision) === 'withdrawn')
    return { summary: plainOpening(body), html: words }
  const wrong = revision.kind === 'correction' ? (revision.correction[language] ?? '') : ''
  if (wrong === '') return { summary: plainOpening(body), html: words }
  const lead = `<p><strong>${siteMessages[language].correctionLead}</strong>: ${escapeHtml(wrong)}</p>`
  return { summary: wrong, html: `${lead}\n<hr>\n${words}` }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
}

/** Characters that XML 1.0 cannot carry in any form. */
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const WRITERS: Record<FeedForm, (channel: Channel, entries: Entry[]) => string> = { atom, rss, json }

function atom(channel: Channel, entries: Entry[]): string {
  return tidy(
    generateAtomFeed(
      {
        id: channel.id,
        title: { value: plain(channel.title), type: 'text' },
        subtitle: { value: plain(channel.description), type: 'text' },
        // Entries never change after they were published, so the newest tells when the feed did.
        updated: entries[0]?.published ?? NOTHING_YET,
        authors: [{ name: plain(channel.author) }],
        links: [
          { href: channel.self, rel: 'self', type: 'application/atom+xml' },
          { href: channel.home, rel: 'alternate', type: 'text/html', hreflang: channel.language },
        ],
        xml: { lang: channel.language, base: channel.home },
        entries: entries.map((entry) => ({
          id: entry.id,
          title: { value: plain(entry.title), type: 'text' },
          updated: entry.published,
          published: entry.published,
          links: [{ href: entry.url, rel: 'alternate', type: 'text/html', hreflang: channel.language }],
          categories: entry.tags.map((term) => ({ term })),
          summary: { value: plain(entry.summary), type: 'text' },
          content: { value: plain(entry.html), type: 'html' },
        })),
      },
      { strict: true },
    ),
  )
}

/** A feed needs a date even before there is anything in it; no real one would be true. */
const NOTHING_YET = new Date(0)

function rss(channel: Channel, entries: Entry[]): string {
  const newest = entries[0]?.published
  return tidy(
    generateRssFeed({
      title: plain(channel.title),
      link: channel.home,
      description: plain(channel.description),
      language: channel.language,
      ...(newest ? { pubDate: newest, lastBuildDate: newest } : {}),
      atom: { links: [{ href: channel.self, rel: 'self', type: 'application/rss+xml' }] },
      items: entries.map((entry) => ({
        title: plain(entry.title),
        link: entry.url,
        guid: { value: entry.id, isPermaLink: false },
        pubDate: entry.published,
        description: plain(entry.html),
        categories: entry.tags.map((name) => ({ name })),
      })),
    }),
  )
}

function json(channel: Channel, entries: Entry[]): string {
  const feed = generateJsonFeed({
    title: channel.title,
    home_page_url: channel.home,
    feed_url: channel.self,
    description: channel.description,
    language: channel.language,
    authors: [{ name: channel.author }],
    items: entries.map((entry) => ({
      id: entry.id,
      url: entry.url,
      title: entry.title,
      summary: entry.summary,
      content_html: entry.html,
      date_published: entry.published,
      date_modified: entry.published,
      tags: entry.tags,
      language: channel.language,
    })),
  })
  // Also before there are any: the library leaves an empty list out, the specification does not.
  return `${JSON.stringify({ ...(feed as object), items: (feed as { items?: unknown[] }).items ?? [] }, null, 1)}\n`
}

function plain(text: string): string {
  return text.replace(NOT_XML, '')
}

/** The library puts line breaks around marked sections; in a title they would be part of the words. */
function tidy(xml: string): string {
  return `${xml
    .replace(/>\s+<!\[CDATA\[/g, '><![CDATA[')
    .replace(/\]\]>\s+<\//g, ']]></')
    .trim()}\n`
}
