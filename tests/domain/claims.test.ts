import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '#tests/setup/properties.ts'
import { lengthFit } from '#app/domain/claim-lengths.ts'
import { claimPatterns, readClaims, selfContradictions, type Claim } from '#app/domain/claims.ts'
import { lengthPatterns } from '#app/domain/claim-lengths.ts'
import { timePatterns } from '#app/domain/claim-times.ts'
import type { ClaimTrend } from '#app/domain/claim-verdicts.ts'
import { DEFAULT_COUNTING_RULE } from '#app/domain/counting-rule.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import type { Instant } from '#app/domain/instant.ts'
import type { Reading } from '#app/domain/markers.ts'
import { judgeStatement } from '#app/domain/statement-claims.ts'
import { trendOf, type TrendRow } from '#app/domain/trend.ts'
import { claimMessages, reasonText, REASON_CODES } from '#app/messages/claims.ts'
import { at } from '#tests/factories.ts'
import { exactly, markersAt, originRecord, symptom } from '#tests/origin-record.ts'

const SAID = at('2020-03-02T11:11:00+09:00')
const NOW = at('2020-03-02T15:00:00+09:00')

const STATEMENT =
  '내부 네트워크의 일시적인 오류 발생으로 오전 8시 58분부터 10시 17분까지 약 1시간 20분간 일부 이용자들의 메시지 수·발신 및 로그인 불가 문제가 있었다'
const DENIAL =
  "일각에서 제기하는 '트래픽 급증으로 인한 오류'는 사실이 아니다. 연간 카톡 오류는 2017년 6회→2018년 5회→지난해 2회로 감소 추세다."

/** What came out, in one line per claim: kind, words, verdict, first reasons. */
function judged(
  text: string,
  record: IncidentRecord = originRecord(),
  context: { saidAt?: Instant | null; now?: Instant; trend?: ClaimTrend; trendThen?: ClaimTrend } = {},
): string[] {
  const { saidAt = SAID, now = NOW, ...trends } = context
  return judgeStatement({ text, saidAt }, record, { now, ...trends }).map(
    ({ claim, verdict }) =>
      `${claim.kind} “${claim.quote}” ${verdict.verdict}: ${verdict.reasons.map(({ code }) => code).join(', ')}`,
  )
}

function row(reference: string, start: string, end: string): TrendRow {
  return {
    reference,
    kind: 'incident',
    severity: 'major',
    serviceIds: [],
    startedAt: at(start),
    endedAt: at(end),
  }
}

const NEW_YEAR = row('2020-001', '2020-01-01T00:00:00+09:00', '2020-01-01T02:15:00+09:00')
const SECOND = row('2020-002', '2020-03-02T08:58:00+09:00', '2020-03-02T10:17:00+09:00')
const THIRD = row('2020-003', '2020-03-17T18:43:00+09:00', '2020-03-17T19:16:00+09:00')

function yearly(asOf: string, rows = [NEW_YEAR, SECOND, THIRD]): ClaimTrend {
  const rule = {
    id: 'default',
    version: 1,
    nameKo: '기본 기준',
    nameEn: 'default rule',
    definition: DEFAULT_COUNTING_RULE,
    words: { ko: '', en: '' },
  }
  const reported = [
    [2017, 6],
    [2018, 5],
    [2019, 2],
  ].map(([year, count]) => ({ year: year!, count: count!, source: '신문', sourceUrl: '', ruleStated: '' }))
  return trendOf(rows, { from: 2017, to: 2020, asOf, zone: 'Asia/Seoul', rule, reported })
}

/** The origin record with a second reading of the start, from another outlet. */
function withOtherStart(): IncidentRecord {
  const record = originRecord()
  const chosen = record.markers.impact_start.chosen!
  const other: Reading = {
    ...chosen,
    id: 'other',
    value: exactly('2020-03-02T09:00:00+09:00'),
    source: '다른 신문',
  }
  record.markers.impact_start = { ...record.markers.impact_start, readings: [chosen, other] }
  return record
}

function window(start: string, end: string, changes: Partial<IncidentRecord> = {}): IncidentRecord {
  return originRecord({
    markers: markersAt({ impact_start: exactly(start), impact_end: exactly(end) }),
    ...changes,
  })
}

