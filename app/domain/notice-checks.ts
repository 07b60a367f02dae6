/**
 * The checks of a notice: what it says against the record, vague words, sentences that take the apology back, parts that
 * are missing, things that should stay inside, and its languages against each other.
 *
 * Light on purpose: it runs on the server as the truth and in the browser after every pause in typing, so nothing here
 * may import statistics, a calendar library, a schema library or a parser of Markdown.
 */
import { partsExpected, partsIn, type NoticePart } from './apology-parts.ts'
import { readClaims, selfContradictions, type Claim } from './claims.ts'
import { lengthFit } from './claim-lengths.ts'
import { verdictOf, type ClaimTrend, type ClaimVerdict } from './claim-verdicts.ts'
import type { Problem } from './errors.ts'
import type { Fact } from './facts.ts'
import type { Finding, FindingCode, FindingSeverity } from './finding.ts'
import type { IncidentRecord } from './incident-record.ts'
import type { Instant } from './instant.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage } from './language.ts'
import { withFingerprints } from './fingerprint.ts'
import { leaksIn } from './leaks.ts'
import { parityGaps, type LanguageSide } from './notice-parity.ts'
import type { NoticeStage } from './notice-text/draft.ts'
import { speechIn } from './plain-speech.ts'
import { CHECKED_AT_MOST, proseOf, sentencesOf, withoutQuotes, type Prose } from './prose.ts'
import { timeContextOf } from './statement-claims.ts'

export type { Finding } from './finding.ts'

/** Whose notice it is: the contacts that may stand in public. */
export interface NoticeOrganisation {
  zone: string
  contactKo?: string
  contactEn?: string
  contactJa?: string
}

export interface NoticeToCheck {
  texts: Partial<Record<NoticeLanguage, { title: string; body: string }>>
  facts: readonly Fact[]
  record: IncidentRecord
  organisation: NoticeOrganisation
  now: Instant
  /** The yearly figures under the default rule; without them claims about years are not checked. */
  trend?: ClaimTrend | null
  stage: NoticeStage
  /** Words that must stay inside, such as names of customers. */
  guardedWords: readonly string[]
  /** Names of people who must not be named: users, owners of action items, whoever recorded something. */
  people: readonly string[]
  /** The public text of the correction that goes out with it, per language. */
  correction?: Partial<Record<NoticeLanguage, string>>
}

/** More findings than this help nobody; the rest is summed up in one. */
export const FINDINGS_AT_MOST = 300

/** Nothing is looked at beyond this, so that the same words ten thousand times over stay cheap. */
const DRAFTS_AT_MOST = 2_000

type Part = 'title' | 'body'
type Draft = Omit<Finding, 'fingerprint'>

/**
 * What a person should look at before this notice is published, by language and place. Pure and light enough to run
 * after every pause in typing; never throws, whatever the text is, and reads at most `CHECKED_AT_MOST` characters of it.
 */
export function checkNotice(notice: NoticeToCheck): Finding[] {
  const drafts: Draft[] = []
  const sides: LanguageSide[] = []
  for (const language of NOTICE_LANGUAGES) {
    const text = notice.texts[language]
    if (text === undefined || (text.title.trim() === '' && text.body.trim() === '')) continue
    sides.push(checkLanguage(notice, language, text, drafts))
  }
  for (const gap of parityGaps(sides)) {
    const text = gap.part === null ? '' : (notice.texts[gap.language]?.[gap.part] ?? '')
    drafts.push({ ...gap, quote: text.slice(gap.start, gap.end) })
  }
  drafts.push(...unevenCorrection(notice, sides))
  return numbered(withLimit(drafts.filter((draft) => !isCovered(draft, drafts))))
}

