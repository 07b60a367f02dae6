import { expect } from 'vitest'
import { listIncidentChanges } from '#app/models/audit.server.ts'
import { findPicture, PICTURES_AT_MOST, storePicture } from '#app/models/document-picture.server.ts'
import { getPostmortem, saveDocumentRevision } from '#app/models/document.server.ts'
import type { Queryable } from '#db/client.server.ts'
import { makeIncident, makeOrganisation, NOW } from '#tests/factories.ts'
import { gifFile, pngFile, text } from '#tests/pictures-made.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const WRITER = { id: 'writer', name: 'Writer' }

async function begin(q: Queryable) {
  await makeOrganisation(q)
  const { id: incidentId, reference } = await makeIncident(q)
  const write = (expectedRevision: number, markdown: string) =>
    saveDocumentRevision(
      { incidentId, expectedRevision, language: 'ko', markdown, reason: '', actor: WRITER, now: NOW },
      q,
    )
  const store = (bytes: Uint8Array, name = 'a.png') =>
    storePicture({ incidentId, name, bytes, actor: WRITER, now: NOW }, q)
  return { incidentId, reference, write, store }
}

testOnEveryDatabase('a picture comes back byte for byte, and the same one is stored once', async (q) => {
  const { incidentId, reference, write, store } = await begin(q)
  await write(0, 'text')
  const picture = await store(pngFile(64, 48), '..\\그래프\u0000.png')
  expect(picture).toMatchObject({ name: '그래프.png', mediaType: 'image/png', width: 64, height: 48 })
  expect(await store(pngFile(64, 48), 'again.png')).toEqual(picture)
  const found = await findPicture({ reference, id: picture.id }, q)
  expect(Buffer.from(found!.body)).toEqual(Buffer.from(pngFile(64, 48)))
  expect(await findPicture({ reference: '1999-001', id: picture.id }, q)).toBeUndefined()
  const changes = await listIncidentChanges({ incidentId }, q)
  expect(JSON.stringify(changes)).toContain('picture_added')
})

testOnEveryDatabase('what is no picture is not stored, nor one more than there may be', async (q) => {
  const { incidentId, write, store } = await begin(q)
  await expect(store(pngFile(1, 1))).rejects.toMatchObject({ code: 'not_found' })
  await write(0, 'text')
  await expect(store(text('GIF: no'))).rejects.toMatchObject({
    problems: { picture: [{ code: 'picture_type_unknown' }] },
  })
  const { id } = (await getPostmortem(incidentId, q))!
  await q
    .insertInto('document_picture')
    .values(
      Array.from({ length: PICTURES_AT_MOST }, (_, index) => ({
        id: `p${index}`,
        document_id: id,
        name: '',
        media_type: 'image/gif',
        width: 1,
        height: 1,
        digest: String(index),
        body: gifFile(1, 1),
        recorded_at: NOW,
        recorded_by: '',
      })),
    )
    .execute()
  await expect(store(pngFile(1, 1))).rejects.toMatchObject({
    problems: { picture: [{ code: 'pictures_too_many', params: { max: PICTURES_AT_MOST } }] },
  })
})

testOnEveryDatabase('a postmortem knows the incidents, people and pictures that it names', async (q) => {
  const { incidentId, reference, write, store } = await begin(q)
  await write(0, 'text')
  const { id } = await store(pngFile(3, 2))
  await write(
    1,
    `#${reference} {{incident:1999-001}} {{person:nobody}} ![a](picture:${id}) ![b](picture:gone)`,
  )
  const { names } = (await getPostmortem(incidentId, q))!
  expect(Object.keys(names.incidents)).toEqual([reference])
  expect(names.people).toEqual({})
  expect(names.pictures).toEqual({ [id]: { width: 3, height: 2 } })
})
