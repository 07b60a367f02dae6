import type { Problem } from './errors.ts'
import {
  HOUR,
  MINUTE,
  daysInMonth,
  resolveWallClock,
  toRfc3339,
  zoneName,
  type Instant,
  type WallClockInput,
} from './instant.ts'
import type { TimeValue } from './markers.ts'

/** Where a time was typed: the zone it is read in, and the day it may leave out (`YYYY-MM-DD`). */
export interface ParseTimeContext {
  zone: string
  today?: string
}

/** `zoneGiven` is the zone or offset as it was typed, upper case, if one was. */
export type ParsedTime = { ok: true; value: TimeValue; zoneGiven?: string } | { ok: false; problem: Problem }

const MAX_LENGTH = 200

type Half = '오전' | '오후' | '낮' | '밤' | '새벽' | '아침' | '저녁' | 'am' | 'pm'

interface DayParts {
  year: number | null
  month: number
  day: number
}

interface TimeParts {
  hour: number
  minute: number
  second: number
  ms: number
  half: Half | null
}

/** What one side of the text says; null for what it leaves out. */
interface Side {
  date: DayParts | null
  weekday: number | null
  time: TimeParts | null
  /** As typed: an offset, `Z` or the name of a zone. */
  zone: string | null
  about: boolean
}

class Refusal extends Error {
  readonly problem: Problem
  constructor(code: string, params?: Problem['params']) {
    super(code)
    this.problem = { code, params }
  }
}

/**
 * Reads a time as people type or paste it, in Korean or English: with an offset or in the given zone, exact, approximate
 * (약, 경, about, ~) or a range. An hour without 오전 or 오후 is one of 24; 자정 is the 0시 that begins its day; the second half of
 * a range takes over day, half-day and zone from the first. Whatever has two readings is refused with both of them named.
 * Never throws for text, whatever it is.
 */
export function parseTime(text: string, context: ParseTimeContext): ParsedTime {
  try {
    return read(text, context)
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.problem }
    throw error
  }
}

function read(text: string, context: ParseTimeContext): ParsedTime {
  const tooLong = (length: number) => new Refusal('time_too_long', { length, most: MAX_LENGTH })
  if (text.length > MAX_LENGTH) throw tooLong(text.length)
  if (/[^\P{C}\t\n\r]/u.test(text)) throw new Refusal('time_control_character')
  const cleaned = text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()
  if (cleaned.length > MAX_LENGTH) throw tooLong(cleaned.length)
  if (cleaned === '') throw new Refusal('time_empty')

  const [left, right] = splitRange(cleaned)
  const first = readSide(left)
  if (right === null) {
    const { at, zone } = locate(first, context)
    return parsed({ shape: first.about ? 'about' : 'instant', at }, zone)
  }

  const second = readSide(right)
  // "2020-03-02 ~09:00": a day and an approximate time, not a range.
  if (first.date !== null && first.time === null && second.date === null && second.time !== null) {
    const { at, zone } = locate({ ...second, date: first.date, weekday: first.weekday }, context)
    return parsed({ shape: 'about', at }, zone)
  }
  if (first.about || second.about) throw new Refusal('time_about_range')
  if (second.date === null) second.date = first.date
  else if (second.date.year === null && first.date !== null) second.date.year = first.date.year
  first.zone ??= second.zone
  second.zone ??= first.zone
  inheritHalf(first.time, second.time)
  const from = locate(first, context)
  const until = locate(second, context)
  if (until.at < from.at) {
    const stamp = (at: Instant) => toRfc3339(at, context.zone).slice(0, 16).replace('T', ' ')
    throw new Refusal('time_range_reversed', { from: stamp(from.at), until: stamp(until.at) })
  }
  return parsed({ shape: 'range', at: from.at, until: until.at }, from.zone)
}

function parsed(value: TimeValue, zone: string | null): ParsedTime {
  return zone === null ? { ok: true, value } : { ok: true, value, zoneGiven: zone.toUpperCase() }
}

