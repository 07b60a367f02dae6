/**
 * What a claim is worth against the record. The verdict is a word, the reasons say what the record has instead, as codes
 * with plain parameters: instants in milliseconds, lengths in minutes, days as `YYYY-MM-DD`.
 */
import type { TimeMention } from './claim-times.ts'
import { mentions } from './claim-times.ts'
import { lengthFit, type LengthFit } from './claim-lengths.ts'
import type { Claim } from './claims.ts'
import { duration, DURATION_KEYS } from './durations.ts'
import type { Problem } from './errors.ts'
import type { Factor } from './factors.ts'
import type { IncidentRecord } from './incident-record.ts'
import { DAY, MINUTE, plainDate, type Instant } from './instant.ts'
import { MARKER_KEYS, type MarkerKey, type Reading } from './markers.ts'
import type { Trend, TrendYear } from './trend.ts'

/**
 * - `supported`: the record says the same; a caveat may stand beside it.
 * - `contradicted`: the record says otherwise.
 * - `conflicting`: another reading of the record, or another count, agrees; the one that was chosen does not.
 * - `outdated`: it fitted what was known then, or leaves out what was known already, and does not fit now.
 * - `not_checkable`: the record has nothing to hold against it.
 * - `asserted`: somebody says so, and no evidence is on record.
 */
export const VERDICTS = [
  'supported',
  'contradicted',
  'conflicting',
  'outdated',
  'not_checkable',
  'asserted',
] as const
export type ClaimVerdictWord = (typeof VERDICTS)[number]

export interface ClaimVerdict {
  verdict: ClaimVerdictWord
  /** At least one. */
  reasons: Problem[]
}

/** As much of the yearly trend as claims about years are held against. */
export type ClaimTrend = Pick<Trend, 'asOf' | 'zone' | 'years' | 'series' | 'rule'>

export interface VerdictContext {
  /** Yearly figures of today, or null where there are none. */
  trend?: ClaimTrend | null
  /** The figures as of the day on which the claim was made; today's where that is not known. */
  trendThen?: ClaimTrend | null
  /** When the claim was made; null where nobody knows, or where it is being made now. */
  saidAt?: Instant | null
  now: Instant
}

/** Holds a claim against the record. Deterministic: the same claim and record give the same verdict. */
export function verdictOf(claim: Claim, record: IncidentRecord, context: VerdictContext): ClaimVerdict {
  switch (claim.kind) {
    case 'time':
      return timeVerdict(claim, record, context)
    case 'window':
      return windowVerdict(claim, record, context)
    case 'date':
      return dateVerdict(claim, record, context)
    case 'length':
      return lengthVerdict(claim, record, context)
    case 'scope':
      return scopeVerdict(claim, record)
    case 'count':
      return countVerdict(claim, context)
    case 'trend':
      return trendVerdict(claim, record, context)
    case 'cause':
      return causeVerdict(claim.topic, record)
    case 'denied_cause':
      return denialVerdict(claim.topic, record)
    case 'promise':
      return promiseVerdict(claim, record)
  }
}

function verdict(
  word: ClaimVerdictWord,
  code: string,
  params: Problem['params'] = {},
  ...more: Problem[]
): ClaimVerdict {
  return { verdict: word, reasons: [{ code, params }, ...more] }
}

/** A point in time that the record knows. */
interface Point {
  what: MarkerKey | 'service' | 'symptom' | 'timeline' | 'statement'
  at: Instant
  until: Instant
  about: boolean
  /** Of a marker: whether it is the chosen reading. */
  chosen: boolean
  source: string
  recordedAt: Instant | null
}

function pointsOf(record: IncidentRecord): Point[] {
  const points: Point[] = []
  const plain = (what: Point['what'], at: Instant | null, about = false) => {
    if (at !== null) points.push({ what, at, until: at, about, chosen: true, source: '', recordedAt: null })
  }
  for (const key of MARKER_KEYS) {
    const marker = record.markers[key]
    for (const reading of marker.readings)
      points.push(pointOf(key, reading, reading.id === marker.chosen?.id))
  }
  for (const { startedAt, endedAt } of record.services) {
    plain('service', startedAt)
    plain('service', endedAt)
  }
  for (const { startedAt, endedAt } of record.symptoms) {
    plain('symptom', startedAt)
    plain('symptom', endedAt)
  }
  for (const event of record.timeline) plain('timeline', event.occurredAt, event.approximate)
  for (const statement of record.statements) plain('statement', statement.saidAt, statement.saidAtApproximate)
  return points
}

