import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { RENDERED_FOR } from '#app/publishing/addresses.ts'
import { packBody } from '#app/publishing/compress.ts'
import { exportSite, fileOf, ForeignFolderError, MANIFEST } from '#app/publishing/export.server.ts'
import { createPublishedSite, type PublishedRow } from '#app/publishing/serve.server.ts'
import { renderSiteFiles } from '#app/publishing/site-files.ts'
import { SITE, THREE, siteNotice, siteRevision } from './site-notice.ts'

async function rowsOf(notices: ReturnType<typeof siteNotice>[]): Promise<PublishedRow[]> {
  const listed = notices.map(({ id, slug, revisions }) => {
    const revision = revisions.at(-1)!
    return { id, slug, revision, publishedAt: revision.publishedAt! }
  })
  const files = renderSiteFiles(SITE, THREE, listed, notices)
  const rows = await Promise.all(
    files.map(async ({ body, ...file }) => ({ ...file, ...(await packBody(body)) })),
  )
  const picture = { path: '/notices/2020-002.ko.png', contentType: 'image/png', language: 'ko' }
  return [...rows, { ...picture, ...(await packBody(Uint8Array.of(137, 80, 78, 71))) }]
}

function sourceOf(rows: PublishedRow[]) {
  return {
    list: async () => rows.map(({ path, etag }) => ({ path, etag })),
    load: async (paths: string[]) => rows.filter((row) => paths.includes(row.path)),
  }
}

async function inFolder(work: (folder: string) => Promise<void>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagwa-export-'))
  try {
    await work(path.join(folder, 'site'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const NOTICE = siteNotice([siteRevision(1, '2020-03-02')])

test('the files are byte for byte what the server sends', () =>
  inFolder(async (folder) => {
    const source = sourceOf(await rowsOf([NOTICE]))
    const { files, written } = await exportSite(source, folder)
    expect(written).toBe(files.length)
    const site = createPublishedSite(source)
    await site.refresh()
    const server = http.createServer((request, response) => void site.handle(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = server.address() as AddressInfo
      for (const { path: address, file, etag, contentType } of files) {
        const answer = await fetch(`http://127.0.0.1:${port}${address}`, {
          headers: { 'accept-encoding': 'identity' },
        })
        expect(
          Buffer.from(await answer.arrayBuffer()).equals(readFileSync(path.join(folder, file))),
          address,
        ).toBe(true)
        if (file !== '404.html') expect(answer.headers.get('etag')).toBe(etag)
        expect(answer.headers.get('content-type')).toBe(contentType)
      }
    } finally {
      server.closeAllConnections()
      server.close()
    }
    expect(existsSync(path.join(folder, 'notices/index.html'))).toBe(true)
    expect(existsSync(path.join(folder, 'robots.txt'))).toBe(true)
    expect(files.map((file) => file.path)).not.toContain(RENDERED_FOR)
  }))

test('a second export writes only what changed, and removes only what an export wrote', () =>
  inFolder(async (folder) => {
    const rows = await rowsOf([NOTICE])
    await exportSite(sourceOf(rows), folder)
    writeFileSync(path.join(folder, 'CNAME'), 'status.example.org')
    expect(await exportSite(sourceOf(rows), folder)).toMatchObject({ written: 0, removed: 0 })
    const fewer = rows.filter((row) => !row.path.startsWith('/api/v2/'))
    expect(await exportSite(sourceOf(fewer), folder)).toMatchObject({ written: 0, removed: 8 })
    expect(existsSync(path.join(folder, 'api'))).toBe(false)
    expect(existsSync(path.join(folder, 'CNAME'))).toBe(true)
  }))

test('a folder with files of somebody else is left alone', () =>
  inFolder(async (folder) => {
    const above = path.dirname(folder)
    writeFileSync(path.join(above, 'mine.txt'), 'mine')
    await expect(exportSite(sourceOf(await rowsOf([])), above)).rejects.toBeInstanceOf(ForeignFolderError)
    expect(existsSync(path.join(above, MANIFEST))).toBe(false)
  }))

test('no address leads out of the folder, not even one that somebody wrote into the manifest', () =>
  inFolder(async (folder) => {
    for (const address of ['/../x', '/a/../../x', '//x', 'x', '/']) {
      expect(() => fileOf(address, 'text/html'), address).toThrow(RangeError)
    }
    const rows = await rowsOf([])
    await exportSite(sourceOf(rows), folder)
    const victim = path.join(path.dirname(folder), 'victim')
    writeFileSync(victim, 'mine')
    const forged = {
      path: '/notices',
      file: '../victim',
      sha256: '',
      bytes: 0,
      contentType: 'text/html',
      language: 'ko',
      etag: '',
    }
    writeFileSync(path.join(folder, MANIFEST), JSON.stringify({ format: 1, files: [forged] }))
    await exportSite(sourceOf(rows), folder)
    expect(existsSync(victim)).toBe(true)
  }))
