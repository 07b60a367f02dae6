/**
 * Reads a timeline from whatever somebody pastes: chat copied from a window, log lines, CSV, JSON, notes, prose. Nothing is
 * special about a format: a line that names a time tells of an event, the lines under it belong to it, a line that is only
 * a date gives the day to what follows. What names no time stays text, and is shown as such.
 */
import { parse } from 'csv-parse/sync'
import { timesIn, windowEnds, type TimeContext, type TimeMention } from '#app/domain/claim-times.ts'
import type { Problem } from '#app/domain/errors.ts'
import { DAY, HOUR, MINUTE, plainDate, type Instant } from '#app/domain/instant.ts'
import { dayOrderOf, placeNamed, plainStamps, type DayOrder } from './written-stamps.ts'

/** Characters of one paste, and entries read from it. */
export const LONGEST_PASTE = 200_000
const MOST_ENTRIES = 2_000

/** A line is read for times up to here; nobody names a time later in it that the event is about. */
const READ_OF_LINE = 2_000

export interface PasteContext {
  /** IANA zone in which times without one are read. */
  zone: string
  /** `YYYY-MM-DD` for times without a date; null where nobody said, then such times are asked for. */
  day: string | null
}

export interface PastedEvent {
  at: Instant
  approximate: boolean
  text: string
  /** Who said it, where the paste tells; otherwise empty. */
  speaker: string
  /** The end of a window, told with the same words as its start. */
  isEnd: boolean
  /** Whether the day comes from the lines before, or from rolling over midnight, and not from the line itself. */
  dayAssumed: boolean
  /** The zone or offset as it was written; empty where the chosen zone was taken. */
  zoneGiven: string
}

export interface PastedEntry {
  /** Of its first line, from 1. */
  line: number
  /** The lines as they were pasted. */
  evidence: string
  events: PastedEvent[]
  /** Why a time that is named could not be read, where nothing else in the line could. */
  problem: Problem | null
  /** What happened at a time that is still to come, as "(Time TBC)" says, or that cannot be read; null where it is no event. */
  untimed: string | null
}

export interface PastedTimeline {
  entries: PastedEntry[]
  /** Lines beyond `MOST_ENTRIES` or characters beyond `LONGEST_PASTE` that were not read. */
  cut: boolean
}

/** Reads a paste; never throws, whatever it is. */
export function readPastedTimeline(pasted: string, context: PasteContext): PastedTimeline {
  const text = pasted.slice(0, LONGEST_PASTE).replace(/\r\n?/g, '\n')
  const order = dayOrderOf(text, context.day)
  const lines = fromJson(text) ?? fromTable(text) ?? inOneLine(text.split('\n'), order, context)
  const entries = readLines(lines, order, context)
  return {
    entries: entries.slice(0, MOST_ENTRIES),
    cut: pasted.length > LONGEST_PASTE || entries.length > MOST_ENTRIES,
  }
}

interface SourceLine {
  /** What is read: time, then words. */
  line: string
  /** Of its first line in the paste, from 1; else its place among all. */
  number?: number
  /** What was pasted. */
  evidence: string
  speaker?: string
}

// Names under which programs write when something happened, the better ones first; and what it was.
const TIME_KEYS = [
  'occurred_at',
  'ts',
  '@timestamp',
  'timestamp',
  'time',
  'datetime',
  'date',
  'at',
  'startsat',
  'started_at',
  'created_at',
  'created',
  'start',
  'start_time',
  'begin',
  '시각',
  '일시',
  '시작',
  '시간',
  '발생 시각',
]
const TEXT_KEYS = [
  'text',
  'message',
  'msg',
  'event',
  'description',
  'summary',
  'title',
  'body',
  'content',
  'note',
  '내용',
  '설명',
  '메시지',
]
const END_KEYS = ['end', 'end_time', 'until', '종료', '끝']
const DAY_KEYS = ['date', 'day', '날짜', '일자']
const SPEAKER_KEYS = ['user', 'user_name', 'author', 'name', 'from', 'sender', '작성자', '이름']

