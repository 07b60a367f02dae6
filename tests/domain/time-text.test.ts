import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantFromRfc3339, type Instant } from '#app/domain/instant.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { knownDays, wholeDay } from '#app/domain/markers.ts'
import {
  compactDateTime,
  compactMinutes,
  compactSpan,
  compactValue,
  compactWindow,
  dateText,
  dateTimeText,
  durationText,
  minutesRangeText,
  minutesText,
  roundMinutes,
  timeText,
  valueText,
  windowText,
} from '#app/domain/time-text.ts'

const SEOUL = 'Asia/Seoul'
const at = (text: string) => instantFromRfc3339(`${text}:00+09:00`)
const window = (from: string, until: string, language: NoticeLanguage, options = {}) =>
  windowText(at(from), at(until), SEOUL, language, options)

test('the origin outage is written as a Korean and as an English notice writes it', () => {
  expect(window('2020-03-02T08:58', '2020-03-02T10:17', 'ko')).toBe(
    '2020년 3월 2일(월) 오전 8시 58분부터 10시 17분까지',
  )
  expect(window('2020-03-02T08:58', '2020-03-02T10:17', 'en')).toBe('March 2, 2020, 08:58–10:17 KST')
})

test('a window from midnight begins at 0시', () => {
  expect(window('2020-01-01T00:00', '2020-01-01T02:15', 'ko')).toBe('2020년 1월 1일(수) 0시부터 2시 15분까지')
  expect(window('2020-01-01T00:00', '2020-01-01T02:15', 'en')).toBe('January 1, 2020, 00:00–02:15 KST')
})

test('오전 and 오후 are left out only within one half of one day', () => {
  expect(window('2023-06-14T21:25', '2023-06-14T23:13', 'ko', { weekday: false })).toBe(
    '2023년 6월 14일 오후 9시 25분부터 11시 13분까지',
  )
  expect(window('2020-03-02T08:58', '2020-03-02T14:05', 'ko')).toContain('오전 8시 58분부터 오후 2시 5분까지')
  expect(window('2020-03-02T08:58', '2020-03-02T12:00', 'ko')).toContain('오전 8시 58분부터 낮 12시까지')
  expect(window('2020-03-02T12:00', '2020-03-02T14:00', 'ko')).toContain('낮 12시부터 오후 2시까지')
  expect(window('2020-03-02T00:30', '2020-03-03T00:45', 'ko')).toContain(
    '0시 30분부터 3월 3일(화) 0시 45분까지',
  )
})

test('the date is repeated when midnight is crossed, and the year when it changes', () => {
  expect(window('2021-05-05T21:47', '2021-05-06T00:08', 'ko')).toBe(
    '2021년 5월 5일(수) 오후 9시 47분부터 5월 6일(목) 0시 8분까지',
  )
  expect(window('2021-05-05T21:47', '2021-05-06T00:08', 'en')).toBe(
    'May 5, 2021, 21:47 – May 6, 2021, 00:08 KST',
  )
  expect(window('2019-12-31T23:50', '2020-01-01T00:10', 'ko')).toBe(
    '2019년 12월 31일(화) 오후 11시 50분부터 2020년 1월 1일(수) 0시 10분까지',
  )
})

test('weekday and zone are shown on demand', () => {
  expect(window('2020-03-02T08:58', '2020-03-02T10:17', 'ko', { zone: true })).toBe(
    '2020년 3월 2일(월) 오전 8시 58분부터 10시 17분까지(한국시간)',
  )
  expect(window('2020-03-02T08:58', '2020-03-02T10:17', 'en', { weekday: true, zone: false })).toBe(
    'Monday, March 2, 2020, 08:58–10:17',
  )
})

test('where the clocks change in between, both ends name their zone', () => {
  const from = instantFromRfc3339('2021-11-07T01:30:00-04:00')
  const until = instantFromRfc3339('2021-11-07T01:15:00-05:00')
  expect(windowText(from, until, 'America/New_York', 'en')).toBe('November 7, 2021, 01:30 EDT–01:15 EST')
  expect(windowText(from, until, 'America/New_York', 'ko')).toContain(
    '오전 1시 30분(EDT)부터 1시 15분까지(EST)',
  )
})

test('a window without an end is open', () => {
  expect(windowText(at('2020-03-02T08:58'), null, SEOUL, 'ko')).toBe('2020년 3월 2일(월) 오전 8시 58분부터')
  expect(windowText(at('2020-03-02T08:58'), null, SEOUL, 'en')).toBe('since March 2, 2020, 08:58 KST')
})

test('single points in time', () => {
  const noon = at('2018-11-22T12:00')
  expect(dateText(noon, SEOUL, 'ko')).toBe('2018년 11월 22일(목)')
  expect(dateText(noon, SEOUL, 'ko', { year: false })).toBe('11월 22일(목)')
  expect(dateText(noon, SEOUL, 'en', { weekday: true })).toBe('Thursday, November 22, 2018')
  expect(timeText(noon, SEOUL, 'ko')).toBe('낮 12시')
  expect(timeText(noon, SEOUL, 'en')).toBe('12:00')
  expect(dateTimeText(noon, SEOUL, 'en')).toBe('November 22, 2018, 12:00 KST')
  expect(timeText(instantFromRfc3339('2020-03-02T08:00:30+09:00'), SEOUL, 'ko')).toBe('오전 8시 0분 30초')
})

