import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { etagOf } from '#app/publishing/compress.ts'
import { createPublishedSite, type PublishedRow, type PublishedSite } from '#app/publishing/serve.server.ts'

const PAGE = `<!doctype html><style>p{color:red}</style><p>${'공지 '.repeat(200)}</p>`

function row(path: string, text: string, contentType = 'text/html; charset=utf-8'): PublishedRow {
  const body = Buffer.from(text)
  const forms = { body, gzip: gzipSync(body), brotli: brotliCompressSync(body), etag: etagOf(body) }
  return { path, contentType, language: 'ko', ...forms }
}

/** A source over rows that a test may change. */
function sourceOf(rows: PublishedRow[]) {
  const loads: string[][] = []
  return {
    loads,
    list: async () => rows.map(({ path, etag }) => ({ path, etag })),
    load: async (paths: string[]) => {
      loads.push(paths)
      return rows.filter(({ path }) => paths.includes(path))
    },
  }
}

async function withSite(rows: PublishedRow[], work: (ask: Ask, site: PublishedSite) => Promise<void>) {
  const site = createPublishedSite(sourceOf(rows))
  await site.refresh()
  const server = http.createServer((request, response) => {
    if (site.handle(request, response)) return
    response.writeHead(418).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const ask: Ask = (path, headers = {}, method = 'GET') =>
    new Promise((resolve, reject) => {
      const request = http.request(
        { port, host: '127.0.0.1', path, headers, method, agent: false },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(chunks),
            }),
          )
        },
      )
      request.on('error', reject)
      request.end()
    })
  try {
    await work(ask, site)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

type Ask = (
  path: string,
  headers?: Record<string, string | string[]>,
  method?: string,
) => Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }>

const ROWS = () => [
  row('/notices/2020-002', PAGE),
  row('/notices', '<p>list'),
  row('/notices/404', '<p>gone'),
]

test('a page is sent as it was stored, without a cookie, and may be kept by everyone', () =>
  withSite(ROWS(), async (ask) => {
    const { status, headers, body } = await ask('/notices/2020-002?from=mail')
    expect(status).toBe(200)
    expect(body.toString()).toBe(PAGE)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-language': 'ko',
      'content-length': String(Buffer.byteLength(PAGE)),
      'cache-control': 'public, max-age=60, stale-if-error=600',
      vary: 'Accept-Encoding',
      'x-content-type-options': 'nosniff',
    })
    expect(headers['set-cookie']).toBeUndefined()
  }))

test('nothing may run in a page, and only its own style applies', () =>
  withSite(ROWS(), async (ask) => {
    const policy = (await ask('/notices/2020-002')).headers['content-security-policy']
    expect(policy).toContain("default-src 'none'; style-src 'sha256-")
    expect(policy).not.toContain('unsafe')
    expect(policy).not.toContain('script-src')
  }))

test.each([
  ['br, gzip', 'br'],
  ['gzip', 'gzip'],
  ['gzip;q=1, br;q=0.5', 'gzip'],
  ['br;q=0, gzip;q=0.1', 'gzip'],
  ['*', 'br'],
  ['*;q=0.5, br;q=0', 'gzip'],
  ['GZIP', 'gzip'],
  ['identity', undefined],
  ['gzip;q=0', undefined],
  ['gzip;q=0.5, identity;q=1', undefined],
  ['deflate', undefined],
  ['br;q=wrong', undefined],
  ['', undefined],
])('Accept-Encoding %j is answered in %s', (accepted, encoding) =>
  withSite(ROWS(), async (ask) => {
    const { headers, body } = await ask('/notices/2020-002', { 'Accept-Encoding': accepted })
    expect(headers['content-encoding']).toBe(encoding)
    const plain =
      encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body
    expect(plain.toString()).toBe(PAGE)
    expect(headers['content-length']).toBe(String(body.length))
  }),
)