function pointOf(key: MarkerKey, { value, source, recordedAt }: Reading, chosen: boolean): Point {
  const until = value.shape === 'range' ? value.until : value.at
  return { what: key, at: value.at, until, about: value.shape !== 'instant', chosen, source, recordedAt }
}

const ROLE_MARKERS: Record<'start' | 'end' | 'detected', readonly MarkerKey[]> = {
  start: ['impact_start'],
  end: ['impact_end', 'mitigated', 'resolved'],
  detected: ['detected', 'declared'],
}

function fits(mention: TimeMention, { at, until, about }: Point): boolean {
  if (mentions(mention, at)) return true
  if (
    until > at &&
    [mention.at, ...mention.also].some((time) => time !== null && time >= at && time <= until)
  )
    return true
  // "About nine" in the record does not refute "8:58", which is no contradiction of it.
  return about && mention.at !== null && Math.abs(mention.at - at) <= 15 * MINUTE
}

function timeVerdict(
  claim: Extract<Claim, { kind: 'time' }>,
  record: IncidentRecord,
  context: VerdictContext,
): ClaimVerdict {
  const { mention, role } = claim
  if (mention.at === null) return unreadable(mention)
  if (role === 'upcoming') return verdict('not_checkable', 'time_upcoming')
  const points = pointsOf(record)
  const hit = (point: Point) => fits(mention, point)
  const wanted = role === 'other' ? null : ROLE_MARKERS[role]
  const ofRole =
    wanted === null ? points : points.filter(({ what }) => (wanted as readonly string[]).includes(what))
  const exact = ofRole.find((point) => point.chosen && hit(point))
  if (exact !== undefined) return supportedTime(mention, exact, record)
  const other = ofRole.find((point) => !point.chosen && hit(point))
  if (other !== undefined) return otherReading(mention, other, record, context)
  const elsewhere = points.find((point) => point.chosen && hit(point))
  if (elsewhere !== undefined && (wanted === null || !MARKER_KEYS.includes(elsewhere.what as MarkerKey))) {
    return supportedTime(mention, elsewhere, record)
  }
  const key = wanted?.find((marker) => record.markers[marker].chosen !== null)
  if (key !== undefined && claim.ofOutage && nearIncident(mention.at, record)) {
    return contradictedTime(key, mention.at, record)
  }
  if (elsewhere !== undefined) return supportedTime(mention, elsewhere, record)
  return verdict('not_checkable', 'time_not_in_record')
}

function unreadable({ problem }: TimeMention): ClaimVerdict {
  const code = problem?.code ?? 'time_unknown_text'
  return verdict('not_checkable', 'time_impossible', { ...problem?.params, problem: code })
}

function supportedTime(mention: TimeMention, point: Point, record: IncidentRecord): ClaimVerdict {
  const params = { what: point.what, recorded: point.at, zone: record.zone }
  const exactly = mentions({ ...mention, about: false }, point.at)
  const caveats: Problem[] = []
  if (mention.about && !point.about) caveats.push({ code: 'time_about_known', params })
  if (!mention.about && point.about) caveats.push({ code: 'time_exact_unknown', params })
  return verdict('supported', exactly ? 'time_same' : 'time_about_same', params, ...caveats)
}

function otherReading(
  mention: TimeMention,
  point: Point,
  record: IncidentRecord,
  context: VerdictContext,
): ClaimVerdict {
  const key = point.what as MarkerKey
  const chosen = record.markers[key].chosen
  const params = {
    marker: key,
    said: mention.at ?? point.at,
    source: point.source,
    recorded: chosen?.value.at ?? point.at,
    zone: record.zone,
  }
  if (chosen === null) return verdict('conflicting', 'time_undecided', params)
  const knownThen =
    context.saidAt != null &&
    point.recordedAt !== null &&
    point.recordedAt <= context.saidAt &&
    chosen.recordedAt > context.saidAt
  return verdict(
    knownThen ? 'outdated' : 'conflicting',
    knownThen ? 'time_was_then' : 'time_other_reading',
    params,
  )
}

