import type { z } from 'zod'
import type { NoticeLanguage } from '#app/domain/language.ts'
import type { noticeTextInput } from '#app/domain/record-input.ts'

/** The form's names of what the model calls by language and part. */
export const NOTICE_FIELD_NAMES = {
  'ko.title': 'title_ko',
  'ko.body': 'body_ko',
  'en.title': 'title_en',
  'en.body': 'body_en',
  'ja.title': 'title_ja',
  'ja.body': 'body_ja',
  ko: 'words_ko',
  en: 'words_en',
  ja: 'words_ja',
}

/** A draft as a form sent it, in the languages of the organisation. */
export function draftOf(typed: z.output<typeof noticeTextInput>, languages: readonly NoticeLanguage[]) {
  const all = {
    ko: { title: typed.title_ko, body: typed.body_ko },
    en: { title: typed.title_en, body: typed.body_en },
    ja: { title: typed.title_ja, body: typed.body_ja },
  }
  const words = { ko: typed.words_ko, en: typed.words_en, ja: typed.words_ja }
  return {
    version: typed.version,
    texts: Object.fromEntries(languages.map((language) => [language, all[language]])),
    // Before the first publication there is nothing to correct, and the form asks for none.
    ...(typed.kind === undefined
      ? {}
      : {
          kind: typed.kind,
          correction: Object.fromEntries(languages.map((language) => [language, words[language]])),
        }),
  }
}
