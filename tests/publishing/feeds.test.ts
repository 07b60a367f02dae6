import { parseFeed } from '@rowanmanning/feed-parser'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import RssParser from 'rss-parser'
import { expect, test } from 'vitest'
import { newestFeedEntries, renderFeeds } from '#app/publishing/feeds.ts'
import { FEED_FORMS, type SiteNotice } from '#app/publishing/site.ts'
import { SITE, THREE, siteNotice, siteRevision } from './site-notice.ts'

const CORRECTED = siteNotice([
  siteRevision(1, '2020-03-02'),
  siteRevision(2, '2020-03-03', { kind: 'typo' }),
  siteRevision(3, '2020-03-05', {
    kind: 'correction',
    correction: { ko: '시작을 "9시" & <10시>로 잘못 적었습니다.', en: 'The start was wrong: "9" & <10>.' },
  }),
])

function feedsOf(...notices: SiteNotice[]): Map<string, string> {
  return new Map(renderFeeds(SITE, THREE, notices).map((file) => [file.path, file.body]))
}

function feed(path: string, ...notices: SiteNotice[]): string {
  const body = feedsOf(...notices).get(path)
  if (body === undefined) throw new Error(`there is no ${path}`)
  return body
}

test('each form exists in each language, and once more at the short address of the first language', () => {
  const paths = [...feedsOf(CORRECTED).keys()].sort()
  const languages = ['.en', '.ja', '.ko', '']
  expect(paths).toEqual(
    languages.flatMap((language) => FEED_FORMS.map((form) => `/notices/feed${language}.${form}`)).sort(),
  )
  expect(feed('/notices/feed.atom', CORRECTED)).toBe(feed('/notices/feed.ko.atom', CORRECTED))
})

test('a correction is an entry of its own, a corrected typing mistake is none and shows in the entry before', async () => {
  for (const form of ['atom', 'rss'] as const) {
    const { items } = parseFeed(feed(`/notices/feed.en.${form}`, CORRECTED))
    expect(items.map((item) => item.title)).toEqual(['Correction: Outage 3 & <b>', 'Outage 2 & <b>'])
    expect(items.map((item) => item.id)).toEqual(
      [3, 1].map((n) => `urn:uuid:${CORRECTED.revisions[n - 1]!.id}`),
    )
    const parsed = await new RssParser().parseString(feed(`/notices/feed.ko.${form}`, CORRECTED))
    expect(parsed.items.map((item) => item.title)).toEqual(['[정정] 장애 안내 3 & <b>', '장애 안내 2 & <b>'])
  }
})

test('what is shown of an entry before it is published stands in the feed to the byte; a typing mistake has none', () => {
  const entries = newestFeedEntries(SITE, THREE, CORRECTED)
  const forms = ['en', 'ja', 'ko'].flatMap((language) => FEED_FORMS.map((form) => `${language}.${form}`))
  expect(entries.map(({ language, form }) => `${language}.${form}`).sort()).toEqual(forms.sort())
  for (const { language, form, entry } of entries) {
    expect(entry).toContain(CORRECTED.revisions.at(-1)!.id)
    expect(entry).not.toContain(CORRECTED.revisions[0]!.id)
    expect(feed(`/notices/feed.${language}.${form}`, CORRECTED)).toContain(entry)
  }
  expect(newestFeedEntries(SITE, THREE, siteNotice(CORRECTED.revisions.slice(0, 2)))).toEqual([])
})

test('ids and dates of earlier entries stay when something is published later, and when the site moves', () => {
  const ids = (site: typeof SITE, notice: SiteNotice) =>
    parseAtomFeed(
      renderFeeds(site, THREE, [notice]).find(({ path }) => path === '/notices/feed.atom')!.body,
    ).entries!.map(({ id, updated, published }) => [id, updated, published])
  const before = ids(SITE, siteNotice(CORRECTED.revisions.slice(0, 1)))
  const after = ids(SITE, CORRECTED)
  expect(after.at(-1)).toEqual(before[0])
  expect(ids({ ...SITE, origin: 'https://other.example.org' }, CORRECTED)).toEqual(after)
})

