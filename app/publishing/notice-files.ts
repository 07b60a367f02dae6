import type { NoticeStage } from '#db/schema.ts'
import { escapeMarkdown, namesZone, type FrozenFacts } from '#app/domain/facts.ts'
import { instant, MINUTE, toRfc3339, type Instant } from '#app/domain/instant.ts'
import { inLanguage, type NoticeLanguage } from '#app/domain/language.ts'
import type { TimeValue } from '#app/domain/markers.ts'
import type { PublicPromise } from '#app/domain/promises.ts'
import { dateText, dateTimeText, plainDateText, valueText, windowText } from '#app/domain/time-text.ts'
import { publishedMessages } from '#app/messages/published.ts'
import type { Card } from './card.server.ts'
import { bodyHtml, markdownFile, plainOpening, type FrontMatter } from './markdown.ts'
import { noticeHtml, type Alternate, type FactRow, type NoticePage, type TimeWords } from './page.tsx'
import { feedPath, subscribeUrl, type PublicSite } from './site.ts'

/** What the public may know of the organisation. */
export interface PublicOrganisation {
  nameKo: string
  nameEn: string
  nameJa: string
  zone: string
  languages: NoticeLanguage[]
  defaultLanguage: NoticeLanguage
}

/** A revision with all facts written out: titles are plain words, bodies Markdown. */
export interface PublicRevision {
  number: number
  stage: NoticeStage
  kind: 'first' | 'update' | 'correction' | 'typo' | 'withdrawal'
  texts: Partial<Record<NoticeLanguage, { title: string; body: string }>>
  facts: FrozenFacts
  correction: Partial<Record<NoticeLanguage, string>>
  /** What was promised and how far it is, where the organisation chose to show that. */
  promises?: PublicPromise[]
  /** Null for a draft. */
  publishedAt: Instant | null
}

/**
 * A notice as the public site sees it. The record itself is not here: what a public file says can only come from the
 * frozen revisions, so nothing internal is in reach of the renderer.
 */
export interface PublicNotice {
  slug: string
  reference: string
  maintenance: boolean
  /** Oldest first; the last one is what is shown. */
  revisions: PublicRevision[]
}

export interface PublicFile {
  path: string
  contentType: string
  language: NoticeLanguage
  body: string
}

/** A file that is not text. */
export interface PublicPicture extends Omit<PublicFile, 'body'> {
  body: Uint8Array
}

export const HTML = 'text/html; charset=utf-8'
export const MARKDOWN = 'text/markdown; charset=utf-8'

/**
 * All files of the newest revision of a notice: its pages and Markdown per language, both again without a language in
 * the address for the default one, and the copy of this revision that stays when later ones follow.
 */
export function renderNoticeFiles(
  site: PublicSite,
  organisation: PublicOrganisation,
  notice: PublicNotice,
): PublicFile[] {
  const { number } = currentRevision(notice)
  return [
    ...renderAt(site, organisation, notice, `/notices/${notice.slug}`, null),
    ...renderAt(site, organisation, notice, `/notices/${notice.slug}/v/${number}`, number),
  ]
}

/** What the picture of a notice shows in each language, and where it stands. */
export function noticeCards(
  organisation: PublicOrganisation,
  notice: PublicNotice,
): { path: string; card: Card }[] {
  const revision = currentRevision(notice)
  const status = statusOf(revision)
  return languagesOf(organisation, revision).map((language) => {
    const t = publishedMessages[language]
    const day =
      revision.publishedAt === null ? t.draft : dateText(revision.publishedAt, organisation.zone, language)
    const stage = notice.maintenance ? t.maintenanceStage : t.stages[revision.stage]
    const card: Card = {
      language,
      organisation: nameOf(organisation, language),
      kind: revision.kind === 'correction' ? `${t.correction} · ${stage}` : stage,
      ongoing: status === 'ongoing',
      title: status === 'withdrawn' ? t.withdrawn : textOf(revision, language).title,
      date: revision.publishedAt === null ? day : t.publishedOn(day),
    }
    return { path: cardPath(notice.slug, language), card }
  })
}

