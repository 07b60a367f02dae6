/** Many made-up incidents, written straight into a database that holds the demo record. */
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { v7 as newId } from 'uuid'
import { HOUR, instant, MINUTE, yearOf } from '#app/domain/instant.ts'
import { formatReference } from '#app/domain/reference.ts'

const FIRST = Date.UTC(2016, 0, 1)
const LAST = Date.UTC(2026, 9, 31)
const ZONE = 'Asia/Seoul'
const SEVERITIES = ['critical', 'major', 'minor', 'minor']
const TITLES = [
  '메시지 전송 지연',
  '로그인 오류',
  '결제 화면이 열리지 않음',
  '알림이 늦게 옴',
  '사진 전송 실패',
]

/** Opens the database of a data folder as Sagwa does. */
export function openDataFolder(dataFolder: string): Sqlite.Database {
  const sqlite = new Sqlite(path.join(dataFolder, 'sagwa.db'))
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  return sqlite
}

/**
 * Adds incidents, evenly from 2016 to autumn 2026, each with its services, readings and a symptom. The same number gives
 * the same incidents, except for their ids.
 */
export function addManyIncidents(dataFolder: string, count: number): void {
  const sqlite = openDataFolder(dataFolder)
  const services = sqlite.prepare('select id from service order by position').pluck().all() as string[]
  const incident = insert(sqlite, 'incident', [
    'id',
    'reference',
    'reference_year',
    'reference_number',
    'kind',
    'severity',
    'title',
    'summary',
    'cause',
    'closed_at',
    'removed_reason',
    'recorded_at',
    'recorded_by',
    'version',
    'started_at',
    'ended_at',
    'year',
  ])
  const service = insert(sqlite, 'incident_service', ['incident_id', 'service_id'])
  const reading = insert(sqlite, 'reading', [
    'id',
    'incident_id',
    'marker_key',
    'shape',
    'at',
    'source',
    'source_url',
    'recorded_at',
    'recorded_by',
  ])
  const marker = insert(sqlite, 'marker', ['incident_id', 'key', 'chosen_reading_id', 'chosen_reason'])
  const symptom = insert(sqlite, 'symptom', [
    'id',
    'incident_id',
    'surface',
    'kind',
    'text_ko',
    'text_en',
    'error_text',
    'measured_how',
    'position',
    'version',
  ])

  const numbers = new Map<number, number>()
  sqlite.transaction(() => {
    for (let i = 0; i < count; i += 1) {
      const started = FIRST + Math.floor(((LAST - FIRST) * i) / count)
      const ended = started + (5 + ((i * 37) % 170)) * MINUTE
      const recorded = ended + HOUR
      const year = yearOf(instant(started), ZONE)
      // Above whatever the demo record uses.
      const number = (numbers.get(year) ?? 100) + 1
      numbers.set(year, number)
      const id = newId({ msecs: recorded })
      const severity = SEVERITIES[i % SEVERITIES.length]
      const title = `${TITLES[i % TITLES.length]} ${i}`
      const closed = i % 400 === 0 ? null : recorded
      incident([
        ...[id, formatReference(year, number), year, number, 'incident', severity, title, '', '', closed, ''],
        ...[recorded, 'bench', 1, started, ended, year],
      ])
      service([id, services[i % services.length]])
      for (const [key, at] of [
        ['impact_start', started],
        ['impact_end', ended],
      ]) {
        const readingId = newId({ msecs: recorded })
        reading([readingId, id, key, 'instant', at, 'bench', '', recorded, 'bench'])
        marker([id, key, readingId, ''])
      }
      symptom([newId({ msecs: recorded }), id, 'mobile', 'delayed', title, '', '', '', 0, 1])
    }
    sqlite.exec('delete from year_rollup')
  })()
  sqlite.close()
}

function insert(sqlite: Sqlite.Database, table: string, columns: string[]) {
  const places = columns.map(() => '?').join(', ')
  const statement = sqlite.prepare(`insert into ${table} (${columns.join(', ')}) values (${places})`)
  return (values: unknown[]) => statement.run(values)
}
