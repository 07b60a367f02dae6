/**
 * Duties to tell users or an authority that may apply to an outage: Korea, the European Union and Japan. Rules are data with
 * the dates between which they hold, because they change: what counts is the rule of the day on which the outage began.
 *
 * This is no legal advice, and the answer is never "you must": a duty "may apply", with the threshold, the deadline and the
 * source to check. Figures were gathered in November 2026; `certainty` says how well.
 */
import { duration } from './durations.ts'
import type { IncidentRecord } from './incident-record.ts'
import { DAY, HOUR, instantAt, wallClock, type Instant } from './instant.ts'

/** Facts of the organisation that decide whether a rule can apply at all. What is not known is null, and does not rule out. */
export interface DutyProfile {
  /** Where it has users; other countries' rules are left out. */
  places: ('kr' | 'eu' | 'jp')[]
  /** What it is, in terms of the rules; several may hold. */
  kinds: DutyKind[]
  /** Whether the service is free of charge: Korea exempted free services until 27 March 2025. */
  free: boolean | null
  /** Whether it had at least KRW 10 billion of sales and a million daily users (average of three months). */
  largeInKorea: boolean | null
}

export const DUTY_KINDS = ['value_added', 'carrier', 'cloud', 'finance', 'data_centre'] as const
export type DutyKind = (typeof DUTY_KINDS)[number]

export const NO_DUTY_PROFILE: DutyProfile = { places: [], kinds: [], free: null, largeInKorea: null }

/** What happened besides the outage; an outage alone is neither. */
export interface DutyEvents {
  /** When a cyber intrusion became known; null where there was none. */
  intrusionKnownAt?: Instant | null
  /** When a breach of personal data became known. */
  personalDataKnownAt?: Instant | null
  /** When it was classified as a major incident (DORA). */
  classifiedMajorAt?: Instant | null
  /** Announced beforehand as maintenance. */
  announced?: boolean
}

export const DUTY_CODES = [
  'kr_telecom_users',
  'kr_telecom_compensation',
  'kr_cloud_users',
  'kr_finance_report',
  'kr_intrusion_report',
  'kr_personal_data',
  'eu_dora_initial',
  'eu_dora_final',
  'eu_nis2_warning',
  'eu_nis2_notification',
  'eu_nis2_centre_warning',
  'eu_nis2_centre_notification',
  'eu_gdpr',
  'jp_telecom_report',
] as const
export type DutyCode = (typeof DUTY_CODES)[number]

interface Rule {
  code: DutyCode
  place: DutyProfile['places'][number]
  /** The organisation has to be one of these. */
  kinds: readonly DutyKind[]
  /** Days `YYYY-MM-DD` in the zone of the place, both included; null for "as far as known". */
  from: string | null
  until: string | null
  /** Of the outage: it applies when it lasted longer than these minutes. Null: the length does not matter. */
  longerThan: number | null
  /** Whether exactly that length is enough ("30분 이상"), or one has to be over it ("2시간 이내" is exempt). */
  inclusive: boolean
  /** Free services are exempt. */
  exemptsFree: boolean
  /** Only for organisations above a size; then `largeInKorea` must not be false. */
  onlyLarge: boolean
  /** What the clock of the deadline starts from. */
  starts: 'known' | 'recovered' | 'intrusion' | 'personal_data' | 'classified' | null
  /** Null: without delay. */
  hours: number | null
  exemptsAnnounced: boolean
  /** Several stops within hours that are long enough only together, in minutes. */
  together?: { stops: number; withinHours: number; minutes: number }
  /** Users above whom it applies also, or only counts as serious; either is enough. */
  users?: { percent: number; count: number }
  source: string
  /** `read`: the text of the rule was seen; `secondary`: only what others write about it. */
  certainty: 'read' | 'secondary'
}

const KR_TELECOM = 'https://www.law.go.kr (전기통신사업법 제33조제2항, 같은 법 시행령 제37조의13)'

/**
 * The rules. On the Korean thresholds: the decree exempts a stop of "2시간 이내" (before 28 March 2025: 4 hours), so exactly
 * 120 minutes are exempt although the press writes "2시간 이상".
 */
