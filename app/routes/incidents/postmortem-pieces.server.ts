/** What the pages of a postmortem show: its text in pieces, and what is still to be done with it. */
import { checkBlameless, type BlamelessFinding } from '#app/domain/blameless.ts'
import type { Conversation } from '#app/domain/document-comments.ts'
import { escapeMarkdown, factsOf, type Speaker } from '#app/domain/facts.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import {
  piecesOf,
  postmortemFacts,
  type PostmortemBlock,
  type PostmortemFinding,
} from '#app/domain/postmortem-blocks.ts'
import type { ToolLanguage } from '#app/domain/language.ts'
import type { PostmortemNames } from '#app/domain/postmortem-names.ts'
import { changedPieces, changedPlaceholders, type ChangedPiece } from '#app/domain/since-approval.ts'
import { writtenPostmortem } from '#app/documents/markdown.server.ts'
import { shellMessages } from '#app/messages/shell.ts'
import { listKeptBlame, type KeptBlame, type Postmortem } from '#app/models/document.server.ts'
import { listPeople } from '#app/models/person.server.ts'
import { paths } from '#app/paths.ts'
import { markCommented } from '#app/publishing/commented-words.ts'
import {
  CHANGED_END,
  CHANGED_START,
  documentHtml,
  gone,
  OPEN_END,
  OPEN_START,
  PERSON_END,
  PERSON_START,
  REFERENCE_SIGN,
  SIGNS,
  type ChangedValue,
  type DocumentHeading,
  type DocumentView,
} from '#app/publishing/markdown.ts'

export type ReadPiece =
  | {
      kind: 'html'
      html: string
      /** What follows the last block in which a value is marked; `html` is what comes before. */
      rest: string
      /** The values that are marked. */
      changed: ChangedValue[]
    }
  | { kind: 'block'; block: PostmortemBlock }

export interface ReadPostmortem {
  pieces: ReadPiece[]
  headings: DocumentHeading[]
  findings: PostmortemFinding[]
}

/**
 * A postmortem as it is read: pieces of HTML, and blocks that the page draws from the record.
 *
 * @param changed placeholders whose values are to be marked
 */
export function readPieces(
  record: IncidentRecord,
  { markdown, language, names }: Pick<Postmortem, 'markdown' | 'language' | 'names'>,
  speaker: Speaker,
  changed: ReadonlySet<string> = new Set(),
): ReadPostmortem {
  const { pieces, findings } = piecesOf(markdown.replace(SIGNS, ''), {
    facts: postmortemFacts(factsOf(record, speaker)),
    language,
    gap: (label) => OPEN_START + escapeMarkdown(label) + OPEN_END,
    gone,
    unknown: (_, words) => gone(words),
    around: (value, placeholder) => (changed.has(placeholder) ? CHANGED_START + value + CHANGED_END : value),
    names,
    incident: (reference) => `${REFERENCE_SIGN}#${reference}`,
    person: (name) => PERSON_START + escapeMarkdown(name) + PERSON_END,
  })
  const view = viewOf(record.reference, names, language)
  const headings: DocumentHeading[] = []
  let changedFrom = 0
  return {
    pieces: pieces.map((piece): ReadPiece => {
      if (piece.kind === 'block') return piece
      const { html, changedUntil, ...read } = documentHtml(piece.text, {
        ...view,
        from: headings.length,
        changedFrom,
      })
      headings.push(...read.headings)
      changedFrom += read.changed.length
      const cut = changedUntil === 0 ? html.length : changedUntil
      return { kind: 'html', html: html.slice(0, cut), rest: html.slice(cut), changed: read.changed }
    }),
    headings,
    findings,
  }
}

/** Where the incidents and pictures of a text are, for those who read it here. */
function viewOf(reference: string, names: PostmortemNames, language: ToolLanguage): DocumentView {
  return {
    incidentOf: (other) => {
      const found = Object.hasOwn(names.incidents, other) ? names.incidents[other] : undefined
      if (found === undefined) return null
      const severity = shellMessages[language].severity[found.severity]
      return { url: paths.incident(other), title: `${severity} · ${found.title}` }
    },
    pictureOf: (id) => {
      const size = Object.hasOwn(names.pictures, id) ? names.pictures[id] : undefined
      return size === undefined ? null : { url: paths.postmortemPicture(reference, id), ...size }
    },
  }
}

/** What reads differently from what was approved. */
export interface SinceApproval {
  pieces: ChangedPiece[]
  /** Placeholders with another value. */
  placeholders: ReadonlySet<string>
}

/** What of an approved text the record no longer says as it did then; null unless the newest revision is the approved one. */
export function sinceApproval(
  record: IncidentRecord,
  postmortem: Postmortem,
  speaker: Speaker,
): SinceApproval | null {
  const { approved } = postmortem
  if (approved?.revision !== postmortem.number) return null
  const text = { ...postmortem, markdown: postmortem.markdown.replace(SIGNS, '') }
  const pieces = changedPieces(approved.text, writtenPostmortem(record, text, speaker).pieces)
  if (pieces.length === 0) return { pieces, placeholders: new Set() }
  const all: string[] = []
  const around = (value: string, placeholder: string) => {
    all.push(placeholder)
    return CHANGED_START + value + CHANGED_END
  }
  const marked = writtenPostmortem(record, text, speaker, { around }).pieces.map((piece) => piece.text)
  const changed = new Set<string>()
  for (const piece of pieces) {
    const before = marked.slice(0, piece.index).join('').split(CHANGED_START).length - 1
    const own = {
      marked: marked[piece.index] ?? '',
      placeholders: all.slice(before),
      start: CHANGED_START,
      end: CHANGED_END,
    }
    for (const placeholder of changedPlaceholders(piece, own)) changed.add(placeholder)
  }
  return { pieces, placeholders: changed }
}

/** The pieces with a mark at what was commented on and is still open. */
export function withComments(
  pieces: readonly ReadPiece[],
  conversations: readonly Conversation[],
  label: string,
): ReadPiece[] {
  const comments = conversations.flatMap(({ id, anchor, resolved }) =>
    anchor !== null && resolved === null ? [{ id, anchor }] : [],
  )
  if (comments.length === 0) return [...pieces]
  const html = pieces.flatMap((piece) => (piece.kind === 'html' ? [piece.html, piece.rest] : []))
  const marked = markCommented(html, comments, label).values()
  const next = () => marked.next().value ?? ''
  return pieces.map((piece) => (piece.kind === 'html' ? { ...piece, html: next(), rest: next() } : piece))
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
