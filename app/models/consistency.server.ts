/** Whether what is kept twice still says the same. Nothing is repaired here. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { db, type Queryable } from '#db/client.server.ts'
import { yearOf } from '#app/domain/instant.ts'
import { etagOf } from '#app/publishing/compress.ts'
import { getOrganisation } from './organisation.server.ts'

const INCIDENTS_AT_ONCE = 2_000
const FILES_AT_ONCE = 50

/**
 * References of incidents whose columns for lists and yearly figures differ from what the chosen readings say; at most
 * `limit` of them.
 */
export async function findWrongColumns({ limit }: { limit: number }, q: Queryable = db): Promise<string[]> {
  const { zone } = await getOrganisation(q)
  const wrong: string[] = []
  let after = ''
  for (;;) {
    const rows = await incidentsWithReadings(after, q)
    for (const row of rows) {
      const startedAt = row.start_at
      const endedAt = row.end_shape === 'range' ? row.end_until : row.end_at
      const year = startedAt === null ? null : yearOf(startedAt, zone)
      if (row.started_at !== startedAt || row.ended_at !== endedAt || row.year !== year)
        wrong.push(row.reference)
    }
    const last = rows.at(-1)
    if (last === undefined || wrong.length >= limit) return wrong.slice(0, limit)
    after = last.id
  }
}

function incidentsWithReadings(after: string, q: Queryable) {
  return q
    .selectFrom('incident')
    .leftJoin('marker as start', (join) =>
      join.onRef('start.incident_id', '=', 'incident.id').on('start.key', '=', 'impact_start'),
    )
    .leftJoin('reading as start_reading', (join) =>
      join
        .onRef('start_reading.id', '=', 'start.chosen_reading_id')
        .on('start_reading.retracted_at', 'is', null),
    )
    .leftJoin('marker as end', (join) =>
      join.onRef('end.incident_id', '=', 'incident.id').on('end.key', '=', 'impact_end'),
    )
    .leftJoin('reading as end_reading', (join) =>
      join.onRef('end_reading.id', '=', 'end.chosen_reading_id').on('end_reading.retracted_at', 'is', null),
    )
    .select([
      'incident.id',
      'incident.reference',
      'incident.started_at',
      'incident.ended_at',
      'incident.year',
    ])
    .select(['start_reading.at as start_at'])
    .select(['end_reading.shape as end_shape', 'end_reading.at as end_at', 'end_reading.until as end_until'])
    .where('incident.id', '>', after)
    .orderBy('incident.id')
    .limit(INCIDENTS_AT_ONCE)
    .execute()
}

/** Addresses whose stored bytes do not fit their ETag, or whose compressed forms unpack to something else. */
export async function findBrokenFiles({ limit }: { limit: number }, q: Queryable = db): Promise<string[]> {
  const broken: string[] = []
  let after = ''
  for (;;) {
    const files = await q
      .selectFrom('published_file')
      .select(['path', 'etag', 'body', 'gzip', 'brotli'])
      .where('path', '>', after)
      .orderBy('path')
      .limit(FILES_AT_ONCE)
      .execute()
    for (const { path, etag, body, gzip, brotli } of files) {
      const isWhole =
        etag === etagOf(body) &&
        unpacksTo(gunzipSync, gzip, body) &&
        unpacksTo(brotliDecompressSync, brotli, body)
      if (!isWhole) broken.push(path)
    }
    const last = files.at(-1)
    if (last === undefined || broken.length >= limit) return broken.slice(0, limit)
    after = last.path
  }
}

/** Pictures are kept in one form only; their others are empty. */
function unpacksTo(unpack: (packed: Uint8Array) => Buffer, packed: Uint8Array, body: Uint8Array): boolean {
  if (packed.length === 0) return true
  try {
    return unpack(packed).equals(body)
  } catch {
    return false
  }
}
