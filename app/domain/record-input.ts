/**
 * What may be written into the record, and within which limits: one schema per form, the same for pages, command line
 * and imports. An issue's message is a problem in code (`encodeProblem`), put into words only where it is shown.
 */
import { z } from 'zod'
import { encodeProblem, type Problem } from './errors.ts'
import { FACTORS } from './factors.ts'
import { ACTION_KINDS, ACTION_STATES, INCIDENT_KINDS, SEVERITIES } from './incident-record.ts'
import { isZone, type Instant } from './instant.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage } from './language.ts'
import { MARKER_KEYS, type TimeValue } from './markers.ts'
import { LONGEST_POSTMORTEM } from './postmortem-review.ts'
import { LONGEST_TEMPLATE } from './postmortem-templates/own-template.ts'
import { TEMPLATE_NAMES } from './postmortem-templates/index.ts'
import { parseTime, type ParseTimeContext } from './parse-time.ts'
import { SURFACES, SYMPTOM_KINDS } from './symptoms.ts'
import { TIMELINE_KINDS } from './timeline.ts'

/** Longest texts, in characters as JavaScript counts them. */
const LIMITS = {
  name: 100,
  title: 200,
  source: 500,
  url: 2_000,
  text: 10_000,
  statement: 20_000,
  postmortem: LONGEST_POSTMORTEM,
} as const

const required = encodeProblem({ code: 'required' })

/** One line: trimmed, in Unicode NFC, without control characters. */
function line(max: number) {
  return cleanText(max, /[\p{Cc}\u2028\u2029]/u)
}

/** Several lines: as `line`, with line breaks (as `\n`) and tabs. */
function paragraphs(max: number) {
  return cleanText(max, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
}

function cleanText(max: number, forbidden: RegExp) {
  return z
    .string({ error: () => required })
    .transform((text) => text.normalize('NFC').replaceAll('\r\n', '\n').trim())
    .superRefine((text, issues) => {
      if (text.length > max) {
        issues.addIssue(problem({ code: 'too_long', params: { max, actual: text.length } }))
      } else if (forbidden.test(text)) {
        issues.addIssue(problem({ code: 'control_character' }))
      }
    })
}

function problem(value: Problem) {
  return { code: 'custom' as const, message: encodeProblem(value) }
}

function needed<T extends z.ZodType<string>>(schema: T) {
  return schema.refine((text) => text.length > 0, { error: () => required })
}

function orEmpty<T extends z.ZodType<string>>(schema: T) {
  return schema.optional().transform((text) => text ?? '')
}

function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, {
    error: (issue) => (issue.input === undefined ? required : encodeProblem({ code: 'not_a_choice' })),
  })
}

function wholeNumber(min: number, max: number) {
  const message = encodeProblem({ code: 'number_out_of_range', params: { min, max } })
  return z
    .number({ error: (issue) => (issue.input === undefined ? required : message) })
    .int(message)
    .min(min, message)
    .max(max, message)
}

const webAddress = line(LIMITS.url).refine((text) => text === '' || /^https?:\/\/[^\s/]/i.test(text), {
  error: () => encodeProblem({ code: 'not_a_web_address' }),
})

/** The version of a row that a person had on the screen; what PostgreSQL cannot hold as an integer is none. */
export const version = z.coerce.number().int().min(1).max(1_000_000_000)

/** A time as people write it, read in `context`; undefined where the field was left empty. */
function time(context: ParseTimeContext) {
  return z.string({ error: () => required }).transform((text, issues): TimeValue => {
    const parsed = parseTime(text, context)
    if (parsed.ok) return parsed.value
    issues.addIssue(problem(parsed.problem))
    return z.NEVER
  })
}

/** A single point in time, where a range would have no meaning. */
function pointInTime(context: ParseTimeContext) {
  return time(context).transform((value, issues): Exclude<TimeValue, { shape: 'range' }> => {
    if (value.shape !== 'range') return value
    issues.addIssue(problem({ code: 'time_range_not_here' }))
    return z.NEVER
  })
}

