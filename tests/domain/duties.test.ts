import { expect, test } from 'vitest'
import { DUTY_CODES, DUTY_RULES, dutiesFor, NO_DUTY_PROFILE, type DutyProfile } from '#app/domain/duties.ts'
import { MINUTE, toRfc3339, type Instant } from '#app/domain/instant.ts'
import { dutyMessages, dutyText } from '#app/messages/duties.ts'
import { at } from '#tests/factories.ts'
import { markersAt, originRecord, symptom } from '#tests/origin-record.ts'

const MESSENGER: DutyProfile = { places: ['kr'], kinds: ['value_added'], free: true, largeInKorea: true }
const NOW = at('2026-11-22T12:00:00+09:00')

/** The duties of an outage that began then and lasted so many minutes. */
function codes(start: string, minutes: number, profile: DutyProfile = MESSENGER) {
  return dutiesFor(outage(start, minutes), profile, { now: NOW }).map(({ code }) => code)
}

function outage(start: string, minutes: number) {
  const from = at(start)
  return originRecord({
    markers: markersAt({
      impact_start: { shape: 'instant', at: from },
      impact_end: { shape: 'instant', at: (from + minutes * MINUTE) as Instant },
    }),
  })
}

const USERS = ['kr_telecom_users', 'kr_telecom_compensation']

test('the two outages of 2020 fell under no duty then: the service was free, and four hours were the limit', () => {
  expect(codes('2020-03-02T08:58:00+09:00', 79)).toEqual([])
  expect(codes('2020-01-01T00:00:00+09:00', 135)).toEqual([])
  expect(codes('2020-01-01T00:00:00+09:00', 135, { ...MESSENGER, free: false })).toEqual([])
  expect(codes('2020-01-01T00:00:00+09:00', 241, { ...MESSENGER, free: false })).toEqual(USERS)
})

test('under the rule of 28 March 2025 the one of 135 minutes may fall, the one of 79 does not', () => {
  expect(codes('2025-04-01T00:00:00+09:00', 135)).toEqual(USERS)
  expect(codes('2025-04-01T00:00:00+09:00', 79)).toEqual([])
})

test.each([
  [119, []],
  [120, []],
  [121, USERS],
])('%i minutes under the two-hour rule: exactly two hours are exempt', (minutes, expected) => {
  expect(codes('2025-04-01T10:00:00+09:00', minutes)).toEqual(expected)
})

test('the day in Seoul decides which version holds', () => {
  expect(codes('2025-03-27T23:59:00+09:00', 150)).toEqual([])
  expect(codes('2025-03-28T00:00:00+09:00', 150)).toEqual(USERS)
})

test('a small service is left out, and one whose size is not known is named as such', () => {
  expect(codes('2025-04-01T10:00:00+09:00', 150, { ...MESSENGER, largeInKorea: false })).toEqual([])
  const [duty] = dutiesFor(
    outage('2025-04-01T10:00:00+09:00', 150),
    { ...MESSENGER, largeInKorea: null },
    { now: NOW },
  )
  expect(duty?.unknown).toEqual(['large'])
})

test('terms in days end with the last day, terms in hours at the minute', () => {
  const duties = dutiesFor(outage('2025-04-01T10:00:00+09:00', 150), MESSENGER, { now: NOW })
  const compensation = duties.find(({ code }) => code === 'kr_telecom_compensation')
  expect(toRfc3339(compensation!.deadline!, 'Asia/Seoul')).toBe('2025-05-01T23:59:00+09:00')
  const cloud = dutiesFor(
    outage('2025-04-01T10:00:00+02:00', 45),
    { ...MESSENGER, places: ['eu'], kinds: ['cloud'] },
    { now: NOW },
  )
  expect(cloud.map(({ code, deadline }) => [code, toRfc3339(deadline!, 'UTC')])).toEqual([
    ['eu_nis2_warning', '2025-04-02T08:00:00Z'],
    ['eu_nis2_notification', '2025-04-04T08:00:00Z'],
  ])
})

test('the first notice under DORA is due four hours after classification, and a day after awareness at the latest', () => {
  const bank: DutyProfile = { places: ['eu'], kinds: ['finance'], free: null, largeInKorea: null }
  const first = (classified: string | null) =>
    dutiesFor(outage('2025-04-01T10:00:00+02:00', 150), bank, {
      now: NOW,
      events: { classifiedMajorAt: classified === null ? null : at(classified) },
    }).find(({ code }) => code === 'eu_dora_initial')!
  expect(toRfc3339(first('2025-04-01T12:00:00+02:00').deadline!, 'UTC')).toBe('2025-04-01T14:00:00Z')
  expect(toRfc3339(first('2025-04-02T09:00:00+02:00').deadline!, 'UTC')).toBe('2025-04-02T08:00:00Z')
})

test('an outage alone is no intrusion and no breach of personal data', () => {
  const everywhere: DutyProfile = { places: ['kr', 'eu', 'jp'], kinds: [], free: null, largeInKorea: null }
  const record = outage('2025-04-01T10:00:00+09:00', 600)
  expect(dutiesFor(record, everywhere, { now: NOW })).toEqual([])
  const known = at('2025-04-01T11:00:00+09:00')
  const events = { intrusionKnownAt: known, personalDataKnownAt: known }
  expect(dutiesFor(record, everywhere, { now: NOW, events }).map(({ code }) => code)).toEqual([
    'kr_intrusion_report',
    'kr_personal_data',
    'eu_gdpr',
  ])
})

