import { expect, test } from 'vitest'
import { countsUnder, DEFAULT_COUNTING_RULE, ruleWords, type Countable } from '#app/domain/counting-rule.ts'
import { countingRuleSchema } from '#app/domain/counting-rule-schema.ts'
import { MINUTE, type Instant } from '#app/domain/instant.ts'

const START = Date.UTC(2020, 2, 2) as Instant

function incident(values: Partial<Countable> & { minutes?: number }): Countable {
  const { minutes = 79, ...rest } = values
  return {
    kind: 'incident',
    severity: 'major',
    serviceIds: ['messenger'],
    startedAt: START,
    endedAt: (START + minutes * MINUTE) as Instant,
    ...rest,
  }
}

test('the default rule counts every incident and no maintenance', () => {
  expect(countsUnder(DEFAULT_COUNTING_RULE, incident({}))).toBe('yes')
  expect(countsUnder(DEFAULT_COUNTING_RULE, incident({ endedAt: null, serviceIds: [] }))).toBe('yes')
  expect(countsUnder(DEFAULT_COUNTING_RULE, incident({ kind: 'maintenance' }))).toBe('no')
})

test('a rule looks at services and severities', () => {
  const rule = { ...DEFAULT_COUNTING_RULE, services: ['messenger'], severities: ['critical' as const] }
  expect(countsUnder(rule, incident({ severity: 'critical', serviceIds: ['pay', 'messenger'] }))).toBe('yes')
  expect(countsUnder(rule, incident({ severity: 'critical', serviceIds: ['pay'] }))).toBe('no')
  expect(countsUnder(rule, incident({ severity: 'major' }))).toBe('no')
})

test('the shortest length belongs to the rule', () => {
  const rule = { ...DEFAULT_COUNTING_RULE, minimumMinutes: 120 }
  expect([119, 120, 121].map((minutes) => countsUnder(rule, incident({ minutes })))).toEqual([
    'no',
    'yes',
    'yes',
  ])
})

test('an incident of unknown length is not measured against the shortest length', () => {
  const rule = { ...DEFAULT_COUNTING_RULE, minimumMinutes: 1 }
  expect(countsUnder(rule, incident({ endedAt: null }))).toBe('length_unknown')
  expect(countsUnder(rule, incident({ minutes: -5 }))).toBe('length_unknown')
  expect(countsUnder(rule, incident({ endedAt: null, kind: 'maintenance' }))).toBe('no')
})

test('a rule needs services, severities, a zone that exists and a sensible length', () => {
  expect(countingRuleSchema.safeParse(DEFAULT_COUNTING_RULE).success).toBe(true)
  const refused = [
    { services: [] },
    { severities: [] },
    { zone: 'Asia/Soul' },
    { minimumMinutes: -1 },
    { minimumMinutes: 0.5 },
    { minimumMinutes: 10_081 },
    { severities: ['urgent'] },
  ]
  for (const change of refused) {
    expect(
      countingRuleSchema.safeParse({ ...DEFAULT_COUNTING_RULE, ...change }).success,
      JSON.stringify(change),
    ).toBe(false)
  }
})

test('the same rule is stored the same way however it was ticked', () => {
  const parsed = countingRuleSchema.parse({
    ...DEFAULT_COUNTING_RULE,
    services: ['b', 'a', 'b'],
    severities: ['minor', 'critical', 'minor'],
  })
  expect([parsed.services, parsed.severities]).toEqual([
    ['a', 'b'],
    ['critical', 'minor'],
  ])
})

test('a rule says in one line what it counts', () => {
  const context = { zone: 'Asia/Seoul', serviceName: (id: string) => id.toUpperCase() }
  expect(ruleWords(DEFAULT_COUNTING_RULE, 'ko', context)).toBe(
    '모든 서비스 · 모든 심각도 · 지속 시간과 관계없이 · 예정된 점검 제외 · 시작 시각 기준(Asia/Seoul)',
  )
  const narrow = {
    services: ['pay'],
    severities: ['critical' as const, 'major' as const],
    minimumMinutes: 30,
    maintenance: true,
    zone: 'UTC',
    whoCounts: 'the on-call team',
  }
  expect(ruleWords(narrow, 'en', context)).toBe(
    'services: PAY · severity: critical, major · 30 min or longer · planned maintenance included · by the time they began (UTC) · counted by the on-call team',
  )
})
