import { createContext, useContext, type ReactNode } from 'react'
import { may, type Deed, type ROLES } from '#app/domain/roles.ts'
import { inLanguage, type NoticeLanguage } from '#app/domain/language.ts'
import type { Catalogue, Language, SameMessages } from '#app/messages/define.ts'

export type Role = (typeof ROLES)[number]

/** The reader's choice of light and dark; `auto` follows the system. */
export type Theme = 'auto' | 'light' | 'dark'

/** Who reads the page, in which language and zone, and since when it is the present. */
export interface Reader {
  language: Language
  /** IANA zone in which times are shown: the organisation's. */
  zone: string
  user: { name: string; role: Role } | null
  organisation: { nameKo: string; nameEn: string; languages: NoticeLanguage[] } | null
  /** Epoch milliseconds at which the server made the page, so that server and browser render the same "now". */
  now: number
  theme?: Theme
}

const ReaderContext = createContext<Reader | null>(null)

/** Hands the reader to every component below; the root puts it around the whole page. */
export function ReaderProvider({ reader, children }: { reader: Reader; children: ReactNode }) {
  return <ReaderContext.Provider value={reader}>{children}</ReaderContext.Provider>
}

/** The reader of this page. Throws when no `ReaderProvider` is above, which is a defect of the page. */
export function useReader(): Reader {
  const reader = useContext(ReaderContext)
  if (!reader) throw new Error('useReader needs a ReaderProvider above it')
  return reader
}

/** The texts of a room in the reader's language. */
export function useMessages<T>(catalogue: Catalogue<T>): SameMessages<T> {
  return catalogue[useReader().language]
}

/**
 * Whether the reader may do this. It only decides what is worth showing: every loader and action checks the role again
 * on the server.
 */
export function useMay(deed: Deed): boolean {
  const { user } = useReader()
  return user !== null && may(user.role, deed)
}

/** Whether the organisation publishes notices in a language, so that texts in it are worth asking for. */
export function usePublishesIn(language: NoticeLanguage): boolean {
  return useReader().organisation?.languages.includes(language) ?? false
}

/** The name of a thing in the reader's language; another one where it is empty. */
export function nameIn(
  language: Language,
  names: { nameKo: string; nameEn: string; nameJa?: string },
): string {
  return inLanguage(language, names)
}
