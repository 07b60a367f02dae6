/** The languages in which an organisation may speak in public. The tool itself is read in the first two. */
export const NOTICE_LANGUAGES = ['ko', 'en', 'ja'] as const
export type NoticeLanguage = (typeof NOTICE_LANGUAGES)[number]
