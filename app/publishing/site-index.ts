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

/** A notice in the list: its newest revision is all that is needed. */
export interface ListedNotice {
  slug: string
  revision: Pick<PublicRevision, 'kind' | 'stage' | 'texts' | 'facts'>
}

/** The list of notices by year of their start in the organisation's zone, and the page for unknown addresses. */
export function renderSiteIndex(
  organisation: PublicOrganisation,
  notices: readonly ListedNotice[],
): PublicFile[] {
  const alternates = organisation.languages.map((language) => ({ language, path: `/notices.${language}` }))
  const pages = organisation.languages.flatMap((language) => {
    const indexPath = pathIn('/notices', language, organisation)
    const name = nameOf(organisation, language)
    const years = byYear(organisation, notices, language)
    const body = indexHtml({ language, organisation: name, path: indexPath, indexPath, alternates, years })
    const file = { contentType: HTML, language, body }
    const files = [{ path: `/notices.${language}`, ...file }]
    return language === organisation.defaultLanguage ? [{ path: '/notices', ...file }, ...files] : files
  })
  const language = organisation.defaultLanguage
  const missing = notFoundHtml({
    language,
    organisation: nameOf(organisation, language),
    indexPath: '/notices',
  })
  return [...pages, { path: NOT_FOUND_PATH, contentType: HTML, language, body: missing }]
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
