import { eachMatch } from './prose.ts'

/** How a text qualifies a length: as exact, rounded, an open upper or lower end. */
export type LengthManner = 'exact' | 'about' | 'odd' | 'over' | 'under' | 'nearly'

/** A length of time as a text names it. Offsets are of the text. */
export interface LengthMention {
  start: number
  end: number
  minutes: number
  manner: LengthManner
  /** The smallest unit named, in minutes: 1440, 60, 1 or 1/60. */
  unit: number
  /** Said of the whole: 총, "a total of", 合計. */
  total: boolean
  /** Followed or led by a word that makes it a stretch of time: 간, 동안, "for", 間. */
  stretch: boolean
  /** A deadline, an interval, "ago", "after": no length of anything that happened. */
  distance: boolean
}

const KOREAN_NUMBERS: Record<string, number> = {
  한: 1,
  두: 2,
  세: 3,
  네: 4,
  다섯: 5,
  여섯: 6,
  일곱: 7,
  여덟: 8,
  아홉: 9,
  열: 10,
}
const ENGLISH_NUMBERS: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  'forty-five': 45,
  ninety: 90,
}

export const lengthPatterns = {
  koreanHours:
    /(?<![\d.:])(?:(\d{1,4}(?:\.\d)?)|(한|두|세|네|다섯|여섯|일곱|여덟|아홉|열))(여)?\s?시간(?!대)(?:\s?(\d{1,2})(여)?\s?분(?:\s?(\d{1,2})\s?초)?|\s?(반))?/g,
  koreanMinutes:
    /(?<![\d.:]|시\s?\d?)(\d{1,4})(여)?\s?분(?!기|의\s?\d|야|석|류|할|산)(?:\s?(\d{1,2})\s?초)?/g,
  koreanDays: /(?<![\d.월])(\d{1,3})일\s?(?=간(?![가-힣]{2})|동안)/g,
  japaneseHours: /(?<![\d.:])(\d{1,4})時間(?:(\d{1,2})分|(半))?/g,
  japaneseMinutes: /(?<![\d.:時])(\d{1,4})分(?!の\d|野|散|割)/g,
  englishHours:
    /(?<![\w.:-])(?:(\d{1,4}(?:\.\d{1,2})?)|(an?|one|two|three|four|five|six|seven|eight|nine|ten))[\s-]?(?:hours?|hrs?\.?|h)(?![A-Za-z])(?:(?:,?\s(?:and\s)?|\s?)(\d{1,3})[\s-]?(?:minutes?|mins?\.?|m)(?![A-Za-z])|\s(and\sa\shalf))?/gi,
  englishMinutes:
    /(?<![\w.:-])(?:(\d{1,4}(?:\.\d{1,2})?)|(a|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|forty-five|ninety))[\s-]?(?:minutes?|mins?\.?)(?![A-Za-z])(?:\s(?:and\s)?(\d{1,2})[\s-]seconds?)?/gi,
  halfHour: /\bhalf an hour\b/gi,
  before:
    /(약|대략|총|합계|합산|최대|최소|약\s?총|총\s?약|約|およそ|合計|合計で|about|around|approximately|approx\.?|roughly|circa|~|nearly|almost|just over|over|more than|at least|just under|under|less than|up to|total of|total of about|total of approximately|in total)\s?$/i,
  forBefore:
    /(?:\bfor|\blast(?:ed|ing)|\bduration(?:\swas|\sof|:)?|\blength(?:\swas|\sof|:)?|지속\s?시간:?|장애\s?시간:?|총|合計で?)\s(?:a\stotal\sof\s)?(?:(?:just|about|around|approximately|approx\.|roughly|nearly|almost|over|more than|under|less than|up to|약|約)\s){0,2}$/i,
  outageAfter:
    /^[\s-](?:outage|disruption|interruption|incident|downtime|degradation|unavailability|장애|障害)/i,
  after:
    /^\s?(여|가량|정도|남짓|넘게|넘는|이상|가까이|미만|반(?![가-힣])|余り|あまり|ほど|程度|弱|強|以上|未満)?\s?(동안|간(?![가-힣]{2})|間|にわた|に渡)?/,
  distanceAfter:
    /^\s?(?:이내|내에|내로|안에|마다|간격|단위|뒤|후|전(?!체|부|면|송|혀|화|산|국|자|문|체)|이전|이후|만에|짜리|以内|後|前|ごと|おき|ago\b|later\b|before\b|after\b|intervals?\b|timeouts?\b|windows?\b|rotation\b|ttl\b|sla\b|of\s(?:data|logs|history|messages))/i,
  distanceBefore:
    /(?:\bwithin|\bevery|\bafter|\bin the (?:next|last|past)|\bpast|\blast|\bnext|\beach|\bper|\bby|\bonly|\bearlier|매|지난|향후|앞으로|최근|今後|過去)\s(?:(?:about|around|approximately|약)\s){0,1}$/i,
} as const