test('the Atom feed has what RFC 4287 demands, with whole addresses and plain titles', () => {
  const xml = feed('/notices/feed.ko.atom', CORRECTED)
  expect(xml).toMatch(
    /^<\?xml version="1.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/,
  )
  expect(xml).toContain('xml:lang="ko"')
  const atom = parseAtomFeed(xml)
  expect(atom.id).toBe('https://status.example.org/notices.ko')
  expect(atom.updated).toBe('2020-03-05T05:00:00.000Z')
  expect(atom.authors?.length).toBe(1)
  expect(atom.links?.find(({ rel }) => rel === 'self')?.href).toBe(
    'https://status.example.org/notices/feed.ko.atom',
  )
  for (const entry of atom.entries!) {
    expect(entry.id).toMatch(/^urn:uuid:[0-9a-f-]{36}$/)
    expect(entry.updated).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(entry.links?.[0]?.href).toMatch(/^https:\/\/status\.example\.org\/notices\/2020-002#v\d$/)
    expect(entry.content?.type).toBe('html')
    expect(entry.content?.value).toContain('<strong>첫 문단</strong>')
  }
  // A reader shows a title as it stands: no line break before the words, no mark-up in them.
  expect(xml).toContain('<![CDATA[[정정] 장애 안내 3 & <b>]]>')
  expect(new Set(atom.entries!.map(({ id }) => id)).size).toBe(2)
})

test('the RSS feed has dates as RFC 822 writes them and ids that are no addresses', () => {
  const xml = feed('/notices/feed.rss', CORRECTED)
  const rss = parseRssFeed(xml)
  expect([rss.title, rss.link, rss.language]).toEqual([
    '카카오 공지',
    'https://status.example.org/notices',
    'ko',
  ])
  for (const item of rss.items!) {
    expect(item.guid?.isPermaLink).toBe(false)
    expect(item.pubDate).toMatch(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Mar) 2020 \d\d:\d\d:\d\d GMT$/)
  }
  expect(xml).toContain('rel="self"')
})

test('the JSON feed is one of version 1.1', () => {
  const text = feed('/notices/feed.ja.json', CORRECTED)
  const json = JSON.parse(text) as { version: string; items: { id: string; content_html: string }[] }
  expect(json.version).toBe('https://jsonfeed.org/version/1.1')
  const parsed = parseJsonFeed(json)
  expect(parsed.language).toBe('ja')
  expect(parsed.feed_url).toBe('https://status.example.org/notices/feed.ja.json')
  expect(parsed.authors).toEqual([{ name: 'カカオ' }])
  expect(parsed.items?.map(({ title }) => title)).toEqual(['【訂正】障害のお知らせ 3', '障害のお知らせ 2'])
})

test('what was wrong stands first in a correction, as words and not as mark-up', async () => {
  const atom = feed('/notices/feed.en.atom', CORRECTED)
  const { items } = await new RssParser().parseString(feed('/notices/feed.en.rss', CORRECTED))
  for (const html of [parseAtomFeed(atom).entries?.[0]?.content?.value, items[0]?.content])
    expect(html).toMatch(
      /^<p><strong>Correction<\/strong>: The start was wrong: &quot;9&quot; &amp; &lt;10&gt;\./,
    )
  expect(parseAtomFeed(atom).entries?.[0]?.summary?.value).toBe('The start was wrong: "9" & <10>.')
})

test('after a withdrawal the feed says so, and no longer repeats what was taken back', () => {
  const taken = siteNotice([
    siteRevision(1, '2020-03-02'),
    siteRevision(2, '2020-03-06', {
      kind: 'withdrawal',
      texts: { ko: { title: '장애 안내', body: '다른 회사의 일이었습니다.' } },
      correction: { ko: '다른 회사의 일이었습니다.' },
    }),
  ])
  const { items } = parseFeed(feed('/notices/feed.atom', taken))
  expect(items.map(({ title }) => title)).toEqual(['[철회] 장애 안내', '장애 안내 1 & <b>'])
  expect(items[0]?.content).toContain('다른 회사의 일이었습니다.')
  expect(items[1]?.content).toBe('<p>이 공지는 나중에 철회되었습니다.</p>')
})

test('a feed holds the newest fifty entries of all notices, newest first', () => {
  const many = Array.from({ length: 30 }, (_, index) => {
    const slug = `2020-${String(index + 1).padStart(3, '0')}`
    const day = String((index % 28) + 1).padStart(2, '0')
    return siteNotice(
      [siteRevision(1, `2020-01-${day}`, {}, slug), siteRevision(2, `2020-02-${day}`, {}, slug)],
      slug,
    )
  })
  const { entries = [] } = parseAtomFeed(feed('/notices/feed.atom', ...many))
  expect(entries).toHaveLength(50)
  const dates = entries.map(({ published }) => String(published))
  expect(dates).toEqual(dates.toSorted().reverse())
})

test('before anything is published the feeds are empty and valid', () => {
  expect(parseAtomFeed(feed('/notices/feed.atom')).entries).toBeUndefined()
  expect(parseRssFeed(feed('/notices/feed.rss')).items).toBeUndefined()
  expect((JSON.parse(feed('/notices/feed.json')) as { items: unknown[] }).items).toEqual([])
})