test('the statement of 2 March 2020 is supported in its times and its rounded duration', () => {
  expect(judged(STATEMENT)).toEqual([
    'cause “내부 네트워크의 일시적인 오류 발생으로” supported: cause_same',
    'window “오전 8시 58분부터 10시 17분까지” supported: window_same',
    'length “약 1시간 20분” supported: length_rounded',
    'scope “일부 이용자들” not_checkable: scope_not_measured',
  ])
})

test('"from 09:00" is a conflicting reading where another outlet says so, and contradicted where nobody does', () => {
  const text = '카카오는 오전 9시부터 10시 17분까지 장애가 있었다고 밝혔다.'
  expect(judged(text, withOtherStart())).toEqual([
    'window “오전 9시부터 10시 17분까지” conflicting: time_other_reading',
  ])
  expect(judged(text)).toEqual(['window “오전 9시부터 10시 17분까지” contradicted: time_contradicted'])
  expect(judged('장애는 77분 동안 이어졌다.', withOtherStart())).toEqual([
    'length “77분” conflicting: duration_other_reading',
  ])
})

test('the denied traffic is asserted, and "decreasing" is neither established nor up to date', () => {
  expect(judged(DENIAL, originRecord(), { trend: yearly('2020-03-02') })).toEqual([
    "denied_cause “트래픽 급증으로 인한 오류'는 사실이 아니다” asserted: denied_cause_unproven",
    'count “2017년 6회” asserted: count_reported',
    'count “2018년 5회” asserted: count_reported',
    'count “지난해 2회” asserted: count_reported',
    'trend “감소 추세” outdated: trend_not_established, trend_leaves_out_year',
  ])
})

test('a claim about years is held against the figures of the day on which it was made', () => {
  const then = yearly('2020-01-31')
  const now = yearly('2020-03-20')
  const said = { saidAt: at('2020-01-31T12:00:00+09:00'), now: at('2020-03-20T12:00:00+09:00') }
  expect(
    judged('연간 장애는 감소 추세다.', originRecord(), { ...said, trendThen: then, trend: now }),
  ).toEqual(['trend “감소 추세” outdated: trend_not_established, trend_turned_since'])
  expect(
    judged('올해 들어 두 번째 장애다.', originRecord(), { trendThen: yearly('2020-03-02'), trend: now }),
  ).toEqual(['count “올해 들어 두 번째” outdated: count_grown'])
})

test('a denial is supported by evidence on record, and contradicted by the stated cause', () => {
  const denied = {
    id: 'd',
    version: 1,
    textKo: '트래픽 급증',
    textEn: '',
    textJa: '',
    saidBy: '',
    evidence: '요청 수 62%',
  }
  expect(judged('트래픽 급증 때문은 아닙니다.', originRecord({ deniedCauses: [denied] }))).toEqual([
    'denied_cause “트래픽 급증 때문은 아닙니다” supported: denied_cause_evidence',
  ])
  expect(
    judged('This was not due to a traffic surge.', originRecord({ cause: 'Traffic surge at nine' })),
  ).toEqual(['denied_cause “was not due to a traffic surge” contradicted: denied_cause_contradicted'])
})

// The traps of real notices.

test('trap 1: a New Year outage belongs to the year of the zone, so "2 in 2019" stands', () => {
  const figures = yearly('2020-12-31')
  expect(figures.years.map(({ year, count }) => [year, count])).toContainEqual([2020, 3])
  expect(judged('2019년 2회', originRecord(), { trend: figures })).toEqual([
    'count “2019년 2회” asserted: count_reported',
  ])
})

test('trap 2: a public end that was corrected later was right when it was said', () => {
  const record = window('2023-05-08T13:35:00+09:00', '2023-05-08T13:50:00+09:00')
  const chosen = { ...record.markers.impact_end.chosen!, recordedAt: at('2023-05-08T18:00:00+09:00') }
  const first = {
    ...chosen,
    id: 'first',
    value: exactly('2023-05-08T13:54:00+09:00'),
    recordedAt: at('2023-05-08T14:00:00+09:00'),
  }
  record.markers.impact_end = { ...record.markers.impact_end, readings: [chosen, first], chosen }
  const saidAt = at('2023-05-08T14:10:00+09:00')
  expect(judged('오후 1시 35분부터 1시 54분까지 19분간 장애가 있었습니다.', record, { saidAt })).toEqual([
    'window “오후 1시 35분부터 1시 54분까지” outdated: time_was_then',
    'length “19분” outdated: length_was_then',
  ])
})

