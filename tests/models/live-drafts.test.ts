import fc from 'fast-check'
import { expect } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import { encodeStateAsUpdate, encodeStateVector, XmlElement } from 'yjs'
import {
  appendToDraft,
  draftSince,
  foldDraft,
  getDraft,
  openDraft,
} from '#app/models/document-draft.server.ts'
import {
  approvePostmortem,
  getPostmortem,
  keepDraft,
  listDocumentRevisions,
  restoreDocumentRevision,
  saveDocumentRevision,
  submitPostmortem,
  takePostmortemBack,
} from '#app/models/document.server.ts'
import { insertPerson } from '#app/models/person.server.ts'
import { sharedRoot } from '#app/editor/collaboration/shared-text.ts'
import { draftFrom } from '#app/editor/collaboration/draft-text.ts'
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

/** Evenly spread, which `fc.double` is not: nearly all of its numbers are next to 0. */
const fraction = fc.nat(99_999).map((number) => number / 100_000)

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
  'three people write and take back two thousand things with interruptions, and all and the database say the same',
  async (q, { dialect }) => {
    const edits = dialect === 'sqlite' ? 2000 : 400
    const [deeds] = fc.sample(
      fc.array(
        fc.record({
          who: fraction,
          word: fraction,
          place: fraction,
          kind: fraction,
          cut: fraction,
          back: fraction,
        }),
        {
          minLength: edits,
          maxLength: edits,
        },
      ),
      { numRuns: 1, seed: 20200302 },
    )
    await together(q, ['Kim', 'Lee', 'Park'], async ({ writers, documentId }) => {
      for (const [number, deed] of deeds!.entries()) {
        const writer = writers[Math.floor(deed.who * writers.length)]!
        if (deed.cut < 0.03) writer.link.pause()
        else if (deed.cut < 0.15) for (const { link } of writers) link.resume()
        if (deed.back < 0.08) writer.undo()
        else if (deed.back < 0.12) writer.redo()
        else act(writer, deed, number)
        if (number % 10 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
      for (const { link } of writers) link.resume()
      await sameForAll(q, documentId, writers)
      expect(writers[0]!.markdown().length).toBeGreaterThan(BEGIN.length)
      expect(writers.map(({ differs }) => differs())).toEqual([0, 0, 0])
    })
  },
  60_000,
)

testOnEveryDatabase(
  'whoever has another text than the one that is stored hears it, and nobody else does',
  async (q) => {
    await together(q, ['Kim', 'Lee'], async ({ writers }) => {
      const [kim, lee] = writers as [Writer, Writer]
      // Something that went wrong here, and only here.
      kim.doc.transact(() => sharedRoot(kim.doc).delete(0), kim.link)
      typeAtEnd(lee, ' 끝')
      await until(() => kim.differs() === 1)
      typeAtEnd(lee, '까지')
      await until(() => kim.differs() === 2)
      expect(lee.differs()).toBe(0)
    })
  },
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

testOnEveryDatabase(
  'a draft becomes a revision with those who wrote it, and follows one that comes back',
  async (q) => {
    await together(q, ['Kim', 'Lee'], async ({ writers, documentId, incidentId }) => {
      const [kim, lee] = writers as [Writer, Writer]
      const by = { incidentId, actor: ACTOR, now: NOW }
      typeAtEnd(kim, ' 김')
      await until(() => lee.markdown().includes('김'))
      typeAtEnd(lee, ' 이')
      await sameForAll(q, documentId, writers)
      expect(await keepDraft({ ...by, reason: '첫 판' }, q)).toBe(2)
      expect(await keepDraft({ ...by, reason: '한 번 더' }, q)).toBe(2)
      expect(await getPostmortem(incidentId, q)).toMatchObject({
        number: 2,
        markdown: BEGIN.replace('둘', '둘 김 이'),
        authors: ['Kim', 'Lee'],
      })

      typeAtEnd(kim, ' 아직')
      await until(() => !kim.link.unsaved)
      expect(await restoreDocumentRevision({ ...by, expectedRevision: 2, number: 1, reason: '' }, q)).toBe(4)
      await until(() => kim.markdown() === BEGIN && lee.markdown() === BEGIN)
      // What nobody had kept was kept before it went.
      const revisions = await listDocumentRevisions(incidentId, q)
      expect(revisions.map(({ markdown }) => markdown)).toEqual([
        BEGIN,
        BEGIN.replace('둘', '둘 김 이 아직'),
        BEGIN.replace('둘', '둘 김 이'),
        BEGIN,
      ])
      expect((await getDraft(documentId, q))!.basedOn).toBe(4)
    })
  },
)

testOnEveryDatabase(
  'whoever wrote alone what is new does not approve it; one of two who wrote says why; a third just does',
  async (q) => {
    const by = { actor: ACTOR, now: NOW, role: 'publisher', language: null, hash: '' } as const
    for (const name of ['Park', 'Yoon']) await insertPerson({ ...by, name, email: `${name}@example.com` }, q)
    await together(q, ['Kim', 'Lee'], async ({ writers, incidentId }) => {
      const [kim, lee] = writers as [Writer, Writer]
      const change = { incidentId, now: NOW }
      const ask = async () => {
        await keepDraft({ ...change, actor: ACTOR, reason: '' }, q)
        const expectedRevision = (await getPostmortem(incidentId, q))!.number
        await submitPostmortem({ ...change, actor: ACTOR, expectedRevision }, q)
        return async (name: string, despite = '') => {
          const actor = { id: name, name }
          await approvePostmortem(
            { ...change, actor, expectedRevision, role: 'publisher', text: '', despite },
            q,
          )
          return (await getPostmortem(incidentId, q))!.approved!
        }
      }
      const written = async (writer: Writer, words: string) => {
        typeAtEnd(writer, words)
        await until(() => !writer.link.unsaved && writers.every(({ markdown }) => markdown().includes(words)))
      }
      await written(kim, ' 김')
      await written(lee, ' 이')
      const approve = await ask()
      for (const name of ['Kim', 'Lee']) {
        await expect(approve(name)).rejects.toMatchObject({
          problems: { despite: [{ code: 'postmortem_own_reason_missing' }] },
        })
      }
      // Whoever only pressed the button that keeps the text has written nothing.
      await takePostmortemBack(
        { ...change, actor: ACTOR, expectedRevision: (await getPostmortem(incidentId, q))!.number },
        q,
      )
      expect(await (await ask())('Park')).toMatchObject({ isOwn: false, despite: null })

      await written(kim, ' 김만')
      const alone = await ask()
      await expect(alone('Kim', '급해요')).rejects.toMatchObject({
        problems: { '': [{ code: 'postmortem_edited_yourself' }] },
      })
      expect(await alone('Lee')).toMatchObject({ isOwn: false })

      await written(kim, ' 또 김')
      await keepDraft({ ...change, actor: ACTOR, reason: '' }, q)
      await written(lee, ' 또 이')
      const last = await ask()
      await expect(last('Lee', '급해요')).rejects.toMatchObject({
        problems: { '': [{ code: 'postmortem_edited_yourself' }] },
      })
      expect(await last('Kim', '둘이 썼어요')).toMatchObject({ isOwn: true, despite: '둘이 썼어요' })
    })
  },
)

testOnEveryDatabase('who asks for a review asks for one of what the draft says at that moment', async (q) => {
  await together(q, ['Kim', 'Lee'], async ({ writers, documentId, incidentId }) => {
    const [kim, lee] = writers as [Writer, Writer]
    const keptAs = '검토를 요청할 때의 글'
    const ask = (expectedRevision: number) =>
      submitPostmortem({ incidentId, expectedRevision, keptAs, actor: ACTOR, now: NOW }, q)
    typeAtEnd(lee, ' 먼저')
    await until(() => kim.markdown().includes('먼저'))
    typeAtEnd(kim, ' 다음')
    await sameForAll(q, documentId, writers)
    await ask(1)
    expect(await getPostmortem(incidentId, q)).toMatchObject({
      number: 2,
      markdown: BEGIN.replace('둘', '둘 먼저 다음'),
      authors: ['Lee', 'Kim'],
      reason: keptAs,
      review: 'in_review',
    })
    await takePostmortemBack({ incidentId, expectedRevision: 2, actor: ACTOR, now: NOW }, q)
    typeAtEnd(kim, ' 더')
    await until(() => !kim.link.unsaved)
    await expect(ask(1)).rejects.toMatchObject({ code: 'conflict', current: { number: 2 } })
    expect(await listDocumentRevisions(incidentId, q)).toHaveLength(2)
  })
})

testOnEveryDatabase('whoever writes without script is shown what others wrote meanwhile', async (q) => {
  await together(q, ['Kim'], async ({ writers, documentId, incidentId }) => {
    const kim = writers[0]!
    typeAtEnd(kim, ' 하나')
    await until(() => !kim.link.unsaved)
    const { head } = (await getDraft(documentId, q))!
    typeAtEnd(kim, ' 더')
    await until(() => !kim.link.unsaved)
    const markdown = `${BEGIN}\n덧붙인 말\n`
    const save = (seenDraft: number) =>
      saveDocumentRevision(
        { incidentId, expectedRevision: 1, seenDraft, markdown, reason: '', actor: ACTOR, now: NOW },
        q,
      )
    const current = { markdown: BEGIN.replace('둘', '둘 하나 더'), recordedBy: 'Kim', draft: head + 1 }
    await expect(save(head)).rejects.toMatchObject({ code: 'conflict', current })
    expect(await save(head + 1)).toBe(2)
    await until(() => kim.markdown() === markdown)
  })
})

testOnEveryDatabase(
  'a session that ends, a role that sinks, and an incident that is removed end the writing',
  async (q) => {
    await together(q, ['Kim', 'Lee', 'Park'], async ({ writers, server, incidentId }) => {
      const [kim, lee, park] = writers as [Writer, Writer, Writer]
      server.roles.delete('Kim')
      server.roles.set('Lee', 'viewer')
      await until(() => kim.link.status === 'signed_out' && lee.link.status === 'signed_out')
      expect(park.link.status).toBe('live')
      await q.updateTable('incident').set({ removed_at: NOW }).where('id', '=', incidentId).execute()
      await until(() => park.link.status === 'gone')
    })
  },
)

testOnEveryDatabase(
  'a draft that a newer version has written in opens with the last text known, and nothing is written over it',
  async (q) => {
    const { incidentId, documentId } = await makePostmortem(q)
    const stored = await openDraft({ documentId, now: NOW }, q)
    const doc = draftFrom(stored.updates[0]!, stored.updates.slice(1))
    const before = encodeStateVector(doc)
    sharedRoot(doc).push([new XmlElement('hologram')])
    const update = encodeStateAsUpdate(doc, before)
    await appendToDraft({ documentId, updates: [update], actor: ACTOR, now: NOW }, q)

    expect(await getDraft(documentId, q)).toMatchObject({ markdown: BEGIN, head: 1, isReadable: false })
    const refused = { code: 'invalid', problems: { '': [{ code: 'draft_of_newer_version' }] } }
    const by = { incidentId, reason: '', actor: ACTOR, now: NOW }
    const saved = { ...by, markdown: '새 글\n', expectedRevision: 1 }
    await expect(saveDocumentRevision({ ...saved, seenDraft: 1 }, q)).rejects.toMatchObject(refused)
    await expect(saveDocumentRevision(saved, q)).rejects.toMatchObject(refused)
    await expect(keepDraft(by, q)).rejects.toMatchObject(refused)
    await expect(foldDraft(documentId, q)).rejects.toMatchObject(refused)
    expect(await draftSince({ documentId, after: 0 }, q)).toMatchObject({ head: 1, updates: [{}] })
    expect((await getPostmortem(incidentId, q))?.number).toBe(1)
  },
)
