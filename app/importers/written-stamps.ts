/**
 * Dates and times as programs and people write them, put as ISO 8601 has them, so that one reader understands them all:
 * "[02.03.2020 15:12]", "Mon Mar  2 08:58:12 2020", "20200302T085812Z", "3/2/20, 3:12 PM", "14h43". The words around them
 * stay as they are.
 */
import { DAY, isZone } from '#app/domain/instant.ts'

/** In which order a paste writes days: of "02/03/2020" nobody can say it alone. */
export type DayOrder = 'ymd' | 'mdy' | 'dmy'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*'
const WEEKDAY_NAME = String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+`
const KOREAN_WEEKDAY = String.raw`\s?(?:\([월화수목금토일](?:요일)?\)|[월화수목금토일]요일)?`
/** What may stand between a day and its time. */
const GAP = String.raw`(?:\.?,?[\sT|]{0,3}(?:at\s|-\s)?)`
const CLOCK_NEXT = String.raw`(?=(?:오전|오후|새벽|밤|낮|저녁|아침)?\s?\d{1,2}(?::\d{2}|시))`

/** A day in three numbers of which the year is not plainly the first: "02/03/2020", "3.2.20". */
const NUMBERED = new RegExp(
  String.raw`(?<![\w./:-])'?(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{1,2})(?![\d:]|[./-]\d)` +
    KOREAN_WEEKDAY +
    GAP +
    CLOCK_NEXT,
  'g',
)
/** A day without a year at the beginning of a line, other than "3/2 08:58", which is always month and day in Korean. */
const SHORT = new RegExp(
  String.raw`^([\s>*•\-–[(|]{0,8})(\d{1,2})([./-])\s?(\d{1,2})\.?` +
    KOREAN_WEEKDAY +
    String.raw`,?\s+` +
    CLOCK_NEXT,
)

/**
 * The order of the days in a paste: the one in which all of them are days, and of several the one that brings them nearest
 * to the day that is spoken about. Where nothing tells, points stand for days first and "AM" for months first.
 *
 * @param day `YYYY-MM-DD`, or null where nobody said one
 */
export function dayOrderOf(text: string, day: string | null): DayOrder {
  const found = [...text.matchAll(NUMBERED)].slice(0, 500)
  const orders = (['ymd', 'mdy', 'dmy'] as const).filter((order) =>
    found.every((match) => numberedDay(match, order) !== null),
  )
  const style = found.some(([whole]) => whole.includes('.')) || !/\d\s?[ap]\.?m\b/i.test(text) ? 'dmy' : 'mdy'
  const preferred = [style, 'dmy', 'mdy', 'ymd'] as const
  const rank = (order: DayOrder) => preferred.indexOf(order)
  const away = (order: DayOrder) =>
    day === null
      ? 0
      : found.reduce(
          (sum, match) => sum + Math.abs(Date.parse(numberedDay(match, order)!) - Date.parse(day)),
          0,
        )
  return orders.sort((a, b) => away(a) - away(b) || rank(a) - rank(b))[0] ?? style
}

function numberedDay([, first = '', , second = '', third = '']: RegExpMatchArray, order: DayOrder) {
  if (order === 'ymd')
    return third.length === 4 || first.length < 2 ? null : isoDay(fullYear(first), second, third)
  if (third.length < 2) return null
  const [month, day] = order === 'mdy' ? [first, second] : [second, first]
  return isoDay(fullYear(third), month, day)
}

function fullYear(year: string): string {
  return year.length === 4 ? year : `20${year.padStart(2, '0')}`
}

/** `YYYY-MM-DD`; null where the calendar has no such day. */
function isoDay(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text) ? text : null
}

function monthDay(year: string, month: string, day: string, whole: string): string {
  return isoDay(year, String(MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1), day) ?? whole
}

/** The year in which a day without one lies nearest to another day. */
function nearestDay(month: string, day: string, near: string): string | null {
  const year = Number(near.slice(0, 4))
  const [best] = [year - 1, year, year + 1]
    .flatMap((candidate) => isoDay(String(candidate), month, day) ?? [])
    .sort((a, b) => Math.abs(Date.parse(a) - Date.parse(near)) - Math.abs(Date.parse(b) - Date.parse(near)))
  return best ?? null
}

