import type { NoticeLanguage, ToolLanguage } from '#app/domain/language.ts'

/** The languages of the tool. Every text that people see exists in both. */
export type Language = ToolLanguage

/** A text, or a small function that makes one from values, or a named group of them. */
type MessageTree = { readonly [key: string]: string | ((...values: never[]) => string) | MessageTree }

/** The same keys and the same parameters with the texts themselves left open. */
export type SameMessages<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : SameMessages<T[K]>
}

/** A catalogue: one tree of messages per language, both of one shape. */
export type Catalogue<T> = { readonly [L in Language]: SameMessages<T> }

/**
 * Declares the texts of one room of the product. English gives the shape; Korean has to follow it, key by key and
 * parameter by parameter, or the type check fails. Nothing happens at run time.
 */
export function defineMessages<const T extends MessageTree>(messages: {
  en: T
  ko: NoInfer<SameMessages<T>>
}): Catalogue<T> {
  return messages as unknown as Catalogue<T>
}

/** The same for texts that the public reads: they exist in every language in which an organisation may speak. */
export function definePublicMessages<const T extends MessageTree>(messages: {
  en: T
  ko: NoInfer<SameMessages<T>>
  ja: NoInfer<SameMessages<T>>
}): { readonly [L in NoticeLanguage]: SameMessages<T> } {
  return messages as unknown as { readonly [L in NoticeLanguage]: SameMessages<T> }
}
