import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  axisTicks,
  barLabelPlace,
  fitAxis,
  fitText,
  labelLevels,
  position,
  spreadLabels,
  textWidth,
  timeBarContent,
} from '#app/components/time-bar/layout.ts'
import type { IncidentRecord, Statement } from '#app/domain/incident-record.ts'
import { DAY, HOUR, instantFromRfc3339, MINUTE, type Instant } from '#app/domain/instant.ts'
import { emptyMarkers, type MarkerKey, type TimeValue } from '#app/domain/markers.ts'
import { NO_WORDING } from '#app/domain/public-wording.ts'
import type { Symptom } from '#app/domain/symptoms.ts'

const ZONE = 'Asia/Seoul'
const at = (text: string) => instantFromRfc3339(`${text}:00+09:00`)
const exactly = (text: string): TimeValue => ({ shape: 'instant', at: at(text) })
const LATER = at('2026-11-22T12:00')

/** A record with these values; the first of each marker is the chosen one. */
function recordWith(
  values: Partial<Record<MarkerKey, TimeValue[]>>,
  more: Partial<IncidentRecord> = {},
): IncidentRecord {
  const markers = emptyMarkers()
  for (const [key, list] of Object.entries(values) as [MarkerKey, TimeValue[]][]) {
    const readings = list.map((value, index) => ({
      id: `${key}-${index}`,
      markerKey: key,
      value,
      source: '',
      sourceUrl: '',
      recordedAt: LATER,
      recordedBy: '',
    }))
    markers[key] = { ...markers[key], readings, chosen: readings[0] ?? null }
  }
  return {
    id: 'incident',
    reference: '2020-002',
    kind: 'incident',
    severity: 'major',
    title: '',
    summary: '',
    cause: '',
    factors: [],
    closedAt: null,
    removedAt: null,
    removedReason: '',
    recordedAt: LATER,
    recordedBy: '',
    version: 1,
    zone: ZONE,
    services: [],
    markers,
    symptoms: [],
    timeline: [],
    statements: [],
    actionItems: [],
    wording: NO_WORDING,
    deniedCauses: [],
    ...more,
  }
}

function symptom(id: string, startedAt: Instant | null, endedAt: Instant | null): Symptom {
  return {
    id,
    serviceId: null,
    surface: 'mobile',
    kind: 'error',
    textKo: '',
    textJa: '',
    textEn: '',
    errorText: '',
    startedAt,
    endedAt,
    sharePercent: null,
    users: null,
    measuredHow: '',
    position: 0,
    version: 1,
  }
}

function statement(id: string, saidAt: Instant | null): Statement {
  return {
    id,
    version: 1,
    revision: 1,
    speaker: '',
    side: 'us',
    channel: '',
    saidAt,
    saidAtApproximate: false,
    text: '',
    language: 'ko',
    url: '',
    reason: '',
    recordedAt: LATER,
    recordedBy: '',
  }
}

const ENDED = {
  impact_start: [exactly('2020-03-02T08:58'), { shape: 'about', at: at('2020-03-02T09:00') }],
  impact_end: [exactly('2020-03-02T10:17')],
  first_public_word: [exactly('2020-03-02T11:11')],
} satisfies Partial<Record<MarkerKey, TimeValue[]>>

test('a record without any time has no picture', () => {
  expect(timeBarContent(recordWith({}), LATER)).toBeNull()
  expect(timeBarContent(recordWith({}, { statements: [statement('s', null)] }), LATER)).toBeNull()
})

test('the bar spans the impact and reaches to the first public word', () => {
  const content = timeBarContent(recordWith(ENDED), LATER)!
  expect(content.impact).toMatchObject({
    from: at('2020-03-02T08:58'),
    until: at('2020-03-02T10:17'),
    end: 'known',
  })
  expect(content.until).toBe(at('2020-03-02T11:11'))
  expect(content.now).toBeNull()
})

test('a reading that was not chosen stays beside the chosen one', () => {
  const content = timeBarContent(recordWith(ENDED), LATER)!
  const starts = content.readings.filter((reading) => reading.markerKey === 'impact_start')
  expect(starts.map((reading) => [reading.value.shape, reading.chosen])).toEqual([
    ['instant', true],
    ['about', false],
  ])
})

