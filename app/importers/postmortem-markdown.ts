/**
 * Postmortems as files: Markdown (GFM) with YAML above it, written out for readers elsewhere or with its placeholders for
 * another Sagwa, and read back.
 */
import { LineCounter, parseDocument } from 'yaml'
import { DomainError, refuse } from '#app/domain/errors.ts'
import { escapeMarkdown } from '#app/domain/facts.ts'
import type { Severity } from '#app/domain/incident-record.ts'
import { toRfc3339, type Instant } from '#app/domain/instant.ts'
import type { ToolLanguage } from '#app/domain/language.ts'

/** What programs read above the text. What is not known is null. */
export interface PostmortemFrontMatter {
  title: string
  reference: string
  document: 'postmortem'
  language: ToolLanguage
  revision: number
  review: 'draft' | 'in_review' | 'approved'
  /** RFC 3339 with the offset of the record's zone. */
  saved: string
  saved_by: string
  approved: string | null
  approved_by: string | null
}

/** The front matter of a postmortem as it stands. @param zone in which its times are written */
export function postmortemFrontMatter(
  { title, reference, zone }: { title: string; reference: string; zone: string },
  {
    language,
    number,
    review,
    recordedAt,
    recordedBy,
    approved,
  }: {
    language: ToolLanguage
    number: number
    review: PostmortemFrontMatter['review']
    recordedAt: Instant
    recordedBy: string
    approved: { revision: number; name: string; at: Instant } | null
  },
): PostmortemFrontMatter {
  const approval = approved?.revision === number ? approved : null
  return {
    title,
    reference,
    document: 'postmortem',
    language,
    revision: number,
    review,
    saved: toRfc3339(recordedAt, zone),
    saved_by: recordedBy,
    approved: approval && toRfc3339(approval.at, zone),
    approved_by: approval?.name ?? null,
  }
}

/** What a file of a postmortem says. */
export interface ReadPostmortem {
  /** Without the front matter and without a first heading that only repeats the title. */
  markdown: string
  language: ToolLanguage | null
  /** Keys above the text that mean nothing here: they are told, not kept. */
  ignored: string[]
}

/** A file of a postmortem of which nobody knows yet whose it is. */
export interface PostmortemFile extends ReadPostmortem {
  reference: string | null
  /** From the front matter, else the first heading of the text. */
  title: string | null
  /** The day that the front matter names, as YYYY-MM-DD; null for none, and for what is no day. */
  day: string | null
  /** As the front matter or a line of the text names it; null where none does, or in words of another scale. */
  severity: Severity | null
}

const FRONT_MATTER = /^---[^\S\n]*\n([^]*?)(?:^|\n)---[^\S\n]*(?:\n|$)/
/** Written by the export, and made anew by every other one. */
const KNOWN: readonly (keyof PostmortemFrontMatter)[] = [
  'title',
  'reference',
  'document',
  'language',
  'revision',
  'review',
  'saved',
  'saved_by',
  'approved',
  'approved_by',
]

/**
 * Reads a postmortem from Markdown with or without front matter.
 *
 * @throws DomainError `invalid` under `markdown` for front matter that is no YAML or of another incident, and for nothing
 */
export function readPostmortem(text: string, reference: string): ReadPostmortem {
  const { markdown, language, ignored, ...file } = readPostmortemFile(text)
  if (file.reference !== null && file.reference !== reference) {
    refuse({ markdown: [{ code: 'postmortem_of_another', params: { reference: file.reference } }] })
  }
  return { markdown, language, ignored }
}

/**
 * Reads a postmortem as a file among others, which says itself whose it is.
 *
 * @throws DomainError `invalid` under `markdown` for front matter that is no YAML, and for nothing
 */
