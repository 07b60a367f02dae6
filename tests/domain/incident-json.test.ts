import { expect, test } from 'vitest'
import { incidentJson } from '#app/domain/incident-json.ts'
import { at } from '#tests/factories.ts'
import { exactly, marker, markersAt, originRecord } from '#tests/origin-record.ts'

test('times carry the offset that the zone had at that time', () => {
  const json = incidentJson(originRecord({ zone: 'Europe/London' }))
  const start = json.markers.find((one) => one.key === 'impact_start')
  expect(start?.chosen?.at).toBe('2020-03-01T23:58:00+00:00')
  expect(incidentJson(originRecord()).markers[0]?.chosen?.at).toBe('2020-03-02T08:58:00+09:00')
})

test('a recorded duration has minutes, a range has both ends, and what is not known has neither', () => {
  const markers = markersAt({
    impact_start: exactly('2020-03-02T08:58:00+09:00'),
    impact_end: {
      shape: 'range',
      at: at('2020-03-02T10:15:00+09:00'),
      until: at('2020-03-02T10:17:00+09:00'),
    },
  })
  const ranged = incidentJson(originRecord({ markers })).durations
  expect(ranged.find((one) => one.key === 'impact')).toMatchObject({
    outcome: 'recorded',
    range: { min: 77, max: 79 },
  })
  const { durations } = incidentJson(originRecord())
  expect(durations.find((one) => one.key === 'impact')).toMatchObject({ outcome: 'recorded', minutes: 79 })
  const detect = durations.find((one) => one.key === 'detect')
  expect(detect).toMatchObject({ outcome: 'pending' })
  expect(detect).not.toHaveProperty('minutes')
})

test('every reading is there, and says whether it is the chosen one', () => {
  const start = marker('impact_start', exactly('2020-03-02T08:58:00+09:00'))
  const other = {
    ...start.readings[0]!,
    id: 'other',
    value: { shape: 'about', at: at('2020-03-02T09:00:00+09:00') } as const,
  }
  const json = incidentJson(
    originRecord({
      markers: { ...markersAt({}), impact_start: { ...start, readings: [...start.readings, other] } },
    }),
  )
  expect(json.markers[0]).toMatchObject({
    key: 'impact_start',
    disagreement: true,
    readings: [
      { chosen: true, shape: 'instant' },
      { chosen: false, shape: 'about', at: '2020-03-02T09:00:00+09:00' },
    ],
  })
  expect(json.markers.map((one) => one.key)).toContain('resolved')
})

test('what is plain JSON stays the same through JSON', () => {
  const json = incidentJson(originRecord())
  expect(JSON.parse(JSON.stringify(json))).toEqual(json)
})
