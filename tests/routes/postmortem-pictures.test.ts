/** Pictures of a postmortem on the running server: what is taken, what is given back, and how they are read. */
import { afterAll, expect, test } from 'vitest'
import { instant } from '#app/domain/instant.ts'
import { saveDocumentRevision } from '#app/models/document.server.ts'
import { makeIncident } from '#tests/factories.ts'
import { jpegFile, pngFile, text } from '#tests/pictures-made.ts'
import { openPage, signInAs, withDatabase } from '#tests/setup/people.ts'
import { startTestServer } from '#tests/setup/server.ts'

const server = await startTestServer()
afterAll(() => server.stop())
const viewer = await signInAs(server, 'viewer')
const responder = await signInAs(server, 'responder')
const actor = { id: null, name: 'test' }
const now = instant(Date.UTC(2020, 2, 2, 1))

const { id: incidentId, reference } = await withDatabase(server, (q) =>
  makeIncident(q, { title: '전송 장애', severity: 'major' }),
)
const write = (expectedRevision: number, markdown: string) =>
  withDatabase(server, (q) =>
    saveDocumentRevision(
      { incidentId, expectedRevision, language: 'ko', markdown, reason: '', actor, now },
      q,
    ),
  )
await write(0, '처음')
const here = `${server.url}/incidents/${reference}/postmortem`

function send(bytes: Uint8Array<ArrayBuffer>, name: string, headers: Record<string, string> = {}) {
  const body = new FormData()
  body.set('picture', new File([bytes], name, { type: 'image/png' }))
  return fetch(`${here}/pictures`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { cookie: responder, accept: 'application/json', 'accept-language': 'ko', ...headers },
  })
}

test('a picture is stored, stands in the text, and comes back without where it was taken', async () => {
  const taken = jpegFile(300, 200, { orientation: 1, secret: 'GPS 37.5' })
  const answer = await send(taken, '그래프.png')
  expect(answer.status).toBe(201)
  const stored = (await answer.json()) as { source: string; url: string }
  expect(stored).toMatchObject({ stored: true, width: 300, height: 200, name: '그래프.png' })

  const picture = await openPage(server.url + stored.url, { cookie: viewer })
  const bytes = Buffer.from(await picture.arrayBuffer())
  expect(picture.headers.get('content-type')).toBe('image/jpeg')
  expect(picture.headers.get('x-content-type-options')).toBe('nosniff')
  expect(picture.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
  expect(picture.headers.get('content-security-policy')).toBe(`default-src 'none'; sandbox`)
  expect(picture.headers.get('content-disposition')).toMatch(/^inline; filename\*=UTF-8''%EA/)
  expect(bytes.includes('GPS')).toBe(false)
  expect(bytes.length).toBeLessThan(taken.length)
  const again = { cookie: viewer, 'if-none-match': picture.headers.get('etag')! }
  expect((await openPage(server.url + stored.url, again)).status).toBe(304)

  await write(
    1,
    `![지연 그래프](${stored.source})\n\n![없음](picture:gone) [#](javascript:alert(1)) #${reference}\n\n| 가 | 나 |\n|---|--:|\n| 1<br>2 | 3 |\n\n- [x] 끝\n\n\`\`\`json\n{"a": 1}\n\`\`\``,
  )
  const html = await (await openPage(here, { cookie: viewer })).text()
  expect(html).toContain(
    `<img src="${stored.url}" alt="지연 그래프" width="300" height="200" loading="lazy"></a><figcaption aria-hidden="true">지연 그래프</figcaption></figure>`,
  )
  expect(html).toContain('<mark class="gone">없어진 그림: 없음</mark>')
  expect(html).toContain(`title="중대 · 전송 장애">#${reference}</a>`)
  expect(html).toMatch(/<div class="prose-table" tabindex="0"><table>[^]*1<br>\s*2[^]*align="right">3/)
  expect(html).toContain('<span class="code-name">"a"</span>')
  const file = await (await openPage(`${here}.md`, { cookie: viewer })).text()
  expect(file).toMatch(new RegExp(`!\\[지연 그래프\\]\\(http[^)]+${stored.url}\\)`))
  expect(file).toContain('【없어진 그림: 없음】')
})

test('more than a form may send is taken where pictures are, and no more than a picture may have', async () => {
  const large = new Uint8Array(2_000_000)
  large.set(pngFile(2, 2))
  expect((await send(large, 'large.png')).status).toBe(201)
  const answer = await send(new Uint8Array(6 * 1024 * 1024), 'too-large.png').catch(() => null)
  // The connection may be closed before all of it is sent.
  if (answer) expect(answer.status).toBe(413)
})

test('what only calls itself a picture is refused in words', async () => {
  const answer = await send(text('<script>alert(1)</script>'), 'picture.png')
  expect(answer.status).toBe(400)
  expect(await answer.json()).toEqual({
    stored: false,
    problems: ['이름과 상관없이 저장할 수 있는 그림이 아니에요. PNG, JPEG, GIF, WebP 그림을 넣어 주세요.'],
  })
})

test('a picture that is refused without script leads back to the form, which says why', async () => {
  const answer = await send(text('<svg onload=x>'), 'x.svg', { accept: 'text/html' })
  expect(answer.status).toBe(302)
  const to = new URL(answer.headers.get('location')!, server.url).href
  const page = await openPage(to, { cookie: responder, 'accept-language': 'ko' })
  expect(page.status).toBe(200)
  expect(await page.text()).toMatch(/id="picture-error"[^>]*>SVG 그림에는/)
  const odd = `${here}/edit?refused=${encodeURIComponent('{"code":"sign_in_refused"}')}`
  expect(await (await openPage(odd, { cookie: responder })).text()).not.toContain('picture-error')
})

test('without script a picture leads back to the text, with how it is written there', async () => {
  const answer = await send(pngFile(5, 5), 'x.png', { accept: 'text/html' })
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toMatch(/\/postmortem\/edit\?picture=picture%3A[\w-]+$/)
})

test('readers see pictures and add none, and nobody else sees them', async () => {
  expect((await send(pngFile(6, 6), 'x.png', { cookie: viewer })).status).toBe(403)
  const { url } = (await (await send(pngFile(7, 7), 'x.png')).json()) as { url: string }
  expect((await openPage(server.url + url)).status).toBe(302)
  expect((await openPage(`${here}/pictures/none`, { cookie: viewer })).status).toBe(404)
})
