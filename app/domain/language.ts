/** The languages in which an organisation may speak in public. The tool itself is read in the first two. */
export const NOTICE_LANGUAGES = ['ko', 'en', 'ja'] as const
export type NoticeLanguage = (typeof NOTICE_LANGUAGES)[number]
export type ToolLanguage = Exclude<NoticeLanguage, 'ja'>

/**
 * The name of a thing in a language; where it has none, English comes before Korean for readers of Japanese, and
 * whatever there is before nothing. Names are not translated, so another language's is right and not an invention.
 */
export function inLanguage(
  language: NoticeLanguage,
  { nameKo, nameEn, nameJa = '' }: { nameKo: string; nameEn: string; nameJa?: string },
): string {
  if (language === 'ko') return nameKo || nameEn || nameJa
  if (language === 'en') return nameEn || nameKo || nameJa
  return nameJa || nameEn || nameKo
}