function orNull<T extends z.ZodType>(schema: T) {
  return schema.optional().transform((value) => value ?? null)
}

/** An exact point in time: where an "about" could not be kept, it is refused instead of lost. */
function instantOrNull(context: ParseTimeContext) {
  return pointInTime(context)
    .optional()
    .transform((value, issues): Instant | null => {
      if (value?.shape !== 'about') return value?.at ?? null
      issues.addIssue(problem({ code: 'time_about_not_here' }))
      return z.NEVER
    })
}

/** The form that logs an incident: as little as is known in the first minute. Times are read in `context`. */
export function logIncidentInput(context: ParseTimeContext) {
  return z.object({
    title: needed(line(LIMITS.title)),
    kind: oneOf(INCIDENT_KINDS).default('incident'),
    severity: oneOf(SEVERITIES),
    serviceIds: z.array(z.string()).default([]),
    started: orNull(time(context)),
    startedSource: orEmpty(line(LIMITS.source)),
    symptom: orEmpty(paragraphs(LIMITS.text)),
    surface: oneOf(SURFACES).default('other'),
    symptomKind: oneOf(SYMPTOM_KINDS).default('other'),
  })
}

export const incidentDetailsInput = z.object({
  title: needed(line(LIMITS.title)),
  kind: oneOf(INCIDENT_KINDS),
  severity: oneOf(SEVERITIES),
  summary: orEmpty(paragraphs(LIMITS.text)),
  cause: orEmpty(paragraphs(LIMITS.text)),
  factors: z.array(oneOf(FACTORS)).default([]),
  serviceIds: z.array(z.string()).default([]),
  version,
})

export const removalInput = z.object({ reason: needed(line(LIMITS.source)), version })

/** What one source says about a marker. */
export function readingInput(context: ParseTimeContext) {
  return z.object({
    markerKey: oneOf(MARKER_KEYS),
    time: time(context),
    source: orEmpty(line(LIMITS.source)),
    sourceUrl: orEmpty(webAddress),
  })
}

export const readingChoiceInput = z.object({
  markerKey: oneOf(MARKER_KEYS),
  readingId: z.string({ error: () => required }),
  reason: orEmpty(line(LIMITS.source)),
  version,
})

export const notApplicableInput = z.object({
  markerKey: oneOf(MARKER_KEYS),
  reason: needed(line(LIMITS.source)),
  version,
})

/** The window in which an incident touched one service; empty bounds stand for the incident's own. */
export function serviceWindowInput(context: ParseTimeContext) {
  return z.object({
    serviceId: z.string({ error: () => required }),
    startedAt: instantOrNull(context),
    endedAt: instantOrNull(context),
  })
}

/** What a user saw, in at least one language or as the text of the error; its window may be open at both ends. */
export function symptomInput(context: ParseTimeContext) {
  return z
    .object({
      serviceId: orNull(z.string()),
      surface: oneOf(SURFACES),
      kind: oneOf(SYMPTOM_KINDS),
      textKo: orEmpty(line(LIMITS.source)),
      textEn: orEmpty(line(LIMITS.source)),
      textJa: orEmpty(line(LIMITS.source)),
      errorText: orEmpty(paragraphs(LIMITS.text)),
      startedAt: instantOrNull(context),
      endedAt: instantOrNull(context),
      sharePercent: orNull(
        z
          .number({
            error: () => encodeProblem({ code: 'number_out_of_range', params: { min: 0, max: 100 } }),
          })
          .gt(0, encodeProblem({ code: 'number_out_of_range', params: { min: 0, max: 100 } }))
          .max(100, encodeProblem({ code: 'number_out_of_range', params: { min: 0, max: 100 } })),
      ),
      users: orNull(wholeNumber(0, 10_000_000_000)),
      measuredHow: orEmpty(line(LIMITS.source)),
    })
    .superRefine((symptom, issues) => {
      if (symptom.textKo + symptom.textEn + symptom.textJa + symptom.errorText === '') {
        issues.addIssue({ ...problem({ code: 'symptom_without_words' }), path: ['textKo'] })
      }
      if ((symptom.sharePercent !== null || symptom.users !== null) && symptom.measuredHow === '') {
        issues.addIssue({ ...problem({ code: 'measured_how_missing' }), path: ['measuredHow'] })
      }
    })
}

