/**
 * What looking up costs with 100,000 incidents: search beside a scan of the same texts, what is similar, and the board of
 * action items.
 *
 *   npm run bench:search
 *   npm run bench:search -- postgres
 *
 * The second searches a copy of the incidents and their index on a PostgreSQL as the tests find it.
 *
 * The filled database stays in the temporary folder for the next run (about 400 MB). Filling takes two minutes.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import type Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { openDatabase, type Queryable } from '#db/client.server.ts'
import { migrateToLatest } from '#db/migrator.server.ts'
import type { Instant } from '#app/domain/instant.ts'
import { matches, piecesOf, readQuery } from '#app/domain/search-text.ts'
import { listActionBoard, listOwners, outstandingAgeing } from '#app/models/action-board.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { createOrganisation } from '#app/models/organisation.server.ts'
import { indexMissing } from '#app/models/search-index.server.ts'
import { search } from '#app/models/search.server.ts'
import { addService } from '#app/models/service.server.ts'
import { findSimilarTo } from '#app/models/similar-incidents.server.ts'
import { startPostgres } from '#tests/setup/postgres.ts'
import { openDataFolder } from './many-incidents.ts'

const INCIDENTS = 100_000
const BY = { actor: { id: null, name: 'bench' }, now: Date.UTC(2026, 10, 1) as Instant }
const TODAY = '2026-11-01'
const QUESTIONS = [
  '장애',
  '먹통',
  '서비스먹통',
  'ECONNRESET 10.3.7.11:5432',
  '10.3.7.11:5432',
  '"failed to complete your request (E-70074)"',
  'payments timing out',
  '없는낱말',
]

const FACTORS = ['network', 'capacity', 'change_deployed', 'dependency', 'not_known']
const TITLES = [
  '메시지 전송 장애',
  '로그인 오류로 접속 지연',
  '결제 화면이 열리지 않음',
  '알림이 늦게 옴',
  'Payments time out at checkout',
  'Search results are stale',
  '사진 업로드 실패',
]
/** Each of these is in one of a few hundred: what people remember of an outage and look for years later. */
const RARE = [
  '전 서비스먹통 사태',
  '사이트가 먹통이 되었다',
  '연결 서비스 먹통',
  'Payment provider was timing out',
]

/** A set at a time: incidents with a symptom, its error text and an action item, evenly from 2016 to autumn 2026. */
function fill(sqlite: Sqlite.Database, count: number): void {
  const services = sqlite.prepare('select id from service order by position').pluck().all() as string[]
  const first = Date.UTC(2016, 0, 1)
  const step = (Date.UTC(2026, 9, 31) - first) / count
  const pick = (values: readonly string[], by: string) =>
    `case ${by} % ${values.length} ${values.map((value, index) => `when ${index} then '${value}'`).join(' ')} end`
  const run = (insert: string) =>
    sqlite.exec(
      `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${count - 1}) ${insert} from n`,
    )
  const started = `(${first} + cast(i * ${step} as integer))`
  const year = `cast(strftime('%Y', (${started} + 32400000) / 1000, 'unixepoch') as integer)`
  // Ids as long as real ones, in the order in which they were made.
  const id = (kind: string) => `printf('${kind}-0000-7000-8000-%012d', i)`
  const rare = `case when i % 200 = 7 then ${pick(RARE, '(i / 200)')} else '' end`
  const error = `case when i % 10 = 3 then 'connect ECONNRESET 10.3.' || (i % 9) || '.' || (i % 17) || ':5432'
    when i % 10 = 4 then 'failed to complete your request (E-' || (i % 90000) || ')' else '' end`
  sqlite.transaction(() => {
    run(`insert into incident (id, reference, reference_year, reference_number, kind, severity, title, summary, cause,
        closed_at, removed_reason, recorded_at, recorded_by, version, started_at, ended_at, year)
      select ${id('00000001')}, printf('1000-%06d', i), 1000, i, 'incident',
        ${pick(['critical', 'major', 'minor', 'minor'], 'i')}, ${pick(TITLES, 'i')} || ' ' || i, ${rare},
        ${pick(['디스크가 가득 참', '설정 변경', 'an expired certificate', ''], 'i')}, ${started}, '', ${started},
        'bench', 1, ${started}, ${started} + (5 + (i * 37) % 170) * 60000, ${year}`)
    run(
      `insert into incident_service (incident_id, service_id) select ${id('00000001')}, ${pick(services, 'i')}`,
    )
    run(
      `insert into incident_factor (incident_id, factor) select ${id('00000001')}, ${pick(FACTORS, '(i / 3)')}`,
    )
    run(`insert into symptom (id, incident_id, surface, kind, text_ko, text_en, error_text, measured_how, position, version)
      select ${id('00000002')}, ${id('00000001')}, ${pick(['mobile', 'pc', 'web'], 'i')}, 'delayed',
        '화면이 늦게 열려요', 'Pages open late', ${error}, '', 0, 1`)
    run(`insert into action_item (id, incident_id, title, kind, state, owner, due_on, tracker_url, promise, version)
      select ${id('00000003')}, ${id('00000001')}, '경보 기준을 낮춘다 ' || i, 'detect',
        ${pick(['done', 'done', 'open', 'dropped'], 'i')}, ${pick(['서버 팀', '결제 팀', ''], 'i')},
        strftime('%Y-%m-%d', (${started} + 2592000000) / 1000, 'unixepoch'), '', 0, 1`)
  })()
}

