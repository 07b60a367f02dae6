import { chosen } from '../facts.ts'
import type { IncidentRecord } from '../incident-record.ts'
import type { NoticeLanguage } from '../language.ts'
import { situationOf, type NoticeDraft, type NoticeStage } from './draft.ts'
import { draftEnglish } from './en.ts'
import { draftJapanese } from './ja.ts'
import { draftKorean } from './ko.ts'

export { NOTICE_STAGES, type NoticeDraft, type NoticeStage } from './draft.ts'

/**
 * A notice drafted from what the record holds, in the form that `stage` has in that language. It always comes out the
 * same for the same record, invents nothing, and leaves a visible gap where a person has to decide.
 */
export function draftNotice(
  record: IncidentRecord,
  stage: NoticeStage,
  language: NoticeLanguage,
): NoticeDraft {
  const situation = situationOf(record)
  const write = { ko: draftKorean, en: draftEnglish, ja: draftJapanese }[language]
  return write(situation, stage)
}

/** The stage a notice would naturally have now: a first word or an update while it lasts, a report once it is over. */
export function naturalStage(record: IncidentRecord): NoticeStage {
  if (chosen(record, 'impact_end')) return 'final_report'
  return chosen(record, 'first_public_word') ? 'update' : 'first_word'
}
