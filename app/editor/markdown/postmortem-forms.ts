import type { Paragraph, PhrasingContent, RootContent, Table } from 'mdast'
import { POSTMORTEM_BLOCKS, withBlocksApart } from '#app/domain/postmortem-blocks.ts'
import { LARGEST_TABLE } from './largest-table.ts'
import { element, type StateNode } from './state.ts'
import type { Forms, ReadWords } from './to-state.ts'

/** What a postmortem has beyond a notice: blocks of the record, tables, and pictures that stand alone. */
export const POSTMORTEM_FORMS: Forms = { prepare: withBlocksApart, block }

function block(node: RootContent, read: ReadWords, top: boolean): StateNode | null {
  if (node.type === 'table') return table(node, read)
  return node.type === 'paragraph' ? aloneInParagraph(node, top) : null
}

function aloneInParagraph({ children }: Paragraph, top: boolean): StateNode | null {
  const [only] = children
  if (children.length !== 1) return null
  if (only?.type === 'image') {
    const { url, alt, title } = only
    return { type: 'picture', version: 1, source: url, alt: alt ?? '', title: title ?? '' }
  }
  // Elsewhere than on a line of its own it is no block, which the findings say.
  if (!top || only?.type !== 'placeholder' || only.placeholder.kind !== 'fact') return null
  const { key, particle } = only.placeholder
  const isBlock = particle === null && (POSTMORTEM_BLOCKS as readonly string[]).includes(key)
  return isBlock ? { type: 'record-block', version: 1, name: key } : null
}

function table({ align, children: rows }: Table, read: ReadWords): StateNode | null {
  const width = rows[0]?.children.length ?? 0
  // What goes beyond the head is not shown to readers, and must not appear to them on its way through the editor.
  if (width * rows.length > LARGEST_TABLE || rows.some((row) => row.children.length > width)) return null
  return element(
    'table',
    rows.map((row, rowIndex) =>
      element(
        'tablerow',
        Array.from({ length: width }, (_, column) =>
          element('tablecell', [paragraph(read((row.children[column]?.children ?? []).map(withBreaks)))], {
            format: align?.[column] ?? '',
            headerState: rowIndex === 0 ? 1 : 0,
            colSpan: 1,
            rowSpan: 1,
            backgroundColor: null,
          }),
        ),
      ),
    ),
  )
}

function paragraph(children: StateNode[]): StateNode {
  return element('paragraph', children, { textFormat: 0, textStyle: '' })
}

/** In a cell, which is one line, a break is the tag for it. */
function withBreaks(node: PhrasingContent): PhrasingContent {
  if (node.type === 'html' && /^<br\s*\/?>$/i.test(node.value)) return { type: 'break' }
  if (!('children' in node)) return node
  return { ...node, children: node.children.map(withBreaks) }
}
