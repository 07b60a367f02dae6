import type { Problem } from './errors.ts'
import { DAY, MINUTE, plainDate, type Instant } from './instant.ts'
import { parseTime } from './parse-time.ts'
import { eachMatch, type Match } from './prose.ts'

/** Where a text speaks from: the zone in which its times are read, and the day that it means by "today". */
export interface TimeContext {
  zone: string
  /** `YYYY-MM-DD`; also the year and month that a text leaves out. */
  day: string
  /** Other days that a time without a date may belong to, such as those of a long outage. */
  otherDays?: readonly string[]
}

/** A point in time as a text names it. Offsets are of the text. */
export interface TimeMention {
  start: number
  end: number
  /** As read; null where the words name no instant, then `problem` says why. */
  at: Instant | null
  problem: Problem | null
  /** The same clock time on the other days that it may belong to. */
  also: Instant[]
  /** Whether the text itself names the day. */
  dated: boolean
  about: boolean
  /** Minutes by which an "about" may be off: half the step that the stated figure is a multiple of. */
  slack: number
  /** The clock as written, for windows that leave part of it to their other end. */
  clock: Clock
}

/** A day without a time of day. */
export interface DayMention {
  start: number
  end: number
  /** `YYYY-MM-DD` */
  day: string
  yearStated: boolean
}

interface Clock {
  text: string
  half: string
  hour: number
  minute: number
  zone: string
}

interface DateToken {
  start: number
  end: number
  /** `YYYY-MM-DD`; null where it is no day of the calendar, which the parser then says. */
  day: string
  weekday: string
  yearStated: boolean
  /** Says a day only together with a time: "2일", "10/15", "today". */
  needsClock: boolean
}

const MONTHS =
  'Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?'
const WEEKDAY = String.raw`(?:\s?[(（]([월화수목금토일月火水木金土])(?:요일|曜日?)?[)）])?`
const HALF = '(오전|오후|새벽|아침|저녁|낮|밤|午前|午後|未明|深夜|夜|朝|夕方)?'
const ZONES =
  'KST|JST|UTC|GMT|BST|CET|CEST|EET|EEST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|WET|WEST|AEST|AEDT|NZST|NZDT|한국 ?시간|日本時間|韓国時間'

export const timePatterns = {
  yearMonthDay: new RegExp(
    String.raw`(?<![\d.])(\d{4})\s?(?:[-./]|년|年)\s?(\d{1,2})\s?(?:[-./]|월|月)\s?(\d{1,2})(?!\d)\s?(?:\.|일|日)?` +
      WEEKDAY,
    'g',
  ),
  monthDay: new RegExp(String.raw`(?<!\d)(\d{1,2})\s?[월月]\s?(\d{1,2})\s?[일日]` + WEEKDAY, 'g'),
  englishMonthDay: new RegExp(
    String.raw`\b(${MONTHS})\.?\s(\d{1,2})(?:st|nd|rd|th)?(?:,?\s(\d{4}))?(?!\d)`,
    'g',
  ),
  englishDayMonth: new RegExp(
    String.raw`\b(\d{1,2})(?:st|nd|rd|th)?\s(${MONTHS})\b\.?(?:,?\s(\d{4}))?(?!\d)`,
    'g',
  ),
  slashDay:
    /(?<![\d/.])(\d{1,2})\/(\d{1,2})(?![\d/])(?=\s?(?:오전|오후|새벽|밤|낮|저녁|아침|午前|午後|\d{1,2}(?::\d\d|시|時)))/g,
  dayOnly: new RegExp(
    String.raw`(?<![\d월月]|[월月]\s)(\d{1,2})[일日]` +
      WEEKDAY +
      String.raw`\s?(?=(?:약\s)?(?:오전|오후|새벽|밤|낮|저녁|아침|午前|午後|\d{1,2}(?::\d\d|시|時)))`,
    'g',
  ),
  relativeDay:
    /(오늘|금일|어제|전날|전일|그제|그저께|today|yesterday|this morning|this afternoon|本日|今日|昨日|今朝)(?=[,\s은는에의のは]{0,4})/gi,
  digital: new RegExp(
    HALF +
      String.raw`\s?(?<![\d:])(\d{1,2}):(\d{2})(?!\d|:\d(?!\d)|:\d{3})(?::(\d{2})(?!\d|:\d))?(?:\.\d{1,9})?(?:\s?([ap]\.?m\.?)(?![a-z]))?`,
    'gi',
  ),
  korean: new RegExp(
    HALF +
      String.raw`\s?(?<!\d)(\d{1,2})\s?시(?!\s?간|[스점즌민장도작험행급기])(?:\s?(\d{1,2})\s?분(?:\s?(\d{1,2})\s?초)?|\s?(반)(?![가-힣]{2}))?`,
    'g',
  ),
  japanese: new RegExp(
    HALF + String.raw`\s?(?<!\d)(\d{1,2})時(?![間点期代])(?:(\d{1,2})分(?!間)(?:(\d{1,2})秒)?|(半))?`,
    'g',
  ),
  twelve: /(?<![\d:.])(\d{1,2})\s?([ap]\.?m\.?)(?![a-z])/gi,
  named: /(정오|正午|\bnoon\b)(?=[\s에경쯤께부까,.)にごから]|$)/gi,
  zoneAfter: new RegExp(String.raw`^\s?[(（]?(${ZONES}|UTC\s?[+-]\d{1,2}(?::\d{2})?)(?![A-Za-z])[)）]?`),
  offsetAfter: /^(Z|[+-]\d{2}:\d{2})(?![\d\w])/,
  aboutBefore: /(?:약|대략|約|およそ|about|around|approximately|approx\.?|circa|roughly|~)\s?$/i,
  aboutAfter:
    /^\s?(?:(?:경|께|쯤|무렵)(?![가-힣])|(?:경|께|쯤|무렵)(?=에|부터|까지|이후|이전|의)|頃|ごろ|ころ)/,
  betweenDateAndClock:
    /^(?:\s{0,2}|,\s?|T|\s?(?:,\s)?(?:at|about|around|approximately|between|between approximately|from|from approximately|~|약|,)\s?|\s?[(（][가-힣A-Za-z一-龥]{1,9}[)）],?\s?|\s?(?:은|는|の|,)?\s?)$/i,
} as const