/** Address of the picture of a notice. */
export function cardPath(slug: string, language: NoticeLanguage): string {
  return `/notices/${slug}.${language}.png`
}

function languagesOf({ languages }: PublicOrganisation, revision: PublicRevision): NoticeLanguage[] {
  return languages.filter((language) => revision.texts[language])
}

/** The Markdown file of the newest revision in one language. */
export function renderNoticeMarkdown(
  organisation: PublicOrganisation,
  notice: PublicNotice,
  language: NoticeLanguage,
): string {
  const revision = currentRevision(notice)
  const front = frontMatter(organisation, notice, language)
  return markdownFile(front, escapeMarkdown(front.title), textOf(revision, language).body)
}

export type PublicStatus = 'ongoing' | 'resolved' | 'withdrawn'

/** What a revision says about the incident: over once it names an end, or once its stage says so. */
export function statusOf(revision: Pick<PublicRevision, 'kind' | 'stage' | 'facts'>): PublicStatus {
  if (revision.kind === 'withdrawal') return 'withdrawn'
  const over = timeOf(revision.facts, 'impact.end') !== null
  return over || revision.stage === 'resolved' || revision.stage === 'final_report' ? 'resolved' : 'ongoing'
}

/** The frozen time of a marker; null where the revision does not know it. */
export function timeOf(facts: FrozenFacts, key: 'impact.start' | 'impact.end'): TimeValue | null {
  const value = facts[key]?.value
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null
}

/** The organisation's name in a language, else in another one. */
export function nameOf(organisation: PublicOrganisation, language: NoticeLanguage): string {
  return inLanguage(language, organisation)
}

/** Address of a file in a language; the default language has the short one. */
export function pathIn(base: string, language: NoticeLanguage, organisation: PublicOrganisation): string {
  return language === organisation.defaultLanguage ? base : `${base}.${language}`
}

function currentRevision(notice: PublicNotice): PublicRevision {
  const revision = notice.revisions.at(-1)
  if (!revision) throw new RangeError(`notice ${notice.slug} has no revision to render`)
  return revision
}

function renderAt(
  site: PublicSite,
  organisation: PublicOrganisation,
  notice: PublicNotice,
  base: string,
  keptRevision: number | null,
): PublicFile[] {
  const languages = languagesOf(organisation, currentRevision(notice))
  const alternates = languages.map((language) => ({ language, path: `${base}.${language}` }))
  return languages.flatMap((language) => {
    const page = noticeHtml(pageOf(site, organisation, notice, language, base, keptRevision, alternates))
    const markdown = renderNoticeMarkdown(organisation, notice, language)
    const html = { contentType: HTML, language, body: page }
    const text = { contentType: MARKDOWN, language, body: markdown }
    const files = [
      { path: `${base}.${language}`, ...html },
      { path: `${base}.${language}.md`, ...text },
    ]
    if (language !== organisation.defaultLanguage) return files
    return [{ path: base, ...html }, { path: `${base}.md`, ...text }, ...files]
  })
}

function textOf(revision: PublicRevision, language: NoticeLanguage): { title: string; body: string } {
  return revision.texts[language] ?? { title: '', body: '' }
}

