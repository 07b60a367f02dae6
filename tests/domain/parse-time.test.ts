import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '#tests/setup/properties.ts'
import { instantFromRfc3339, toRfc3339, type Instant } from '#app/domain/instant.ts'
import type { TimeValue } from '#app/domain/markers.ts'
import { parseTime } from '#app/domain/parse-time.ts'
import { compactValue, valueText, windowText } from '#app/domain/time-text.ts'

const SEOUL = { zone: 'Asia/Seoul', today: '2020-03-02' }
const NEW_YORK = { zone: 'America/New_York' }

function readIn(text: string, context: { zone: string; today?: string } = SEOUL): string {
  const parsed = parseTime(text, context)
  if (!parsed.ok) return parsed.problem.code
  const { value } = parsed
  const written = (at: Instant) =>
    toRfc3339(at, context.zone).slice(0, 19).replace('T', ' ').replace(/:00$/, '')
  return `${value.shape} ${written(value.at)}${value.shape === 'range' ? ` to ${written(value.until)}` : ''}`
}

test.each([
  '2020-03-02 08:58',
  ' 2020-03-02  8:58 ',
  '2020-03-02T08:58',
  '2020-03-01T23:58Z',
  '2020-03-02T08:58:00+09:00',
  '2020-03-02 08:58 KST',
  '2020-03-01 23:58 (UTC)',
  '2020-03-02 05:28 UTC+5:30',
  '2020. 3. 2. 오전 8:58',
  '2020. 3. 2.(월) 08:58',
  '2020.03.02 08:58',
  '2020/3/2 8:58',
  '2020년 3월 2일 오전 8시 58분',
  '2020년 3월 2일(월) 오전 8시 58분',
  '2020년 3월 2일 월요일 8시58분에',
  'March 2, 2020 08:58',
  'Monday, March 2, 2020, 08:58 KST',
  '2 March 2020 08:58',
  'Mon 2 Mar 2020 08:58',
  'March 2nd, 2020 8:58 a.m.',
  '오전 8시 58분',
  '08:58',
  '8:58 am',
  '８：５８',
])('%j is 08:58 on 2 March 2020', (text) => {
  expect(readIn(text)).toBe('instant 2020-03-02 08:58')
})

test.each([
  ['낮 12시', '12:00'],
  ['정오', '12:00'],
  ['오후 12시 30분', '12:30'],
  ['오후 0시 30분', '12:30'],
  ['12:30 pm', '12:30'],
  ['12:30 am', '00:30'],
  ['자정', '00:00'],
  ['자정 0시', '00:00'],
  ['오전 0시 0분', '00:00'],
  ['밤 9시 47분', '21:47'],
  ['새벽 2시', '02:00'],
  ['저녁 7시 반', '19:30'],
  ['오전 8시 58분', '08:58'],
  ['낮 1시', '13:00'],
  ['14시 14분', '14:14'],
  ['8시 58분 30초', '08:58:30'],
])('%s is %s', (text, time) => {
  expect(readIn(text)).toBe(`instant 2020-03-02 ${time}`)
})

test.each([
  '약 9시',
  '9시경',
  '9시쯤',
  '오전 9시께',
  'about 09:00',
  '~09:00',
  '2020-03-02 ~09:00',
  '2020-03-02 약 9시',
])('%j is approximate', (text) => {
  expect(readIn(text)).toBe('about 2020-03-02 09:00')
})

test.each([
  '08:58~10:17',
  '08:58-10:17',
  '08:58 – 10:17',
  '8:58–10:17 am',
  'from 08:58 to 10:17',
  'between 08:58 and 10:17',
  '오전 8시 58분부터 10시 17분까지',
  '8시 58분에서 10시 17분 사이',
  '2020년 3월 2일(월) 오전 8시 58분부터 10시 17분까지(한국시간)',
  '2020-03-02 08:58 ~ 10:17 KST',
])('%j is a range of one morning', (text) => {
  expect(readIn(text)).toBe('range 2020-03-02 08:58 to 2020-03-02 10:17')
})