function contradictedTime(key: MarkerKey, said: Instant, record: IncidentRecord): ClaimVerdict {
  const { chosen } = record.markers[key]
  return verdict('contradicted', 'time_contradicted', {
    marker: key,
    said,
    recorded: chosen?.value.at ?? said,
    zone: record.zone,
  })
}

/** Whether a time can be meant of this incident at all: within a day of what the record knows about it. */
function nearIncident(at: Instant, record: IncidentRecord): boolean {
  const known = pointsOf(record).filter(({ what }) => MARKER_KEYS.includes(what as MarkerKey))
  return known.some((point) => at >= point.at - DAY && at <= point.until + DAY)
}

function windowVerdict(
  claim: Extract<Claim, { kind: 'window' }>,
  record: IncidentRecord,
  context: VerdictContext,
): ClaimVerdict {
  if (claim.from.at === null) return unreadable(claim.from)
  if (claim.ends === null) return unreadable(claim.until)
  const { from, until } = claim.ends
  if (until < from) return verdict('contradicted', 'window_reversed', { from, until, zone: record.zone })
  const ends = {
    from: { ...claim.from, at: from },
    until: { ...claim.until, at: until, also: untilToo(claim) },
  }
  const points = pointsOf(record)
  const chosen = (mention: TimeMention, keys: readonly MarkerKey[]) =>
    points.find(
      (point) => point.chosen && (keys as readonly string[]).includes(point.what) && fits(mention, point),
    )
  const start = chosen(ends.from, ROLE_MARKERS.start)
  const end = chosen(ends.until, ROLE_MARKERS.end)
  if (start !== undefined && end !== undefined) {
    const caveats = [
      ...supportedTime(ends.from, start, record).reasons,
      ...supportedTime(ends.until, end, record).reasons,
    ]
    return verdict(
      'supported',
      'window_same',
      { from: start.at, until: end.at, zone: record.zone },
      ...caveats.filter(({ code }) => code === 'time_about_known' || code === 'time_exact_unknown'),
    )
  }
  const part = [...record.services, ...record.symptoms].find(({ startedAt, endedAt }) => {
    const opens = startedAt ?? record.markers.impact_start.chosen?.value.at ?? null
    const closes = endedAt ?? record.markers.impact_end.chosen?.value.at ?? null
    return (
      (startedAt !== null || endedAt !== null) &&
      opens !== null &&
      closes !== null &&
      mentions(ends.from, opens) &&
      mentions(ends.until, closes)
    )
  })
  if (part !== undefined) return verdict('supported', 'window_of_part', { from, until, zone: record.zone })
  const otherOf = (mention: TimeMention, keys: readonly MarkerKey[]) =>
    points.find(
      (point) => !point.chosen && (keys as readonly string[]).includes(point.what) && fits(mention, point),
    )
  const otherStart = otherOf(ends.from, ROLE_MARKERS.start)
  const otherEnd = otherOf(ends.until, ROLE_MARKERS.end)
  if ((start ?? otherStart) !== undefined && (end ?? otherEnd) !== undefined) {
    return start === undefined
      ? otherReading(ends.from, otherStart!, record, context)
      : otherReading(ends.until, otherEnd!, record, context)
  }
  if (!nearIncident(from, record)) return verdict('not_checkable', 'time_elsewhere')
  const startKnown = record.markers.impact_start.chosen !== null
  const endKnown = record.markers.impact_end.chosen !== null
  const shares =
    start !== undefined || end !== undefined || otherStart !== undefined || otherEnd !== undefined
  if (claim.ofOutage || shares) {
    if (start === undefined && startKnown) {
      if (otherStart !== undefined && (!endKnown || end !== undefined))
        return otherReading(ends.from, otherStart, record, context)
      return contradictedTime('impact_start', from, record)
    }
    if (end === undefined && endKnown) return contradictedTime('impact_end', until, record)
    if (start !== undefined) return verdict('not_checkable', 'end_not_in_record')
  }
  return verdict('not_checkable', 'time_not_in_record')
}

function untilToo({ until, ends }: Extract<Claim, { kind: 'window' }>): Instant[] {
  return ends === null || until.dated ? [] : until.also.filter((at) => at >= ends.from)
}