async function filledFolder(): Promise<string> {
  const migrations = path.resolve(import.meta.dirname, '../../db/migrations')
  const hash = createHash('sha256').update(fill.toString())
  for (const name of readdirSync(migrations).sort()) hash.update(readFileSync(path.join(migrations, name)))
  const kept = path.join(tmpdir(), 'sagwa-search-bench')
  const folder = path.join(kept, hash.digest('hex').slice(0, 12))
  if (existsSync(folder)) return folder
  rmSync(kept, { recursive: true, force: true })
  mkdirSync(kept)
  const made = mkdtempSync(path.join(kept, 'making-'))
  const database = openDatabase(`file:${path.join(made, 'sagwa.db')}`)
  await migrateToLatest(database)
  await createOrganisation(
    {
      ...{ nameKo: '사과상점', nameEn: 'Apple Store Room', nameJa: '', zone: 'Asia/Seoul' },
      ...{ languages: ['ko', 'en'], defaultLanguage: 'ko', guardedWords: '' },
      ...{ contactKo: '', contactEn: '', contactJa: '', ...BY },
    },
    database.db,
  )
  for (const name of ['Chat', 'Pay', 'Map']) {
    await addService({ nameKo: '', nameEn: name, zone: null, ...BY }, database.db)
  }
  const sqlite = openDataFolder(made)
  fill(sqlite, INCIDENTS)
  sqlite.close()
  const begin = performance.now()
  const entries = await indexMissing(database.db)
  process.stderr.write(`${entries} texts indexed in ${((performance.now() - begin) / 1000).toFixed(0)} s\n`)
  await database.db.destroy()
  const filled = openDataFolder(made)
  filled.exec('analyze')
  filled.pragma('wal_checkpoint(truncate)')
  filled.close()
  renameSync(made, folder)
  return folder
}

async function timed(work: () => unknown): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

/** Middle and longest of so many, in milliseconds, after one that does not count. */
async function times(count: number, work: () => unknown): Promise<string> {
  await work()
  const all: number[] = []
  for (let at = 0; at < count; at += 1) all.push(await timed(work))
  all.sort((a, b) => a - b)
  return `${all[Math.floor(count / 2)]!.toFixed(1)} ms, ${all.at(-1)!.toFixed(1)} ms`
}

/** The newest 50 places by reading every text, newest first, until there are enough: what an index has to beat. */
function scan(sqlite: Sqlite.Database, typed: string): number {
  const terms = readQuery(typed)
  let found = 0
  for (const text of sqlite.prepare('select text from search_entry order by id desc').pluck().iterate()) {
    if (matches(terms, text as string) && ++found === 50) break
  }
  return found
}

