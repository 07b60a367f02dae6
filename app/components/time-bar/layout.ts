import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { DAY, HOUR, MINUTE, wallClock, type Instant } from '#app/domain/instant.ts'
import { MARKER_KEYS, type MarkerKey, type TimeValue } from '#app/domain/markers.ts'
import { SURFACES, type Surface } from '#app/domain/symptoms.ts'

/** One reading of a marker as it is drawn: the chosen one full, the others faint. */
export interface BarReading {
  readingId: string
  markerKey: MarkerKey
  value: TimeValue
  source: string
  chosen: boolean
}

/** A statement as a flag on the bar. */
export interface BarFlag {
  statementId: string
  at: Instant
  about: boolean
  side: 'us' | 'others'
}

/**
 * Where a bar stops: at a recorded end, at the present because the incident still runs, or nowhere that is known. Only
 * `known` has a hard edge.
 */
export type BarEnd = 'known' | 'now' | 'unknown'

export interface BarSpan {
  from: Instant
  until: Instant
  end: BarEnd
  /** Between these it is certain: a start or an end given as a range is only half drawn outside of them. */
  certainFrom: Instant
  certainUntil: Instant
  /** Nothing says when it began: the bar fades in as well. */
  startUnknown: boolean
}

export interface BarSymptom extends BarSpan {
  symptomId: string
  surface: Surface
}

/** What of a record can be drawn, in instants, before any width is known. */
export interface BarContent {
  impact: BarSpan | null
  readings: BarReading[]
  flags: BarFlag[]
  symptoms: BarSymptom[]
  /** The present, where the incident is open and the present is near enough to be drawn. */
  now: Instant | null
  /** First and last instant that is drawn. */
  from: Instant
  until: Instant
  /** Markers and statements too far away to be drawn without squeezing the rest into one spot. */
  before: (BarReading | BarFlag)[]
  after: (BarReading | BarFlag)[]
}

function timeOf(value: TimeValue): { first: Instant; last: Instant } {
  return { first: value.at, last: value.shape === 'range' ? value.until : value.at }
}

/** The value the bar goes by: the chosen one, else the earliest reading for a start, the latest for anything else. */
function leadingValue(record: IncidentRecord, key: MarkerKey): TimeValue | null {
  const marker = record.markers[key]
  if (marker.chosen) return marker.chosen.value
  const values = marker.readings.map((reading) => reading.value).sort((a, b) => a.at - b.at)
  return (key === 'impact_start' ? values[0] : values.at(-1)) ?? null
}

/**
 * Collects what the time bar of an incident shows. `now` is the reader's present. Returns null where the record has no
 * time at all. A missing end is never made up: the span says `now` while the incident is open and `unknown` afterwards.
 *
 * The bar spans the impact with its neighbourhood: points further away than three times the length of the impact
 * (two hours at least) are handed back in `before` and `after`.
 */