function dateVerdict(
  { day, ofOutage }: Extract<Claim, { kind: 'date' }>,
  record: IncidentRecord,
  { now }: VerdictContext,
): ClaimVerdict {
  const days = new Set(record.actionItems.map((item) => item.dueOn))
  for (const { at, until } of pointsOf(record)) {
    days.add(plainDate(at, record.zone))
    days.add(plainDate(until, record.zone))
  }
  const start = record.markers.impact_start.chosen?.value.at ?? null
  const end = record.markers.impact_end.chosen?.value.at ?? start
  if (days.has(day)) return verdict('supported', 'date_same', { day })
  if (start === null || end === null) return verdict('not_checkable', 'date_not_in_record', { day })
  const [first, last] = [plainDate(start, record.zone), plainDate(end, record.zone)]
  if (day >= first && day <= last) return verdict('supported', 'date_same', { day })
  const distance = Math.abs(Date.parse(day) - Date.parse(first)) / DAY
  if (ofOutage && distance <= 40 && day <= plainDate(now, record.zone)) {
    return verdict('contradicted', 'date_contradicted', { day, recorded: first })
  }
  return verdict('not_checkable', 'date_not_in_record', { day })
}

function lengthVerdict(
  claim: Extract<Claim, { kind: 'length' }>,
  record: IncidentRecord,
  context: VerdictContext,
): ClaimVerdict {
  const { length, role } = claim
  const impact = duration('impact', record.markers)
  const stated = length.minutes
  const ofOutage = role !== 'other'
  if (impact.outcome === 'recorded' && ofOutage) {
    if (impact.range) {
      const { min, max } = impact.range
      const inside = stated >= min - 0.5 && stated <= max + 0.5
      if (inside) return verdict('supported', 'length_in_range', { stated, min, max })
      const near = [min, max].some((minutes) => ['exact', 'rounded'].includes(lengthFit(length, minutes)))
      return near
        ? verdict('supported', 'length_in_range', { stated, min, max })
        : verdict('contradicted', 'length_out_of_range', { stated, min, max })
    }
    const fit = lengthFit(length, impact.minutes)
    if (impact.approximate && (fit === 'exact' || fit === 'rounded_unsaid') && length.manner === 'exact') {
      return verdict(
        'supported',
        'length_same',
        { stated, recorded: impact.minutes },
        {
          code: 'duration_exact_unknown',
          params: { stated, recorded: impact.minutes },
        },
      )
    }
    const good = supportedLength(fit, stated, impact.minutes)
    if (good !== null) return good
    if (claim.window !== null) {
      const ofWindow = (claim.window.until - claim.window.from) / MINUTE
      if (supportedLength(lengthFit(length, ofWindow), stated, ofWindow) === null) {
        return verdict('contradicted', 'duration_not_of_window', { stated, recorded: ofWindow })
      }
    }
  }
  const part = partLengths(record).find((minutes) => isGood(lengthFit(length, minutes)))
  if (part !== undefined && !(role === 'other' && length.distance)) {
    return verdict('supported', 'length_of_part', { stated, recorded: part })
  }
  const between = otherLengths(record).find((other) => isGood(lengthFit(length, other.minutes)))
  if (between !== undefined && ofOutage && impact.outcome === 'recorded') {
    const recorded = impact.minutes ?? impact.range?.max ?? 0
    const then =
      context.saidAt != null && between.recordedAt <= context.saidAt && lastChosen(record) > context.saidAt
    const params = { stated, recorded, source: between.source }
    return then
      ? verdict('outdated', 'length_was_then', params)
      : verdict('conflicting', 'duration_other_reading', params)
  }
  if (!ofOutage) return verdict('not_checkable', 'length_not_in_record', { stated })
  if (impact.outcome !== 'recorded') return verdict('not_checkable', 'length_pending', { stated })
  if (claim.window !== null && !nearIncident(claim.window.from, record))
    return verdict('not_checkable', 'time_elsewhere')
  const recorded = impact.minutes ?? impact.range?.max ?? 0
  return lengthFit(length, recorded) === 'too_far'
    ? verdict('contradicted', 'duration_rounded_too_far', { stated, recorded })
    : verdict('contradicted', 'duration_contradicted', { stated, recorded })
}

