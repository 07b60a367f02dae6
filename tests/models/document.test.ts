import { expect } from 'vitest'
import { listDocumentRevisions, saveDocumentRevision } from '#app/models/document.server.ts'
import { ACTOR, makeIncident, makeOrganisation, NOW } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

testOnEveryDatabase('a postmortem keeps every revision, the newest first', async (q) => {
  await makeOrganisation(q)
  const { id } = await makeIncident(q)
  const save = (expectedRevision: number, markdown: string) =>
    saveDocumentRevision(
      {
        incidentId: id,
        expectedRevision,
        body: { text: markdown },
        markdown,
        reason: '',
        actor: ACTOR,
        now: NOW,
      },
      q,
    )
  expect(await save(0, 'first')).toBe(1)
  expect(await save(1, 'second')).toBe(2)
  const revisions = await listDocumentRevisions(id, q)
  expect(revisions.map((revision) => revision.markdown)).toEqual(['second', 'first'])
  expect(revisions[1]?.body).toEqual({ text: 'first' })
})

testOnEveryDatabase(
  'of two who write on the same revision the second is shown what the first wrote',
  async (q) => {
    await makeOrganisation(q)
    const { id } = await makeIncident(q)
    const revision = { incidentId: id, body: {}, reason: '', actor: ACTOR, now: NOW }
    await saveDocumentRevision({ ...revision, expectedRevision: 0, markdown: 'theirs' }, q)
    await expect(
      saveDocumentRevision({ ...revision, expectedRevision: 0, markdown: 'mine' }, q),
    ).rejects.toMatchObject({ code: 'conflict', current: { number: 1, markdown: 'theirs' } })
    expect(await listDocumentRevisions(id, q)).toHaveLength(1)
  },
)