/** What happened when. */
export function timelineEventInput(context: ParseTimeContext) {
  return z.object({
    occurredAt: pointInTime(context),
    kind: oneOf(TIMELINE_KINDS),
    text: needed(paragraphs(LIMITS.text)),
    source: orEmpty(line(LIMITS.source)),
    sourceUrl: orEmpty(webAddress),
    starred: z.boolean().default(false),
  })
}

/** Who said what in public; when may be unknown. */
export function statementInput(context: ParseTimeContext) {
  return z.object({
    speaker: needed(line(LIMITS.name)),
    side: oneOf(['us', 'others']),
    channel: orEmpty(line(LIMITS.name)),
    saidAt: orNull(pointInTime(context)),
    text: needed(paragraphs(LIMITS.statement)),
    language: needed(line(35)),
    url: orEmpty(webAddress),
  })
}

/** A statement written down anew, with the reason. */
export function statementRevisionInput(context: ParseTimeContext) {
  return statementInput(context).extend({ reason: needed(line(LIMITS.source)), version })
}

/** The texts of a draft, a field per language; the model knows their limits. */
export const noticeTextInput = z.object({
  title_ko: orEmpty(paragraphs(Infinity)),
  body_ko: orEmpty(paragraphs(Infinity)),
  title_en: orEmpty(paragraphs(Infinity)),
  body_en: orEmpty(paragraphs(Infinity)),
  title_ja: orEmpty(paragraphs(Infinity)),
  body_ja: orEmpty(paragraphs(Infinity)),
  kind: oneOf(['update', 'correction', 'typo']).optional(),
  words_ko: orEmpty(paragraphs(Infinity)),
  words_en: orEmpty(paragraphs(Infinity)),
  words_ja: orEmpty(paragraphs(Infinity)),
  version,
})

/** Public words per language, for a withdrawal. */
export const withdrawInput = z.object({
  words_ko: orEmpty(paragraphs(LIMITS.text)),
  words_en: orEmpty(paragraphs(LIMITS.text)),
  words_ja: orEmpty(paragraphs(LIMITS.text)),
  version,
})

/** One step of a notice on its way into public; the model knows which of the words a step needs. */
export const noticeStepInput = z.object({
  /** Of what the reviewer read. */
  fingerprint: orEmpty(line(LIMITS.source)),
  comment: orEmpty(paragraphs(LIMITS.text)),
  emergency: orEmpty(paragraphs(LIMITS.text)),
  version,
})

/** A finding or a drift that is kept, or no longer. */
export const noticeDecisionInput = z.object({
  key: orEmpty(line(LIMITS.source)),
  reason: orEmpty(paragraphs(LIMITS.text)),
})

export const noticeStageInput = z.object({
  stage: oneOf(['first_word', 'update', 'resolved', 'final_report']).optional(),
  version: version.optional(),
})

/** Whether the page follows its promises. */
export const noticePromisesInput = z.object({ shown: z.coerce.boolean().default(false), version })

/** The language that a draft still lacks. */
export const noticeLanguageInput = z.object({ language: oneOf(NOTICE_LANGUAGES), version })

/** The newest revision that somebody had on the screen; 0 before there is any. */
const revision = z.coerce.number().int().min(0).max(1_000_000_000)

