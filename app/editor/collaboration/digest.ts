import { XmlElement, XmlText, type Doc } from 'yjs'
import { sharedRoot } from './shared-text.ts'

/**
 * A number for what a draft says, with all that its blocks and words are. Two drafts that were put together from the same
 * updates have the same one, unless they came out different.
 */
export function digestOf(doc: Doc): number {
  const said = JSON.stringify(plain(sharedRoot(doc)))
  // FNV-1a, twice from different beginnings: 32 bits would be alike by chance in one of four thousand million.
  let first = 0x811c9dc5
  let second = 0x9dc5811c
  for (let at = 0; at < said.length; at += 1) {
    const code = said.charCodeAt(at)
    first = Math.imul(first ^ code, 0x01000193)
    second = Math.imul(second ^ code ^ (at & 0xff), 0x01000193)
  }
  return (first >>> 0) * 0x20_0000 + ((second >>> 0) & 0x1f_ffff)
}

/** As plain values, of which the same are written in the same way. */
function plain(node: unknown): unknown {
  if (node instanceof XmlText) {
    const runs: [string, string][] = []
    for (const { insert, attributes } of node.toDelta() as { insert: string; attributes?: object }[]) {
      const marks = JSON.stringify(sorted(attributes ?? {}))
      const last = runs.at(-1)
      // Where a mark says what was so before, Yjs counts two runs.
      if (last?.[1] === marks) last[0] += insert
      else runs.push([insert, marks])
    }
    return runs
  }
  if (node instanceof XmlElement) {
    return [node.nodeName, sorted(node.getAttributes()), node.toArray().map(plain)]
  }
  return null
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, of]) => [name, sorted(of)])
}
