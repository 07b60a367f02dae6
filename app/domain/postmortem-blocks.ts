/**
 * The text of a postmortem: Markdown in which facts of the record stand as placeholders (`{{impact.duration}}`) and whole
 * parts of it as blocks on a line of their own (`{{timeline}}`). They are never copies, so a corrected time is corrected
 * here as well. Code is left alone. Nothing is dropped: what cannot be written stays visible and is reported.
 */
import { escapeMarkdown, writeFacts, type Fact, type FactKey } from './facts.ts'
import { incidentParts, type IncidentMarkdownWords } from './incident-markdown.ts'
import type { IncidentRecord } from './incident-record.ts'
import type { ToolLanguage } from './language.ts'
import { particleAfter, particlePair } from './particles.ts'
import { namedBy, NO_NAMES, PICTURE, pictureSource, type PostmortemNames } from './postmortem-names.ts'

export const POSTMORTEM_BLOCKS = [
  'impact',
  'summary',
  'factors',
  'times',
  'durations',
  'timeline',
  'timeline.starred',
  'symptoms',
  'statements',
  'actions',
] as const
export type PostmortemBlock = (typeof POSTMORTEM_BLOCKS)[number]

export const BLOCK_LABELS: Record<PostmortemBlock, Record<ToolLanguage, string>> = {
  impact: { ko: '영향 요약', en: 'impact at a glance' },
  summary: { ko: '기록의 요약', en: 'summary of the record' },
  factors: { ko: '원인과 요인', en: 'cause and factors' },
  times: { ko: '시각', en: 'times' },
  durations: { ko: '구간별 시간', en: 'durations' },
  timeline: { ko: '타임라인 전체', en: 'whole timeline' },
  'timeline.starred': { ko: '중요 표시한 타임라인', en: 'starred timeline' },
  symptoms: { ko: '증상', en: 'symptoms' },
  statements: { ko: '발표', en: 'statements' },
  actions: { ko: '후속 조치', en: 'action items' },
}

/** Facts that say nothing inside the company: the yearly counts need another context than one incident. */
const FACTS_ELSEWHERE: readonly FactKey[] = ['trend.year_count', 'trend.same_period']

/** The facts that a postmortem may hold. */
export function postmortemFacts(facts: readonly Fact[]): Fact[] {
  return facts.filter(({ key }) => !FACTS_ELSEWHERE.includes(key))
}

/**
 * `open_question`: a `{{?question}}` that nobody answered. `gap`: the record does not know this. `unknown`: nothing is
 * called so. `block_inline`: a block among words. `empty_block`: the record has nothing for it. `missing_…`: what the text
 * names is no longer there.
 */
export const POSTMORTEM_FINDING_CODES = [
  'open_question',
  'gap',
  'unknown',
  'block_inline',
  'empty_block',
  'missing_incident',
  'missing_person',
  'missing_picture',
] as const

/** Something in the text that somebody should look at. */
export interface PostmortemFinding {
  code: (typeof POSTMORTEM_FINDING_CODES)[number]
  /** The question, the name of the fact or block, or what stands between the braces. */
  label: string
  /** Counts from 1. */
  line: number
}

/** A stretch of the text: Markdown with its facts written in, or a block. `line` is where it begins. */
export type PostmortemPiece =
  { kind: 'markdown'; text: string; line: number } | { kind: 'block'; block: PostmortemBlock; line: number }

