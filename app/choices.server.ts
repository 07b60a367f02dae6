/** What a reader chose in this browser: a cookie each, for a year. Language has more to it: language.server.ts. */
import type { Theme } from '#app/components/reader.tsx'

const ONE_YEAR_SECONDS = 31_536_000
const THEME_COOKIE = 'sagwa_theme'

/** The value that a request's cookie `name` carries, or undefined. */
export function choiceOf(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const separator = pair.indexOf('=')
    if (separator !== -1 && pair.slice(0, separator).trim() === name) return pair.slice(separator + 1).trim()
  }
  return undefined
}

/**
 * The `Set-Cookie` value that remembers a choice, a plain word; null forgets it. `secure` when people come by https.
 */
export function choiceCookie(name: string, value: string | null, secure: boolean): string {
  const age = value === null ? 0 : ONE_YEAR_SECONDS
  return `${name}=${value ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

/** Whether `value` names a theme. */
export function isTheme(value: unknown): value is Theme {
  return value === 'auto' || value === 'light' || value === 'dark'
}

/** Light, dark or, without a choice, as the system says. */
export function themeOf(request: Request): Theme {
  const chosen = choiceOf(request, THEME_COOKIE)
  return isTheme(chosen) ? chosen : 'auto'
}

/** The `Set-Cookie` value that remembers a theme for a year. */
export function themeCookie(theme: Theme, secure: boolean): string {
  return choiceCookie(THEME_COOKIE, theme, secure)
}