function supportedLength(fit: LengthFit, stated: number, recorded: number): ClaimVerdict | null {
  const params = { stated, recorded }
  switch (fit) {
    case 'exact':
      return verdict('supported', 'length_same', params)
    case 'rounded':
      return verdict('supported', 'length_rounded', params)
    case 'rounded_unsaid':
      return verdict('supported', 'length_rounded', params, { code: 'duration_rounded_unsaid', params })
    case 'about_exact':
      return verdict('supported', 'length_same', params, { code: 'duration_about_exact', params })
    case 'too_far':
    case 'wrong':
      return null
  }
}

function isGood(fit: LengthFit): boolean {
  return fit === 'exact' || fit === 'rounded' || fit === 'about_exact'
}

/** Minutes of everything shorter that the record knows: windows of services and symptoms, and the other durations. */
function partLengths(record: IncidentRecord): number[] {
  const start = record.markers.impact_start.chosen?.value.at ?? null
  const end = record.markers.impact_end.chosen?.value.at ?? null
  const windows = [...record.services, ...record.symptoms].flatMap(({ startedAt, endedAt }) => {
    const [from, until] = [startedAt ?? start, endedAt ?? end]
    const own = startedAt !== null || endedAt !== null
    return own && from !== null && until !== null && until > from ? [(until - from) / MINUTE] : []
  })
  const durations = DURATION_KEYS.filter((key) => key !== 'impact').flatMap((key) => {
    const known = duration(key, record.markers)
    return known.outcome === 'recorded' && known.minutes !== undefined ? [Math.abs(known.minutes)] : []
  })
  return [...windows, ...durations]
}

/** Lengths that the readings of start and end allow and the chosen ones do not give. */
function otherLengths(record: IncidentRecord): { minutes: number; source: string; recordedAt: Instant }[] {
  const { impact_start: start, impact_end: end } = record.markers
  return start.readings.flatMap((from) =>
    end.readings.flatMap((until) => {
      if (from.id === start.chosen?.id && until.id === end.chosen?.id) return []
      const minutes = (until.value.at - from.value.at) / MINUTE
      const source =
        [from, until].find((reading) => ![start.chosen?.id, end.chosen?.id].includes(reading.id))?.source ??
        ''
      const recordedAt = Math.max(from.recordedAt, until.recordedAt) as Instant
      return minutes > 0 ? [{ minutes, source, recordedAt }] : []
    }),
  )
}

function lastChosen({ markers }: IncidentRecord): number {
  return Math.max(markers.impact_start.chosen?.recordedAt ?? 0, markers.impact_end.chosen?.recordedAt ?? 0)
}

function scopeVerdict(
  { percent, users, word }: Extract<Claim, { kind: 'scope' }>,
  record: IncidentRecord,
): ClaimVerdict {
  const shares = record.symptoms.flatMap(({ sharePercent }) => sharePercent ?? [])
  const numbers = record.symptoms.flatMap((symptom) => symptom.users ?? [])
  const most = shares.length === 0 ? null : Math.max(...shares)
  if (word !== null) {
    if (most === null) return verdict('not_checkable', 'scope_not_measured')
    const fitting = word === 'some' ? most < 50 : word === 'most' ? most >= 50 : most === 100
    const params = { percent: most, word }
    if (fitting) return verdict('supported', 'scope_share', params)
    return verdict('contradicted', word === 'some' ? 'scope_understated' : 'scope_contradicted', params)
  }
  if (percent !== null) {
    if (most === null) return verdict('not_checkable', 'scope_not_measured')
    const same = shares.some(
      (share) => Math.abs(share - percent) < (Number.isInteger(percent) ? 0.5001 : 0.05),
    )
    return same
      ? verdict('supported', 'scope_share', { percent, word: '' })
      : verdict('contradicted', 'scope_contradicted', { percent: most, word: '' })
  }
  if (users === null || numbers.length === 0) return verdict('not_checkable', 'scope_not_measured')
  if (numbers.some((number) => Math.abs(number - users) <= number / 10)) {
    return verdict('supported', 'scope_users', { users })
  }
  const highest = Math.max(...numbers)
  // A much larger figure is how many use the service, not how many were hit.
  if (users > highest * 10) return verdict('not_checkable', 'scope_other_figure', { users })
  return verdict('contradicted', 'scope_users_contradicted', { users: highest })
}

