import { gunzipSync } from 'node:zlib'
import { expect } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import { DomainError } from '#app/domain/errors.ts'
import { addActionItem } from '#app/models/action-item.server.ts'
import { addCoveredPeriod } from '#app/models/covered-period.server.ts'
import { changeIncident, getIncidentRecord } from '#app/models/incident.server.ts'
import { addReading, chooseReading } from '#app/models/marker.server.ts'
import {
  draftLanguage,
  getNotice,
  listNotices,
  redraftNotice,
  saveNoticeText,
  startNotice,
} from '#app/models/notice.server.ts'
import { listDriftingNotices } from '#app/models/notice-drift.server.ts'
import {
  noticeMarkdown,
  previewNotice,
  publishNotice,
  withdrawNotice,
} from '#app/models/notice-publication.server.ts'
import { changeOrganisation, getOrganisation } from '#app/models/organisation.server.ts'
import { publishedFiles, publishSiteIndex } from '#app/models/published-file.server.ts'
import { addStatement } from '#app/models/statement.server.ts'
import { addSymptom } from '#app/models/symptom.server.ts'
import { addTimelineEvent } from '#app/models/timeline.server.ts'
import { createPublishedSite } from '#app/publishing/serve.server.ts'
import { ACTOR, NOW, at, makeIncident, makeOrganisation, makeService } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const BY = { actor: ACTOR, now: NOW }
const CLEAN = {
  ko: {
    title: '{{services}} 장애에 대해 사과드립니다',
    body: '{{impact.window}} {{impact.duration}} 동안 장애가 있었습니다.',
  },
  en: { title: 'We apologize', body: 'On {{impact.window}} ({{impact.duration}}), people had problems.' },
}

/** An ended incident of 79 minutes with a symptom, under the reference 2020-001. */
async function makeEndedIncident(q: Queryable) {
  await makeOrganisation(q)
  const incident = await makeIncident(q, {
    started: '2020-03-02T08:58:00+09:00',
    serviceIds: [await makeService(q)],
  })
  const by = { incidentId: incident.id, ...BY }
  const end = { shape: 'instant', at: at('2020-03-02T10:17:00+09:00') } as const
  await addReading({ ...by, markerKey: 'impact_end', value: end, source: '', sourceUrl: '' }, q)
  return incident
}

async function makeDraft(q: Queryable, texts = CLEAN) {
  const incident = await makeEndedIncident(q)
  const { slug } = await startNotice({ reference: incident.reference, ...BY }, q)
  await saveNoticeText({ slug, texts, expectedVersion: 1, ...BY }, q)
  return { ...incident, slug, version: 2 }
}

async function noticePaths(slug: string, q: Queryable): Promise<string[]> {
  return [...(await pathsAndTexts(q)).keys()].filter((path) => path.startsWith(`/notices/${slug}`))
}

async function pathsAndTexts(q: Queryable): Promise<Map<string, string>> {
  const rows = await q.selectFrom('published_file').select(['path', 'body']).execute()
  return new Map(rows.map(({ path, body }) => [path, Buffer.from(body).toString('utf8')]))
}

async function refusal(work: Promise<unknown>): Promise<DomainError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(DomainError)
  return error as DomainError
}

testOnEveryDatabase(
  'a notice starts as a draft from the record in each language, once per incident',
  async (q) => {
    const { reference } = await makeEndedIncident(q)
    const { slug } = await startNotice({ reference, ...BY }, q)
    const notice = await getNotice(slug, q)
    expect(notice).toMatchObject({
      slug: reference,
      stage: 'final_report',
      state: 'draft',
      version: 1,
      revisions: [],
    })
    expect(notice.texts.ko?.body).toContain('{{impact.window}}')
    expect(notice.texts.en?.body).toContain('{{impact.window}}')
    expect((await refusal(startNotice({ reference, ...BY }, q))).code).toBe('already_exists')
    expect(await listNotices({ reference }, q)).toMatchObject([
      { slug, state: 'draft', revision: 0, publishedAt: null },
    ])
    expect(await noticePaths(slug, q)).toEqual([])
  },
)

testOnEveryDatabase('of two people who save at once the second gets what stands now', async (q) => {
  const { slug, version } = await makeDraft(q)
  await saveNoticeText(
    { slug, texts: { ko: { title: '첫째', body: '글' } }, expectedVersion: version, ...BY },
    q,
  )
  const second = { slug, texts: { ko: { title: '둘째', body: '글' } }, expectedVersion: version, ...BY }
  const error = await refusal(saveNoticeText(second, q))
  expect(error.code).toBe('conflict')
  expect(error.current).toMatchObject({
    version: version + 1,
    texts: { ko: { title: '첫째' }, en: CLEAN.en },
  })
})

