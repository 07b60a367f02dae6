import { factsOf, type Speaker } from '../facts.ts'
import type { ToolLanguage } from '../language.ts'
import { piecesOf, postmortemFacts, type PostmortemFinding } from '../postmortem-blocks.ts'
import { exampleRecord } from './example-record.ts'

/** Longest template of one's own, in UTF-16 units. */
export const LONGEST_TEMPLATE = 50_000

/** Templates of one's own that may be in use at once: a choice among more is none. */
export const TEMPLATES_AT_MOST = 50

/**
 * What in a template would be wrong in every postmortem that begins with it: names of nothing, and blocks among words. An
 * open question or a value that one incident lacks is none of it.
 */
export function templateFindings(
  markdown: string,
  language: ToolLanguage,
  speaker: Speaker,
): PostmortemFinding[] {
  const facts = postmortemFacts(factsOf(exampleRecord(language, 'UTC'), speaker))
  return piecesOf(markdown, { facts, language }).findings.filter(
    ({ code }) => code === 'unknown' || code === 'block_inline',
  )
}
