import type { Instant } from '#app/domain/instant.ts'
import { toRfc3339, wallClock } from '#app/domain/instant.ts'
import type { TimeValue } from '#app/domain/markers.ts'
import { dateText, dateTimeText } from '#app/domain/time-text.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { useReader } from './reader.tsx'

type TimeTextProps = ({ at: Instant; value?: undefined } | { value: TimeValue; at?: undefined }) & {
  /** IANA zone, where it is not the reader's. */
  zone?: string
  /** Only the clock, in 24 hours, for columns: `08:58`. */
  compact?: boolean
  clock?: boolean
  /** Only the date. */
  date?: boolean
  /** The year is left out where the page already says it. */
  year?: boolean
  weekday?: boolean
}

/**
 * A point in time as people say it, in a `<time>` with the exact instant, which also shows on hover. "About" keeps its
 * word and a range shows both ends.
 */
export function TimeText({ at, value, zone, compact, clock, date, year, weekday }: TimeTextProps) {
  const reader = useReader()
  const { language } = reader
  const where = zone ?? reader.zone
  const point: TimeValue = value ?? { shape: 'instant', at }
  const one = (instant: Instant) => {
    const text = date
      ? dateText(instant, where, language, { year: year ?? true, weekday: weekday ?? false })
      : compact || clock
        ? clockText(instant, where)
        : dateTimeText(instant, where, language, { weekday: weekday ?? false })
    const exact = toRfc3339(instant, where)
    return (
      <time dateTime={exact} title={exact}>
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