testOnEveryDatabase('filling a draft again keeps the old words in the history', async (q) => {
  const { slug, version } = await makeDraft(q)
  await redraftNotice({ slug, stage: 'resolved', expectedVersion: version, ...BY }, q)
  expect(await getNotice(slug, q)).toMatchObject({ stage: 'resolved', version: version + 1 })
  const audit = await q
    .selectFrom('audit_event')
    .select('before')
    .where('action', '=', 'redrafted')
    .executeTakeFirstOrThrow()
  expect(audit.before).toContain('people had problems.')
})

testOnEveryDatabase('a draft with gaps is shown and not published', async (q) => {
  const { reference } = await makeEndedIncident(q)
  const { slug } = await startNotice({ reference, ...BY }, q)
  const { files, findings } = await previewNotice({ slug, now: NOW }, q)
  expect(files.find(({ path }) => path === `/notices/${slug}`)?.body).toContain('【증상】')
  expect(findings).toContainEqual(
    expect.objectContaining({ code: 'gap', label: '증상', language: 'ko', part: 'body' }),
  )
  const error = await refusal(publishNotice({ slug, expectedVersion: 1, ...BY }, q))
  expect(error.problems['']).toMatchObject([{ code: 'notice_has_gaps' }])
  expect(error.current).toEqual({ findings })
  expect(await noticePaths(slug, q)).toEqual([])
})

testOnEveryDatabase('publishing writes exactly what the preview showed, and the list', async (q) => {
  const { slug, version } = await makeDraft(q)
  const { files, findings } = await previewNotice({ slug, now: NOW }, q)
  expect(findings).toEqual([])
  expect(await publishNotice({ slug, expectedVersion: version, ...BY }, q)).toEqual({ slug, revision: 1 })
  const stored = await pathsAndTexts(q)
  for (const file of files) expect(stored.get(file.path), file.path).toBe(file.body)
  const base = `/notices/${slug}`
  const forms = ['', '.md', '.ko', '.ko.md', '.en', '.en.md']
  const versions = forms.map((form) => `${base}/v/1${form}`)
  const site = ['/notices', '/notices.ko', '/notices.en', '/notices/404']
  const pages = [...stored.keys()].filter((path) => path.startsWith(base) && !path.endsWith('.png'))
  expect(pages.sort()).toEqual([...forms.map((form) => base + form), ...versions].sort())
  expect([...stored.keys()]).toEqual(expect.arrayContaining(site))
  expect(stored.get(base)).toContain('<html lang="ko">')
  expect(stored.get(`${base}.md`)).toContain(
    '2020년 3월 2일(월) 오전 8시 58분부터 10시 17분까지 1시간 19분 동안',
  )
  expect(stored.get(`${base}.md`)).toContain('duration_minutes: 79\n')
  expect(stored.get(`${base}.en`)).toMatch(/<time datetime="2020-03-02T08:58:00\+09:00">/i)
  expect(stored.get('/notices')).toContain(`href="/notices/${slug}"`)
  expect(await getNotice(slug, q)).toMatchObject({
    state: 'published',
    version: version + 1,
    revisions: [{ number: 1, kind: 'first' }],
  })
})

testOnEveryDatabase('notices that are published at once all stand in the list', async (q) => {
  await makeOrganisation(q)
  const texts = { ko: { title: '장애', body: '글' }, en: { title: 'Outage', body: 'Words' } }
  const slugs: string[] = []
  for (const day of [1, 2, 3, 4, 5, 6]) {
    const { reference } = await makeIncident(q, { started: `2020-03-0${day}T08:58:00+09:00` })
    const { slug } = await startNotice({ reference, ...BY }, q)
    await saveNoticeText({ slug, texts, expectedVersion: 1, ...BY }, q)
    slugs.push(slug)
  }
  await Promise.all(slugs.map((slug) => publishNotice({ slug, expectedVersion: 2, ...BY }, q)))
  const list = (await pathsAndTexts(q)).get('/notices')
  for (const slug of slugs) expect(list).toContain(`href="/notices/${slug}"`)
})

testOnEveryDatabase('an outdated version is not published', async (q) => {
  const { slug, version } = await makeDraft(q)
  expect((await refusal(publishNotice({ slug, expectedVersion: version - 1, ...BY }, q))).code).toBe(
    'conflict',
  )
})

