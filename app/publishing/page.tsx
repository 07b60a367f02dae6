import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { NoticeLanguage } from '#app/domain/language.ts'
import type { PublicPromise } from '#app/domain/promises.ts'
import { publishedMessages } from '#app/messages/published.ts'
import { siteMessages } from '#app/messages/site.ts'
import type { BodyHtml } from './markdown.ts'
import { feedPath } from './site.ts'
import { PUBLIC_STYLE } from './style.ts'

/** The same page in another language, or as another file. */
export interface Alternate {
  language: NoticeLanguage
  path: string
}

/** A time as people read it, with its machine form where there is one. */
export interface TimeWords {
  text: string
  /** RFC 3339, or an ISO 8601 duration; null where the record is not exact. */
  machine: string | null
}

export interface FactRow {
  label: string
  /** Words between the times ("부터", "to") are parts without a machine form. */
  parts: TimeWords[]
}

export interface CorrectionWords {
  published: TimeWords
  text: string
  before: { number: number; path: string }
}

/** All that a notice page shows, in one language, with nothing left to decide. */
export interface NoticePage {
  language: NoticeLanguage
  organisation: string
  title: string
  description: string
  kind: string
  ongoing: boolean
  /** Null in a draft. */
  published: TimeWords | null
  number: number
  facts: FactRow[]
  body: BodyHtml
  corrections: CorrectionWords[]
  /** Set on the page that stands where a withdrawn notice stood. */
  withdrawal: { published: TimeWords; text: string } | null
  /** Set on a page that keeps one revision for good. */
  keptRevision: number | null
  path: string
  /** Whole addresses for previews elsewhere; null on a kept copy. */
  outside: { url: string; picture: string } | null
  /** RFC 3339; null in a draft of something new. */
  firstPublished: string | null
  /** Where to ask for notices by mail; null where the organisation sends none. */
  subscribeUrl: string | null
  feedPath: string
  alternates: Alternate[]
  markdownPath: string
  indexPath: string
  promises: { text: string; state: PublicPromise['state']; due: TimeWords | null }[]
  /** Newest first; without an address the one that is shown. Empty while there is only one. */
  versions: {
    number: number
    kind: 'first' | 'update' | 'correction' | 'typo' | 'withdrawal'
    published: TimeWords
    path: string | null
  }[]
}

/** The letter: a notice as a complete HTML document. */
export function noticeHtml(page: NoticePage): string {
  const t = publishedMessages[page.language]
  return document(
    <Frame
      page={page}
      itemType={page.withdrawal ? undefined : 'https://schema.org/NewsArticle'}
      head={
        <>
          <meta property="og:type" content="article" />
          {page.firstPublished && <meta property="article:published_time" content={page.firstPublished} />}
          {page.number > 1 && page.published?.machine && (
            <meta property="article:modified_time" content={page.published.machine} />
          )}
          {page.outside ? <Picture page={page} picture={page.outside.picture} /> : <NotIndexed />}
          <link rel="alternate" type="text/markdown" href={page.markdownPath} />
        </>
      }
      foot={
        <ul>
          <li>
            <a href={page.indexPath}>{t.allNotices}</a>
          </li>
          {!page.withdrawal && (
            <li>
              <a href={page.markdownPath}>{t.asMarkdown}</a>
            </li>
          )}
          <Follow page={page} />
        </ul>
      }
    >
      {page.keptRevision !== null && (
        <div className="box">
          <p>
            {t.kept(page.keptRevision)} <a href={page.path}>{t.newest}</a>
          </p>
        </div>
      )}
      {page.withdrawal ? <Withdrawal page={page} withdrawal={page.withdrawal} /> : <Letter page={page} />}
      {page.versions.length > 0 && <Versions page={page} />}
    </Frame>,
    page.language,
  )
}

/** More of them would push the letter itself out of sight; the rest opens on a click. */
const CORRECTIONS_IN_FULL = 2

