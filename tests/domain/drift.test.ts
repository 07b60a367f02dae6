import fc from 'fast-check'
import { expect, test } from 'vitest'
import { correctionText } from '#app/domain/correction-text.ts'
import { driftOf, isWrong, undecided, type KeptDrift } from '#app/domain/drift.ts'
import { FACT_KEYS, factsOf, freezeFacts } from '#app/domain/facts.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { instant, MINUTE } from '#app/domain/instant.ts'
import type { TimeValue } from '#app/domain/markers.ts'
import { at } from '#tests/factories.ts'
import { ORIGIN_ORGANISATION, exactly, markersAt, originRecord } from '#tests/origin-record.ts'

const BOTH = ['ko', 'en'] as const
const START = exactly('2020-03-02T08:58:00+09:00')
const END = exactly('2020-03-02T10:17:00+09:00')

function recordFrom(start: TimeValue | null, end: TimeValue | null, changes: Partial<IncidentRecord> = {}) {
  const times = { ...(start ? { impact_start: start } : {}), ...(end ? { impact_end: end } : {}) }
  return originRecord({ markers: markersAt(times), ...changes })
}

function drift(before: IncidentRecord, after: IncidentRecord, keys: readonly string[] = FACT_KEYS) {
  const used = FACT_KEYS.filter((key) => keys.includes(key))
  return driftOf(
    freezeFacts(factsOf(before, ORIGIN_ORGANISATION), used),
    factsOf(after, ORIGIN_ORGANISATION),
    BOTH,
  )
}

const keysOf = (found: { key: string }[]) => found.map(({ key }) => key)

test('a record that has not changed has no drift, whatever it holds', () => {
  expect(drift(originRecord(), originRecord())).toEqual([])
  const minutes = fc.integer({ min: 1, max: 5000 })
  const shape = fc.constantFrom<TimeValue['shape']>('instant', 'about', 'range')
  fc.assert(
    fc.property(minutes, shape, shape, (length, first, last) => {
      const value = (kind: TimeValue['shape'], begin: number): TimeValue =>
        kind === 'range'
          ? { shape: kind, at: instant(begin), until: instant(begin + 5 * MINUTE) }
          : { shape: kind, at: instant(begin) }
      const begin = at('2020-03-02T08:58:00+09:00')
      const record = recordFrom(value(first, begin), value(last, begin + (length + 10) * MINUTE))
      expect(drift(record, record)).toEqual([])
    }),
  )
})

test('a start that was corrected is one drift with the length, not four', () => {
  const found = drift(recordFrom(START, END), recordFrom(exactly('2020-03-02T09:00:00+09:00'), END))
  expect(keysOf(found)).toEqual(['impact.start', 'impact.duration'])
  expect(found[0]).toMatchObject({
    kind: 'changed',
    said: { ko: '2020년 3월 2일(월) 오전 8시 58분' },
    known: { ko: '2020년 3월 2일(월) 오전 9시' },
  })
  expect(correctionText(found, 'ko')).toBe(
    '장애가 시작된 시각을 ‘2020년 3월 2일(월) 오전 8시 58분’으로 알려 드렸으나, ‘2020년 3월 2일(월) 오전 9시’가 맞습니다. ' +
      '장애 지속 시간을 ‘1시간 19분’으로 알려 드렸으나, ‘1시간 17분’이 맞습니다.',
  )
  expect(correctionText(found, 'en')).toBe(
    'We gave the start of the incident as Monday, March 2, 2020, 08:58 KST. The correct start of the incident is Monday, March 2, 2020, 09:00 KST. ' +
      'We gave the length of the incident as 1 hour 19 minutes. The correct length of the incident is 1 hour 17 minutes.',
  )
})

test('seconds that no text shows are no drift', () => {
  const sameMinute = exactly('2020-03-02T08:58:40+09:00')
  expect(keysOf(drift(recordFrom(START, END), recordFrom(sameMinute, END)))).not.toContain('impact.start')
})

