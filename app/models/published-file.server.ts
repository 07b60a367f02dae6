import { db, type Queryable } from '#db/client.server.ts'
import type { PublishedRow, PublishedSource } from '#app/publishing/serve.server.ts'

/** The public files of a database, as the public server reads them. */
export function publishedFiles(q: Queryable = db): PublishedSource {
  return {
    // Neither column lies behind the bytes, so listing never touches them.
    list: () => q.selectFrom('published_file').select(['path', 'etag']).execute(),
    load: (paths) => loadFiles(paths, q),
  }
}

/** Databases limit the number of values in one query. */
const PATHS_AT_ONCE = 500

async function loadFiles(paths: string[], q: Queryable): Promise<PublishedRow[]> {
  const rows: PublishedRow[] = []
  for (let start = 0; start < paths.length; start += PATHS_AT_ONCE) {
    const some = await q
      .selectFrom('published_file')
      .select(['path', 'content_type', 'language', 'etag', 'body', 'gzip', 'brotli'])
      .where('path', 'in', paths.slice(start, start + PATHS_AT_ONCE))
      .execute()
    rows.push(...some.map(({ content_type, ...row }) => ({ ...row, contentType: content_type })))
  }
  return rows
}