test('readings are written with what is known about them', () => {
  const nine = at('2020-03-02T09:00')
  const range = { shape: 'range', at: at('2020-03-02T08:58'), until: nine } as const
  expect(valueText({ shape: 'about', at: nine }, SEOUL, 'ko')).toBe('2020년 3월 2일(월) 오전 9시경')
  expect(valueText({ shape: 'about', at: nine }, SEOUL, 'en')).toBe('March 2, 2020, about 09:00 KST')
  expect(valueText(range, SEOUL, 'ko')).toBe('2020년 3월 2일(월) 오전 8시 58분에서 9시 사이')
  expect(valueText(range, SEOUL, 'en')).toBe('March 2, 2020, between 08:58 and 09:00 KST')
  expect(compactValue({ shape: 'about', at: nine }, SEOUL, 'ko', { year: false })).toBe('3월 2일(월) 09:00경')
  expect(compactValue({ shape: 'about', at: nine }, SEOUL, 'en')).toBe('Mon 2 Mar 2020 ~09:00')
})

test.each([
  [79, '1시간 19분', '약 1시간 20분', '1 hour 19 minutes', 'about 1 hour 20 minutes', '1h 19m'],
  [135, '2시간 15분', '2시간 15분', '2 hours 15 minutes', '2 hours 15 minutes', '2h 15m'],
  [33, '33분', '약 35분', '33 minutes', 'about 35 minutes', '33m'],
  [6, '6분', '6분', '6 minutes', '6 minutes', '6m'],
  [60, '1시간', '1시간', '1 hour', '1 hour', '1h'],
  [7653, '127시간 33분', '약 127시간 30분', '127 hours 33 minutes', 'about 127 hours 30 minutes', '127h 33m'],
  [
    78.5,
    '1시간 18분 30초',
    '약 1시간 20분',
    '1 hour 18 minutes 30 seconds',
    'about 1 hour 20 minutes',
    '1h 18m 30s',
  ],
  [0.5, '30초', '30초', '30 seconds', '30 seconds', '30s'],
  [0, '0분', '0분', '0 minutes', '0 minutes', '0m'],
  [-54, '-54분', '약 -55분', '-54 minutes', 'about -55 minutes', '-54m'],
])('%d minutes in words', (minutes, ko, koRounded, en, enRounded, compact) => {
  expect(minutesText(minutes, 'ko')).toBe(ko)
  expect(minutesText(minutes, 'ko', { style: 'rounded' })).toBe(koRounded)
  expect(minutesText(minutes, 'en')).toBe(en)
  expect(minutesText(minutes, 'en', { style: 'rounded' })).toBe(enRounded)
  expect(compactMinutes(minutes, 'en')).toBe(compact)
  expect(compactMinutes(minutes, 'ko')).toBe(ko)
})

test('a duration that rests on "about" never shows exact minutes', () => {
  const recorded = { key: 'impact', outcome: 'recorded', minutes: 77 } as const
  expect(durationText({ ...recorded, approximate: false }, 'ko')).toBe('1시간 17분')
  expect(durationText({ ...recorded, approximate: true }, 'ko')).toBe('약 1시간 15분')
  expect(durationText({ ...recorded, minutes: 75, approximate: true }, 'en')).toBe('about 1 hour 15 minutes')
  expect(
    durationText(
      { key: 'impact', outcome: 'recorded', range: { min: 77, max: 79 }, approximate: false },
      'ko',
    ),
  ).toBe('1시간 17분에서 1시간 19분 사이')
  expect(durationText({ key: 'impact', outcome: 'pending', because: { code: 'x' } }, 'ko')).toBeNull()
  expect(minutesRangeText({ min: 79, max: 79 }, 'en')).toBe('1 hour 19 minutes')
})

test('compact forms for the screen', () => {
  const start = at('2020-03-02T08:58')
  expect(compactDateTime(start, SEOUL, 'en')).toBe('Mon 2 Mar 2020 08:58')
  expect(compactDateTime(start, SEOUL, 'ko', { year: false })).toBe('3월 2일(월) 08:58')
  expect(compactWindow(start, at('2020-03-02T10:17'), SEOUL, 'en')).toBe('Mon 2 Mar 2020 08:58–10:17')
  expect(compactWindow(start, at('2020-03-03T00:10'), SEOUL, 'ko', { year: false })).toBe(
    '3월 2일(월) 08:58 ~ 3월 3일(화) 00:10',
  )
  expect(compactWindow(start, null, SEOUL, 'en')).toBe('Mon 2 Mar 2020 08:58 –')
})