test('an open incident runs to the present and never has an end', () => {
  const now = at('2020-03-02T09:40')
  const content = timeBarContent(recordWith({ impact_start: [exactly('2020-03-02T08:58')] }), now)!
  expect(content.impact).toMatchObject({ end: 'now', until: now })
  expect(content.now).toBe(now)
})

test('an open incident that nobody touched for years does not stretch its bar to the present', () => {
  const content = timeBarContent(recordWith({ impact_start: [exactly('2020-03-02T08:58')] }), LATER)!
  expect(content.impact!.end).toBe('unknown')
  expect(content.now).toBeNull()
  expect(content.until - content.from).toBeLessThan(DAY)
})

test('a closed incident without a recorded end ends nowhere known', () => {
  const record = recordWith(
    { impact_start: [exactly('2020-03-02T08:58')] },
    { closedAt: at('2020-03-02T12:00') },
  )
  expect(timeBarContent(record, at('2020-03-02T12:30'))!.impact!.end).toBe('unknown')
})

test('a single point has an axis to stand on', () => {
  const content = timeBarContent(recordWith({ detected: [exactly('2020-03-02T08:58')] }), LATER)!
  expect(content.impact).toBeNull()
  expect(content.from).toBeLessThan(at('2020-03-02T08:58'))
  expect(content.until).toBeGreaterThan(at('2020-03-02T08:58'))
})

test('a range as start leaves the bar uncertain until its later bound', () => {
  const content = timeBarContent(
    recordWith({
      impact_start: [{ shape: 'range', at: at('2020-03-02T08:50'), until: at('2020-03-02T08:58') }],
      impact_end: [exactly('2020-03-02T10:17')],
    }),
    LATER,
  )!
  expect(content.impact).toMatchObject({ from: at('2020-03-02T08:50'), certainFrom: at('2020-03-02T08:58') })
})

test('what was said two weeks later is handed back instead of squeezing the picture', () => {
  const record = recordWith(ENDED, { statements: [statement('late', at('2020-03-16T10:00'))] })
  const content = timeBarContent(record, LATER)!
  expect(content.flags).toEqual([])
  expect(content.after).toHaveLength(1)
  expect(content.until).toBe(at('2020-03-02T11:11'))
})

test('an outage of five days is drawn whole', () => {
  const content = timeBarContent(
    recordWith({ impact_start: [exactly('2022-10-15T15:30')], impact_end: [exactly('2022-10-20T23:00')] }),
    LATER,
  )!
  expect(content.until - content.from).toBe(5 * DAY + 7.5 * HOUR)
  const ticks = axisTicks({ from: content.from, until: content.until }, ZONE, 8)
  expect(ticks.every((tick) => tick.day)).toBe(true)
  expect(ticks).toHaveLength(5)
})

test('symptoms without a window of their own take that of the impact', () => {
  const record = recordWith(ENDED, {
    symptoms: [symptom('whole', null, null), symptom('late', at('2020-03-02T09:30'), null)],
  })
  const content = timeBarContent(record, LATER)!
  expect(content.symptoms.map((bar) => [bar.symptomId, bar.from, bar.until, bar.end])).toEqual([
    ['whole', at('2020-03-02T08:58'), at('2020-03-02T10:17'), 'known'],
    ['late', at('2020-03-02T09:30'), at('2020-03-02T10:17'), 'known'],
  ])
})

test('a symptom of which only the end is known fades in', () => {
  const record = recordWith({}, { symptoms: [symptom('end', null, at('2020-03-02T09:30'))] })
  expect(timeBarContent(record, LATER)!.symptoms[0]).toMatchObject({ startUnknown: true, end: 'known' })
})

