import { BLOCK_LABELS, goneName, type PostmortemBlock } from '#app/domain/postmortem-blocks.ts'
import type { ToolLanguage } from '#app/domain/language.ts'
import { namedBy, pictureId, type PostmortemNames } from '#app/domain/postmortem-names.ts'
import { paths } from '#app/paths.ts'
import { chipViewFor, type EditorFact } from './editor-fact.ts'
import type { BlockPreview, ChipView } from './nodes/chip-view.ts'

/**
 * What the chips and blocks of a postmortem show. Parts of the record are copies of what the page has drawn into
 * `previews`, one element per part.
 *
 * @param titles of incidents by their references, of those that were found since the text was saved
 */
export function postmortemView({
  facts,
  people,
  names,
  titles,
  reference,
  language,
  own,
  previews,
  missingPicture,
}: {
  facts: readonly EditorFact[]
  people: readonly { id: string; name: string }[]
  /** What the ids in the saved text stand for. */
  names: PostmortemNames
  titles: ReadonlyMap<string, string>
  /** Of the incident whose text this is. */
  reference: string
  /** Of the text. */
  language: string
  /** Of the reader. */
  own: ToolLanguage
  previews: () => HTMLElement | null
  missingPicture: string
}): ChipView {
  const persons = new Map([
    ...Object.entries(names.people),
    ...people.map(({ id, name }) => [id, name] as const),
  ])
  const incidents = new Map([
    ...Object.entries(names.incidents).map(([other, { title }]) => [other, title] as const),
    ...titles,
  ])
  const chips = chipViewFor(
    [
      ...facts,
      ...[...persons].map(([id, name]) => ({ key: `person:${id}`, label: name, text: name })),
      ...[...incidents].map(([other, title]) => ({
        key: `incident:${other}`,
        label: `${other} ${title}`,
        text: `#${other}`,
      })),
    ],
    language,
  )
  return {
    ...chips,
    label: (key) => {
      const named = namedBy(key)
      const isGone = named !== null && !(named.kind === 'person' ? persons : incidents).has(named.id)
      return isGone ? goneName(named, own) : chips.label(key)
    },
    block: (name): BlockPreview | null => {
      if (!(name in BLOCK_LABELS)) return null
      const drawn = previews()?.querySelector(`:scope > [data-of="${name}"]`)
      const content = document.createDocumentFragment()
      content.append(...[...(drawn?.childNodes ?? [])].map((node) => node.cloneNode(true)))
      return {
        label: BLOCK_LABELS[name as PostmortemBlock][own],
        content: content.childNodes.length === 0 ? null : content,
      }
    },
    picture: (source) => {
      const id = pictureId(source)
      if (id === null) return null
      const size = names.pictures[id] ?? null
      return {
        url: paths.postmortemPicture(reference, id),
        width: size?.width ?? null,
        height: size?.height ?? null,
      }
    },
    missingPicture,
  }
}
