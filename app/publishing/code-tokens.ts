/** Code cut into words with what they are, for pages and for the editor. */
import hljs from 'highlight.js/lib/core'
import type { LanguageFn } from 'highlight.js'
import type { CodeLanguage } from '#app/domain/code-language.ts'

export const CODE_KINDS = [
  'keyword',
  'string',
  'number',
  'comment',
  'name',
  'meta',
  'added',
  'removed',
] as const
export type CodeKind = (typeof CODE_KINDS)[number]

/** A stretch of code that looks the same throughout. */
export interface CodeToken {
  text: string
  kind: CodeKind | null
}

/** What a scope of the grammars looks like, by its first word. */
const KINDS: Readonly<Record<string, CodeKind>> = {
  keyword: 'keyword',
  built_in: 'keyword',
  type: 'keyword',
  literal: 'number',
  number: 'number',
  symbol: 'number',
  string: 'string',
  regexp: 'string',
  char: 'string',
  link: 'string',
  comment: 'comment',
  quote: 'comment',
  title: 'name',
  section: 'name',
  name: 'name',
  'selector-tag': 'name',
  'selector-id': 'name',
  'selector-class': 'name',
  attr: 'name',
  attribute: 'name',
  property: 'name',
  meta: 'meta',
  tag: 'meta',
  variable: 'meta',
  'template-variable': 'meta',
  addition: 'added',
  deletion: 'removed',
}

/** Makes a language known; again does nothing. */
export function knowLanguage(language: CodeLanguage, grammar: LanguageFn): void {
  if (!hljs.getLanguage(language)) hljs.registerLanguage(language, grammar)
}

/** A branch of what the library finds; it has types for texts only. */
interface Branch {
  scope?: string
  children: (string | Branch)[]
}

/** The code in pieces that give it again when they are joined. The language has to be known. */
export function codeTokens(code: string, language: CodeLanguage): CodeToken[] {
  const { _emitter } = hljs.highlight(code, { language, ignoreIllegals: true })
  const tokens: CodeToken[] = []
  const visit = (branch: Branch, above: CodeKind | null) => {
    const kind = KINDS[branch.scope?.split('.')[0] ?? ''] ?? above
    for (const child of branch.children) {
      if (typeof child !== 'string') visit(child, kind)
      else if (tokens.at(-1)?.kind === kind) tokens.at(-1)!.text += child
      else tokens.push({ text: child, kind })
    }
  }
  visit((_emitter as unknown as { rootNode: Branch }).rootNode, null)
  return tokens
}
