/** 53 bits of a multiplicative hash (cyrb53): enough to tell the findings of one text apart, and no secret. */
function digest(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36)
}

/**
 * Gives each finding a name that stays the same when the text elsewhere changes, so that a decision about it holds: what
 * it is, the words in question, and the how-manieth of its like it is.
 *
 * @param tellingOf what else tells two findings with the same words apart
 */
export function withFingerprints<T extends { code: string; language: string | null; quote: string }>(
  findings: readonly T[],
  tellingOf: (finding: T) => string = () => '',
): (T & { fingerprint: string })[] {
  const seen = new Map<string, number>()
  return findings.map((finding) => {
    const { code, language, quote } = finding
    const words = quote.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
    const key = `${code}|${language ?? ''}|${words}|${tellingOf(finding)}`
    const nth = (seen.get(key) ?? 0) + 1
    seen.set(key, nth)
    return { ...finding, fingerprint: `${code}.${language ?? 'all'}.${digest(key)}.${nth}` }
  })
}