/** The lengths of time that a text names, in order; those that are part of a time of day (`taken`) are none. */
export function lengthsIn(text: string, taken: readonly { start: number; end: number }[]): LengthMention[] {
  const found: LengthMention[] = []
  const add = (start: number, end: number, minutes: number, unit: number, odd: boolean) => {
    if (!Number.isFinite(minutes) || minutes <= 0) return
    const overlaps = (other: { start: number; end: number }) => other.start < end && start < other.end
    if (taken.some(overlaps) || found.some(overlaps)) return
    found.push(qualified(text, { start, end, minutes, unit }, odd))
  }
  for (const { start, end, groups } of eachMatch(lengthPatterns.koreanHours, text)) {
    const [digits, word, oddHour, minutes, oddMinute, seconds, half] = groups
    const hours = digits === undefined ? KOREAN_NUMBERS[word!]! : Number(digits)
    const rest = half === undefined ? Number(minutes ?? 0) + Number(seconds ?? 0) / 60 : 30
    const unit =
      seconds !== undefined
        ? 1 / 60
        : minutes !== undefined || half !== undefined || /\./.test(digits ?? '')
          ? 1
          : 60
    add(start, end, hours * 60 + rest, unit, (oddHour ?? oddMinute) !== undefined)
  }
  for (const { start, end, groups } of eachMatch(lengthPatterns.japaneseHours, text)) {
    const [hours, minutes, half] = groups
    const rest = half === undefined ? Number(minutes ?? 0) : 30
    add(start, end, Number(hours) * 60 + rest, minutes === undefined && half === undefined ? 60 : 1, false)
  }
  for (const { start, end, groups } of eachMatch(lengthPatterns.englishHours, text)) {
    const [digits, word, minutes, half] = groups
    const hours = digits === undefined ? ENGLISH_NUMBERS[word!.toLowerCase()]! : Number(digits)
    const rest = half === undefined ? Number(minutes ?? 0) : 30
    const unit = minutes === undefined && half === undefined && !/\./.test(digits ?? '') ? 60 : 1
    add(start, end, hours * 60 + rest, unit, false)
  }
  for (const { start, end } of eachMatch(lengthPatterns.halfHour, text)) add(start, end, 30, 1, false)
  for (const { start, end, groups } of eachMatch(lengthPatterns.koreanMinutes, text)) {
    add(
      start,
      end,
      Number(groups[0]) + Number(groups[2] ?? 0) / 60,
      groups[2] === undefined ? 1 : 1 / 60,
      groups[1] !== undefined,
    )
  }
  for (const { start, end, groups } of eachMatch(lengthPatterns.japaneseMinutes, text)) {
    add(start, end, Number(groups[0]), 1, false)
  }
  for (const { start, end, groups } of eachMatch(lengthPatterns.englishMinutes, text)) {
    const [digits, word, seconds] = groups
    const minutes = digits === undefined ? ENGLISH_NUMBERS[word!.toLowerCase()]! : Number(digits)
    add(start, end, minutes + Number(seconds ?? 0) / 60, seconds === undefined ? 1 : 1 / 60, false)
  }
  for (const { start, end, groups } of eachMatch(lengthPatterns.koreanDays, text)) {
    add(start, end, Number(groups[0]) * 1440, 1440, false)
  }
  return found.sort((a, b) => a.start - b.start)
}

function qualified(
  text: string,
  { start, end, minutes, unit }: { start: number; end: number; minutes: number; unit: number },
  odd: boolean,
): LengthMention {
  const before = text.slice(Math.max(0, start - 40), start)
  const rest = text.slice(end, end + 24)
  const lead = lengthPatterns.before.exec(before)
  const tail = lengthPatterns.after.exec(rest)
  const leading = (lead?.[1] ?? '').toLowerCase()
  const tailing = tail?.[1] ?? ''
  const whole = `${before.slice(-24)}`
  const stretch =
    tail?.[2] !== undefined || lengthPatterns.forBefore.test(before) || lengthPatterns.outageAfter.test(rest)
  return {
    start: start - (lead?.[0].length ?? 0),
    end: end + (tailing === '' ? 0 : (tail?.[0].length ?? 0)),
    minutes,
    unit,
    manner: mannerOf(leading, tailing, odd),
    total:
      /(?:총|합계|합산|合計|total)/.test(whole) &&
      (/총|합계|합산|合計/.test(whole.slice(-12)) || /total of|in total/i.test(whole)),
    stretch,
    distance:
      lengthPatterns.distanceAfter.test(rest.slice(tail?.[1]?.length ?? 0)) ||
      lengthPatterns.distanceBefore.test(before),
  }
}

