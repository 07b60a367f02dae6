import type { Element, ElementContent, Root } from 'hast'
import bash from 'highlight.js/lib/languages/bash'
import diff from 'highlight.js/lib/languages/diff'
import dockerfile from 'highlight.js/lib/languages/dockerfile'
import go from 'highlight.js/lib/languages/go'
import ini from 'highlight.js/lib/languages/ini'
import java from 'highlight.js/lib/languages/java'
import json from 'highlight.js/lib/languages/json'
import kotlin from 'highlight.js/lib/languages/kotlin'
import nginx from 'highlight.js/lib/languages/nginx'
import python from 'highlight.js/lib/languages/python'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { createLowlight } from 'lowlight'
import { codeLanguage, LONGEST_PAINTED_CODE, type CodeLanguage } from '#app/domain/code-language.ts'

const GRAMMARS = {
  bash,
  diff,
  dockerfile,
  go,
  ini,
  java,
  json,
  kotlin,
  nginx,
  python,
  rust,
  sql,
  typescript,
  xml,
  yaml,
} satisfies Record<CodeLanguage, unknown>

let painter: ReturnType<typeof createLowlight> | undefined

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
  painter ??= createLowlight(GRAMMARS)
  code.children = painter.highlight(language, text.value).children as ElementContent[]
}