/**
 * A line with its stamps as ISO 8601 has them.
 *
 * @param day `YYYY-MM-DD` for days without a year and for weekdays; null leaves those as they are
 */
export function plainStamps(line: string, { order, day }: { order: DayOrder; day: string | null }): string {
  let plain = line
    .replace(/(?<=\d)：(?=\d)/g, ':')
    // Chats in Korean write 00:02 so. In words, "오전 12시" is read both ways and stays a question.
    .replace(/오전\s?12(?=:[0-5]\d(?!\d))/g, '오전 0')
    // As they stand in front of a line of a log: RFC 5424, klog, and what names its own stamp.
    .replace(/^<\d{1,3}>\d?\s?(?=\d{4}-)/, '')
    .replace(/^([IWEF])(\d{2})(\d{2}) (\d{2}:\d{2}:\d{2}\.\d+)/, '$2/$3 $4 $1')
    .replace(
      /^(.{0,200}?)\b(?:ts|time|timestamp)=(["']?)(\d{4}-\d{2}-\d{2}[T ][^"'\s]+|\d{10}(?:\.\d+|\d{3})?)\2\s*/,
      '$3 $1',
    )
    // Without separators.
    .replace(
      /(?<!\d)(\d{4})(\d{2})(\d{2})[T ]?(\d{2})(\d{2})(\d{2})(?=\D|$)/g,
      (whole, y: string, m: string, d: string, h: string, min: string, s: string) =>
        isoDay(y, m, d) === null ||
        Number(h) > 23 ||
        Number(min) > 59 ||
        Number(s) > 59 ||
        !/^(19|20)/.test(y)
          ? whole
          : `${y}-${m}-${d}T${h}:${min}:${s}`,
    )
    .replace(
      /^([\s>*•\-–[(|]{0,8})([01]\d|2[0-3])([0-5]\d)\s?(Z|UTC|GMT|KST|JST)\b/,
      (_, lead: string, hour: string, minute: string, zone: string) =>
        `${lead}${hour}:${minute}${zone === 'Z' ? 'Z' : ` ${zone}`}`,
    )
    // "took 2h 30 min" is a length.
    .replace(
      /(^[\s>*•\-–[(|]{0,8}|\b(?:at|from|until|à)\s)([01]?\d|2[0-3])\s?h\s?([0-5]\d)(?!\d|\s?m)/gi,
      '$1$2:$3',
    )
    .replace(/(?<!\d)(\d{1,2}:\d{2})\s?(?:h|Uhr)\b/g, '$1')
    // Months by their names.
    .replace(
      new RegExp(
        String.raw`(?:${WEEKDAY_NAME})?${MONTH}\s{1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2})((?: [A-Z]{3,4})?) (\d{4})\b`,
        'g',
      ),
      (whole, month: string, d: string, clock: string, zone: string, year: string) =>
        `${monthDay(year, month, d, whole)} ${clock}${zone}`,
    )
    .replace(
      new RegExp(
        String.raw`\b(?:${WEEKDAY_NAME})?(\d{1,2})[-/ ]${MONTH}[-/ ](\d{4}|\d{2})[:,]?\s?(?:at )?(?=\d{1,2}:\d{2})`,
        'g',
      ),
      (whole, d: string, month: string, year: string) => `${monthDay(fullYear(year), month, d, whole)} `,
    )
    .replace(
      new RegExp(
        String.raw`\b(?:${WEEKDAY_NAME})?${MONTH}\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?: -|,? at|,)? (?=\d{1,2}:\d{2})`,
        'g',
      ),
      (whole, month: string, d: string, year: string) => `${monthDay(year, month, d, whole)} `,
    )
    .replace(NUMBERED, (...match) => {
      const groups = match.slice(0, 5) as unknown as RegExpMatchArray
      const named = numberedDay(groups, order)
      return named === null ? groups[0] : `${named} `
    })
    .replace(/(\d{4}-\d{2}-\d{2})\s*[|,;\t]\s*(?=\d{1,2}:\d{2})/, '$1 ')
  if (day !== null) {
    plain = plain.replace(SHORT, (whole, lead: string, first: string, sign: string, second: string) => {
      // "14.43" is a time, and "3/2" is read as others read it.
      if (sign === '/') return /[(월화수목금토일]/.test(whole) ? `${lead}${first}/${second} ` : whole
      const named =
        nearestDay(first, second, day) ?? (order === 'dmy' ? nearestDay(second, first, day) : null)
      return named === null ? whole : `${lead}${named} `
    })
    plain = plain.replace(
      /^([\s[(]{0,4})(Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day,? (?=\d{1,2}:\d{2})/i,
      (whole, lead: string, name: string) => {
        const wanted = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].indexOf(
          name.slice(0, 3).toLowerCase(),
        )
        const at = Date.parse(`${day}T00:00:00Z`)
        // Nearest to the day that is spoken about: at most three days away.
        const ahead = ((wanted - new Date(at).getUTCDay() + 10) % 7) - 3
        return `${lead}${new Date(at + ahead * DAY).toISOString().slice(0, 10)} `
      },
    )
  }
  return zonesBehind(plain)
}

/** Zones that stand for one place by day and by night, as people name them in short. */
const PLACES: Record<string, string> = {
  PT: 'America/Los_Angeles',
  MT: 'America/Denver',
  CT: 'America/Chicago',
  ET: 'America/New_York',
  SGT: 'Asia/Singapore',
  HKT: 'Asia/Hong_Kong',
  ICT: 'Asia/Bangkok',
  MSK: 'Europe/Moscow',
}
const SHORT_ZONES = 'UTC|GMT|KST|JST|BST|CET|CEST|EST|EDT|CST|CDT|PST|PDT'

/** Zones and offsets right behind their time, and offsets with both of their numbers. */
function zonesBehind(line: string): string {
  return line
    .replace(/(?<![\d:])(\d{1,2}):(\d{2})\s?([ap])\.?m\.?(?=,?\s?\(?(?:UTC|GMT)\s?[+\-−]\d)/gi, in24Hours)
    .replace(
      new RegExp(
        String.raw`^([\s>*•\-–[(|]{0,8})(${SHORT_ZONES})[\])]?:?\s+((?:\d{4}-\d{2}-\d{2} )?\d{1,2}:\d{2}(?::\d{2})?)(?![\d:])`,
      ),
      '$1$3 $2',
    )
    .replace(
      /(\d{1,2}:\d{2})(:\d{2})?(?:\.\d{1,9})?,?\s?\(?(?:UTC|GMT)\s?([+\-−])(\d{1,2})(?::?([0-5]\d))?(?![\d:])/g,
      withOffset,
    )
    .replace(/(\d{1,2}:\d{2})(:\d{2})?(?:\.\d{1,9})?\s?(\+)(\d{2}):?([0-5]\d)(?![\d:])/g, withOffset)
    .replace(/(\d{1,2}:\d{2})(:\d{2})(?:\.\d{1,9})?\s?(-)(\d{2}):?([0-5]\d)(?![\d:])/g, withOffset)
    .replace(/(\d{1,2}:\d{2})(:\d{2})(?:\.\d{1,9})?([+-])(\d{2})()(?![\d:])/g, withOffset)
}

/** "8:58 AM GMT+9" in 24 hours, for an offset stands behind nothing else. */
function in24Hours(_: string, hour: string, minute: string, half: string): string {
  return `${(Number(hour) % 12) + (/p/i.test(half) ? 12 : 0)}:${minute}`
}

function withOffset(
  whole: string,
  clock: string,
  seconds = ':00',
  sign: string,
  hours: string,
  minutes?: string,
): string {
  if (Number(hours) > 14) return whole
  return `${clock}${seconds}${sign === '−' ? '-' : sign}${hours.padStart(2, '0')}:${minutes || '00'}`
}

/** A place that the line names as its zone right behind a time: "08:58 Asia/Seoul", "8:58 AM PT"; null where it does not. */
export function placeNamed(line: string): { zone: string; written: string; rest: string } | null {
  const match =
    /(\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?)\s?[([]?((?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Za-z_/]+|PT|MT|CT|ET|SGT|HKT|ICT|MSK)\b[)\]]?/i.exec(
      line,
    )
  const written = match?.[2]
  if (match === null || written === undefined) return null
  const zone = PLACES[written] ?? written
  if (!isZone(zone) || (!written.includes('/') && !(written in PLACES))) return null
  const end = match.index + match[0].length
  return { zone, written, rest: line.slice(0, match.index) + match[1]! + line.slice(end) }
}
