/**
 * What the trend costs with 1,000, 100,000 and 1,000,000 incidents, beside the same aggregation as plain SQL on the same
 * database in the same run.
 *
 *   npm run bench:trend
 *
 * Each size is measured in a process of its own, which has not filled the database, so that its memory is that of
 * reading. Filled databases stay in the temporary folder for the next run (about 1.5 GB).
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { openDatabase } from '#db/client.server.ts'
import { migrateToLatest } from '#db/migrator.server.ts'
import type { Instant } from '#app/domain/instant.ts'
import { createOrganisation } from '#app/models/organisation.server.ts'
import { addService } from '#app/models/service.server.ts'
import { getTrend } from '#app/models/trend.server.ts'
import { forgetAllFigures, forgetFiguresOfTime } from '#app/models/year-rollup.server.ts'
import { openDataFolder } from './many-incidents.ts'

const SIZES = [1000, 100_000, 1_000_000]
const BY = { actor: { id: null, name: 'bench' }, now: Date.UTC(2026, 10, 1) as Instant }
const REQUEST = { asOf: '2026-10-31', grain: 'month' as const }
const FACTORS = ['network', 'capacity', 'change_deployed', 'dependency', 'not_known']

/** As `addManyIncidents`, evenly from 2016 to autumn 2026, but a set at a time, and with factors, shares and detection. */
function fill(sqlite: Sqlite.Database, count: number): void {
  const services = sqlite.prepare('select id from service order by position').pluck().all() as string[]
  const first = Date.UTC(2016, 0, 1)
  const step = (Date.UTC(2026, 9, 31) - first) / count
  const pick = (values: readonly string[], by: string) =>
    `case ${by} % ${values.length} ${values.map((value, index) => `when ${index} then '${value}'`).join(' ')} end`
  const run = (insert: string, from = 'n') =>
    sqlite.exec(
      `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${count - 1}) ${insert} from ${from}`,
    )
  const started = `(${first} + cast(i * ${step} as integer))`
  const ended = `case when i % 50 = 7 then null else ${started} + (5 + (i * 37) % 170) * 60000 end`
  const year = `cast(strftime('%Y', (${started} + 32400000) / 1000, 'unixepoch') as integer)`
  const id = (kind: string) => `printf('${kind}-%08d', i)`
  sqlite.transaction(() => {
    run(`insert into incident (id, reference, reference_year, reference_number, kind, severity, title, summary, cause,
        closed_at, removed_reason, recorded_at, recorded_by, version, started_at, ended_at, year)
      select ${id('i')}, printf('m-%08d', i), 1, i, 'incident', ${pick(['critical', 'major', 'minor', 'minor'], 'i')},
        'late ' || i, '', '', ${started}, '', ${started}, 'bench', 1, ${started}, ${ended}, ${year}`)
    run(`insert into incident_service (incident_id, service_id) select ${id('i')}, ${pick(services, 'i')}`)
    run(`insert into incident_factor (incident_id, factor) select ${id('i')}, ${pick(FACTORS, '(i / 3)')}`)
    run(`insert into symptom (id, incident_id, surface, kind, text_ko, text_en, error_text, measured_how, position,
        version, share_percent)
      select ${id('s')}, ${id('i')}, ${pick(['mobile', 'pc', 'web'], 'i')}, 'delayed', '늦어요 ' || i, '', '', '', 0, 1,
        case when i % 5 = 0 then 10 * (1 + i % 10) end`)
    for (const [key, later] of [
      ['impact_start', 0],
      ['detected', 240_000],
    ] as const) {
      run(`insert into reading (id, incident_id, marker_key, shape, at, source, source_url, recorded_at, recorded_by)
        select ${id(key)}, ${id('i')}, '${key}', 'instant', ${started} + ${later}, '', '', ${started}, 'bench'`)
      run(`insert into marker (incident_id, key, chosen_reading_id, chosen_reason)
        select ${id('i')}, '${key}', ${id(key)}, ''`)
    }
  })()
  sqlite.exec('analyze')
}

