import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { publishedMessages } from '#app/messages/published.ts'
import type { BodyHtml } from './markdown.ts'
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
  alternates: Alternate[]
  markdownPath: string
  indexPath: string
  earlier: { number: number; path: string }[]
}

/** The letter: a notice as a complete HTML document. */
export function noticeHtml(page: NoticePage): string {
  const t = publishedMessages[page.language]
  return document(
    <Frame
      page={page}
      head={
        <>
          <meta property="og:type" content="article" />
          {page.published?.machine && (
            <meta property="article:published_time" content={page.published.machine} />
          )}
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
          {page.earlier.map(({ number, path }) => (
            <li key={number}>
              <a href={path}>
                {t.earlierVersions}: {t.version(number)}
              </a>
            </li>
          ))}
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
    </Frame>,
    page.language,
  )
}

function Letter({ page }: { page: NoticePage }) {
  const t = publishedMessages[page.language]
  return (
    <>
      {page.corrections.map((correction) => (
        <section
          className="box"
          key={correction.before.number}
          aria-labelledby={`c${correction.before.number}`}
        >
          <h2 id={`c${correction.before.number}`}>
            {t.correction} <Time words={correction.published} />
          </h2>
          <p>{correction.text}</p>
          <p>
            <a href={correction.before.path}>{t.correctedFrom(correction.before.number)}</a>
          </p>
        </section>
      ))}
      <article className="letter">
        <p className={page.ongoing ? 'kind now' : 'kind'}>{page.kind}</p>
        <h1>{page.title}</h1>
        <p className="date">
          {page.published ? <Time words={page.published} /> : t.draft}
          {page.number > 1 && ` · ${t.version(page.number)}`}
        </p>
        <div dangerouslySetInnerHTML={{ __html: page.body.opening }} />
        {page.facts.length > 0 && <Facts rows={page.facts} label={t.facts} />}
        <div dangerouslySetInnerHTML={{ __html: page.body.sections }} />
        <p className="sign">{page.organisation}</p>
      </article>
    </>
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

function Time({ words }: { words: TimeWords }) {
  return words.machine ? <time dateTime={words.machine}>{words.text}</time> : <>{words.text}</>
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
  /** Newest first; the year is null for notices whose start is not known. */
  years: { year: number | null; entries: IndexEntry[] }[]
}

/** The list of all notices by year. */
export function indexHtml(page: IndexPage): string {
  const t = publishedMessages[page.language]
  const title = t.indexTitle(page.organisation)
  return document(
    <Frame page={{ ...page, title, description: title }} foot={null}>
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

interface FramedPage {
  language: NoticeLanguage
  organisation: string
  title: string
  description: string
  path: string
  alternates: Alternate[]
  indexPath: string
}

function Frame({
  page,
  head,
  foot,
  children,
}: {
  page: FramedPage
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
        <link rel="canonical" href={page.path} />
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
        <main>{children}</main>
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