/**
 * The points in time and the days that a text names, in order. A time without a date takes the last day named before it,
 * else the context's; what its clock would mean on the other days stands in `also`.
 */
export function timesIn(text: string, context: TimeContext): { times: TimeMention[]; days: DayMention[] } {
  const dates = dateTokens(text, context)
  const clocks = clockTokens(text)
  const times: TimeMention[] = []
  const usedDates = new Set<DateToken>()
  let lastDay: string | null = null
  let next = 0
  for (const clock of clocks) {
    while (next < dates.length && dates[next]!.end <= clock.start) {
      const date = dates[next]!
      if (!date.needsClock || timePatterns.betweenDateAndClock.test(text.slice(date.end, clock.start)))
        lastDay = date.day
      next += 1
    }
    const before = dates[next - 1]
    const own =
      before !== undefined &&
      before.end <= clock.start &&
      clock.start - before.end <= 14 &&
      timePatterns.betweenDateAndClock.test(text.slice(before.end, clock.start))
        ? before
        : null
    if (own !== null) usedDates.add(own)
    times.push(timeMention(text, clock, own, lastDay, context))
  }
  const days = dates
    .filter((date) => !date.needsClock && !usedDates.has(date) && isDay(date.day))
    .map(({ start, end, day, yearStated }) => ({ start, end, day, yearStated }))
  return { times, days }
}

function timeMention(
  text: string,
  token: Clock & { start: number; end: number },
  own: DateToken | null,
  lastDay: string | null,
  context: TimeContext,
): TimeMention {
  const start = own?.start ?? token.start
  const before = text.slice(Math.max(0, token.start - 16), token.start)
  const beforeDate = own === null ? '' : text.slice(Math.max(0, own.start - 16), own.start)
  const rest = text.slice(token.end, token.end + 4)
  const suffix = timePatterns.aboutAfter.exec(rest)
  const about =
    suffix !== null || timePatterns.aboutBefore.test(before) || timePatterns.aboutBefore.test(beforeDate)
  let end = token.end + (suffix?.[0].length ?? 0)
  const zoneMatch = timePatterns.zoneAfter.exec(text.slice(end, end + 18))
  if (zoneMatch !== null && token.zone === '') end += zoneMatch[0].length
  const clock: Clock = { ...token, zone: token.zone || (zoneMatch?.[1] ?? '') }
  const day = own?.day ?? lastDay ?? context.day
  const others =
    own !== null && own.yearStated
      ? []
      : own !== null
        ? []
        : [context.day, ...(context.otherDays ?? [])].filter((other) => other !== day)
  const { at, problem } = resolve(day, own?.weekday ?? '', clock, context)
  return {
    start,
    end,
    at,
    problem,
    also: [...new Set(others)].flatMap((other) => resolve(other, '', clock, context).at ?? []),
    dated: own !== null,
    about,
    slack: slackOf(clock),
    clock,
  }
}

