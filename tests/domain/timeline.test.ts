import { expect, test } from 'vitest'
import { parseTime } from '#app/domain/parse-time.ts'
import { viewTimeline, type TimelineEvent } from '#app/domain/timeline.ts'
import { at } from '#tests/factories.ts'

const event = (id: string, recorded: string, changes: Partial<TimelineEvent> = {}): TimelineEvent => ({
  id,
  occurredAt: at('2020-03-02T08:58:00+09:00'),
  approximate: false,
  recordedAt: at(recorded),
  recordedBy: 'Test',
  kind: 'observation',
  text: id,
  source: '',
  sourceUrl: '',
  starred: false,
  evidence: '',
  version: 1,
  ...changes,
})

const EVENTS = [
  event('at once', '2020-03-02T08:59:00+09:00'),
  event('decided', '2020-03-02T09:20:00+09:00', { kind: 'decision', starred: true }),
  event('remembered', '2020-03-03T15:00:00+09:00', { kind: 'decision' }),
]
const ids = (view: Parameters<typeof viewTimeline>[1]) =>
  viewTimeline(EVENTS, view).events.map(({ id }) => id)

test('a view keeps the events of its kind, or those with a star', () => {
  expect(ids({})).toEqual(['at once', 'decided', 'remembered'])
  expect(ids({ kind: 'decision' })).toEqual(['decided', 'remembered'])
  expect(ids({ starred: true })).toEqual(['decided'])
})

test('a replay has what was recorded by then and counts what came later, whatever the filters', () => {
  const knownAt = at('2020-03-02T09:20:00+09:00')
  expect(ids({ knownAt })).toEqual(['at once', 'decided'])
  expect(viewTimeline(EVENTS, { knownAt, kind: 'observation' })).toMatchObject({ addedLater: 1 })
  expect(viewTimeline(EVENTS, {}).addedLater).toBe(0)
})

test('the times of the links of a replay are read back as they are', () => {
  expect(parseTime('2020-03-02 09:30', { zone: 'Asia/Seoul' })).toMatchObject({
    ok: true,
    value: { shape: 'instant', at: at('2020-03-02T09:30:00+09:00') },
  })
})
