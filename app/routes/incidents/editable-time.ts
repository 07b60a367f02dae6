import { wallClock, type Instant } from '#app/domain/instant.ts'

/**
 * An instant as it stands in a form: `2020-03-02 08:58` in `zone`, with seconds where it has some. `parseTime` reads it
 * back to the same instant, except where a clock was set back and the hour came twice.
 *
 * @param approximate whether it is an "about", which is written with a `~` before the clock
 */
export function editableTime(at: Instant | null, zone: string, approximate = false): string {
  if (at === null) return ''
  const { year, month, day, hour, minute, second } = wallClock(at, zone)
  const two = (value: number) => String(value).padStart(2, '0')
  const seconds = second === 0 ? '' : `:${two(second)}`
  return `${year}-${two(month)}-${two(day)} ${approximate ? '~' : ''}${two(hour)}:${two(minute)}${seconds}`
}