/** Half the step that people mean: a quarter of an hour at the full and half hour, five minutes at tens, less below. */
function slackOf({ minute }: Clock): number {
  if (minute % 30 === 0) return 15
  if (minute % 10 === 0) return 5
  return minute % 5 === 0 ? 3 : 1
}

const JAPANESE_HALVES: Record<string, string> = {
  午前: '오전',
  午後: '오후',
  未明: '새벽',
  深夜: '밤',
  夜: '밤',
  朝: '아침',
  夕方: '저녁',
}
const JAPANESE_WEEKDAYS: Record<string, string> = {
  月: '월',
  火: '화',
  水: '수',
  木: '목',
  金: '금',
  土: '토',
  日: '일',
}

/** Asks the parser that forms use, so that a text and a form mean the same by the same words. */
function resolve(
  day: string,
  weekday: string,
  clock: Clock,
  { zone }: TimeContext,
): { at: Instant | null; problem: Problem | null } {
  const written = JAPANESE_WEEKDAYS[weekday] ?? weekday
  const half = JAPANESE_HALVES[clock.half] ?? clock.half
  const given = clock.zone.replace(/\s/g, '').replace('日本時間', 'JST').replace('韓国時間', 'KST')
  const text = `${day}${written === '' ? '' : `(${written})`} ${half} ${clock.text} ${given}`
    .replace(/ {2,}/g, ' ')
    .trim()
  const parsed = parseTime(text, { zone })
  if (parsed.ok) return { at: parsed.value.at, problem: null }
  return { at: null, problem: parsed.problem }
}

/**
 * The two ends of a window that a text gives: the second one takes over the half of the day, the zone and the date of the
 * first, and lies on the next day where it would come before it ("밤 9시 47분부터 0시 8분까지").
 */
export function windowEnds(
  first: TimeMention,
  second: TimeMention,
  context: TimeContext,
): { from: Instant; until: Instant } | null {
  const zone = first.clock.zone || second.clock.zone
  const from = zone === first.clock.zone ? first.at : reread(first, first.at, { zone }, context)
  if (from === null) return null
  const shared = { zone: second.clock.zone || first.clock.zone }
  const day = second.dated ? null : plainDate(from, context.zone)
  const inherits =
    second.clock.half === '' && first.clock.half !== '' && second.clock.hour >= 1 && second.clock.hour <= 12
  const halves = inherits ? [first.clock.half, '오후', ''] : [second.clock.half]
  const read = (half: string, onDay: string | null) =>
    reread(second, second.at, { ...shared, half }, context, onDay)
  for (const half of halves) {
    const until = read(half, day)
    if (until !== null && until >= from) return { from, until }
  }
  const until = read(halves[0]!, day)
  if (until === null) return null
  if (!second.dated && from - until <= DAY) {
    const next = plainDate((from + DAY) as Instant, context.zone)
    const later = read(second.clock.half, next)
    if (later !== null && later >= from) return { from, until: later }
  }
  return { from, until }
}

function reread(
  mention: TimeMention,
  at: Instant | null,
  changes: Partial<Clock>,
  context: TimeContext,
  day: string | null = at === null ? null : plainDate(at, context.zone),
): Instant | null {
  const onDay = day ?? (at === null ? context.day : plainDate(at, context.zone))
  return resolve(onDay, '', { ...mention.clock, ...changes }, context).at
}

function dateTokens(text: string, { day: today }: TimeContext): DateToken[] {
  const [year, month] = [today.slice(0, 4), today.slice(5, 7)]
  const tokens: DateToken[] = []
  const add = (
    match: Match,
    y: string | undefined,
    m: string | number,
    d: string | number,
    weekday: string | undefined,
    needsClock = false,
  ) =>
    tokens.push({
      start: match.start,
      end: match.end - (/\s$/.test(match.text) ? 1 : 0),
      day: `${y ?? nearestYear(Number(year), Number(m), today)}-${two(m)}-${two(d)}`,
      weekday: weekday ?? '',
      yearStated: y !== undefined,
      needsClock,
    })
  for (const match of eachMatch(timePatterns.yearMonthDay, text)) {
    const [y, m, d, weekday] = match.groups
    add(match, y, m!, d!, weekday)
  }
  const free = (match: Match) => !tokens.some((token) => token.start < match.end && match.start < token.end)
  for (const match of eachMatch(timePatterns.monthDay, text)) {
    if (free(match)) add(match, undefined, match.groups[0]!, match.groups[1]!, match.groups[2])
  }
  for (const match of eachMatch(timePatterns.englishMonthDay, text)) {
    if (free(match)) add(match, match.groups[2], monthNumber(match.groups[0]!), match.groups[1]!, undefined)
  }
  for (const match of eachMatch(timePatterns.englishDayMonth, text)) {
    if (free(match)) add(match, match.groups[2], monthNumber(match.groups[1]!), match.groups[0]!, undefined)
  }
  for (const match of eachMatch(timePatterns.slashDay, text)) {
    if (free(match)) add(match, undefined, match.groups[0]!, match.groups[1]!, undefined, true)
  }
  for (const match of eachMatch(timePatterns.dayOnly, text)) {
    if (free(match)) add(match, year, month, match.groups[0]!, match.groups[1], true)
  }
  for (const match of eachMatch(timePatterns.relativeDay, text)) {
    const back = /어제|전날|전일|yesterday|昨日/i.test(match.text)
      ? 1
      : /그제|그저께/.test(match.text)
        ? 2
        : 0
    const day = new Date(Date.parse(`${today}T00:00:00Z`) - back * DAY).toISOString().slice(0, 10)
    if (free(match)) add(match, day.slice(0, 4), day.slice(5, 7), day.slice(8), undefined, true)
  }
  return tokens.sort((a, b) => a.start - b.start)
}

