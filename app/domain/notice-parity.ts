import type { Claim } from './claims.ts'
import type { FindingCode, FindingSeverity } from './finding.ts'
import type { NoticeLanguage } from './language.ts'
import type { Placeholder } from './prose.ts'

/** One language of a notice, as far as the others are held against it. */
export interface LanguageSide {
  language: NoticeLanguage
  placeholders: readonly (Placeholder & { part: 'title' | 'body' })[]
  claims: readonly { claim: Claim; part: 'title' | 'body' }[]
  /** Facts whose value is typed by hand instead of placed. */
  typed: ReadonlySet<string>
}

export interface ParityGap {
  code: FindingCode
  severity: FindingSeverity
  language: NoticeLanguage
  part: 'title' | 'body' | null
  start: number
  end: number
  params: Record<string, string | number>
}

/**
 * Facts that each language may place or leave out as its conventions ask: a greeting names the company in Korean only. The
 * rest are what the notice says, and a reader of one language should not learn less than a reader of another.
 */
const OWN_TO_A_LANGUAGE = new Set([
  'organisation.name',
  'organisation.contact',
  'incident.reference',
  'incident.title',
  'services',
  'impact.date',
  'symptoms.surfaces',
  'first_public_word',
])

/** The parts that a fact tells as well: a window is its start and its end, the two forms of a duration are one. */
const SAYS: Record<string, readonly string[]> = {
  'impact.window': ['impact.start', 'impact.end'],
  'impact.duration': ['impact.duration'],
  'impact.duration.rounded': ['impact.duration'],
  'cause.denied.said': ['cause.denied'],
}

function saidBy(key: string): readonly string[] {
  return SAYS[key] ?? [key]
}

/** Where the languages of one notice do not say the same, each named in the language that says less, or otherwise. */
export function parityGaps(sides: readonly LanguageSide[]): ParityGap[] {
  const gaps: ParityGap[] = []
  for (const side of sides) {
    for (const other of sides) {
      if (other === side) continue
      gaps.push(...missingFacts(side, other), ...missingFigures(side, other))
    }
  }
  const first = sides[0]
  for (const side of sides.slice(1)) {
    const [here, there] = [promisesOf(side), promisesOf(first!)]
    if (here === there) continue
    gaps.push({
      code: 'parity_promises',
      severity: 'should',
      language: side.language,
      part: null,
      start: 0,
      end: 0,
      params: { other: first!.language, here, there },
    })
  }
  return gaps
}

function factsSaid(side: LanguageSide): Set<string> {
  const said = new Set(side.typed)
  for (const { name, gap } of side.placeholders) if (!gap) for (const part of saidBy(name)) said.add(part)
  return said
}

function missingFacts(side: LanguageSide, other: LanguageSide): ParityGap[] {
  const said = factsSaid(side)
  const missing = new Set<string>()
  for (const { name, gap } of other.placeholders) {
    if (gap || OWN_TO_A_LANGUAGE.has(name)) continue
    if (saidBy(name).some((part) => !said.has(part))) missing.add(name)
  }
  return [...missing].map((fact) => ({
    code: 'parity_fact',
    severity: 'should',
    language: side.language,
    part: null,
    start: 0,
    end: 0,
    params: { fact, other: other.language },
  }))
}

/** Typed lengths, shares, numbers of users, yearly counts and times that the other language does not have. */
function missingFigures(side: LanguageSide, other: LanguageSide): ParityGap[] {
  const there = new Set(other.claims.flatMap(({ claim }) => figuresOf(claim)))
  const gaps: ParityGap[] = []
  for (const { claim, part } of side.claims) {
    const figures = figuresOf(claim)
    if (figures.length === 0 || figures.every((figure) => there.has(figure))) continue
    gaps.push({
      code: 'parity_number',
      severity: 'should',
      language: side.language,
      part,
      start: claim.start,
      end: claim.end,
      params: { other: other.language },
    })
  }
  return gaps
}

function figuresOf(claim: Claim): string[] {
  switch (claim.kind) {
    case 'time':
      return claim.mention.at === null ? [] : [`at ${claim.mention.at}`]
    case 'window':
      return claim.ends === null ? [] : [`at ${claim.ends.from}`, `at ${claim.ends.until}`]
    case 'length':
      return [`minutes ${claim.length.minutes}`]
    case 'scope':
      if (claim.percent !== null) return [`percent ${claim.percent}`]
      return claim.users === null ? [] : [`users ${claim.users}`]
    case 'count':
      return [`count ${claim.year} ${claim.count}`]
    default:
      return []
  }
}

function promisesOf(side: LanguageSide): number {
  const placed = side.placeholders.some(({ name, gap }) => !gap && name === 'promises') ? 1 : 0
  return side.claims.filter(({ claim }) => claim.kind === 'promise').length + placed
}