function mannerOf(before: string, after: string, odd: boolean): LengthManner {
  if (odd || /^(?:여|남짓|余り|あまり|強)$/.test(after)) return 'odd'
  if (/^(?:넘게|넘는|이상|以上)$/.test(after) || /^(?:just over|over|more than|at least|최소)$/.test(before))
    return 'over'
  if (/^(?:미만|未満)$/.test(after) || /^(?:just under|under|less than|up to|최대)$/.test(before))
    return 'under'
  if (/^(?:가까이|弱)$/.test(after) || /^(?:nearly|almost)$/.test(before)) return 'nearly'
  if (/^(?:가량|정도|ほど|程度)$/.test(after)) return 'about'
  if (/약|대략|約|およそ|about|around|approx|roughly|circa|~/.test(before)) return 'about'
  return 'exact'
}

/**
 * How well a stated length fits the real one, both in minutes.
 * - `exact`: the same, to the unit that is named.
 * - `rounded`: an honest rounding, said to be one.
 * - `rounded_unsaid`: an honest rounding that looks exact.
 * - `about_exact`: called "about" although it is exact and no round figure.
 * - `too_far`: said to be rounded, but further off than half the step that people round such a length by.
 * - `wrong`: neither.
 *
 * A rounding is honest when the stated figure is a multiple of a usual step and lies within half of it. The usual steps
 * grow with the length: 1 minute below 10 minutes, 5 below 30, 10 below 2 hours, 15 and 30 below 6 hours, an hour below
 * a day, half a day from there. So 79 minutes are "about 1 hour 20", not "about 1 hour 30"; 141 are not "about 2 hours".
 * "Odd" (여, 余り) means up to a sixth of a short length, or the next full unit, more than stated; "over" and "under"
 * hold on their side, but not when the real length is twice as long or half as short; "nearly" up to a fifth below.
 */
export type LengthFit = 'exact' | 'rounded' | 'rounded_unsaid' | 'about_exact' | 'too_far' | 'wrong'

export function lengthFit(
  { minutes: stated, manner, unit }: Pick<LengthMention, 'minutes' | 'manner' | 'unit'>,
  real: number,
): LengthFit {
  const same = Math.abs(stated - real) < (unit < 1 ? 1 / 60 : 1) && Math.floor(stated) === Math.floor(real)
  switch (manner) {
    case 'exact':
      if (same) return 'exact'
      return isHonestRounding(stated, real) ? 'rounded_unsaid' : 'wrong'
    case 'about':
      if (same) return isRound(stated) ? 'exact' : 'about_exact'
      return isHonestRounding(stated, real)
        ? 'rounded'
        : Math.abs(stated - real) <= real / 3
          ? 'too_far'
          : 'wrong'
    case 'odd': {
      const next = unit >= 60 ? 60 : 10
      return real >= stated && real < stated + next ? 'rounded' : 'wrong'
    }
    case 'over':
      return real >= stated && real < stated * 2 ? 'rounded' : 'wrong'
    case 'under':
      return real <= stated && real > stated / 2 ? 'rounded' : 'wrong'
    case 'nearly':
      return real <= stated && real >= stated * 0.8 ? 'rounded' : 'wrong'
  }
}

const STEPS: readonly { below: number; steps: readonly number[] }[] = [
  { below: 10, steps: [1] },
  { below: 30, steps: [5] },
  { below: 120, steps: [10, 5] },
  { below: 360, steps: [30, 15, 10, 5] },
  { below: 1440, steps: [60, 30, 15, 10] },
  { below: Infinity, steps: [720, 60, 30] },
]

function isHonestRounding(stated: number, real: number): boolean {
  const { steps } = STEPS.find(({ below }) => real < below)!
  return steps.some((step) => stated % step === 0 && Math.abs(stated - real) <= step / 2)
}

/** Whether a figure is one that people round to, so that "about" beside it is no false modesty. */
function isRound(minutes: number): boolean {
  return minutes % (minutes < 60 ? 10 : 30) === 0
}