testOnEveryDatabase(
  'a correction stands first on the page, and the earlier words stay at their address',
  async (q) => {
    const { slug, version } = await makeDraft(q)
    await publishNotice({ slug, expectedVersion: version, ...BY }, q)
    const before = await pathsAndTexts(q)
    const texts = { ko: { title: '바로잡은 제목', body: CLEAN.ko.body } }
    await saveNoticeText({ slug, texts, expectedVersion: version + 1, ...BY }, q)
    const publish = { slug, kind: 'correction', expectedVersion: version + 2, ...BY } as const
    expect((await refusal(publishNotice(publish, q))).problems).toHaveProperty('en')
    await publishNotice(
      { ...publish, correctionText: { ko: '제목이 틀렸습니다.', en: 'The title was wrong.' } },
      q,
    )
    const after = await pathsAndTexts(q)
    const page = after.get(`/notices/${slug}`) ?? ''
    expect(page.indexOf('제목이 틀렸습니다.')).toBeLessThan(page.search(/<h1[ >]/))
    expect(page).toContain('바로잡은 제목')
    expect(after.get(`/notices/${slug}/v/1`)).toBe(before.get(`/notices/${slug}/v/1`))
    expect(after.get(`/notices/${slug}.en.md`)).toContain('The title was wrong.')
  },
)

testOnEveryDatabase(
  'what is edited after publishing stays unpublished, and so do changes of the record',
  async (q) => {
    const { id, slug, version } = await makeDraft(q)
    await publishNotice({ slug, expectedVersion: version, ...BY }, q)
    const before = await pathsAndTexts(q)
    await saveNoticeText(
      { slug, texts: { ko: { title: '고친 제목', body: '글' } }, expectedVersion: version + 1, ...BY },
      q,
    )
    const details = {
      title: 'x',
      kind: 'incident',
      severity: 'minor',
      summary: '',
      cause: '',
      serviceIds: [],
    } as const
    await changeIncident(
      { incidentId: id, expectedVersion: 1, ...BY, ...details, factors: [], serviceIds: [] },
      q,
    )
    await publishSiteIndex({ organisation: await getOrganisation(q), now: NOW }, q)
    expect(await pathsAndTexts(q)).toEqual(before)
    expect((await previewNotice({ slug, now: NOW }, q)).changed).toBe(true)
  },
)

testOnEveryDatabase('a time that was corrected since is no typing mistake', async (q) => {
  const { id, slug, version } = await makeDraft(q)
  await publishNotice({ slug, expectedVersion: version, ...BY }, q)
  const start = { incidentId: id, markerKey: 'impact_start' as const, ...BY }
  const readingId = await addReading(
    {
      ...start,
      value: { shape: 'instant', at: at('2020-03-02T09:02:00+09:00') },
      source: '',
      sourceUrl: '',
    },
    q,
  )
  const { version: incidentVersion } = await getIncidentRecord(slug, q)
  await chooseReading({ ...start, readingId, reason: '', expectedVersion: incidentVersion }, q)
  const typo = publishNotice({ slug, kind: 'typo', expectedVersion: version + 1, ...BY }, q)
  expect((await refusal(typo)).problems).toEqual({ kind: [{ code: 'typo_changes_facts' }] })
  const { revision } = await publishNotice({ slug, kind: 'update', expectedVersion: version + 1, ...BY }, q)
  expect(revision).toBe(2)
})

testOnEveryDatabase('a withdrawn notice says so and why, and nothing else', async (q) => {
  const { slug, version } = await makeDraft(q)
  await publishNotice({ slug, expectedVersion: version, ...BY }, q)
  const reason = { ko: '다른 회사의 장애였습니다.', en: 'It was not our outage.' }
  await withdrawNotice({ slug, reason, expectedVersion: version + 1, ...BY }, q)
  const files = await pathsAndTexts(q)
  for (const form of ['', '.md', '.en', '.en.md']) {
    const text = files.get(`/notices/${slug}${form}`) ?? ''
    expect(text, form).toContain(form.startsWith('.en') ? reason.en : reason.ko)
    expect(text, form).not.toMatch(/10시 17분|10:17|사과드립니다|We apologize/)
  }
  expect(files.get(`/notices/${slug}/v/1`)).toContain('10시 17분')
  expect(files.get('/notices')).toContain('철회')
  const publish = { slug, expectedVersion: version + 2, ...BY }
  expect((await refusal(publishNotice(publish, q))).problems['']).toMatchObject([
    { code: 'notice_withdrawn' },
  ])
})