test('a range that still holds and an "about" within its reach are no drift', () => {
  const range: TimeValue = {
    shape: 'range',
    at: at('2020-03-02T08:50:00+09:00'),
    until: at('2020-03-02T09:00:00+09:00'),
  }
  expect(drift(recordFrom(range, END), recordFrom(START, END))).toEqual([])
  const about: TimeValue = { shape: 'about', at: at('2020-03-02T09:00:00+09:00') }
  expect(drift(recordFrom(about, null), recordFrom(START, null))).toEqual([])
  const late = exactly('2020-03-02T09:30:00+09:00')
  expect(keysOf(drift(recordFrom(about, null), recordFrom(late, null)))).toEqual(['impact.start'])
})

test('an exact time that the record now only knows roughly is no longer supported', () => {
  const about: TimeValue = { shape: 'about', at: at('2020-03-02T08:58:00+09:00') }
  const found = drift(recordFrom(START, END), recordFrom(about, END))
  expect(keysOf(found)).toEqual(['impact.start', 'impact.duration'])
  expect(found[1]?.known.ko).toBe('약 1시간 20분')
})

test('an end that becomes known is news, not an error', () => {
  const found = drift(recordFrom(START, null), recordFrom(START, END))
  expect(found.every((one) => one.kind === 'appeared')).toBe(true)
  expect(keysOf(found)).toContain('impact.end')
  expect(found.some(isWrong)).toBe(false)
  expect(correctionText(found, 'ko')).toBe('')
})

test('a fact that vanished is said to be no longer confirmed', () => {
  const found = drift(recordFrom(START, END), recordFrom(START, null), ['impact.start', 'impact.end'])
  expect(found).toMatchObject([{ key: 'impact.end', kind: 'gone' }])
  expect(correctionText(found, 'ko')).toContain('현재로서는 확인되지 않습니다.')
  expect(correctionText(found, 'ja')).toBe('')
})

test('spaces, punctuation and order are no drift; one syllable is', () => {
  const cause = (text: string) => originRecord({ cause: text })
  const only = ['cause']
  expect(drift(cause('전송 불가\n장비 오류'), cause('장비 오류.\n전송불가'), only)).toEqual([])
  expect(keysOf(drift(cause('유출 없음'), cause('유출 있음'), only))).toEqual(['cause'])
})

test('only what the revision said is compared', () => {
  expect(drift(originRecord(), originRecord({ cause: '다른 원인' }), ['impact.start'])).toEqual([])
})

test('a company that changes its name or address makes no old notice wrong', () => {
  const frozen = freezeFacts(factsOf(originRecord(), ORIGIN_ORGANISATION), [
    'organisation.name',
    'organisation.contact',
  ])
  const renamed = { ...ORIGIN_ORGANISATION, nameKo: '새 이름', contactKo: '새 주소' }
  expect(driftOf(frozen, factsOf(originRecord(), renamed), BOTH)).toEqual([])
})

test('a drift that was kept stays decided until the record changes once more', () => {
  const nine = exactly('2020-03-02T09:00:00+09:00')
  const found = drift(recordFrom(START, END), recordFrom(nine, END))
  const kept: KeptDrift[] = found.map(({ key, known }) => ({
    revision: 1,
    factKey: key,
    known,
    reason: '반올림',
    keptAt: 0,
    keptBy: 'A',
  }))
  expect(undecided(found, kept, 1)).toEqual([])
  expect(undecided(found, kept, 2)).toEqual(found)
  const again = drift(recordFrom(START, END), recordFrom(exactly('2020-03-02T09:05:00+09:00'), END))
  expect(keysOf(undecided(again, kept, 1))).toEqual(keysOf(again))
})

test('a correction in Japanese keeps the order of a Japanese notice', () => {
  const words = { key: 'impact.start', kind: 'changed', said: { ja: 'A' }, known: { ja: 'B' } } as const
  expect(correctionText([words], 'ja')).toBe('発生日時を「A」とご案内しておりましたが、正しくは「B」です。')
})
