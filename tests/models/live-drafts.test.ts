import fc from 'fast-check'
import { expect } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import { getDraft } from '#app/models/document-draft.server.ts'
import { getPostmortem, saveDocumentRevision } from '#app/models/document.server.ts'
import { ACTOR, makeIncident, makeOrganisation, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'
import {
  act,
  removeLastBlock,
  startDraftServer,
  typeAtEnd,
  until,
  writerOf,
  type DraftServer,
  type Writer,
} from '#tests/editor/draft-writers.ts'

const BEGIN = '## 요약\n\n{{impact.start}}부터 **로그인**이 되지 않았습니다.\n\n- 하나\n- 둘\n'

async function makePostmortem(q: Queryable, markdown = BEGIN) {
  await makeOrganisation(q)
  const { id: incidentId } = await makeIncident(q)
  await saveDocumentRevision(
    { incidentId, expectedRevision: 0, language: 'ko', markdown, reason: '', actor: ACTOR, now: NOW },
    q,
  )
  return { incidentId, documentId: (await getPostmortem(incidentId, q))!.id }
}

/** Lets `work` happen with some people in one draft. */
async function together(
  q: Queryable,
  names: readonly string[],
  work: (of: {
    writers: Writer[]
    server: DraftServer
    documentId: string
    incidentId: string
  }) => Promise<void>,
) {
  const made = await makePostmortem(q)
  const server = await startDraftServer(q)
  for (const name of names) server.roles.set(name, 'responder')
  const writers = names.map((name) => writerOf(server.url, made.documentId, name))
  try {
    await until(() => writers.every(({ link }) => link.status === 'live'))
    await work({ writers, server, ...made })
  } finally {
    for (const writer of writers) writer.leave()
    await server.stop()
  }
}

const fraction = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })

async function sameForAll(q: Queryable, documentId: string, writers: readonly Writer[]) {
  await until(() => writers.every(({ link }) => link.status === 'live' && !link.unsaved))
  // Whatever the last update was, all have it as soon as what they say is what is stored.
  const stored = async () => (await getDraft(documentId, q))!.markdown
  await until(async () => {
    const text = await stored()
    return writers.every(({ markdown }) => markdown() === text)
  })
}

testOnEveryDatabase(
  'three people write two thousand things with interruptions, and all of them and the database say the same',
  async (q, { dialect }) => {
    const edits = dialect === 'sqlite' ? 2000 : 400
    const [deeds] = fc.sample(
      fc.array(fc.record({ who: fraction, word: fraction, place: fraction, kind: fraction, cut: fraction }), {
        minLength: edits,
        maxLength: edits,
      }),
      { numRuns: 1, seed: 20200302 },
    )
    await together(q, ['Kim', 'Lee', 'Park'], async ({ writers, documentId }) => {
      for (const [number, deed] of deeds!.entries()) {
        const writer = writers[Math.floor(deed.who * writers.length)]!
        if (deed.cut < 0.03) writer.link.pause()
        else if (deed.cut < 0.15) for (const { link } of writers) link.resume()
        act(writer, deed, number)
        if (number % 10 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
      for (const { link } of writers) link.resume()
      await sameForAll(q, documentId, writers)
      expect(writers[0]!.markdown().length).toBeGreaterThan(1000)
    })
  },
  60_000,
)

testOnEveryDatabase('what is shown as saved is on disk, and the draft begins once', async (q) => {
  await together(q, ['Kim', 'Lee'], async ({ writers, documentId }) => {
    const [kim, lee] = writers as [Writer, Writer]
    expect([kim.markdown(), lee.markdown()]).toEqual([BEGIN, BEGIN])
    typeAtEnd(kim, ' 끝')
    expect(kim.link.unsaved).toBe(true)
    await until(() => !kim.link.unsaved)
    const draft = await getDraft(documentId, q)
    expect(draft).toMatchObject({
      markdown: BEGIN.replace('둘', '둘 끝'),
      changedBy: 'Kim',
      authors: ['Kim'],
    })
    await until(() => lee.markdown() === draft!.markdown)
  })
})

testOnEveryDatabase(
  'words written into a paragraph that somebody deletes at that moment come back',
  async (q) => {
    await together(q, ['Kim', 'Lee'], async ({ writers, documentId }) => {
      const [kim, lee] = writers as [Writer, Writer]
      kim.link.pause()
      typeAtEnd(kim, ' 새로 쓴 말')
      removeLastBlock(lee)
      await until(() => !lee.link.unsaved)
      kim.link.resume()
      await sameForAll(q, documentId, writers)
      expect(kim.markdown()).toBe(`${BEGIN.replace('- 하나\n- 둘\n', '')}새로 쓴 말\n`)
    })
  },
)
