import { NOTICE_LANGUAGES, type NoticeLanguage } from './language.ts'

/** What of an incident can be put in other words for the public. */
export const WORDING_PARTS = ['title', 'cause', 'scope', 'compensation'] as const
export type WordingPart = (typeof WORDING_PARTS)[number]

/** A text per language; empty where it was not written in that language. */
export type WordsByLanguage = Record<NoticeLanguage, string>

/** Several lines of a part are several items. */
export type PublicWording = Record<WordingPart, WordsByLanguage>

/** A cause that somebody says it was not: a noun phrase such as "a traffic surge". */
export interface DeniedCause {
  id: string
  version: number
  textKo: string
  textEn: string
  textJa: string
  saidBy: string
  /** What was measured, from what source; never published. Empty as long as the denial is only asserted. */
  evidence: string
}

/** Nothing written in any language. */
export const NO_WORDS: Readonly<WordsByLanguage> = { ko: '', en: '', ja: '' }

/** The wording of an incident that nobody has put in public words yet. */
export const NO_WORDING: Readonly<PublicWording> = {
  title: NO_WORDS,
  cause: NO_WORDS,
  scope: NO_WORDS,
  compensation: NO_WORDS,
}

/** The words of a denied cause by language. */
export function deniedWords({
  textKo,
  textEn,
  textJa,
}: Pick<DeniedCause, 'textKo' | 'textEn' | 'textJa'>): WordsByLanguage {
  return { ko: textKo, en: textEn, ja: textJa }
}

/**
 * Whether a text was put in public words in any language. From then on the internal words are not used in any: what
 * was reworded in one language was not meant to be read as it stands in another.
 */
export function isWorded(words: Partial<WordsByLanguage>): boolean {
  return NOTICE_LANGUAGES.some((language) => (words[language] ?? '').trim() !== '')
}
