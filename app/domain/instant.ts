import { DomainError } from './errors.ts'
import type { NoticeLanguage } from './language.ts'

/** Epoch milliseconds in UTC. A point on the time line; zones come in only when people read or write it. */
export type Instant = number & { readonly __instant: unique symbol }

const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The languages in which the domain itself can write a time. */
export type TimeLanguage = NoticeLanguage

/** What a clock on the wall of a zone shows. `weekday` is 1 for Monday to 7 for Sunday, `month` 1 to 12. */
export interface WallClock {
  year: number
  month: number
  day: number
  weekday: number
  hour: number
  minute: number
  second: number
}

/** A wall clock reading that somebody gives; what is left out of the time of day is 0. */
export interface WallClockInput {
  year: number
  month: number
  day: number
  hour?: number
  minute?: number
  second?: number
}

/**
 * What a wall clock reading means in a zone. In a `gap` (clocks went forward) no instant shows it: `earlier` and `later`
 * are the reading taken with the offset after and before the change. An `ambiguous` one (clocks went back) is shown by
 * both `earlier` and `later`.
 */
export type ResolvedWallClock =
  | { kind: 'exact'; at: Instant }
  | { kind: 'gap'; earlier: Instant; later: Instant }
  | { kind: 'ambiguous'; earlier: Instant; later: Instant }

// Years are written with four digits everywhere, so other years cannot be told apart from typing errors. A day of
// slack on both sides leaves room for the zones.
const FIRST_YEAR = 1000
const LAST_YEAR = 9999
const MIN_INSTANT = Date.UTC(FIRST_YEAR, 0, 1) - DAY
const MAX_INSTANT = Date.UTC(LAST_YEAR + 1, 0, 1) + DAY

function invalid(code: string, params?: Record<string, string | number>): DomainError {
  return new DomainError('invalid', { '': [{ code, params }] })
}

/**
 * Epoch milliseconds as an Instant.
 * @throws DomainError `invalid` (`time_out_of_range`) unless it is a whole number within the years 1000 to 9999.
 */
export function instant(ms: number): Instant {
  if (!Number.isInteger(ms) || ms < MIN_INSTANT || ms > MAX_INSTANT) {
    throw invalid('time_out_of_range', { from: FIRST_YEAR, until: LAST_YEAR })
  }
  return ms as Instant
}

// Intl knows the clocks of every zone, takes microseconds to say, and lists ask a hundred thousand times. So the offsets
// of a zone are kept for blocks of time, each with the few changes that fall into it. (Temporal would do the same at ten
// times the size, and every page that shows a time would have to carry it.)
const BLOCK = 512 * DAY
const MAX_BLOCKS_PER_ZONE = 512
const MAX_ZONES = 700

interface OffsetBlock {
  /** Where each offset begins; the first one is the beginning of the block. */
  starts: number[]
  offsets: number[]
}

const offsetsByZone = new Map<string, Map<number, OffsetBlock>>()

function readBlock(zone: string, index: number): OffsetBlock {
  const read = offsetReader(zone)
  const from = index * BLOCK
  const block: OffsetBlock = { starts: [from], offsets: [read(from)] }
  // No zone changes twice within two days, so looking every other day finds every change.
  for (let at = from; at < from + BLOCK; at += 2 * DAY) {
    const before = block.offsets[block.offsets.length - 1]!
    const after = read(at + 2 * DAY)
    if (after === before) continue
    const change = findChange(at, at + 2 * DAY, (moment) => read(moment) !== before)
    if (change >= from + BLOCK) break
    block.starts.push(change)
    block.offsets.push(after)
  }
  return block
}

/** The first whole second after `from` that is past the change; `until` is known to be. */
function findChange(from: number, until: number, isPast: (at: number) => boolean): number {
  while (until - from > SECOND) {
    const middle = from + Math.floor((until - from) / 2 / SECOND) * SECOND
    if (isPast(middle)) until = middle
    else from = middle
  }
  return until
}