export const DUTY_RULES: readonly Rule[] = [
  ...[
    { from: '2019-06-25', until: '2025-03-27', kinds: ['value_added'], longerThan: 240, exemptsFree: true },
    { from: '2025-03-28', until: null, kinds: ['value_added'], longerThan: 120, exemptsFree: false },
    { from: '2019-06-25', until: null, kinds: ['carrier'], longerThan: 120, exemptsFree: true },
  ].flatMap((version): Rule[] => {
    const common = {
      ...version,
      kinds: version.kinds as DutyKind[],
      place: 'kr' as const,
      inclusive: false,
      onlyLarge: version.kinds[0] === 'value_added',
      exemptsAnnounced: true,
      source: KR_TELECOM,
      certainty: 'read' as const,
    }
    return [
      { ...common, code: 'kr_telecom_users', starts: null, hours: null },
      { ...common, code: 'kr_telecom_compensation', starts: 'recovered', hours: 30 * 24 },
    ]
  }),
  {
    code: 'kr_cloud_users',
    place: 'kr',
    kinds: ['cloud'],
    from: '2015-09-28',
    until: null,
    longerThan: 10,
    inclusive: true,
    exemptsFree: false,
    onlyLarge: false,
    starts: null,
    hours: null,
    exemptsAnnounced: false,
    together: { stops: 2, withinHours: 24, minutes: 15 },
    source: 'https://www.law.go.kr (클라우드컴퓨팅법 제25조, 같은 법 시행령 제16조)',
    certainty: 'read',
  },
  ...[
    { from: null, until: '2025-02-04', longerThan: 10 },
    { from: '2025-02-05', until: null, longerThan: 30 },
  ].map((version): Rule => ({
    ...version,
    code: 'kr_finance_report',
    place: 'kr',
    kinds: ['finance'],
    inclusive: true,
    exemptsFree: false,
    onlyLarge: false,
    starts: 'known',
    hours: 24,
    exemptsAnnounced: false,
    source: '전자금융감독규정 (장애 보고)',
    certainty: 'secondary',
  })),
  {
    code: 'kr_intrusion_report',
    place: 'kr',
    kinds: [],
    from: '2024-08-14',
    until: null,
    longerThan: null,
    inclusive: true,
    exemptsFree: false,
    onlyLarge: false,
    starts: 'intrusion',
    hours: 24,
    exemptsAnnounced: false,
    source: 'https://www.law.go.kr (정보통신망법 제48조의3, 같은 법 시행령 제58조의2)',
    certainty: 'read',
  },
  {
    code: 'kr_personal_data',
    place: 'kr',
    kinds: [],
    from: '2023-09-15',
    until: null,
    longerThan: null,
    inclusive: true,
    exemptsFree: false,
    onlyLarge: false,
    starts: 'personal_data',
    hours: 72,
    exemptsAnnounced: false,
    source: 'https://www.law.go.kr (개인정보 보호법 시행령)',
    certainty: 'secondary',
  },
  {
    code: 'eu_dora_initial',
    place: 'eu',
    kinds: ['finance'],
    from: '2025-01-17',
    until: null,
    longerThan: 120,
    inclusive: false,
    exemptsFree: false,
    onlyLarge: false,
    starts: 'known',
    hours: 24,
    exemptsAnnounced: false,
    users: { percent: 10, count: 100_000 },
    source:
      'Regulation (EU) 2022/2554 art. 19; Delegated Regulation (EU) 2024/1772 art. 9, (EU) 2025/301 art. 5',
    certainty: 'read',
  },
  {
    code: 'eu_dora_final',
    place: 'eu',
    kinds: ['finance'],
    from: '2025-01-17',
    until: null,
    longerThan: 120,
    inclusive: false,
    exemptsFree: false,
    onlyLarge: false,
    starts: null,
    hours: null,
    exemptsAnnounced: false,
    users: { percent: 10, count: 100_000 },
    source: 'Delegated Regulation (EU) 2025/301 art. 5',
    certainty: 'read',
  },
  {
    code: 'eu_nis2_warning',
    place: 'eu',
    kinds: ['cloud'],
    from: '2024-11-07',
    until: null,
    longerThan: 30,
    inclusive: false,
    exemptsFree: false,
    onlyLarge: false,
    starts: 'known',
    hours: 24,
    exemptsAnnounced: true,
    users: { percent: 5, count: 1_000_000 },
    source: 'Directive (EU) 2022/2555 art. 23; Implementing Regulation (EU) 2024/2690 art. 7',
    certainty: 'read',
  },
  {
    code: 'eu_nis2_notification',
    place: 'eu',
    kinds: ['cloud'],
    from: '2024-11-07',
    until: null,
    longerThan: 30,
    inclusive: false,
    exemptsFree: false,
    onlyLarge: false,
    starts: 'known',
    hours: 72,
    exemptsAnnounced: true,
    users: { percent: 5, count: 1_000_000 },
    source: 'Directive (EU) 2022/2555 art. 23; Implementing Regulation (EU) 2024/2690 art. 7',
    certainty: 'read',
  },
  ...[
    { code: 'eu_nis2_centre_warning' as const, hours: 24 },
    { code: 'eu_nis2_centre_notification' as const, hours: 72 },
  ].map((step): Rule => ({
    ...step,
    place: 'eu',
    kinds: ['data_centre'],
    from: '2024-11-07',
    until: null,
    // Any complete stop, however short; one that only limits has to last an hour, which the name of the duty says.
    longerThan: null,
    inclusive: true,
    exemptsFree: false,
    onlyLarge: false,
    starts: 'known',
    exemptsAnnounced: true,
    source: 'Directive (EU) 2022/2555 art. 23; Implementing Regulation (EU) 2024/2690 art. 8',
    certainty: 'read',
  })),
  {
    code: 'eu_gdpr',
    place: 'eu',
    kinds: [],
    from: '2018-05-25',
    until: null,
    longerThan: null,
    inclusive: true,
    exemptsFree: false,
    onlyLarge: false,
    starts: 'personal_data',
    hours: 72,
    exemptsAnnounced: false,
    source: 'Regulation (EU) 2016/679 art. 33',
    certainty: 'read',
  },
  {
    code: 'jp_telecom_report',
    place: 'jp',
    kinds: ['carrier', 'value_added'],
    from: null,
    until: null,
    longerThan: 120,
    inclusive: true,
    exemptsFree: true,
    onlyLarge: false,
    starts: 'known',
    hours: 30 * 24,
    exemptsAnnounced: false,
    source: 'https://www.soumu.go.jp (電気通信事業法 第28条, 施行規則 第58条)',
    certainty: 'read',
  },
]

