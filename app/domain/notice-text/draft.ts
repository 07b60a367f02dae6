import { chosen, exactImpactMinutes } from '../facts.ts'
import { duration } from '../durations.ts'
import type { IncidentRecord } from '../incident-record.ts'
import { deniedWords, isWorded } from '../public-wording.ts'
import { apologyStrength, type ApologyStrength } from './apology.ts'

export const NOTICE_STAGES = ['first_word', 'update', 'resolved', 'final_report'] as const
export type NoticeStage = (typeof NOTICE_STAGES)[number]

/** A title and a body in Markdown, both with fact placeholders. */
export interface NoticeDraft {
  title: string
  body: string
}

/** Markers that tell how an incident was dealt with. */
const STEPS = ['detected', 'first_public_word', 'mitigated', 'impact_end', 'resolved'] as const
export type Step = (typeof STEPS)[number]

/** What decides the wording of a draft. The values themselves come in later, through placeholders. */
export interface DraftSituation {
  strength: ApologyStrength
  /** Bad enough that people ask what they get for it. */
  grave: boolean
  maintenance: boolean
  minor: boolean
  knows: {
    /** Start and end, both to the minute, so that they can be said in one phrase. */
    window: boolean
    /** The day of the start, for the title. */
    day: boolean
    /** The start lies somewhere within a range, which no "since" goes with. */
    startWithin: boolean
    mitigated: boolean
    cause: boolean
    /** A cause that is ruled out by evidence. */
    ruledOut: boolean
    /** Public words on who was affected. */
    scope: boolean
    /** A share or number of users with some symptom. */
    extent: boolean
    promises: boolean
    compensation: boolean
  }
  /** Known steps in the order in which they happened; empty where there is nothing beyond the end to tell. */
  steps: Step[]
  /** Which form of the duration may be printed: never both, because the reader would take them for two values. */
  duration: 'impact.duration' | 'impact.duration.rounded' | null
}

/** Reads from a record all that the wording of its notice depends on. */
export function situationOf(record: IncidentRecord): DraftSituation {
  const start = chosen(record, 'impact_start')
  const strength = apologyStrength(record)
  return {
    strength,
    grave: strength >= 3,
    maintenance: record.kind === 'maintenance',
    minor: record.severity === 'minor',
    knows: {
      window: start?.shape === 'instant' && chosen(record, 'impact_end')?.shape === 'instant',
      day: start !== null && start.shape !== 'range',
      startWithin: start?.shape === 'range',
      mitigated: chosen(record, 'mitigated') !== null,
      cause: record.cause.trim() !== '' || isWorded(record.wording.cause),
      ruledOut: record.deniedCauses.some(
        (cause) => cause.evidence.trim() !== '' && isWorded(deniedWords(cause)),
      ),
      scope: isWorded(record.wording.scope),
      extent: record.symptoms.some((symptom) => symptom.sharePercent !== null || symptom.users !== null),
      promises: record.actionItems.some((item) => item.promise && item.state !== 'dropped'),
      compensation: isWorded(record.wording.compensation),
    },
    steps: stepsOf(record),
    duration:
      exactImpactMinutes(record) !== null
        ? 'impact.duration'
        : duration('impact', record.markers).outcome === 'recorded'
          ? 'impact.duration.rounded'
          : null,
  }
}

function stepsOf(record: IncidentRecord): Step[] {
  const known = STEPS.flatMap((step) => {
    const value = chosen(record, step)
    return value === null ? [] : [{ step, at: value.at }]
  })
  // The end alone is said elsewhere in every notice.
  if (known.every(({ step }) => step === 'impact_end')) return []
  return known.sort((a, b) => a.at - b.at).map(({ step }) => step)
}

/** Paragraphs to Markdown; what is null or empty is left out. */
export function paragraphs(...parts: (string | null | false)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join('\n\n') + '\n'
}

/** The steps as a list, each as the language writes it. */
export function stepList(steps: readonly Step[], write: Record<Step, string>): string {
  return steps.map((step) => `- ${write[step]}`).join('\n')
}