export const postmortemInput = z.object({
  markdown: needed(paragraphs(LIMITS.postmortem)),
  reason: orEmpty(line(LIMITS.source)),
  revision,
  /** The last update of the draft that was on the screen. */
  draft: revision.optional(),
  /** Whether it was written with others, so that the draft on disk is what is meant. */
  live: z.string().optional(),
})

/** A file or a paste; with its front matter it may be a little longer than the text. */
export const postmortemImportInput = z.object({
  markdown: z
    .string({ error: () => encodeProblem({ code: 'postmortem_nothing_pasted' }) })
    .refine((text) => !text.includes('\ufffd') && !text.includes('\u0000'), {
      error: () => encodeProblem({ code: 'postmortem_not_text' }),
    })
    .refine((text) => !/[\u0001-\u0008\u000b\u000c\u000e-\u001f]/.test(text), {
      error: () => encodeProblem({ code: 'control_character' }),
    }),
  revision,
})

/** `template` is the name of one that comes along, written in `language`, or the id of one's own, which has its language. */
export const postmortemStartInput = z.object({
  template: z.union([oneOf(TEMPLATE_NAMES), z.uuid()], {
    error: () => encodeProblem({ code: 'not_a_choice' }),
  }),
  language: oneOf(['ko', 'en']),
})

export const documentTemplateInput = z.object({
  name: needed(line(LIMITS.name)),
  language: oneOf(['ko', 'en']),
  markdown: needed(paragraphs(LONGEST_TEMPLATE)),
})

/** A step of the review, or a decision about a finding; the model knows which of the words it needs. */
export const postmortemStepInput = z.object({
  comment: orEmpty(paragraphs(LIMITS.text)),
  reason: orEmpty(paragraphs(LIMITS.text)),
  /** Why it is approved although something is open. */
  despite: orEmpty(paragraphs(LIMITS.text)),
  /** Ids of those who are asked for a review. */
  reviewers: z.array(z.string()).default([]),
  dueOn: orNull(calendarDay()),
  fingerprint: orEmpty(line(LIMITS.source)),
  /** The older revision that is to come back. */
  number: revision.optional(),
  revision: revision.default(0),
})

export const actionItemInput = z.object({
  title: needed(line(LIMITS.title)),
  kind: oneOf(ACTION_KINDS),
  state: oneOf(ACTION_STATES).default('open'),
  owner: orEmpty(line(LIMITS.name)),
  dueOn: orNull(calendarDay()),
  trackerUrl: orEmpty(webAddress),
  promise: z.boolean().default(false),
  promiseKo: orEmpty(line(LIMITS.source)),
  promiseEn: orEmpty(line(LIMITS.source)),
  promiseJa: orEmpty(line(LIMITS.source)),
  doneOn: orNull(calendarDay()),
  stateReason: orEmpty(line(LIMITS.source)),
})

/** An incident in public words, a field per part and language; left out is as good as empty. */
/** One press on the board: which item is done, and when, if anybody knows. */
export const actionDoneInput = z.object({ id: z.uuid(), version, doneOn: orNull(calendarDay()) })

export const publicWordingInput = z.object({
  ...wordingFields('title', line(LIMITS.title)),
  ...wordingFields('cause', paragraphs(LIMITS.text)),
  ...wordingFields('scope', paragraphs(LIMITS.text)),
  ...wordingFields('compensation', paragraphs(LIMITS.text)),
  version,
})

function wordingFields<Part extends string>(part: Part, text: ReturnType<typeof cleanText>) {
  const fields = {
    [`${part}_ko`]: orEmpty(text),
    [`${part}_en`]: orEmpty(text),
    [`${part}_ja`]: orEmpty(text),
  }
  return fields as Record<`${Part}_${NoticeLanguage}`, ReturnType<typeof orEmpty<typeof text>>>
}

