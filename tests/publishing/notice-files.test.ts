import { expect, test } from 'vitest'
import { FACT_KEYS, factsOf, freezeFacts, writeFacts } from '#app/domain/facts.ts'
import { draftNotice } from '#app/domain/notice-text/index.ts'
import { packBody } from '#app/publishing/compress.ts'
import { renderNoticeFiles, type PublicRevision } from '#app/publishing/notice-files.ts'
import { renderSiteIndex } from '#app/publishing/site-index.ts'
import { at } from '#tests/factories.ts'
import { ORIGIN_ORGANISATION, exactly, markersAt, originRecord } from '#tests/origin-record.ts'

const WIRE_BUDGET = 14 * 1024
const SITE = { origin: 'https://status.example.org', mail: true }

function revision(record = originRecord(), changes: Partial<PublicRevision> = {}): PublicRevision {
  const facts = factsOf(record, ORIGIN_ORGANISATION)
  const text = (language: 'ko' | 'en') => {
    const draft = draftNotice(record, 'final_report', language)
    const title = writeFacts(draft.title, facts, language, { markdown: false }).text
    return { title, body: writeFacts(draft.body, facts, language).text }
  }
  return {
    number: 1,
    stage: 'final_report',
    kind: 'first',
    texts: { ko: text('ko'), en: text('en') },
    facts: freezeFacts(
      facts,
      FACT_KEYS.filter((key) => key !== 'impact.duration.rounded'),
    ),
    correction: {},
    publishedAt: at('2020-03-05T14:00:00+09:00'),
    ...changes,
  }
}

function filesOf(...revisions: PublicRevision[]) {
  const notice = { slug: '2020-002', reference: '2020-002', maintenance: false, revisions }
  return new Map(renderNoticeFiles(SITE, ORIGIN_ORGANISATION, notice).map((file) => [file.path, file.body]))
}

test('a page has one first heading, its landmarks and its language, and not a single script', () => {
  const page = filesOf(revision()).get('/notices/2020-002.en') ?? ''
  expect(page).toMatch(/^<!doctype html><html lang="en">/)
  for (const part of ['<h1', '<header', '<main', '<footer', '<title'])
    expect(page.split(part).length, part).toBe(2)
  expect(page).not.toMatch(/<script|<img|<iframe|\son\w+=|style="/)
  expect(page).toContain('hrefLang="ko"')
  expect(page).toContain('<th scope="row">')
})

test('times in the table carry the instant, and one form of the duration', () => {
  const page = filesOf(revision()).get('/notices/2020-002') ?? ''
  expect(page).toContain(
    '<time dateTime="2020-03-02T08:58:00+09:00">2020년 3월 2일(월) 오전 8시 58분부터</time>',
  )
  expect(page).toContain('<time dateTime="2020-03-02T10:17:00+09:00">10시 17분까지</time>')
  expect(page).toContain('<time dateTime="PT4740S">1시간 19분</time>')
  expect(page).not.toContain('약 1시간')
})

test('a text that speaks of the rounded duration has it in the table too', () => {
  const { text, ...rest } = { text: '약 1시간 20분 동안 장애가 있었습니다.', ...revision() }
  const facts = freezeFacts(factsOf(originRecord(), ORIGIN_ORGANISATION), FACT_KEYS)
  const page =
    filesOf({ ...rest, facts, texts: { ko: { title: '제목', body: text } } }).get('/notices/2020-002') ?? ''
  expect(page).not.toContain('1시간 19분')
  expect(page.split('약 1시간 20분').length).toBeGreaterThan(2)
})

test('while it lasts the page says since when, and that it is ongoing', () => {
  const record = originRecord({ markers: markersAt({ impact_start: exactly('2020-03-02T08:58:00+09:00') }) })
  const files = filesOf(revision(record, { stage: 'first_word' }))
  expect(files.get('/notices/2020-002')).toContain('진행 중')
  expect(files.get('/notices/2020-002.md')).toContain('end: null\nduration_minutes: null\n')
  expect(files.get('/notices/2020-002.md')).toContain('status: ongoing\n')
})

test('titles and names are text wherever they stand', () => {
  const texts = { ko: { title: '<b>"제목"</b> & # x', body: '글' } }
  const page = filesOf(revision(originRecord(), { texts })).get('/notices/2020-002') ?? ''
  expect(page).toContain('<h1 itemProp="headline">&lt;b&gt;&quot;제목&quot;&lt;/b&gt; &amp; # x</h1>')
  expect(page).not.toContain('<b>')
})

test('a page with corrections and a list of a hundred notices stay within one round trip', async () => {
  const corrections = [2, 3, 4].map((number) =>
    revision(originRecord(), {
      number,
      kind: 'correction',
      correction: { ko: '무엇이 틀렸는지 '.repeat(20), en: 'What was wrong '.repeat(20) },
    }),
  )
  const listed = Array.from({ length: 100 }, (_, index) => ({
    slug: `2020-${String(index + 1).padStart(3, '0')}`,
    revision: revision(),
  }))
  const bodies = [
    ...filesOf(revision(), ...corrections).values(),
    ...renderSiteIndex(SITE, ORIGIN_ORGANISATION, listed).map((file) => file.body),
  ]
  for (const body of bodies) {
    const { gzip, brotli } = await packBody(body)
    expect(gzip.length).toBeLessThan(WIRE_BUDGET - 1024)
    expect(brotli.length).toBeLessThan(WIRE_BUDGET - 1024)
  }
})

test('the list is by year in the zone of the organisation, newest first, the unknown last', () => {
  const starting = (text: string | null): PublicRevision => ({
    ...revision(),
    facts: text ? { 'impact.start': { ko: '', en: '', value: exactly(text) } } : {},
  })
  const page =
    renderSiteIndex(SITE, ORIGIN_ORGANISATION, [
      { slug: '2020-009', revision: starting(null) },
      { slug: '2020-001', revision: starting('2019-12-31T15:00:00Z') },
      { slug: '2020-002', revision: starting('2020-03-01T23:58:00Z') },
      { slug: '2019-001', revision: starting('2019-12-31T14:59:00Z') },
    ]).find(({ path }) => path === '/notices.ko')?.body ?? ''
  const order = [
    '>2020년<',
    '/2020-002"',
    '/2020-001"',
    '>2019년<',
    '/2019-001"',
    '시작 시각 미상',
    '/2020-009"',
  ]
  const places = order.map((part) => page.indexOf(part, page.indexOf('<main>')))
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(places[0]).toBeGreaterThan(0)
})