export interface Duty {
  code: DutyCode
  place: Rule['place']
  /** Minutes of the threshold, or null where length does not matter. */
  longerThan: number | null
  inclusive: boolean
  /** `YYYY-MM-DD`: since when this version of the rule holds; null for "as far as known". */
  from: string | null
  /** By when; null for "without delay", and as long as the instant that it counts from is not known. */
  deadline: Instant | null
  withoutDelay: boolean
  source: string
  certainty: Rule['certainty']
  /** The stops that are long enough only together, this outage among them; null where it is long enough alone. */
  together: { stops: number; minutes: number } | null
  /** The rule's number of users, what the record says of them, and whether that is more; null where it knows neither. */
  users: { percent: number; count: number; recorded: RecordedUsers; above: boolean | null } | null
  /** Why it is only "may": facts of the organisation or of the outage that are not known, or that have to be checked. */
  unknown: ('length' | 'other_length' | 'users' | 'free' | 'large' | 'deadline_start')[]
}

/** The most that any symptom says; null where none does. */
export interface RecordedUsers {
  percent: number | null
  count: number | null
}

/** Another outage of one of the services near in time; `until` is null where nobody knows how long it lasted. */
export interface OtherStop {
  serviceIds: readonly string[]
  from: Instant
  until: Instant | null
}

