import { db, type Queryable } from '#db/client.server.ts'
import { fromJson } from '#db/schema.ts'
import type { Instant } from '#app/domain/instant.ts'
import { packBody, type PackedBody } from '#app/publishing/compress.ts'
import type { PublicFile, PublicOrganisation } from '#app/publishing/notice-files.ts'
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

/**
 * Renders the list of notices and the page for unknown addresses anew: after every publication, and when the
 * organisation is created or changes its name, languages or zone. In the transaction of that change.
 */
export async function publishSiteIndex(
  { organisation, now }: { organisation: PublicOrganisation; now: Instant },
  q: Queryable,
): Promise<void> {
  const rows = await q
    .selectFrom('notice')
    .innerJoin('notice_revision', (join) =>
      join
        .onRef('notice_revision.notice_id', '=', 'notice.id')
        .onRef('notice_revision.number', '=', 'notice.current_revision'),
    )
    .select(['notice.slug', 'notice_revision.kind', 'notice_revision.stage'])
    .select(['notice_revision.texts', 'notice_revision.facts'])
    .execute()
  const listed = rows.map(({ slug, kind, stage, texts, facts }) => ({
    slug,
    revision: { kind, stage, texts: fromJson(texts), facts: fromJson(facts) },
  }))
  // Only here: the server of the public site reads this file too, and starts without React and the Markdown parser.
  const { renderSiteIndex } = await import('#app/publishing/site-index.ts')
  await storePublicFiles(renderSiteIndex(organisation, listed), { noticeId: null, now }, q)
}

/** Puts files at their public addresses, in place of what was there. In the transaction of the publication. */
export async function storePublicFiles(
  files: PublicFile[],
  { noticeId, now }: { noticeId: string | null; now: Instant },
  q: Queryable,
): Promise<void> {
  // Several addresses carry the same bytes; they are compressed once.
  const packed = new Map<string, PackedBody>()
  for (const file of files) {
    const bytes = packed.get(file.body) ?? packBody(file.body)
    packed.set(file.body, bytes)
    const row = {
      notice_id: noticeId,
      content_type: file.contentType,
      language: file.language,
      ...bytes,
      published_at: now,
    }
    await q
      .insertInto('published_file')
      .values({ path: file.path, ...row })
      .onConflict((conflict) => conflict.column('path').doUpdateSet(row))
      .execute()
  }
}
