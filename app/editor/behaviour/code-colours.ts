import {
  $getNodeByKey,
  $getRoot,
  $isTextNode,
  mergeRegister,
  type LexicalEditor,
  type NodeKey,
} from 'lexical'
import { codeLanguage, LONGEST_PAINTED_CODE, type CodeLanguage } from '#app/domain/code-language.ts'
import type * as CodeTokens from '#app/publishing/code-tokens.ts'
import { $isVerbatimNode, type VerbatimNode } from '../nodes/verbatim-node.ts'

const GRAMMARS = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  go: () => import('highlight.js/lib/languages/go'),
  http: () => import('highlight.js/lib/languages/http'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  nginx: () => import('highlight.js/lib/languages/nginx'),
  php: () => import('highlight.js/lib/languages/php'),
  python: () => import('highlight.js/lib/languages/python'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
} satisfies Record<CodeLanguage, () => Promise<unknown>>

/** Milliseconds after the last change of a block at which its colours follow. */
const PAINT_AFTER = 120

type Painted = { kind: CodeTokens.CodeKind; range: Range }[]

/**
 * Colours for code while it is written. They lie over the text (CSS highlights) and are no part of it, so that nobody
 * else's text changes by them and no syllable is interrupted. Browsers without such highlights show code in one colour.
 */
export function registerCodeColours(editor: LexicalEditor): () => void {
  if (typeof Highlight === 'undefined') return () => undefined
  const painted = new Map<NodeKey, Painted>()
  const waiting = new Set<NodeKey>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let gone = false
  const erase = (key: NodeKey) => {
    for (const { kind, range } of painted.get(key) ?? []) CSS.highlights.get(`code-${kind}`)?.delete(range)
    painted.delete(key)
  }
  const paint = async () => {
    const keys = [...waiting]
    waiting.clear()
    const languages = editor.read(() => new Set(keys.flatMap((key) => $languageOf(key) ?? [])))
    await Promise.all([...languages].map(learn))
    if (gone) return
    editor.read(() => {
      for (const key of keys) {
        erase(key)
        const ranges = $paintedRanges(editor, key)
        if (ranges.length === 0) continue
        painted.set(key, ranges)
        for (const { kind, range } of ranges) highlightOf(kind).add(range)
      }
    })
  }
  const wait = (key: NodeKey) => {
    waiting.add(key)
    clearTimeout(timer)
    timer = setTimeout(() => void paint(), PAINT_AFTER)
  }
  const unregister = mergeRegister(
    editor.registerUpdateListener(({ editorState, dirtyElements, dirtyLeaves }) => {
      editorState.read(() => {
        for (const key of [...dirtyElements.keys(), ...dirtyLeaves]) {
          const block = $getNodeByKey(key)?.getTopLevelElement()
          if ($isVerbatimNode(block)) wait(block.getKey())
        }
      })
      for (const key of painted.keys()) if (!editorState._nodeMap.has(key)) erase(key)
    }),
    // Elements are made anew with the root.
    editor.registerRootListener((root) => {
      if (root)
        editor.read(() =>
          $getRoot()
            .getChildren()
            .filter($isVerbatimNode)
            .forEach((block) => wait(block.getKey())),
        )
    }),
  )
  return () => {
    gone = true
    clearTimeout(timer)
    unregister()
    for (const key of [...painted.keys()]) erase(key)
  }
}

/** What cuts code into words, loaded with the first code whose language is known. */
let cutter: typeof CodeTokens | null = null
const known = new Set<CodeLanguage>()

async function learn(language: CodeLanguage): Promise<void> {
  try {
    const [tokens, grammar] = await Promise.all([
      import('#app/publishing/code-tokens.ts'),
      GRAMMARS[language](),
    ])
    tokens.knowLanguage(language, grammar.default)
    cutter = tokens
    known.add(language)
  } catch {
    // Without its grammar, code stays in one colour.
  }
}

function $languageOf(key: NodeKey): CodeLanguage | null {
  const block = $getNodeByKey(key)
  return $isVerbatimNode(block) && block.getKind() === 'code' ? codeLanguage(block.getLanguage()) : null
}

function highlightOf(kind: CodeTokens.CodeKind): Highlight {
  const name = `code-${kind}`
  let highlight = CSS.highlights.get(name)
  if (!highlight) CSS.highlights.set(name, (highlight = new Highlight()))
  return highlight
}

function $paintedRanges(editor: LexicalEditor, key: NodeKey): Painted {
  const block = $getNodeByKey(key)
  const language = $languageOf(key)
  if (cutter === null || language === null || !known.has(language) || !$isVerbatimNode(block)) return []
  const { code, places } = $lettersOf(editor, block)
  if (code.length > LONGEST_PAINTED_CODE) return []
  const painted: Painted = []
  let start = 0
  for (const { text, kind } of cutter.codeTokens(code, language)) {
    const end = start + text.length
    if (kind !== null) {
      for (const { node, at, length } of places) {
        const from = Math.max(start, at)
        const to = Math.min(end, at + length)
        if (from >= to) continue
        const range = document.createRange()
        range.setStart(node, from - at)
        range.setEnd(node, to - at)
        painted.push({ kind, range })
      }
    }
    start = end
  }
  return painted
}

/** The code, and where its lines stand on the screen. */
function $lettersOf(editor: LexicalEditor, block: VerbatimNode) {
  let code = ''
  const places: { node: Text; at: number; length: number }[] = []
  for (const child of block.getChildren()) {
    const text = child.getTextContent()
    const element = $isTextNode(child) ? editor.getElementByKey(child.getKey()) : null
    const node = element && document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()
    // While a syllable is composed the screen is ahead of the text.
    if (node instanceof Text && node.length === text.length)
      places.push({ node, at: code.length, length: text.length })
    code += text
  }
  return { code, places }
}