/** Reads the offset at a whole second: the clock's reading, taken as if it were UTC, is off by just that. */
function offsetReader(zone: string): (at: number) => number {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    throw invalid('zone_unknown', { zone })
  }
  return (at) => {
    const [month, day, year, hour, minute, second] = format.format(at).match(/\d+/g)!.map(Number)
    return Date.UTC(year!, month! - 1, day, hour, minute, second) - at
  }
}

// How far the clocks are ahead of UTC, in milliseconds. An unknown zone throws DomainError `invalid` (`zone_unknown`) here,
// and so in every function below that takes a zone.
function offset(at: number, zone: string): number {
  let blocks = offsetsByZone.get(zone)
  if (blocks === undefined) {
    if (offsetsByZone.size >= MAX_ZONES) offsetsByZone.clear()
    blocks = new Map()
  }
  const index = Math.floor(at / BLOCK)
  let block = blocks.get(index)
  if (block === undefined) {
    block = readBlock(zone, index)
    if (blocks.size >= MAX_BLOCKS_PER_ZONE) blocks.clear()
    blocks.set(index, block)
    offsetsByZone.set(zone, blocks)
  }
  let i = block.starts.length - 1
  while (i > 0 && at < block.starts[i]!) i -= 1
  return block.offsets[i]!
}

const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:([Zz])|([+-])(\d{2}):(\d{2}))$/

/**
 * Reads an RFC 3339 timestamp. Digits beyond milliseconds are cut off.
 * @throws DomainError `invalid` with `time_rfc3339_invalid`: other text, no offset, or a day or time that does not exist.
 */
export function instantFromRfc3339(text: string): Instant {
  const match = RFC3339.exec(text)
  const refuse = () => invalid('time_rfc3339_invalid', { text: text.slice(0, 60) })
  if (match === null) throw refuse()
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const offsetHours = Number(match[10] ?? 0)
  const offsetMinutes = Number(match[11] ?? 0)
  if (
    !isDate(year, month, day) ||
    hour > 23 ||
    minute > 59 ||
    second > 59 ||
    offsetHours > 23 ||
    offsetMinutes > 59
  ) {
    throw refuse()
  }
  const ms = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3))
  const ahead = (match[9] === '-' ? -1 : 1) * (offsetHours * HOUR + offsetMinutes * MINUTE)
  return instant(Date.UTC(year, month - 1, day, hour, minute, second, ms) - ahead)
}

/**
 * Writes an instant with the offset of the zone, `2020-03-02T08:58:00+09:00`; milliseconds only if there are any. UTC
 * itself is written `Z`, and so are the few historical offsets that are not whole minutes, which RFC 3339 cannot express.
 */
export function toRfc3339(at: Instant, zone: string): string {
  let ahead = offset(at, zone)
  if (ahead % MINUTE !== 0) ahead = 0
  const wall = new Date(at + ahead).toISOString()
  const body = at % SECOND === 0 ? wall.slice(0, 19) : wall.slice(0, 23)
  // A zone that is only level with UTC for the season keeps a numeric offset: its reader sees a local time.
  return body + (UTC_ZONES.has(zone) || ahead !== offset(at, zone) ? 'Z' : offsetText(ahead))
}

