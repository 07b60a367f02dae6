import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCstate } from '#app/importers/cstate.ts'
import { at } from '#tests/factories.ts'
import { bytes, codes, issue, LATER } from './fixtures.ts'

const options = { zone: 'UTC', now: at(LATER) }

function read(file: Uint8Array, zone = 'UTC') {
  const { drafts, findings } = readCstate([{ name: '2024-03-02-queue.md', bytes: file }], {
    ...options,
    zone,
  })
  return { draft: drafts[0]!, findings }
}

test('an issue becomes a draft with its times, services and text', () => {
  const { draft, findings } = read(issue())
  expect(findings).toEqual([])
  expect(draft).toMatchObject({
    sourceId: '2024-03-02-queue.md',
    kind: 'incident',
    severity: 'critical',
    title: 'Builds wait in the queue',
    summary: 'The queue is stuck.',
    started: { shape: 'instant', at: at('2024-03-02T08:58:00Z') },
    ended: { shape: 'instant', at: at('2024-03-02T10:17:00Z') },
    isOver: true,
    serviceNames: ['Builds', 'Downloads'],
  })
})

test('an end before the start is left out and shown as it was written, never swapped', () => {
  const { draft, findings } = read(issue({ resolvedWhen: '2024-02-28T10:17:00Z' }))
  expect(draft.started?.at).toBe(at('2024-03-02T08:58:00Z'))
  expect(draft.ended).toBeNull()
  expect(findings).toMatchObject([
    { code: 'end_before_start', params: { start: '2024-03-02T08:58:00Z', end: '2024-02-28T10:17:00Z' } },
  ])
})

test('an end at the very start is no length', () => {
  const { draft, findings } = read(issue({ resolvedWhen: '2024-03-02T08:58:00Z' }))
  expect(draft.ended).toBeNull()
  expect(codes(findings)).toEqual(['end_equals_start'])
})

test.each([
  ['2024-03-02T9:05:00Z', '2024-03-02T09:05:00Z', 'one_digit_hour'],
  ['2024-03-02T09:05:00-00:00', '2024-03-02T09:05:00Z', 'unknown_offset'],
  ['2024-03-02 09:05:00', '2024-03-02T09:05:00Z', 'no_offset'],
  ['2024-03-02T09:05', '2024-03-02T09:05:00Z', 'no_offset'],
  ['"2024-03-02T18:05:00+09:00"', '2024-03-02T09:05:00Z', null],
])('the time %s is read, and said how', (written, meant, code) => {
  const { draft, findings } = read(issue({ date: written }))
  expect(draft.started?.at).toBe(at(meant))
  expect(codes(findings)).toEqual(code === null ? [] : [code])
})

test('a time without an offset is read in the zone that is given', () => {
  const { draft } = read(issue({ date: '2024-03-02 17:58:00' }), 'Asia/Seoul')
  expect(draft.started?.at).toBe(at('2024-03-02T08:58:00Z'))
})

test.each(['2024-13-02T09:05:00Z', '2024-02-30T09:05:00Z', '2024-03-02T25:05:00Z', 'yesterday'])(
  'the start %s is none: the incident is loaded without one',
  (date) => {
    const { draft, findings } = read(issue({ date }))
    expect(draft.started).toBeNull()
    expect(codes(findings)).toEqual(['start_unreadable'])
  },
)

test('what is called over without saying when has no end, and what is not over needs none', () => {
  expect(codes(read(issue({ resolvedWhen: null })).findings)).toEqual(['end_missing'])
  const open = read(issue({ resolved: 'false', resolvedWhen: null }))
  expect(open.findings).toEqual([])
  expect(open.draft).toMatchObject({ isOver: false, ended: null })
})

test('nothing has begun or ended in the future', () => {
  expect(codes(read(issue({ date: '2027-01-01T00:00:00Z', resolved: 'false' })).findings)).toEqual([
    'start_in_future',
  ])
  expect(codes(read(issue({ resolvedWhen: '2027-01-01T00:00:00Z' })).findings)).toEqual(['end_in_future'])
})

test('an impact of more than a year is a mistake of the source', () => {
  const { draft, findings } = read(issue({ resolvedWhen: '2025-04-02T10:17:00Z' }))
  expect(draft.ended).toBeNull()
  expect(codes(findings)).toEqual(['end_over_a_year'])
})

test('maintenance that stands under severity down is maintenance, and said to be', () => {
  const { draft, findings } = read(issue({ title: 'Maintenance of the cluster' }))
  expect(draft).toMatchObject({ kind: 'maintenance', severity: 'critical' })
  expect(findings).toMatchObject([{ code: 'looks_planned', params: { severity: 'down' } }])
})

test('issues without services, with one name instead of a list, and with an unknown severity are loaded', () => {
  expect(codes(read(issue({ affected: null })).findings)).toEqual(['no_services'])
  expect(read(issue({ affected: 'Builds' })).draft.serviceNames).toEqual(['Builds'])
  const odd = read(issue({ severity: 'catastrophic' }))
  expect(odd.draft.severity).toBe('minor')
  expect(codes(odd.findings)).toEqual(['severity_unknown'])
})

test.each([
  ['no front matter', bytes('# A page\n')],
  ['front matter that is no YAML', bytes('---\ntitle: [\n---\n')],
  ['front matter that is a list', bytes('---\n- a\n---\n')],
  ['bytes that are no UTF-8', Uint8Array.from([0x2d, 0x2d, 0x2d, 0x0a, 0xff, 0xfe])],
  ['an empty file', bytes('')],
])('%s is refused with its name', (_, file) => {
  const { drafts, findings } = readCstate([{ name: 'a.md', bytes: file }], options)
  expect(drafts).toEqual([])
  expect(findings).toMatchObject([{ where: 'a.md', code: 'unreadable' }])
})

test('drafts come in the order in which their incidents began, those without a start last', () => {
  const files = [
    { name: 'c.md', bytes: issue({ date: null }) },
    { name: 'b.md', bytes: issue({ date: '2024-03-02T09:00:00Z' }) },
    { name: 'a.md', bytes: issue() },
    { name: 'a.md', bytes: issue({ title: 'again' }) },
  ]
  const { drafts, findings } = readCstate(files, options)
  expect(drafts.map(({ sourceId }) => sourceId)).toEqual(['a.md', 'b.md', 'c.md'])
  expect(codes(findings)).toContain('twice_in_source')
})

test('text of any length and with any character fits into the record', () => {
  const { draft, findings } = read(
    issue({ title: `"${'😀'.repeat(150)}"` }, `a\r\nb\u0000c${'x'.repeat(20_000)}`),
  )
  expect(draft.title.length).toBeLessThanOrEqual(200)
  expect(draft.title.isWellFormed()).toBe(true)
  expect(draft.summary).toMatch(/^a\nbcx+$/)
  expect(codes(findings)).toEqual(['text_cut', 'text_cut'])
})

test('no bytes make it throw, and no draft ends before it starts', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('2024-03-02T9:00:00-00:00', '2024-03-01 09:00:00', 'true', '[]'),
  )
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.record({ title: text, date: text, resolvedWhen: text, affected: text }),
      (raw, fields) => {
        const { drafts } = readCstate(
          [
            { name: 'raw.md', bytes: raw },
            { name: 'fields.md', bytes: issue(fields) },
          ],
          options,
        )
        for (const { started, ended } of drafts) {
          if (started !== null && ended !== null) expect(ended.at).toBeGreaterThan(started.at)
        }
      },
    ),
  )
})