test('a range may cross midnight, and its end takes over the year', () => {
  expect(readIn('2020-03-02 23:50 ~ 2020-03-03 00:10')).toBe('range 2020-03-02 23:50 to 2020-03-03 00:10')
  expect(readIn('2021년 5월 5일 밤 9시 47분부터 5월 6일 0시 8분까지')).toBe(
    'range 2021-05-05 21:47 to 2021-05-06 00:08',
  )
})

test('the half-day that an end takes over is never stretched to make it fit', () => {
  expect(readIn('오전 11시부터 1시까지')).toBe('time_range_reversed')
  expect(readIn('오후 2시부터 15시까지')).toBe('range 2020-03-02 14:00 to 2020-03-02 15:00')
})

test.each([
  ['', 'time_empty', undefined],
  ['2020-13-02 08:58', 'time_month_out_of_range', { month: 13 }],
  ['2020-02-30 08:58', 'time_day_out_of_range', { year: 2020, month: 2, day: 30, last: 29 }],
  ['오후 14시', 'time_half_day_with_24h', { half: '오후', hour: 14, twelve: 2 }],
  ['오후 14시14분', 'time_half_day_with_24h', { half: '오후', hour: 14, twelve: 2 }],
  ['오전 14시', 'time_half_day_contradiction', { half: '오전', hour: 14, twelve: 2 }],
  ['밤 3시', 'time_half_day_contradiction', { half: '밤', hour: 3, twelve: 3 }],
  ['오전 12시', 'time_midnight_unclear', { text: '오전 12시' }],
  ['밤 12시', 'time_midnight_unclear', { text: '밤 12시' }],
  ['midnight', 'time_midnight_unclear', { text: 'midnight' }],
  ['25:00', 'time_hour_out_of_range', { hour: 25 }],
  ['24:00', 'time_hour_24', undefined],
  ['08:60', 'time_minute_out_of_range', { minute: 60 }],
  ['08:58:60', 'time_second_out_of_range', { second: 60 }],
  ['2020-03-02', 'time_of_day_missing', undefined],
  ['12월 31일 9시', 'time_year_missing', { month: 12, day: 31 }],
  ['3/2/2020 9:00', 'time_date_unclear', { text: '3/2/2020' }],
  ['20.03.02 09:00', 'time_date_unclear', { text: '20.03.02' }],
  ['2020-03-03(월) 9시', 'time_weekday_wrong', { year: 2020, month: 3, day: 3, weekday: 1, right: 2 }],
  ['hello', 'time_unknown_text', { text: 'hello' }],
  ['9시 abc', 'time_unknown_text', { text: 'abc' }],
  ['2020-03-02 08:58 EST', 'time_zone_unknown', { text: 'EST', zone: 'Asia/Seoul' }],
  ['2020-03-02 08:58 +25:00', 'time_offset_out_of_range', { text: '+25:00' }],
  ['2020-03-02 09:00-05:00', 'time_offset_or_range', { text: '09:00-05:00' }],
  ['08:58~', 'time_range_open', undefined],
  ['10:17~08:58', 'time_range_reversed', { from: '2020-03-02 10:17', until: '2020-03-02 08:58' }],
  ['약 8시~9시', 'time_about_range', undefined],
  ['08:58\0', 'time_control_character', undefined],
  ['08:\u200b58', 'time_control_character', undefined],
  ['9'.repeat(201), 'time_too_long', { length: 201, most: 200 }],
])('%j is refused as %s', (text, code, params) => {
  expect(parseTime(text, SEOUL)).toEqual({ ok: false, problem: { code, params } })
})

test('a time alone is not read where no day is given', () => {
  expect(readIn('08:58', { zone: 'Asia/Seoul' })).toBe('time_date_missing')
})

