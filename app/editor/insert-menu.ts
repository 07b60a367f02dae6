import type { EditorFact } from './editor-fact.ts'

/** Structure that every text may have. */
export type StructureBlock = 'h2' | 'h3' | 'bullet' | 'number' | 'check' | 'quote' | 'divider'

export type MenuGroup = 'facts' | 'record' | 'blocks' | 'incidents' | 'people'

/** Something that a menu in the text offers; `run` says what it does there. */
export interface MenuEntry<Run = { fact: string } | { block: StructureBlock }> {
  id: string
  group: MenuGroup
  label: string
  /** What it would put there, or what else tells it from others; null for a fact without a value. */
  detail: string | null
  /** Other words under which it is found. */
  alias?: string
  run: Run
}

/** What letters in a text ask for, and how many of them: they go when something is chosen. */
export interface Asked {
  sign: '/' | '#' | '@'
  query: string
  length: number
}

/**
 * What is looked for at the end of these letters: after a slash, a number sign or an at sign at the beginning of a word;
 * null where nothing is. A number sign that begins a block may become a heading, so that it asks only with letters.
 */
export function askedIn(before: string, startsBlock: boolean): Asked | null {
  const match = /(?:^|[\s(])([/#@])([^\s/#@]{0,24})$/.exec(before)
  if (!match) return null
  const sign = match[1] as Asked['sign']
  const query = match[2] ?? ''
  if (sign === '#' && query === '' && startsBlock && before === '#') return null
  return { sign, query, length: query.length + 1 }
}

/** The same where only the slash means something. */
export function askedBySlash(before: string): Asked | null {
  const asked = askedIn(before, false)
  return asked?.sign === '/' ? asked : null
}

/**
 * The entries whose label, key or value has the letters of the query, those that begin with it first. Groups stay
 * together, that of the best one first.
 */
export function matching<Run>(entries: readonly MenuEntry<Run>[], query: string): MenuEntry<Run>[] {
  const wanted = normal(query)
  if (wanted === '') return [...entries]
  const rank = ({ label, id, detail, alias = '' }: MenuEntry<Run>) => {
    const words = [label, id.replace(/^\w+:/, ''), ...alias.split(' ')].filter(Boolean).map(normal)
    if (words.some((word) => word.startsWith(wanted))) return 0
    if (words.some((word) => word.includes(wanted))) return 1
    return normal(detail ?? '').includes(wanted) ? 2 : 3
  }
  const found = entries
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter((ranked) => ranked.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map((ranked) => ranked.entry)
  return groupsOf(found).flatMap((group) => found.filter((entry) => entry.group === group))
}

/** The groups of some entries in the order in which they come. */
export function groupsOf(entries: readonly { group: MenuGroup }[]): MenuGroup[] {
  return [...new Set(entries.map(({ group }) => group))]
}

/** Composed letters as the keyboard leaves them halfway: "시ㅈ" looks for what has "시". */
function normal(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\s.]/g, '')
    .replace(/(?<=[가-힣])[ㄱ-ㅎㅏ-ㅣ]$/, '')
}

/** Facts first, known ones before those that are not, then the structure. */
export function menuEntries(
  facts: readonly EditorFact[],
  blocks: readonly { block: StructureBlock; label: string }[],
): MenuEntry[] {
  return [
    ...factEntries(facts),
    ...blocks.map(({ block, label }): MenuEntry => ({
      id: `block:${block}`,
      group: 'blocks',
      label,
      detail: '',
      run: { block },
    })),
  ]
}

/** Facts as entries, known ones before those that are not. */
export function factEntries(facts: readonly EditorFact[]): MenuEntry<{ fact: string }>[] {
  const known = (fact: EditorFact) => fact.text !== null
  return [...facts.filter(known), ...facts.filter((fact) => !known(fact))].map(({ key, label, text }) => ({
    id: `fact:${key}`,
    group: 'facts',
    label,
    detail: text,
    run: { fact: key },
  }))
}
