import { TableCellNode, TableNode, TableRowNode } from '@lexical/table'
import type { Klass, LexicalNode } from 'lexical'
import { PictureNode } from './nodes/picture-node.ts'
import { RecordBlockNode } from './nodes/record-block-node.ts'
import { NODES } from './registry.ts'

/** Every node that a postmortem may hold: those of a notice, and what `POSTMORTEM_FORMS` reads. */
export const POSTMORTEM_NODES: readonly Klass<LexicalNode>[] = [
  ...NODES,
  RecordBlockNode,
  PictureNode,
  TableNode,
  TableRowNode,
  TableCellNode,
]
