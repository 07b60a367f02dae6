import { createRequire } from 'node:module'
import type { Element, ElementContent, Root } from 'hast'
import type { LanguageFn } from 'highlight.js'
import { codeLanguage, LONGEST_PAINTED_CODE, type CodeLanguage } from '#app/domain/code-language.ts'
import { codeTokens, knowLanguage } from './code-tokens.ts'

const load = createRequire(import.meta.url)

/** Grammars are read when the first code in their language is: together they take longer than the server to start. */
function grammarOf(language: CodeLanguage): LanguageFn {
  return load(`highlight.js/lib/languages/${language}`) as LanguageFn
}

/** Gives the words of code their colours, where its language is known and it is not too long. Changes the tree. */
export function paintCode(node: Root | Element): void {
  for (const child of node.children) {
    if (child.type !== 'element') continue
    if (child.tagName !== 'pre') paintCode(child)
    else for (const code of child.children) paintBlock(code)
  }
}

function paintBlock(code: ElementContent): void {
  if (code.type !== 'element' || code.tagName !== 'code') return
  const [text] = code.children
  const [name = ''] = [code.properties.className].flat()
  const language = codeLanguage(String(name).replace(/^language-/, ''))
  if (language === null || code.children.length !== 1 || text?.type !== 'text') return
  if (text.value.length > LONGEST_PAINTED_CODE) return
  knowLanguage(language, grammarOf(language))
  code.children = codeTokens(text.value, language).map(({ text: value, kind }): ElementContent => {
    const words: ElementContent = { type: 'text', value }
    if (kind === null) return words
    return {
      type: 'element',
      tagName: 'span',
      properties: { className: [`code-${kind}`] },
      children: [words],
    }
  })
}