/** JSON, or a line of it each: objects with something like a time and something like a text. */
function fromJson(text: string): SourceLine[] | null {
  if (!/^\s*[[{]/.test(text)) return null
  const whole = parsed(text)
  const values =
    whole === undefined
      ? text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map(parsed)
      : [whole]
  if (values.some((value) => value === undefined)) return null
  const found: SourceLine[] = []
  const visit = (value: unknown, depth: number) => {
    if (value === null || typeof value !== 'object' || depth > 6 || found.length > MOST_ENTRIES) return
    if (Array.isArray(value)) {
      for (const item of value) visit(item, depth + 1)
      return
    }
    const record = Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key.toLowerCase(), item as unknown]),
    )
    const time = firstOf(record, TIME_KEYS)
    const words = firstOf(record, TEXT_KEYS)
    if (time !== '' && words !== '') {
      found.push({
        line: `${time} ${words.replace(/\s+/g, ' ')}`,
        evidence: JSON.stringify(value),
        speaker: firstOf(record, SPEAKER_KEYS),
      })
    } else {
      for (const item of Object.values(value)) visit(item, depth + 1)
    }
  }
  for (const value of values) visit(value, 0)
  return found.length === 0 ? null : found
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function firstOf(record: Record<string, unknown>, keys: readonly string[]): string {
  for (const key of keys) {
    const value = record[key]
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
    if (typeof value === 'number') return String(value)
  }
  return ''
}

/** A table with a line of column names, one of which names a time; separated by commas, semicolons or tabs. */
function fromTable(text: string): SourceLine[] | null {
  const first = text.slice(0, text.indexOf('\n') === -1 ? undefined : text.indexOf('\n'))
  const delimiter = ['\t', ';', ','].find((sign) => first.includes(sign))
  if (delimiter === undefined) return null
  const names = first.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase())
  const isTime = (name: string) => TIME_KEYS.includes(name) || /(^|[_ ])(time|date|at)$/.test(name)
  // A day beside its time is not the time.
  const clockAt = names.findIndex(
    (name) => isTime(name) && !DAY_KEYS.includes(name) && !END_KEYS.includes(name),
  )
  const timeAt = clockAt === -1 ? names.findIndex((name) => isTime(name) || DAY_KEYS.includes(name)) : clockAt
  if (timeAt === -1 || names.some((name) => /\d{1,2}:\d{2}/.test(name))) return null
  const dayAt = DAY_KEYS.includes(names[timeAt]!) ? -1 : names.findIndex((name) => DAY_KEYS.includes(name))
  const endAt = names.findIndex((name) => END_KEYS.includes(name))
  const named = names.findIndex((name) => TEXT_KEYS.includes(name))
  const speakerAt = names.findIndex((name) => SPEAKER_KEYS.includes(name))
  try {
    const rows = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      from_line: 2,
      raw: true,
    }) as unknown as { record: string[]; raw: string }[]
    return rows.map(({ record, raw }) => {
      const rest = record.filter((_, at) => ![timeAt, speakerAt, dayAt, endAt].includes(at))
      const cell = (at: number) => (at === -1 ? '' : (record[at] ?? '').trim())
      const end = cell(endAt) === '' ? '' : ` - ${cell(endAt)}`
      const words =
        named === -1 ? rest.filter((cell) => cell.trim() !== '').join(' · ') : (record[named] ?? '')
      return {
        line: `${cell(dayAt)} ${cell(timeAt)}${end} ${words.replace(/\s+/g, ' ')}`.trimStart(),
        evidence: raw.trimEnd(),
        speaker: cell(speakerAt),
      }
    })
  } catch {
    return null
  }
}

interface Reading {
  /** The day that lines without one are read on; null while nobody said. */
  day: string | null
  /** The latest event, to see when midnight was passed. */
  last: Instant | null
}

