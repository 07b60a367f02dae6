import { yearOf, toRfc3339 } from '#app/domain/instant.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { dateText } from '#app/domain/time-text.ts'
import { publishedMessages } from '#app/messages/published.ts'
import {
  HTML,
  nameOf,
  pathIn,
  statusOf,
  timeOf,
  type PublicFile,
  type PublicOrganisation,
  type PublicRevision,
} from './notice-files.ts'
import { NOT_FOUND_PATH } from './addresses.ts'
import { indexHtml, notFoundHtml, type IndexEntry } from './page.tsx'
import { feedPath, subscribeUrl, type PublicSite } from './site.ts'

/** A notice in the list: its newest revision is all that is needed. */
export interface ListedNotice {
  slug: string
  revision: Pick<PublicRevision, 'kind' | 'stage' | 'texts' | 'facts'>
}

/** With more notices than this the list shows the newest, and every year has a page of its own. */
const LISTED_AT_ONCE = 100

/** The list of notices by year of their start in the organisation's zone, and the page for unknown addresses. */
export function renderSiteIndex(
  site: PublicSite,
  organisation: PublicOrganisation,
  notices: readonly ListedNotice[],
): PublicFile[] {
  const pages = organisation.languages.flatMap((language) => {
    const years = byYear(organisation, notices, language)
    const yearsWithPages =
      notices.length > LISTED_AT_ONCE ? years.flatMap(({ year }) => (year === null ? [] : [year])) : []
    const page = (base: string, year: number | null, shown: YearOfNotices[]): PublicFile[] => {
      const alternates = organisation.languages.map((other) => ({
        language: other,
        path: `${base}.${other}`,
      }))
      const path = pathIn(base, language, organisation)
      const body = indexHtml({
        language,
        organisation: nameOf(organisation, language),
        path,
        url: site.origin + path,
        indexPath: pathIn('/notices', language, organisation),
        alternates,
        year,
        years: shown,
        yearPages: yearsWithPages.map((one) => ({
          year: one,
          path: pathIn(`/notices/${one}`, language, organisation),
        })),
        subscribeUrl: site.mail ? subscribeUrl(site, language) : null,
        feedPath: feedPath('atom', language),
      })
      const file = { contentType: HTML, language, body }
      const files = [{ path: `${base}.${language}`, ...file }]
      return language === organisation.defaultLanguage ? [{ path: base, ...file }, ...files] : files
    }
    return [
      ...page('/notices', null, newest(years)),
      ...yearsWithPages.flatMap((year) =>
        page(
          `/notices/${year}`,
          year,
          years.filter((one) => one.year === year),
        ),
      ),
    ]
  })
  const language = organisation.defaultLanguage
  const missing = notFoundHtml({
    language,
    organisation: nameOf(organisation, language),
    indexPath: '/notices',
  })
  return [...pages, { path: NOT_FOUND_PATH, contentType: HTML, language, body: missing }]
}

interface YearOfNotices {
  year: number | null
  entries: IndexEntry[]
}

function newest(years: YearOfNotices[]): YearOfNotices[] {
  let left = LISTED_AT_ONCE
  return years.flatMap(({ year, entries }) => {
    const shown = entries.slice(0, left)
    left -= shown.length
    return shown.length > 0 ? [{ year, entries: shown }] : []
  })
}

function byYear(
  organisation: PublicOrganisation,
  notices: readonly ListedNotice[],
  language: NoticeLanguage,
) {
  const { zone } = organisation
  const t = publishedMessages[language]
  const listed = notices
    .map(({ slug, revision }) => ({ slug, revision, at: timeOf(revision.facts, 'impact.start')?.at ?? null }))
    .sort((a, b) => (b.at ?? -Infinity) - (a.at ?? -Infinity) || (a.slug < b.slug ? 1 : -1))
  const years = new Map<number | null, IndexEntry[]>()
  for (const { slug, revision, at } of listed) {
    const year = at === null ? null : yearOf(at, zone)
    const text = revision.texts[language] ?? revision.texts[organisation.defaultLanguage]
    const status = statusOf(revision)
    const entry: IndexEntry = {
      path: pathIn(
        `/notices/${slug}`,
        revision.texts[language] ? language : organisation.defaultLanguage,
        organisation,
      ),
      title: status === 'withdrawn' ? `${t.withdrawn} (${slug})` : (text?.title ?? slug),
      day:
        at === null
          ? null
          : {
              text: dateText(at, zone, language, { weekday: true, year: false }),
              machine: toRfc3339(at, zone),
            },
      status: t.statuses[status],
    }
    const entries = years.get(year)
    if (entries) entries.push(entry)
    else years.set(year, [entry])
  }
  return [...years].map(([year, entries]) => ({ year, entries }))
}
