import { Link, useLocation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { KeyboardKeys } from '#app/components/keyboard.tsx'
import { Palette } from '#app/components/palette.tsx'
import { nameIn, useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { roleMessages } from '#app/messages/roles.ts'
import { searchMessages } from '#app/messages/search.ts'
import { shellMessages } from '#app/messages/shell.ts'
import { paths } from '#app/paths.ts'
import { Mark, PlaceIcon, type PlaceName } from './mark.tsx'

interface Place {
  name: PlaceName
  to: string
}

const PLACES: Place[] = [
  { name: 'home', to: paths.home() },
  { name: 'incidents', to: paths.incidents() },
  { name: 'trends', to: paths.trends() },
  { name: 'notices', to: paths.notices() },
  { name: 'actions', to: paths.actions() },
  { name: 'settings', to: paths.settings() },
]

function isCurrent(place: Place, pathname: string): boolean {
  return place.to === '/' ? pathname === '/' : pathname === place.to || pathname.startsWith(`${place.to}/`)
}

function PlaceLink({
  place,
  className,
  openCount = 0,
}: {
  place: Place
  className?: string
  openCount?: number
}) {
  const t = useMessages(shellMessages)
  const { pathname } = useLocation()
  return (
    <Link to={place.to} className={className} aria-current={isCurrent(place, pathname) ? 'page' : undefined}>
      <PlaceIcon place={place.name} />
      {t.places[place.name]}
      {place.name === 'incidents' && openCount > 0 ? (
        <span className="rail-count">
          <span aria-hidden="true">{openCount}</span>
          <span className="visually-hidden">, {t.openCount(openCount)}</span>
        </span>
      ) : null}
    </Link>
  )
}

/** Leads to the search page; with script it opens the palette over the page instead. */
function SearchLink({ className }: { className: string }) {
  const t = useMessages(searchMessages)
  return (
    <Link to={paths.search()} className={className} data-opens-palette="" data-wakes="">
      <svg viewBox="0 0 18 18" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
        <circle cx="8" cy="8" r="5" />
        <path d="M12 12l4 4" strokeLinecap="round" />
      </svg>
      <span>{t.title}</span>
      <kbd aria-hidden="true">⌘K</kbd>
    </Link>
  )
}

/** Korean or English, remembered. A plain form: works without script. */
function LanguageChoice() {
  const t = useMessages(shellMessages)
  const { language } = useReader()
  const { pathname, search } = useLocation()
  return (
    <form method="post" action={paths.language()}>
      <input type="hidden" name="next" value={pathname + search} />
      <fieldset className="choice">
        <legend>{t.language}</legend>
        <button name="language" value="ko" lang="ko" aria-pressed={language === 'ko'}>
          한국어
        </button>
        <button name="language" value="en" lang="en" aria-pressed={language === 'en'}>
          English
        </button>
      </fieldset>
    </form>
  )
}

/** Light, dark, or as the system says. A plain form: works without script. */
function ThemeChoice() {
  const t = useMessages(shellMessages)
  const { theme = 'auto' } = useReader()
  const { pathname, search } = useLocation()
  return (
    <form method="post" action={paths.theme()}>
      <input type="hidden" name="next" value={pathname + search} />
      <fieldset className="choice">
        <legend>{t.theme.label}</legend>
        {(['auto', 'light', 'dark'] as const).map((choice) => (
          <button key={choice} name="theme" value={choice} aria-pressed={theme === choice}>
            {t.theme[choice]}
          </button>
        ))}
      </fieldset>
    </form>
  )
}

function AccountMenu() {
  const t = useMessages(shellMessages)
  const roles = useMessages(roleMessages)
  const { user } = useReader()
  if (!user) return null
  return (
    <details className="account" data-wakes="">
      <summary>
        <span className="visually-hidden">{t.account}: </span>
        <span className="account-name">{user.name}</span>
        <svg
          width="10"
          height="10"
          viewBox="0 0 10 10"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          aria-hidden="true"
        >
          <path d="M1.5 3.5l3.5 3.5 3.5-3.5" />
        </svg>
      </summary>
      <div className="account-menu">
        <p className="account-menu-role">{roles[user.role]}</p>
        <LanguageChoice />
        <ThemeChoice />
        <div className="account-menu-row">
          <Link to={paths.actions()}>{t.places.actions}</Link>
          <Link to={paths.settings()}>{t.places.settings}</Link>
          <Link to={paths.account()}>{t.accountSettings}</Link>
          <Link to={paths.signOut()}>{t.signOut}</Link>
        </div>
      </div>
    </details>
  )
}

/**
 * The frame of every signed-in page: rail at the left, on a phone a bar on top and four places at the bottom. The skip
 * link stands in the document around it (root.tsx). `openCount` is the number of open incidents.
 */
export function Shell({
  children,
  openCount = 0,
  narrow = false,
}: {
  children: ReactNode
  openCount?: number
  /** For forms and prose. */
  narrow?: boolean
}) {
  const t = useMessages(shellMessages)
  const { language, organisation } = useReader()
  const name = (organisation && nameIn(language, organisation)) || 'Sagwa'
  const mayLog = useMay('log_incident')
  return (
    <div className="shell">
      <header className="rail">
        <Link to={paths.home()} className="rail-mark">
          <Mark />
          {name}
        </Link>
        <SearchLink className="rail-search" />
        <nav aria-label={t.places.label} className="rail-links">
          {PLACES.map((place) => (
            <PlaceLink key={place.name} place={place} className="rail-link" openCount={openCount} />
          ))}
        </nav>
        <div className="rail-foot">
          <AccountMenu />
        </div>
      </header>
      <header className="top-bar">
        <Link to={paths.home()} className="rail-mark">
          <Mark />
          {name}
        </Link>
        <SearchLink className="top-bar-search" />
        <AccountMenu />
      </header>
      <main id="main" className={narrow ? 'page page-narrow' : 'page'} tabIndex={-1}>
        {children}
      </main>
      <nav aria-label={t.places.label} className="tab-bar">
        {PLACES.slice(0, 4).map((place) => (
          <PlaceLink key={place.name} place={place} openCount={openCount} />
        ))}
      </nav>
      <Palette />
      <KeyboardKeys newIncident={mayLog ? paths.newIncident() : undefined} />
    </div>
  )
}

/** The frame of the pages before signing in: the mark, the page, and the choice of language. */
export function Front({ children }: { children: ReactNode }) {
  const { language, organisation } = useReader()
  return (
    <div className="front">
      <header className="front-mark">
        <Mark />
        {(organisation && nameIn(language, organisation)) || 'Sagwa'}
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer className="small">
        <LanguageChoice />
      </footer>
    </div>
  )
}