test('trap 3: of two lengths for one outage the rounded one is told from the exact one', () => {
  const record = window('2022-10-15T15:30:00+09:00', '2022-10-20T23:03:00+09:00')
  const saidAt = at('2022-10-21T09:00:00+09:00')
  expect(judged('장애는 127시간 33분 동안 이어졌다.', record, { saidAt })).toEqual([
    'length “127시간 33분” supported: length_same',
  ])
  expect(judged('장애는 127시간 30분 동안 이어졌다.', record, { saidAt })).toEqual([
    'length “127시간 30분” supported: length_rounded, duration_rounded_unsaid',
  ])
})

test('trap 4: two parts of a service that end at two times support both windows', () => {
  const record = window('2023-06-14T21:25:00+09:00', '2023-06-14T23:46:00+09:00', {
    services: [
      {
        id: 'web',
        nameKo: '웹',
        nameEn: 'web',
        nameJa: '',
        startedAt: null,
        endedAt: at('2023-06-14T23:13:00+09:00'),
      },
    ],
  })
  const saidAt = at('2023-06-15T09:00:00+09:00')
  expect(judged('6월 14일 오후 9시 25분부터 11시 13분까지 108분간 웹 장애', record, { saidAt })).toEqual([
    'window “6월 14일 오후 9시 25분부터 11시 13분까지” supported: window_of_part',
    'length “108분” supported: length_of_part',
  ])
  expect(judged('6월 14일 오후 9시 25분부터 11시 46분까지 141분간 앱 장애', record, { saidAt })).toEqual([
    'window “6월 14일 오후 9시 25분부터 11시 46분까지” supported: window_same',
    'length “141분” supported: length_same',
  ])
})

test('trap 5: a stated total that is not the sum of the listed windows contradicts itself', () => {
  const text = `3일간 총 9시간 장애가 있었습니다.
- 2020년 9월 10일 11시 20분 ~ 21시 00분
- 2020년 9월 11일 12시 10분 ~ 12시 40분
- 2020년 9월 14일 09시 20분 ~ 13시 00분`
  const claims = readClaims(text, { zone: 'Asia/Seoul', day: '2020-09-14' })
  const fits = (claim: Extract<Claim, { kind: 'length' }>, minutes: number) =>
    !['wrong', 'too_far'].includes(lengthFit(claim.length, minutes))
  expect(
    selfContradictions(claims, fits).map(({ code, claim, minutes }) => [code, claim.quote, minutes]),
  ).toEqual([['total_not_sum', '총 9시간', 830]])
})

test('trap 5b: a length beside a window that is not as long contradicts itself', () => {
  const claims = readClaims('8시 58분부터 1시 17분까지 약 1시간 20분', {
    zone: 'Asia/Seoul',
    day: '2020-03-02',
  })
  const fits = (claim: Extract<Claim, { kind: 'length' }>, minutes: number) =>
    !['wrong', 'too_far'].includes(lengthFit(claim.length, minutes))
  expect(selfContradictions(claims, fits).map(({ code }) => code)).toEqual(['length_not_of_window'])
})

test('trap 6: a window across midnight ends on the next day, with or without its date', () => {
  const record = window('2021-05-05T21:47:00+09:00', '2021-05-06T00:08:00+09:00')
  const saidAt = at('2021-05-06T09:00:00+09:00')
  expect(
    judged('5월 5일 밤 9시 47분부터 5월 6일 0시 8분까지 장애가 있었습니다.', record, { saidAt }),
  ).toEqual(['window “5월 5일 밤 9시 47분부터 5월 6일 0시 8분까지” supported: window_same'])
  expect(judged('5월 5일 밤 9시 47분부터 0시 8분까지 장애가 있었습니다.', record, { saidAt })).toEqual([
    'window “5월 5일 밤 9시 47분부터 0시 8분까지” supported: window_same',
  ])
  expect(judged('장애는 약 2시간 동안 이어졌다.', record, { saidAt })).toEqual([
    'length “약 2시간” contradicted: duration_rounded_too_far',
  ])
})

