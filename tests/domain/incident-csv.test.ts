import { expect, test } from 'vitest'
import { csvCells, csvHead } from '#app/domain/csv.ts'
import { incidentCsvColumns, type IncidentCsvRow } from '#app/domain/incident-csv.ts'
import { at } from '#tests/factories.ts'
import { exactly, markersAt, originRecord } from '#tests/origin-record.ts'

function cells(changes: Partial<IncidentCsvRow> = {}, zone = 'Asia/Seoul'): Record<string, string> {
  const columns = incidentCsvColumns(zone)
  const row = { ...originRecord(), startedAt: null, endedAt: null, ...changes }
  const written = csvCells(columns, row)
  return Object.fromEntries(csvHead(columns).map((name, index) => [name, written[index]!]))
}

test('the origin as a row: times with the offset of the zone, minutes as a number', () => {
  expect(cells()).toEqual({
    reference: '2020-002',
    title: '카카오톡 메시지 전송 오류',
    kind: 'incident',
    severity: 'major',
    state: 'open',
    services_ko: '카카오톡',
    services_en: 'KakaoTalk',
    factors: 'network',
    started_at: '2020-03-02T08:58:00+09:00',
    started_at_precision: 'instant',
    ended_at: '2020-03-02T10:17:00+09:00',
    ended_at_precision: 'instant',
    duration_minutes: '79',
    duration_minutes_min: '',
    duration_minutes_max: '',
    closed_at: '',
  })
  expect(cells({}, 'Europe/London').started_at).toBe('2020-03-01T23:58:00+00:00')
})

test('a range has both ends of its length, and not one figure', () => {
  const end = {
    shape: 'range',
    at: at('2020-03-02T10:15:00+09:00'),
    until: at('2020-03-02T10:17:00+09:00'),
  } as const
  const markers = markersAt({ impact_start: exactly('2020-03-02T08:58:00+09:00'), impact_end: end })
  expect(cells({ markers })).toMatchObject({
    ended_at: '2020-03-02T10:17:00+09:00',
    ended_at_precision: 'range',
    duration_minutes: '',
    duration_minutes_min: '77',
    duration_minutes_max: '79',
  })
})

test('what is not known is empty', () => {
  expect(cells({ markers: markersAt({}), services: [] })).toMatchObject({
    services_ko: '',
    started_at: '',
    started_at_precision: '',
    ended_at: '',
    duration_minutes: '',
    duration_minutes_min: '',
  })
})