function offsetText(ahead: number): string {
  const minutes = Math.abs(ahead) / MINUTE
  return `${ahead < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
}

function pad(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

/** What the clocks of the zone show at an instant, cut to whole seconds. */
export function wallClock(at: Instant, zone: string): WallClock {
  const wall = new Date(at + offset(at, zone))
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    weekday: wall.getUTCDay() || 7,
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
  }
}

/** The last day of a month (1 to 12) of the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 ? (daysInYear(year) === 366 ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** 365 or 366. */
export function daysInYear(year: number): number {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 366 : 365
}

function isDate(year: number, month: number, day: number): boolean {
  return (
    Number.isInteger(year + month + day) &&
    year >= FIRST_YEAR &&
    year <= LAST_YEAR &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month)
  )
}

/**
 * Finds the instants at which the clocks of a zone show a reading.
 * @throws DomainError `invalid` (`time_no_such_clock`) for a day or time of day that no calendar has.
 */
export function resolveWallClock(clock: WallClockInput, zone: string): ResolvedWallClock {
  const { year, month, day, hour = 0, minute = 0, second = 0 } = clock
  const timeFits = [hour, minute, second].every((part) => Number.isInteger(part) && part >= 0)
  if (!isDate(year, month, day) || !timeFits || hour > 23 || minute > 59 || second > 59) {
    throw invalid('time_no_such_clock', { year, month, day, hour, minute, second })
  }
  const wall = Date.UTC(year, month - 1, day, hour, minute, second)
  // No zone is a whole day away from UTC, and none changes twice within two days.
  const before = offset(wall - DAY, zone)
  const after = offset(wall + DAY, zone)
  const late = wall - before
  const early = wall - after
  if (before === after) return { kind: 'exact', at: late as Instant }
  const lateShows = offset(late, zone) === before
  const earlyShows = offset(early, zone) === after
  if (lateShows && earlyShows) {
    return {
      kind: 'ambiguous',
      earlier: Math.min(late, early) as Instant,
      later: Math.max(late, early) as Instant,
    }
  }
  if (lateShows) return { kind: 'exact', at: late as Instant }
  if (earlyShows) return { kind: 'exact', at: early as Instant }
  return { kind: 'gap', earlier: Math.min(late, early) as Instant, later: Math.max(late, early) as Instant }
}

/**
 * The instant at which the clocks of a zone show a reading. Where they show it never or twice it takes the reading with
 * the offset before the change (RFC 5545 §3.3.5, Temporal's "compatible"); ask `resolveWallClock` where a person can.
 * @throws DomainError `invalid` (`time_no_such_clock`) for a day or time of day that no calendar has.
 */
export function instantAt(clock: WallClockInput, zone: string): Instant {
  const resolved = resolveWallClock(clock, zone)
  if (resolved.kind === 'exact') return resolved.at
  return resolved.kind === 'gap' ? resolved.later : resolved.earlier
}

/** The calendar year of an instant in a zone. Cheap enough for long lists. */
export function yearOf(at: Instant, zone: string): number {
  return new Date(at + offset(at, zone)).getUTCFullYear()
}

/** Where a calendar year begins and ends in a zone; `until` is the first instant of the next year. */
export function yearBounds(year: number, zone: string): { from: Instant; until: Instant } {
  return { from: startOfYear(year, zone), until: startOfYear(year + 1, zone) }
}

function startOfYear(year: number, zone: string): Instant {
  const wall = Date.UTC(year, 0, 1)
  let from = wall - DAY
  let until = wall + DAY
  // The usual case needs no search; one is needed where midnight itself was skipped or shown twice.
  const plain = wall - offset(wall - DAY, zone)
  if (yearOf(plain as Instant, zone) === year && yearOf((plain - 1) as Instant, zone) === year - 1) {
    return plain as Instant
  }
  while (until - from > 1) {
    const middle = Math.floor((from + until) / 2)
    if (yearOf(middle as Instant, zone) < year) from = middle
    else until = middle
  }
  return until as Instant
}

/** 1 for the first of January to 366, in the zone. */
export function dayOfYear(at: Instant, zone: string): number {
  const wall = at + offset(at, zone)
  return Math.floor((wall - Date.UTC(new Date(wall).getUTCFullYear(), 0, 1)) / DAY) + 1
}

/** Whether a text is the name of a zone in the IANA database (`Asia/Seoul`, `UTC`); bare offsets are not names. */
export function isZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(text)) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text })
    return true
  } catch {
    return false
  }
}

const UTC_ZONES = new Set([
  'UTC',
  'Etc/UTC',
  'Etc/UCT',
  'UCT',
  'Zulu',
  'Etc/Zulu',
  'Universal',
  'Etc/Universal',
])

// Only names that their readers use and that mean one zone there. Our own table, because what Intl answers differs
// between locales, browsers and versions of Node, and a published text must not.
const ABBREVIATIONS: { zones: string[]; names: Record<number, string> }[] = [
  { zones: ['Asia/Seoul'], names: { 540: 'KST' } },
  { zones: ['Asia/Tokyo'], names: { 540: 'JST' } },
  { zones: ['Europe/London'], names: { 0: 'GMT', 60: 'BST' } },
  { zones: ['Europe/Lisbon'], names: { 0: 'WET', 60: 'WEST' } },
  {
    zones: (
      'Amsterdam Belgrade Berlin Brussels Budapest Copenhagen Luxembourg Madrid Malta Oslo Paris Prague Rome ' +
      'Stockholm Vienna Warsaw Zurich'
    )
      .split(' ')
      .map((city) => `Europe/${city}`),
    names: { 60: 'CET', 120: 'CEST' },
  },
  {
    zones: 'Athens Bucharest Helsinki Kiev Kyiv Riga Sofia Tallinn Vilnius'
      .split(' ')
      .map((city) => `Europe/${city}`),
    names: { 120: 'EET', 180: 'EEST' },
  },
  {
    zones: ['America/New_York', 'America/Detroit', 'America/Toronto'],
    names: { [-300]: 'EST', [-240]: 'EDT' },
  },
  { zones: ['America/Chicago', 'America/Winnipeg'], names: { [-360]: 'CST', [-300]: 'CDT' } },
  {
    zones: ['America/Denver', 'America/Phoenix', 'America/Edmonton'],
    names: { [-420]: 'MST', [-360]: 'MDT' },
  },
  { zones: ['America/Los_Angeles', 'America/Vancouver'], names: { [-480]: 'PST', [-420]: 'PDT' } },
  { zones: ['America/Anchorage'], names: { [-540]: 'AKST', [-480]: 'AKDT' } },
  { zones: ['Pacific/Honolulu'], names: { [-600]: 'HST' } },
  {
    zones: ['Australia/Sydney', 'Australia/Melbourne', 'Australia/Hobart', 'Australia/Brisbane'],
    names: { 600: 'AEST', 660: 'AEDT' },
  },
  { zones: ['Pacific/Auckland'], names: { 720: 'NZST', 780: 'NZDT' } },
]
const NAMES_BY_ZONE = new Map(ABBREVIATIONS.flatMap(({ zones, names }) => zones.map((zone) => [zone, names])))

/** How a zone is named beside a time: `KST` (한국시간 in Korean, 韓国時間 in Japanese), `UTC`, `BST`, else the offset as `UTC+5:30`. */
export function zoneName(zone: string, at: Instant, language: TimeLanguage): string {
  if (UTC_ZONES.has(zone)) return 'UTC'
  const ahead = offset(at, zone)
  const name = NAMES_BY_ZONE.get(zone)?.[ahead / MINUTE]
  if (name === 'KST' && language === 'ko') return '한국시간'
  if (name === 'KST' && language === 'ja') return '韓国時間'
  if (name === 'JST' && language === 'ja') return '日本時間'
  if (name !== undefined) return name
  const seconds = Math.abs(ahead) / SECOND
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60]
  while (parts.length > 0 && parts[parts.length - 1] === 0) parts.pop()
  const rest = parts.map((part) => `:${pad(part)}`).join('')
  return `UTC${ahead < 0 ? '-' : '+'}${Math.floor(seconds / 3600)}${rest}`
}

/** How much of an hour on the clocks of the zone is left at an instant, in milliseconds: more than 0, an hour at most. */
export function restOfHour(at: Instant, zone: string): number {
  const past = (at + offset(at, zone)) % HOUR
  return HOUR - (past < 0 ? past + HOUR : past)
}

/** The day in the zone as `YYYY-MM-DD`. */
export function plainDate(at: Instant, zone: string): string {
  return new Date(at + offset(at, zone)).toISOString().slice(0, 10)
}