/** Of a line that is only a time, which is short. */
const LONGEST_STAMP = 60
/** A name above what its owner said. */
const LONGEST_NAME = 40

/**
 * The lines of a paste with what belongs to a time beside it: chats put a name on a line above the time, and status pages
 * the time on a line below the words.
 */
function inOneLine(lines: readonly string[], order: DayOrder, { zone, day }: PasteContext): SourceLine[] {
  const stampOf = (line: string): TimeMention | null => {
    if (line.length > LONGEST_STAMP || !/\d/.test(line)) return null
    const plain = sameLength(plainStamps(line, { order, day }))
    const [time, ...others] = timesIn(plain, timeContext(day, zone)).times
    if (time === undefined || time.at === null || others.length > 0) return null
    const rest = `${plain.slice(0, time.start)} ${plain.slice(time.end)}`
    const around = /\b(?:APP|WORKFLOW|edited|at|on|today|Posted\b[^.]*\.?)|앱|편집됨|수정됨|오늘/gi
    return /[\p{L}\p{N}]/u.test(rest.replace(around, '')) ? null : time
  }
  const sources = lines.map((line, index) => ({ line, evidence: line, number: index + 1 }))
  const stamps = lines.map(stampOf)
  const filled = lines.flatMap((line, index) => (line.trim() === '' ? [] : [index]))
  const [first = -1, last = -1] = [filled[0], filled.at(-1)]
  const timesBelow =
    first !== last &&
    stamps[first] === null &&
    stamps[last]?.dated === true &&
    filled.every((index) => stamps[index]?.dated ?? !/^\W*\d{1,4}[:./-]\d/.test(lines[index]!))
  if (first !== -1 && timesBelow) return withTimesInFront(sources, stamps)
  const out: SourceLine[] = []
  let headed = false
  for (const [index, source] of sources.entries()) {
    const stamp = stamps[index]
    const name = out.at(-1)
    const before = out.at(-2)
    const isFirst = before === undefined || before.line.trim() === ''
    const saysHalf = stamp && (stamp.clock.half !== '' || /m/i.test(stamp.clock.text))
    const owner = bracketedOwner(source.line, lines[index + 1], order)
    if (owner !== null) {
      out.push({ ...source, line: source.line.slice(0, source.line.indexOf(']') + 1), speaker: owner })
    } else if (stamp && name && isName(name.line) && (isFirst || (headed && saysHalf))) {
      out[out.length - 1] = {
        line: source.line.replace(/^\s*(?:APP|WORKFLOW|앱)\s+/, ''),
        evidence: `${name.evidence}\n${source.evidence}`,
        number: name.number!,
        speaker: name.line.trim(),
      }
      headed = true
    } else out.push(source)
  }
  return out
}

/** Who spoke at "[3/2 9:31 AM] Hana", where the words stand on the lines below; null for other lines. */
function bracketedOwner(line: string, next: string | undefined, order: DayOrder): string | null {
  const [, stamp = '', name = ''] = /^\s*\[([^\]\n]{4,40})\]\s+([^:\n]{1,40}?)\s*:?\s*$/.exec(line) ?? []
  const says =
    /\d:\d{2}\s?[ap]\.?m|오전|오후/i.test(stamp) || /\d{4}-\d/.test(plainStamps(stamp, { order, day: null }))
  if (!says || !isName(name) || next === undefined) return null
  return next.trim() !== '' && !/^\s*\[/.test(next) ? name : null
}

