/**
 * Which incidents were like another one, and why. A plain count of what two records share, so that everybody can check
 * it: the same error text weighs most, because programs repeat themselves word for word; a shared word, factor, service
 * or surface is a hint each. What only shares the service and the surface is not similar yet.
 */
import { stemmer } from 'stemmer'
import type { Factor } from './factors.ts'
import type { Surface } from './symptoms.ts'

/** What of an incident is compared. */
export interface Comparable {
  /** Error messages as users or logs showed them. */
  errorTexts: readonly string[]
  /** Title and symptoms, in whatever languages they are. */
  texts: readonly string[]
  factors: readonly Factor[]
  serviceIds: readonly string[]
  surfaces: readonly Surface[]
}

/** What two incidents share. Words and error texts as the asking one has them. */
export interface Shared {
  errorTexts: string[]
  words: string[]
  factors: Factor[]
  serviceIds: string[]
  surfaces: Surface[]
}

const WEIGHTS = { errorTexts: 6, words: 2, factors: 2, serviceIds: 1, surfaces: 1 } as const
/** Beyond these, more of the same says nothing new. */
const MOST = { errorTexts: 1, words: 3, factors: 2, serviceIds: 1, surfaces: 1 } as const

/** From this score on two incidents are worth being named together. */
export const SIMILAR_FROM = 3

/** What `other` shares with `asked`, and how much that weighs, 0 to 18. */
export function similarity(asked: Comparable, other: Comparable): { score: number; shared: Shared } {
  const theirErrors = other.errorTexts.map(errorShape).filter((shape) => shape !== '')
  const theirWords = tellingWords(other.texts)
  const shared: Shared = {
    errorTexts: asked.errorTexts.filter((text) => {
      const ours = errorShape(text)
      return ours !== '' && theirErrors.some((theirs) => isSameError(ours, theirs))
    }),
    words: [...tellingWords(asked.texts)].filter(([key]) => theirWords.has(key)).map(([, word]) => word),
    factors: asked.factors.filter((factor) => factor !== 'not_known' && other.factors.includes(factor)),
    serviceIds: asked.serviceIds.filter((id) => other.serviceIds.includes(id)),
    surfaces: [...new Set(asked.surfaces)].filter(
      (surface) => surface !== 'other' && other.surfaces.includes(surface),
    ),
  }
  const score = (Object.keys(WEIGHTS) as (keyof Shared)[]).reduce(
    (sum, key) => sum + WEIGHTS[key] * Math.min(MOST[key], shared[key].length),
    0,
  )
  return { score, shared }
}

/** An error text without what changes from one time to the next: numbers, addresses, letter case. */
function errorShape(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\b0x[0-9a-f]+\b|\b[0-9a-f]{8,}\b|[0-9]+/g, '#')
    .replace(/\s+/g, ' ')
    .trim()
}

/** One may be cut out of the other, where enough of it is left to mean something. */
function isSameError(one: string, other: string): boolean {
  if (one === other) return true
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return short.length >= 12 && long.includes(short)
}

const WORD =
  /[\p{Script=Hangul}]+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]+|[a-z][a-z0-9]*/gu
const KOREAN_ENDING =
  /(?<=..)(?:에서는|에서도|으로는|에서|에게|으로|까지|부터|이나|이랑|하고|은|는|이|가|을|를|의|에|도|로|와|과|만|께)$/u

/** Words that stand in every second title and tell nothing. */
const SAYS_NOTHING = new Set(
  (
    'the and for not are was were that this with from have has had can cannot could all some any users user ' +
    'incident outage service services problem problems issue issues error errors fail fails failed failing failure ' +
    'due does did but into only when while been being its our their ' +
    '장애 서비스 문제 발생 오류 에러 사용자 일부 전체 현상 관련 대한 안됨 됩니다 합니다 있음 없음 해요 돼요'
  )
    .split(' ')
    .map((word) => keyOf(word)),
)

/**
 * The words by which an incident is remembered, each under a key that its other forms share: English ones by their stem,
 * Korean ones without the particle behind them. In the order in which they stand.
 */
export function tellingWords(texts: readonly string[]): Map<string, string> {
  const words = new Map<string, string>()
  for (const text of texts) {
    for (const [word] of text.normalize('NFKC').toLowerCase().matchAll(WORD)) {
      const key = keyOf(word)
      const latin = /^[a-z]/.test(word)
      if ([...key].length < (latin ? 3 : 2) || SAYS_NOTHING.has(key) || words.has(key)) continue
      words.set(key, latin ? word : key)
    }
  }
  return words
}

function keyOf(word: string): string {
  if (/^[a-z]/.test(word)) return stemmer(word)
  return word.replace(KOREAN_ENDING, '')
}
