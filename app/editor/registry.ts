import { LinkNode } from '@lexical/link'
import { ListItemNode, ListNode } from '@lexical/list'
import { HeadingNode, QuoteNode } from '@lexical/rich-text'
import type { Klass, LexicalNode } from 'lexical'
import { DividerNode } from './nodes/divider-node.ts'
import { FactNode } from './nodes/fact-node.ts'
import { GapNode } from './nodes/gap-node.ts'
import { RawNode } from './nodes/raw-node.ts'
import { VerbatimNode } from './nodes/verbatim-node.ts'

/**
 * Every node a text may hold, for the browser and the server alike: Lexical refuses a state with a type that is not
 * among them. None of them knows React.
 */
export const NODES: readonly Klass<LexicalNode>[] = [
  HeadingNode,
  QuoteNode,
  ListNode,
  ListItemNode,
  LinkNode,
  FactNode,
  GapNode,
  RawNode,
  DividerNode,
  VerbatimNode,
]