const SEOUL = '(started_at + 32400000)'
const COUNTED = "removed_at is null and kind = 'incident' and severity in ('critical', 'major', 'minor')"
const MONTH = `strftime('%Y-%m', ${SEOUL} / 1000, 'unixepoch')`
const KNOWN = `${COUNTED} and ended_at >= started_at`

/** The figures of the page, each as one query that names no more than it needs. */
const PLAIN: Record<string, string> = {
  months: `select ${MONTH}, count(*), sum(ended_at is null) from incident where ${COUNTED} group by 1`,
  days: `select cast(${SEOUL} / 86400000 as integer), count(*) from incident where ${COUNTED} group by 1`,
  severities: `select year, severity, count(*) from incident where ${COUNTED} group by 1, 2`,
  hours: `select (${SEOUL} / 3600000 + 72) % 168, count(*) from incident where ${COUNTED} group by 1`,
  lengths: `select year, (ended_at - started_at) / 60000, count(*) from incident where ${KNOWN} group by 1, 2`,
  downtime: `select ${MONTH}, sum(max(0, ended_at - max(started_at, coalesce(before, started_at)))) from
    (select started_at, ended_at, max(ended_at) over (order by started_at rows between unbounded preceding and 1 preceding)
     as before from incident where ${KNOWN}) group by 1`,
  services: `select year, service_id, count(*) from incident join incident_service on incident_id = id
    where ${COUNTED} group by 1, 2`,
  factors: `select year, factor, count(*) from incident join incident_factor on incident_id = id
    where ${COUNTED} group by 1, 2`,
  surfaces: `select year, surface, count(*) from incident join symptom on incident_id = incident.id
    where incident.removed_at is null and symptom.removed_at is null and incident.kind = 'incident' group by 1, 2`,
  detection: `select year, (d.at - s.at) / 60000, count(*) from incident
    join marker ms on ms.incident_id = incident.id and ms.key = 'impact_start' join reading s on s.id = ms.chosen_reading_id
    join marker md on md.incident_id = incident.id and md.key = 'detected' join reading d on d.id = md.chosen_reading_id
    where ${COUNTED} group by 1, 2`,
}

async function timed(work: () => unknown): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

async function median(count: number, work: () => unknown): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < count; i += 1) times.push(await timed(work))
  return times.sort((a, b) => a - b)[Math.floor(count / 2)]!
}

const FILE = import.meta.filename

/** A folder with a database of so many incidents; filled once, and again when filling or the schema have changed. */
async function filledFolder(count: number): Promise<string> {
  const migrations = path.resolve(import.meta.dirname, '../../db/migrations')
  const hash = createHash('sha256').update(fill.toString())
  for (const name of readdirSync(migrations).sort()) hash.update(readFileSync(path.join(migrations, name)))
  const kept = path.join(tmpdir(), 'sagwa-trend-bench')
  const folder = path.join(kept, `${count}-${hash.digest('hex').slice(0, 12)}`)
  if (existsSync(folder)) return folder
  mkdirSync(kept, { recursive: true })
  for (const old of readdirSync(kept)) {
    if (old.startsWith(`${count}-`)) rmSync(path.join(kept, old), { recursive: true })
  }
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
  await database.db.destroy()
  const sqlite = openDataFolder(made)
  fill(sqlite, count)
  sqlite.pragma('wal_checkpoint(truncate)')
  sqlite.close()
  renameSync(made, folder)
  return folder
}

interface Measured {
  cold: number
  warm: number
  edited: number
  filteredYear: number
  /** The most megabytes that the process ever had. */
  most: number
}

/** In a process of its own that finds everything kept: megabytes after 31 answers. */
async function measureReading(folder: string): Promise<{ resident: number; heap: number }> {
  const { db: q } = openDatabase(`file:${path.join(folder, 'sagwa.db')}`)
  for (let i = 0; i < 31; i += 1) await getTrend(REQUEST, q)
  globalThis.gc?.()
  const answer = { resident: residentMegabytes('VmRSS'), heap: process.memoryUsage().heapUsed / 1e6 }
  await q.destroy()
  return answer
}

