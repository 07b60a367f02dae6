import type { Fact } from './facts.ts'
import type { Finding } from './finding.ts'
import type { IncidentRecord } from './incident-record.ts'
import type { Instant } from './instant.ts'
import type { NoticeLanguage } from './language.ts'
import type { NoticeStage } from './notice-text/draft.ts'
import type { Trend } from './trend.ts'

export type { Finding, FindingCode, FindingSeverity } from './finding.ts'

/** Whose notice it is: the zone in which typed times are read, and the contacts that may stand in public. */
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
  trend?: Trend | null
  stage: NoticeStage
  /** Words that must stay inside, such as names of customers. */
  guardedWords: readonly string[]
  /** Names of people who must not be named: users, owners of action items, whoever recorded something. */
  people: readonly string[]
  /** The public text of the correction that goes out with it, per language. */
  correction?: Partial<Record<NoticeLanguage, string>>
}

/**
 * What a person should look at before this notice is published, by language and place. Pure and light enough to run
 * after every keystroke in a browser; never throws, whatever the text is.
 */
export function checkNotice(notice: NoticeToCheck): Finding[] {
  void notice
  return []
}