testOnEveryDatabase('texts without end and a notice that never was are refused', async (q) => {
  const { slug, version } = await makeDraft(q)
  const texts = { ko: { title: 'x'.repeat(201), body: 'x'.repeat(50_001) } }
  const { problems } = await refusal(saveNoticeText({ slug, texts, expectedVersion: version, ...BY }, q))
  expect(Object.keys(problems)).toEqual(['ko.title', 'ko.body'])
  for (const title of ['a\u0000b', 'a\u202eb']) {
    const hidden = { slug, texts: { ko: { title, body: '글' } }, expectedVersion: version, ...BY }
    expect((await refusal(saveNoticeText(hidden, q))).problems).toEqual({
      'ko.title': [{ code: 'control_character' }],
    })
  }
  expect((await refusal(getNotice('2031-001', q))).code).toBe('not_found')
  expect((await refusal(withdrawNotice({ slug, reason: {}, expectedVersion: version, ...BY }, q))).code).toBe(
    'invalid',
  )
})

testOnEveryDatabase('the Markdown of an incident is there before any notice is, with its gaps', async (q) => {
  const { reference } = await makeEndedIncident(q)
  const { markdown, findings, state } = await noticeMarkdown({ reference, language: 'ko', now: NOW }, q)
  expect(state).toBe('none')
  expect(findings.length).toBeGreaterThan(0)
  expect(markdown).toContain('published: null\n')
  expect(markdown).toContain(
    'start: 2020-03-02T08:58:00+09:00\nend: 2020-03-02T10:17:00+09:00\nduration_minutes: 79\n',
  )
  expect(markdown).toContain('2020년 3월 2일(월) 오전 8시 58분부터 10시 17분까지 1시간 19분 동안')
  expect(markdown).not.toContain('약 1시간')
})

testOnEveryDatabase('nothing internal reaches a public file', async (q) => {
  const leak = (where: string) => `LEAK ${where}`
  const by = { actor: { id: null, name: leak('actor') }, now: NOW }
  await makeOrganisation(q)
  const serviceId = await makeService(q)
  const { id, reference } = await makeIncident(q, {
    ...by,
    title: leak('title'),
    started: '2020-03-02T08:58:00+09:00',
    startedSource: leak('source'),
    serviceIds: [serviceId],
  })
  const incidentId = id
  const end = { shape: 'instant', at: at('2020-03-02T10:17:00+09:00') } as const
  const source = { source: leak('reading'), sourceUrl: 'https://leak.example/LEAK' }
  await addReading({ incidentId, ...by, markerKey: 'impact_end', value: end, ...source }, q)
  const seen = {
    serviceId,
    surface: 'web',
    kind: 'error',
    textKo: '오류',
    textEn: 'Errors',
    errorText: 'E1',
  } as const
  const measured = {
    startedAt: null,
    endedAt: null,
    sharePercent: 10,
    users: null,
    measuredHow: leak('measured'),
  }
  await addSymptom({ incidentId, ...by, symptom: { ...seen, ...measured } }, q)
  const event = {
    occurredAt: end.at,
    approximate: false,
    kind: 'action',
    text: leak('event'),
    starred: true,
    ...source,
  } as const
  await addTimelineEvent({ incidentId, ...by, event }, q)
  const item = {
    kind: 'prevent',
    state: 'open',
    owner: leak('owner'),
    dueOn: '2020-06-30',
    doneOn: null,
    stateReason: leak('reason'),
    trackerUrl: 'https://leak.example/LEAK',
  } as const
  await addActionItem({ incidentId, ...by, item: { ...item, title: '이중화합니다', promise: true } }, q)
  await addActionItem({ incidentId, ...by, item: { ...item, title: leak('item'), promise: false } }, q)
  const said = {
    speaker: leak('speaker'),
    side: 'us',
    channel: leak('channel'),
    saidAt: end.at,
    saidAtApproximate: false,
  } as const
  await addStatement(
    { incidentId, ...by, statement: { ...said, text: leak('denied'), language: 'ko', url: '' } },
    q,
  )
  const details = {
    title: leak('title'),
    kind: 'incident',
    severity: 'major',
    summary: leak('summary'),
  } as const
  await changeIncident(
    {
      incidentId,
      expectedVersion: 1,
      ...by,
      ...details,
      cause: '장비 오류',
      factors: ['hardware'],
      serviceIds: [serviceId],
    },
    q,
  )

  const { slug } = await startNotice({ reference, ...by }, q)
  const { texts } = await getNotice(slug, q)
  const filled = {
    title: texts.en?.title ?? '',
    body: (texts.en?.body ?? '').replace(/\{\{(cause|promises)\}\}/g, 'said'),
  }
  await saveNoticeText({ slug, texts: { en: filled }, expectedVersion: 1, ...by }, q)
  await publishNotice({ slug, expectedVersion: 2, ...by }, q)

  const rows = await q.selectFrom('published_file').selectAll().execute()
  expect(rows.length).toBeGreaterThan(10)
  for (const row of rows) {
    const text = Buffer.from(row.body).toString('utf8')
    expect(text, row.path).not.toMatch(/leak/i)
    // Pictures are stored as they are.
    if (row.gzip.length > 0) expect(gunzipSync(row.gzip).toString('utf8')).toBe(text)
  }
})