const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/
const BLOCK_LINE = /^ {0,3}\{\{\s*([a-z.]+)\s*\}\}\s*$/
const PLACEHOLDER = /\{\{\s*(\??)\s*([^{}|\n]*?)\s*(?:\|([^{}|\n]*))?\}\}/g
const LIST_LINE = /^\s*(?:[-*+]|\d{1,9}[.)])\s+\{\{\s*[^{}|?\n]*?\s*\}\}\s*$/
const INLINE_CODE = /(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g

function isBlock(name: string): name is PostmortemBlock {
  return (POSTMORTEM_BLOCKS as readonly string[]).includes(name)
}

interface Line {
  text: string
  code: boolean
}

/** The lines of a Markdown text, with those in fenced code marked. */
function linesOf(markdown: string): Line[] {
  let fence: string | null = null
  return markdown.split('\n').map((text) => {
    const mark = FENCE.exec(text)?.[1]
    if (fence === null) {
      if (mark === undefined) return { text, code: false }
      fence = mark
    } else if (mark?.startsWith(fence) && text.trim() === mark) {
      fence = null
    }
    return { text, code: true }
  })
}

/** What `piecesOf` has to know about the incident and about how gaps are shown. */
export interface PostmortemContext {
  facts: readonly Fact[]
  language: ToolLanguage
  /** How an unanswered question or a fact that the record does not know yet is shown; Markdown. */
  gap?: (label: string) => string
  /** How is shown what the text names and what is not there; Markdown. @param words that say so, not escaped */
  gone?: (words: string) => string
  /** How a value is shown that the record does not have at all; Markdown. @param words as for `gone` */
  unknown?: (placeholder: string, words: string) => string
  /** What stands around a value of the record: `placeholder` is as it stands in the text, with its braces. */
  around?: (value: string, placeholder: string) => string
  /** What the ids in the text stand for. */
  names?: PostmortemNames
  /** How another incident is written; Markdown. */
  incident?: (reference: string) => string
  /** How a person is written; Markdown. @param name as it is */
  person?: (name: string) => string
  /** Where a picture is, by its id. */
  picture?: (id: string) => string
}

/** The text cut at its blocks, with its facts written in and everything that is missing told. */
export function piecesOf(
  markdown: string,
  {
    facts,
    language,
    gap = (label) => `【${label}】`,
    gone = (words) => `【${words}】`,
    unknown = (placeholder) => placeholder,
    around = (value) => value,
    names = NO_NAMES,
    incident = (reference) => `#${reference}`,
    person = escapeMarkdown,
    picture = pictureSource,
  }: PostmortemContext,
): { pieces: PostmortemPiece[]; findings: PostmortemFinding[] } {
  const pieces: PostmortemPiece[] = []
  const findings: PostmortemFinding[] = []
  let written: string[] = []
  let from = 1
  const close = (next: number) => {
    if (written.some((line) => line.trim() !== '')) {
      pieces.push({ kind: 'markdown', text: written.join('\n'), line: from })
    }
    written = []
    from = next
  }
  for (const [index, { text, code }] of linesOf(markdown).entries()) {
    const line = index + 1
    const name = code ? undefined : BLOCK_LINE.exec(text)?.[1]
    if (name !== undefined && isBlock(name)) {
      close(line + 1)
      pieces.push({ kind: 'block', block: name, line })
      continue
    }
    const report = (finding: Omit<PostmortemFinding, 'line'>) => findings.push({ ...finding, line })
    const context = { facts, language, gap, gone, unknown, around, names, incident, person, picture, report }
    written.push(code || !/\{\{|picture:/.test(text) ? text : writeLine(text, context))
  }
  close(0)
  return { pieces, findings }
}

interface LineContext extends Required<PostmortemContext> {
  report: (finding: Omit<PostmortemFinding, 'line'>) => void
}

function writeLine(text: string, context: LineContext): string {
  const { facts, language, gap, unknown, around, report } = context
  if (LIST_LINE.test(text)) {
    const list = writeFacts(text, facts, language)
    if (list.findings.length === 0) return list.text
  }
  const write = (words: string) =>
    withPictures(words, context).replace(
      PLACEHOLDER,
      (whole: string, question: string, name: string, particle) => {
        if (question !== '') {
          report({ code: 'open_question', label: name })
          return gap(name)
        }
        const named = writeName(name, typeof particle === 'string' ? particle : null, context)
        // An incident is always called by its number, so there is nothing about it that could change.
        if (named !== null) return named.changes ? around(named.text, whole) : named.text
        const value = writeFacts(whole, facts, language)
        const [finding] = value.findings
        if (finding === undefined) return around(value.text, whole)
        if (finding.code === 'gap') {
          report({ code: 'gap', label: finding.label })
          return gap(finding.label)
        }
        report({ code: isBlock(name) ? 'block_inline' : 'unknown', label: whole.slice(2, -2).trim() })
        // Braces mean something in other places too; only what looks like a value of the record is said to be none.
        return FACT_NAME.test(name) && !isBlock(name) ? unknown(whole, GONE[language].fact(whole)) : whole
      },
    )
  let written = ''
  let end = 0
  for (const code of text.matchAll(INLINE_CODE)) {
    written += write(text.slice(end, code.index)) + code[0]
    end = code.index + code[0].length
  }
  return written + write(text.slice(end))
}

/** A name of a value as the record has them: `impact.duration`. */
const FACT_NAME = /^[a-z_]+(?:\.[a-z_]+)+$/

/** What is said of something that a text names and that is not there: an answer is not what is missing. */
const GONE: Record<
  ToolLanguage,
  Record<'incident' | 'person' | 'picture' | 'fact', (name: string) => string>
> = {
  ko: {
    incident: (name) => `${name} (없는 장애)`,
    person: (name) => name,
    picture: (name) => (name === '' ? '없어진 그림' : `없어진 그림: ${name}`),
    fact: (name) => `${name} (기록에 없는 값)`,
  },
  en: {
    incident: (name) => `${name} (no such incident)`,
    person: (name) => name,
    picture: (name) => (name === '' ? 'picture no longer here' : `picture no longer here: ${name}`),
    fact: (name) => `${name} (no such value)`,
  },
}

const NOBODY: Record<ToolLanguage, string> = { ko: '알 수 없는 사람', en: 'somebody unknown' }

/** What stands for an incident or a person that is no longer there: nobody can read an id. */
export function goneName({ kind, id }: { kind: 'incident' | 'person'; id: string }, language: ToolLanguage) {
  return kind === 'incident' ? `#${id}` : NOBODY[language]
}

/** A placeholder that names an incident or a person, written out; null for any other. */
function writeName(
  key: string,
  particle: string | null,
  { names, language, incident, person, gone, report }: LineContext,
): { text: string; changes: boolean } | null {
  const named = namedBy(key)
  if (named === null) return null
  const { kind, id } = named
  const known = Object.hasOwn(kind === 'incident' ? names.incidents : names.people, id)
  if (!known) {
    report({ code: kind === 'incident' ? 'missing_incident' : 'missing_person', label: id })
    return { text: gone(GONE[language][kind](goneName(named, language))), changes: false }
  }
  const name = kind === 'incident' ? id : (names.people[id] ?? '')
  const pair = language === 'ko' && particle !== null ? particlePair(particle) : null
  const text = kind === 'incident' ? incident(id) : person(name)
  return { text: pair === null ? text : text + particleAfter(name, pair), changes: kind === 'person' }
}

/** The words with the addresses of their pictures; one that is gone leaves what it showed. */
function withPictures(words: string, { names, language, picture, gone, report }: LineContext): string {
  return words.replace(PICTURE, (_, alt: string, id: string, title: string | undefined) => {
    if (Object.hasOwn(names.pictures, id)) return `![${alt}](${picture(id)}${title ?? ''})`
    const label = alt.trim() === '' ? pictureSource(id) : alt.replace(/\\(.)/g, '$1')
    report({ code: 'missing_picture', label })
    return gone(GONE[language].picture(alt.trim() === '' ? '' : label))
  })
}

/**
 * The postmortem as plain Markdown: blocks and facts written out, for readers elsewhere. A block of which the record has
 * nothing says so in its place and is reported.
 *
 * @param words of the document's language
 */
export function writePostmortem(
  markdown: string,
  {
    record,
    words,
    nothing,
    ...context
  }: PostmortemContext & {
    record: IncidentRecord
    words: IncidentMarkdownWords
    /** What stands for a block without anything in it: "No symptoms are recorded." */
    nothing: (block: string) => string
  },
): { text: string; pieces: WrittenPiece[]; findings: PostmortemFinding[] } {
  const { pieces, findings } = piecesOf(markdown, context)
  const parts = incidentParts(record, context.language, words)
  const written = pieces.map((piece): WrittenPiece => {
    if (piece.kind === 'markdown') return { block: null, text: piece.text.replace(/^\n+|\s+$/g, '') }
    const part = partOf(piece.block, parts)
    if (part !== '') return { block: piece.block, text: part }
    const label = BLOCK_LABELS[piece.block][context.language]
    findings.push({ code: 'empty_block', label, line: piece.line })
    return { block: piece.block, text: `*${nothing(label)}*` }
  })
  return {
    text: `${written.map(({ text }) => text).join(BETWEEN_PIECES)}\n`,
    pieces: written,
    findings: findings.sort((a, b) => a.line - b.line),
  }
}

/** A stretch of the text as plain Markdown, in the order of `piecesOf`. */
export interface WrittenPiece {
  /** Null for a stretch of the text itself. */
  block: PostmortemBlock | null
  text: string
}

/** What stands between two pieces that are written out. */
export const BETWEEN_PIECES = '\n\n'

function partOf(block: PostmortemBlock, parts: ReturnType<typeof incidentParts>): string {
  if (block === 'timeline.starred') return parts.starred
  return parts[block]
}

/** The text with every block parted from what stands around it, for readers that know lines only as parts of paragraphs. */
export function withBlocksApart(markdown: string): string {
  return linesOf(markdown)
    .map(({ text, code }) => {
      const name = code ? undefined : BLOCK_LINE.exec(text)?.[1]
      return name !== undefined && isBlock(name) ? `\n${text.trim()}\n` : text
    })
    .join('\n')
}

/** Blocks and facts that a text uses, without repetition, in the order in which they come. */
export function blocksIn(markdown: string): PostmortemBlock[] {
  const names = linesOf(markdown).flatMap(({ text, code }) =>
    code ? [] : (BLOCK_LINE.exec(text)?.[1] ?? []),
  )
  return [...new Set(names)].filter(isBlock)
}