function pageOf(
  site: PublicSite,
  organisation: PublicOrganisation,
  notice: PublicNotice,
  language: NoticeLanguage,
  base: string,
  keptRevision: number | null,
  alternates: Alternate[],
): NoticePage {
  const t = publishedMessages[language]
  const revision = currentRevision(notice)
  const status = statusOf(revision)
  const { title, body } = textOf(revision, language)
  const current = `/notices/${notice.slug}`
  const versionPath = (number: number) => pathIn(`${current}/v/${number}`, language, organisation)
  const path = pathIn(current, language, organisation)
  const first = notice.revisions[0]?.publishedAt ?? null
  const published = timeWords(revision.publishedAt, organisation.zone, language)
  return {
    language,
    organisation: nameOf(organisation, language),
    title: status === 'withdrawn' ? t.withdrawn : title,
    description: plainOpening(body),
    kind: notice.maintenance ? t.maintenanceStage : t.stages[revision.stage],
    ongoing: status === 'ongoing',
    published: published && { ...published, text: t.publishedOn(published.text) },
    number: revision.number,
    facts: factRows(organisation, revision, language),
    body: bodyHtml(body),
    corrections: corrections(organisation, notice, language).map(({ number, at, text }) => ({
      published: timeWords(at, organisation.zone, language) ?? { text: '', machine: null },
      text,
      before: { number: number - 1, path: versionPath(number - 1) },
    })),
    withdrawal:
      status === 'withdrawn'
        ? {
            published: { text: t.withdrawnWhen(published?.text ?? ''), machine: published?.machine ?? null },
            text: revision.correction[language] ?? '',
          }
        : null,
    keptRevision,
    path,
    // A kept copy is never written again, so nothing in it may depend on where the site lives.
    outside:
      keptRevision === null
        ? { url: site.origin + path, picture: site.origin + cardPath(notice.slug, language) }
        : null,
    firstPublished: first === null ? null : toRfc3339(first, organisation.zone),
    subscribeUrl: keptRevision === null && site.mail ? subscribeUrl(site, language) : null,
    feedPath: feedPath('atom', language),
    alternates,
    markdownPath: `${base}.${language}.md`,
    indexPath: pathIn('/notices', language, organisation),
    promises: (revision.promises ?? []).map(({ texts, state, dueOn }) => ({
      text: texts[language] ?? texts[organisation.defaultLanguage] ?? '',
      state,
      due: dueOn === null ? null : { text: plainDateText(dueOn, language), machine: dueOn },
    })),
    versions:
      keptRevision !== null || notice.revisions.length < 2
        ? []
        : notice.revisions
            .map(({ number, kind, publishedAt }) => ({
              number,
              kind,
              published: timeWords(publishedAt, organisation.zone, language) ?? { text: '', machine: null },
              path: number === revision.number ? null : versionPath(number),
            }))
            .reverse(),
  }
}

/** Corrections up to the shown revision, newest first. */
function corrections(organisation: PublicOrganisation, notice: PublicNotice, language: NoticeLanguage) {
  const fallback = organisation.defaultLanguage
  return notice.revisions
    .filter((revision) => revision.kind === 'correction')
    .map(({ number, publishedAt, correction }) => ({
      number,
      at: publishedAt,
      text: correction[language] ?? correction[fallback] ?? '',
    }))
    .reverse()
}

function timeWords(at: Instant | null, zone: string, language: NoticeLanguage): TimeWords | null {
  if (at === null) return null
  // The minute is how people say it; the exact instant is in the `datetime` beside it.
  const minute = instant(at - (at % MINUTE))
  const text = dateTimeText(minute, zone, language, { weekday: true, zone: namesZone(zone, language) })
  return { text, machine: toRfc3339(at, zone) }
}

function factRows(
  organisation: PublicOrganisation,
  revision: PublicRevision,
  language: NoticeLanguage,
): FactRow[] {
  const t = publishedMessages[language]
  const rows: FactRow[] = []
  const { facts } = revision
  const start = timeOf(facts, 'impact.start')
  const end = timeOf(facts, 'impact.end')
  if (start) {
    rows.push(
      end
        ? { label: t.when, parts: windowParts(start, end, organisation.zone, language) }
        : { label: t.since, parts: [valueWords(start, organisation.zone, language)] },
    )
  }
  const length = durationWords(revision, language)
  if (length) rows.push({ label: t.duration, parts: [length] })
  const services = facts['services']?.[language]
  if (services)
    rows.push({
      label: t.services,
      parts: [{ text: services.split('\n').join(language === 'ja' ? '、' : ', '), machine: null }],
    })
  if (rows.length > 0)
    rows.push({ label: t.status, parts: [{ text: t.statuses[statusOf(revision)], machine: null }] })
  return rows
}

