import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actionAgeing, daysFromTo, isOutstanding, promiseStanding } from '#app/domain/action-item.ts'
import { ACTION_STATES } from '#app/domain/incident-record.ts'
import { at } from '#tests/factories.ts'

const open = { state: 'open', dueOn: '2020-06-30', doneOn: null } as const

test('an item is open through its due day and late from the next one', () => {
  expect(promiseStanding(open, '2020-06-30')).toBe('open')
  expect(promiseStanding(open, '2020-07-01')).toBe('late')
  expect(promiseStanding({ ...open, dueOn: null }, '2030-01-01')).toBe('open_without_day')
})

test('a promise is kept on its day, and kept late afterwards', () => {
  const done = { ...open, state: 'done' } as const
  expect(promiseStanding({ ...done, doneOn: '2020-06-30' }, '2020-12-31')).toBe('kept')
  expect(promiseStanding({ ...done, doneOn: '2020-07-01' }, '2020-12-31')).toBe('kept_late')
  expect(promiseStanding({ ...done, dueOn: null, doneOn: '2020-07-01' }, '2020-12-31')).toBe('kept')
})

test('a promise done on a day that nobody knows was neither kept in time nor late', () => {
  expect(promiseStanding({ ...open, state: 'done' }, '2020-12-31')).toBe('kept_day_unknown')
})

test('looked at from a day before it was done, an item was still open', () => {
  const done = { state: 'done', dueOn: '2020-06-30', doneOn: '2020-08-01' } as const
  expect(promiseStanding(done, '2020-06-15')).toBe('open')
  expect(promiseStanding(done, '2020-07-15')).toBe('late')
})

test('days are counted over the end of a year, of a leap day and back', () => {
  expect(daysFromTo('2019-12-31', '2020-03-01')).toBe(61)
  expect(daysFromTo('2020-03-01', '2019-12-31')).toBe(-61)
  expect(daysFromTo('2020-03-01', '2020-03-01')).toBe(0)
})

test('ageing counts from the day of recording in the zone of the organisation', () => {
  // 1 March in Seoul, still 29 February in UTC.
  const recordedAt = at('2020-03-01T01:00:00+09:00')
  const figures = actionAgeing(
    [
      { ...open, dueOn: '2020-03-05', recordedAt },
      { ...open, dueOn: null, recordedAt: null },
      { state: 'done', dueOn: null, doneOn: '2020-03-04', recordedAt },
      { state: 'done', dueOn: null, doneOn: null, recordedAt },
      { state: 'dropped', dueOn: null, doneOn: null, recordedAt },
    ],
    '2020-03-11',
    'Asia/Seoul',
  )
  expect(figures.standings).toMatchObject({ late: 1, open_without_day: 1, kept: 2, dropped: 1 })
  expect(figures.age).toEqual({ known: 1, median: 10, most: 10, unknown: 1 })
  expect(figures.late).toEqual({ known: 1, median: 6, most: 6 })
  expect(figures.toDone).toEqual({ known: 1, median: 3, most: 3, unknown: 1 })
})

test('figures about nothing have no middle and no zero in its place', () => {
  expect(actionAgeing([], '2020-03-11', 'Asia/Seoul').age).toEqual({
    known: 0,
    median: null,
    most: null,
    unknown: 0,
  })
})

const day = fc
  .integer({ min: 0, max: 800 })
  .map((n) => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10))
const item = fc.record({
  state: fc.constantFrom(...ACTION_STATES),
  dueOn: fc.option(day),
  doneOn: fc.option(day),
  recordedAt: fc.constant(null),
})

test('every item stands in one way, and all together are the items', () => {
  fc.assert(
    fc.property(fc.array(item), day, (items, on) => {
      const { total, standings } = actionAgeing(items, on, 'Asia/Seoul')
      expect(total).toBe(items.length)
      expect(Object.values(standings).reduce((sum, count) => sum + count, 0)).toBe(items.length)
    }),
  )
})

test('what is settled by a day does not come to be outstanding again on a later one', () => {
  fc.assert(
    fc.property(item, day, day, (one, a, b) => {
      const [earlier, later] = a < b ? [a, b] : [b, a]
      if (!isOutstanding(promiseStanding(one, earlier)))
        expect(isOutstanding(promiseStanding(one, later))).toBe(false)
    }),
  )
})
