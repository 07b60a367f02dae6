import type { Language } from '#app/messages/define.ts'

const COOKIE = 'sagwa_language'
const ONE_YEAR_SECONDS = 31_536_000

function isLanguage(text: string | undefined | null): text is Language {
  return text === 'ko' || text === 'en'
}

/**
 * The language in which to answer: the choice made in this browser, else the one kept with the account, else the first
 * language of the browser that Sagwa speaks (by weight, then by order), else English.
 */
export function languageOf(request: Request, user?: { language: Language | null } | null): Language {
  const chosen = cookieValue(request.headers.get('cookie'), COOKIE)
  if (isLanguage(chosen)) return chosen
  if (isLanguage(user?.language)) return user.language
  return acceptedLanguage(request.headers.get('accept-language')) ?? 'en'
}

/** The first of Sagwa's languages in an `Accept-Language` header (RFC 9110, section 12.5.4), or undefined. */
export function acceptedLanguage(header: string | null): Language | undefined {
  const ranges = (header ?? '').split(',').map((part, order) => {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
    const weight = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean)
    return { language: range.trim().split('-')[0], weight: weight === undefined ? 1 : Number(weight), order }
  })
  ranges.sort((a, b) => b.weight - a.weight || a.order - b.order)
  for (const { language, weight } of ranges) if (weight > 0 && isLanguage(language)) return language
  return undefined
}

/** The `Set-Cookie` value that remembers a choice of language for a year. `secure` when people come by https. */
export function languageCookie(language: Language, secure: boolean): string {
  return `${COOKIE}=${language}; Path=/; Max-Age=${ONE_YEAR_SECONDS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

function cookieValue(header: string | null, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const separator = pair.indexOf('=')
    if (separator !== -1 && pair.slice(0, separator).trim() === name) return pair.slice(separator + 1).trim()
  }
  return undefined
}