test('while it lasts, the length so far counts; announced maintenance is exempt', () => {
  const record = originRecord({
    markers: markersAt({ impact_start: { shape: 'instant', at: at('2025-04-01T10:00:00+09:00') } }),
  })
  const after = (minutes: number) =>
    dutiesFor(record, MESSENGER, {
      now: (at('2025-04-01T10:00:00+09:00') + minutes * MINUTE) as Instant,
    }).map(({ code }) => code)
  expect(after(119)).toEqual([])
  expect(after(121)).toEqual(USERS)
  expect(dutiesFor({ ...record, kind: 'maintenance' }, MESSENGER, { now: NOW })).toEqual([])
})

test('nothing is shown for an organisation that has not said what it is', () => {
  expect(codes('2025-04-01T10:00:00+09:00', 600, NO_DUTY_PROFILE)).toEqual([])
})

test('no sentence orders anything, in either language', () => {
  for (const language of ['en', 'ko'] as const) {
    for (const code of DUTY_CODES) {
      expect(dutyMessages[language].names[code]).not.toMatch(/\bmust\b|해야 (?:합니다|해요|한다)|의무입니다/)
    }
    const duties = dutiesFor(outage('2025-04-01T10:00:00+09:00', 150), MESSENGER, { now: NOW })
    expect(dutyText(duties[0]!, 'Asia/Seoul', language).detail).toContain(
      language === 'ko' ? '정확히 2시간은 제외' : 'exactly 2 hours is exempt',
    )
  }
  expect(new Set(DUTY_RULES.map(({ code }) => code))).toEqual(new Set(DUTY_CODES))
})

test('numbers of users are held against the rule where the record has them, and named where it has not', () => {
  const cloud: DutyProfile = { places: ['eu'], kinds: ['cloud'], free: null, largeInKorea: null }
  const warning = (sharePercent: number | null, users: number | null) => {
    const record = {
      ...outage('2025-04-01T10:00:00+02:00', 45),
      symptoms: [symptom({ sharePercent, users })],
    }
    return dutiesFor(record, cloud, { now: NOW })[0]!
  }
  expect(warning(null, null)).toMatchObject({ unknown: ['users'], users: { above: null } })
  expect(warning(12, null)).toMatchObject({ unknown: [], users: { above: true } })
  expect(warning(3, null)).toMatchObject({ unknown: ['users'] })
  expect(warning(3, 20_000)).toMatchObject({ unknown: [], users: { above: false } })
  expect(dutyText(warning(12, null), 'Asia/Seoul', 'en').detail).toContain(
    'by users: more than 5% or 1,000,000 (on record: 12%, above)',
  )
  expect(dutyText(warning(null, null), 'Asia/Seoul', 'ko').detail).toContain('기록에 없음')
})

test('stops that are long enough only together count from the start of the first', () => {
  const cloud: DutyProfile = { ...MESSENGER, kinds: ['cloud'] }
  const touching = (...ids: string[]) => {
    const record = outage('2025-04-01T10:00:00+09:00', 8)
    const [service] = record.services
    return { ...record, services: ids.map((id) => ({ ...service!, id })) }
  }
  const together = (...others: [start: string, minutes: number | null, service?: string][]) =>
    dutiesFor(touching('mail', 'drive'), cloud, {
      now: NOW,
      others: others.map(([start, minutes, service = 'mail']) => ({
        serviceIds: [service],
        from: at(start),
        until: minutes === null ? null : ((at(start) + minutes * MINUTE) as Instant),
      })),
    })
  expect(together()).toEqual([])
  expect(together(['2025-04-01T20:00:00+09:00', 6])).toEqual([])
  expect(together(['2025-04-01T20:00:00+09:00', 7])).toMatchObject([{ together: { stops: 2, minutes: 15 } }])
  expect(together(['2025-04-02T10:00:00+09:00', 9])).toEqual([])
  expect(together(['2025-03-31T10:01:00+09:00', 9])).toMatchObject([{ together: { minutes: 17 } }])
  expect(together(['2025-04-01T20:00:00+09:00', null])).toMatchObject([{ unknown: ['other_length'] }])
  // Stops of two services are not stops of one.
  const [six, five] = ['2025-04-01T20:00:00+09:00', '2025-04-01T22:00:00+09:00']
  expect(together([six, 4, 'mail'], [five, 4, 'drive'])).toEqual([])
  expect(together([six, 4, 'drive'], [five, 4, 'drive'])).toMatchObject([{ together: { stops: 3 } }])
})

test('any stop of a data centre counts, one of a cloud service from half an hour on', () => {
  const kinds = (minutes: number, ...of: DutyProfile['kinds']) =>
    codes('2025-04-01T10:00:00+02:00', minutes, { ...MESSENGER, places: ['eu'], kinds: of })
  expect(kinds(5, 'cloud')).toEqual([])
  expect(kinds(31, 'cloud')).toEqual(['eu_nis2_warning', 'eu_nis2_notification'])
  expect(kinds(5, 'data_centre', 'cloud')).toEqual(['eu_nis2_centre_warning', 'eu_nis2_centre_notification'])
})
