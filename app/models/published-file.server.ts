import { setImmediate as turnOfOthers } from 'node:timers/promises'
import type { Selectable } from 'kysely'
import { db, type Queryable } from '#db/client.server.ts'
import { fromJson, type NoticeRevisionTable } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.server.ts'
import type { Instant } from '#app/domain/instant.ts'
import { environment, publicOrigin } from '#app/env.server.ts'
import { RENDERED_FOR } from '#app/publishing/addresses.ts'
import { etagOf, packBody, type PackedBody } from '#app/publishing/compress.ts'
import type {
  PublicFile,
  PublicNotice,
  PublicOrganisation,
  PublicPicture,
} from '#app/publishing/notice-files.ts'
import type { PublishedRow, PublishedSource } from '#app/publishing/serve.server.ts'
import type { PublicSite, SiteNotice } from '#app/publishing/site.ts'
import { version } from '#app/version.server.ts'

/** The public files of a database, as the public server reads them. */
export function publishedFiles(q: Queryable = db): PublishedSource {
  return {
    // No column lies behind the bytes, so listing never touches them.
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

/** The public site as the environment of this process has it. */
export function publicSite(): PublicSite {
  return { origin: publicOrigin(), mail: environment().mail !== null }
}

/**
 * Rendered files by all that they were rendered from, drawn pictures by what they show, and compressed texts by
 * themselves. Whatever is found here under the same key is the same to the byte, so a file that was prepared from an older
 * state is at worst of no use.
 */
export interface PreparedFiles {
  rendered: Map<string, PublicFile[]>
  pictures: Map<string, Uint8Array>
  packed: Map<string, PackedBody>
}

/**
 * Draws and compresses before the transaction of a publication what it will most likely write, because that takes longer
 * than anybody else should wait for the lock. The publication reads everything again under its lock and takes from here
 * what would still be the same; what would not, it makes itself. Between two pieces of work others get their turn.
 *
 * @param added a revision that is not stored yet
 */
export async function preparePublication(
  {
    noticeId,
    organisation,
    notice,
    added = null,
  }: {
    noticeId: string
    organisation: PublicOrganisation
    notice: PublicNotice
    added?: (SiteNotice['revisions'][number] & { publishedAt: Instant }) | null
  },
  q: Queryable,
): Promise<PreparedFiles> {
  const { renderNoticeFiles, noticeCards } = await import('#app/publishing/notice-files.ts')
  const { cardPng } = await import('#app/publishing/card.server.ts')
  const { recentlyChanged, renderSiteFiles } = await import('#app/publishing/site-files.ts')
  const rendered = new Map<string, PublicFile[]>()
  const own = renderNoticeFiles(publicSite(), organisation, notice)
  rendered.set(renderingOf(organisation, notice), own)
  const files = [...own]
  await turnOfOthers()
  if (added !== null) {
    const { slug } = notice
    const { kind, stage, texts, facts, publishedAt } = added
    // As it will be read under the lock, field by field, so that it is known again there.
    const revision = { kind, stage, texts, facts }
    const others = (await listedNotices(q)).filter(({ id }) => id !== noticeId)
    const listed = [...others, { id: noticeId, slug, publishedAt, revision }]
    const stored = await siteNotices(recentlyChanged(listed), q)
    const recent = stored.map((one) =>
      one.id === noticeId ? { ...one, revisions: [...one.revisions, asStored(added)] } : one,
    )
    const shared = renderSiteFiles(publicSite(), organisation, listed, recent)
    rendered.set(renderingOf(organisation, [inOrder(listed), inOrder(recent)]), shared)
    files.push(...shared)
    await turnOfOthers()
  }
  const known = new Set(
    (await q.selectFrom('published_file').select('etag').where('notice_id', 'is', null).execute()).map(
      ({ etag }) => etag,
    ),
  )
  const bodies = [...new Set(files.map(({ body }) => body))].filter(
    (body) => !known.has(etagOf(Buffer.from(body))),
  )
  const [packed, pictures] = await Promise.all([
    Promise.all(bodies.map(async (body) => [body, await packBody(body)] as const)),
    Promise.all(
      noticeCards(organisation, notice).map(
        async ({ card }) => [JSON.stringify(card), await cardPng(card)] as const,
      ),
    ),
  ])
  return { rendered, packed: new Map(packed), pictures: new Map(pictures) }
}

function asStored(revision: SiteNotice['revisions'][number]): SiteNotice['revisions'][number] {
  const { id, number, stage, kind, texts, facts, correction, publishedAt, promises } = revision
  return {
    ...{ id, number, stage, kind, texts, facts, correction, publishedAt },
    ...(promises === undefined ? {} : { promises }),
  }
}

/** All that files are rendered from, as one text to compare. */
function renderingOf(organisation: PublicOrganisation, of: unknown): string {
  const { nameKo, nameEn, nameJa, zone, languages, defaultLanguage } = organisation
  return JSON.stringify([publicSite(), nameKo, nameEn, nameJa, zone, languages, defaultLanguage, of])
}

/** Rows come in no order that matters. */
function inOrder<T extends { id: string }>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/**
 * Renders the pages, Markdown files and pictures of a notice and puts them at their addresses. Copies of revisions that
 * were published before stay to the byte. In the transaction of the publication, before `publishSiteIndex`.
 */
export async function publishNoticeFiles(
  {
    noticeId,
    organisation,
    notice,
    now,
    prepared,
  }: {
    noticeId: string
    organisation: PublicOrganisation
    notice: PublicNotice
    now: Instant
    prepared?: PreparedFiles
  },
  q: Queryable,
): Promise<void> {
  const [{ renderNoticeFiles, noticeCards }, { cardPng }] = await Promise.all([
    import('#app/publishing/notice-files.ts'),
    import('#app/publishing/card.server.ts'),
  ])
  const files =
    prepared?.rendered.get(renderingOf(organisation, notice)) ??
    renderNoticeFiles(publicSite(), organisation, notice)
  const pictures = await Promise.all(
    noticeCards(organisation, notice).map(async ({ path, card }): Promise<PublicPicture> => ({
      path,
      contentType: 'image/png',
      language: card.language,
      body: prepared?.pictures.get(JSON.stringify(card)) ?? (await cardPng(card)),
    })),
  )
  await storePublicFiles([...files, ...pictures], { noticeId, now, prepared }, q)
}

/**
 * Renders what tells of all notices anew: the list, the page for unknown addresses, feeds, status files, sitemap. After
 * every publication, and when the organisation is created or changes. In the transaction of that change.
 */
export async function publishSiteIndex(
  {
    organisation,
    now,
    prepared,
  }: { organisation: PublicOrganisation; now: Instant; prepared?: PreparedFiles },
  q: Queryable,
): Promise<void> {
  const listed = await listedNotices(q)
  // Only here: the server of the public site reads this file too, and starts without React and the Markdown parser.
  const { recentlyChanged, renderSiteFiles } = await import('#app/publishing/site-files.ts')
  const recent = await siteNotices(recentlyChanged(listed), q)
  const files =
    prepared?.rendered.get(renderingOf(organisation, [inOrder(listed), inOrder(recent)])) ??
    renderSiteFiles(publicSite(), organisation, listed, recent)
  await storePublicFiles(files, { noticeId: null, now, prepared }, q)
}

/** What all files depend on beside their notices: another one of these makes them out of date. */
function renderedFor({
  nameKo,
  nameEn,
  nameJa,
  zone,
  languages,
  defaultLanguage,
}: PublicOrganisation): string {
  const organisation = { nameKo, nameEn, nameJa, zone, languages, defaultLanguage }
  return JSON.stringify({ ...publicSite(), version: version(), organisation })
}

/** Whether the files were written for this address of the site, by this version, and as the organisation is now. */
export async function isRenderedForHere(
  organisation: PublicOrganisation,
  q: Queryable = db,
): Promise<boolean> {
  const row = await q
    .selectFrom('published_file')
    .select('etag')
    .where('path', '=', RENDERED_FOR)
    .executeTakeFirst()
  return row?.etag === etagOf(Buffer.from(renderedFor(organisation)))
}

/**
 * Renders all public files anew from the frozen revisions: after an update of Sagwa, and when the site or the
 * organisation has moved or has another name. Kept copies of earlier revisions stay as they were published. One
 * transaction per notice, so that nobody who publishes meanwhile waits for long.
 *
 * @param organisation reads it, under its lock
 * @returns how many notices were rendered.
 */
export async function republishSite(
  { organisation, now }: { organisation: (tx: Queryable) => Promise<PublicOrganisation>; now: Instant },
  q: Queryable = db,
): Promise<number> {
  const ids = await q
    .selectFrom('notice')
    .select('id')
    .where('current_revision', '>', 0)
    .orderBy('id')
    .execute()
  const before = await organisation(q)
  for (const { id } of ids) {
    const [known] = await siteNotices([id], q)
    const prepared =
      known && (await preparePublication({ noticeId: id, organisation: before, notice: known }, q))
    await inTransaction(async (tx) => {
      const current = await organisation(tx)
      const [notice] = await siteNotices([id], tx)
      if (notice) await publishNoticeFiles({ noticeId: id, organisation: current, notice, now, prepared }, tx)
    }, q)
  }
  await inTransaction(async (tx) => {
    const current = await organisation(tx)
    await publishSiteIndex({ organisation: current, now }, tx)
    const { body, ...rest } = await packBody(renderedFor(current))
    const row = {
      notice_id: null,
      content_type: 'application/json',
      language: current.defaultLanguage,
      body,
      ...rest,
      published_at: now,
    }
    await tx
      .insertInto('published_file')
      .values({ path: RENDERED_FOR, ...row })
      .onConflict((conflict) => conflict.column('path').doUpdateSet(row))
      .execute()
  }, q)
  return ids.length
}

async function listedNotices(q: Queryable) {
  const rows = await q
    .selectFrom('notice')
    .innerJoin('notice_revision', (join) =>
      join
        .onRef('notice_revision.notice_id', '=', 'notice.id')
        .onRef('notice_revision.number', '=', 'notice.current_revision'),
    )
    .select(['notice.id', 'notice.slug', 'notice_revision.kind', 'notice_revision.stage'])
    .select(['notice_revision.texts', 'notice_revision.facts', 'notice_revision.published_at'])
    .execute()
  return rows.map(({ id, slug, kind, stage, texts, facts, published_at }) => ({
    id,
    slug,
    publishedAt: published_at,
    revision: { kind, stage, texts: fromJson(texts), facts: fromJson(facts) },
  }))
}

/** Published notices with all their revisions, by id. */
async function siteNotices(ids: string[], q: Queryable): Promise<SiteNotice[]> {
  const notices: SiteNotice[] = []
  for (let start = 0; start < ids.length; start += PATHS_AT_ONCE) {
    const some = ids.slice(start, start + PATHS_AT_ONCE)
    const rows = await q
      .selectFrom('notice')
      .innerJoin('incident', 'incident.id', 'notice.incident_id')
      .select(['notice.id', 'notice.slug', 'incident.reference', 'incident.kind'])
      .where('notice.id', 'in', some)
      .execute()
    const revisions = await q
      .selectFrom('notice_revision')
      .selectAll()
      .where('notice_id', 'in', some)
      .orderBy('notice_id')
      .orderBy('number')
      .execute()
    for (const { id, slug, reference, kind } of rows) {
      const own = revisions.filter((revision) => revision.notice_id === id).map(publicRevision)
      notices.push({ id, slug, reference, maintenance: kind === 'maintenance', revisions: own })
    }
  }
  return notices
}

/** A stored revision as the public may see it: nobody's name, no source, no reason that was kept inside. */
function publicRevision(row: Selectable<NoticeRevisionTable>): SiteNotice['revisions'][number] {
  return {
    id: row.id,
    number: row.number,
    stage: row.stage,
    kind: row.kind,
    texts: fromJson(row.texts),
    facts: fromJson(row.facts),
    correction: fromJson(row.correction),
    publishedAt: row.published_at,
    ...(row.promises === null ? {} : { promises: fromJson(row.promises) }),
  }
}

/**
 * Puts files at their public addresses, in place of what was there, and takes away what the same notice (or, without
 * one, the site itself) had at other addresses, apart from the kept copies of earlier revisions. Files that did not
 * change are not written. In the transaction of the publication.
 */
async function storePublicFiles(
  files: (PublicFile | PublicPicture)[],
  { noticeId, now, prepared }: { noticeId: string | null; now: Instant; prepared?: PreparedFiles },
  q: Queryable,
): Promise<void> {
  const before = await q
    .selectFrom('published_file')
    .select(['path', 'etag'])
    .where('notice_id', noticeId === null ? 'is' : '=', noticeId)
    .where('path', '!=', RENDERED_FOR)
    .execute()
  const known = new Map(before.map(({ path, etag }) => [path, etag]))
  const changed = files.filter(({ path, body }) => known.get(path) !== etagOf(Buffer.from(body)))

  // Several addresses carry the same bytes; what nobody prepared is compressed once, all at the same time.
  const packed = new Map(
    await Promise.all(
      [...new Set(changed.map(({ body }) => body))].map(
        async (body) => [body, preparedBody(body, prepared) ?? (await packBody(body))] as const,
      ),
    ),
  )
  for (const file of changed) {
    const row = {
      notice_id: noticeId,
      content_type: file.contentType,
      language: file.language,
      ...packed.get(file.body)!,
      published_at: now,
    }
    await q
      .insertInto('published_file')
      .values({ path: file.path, ...row })
      .onConflict((conflict) => conflict.column('path').doUpdateSet(row))
      .execute()
  }

  const kept = new Set(files.map(({ path }) => path))
  const stale = before.flatMap(({ path }) => (kept.has(path) || isKeptCopy(path) ? [] : [path]))
  for (let start = 0; start < stale.length; start += PATHS_AT_ONCE) {
    await q
      .deleteFrom('published_file')
      .where('path', 'in', stale.slice(start, start + PATHS_AT_ONCE))
      .execute()
  }
}

function preparedBody(body: string | Uint8Array, prepared?: PreparedFiles): PackedBody | undefined {
  return typeof body === 'string' ? prepared?.packed.get(body) : undefined
}

/** `/notices/2020-002/v/3.ko` and the like: what was said stays readable as it was said. */
function isKeptCopy(path: string): boolean {
  return /^\/notices\/[^/]+\/v\//.test(path)
}
