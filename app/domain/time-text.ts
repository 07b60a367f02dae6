import type { Duration } from './durations.ts'
import { instant, wallClock, zoneName, type Instant, type TimeLanguage, type WallClock } from './instant.ts'
import { knownDays, type TimeValue } from './markers.ts'
import { ENGLISH_MONTHS } from './month-names.ts'

/*
 * How times and durations are written. Korean counts two halves of twelve hours; English uses the 24-hour clock and names
 * the zone; Japanese uses the 24-hour clock. Rules for Korean:
 * - 오전 for 1 to 11, 낮 for 12, 오후 for 13 to 23, and the hour 0 stands alone ("0시 8분"): 자정 does not say at which end
 *   of the day, and 오전 12시 and 오후 12시 are read both ways. The minute 0 is left out ("오전 9시").
 * - the second 오전 or 오후 of a window is left out only within the same half-day of the same day; a new day repeats the
 *   date, a new year the year.
 * - the weekday stands in brackets without a space: 3월 2일(월).
 * - 약 goes with a rounded figure only, 경 with a point in time that is not known to the minute.
 * Rules for Japanese, as outage reports write it:
 * - 2020年3月2日(月)8時58分 without spaces; the minute has two digits (9時05分) and stays where it is 0 (14時00分), but a
 *   time that is only known roughly drops it: 9時頃.
 * - a window is 8時58分〜10時17分; a new day repeats the date, a new year the year.
 * - 約 goes with a rounded figure only, 頃 with a point in time that is not known to the minute.
 */

const KOREAN_WEEKDAYS = ['월', '화', '수', '목', '금', '토', '일']
const JAPANESE_WEEKDAYS = ['月', '火', '水', '木', '金', '土', '日']
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Unless told, `weekday` is on in Korean and Japanese, `zone` in English only. */
export interface TimeTextOptions {
  weekday?: boolean
  zone?: boolean
}

/** `2020년 3월 2일(월)`, `March 2, 2020`, `Monday, March 2, 2020`, `2020年3月2日(月)`; the year may be left out. */
export function dateText(
  at: Instant,
  zone: string,
  language: TimeLanguage,
  options: { weekday?: boolean; year?: boolean } = {},
): string {
  return clockDate(wallClock(at, zone), language, options)
}

function clockDate(
  clock: WallClock,
  language: TimeLanguage,
  { weekday = language !== 'en', year = true }: { weekday?: boolean; year?: boolean },
): string {
  if (language === 'ko') {
    const day = `${clock.month}월 ${clock.day}일`
    return (year ? `${clock.year}년 ` : '') + day + (weekday ? `(${KOREAN_WEEKDAYS[clock.weekday - 1]})` : '')
  }
  if (language === 'ja') {
    const day = `${clock.month}月${clock.day}日`
    return (
      (year ? `${clock.year}年` : '') + day + (weekday ? `(${JAPANESE_WEEKDAYS[clock.weekday - 1]})` : '')
    )
  }
  const day = `${ENGLISH_MONTHS[clock.month - 1]} ${clock.day}`
  return (weekday ? `${WEEKDAYS[clock.weekday - 1]}, ` : '') + day + (year ? `, ${clock.year}` : '')
}

/** `오전 8시 58분`, `낮 12시`, `0시 8분`; `08:58`; `8時58分`. Seconds only if there are any. */
export function timeText(at: Instant, zone: string, language: TimeLanguage): string {
  return clockTime(wallClock(at, zone), language)
}

function clockTime(clock: WallClock, language: TimeLanguage, withHalf = true): string {
  if (language === 'ja') return japaneseTime(clock)
  return language === 'ko' ? koreanTime(clock, withHalf) : digitalTime(clock)
}

function japaneseTime({ hour, minute, second }: WallClock): string {
  const padded = (part: number) => String(part).padStart(2, '0')
  return `${hour}時${padded(minute)}分${second > 0 ? `${padded(second)}秒` : ''}`
}