function checkLanguage(
  notice: NoticeToCheck,
  language: NoticeLanguage,
  text: { title: string; body: string },
  drafts: Draft[],
): LanguageSide {
  const side = {
    language,
    placeholders: [] as LanguageSide['placeholders'][number][],
    claims: [] as LanguageSide['claims'][number][],
    typed: new Set<string>(),
  }
  const found = new Map<NoticePart, unknown>()
  for (const part of ['title', 'body'] as const) {
    const markdown = text[part].slice(0, CHECKED_AT_MOST)
    const prose = proseOf(markdown)
    const report = (
      code: FindingCode,
      severity: FindingSeverity,
      place: { start: number; end: number },
      params: Finding['params'] = {},
    ) => {
      if (drafts.length < DRAFTS_AT_MOST) {
        drafts.push({ code, severity, language, part, ...bounded(place, markdown), params })
      }
    }
    if (text[part].length > CHECKED_AT_MOST) {
      const end = markdown.length
      report(
        'too_long_to_check',
        'must',
        { start: end, end },
        { most: CHECKED_AT_MOST, length: text[part].length },
      )
    }
    side.placeholders.push(...prose.placeholders.map((placeholder) => ({ ...placeholder, part })))
    const claims = checkClaims(notice, prose, markdown, part, report, side.typed)
    side.claims.push(...claims.map((claim) => ({ claim, part })))
    const own = withoutQuotes(prose.text)
    for (const sentence of sentencesOf(own)) {
      for (const word of speechIn(sentence, language)) {
        report(word.code, speechSeverity(word.code, notice.stage), word, {})
      }
    }
    for (const leak of leaksIn(prose.visible, {
      people: notice.people.filter((name) => !isPublic(name, notice.facts)),
      words: notice.guardedWords,
      allowed: allowedWords(notice),
    })) {
      report(leak.code, leak.severity, leak, leak.params)
    }
    for (const [name, place] of partsIn(own, language, prose.placeholders)) found.set(name, place)
  }
  if (text.body.trim() !== '') {
    for (const name of partsExpected(notice.stage, notice.record)) {
      if (found.has(name)) continue
      const severity = name === 'contact' ? 'may' : 'should'
      drafts.push({
        code: `missing_${name}`,
        severity,
        language,
        part: 'body',
        start: 0,
        end: 0,
        quote: '',
        params: {},
      })
    }
  }
  return side
}

type Report = (
  code: FindingCode,
  severity: FindingSeverity,
  place: { start: number; end: number },
  params?: Finding['params'],
) => void

function checkClaims(
  notice: NoticeToCheck,
  prose: Prose,
  markdown: string,
  part: Part,
  report: Report,
  typed: Set<string>,
): Claim[] {
  const { record, now, trend = null } = notice
  const claims = readClaims(prose.text, timeContextOf(record, null, now), markdown)
  for (const claim of claims) {
    const judged = verdictOf(claim, record, { trend, now })
    for (const reason of judged.reasons) {
      const finding = findingOf(reason, claim, part)
      if (finding !== null) report(finding.code, finding.severity, claim, shown(reason, claim))
    }
    const key = typedFact(claim, judged, notice.facts)
    if (key === null) continue
    for (const said of key.split('+')) typed.add(said)
    if (judged.reasons.every((reason) => findingOf(reason, claim, part) === null)) {
      report('typed_fact', 'may', claim, { fact: key.split('+')[0]! })
    }
  }
  const fits = (claim: Extract<Claim, { kind: 'length' }>, minutes: number) =>
    !['wrong', 'too_far'].includes(lengthFit(claim.length, minutes))
  for (const { code, claim, minutes } of selfContradictions(claims, fits)) {
    const stated = claim.kind === 'length' ? claim.length.minutes : 0
    report(code === 'total_not_sum' ? 'total_not_sum' : 'duration_not_of_window', 'must', claim, {
      stated,
      recorded: minutes,
    })
  }
  return claims
}