testOnEveryDatabase('the public server takes up what was published', async (q) => {
  const { slug, version } = await makeDraft(q)
  const site = createPublishedSite(publishedFiles(q))
  await site.refresh()
  // What tells of all notices is there from the beginning; no notice is.
  const before = site.size
  expect(before).toBeGreaterThan(3)
  await publishNotice({ slug, expectedVersion: version, ...BY }, q)
  await site.refresh()
  // Page, Markdown and picture in two languages, page and Markdown at the short address, and the copies to keep.
  expect(site.size).toBe(before + 14)
})

testOnEveryDatabase(
  'a language that is switched on later is drafted by itself, and the others stay as they are',
  async (q) => {
    const { slug, version } = await makeDraft(q)
    const { version: seen, ...organisation } = await getOrganisation(q)
    await changeOrganisation(
      { ...organisation, languages: ['ko', 'en', 'ja'], expectedVersion: seen, ...BY },
      q,
    )
    expect((await getNotice(slug, q)).texts.ja).toEqual({ title: '', body: '' })
    await draftLanguage({ slug, language: 'ja', expectedVersion: version, ...BY }, q)
    const { texts, version: now } = await getNotice(slug, q)
    expect(now).toBe(version + 1)
    expect(texts).toMatchObject(CLEAN)
    expect(texts.ja?.body).toContain('{{impact.start}}')
    const again = { slug, language: 'ja' as const, ...BY }
    expect((await refusal(draftLanguage({ ...again, expectedVersion: version }, q))).code).toBe('conflict')
    await changeOrganisation({ ...organisation, expectedVersion: seen + 1, ...BY }, q)
    const refused = await refusal(draftLanguage({ ...again, expectedVersion: now }, q))
    expect(refused.problems.language).toMatchObject([{ code: 'not_a_choice' }])
  },
)

testOnEveryDatabase(
  'counts of the year stand in a notice as of the day, and drift as of its day',
  async (q) => {
    const { slug, version } = await makeDraft(q)
    const body = '올해 장애는 {{trend.year_count}}입니다. {{trend.same_period}}입니다.'
    const texts = { ko: { title: '장애 건수', body }, en: { title: 'Counts', body: '{{trend.year_count}}' } }
    await saveNoticeText({ slug, texts, expectedVersion: version, ...BY }, q)
    const period = { from: '2019-01-01', until: null, note: 'log', ...BY }
    expect((await previewNotice({ slug, now: NOW }, q)).findings).toMatchObject([
      { code: 'gap', placeholder: 'trend.same_period' },
    ])
    await addCoveredPeriod(period, q)
    await publishNotice({ slug, expectedVersion: version + 1, emergencyReason: 'test', ...BY }, q)
    const published = await getNotice(slug, q)
    expect(published.revisions[0]?.texts.ko?.body).toBe(
      '올해 장애는 2020년 들어 4월 2일까지 1건입니다. 2019년 같은 기간 0건입니다.',
    )
    expect(published.revisions[0]?.facts['trend.year_count']).toMatchObject({ value: 1 })

    // The day goes on and so does the year: what was said of 2 April still holds, and nobody has written anything.
    const later = at('2020-06-01T12:00:00+09:00')
    await makeIncident(q, { started: '2020-05-05T08:00:00+09:00', now: later })
    expect(await listDriftingNotices({}, q)).toEqual([])
    expect(await previewNotice({ slug, now: later }, q)).toMatchObject({ changed: false })

    // An outage of February that nobody had logged makes the published count wrong.
    await makeIncident(q, { started: '2020-02-05T08:00:00+09:00' })
    const [drifting] = await listDriftingNotices({}, q)
    expect(drifting?.undecided).toMatchObject([
      { key: 'trend.year_count', kind: 'changed', known: { ko: '2020년 들어 4월 2일까지 2건' } },
    ])
  },
)
