import { dayOf } from './coverage.ts'
import type { Factor } from './factors.ts'
import type { KeptIncident } from './trend-figures.ts'
import { MOST_REFERENCES, type Repeat } from './trend-shape.ts'

/** So many are told, the most frequent ones. */
const MOST_REPEATS = 30

interface Found {
  kind: Repeat['kind']
  text: string
  factors: Factor[]
  incidents: { reference: string; day: string }[]
}

/**
 * Incidents that look alike: users said or saw the same, or the same factors came together. Words count as the same
 * whatever their case, width and spaces, and whatever stands at their end. An incident is once in a group.
 *
 * @param years oldest first; null for a year whose incidents are too many to list, and then nothing can be said
 */
export function repeatsOf(
  years: readonly { year: number; incidents: readonly KeptIncident[] | null }[],
): Repeat[] | null {
  const groups = new Map<string, Found>()
  for (const { year, incidents } of years) {
    if (incidents === null) return null
    for (const incident of incidents) {
      const here = { reference: incident.reference, day: dayOf(year, incident.day) }
      for (const [kind, texts] of [
        ['symptom', incident.symptoms],
        ['error', incident.errors],
      ] as const) {
        const own = new Map(texts.map((text) => [normalised(text), text] as const))
        for (const [key, text] of own) {
          if (key !== '') join(groups, `${kind} ${key}`, { kind, text, factors: [] }, here)
        }
      }
      const factors = incident.factors.filter((factor) => factor !== 'not_known')
      if (factors.length > 0) {
        join(groups, `factors ${factors.join(' ')}`, { kind: 'factors', text: '', factors }, here)
      }
    }
  }
  const repeated = [...groups.values()].filter(({ incidents }) => incidents.length > 1)
  return withoutTranslations(repeated)
    .sort((a, b) => b.incidents.length - a.incidents.length || (lastDay(b) < lastDay(a) ? -1 : 1))
    .slice(0, MOST_REPEATS)
    .map(({ incidents, ...found }) => ({
      ...found,
      count: incidents.length,
      references: incidents.slice(0, MOST_REFERENCES).map(({ reference }) => reference),
      firstDay: incidents[0]!.day,
      lastDay: incidents.at(-1)!.day,
    }))
}

/** Two texts with the same form are taken to say the same. */
function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\s.!?…,;:]+$/u, '')
    .trim()
}

function join(
  groups: Map<string, Found>,
  key: string,
  found: Omit<Found, 'incidents'>,
  here: { reference: string; day: string },
): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, { ...found, incidents: [here] })
  else Object.assign(group, { text: found.text }).incidents.push(here)
}

/** What is written in Korean and in English about the same incidents is one repeat. */
function withoutTranslations(groups: readonly Found[]): Found[] {
  const seen = new Set<string>()
  return groups.filter(({ kind, incidents }) => {
    const key = `${kind} ${incidents.map(({ reference }) => reference).join(' ')}`
    if (kind !== 'factors' && seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function lastDay({ incidents }: Found): string {
  return incidents.at(-1)!.day
}