/** The form of the duration that the text uses: exact and rounded never stand side by side as if they were equal. */
function durationWords(revision: PublicRevision, language: NoticeLanguage): TimeWords | null {
  const exact = revision.facts['impact.duration']
  const rounded = revision.facts['impact.duration.rounded']
  if (exact?.[language]) {
    const saysExact = textOf(revision, language).body.includes(exact[language])
    if (saysExact || !rounded?.[language]) {
      const machine = typeof exact.value === 'number' ? `PT${Math.round(exact.value * 60)}S` : null
      return { text: exact[language], machine }
    }
  }
  return rounded?.[language] ? { text: rounded[language], machine: null } : null
}

function valueWords(value: TimeValue, zone: string, language: NoticeLanguage): TimeWords {
  const text = valueText(value, zone, language, { weekday: true, zone: namesZone(zone, language) })
  return { text, machine: value.shape === 'instant' ? toRfc3339(value.at, zone) : null }
}

/** A window as one phrase, its two times told apart where both are exact. */
function windowParts(start: TimeValue, end: TimeValue, zone: string, language: NoticeLanguage): TimeWords[] {
  const bare = (text: string): TimeWords => ({ text, machine: null })
  if (start.shape === 'instant' && end.shape === 'instant') {
    const options = { weekday: true, zone: namesZone(zone, language) }
    const text = windowText(start.at, end.at, zone, language, options)
    const match = WINDOW_PARTS[language].exec(text)
    if (!match) return [bare(text)]
    const [, from = '', between = '', until = ''] = match
    return [
      { text: from, machine: toRfc3339(start.at, zone) },
      bare(between),
      { text: until, machine: toRfc3339(end.at, zone) },
    ]
  }
  const from = valueWords(start, zone, language)
  const until = valueWords(end, zone, language)
  if (language === 'ko') return [from, bare('부터 '), until, bare('까지')]
  return [from, bare(language === 'ja' ? '〜' : ' to '), until]
}

/** Start, what stands between, and end of a window, as `windowText` writes it. */
const WINDOW_PARTS: Record<NoticeLanguage, RegExp> = {
  ko: /^(.*부터)( )(.*)$/,
  en: /^(.*?)(\s?–\s?)(.*)$/,
  ja: /^(.*?)(〜)(.*)$/,
}

function frontMatter(
  organisation: PublicOrganisation,
  notice: PublicNotice,
  language: NoticeLanguage,
): FrontMatter {
  const { zone } = organisation
  const revision = currentRevision(notice)
  const status = statusOf(revision)
  // A withdrawn notice keeps its day for the list only; its page and file state nothing any more.
  const facts = status === 'withdrawn' ? {} : revision.facts
  const start = timeOf(facts, 'impact.start')
  const end = timeOf(facts, 'impact.end')
  const minutes = facts['impact.duration']?.value
  const services = facts['services']?.[language] ?? ''
  const at = (instant: Instant | null) => (instant === null ? null : toRfc3339(instant, zone))
  const corrected = corrections(organisation, notice, language).map(({ number, at: when, text }) => ({
    version: number,
    published: at(when) ?? '',
    text,
  }))
  return {
    title: status === 'withdrawn' ? publishedMessages[language].withdrawn : textOf(revision, language).title,
    reference: notice.reference,
    start: at(start?.at ?? null),
    end: at(end ? (end.shape === 'range' ? end.until : end.at) : null),
    ...(start && start.shape !== 'instant' ? { start_approximate: true as const } : {}),
    ...(end && end.shape !== 'instant' ? { end_approximate: true as const } : {}),
    duration_minutes: typeof minutes === 'number' ? minutes : null,
    services: services === '' ? [] : services.split('\n'),
    status,
    stage: revision.stage,
    language,
    version: revision.number,
    published: at(revision.publishedAt),
    ...(corrected.length > 0 ? { corrections: corrected } : {}),
  }
}
