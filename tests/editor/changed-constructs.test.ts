/** The samples are internal postmortems of others, in the folder named by `SAGWA_SAMPLES`; the README has the figures. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { asTheEditorWrites, changedConstructs, CONSTRUCTS } from '#app/editor/markdown/changed-constructs.ts'
import { readPostmortemFile } from '#app/importers/postmortem-markdown.ts'

const changes = (markdown: string) =>
  changedConstructs(markdown, asTheEditorWrites(markdown)).map(
    ({ construct, from, to, count, line }) => `${line}: ${construct} ${from} → ${to} (${count})`,
  )

test.each([
  ['* a\n* b', ['1: bullet * → - (2)']],
  ['1) a\n2) b', ['1: number 1) → 1. (1)', '2: number 2) → 2. (1)']],
  ['_a_ and __b__', ['1: emphasis _ → * (1)', '1: strong __ → ** (1)']],
  ['a\n\n***', ['3: rule *** → --- (1)']],
  ['Head\n====\n\n## next ##', ['1: heading underline → # (1)', '4: heading # … # → # (1)']],
  ['a\n\n~~~\nb\n~~~', ['3: code ~~~ → ``` (1)']],
  ['a  \nb', ['1: break spaces → \\ (1)']],
  ['two lines\nof one paragraph', ['1: wrap ⏎ →  (1)']],
  ['a\\!b &amp; c', ['1: escape \\! →  (1)', '1: entity &amp; →  (1)']],
  ['- same\n- again', []],
  ['a\n\n\n\nb', ['3: spaces  →  (2)']],
])('%j is told as it is written now', (markdown, expected) => {
  expect(changes(markdown)).toEqual(expected)
})

const folder = process.env.SAGWA_SAMPLES && path.join(process.env.SAGWA_SAMPLES, 'postmortems')
const isThere = Boolean(folder && existsSync(folder))

test.skipIf(!isThere)(
  'the sample postmortems: every construct that is written otherwise (needs SAGWA_SAMPLES)',
  () => {
    const files = readdirSync(folder!, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.md(\.erb)?$/.test(file),
    )
    expect(files.length).toBeGreaterThanOrEqual(39)
    const sums = new Map<string, { count: number; files: Set<string> }>()
    for (const file of files) {
      const { markdown } = readPostmortemFile(readFileSync(path.join(folder!, file), 'utf8'))
      const once = asTheEditorWrites(markdown)
      expect(asTheEditorWrites(once), file).toBe(once)
      for (const { construct, from, to, count } of changedConstructs(markdown, once)) {
        expect(['words', 'structure'], `${file}: ${from} → ${to}`).not.toContain(construct)
        const known = sums.get(construct) ?? { count: 0, files: new Set() }
        sums.set(construct, { count: known.count + count, files: known.files.add(file) })
      }
    }
    const lines = CONSTRUCTS.flatMap((construct) => {
      const sum = sums.get(construct)
      return sum === undefined ? [] : `${construct} ${sum.count} in ${sum.files.size}`
    })
    process.stdout.write(`Constructs of ${files.length} samples written otherwise: ${lines.join(', ')}\n`)
  },
)