function countVerdict(
  { year, count, atLeast }: Extract<Claim, { kind: 'count' }>,
  { trend, trendThen }: VerdictContext,
): ClaimVerdict {
  const rowOf = (figures: ClaimTrend | null | undefined) =>
    figures?.years.find((row) => row.year === year) ?? null
  const [then, today] = [rowOf(trendThen), rowOf(trend)]
  const row = then?.count != null ? then : today
  if (row === null || row.count === null) return verdict('not_checkable', 'count_unknown', { year })
  const rule = (trendThen ?? trend)?.rule
  const params = {
    year,
    said: count,
    recorded: row.count,
    source: row.source?.name ?? '',
    rule: rule?.nameKo ?? '',
    ruleEn: rule?.nameEn ?? '',
  }
  const fitsThen = row.count === count
  if (fitsThen) {
    const now = today?.count ?? null
    if (now !== null && now > count) return verdict('outdated', 'count_grown', { ...params, recorded: now })
    // A count from before the tool is somebody's word as well, often of the same speaker.
    return row.kind === 'reported'
      ? verdict('asserted', 'count_reported', params)
      : verdict('supported', 'count_recorded', params)
  }
  if (atLeast && row.count > count) return verdict('outdated', 'count_grown', params)
  const other = row.others.find((figure) => figure.count === count)
  if (other !== undefined)
    return verdict('conflicting', 'count_other_source', { ...params, source: other.source ?? '' })
  return verdict('conflicting', 'count_differs', params)
}

function trendVerdict(
  { direction }: Extract<Claim, { kind: 'trend' }>,
  record: IncidentRecord,
  { trend, trendThen }: VerdictContext,
): ClaimVerdict {
  const figures = trendThen ?? trend ?? null
  if (figures === null) return verdict('not_checkable', 'trend_unknown')
  const spoken = Number(figures.asOf.slice(0, 4))
  const series =
    figures.series.findLast(({ years }) => years.length > 1 && (years.at(-1) ?? 0) <= spoken) ?? null
  if (series === null) return verdict('not_checkable', 'trend_too_few')
  const [first, last] = [series.counts[0]!, series.counts.at(-1)!]
  const lastYear = series.years.at(-1)!
  const params = {
    counts: series.counts.join(' → '),
    from: series.years[0]!,
    to: lastYear,
    p: series.test === null ? 1 : series.test.pTwoSided,
    direction,
  }
  const described = last < first ? 'down' : last > first ? 'up' : 'level'
  if (described !== direction) return verdict('contradicted', 'trend_against_figures', params)
  const reasons: Problem[] = []
  if (series.verdict !== 'established') reasons.push({ code: 'trend_not_established', params })
  const left = leftOut(figures, lastYear, last, direction)
  if (left !== null) reasons.push({ code: 'trend_leaves_out_year', params: left })
  const later = trend == null || trend === figures ? null : grownSince(trend, lastYear, last, direction)
  if (left === null && later !== null) reasons.push({ code: 'trend_turned_since', params: later })
  if (left !== null || later !== null) return { verdict: 'outdated', reasons }
  if (reasons.length > 0) return { verdict: 'asserted', reasons }
  return verdict('supported', 'trend_established', params)
}

/** The running year where it does not go with the claim: already as many incidents as in the last whole year. */
function leftOut(
  { years, asOf }: ClaimTrend,
  lastYear: number,
  lastCount: number,
  direction: 'down' | 'up',
): Problem['params'] | null {
  const running = years.find((row) => row.running && row.year > lastYear)
  if (running?.count == null || direction === 'up' || running.count < lastCount || running.count === 0)
    return null
  return { year: running.year, count: running.count, asOf, lastYear, lastCount }
}

function grownSince(
  { years, asOf }: ClaimTrend,
  lastYear: number,
  lastCount: number,
  direction: 'down' | 'up',
): Problem['params'] | null {
  const next = years.find(
    (row): row is TrendYear & { count: number } => row.year === lastYear + 1 && row.count !== null,
  )
  if (next === undefined || direction === 'up' || next.count <= lastCount) return null
  return { year: next.year, count: next.count, asOf, lastYear, lastCount }
}

function causeVerdict(topic: string, record: IncidentRecord): ClaimVerdict {
  const cause = record.cause.trim()
  if (cause === '') return verdict('not_checkable', 'cause_unknown')
  return sameSubject(topic, cause)
    ? verdict('supported', 'cause_same', { cause })
    : verdict('not_checkable', 'cause_not_in_record', { cause })
}

