import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import { loadOriginRecord } from '#db/seed/origin-record.ts'
import { FACT_KEYS } from '#app/domain/facts.ts'
import { NOTICE_LANGUAGES } from '#app/domain/language.ts'
import { checkDraft, isBlocking } from '#app/models/notice-content.server.ts'
import { publishNotice } from '#app/models/notice-publication.server.ts'
import { keepFinding } from '#app/models/notice-review.server.ts'
import { findNoticeSlug, getNotice, openNotice, saveNoticeText } from '#app/models/notice.server.ts'
import { publishedFiles } from '#app/models/published-file.server.ts'
import { exportSite } from '#app/publishing/export.server.ts'
import { ACTOR, at } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const BY = { actor: { id: null, name: mark('person', 'acting') }, now: at('2020-06-01T12:00:00+09:00') }

/** A word that stands nowhere else, and that no form of writing has to escape. */
function mark(table: string, column: string): string {
  return `zq${table}X${column}Xqz`.replaceAll('_', '0')
}

/** Columns of text whose values are chosen from a list, name another row or are read by a program. */
const NOT_FREE =
  /^(?:id|.*_id|key|.*_key|kind|severity|shape|surface|side|language|languages|default_language|zone|state|stage|reference|due_on|done_on|from_day|until_day|factor|part|duty_profile|definition|review|role|evidence_kind)$/

/** Tables of the record; what else there is either belongs to no incident or is written by publishing itself. */
const TABLES = [
  ...['organisation', 'service', 'incident', 'reading', 'marker', 'symptom', 'timeline_event', 'statement'],
  ...['statement_revision', 'action_item', 'denied_cause', 'incident_wording', 'yearly_count', 'document'],
  ...['document_revision', 'covered_period', 'user'],
]

/** What a notice may carry. All else that people type stays inside. */
const PUBLIC_BY_DESIGN = [
  ...['name', 'contact'].flatMap((column) => inEach('organisation', column)),
  ...inEach('service', 'name'),
  ...inEach('symptom', 'text'),
  mark('symptom', 'error_text'),
  ...inEach('action_item', 'promise'),
  ...inEach('denied_cause', 'text'),
  mark('denied_cause', 'said_by'),
  mark('incident_wording', 'text'),
  mark('notice', 'title'),
  mark('notice', 'body'),
  mark('notice', 'correction'),
].sort()

function inEach(table: string, column: string): string[] {
  return NOTICE_LANGUAGES.map((language) => mark(table, `${column}_${language}`))
}

/** Puts a mark into every column that people type into, in every row. */
async function markEverything(q: Queryable): Promise<void> {
  const tables = await q.introspection.getTables()
  for (const { name, columns } of tables.filter((table) => TABLES.includes(table.name))) {
    for (const column of columns) {
      if (!/text|char/i.test(column.dataType) || NOT_FREE.test(column.name)) continue
      if (name === 'user' && column.name !== 'name') continue
      await sql`update ${sql.table(name)} set ${sql.ref(column.name)} = ${mark(name, column.name)}`.execute(q)
    }
  }
  const { id } = await q
    .selectFrom('incident')
    .select('id')
    .where('reference', '=', '2020-002')
    .executeTakeFirstOrThrow()
  await q.deleteFrom('incident_wording').execute()
  for (const part of ['title', 'scope', 'cause', 'compensation'] as const) {
    for (const language of NOTICE_LANGUAGES) {
      const text = mark('incident_wording', 'text')
      await q.insertInto('incident_wording').values({ incident_id: id, part, language, text }).execute()
    }
  }
  await q
    .updateTable('organisation')
    .set({ languages: sql`${JSON.stringify(NOTICE_LANGUAGES)}` })
    .execute()
}

testOnEveryDatabase(
  'of all that people type into a record only what is public by design leaves it',
  async (q) => {
    await loadOriginRecord(
      { password: 'a password for the demo', withLater: false, actor: ACTOR, now: BY.now },
      q,
    )
    await markEverything(q)
    const slug = (await findNoticeSlug('2020-002', q))!
    const known = (await openNotice({ slug, now: BY.now }, q)).notice.facts
    const chips = FACT_KEYS.filter((key) =>
      NOTICE_LANGUAGES.every(
        (language) => known.find((fact) => fact.key === key)!.texts[language].length > 0,
      ),
    )
    expect(chips.length).toBeGreaterThan(15)
    const text = {
      title: `{{incident.title}} {{services}} ${mark('notice', 'title')}`,
      body: [mark('notice', 'body'), ...chips.map((key) => `- {{${key}}}`)].join('\n\n'),
    }
    const texts = { ko: text, en: text, ja: text }
    const version = async () => (await getNotice(slug, q)).version
    await saveNoticeText({ slug, texts, showsPromises: true, expectedVersion: await version(), ...BY }, q)
    for (const correctionText of [
      undefined,
      Object.fromEntries(NOTICE_LANGUAGES.map((one) => [one, mark('notice', 'correction')])),
    ]) {
      const kind = correctionText === undefined ? ('first' as const) : ('correction' as const)
      const opened = await openNotice({ slug, now: BY.now }, q)
      for (const { fingerprint } of (await checkDraft(opened, { kind, now: BY.now }, q)).filter(isBlocking)) {
        await keepFinding({ slug, fingerprint, reason: mark('kept_finding', 'reason'), ...BY }, q)
      }
      const alone = { emergencyReason: mark('notice', 'emergency_reason') }
      await publishNotice(
        { slug, kind, correctionText, expectedVersion: await version(), ...alone, ...BY },
        q,
      )
    }

    const rows = await q.selectFrom('published_file').selectAll().execute()
    const paths = rows.map((row) => row.path).join('\n')
    for (const form of ['.png', 'atom', 'rss', '/api/v2/summary.json', 'sitemap', '.ja.md', '/v/1']) {
      expect(paths).toContain(form)
    }
    const found = new Set<string>()
    const look = (bytes: Uint8Array) => {
      for (const [word] of Buffer.from(bytes)
        .toString('utf8')
        .matchAll(/zq\w+?Xqz/g))
        found.add(word)
    }
    for (const row of rows) look(row.body)
    const folder = mkdtempSync(path.join(tmpdir(), 'sagwa-leaks-'))
    try {
      await exportSite(publishedFiles(q), path.join(folder, 'site'))
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        look(Buffer.from(entry.name))
        if (entry.isFile()) look(readFileSync(path.join(entry.parentPath, entry.name)))
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    expect([...found].filter((word) => !PUBLIC_BY_DESIGN.includes(word))).toEqual([])
    // The search finds what is there: what people mean for the public did go out.
    expect([...found]).toEqual(
      expect.arrayContaining([
        mark('incident_wording', 'text'),
        mark('notice', 'correction'),
        mark('action_item', 'promise_ja'),
        mark('symptom', 'error_text'),
      ]),
    )
  },
)