export function readPostmortemFile(text: string): PostmortemFile {
  const read = text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .normalize('NFC')
  const match = FRONT_MATTER.exec(read)
  const values = match === null ? {} : frontMatterOf(match[1] ?? '')
  const body = (match === null ? read : read.slice(match[0].length)).trim()
  const { reference, title, language, date } = values
  const severity = severityOf(values, body)
  const heading = typeof title === 'string' ? [`# ${escapeMarkdown(title)}`, `# ${title.trim()}`] : []
  const [first = ''] = body.split('\n', 1)
  const markdown = heading.includes(first) ? body.slice(first.length) : body
  if (markdown.trim() === '') refuse({ markdown: [{ code: 'postmortem_nothing_pasted' }] })
  return {
    markdown: markdown.trim(),
    reference: typeof reference === 'string' ? reference : null,
    title: typeof title === 'string' ? title.trim() : headingOf(body),
    day: dayOf(date),
    severity,
    language: language === 'ko' || language === 'en' ? language : null,
    ignored: Object.keys(values).filter((key) => !(KNOWN as readonly string[]).includes(key)),
  }
}

function headingOf(body: string): string | null {
  const words = /^#[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$/m.exec(body)?.[1] ?? ''
  return words === '' ? null : words
}

/** A day as YAML gives it: as text, or as an instant of its own where it wrote no quotes. */
function dayOf(value: unknown): string | null {
  const text = value instanceof Date ? value.toISOString() : typeof value === 'string' ? value : ''
  const day = /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.exec(text)?.[0] ?? null
  return day !== null && !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? day : null
}

/** Keys of the front matter that name how severe it was. */
export const SEVERITY_KEYS: readonly string[] = [
  'severity',
  'sev',
  'priority',
  'impact_level',
  '심각도',
  '등급',
]

/** "Severity: SEV-2", "**Priority** | P1", "심각도: 2등급" on a line of its own, in a list or in a table. */
const SEVERITY_LINE =
  /^[ \t>*+|-]*(?:incident )?(?:severity|priority|심각도|장애 ?등급)(?: level)?[*_: \t|]+([^|\n]{1,40})/im

// Scales as they are widely used, 1 (or 0) being the worst. What lies in the middle of another scale is not guessed.
const SCALES: readonly (readonly [Severity, RegExp])[] = [
  [
    'critical',
    /^(?:(?:sev(?:erity)?|[ps])[ -]?[01](?!\d)|[01](?:등급|급|$)|critical|매우 ?심각|심각|치명|긴급)/,
  ],
  ['major', /^(?:(?:sev(?:erity)?|[ps])[ -]?2(?!\d)|2(?:등급|급|$)|major|high|높음|중대)/],
  ['minor', /^(?:(?:sev(?:erity)?|[ps])[ -]?[345](?!\d)|[345](?:등급|급|$)|minor|low|낮음|경미)/],
]

function severityOf(values: Record<string, unknown>, body: string): Severity | null {
  const key = SEVERITY_KEYS.find((one) => ['string', 'number'].includes(typeof values[one]))
  const said = key === undefined ? (SEVERITY_LINE.exec(body)?.[1] ?? '') : String(values[key])
  const word = said.replace(/[*_`]/g, '').trim().toLowerCase()
  return SCALES.find(([, pattern]) => pattern.test(word))?.[0] ?? null
}

function frontMatterOf(yaml: string): Record<string, unknown> {
  const lines = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: lines })
  const [error] = document.errors
  if (error !== undefined) unreadable(lines.linePos(error.pos[0]).line)
  try {
    // Aliases within aliases would fill the memory.
    const value: unknown = document.toJS({ maxAliasCount: 10 })
    if (value === null || value === undefined) return {}
    if (typeof value === 'object' && !Array.isArray(value)) return { ...value }
  } catch {
    unreadable(0)
  }
  return unreadable(0)
}

function unreadable(line: number): never {
  // The line of the file: the first one is the dashes.
  throw new DomainError('invalid', {
    markdown: [{ code: 'front_matter_unreadable', params: { line: line + 1 } }],
  })
}