function Letter({ page }: { page: NoticePage }) {
  const t = publishedMessages[page.language]
  const words = siteMessages[page.language]
  return (
    <>
      {page.corrections.slice(0, CORRECTIONS_IN_FULL).map((correction) => (
        <Correction key={correction.before.number} page={page} correction={correction} />
      ))}
      {page.corrections.length > CORRECTIONS_IN_FULL && (
        <details className="box">
          <summary>{words.earlierCorrections(page.corrections.length - CORRECTIONS_IN_FULL)}</summary>
          {page.corrections.slice(CORRECTIONS_IN_FULL).map((correction) => (
            <Correction key={correction.before.number} page={page} correction={correction} />
          ))}
        </details>
      )}
      <article className="letter">
        <p className={page.ongoing ? 'kind now' : 'kind'}>{page.kind}</p>
        <h1 itemProp="headline">{page.title}</h1>
        <p className="date">
          {page.published ? (
            <Time words={page.published} itemProp={page.number > 1 ? 'dateModified' : 'datePublished'} />
          ) : (
            t.draft
          )}
          {page.number > 1 && ` · ${t.version(page.number)}`}
        </p>
        <div dangerouslySetInnerHTML={{ __html: page.body.opening }} />
        {page.facts.length > 0 && <Facts rows={page.facts} label={t.facts} />}
        <div dangerouslySetInnerHTML={{ __html: page.body.sections }} />
        {page.promises.length > 0 && <Promises page={page} />}
        <p className="sign" itemProp="author publisher" itemScope itemType="https://schema.org/Organization">
          <span itemProp="name">{page.organisation}</span>
        </p>
        <meta itemProp="inLanguage" content={page.language} />
        {page.number > 1 && page.firstPublished && (
          <meta itemProp="datePublished" content={page.firstPublished} />
        )}
        <meta itemProp="version" content={String(page.number)} />
      </article>
    </>
  )
}

function Correction({ page, correction }: { page: NoticePage; correction: CorrectionWords }) {
  const t = publishedMessages[page.language]
  const id = `c${correction.before.number}`
  return (
    <section
      className="box"
      aria-labelledby={id}
      itemProp="correction"
      itemScope
      itemType="https://schema.org/CorrectionComment"
    >
      <h2 id={id}>
        {t.correction} <Time words={correction.published} itemProp="datePublished" />
      </h2>
      <p itemProp="text">{correction.text}</p>
      <p>
        <a href={correction.before.path}>{t.correctedFrom(correction.before.number)}</a>
      </p>
    </section>
  )
}

function Withdrawal({
  page,
  withdrawal,
}: {
  page: NoticePage
  withdrawal: NonNullable<NoticePage['withdrawal']>
}) {
  const t = publishedMessages[page.language]
  return (
    <article className="letter">
      <p className="kind">{page.kind}</p>
      <h1>{t.withdrawn}</h1>
      <p className="date">
        <Time words={withdrawal.published} />
      </p>
      <p>{withdrawal.text}</p>
      <p className="sign">{page.organisation}</p>
    </article>
  )
}