function digitalTime({ hour, minute, second }: WallClock): string {
  const parts = second === 0 ? [hour, minute] : [hour, minute, second]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

function halfOf({ hour }: WallClock): 'am' | 'noon' | 'pm' {
  return hour < 12 ? 'am' : hour === 12 ? 'noon' : 'pm'
}

function koreanTime(clock: WallClock, withHalf: boolean): string {
  const half = clock.hour === 0 ? '' : { am: '오전 ', noon: '낮 ', pm: '오후 ' }[halfOf(clock)]
  const hour = clock.hour > 12 ? clock.hour - 12 : clock.hour
  const minute = clock.minute > 0 || clock.second > 0 ? ` ${clock.minute}분` : ''
  const second = clock.second > 0 ? ` ${clock.second}초` : ''
  return `${withHalf ? half : ''}${hour}시${minute}${second}`
}

/** Day and time: `2020년 3월 2일(월) 오전 8시 58분`, `March 2, 2020, 08:58 KST`, `2020年3月2日(月)8時58分`. */
export function dateTimeText(
  at: Instant,
  zone: string,
  language: TimeLanguage,
  options: TimeTextOptions = {},
): string {
  return pointText(at, zone, language, options, false)
}

function pointText(
  at: Instant,
  zone: string,
  language: TimeLanguage,
  { weekday, zone: withZone = language === 'en' }: TimeTextOptions,
  about: boolean,
): string {
  const clock = wallClock(at, zone)
  const date = clockDate(clock, language, { weekday })
  const name = withZone ? zoneSuffix(zone, at, language) : ''
  if (language === 'ko') return `${date} ${koreanTime(clock, true)}${about ? '경' : ''}${name}`
  if (language === 'ja') {
    const time = about && clock.minute === 0 && clock.second === 0 ? `${clock.hour}時` : japaneseTime(clock)
    return `${date}${time}${about ? '頃' : ''}${name}`
  }
  return `${date}, ${about ? 'about ' : ''}${digitalTime(clock)}${name}`
}

function zoneSuffix(zone: string, at: Instant, language: TimeLanguage): string {
  const name = zoneName(zone, at, language)
  return { ko: `(${name})`, en: ` ${name}`, ja: `（${name}）` }[language]
}

/** The pieces of two points in time, the second one without what it shares with the first. */
function twoPoints(
  from: Instant,
  until: Instant,
  zone: string,
  language: TimeLanguage,
  { weekday, zone: withZone = language === 'en' }: TimeTextOptions,
) {
  const first = wallClock(from, zone)
  const second = wallClock(until, zone)
  const sameYear = first.year === second.year
  const sameDay = sameYear && first.month === second.month && first.day === second.day
  // Across a change of the clocks each end needs its own zone, even where the zone is normally left out.
  const changed = zoneName(zone, from, language) !== zoneName(zone, until, language)
  return {
    sameDay,
    date: clockDate(first, language, { weekday }),
    // English repeats the year: a date after a dash is easily read on its own.
    secondDate: clockDate(second, language, { weekday, year: language === 'en' || !sameYear }),
    time: clockTime(first, language) + (changed ? zoneSuffix(zone, from, language) : ''),
    secondTime: clockTime(second, language, !(sameDay && halfOf(first) === halfOf(second))),
    zone: changed || withZone ? zoneSuffix(zone, until, language) : '',
  }
}

/**
 * A window: `2020년 3월 2일(월) 오전 8시 58분부터 10시 17분까지`, `March 2, 2020, 08:58–10:17 KST`,
 * `2020年3月2日(月)8時58分〜10時17分`. Without an end yet (null): `…부터`, `since …`, `…から`.
 */
export function windowText(
  from: Instant,
  until: Instant | null,
  zone: string,
  language: TimeLanguage,
  options: TimeTextOptions = {},
): string {
  if (until === null) {
    const start = dateTimeText(from, zone, language, options)
    return { ko: `${start}부터`, en: `since ${start}`, ja: `${start}から` }[language]
  }
  const points = twoPoints(from, until, zone, language, options)
  if (language === 'ko') {
    const end = points.sameDay ? points.secondTime : `${points.secondDate} ${points.secondTime}`
    return `${points.date} ${points.time}부터 ${end}까지${points.zone}`
  }
  if (language === 'ja') return japaneseSpan(points)
  const start = `${points.date}, ${points.time}`
  return points.sameDay
    ? `${start}–${points.secondTime}${points.zone}`
    : `${start} – ${points.secondDate}, ${points.secondTime}${points.zone}`
}

function japaneseSpan(points: ReturnType<typeof twoPoints>): string {
  const end = points.sameDay ? points.secondTime : points.secondDate + points.secondTime
  return `${points.date}${points.time}〜${end}${points.zone}`
}

/** One day, or the days between which it was; what is known to the day has no time of day. */
function daysText(
  { first, last }: { first: Instant; last: Instant },
  zone: string,
  language: TimeLanguage,
  { weekday }: TimeTextOptions,
): string {
  const { sameDay, date, secondDate } = twoPoints(first, last, zone, language, { weekday })
  if (sameDay) return date
  return {
    ko: `${date}에서 ${secondDate} 사이`,
    en: `between ${date} and ${secondDate}`,
    ja: `${date}〜${secondDate}の間`,
  }[language]
}

/** What somebody says a point in time was: `… 오전 9시경`, `…, about 09:00 KST`, `…9時頃`, `… 사이`, `between … and …`, `…の間`; only the
 * day where no more is known. */
export function valueText(
  value: TimeValue,
  zone: string,
  language: TimeLanguage,
  options: TimeTextOptions = {},
): string {
  if (value.shape === 'instant') return dateTimeText(value.at, zone, language, options)
  if (value.shape === 'about') return pointText(value.at, zone, language, options, true)
  const days = knownDays(value, zone)
  if (days !== null) return daysText(days, zone, language, options)
  const points = twoPoints(value.at, value.until, zone, language, options)
  if (language === 'ko') {
    const end = points.sameDay ? points.secondTime : `${points.secondDate} ${points.secondTime}`
    return `${points.date} ${points.time}에서 ${end} 사이${points.zone}`
  }
  if (language === 'ja') return `${japaneseSpan(points)}の間`
  return points.sameDay
    ? `${points.date}, between ${points.time} and ${points.secondTime}${points.zone}`
    : `between ${points.date}, ${points.time} and ${points.secondDate}, ${points.secondTime}${points.zone}`
}

/** `exact` to the second; `rounded` says 약, 約 or "about" only if rounding changes the figure; `approximate` says it always. */
export type MinutesStyle = 'exact' | 'rounded' | 'approximate'

/**
 * Rounds minutes as people do when they say "about": below 1 minute not at all, below 10 minutes to the minute, below 10
 * hours to 5 minutes, below a day to 10, from there to 30. So 79 becomes 80, 135 stays, 127 h 33 min becomes 127 h 30 min.
 */
export function roundMinutes(minutes: number): number {
  const size = Math.abs(minutes)
  if (size < 1) return minutes
  const step = size < 10 ? 1 : size < 600 ? 5 : size < 1440 ? 10 : 30
  return Math.sign(minutes) * Math.round(size / step) * step
}

/** A length of time: `1시간 19분`, `약 1시간 20분`, `about 1 hour 20 minutes`, `約1時間20分`. Days stay hours. */
export function minutesText(
  minutes: number,
  language: TimeLanguage,
  { style = 'exact' }: { style?: MinutesStyle } = {},
): string {
  if (style === 'exact') return lengthText(minutes, language)
  const rounded = roundMinutes(minutes)
  const text = lengthText(rounded, language)
  if (style === 'rounded' && rounded === minutes) return text
  return { ko: `약 ${text}`, en: `about ${text}`, ja: `約${text}` }[language]
}

function lengthParts(minutes: number): { sign: string; parts: { amount: number; unit: 0 | 1 | 2 }[] } {
  const seconds = Math.round(Math.abs(minutes) * 60)
  const amounts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const parts = amounts.flatMap((amount, unit) => (amount > 0 ? [{ amount, unit: unit as 0 | 1 | 2 }] : []))
  return {
    sign: minutes < 0 && seconds > 0 ? '-' : '',
    parts: parts.length > 0 ? parts : [{ amount: 0, unit: 1 }],
  }
}

function lengthText(minutes: number, language: TimeLanguage): string {
  const { sign, parts } = lengthParts(minutes)
  const units = UNITS[language]
  const words = parts.map(({ amount, unit }) =>
    language === 'en' ? `${amount} ${units[unit]}${amount === 1 ? '' : 's'}` : `${amount}${units[unit]}`,
  )
  return sign + words.join(language === 'ja' ? '' : ' ')
}

const UNITS: Record<TimeLanguage, readonly [string, string, string]> = {
  ko: ['시간', '분', '초'],
  en: ['hour', 'minute', 'second'],
  ja: ['時間', '分', '秒'],
}

/** `1시간 17분에서 1시간 19분 사이`, `between 1 hour 17 minutes and 1 hour 19 minutes`; one length if both are the same. */
export function minutesRangeText(range: { min: number; max: number }, language: TimeLanguage): string {
  const [min, max] = [lengthText(range.min, language), lengthText(range.max, language)]
  if (min === max) return min
  return { ko: `${min}에서 ${max} 사이`, en: `between ${min} and ${max}`, ja: `${min}〜${max}の間` }[language]
}

/**
 * A duration of the record in words, or null unless it is recorded. One that rests on an "about" is always written as a
 * rounded figure with 약, 約 or "about", because its exact minutes would claim more than is known.
 */
export function durationText(
  duration: Duration,
  language: TimeLanguage,
  options: { style?: MinutesStyle } = {},
): string | null {
  if (duration.outcome !== 'recorded') return null
  if (duration.minutes === undefined) return minutesRangeText(duration.range, language)
  const style = duration.approximate ? 'approximate' : options.style
  return minutesText(duration.minutes, language, { style })
}

/** For tables and rows on screen: `2020년 3월 2일(월)`, `Mon 2 Mar 2020`; the year may be left out. */
function compactDate(
  at: Instant,
  zone: string,
  language: TimeLanguage,
  { year = true }: { year?: boolean } = {},
): string {
  const clock = wallClock(at, zone)
  if (language !== 'en') return clockDate(clock, language, { year })
  const [weekday, month] = [
    WEEKDAYS[clock.weekday - 1]!.slice(0, 3),
    ENGLISH_MONTHS[clock.month - 1]!.slice(0, 3),
  ]
  return `${weekday} ${clock.day} ${month}${year ? ` ${clock.year}` : ''}`
}

/** For tables and rows on screen: `08:58`, on the 24-hour clock in every language. */
function compactTime(at: Instant, zone: string): string {
  return digitalTime(wallClock(at, zone))
}

/** For tables and rows on screen: `2020년 3월 2일(월) 08:58`, `Mon 2 Mar 2020 08:58`; the year may be left out. */
export function compactDateTime(
  at: Instant,
  zone: string,
  language: TimeLanguage,
  options: { year?: boolean } = {},
): string {
  return `${compactDate(at, zone, language, options)} ${compactTime(at, zone)}`
}

/** For tables and rows on screen: `Mon 2 Mar 2020 08:58–10:17`, `… 09:00경`, `… ~09:00`; only the day where no more is known. */
export function compactValue(
  value: TimeValue,
  zone: string,
  language: TimeLanguage,
  options: { year?: boolean } = {},
): string {
  if (value.shape === 'range') {
    const days = knownDays(value, zone)
    if (days === null) return compactWindow(value.at, value.until, zone, language, options)
    const first = compactDate(days.first, zone, language, options)
    const last = compactDate(days.last, zone, language, options)
    return first === last ? first : `${first} ${DASHES[language]} ${last}`
  }
  if (value.shape === 'instant') return compactDateTime(value.at, zone, language, options)
  const time = compactTime(value.at, zone)
  const date = compactDate(value.at, zone, language, options)
  return { ko: `${date} ${time}경`, en: `${date} ~${time}`, ja: `${date} ${time}頃` }[language]
}

/** For tables and rows on screen: `3월 2일(월) 08:58~10:17`, `Mon 2 Mar 08:58–10:17`; open at the end if it has none. */
export function compactWindow(
  from: Instant,
  until: Instant | null,
  zone: string,
  language: TimeLanguage,
  options: { year?: boolean } = {},
): string {
  const dash = DASHES[language]
  const start = compactDateTime(from, zone, language, options)
  if (until === null) return `${start}${language === 'en' ? ' –' : dash}`
  const sameDay = dateText(from, zone, 'ko') === dateText(until, zone, 'ko')
  if (sameDay) return `${start}${dash}${compactTime(until, zone)}`
  return `${start} ${dash} ${compactDateTime(until, zone, language, options)}`
}

const DASHES: Record<TimeLanguage, string> = { ko: '~', en: '–', ja: '〜' }

/** A window whose ends may be known roughly, to the day, or not at all, for tables and rows on screen. */
export function compactSpan(
  start: TimeValue,
  end: TimeValue | null,
  zone: string,
  language: TimeLanguage,
  options: { year?: boolean } = {},
): string {
  if (start.shape === 'instant' && (end === null || end.shape === 'instant')) {
    return compactWindow(start.at, end === null ? null : end.at, zone, language, options)
  }
  const written = (value: TimeValue) => compactValue(value, zone, language, options)
  return `${written(start)} ${DASHES[language]}${end === null ? '' : ` ${written(end)}`}`
}

/** For tables and rows on screen: `1시간 19분`, `1h 19m`. */
export function compactMinutes(minutes: number, language: TimeLanguage): string {
  if (language !== 'en') return lengthText(minutes, language)
  const { sign, parts } = lengthParts(minutes)
  return sign + parts.map(({ amount, unit }) => `${amount}${'hms'[unit]}`).join(' ')
}

/** For tables and rows on screen: `1시간 17분~1시간 19분`, `1h 17m–1h 19m`; one length if both are the same. */
export function compactMinutesRange(range: { min: number; max: number }, language: TimeLanguage): string {
  const [min, max] = [compactMinutes(range.min, language), compactMinutes(range.max, language)]
  return min === max ? min : `${min}${DASHES[language]}${max}`
}

/**
 * A calendar day `YYYY-MM-DD` as people write it: `2020년 3월 2일(월)`, `March 2, 2020`, `2020年3月2日(月)`. It belongs to no zone.
 */
export function plainDateText(day: string, language: TimeLanguage): string {
  return dateText(instant(Date.parse(`${day}T00:00:00Z`)), 'UTC', language)
}
