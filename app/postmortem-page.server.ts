/** What the pages of a postmortem show: its text in pieces, and what is still to be done with it. */
import { checkBlameless, type BlamelessFinding } from '#app/domain/blameless.ts'
import { escapeMarkdown, factsOf, type Speaker } from '#app/domain/facts.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import {
  piecesOf,
  postmortemFacts,
  referencesIn,
  type PostmortemBlock,
  type PostmortemFinding,
} from '#app/domain/postmortem-blocks.ts'
import {
  existingReferences,
  listKeptBlame,
  type KeptBlame,
  type Postmortem,
} from '#app/models/document.server.ts'
import { listPeople } from '#app/models/person.server.ts'
import { paths } from '#app/paths.ts'
import { documentHtml, OPEN_END, OPEN_START, type DocumentHeading } from '#app/publishing/markdown.ts'

export type ReadPiece = { kind: 'html'; html: string } | { kind: 'block'; block: PostmortemBlock }

export interface ReadPostmortem {
  pieces: ReadPiece[]
  headings: DocumentHeading[]
  findings: PostmortemFinding[]
}

/** A postmortem as it is read: pieces of HTML, and blocks that the page draws from the record. */
export async function readPieces(
  record: IncidentRecord,
  { markdown, language }: Pick<Postmortem, 'markdown' | 'language'>,
  speaker: Speaker,
): Promise<ReadPostmortem> {
  const titles = await existingReferences(referencesIn(markdown).map(({ reference }) => reference))
  const addressOf = (reference: string) => (reference in titles ? paths.incident(reference) : null)
  const { pieces, findings } = piecesOf(markdown.replace(/[\ue000\ue001]/g, ''), {
    facts: postmortemFacts(factsOf(record, speaker)),
    language,
    gap: (label) => OPEN_START + escapeMarkdown(label) + OPEN_END,
  })
  const headings: DocumentHeading[] = []
  return {
    pieces: pieces.map((piece): ReadPiece => {
      if (piece.kind === 'block') return piece
      const read = documentHtml(piece.text, { addressOf, from: headings.length })
      headings.push(...read.headings)
      return { kind: 'html', html: read.html }
    }),
    headings,
    findings,
  }
}

export interface Blame {
  findings: BlamelessFinding[]
  kept: KeptBlame[]
  /** Names that the check looks for. */
  people: string[]
}

/** What the blameless check finds in the saved text, and what of it was kept. */
export async function blameOf(record: IncidentRecord, postmortem: Postmortem): Promise<Blame> {
  const people = await namesInCheck(record)
  return {
    findings: checkBlameless(postmortem.markdown, { people }),
    kept: await listKeptBlame(postmortem.id),
    people,
  }
}

/** People of the organisation and owners of action items: their deeds are to be told without a verdict. */
export async function namesInCheck(record: IncidentRecord): Promise<string[]> {
  const people = await listPeople()
  const names = [...people.map(({ name }) => name), ...record.actionItems.map(({ owner }) => owner)]
  return [...new Set(names)].filter((name) => name.trim() !== '')
}

export interface Checklist {
  impact: boolean
  factors: boolean
  actions: boolean
  questions: boolean
  blame: boolean
}

/** What a review would ask first. It hinders nobody: some incidents have no end that anybody knows. */
export function checklistOf(
  record: IncidentRecord,
  findings: readonly PostmortemFinding[],
  blame: Blame,
): Checklist {
  const { impact_start, impact_end } = record.markers
  const kept = new Set(blame.kept.map(({ fingerprint }) => fingerprint))
  const open = record.actionItems.filter(({ state }) => state === 'open')
  return {
    impact: impact_start.chosen !== null && (impact_end.chosen ?? impact_end.notApplicableReason) !== null,
    factors: record.factors.length > 0,
    actions:
      record.actionItems.length > 0 && open.every(({ owner, dueOn }) => owner !== '' && dueOn !== null),
    questions: !findings.some(({ code }) => code === 'open_question'),
    blame: blame.findings.every(({ fingerprint }) => kept.has(fingerprint)),
  }
}
