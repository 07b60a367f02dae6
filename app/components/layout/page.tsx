import { Link, useLocation } from '@remix-run/react'
import { useId, type ReactNode } from 'react'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { shellMessages } from '#app/messages/shell.ts'

/** What a page is: its title, what to know about it in small, what can be done. */
export function PageHeader({
  title,
  above,
  meta,
  actions,
}: {
  title: ReactNode
  /** A line over the title: where one is, the reference. */
  above?: ReactNode
  /** Short facts, each an element of its own. */
  meta?: ReactNode
  actions?: ReactNode
}) {
  return (
    <header className="page-header">
      {above ? <div className="page-above">{above}</div> : null}
      <h1 className="page-title">{title}</h1>
      {meta ? <div className="page-meta">{meta}</div> : null}
      {actions ? <div className="page-actions">{actions}</div> : null}
    </header>
  )
}

/** The rooms of one thing, as plain links. */
export function PageTabs({
  label,
  tabs,
}: {
  label: string
  /** `within` is for a room with pages of its own, which is where one is on each of them. */
  tabs: { to: string; label: ReactNode; within?: boolean }[]
}) {
  const { pathname } = useLocation()
  return (
    <nav className="page-tabs" aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.to}
          to={tab.to}
          aria-current={
            pathname === tab.to
              ? 'page'
              : tab.within && pathname.startsWith(`${tab.to}/`)
                ? 'true'
                : undefined
          }
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}

/** A part of a page under its own heading, a hairline and space above it. */
export function Section({
  title,
  note,
  actions,
  id,
  children,
}: {
  title: ReactNode
  note?: ReactNode
  actions?: ReactNode
  id?: string
  children: ReactNode
}) {
  const own = useId()
  const heading = `${id ?? own}-title`
  return (
    <section className="section" id={id} aria-labelledby={heading}>
      <div className="section-head">
        <h2 id={heading}>{title}</h2>
        {note ? <p className="section-note">{note}</p> : null}
        {actions ? <div className="section-actions">{actions}</div> : null}
      </div>
      {children}
    </section>
  )
}

/**
 * Around a table that may be wider than a phone: scrolls by itself, and takes the focus so that it scrolls by keys as
 * well. `label` says what it holds.
 */
export function TableScroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="table-scroll" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}

/** An empty list that teaches: what will stand here, what a first entry looks like, and one button. */
export function EmptyState({
  title,
  text,
  example,
  action,
}: {
  title: ReactNode
  text?: ReactNode
  example?: ReactNode
  action?: ReactNode
}) {
  const t = useMessages(shellMessages)
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {text ? <p className="empty-text">{text}</p> : null}
      {example ? (
        <div className="empty-example">
          <span className="empty-example-label">{t.example}</span>
          {example}
        </div>
      ) : null}
      {action}
    </div>
  )
}

/** "Saved 09:31", read out when it changes. `savedAt` is epoch ms; null shows nothing yet keeps its place. */
export function StatusLine({ savedAt, saving = false }: { savedAt: number | null; saving?: boolean }) {
  const t = useMessages(shellMessages)
  const { zone } = useReader()
  const time =
    savedAt === null
      ? ''
      : new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
          savedAt,
        )
  return (
    <p role="status" className="status-line">
      {saving ? (
        t.saving
      ) : savedAt === null ? null : (
        <>
          <svg viewBox="0 0 14 14" fill="none" stroke="currentColor" strokeWidth="1.8" aria-hidden="true">
            <path d="M2.5 7.5l3 3 6-7" />
          </svg>
          {t.saved(time)}
        </>
      )}
    </p>
  )
}

/** One sentence about what was just done, above the page until the next one. */
export function Toast({ children }: { children: ReactNode }) {
  return (
    <div role="status" className="toast no-print">
      {children}
    </div>
  )
}

/** Something to know (plain) or to do now (urgent), beside the text it concerns. */
export function NoticeBox({
  title,
  urgent = false,
  children,
}: {
  title?: ReactNode
  urgent?: boolean
  children?: ReactNode
}) {
  return (
    <div className={urgent ? 'notice-box notice-box-urgent' : 'notice-box'}>
      {title ? <p className="notice-box-title">{title}</p> : null}
      {children}
    </div>
  )
}

/**
 * Asks before something is destroyed and names it. Opens without script; the form inside is the caller's, its submit
 * button `className="button button-danger"`.
 */
export function Confirm({
  summary,
  destroys,
  children,
}: {
  /** The verb that opens it: "Remove incident …". */
  summary: ReactNode
  /** Everything that goes, by name and number. */
  destroys: ReactNode[]
  /** The form with the button that does it, and what could be undone. */
  children: ReactNode
}) {
  const t = useMessages(shellMessages)
  return (
    <details className="confirm">
      <summary className="button">{summary}</summary>
      <div className="confirm-body">
        <p>{t.destroys}</p>
        <ul>
          {destroys.map((thing, index) => (
            <li key={index}>{thing}</li>
          ))}
        </ul>
        {children}
      </div>
    </details>
  )
}
