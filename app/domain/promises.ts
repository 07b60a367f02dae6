import { promiseStanding } from './action-item.ts'
import { promiseInPublic, type FrozenFacts } from './facts.ts'
import type { IncidentRecord } from './incident-record.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage } from './language.ts'

/** A promise as the public page follows it. */
export interface PublicPromise {
  texts: Partial<Record<NoticeLanguage, string>>
  /** `kept` says that it is done; in time where a day was named and the day of doing it is known. */
  state: 'open' | 'late' | 'kept' | 'kept_late' | 'dropped'
  /** Calendar day in the organisation's zone, `2020-03-31`; null where none was named. */
  dueOn: string | null
}

/** What was published before, of which a promise may be part. */
interface SaidBefore {
  facts: FrozenFacts
  promises?: readonly PublicPromise[]
}

/**
 * The promises of a record for the public page, and how each stands at the end of `day` (`YYYY-MM-DD` in the organisation's
 * zone). One that was dropped is told only if an earlier revision had made it: then to leave it out would hide it.
 */
export function publicPromises(
  record: IncidentRecord,
  day: string,
  before: readonly SaidBefore[],
): PublicPromise[] {
  return record.actionItems.flatMap((item): PublicPromise[] => {
    if (!item.promise) return []
    const words = promiseInPublic(item)
    const texts = Object.fromEntries(
      NOTICE_LANGUAGES.map((language) => [language, words[language]]).filter(([, text]) => text !== ''),
    ) as PublicPromise['texts']
    const standing = promiseStanding(item, day)
    if (standing === 'dropped' && !before.some((said) => wasSaid(texts, said))) return []
    return [{ texts, state: STATES[standing], dueOn: item.dueOn }]
  })
}

const STATES = {
  late: 'late',
  open: 'open',
  open_without_day: 'open',
  kept: 'kept',
  kept_late: 'kept_late',
  kept_day_unknown: 'kept',
  dropped: 'dropped',
} as const

function wasSaid(texts: PublicPromise['texts'], { facts, promises = [] }: SaidBefore): boolean {
  return (Object.entries(texts) as [NoticeLanguage, string][]).some(
    ([language, text]) =>
      (facts.promises?.[language] ?? '').split('\n').some((line) => line.startsWith(text)) ||
      promises.some((promise) => promise.texts[language] === text),
  )
}
