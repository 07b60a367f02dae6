/** Letters of three bytes in pages that are sent in pieces. */
import { expect, test } from 'vitest'
import { makeIncident, makeOrganisation } from '#tests/factories.ts'
import { openPage, signInAs, withDatabase } from '#tests/setup/people.ts'
import { startTestServer } from '#tests/setup/server.ts'

test('Korean text arrives whole, wherever a piece of the page ends', async () => {
  const server = await startTestServer()
  try {
    const titles = Array.from(
      { length: 24 },
      (_, index) => 'x'.repeat(index) + '메시지가전송되지않음'.repeat(15),
    )
    await withDatabase(server, async (q) => {
      await makeOrganisation(q)
      for (const title of titles) await makeIncident(q, { title })
    })
    const cookie = await signInAs(server, 'responder')
    const page = await (await openPage(`${server.url}/incidents`, { cookie, 'accept-language': 'ko' })).text()
    for (const title of titles) expect(page).toContain(`>${title}</a>`)
    expect(page).not.toMatch(/[\u0000\uFFFD]/)
  } finally {
    await server.stop()
  }
})