test('nothing that is drawn lies outside of the picture, whatever the times are', () => {
  const minutes = fc.option(fc.integer({ min: -20_000, max: 20_000 }), { nil: null })
  fc.assert(
    fc.property(
      minutes,
      minutes,
      minutes,
      minutes,
      minutes,
      fc.boolean(),
      (start, end, word, said, felt, closed) => {
        const base = at('2020-03-02T08:58')
        const value = (offset: number | null): TimeValue[] =>
          offset === null ? [] : [{ shape: 'instant', at: (base + offset * MINUTE) as Instant }]
        const moment = (offset: number | null) =>
          offset === null ? null : ((base + offset * MINUTE) as Instant)
        const record = recordWith(
          { impact_start: value(start), impact_end: value(end), first_public_word: value(word) },
          {
            statements: [statement('s', moment(said))],
            symptoms: [symptom('a', moment(felt), null), symptom('b', null, moment(felt))],
            closedAt: closed ? LATER : null,
          },
        )
        const content = timeBarContent(record, LATER)
        if (!content) return
        expect(content.until).toBeGreaterThan(content.from)
        for (const bar of content.symptoms) {
          expect(bar.from).toBeGreaterThanOrEqual(content.from)
          expect(bar.until).toBeGreaterThanOrEqual(bar.from)
          expect(bar.until).toBeLessThanOrEqual(Math.max(content.until, bar.from))
        }
        for (const flag of content.flags) {
          expect(flag.at).toBeGreaterThanOrEqual(content.from)
          expect(flag.at).toBeLessThanOrEqual(content.until)
        }
        const drawn =
          content.readings.length + content.flags.length + content.before.length + content.after.length
        expect(drawn).toBe([start, end, word, said].filter((offset) => offset !== null).length)
      },
    ),
  )
})

test('labels never overlap, and no line to a lower label crosses a higher one', () => {
  const labels = fc.array(
    fc.record({ x: fc.integer({ min: 0, max: 600 }), width: fc.integer({ min: 20, max: 200 }) }),
    { maxLength: 14 },
  )
  fc.assert(
    fc.property(labels, (list) => {
      const levels = labelLevels(list)
      list.forEach((one, i) => {
        list.forEach((other, j) => {
          if (i === j) return
          const overlap = one.x < other.x + other.width && other.x < one.x + one.width
          if (overlap) expect(levels[i]).not.toBe(levels[j])
          // The line of the deeper label stands at its own x, beside the text of the other.
          if (levels[i]! > levels[j]!) expect(one.x > other.x && one.x < other.x + other.width).toBe(false)
        })
      })
    }),
  )
})

test('labels with room between them all stay next to the bar', () => {
  expect(
    labelLevels([
      { x: 0, width: 80 },
      { x: 100, width: 80 },
      { x: 200, width: 80 },
    ]),
  ).toEqual([0, 0, 0])
})

test('every label fits behind its point', () => {
  const axis = fitAxis(
    { from: 0, until: 100 },
    [
      { at: 100, width: 120 },
      { at: 50, width: 30 },
    ],
    600,
  )
  expect(position(axis, 100) * 600 + 120).toBeLessThanOrEqual(600.001)
  expect(position(axis, 0) * 600).toBeCloseTo(20)
})

test('labels beside a vertical axis keep their distance, their order and the frame', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 10 }), (wanted) => {
      const spread = spreadLabels(
        wanted.toSorted((a, b) => a - b),
        30,
        300,
      )
      spread.forEach((y, index) => {
        expect(y).toBeGreaterThanOrEqual(0)
        expect(y).toBeLessThanOrEqual(300)
        if (index > 0) expect(y - spread[index - 1]!).toBeGreaterThanOrEqual(30)
      })
    }),
  )
})

test('ticks stand on round times of the zone', () => {
  const ticks = axisTicks({ from: at('2020-03-02T08:50'), until: at('2020-03-02T11:20') }, ZONE, 6)
  expect(ticks.map((tick) => tick.at)).toEqual(
    ['09:00', '09:30', '10:00', '10:30', '11:00'].map((time) => at(`2020-03-02T${time}`)),
  )
})

test('midnight in the zone is marked as a day', () => {
  const ticks = axisTicks({ from: at('2019-12-31T22:30'), until: at('2020-01-01T02:30') }, ZONE, 5)
  expect(ticks.find((tick) => tick.day)!.at).toBe(at('2020-01-01T00:00'))
})

test('the label of a bar goes behind it, on it, or before it, in this order', () => {
  expect(barLabelPlace({ from: 20, certainFrom: 20, until: 200 }, 100, 600).place).toBe('after')
  expect(barLabelPlace({ from: 20, certainFrom: 20, until: 580 }, 100, 600).place).toBe('inside')
  expect(barLabelPlace({ from: 540, certainFrom: 540, until: 580 }, 100, 600).place).toBe('before')
})

test('text that is too wide is cut with an ellipsis and then fits', () => {
  expect(fitText('짧은 글', 200)).toBe('짧은 글')
  const cut = fitText('결제 버튼을 누르면 오류 화면이 나타나고 금액이 두 번 청구됨', 120)
  expect(cut.endsWith('…')).toBe(true)
  expect(textWidth(cut)).toBeLessThanOrEqual(120)
})