export function timeBarContent(record: IncidentRecord, now: Instant): BarContent | null {
  const readings: BarReading[] = MARKER_KEYS.flatMap((key) => {
    const marker = record.markers[key]
    return marker.readings.map((reading) => ({
      readingId: reading.id,
      markerKey: key,
      value: reading.value,
      source: reading.source,
      chosen: marker.chosen?.id === reading.id,
    }))
  })
  const flags: BarFlag[] = record.statements.flatMap((statement) =>
    statement.saidAt === null
      ? []
      : [
          {
            statementId: statement.id,
            at: statement.saidAt,
            about: statement.saidAtApproximate,
            side: statement.side,
          },
        ],
  )
  const symptomTimes = record.symptoms.flatMap((symptom) =>
    [symptom.startedAt, symptom.endedAt].filter((at) => at !== null),
  )

  const start = leadingValue(record, 'impact_start')
  const end = leadingValue(record, 'impact_end')
  const anchors = readings
    .filter((reading) => reading.markerKey !== 'first_public_word')
    .flatMap((reading) => [timeOf(reading.value).first, timeOf(reading.value).last])
    .concat(symptomTimes)
  const everything = anchors.concat(
    readings.map((reading) => reading.value.at),
    flags.map((flag) => flag.at),
  )
  if (everything.length === 0) return null

  const coreFrom = start ? timeOf(start).first : Math.min(...(anchors.length ? anchors : everything))
  const lastAnchor = end
    ? timeOf(end).last
    : Math.max(coreFrom, ...anchors.filter((at) => at - coreFrom < 30 * DAY))
  const length = Math.max(lastAnchor - coreFrom, 0)
  const reach = Math.max(3 * length, 2 * HOUR)
  const inside = (at: number) => at >= coreFrom - reach && at <= lastAnchor + reach

  const running =
    start !== null &&
    end === null &&
    record.closedAt === null &&
    !record.markers.impact_end.notApplicableReason
  const shownNow = running && now > coreFrom && now - coreFrom <= Math.max(12 * HOUR, 8 * length) ? now : null

  const firstOf = (item: BarReading | BarFlag) => ('value' in item ? item.value.at : item.at)
  const shownReadings = readings.filter((reading) => inside(firstOf(reading)))
  const shownFlags = flags.filter((flag) => inside(flag.at))
  const shownTimes = shownReadings
    .flatMap((reading) => [timeOf(reading.value).first, timeOf(reading.value).last])
    .filter(inside)
    .concat(
      shownFlags.map((flag) => flag.at),
      symptomTimes.filter(inside),
      [coreFrom as Instant, lastAnchor as Instant],
      shownNow === null ? [] : [shownNow],
    )
  let from = Math.min(...shownTimes)
  let until = Math.max(...shownTimes)
  // A single point still needs an axis to stand on.
  if (until - from < 2 * MINUTE) {
    from -= 5 * MINUTE
    until += 25 * MINUTE
  }

  const openEnd: BarEnd = shownNow === null ? 'unknown' : 'now'
  const impact: BarSpan | null = start
    ? {
        from: timeOf(start).first,
        until: end ? timeOf(end).last : ((shownNow ?? until) as Instant),
        end: end ? 'known' : openEnd,
        certainFrom: timeOf(start).last,
        certainUntil: end ? timeOf(end).first : ((shownNow ?? until) as Instant),
        startUnknown: false,
      }
    : null

  const symptoms = record.symptoms
    .flatMap((symptom): BarSymptom[] => {
      const begin = symptom.startedAt ?? impact?.from ?? null
      const stop = symptom.endedAt ?? (impact?.end === 'known' ? impact.until : null)
      if (begin === null && stop === null) return []
      const spanFrom = Math.max(begin ?? from, from) as Instant
      const spanUntil = Math.min(stop ?? impact?.until ?? until, until) as Instant
      return [
        {
          symptomId: symptom.id,
          surface: symptom.surface,
          from: spanFrom,
          until: Math.max(spanFrom, spanUntil) as Instant,
          certainFrom: symptom.startedAt === null && impact ? impact.certainFrom : spanFrom,
          certainUntil:
            symptom.endedAt === null && impact?.end === 'known'
              ? impact.certainUntil
              : (Math.max(spanFrom, spanUntil) as Instant),
          end: stop !== null ? 'known' : openEnd,
          startUnknown: begin === null,
        },
      ]
    })
    .sort(
      (a, b) =>
        SURFACES.indexOf(a.surface) - SURFACES.indexOf(b.surface) || a.from - b.from || a.until - b.until,
    )

  const outside = [...readings.filter((reading) => reading.chosen), ...flags].filter(
    (item) => !inside(firstOf(item)),
  )
  return {
    impact,
    readings: shownReadings,
    flags: shownFlags.sort((a, b) => a.at - b.at),
    symptoms,
    now: shownNow,
    from: from as Instant,
    until: until as Instant,
    before: outside.filter((item) => firstOf(item) < from),
    after: outside.filter((item) => firstOf(item) >= from),
  }
}

/** A linear axis in instants; `position` gives 0 at its left end and 1 at its right. */
export interface Axis {
  from: number
  until: number
}

/** Where an instant stands on the axis, as a share of its length; outside of it below 0 or above 1. */
export function position(axis: Axis, at: number): number {
  return (at - axis.from) / (axis.until - axis.from)
}

/**
 * An axis of `width` px from a little (`lead` px) before the first point, long enough to the right that every label
 * fits behind its point: labels always hang to the right of their tick, so a line to a lower label never crosses one.
 * `points` carry the width of their label in px. What fits at `width` fits at every greater width as well.
 */
export function fitAxis(
  range: { from: number; until: number },
  points: readonly { at: number; width: number }[],
  width: number,
  lead = 20,
): Axis {
  const span = Math.max(range.until - range.from, 1)
  let scale = (width - 2 * lead) / span
  for (const point of points) {
    const distance = point.at - range.from
    // Half of the width is the least that a picture gets, however long a label.
    if (distance > 0)
      scale = Math.min(scale, Math.max((width - lead - point.width) / distance, width / 2 / span))
  }
  const from = range.from - lead / scale
  return { from, until: from + width / scale }
}