test('a skipped time names its neighbours, a repeated one both of its meanings', () => {
  expect(parseTime('2021-03-14 02:30', NEW_YORK)).toEqual({
    ok: false,
    problem: {
      code: 'time_in_gap',
      params: {
        date: '2021-03-14',
        time: '02:30',
        zone: 'America/New_York',
        before: '01:30',
        after: '03:30',
      },
    },
  })
  expect(parseTime('2021-11-07 01:30', NEW_YORK)).toMatchObject({
    problem: {
      code: 'time_shown_twice',
      params: { first: '2021-11-07T01:30:00-04:00', second: '2021-11-07T01:30:00-05:00' },
    },
  })
  expect(parseTime('2021-11-07 01:30 EST', NEW_YORK)).toEqual({
    ok: true,
    value: { shape: 'instant', at: instantFromRfc3339('2021-11-07T01:30:00-05:00') },
    zoneGiven: 'EST',
  })
})

test('the zone that was typed is told', () => {
  expect(parseTime('2020-03-02T08:58:00.250+09:00', SEOUL)).toEqual({
    ok: true,
    value: { shape: 'instant', at: instantFromRfc3339('2020-03-02T08:58:00.250+09:00') },
    zoneGiven: '+09:00',
  })
  expect(parseTime('2020-03-02 08:58', SEOUL)).not.toHaveProperty('zoneGiven')
})

const seconds = (from: string, until: string) =>
  fc
    .integer({ min: Date.parse(from) / 1000, max: Date.parse(until) / 1000 })
    .map((second) => (second * 1000) as Instant)
// No zone below changes its clocks in these months, so that every written time has one reading.
const instants = seconds('2020-04-10T00:00:00Z', '2020-09-20T00:00:00Z')
const values: fc.Arbitrary<TimeValue> = fc.oneof(
  instants.map((at): TimeValue => ({ shape: 'instant', at })),
  instants.map((at): TimeValue => ({ shape: 'about', at })),
  fc
    .tuple(instants, fc.nat(200_000))
    .map(([at, length]): TimeValue => ({ shape: 'range', at, until: (at + length * 1000) as Instant })),
)
const zones = fc.constantFrom(
  'Asia/Seoul',
  'UTC',
  'Europe/London',
  'America/New_York',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
)
const languages = fc.constantFrom('ko' as const, 'en' as const)

test('every value that is written out is read back as it was', () => {
  fc.assert(
    fc.property(
      values,
      zones,
      languages,
      fc.boolean(),
      fc.boolean(),
      (value, zone, language, weekday, withZone) => {
        const text = valueText(value, zone, language, { weekday, zone: withZone })
        expect([text, parseTime(text, { zone })]).toMatchObject([text, { ok: true, value }])
        const compact = compactValue(value, zone, language)
        expect([compact, parseTime(compact, { zone })]).toMatchObject([compact, { ok: true, value }])
      },
    ),
    { numRuns: runs(1500) },
  )
})

test('every window that is written out is read back as a range', () => {
  fc.assert(
    fc.property(instants, fc.nat(2_000_000), zones, languages, (from, length, zone, language) => {
      const until = (from + length * 1000) as Instant
      const text = windowText(from, until, zone, language)
      expect([text, parseTime(text, { zone })]).toMatchObject([
        text,
        { ok: true, value: { shape: 'range', at: from, until } },
      ])
    }),
    { numRuns: runs(500) },
  )
})

test('no text makes it throw, and what is read never ends before it begins', () => {
  const pieces = fc.constantFrom(
    ...'2020-03-02 08:58 오전 오후 약 경 ~ - – 부터 까지 년 월 일 시 분 13 99 T Z +09:00 KST am March 2, ( ) 월 between and to 자정 낮'.split(
      ' ',
    ),
    ' ',
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 220 }),
    fc.array(pieces, { maxLength: 12 }).map((list) => list.join('')),
    fc.array(pieces, { maxLength: 12 }).map((list) => list.join(' ')),
  )
  fc.assert(
    fc.property(texts, zones, (text, zone) => {
      const parsed = parseTime(text, { zone, today: '2020-03-02' })
      if (!parsed.ok) expect(parsed.problem.code).toMatch(/^time_/)
      else if (parsed.value.shape === 'range')
        expect(parsed.value.until).toBeGreaterThanOrEqual(parsed.value.at)
    }),
    { numRuns: runs(3000) },
  )
})
