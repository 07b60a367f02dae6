/**
 * How action items, and the promises among them, stand on a day. Days are calendar days `YYYY-MM-DD` in the
 * organisation's zone, so that they compare as text. Nothing is guessed: an item that is done on a day nobody knows was
 * neither in time nor late.
 */
import type { ActionItem } from './incident-record.ts'
import { DAY, plainDate, type Instant } from './instant.ts'

export const STANDINGS = [
  'late',
  'open',
  'open_without_day',
  'kept',
  'kept_late',
  'kept_day_unknown',
  'dropped',
] as const

/**
 * `open`: its day is not over yet. `late`: its day is over. `open_without_day`: nobody said by when. `kept`: done, by its
 * day where it has one. `kept_late`: done after its day. `kept_day_unknown`: done, and nobody wrote down whether in time.
 */
export type Standing = (typeof STANDINGS)[number]

type Followed = Pick<ActionItem, 'state' | 'dueOn' | 'doneOn'>

/**
 * How a promise, or any other action item, stands at the end of `day`. One that was done later than that was still open.
 * When one was dropped is not kept, so it counts as dropped on every day. An item is late from the day after its due day.
 */
export function promiseStanding({ state, dueOn, doneOn }: Followed, day: string): Standing {
  if (state === 'dropped') return 'dropped'
  if (state === 'done' && (doneOn === null || doneOn <= day)) {
    if (dueOn === null) return 'kept'
    if (doneOn === null) return 'kept_day_unknown'
    return doneOn <= dueOn ? 'kept' : 'kept_late'
  }
  if (dueOn === null) return 'open_without_day'
  return dueOn < day ? 'late' : 'open'
}

/** Whether somebody still has to do it. */
export function isOutstanding(standing: Standing): boolean {
  return standing === 'late' || standing === 'open' || standing === 'open_without_day'
}

/**
 * Whole days from one day to another; negative when the second one is earlier. (A day without a zone has 24 hours, as
 * midnights in UTC have; Temporal would come to every page with an action item for this.)
 */
export function daysFromTo(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY
}

/** Days of several items: how many could be measured, the middle one and the largest; null where none could. */
export interface DaysOfItems {
  known: number
  /** Of an even number of items the mean of the two in the middle. */
  median: number | null
  most: number | null
}

export interface ActionAgeing {
  total: number
  /** Items by how they stand; together they are `total`. */
  standings: Record<Standing, number>
  /**
   * Age of those outstanding, in days since they were recorded; `unknown` ones are from before that was kept, or were
   * written down after `day`.
   */
  age: DaysOfItems & { unknown: number }
  /** Days that those which are late are late. */
  late: DaysOfItems
  /** From the day of recording to the day on which it was done, of those where both are known. */
  toDone: DaysOfItems & { unknown: number }
}

/**
 * Figures about action items at the end of `day`, whenever they were written down.
 *
 * @param zone the organisation's, in which the day of recording is read
 */
export function actionAgeing(
  items: readonly (Followed & { recordedAt: Instant | null })[],
  day: string,
  zone: string,
): ActionAgeing {
  const standings = Object.fromEntries(STANDINGS.map((one) => [one, 0])) as Record<Standing, number>
  const ages: number[] = []
  const lateness: number[] = []
  const toDone: number[] = []
  let outstanding = 0
  let done = 0
  for (const item of items) {
    const standing = promiseStanding(item, day)
    standings[standing] += 1
    const recordedOn = item.recordedAt === null ? null : plainDate(item.recordedAt, zone)
    if (isOutstanding(standing)) {
      outstanding += 1
      if (recordedOn !== null && recordedOn <= day) ages.push(daysFromTo(recordedOn, day))
      if (standing === 'late' && item.dueOn !== null) lateness.push(daysFromTo(item.dueOn, day))
    } else if (standing !== 'dropped') {
      done += 1
      // Written down after the fact: how long it took is not known.
      if (recordedOn !== null && item.doneOn !== null && item.doneOn >= recordedOn) {
        toDone.push(daysFromTo(recordedOn, item.doneOn))
      }
    }
  }
  return {
    total: items.length,
    standings,
    age: { ...daysOf(ages), unknown: outstanding - ages.length },
    late: daysOf(lateness),
    toDone: { ...daysOf(toDone), unknown: done - toDone.length },
  }
}

function daysOf(days: readonly number[]): DaysOfItems {
  const sorted = [...days].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  if (upper === undefined) return { known: 0, median: null, most: null }
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
  return { known: sorted.length, median, most: sorted.at(-1) ?? null }
}
