/** What an incident is called by: the year in the organisation's zone and a running number within it. */
export interface Reference {
  year: number
  number: number
}

/** `2020-002`: at least three digits, so that references of a year sort as text up to 999. */
export function formatReference(year: number, number: number): string {
  return `${String(year).padStart(4, '0')}-${String(number).padStart(3, '0')}`
}

/** Reads exactly what `formatReference` writes (spaces around it aside); null for anything else. */
export function parseReference(text: string): Reference | null {
  const match = /^(\d{4})-(\d{3,9})$/.exec(text.trim())
  if (match === null) return null
  const reference = { year: Number(match[1]), number: Number(match[2]) }
  if (reference.year < 1000 || reference.number < 1) return null
  return formatReference(reference.year, reference.number) === match[0] ? reference : null
}
