import { createHash } from 'node:crypto'
import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { DomainError, refuse } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { readPicture } from '#app/domain/picture-file.ts'
import { recordChange, type Actor } from './audit.server.ts'

/** Pictures that one document may have. */
export const PICTURES_AT_MOST = 100
/** Characters of a file's name that are kept. */
const LONGEST_NAME = 200

/** A picture of a document, without its bytes. */
export interface DocumentPicture {
  id: string
  name: string
  mediaType: string
  /** Pixels. */
  width: number
  height: number
}

/**
 * Stores a picture for the postmortem of an incident. The same bytes again are the same picture.
 *
 * @param id that it gets where its bytes are new: a text may have it before
 * @param name of the file, for people
 * @throws DomainError `not_found` without a postmortem; `invalid` under `picture` for what is no picture or too many
 */
export async function storePicture(
  {
    incidentId,
    id = newId(),
    name,
    bytes,
    actor,
    now,
  }: { incidentId: string; id?: string; name: string; bytes: Uint8Array; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<DocumentPicture> {
  const picture = readPicture(bytes)
  const digest = digestOf(picture.bytes)
  return inTransaction(async (tx) => {
    const document = await tx
      .selectFrom('document')
      .select('id')
      .where('incident_id', '=', incidentId)
      .where('kind', '=', 'postmortem')
      .executeTakeFirst()
    if (document === undefined) throw new DomainError('not_found')
    const same = await tx
      .selectFrom('document_picture')
      .select(PICTURE_COLUMNS)
      .where('document_id', '=', document.id)
      .where('digest', '=', digest)
      .executeTakeFirst()
    if (same !== undefined) return same
    const { count } = await tx
      .selectFrom('document_picture')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('document_id', '=', document.id)
      .executeTakeFirstOrThrow()
    if (Number(count) >= PICTURES_AT_MOST) {
      refuse({ picture: [{ code: 'pictures_too_many', params: { max: PICTURES_AT_MOST } }] })
    }
    const { type: mediaType, width, height } = picture
    const stored = { id, name: cleanName(name), mediaType, width, height }
    await tx
      .insertInto('document_picture')
      .values({
        id: stored.id,
        document_id: document.id,
        name: stored.name,
        media_type: mediaType,
        width,
        height,
        digest,
        body: picture.bytes,
        recorded_at: now,
        recorded_by: actor.name,
      })
      .execute()
    await recordChange(
      {
        actor,
        now,
        incidentId,
        entity: 'document',
        entityId: document.id,
        action: 'picture_added',
        before: null,
        after: { picture: stored.id, name: stored.name, bytes: picture.bytes.length },
      },
      tx,
    )
    return stored
  }, q)
}

/**
 * What tells the bytes of a picture from all others: the SHA-256 of what is stored of them, hexadecimal.
 * @throws DomainError `invalid` under `picture` for what is no picture
 */
export function pictureDigest(bytes: Uint8Array): string {
  return digestOf(readPicture(bytes).bytes)
}

function digestOf(stored: Uint8Array): string {
  return createHash('sha256').update(stored).digest('hex')
}

/** The id under which the same bytes are stored for the postmortem of an incident; null where they are not. */
export async function storedPicture(
  { incidentId, bytes }: { incidentId: string; bytes: Uint8Array },
  q: Queryable = db,
): Promise<string | null> {
  const row = await q
    .selectFrom('document_picture')
    .innerJoin('document', 'document.id', 'document_picture.document_id')
    .select('document_picture.id')
    .where('document.incident_id', '=', incidentId)
    .where('digest', '=', pictureDigest(bytes))
    .executeTakeFirst()
  return row?.id ?? null
}

/** The bytes of a picture of the postmortem of an incident; undefined where there is none. */
export async function findPicture(
  { reference, id }: { reference: string; id: string },
  q: Queryable = db,
): Promise<(DocumentPicture & { body: Uint8Array; digest: string }) | undefined> {
  return q
    .selectFrom('document_picture')
    .innerJoin('document', 'document.id', 'document_picture.document_id')
    .innerJoin('incident', 'incident.id', 'document.incident_id')
    .select([
      'document_picture.id',
      'document_picture.name',
      'document_picture.media_type as mediaType',
      'document_picture.width',
      'document_picture.height',
      'document_picture.body',
      'document_picture.digest',
    ])
    .where('incident.reference', '=', reference)
    .where('document_picture.id', '=', id)
    .executeTakeFirst()
}

const PICTURE_COLUMNS = ['id', 'name', 'media_type as mediaType', 'width', 'height'] as const

function cleanName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f]|^.*[/\\]/g, '')
    .trim()
    .slice(0, LONGEST_NAME)
}
