/** People who write one draft: a server with the real drafts on a database, and editors without a page. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHeadlessEditor } from '@lexical/headless'
import {
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  $isElementNode,
  $setSelection,
  type LexicalEditor,
} from 'lexical'
import type { Queryable } from '#db/client.server.ts'
import type { Role } from '#db/schema.ts'
import type { Instant } from '#app/domain/instant.ts'
import { DraftLink, type LinkStatus } from '#app/editor/collaboration/draft-link.ts'
import { historyOfOne, newDoc, type OwnHistory } from '#app/editor/collaboration/history.ts'
import { bindSharedText, type SharedText } from '#app/editor/collaboration/shared-text.ts'
import { $createFactNode } from '#app/editor/nodes/fact-node.ts'
import { markdownFromState } from '#app/editor/markdown/from-state.ts'
import { POSTMORTEM_NODES } from '#app/editor/postmortem-registry.ts'
import { createLiveDrafts } from '#app/live-drafts.server.ts'
import { paths } from '#app/paths.ts'

export interface DraftServer {
  /** Where the WebSockets are. */
  url: string
  /** What the sessions stand for; the name of a person is the cookie. Change it to end one. */
  roles: Map<string, Role>
  stop: () => Promise<void>
}

/** Starts the part of the server that lets people write together, on a free port; the test has to stop it. */
export async function startDraftServer(q: Queryable): Promise<DraftServer> {
  const roles = new Map<string, Role>()
  const drafts = createLiveDrafts({
    q,
    clock: () => Date.now() as Instant,
    publicOrigin: null,
    lookEvery: 50,
    foldAfter: 60,
    sessions: {
      async read(cookie) {
        const role = roles.get(cookie)
        if (role === undefined) return null
        return { id: cookie, name: cookie, email: '', role, language: null, sessionId: cookie }
      },
      async live(sessionIds) {
        return new Map(sessionIds.flatMap((id) => (roles.has(id) ? [[id, roles.get(id)!]] : [])))
      },
    },
  })
  const server = createServer()
  server.on('upgrade', (request, socket, head) => void drafts.upgrade(request, socket, head))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    roles,
    async stop() {
      await drafts.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Opens a WebSocket to a draft as a browser does that has this cookie. */
export function openDraftSocket(
  url: string,
  documentId: string,
  { cookie, origin = url.replace(/^ws/, 'http') }: { cookie: string; origin?: string },
): WebSocket {
  // Node's own WebSocket takes headers, which the type of browsers does not know.
  const options = { headers: { cookie, origin } } as unknown as string
  return new WebSocket(`${url}${paths.liveDraft(documentId)}`, options)
}

/** An editor without a page. */
export function draftEditor(): LexicalEditor {
  return createHeadlessEditor({
    nodes: [...POSTMORTEM_NODES],
    onError: (error) => {
      throw error
    },
  })
}

export type Writer = ReturnType<typeof writerOf>

/** Somebody who writes: an editor, its document, and the connection. */
export function writerOf(url: string, documentId: string, cookie: string) {
  const doc = newDoc()
  const statuses: LinkStatus[] = []
  let differs = 0
  const editor = draftEditor()
  let shared: SharedText | undefined
  let history: OwnHistory | undefined
  const link = new DraftLink(doc, () => openDraftSocket(url, documentId, { cookie }), {
    onStatus(status) {
      statuses.push(status)
      // An empty text would be taken for the beginning of one.
      if (status !== 'live' || shared) return
      shared = bindSharedText(editor, doc)
      history = historyOfOne(shared, 0)
    },
    onDiffers: () => (differs += 1),
  })
  return {
    doc,
    editor,
    link,
    statuses,
    /** How often the server had another text of the same updates. */
    differs: () => differs,
    undo: () => history?.undo(),
    redo: () => history?.redo(),
    markdown: () => markdownFromState(editor.getEditorState().toJSON()),
    leave() {
      shared?.unbind()
      history?.end()
      link.leave()
    },
  }
}

/** Resolves when something is so, which is looked at every few milliseconds; the test's own limit of time ends it. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** What somebody does: which of the words there are, where in them, and how. All numbers from 0 to 1. */
export interface Deed {
  word: number
  place: number
  kind: number
}

/** Does it. `number` makes the words that are typed different from all others. */
export function act({ editor }: Pick<Writer, 'editor'>, { word, place, kind }: Deed, number: number): void {
  editor.update(
    () => {
      const texts = $getRoot().getAllTextNodes()
      const text = texts[Math.floor(word * texts.length)]
      if (text === undefined) {
        $getRoot().append($createParagraphNode().append($createTextNode(`처음${number} `)))
        return
      }
      const size = text.getTextContentSize()
      const at = Math.floor(place * (size + 1))
      const selection = text.select(at, kind < 0.68 ? at : Math.min(size, at + 6))
      if (kind < 0.6) selection.insertText(`${['장애', 'x ', '오류가 ', 'err'][number % 4]}${number} `)
      else if (kind < 0.65) selection.insertParagraph()
      else if (kind < 0.68) selection.insertNodes([$createFactNode('impact.end')])
      else if (kind < 0.85) selection.removeText()
      else if (kind < 0.93) selection.formatText('bold')
      else {
        const block = text.getTopLevelElement()
        const previous = block?.getPreviousSibling()
        if ($isElementNode(block) && $isElementNode(previous) && previous.getType() === block.getType()) {
          previous.append(...block.getChildren())
          block.remove()
        }
      }
      $setSelection(null)
    },
    { discrete: true },
  )
}

/** Types after the last word. */
export function typeAtEnd({ editor }: Writer, words: string): void {
  editor.update(() => $getRoot().getLastDescendant()?.selectEnd().insertText(words), { discrete: true })
}

export function removeLastBlock({ editor }: Writer): void {
  editor.update(() => $getRoot().getLastChild()?.remove(), { discrete: true })
}