const CLOCK = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?`
const TIGHT_RANGE = new RegExp(String.raw`^(.*?)(${CLOCK})-(${CLOCK})(.*)$`)

/** Cuts a range in two; a text without one comes back whole. */
function splitRange(text: string): [string, string | null] {
  const between = /^(.*?)\bbetween (.+) and (.+)$/.exec(text)
  if (between !== null) return [`${between[1]} ${between[2]}`, between[3]!]
  const korean = /^(.+?)(?:부터|에서) ?(.+?)(?: ?까지| ?사이)(.*)$/.exec(text)
  if (korean !== null) return [korean[1]!, `${korean[2]} ${korean[3]}`]
  const words = /^(?:from )?(.+?) (?:to|until|till) (.+)$/.exec(text)
  if (words !== null) return [words[1]!, words[2]!]

  const tight = TIGHT_RANGE.exec(text)
  if (tight !== null && looksLikeOffset(tight[3]!)) {
    if (/\dt$/.test(tight[1]!)) return [text, null]
    if (tight[1] !== '') throw new Refusal('time_offset_or_range', { text: `${tight[2]}-${tight[3]}` })
  }
  if (tight !== null) return [tight[1]! + tight[2]!, tight[3]! + tight[4]!]

  const sign = /^(.+?)(?: ?[~〜∼–—] ?| - )(.*)$/.exec(text)
  if (sign === null) return [text, null]
  if (sign[2] === '') throw new Refusal('time_range_open')
  return [sign[1]!, sign[2]!]
}

function looksLikeOffset(clock: string): boolean {
  const match = /^(\d{2}):(00|30|45)$/.exec(clock)
  return match !== null && Number(match[1]) <= 12
}

// "오전 8시 58분부터 10시 17분까지" and "8:58–10:17 am" say the half-day once.
function inheritHalf(first: TimeParts | null, second: TimeParts | null): void {
  if (first === null || second === null) return
  if (second.half === null && first.half !== null && second.hour >= 1 && second.hour <= 12) {
    second.half = first.half
  } else if (first.half === null && (second.half === 'am' || second.half === 'pm') && first.hour <= 12) {
    first.half = second.half
  }
}

const ENGLISH_MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|' +
  'nov(?:ember)?|dec(?:ember)?)\\.?'
const MONTH_DAY = new RegExp(
  String.raw`(?<= )${MONTH} (\d{1,2})(?:st|nd|rd|th)?(?:(?:,| ) ?(\d{4})(?!\d|:))?(?=[ ,])`,
)
const DAY_MONTH = new RegExp(
  String.raw`(?<= )(\d{1,2})(?:st|nd|rd|th)? ${MONTH}(?:,? (\d{4})(?!\d|:))?(?=[ ,])`,
)
const ENGLISH_WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const KOREAN_WEEKDAYS = ['월', '화', '수', '목', '금', '토', '일']

/** Takes what a pattern matches out of the text, leaving a space in its place. */
class Reader {
  rest: string
  constructor(text: string) {
    this.rest = ` ${text} `
  }
  take(pattern: RegExp): RegExpExecArray | null {
    const match = pattern.exec(this.rest)
    if (match !== null) {
      this.rest = `${this.rest.slice(0, match.index)} ${this.rest.slice(match.index + match[0].length)}`
    }
    return match
  }
}

function readSide(text: string): Side {
  const reader = new Reader(text)
  const side: Side = { date: null, weekday: null, time: null, zone: null, about: false }
  side.date = readDate(reader)
  side.weekday = readWeekday(reader)
  const before = reader.take(
    /(?<= )(?:약|about|around|approximately|approx\.?|circa|ca\.|[~〜∼≈])(?=[ \d오낮밤새아저정])/,
  )
  side.time = readTime(reader)
  const after = reader.take(/ (?:경|쯤|께|무렵|정도)(?:에)?(?=[ (])/)
  side.about = before !== null || after !== null
  side.zone = readZone(reader)
  const unread = reader.rest
    .replace(/ (?:에|at|on|,)(?= )/g, ' ')
    .trim()
    .replace(/^[,.]+|[,.]+$/g, '')
    .trim()
  if (unread !== '') throw new Refusal('time_unknown_text', { text: unread })
  return side
}

function readDate(reader: Reader): DayParts | null {
  const ymd =
    reader.take(/(?<= )(\d{4})-(\d{1,2})-(\d{1,2})(?=[ t,(])t?/) ??
    reader.take(/(?<= )(\d{4}) ?\/ ?(\d{1,2}) ?\/ ?(\d{1,2})(?=[ ,(])/) ??
    reader.take(/(?<= )(\d{4}) ?\. ?(\d{1,2}) ?\. ?(\d{1,2})\.?(?=[ ,(])/) ??
    reader.take(/(?<= )(\d{4}) ?년 ?(\d{1,2}) ?월 ?(\d{1,2}) ?일/)
  if (ymd !== null) return { year: Number(ymd[1]), month: Number(ymd[2]), day: Number(ymd[3]) }
  const md = reader.take(/(?<= )(\d{1,2}) ?월 ?(\d{1,2}) ?일/)
  if (md !== null) return { year: null, month: Number(md[1]), day: Number(md[2]) }

  const monthFirst = reader.take(MONTH_DAY)
  if (monthFirst !== null) return englishDate(monthFirst[1]!, monthFirst[2]!, monthFirst[3])
  const dayFirst = reader.take(DAY_MONTH)
  if (dayFirst !== null) return englishDate(dayFirst[2]!, dayFirst[1]!, dayFirst[3])

  const short = /(?<= )\d{1,2}([./-]) ?\d{1,2}\1 ?(\d{4}|\d{2})\.?(?=[ ,(])/.exec(reader.rest)
  if (short !== null) throw new Refusal('time_date_unclear', { text: short[0] })
  return null
}

function englishDate(month: string, day: string, year: string | undefined): DayParts {
  return {
    year: year === undefined ? null : Number(year),
    month: ENGLISH_MONTHS.indexOf(month.slice(0, 3)) + 1,
    day: Number(day),
  }
}

function readWeekday(reader: Reader): number | null {
  const korean = reader.take(/ ?\(([월화수목금토일])(?:요일)?\)|(?<= )([월화수목금토일])요일/)
  if (korean !== null) return KOREAN_WEEKDAYS.indexOf(korean[1] ?? korean[2]!) + 1
  const english = reader.take(
    / ?\(?(?<=[ (])(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|r|urday)?(?:\.?,|\)|\.)?(?= )/,
  )
  return english === null ? null : ENGLISH_WEEKDAYS.indexOf(english[1]!) + 1
}

const HALF = '(오전|오후|낮|밤|새벽|아침|저녁)?'
const DIGITAL_TIME = new RegExp(
  String.raw`(?<= )${HALF} ?(\d{1,2}):(\d{2})(?!\d)(?::(\d{2})(?!\d))?(?:\.(\d{1,9}))?` +
    String.raw`(?: ?(am|pm|a\.m\.|p\.m\.)(?![a-z]))?`,
)
const KOREAN_TIME = new RegExp(
  String.raw`(?<= )(?:${HALF}|자정|한밤) ?(\d{1,2}) ?시(?: ?(반)(?=[ 경쯤께])| ?(\d{1,2}) ?분(?: ?(\d{1,2}) ?초)?)?`,
)

function readTime(reader: Reader): TimeParts | null {
  const named = (hour: number): TimeParts => ({ hour, minute: 0, second: 0, ms: 0, half: null })
  const digital = reader.take(DIGITAL_TIME)
  if (digital !== null) {
    const suffix = digital[6]?.replaceAll('.', '') as Half | undefined
    return {
      hour: Number(digital[2]),
      minute: Number(digital[3]),
      second: Number(digital[4] ?? 0),
      ms: Number((digital[5] ?? '').padEnd(3, '0').slice(0, 3)),
      half: ((digital[1] as Half | undefined) ?? suffix) || null,
    }
  }
  const korean = reader.take(KOREAN_TIME)
  if (korean !== null) {
    const hour = Number(korean[2])
    if (/자정|한밤/.test(korean[0]) && hour !== 0) {
      throw new Refusal('time_midnight_unclear', { text: korean[0].trim() })
    }
    return {
      hour,
      minute: korean[3] === undefined ? Number(korean[4] ?? 0) : 30,
      second: Number(korean[5] ?? 0),
      ms: 0,
      half: (korean[1] as Half | undefined) ?? null,
    }
  }
  const english = reader.take(/(?<= )(\d{1,2}) ?(am|pm|a\.m\.|p\.m\.)(?![a-z])/)
  if (english !== null) {
    return { ...named(Number(english[1])), half: english[2]!.replaceAll('.', '') as Half }
  }
  if (reader.take(/(?<= )(?:정오|noon)(?= |경|쯤|께)/) !== null) return named(12)
  if (reader.take(/(?<= )자정(?= |경|쯤|께|에)/) !== null) return named(0)
  if (/ midnight /.test(reader.rest)) throw new Refusal('time_midnight_unclear', { text: 'midnight' })
  return null
}

function readZone(reader: Reader): string | null {
  const match =
    reader.take(/ ?\(?(?:utc|gmt)? ?([+-]\d{1,2}(?::?\d{2})?)\)?(?= )/) ??
    reader.take(/ ?\((한국 ?시간|[a-z]{1,5})\)(?= )/) ??
    reader.take(/(?<= )(한국 ?시간|z|utc|gmt|[a-z]{2,4}t)(?= )/)
  return match === null ? null : match[1]!.replace(' ', '')
}

/** Turns what a side says into an instant, or refuses with what is missing or impossible. */
function locate(side: Side, context: ParseTimeContext): { at: Instant; zone: string | null } {
  const { time } = side
  if (time === null) throw new Refusal('time_of_day_missing')
  const date = side.date ?? dayOf(context.today)
  if (date === null) throw new Refusal('time_date_missing')
  const { year, month, day } = date
  if (year === null) throw new Refusal('time_year_missing', { month, day })
  if (year < 1000) throw new Refusal('time_year_out_of_range', { year })
  if (month < 1 || month > 12) throw new Refusal('time_month_out_of_range', { month })
  const last = daysInMonth(year, month)
  if (day < 1 || day > last) throw new Refusal('time_day_out_of_range', { year, month, day, last })
  if (side.weekday !== null) {
    const right = new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7
    if (right !== side.weekday) {
      throw new Refusal('time_weekday_wrong', { year, month, day, weekday: side.weekday, right })
    }
  }
  const hour = hourOf(time)
  const { minute, second, ms } = time
  if (minute > 59) throw new Refusal('time_minute_out_of_range', { minute })
  if (second > 59) throw new Refusal('time_second_out_of_range', { second })
  const at = place({ year, month, day, hour, minute, second }, side.zone, context.zone)
  return { at: (at + ms) as Instant, zone: side.zone }
}

function dayOf(today: string | undefined): DayParts | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(today ?? '')
  return match === null ? null : { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
}

/** The hours (of 12) that each word for a part of the day is used with, and those that count from noon. */
const HALVES: Record<Half, { hours: readonly number[]; afternoon: readonly number[] }> = {
  오전: { hours: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], afternoon: [] },
  오후: {
    hours: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    afternoon: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  },
  낮: { hours: [11, 12, 1, 2, 3, 4, 5], afternoon: [1, 2, 3, 4, 5] },
  밤: { hours: [0, 6, 7, 8, 9, 10, 11], afternoon: [6, 7, 8, 9, 10, 11] },
  새벽: { hours: [0, 1, 2, 3, 4, 5, 6], afternoon: [] },
  아침: { hours: [5, 6, 7, 8, 9, 10, 11], afternoon: [] },
  저녁: { hours: [4, 5, 6, 7, 8, 9, 10, 11], afternoon: [4, 5, 6, 7, 8, 9, 10, 11] },
  am: { hours: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], afternoon: [] },
  pm: { hours: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], afternoon: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
}

function hourOf({ hour, half }: TimeParts): number {
  if (hour === 24 && half === null) throw new Refusal('time_hour_24')
  if (hour > 23) throw new Refusal('time_hour_out_of_range', { hour })
  if (half === null) return hour
  if (hour > 12) {
    const fits = HALVES[half].afternoon.includes(hour - 12)
    const code = fits ? 'time_half_day_with_24h' : 'time_half_day_contradiction'
    throw new Refusal(code, { half, hour, twelve: hour - 12 })
  }
  if (half === 'am' && hour === 12) return 0
  if (hour === 12 && (half === '오전' || half === '밤' || half === '새벽')) {
    throw new Refusal('time_midnight_unclear', { text: `${half} 12시` })
  }
  if (!HALVES[half].hours.includes(hour))
    throw new Refusal('time_half_day_contradiction', { half, hour, twelve: hour })
  return HALVES[half].afternoon.includes(hour) ? hour + 12 : hour
}

const FIXED_ZONES: Record<string, number> = {
  z: 0,
  utc: 0,
  gmt: 0,
  kst: 9 * HOUR,
  한국시간: 9 * HOUR,
  jst: 9 * HOUR,
}

function place(clock: WallClockInput, given: string | null, zone: string): Instant {
  const ahead = given === null ? null : offsetGiven(given)
  if (ahead !== null) {
    const wall = Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, clock.second)
    return (wall - ahead) as Instant
  }
  const resolved = resolveWallClock(clock, zone)
  const candidates = resolved.kind === 'exact' ? [resolved.at] : [resolved.earlier, resolved.later]
  if (resolved.kind === 'gap') {
    const at = (shown: Instant) => toRfc3339(shown, zone).slice(11, 16)
    throw new Refusal('time_in_gap', {
      date: `${clock.year}-${pad(clock.month)}-${pad(clock.day)}`,
      time: clockStamp(clock),
      zone,
      before: at(resolved.earlier),
      after: at(resolved.later),
    })
  }
  if (given !== null) {
    const named = candidates.filter((at) => zoneName(zone, at, 'en').toLowerCase() === given)
    if (named.length === 0) throw new Refusal('time_zone_unknown', { text: given.toUpperCase(), zone })
    return named[0]!
  }
  if (resolved.kind === 'ambiguous') {
    throw new Refusal('time_shown_twice', {
      date: `${clock.year}-${pad(clock.month)}-${pad(clock.day)}`,
      time: clockStamp(clock),
      zone,
      first: toRfc3339(resolved.earlier, zone),
      second: toRfc3339(resolved.later, zone),
    })
  }
  return resolved.at
}

function clockStamp({ hour = 0, minute = 0 }: WallClockInput): string {
  return `${pad(hour)}:${pad(minute)}`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

/** The milliseconds that a typed offset or a name with one meaning is ahead of UTC; null for other names. */
function offsetGiven(given: string): number | null {
  const fixed = FIXED_ZONES[given]
  if (fixed !== undefined) return fixed
  const match = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(given)
  if (match === null) return null
  const ahead = Number(match[2]) * HOUR + Number(match[3] ?? 0) * MINUTE
  if (ahead > 18 * HOUR || Number(match[3] ?? 0) > 59)
    throw new Refusal('time_offset_out_of_range', { text: given })
  return match[1] === '-' ? -ahead : ahead
}
