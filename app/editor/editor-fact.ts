import { particleAfter, particlePair } from '#app/domain/particles.ts'
import type { ChipView } from './nodes/chip-view.ts'

/** A fact that may be put into a text. */
export interface EditorFact {
  key: string
  /** What it is called in the reader's language. */
  label: string
  /** Its value in the language of the text; null as long as the record does not know it. */
  text: string | null
  /** Its entries, where it is a list: a chip that is all of a list entry is published as one entry for each. */
  items?: readonly string[]
}

/** What chips show: the value, in Korean texts with the form of the particle that its last syllable asks for. */
export function chipViewFor(facts: readonly EditorFact[], language: string): ChipView {
  const byKey = new Map(facts.map((fact) => [fact.key, fact]))
  return {
    label: (key) => byKey.get(key)?.label ?? key,
    items: (key) => byKey.get(key)?.items ?? [],
    value: (key, particle) => {
      const text = byKey.get(key)?.text ?? null
      const pair = particle !== null && language === 'ko' ? particlePair(particle) : null
      return text !== null && pair ? text + particleAfter(text, pair) : text
    },
  }
}