/** The year that a day without one means: the one in which it lies nearest. */
function nearestYear(year: number, month: number, today: string): number {
  const distance = month - Number(today.slice(5, 7))
  return distance > 6 ? year - 1 : distance < -6 ? year + 1 : year
}

function clockTokens(text: string): (Clock & { start: number; end: number })[] {
  const tokens: (Clock & { start: number; end: number })[] = []
  const add = (match: Match, clock: Omit<Clock, 'zone'>, zone = '') => {
    const lead = /^\s/.test(match.text) ? 1 : 0
    if (tokens.some((token) => token.start < match.end && match.start < token.end)) return
    tokens.push({ ...clock, zone, start: match.start + lead, end: match.end + zone.length })
  }
  for (const match of eachMatch(timePatterns.digital, text)) {
    const [half = '', hour = '', minute = '', second, suffix] = match.groups
    const place = match.end - match.text.trimStart().length
    const before = text.slice(Math.max(0, place - 2), place)
    if (half === '' && /[A-Za-z:\d.]$/.test(before) && !/\dT$/.test(before)) continue
    const offset = timePatterns.offsetAfter.exec(text.slice(match.end, match.end + 8))
    const digits = `${hour}:${minute}${second === undefined ? '' : `:${second}`}`
    add(
      match,
      {
        text: digits + (suffix === undefined ? '' : ` ${suffix.toLowerCase()}`),
        half,
        hour: Number(hour),
        minute: Number(minute),
      },
      second === undefined && offset?.[1] !== 'Z' ? '' : (offset?.[1] ?? ''),
    )
  }
  for (const pattern of [timePatterns.korean, timePatterns.japanese]) {
    for (const match of eachMatch(pattern, text)) {
      const [half = '', hour = '', minute, second, thirty] = match.groups
      const minutes = thirty === undefined ? Number(minute ?? 0) : 30
      const words = `${hour}시${minutes === 0 ? '' : ` ${minutes}분`}${second === undefined ? '' : ` ${second}초`}`
      add(match, { text: words, half, hour: Number(hour), minute: minutes })
    }
  }
  for (const match of eachMatch(timePatterns.twelve, text)) {
    const [hour = '', suffix = ''] = match.groups
    add(match, { text: `${hour} ${suffix.toLowerCase()}`, half: '', hour: Number(hour), minute: 0 })
  }
  for (const match of eachMatch(timePatterns.named, text)) {
    add(match, { text: '12:00', half: '', hour: 12, minute: 0 })
  }
  return tokens.sort((a, b) => a.start - b.start)
}

const MONTH_STARTS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

function monthNumber(name: string): number {
  return MONTH_STARTS.indexOf(name.slice(0, 3).toLowerCase()) + 1
}

function two(value: string | number): string {
  return String(Number(value)).padStart(2, '0')
}

function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`)
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(day)
}

/** Whether a mention may mean an instant: to the minute, or within its slack where it says "about". */
export function mentions(
  mention: Pick<TimeMention, 'at' | 'also' | 'about' | 'slack'>,
  instant: Instant,
): boolean {
  const reach = mention.about ? mention.slack * MINUTE : 0
  return [mention.at, ...mention.also].some(
    (at) => at !== null && Math.abs(floorMinute(at) - floorMinute(instant)) <= reach,
  )
}

function floorMinute(at: number): number {
  return Math.floor(at / MINUTE) * MINUTE
}
