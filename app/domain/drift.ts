import type { Fact, FactValue, FrozenFacts } from './facts.ts'
import { MINUTE } from './instant.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage } from './language.ts'
import { earliest, latest, type TimeValue } from './markers.ts'

type Words = Partial<Record<NoticeLanguage, string>>

/** A published fact that the record no longer supports. */
export interface Drift {
  key: string
  /** `gone`: the record knows nothing of it any more. `appeared`: it was not known when the notice said so. */
  kind: 'changed' | 'gone' | 'appeared'
  /** What the notice says, in the languages it was published in. */
  said: Words
  /** What the record says now; a list has one entry per line. */
  known: Words
}

/** A drift that somebody decided to leave as it is. */
export interface KeptDrift {
  revision: number
  factKey: string
  /** What the record said then. */
  known: Words
  reason: string
  keptAt: number
  keptBy: string
}

/** Who speaks and how to reach them changes for reasons of its own; that makes no old notice wrong. */
const NOT_ABOUT_THE_INCIDENT = new Set(['organisation.name', 'organisation.contact', 'incident.reference'])

/** Facts that are written out of other facts, which a drift names instead. */
const DERIVED: Record<string, readonly string[]> = {
  'impact.window': ['impact.start', 'impact.end'],
  'impact.date': ['impact.start'],
}

/**
 * What the newest revision says against what the record says now, in the order of the facts. The same value in other
 * words is no drift, nor is a list whose items differ only in spaces, punctuation, letter case or order; a range that
 * still holds the value is none, nor an "about" within its reach. Words are not compared by likeness: one syllable can
 * turn a sentence into its opposite.
 *
 * @param frozen what the revision froze; facts that it did not use are not compared
 * @param languages those the revision was published in
 */
export function driftOf(
  frozen: FrozenFacts,
  facts: readonly Fact[],
  languages: readonly NoticeLanguage[] = NOTICE_LANGUAGES,
): Drift[] {
  const now = new Map<string, Fact>(facts.map((fact) => [fact.key, fact]))
  const found: Drift[] = []
  for (const [key, said] of Object.entries(frozen)) {
    if (NOT_ABOUT_THE_INCIDENT.has(key)) continue
    const fact = now.get(key)
    const before = wordsOf(languages, (language) => said[language] ?? '')
    const form = key === 'impact.duration' && !isKnown(fact) ? now.get('impact.duration.rounded') : fact
    const after = wordsOf(languages, (language) => form?.texts[language].join('\n') ?? '')
    const kind = difference(key, before, after, said.value ?? null, fact?.value ?? null, frozen)
    if (kind) found.push({ key, kind, said: before, known: after })
  }
  const exact = found.find(({ key }) => key === 'impact.duration')
  const rounded = Object.values(frozen['impact.duration.rounded'] ?? {}).some((text) => isText(text))
  return found.filter(
    (drift) =>
      !DERIVED[drift.key]?.some((source) => source in frozen) &&
      // The length is one fact in two forms, of which a notice prints one.
      !(drift === exact && drift.kind === 'appeared' && rounded) &&
      !(drift.key === 'impact.duration.rounded' && exact && exact.kind !== 'appeared'),
  )
}

function isKnown(fact: Fact | undefined): boolean {
  return fact !== undefined && Object.values(fact.texts).some((texts) => texts.length > 0)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

/** The drifts that nobody has decided on. A change of the record after the decision asks again. */
export function undecided(drifts: readonly Drift[], kept: readonly KeptDrift[], revision: number): Drift[] {
  return drifts.filter(
    (drift) =>
      !kept.some(
        (decision) =>
          decision.revision === revision &&
          decision.factKey === drift.key &&
          sameInAll(decision.known, drift.known),
      ),
  )
}

/** Whether a drift makes something wrong that was said; what only became known later is news. */
export function isWrong(drift: Pick<Drift, 'kind'>): boolean {
  return drift.kind !== 'appeared'
}

function wordsOf(languages: readonly NoticeLanguage[], write: (language: NoticeLanguage) => string): Words {
  return Object.fromEntries(languages.map((language) => [language, write(language)]))
}

function difference(
  key: string,
  said: Words,
  known: Words,
  saidValue: FactValue,
  value: FactValue,
  frozen: FrozenFacts,
): Drift['kind'] | null {
  const wasSaid = Object.values(said).some((text) => text !== '')
  const stillKnown = Object.values(known).some((text) => text !== '')
  if (!wasSaid) return stillKnown ? 'appeared' : null
  if (!stillKnown) return 'gone'
  if (sameWords(said, known)) return null
  if (isTime(saidValue) && isTime(value)) return timeHolds(saidValue, value) ? null : 'changed'
  if (typeof saidValue === 'number' && typeof value === 'number') {
    if (saidValue === value) return null
    return key.startsWith('impact.duration') && withinSaidRange(value, frozen) ? null : 'changed'
  }
  return 'changed'
}

/** Same words but for what no reader would call a difference, in every language that has any. */
function sameWords(said: Words, known: Words): boolean {
  return (Object.keys(said) as NoticeLanguage[]).every((language) => {
    const before = items(said[language])
    // A language whose words the record did not have said nothing.
    if (before.length === 0) return true
    const after = items(known[language])
    return before.join('\n') === after.join('\n')
  })
}

function sameInAll(a: Words, b: Words): boolean {
  return NOTICE_LANGUAGES.every((language) => (a[language] ?? '') === (b[language] ?? ''))
}

function items(text = ''): string[] {
  return text
    .split('\n')
    .map((line) =>
      line
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[\s\p{P}]+/gu, ''),
    )
    .filter((line) => line !== '')
    .sort()
}

function isTime(value: FactValue): value is TimeValue {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** How far off "about" may be before it is wrong: people say it to the quarter of an hour, and of odd minutes to five. */
function reachOfAbout(at: number): number {
  return (at % (15 * MINUTE) === 0 ? 15 : 5) * MINUTE
}

function timeHolds(said: TimeValue, now: TimeValue): boolean {
  if (said.shape === 'instant') return now.shape === 'instant' && minuteOf(said.at) === minuteOf(now.at)
  if (said.shape === 'range') return earliest(now) >= said.at && latest(now) <= said.until
  const reach = reachOfAbout(said.at)
  return Math.abs(earliest(now) - said.at) <= reach && Math.abs(latest(now) - said.at) <= reach
}

function minuteOf(at: number): number {
  return Math.floor(at / MINUTE)
}

/** Whether a length lies between what the said start and end allowed, where one of them was a range. */
function withinSaidRange(minutes: number, frozen: FrozenFacts): boolean {
  const start = frozen['impact.start']?.value ?? null
  const end = frozen['impact.end']?.value ?? null
  if (!isTime(start) || !isTime(end) || (start.shape !== 'range' && end.shape !== 'range')) return false
  const least = (earliest(end) - latest(start)) / MINUTE
  const most = (latest(end) - earliest(start)) / MINUTE
  return minutes >= least && minutes <= most
}
