import type { EditorFact } from './editor-fact.ts'

/** Something that `/` offers. */
export interface MenuEntry {
  id: string
  group: 'facts' | 'blocks'
  label: string
  /** What it would put there; null for a fact without a value. */
  detail: string | null
  run: { fact: string } | { block: 'h2' | 'h3' | 'bullet' | 'number' | 'check' | 'quote' | 'divider' }
}

/** What somebody looks for after a slash at the beginning of a word; null where there is none. */
export function menuQuery(before: string): string | null {
  return /(?:^|[\s(])\/([^\s/]{0,24})$/.exec(before)?.[1] ?? null
}

/** The entries whose label, key or value has the letters of the query, those that begin with it first. */
export function matching(entries: readonly MenuEntry[], query: string): MenuEntry[] {
  const wanted = normal(query)
  if (wanted === '') return [...entries]
  const rank = ({ label, id, detail }: MenuEntry) => {
    const words = [label, id.replace(/^\w+:/, '')].map(normal)
    if (words.some((word) => word.startsWith(wanted))) return 0
    if (words.some((word) => word.includes(wanted))) return 1
    return normal(detail ?? '').includes(wanted) ? 2 : 3
  }
  return entries
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter((ranked) => ranked.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map((ranked) => ranked.entry)
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
  blocks: readonly { block: Extract<MenuEntry['run'], { block: string }>['block']; label: string }[],
): MenuEntry[] {
  const asEntry = ({ key, label, text }: EditorFact): MenuEntry => ({
    id: `fact:${key}`,
    group: 'facts',
    label,
    detail: text,
    run: { fact: key },
  })
  return [
    ...facts.filter((fact) => fact.text !== null).map(asEntry),
    ...facts.filter((fact) => fact.text === null).map(asEntry),
    ...blocks.map(({ block, label }): MenuEntry => ({
      id: `block:${block}`,
      group: 'blocks',
      label,
      detail: '',
      run: { block },
    })),
  ]
}
