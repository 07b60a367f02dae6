import {
  $findCellNode,
  $findTableNode,
  $isTableCellNode,
  $isTableRowNode,
  $isTableSelection,
  registerTablePlugin,
  registerTableSelectionObserver,
  type TableCellNode,
  type TableNode,
} from '@lexical/table'
import { $getSelection, $isRangeSelection, mergeRegister, type LexicalEditor } from 'lexical'

/** How the words of a column stand; Markdown knows no other ways. */
export type Alignment = 'left' | 'center' | 'right'
export const ALIGNMENTS: readonly Alignment[] = ['left', 'center', 'right']

/**
 * Tables with Tab from cell to cell and several cells selected at once. Only while the editor has an element: what
 * watches the cells looks for theirs at once.
 */
export function registerTables(editor: LexicalEditor): () => void {
  let leave: (() => void) | null = null
  const unregister = editor.registerRootListener((root) => {
    leave?.()
    leave = root
      ? mergeRegister(registerTablePlugin(editor), registerTableSelectionObserver(editor, true))
      : null
  })
  return () => {
    unregister()
    leave?.()
  }
}

function cellsOf(table: TableNode): TableCellNode[][] {
  return table
    .getChildren()
    .filter($isTableRowNode)
    .map((row) => row.getChildren().filter($isTableCellNode))
}

/** The cells with the caret, or those that are selected. */
function $selectedCells(): TableCellNode[] {
  const selection = $getSelection()
  if ($isTableSelection(selection)) return selection.getNodes().filter($isTableCellNode)
  const cell = $isRangeSelection(selection) ? $findCellNode(selection.anchor.getNode()) : null
  return cell ? [cell] : []
}

/** How the column at the caret is aligned, as its head says; null where nothing is said. */
export function $alignmentAtCaret(): Alignment | null {
  const [cell] = $selectedCells()
  const table = cell && $findTableNode(cell)
  const format = table && cellsOf(table)[0]?.[cell.getIndexWithinParent()]?.getFormatType()
  return ALIGNMENTS.find((one) => one === format) ?? null
}

/** Aligns the selected columns, all of their cells; null leaves it to the reader's page. */
export function $alignColumns(alignment: Alignment | null): void {
  const cells = $selectedCells()
  const table = cells[0] && $findTableNode(cells[0])
  if (!table) return
  const columns = new Set(cells.map((cell) => cell.getIndexWithinParent()))
  for (const row of cellsOf(table)) {
    for (const column of columns) row[column]?.setFormat(alignment ?? '')
  }
}

/** Aligns the cells of new rows as the head of their column is, which is all that Markdown knows. */
export function $alignAsHead(): void {
  const [cell] = $selectedCells()
  const table = cell && $findTableNode(cell)
  if (!table) return
  const [head = [], ...rows] = cellsOf(table)
  for (const row of rows) {
    for (const [column, of] of head.entries()) {
      const format = of.getFormatType()
      if (row[column]?.getFormatType() !== format) row[column]?.setFormat(format)
    }
  }
}
