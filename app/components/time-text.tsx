import type { Instant } from '#app/domain/instant.ts'
import { MINUTE, plainDate, toRfc3339, wallClock } from '#app/domain/instant.ts'
import { knownDays, type TimeValue } from '#app/domain/markers.ts'
import { compactDateTime, compactValue, dateText, dateTimeText, valueText } from '#app/domain/time-text.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { useReader } from './reader.tsx'

type TimeTextProps = ({ at: Instant; value?: undefined } | { value: TimeValue; at?: undefined }) & {
  /** IANA zone, where it is not the reader's. */
  zone?: string
  /**
   * How it is written: `full` as people say it; `compact` for columns; `clock` only hours and minutes of 24, where the
   * day is said elsewhere; `date` only the day.
   */
  as?: 'full' | 'compact' | 'clock' | 'date'
  /** The year is left out where the page already says it. */
  year?: boolean
  weekday?: boolean
  /** Left out where only the order of magnitude matters: when something was written down. */
  seconds?: boolean
}

/**
 * A point in time as people say it, in a `<time>` with the exact instant, which also shows on hover. "About" keeps its
 * word, a range shows both ends, and what is known to the day has no time of day.
 */
export function TimeText({
  at,
  value,
  zone,
  as = 'full',
  year = true,
  weekday = false,
  seconds = true,
}: TimeTextProps) {
  const reader = useReader()
  const { language } = reader
  const where = zone ?? reader.zone
  const point: TimeValue = value ?? { shape: 'instant', at }
  const one = (exactly: Instant) => {
    const instant = seconds ? exactly : ((exactly - (exactly % MINUTE)) as Instant)
    const text =
      as === 'date'
        ? dateText(instant, where, language, { year, weekday })
        : as === 'clock'
          ? clockText(instant, where)
          : as === 'compact'
            ? compactDateTime(instant, where, language, { year })
            : dateTimeText(instant, where, language, { weekday })
    const exact = toRfc3339(exactly, where)
    return (
      <time dateTime={exact} title={exact}>
        {text}
      </time>
    )
  }
  const days = knownDays(point, where)
  if (days !== null) {
    const text =
      as === 'full'
        ? valueText(point, where, language, { weekday })
        : as === 'date'
          ? dateText(days.first, where, language, { year, weekday })
          : compactValue(point, where, language, { year: year && as !== 'clock' })
    return (
      <time className="nowrap" dateTime={plainDate(days.first, where)}>
        {text}
      </time>
    )
  }
  if (point.shape === 'range') {
    return (
      <span className="nowrap">
        {one(point.at)}–{one(point.until)}
      </span>
    )
  }
  if (point.shape === 'about') {
    const [before = '', after = ''] = timeBarMessages[language].about('\u0000').split('\u0000')
    return (
      <span className="nowrap">
        {before}
        {one(point.at)}
        {after}
      </span>
    )
  }
  return one(point.at)
}

function clockText(at: Instant, zone: string): string {
  const { hour, minute } = wallClock(at, zone)
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}