test('HEAD sends the same headers and no body', () =>
  withSite(ROWS(), async (ask) => {
    const full = await ask('/notices/2020-002', { 'Accept-Encoding': 'br' })
    const head = await ask('/notices/2020-002', { 'Accept-Encoding': 'br' }, 'HEAD')
    const { date: _date, ...sent } = head.headers
    expect(full.headers).toMatchObject(sent)
    expect(head.body.length).toBe(0)
  }))

test('who has the newest file is told so, in whichever encoding and list the tag comes', () =>
  withSite(ROWS(), async (ask) => {
    const { etag = '' } = (await ask('/notices/2020-002', { 'Accept-Encoding': 'gzip' })).headers
    for (const tags of [etag, `W/${etag}`, `"other", ${etag}`, '*', etag.replace('-gz', '')]) {
      const { status, headers, body } = await ask('/notices/2020-002', { 'If-None-Match': tags })
      expect(status, tags).toBe(304)
      expect(body.length).toBe(0)
      expect(headers).toMatchObject({
        vary: 'Accept-Encoding',
        'cache-control': 'public, max-age=60, stale-if-error=600',
      })
      expect(headers.etag).toBeDefined()
    }
    expect((await ask('/notices/2020-002', { 'If-None-Match': '"other"' })).status).toBe(200)
  }))

test('each encoding has a tag of its own', () =>
  withSite(ROWS(), async (ask) => {
    const tags = await Promise.all(
      ['br', 'gzip', 'identity'].map(
        async (accepted) => (await ask('/notices', { 'Accept-Encoding': accepted })).headers.etag,
      ),
    )
    expect(new Set(tags).size).toBe(3)
  }))

test('an unknown public address gets the published page for that, with 404', () =>
  withSite(ROWS(), async (ask) => {
    for (const path of [
      '/notices/nothing',
      '/notices/404',
      '/notices.fr',
      '/notices/%2e%2e/x',
      '/notices/2020-002/v/9',
    ]) {
      const { status, body } = await ask(path, { 'If-None-Match': '*' })
      expect(status, path).toBe(404)
      expect(body.toString()).toBe('<p>gone')
    }
  }))

test('a slash at the end leads to the page without it', () =>
  withSite(ROWS(), async (ask) => {
    const { status, headers } = await ask('/notices/2020-002/')
    expect(status).toBe(308)
    expect(headers.location).toBe('/notices/2020-002')
  }))

test('other methods are refused and name the allowed ones', () =>
  withSite(ROWS(), async (ask) => {
    for (const method of ['POST', 'DELETE']) {
      const { status, headers } = await ask('/notices/2020-002', {}, method)
      expect(status).toBe(405)
      expect(headers.allow).toBe('GET, HEAD')
    }
  }))

test('what is not public is left to others', () =>
  withSite(ROWS(), async (ask) => {
    for (const path of ['/', '/incidents', '/noticesx', '/notice']) expect((await ask(path)).status).toBe(418)
  }))

test('before anything is published an address says so', () =>
  withSite([], async (ask) => {
    const { status, headers } = await ask('/notices')
    expect(status).toBe(404)
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
  }))

test('a refresh loads what changed and only that, and drops what is gone', async () => {
  const rows = ROWS()
  const source = sourceOf(rows)
  const site = createPublishedSite(source)
  await site.refresh()
  await site.refresh()
  expect(source.loads).toEqual([['/notices/2020-002', '/notices', '/notices/404']])
  rows[1] = row('/notices', '<p>new list')
  await site.refresh()
  expect(source.loads[1]).toEqual(['/notices'])
  rows.shift()
  await site.refresh()
  expect(source.loads).toHaveLength(2)
  expect(site.size).toBe(1)
})

test('a refresh during a refresh sees what was published before it was asked for', async () => {
  const rows = ROWS()
  const site = createPublishedSite(sourceOf(rows))
  const first = site.refresh()
  rows.push(row('/notices/2020-003', PAGE))
  await Promise.all([first, site.refresh()])
  expect(site.size).toBe(3)
})