test('what is known to the day is written without a time of day, in every zone and on days of 23 hours', () => {
  const day = wholeDay('2020-03-02', SEOUL)
  expect(valueText(day, SEOUL, 'ko')).toBe('2020년 3월 2일(월)')
  expect(valueText(day, SEOUL, 'en', { zone: true })).toBe('March 2, 2020')
  expect(compactValue(day, SEOUL, 'en')).toBe('Mon 2 Mar 2020')
  expect(compactSpan(day, { shape: 'instant', at: at('2020-03-02T10:17') }, SEOUL, 'ko')).toBe(
    '2020년 3월 2일(월) ~ 2020년 3월 2일(월) 10:17',
  )
  expect(compactSpan(day, null, SEOUL, 'ko')).toBe('2020년 3월 2일(월) ~')
  // Typed as a range over the whole day: no more is known.
  const typed = { shape: 'range' as const, at: at('2020-03-02T00:00'), until: at('2020-03-03T23:59') }
  expect(valueText(typed, SEOUL, 'ko')).toBe('2020년 3월 2일(월)에서 3월 3일(화) 사이')
  expect(valueText(typed, SEOUL, 'en')).toBe('between March 2, 2020 and March 3, 2020')
  expect(valueText({ ...typed, at: at('2020-03-02T00:10') }, SEOUL, 'ko')).toContain('0시 10분')
  const changed = wholeDay('2020-03-08', 'America/New_York')
  expect(valueText(changed, 'America/New_York', 'en')).toBe('March 8, 2020')
  expect(knownDays(changed, SEOUL)).toBeNull()
})

test('no Korean time has 오후 before 12 to 24 or an 오전 before 12 or 0', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e9 }), (second) => {
      const text = timeText((second * 1000) as Instant, SEOUL, 'ko')
      expect(text).toMatch(/^(0시|낮 12시|(오전|오후) ([1-9]|1[01])시)/)
    }),
  )
})

test('rounding keeps the order of lengths and stays near', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 20_000, noNaN: true }),
      fc.double({ min: 1, max: 20_000, noNaN: true }),
      (a, b) => {
        if (a <= b) expect(roundMinutes(a)).toBeLessThanOrEqual(roundMinutes(b))
        expect(Math.abs(roundMinutes(a) - a)).toBeLessThanOrEqual(Math.max(0.5, a * 0.25))
      },
    ),
  )
})

test('Japanese writes 24 hours without spaces, two digits of the minute, and repeats a new day', () => {
  expect(window('2020-03-02T08:58', '2020-03-02T10:17', 'ja')).toBe('2020年3月2日(月)8時58分〜10時17分')
  expect(window('2020-01-01T00:00', '2020-01-01T14:05', 'ja')).toBe('2020年1月1日(水)0時00分〜14時05分')
  expect(window('2021-05-05T21:47', '2021-05-06T00:08', 'ja')).toBe(
    '2021年5月5日(水)21時47分〜5月6日(木)0時08分',
  )
  expect(window('2019-12-31T23:50', '2020-01-01T00:10', 'ja')).toContain('〜2020年1月1日(水)0時10分')
  expect(windowText(at('2020-03-02T08:58'), null, SEOUL, 'ja')).toBe('2020年3月2日(月)8時58分から')
})

test('Japanese names the zone in full brackets, and Korean and Japanese time by name', () => {
  const zoned = { zone: true }
  expect(window('2020-03-02T08:58', '2020-03-02T10:17', 'ja', zoned)).toBe(
    '2020年3月2日(月)8時58分〜10時17分（韓国時間）',
  )
  const noon = instantFromRfc3339('2020-03-02T12:00:00+09:00')
  expect(dateTimeText(noon, 'Asia/Tokyo', 'ja', zoned)).toBe('2020年3月2日(月)12時00分（日本時間）')
  expect(dateTimeText(noon, 'UTC', 'ja', zoned)).toBe('2020年3月2日(月)3時00分（UTC）')
})

test('Japanese says 頃 of a time that is not known to the minute, and 約 of a rounded length only', () => {
  const nine = at('2020-03-02T09:00')
  expect(valueText({ shape: 'about', at: nine }, SEOUL, 'ja')).toBe('2020年3月2日(月)9時頃')
  expect(valueText({ shape: 'about', at: at('2020-03-02T09:05') }, SEOUL, 'ja')).toContain('9時05分頃')
  const range = { shape: 'range' as const, at: at('2020-03-02T08:58'), until: nine }
  expect(valueText(range, SEOUL, 'ja')).toBe('2020年3月2日(月)8時58分〜9時00分の間')
  expect(compactValue({ shape: 'about', at: nine }, SEOUL, 'ja', { year: false })).toBe('3月2日(月) 09:00頃')
  expect(minutesText(79, 'ja')).toBe('1時間19分')
  expect(minutesText(79, 'ja', { style: 'rounded' })).toBe('約1時間20分')
  expect(minutesText(135, 'ja', { style: 'rounded' })).toBe('2時間15分')
  expect(minutesText(0.5, 'ja')).toBe('30秒')
})
