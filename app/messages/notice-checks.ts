import type { Finding } from '#app/domain/finding.ts'
import type { Language } from './define.ts'

/** A finding in words: why it is one, and what would be better; without markup. */
export interface FindingText {
  reason: string
  instead: string
}

/** The sentences of a finding in the reader's language. */
export function findingText(finding: Pick<Finding, 'code' | 'params'>, language: Language): FindingText {
  return { reason: `${finding.code} ${language}`, instead: '' }
}
