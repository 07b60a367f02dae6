import { choiceCookie, choiceOf } from '#app/choices.server.ts'
import type { Language } from '#app/messages/define.ts'

const COOKIE = 'sagwa_language'

/** Whether `value` is a language of the tool. */
export function isLanguage(value: unknown): value is Language {
  return value === 'ko' || value === 'en'
}

/**
 * The language in which to answer: the choice made in this browser, else the one kept with the account, else the first
 * language of the browser that Sagwa speaks (by weight, then by order), else English.
 */
export function languageOf(request: Request, user?: { language: Language | null } | null): Language {
  const chosen = choiceOf(request, COOKIE)
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

/**
 * The `Set-Cookie` value that remembers a choice of language for a year; null forgets it. `secure` when people come by
 * https.
 */
export function languageCookie(language: Language | null, secure: boolean): string {
  return choiceCookie(COOKIE, language, secure)
}