const SUBJECTS: readonly { words: RegExp; factors: readonly Factor[] }[] = [
  {
    words:
      /트래픽|접속자|접속\s?(?:급증|폭증)|폭증|급증|과부하|traffic|surge|overload|アクセス|トラフィック|負荷/i,
    factors: ['traffic', 'capacity'],
  },
  { words: /공격|해킹|침해|디도스|attack|breach|intrusion|hack|ddos|攻撃|不正/i, factors: ['security'] },
]

function denialVerdict(topic: string, record: IncidentRecord): ClaimVerdict {
  const subject = SUBJECTS.find(({ words }) => words.test(topic))
  if (subject !== undefined) {
    const stated = record.cause.split('\n').find((line) => subject.words.test(line))
    if (stated !== undefined)
      return verdict('contradicted', 'denied_cause_contradicted', { cause: stated.trim() })
    if (record.factors.some((factor) => subject.factors.includes(factor))) {
      return verdict('contradicted', 'denied_cause_is_factor', {})
    }
  }
  const noted = record.deniedCauses.filter((denied) => {
    const words = `${denied.textKo} ${denied.textEn} ${denied.textJa}`
    return (subject !== undefined && subject.words.test(words)) || sameSubject(topic, words)
  })
  const proven = noted.find(({ evidence }) => evidence.trim() !== '')
  if (proven !== undefined)
    return verdict('supported', 'denied_cause_evidence', { evidence: proven.evidence.trim() })
  return verdict('asserted', 'denied_cause_unproven')
}

function promiseVerdict(
  { topic, vague, dated }: Extract<Claim, { kind: 'promise' }>,
  record: IncidentRecord,
): ClaimVerdict {
  const items = record.actionItems.filter((item) => item.state !== 'dropped')
  const item = items.find(({ title }) => sameSubject(title, topic))
  if (item !== undefined) {
    const params = { title: item.title, state: item.state, due: item.dueOn ?? '' }
    // An item that only repeats the words, without a date, makes them no firmer.
    return vague && !dated && item.dueOn === null && item.state !== 'done'
      ? verdict('asserted', 'promise_vague', {}, { code: 'promise_has_action', params })
      : verdict('supported', 'promise_has_action', params)
  }
  return verdict('asserted', vague && !dated ? 'promise_vague' : 'promise_without_action')
}

/**
 * Whether two wordings speak of the same thing: at least four tenths of the smaller one's parts are in the other. Parts are
 * stems of Latin words, and pairs of neighbouring Korean or Japanese characters. A rule of thumb: it never refutes.
 */
function sameSubject(a: string, b: string): boolean {
  const [left, right] = [partsOf(a), partsOf(b)]
  const smaller = left.size <= right.size ? left : right
  const larger = smaller === left ? right : left
  if (smaller.size === 0) return false
  let shared = 0
  for (const part of smaller) if (larger.has(part)) shared += 1
  return shared >= 1 && shared / smaller.size >= 0.4
}

const COMMON_WORDS = new Set([
  'with',
  'that',
  'this',
  'will',
  'from',
  'have',
  'been',
  'were',
  'which',
  'their',
  'more',
  'into',
  'than',
  'when',
  'also',
  'such',
  'your',
  'them',
  'they',
  'system',
  'service',
  'error',
  'cause',
  'caused',
  'issue',
])
const COMMON_PAIRS = new Set([
  '하겠',
  '겠습',
  '습니',
  '니다',
  '으로',
  '에서',
  '오류',
  '발생',
  '장애',
  '시스',
  '스템',
  '인한',
  '하도',
  '도록',
  '것은',
  '문제',
  'いた',
  'たし',
  'しま',
  'ます',
  'です',
  '障害',
])

function partsOf(text: string): Set<string> {
  const parts = new Set<string>()
  const bounded = text.slice(0, 2000).normalize('NFC').toLowerCase()
  for (const word of bounded.match(/[a-z]{4,30}/g) ?? []) {
    if (!COMMON_WORDS.has(word)) parts.add(word.slice(0, 6))
  }
  for (const run of bounded.match(/[가-힣ぁ-んァ-ヶ一-龥]{2,40}/g) ?? []) {
    for (let index = 0; index + 1 < run.length; index++) {
      const pair = run.slice(index, index + 2)
      if (!COMMON_PAIRS.has(pair)) parts.add(pair)
    }
  }
  return parts
}