/** Hours around an outage within which other stops can matter to a rule. */
export const OTHER_STOPS_WITHIN_HOURS = 24

/**
 * The duties that may apply, in the order of the rules. A length that is still growing counts as far as it has come; where
 * start or end are not known the length is named as unknown, and the duty is left in. An incident without a start has none.
 */
export function dutiesFor(
  record: IncidentRecord,
  profile: DutyProfile,
  { now, events = {}, others = [] }: { now: Instant; events?: DutyEvents; others?: readonly OtherStop[] },
): Duty[] {
  const started = record.markers.impact_start.chosen?.value.at ?? null
  if (started === null) return []
  const minutes = lengthSoFar(record, now)
  const announced = events.announced ?? record.kind === 'maintenance'
  return DUTY_RULES.flatMap((rule): Duty[] => {
    if (!profile.places.includes(rule.place)) return []
    if (rule.kinds.length > 0 && !rule.kinds.some((kind) => profile.kinds.includes(kind))) return []
    const day = dayIn(started, ZONES[rule.place])
    if ((rule.from !== null && day < rule.from) || (rule.until !== null && day > rule.until)) return []
    if (rule.exemptsAnnounced && announced) return []
    if (rule.exemptsFree && profile.free === true) return []
    if (rule.onlyLarge && profile.largeInKorea === false) return []
    if (rule.starts === 'intrusion' && events.intrusionKnownAt == null) return []
    if (rule.starts === 'personal_data' && events.personalDataKnownAt == null) return []
    const reached = minutes === null || isOver(rule, minutes.most)
    const joined = reached || minutes === null ? null : togetherByService(rule, record, minutes.most, others)
    if (!reached && joined === null) return []
    const deadline = deadlineOf(rule, record, events)
    const users = usersOf(rule, record)
    const unknown: Duty['unknown'] = []
    if (rule.longerThan !== null && joined === null && (minutes === null || !isOver(rule, minutes.least))) {
      unknown.push('length')
    }
    if (joined?.lengthUnknown === true) unknown.push('other_length')
    if (users?.above === null) unknown.push('users')
    if (rule.exemptsFree && profile.free === null) unknown.push('free')
    if (rule.onlyLarge && profile.largeInKorea === null) unknown.push('large')
    if (rule.hours !== null && deadline === null) unknown.push('deadline_start')
    return [
      {
        code: rule.code,
        place: rule.place,
        longerThan: rule.longerThan,
        inclusive: rule.inclusive,
        from: rule.from,
        deadline,
        withoutDelay: rule.hours === null,
        together: joined && { stops: joined.stops, minutes: joined.minutes },
        users,
        source: rule.source,
        certainty: rule.certainty,
        unknown,
      },
    ]
  })
}

const ZONES: Record<Rule['place'], string> = { kr: 'Asia/Seoul', eu: 'Europe/Brussels', jp: 'Asia/Tokyo' }

function isOver({ longerThan, inclusive }: Rule, minutes: number): boolean {
  return longerThan === null || (inclusive ? minutes >= longerThan : minutes > longerThan)
}

/** As `together`, for the service whose stops come to most: stops of different services do not add up. */
function togetherByService(
  rule: Rule,
  { markers, services }: IncidentRecord,
  minutes: number,
  others: readonly OtherStop[],
) {
  const started = markers.impact_start.chosen!.value.at
  const ofEach = services.map(({ id }) => others.filter(({ serviceIds }) => serviceIds.includes(id)))
  return (
    ofEach
      .map((stops) => together(rule, started, minutes, stops))
      .filter((joined) => joined !== null)
      .sort((a, b) => b.minutes - a.minutes)[0] ?? null
  )
}

/**
 * The stops within the hours of a rule around one outage, where they reach its minutes together; also where they would if
 * one of them, of which nobody knows how long it lasted, was long enough. A stop counts from its start.
 */
