/** What readers see in the place of the parts of a text; beside `live-parts.ts`, which pages bring along. */
import { escapeMarkdown, type Fact } from './facts.ts'
import type { ToolLanguage } from './language.ts'
import { BLOCK_LABELS, piecesOf, POSTMORTEM_BLOCKS, type PostmortemBlock } from './postmortem-blocks.ts'
import type { PostmortemNames } from './postmortem-names.ts'

import { PART, type ShownPart, type ShownParts } from './live-parts.ts'

/** Of the parts of one text that are looked up. */
const PARTS_AT_MOST = 2_000

/** What is shown for every part of the texts; what means nothing has no entry and stays as it is written. */
export function shownParts(
  texts: readonly string[],
  {
    facts,
    language,
    names,
    plain,
  }: {
    facts: readonly Fact[]
    language: ToolLanguage
    names: PostmortemNames
    /** Markdown as plain words. */
    plain: (markdown: string) => string
  },
): ShownParts {
  const shown: Record<string, ShownPart> = {}
  const found = texts.flatMap((text) => [...text.matchAll(PART)])
  for (const [whole, alt, picture] of found.slice(0, PARTS_AT_MOST)) {
    if (whole in shown) continue
    if (picture !== undefined) {
      const text = (alt ?? '').replace(/\\(.)/g, '$1')
      if (Object.hasOwn(names.pictures, picture)) {
        shown[whole] = { kind: 'picture', id: picture, text }
        continue
      }
    }
    const key = whole.slice(2, -2).trim()
    if (isBlock(key)) {
      shown[whole] = { kind: 'live', text: BLOCK_LABELS[key][language] }
      continue
    }
    let kind: 'live' | 'question' | 'gone' = 'live'
    const goneAs = (words: string) => {
      kind = 'gone'
      return escapeMarkdown(words)
    }
    const { pieces } = piecesOf(whole, {
      facts,
      language,
      names,
      gap: (label) => {
        kind = 'question'
        return escapeMarkdown(label)
      },
      gone: goneAs,
      unknown: (_, words) => goneAs(words),
    })
    const [piece] = pieces
    const text = piece?.kind === 'markdown' ? piece.text : whole
    if (text !== whole) shown[whole] = { kind, text: plain(text) }
  }
  return shown
}

function isBlock(key: string): key is PostmortemBlock {
  return (POSTMORTEM_BLOCKS as readonly string[]).includes(key)
}
