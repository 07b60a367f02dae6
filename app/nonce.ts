import { createContext, useContext } from 'react'

/** The nonce of this answer's inline scripts. Browsers hide it after reading, so in the browser it is undefined. */
export const NonceContext = createContext<string | undefined>(undefined)

/** The nonce for `<Scripts>` and its like; undefined in the browser. */
export function useNonce(): string | undefined {
  return useContext(NonceContext)
}