function together(
  { together: wanted }: Rule,
  started: Instant,
  minutes: number,
  others: readonly OtherStop[],
): { stops: number; minutes: number; lengthUnknown: boolean } | null {
  if (wanted === undefined) return null
  const stops = [
    { from: started, minutes },
    ...others.map(({ from, until }) => ({ from, minutes: until === null ? null : (until - from) / 60_000 })),
  ]
  const sets = stops.map(({ from }) =>
    stops.filter((stop) => stop.from >= from && stop.from < from + wanted.withinHours * HOUR),
  )
  const candidates = sets
    .filter((set) => set.length >= wanted.stops && set.some((stop) => stop === stops[0]))
    .map((set) => {
      const known = set.reduce((sum, stop) => sum + (stop.minutes ?? 0), 0)
      return {
        stops: set.length,
        minutes: known,
        lengthUnknown: known < wanted.minutes && set.some((stop) => stop.minutes === null),
      }
    })
    .filter((set) => set.minutes >= wanted.minutes || set.lengthUnknown)
    .sort((a, b) => b.minutes - a.minutes || b.stops - a.stops)
  return candidates[0] ?? null
}

function usersOf({ users }: Rule, { symptoms }: IncidentRecord): Duty['users'] {
  if (users === undefined) return null
  const most = (values: (number | null)[]) => {
    const known = values.filter((value) => value !== null)
    return known.length === 0 ? null : Math.max(...known)
  }
  const percent = most(symptoms.map(({ sharePercent }) => sharePercent))
  const count = most(symptoms.map((symptom) => symptom.users))
  const above =
    (percent ?? 0) > users.percent || (count ?? 0) > users.count
      ? true
      : // Below both it is certain; one of them alone leaves the other open.
        percent !== null && count !== null
        ? false
        : null
  return { ...users, recorded: { percent, count }, above }
}

/** Minutes that it lasted at least and at most; up to now as long as it goes on. */
function lengthSoFar(record: IncidentRecord, now: Instant): { least: number; most: number } | null {
  const impact = duration('impact', record.markers)
  if (impact.outcome === 'recorded') {
    return impact.range
      ? { least: impact.range.min, most: impact.range.max }
      : { least: impact.minutes, most: impact.minutes }
  }
  const { impact_start: start, impact_end: end } = record.markers
  // A closed incident without an end is not still burning; its length is just not known.
  if (record.closedAt !== null || start.chosen === null || end.notApplicableReason !== null) return null
  const minutes = Math.max(0, (now - start.chosen.value.at) / 60_000)
  return { least: minutes, most: minutes }
}

function deadlineOf(rule: Rule, record: IncidentRecord, events: DutyEvents): Instant | null {
  if (rule.hours === null) return null
  const { impact_start: start, impact_end: end, detected } = record.markers
  const known = detected.chosen?.value.at ?? start.chosen?.value.at ?? null
  const from = {
    known,
    recovered: end.chosen?.value.at ?? null,
    intrusion: events.intrusionKnownAt ?? null,
    personal_data: events.personalDataKnownAt ?? null,
    classified: events.classifiedMajorAt ?? null,
  }[rule.starts ?? 'known']
  if (from === null) return null
  // Four hours after it was classified as major, and no later than a day after it became known.
  if (rule.code === 'eu_dora_initial' && events.classifiedMajorAt != null) {
    return Math.min(events.classifiedMajorAt + 4 * HOUR, from + DAY) as Instant
  }
  return rule.hours % 24 === 0 && rule.hours >= 720
    ? endOfDayAfter(from, rule.hours / 24, ZONES[rule.place])
    : ((from + rule.hours * HOUR) as Instant)
}

/** Terms in days end with the last of them. */
function endOfDayAfter(from: Instant, days: number, zone: string): Instant {
  const { year, month, day } = wallClock(from, zone)
  const last = new Date(Date.UTC(year, month - 1, day + days + 1))
  const next = { year: last.getUTCFullYear(), month: last.getUTCMonth() + 1, day: last.getUTCDate() }
  return (instantAt(next, zone) - 60_000) as Instant
}

function dayIn(at: Instant, zone: string): string {
  const { year, month, day } = wallClock(at, zone)
  return [String(year), ...[month, day].map((part) => String(part).padStart(2, '0'))].join('-')
}