function isName(line: string): boolean {
  const words = line.trim()
  return (
    words !== '' &&
    words.length <= LONGEST_NAME &&
    words.split(/\s+/).length <= 4 &&
    /^[\p{L}\p{N}@(]/u.test(words) &&
    !/[.!?:;,。]$/.test(words) &&
    !/\d:\d|\d{4}/.test(words)
  )
}

function withTimesInFront(
  sources: readonly SourceLine[],
  stamps: readonly (TimeMention | null)[],
): SourceLine[] {
  const out: SourceLine[] = []
  let above: SourceLine[] = []
  for (const [index, source] of sources.entries()) {
    if (stamps[index] === null) {
      if (source.line.trim() !== '') above.push(source)
      continue
    }
    const words = above.map(({ line }) => line.trim()).join(' ')
    out.push({
      line: `${source.line.trim().replace(/^Posted\b[^.]*\.\s*/i, '')} ${words}`,
      evidence: [...above, source].map(({ evidence }) => evidence).join('\n'),
      number: (above[0] ?? source).number!,
    })
    above = []
  }
  return [...out, ...above]
}

function readLines(lines: readonly SourceLine[], order: DayOrder, context: PasteContext): PastedEntry[] {
  const entries: PastedEntry[] = []
  const reading: Reading = { day: context.day, last: null }
  let open: PastedEntry | null = null
  for (const [index, source] of lines.entries()) {
    if (source.line.trim() === '') {
      open = null
      continue
    }
    const line = sameLength(plainStamps(source.line.slice(0, READ_OF_LINE), { order, day: reading.day }))
    const day = dayLine(line, reading.day)
    if (day !== null) {
      reading.day = day
      open = null
      continue
    }
    const entry = readLine(line, source, source.number ?? index + 1, reading, context)
    const isText = entry.events.length === 0 && entry.problem === null && entry.untimed === null
    if (isText && open !== null) {
      // Words without a time under a line with one belong to it, as messages do in a chat.
      open.evidence += `\n${source.evidence}`
      if (open.untimed !== null) open.untimed = joined(open.untimed, source.line)
      for (const event of open.events) event.text = joined(event.text, source.line)
      continue
    }
    entries.push(entry)
    open = isText ? null : entry
  }
  for (const { events } of entries) {
    // Nothing was said under it, so it is no name but what happened: "alarm (08:58)".
    for (const event of events) if (event.text === '') [event.text, event.speaker] = [event.speaker, '']
  }
  return entries.filter(
    ({ evidence, events, problem }) =>
      events.length > 0 || problem !== null || /[\p{L}\p{N}]/u.test(evidence),
  )
}

function joined(text: string, line: string): string {
  const words = cleaned(line.replace(EDITED, ''))
  return text === '' ? words : words === '' ? text : `${text}\n${words}`
}

/**
 * What programs and people write in their own way, put as others write it, with the length kept so that places stay:
 * "14.43", "Mar  2", "02/Mar/2020:08:58:12".
 */
function sameLength(line: string): string {
  return line
    .replace(
      /^([\s>*•\-–[(|]{0,8}(?:\d{4}-\d{2}-\d{2}\s{1,2})?)(\d{1,2})\.(\d{2})(?=[\s\])|,:–-]|$)(?!\s?[%.])/,
      '$1$2:$3',
    )
    .replace(/(\d{4}-\d{2}-\d{2} )(\d{1,2})\.(\d{2})(?=[\s,;)\]]|$)/g, '$1$2:$3')
    .replace(/\b((?:at|from|until)\s)(\d{1,2})\.(\d{2})(?=[\s,.;)]|$)/gi, '$1$2:$3')
    .replace(/\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {2}(\d)(?= \d{2}:\d{2})/g, '$1 0$2')
    .replace(/(\d{2}:\d{2}:\d{2}),(?=\d{3}\b)/, '$1.')
}

/** What a chat adds to a message that was changed. */
const EDITED = /\s*\((?:edited|편집됨|수정됨)\)\s*$/i

