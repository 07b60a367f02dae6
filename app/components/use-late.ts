import { useEffect, useState } from 'react'

/**
 * What a page can do without at first, fetched as soon as what it is opened for works: null until it is there. Where it
 * cannot be had it stays null, so nothing that people came for may hang on it.
 *
 * @param isTime whether the rest works
 * @param load a function that stays the same
 */
export function useLate<Late>(isTime: boolean, load: () => Promise<Late>): Late | null {
  const [late, setLate] = useState<{ is: Late } | null>(null)
  useEffect(() => {
    if (!isTime) return
    load().then(
      (is) => setLate({ is }),
      () => undefined,
    )
  }, [isTime, load])
  return late?.is ?? null
}