/** What a reason of a verdict means for a notice that is not published yet; null where nothing has to be done. */
function findingOf(
  { code, params }: Problem,
  claim: Claim,
  part: Part,
): { code: FindingCode; severity: FindingSeverity } | null {
  switch (code) {
    case 'time_contradicted':
      return { code, severity: 'must' }
    case 'time_other_reading':
    case 'time_was_then':
      return { code: 'time_other_reading', severity: 'must' }
    case 'time_undecided':
      return { code: 'time_other_reading', severity: 'should' }
    case 'time_impossible':
      // "오후 14시" is read by everybody as 14:00; a weekday that is not that day's is not.
      return { code, severity: params?.problem === 'time_half_day_with_24h' ? 'should' : 'must' }
    case 'window_reversed':
      return { code: 'time_impossible', severity: 'must' }
    case 'time_not_in_record':
    case 'end_not_in_record':
      return { code: 'time_not_in_record', severity: 'may' }
    case 'time_about_known':
      return { code, severity: 'may' }
    case 'time_exact_unknown':
      return { code, severity: 'should' }
    case 'date_contradicted':
      return { code, severity: part === 'title' ? 'must' : 'should' }
    case 'duration_contradicted':
    case 'duration_other_reading':
    case 'duration_rounded_too_far':
      return { code, severity: 'must' }
    case 'length_out_of_range':
      return { code: 'duration_contradicted', severity: 'must' }
    case 'length_was_then':
      return { code: 'duration_other_reading', severity: 'must' }
    case 'duration_rounded_unsaid':
    case 'duration_exact_unknown':
      return { code, severity: 'should' }
    case 'duration_about_exact':
      return { code, severity: 'may' }
    case 'scope_contradicted':
    case 'scope_understated':
      return { code, severity: 'must' }
    case 'scope_users_contradicted':
      return { code: 'scope_contradicted', severity: 'should' }
    case 'count_differs':
    case 'count_other_source':
    case 'count_grown':
      return { code: 'count_differs', severity: 'must' }
    case 'trend_against_figures':
    case 'trend_not_established':
      return { code, severity: 'must' }
    case 'trend_too_few':
    case 'trend_unknown':
      return { code: 'trend_not_established', severity: 'should' }
    case 'trend_leaves_out_year':
    case 'trend_turned_since':
      return { code: 'trend_leaves_out_year', severity: 'must' }
    case 'denied_cause_contradicted':
    case 'denied_cause_is_factor':
      return { code: 'denied_cause_contradicted', severity: 'must' }
    case 'denied_cause_unproven':
      return { code, severity: 'must' }
    case 'cause_unknown':
      return { code: 'cause_not_in_record', severity: 'should' }
    case 'cause_not_in_record':
      return { code, severity: 'may' }
    case 'promise_without_action':
    case 'promise_vague':
      return { code: 'promise_without_action', severity: 'should' }
    case 'promise_has_action':
      return claim.kind === 'promise' && !claim.dated && params?.due === ''
        ? { code: 'promise_without_date', severity: 'may' }
        : null
    default:
      return null
  }
}

/** The parameters of a reason, and what the claim itself says, for the sentence about it. */
function shown({ params = {} }: Problem, claim: Claim): Finding['params'] {
  return claim.kind === 'length' ? { stated: claim.length.minutes, ...params } : params
}

const FACTS_OF_MARKERS: Record<string, string> = {
  impact_start: 'impact.start',
  impact_end: 'impact.end',
  detected: 'detected',
  mitigated: 'mitigated',
  resolved: 'resolved',
  first_public_word: 'first_public_word',
}

/** The fact whose value a supported claim types out, if it is one that could be placed instead; joined with `+`. */
function typedFact(claim: Claim, { verdict, reasons }: ClaimVerdict, facts: readonly Fact[]): string | null {
  if (verdict !== 'supported') return null
  const { code, params = {} } = reasons[0]!
  const known = (key: string) => facts.some((fact) => fact.key === key && fact.value !== null)
  if (claim.kind === 'window' && code === 'window_same') {
    return known('impact.start') && known('impact.end') ? 'impact.window+impact.start+impact.end' : null
  }
  if (claim.kind === 'time' && (code === 'time_same' || code === 'time_about_same')) {
    const key = FACTS_OF_MARKERS[String(params.what)]
    return key !== undefined && known(key) ? key : null
  }
  if (claim.kind === 'length' && (code === 'length_same' || code === 'length_rounded')) {
    const key = code === 'length_same' ? 'impact.duration' : 'impact.duration.rounded'
    return known(key) ? (key === 'impact.duration' ? key : `${key}+impact.duration`) : null
  }
  return null
}

const SPEECH_SEVERITY: Partial<Record<FindingCode, FindingSeverity>> = {
  vague_length: 'may',
  vague_symptom: 'may',
  vague_promptness: 'may',
  vague_recovery: 'may',
  apology_unforeseen: 'may',
  apology_seriously: 'may',
  apology_asks_patience: 'may',
}