/**
 * Levels for labels that hang to the right of their points, so that none overlaps another and no line from a point to
 * its label crosses one. `x` and `width` in px; the answer is in the order of the input, 0 next to the bar.
 */
export function labelLevels(labels: readonly { x: number; width: number }[], gap = 8): number[] {
  const levels: number[] = labels.map(() => 0)
  const order = labels.map((_, index) => index).sort((a, b) => labels[b]!.x - labels[a]!.x || b - a)
  const placed: { x: number; right: number; level: number }[] = []
  for (const index of order) {
    const { x, width } = labels[index]!
    const right = x + width + gap
    let level = 0
    // A line that comes down at `x` on its way to a deeper label must not be written over either.
    while (placed.some((other) => other.x < right && x < other.right && other.level >= level)) level += 1
    placed.push({ x, right, level })
    levels[index] = level
  }
  return levels
}

/**
 * Heights for labels beside a vertical axis: each as near to its point as it can be with `gap` px between neighbours,
 * within 0 and `height` px. The input is in ascending order and has to fit: (n − 1) × gap ≤ height.
 */
export function spreadLabels(wanted: readonly number[], gap: number, height: number): number[] {
  const spread: number[] = []
  for (const y of wanted) spread.push(Math.max(y, spread.length ? spread.at(-1)! + gap : 0))
  let limit = height
  for (let index = spread.length - 1; index >= 0; index -= 1) {
    spread[index] = Math.min(spread[index]!, limit)
    limit = spread[index]! - gap
  }
  return spread
}

export interface AxisTick {
  at: Instant
  /** Midnight in the zone: the label is a date. */
  day: boolean
}

const STEPS = [1, 2, 5, 10, 15, 30]
  .map((minutes) => minutes * MINUTE)
  .concat([1, 2, 3, 6, 12].map((hours) => hours * HOUR))
  .concat([1, 2, 7, 14, 28, 91, 182, 364, 728].map((days) => days * DAY))

function wallTime(at: number, zone: string): number {
  const clock = wallClock(Math.floor(at) as Instant, zone)
  return Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, clock.second)
}

/** At most `most` round times of the zone's clock on the axis, evenly spaced. */
export function axisTicks(axis: Axis, zone: string, most: number): AxisTick[] {
  const span = axis.until - axis.from
  const step = STEPS.find((candidate) => span / candidate <= most) ?? Math.ceil(span / most / DAY) * DAY
  const ticks: AxisTick[] = []
  const first = Math.ceil(wallTime(axis.from, zone) / step) * step
  for (let wall = first; ticks.length <= most; wall += step) {
    // The offset at the tick itself, so that hours stay round when the clocks change in between.
    const guess = axis.from + (wall - wallTime(axis.from, zone))
    const at = Math.round(guess - (wallTime(guess, zone) - wall))
    if (at > axis.until) break
    if (at >= axis.from) ticks.push({ at: at as Instant, day: wall % DAY === 0 })
  }
  return ticks
}

/** Width of a line of text in px at `size` px, estimated on the wide side: Hangul and Han letters are nearly square. */
export function textWidth(text: string, size = 13): number {
  let ems = 0
  for (const letter of text) {
    if (/[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]/u.test(letter)) ems += 0.9
    else if (/[ .,:;'|!il()\u00b7]/.test(letter)) ems += 0.32
    else if (/[A-Z@%mw\u2013\u2014]/.test(letter)) ems += 0.74
    else ems += 0.6
  }
  return Math.ceil(ems * size)
}

/** The text, cut with an ellipsis where it would be wider than `width` px. */
export function fitText(text: string, width: number, size = 13): string {
  if (textWidth(text, size) <= width) return text
  const letters = Array.from(text)
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, size) > width) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

export type LabelPlace = 'after' | 'before' | 'inside'

/** Where the label of a bar goes: behind it where there is room, else before it, else on it. All in px. */
export function barLabelPlace(
  bar: { from: number; until: number; certainFrom: number },
  label: number,
  width: number,
): { place: LabelPlace; room: number } {
  const rooms = {
    after: width - bar.until - 8,
    before: bar.from - 8,
    inside: bar.until - bar.certainFrom - 12,
  }
  const places: LabelPlace[] = ['after', 'inside', 'before']
  const place =
    places.find((candidate) => rooms[candidate] >= label) ??
    places.reduce((best, candidate) => (rooms[candidate] > rooms[best] ? candidate : best))
  return { place, room: Math.max(rooms[place], 0) }
}
