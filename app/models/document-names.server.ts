import { db, type Queryable } from '#db/client.server.ts'
import { namedIn, type PostmortemNames } from '#app/domain/postmortem-names.ts'

/** Ids that one query may hold on either database. */
const AT_ONCE = 200

/**
 * What the ids in a text stand for: the incidents and people that there are, and the pictures of this document. One query
 * for each kind that the text names at all.
 */
export async function namesOf(
  { documentId, markdown }: { documentId: string; markdown: string },
  q: Queryable = db,
): Promise<PostmortemNames> {
  const named = namedIn(markdown)
  const [incidents, people, pictures] = await Promise.all([
    inPortions(named.incidents, (some) =>
      q
        .selectFrom('incident')
        .select(['reference', 'title', 'severity'])
        .where('reference', 'in', some)
        .execute(),
    ),
    inPortions(named.people, (some) =>
      q.selectFrom('user').select(['id', 'name']).where('id', 'in', some).execute(),
    ),
    inPortions(named.pictures, (some) =>
      q
        .selectFrom('document_picture')
        .select(['id', 'width', 'height'])
        .where('document_id', '=', documentId)
        .where('id', 'in', some)
        .execute(),
    ),
  ])
  return {
    incidents: Object.fromEntries(
      incidents.map(({ reference, title, severity }) => [reference, { title, severity }]),
    ),
    people: Object.fromEntries(people.map(({ id, name }) => [id, name])),
    pictures: Object.fromEntries(pictures.map(({ id, width, height }) => [id, { width, height }])),
  }
}

async function inPortions<Row>(
  ids: readonly string[],
  find: (some: string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    rows.push(...(await find(ids.slice(from, from + AT_ONCE))))
  }
  return rows
}