test('trap 7: "오후 14시14분" is told as a time that says the half of the day twice', () => {
  const record = window('2022-10-04T14:14:00+09:00', '2022-10-04T14:32:00+09:00')
  const [claim] = judgeStatement({ text: '오후 14시14분부터 장애', saidAt: null }, record, { now: NOW })
  expect(claim?.verdict).toEqual({
    verdict: 'not_checkable',
    reasons: [
      {
        code: 'time_impossible',
        params: expect.objectContaining({ problem: 'time_half_day_with_24h' }) as object,
      },
    ],
  })
})

test('trap 8: approximations hold within what people mean by them', () => {
  const thirtyThree = window('2020-03-17T18:43:00+09:00', '2020-03-17T19:16:00+09:00')
  const said = { saidAt: at('2020-03-17T20:00:00+09:00') }
  for (const words of ['30여분간', '약 30분간', '33분간', '30분 넘게']) {
    const [only] = judged(
      `장애가 ${words}${words.endsWith('간') ? '' : ' 동안'} 이어졌다.`,
      thirtyThree,
      said,
    )
    expect(only, words).toContain('supported')
  }
  const long = window('2021-05-05T21:47:00+09:00', '2021-05-06T00:08:00+09:00')
  expect(judged('장애가 2시간여 동안 이어졌다.', long)[0]).toContain('supported')
  expect(judged('오후 6시 40분께부터 장애가 발생했다.', thirtyThree, said)[0]).toContain('supported')
  expect(judged('오후 6시 20분께부터 장애가 발생했다.', thirtyThree, said)[0]).toContain('contradicted')
})

test('English and Japanese texts say the same things', () => {
  expect(
    judged('From 08:58 to 10:17 KST, for about 1 hour 20 minutes, some users could not sign in.'),
  ).toEqual([
    'window “08:58 to 10:17 KST” supported: window_same',
    'length “about 1 hour 20 minutes” supported: length_rounded',
    'scope “some users” not_checkable: scope_not_measured',
  ])
  const utc = 'On March 1, 2020, between 23:58 UTC and 01:17 UTC the service was unavailable.'
  expect(judged(utc, originRecord(), { saidAt: null })).toEqual([
    'window “March 1, 2020, between 23:58 UTC and 01:17 UTC” supported: window_same',
  ])
  expect(judged('2020年3月2日(月)8時58分から10時17分まで（約1時間20分）障害が発生しました。')).toEqual([
    'window “2020年3月2日(月)8時58分から10時17分まで” supported: window_same',
    'length “約1時間20分” supported: length_rounded',
  ])
})

test('a share of most users refutes "some", and a measured share refutes another one', () => {
  const record = originRecord({ symptoms: [symptom({ sharePercent: 82, measuredHow: 'failed requests' })] })
  expect(judged('일부 이용자에게 장애가 있었습니다.', record)).toEqual([
    'scope “일부 이용자” contradicted: scope_understated',
  ])
  expect(judged('이용자의 3%가 영향을 받았습니다.', record)).toEqual([
    'scope “3%” contradicted: scope_contradicted',
  ])
  expect(judged('82% of users were affected.', record)).toEqual(['scope “82%” supported: scope_share'])
})

test('a promise is held by an action item, and by nothing else', () => {
  const item = {
    id: 'a',
    version: 1,
    title: '네트워크 장비 이중화',
    kind: 'prevent' as const,
    state: 'open' as const,
    owner: '',
    dueOn: '2020-06-30',
    trackerUrl: '',
    promise: true,
  }
  const record = originRecord({
    actionItems: [{ ...originRecord().actionItems[0], ...item } as IncidentRecord['actionItems'][number]],
  })
  expect(judged('6월 30일까지 네트워크 장비를 이중화하겠습니다.', record)).toContainEqual(
    expect.stringContaining('supported: promise_has_action'),
  )
  expect(judged('향후 장애가 반복되지 않도록 최선을 다하겠습니다.', record)).toEqual([
    'promise “향후 장애가 반복되지 않도록 최선을 다하겠습니다” asserted: promise_vague',
  ])
})