/** In a process of its own; the database is open, and nothing has been read of it. */
async function measureTrend(folder: string): Promise<Measured> {
  const database = openDatabase(`file:${path.join(folder, 'sagwa.db')}`)
  const q = database.db
  await forgetAllFigures(q)
  const cold = await timed(() => getTrend(REQUEST, q))
  const warm = await median(30, () => getTrend(REQUEST, q))
  const at = Date.UTC(2021, 4, 5) as Instant
  const edited = await median(9, async () => {
    await forgetFiguresOfTime(at, at, q)
    await getTrend(REQUEST, q)
  })
  const year = {
    from: 2021,
    to: 2021,
    asOf: '2021-12-31',
    filters: { service: null, severity: 'major' as const, factor: null, surface: null, kind: null },
  }
  const filteredYear = await timed(() => getTrend(year, q))
  await database.db.destroy()
  return { cold, warm, edited, filteredYear, most: residentMegabytes('VmHWM') }
}

/** Now, or the most so far; 10^6 bytes. */
function residentMegabytes(which: 'VmRSS' | 'VmHWM'): number {
  const [, kilobytes] =
    new RegExp(`^${which}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return (Number(kilobytes) * 1024) / 1e6
}

function inOwnProcess<T>(what: '--measure' | '--read', folder: string): T {
  const loader = path.join(import.meta.dirname, 'tsx-loader.mjs')
  const words = ['--import', loader, '--expose-gc', FILE, what, folder]
  const { stdout, status } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`Measuring ended with ${status}`)
  return JSON.parse(stdout) as T
}

/** Like the trend, with all statements prepared and everything read once before. */
async function measurePlain(folder: string): Promise<[name: string, took: number][]> {
  const sqlite = new Sqlite(path.join(folder, 'sagwa.db'), { readonly: true })
  const plain: [string, number][] = []
  for (const [name, query] of Object.entries(PLAIN)) {
    const statement = sqlite.prepare(query)
    const first = await timed(() => statement.all())
    plain.push([name, first > 500 ? first : await median(9, () => statement.all())])
  }
  sqlite.close()
  return plain
}

async function row(count: number): Promise<string[]> {
  const folder = await filledFolder(count)
  const load = loadavg()[0]!
  const { cold, warm, edited, filteredYear, most } = inOwnProcess<Measured>('--measure', folder)
  const { resident, heap } = inOwnProcess<{ resident: number; heap: number }>('--read', folder)
  const plain = await measurePlain(folder)
  const whole = plain.reduce((sum, [, took]) => sum + took, 0)
  process.stderr.write(
    `${count}: load ${load.toFixed(1)}; ${plain.map(([name, took]) => `${name} ${took.toFixed(1)}`).join(', ')}\n`,
  )
  return [
    count.toLocaleString('en'),
    `${warm.toFixed(1)} ms`,
    `${plain[0]![1].toFixed(1)} ms (${(warm / plain[0]![1]).toFixed(2)})`,
    `${whole.toFixed(1)} ms (${(warm / whole).toFixed(3)})`,
    `${edited.toFixed(0)} ms`,
    `${filteredYear.toFixed(0)} ms`,
    `${(cold / 1000).toFixed(2)} s`,
    `${resident.toFixed(0)} MB, heap ${heap.toFixed(0)} MB`,
    `${most.toFixed(0)} MB`,
  ]
}

const [flag, folder] = process.argv.slice(2)
if (flag === '--measure') {
  process.stdout.write(JSON.stringify(await measureTrend(folder!)))
} else if (flag === '--read') {
  process.stdout.write(JSON.stringify(await measureReading(folder!)))
} else {
  const head = [
    'Incidents',
    'Trend, warm',
    'Counts by month alone in SQL (ratio)',
    'All of it in SQL (ratio)',
    'First after an edit',
    'One year, first time filtered',
    'Nothing kept yet',
    'Memory after 31 answers',
    'Most, while all is counted',
  ]
  const sizes = process.argv.slice(2).map(Number).filter(Boolean)
  const rows = [head, head.map(() => '---')]
  for (const count of sizes.length > 0 ? sizes : SIZES) rows.push(await row(count))
  process.stdout.write(rows.map((cells) => `| ${cells.join(' | ')} |\n`).join(''))
}
