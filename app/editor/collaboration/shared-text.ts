import {
  createBindingV2__EXPERIMENTAL,
  syncLexicalUpdateToYjsV2__EXPERIMENTAL,
  syncYjsChangesToLexicalV2__EXPERIMENTAL,
  syncYjsStateToLexicalV2__EXPERIMENTAL,
  type BindingV2,
  type Provider,
  type ProviderAwareness,
} from '@lexical/yjs'
import type { LexicalEditor } from 'lexical'
import { UndoManager, XmlElement, XmlText, type Doc, type Transaction, type YEvent } from 'yjs'

/**
 * Where in the Yjs document the text is. The second form of Lexical's binding, in which neighbouring words are one Yjs text
 * with marks, is the one that keeps two people's texts alike; with the first one, random edits of two people ended in
 * different texts in one of three runs.
 */
const ROOT = 'root-v2'

/** What Yjs calls an element without a name, which only the root is. */
const NAMELESS = 'UNDEFINED'

/** An editor and a Yjs document that say the same. */
export interface SharedText {
  binding: BindingV2
  root: XmlElement
  /** Stops the one following the other. */
  unbind: () => void
}

/** The text in the document, as Yjs holds it. */
export function sharedRoot(doc: Doc): XmlElement {
  return doc.get(ROOT, XmlElement)
}

/**
 * Lets an editor show what a document says, and lets the document say what is done in the editor. What the editor showed
 * before is gone. A document from elsewhere has to be there already: an empty one is begun with a paragraph.
 *
 * @param onUnknown hears of a type of node that this version does not know; nothing is followed any more from then on
 */
export function bindSharedText(
  editor: LexicalEditor,
  doc: Doc,
  {
    awareness = SILENT_AWARENESS,
    onUnknown = (type) => {
      throw new UnknownNodeError(type)
    },
  }: { awareness?: ProviderAwareness; onUnknown?: (type: string) => void } = {},
): SharedText {
  const provider = providerOf(awareness)
  const binding = createBindingV2__EXPERIMENTAL(editor, 'draft', doc, new Map(), { rootName: ROOT })
  const root = sharedRoot(doc)
  let following = true
  const isKnown = (nodes: readonly unknown[]) => {
    const type = unknownType(editor, nodes)
    if (type === null) return true
    following = false
    onUnknown(type)
    return false
  }
  const onChange = (events: YEvent<XmlElement | XmlText>[], transaction: Transaction) => {
    if (!following || transaction.origin === binding) return
    if (!isKnown(addedBy(events))) return
    const undone = transaction.origin instanceof UndoManager
    syncYjsChangesToLexicalV2__EXPERIMENTAL(binding, provider, events, transaction, undone)
  }
  if (isKnown([root])) syncYjsStateToLexicalV2__EXPERIMENTAL(binding, provider)
  root.observeDeep(onChange as never)
  const stop = editor.registerUpdateListener(
    ({ prevEditorState, editorState, dirtyElements, dirtyLeaves, normalizedNodes, tags }) => {
      if (!following) return
      syncLexicalUpdateToYjsV2__EXPERIMENTAL(
        binding,
        provider,
        prevEditorState,
        editorState,
        dirtyElements,
        dirtyLeaves,
        normalizedNodes,
        tags,
      )
    },
  )
  return {
    binding,
    root,
    unbind() {
      following = false
      stop()
      root.unobserveDeep(onChange as never)
    },
  }
}

/** A text with a kind of node in it that this version cannot show: it was written by a newer one. */
export class UnknownNodeError extends Error {
  constructor(type: string) {
    super(`The draft holds a node of the type ${JSON.stringify(type)}, which this version does not know.`)
    this.name = 'UnknownNodeError'
  }
}

/** What Lexical's binding wants to have of a connection. */
export function providerOf(awareness: ProviderAwareness): Provider {
  return { awareness, connect() {}, disconnect() {}, on() {}, off() {} }
}

const SILENT_AWARENESS: ProviderAwareness = {
  getLocalState: () => null,
  getStates: () => new Map(),
  on() {},
  off() {},
  setLocalState() {},
  setLocalStateField() {},
}

/** Elements and texts that came with a change. */
function addedBy(events: readonly YEvent<XmlElement | XmlText>[]): unknown[] {
  return events.flatMap(({ changes, target }) => [
    ...[...changes.added].map((item) => ('type' in item.content ? item.content.type : null)),
    ...(target instanceof XmlText ? [target] : []),
  ])
}

/** The name of a type among these and all below them that the editor has no class for; null if it has one for each. */
function unknownType(editor: LexicalEditor, nodes: readonly unknown[]): string | null {
  for (const node of nodes) {
    if (node instanceof XmlText) {
      for (const { attributes } of node.toDelta() as { attributes?: { t?: string } }[]) {
        if (attributes?.t !== undefined && !editor._nodes.has(attributes.t)) return attributes.t
      }
    } else if (node instanceof XmlElement) {
      const name = node.nodeName
      if (name !== NAMELESS && !editor._nodes.has(name)) return name
      const below = unknownType(editor, node.toArray())
      if (below !== null) return below
    }
  }
  return null
}