test('deadlines, intervals and "ago" are no lengths of the outage', () => {
  for (const text of [
    '장애 신고는 30일 이내에 접수합니다.',
    '장애를 5분마다 확인합니다.',
    'We post updates every 30 minutes during the outage.',
    'The outage ended 2 hours ago.',
  ]) {
    expect(
      judged(text).filter((line) => line.includes('contradicted')),
      text,
    ).toEqual([])
  }
})

test.each([
  [79, 80, 'about', 'rounded'],
  [79, 79, 'about', 'about_exact'],
  [79, 90, 'about', 'too_far'],
  [79, 75, 'about', 'too_far'],
  [79, 80, 'exact', 'rounded_unsaid'],
  [79, 79, 'exact', 'exact'],
  [79, 60, 'exact', 'wrong'],
  [120, 120, 'about', 'exact'],
  [135, 120, 'odd', 'rounded'],
  [79, 60, 'over', 'rounded'],
  [600, 60, 'over', 'wrong'],
  [54, 60, 'under', 'rounded'],
  [33, 30, 'odd', 'rounded'],
  [45, 30, 'odd', 'wrong'],
] as const)('of %i minutes, %i said as %s is %s', (real, stated, manner, fit) => {
  expect(lengthFit({ minutes: stated, manner, unit: stated % 60 === 0 ? 60 : 1 }, real)).toBe(fit)
})

test('reading claims never throws, and every place lies inside the text', () => {
  const word = fc.constantFrom(
    '오전',
    '8시',
    '58분',
    '부터',
    '까지',
    '약',
    '1시간',
    '20분간',
    '2020년',
    '3월 2일',
    '13월 40일',
    '25:61',
    '08:58',
    '–',
    '~',
    '2019년 2회',
    '감소',
    '트래픽',
    '때문은 아니',
    'between',
    'and',
    'UTC',
    '\n',
    '。',
    '午後14時',
    '99999분',
    '{{impact.start}}',
    '오후 24시',
    'for',
    'hours',
    '-',
    '%',
    '이용자',
    '\u0000',
    '\ud83c',
    '약속드립니다',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 6 })), { maxLength: 60 }), (words) => {
      const text = words.join(' ')
      for (const { claim, verdict } of judgeStatement({ text, saidAt: SAID }, originRecord(), { now: NOW })) {
        expect(claim.start).toBeGreaterThanOrEqual(0)
        expect(claim.end).toBeGreaterThan(claim.start)
        expect(claim.end).toBeLessThanOrEqual(text.length)
        expect(claim.quote).toBe(text.slice(claim.start, claim.end))
        expect(verdict.reasons.length).toBeGreaterThan(0)
        for (const language of ['ko', 'en'] as const) {
          for (const reason of verdict.reasons)
            expect(reasonText(reason, language)).not.toMatch(/undefined|NaN|^\w+_\w+$/)
        }
      }
    }),
    { numRuns: runs(300) },
  )
})

test('no pattern repeats without a limit, so the work grows with the text and no faster', () => {
  for (const pattern of [
    ...Object.values(claimPatterns),
    ...Object.values(timePatterns),
    ...Object.values(lengthPatterns),
  ]) {
    expect(withoutClasses(pattern.source), pattern.source.slice(0, 60)).not.toMatch(/[*+]|\{\d+,\}/)
  }
})

/** The source of a pattern without escapes and character classes, where `*` and `+` are ordinary. */
function withoutClasses(source: string): string {
  return source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '')
}

test('every reason has a sentence in both languages', () => {
  for (const code of REASON_CODES) {
    for (const language of ['ko', 'en'] as const)
      expect(reasonText({ code, params: {} }, language)).not.toBe(code)
  }
  expect(Object.keys(claimMessages.ko.verdicts)).toEqual(Object.keys(claimMessages.en.verdicts))
})