function row(...cells: string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
}

async function searches(q: Queryable, sqlite: Sqlite.Database): Promise<void> {
  row('Newest 50 for', 'Places', 'Search: middle, longest', 'Reading the texts one by one')
  row('---', '---', '---', '---')
  for (const typed of QUESTIONS) {
    const { incidents } = await search({ typed }, q)
    const places = incidents.reduce((sum, { hits }) => sum + hits.length, 0)
    const scanned = await timed(() => scan(sqlite, typed))
    row(
      `\`${typed}\``,
      String(places),
      await times(15, () => search({ typed }, q)),
      `${scanned.toFixed(0)} ms`,
    )
  }
}

async function others(q: Queryable): Promise<void> {
  row('Page', 'Middle, longest')
  row('---', '---')
  const recent = await getIncidentRecord(`1000-${String(INCIDENTS - 7).padStart(6, '0')}`, q)
  const withError = await getIncidentRecord(
    `1000-${String(INCIDENTS - 7)
      .padStart(6, '0')
      .slice(0, 5)}3`,
    q,
  )
  row('Similar to an incident without an error text', await times(9, () => findSimilarTo(recent, q)))
  row('Similar to one with an error text', await times(9, () => findSimilarTo(withError, q)))
  row('Board: what is outstanding', await times(9, () => listActionBoard({ today: TODAY }, q)))
  row(
    'Board: of one owner',
    await times(9, () => listActionBoard({ today: TODAY, filters: { owner: '서버 팀' } }, q)),
  )
  row('Board: done', await times(9, () => listActionBoard({ today: TODAY, filters: { state: 'done' } }, q)))
  row('Board: of a year', await times(9, () => listActionBoard({ today: TODAY, filters: { year: 2019 } }, q)))
  row('Board: names of owners', await times(9, () => listOwners(q)))
  row(
    'Board: how long things wait',
    await times(5, () => outstandingAgeing({ today: TODAY, zone: 'Asia/Seoul' }, q)),
  )
}

/** Copies incidents and what is searched of them, a few thousand rows at a time. */
async function copySearched(sqlite: Sqlite.Database, q: Queryable): Promise<void> {
  for (const table of ['incident', 'search_entry']) {
    let rows: Record<string, unknown>[] = []
    const write = async () => {
      const some = JSON.stringify(rows)
      await sql`insert into ${sql.table(table)} select * from json_populate_recordset(null::${sql.table(table)}, ${some}::json)`.execute(
        q,
      )
      if (table === 'search_entry') {
        const pieces = JSON.stringify(rows.map(({ id, text }) => ({ id, pieces: piecesOf(text as string) })))
        await sql`insert into search_index (rowid, pieces)
          select (entry->>'id')::bigint, array_to_tsvector(array(select json_array_elements_text(entry->'pieces')))
          from json_array_elements(${pieces}::json) as entry`.execute(q)
      }
      rows = []
    }
    for (const row of sqlite.prepare(`select * from ${table} order by id`).all()) {
      rows.push(row as Record<string, unknown>)
      if (rows.length === 5000) await write()
    }
    await write()
  }
  await sql`vacuum analyze`.execute(q)
}

async function searchesOnPostgres(sqlite: Sqlite.Database): Promise<void> {
  const postgres = await startPostgres()
  process.stderr.write(`${postgres.description}\n`)
  if (postgres.url !== null) {
    const database = openDatabase(postgres.url)
    await migrateToLatest(database)
    await copySearched(sqlite, database.db)
    await searches(database.db, sqlite)
    await database.db.destroy()
  }
  await postgres.stop()
}

const folder = await filledFolder()
const sqlite = openDataFolder(folder)
process.stderr.write(`load ${loadavg()[0]!.toFixed(1)}\n`)
if (process.argv[2] === 'postgres') {
  await searchesOnPostgres(sqlite)
} else {
  const { db } = openDatabase(`file:${path.join(folder, 'sagwa.db')}`)
  await searches(db, sqlite)
  process.stdout.write('\n')
  await others(db)
  await db.destroy()
}
sqlite.close()
