import { createContext, useContext } from 'react'
import type { Language } from '#app/messages/define.ts'

/**
 * The language in which the browser asked. For error pages only, to which Remix gives no data of the root: all others
 * know their reader. In the browser it is what the server wrote into `<html lang>`.
 */
export const RequestLanguageContext = createContext<Language>('en')

/** See `RequestLanguageContext`. */
export function useRequestLanguage(): Language {
  return useContext(RequestLanguageContext)
}