function Facts({ rows, label }: { rows: FactRow[]; label: string }) {
  return (
    <table className="facts" aria-label={label}>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <th scope="row">{row.label}</th>
            <td>
              {row.parts.map((part, index) => (
                <Time key={index} words={part} />
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Time({ words, itemProp }: { words: TimeWords; itemProp?: string }) {
  if (!words.machine) return <>{words.text}</>
  return (
    <time dateTime={words.machine} itemProp={itemProp}>
      {words.text}
    </time>
  )
}

/** How far the promises of the letter are. */
function Promises({ page }: { page: NoticePage }) {
  const words = siteMessages[page.language]
  return (
    <section aria-labelledby="promises">
      <h2 id="promises">{words.promises}</h2>
      <table className="promises" aria-label={words.promises}>
        <tbody>
          {page.promises.map(({ text, state, due }, index) => (
            <tr key={index}>
              <td>{text}</td>
              <td>
                {words.promiseStates[state]}
                {due && (state === 'open' || state === 'late') && (
                  <>
                    {' · '}
                    <Time words={{ ...due, text: words.dueBy(due.text) }} />
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="date">{words.promisesAsOf}</p>
    </section>
  )
}

/** Every version with its day and what it was, so that nothing changes unseen. */
function Versions({ page }: { page: NoticePage }) {
  const t = publishedMessages[page.language]
  const words = siteMessages[page.language]
  return (
    <section className="versions" aria-labelledby="versions">
      <h2 id="versions">{words.revisionHistory}</h2>
      <ul className="list">
        {page.versions.map(({ number, kind, published, path }) => (
          <li key={number} id={`v${number}`}>
            <span>
              <Time words={published} />
            </span>
            <span>
              {path ? <a href={path}>{t.version(number)}</a> : <b>{t.version(number)}</b>} ·{' '}
              {words.kinds[kind]}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A kept copy tells robots of the notice, not of itself. */
function NotIndexed() {
  return <meta name="robots" content="noindex" />
}

function Picture({ page, picture }: { page: NoticePage; picture: string }) {
  return (
    <>
      <meta property="og:image" content={picture} />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta property="og:image:alt" content={`${page.organisation}: ${page.title}`} />
      <meta name="twitter:card" content="summary_large_image" />
    </>
  )
}

/** Ways to learn of the next notice. */
function Follow({
  page,
}: {
  page: { language: NoticeLanguage; feedPath: string; subscribeUrl: string | null }
}) {
  const t = siteMessages[page.language]
  return (
    <>
      {page.subscribeUrl && (
        <li>
          <a href={page.subscribeUrl}>{t.byMail}</a>
        </li>
      )}
      <li>
        <a href={page.feedPath}>{t.feed}</a>
      </li>
    </>
  )
}

export interface IndexEntry {
  path: string
  title: string
  /** Day of the start as people read it; null where the start is not known. */
  day: TimeWords | null
  status: string
}

export interface IndexPage {
  language: NoticeLanguage
  organisation: string
  path: string
  alternates: Alternate[]
  indexPath: string
  /** Set on the page of one year. */
  year: number | null
  subscribeUrl: string | null
  feedPath: string
  url: string
  /** Pages of single years, where there are too many notices for one page. */
  yearPages: { year: number; path: string }[]
  /** Newest first; the year is null for notices whose start is not known. */
  years: { year: number | null; entries: IndexEntry[] }[]
}

/** The list of all notices by year. */
export function indexHtml(page: IndexPage): string {
  const t = publishedMessages[page.language]
  const words = siteMessages[page.language]
  const whole = t.indexTitle(page.organisation)
  const title = page.year === null ? whole : `${t.year(page.year)} · ${whole}`
  return document(
    <Frame
      page={{ ...page, title, description: title, outside: { url: page.url } }}
      foot={
        <ul>
          {page.year !== null && (
            <li>
              <a href={page.indexPath}>{words.newestYears}</a>
            </li>
          )}
          <Follow page={page} />
        </ul>
      }
    >
      <h1>{title}</h1>
      {page.years.length === 0 && <p>{t.indexEmpty}</p>}
      {page.years.map(({ year, entries }) => (
        <section key={year} aria-labelledby={`y${year}`}>
          <h2 id={`y${year}`}>{year === null ? t.yearUnknown : t.year(year)}</h2>
          <ul className="list">
            {entries.map((entry) => (
              <li key={entry.path}>
                <span>
                  {entry.day && (
                    <>
                      <Time words={entry.day} /> ·{' '}
                    </>
                  )}
                  {entry.status}
                </span>
                <a href={entry.path}>{entry.title}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {page.yearPages.length > 0 && (
        <nav className="years" aria-labelledby="years">
          <h2 id="years">{words.olderYears}</h2>
          <ul>
            {page.yearPages.map(({ year, path }) => (
              <li key={year}>
                <a href={path} aria-current={year === page.year ? 'page' : undefined}>
                  {t.year(year)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </Frame>,
    page.language,
  )
}

/** What stands where there is no notice. */
export function notFoundHtml(page: Pick<IndexPage, 'language' | 'organisation' | 'indexPath'>): string {
  const t = publishedMessages[page.language]
  return document(
    <Frame
      page={{
        ...page,
        title: t.notFoundTitle,
        description: t.notFoundTitle,
        path: page.indexPath,
        alternates: [],
        outside: null,
      }}
      foot={null}
      head={<meta name="robots" content="noindex" />}
    >
      <div className="letter">
        <h1>{t.notFoundTitle}</h1>
        <p className="date">{t.notFoundBody}</p>
        <p>
          <a href={page.indexPath}>{t.allNotices}</a>
        </p>
      </div>
    </Frame>,
    page.language,
  )
}

const OPEN_GRAPH_LOCALES: Record<NoticeLanguage, string> = { ko: 'ko_KR', en: 'en_US', ja: 'ja_JP' }

/** A page of the public site that is made for one reader and never published: subscribing and its like. */
export function formHtml(
  page: Pick<FramedPage, 'language' | 'organisation' | 'title' | 'path' | 'alternates' | 'indexPath'>,
  children: ReactNode,
): string {
  return document(
    <Frame
      page={{ ...page, description: page.title, outside: null }}
      foot={
        <ul>
          <li>
            <a href={page.indexPath}>{publishedMessages[page.language].allNotices}</a>
          </li>
        </ul>
      }
      head={<meta name="robots" content="noindex" />}
    >
      <div className="letter">
        <h1>{page.title}</h1>
        {children}
      </div>
    </Frame>,
    page.language,
  )
}

interface FramedPage {
  language: NoticeLanguage
  organisation: string
  title: string
  description: string
  path: string
  /** Its whole address; null where it is not told to anybody. */
  outside: { url: string } | null
  alternates: Alternate[]
  indexPath: string
}

function Frame({
  page,
  itemType,
  head,
  foot,
  children,
}: {
  page: FramedPage
  /** Type of schema.org that the page is about; its parts stand in attributes, because no script may stand anywhere. */
  itemType?: string
  head?: ReactNode
  foot: ReactNode
  children: ReactNode
}) {
  const t = publishedMessages[page.language]
  const title = page.title.includes(page.organisation) ? page.title : `${page.title} · ${page.organisation}`
  return (
    <>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <meta name="description" content={page.description} />
        <meta property="og:title" content={page.title} />
        <meta property="og:description" content={page.description} />
        <meta property="og:site_name" content={page.organisation} />
        <meta property="og:locale" content={OPEN_GRAPH_LOCALES[page.language]} />
        {head}
        {page.alternates.map(({ language, path }) => (
          <link key={language} rel="alternate" hrefLang={language} href={path} />
        ))}
        {page.outside && <meta property="og:url" content={page.outside.url} />}
        <link rel="canonical" href={page.outside?.url ?? page.path} />
        {page.outside && (
          <link
            rel="alternate"
            type="application/atom+xml"
            title={siteMessages[page.language].feedTitle(page.organisation)}
            href={feedPath('atom', page.language)}
          />
        )}
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: PUBLIC_STYLE }} />
      </head>
      <body>
        <header className="top">
          <a href={page.indexPath}>{page.organisation}</a>
          {page.alternates.length > 1 && (
            <nav aria-label={t.languages}>
              <ul>
                {page.alternates.map(({ language, path }) => (
                  <li key={language}>
                    <a
                      href={path}
                      lang={language}
                      hrefLang={language}
                      aria-current={language === page.language ? 'page' : undefined}
                    >
                      {publishedMessages[language].languageName}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          )}
        </header>
        <main itemScope={itemType !== undefined || undefined} itemType={itemType}>
          {children}
        </main>
        {foot && (
          <footer className="foot">
            <nav aria-label={t.allNotices}>{foot}</nav>
          </footer>
        )}
      </body>
    </>
  )
}

function document(content: ReactNode, language: NoticeLanguage): string {
  return `<!doctype html>${renderToStaticMarkup(<html lang={language}>{content}</html>)}\n`
}
