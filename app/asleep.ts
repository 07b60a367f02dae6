import { createContext, useContext } from 'react'

/**
 * Whether this document sleeps: it was sent to be read, and its script is fetched when the reader does something that
 * needs it. In the browser it stays what the server made of the document.
 */
export const AsleepContext = createContext(false)

/** See `AsleepContext`. */
export function useAsleep(): boolean {
  return useContext(AsleepContext)
}

/** What a route exports as `handle` so that its page sleeps: all that matters on it are words, links and forms. */
export const READING = { reading: true } as const

/** Whether a route's `handle` says that its page is for reading. */
export function isForReading(handle: unknown): boolean {
  return typeof handle === 'object' && handle !== null && 'reading' in handle && handle.reading === true
}

/** What the document hears when React has taken it over. */
export const AWAKE = 'sagwa:awake'

/** Of a script that no browser runs, until its text is put into one that it does. */
export const SLEEPING = 'text/sagwa-sleeping'
