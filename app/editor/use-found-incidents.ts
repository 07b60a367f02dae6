import { useEffect, useState } from 'react'
import { paths } from '#app/paths.ts'

/** An incident that can be referred to. */
export interface FoundReference {
  reference: string
  title: string
}

/** A pause in typing after which it is worth asking: ms. */
const PAUSE = 120
const MOST = 8

/**
 * The incidents that somebody may mean by these letters: the newest ones without any, those whose reference begins so,
 * and those in which the words are found. Null while nobody asks; `waiting` until the newest letters are answered.
 */
export function useFoundIncidents(query: string | null): { found: FoundReference[]; waiting: boolean } {
  const [newest, setNewest] = useState<FoundReference[] | null>(null)
  const [answer, setAnswer] = useState<{ query: string; found: FoundReference[] } | null>(null)
  const isAsked = query !== null
  useEffect(() => {
    if (!isAsked) return
    const asking = new AbortController()
    void fetchReferences(paths.incidentsAs('json'), asking.signal).then(setNewest, () => undefined)
    return () => asking.abort()
  }, [isAsked])
  useEffect(() => {
    if (query === null || query === '') return
    const asking = new AbortController()
    const timer = setTimeout(() => {
      const address = `${paths.searchAs('json')}?${new URLSearchParams({ q: query, limit: String(MOST) })}`
      void fetchReferences(address, asking.signal)
        .catch(() => [])
        .then((found) => {
          if (!asking.signal.aborted) setAnswer({ query, found })
        })
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [query])
  if (query === null) return { found: [], waiting: false }
  const known = newest ?? []
  if (query === '') return { found: known.slice(0, MOST), waiting: newest === null }
  const begins = known.filter(({ reference }) => reference.startsWith(query))
  // Until the new answer is there, what was found for fewer letters is better than nothing.
  const others = (answer?.found ?? []).filter(({ reference }) =>
    begins.every((one) => one.reference !== reference),
  )
  const fits = answer !== null && query.startsWith(answer.query)
  return { found: [...begins, ...(fits ? others : [])].slice(0, MOST), waiting: answer?.query !== query }
}

async function fetchReferences(address: string, signal: AbortSignal): Promise<FoundReference[]> {
  const response = await fetch(address, { signal })
  if (!response.ok) throw new Error(String(response.status))
  const { incidents } = (await response.json()) as { incidents: FoundReference[] }
  return incidents.map(({ reference, title }) => ({ reference, title }))
}