function speechSeverity(code: FindingCode, stage: NoticeStage): FindingSeverity {
  // While it burns nobody can know the share or the cause; the sentence should say that instead, and may.
  const early = stage === 'first_word' || stage === 'update'
  if (early && (code === 'vague_cause' || code === 'vague_scope')) return 'may'
  return SPEECH_SEVERITY[code] ?? 'should'
}

/** Names that the public facts carry anyway, such as a company named after its founder. */
function isPublic(name: string, facts: readonly Fact[]): boolean {
  const wanted = name.trim().toLowerCase()
  return facts.some(
    ({ key, texts }) =>
      (key === 'organisation.name' || key === 'services' || key === 'organisation.contact') &&
      NOTICE_LANGUAGES.some((language) =>
        texts[language].some((text) => text.toLowerCase().includes(wanted)),
      ),
  )
}

function allowedWords({ organisation, record }: NoticeToCheck): string[] {
  const { contactKo = '', contactEn = '', contactJa = '' } = organisation
  return [contactKo, contactEn, contactJa, record.reference]
}

function unevenCorrection({ correction }: NoticeToCheck, sides: readonly LanguageSide[]): Draft[] {
  if (correction === undefined) return []
  const written = sides.filter(({ language }) => (correction[language] ?? '').trim() !== '')
  if (written.length === 0) return []
  return sides
    .filter((side) => !written.includes(side))
    .map(({ language }) => ({
      code: 'parity_correction',
      severity: 'must',
      language,
      part: null,
      start: 0,
      end: 0,
      quote: '',
      params: { other: written[0]!.language },
    }))
}

/** A sentence that only promises to try is told so once, with the words that say it. */
function isCovered(draft: Draft, all: readonly Draft[]): boolean {
  if (draft.code !== 'promise_without_action' && draft.code !== 'duration_not_of_window') return false
  const covers: FindingCode[] =
    draft.code === 'promise_without_action' ? ['vague_effort'] : ['duration_contradicted']
  const index = all.indexOf(draft)
  return all.some((other, at) => {
    const same = other.part === draft.part && other.language === draft.language
    if (other.code === draft.code)
      return same && at < index && other.start === draft.start && other.end === draft.end
    return covers.includes(other.code) && same && other.start < draft.end && draft.start < other.end
  })
}

function bounded({ start, end }: { start: number; end: number }, markdown: string) {
  const from = Math.max(0, Math.min(start, markdown.length))
  const to = Math.max(from, Math.min(end, markdown.length))
  return { start: from, end: to, quote: markdown.slice(from, to) }
}

function withLimit(drafts: Draft[]): Draft[] {
  const order = { must: 0, should: 1, may: 2 }
  const weight = (draft: Draft) => (draft.code === 'too_long_to_check' ? -1 : order[draft.severity])
  const sorted = [...drafts].sort((a, b) => byPlace(a, b) || order[a.severity] - order[b.severity])
  if (sorted.length <= FINDINGS_AT_MOST) return sorted
  const kept = [...sorted].sort((a, b) => weight(a) - weight(b)).slice(0, FINDINGS_AT_MOST)
  const rest: Draft = {
    code: 'too_many_findings',
    severity: 'must',
    language: null,
    part: null,
    start: 0,
    end: 0,
    quote: '',
    params: { most: FINDINGS_AT_MOST, count: sorted.length },
  }
  return [rest, ...kept.sort(byPlace)]
}

function byPlace(a: Draft, b: Draft): number {
  const language = (draft: Draft) => (draft.language === null ? -1 : NOTICE_LANGUAGES.indexOf(draft.language))
  const part = (draft: Draft) => (draft.part === 'title' ? 0 : draft.part === 'body' ? 1 : 2)
  // What is missing stands nowhere, and comes after what is there.
  const missing = (draft: Draft) => Number(draft.quote === '')
  return (
    language(a) - language(b) ||
    part(a) - part(b) ||
    missing(a) - missing(b) ||
    a.start - b.start ||
    a.end - b.end
  )
}

/** Parameters that make the same words another finding: what the record has instead, or what is missing. */
const TELLING = ['recorded', 'fact', 'other', 'word', 'marker', 'count'] as const

/** Gives each finding its fingerprint; the same words found twice are told apart by their order. */
function numbered(drafts: readonly Draft[]): Finding[] {
  return withFingerprints(drafts, ({ params }) => TELLING.map((name) => params[name] ?? '').join('|'))
}