/** What an incident was not caused by, in at least one language. */
export const deniedCauseInput = z.object({
  textKo: orEmpty(line(LIMITS.source)),
  textEn: orEmpty(line(LIMITS.source)),
  textJa: orEmpty(line(LIMITS.source)),
  saidBy: orEmpty(line(LIMITS.name)),
  evidence: orEmpty(paragraphs(LIMITS.text)),
})

export const serviceInput = z
  .object({
    nameKo: orEmpty(line(LIMITS.name)),
    nameEn: orEmpty(line(LIMITS.name)),
    nameJa: orEmpty(line(LIMITS.name)),
    zone: orNull(zone()),
  })
  .superRefine((service, issues) => {
    if (service.nameKo + service.nameEn + service.nameJa === '') {
      issues.addIssue({ code: 'custom', message: required, path: ['nameKo'] })
    }
  })

export const organisationInput = z
  .object({
    nameKo: needed(line(LIMITS.name)),
    nameEn: needed(line(LIMITS.name)),
    nameJa: orEmpty(line(LIMITS.name)),
    zone: zone(),
    languages: z.array(oneOf(NOTICE_LANGUAGES)).min(1, required),
    defaultLanguage: oneOf(NOTICE_LANGUAGES),
    contactKo: orEmpty(line(LIMITS.source)),
    contactEn: orEmpty(line(LIMITS.source)),
    contactJa: orEmpty(line(LIMITS.source)),
  })
  .superRefine((organisation, issues) => {
    if (!organisation.languages.includes(organisation.defaultLanguage)) {
      issues.addIssue({ ...problem({ code: 'default_language_not_used' }), path: ['defaultLanguage'] })
    }
  })

/** Words that must stay inside, one to a line. */
export const guardedWordsInput = z.object({ words: orEmpty(paragraphs(60_000)), version })

export const yearlyCountInput = z.object({
  year: wholeNumber(1900, 2200),
  count: wholeNumber(0, 1_000_000),
  ruleStated: orEmpty(line(LIMITS.source)),
  source: needed(line(LIMITS.source)),
  sourceUrl: orEmpty(webAddress),
})

/** Days of a period in which the record was kept; an empty last day means that it still is. */
export const coveredPeriodInput = z
  .object({
    from: calendarDay(),
    until: orNull(calendarDay().nullable()),
    note: orEmpty(line(LIMITS.source)),
  })
  .superRefine(({ from, until }, issues) => {
    if (until !== null && until < from) {
      issues.addIssue({ ...problem({ code: 'period_ends_before_start' }), path: ['until'] })
    }
  })

const MINUTES_OF_A_WEEK = 7 * 24 * 60

/** A counting rule and why it is what it is; `version` is missing for a new one. */
export const countingRuleInput = z
  .object({
    nameKo: orEmpty(line(LIMITS.name)),
    nameEn: orEmpty(line(LIMITS.name)),
    scope: oneOf(['all', 'some']),
    serviceIds: z.array(z.string()).default([]),
    severities: z.array(oneOf(SEVERITIES)).default([]),
    minimumMinutes: wholeNumber(0, MINUTES_OF_A_WEEK),
    maintenance: z.boolean().default(false),
    zone: orNull(zone()),
    whoCounts: orEmpty(line(LIMITS.name * 2)),
    reason: orEmpty(line(LIMITS.source)),
    version: version.optional(),
  })
  .transform(({ nameKo, nameEn, reason, version, scope, serviceIds, ...definition }) => ({
    nameKo,
    nameEn,
    reason,
    version,
    // Whether the choices are enough is for `countingRuleSchema` to say.
    definition: { ...definition, services: scope === 'all' ? ('all' as const) : serviceIds },
  }))

function zone() {
  return needed(line(LIMITS.name)).refine(isZone, { error: () => encodeProblem({ code: 'not_a_zone' }) })
}

function calendarDay() {
  return z
    .string({ error: () => required })
    .refine(isCalendarDay, { error: () => encodeProblem({ code: 'not_a_day' }) })
}

function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
