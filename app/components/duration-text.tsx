import type { Duration } from '#app/domain/durations.ts'
import { compactMinutes, compactMinutesRange, minutesRangeText, minutesText } from '#app/domain/time-text.ts'
import { shellMessages } from '#app/messages/shell.ts'
import { useMessages, useReader } from './reader.tsx'

/**
 * A length of time, or honestly why there is none: pending, not applicable, invalid. Takes a duration of the record or
 * plain whole minutes; `compact` is for columns.
 */
export function DurationText({
  duration,
  minutes,
  compact,
}: {
  duration?: Duration
  minutes?: number | null
  compact?: boolean
}) {
  const { language } = useReader()
  const t = useMessages(shellMessages)
  const write = (value: number) => (compact ? compactMinutes(value, language) : minutesText(value, language))
  if (duration === undefined) {
    if (minutes === undefined || minutes === null) return <span className="quiet">{t.duration.pending}</span>
    return <span className="number">{write(minutes)}</span>
  }
  if (duration.outcome !== 'recorded') return <span className="quiet">{t.duration[duration.outcome]}</span>
  if (duration.range) {
    const range = compact ? compactMinutesRange : minutesRangeText
    return <span className="number">{range(duration.range, language)}</span>
  }
  return <span className="number">{write(duration.minutes)}</span>
}