/** A line that says that its time is not known yet, and what happened then. */
const UNTIMED =
  /^[\s>*•\-–—|[(#_~]{0,8}(?:(?:(?:exact )?times?\s)?(?:tbc|tbd|unknown|to be confirmed|n\/a)|(?:정확한 )?(?:시[각간] ?)?(?:미정|미상|불명|미확인)|시[각간] (?:확인 ?(?:중|필요)|모름)|\?{1,2}(?::\?{1,2})?|(?:\d{1,2}|xx|--):(?:xx|\?\?|--))(?![\p{L}\p{N}])[\s:)\]|,\-–—*]*/iu

/** "T+5m", "+12 min": after something that the line does not name. */
const RELATIVE =
  /^[\s>*•\-–—|[(#_~]{0,8}(?:T\s?\+\s?\d|\+\s?\d{1,4}\s?(?:h|m|s|min|sec|hours?|분|시간|초)(?![\p{L}]))/iu

/** Lines of a chat that name a time at which nothing happened that they tell. */
const CHAT_NOTE = /^\s*(?:last reply|마지막 (?:댓글|답글)|최근 (?:댓글|답글))/i

const WORD_DAY = /^[\s\-–—=*#_~•|]{0,40}(.*?)[\s\-–—=*#_~|:]{0,40}$/s

/** The day that a line names and says nothing else; null for other lines. */
function dayLine(line: string, day: string | null): string | null {
  const words = WORD_DAY.exec(line)?.[1] ?? ''
  if (words === '' || words.length > 60) return null
  const { times, days } = timesIn(words, timeContext(day, 'UTC'))
  const [named] = days
  if (times.length > 0 || days.length !== 1 || named === undefined) return null
  if (!named.yearStated && day === null) return null
  const rest = words.slice(0, named.start) + words.slice(named.end)
  const isOnlyDay =
    /^[\s,.()]*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|[월화수목금토일]요일)?[\s,.()]*$/i
  return isOnlyDay.test(rest) ? named.day : null
}

/** A day has to be given for reading; where nobody said one, only times that name their own are used. */
function timeContext(day: string | null, zone: string): TimeContext {
  return { zone, day: day ?? '2000-01-01' }
}

function readLine(
  line: string,
  source: SourceLine,
  number: number,
  reading: Reading,
  context: PasteContext,
): PastedEntry {
  const entry: PastedEntry = {
    line: number,
    evidence: source.evidence,
    events: [],
    problem: null,
    untimed: null,
  }
  if (CHAT_NOTE.test(line)) return entry
  if (RELATIVE.test(line)) {
    entry.untimed = cleaned(line)
    return entry
  }
  const untimed = UNTIMED.exec(line)
  if (untimed !== null && untimed[0].length < line.trimEnd().length) {
    entry.untimed = cleaned(line.slice(untimed[0].length))
    return entry
  }
  const place = placeNamed(line)
  if (place !== null) {
    const there = readLine(place.rest, source, number, reading, { ...context, zone: place.zone })
    for (const event of there.events) event.zoneGiven = place.written
    return there
  }
  const stamp = epochOf(line) ?? apacheOf(source.line.slice(0, READ_OF_LINE))
  if (stamp !== null) {
    add(entry, source, { ...PLAIN, at: stamp.at, text: cleaned(stamp.rest) }, reading, context)
    return entry
  }
  const { times } = timesIn(line, timeContext(reading.day, context.zone))
  const readable = times.filter(({ at }) => at !== null)
  const [first] = readable
  if (first === undefined) {
    const wrong = times.find(({ problem }) => problem !== null)
    // A wrong time is told where the line begins with it; in the middle it may be anything: a ratio, a port.
    if (wrong !== undefined && line.slice(0, wrong.start).replace(LEAD, '') === '') {
      entry.problem = wrong.problem
      // The day is said all the same, and the lines below are of it.
      const [day] = /\d{4}-\d{2}-\d{2}/.exec(line.slice(wrong.start, wrong.end)) ?? []
      if (wrong.dated && day !== undefined && !Number.isNaN(Date.parse(day))) reading.day = day
      entry.untimed = cleaned(line.slice(wrong.end))
    }
    return entry
  }
  if (reading.day === null && !first.dated) {
    entry.problem = { code: 'time_date_missing' }
    entry.untimed = cleaned(line.slice(first.end))
    return entry
  }
  if (LENGTH_BEFORE.test(line.slice(0, first.start))) return entry
  const pieces = piecesWithTimes(line, readable)
  if (pieces.length > 1) {
    for (const piece of pieces) {
      const own = readLine(piece, source, number, reading, context)
      entry.events.push(...own.events)
    }
    return entry
  }
  if (isLead(line, first) || isTail(line, first))
    addStamped(entry, line, source, first, readable[1], reading, context)
  else addProse(entry, line, source, readable, reading, context)
  return entry
}

const LEAD = /^(?:[\s>*•\-–—[(|#"'`_]+|\d{1,3}[.)]\s+)+/
/** "Duration: 1:19:00" is a length. */
const LENGTH_BEFORE =
  /(?:duration|total|downtime|elapsed|took|ratio|hours|지속|소요|걸린|총|누적)[^,.]{0,12}$/i
const PLAIN = { approximate: false, speaker: '', isEnd: false, dayAssumed: false, zoneGiven: '' }

/**
 * A line that tells one thing after the other, each behind its time, cut before the times: sentences, and "09:03 this,
 * 09:10 that". Other lines stay whole.
 */
function piecesWithTimes(line: string, times: readonly TimeMention[]): string[] {
  const [first, ...others] = times
  if (first === undefined || !isLead(line, first)) return [line]
  const cuts = others.flatMap(({ start, end }) => {
    const begins = /(?:[.!?。]["')]?|[,;·])\s+(?:(?:at|by|then at|그리고|이후|이어|약)\s)?$/i.exec(
      line.slice(0, start),
    )
    if (begins === null || !/\p{L}/u.test(line.slice(first.end, begins.index))) return []
    return /^[^,.]*\p{L}/u.test(line.slice(end)) ? [begins.index + begins[0].length] : []
  })
  return [0, ...cuts].map((from, index) => line.slice(from, cuts[index]).trim())
}

/** Whether a line begins with the time. A name in brackets may come before it, as messengers copy it. */
function isLead(line: string, time: TimeMention): boolean {
  const before = line.slice(0, time.start)
  return (
    /^(?:(?:약|about|around|approx\.?|~|at)\s?)?$/i.test(before.replace(LEAD, '')) ||
    /^\s*\[[^\]\n]{1,40}\]\s*\[?$/.test(before)
  )
}

/** Whether a line ends with the time: "text | time", or a name with the time behind it. */
function isTail(line: string, time: TimeMention): boolean {
  return (
    /^[\s)\]|"'`.]*$/.test(line.slice(time.end)) &&
    /[|—–\-[(,]\s*(?:(?:today|오늘)\s(?:at\s)?)?$|\s{2}$|^.{1,40}\s$/i.test(line.slice(0, time.start))
  )
}

/** What stands between the two ends of a window. */
const BETWEEN_ENDS =
  /^\s?(?:[-–—~〜∼→]|->|to|until|부터|から|에서)\s?(?:(?:다음 ?날|이튿날|익일|the next day|翌日)\s?)?(?:약\s?)?$/i

function addStamped(
  entry: PastedEntry,
  line: string,
  source: SourceLine,
  time: TimeMention,
  next: TimeMention | undefined,
  reading: Reading,
  context: PasteContext,
): void {
  const at = time.at!
  const plain = { ...PLAIN, at, approximate: time.about, zoneGiven: time.clock.zone, dayAssumed: !time.dated }
  if (!isLead(line, time)) {
    const before = cleaned(
      cleaned(line.slice(0, time.start)).replace(/[\s|—–\-[(,]*(?:(?:today|오늘)(?:\sat)?)?\s*$/i, ''),
    )
    // Behind a bar it is what happened; otherwise whoever speaks in the lines that follow.
    const isText = /\|\s*$/.test(line.slice(0, time.start)) || before.length > 40
    add(
      entry,
      source,
      { ...plain, text: isText ? before : '', speaker: isText ? '' : before },
      reading,
      context,
    )
    return
  }
  const name = /^\s*\[([^\]\n]{1,40})\]\s*\[?$/.exec(line.slice(0, time.start))?.[1] ?? ''
  // "09:00 - 10:17 text" is a window; a second time later in the words is not.
  const between = next === undefined ? null : line.slice(time.end, next.start)
  const ends =
    next !== undefined && between !== null && BETWEEN_ENDS.test(between)
      ? windowEnds(time, next, timeContext(reading.day, context.zone))
      : null
  const behind = line.slice(ends === null ? time.end : next!.end).replace(EDITED, '')
  const said = /^[[(]/.test(line.trimStart()) ? saidIn(behind, BRACKETED) : saidIn(behind, PLAINLY)
  const text = cleaned(said.text.replace(/^(?:까지|まで|에는?(?=[\s,])|부터(?=[\s,]))/, ''))
  const speaker = name || said.speaker
  add(entry, source, { ...plain, at: ends?.from ?? at, text, speaker }, reading, context)
  if (ends !== null && ends.until > ends.from) {
    add(entry, source, { ...plain, at: ends.until, text, speaker, isEnd: true }, reading, context)
  }
}

/** Who speaks behind a time: `, 하나 : words`, `- Hana: words` after a comma in the stamp, `<hana> words`, tab by tab. */
const PLAINLY = [
  /^,\s([^:<>\n]{1,40}?)\s?: (.*)$/s,
  /^\s-\s([^:<>\d\n]{1,40}): (.*)$/s,
  /^\s*<[@+%~& ]?([^<>\s]{1,40})>\s(.*)$/s,
  /^\t([^\t]{1,40})\t(.*)$/s,
]
/** The same behind a time in brackets: `[3/2 9:31 AM] Hana: words`. */
const BRACKETED = [/^[\])]\s*([^:<>\n]{1,40}?)\s?: (.*)$/s, /^[\])]\s*<[@+%~& ]?([^<>\s]{1,40})>\s(.*)$/s]

function saidIn(behind: string, shapes: readonly RegExp[]): { speaker: string; text: string } {
  for (const shape of shapes) {
    const [, speaker, text] = shape.exec(behind) ?? []
    if (
      speaker !== undefined &&
      text !== undefined &&
      /^[\p{L}\p{N}@]/u.test(speaker) &&
      !LEVEL.test(speaker)
    )
      return { speaker: speaker.trim(), text }
  }
  return { speaker: '', text: behind }
}

/** What a log writes where a chat has a name. */
const LEVEL = /^(?:error|warn(?:ing)?|info|debug|trace|fatal|critical|notice|alert|emerg|panic)\b/i

/** Sentences: what each says happened at the time that it names; windows give their start and their end. */
function addProse(
  entry: PastedEntry,
  line: string,
  source: SourceLine,
  times: readonly TimeMention[],
  reading: Reading,
  context: PasteContext,
): void {
  let skip = -1
  for (const [index, time] of times.entries()) {
    if (index === skip) continue
    const next = times[index + 1]
    const between = next === undefined ? '' : line.slice(time.end, next.start)
    const isWindow = BETWEEN_ENDS.test(between) || /^\s?and\s?$/i.test(between)
    const ends =
      isWindow && next !== undefined ? windowEnds(time, next, timeContext(reading.day, context.zone)) : null
    const plain = {
      ...PLAIN,
      at: ends?.from ?? time.at!,
      approximate: time.about,
      zoneGiven: time.clock.zone,
      dayAssumed: !time.dated,
      text: sentenceAround(line, time.start),
    }
    add(entry, source, plain, reading, context)
    if (ends !== null && ends.until > ends.from) {
      add(entry, source, { ...plain, at: ends.until, isEnd: true }, reading, context)
      skip = index + 1
    }
  }
}

function sentenceAround(line: string, at: number): string {
  const ends = [...line.matchAll(/[.!?。](?=\s+[^\d\s]|$)/g)].map((match) => match.index + 1)
  const from = ends.filter((end) => end <= at).at(-1) ?? 0
  const until = ends.find((end) => end > at) ?? line.length
  return cleaned(line.slice(from, until))
}

function add(
  entry: PastedEntry,
  source: SourceLine,
  event: PastedEvent,
  reading: Reading,
  { zone }: PasteContext,
): void {
  let { at } = event
  // 00:10 under 23:50 is the next day; 09:00 under 14:00 is only out of order.
  if (event.dayAssumed && reading.last !== null) {
    const next = (at + DAY) as Instant
    if (Math.abs(next - reading.last) < Math.abs(at - reading.last) && next - reading.last < 12 * HOUR)
      at = next
  }
  reading.last = at
  reading.day = plainDate(at, zone)
  entry.events.push({ ...event, at, speaker: event.speaker || (source.speaker ?? '') })
}

/** Seconds, milliseconds or more since 1970, as programs print them at the beginning of a line; years 2000 to 2099. */
function epochOf(line: string): { at: Instant; rest: string } | null {
  const match = /^[\s"'[(]{0,4}(\d{10})(?:\.(\d{1,9})|(\d{3}|\d{6}|\d{9}))?(?=[\s"'\]),:|]|$)/.exec(line)
  if (match === null) return null
  const at = Number(match[1]) * 1000 + Number((match[2] ?? match[3] ?? '').padEnd(3, '0').slice(0, 3))
  return at < Date.UTC(2000, 0) || at >= Date.UTC(2100, 0)
    ? null
    : { at: at as Instant, rest: line.slice(match[0].length) }
}

/** `[02/Mar/2020:08:58:12 +0900]`, as web servers log; what comes before it is the address of the client. */
function apacheOf(line: string): { at: Instant; rest: string } | null {
  const match = /^.{0,80}?\[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})\]/.exec(
    line,
  )
  if (match === null) return null
  const month = 'JanFebMarAprMayJunJulAugSepOctNovDec'.indexOf(match[2]!) / 3 + 1
  const at = Date.parse(
    `${match[3]}-${String(month).padStart(2, '0')}-${match[1]}T${match[4]}${match[5]}:${match[6]}`,
  )
  return Number.isNaN(at) ? null : { at: at as Instant, rest: line.slice(match[0].length) }
}

/** The words without what set them apart: bullets, bars, brackets, quotes around all of it. */
function cleaned(text: string): string {
  const words = text
    .replace(/^[\s)\]|:;,\-–—>*•~]+/, '')
    .replace(/[\s|;,\-–—*]+$/, '')
    .replace(/^(["'`_])\s+(?!.*\1)/s, '')
    .trim()
  const quoted = /^(["'`])(.*)\1$/s.exec(words)
  const plain = (quoted?.[2] ?? words).replace(/:$/, '').trim()
  // One of two pairs of stars was left with the time.
  return plain.split('**').length % 2 === 0 ? plain.replace('**', '').trim() : plain
}

/** What is compared to find the same event again: the minute, and the words without spaces and signs. */
function likeness(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/**
 * Whether an event is there already: within a minute, and told in the same words or in some that hold them. Words that
 * are too short to tell apart have to be the same.
 */
export function isSameEvent(
  first: { at: Instant; text: string },
  second: { at: Instant; text: string },
): boolean {
  if (Math.abs(first.at - second.at) > MINUTE) return false
  const [a, b] = [likeness(first.text), likeness(second.text)]
  return a === b || (Math.min(a.length, b.length) >= 8 && (a.includes(b) || b.includes(a)))
}
